//! The tables of the policy against those of the standard, where these are at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use dicom_common::dataset::{Tag, VR, dictionary_vr};
use dicom_common::deid::policy::{
    Action, Choice, Content, Level, Policy, Profile, ProfileOption, Rule, Treatment, safe_rows,
};
use testkit::{Rows, reference};

fn standard(name: &str) -> Option<Rows> {
    let folder = reference::folder(env!("CARGO_MANIFEST_DIR"))?;
    Some(Rows::parse(&fs::read(folder.join("standard").join(name)).unwrap()))
}

/// The columns of the standard's table by those of the policy.
const COLUMNS: [(&str, ProfileOption); 10] = [
    ("rtn_safe_priv", ProfileOption::RetainSafePrivate),
    ("rtn_uids", ProfileOption::RetainUids),
    ("rtn_dev_id", ProfileOption::RetainDeviceIdentity),
    ("rtn_inst_id", ProfileOption::RetainInstitutionIdentity),
    ("rtn_pat_chars", ProfileOption::RetainPatientCharacteristics),
    ("rtn_long_full_dates", ProfileOption::RetainLongFullDates),
    ("rtn_long_modif_dates", ProfileOption::RetainLongModifiedDates),
    ("clean_desc", ProfileOption::CleanDescriptors),
    ("clean_struct_cont", ProfileOption::CleanStructuredContent),
    ("clean_graph", ProfileOption::CleanGraphics),
];

/// The policy's name for an attribute, or a class of attributes, of the standard's table.
fn name_of(tag: &str) -> String {
    if tag.contains("odd") {
        return "private".into();
    }
    let plain: String = tag.chars().filter(|c| !"(),".contains(*c)).collect();
    match plain.get(..4) {
        Some("50xx") => "50xxxxxx".into(),
        Some("60xx") => "60xxxxxx".into(),
        _ => plain.to_uppercase(),
    }
}

fn letter(rule: &Rule, option: ProfileOption) -> &'static str {
    match (rule.keeps.has(option), rule.cleans.has(option)) {
        (true, false) => "K",
        (false, true) => "C",
        (false, false) => "",
        (true, true) => panic!("{}", rule.tag),
    }
}

/// Dose Calculation Model Name.
const DOSE_CALCULATION_MODEL_NAME: &str = "3004007F";

#[test]
fn the_row_that_2026d_adds_is_removed_or_cleaned() {
    let policy = Policy::built_in();
    let rule = policy.rules().iter().find(|r| r.tag == DOSE_CALCULATION_MODEL_NAME).unwrap();
    assert_eq!(rule.basic, "X");
    assert_eq!(letter(rule, ProfileOption::CleanDescriptors), "C");
}

/// Numbers say nothing of anybody by their representation alone; attributes that do have rows.
const NUMBERS: [&str; 16] = [
    "vr:AT", "vr:DS", "vr:FD", "vr:FL", "vr:IS", "vr:OD", "vr:OF", "vr:OL", "vr:OV", "vr:OW",
    "vr:SL", "vr:SS", "vr:SV", "vr:UL", "vr:US", "vr:UV",
];
/// Attributes that stand in more than one group, or at more than one place of it.
const REPEATED: [&str; 4] = ["002031xx", "50xxxxxx", "60xxxxxx", "7Fxxxxxx"];

/// Every attribute of the dictionary. Groups that have any are looked through; those that a later edition
/// may add begin like all others, with low numbers.
fn dictionary(policy: &Policy) -> impl Iterator<Item = (Tag, VR)> {
    let groups: BTreeSet<u16> = policy
        .rules()
        .iter()
        .filter_map(|rule| u16::from_str_radix(rule.tag.get(..4)?, 16).ok())
        .chain([0x5000, 0x6000, 0x7F00])
        .collect();
    (0..=0xFFFE_u16).step_by(2).flat_map(move |group| {
        let last = if groups.contains(&group) { 0xFFFF } else { 0x00FF };
        (1..=last).filter_map(move |element| {
            let tag = Tag(group, element);
            Some((tag, dictionary_vr(tag)?))
        })
    })
}

