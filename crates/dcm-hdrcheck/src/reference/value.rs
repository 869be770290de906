//! Values as the earlier tool showed them: the texts of Python objects, white space collapsed.

use crate::reader::{DataSet, Element, Text, VR, Value, keyword};

/// Longer binary and text values are shown by their length alone.
const LONGEST_SHOWN: usize = 16;

/// The text of an element's value.
pub(super) fn display(element: &Element, text: &Text) -> String {
    let shown = match &element.value {
        Value::Items(items) => dump(items, text),
        Value::Bytes(bytes) => string(element.meant_vr(), bytes, text),
        Value::Stored(_) | Value::Fragments(_) => String::new(),
    };
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn string(vr: VR, bytes: &[u8], text: &Text) -> String {
    let whole = text.decode(bytes);
    let whole = whole.trim_end_matches(['\0', ' ']);
    if matches!(vr, VR::LT | VR::ST | VR::UT | VR::UR) || !whole.contains('\\') {
        return whole.to_owned();
    }
    let values: Vec<String> = whole
        .split('\\')
        .map(|value| match vr {
            VR::DS | VR::IS if !value.trim().is_empty() => value.trim().to_owned(),
            VR::PN => value.to_owned(),
            _ => quoted(value),
        })
        .collect();
    format!("[{}]", values.join(", "))
}

/// As Python quotes a string.
fn quoted(value: &str) -> String {
    let quote = if value.contains('\'') && !value.contains('"') { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for c in value.chars() {
        if c == quote || c == '\\' {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push(quote);
    quoted
}

/// A sequence: one line for each element of its items.
fn dump(items: &[DataSet], text: &Text) -> String {
    let items: Vec<String> =
        items.iter().map(|item| lines(item, &Text::of(item, text)).join("\n")).collect();
    format!("[{}]", items.concat())
}

fn lines(item: &DataSet, text: &Text) -> Vec<String> {
    let line = |element: &Element| -> Vec<String> {
        let name = keyword(element.tag).map(spaced).unwrap_or_else(|| "Private tag data".into());
        let tag = format!("({:04x}, {:04x})", element.tag.0, element.tag.1);
        let vr = element.meant_vr();
        match &element.value {
            Value::Items(items) => {
                let mut all = vec![format!("{tag} {name} {} item(s) ----", items.len())];
                for item in items {
                    all.extend(lines(item, &Text::of(item, text)));
                    all.push("---------".into());
                }
                all
            }
            Value::Bytes(bytes) => {
                let value = string(vr, bytes, text);
                let long = matches!(vr, VR::OB | VR::OW | VR::UN) && bytes.len() > LONGEST_SHOWN;
                let value = match vr {
                    _ if long => format!("Array of {} elements", bytes.len()),
                    VR::UI | VR::PN => value,
                    _ => quoted(&value),
                };
                vec![format!("{tag} {name} {vr}: {value}")]
            }
            Value::Stored(extent) => {
                vec![format!("{tag} {name} {vr}: Array of {} elements", extent.len)]
            }
            Value::Fragments(fragments) => {
                let len = fragments.extent.len;
                vec![format!("{tag} {name} {vr}: Array of {len} elements")]
            }
        }
    };
    ascending(item).into_iter().flat_map(line).collect()
}

/// The elements by their tags, the last of several with one tag, as readers have them that fill a map.
fn ascending(item: &DataSet) -> Vec<&Element> {
    let mut elements: Vec<&Element> = item.elements().iter().rev().collect();
    elements.sort_by_key(|element| element.tag);
    elements.dedup_by_key(|element| element.tag);
    elements
}

/// A keyword with spaces between its words.
fn spaced(keyword: &str) -> String {
    let mut name = String::new();
    let mut before = ' ';
    for c in keyword.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            name.push(' ');
        }
        name.push(c);
        before = c;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_dictionary_std::tags;

    fn shown(vr: VR, bytes: &[u8]) -> String {
        display(&Element::new(tags::IMAGE_COMMENTS, vr, bytes.to_vec()), &Text::default())
    }

    #[test]
    fn values_read_as_the_earlier_tool_showed_them() {
        assert_eq!(shown(VR::LO, b"a\\b 'c' "), r#"['a', "b 'c'"]"#);
        assert_eq!(shown(VR::DS, b"1.50\\ 2"), "[1.50, 2]");
        assert_eq!(shown(VR::LT, b" a\r\n b\\c "), "a b\\c");
        assert_eq!(shown(VR::UI, b"1.2\0"), "1.2");
    }

    #[test]
    fn sequences_print_their_items() {
        let item = DataSet::new(vec![Element::new(tags::CODE_VALUE, VR::SH, b"T-1".to_vec())]);
        let sequence = |items| Element {
            value: Value::Items(items),
            ..Element::new(tags::ACQUISITION_CONTEXT_SEQUENCE, VR::SQ, Vec::new())
        };
        assert_eq!(display(&sequence(vec![]), &Text::default()), "[]");
        let shown = display(&sequence(vec![item]), &Text::default());
        assert_eq!(shown, "[(0008, 0100) Code Value SH: 'T-1']");
    }
}
