//! Elements that the policy removes, empties, replaces, moves or rounds.

use testkit::{item, sequence, text};

use super::input::Input;

/// One input for each of these elements with their values.
fn each(cases: &[(u32, &str, &str)]) -> Vec<Input> {
    let input = |(tag, vr, value): &(u32, &str, &str)| {
        let node = text(*tag, vr, value);
        Input::new(format!("{tag:08X}"), value, [node])
    };
    cases.iter().map(input).collect()
}

/// The same in items of a sequence that stays.
fn nested(cases: &[(u32, &str, &str)]) -> Vec<Input> {
    let input = |(tag, vr, value): &(u32, &str, &str)| {
        let node = item(0x0018_11BC, vec![text(*tag, vr, value)]);
        Input::new(format!("{tag:08X} in an item"), value, [node])
    };
    cases.iter().map(input).collect()
}

/// Names, places, comments of every value representation.
pub fn removed() -> Vec<Input> {
    let cases = [
        (0x0008_0080, "LO", "Zimbelquast Klinik"),
        (0x0008_0081, "ST", "Grauwaldgasse 17"),
        (0x0008_0090, "PN", "Kestrelman^Ottilie"),
        (0x0008_1010, "SH", "KOLIBRI7"),
        (0x0008_1070, "PN", "Lindqvist^Greta"),
        (0x0010_21F0, "LO", "Zimbelish"),
        (0x0010_21B0, "LT", "fell from a unicycle"),
        (0x0010_4000, "LT", "likes kestrels"),
        (0x0018_1000, "LO", "SN-556677"),
        (0x0020_4000, "LT", "asked for by the aunt"),
        (0x0032_1032, "PN", "Quintavalle^Rosa"),
        (0x0038_0300, "LO", "Ward Zimbel"),
        (0x0040_0310, "ST", "spilled on the floor"),
    ];
    [each(&cases), nested(&cases[..6])].concat()
}

/// Dates of a person's life never move with the others.
pub fn life_dates() -> Vec<Input> {
    let cases = [
        (0x0010_0030, "DA", "19640813"),
        (0x0010_0032, "TM", "101713.521"),
        (0x0010_0033, "LO", "1342/11/28"),
        (0x0010_0034, "LO", "1399/04/02"),
    ];
    let mut inputs = each(&cases);
    inputs.extend(nested(&cases[..1]));
    inputs
}

/// What no dictionary has.
pub fn unknown() -> Vec<Input> {
    let cases = [
        (0x0010_4FF1, "LO", "Kestrelman"),
        (0x0018_FFF3, "UT", "Kestrelman was here"),
        (0x0022_FFF5, "OB", "Kestrelman"),
        (0x4444_0010, "PN", "Kestrelman^O"),
    ];
    [each(&cases), nested(&cases[..2])].concat()
}

/// Sequences that stay as items that say nothing.
pub fn dummy_sequences() -> Vec<Input> {
    let code = |meaning: &str| {
        vec![
            text(0x0008_0100, "SH", "EMP-7"),
            text(0x0008_0102, "SH", "99STAFF"),
            text(0x0008_0104, "LO", meaning),
        ]
    };
    vec![
        Input::new("person's code", "Kestrelman", [item(0x0040_1101, code("Kestrelman"))]),
        Input::new(
            "observer",
            "Kestrelman",
            [item(0x0040_A073, vec![text(0x0040_A075, "PN", "Kestrelman^O")])],
        ),
        Input::new(
            "flow",
            "Kestrelman",
            [item(0x0034_0001, vec![text(0x0034_0002, "OB", "Kestrelman")])],
        ),
    ]
}

/// Elements at every depth, in items of several kinds of sequences.
pub fn items() -> Vec<Input> {
    let name = || text(0x0010_0010, "PN", "Kestrelman^Ottilie");
    let deep = (0..9).fold(name(), |node, _| item(0x0018_11BC, vec![node]));
    vec![
        Input::new("first item", "Kestrelman", [item(0x0018_11BC, vec![name()])]),
        Input::new(
            "third item",
            "Kestrelman",
            [sequence(0x0018_11BC, vec![vec![], vec![], vec![name()]])],
        ),
        Input::new("nine deep", "Kestrelman", [deep]),
        Input::new("as UN", "Kestrelman", [item(0x0018_11BC, vec![name()]).as_vr("UN")]),
        Input::new("functional groups", "Kestrelman", [item(0x5200_9229, vec![name()])]),
        Input::new(
            "other patient's ID",
            "PX-909011",
            [item(
                0x0018_11BC,
                vec![item(0x0010_1002, vec![text(0x0010_0020, "LO", "PX-909011")])],
            )],
        ),
    ]
}

