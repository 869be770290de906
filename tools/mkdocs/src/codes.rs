//! `docs/codes.md`: why a row was skipped, flagged or failed.

use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Status;

use crate::page::Page;
use crate::table::table;

const INTRO: &str = "\
# Codes

Each tool writes a status and, if it is not `ok`, a code into the manifest. A code is all that a
manifest, a log or a report says about a problem; it never carries anything that stood in the file.
The list is closed: a manifest with any other code is refused.

`S_` codes go with the status `skip`: there was nothing to do, by rule. `F_` codes go with `flag`: a
check found something. `E_` codes go with `fail`: the tool could not do it, and left no output.

";

/// The page.
pub fn page() -> Page {
    let rows = Code::ALL.iter().map(|code| {
        vec![
            format!("`{code}`"),
            format!("`{}`", Status::of(*code).as_str()),
            code.meaning().to_owned(),
            code.remedy().to_owned(),
        ]
    });
    let columns = ["code", "status", "meaning", "what to do"];
    Page::new("docs/codes.md", &(INTRO.to_owned() + &table(&columns, rows)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_line() {
        let page = page();
        for code in Code::ALL {
            let line = format!("| `{code}` | ");
            assert_eq!(page.content.matches(&line).count(), 1, "{code}");
        }
    }
}
