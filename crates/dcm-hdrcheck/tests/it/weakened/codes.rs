//! Codes, and content items of structured reports and contexts, which are judged as a whole.

use testkit::dicom::Node;
use testkit::{item, text};

use super::input::Input;

/// Comprehensive SR Storage.
const REPORT: &str = "1.2.840.10008.5.1.4.1.1.88.33";
const TOKEN: &str = "Brambosko";

fn code(value: &str, scheme: &str, meaning: &str) -> Vec<Node> {
    vec![
        text(0x0008_0100, "SH", value),
        text(0x0008_0102, "SH", scheme),
        text(0x0008_0104, "LO", meaning),
    ]
}

fn with(mut item: Vec<Node>, more: Node) -> Vec<Node> {
    item.push(more);
    item
}

/// Codes that name who made them.
pub fn own_codes() -> Vec<Input> {
    let of = |label: &str, node| Input::new(label, TOKEN, [node]);
    let procedure = 0x0008_1032;
    let long = vec![
        text(0x0008_0102, "SH", "99MERCY"),
        text(0x0008_0104, "LO", "MRI"),
        text(0x0008_0119, "UC", "a code of Brambosko"),
    ];
    let urn = vec![
        text(0x0008_0104, "LO", "MRI"),
        text(0x0008_0120, "UR", "https://Brambosko.example/7"),
    ];
    vec![
        of("meaning", item(procedure, code("CT7", "99MERCY", TOKEN))),
        of("value", item(procedure, code(TOKEN, "99MERCY", "Head"))),
        of("scheme", item(procedure, code("CT7", "99Brambosko", "Head"))),
        of("local scheme", item(procedure, code("CT7", "L", TOKEN))),
        of("without a scheme", item(procedure, code("CT7", "", TOKEN))),
        of("long", item(procedure, long)),
        of("address", item(procedure, urn)),
        of("in an item", item(0x0018_11BC, vec![item(0x0040_0260, code("7", "99MERCY", TOKEN))])),
        of("view", item(0x0054_0220, code("7", "99MERCY", TOKEN))),
        of(
            "identification of a scheme",
            item(
                0x0008_0110,
                vec![text(0x0008_0102, "SH", "99MERCY"), text(0x0008_0116, "ST", TOKEN)],
            ),
        ),
    ]
}

/// Where a code or a report was taken from.
pub fn own_resources() -> Vec<Input> {
    let public = || code("52988006", "SCT", "Lesion");
    let group = with(
        with(public(), text(0x0008_0105, "CS", "99MERCY")),
        text(0x0008_010F, "CS", "BRAMBOSKO"),
    );
    let name = with(
        with(public(), text(0x0008_0105, "CS", "99MERCY")),
        text(0x0008_0122, "LO", "BRAMBOSKO"),
    );
    let template = vec![text(0x0008_0105, "CS", "99MERCY"), text(0x0040_DB00, "CS", "BRAMBOSKO")];
    vec![
        Input::new("context group", "BRAMBOSKO", [item(0x0008_1032, group)]),
        Input::new("name of a resource", "BRAMBOSKO", [item(0x0008_1032, name)]),
        Input::new("template", "BRAMBOSKO", [item(0x0040_A504, template)]).of_class(REPORT),
    ]
}

/// A report with one content item.
fn report(label: &str, token: &str, concept: &str, kind: &str, value: Vec<Node>) -> Input {
    let name = item(0x0040_A043, code(concept, "DCM", "x"));
    let mut content =
        vec![text(0x0040_A010, "CS", "CONTAINS"), text(0x0040_A040, "CS", kind), name];
    content.extend(value);
    let tree = [item(0x0040_A730, content)];
    Input::new(label, token, tree).of_class(REPORT).knowing([
        text(0x0040_A040, "CS", "CONTAINER"),
        text(0x0040_A050, "CS", "SEPARATE"),
        item(0x0040_A043, code("121071", "DCM", "Finding")),
    ])
}

/// Content items that name people, places and devices, of every value type.
pub fn content_items() -> Vec<Input> {
    vec![
        report("text", TOKEN, "121009", "TEXT", vec![text(0x0040_A160, "UT", TOKEN)]),
        report("name", TOKEN, "121008", "PNAME", vec![text(0x0040_A123, "PN", "Brambosko^O")]),
        report("code", TOKEN, "121114", "CODE", vec![item(0x0040_A168, code("P7", "SCT", TOKEN))]),
        report("number", "4481207", "121030", "NUM", vec![text(0x0040_A30A, "DS", "4481207")]),
        report(
            "UID",
            "1.2.826.0.1.448120",
            "121012",
            "UIDREF",
            vec![text(0x0040_A124, "UI", "1.2.826.0.1.448120")],
        ),
        report("device", TOKEN, "121013", "TEXT", vec![text(0x0040_A160, "UT", TOKEN)]),
    ]
}

/// Days of birth in content items.
pub fn birth_dates() -> Vec<Input> {
    let (day, moment) = ("19630217", "19630217101500");
    vec![
        report("date", day, "121031", "DATE", vec![text(0x0040_A121, "DA", day)]),
        report("date and time", day, "121031", "DATETIME", vec![text(0x0040_A120, "DT", moment)]),
        report("text", day, "121031", "TEXT", vec![text(0x0040_A160, "UT", day)]),
    ]
}

/// Ages above 89 years in content items.
pub fn ages() -> Vec<Input> {
    let aged = |number: &str, unit: &str| {
        let unit = item(0x0040_08EA, code(unit, "UCUM", "x"));
        let measured = item(0x0040_A300, vec![unit, text(0x0040_A30A, "DS", number)]);
        report(number, number, "121033", "NUM", vec![measured])
    };
    vec![aged("96.25", "a"), aged("1104.5", "mo"), aged("4800.5", "wk"), aged("33000.5", "d")]
}