#[test]
fn every_attribute_of_the_dictionary_has_a_decision() {
    let policy = Policy::built_in();
    let mut attributes = 0;
    for (tag, vr) in dictionary(&policy) {
        let Tag(group, element) = tag;
        let rule = policy.rule(tag, vr);
        let own = rule.tag == format!("{group:04X}{element:04X}");
        let by_class =
            NUMBERS.contains(&rule.tag.as_str()) || REPEATED.contains(&rule.tag.as_str());
        assert!(own || by_class, "{tag} {vr:?} has no decision: give it a row in data/policy.csv");
        attributes += 1;
    }
    assert!(attributes > 5_274, "{attributes}");
}

#[test]
fn rows_are_those_of_the_dictionary() {
    let policy = Policy::built_in();
    for rule in policy.rules().iter().filter(|rule| rule.content.is_some()) {
        let Ok(tag) = u32::from_str_radix(&rule.tag, 16) else { continue };
        let vr = dictionary_vr(Tag((tag >> 16) as u16, tag as u16));
        assert_eq!(vr.map(|vr| vr.to_string()), Some(rule.vr.as_str()), "{}", rule.tag);
    }
}

#[test]
fn each_kind_of_content_has_its_row() {
    let policy = Policy::built_in();
    for content in Content::ALL {
        let name = format!("content:{}", content.name());
        assert!(policy.rules().iter().any(|rule| rule.tag == name), "{name}");
        assert!(policy.rules().iter().any(|rule| rule.content == Some(content)), "{name}");
    }
}

/// Text that somebody may have typed does not stay as it is, whatever was chosen.
#[test]
fn free_text_that_no_table_names_is_cleaned() {
    let policy = Policy::built_in();
    let cleaned = Treatment::Fixed(Action::Clean);
    for rule in policy.rules().iter().filter(|rule| rule.content == Some(Content::Text)) {
        for choice in [Level::Low.into(), Level::High.into(), Choice::Profile(Profile::default())] {
            assert_eq!(rule.treatment(choice), cleaned, "{}", rule.tag);
        }
    }
}

#[test]
fn all_rows_of_table_e_1_1_are_those_of_the_policy() {
    let Some(table) = standard("ps315_table_e1-1.csv") else { return };
    assert_eq!(table.len(), 656);
    let policy = Policy::built_in();
    let rules: BTreeMap<&str, &Rule> =
        policy.rules().iter().map(|rule| (rule.tag.as_str(), rule)).collect();
    let mut listed = BTreeSet::new();
    for row in &table.rows {
        let name = name_of(&row["tag"]);
        let rule = rules.get(name.as_str()).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(rule.basic, row["basic"], "{name}");
        for (column, option) in COLUMNS {
            assert_eq!(letter(rule, option), row[column], "{name}, {column}");
        }
        listed.insert(name);
    }
    // The table at hand is of edition 2026c; 2026d has one more row.
    let unlisted: Vec<_> = rules
        .iter()
        .filter(|(name, rule)| !listed.contains(**name) && !rule.basic.is_empty())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(unlisted, [DOSE_CALCULATION_MODEL_NAME]);
    assert_eq!(listed.len(), 655, "two rows are about overlays");
}

#[test]
fn safe_private_elements_are_those_of_the_standard_and_of_ctp() {
    let Some(table) = standard("ps315_table_e3.10-1_safe_private.csv") else { return };
    let own = |ctp: bool| -> Vec<_> {
        safe_rows()
            .filter(|row| row.ctp == ctp)
            .map(|row| (format!("{:04X}{:02X}", row.group, row.element), row.creator, row.vr))
            .collect()
    };
    let theirs = table.rows.iter().map(|row| {
        let tag: String = row["Data Element"].chars().filter(|c| !"(,x)".contains(*c)).collect();
        (tag.to_uppercase(), row["Private Creator"].clone(), row["VR"].clone())
    });
    assert_eq!(own(false), theirs.collect::<Vec<_>>());
    let Some(table) = standard("ctp_private_tags.csv") else { return };
    let safe = table.rows.iter().filter(|row| row["code"] == "K").map(|row| {
        let tag = format!("{}{}", row["group"], row["element"]).to_uppercase();
        (tag, row["creator"].clone(), row["vr"].clone())
    });
    assert_eq!(own(true), safe.collect::<Vec<_>>());
}
