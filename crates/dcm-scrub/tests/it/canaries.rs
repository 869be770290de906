//! Nothing that identifies is found in what a run leaves: values that exist nowhere else are
//! planted wherever a header can hold them, and looked for in every encoding.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "helpers of tests")]

use dicom_common::dataset::{Tag, VR};
use dicom_common::deid::policy::{
    Action, AttributePlace, AttributeTypes, Content, Level, Policy, decide,
};
use testkit::read::dictionary_vr;
use testkit::samples::{CT, slice};
use testkit::search::Wanted;
use testkit::{Canaries, Dicom, Lab, Node, Rng, Syntax, item, sequence, text};

const SR: &str = "1.2.840.10008.5.1.4.1.1.88.33";
/// Value representations that can hold a canary.
const ALL_VRS: [&str; 31] = [
    "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL",
    "OV", "OW", "PN", "SH", "SL", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US",
];

/// Plants canaries where a level must not leave them.
struct Planter {
    canaries: Canaries,
    policy: Policy,
    types: AttributeTypes,
    level: Level,
}

impl Planter {
    fn new(level: Level) -> Self {
        Self {
            canaries: Canaries::new(level as u64),
            policy: Policy::built_in(),
            types: AttributeTypes::load(),
            level,
        }
    }

    fn action(&self, tag: u32, vr: &str, place: AttributePlace<'_>) -> Action {
        let tag = Tag((tag >> 16) as u16, tag as u16);
        let vr = vr.parse::<VR>().unwrap_or(VR::UN);
        let treatment = self.policy.rule(tag, vr).treatment(self.level);
        decide(treatment, &self.types, place, tag, vr)
    }

    /// An element with a canary, if the level must not leave its value.
    fn element(&mut self, tag: u32, place: AttributePlace<'_>, label: &str) -> Option<Node> {
        let vr = dictionary_vr(tag);
        let action = self.action(tag, &vr, place);
        let label = format!("{label} {tag:08X}");
        if vr == "SQ" {
            let inside = match action {
                Action::Remove | Action::Empty => self.every_vr(&label),
                _ => self.identifiers(tag, &label),
            };
            return Some(item(tag, inside));
        }
        if matches!(action, Action::Keep | Action::Round(_)) {
            return None;
        }
        let value = match action {
            Action::Shift => self.canaries.value_to_be_moved(&label, &vr)?,
            _ => self.canaries.value(&label, &vr)?,
        };
        Some(text(tag, &vr, value))
    }

    /// Every attribute that the policy names and the level must not leave, at the root of an
    /// object of a class.
    fn policy_attributes(&mut self, class: &str, label: &str) -> Vec<Node> {
        let tags: Vec<u32> = self
            .policy
            .rules()
            .iter()
            .enumerate()
            // Technical attributes stay, and their sequences are all alike.
            .filter(|(at, rule)| rule.content != Some(Content::Technical) || at % 16 == 0)
            .filter_map(|(_, rule)| u32::from_str_radix(&rule.tag, 16).ok())
            // File meta has a test of its own; an encapsulated document is refused.
            .filter(|tag| tag >> 16 != 2 && !matches!(tag, 0x0042_0011 | 0x7FE0_0010))
            .collect();
        let types = AttributeTypes::load();
        let place = types.root(class);
        tags.into_iter().filter_map(|tag| self.element(tag, place, label)).collect()
    }

    /// Identifying attributes in an item of a sequence that stays.
    fn identifiers(&mut self, parent: u32, label: &str) -> Vec<Node> {
        let parent = Tag((parent >> 16) as u16, parent as u16);
        let tags = [
            0x0008_0014,
            0x0008_0050,
            0x0008_0080,
            0x0008_0090,
            0x0008_1155,
            0x0010_0010,
            0x0010_0020,
            0x0010_0030,
            0x0010_1040,
            0x0018_1000,
            0x0040_A123,
            0x0040_A124,
        ];
        let place = AttributePlace::Item(parent);
        let planted = tags.map(|tag| self.element(tag, place, label));
        planted.into_iter().flatten().collect()
    }

