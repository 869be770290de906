//! The manual pages that belong to no single tool: dcm-tools(7) and manifest(5).

use clap_mangen::roff::{Roff, bold, roman};
use dicom_common::code::Code;
use dicom_common::pipeline::manifest::Column;

use crate::man::{sections, see_also_but};
use crate::page::Page;
use crate::tools;

const TOOLS: &str = include_str!("dcm-tools.7.txt");
const MANIFEST: &str = include_str!("manifest.5.txt");

/// Both pages.
pub fn pages() -> Vec<Page> {
    vec![tools_page(), manifest_page()]
}

fn tools_page() -> Page {
    let mut list = Roff::new();
    list.control("SH", ["TOOLS"]);
    for tool in tools::all() {
        let about = tool.get_about().map(ToString::to_string).unwrap_or_default();
        entry(&mut list, tool.get_name(), &about);
    }
    list.control("SH", ["CODES"]);
    for code in Code::ALL {
        entry(&mut list, code.as_str(), &format!("{} {}", code.meaning(), code.remedy()));
    }
    page(["dcm-tools", "7", "share head scans without the person"], TOOLS, list)
}

fn manifest_page() -> Page {
    let mut list = Roff::new();
    list.control("SH", ["COLUMNS"]);
    for column in Column::ALL {
        entry(&mut list, column.name(), &format!("{} ({}).", column.meaning(), column.owner()));
    }
    page(["manifest", "5", "the table that flows between the tools"], MANIFEST, list)
}

fn entry(roff: &mut Roff, name: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(meaning)]);
}

/// A page of this name, section and line about it: a text, a list, and the other pages.
fn page([name, section, about]: [&str; 3], text: &str, list: Roff) -> Page {
    let mut head = Roff::new();
    head.control("TH", [name, section, "", "dcm-tools", "dcm-tools"]);
    head.control("SH", ["NAME"]);
    head.text([roman(format!("{name} - {about}"))]);
    let parts = [head, sections(text), list, see_also_but("")];
    let content: String = parts.iter().map(Roff::render).collect();
    Page::new(format!("docs/man/{name}.{section}"), &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_column_and_tool_is_on_its_page() {
        let [tools, manifest] = pages().try_into().unwrap();
        for code in Code::ALL {
            assert!(tools.content.contains(&format!("\\fB{}\\fR\n", code.as_str())), "{code}");
        }
        for tool in tools::all() {
            let name = tool.get_name().replace('-', "\\-");
            assert!(tools.content.contains(&format!("\\fB{name}\\fR\n")), "{name}");
        }
        for column in Column::ALL {
            assert!(manifest.content.contains(&format!("\\fB{}\\fR\n", column.name())));
        }
    }
}
