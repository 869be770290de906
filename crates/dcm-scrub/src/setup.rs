//! From the command line to what is done with each file, and the text of all settings that the
//! results depend on.

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_dictionary_std::tags;

use crate::args::Args;
use crate::ctp;
use crate::engine::Engine;
use crate::headers::{FileOrder, Headers};
use crate::pixels::Pixels;
use crate::reproduction::Reproduction;
use crate::subjects_map::SubjectsMap;
use crate::treat::Anonymizer;
use crate::words::Descriptions;

/// What a run does, and what its results depend on.
pub struct Setup {
    /// Anonymizes the files.
    pub anonymizer: Anonymizer,
    /// A text of all settings that the results depend on, but for the key; it is hashed into the
    /// column scrub_config.
    pub settings: String,
    /// The same for the pixels: a later run takes up what an earlier one has flagged.
    pub about_pixels: String,
    /// The same for the table that names patients: lines may be added to it from run to run.
    pub about_subjects: String,
    /// The method in words, for people who ask what an output folder was written with.
    pub words: String,
    /// Whether results depend on the order of the files.
    pub order: FileOrder,
}

/// The setup that a command line asks for.
///
/// # Errors
/// When flags do not go together, or what they name cannot be read.
pub fn setup(args: &Args, pseudonyms: &Pseudonyms) -> Result<Setup, RunError> {
    // Each flag or group by name, so that a new one cannot be forgotten in the settings.
    let Args {
        // Which files are read, not what becomes of each.
        input,
        headers,
        words,
        pixels,
        compat,
        subjects_map,
        // Says where @integer keeps its numbers, not which ones it gives.
        dry_run,
        // The pseudonyms have a fingerprint of their own.
        key: _,
        // Where results go and how the run behaves, not what the results are.
        output: _,
        link: _,
        lock: _,
        run: _,
    } = args;
    if let Some(Reproduction { project, settings }) =
        compat.reproduction(headers.script.as_deref())?
    {
        let anonymizer = Anonymizer::Rsna(Box::new(project));
        let words = "--compat rsna".to_owned();
        return Ok(Setup {
            anonymizer,
            settings,
            about_pixels: String::new(),
            about_subjects: String::new(),
            words,
            order: FileOrder::Counts,
        });
    }
    let integers_are = if *dry_run { ctp::Access::ReadOnly } else { ctp::Access::Append };
    let words_of = match subjects_map {
        Some(_) => " with a table of subjects",
        None => "",
    };
    let in_words = headers.in_words() + words_of;
    if subjects_map.is_some() && headers.choice.keep.contains(&tags::PATIENT_ID) {
        return Err(RunError::usage("--subjects-map replaces Patient ID, and --keep lets it stay"));
    }
    let subjects = subjects_map.as_deref().map(SubjectsMap::open).transpose()?;
    let Headers { method, settings, order } = headers.headers(input, integers_are)?;
    let Descriptions { cleaner, settings: about_words } = words.descriptions()?;
    let Pixels { treatment, settings: about_pixels } = pixels.pixels()?;
    let engine = Engine::new(method, pseudonyms.clone()).cleaning_with(cleaner);
    let about_subjects = subjects.as_ref().map(SubjectsMap::settings).unwrap_or_default();
    let engine = engine.naming_by(subjects);
    let anonymizer = Anonymizer::Keyed { engine: Box::new(engine), pixels: Box::new(treatment) };
    let settings = settings + &about_words;
    Ok(Setup { anonymizer, settings, about_pixels, about_subjects, words: in_words, order })
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use dicom_common::deid::pseudonym::Key;

    use super::*;

    /// The settings of a command line, words in `{}` of which are files of a folder.
    fn settings(flags: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let script =
            |body: &str| format!("<script><e en=\"T\" t=\"00100010\" n=\"x\">{body}</e></script>");
        for (name, text) in [
            ("words", "xyzzy".to_owned()),
            ("more", "plugh".to_owned()),
            ("rsna", script("@ptid")),
            ("ctp", script("@lookup(this,a)@hash(this)")),
            ("table", "a/b = c".to_owned()),
            ("policy.csv", "tag,low,high\n00100010,remove,remove\n".to_owned()),
        ] {
            std::fs::write(path(name), text).unwrap();
        }
        let flags = flags.split(' ').map(|flag| match flag.strip_prefix('{') {
            Some(name) => path(name.trim_end_matches('}')),
            None => flag.to_owned(),
        });
        let line = ["dcm-scrub", "--output", "out"].map(str::to_owned).into_iter().chain(flags);
        let args = Args::try_parse_from(line).unwrap();
        let pseudonyms = Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap());
        let Setup { settings, about_pixels, .. } = setup(&args, &pseudonyms).unwrap();
        settings + &about_pixels
    }

    /// SHA-256 of a text.
    fn digest(text: &str) -> String {
        use sha2::Digest;
        data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(text))
    }

    #[test]
    fn the_settings_name_the_method_with_the_content_of_its_files() {
        assert_eq!(settings("--level low"), "low");
        assert_eq!(
            settings("--profile basic --option retain-uids,retain-safe-private --safe-private ctp"),
            "basic retain-uids retain-safe-private (ctp)"
        );
        assert_eq!(settings("--level low --safe-private converters"), "low converters");
        let table = digest("tag,low,high\n00100010,remove,remove\n");
        assert_eq!(settings("--level high --policy {policy.csv}"), format!("high {table}"));
        assert_eq!(
            settings("--script {rsna}"),
            "script <script><e en=\"T\" t=\"00100010\" n=\"x\">@ptid</e></script>"
        );
        assert_eq!(
            settings("--script {ctp} --lookup {table} --param A=1"),
            "ctp [(\"A\", \"1\")] Some(\"a/b = c\") <script><e en=\"T\" t=\"00100010\" \
             n=\"x\">@lookup(this,a)@hash(this)</e></script>"
        );
        assert_eq!(
            settings("--script {rsna} --compat rsna --site-id 7 --project P --uid-root 1.2"),
            "rsna 7 P 1.2 <script><e en=\"T\" t=\"00100010\" n=\"x\">@ptid</e></script>"
        );
    }

    #[test]
    fn the_settings_name_the_words_and_what_is_done_about_the_pixels() {
        let words = digest("xyzzyplugh");
        assert_eq!(
            settings("--profile basic --words {words} --words {more} --accept-burned-in"),
            format!("basic words {words} accept")
        );
        let rectangle: burned_in::Rectangle = "1,2,3,4".parse().unwrap();
        assert_eq!(
            settings("--level low --pixel-rules public --blackout 1,2,3,4 --find-text"),
            format!("low public rules blackout {:?} find text", [rectangle])
        );
    }

    #[test]
    fn where_results_go_and_how_the_run_behaves_is_no_setting() {
        let flags = "--level low --input in --force --checksum --dry-run --jobs 3 --quiet --link l";
        assert_eq!(settings(flags), "low");
    }
}