    /// Private elements of every value representation.
    fn every_vr(&mut self, label: &str) -> Vec<Node> {
        let creator = self.canaries.word(label);
        let mut nodes = vec![text(0x0009_0010, "LO", creator)];
        for (at, vr) in ALL_VRS.iter().enumerate() {
            let value = self.canaries.value(label, vr);
            nodes.extend(value.map(|value| text(0x0009_1000 + at as u32, vr, value)));
        }
        nodes
    }

    /// Sequences in sequences: identifiers on each of ten levels.
    fn nested(&mut self, tag: u32, label: &str) -> Node {
        (1..=10).rev().fold(item(tag, Vec::new()), |inner, depth| {
            let label = format!("{label} depth {depth}");
            let mut nodes = self.identifiers(tag, &label);
            nodes.push(inner);
            item(tag, nodes)
        })
    }

    fn private(&mut self, label: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        for group in [0x0009, 0x0011, 0x0029, 0x7FE1] {
            let label = format!("{label} private {group:04X}");
            let base = group << 16;
            nodes.push(text(base | 0x0010, "LO", self.canaries.word(&label)));
            for (at, vr) in ALL_VRS.iter().enumerate() {
                let value = self.canaries.value(&label, vr);
                nodes.extend(value.map(|value| text(base | (0x1000 + at as u32), vr, value)));
            }
            // Without a creator, and sequences of private elements.
            nodes.push(text(base | 0x3301, "LO", self.canaries.word(&label)));
            nodes.push(item(base | 0x1080, self.every_vr(&label)));
            nodes.push(item(base | 0x1081, self.every_vr(&label)).as_vr("UN"));
        }
        nodes
    }

    fn graphics(&mut self, label: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        let overlay = [(0x22, "LO"), (0x1500, "LO"), (0x3000, "OW"), (0x4000, "LT")];
        let curve = [(0x22, "LO"), (0x30, "SH"), (0x200E, "LT"), (0x2500, "SH"), (0x3000, "OW")];
        for (group, elements) in
            [(0x6000, overlay.as_slice()), (0x601E, &overlay), (0x5000, &curve), (0x501E, &curve)]
        {
            for (element, vr) in elements {
                let value = self.canaries.value(&format!("{label} {group:04X}"), vr);
                nodes.push(text(group << 16 | element, vr, value.unwrap()));
            }
        }
        nodes
    }

    /// What lies around the data set.
    fn surroundings(&mut self, file: &mut Dicom, label: &str) {
        let preamble = self.canaries.word(&format!("{label} preamble"));
        file.preamble[40..50].copy_from_slice(preamble.as_bytes());
        for (tag, vr) in [
            (0x0002_0013, "SH"),
            (0x0002_0016, "AE"),
            (0x0002_0017, "AE"),
            (0x0002_0018, "AE"),
            (0x0002_0026, "UR"),
            (0x0002_0100, "UI"),
            (0x0002_0102, "OB"),
            (0x0002_0003, "UI"),
        ] {
            let value = self.canaries.value(&format!("{label} meta {tag:08X}"), vr);
            file.meta.push(text(tag, vr, value.unwrap()));
        }
        if file.text(0xFFFC_FFFC).is_empty() {
            let padding = self.canaries.value(&format!("{label} padding"), "OB");
            file.nodes.push(text(0xFFFC_FFFC, "OB", padding.unwrap()));
        }
    }

    /// Public elements that came through a system which did not know them, and unknown ones.
    fn as_unknown(&mut self, label: &str) -> Vec<Node> {
        let label = &format!("{label} UN");
        let mut word = |tag| text(tag, "UN", self.canaries.word(label));
        let names = vec![word(0x0010_1001), word(0x0010_4000), word(0x0008_FFF1)];
        let requests = self.identifiers(0x0040_0275, label);
        let others = self.every_vr(label);
        names
            .into_iter()
            .chain([item(0x0040_0275, requests).as_vr("UN"), item(0x0010_1002, others).as_vr("UN")])
            .collect()
    }

