//! Reading a script; what would not be carried out is refused, with its line and element.

use std::cell::Cell;
use std::collections::HashMap;

use dicom_common::dataset::Tag;
use dicom_common::deid::policy::SafePrivate;
use roxmltree::{Document, Node};

use super::attribute::Attribute;
use super::body::{Call, Part};
use super::function::body;
use super::lookup_table::LookupTable;
use super::names::{Names, Uses};
use super::problem::{Problem, ReadError};
use super::script::{Now, Removes, Script};
use crate::script::numbered;

/// What a script is given besides its text.
#[derive(Debug, Default)]
pub struct Resources {
    /// Parameters of the command line; they come before those of the script.
    pub params: Vec<(String, String)>,
    /// The lookup table.
    pub table: Option<LookupTable>,
    /// Whether there will be numbers for `@integer`.
    pub integers: bool,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// The first element that would not be carried out as written.
    pub fn read(text: &str, resources: Resources) -> Result<(Self, Uses), ReadError> {
        let no_script = || ReadError { line: 1, element: "<script>".into(), problem: Problem::Xml };
        let document = Document::parse(text).map_err(|_| no_script())?;
        let root = document.root_element();
        if root.tag_name().name() != "script" {
            return Err(no_script());
        }
        let nodes: Vec<(u32, Node<'_, '_>)> = numbered(text, root).collect();
        let (params, labels) = names(&nodes, resources.params)?;
        let names = Names {
            params: &params,
            labels: &labels,
            table: resources.table.is_some(),
            integers: resources.integers,
            uses: Cell::default(),
        };
        let mut script = Script {
            table: resources.table.unwrap_or_default(),
            now: Now::local(),
            ..Script::default()
        };
        for (line, node) in nodes {
            script.node(node, &names).map_err(|problem| at(line, node, problem))?;
        }
        Ok((script, names.uses.get()))
    }

    fn node(&mut self, node: Node<'_, '_>, names: &Names<'_>) -> Result<(), Problem> {
        let t = node.attribute("t").unwrap_or_default().trim();
        match node.tag_name().name() {
            "p" => Ok(()),
            "e" => {
                let attribute = target(t)?;
                let body = body(text_of(node).trim(), names, 0)?;
                let keeps = matches!(body.as_slice(), [Part::Call(Call::Keep)]);
                if !keeps && matches!(attribute, Attribute::Tag(Tag(0x7FE0, _))) {
                    return Err(Problem::Unsupported("keep()", "pixel data can only be kept"));
                }
                // A disabled entry is read as well: its mistakes would come with its enabling.
                if enabled(node)? && self.entries.insert(attribute, body).is_some() {
                    return Err(Problem::Twice);
                }
                Ok(())
            }
            "k" if t == "safeprivateelements" => {
                if enabled(node)? {
                    self.safe_private.get_or_insert_with(SafePrivate::of_ctp);
                }
                Ok(())
            }
            "k" => {
                let group = u16::from_str_radix(t, 16).ok().filter(|_| t.len() <= 4);
                let group = group.ok_or(Problem::Element)?;
                if enabled(node)? && !self.groups.insert(group) {
                    return Err(Problem::Twice);
                }
                Ok(())
            }
            "r" => {
                let Removes { private, unspecified, overlays, curves } = &mut self.removes;
                let what = match t {
                    "privategroups" => private,
                    "unspecifiedelements" => unspecified,
                    "overlays" => overlays,
                    "curves" => curves,
                    _ => return Err(Problem::Element),
                };
                *what |= enabled(node)?;
                Ok(())
            }
            _ => Err(Problem::Element),
        }
    }
}

type Params = HashMap<String, String>;
type Labels = HashMap<String, Attribute>;

/// Parameters and labels, which bodies may use before they are given.
fn names(
    nodes: &[(u32, Node<'_, '_>)],
    given: Vec<(String, String)>,
) -> Result<(Params, Labels), ReadError> {
    let (mut own, mut labels) = (Params::new(), Labels::new());
    for (line, node) in nodes {
        let t = node.attribute("t").unwrap_or_default().trim();
        match node.tag_name().name() {
            "p" => {
                let twice = own.insert(t.to_owned(), text_of(*node)).is_some();
                let wrong = t.is_empty().then_some(Problem::Element);
                if let Some(problem) = wrong.or(twice.then_some(Problem::Twice)) {
                    return Err(at(*line, *node, problem));
                }
            }
            "e" => {
                let label = node.attribute("n").map(str::trim).filter(|n| !n.is_empty());
                if let (Some(label), Ok(attribute)) = (label, target(t)) {
                    labels.insert(label.to_owned(), attribute);
                }
            }
            _ => {}
        }
    }
    own.extend(given);
    Ok((own, labels))
}

/// The attribute that an entry is about.
fn target(t: &str) -> Result<Attribute, Problem> {
    match Attribute::hex(t) {
        Some(Attribute::Tag(Tag(group, _))) if group < 8 => Err(Problem::Meta),
        Some(Attribute::Tag(Tag(_, 0))) | None => {
            Err(Problem::Attribute(t.chars().take(40).collect()))
        }
        Some(attribute) => Ok(attribute),
    }
}

