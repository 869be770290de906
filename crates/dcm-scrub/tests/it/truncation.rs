//! A file that was cut anywhere is never passed off as a whole one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use testkit::samples::{rle, slice};
use testkit::{Content, Dicom, Lab, Lengths, Node, Syntax, item, text};

/// Every cut of a file in one run, the whole file first. A cut that is accepted has the whole
/// file's SOP Instance UID: equal content makes it `S_SAME_OBJECT`, other content `E_DUPLICATE`.
fn no_cut_passes_for_the_whole(file: &Dicom) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let whole = file.bytes();
    lab.put("in/0", &whole);
    for len in 0..whole.len() {
        lab.put(format!("in/1{len:06}"), &whole[..len]);
    }
    let rows = lab.work(&["--level", "low", "-q"]).expect(1).rows();
    let verdicts = rows.verdicts("scrub");
    assert_eq!(verdicts.len(), whole.len() + 1);
    assert_eq!(verdicts[0], "ok");
    let accepted: Vec<_> = (0..whole.len())
        .filter(|len| verdicts[len + 1] == "ok" || verdicts[len + 1].ends_with("E_DUPLICATE"))
        .collect();
    testkit::figure("truncation", format!("{} cuts, {} accepted", whole.len(), accepted.len()));
    assert!(accepted.is_empty(), "cut to {accepted:?} of {} bytes", whole.len());
    assert_eq!(lab.tree("out").len(), 1);
}

fn with_sequence(syntax: Syntax) -> Dicom {
    let mut file = slice(syntax, "CUT", 1).with(item(
        0x0040_0275,
        vec![text(0x0040_0009, "SH", "STEP1"), text(0x0040_0007, "LO", "Head")],
    ));
    file.lengths = match syntax {
        Syntax::Explicit => Lengths::Defined,
        _ => Lengths::Undefined,
    };
    file
}

#[test]
fn explicit_little_endian() {
    no_cut_passes_for_the_whole(&with_sequence(Syntax::Explicit));
}

#[test]
fn implicit_little_endian() {
    no_cut_passes_for_the_whole(&with_sequence(Syntax::Implicit));
}

#[test]
fn explicit_big_endian() {
    no_cut_passes_for_the_whole(&with_sequence(Syntax::Big));
}

#[test]
fn deflated() {
    no_cut_passes_for_the_whole(&with_sequence(Syntax::Deflated));
}

#[test]
fn encapsulated_in_several_fragments() {
    let frames = text(0x0028_0008, "IS", "3");
    let frame = |first: u16| rle(&(first..first + 64).collect::<Vec<_>>());
    let content = Content::Fragments(vec![Vec::new(), frame(1), frame(500), frame(9)]);
    let pixels = Node { tag: 0x7FE0_0010, vr: "OB".into(), content };
    no_cut_passes_for_the_whole(&with_sequence(Syntax::Rle).with(frames).with(pixels));
}

#[test]
fn with_elements_after_the_pixels() {
    let signature = item(0xFFFA_FFFA, vec![text(0x0400_0100, "UI", "1.2.3.4")]);
    let file = with_sequence(Syntax::Explicit);
    no_cut_passes_for_the_whole(&file.with(signature).with(text(0xFFFC_FFFC, "OB", [0; 64])));
}
