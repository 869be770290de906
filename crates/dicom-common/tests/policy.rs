//! The tables of the policy against those of the standard, where these are at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use dicom_common::deid::policy::{Policy, ProfileOption, Rule, safe_rows};
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

#[test]
fn all_656_rows_of_table_e_1_1_are_those_of_the_policy() {
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
    let unlisted: Vec<_> = rules
        .iter()
        .filter(|(name, rule)| !listed.contains(**name) && !rule.basic.is_empty())
        .collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
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
