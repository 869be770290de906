//! What is not changed on purpose is the same bit for bit: pixels, and every element that stays.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use dicom_common::dataset::{Tag, VR};
use dicom_common::deid::policy::{Action, AttributePlace, AttributeTypes, Level, Policy, decide};
use testkit::read::dictionary_vr;
use testkit::samples::{CT, rle, slice};
use testkit::{Content, Dicom, Lab, Lengths, Node, Rng, Syntax, item, read, text};

/// Attributes that both levels keep, with values that no sweep could want.
const KEPT: [(u32, &str, &str); 14] = [
    (0x0008_0008, "CS", r"DERIVED\SECONDARY\AXIAL"),
    (0x0008_0070, "LO", "  Leading and trailing  "),
    (0x0008_1090, "LO", "Ger\u{e4}t \u{d55c}"),
    (0x0018_0022, "CS", "HELIX"),
    (0x0018_0050, "DS", "+1.2500E0"),
    (0x0018_0060, "DS", "120.0 "),
    (0x0018_1151, "IS", " 0200 "),
    (0x0020_0032, "DS", r"-1.5\2.25\ 3"),
    (0x0020_0037, "DS", r"1\0\0\0\1\0"),
    (0x0028_0030, "DS", r"0.5\0.5"),
    (0x0028_1050, "DS", r"40\50"),
    (0x0028_1055, "LO", r"BRAIN\BONE"),
    (0x0020_1041, "DS", "-0"),
    (0x0018_5100, "CS", "HFS"),
];

fn generated(syntax: Syntax, rng: &mut Rng, at: usize) -> Dicom {
    let mut file = slice(syntax, "KEPT", at);
    file.lengths = match rng.below(2) {
        0 => Lengths::Defined,
        _ => Lengths::Undefined,
    };
    let kept = KEPT.map(|(tag, vr, value)| text(tag, vr, value));
    let chosen: Vec<Node> = kept.into_iter().filter(|_| rng.below(4) > 0).collect();
    let numbers = |tag: u32, vr: &str, content| Node { tag, vr: vr.into(), content };
    let table: Vec<u16> = (0..3000).map(|_| rng.number() as u16).collect();
    let words = (0..4).map(|_| rng.number() as u32).collect();
    let nested = vec![
        numbers(0x0028_3002, "US", Content::U16(vec![256, 0, 16])),
        numbers(0x0028_3006, "OW", Content::U16(table.clone())),
    ];
    let depth = rng.below(8);
    let meaning = vec![text(0x0008_0104, "LO", format!("Meaning {at}"))];
    let deep = (0..depth).fold(meaning, |inner, _| vec![item(0x0040_A170, inner)]);
    file = file.with_all(chosen).with_all([
        item(0x0028_3000, nested),
        item(0x0008_2218, deep),
        numbers(0x0028_1201, "OW", Content::U16(table)),
        numbers(0x0018_9074 - 0x0000_0001, "FD", Content::Bytes(rng.bytes(8))),
        numbers(0x0028_9110 - 0x0000_0001, "UL", Content::U32(words)),
    ]);
    if syntax != Syntax::Rle && rng.below(2) == 0 {
        let side = [testkit::number(0x0028_0010, 64), testkit::number(0x0028_0011, 64)];
        let pixels = (0..64 * 64).map(|_| rng.number() as u16).collect();
        file = file.with_all(side).with(numbers(0x7FE0_0010, "OW", Content::U16(pixels)));
    }
    file
}

/// What the policy says of the element at a path of [`testkit::Flat`].
fn action(policy: &Policy, types: &AttributeTypes, level: Level, path: &str) -> Action {
    let mut place = types.root(CT);
    let mut found = Action::Keep;
    for part in path.split('.') {
        let number = u32::from_str_radix(&part[..8], 16).unwrap();
        let tag = Tag((number >> 16) as u16, number as u16);
        let vr: VR = dictionary_vr(number).parse().unwrap();
        found = decide(policy.rule(tag, vr).treatment(level), types, place, tag, vr);
        place = AttributePlace::Item(tag);
    }
    found
}

#[test]
fn everything_that_stays_is_the_same_bit_for_bit() {
    let (policy, types) = (Policy::built_in(), AttributeTypes::load());
    for level in [Level::Low, Level::High] {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        let mut rng = Rng::new(11);
        let mut originals = Vec::new();
        for at in 0..120 {
            let file = generated(Syntax::ALL[at % 5], &mut rng, at).bytes();
            lab.put(format!("in/{at:03}"), &file);
            originals.push(read(&file).unwrap());
        }
        let rows = lab.work(&["--level", level.name()]).expect(0).rows();
        for (original, path) in originals.iter().zip(rows.column("path")) {
            let output = lab.output(path);
            let (before, after) = (original.flat(), output.flat());
            let mut compared = 0;
            for (path, value) in &before {
                if action(&policy, &types, level, path) != Action::Keep {
                    continue;
                }
                let shown = String::from_utf8_lossy(value);
                assert_eq!(after.get(path), Some(value), "{path} was {shown}");
                compared += 1;
            }
            assert!(compared > 20, "{compared}");
            // What is new are statements about the anonymization.
            let new: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
            let stated = ["00120062", "00120063", "00120064", "00280303"];
            assert!(new.iter().all(|p| stated.iter().any(|s| p.starts_with(s))), "{new:?}");
            for node in &output.nodes {
                if let Some(old) = original.node(node.tag) {
                    assert_eq!(old.vr, node.vr, "{:08X}", node.tag);
                }
            }
        }
    }
}

#[test]
fn pixel_bytes_are_those_of_the_input() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut rng = Rng::new(12);
    let mut pixels = Vec::new();
    for (at, syntax) in Syntax::ALL.into_iter().enumerate() {
        let file = match syntax {
            Syntax::Rle => {
                let values: Vec<u16> = (0..256 * 256).map(|_| rng.number() as u16).collect();
                let frame = rle(&values);
                let (first, rest) = frame.split_at(70_000);
                // An offset table, a large fragment, an empty one.
                let fragments = vec![vec![0; 4], first.to_vec(), Vec::new(), rest.to_vec()];
                let content = Content::Fragments(fragments);
                let sides = [0x0028_0010, 0x0028_0011].map(|tag| testkit::number(tag, 256));
                let pixels = Node { tag: 0x7FE0_0010, vr: "OB".into(), content };
                slice(syntax, "PIXELS", at).with_all(sides).with(pixels)
            }
            _ => slice(syntax, "PIXELS", at)
                .with_all([testkit::number(0x0028_0010, 256), testkit::number(0x0028_0011, 256)])
                .with(text(0x7FE0_0010, "OW", rng.bytes(256 * 256 * 2)))
                .with(text(0xFFFC_FFFC, "OB", [0; 300])),
        };
        let bytes = file.bytes();
        lab.put(format!("in/{at}"), &bytes);
        pixels.push(read(&bytes).unwrap().node(0x7FE0_0010).cloned());
    }
    for level in ["low", "high"] {
        let rows = lab.work(&["--level", level, "--force"]).expect(0).rows();
        for (path, before) in rows.column("path").into_iter().zip(&pixels) {
            assert_eq!(lab.output(path).node(0x7FE0_0010), before.as_ref());
        }
        testkit::figure(
            "pixels",
            format!("level {level}: pixels of {} files unchanged", pixels.len()),
        );
    }
}