/// UIDs of objects, of what they refer to, and of devices.
pub fn uids() -> Vec<Input> {
    let uid = "1.2.826.0.1.448120779";
    let cases = [
        (0x0020_0052, "UI", uid),
        (0x0020_0200, "UI", uid),
        (0x0008_0014, "UI", uid),
        (0x0008_1195, "UI", uid),
        (0x0018_1002, "UI", uid),
        (0x0020_9161, "UI", uid),
        (0x0088_0140, "UI", uid),
    ];
    let reference = |tag| {
        let class = text(0x0008_1150, "UI", testkit::samples::CT);
        let node = item(tag, vec![class, text(0x0008_1155, "UI", uid)]);
        Input::new(format!("{tag:08X}"), uid, [node])
    };
    let mut inputs = [each(&cases), nested(&cases[..1])].concat();
    inputs.extend([0x0008_1140, 0x0008_2112, 0x0008_1199].map(reference));
    let several = format!("{uid}\\{uid}9");
    inputs.push(Input::new("two values", uid, [text(0x0018_1002, "UI", several)]));
    inputs
}

/// Dates and times of examinations.
pub fn dates() -> Vec<Input> {
    let cases = [
        (0x0008_0020, "DA", "19990304"),
        (0x0008_0021, "DA", "19990304"),
        (0x0008_0022, "DA", "19990304"),
        (0x0008_002A, "DT", "19990304101500"),
        (0x0018_1012, "DA", "19990304"),
        (0x0018_1078, "DT", "19990304101500.25+0100"),
        (0x0040_0244, "DA", "19990304"),
        (0x0018_9074, "DT", "19990304101500"),
        (0x0010_21D0, "DA", "19990304"),
    ];
    let mut inputs = [each(&cases), nested(&cases[2..5])].concat();
    inputs.push(Input::new("two", "19990304", [text(0x0018_1200, "DA", r"19990304\19990305")]));
    inputs
}

/// Numbers of patients and orders.
pub fn pseudonyms() -> Vec<Input> {
    let cases = [
        (0x0010_0020, "LO", "ZX-448120"),
        (0x0010_0020, "LO", "2008050417172310"),
        (0x0008_0050, "SH", "AC-77123"),
        (0x0020_0010, "SH", "STU90817"),
        (0x0040_2016, "LO", "ORD-5531"),
        (0x0040_2017, "LO", "ORD-5532"),
    ];
    [each(&cases), nested(&cases[2..3])].concat()
}

/// Ages above 89 years in every unit.
pub fn great_ages() -> Vec<Input> {
    let age = |value| (0x0010_1010, "AS", value);
    let cases = [age("096Y"), age("102Y"), age("1104M"), age("4800W")];
    let mut inputs = [each(&cases), nested(&cases[..1])].concat();
    inputs.push(Input::new("two", "097Y", [text(0x0010_1010, "AS", r"055Y\097Y")]));
    inputs
}

/// Age, size and weight, at the level that rounds them.
pub fn measures() -> Vec<Input> {
    let inputs = each(&[
        (0x0010_1010, "AS", "043Y"),
        (0x0010_1020, "DS", "1.7342"),
        (0x0010_1030, "DS", "61.327"),
    ]);
    inputs.into_iter().map(Input::that_may_stay).collect()
}

/// Words where numbers, times and codes are written.
pub fn malformed() -> Vec<Input> {
    each(&[
        (0x0008_0030, "TM", "Kestrelman"),
        (0x0018_0050, "DS", "Kestrelman"),
        (0x0020_0013, "IS", "Kestrelman"),
        (0x0008_0022, "DA", "Kestrelm"),
    ])
}
