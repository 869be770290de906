//! Reading a script; what would not be carried out is refused, with its line.

use dicom_common::dataset::Tag;
use roxmltree::{Document, Node};

use super::{Operation, Script};

/// How a script is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// What the tool cannot honour is refused; disabled entries are disabled.
    Mended,
    /// As the original program reads it: it ignores `en`, parameters, `<k>` and `<r>`, and entries
    /// whose tag is not in upper case.
    Compatible,
}

/// Why a script is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScriptError {
    /// Not well-formed, or not a script.
    #[error("the script is no XML document with the root element <script>")]
    Xml,
    /// A tag that is not eight hexadecimal digits.
    #[error("line {0} of the script: the tag is not eight hexadecimal digits")]
    Tag(u32),
    /// An attribute named twice.
    #[error("line {0} of the script: this attribute has an entry already")]
    Twice(u32),
    /// A function that is not known.
    #[error("line {line} of the script: unknown function {function}")]
    Function {
        /// The line of the script, counted from 1.
        line: u32,
        /// The call as the script has it.
        function: String,
    },
    /// An element that the dialect does not carry out.
    #[error("line {line} of the script: <{element}> is not supported in this dialect")]
    Element {
        /// The line of the script, counted from 1.
        line: u32,
        /// The element's name, `k`.
        element: String,
    },
    /// A literal value.
    #[error("line {0} of the script: a literal value is not supported for this attribute")]
    Literal(u32),
}

/// The elements below the root with the lines on which they begin.
pub fn numbered<'a, 'input>(
    text: &'input str,
    root: Node<'a, 'input>,
) -> impl Iterator<Item = (u32, Node<'a, 'input>)> {
    let (mut line, mut counted_to) = (1, 0);
    root.children().filter(Node::is_element).map(move |node| {
        // Counted onwards: asking for each node's position anew takes a second for a long script.
        let start = node.range().start;
        let between = text.get(counted_to..start).unwrap_or_default();
        line += u32::try_from(between.matches('\n').count()).unwrap_or(0);
        counted_to = start;
        (line, node)
    })
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// The first entry that would not be carried out as written.
    pub fn parse(text: &str, reading: Reading) -> Result<Self, ScriptError> {
        let document = Document::parse(text).map_err(|_| ScriptError::Xml)?;
        let root = document.root_element();
        if root.tag_name().name() != "script" {
            return Err(ScriptError::Xml);
        }
        let mut script = Script::default();
        for (line, node) in numbered(text, root) {
            match node.tag_name().name() {
                "e" => script.entry(node, line, reading)?,
                "r" if node.attribute("t") == Some("privategroups") => {}
                element if reading == Reading::Mended => {
                    return Err(ScriptError::Element { line, element: element.to_owned() });
                }
                _ => {}
            }
        }
        Ok(script)
    }

    fn entry(
        &mut self,
        node: Node<'_, '_>,
        line: u32,
        reading: Reading,
    ) -> Result<(), ScriptError> {
        let code = node.attribute("t").unwrap_or_default();
        if reading == Reading::Compatible && code.bytes().any(|b| b.is_ascii_lowercase()) {
            return Ok(());
        }
        let number = (code.len() == 8).then(|| u32::from_str_radix(code, 16).ok()).flatten();
        let number = number.ok_or(ScriptError::Tag(line))?;
        let tag = Tag((number >> 16) as u16, (number & 0xFFFF) as u16);
        if reading == Reading::Mended && node.attribute("en") == Some("F") {
            return Ok(());
        }
        let body: String = node.children().filter_map(|child| child.text()).collect();
        let operation = operation(body.trim(), tag, line, reading)?;
        match self.operations.insert(tag, operation) {
            Some(_) if reading == Reading::Mended => Err(ScriptError::Twice(line)),
            _ => Ok(()),
        }
    }
}

fn operation(body: &str, tag: Tag, line: u32, reading: Reading) -> Result<Operation, ScriptError> {
    let (name, arguments) = body.split_once('(').unwrap_or((body, ")"));
    Ok(match (name.trim(), arguments) {
        ("" | "@keep", _) => Operation::Keep,
        ("@remove", _) => Operation::Remove,
        ("@empty", _) => Operation::Empty,
        ("@uid" | "@@uid", _) => Operation::Uid,
        ("@ptid", _) => Operation::PatientId,
        ("@acc", _) => Operation::Accession,
        ("@hashdate", _) => Operation::HashDate,
        ("@round", arguments) => {
            let width = arguments.trim_end_matches(')').split(',').nth(1).map(str::trim);
            let width = width.and_then(|w| w.parse().ok()).filter(|w| (1..=1000).contains(w));
            Operation::Round(
                width.ok_or_else(|| ScriptError::Function { line, function: body.to_owned() })?,
            )
        }
        (name, _) if name.contains('@') => {
            return Err(ScriptError::Function { line, function: name.to_owned() });
        }
        // The level scripts say YES for Patient Identity Removed, which is always stated anew.
        _ if tag == Tag(0x0012, 0x0062) || reading == Reading::Compatible => Operation::Keep,
        _ => return Err(ScriptError::Literal(line)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entries: &str) -> Result<Script, ScriptError> {
        Script::parse(&format!("<script>\n{entries}\n</script>"), Reading::Mended)
    }

    #[test]
    fn known_functions_are_read() {
        let script = read(
            r#"<e en="T" t="00100010" n="PatientName">@empty()</e>
               <e en="T" t="00100020" n="PatientID">@ptid</e>
               <e en="T" t="00101010" n="PatientAge">@round(this,5)</e>
               <e en="F" t="00101030" n="PatientWeight"></e>
               <r en="T" t="privategroups">Remove private groups</r>"#,
        )
        .unwrap();
        assert_eq!(script.operation(Tag(0x10, 0x10)), Some(Operation::Empty));
        assert_eq!(script.operation(Tag(0x10, 0x20)), Some(Operation::PatientId));
        assert_eq!(script.operation(Tag(0x10, 0x1010)), Some(Operation::Round(5)));
        assert_eq!(script.operation(Tag(0x10, 0x1030)), None);
    }

    #[test]
    fn what_would_be_ignored_is_refused_with_its_line() {
        let function = read(r#"<e t="00100010">@hash(this)</e>"#).unwrap_err();
        assert_eq!(function, ScriptError::Function { line: 2, function: "@hash".into() });
        assert_eq!(read(r#"<e t="0010001">@keep</e>"#).unwrap_err(), ScriptError::Tag(2));
        assert_eq!(read(r#"<e t="00100010">X</e>"#).unwrap_err(), ScriptError::Literal(2));
        let element = read(r#"<k t="0018"/>"#).unwrap_err();
        assert_eq!(element, ScriptError::Element { line: 2, element: "k".into() });
        let twice = read("<e t=\"00100010\"/>\n<e t=\"00100010\"/>").unwrap_err();
        assert_eq!(twice, ScriptError::Twice(3));
        assert_eq!(Script::parse("<x", Reading::Mended).unwrap_err(), ScriptError::Xml);
    }
}
