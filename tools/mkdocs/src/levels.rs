//! `docs/levels.md`: what the two levels do with each attribute, from the policy itself.

use dicom_common::deid::policy::{Level, Policy, Rule};

use crate::page::Page;
use crate::table::table;
use crate::words::{risk, tag, treatment};

const INTRO: &str = include_str!("levels_intro.md");

/// The page.
pub fn page() -> Page {
    let policy = Policy::built_in();
    let (fields, others): (Vec<_>, Vec<_>) =
        policy.rules().iter().partition(|r| r.reference.is_some());
    let others = others.into_iter().filter(|r| r.content.is_none() && !by_kind(r));
    let (attributes, classes): (Vec<_>, Vec<_>) = others.partition(|r| tag(&r.tag).is_some());
    let private = fields.iter().filter(|rule| rule.tag.starts_with("private"));
    let classes: Vec<_> = private.copied().chain(classes).collect();
    let sections = [
        INTRO.to_owned(),
        format!("## The {} fields\n", fields.len()),
        table(&["tag", "attribute", "risk", "low", "high"], fields.iter().map(|r| field(r))),
        "## The other attributes of PS3.15 Table E.1-1\n".into(),
        "\"Basic\" is the code that the table prints for the Basic Profile; UIDs without one name classes, \
         not objects.\n"
            .into(),
        table(&["tag", "attribute", "basic", "low", "high"], attributes.iter().map(|r| other(r))),
        "## Classes of attributes\n".into(),
        "These hold for attributes that no line above names.\n".into(),
        table(&["class", "low", "high"], classes.iter().map(|r| class(r))),
        "Every other attribute of the standard's dictionary is treated by the kind of its content: \
         [attributes.md](attributes.md).\n"
            .into(),
    ];
    Page::new("docs/levels.md", &sections.join("\n"))
}

/// Whether a row says what is done with a kind of content, or with a representation of such.
fn by_kind(rule: &Rule) -> bool {
    const NAMED: [&str; 6] = ["vr:DA", "vr:DT", "vr:PN", "vr:TM", "vr:UI", "vr:UR"];
    let by_vr = rule.tag.starts_with("vr:") && !NAMED.contains(&rule.tag.as_str());
    by_vr || rule.tag.starts_with("content:")
}

fn field(rule: &Rule) -> Vec<String> {
    let tag = tag(&rule.tag).unwrap_or_else(|| "none".into());
    let levels = [low(rule), high(rule)];
    [tag, rule.name.clone(), risk(rule.risk).into()].into_iter().chain(levels).collect()
}

fn other(rule: &Rule) -> Vec<String> {
    let tag = tag(&rule.tag).unwrap_or_default();
    let levels = [low(rule), high(rule)];
    [tag, rule.name.clone(), rule.basic.clone()].into_iter().chain(levels).collect()
}

fn class(rule: &Rule) -> Vec<String> {
    let name = match rule.tag.as_str() {
        "private" => "Private attributes",
        "private-creator" => "Private creators",
        "50xxxxxx" => "Curves (50xx,xxxx)",
        "60xxxxxx" => "Overlays (60xx,xxxx)",
        _ => rule.name.as_str(),
    };
    vec![name.to_owned(), low(rule), high(rule)]
}

fn low(rule: &Rule) -> String {
    treatment(rule.treatment(Level::Low))
}

fn high(rule: &Rule) -> String {
    treatment(rule.treatment(Level::High))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_has_one_line() {
        let page = page();
        for rule in Policy::built_in().rules().iter().filter(|rule| rule.content.is_none()) {
            let start = tag(&rule.tag).map(|tag| format!("| {tag} | {} |", rule.name));
            let count = start.map(|start| page.content.matches(&start).count());
            assert_eq!(count.unwrap_or(1), 1, "{}", rule.tag);
        }
        assert!(page.content.contains("| (0010,0020) | Patient ID | absolute | hash | X |"));
    }

    #[test]
    fn classes_stand_below_the_attributes() {
        let page = page();
        let (_, classes) = page.content.split_once("## Classes").unwrap();
        for name in ["Private attributes", "Overlays", "Any other person name"] {
            assert!(classes.contains(name), "{name}");
        }
        assert!(!classes.contains("| ("));
    }
}