    /// The patient's identifiers again, inside text that stays.
    fn repeated(&mut self, label: &str) -> Vec<Node> {
        let c = &mut self.canaries;
        let family = c.word(&format!("{label} repeated family name"));
        let given = c.word(&format!("{label} repeated given name"));
        let id = c.word(&format!("{label} repeated PatientID"));
        let accession = c.digits(&format!("{label} repeated accession number"));
        let birth = c.date(&format!("{label} repeated birth date"));
        let (y, m, d) = (&birth[..4], &birth[4..6], &birth[6..]);
        let dashed = format!("{y}-{m}-{d}");
        c.add_text(&format!("{label} repeated birth date with dashes"), &dashed);
        let everything = |separator: &str| {
            [&given, &family, &id, &accession, &birth, &dashed].map(String::as_str).join(separator)
        };
        let sentence = format!("for {}, {family}{id}", everything(" ").to_uppercase());
        let kept = [
            (0x0008_1090, "LO", everything(" ")),
            (0x0018_0024, "SH", family.to_lowercase()),
            (0x0018_1020, "LO", everything("\\")),
            (0x0018_1160, "SH", format!("x{family}x")),
            (0x0018_0022, "CS", family.to_uppercase()),
            (0x0028_0301, "CS", "NO".into()),
        ];
        let meaning = text(0x0008_0104, "LO", sentence);
        for (tag, vr, _) in &kept {
            let place = self.types.root(CT);
            assert_eq!(self.action(*tag, vr, place), Action::Keep, "{tag:08X} is not kept");
        }
        let mut nodes: Vec<_> = kept.into_iter().map(|(tag, vr, v)| text(tag, vr, v)).collect();
        let (name, id) = (format!("{family}^{given}"), format!("../../{id}"));
        nodes.extend([
            item(0x0008_2218, vec![meaning]),
            text(0x0010_0010, "PN", name),
            text(0x0010_0020, "LO", id.trim_start_matches("../")),
            text(0x0008_0050, "SH", accession),
            text(0x0010_0030, "DA", birth),
        ]);
        nodes
    }
}

/// One file of each kind in a transfer syntax.
fn files(planter: &mut Planter, syntax: Syntax) -> Vec<(String, Dicom)> {
    let mut files = Vec::new();
    let label = format!("{syntax:?}");
    let mut add = |planter: &mut Planter, kind: &str, nodes: Vec<Node>| {
        let names = ["folder name", "file name"].map(|n| planter.canaries.word(n));
        let patient = format!("../../{}", planter.canaries.word("PatientID"));
        let mut file = slice(syntax, &patient, files.len()).with_all(nodes);
        planter.surroundings(&mut file, &format!("{label} {kind}"));
        files.push((format!("in/{}/{}", names[0], names[1]), file));
    };
    let nodes = planter.policy_attributes(CT, &format!("{label} CT"));
    add(planter, "policy", nodes);
    let mut nodes = planter.policy_attributes(SR, &format!("{label} SR"));
    nodes.push(text(0x0008_0016, "UI", SR));
    add(planter, "report", nodes);
    let nodes = planter.private(&label);
    add(planter, "private", nodes);
    let nodes = planter.graphics(&label);
    add(planter, "graphics", nodes);
    let nodes = planter.as_unknown(&label);
    add(planter, "unknown", nodes);
    let nodes = vec![
        planter.nested(0x0040_A730, &format!("{label} content")),
        planter.nested(0x0008_1140, &format!("{label} references")),
        planter.nested(0x0040_0275, &format!("{label} requests")),
        planter.nested(0x0040_A170, &format!("{label} purposes")),
    ];
    add(planter, "nested", nodes);
    let nodes = planter.repeated(&label);
    add(planter, "repeated", nodes);
    files
}

