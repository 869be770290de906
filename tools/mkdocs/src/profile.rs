//! `docs/profile.md`: what the Basic Profile and each of its options do with each attribute, from the
//! policy itself.

use std::collections::BTreeMap;

use dicom_common::deid::policy::{
    Choice, MethodCode, Options, Policy, Profile, ProfileOption, Rule, SafeAdditions, SafeTables,
    safe_rows,
};

use crate::page::Page;
use crate::table::table;
use crate::words::{tag, treatment};

const INTRO: &str = include_str!("profile_intro.md");
const RULES: &str = include_str!("profile_rules.md");
const CONVERTERS: &str = include_str!("profile_converters.md");

/// The page.
pub fn page() -> Page {
    let policy = Policy::built_in();
    let rules = policy.rules().iter();
    let (attributes, classes): (Vec<_>, Vec<_>) = rules.partition(|r| tag(&r.tag).is_some());
    let attributes = attributes.into_iter().filter(|r| r.content.is_none());
    let treated =
        |rule: &&Rule| row(rule).iter().skip(2).any(|cell| !matches!(cell.as_str(), "" | "keep"));
    let (listed, others): (Vec<_>, Vec<_>) =
        attributes.filter(treated).partition(|rule| !rule.basic.is_empty());
    let options = ProfileOption::of_headers().map(heading).collect::<Vec<_>>();
    let columns =
        ["tag", "attribute", "basic"].into_iter().chain(options.iter().map(String::as_str));
    let columns: Vec<_> = columns.collect();
    let sections = [
        INTRO.to_owned(),
        table(&["option", "code", "meaning of the code", "attributes"], ProfileOption::ALL.map(|o| option(o, &policy))),
        RULES.to_owned(),
        "## The attributes of PS3.15 Table E.1-1\n".to_owned(),
        "\"Basic\" is what is done without options: X remove, Z empty, D dummy, U new UID, or a word for \
         what the type does not decide. A cell says what the option makes of it instead. The columns have \
         the options' codes.\n"
            .to_owned(),
        table(&columns, listed.iter().map(|rule| row(rule))),
        "## Attributes that the table does not list\n".to_owned(),
        table(&columns, others.iter().map(|rule| row(rule))),
        "## Classes of attributes\n".to_owned(),
        "These hold for attributes that no line above names, by the kind of their content \
         ([attributes.md](attributes.md)) or their value representation. Of private groups, curves and \
         overlays an option keeps what is said above.\n"
            .to_owned(),
        table(&columns, classes.iter().filter(|r| !r.tag.starts_with("none:")).map(|rule| row(rule))),
        "## Safe private elements of PS3.15 Table E.3.10-1\n".to_owned(),
        table(&["element", "creator", "VR", "meaning"], standard()),
        "## More safe private elements, with `--safe-private ctp`\n".to_owned(),
        "Those that the dictionary of CTP, the Clinical Trial Processor, marks as safe (code `K`).\n".to_owned(),
        table(&["group", "creator", "elements"], ctp()),
        CONVERTERS.to_owned(),
        table(&["element", "creator", "VR", "values", "meaning"], converters()),
    ];
    Page::new("docs/profile.md", &sections.join("\n"))
}

fn heading(option: ProfileOption) -> String {
    option.method_code().value.to_owned()
}

fn option(option: ProfileOption, policy: &Policy) -> Vec<String> {
    let concerns = |rule: &&Rule| {
        !rule.basic.is_empty() && (rule.keeps.has(option) || rule.cleans.has(option))
    };
    let attributes = match option {
        ProfileOption::RetainSafePrivate => safe_rows().filter(|row| !row.ctp).count(),
        _ => policy.rules().iter().filter(concerns).count(),
    };
    let MethodCode { value: code, meaning } = option.method_code();
    let attributes = if option.column().is_some() { attributes.to_string() } else { String::new() };
    vec![format!("`{}`", option.name()), code.to_owned(), meaning.to_owned(), attributes]
}

fn profile(options: Options) -> Choice {
    Choice::Profile(Profile { options, safe_private: SafeTables::Standard })
}

/// What is done with an attribute: without options, then with each of them where that differs.
fn row(rule: &Rule) -> Vec<String> {
    let tag = tag(&rule.tag).unwrap_or_else(|| class(&rule.tag));
    let basic = treatment(rule.treatment(profile(Options::default())));
    let with = |option| {
        let word = treatment(rule.treatment(profile([option].into_iter().collect())));
        let by_content = rule.cleans.has(option) && super::words::tag(&rule.tag).is_none();
        match word == basic {
            true if by_content => "in part".to_owned(),
            true => String::new(),
            false => word,
        }
    };
    let options: Vec<_> = ProfileOption::of_headers().map(with).collect();
    [tag, rule.name.clone(), basic].into_iter().chain(options).collect()
}

/// A class as the table names it: a group with places for any digit, a kind of content, a VR.
fn class(tag: &str) -> String {
    match tag.split_at_checked(4) {
        Some((group, element)) if tag.len() == 8 && !tag.contains(':') => {
            format!("({group},{element})")
        }
        _ => tag.replace(':', " "),
    }
}

fn standard() -> impl Iterator<Item = Vec<String>> {
    safe_rows().filter(|row| !row.ctp).map(|row| {
        let element = format!("({:04X},xx{:02X})", row.group, row.element);
        vec![element, row.creator, row.vr, row.meaning]
    })
}

fn converters() -> impl Iterator<Item = Vec<String>> {
    let additions = SafeAdditions::default().with_converters();
    let rows = additions.rows().to_vec();
    rows.into_iter().map(|row| {
        let element = format!("({:04X},xx{:02X})", row.group, row.element);
        // A bar would end the cell.
        let values = row.allowed.to_string().replace('|', ", ");
        vec![element, row.creator, row.vr, values, row.meaning]
    })
}

fn ctp() -> impl Iterator<Item = Vec<String>> {
    let mut blocks: BTreeMap<(u16, String), Vec<String>> = BTreeMap::new();
    for row in safe_rows().filter(|row| row.ctp) {
        let element = format!("{:02X} {}", row.element, row.vr);
        blocks.entry((row.group, row.creator)).or_default().push(element);
    }
    blocks.into_iter().map(|((group, creator), elements)| {
        vec![format!("{group:04X}"), creator, elements.join(", ")]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_of_the_table_has_one_line() {
        let page = page();
        for rule in Policy::built_in().rules().iter().filter(|rule| !rule.basic.is_empty()) {
            let Some(tag) = tag(&rule.tag) else { continue };
            let start = format!("| {tag} | {} |", rule.name);
            assert_eq!(page.content.matches(&start).count(), 1, "{start}");
        }
        for line in [
            "| `retain-uids` | 113110 | Retain UIDs Option | 60 |",
            "| (0010,0020) | Patient ID | hash |",
            "| (7053,xx00) | Philips PET Private Group | DS |",
            "| (0008,0020) | Study Date | Z |  |  |  | keep | shift |",
            "| (0008,0060) | Modality |",
        ] {
            assert_eq!(page.content.contains(line), !line.contains("Modality"), "{line}");
        }
    }
}
