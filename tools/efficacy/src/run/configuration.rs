//! The configurations that are measured.

/// What the MIDI-B task asks of a header tool.
const OPTIONS: &[&str] = &[
    "retain-long-modified-dates",
    "retain-patient-characteristics",
    "retain-device-identity",
    "retain-safe-private",
    "clean-descriptors",
    "clean-structured-content",
];

/// What it asks of pixels.
const PIXELS: &[&str] = &["--pixel-rules", "public", "--find-text", "--blank-text"];

/// What a configuration is measured for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The task: every action is required.
    Task,
    /// For information: another policy than the task's.
    Level,
    /// Weakened on purpose: it must score lower.
    Weakened,
}

/// How dcm-scrub is run.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The name of its column in the page, and of its folder.
    pub name: &'static str,
    /// What it is measured for.
    pub purpose: Purpose,
    /// What it does, in words, for the page.
    pub about: &'static str,
    /// Its arguments, inputs, outputs and key apart; files of `data/` by their names. Without any,
    /// nothing is run.
    pub args: Vec<String>,
    /// Whether every second patient is treated with another key.
    pub two_keys: bool,
}

impl Configuration {
    /// All of them; the first is the task's.
    pub fn all() -> Vec<Self> {
        let task = profile(OPTIONS, PIXELS);
        let without = |option: &str| {
            let options: Vec<_> = OPTIONS.iter().copied().filter(|o| *o != option).collect();
            profile(&options, PIXELS)
        };
        let instead = |option: &str, other: &'static str| {
            let swap = |o: &&'static str| if *o == option { other } else { *o };
            profile(&OPTIONS.iter().map(swap).collect::<Vec<_>>(), PIXELS)
        };
        let also = |option: &'static str| profile(&[OPTIONS, &[option]].concat(), PIXELS);
        let owned = |args: &[&str]| args.iter().map(|&arg| arg.to_owned()).collect::<Vec<_>>();
        let weakened = |name, about, args| Self {
            name,
            purpose: Purpose::Weakened,
            about,
            args,
            two_keys: false,
        };
        let level = |name: &'static str, about| Self {
            name,
            purpose: Purpose::Level,
            about,
            args: owned(&[&["--level", name], PIXELS].concat()),
            two_keys: false,
        };
        vec![
            Self {
                name: "task",
                purpose: Purpose::Task,
                about: "the Basic Profile with the options of the task, text in pixels blanked",
                args: task.clone(),
                two_keys: false,
            },
            level("low", "for information: keeps less text than the task asks for"),
            level("high", "for information: removes dates and patient IDs as well"),
            weakened(
                "uncleaned",
                "descriptions are removed instead of cleaned",
                without("clean-descriptors"),
            ),
            weakened(
                "no-reports",
                "trees of content items are not cleaned",
                without("clean-structured-content"),
            ),
            weakened("no-private", "no private element stays", without("retain-safe-private")),
            weakened(
                "no-characteristics",
                "age, sex, size and weight go",
                without("retain-patient-characteristics"),
            ),
            weakened(
                "full-dates",
                "dates stay as they are",
                instead("retain-long-modified-dates", "retain-long-full-dates"),
            ),
            weakened("same-uids", "UIDs stay", also("retain-uids")),
            weakened("hospital", "the institution stays", also("retain-institution-identity")),
            weakened(
                "site-table",
                "a site's table keeps StudyDescription and ImageComments as they are",
                owned(&[&["--level", "low", "--policy", "site.csv"], PIXELS].concat()),
            ),
            weakened(
                "root-only",
                "a script of CTP that does not go into sequences",
                owned(&["--script", "root-only.script", "--dialect", "ctp", "--accept-burned-in"]),
            ),
            weakened(
                "pixels-seen",
                "somebody has looked at the pixels, wrongly: no text is blanked",
                profile(OPTIONS, &["--accept-burned-in"]),
            ),
            weakened(
                "all-black",
                "the left half of every image is blanked, and nothing else",
                profile(OPTIONS, &["--blackout", "0,0,96,10000", "--accept-burned-in"]),
            ),
            weakened("untouched", "nothing is done: the originals are the output", Vec::new()),
            Self {
                two_keys: true,
                ..weakened("two-keys", "every second file with another key", task)
            },
        ]
    }

    /// The arguments as a shell shows them.
    pub fn line(&self) -> String {
        match self.args.as_slice() {
            [] => "cp -r".to_owned(),
            args => format!("dcm-scrub {}", args.join(" ")),
        }
    }
}

fn profile(options: &[&str], pixels: &[&str]) -> Vec<String> {
    let options = options.join(",");
    let args = ["--profile", "basic", "--option", &options];
    args.iter().chain(pixels).map(|&arg| arg.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_has_a_folder_of_its_own_beside_the_originals() {
        let all = Configuration::all();
        let names: BTreeSet<_> = all.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), all.len());
        assert!(!names.contains("originals"));
    }
}