fn nothing_is_found(level: Level) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut planter = Planter::new(level);
    for syntax in Syntax::ALL {
        for (name, file) in files(&mut planter, syntax) {
            lab.put(name, file.bytes());
        }
    }
    let canaries = planter.canaries;
    let inputs = lab.tree("in");
    assert!(canaries.len() >= 400, "{} canaries", canaries.len());
    let mut planted = canaries.hits(&inputs, &[]);
    planted.iter_mut().for_each(|hit| *hit = hit.rsplit(": ").next().unwrap().to_owned());
    planted.sort();
    planted.dedup();
    let missing = canaries.labels().filter(|l| planted.binary_search(&(*l).to_owned()).is_err());
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "canaries that the search does not see");

    let done = lab.work(&["--level", level.name(), "-v", "-v"]).expect(0);
    assert_eq!(lab.tree("out").len(), inputs.len());
    let others = [("manifest", done.stdout.as_slice()), ("standard error", done.stderr.as_bytes())];
    let hits = canaries.hits(&lab.tree("out"), &others);
    let found = format!("level {}: {} canaries, {} hits", level.name(), canaries.len(), hits.len());
    testkit::figure("canaries", found);
    let shown = &hits[..hits.len().min(40)];
    assert!(hits.is_empty(), "{} hits:\n{}", hits.len(), shown.join("\n"));
    assert_eq!(lab.tree("in"), inputs, "inputs are as they were");
}

#[test]
fn no_canary_survives_level_low() {
    nothing_is_found(Level::Low);
}

#[test]
fn no_canary_survives_level_high() {
    nothing_is_found(Level::High);
}

/// Names with ideographic and phonetic groups, repeated in text that stays, in three character sets.
fn named(charset: &str, groups: [&[u8]; 3], repeated: &[u8], instance: usize) -> Dicom {
    let mut words = Rng::new(instance as u64);
    let given = words.word(b"QXZJ", 9);
    let name = [groups[0], b"^", given.as_bytes(), b"=", groups[1], b"=", groups[2]].concat();
    slice(Syntax::Explicit, "NAMED", instance).with_all([
        text(0x0008_0005, "CS", charset),
        text(0x0010_0010, "PN", name),
        text(0x0008_1090, "LO", repeated),
        sequence(
            0x0008_2218,
            vec![vec![text(0x0008_0104, "LO", [b"scan of ", repeated].concat())]],
        ),
    ])
}

#[test]
fn names_in_any_character_set_go_also_where_text_repeats_them() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut canaries = Canaries::new(5);
    let mut add = |bytes: &[u8]| canaries.add(Wanted::bytes(String::from_utf8_lossy(bytes), bytes));
    // UTF-8: Hangul in the second and third group.
    let (latin, hangul, kana) = ("Qzjórňak", "남궁혁준", "ヤマダタロウ");
    for word in [latin, hangul, kana] {
        add(word.as_bytes());
    }
    let utf8 = named(
        "ISO_IR 192",
        [latin.as_bytes(), hangul.as_bytes(), kana.as_bytes()],
        format!("{hangul} {kana} {latin}").as_bytes(),
        1,
    );
    // ISO 2022 with KS X 1001: each component begins with its escape sequence.
    let (family, given): (&[u8], &[u8]) = (b"\xB3\xB2\xB1\xC3", b"\xC7\xF5\xC1\xD8");
    add(family);
    add(given);
    let ideographic = [b"\x1B$)C".as_slice(), family, b"^\x1B$)C", given].concat();
    let korean = |repeated: &[u8], at| {
        named(r"\ISO 2022 IR 149", [b"Namkung", &ideographic, b""], repeated, at)
    };
    let as_in_the_name = [b"\x1B$)C".as_slice(), family, b" ", given].concat();
    let under_one_escape = [b"\x1B$)C\xC0\xCE ".as_slice(), family, given].concat();
    // Latin-1.
    let umlaut: &[u8] = b"M\xFCllerhofer\xDF";
    add(umlaut);
    let latin1 = named("ISO_IR 100", [umlaut, b"", b""], &[b"Fr. ", umlaut].concat(), 4);
    for (name, file) in [
        ("in/utf8", utf8),
        ("in/korean1", korean(&as_in_the_name, 2)),
        ("in/korean2", korean(&under_one_escape, 3)),
        ("in/latin1", latin1),
    ] {
        lab.put(name, file.bytes());
    }
    for level in ["low", "high"] {
        let output = format!("out-{level}");
        let args = ["--input", "in", "--output", &output, "--key-file", "key", "--level", level];
        let done = lab.run(args).expect(0);
        let hits = canaries.hits(&lab.tree(&output), &[("manifest", &done.stdout)]);
        assert!(hits.is_empty(), "{level}:\n{}", hits.join("\n"));
    }
}
