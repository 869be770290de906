use dicom_common::dataset::{DataSet, Element, Encoding, FileMeta, Syntax, Tag, VR};
use dicom_dictionary_std::tags;

use super::*;

fn text(tag: Tag, value: &str) -> Element {
    Element::new(tag, VR::LO, value.as_bytes().to_vec())
}

fn short(tag: Tag, value: u16) -> Element {
    Element::new(tag, VR::US, value.to_le_bytes().to_vec())
}

fn ultrasound() -> DataSet {
    DataSet::new(vec![
        text(tags::MODALITY, "US"),
        text(tags::MANUFACTURER, "GE Medical Systems"),
        text(tags::MANUFACTURER_MODEL_NAME, "LOGIQE9"),
        short(tags::ROWS, 720),
        short(tags::COLUMNS, 960),
        text(Tag(0x0029, 0x0012), "ACME 1"),
        text(Tag(0x0029, 0x1240), "screen"),
        Element::sequence(
            tags::SEQUENCE_OF_ULTRASOUND_REGIONS,
            vec![DataSet::new(vec![short(tags::REGION_SPATIAL_FORMAT, 1)])],
        ),
    ])
}

fn regions(rules: &Rules, dataset: &DataSet) -> Option<usize> {
    let syntax = Syntax::native(Encoding::ExplicitLittle);
    rules.regions(dataset, &FileMeta::default(), &syntax).map(|regions| regions.len())
}

fn holds(signature: &str) -> bool {
    let rules = Rules::parse(&format!("{{ {signature} }} (0,0,1,1)")).unwrap();
    regions(&rules, &ultrasound()).is_some()
}

#[test]
fn the_public_rules_are_all_read_and_know_their_devices() {
    let rules = Rules::public().unwrap();
    assert_eq!(rules.0.len(), 52);
    assert_eq!(rules.0.iter().map(|rule| rule.regions.len()).sum::<usize>(), 62);
    assert_eq!(regions(&rules, &ultrasound()), Some(1));
    let mut plain = ultrasound();
    plain.put(text(tags::MANUFACTURER_MODEL_NAME, "Scanner 9000"));
    assert_eq!(regions(&rules, &plain), None);
}

#[test]
fn and_binds_stronger_than_or_and_not_strongest() {
    for (signature, expected) in [
        (r#"Modality.equals("CT") * Rows.equals("1") + Modality.equals("US")"#, true),
        (r#"Modality.equals("CT") * (Rows.equals("1") + Modality.equals("US"))"#, false),
        (r#"!Modality.equals("CT") * Rows.equals("720")"#, true),
        (r#"!(Modality.equals("CT") + Rows.equals("720"))"#, false),
        ("true.", true),
        ("!true. + false.", false),
    ] {
        assert_eq!(holds(signature), expected, "{signature}");
    }
}

#[test]
fn every_method_asks_what_it_says() {
    for (signature, expected) in [
        (r#"Manufacturer.equals("GE Medical Systems")"#, true),
        (r#"Manufacturer.equals("GE")"#, false),
        (r#"Manufacturer.equalsIgnoreCase("ge medical systems")"#, true),
        (r#"Manufacturer.contains("medical")"#, false),
        (r#"Manufacturer.containsIgnoreCase ("MEDICAL")"#, true),
        (r#"Manufacturer.startsWith("GE")"#, true),
        (r#"Manufacturer.startsWithIgnoreCase("ge m")"#, true),
        (r#"Manufacturer.endsWith("Systems")"#, true),
        (r#"Manufacturer.endsWithIgnoreCase("SYSTEMS")"#, true),
        (r#"Manufacturer.matches("GE.*")"#, true),
        (r#"Manufacturer.matches("GE")"#, false),
        (r#"Rows.isLessThan("721")"#, true),
        (r#"Rows.isGreaterThan("720")"#, false),
        (r#"PatientName.isblank()"#, true),
        (r#"Modality.isblank()"#, false),
        (r#"PatientName.exists()"#, false),
        (r#"PatientName.equals("")"#, true),
        (r#"[0028,0011].equals("960")"#, true),
        (r#"[00280011].equals("960")"#, true),
        (r#"[0029[Acme 1]40].equals("screen")"#, true),
        (r#"SequenceOfUltrasoundRegions::RegionSpatialFormat.equals("1")"#, true),
        // A code of some sequence is no attribute of the image.
        (r#"RegionSpatialFormat.exists()"#, false),
    ] {
        assert_eq!(holds(signature), expected, "{signature}");
    }
}

#[test]
fn remarks_are_passed_over_and_regions_of_all_fitting_rules_count() {
    let script = r#"
        Ultrasound (all models) of ACME's
          { Modality.equals("US") // the whole class {
          }
          (0,0,10,10) (0, 90, 10, 10)
        One model
          { ManufacturerModelName.containsIgnoreCase("LOGIQ}") + Rows.equals("720") }
          (5,5,1,1)
          { Modality.equals("CT") } (7,7,1,1)
    "#;
    assert_eq!(regions(&Rules::parse(script).unwrap(), &ultrasound()), Some(3));
}

#[test]
fn what_cannot_be_understood_is_refused() {
    assert!(matches!(Rules::parse("nothing"), Err(RuleError::Empty)));
    let deep = format!("{{ {}Modality.isblank() }} (0,0,1,1)", "!".repeat(100_000));
    for script in [
        r#"{ Modality.equals("US") }"#,
        r#"{ Modality.equals("US") } (0,0,0,0)"#,
        r#"{ Modality.equals("US") } (0,0,5)"#,
        r#"{ Modality.equals("US" } (0,0,1,1)"#,
        r#"{ Modality.equals("US) } (0,0,1,1)"#,
        r#"{ Modality.like("US") } (0,0,1,1)"#,
        r#"{ NoSuchThing.equals("US") } (0,0,1,1)"#,
        r#"{ Modality.equals("US") Rows.equals("1") } (0,0,1,1)"#,
        r#"{ Modality.matches("(") } (0,0,1,1)"#,
        r#"{ Modality.equals("US") * } (0,0,1,1)"#,
        r#"{ Modality.isLessThan("x") } (0,0,1,1)"#,
        "{ } (0,0,1,1)",
        "{ Modality.equals() } (0,0,1,1)",
        deep.as_str(),
    ] {
        assert!(matches!(Rules::parse(script), Err(RuleError::Rule(1, _))), "{script:.60}");
    }
}
