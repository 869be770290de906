//! `docs/attributes.md`: what is done with each attribute of PS3.6 that neither PS3.15's table nor the list of
//! 64 fields names, from the policy itself.

use dicom_common::deid::policy::{Choice, Content, Level, Policy, Profile, ProfileOption, Rule};

use crate::page::Page;
use crate::table::table;
use crate::words::{tag, treatment};

const INTRO: &str = include_str!("attributes_intro.md");

/// The page.
pub fn page() -> Page {
    let policy = Policy::built_in();
    let rules = policy.rules();
    let mut sections = vec![
        INTRO.to_owned(),
        "## Kinds of content\n".into(),
        table(
            &["kind", "holds", "low", "high", "basic", "stays with", "attributes"],
            Content::ALL.map(|content| kind(content, &policy)),
        ),
    ];
    for content in Content::ALL {
        sections.push(format!("## Attributes: {}\n", content.name()));
        let of_kind = rules.iter().filter(|rule| rule.content == Some(content));
        let columns = ["tag", "attribute", "VR", "low", "high", "basic"];
        sections.push(table(&columns, of_kind.map(attribute)));
    }
    let classes = rules.iter().filter(|rule| rule.tag.starts_with("vr:"));
    sections.extend([
        "## By value representation\n".into(),
        "These hold for attributes that no other line names: numbers, and what is not in the value \
         representation that the dictionary gives the attribute.\n"
            .into(),
        table(&["value representation", "holds", "low", "high", "basic"], classes.map(class)),
    ]);
    Page::new("docs/attributes.md", &sections.join("\n"))
}

fn kind(content: Content, policy: &Policy) -> Vec<String> {
    let name = format!("content:{}", content.name());
    let attributes = policy.rules().iter().filter(|rule| rule.content == Some(content)).count();
    let Some(rule) = policy.rules().iter().find(|rule| rule.tag == name) else { return Vec::new() };
    let options = ProfileOption::ALL.into_iter().filter(|option| rule.keeps.has(*option));
    let options: Vec<_> = options.map(|option| format!("`{}`", option.name())).collect();
    let holds = [content.name().to_owned(), rule.name.clone()];
    let rest = [options.join(", "), attributes.to_string()];
    holds.into_iter().chain(choices(rule)).chain(rest).collect()
}

fn attribute(rule: &Rule) -> Vec<String> {
    let tag = tag(&rule.tag).unwrap_or_else(|| format!("({})", rule.tag));
    [tag, rule.name.clone(), rule.vr.clone()].into_iter().chain(choices(rule)).collect()
}

fn class(rule: &Rule) -> Vec<String> {
    [rule.vr.clone(), rule.name.clone()].into_iter().chain(choices(rule)).collect()
}

/// What each level does, and the profile without options.
fn choices(rule: &Rule) -> [String; 3] {
    let basic = Choice::Profile(Profile::default());
    [Level::Low.into(), Level::High.into(), basic].map(|choice| treatment(rule.treatment(choice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_of_its_kinds_has_one_line() {
        let page = page();
        for rule in Policy::built_in().rules().iter().filter(|rule| rule.content.is_some()) {
            let Some(tag) = tag(&rule.tag) else { continue };
            let start = format!("| {tag} | {} |", rule.name);
            assert_eq!(page.content.matches(&start).count(), 1, "{start}");
        }
        assert!(
            page.content
                .contains("| (0018,7006) | Detector Description | LT | clean | clean | clean |")
        );
    }
}