fn enabled(node: Node<'_, '_>) -> Result<bool, Problem> {
    match node.attribute("en") {
        Some("T") => Ok(true),
        Some("F") => Ok(false),
        _ => Err(Problem::Enabled),
    }
}

fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect()
}

fn at(line: u32, node: Node<'_, '_>, problem: Problem) -> ReadError {
    let name = node.tag_name().name();
    let element = match node.attribute("t") {
        Some(t) => format!("<{name}> {}", t.chars().take(40).collect::<String>()),
        None => format!("<{name}>"),
    };
    ReadError { line, element, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: &str) -> Result<(Script, Uses), ReadError> {
        Script::read(&format!("<script>\n{entries}\n</script>"), Resources::default())
    }

    fn problem(entry: &str) -> Problem {
        let error = read(entry).unwrap_err();
        assert_eq!(error.line, 2);
        error.problem
    }

    fn body_problem(body: &str) -> Problem {
        problem(&format!(r#"<e en="T" t="00100010" n="PatientName">{body}</e>"#))
    }

    #[test]
    fn everything_that_ctp_knows_is_read() {
        let (script, uses) = read(
            r#"<p t="SITE">7</p>
               <e en="T" t="00100010" n="PatientName">@param(@SITE)-@hash(this)</e>
               <e en="F" t="00100020" n="PatientID">@remove()</e>
               <e en="T" t="0009[ACME]02" n="secret">@value(secret)</e>
               <e en="T" t="00101030" n="w">@if(w,exists){@round(w,5)}{@hash(0009[ACME]02)}</e>
               <k en="T" t="18">x</k> <k en="T" t="safeprivateelements"/>
               <r en="T" t="curves">x</r> <r en="F" t="overlays">x</r>"#,
        )
        .unwrap();
        assert_eq!(script.entries.len(), 3);
        assert!(script.groups.contains(&0x18) && script.safe_private.is_some());
        assert!(script.removes.curves && !script.removes.overlays);
        assert_eq!(uses, Uses { hashes: true, integers: false });
    }

    #[test]
    fn what_would_not_be_carried_out_is_refused_by_name() {
        assert!(matches!(body_problem("@call(plugin)"), Problem::Unsupported("call", _)));
        assert_eq!(body_problem("@uid()"), Problem::Function("uid".into()));
        assert_eq!(body_problem("@@uid()"), Problem::Function("@uid".into()));
        assert_eq!(body_problem("@hashdate"), Problem::Call("hashdate".into()));
        assert_eq!(body_problem("@hash()"), Problem::Arguments("hash".into()));
        assert_eq!(body_problem("@hash(Nonsense)"), Problem::Attribute("Nonsense".into()));
        assert_eq!(body_problem("@param(@NONE)"), Problem::Parameter("NONE".into()));
        assert_eq!(body_problem("@hashuid(x,this)"), Problem::Root);
        assert_eq!(body_problem("@contents(this,\"(\")"), Problem::Pattern);
        assert_eq!(body_problem("@if(this,like,x){a}{b}"), Problem::Arguments("if".into()));
        assert_eq!(body_problem("@round(this,0)"), Problem::Arguments("round".into()));
        assert_eq!(body_problem("@lookup(this,x)"), Problem::Resource("lookup", "--lookup FILE"));
        assert!(matches!(body_problem("@integer(this,x,2)"), Problem::Resource(..)));
        let deep = format!("{}x{}", "@append(){".repeat(40), "}".repeat(40));
        assert_eq!(body_problem(&deep), Problem::Depth);
    }

    #[test]
    fn elements_that_would_be_ignored_are_refused() {
        assert_eq!(problem(r#"<k en="T" t="everything"/>"#), Problem::Element);
        assert_eq!(problem(r#"<k t="safeprivateelements"/>"#), Problem::Enabled);
        assert_eq!(problem(r#"<r en="T" t="everything"/>"#), Problem::Element);
        assert_eq!(problem(r#"<x/>"#), Problem::Element);
        assert_eq!(problem(r#"<e t="00100010">@keep()</e>"#), Problem::Enabled);
        assert_eq!(
            problem(r#"<e en="T" t="0010001">@keep()</e>"#),
            Problem::Attribute("0010001".into())
        );
        assert_eq!(problem(r#"<e en="T" t="00020010">@keep()</e>"#), Problem::Meta);
        assert!(matches!(problem(r#"<e en="T" t="7FE00010"/>"#), Problem::Unsupported(..)));
        let twice = r#"<e en="T" t="00100010">x</e><e en="T" t="00100010">y</e>"#;
        assert_eq!(problem(twice), Problem::Twice);
        let error = read("<e en=\"T\" t=\"00100010\">@call(x)</e>").unwrap_err().to_string();
        assert!(error.starts_with("line 2 of the script, <e> 00100010: @call is not supported"));
    }
}
