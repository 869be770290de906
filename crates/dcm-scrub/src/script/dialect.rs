//! Whose script it is. RSNA's anonymizer and CTP read the same file differently: an empty body keeps
//! with one and empties with the other, an attribute that is not named goes with one and stays with
//! the other. So nothing is guessed: a script must hold something that only one of them knows.

use clap::ValueEnum;
use roxmltree::Document;

use super::parse::{ScriptError, numbered};

/// Programs whose scripts are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// The RSNA anonymizer (Python).
    Rsna,
    /// CTP, the Clinical Trial Processor (Java).
    Ctp,
}

/// Something in a script that tells its dialect.
#[derive(Debug, PartialEq, Eq)]
pub struct Sign {
    /// The line of the script, counted from 1.
    pub line: u32,
    /// What stands there, `@ptid` or `<k>`.
    pub holds: String,
}

/// Why the dialect must be given.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DialectError {
    /// It is no script at all.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// It holds something of each.
    #[error(
        "line {} of the script holds {}, of the RSNA anonymizer's dialect, line {} holds {}, of \
         CTP's: give --dialect", .rsna.line, .rsna.holds, .ctp.line, .ctp.holds
    )]
    Both {
        /// The first that only the RSNA anonymizer knows.
        rsna: Sign,
        /// The first that only CTP knows.
        ctp: Sign,
    },
    /// It holds nothing that tells.
    #[error(
        "nothing in the script tells whether it is for the RSNA anonymizer or for CTP, and \
             they would not do the same with it: give --dialect"
    )]
    Neither,
}

/// Functions that both have, or that say nothing.
const SHARED: [&str; 6] = ["remove", "empty", "round", "hashdate", "lookup", "uid"];
/// Functions of the RSNA anonymizer, which stand without brackets.
const OF_RSNA: [&str; 3] = ["uid", "ptid", "acc"];

/// The dialect of a script.
///
/// # Errors
/// When it cannot be told.
pub fn dialect(text: &str) -> Result<Dialect, DialectError> {
    let document = Document::parse(text).map_err(|_| ScriptError::Xml)?;
    let (mut rsna, mut ctp) = (None, None);
    for (line, node) in numbered(text, document.root_element()) {
        let name = node.tag_name().name();
        match (name, node.attribute("t").unwrap_or_default()) {
            ("e", _) => {
                let body: String = node.children().filter_map(|child| child.text()).collect();
                for (function, called) in functions(&body) {
                    let found = Some(Sign { line, holds: format!("@{function}") });
                    if !called && OF_RSNA.contains(&function) {
                        rsna = rsna.or(found);
                    } else if called && !SHARED.contains(&function) {
                        ctp = ctp.or(found);
                    }
                }
            }
            ("p" | "k", _) | ("r", "unspecifiedelements" | "overlays" | "curves") => {
                ctp = ctp.or(Some(Sign { line, holds: format!("<{name}>") }));
            }
            _ => {}
        }
    }
    match (rsna, ctp) {
        (Some(_), None) => Ok(Dialect::Rsna),
        (None, Some(_)) => Ok(Dialect::Ctp),
        (Some(rsna), Some(ctp)) => Err(DialectError::Both { rsna, ctp }),
        (None, None) => Err(DialectError::Neither),
    }
}

/// Names after an `@`, and whether a bracket follows.
fn functions(body: &str) -> impl Iterator<Item = (&str, bool)> {
    body.split('@').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end)?;
        (!name.is_empty()).then(|| (name, behind.trim_start().starts_with('(')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(entries: &str) -> Result<Dialect, DialectError> {
        dialect(&format!("<script>\n{entries}\n</script>"))
    }

    fn body(body: &str) -> Result<Dialect, DialectError> {
        of(&format!(r#"<e en="T" t="00100010">{body}</e>"#))
    }

    #[test]
    fn what_only_one_program_knows_tells() {
        for text in ["@uid", "@ptid", "x@acc"] {
            assert_eq!(body(text), Ok(Dialect::Rsna), "{text}");
        }
        for text in ["@keep()", "@always()YES", "@hashuid(1.2,this)", "@param(@A)@remove()"] {
            assert_eq!(body(text), Ok(Dialect::Ctp), "{text}");
        }
        assert_eq!(of(r#"<p t="A">x</p>"#), Ok(Dialect::Ctp));
        assert_eq!(of(r#"<r en="T" t="overlays"/>"#), Ok(Dialect::Ctp));
    }

    #[test]
    fn nothing_is_guessed() {
        for text in ["", "@remove()", "@empty()", "@hashdate(this,PatientID)", "@round(this,5)"] {
            assert_eq!(body(text), Err(DialectError::Neither), "{text}");
        }
        let both = of("<e t=\"00080018\">@uid</e>\n<e t=\"00100010\">@hash(this)</e>");
        let rsna = Sign { line: 2, holds: "@uid".into() };
        let ctp = Sign { line: 3, holds: "@hash".into() };
        assert_eq!(both, Err(DialectError::Both { rsna, ctp }));
        assert_eq!(dialect("<x"), Err(DialectError::Script(ScriptError::Xml)));
    }
}
