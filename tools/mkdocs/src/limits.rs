//! The tables of limits in pages that are written by hand around them.

use anyhow::{Context, Result};
use dcm_facecheck::limits::{ALL, SETTINGS, Setting};

use crate::page::Page;
use crate::table::table;

const FACECHECK: &str = include_str!("../../../docs/facecheck.md");
/// Written by the test `evidence` of dcm-facecheck, which measures the limits.
const PLANTED: &str = include_str!("../../../crates/dcm-facecheck/data/planted.csv");
const BURNED_IN: &str = include_str!("../../../docs/burned-in.md");
const DESCRIPTORS: &str = include_str!("../../../docs/descriptors.md");

/// The pages whose tables of limits are made.
///
/// # Errors
/// When the marks around a table are missing.
pub fn pages() -> Result<Vec<Page>> {
    Ok(vec![
        Page::new("docs/facecheck.md", &facecheck()?),
        Page::new("docs/burned-in.md", &burned_in()?),
        Page::new("docs/descriptors.md", &descriptors()?),
    ])
}

fn facecheck() -> Result<String> {
    let settings = table(&["setting", "value", "why"], SETTINGS.iter().map(|setting| row(setting)));
    let text = replaced(FACECHECK, "limits", &limit::table(&ALL))?;
    let text = replaced(&text, "planted", &planted()?)?;
    replaced(&text, "settings", &settings)
}

/// What caught each planted failure.
fn planted() -> Result<String> {
    let mut lines = PLANTED.lines().map(|line| line.split(',').map(str::to_owned).collect());
    let columns: Vec<String> = lines.next().context("no columns in planted.csv")?;
    Ok(table(&columns.iter().map(String::as_str).collect::<Vec<_>>(), lines))
}

fn burned_in() -> Result<String> {
    let mut detector = burned_in::limits::Limits::SHIPPED;
    let detector = limit::table(detector.each().iter().map(|limit| &**limit));
    let text = replaced(BURNED_IN, "limits of the detector", &detector)?;
    replaced(&text, "limits of reading", &limit::table(&burned_in::limits::READING))
}

fn descriptors() -> Result<String> {
    let mut limits = descriptors::limits::Limits::SHIPPED;
    replaced(DESCRIPTORS, "limits", &limit::table(limits.each().iter().map(|limit| &**limit)))
}

fn row(setting: &Setting) -> Vec<String> {
    let value = format!("{} {}", setting.value, setting.unit).replace('-', "−");
    vec![setting.name.to_owned(), value, setting.reason.to_owned()]
}

/// A page with what stands between `<!-- name -->` and `<!-- end of name -->` replaced.
fn replaced(page: &str, name: &str, content: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let parts = page.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.with_context(|| format!("no marks around {name}"))?;
    Ok(format!("{before}{begin}{content}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use dcm_facecheck::limits::{
        BRAIN_LOST, COVERED, FACE_ABOVE, FACE_ASIDE, FACE_BELOW, SCORE_BEFORE, SCORE_LEFT,
    };
    use limit::Limit;

    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n";
        let new = replaced(page, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- x -->\nnew\n<!-- end of x -->\nb\n");
        assert_eq!(replaced(&new, "x", "new\n").unwrap(), new);
        assert!(replaced(page, "y", "new\n").is_err());
        assert!(replaced("<!-- x -->\nwithout an end\n", "x", "new\n").is_err());
    }

    #[test]
    fn every_limit_and_setting_has_a_line() {
        let page = pages().unwrap().remove(0);
        for name in ALL.iter().map(|limit| limit.name).chain(SETTINGS.iter().map(|one| one.name)) {
            assert!(page.content.contains(&format!("\n| {name} | ")), "{name}");
        }
    }

    #[test]
    fn what_docs_say_of_finding_the_face_names_the_limits_in_force() {
        use face::limits::{
            APART_LEAST, APART_MOST, BRAIN_IN_CUT, EYE_DEPTH_LEAST, EYE_DEPTH_MOST, HALF_BRAIN,
            SINUS_BELOW_LEAST, SINUS_BELOW_MOST,
        };
        let page = include_str!("../../../docs/defacing.md");
        let [depth, apart, sinuses] = [
            (EYE_DEPTH_LEAST, EYE_DEPTH_MOST),
            (APART_LEAST, APART_MOST),
            (SINUS_BELOW_LEAST, SINUS_BELOW_MOST),
        ]
        .map(|(least, most)| format!("{} to {} mm", least.value, most.value));
        for text in [
            format!("A place {depth} under skin"),
            format!("Two candidates {apart} apart"),
            format!("maxillary sinuses {sinuses} below"),
            format!("at least {} ml of brain", HALF_BRAIN.value),
            format!("no more than {} ml of it", BRAIN_IN_CUT.value),
        ] {
            assert!(page.contains(&text), "{text}");
        }
    }

    #[test]
    fn the_table_of_the_tests_names_the_limits_in_force() {
        let number = |limit: Limit| limit.value.to_string();
        let percent = |limit: Limit| (limit.value * 100.0).round().to_string();
        for text in [
            format!("| at least {} % |", percent(COVERED)),
            format!("after at most {} % of before", percent(SCORE_LEFT)),
            format!("where before is {} or more", number(SCORE_BEFORE)),
            format!(
                "within {} mm aside, {} mm below, {} mm above",
                number(FACE_ASIDE),
                number(FACE_BELOW),
                number(FACE_ABOVE)
            ),
            format!("at most {} ml", number(BRAIN_LOST)),
        ] {
            assert!(FACECHECK.contains(&text), "{text}");
        }
    }
}
