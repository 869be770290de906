//! Small files that claim to be huge, or nest without end, cost nothing and say why.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::time::Duration;

use testkit::encode::{Style, header, nodes};
use testkit::samples::{ct, nested, slice};
use testkit::tool::finish;
use testkit::{Dicom, Lab, Lengths, Syntax, lab};

#[test]
fn nesting_beyond_64_levels_is_refused_and_the_process_lives() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let depths = [1, 64, 65, 1_000, 100_000];
    for (at, depth) in depths.into_iter().enumerate() {
        lab.put(format!("in/{at}"), nested(depth));
    }
    for level in ["low", "high"] {
        let rows = lab.work(&["--level", level, "--force"]).expect(1).rows();
        let deep = "fail E_DEPTH";
        assert_eq!(rows.verdicts("scrub"), ["ok", "ok", deep, deep, deep], "{level}");
        testkit::figure(
            "nesting",
            format!("level {level}: {depths:?} give {:?}", rows.verdicts("scrub")),
        );
    }
}

#[test]
fn nesting_in_private_and_unknown_elements_is_refused_too() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let style = Style::of(Syntax::Implicit, Lengths::Undefined);
    for (at, tag) in [0x0009_1001, 0x0008_FFF0, 0x0040_0275].into_iter().enumerate() {
        let mut file = slice(Syntax::Implicit, "DEEP", at).without(0x7FE0_0010).bytes();
        for _ in 0..50_000 {
            file.extend(header(tag, "", u32::MAX, style));
            file.extend(header(0xFFFE_E000, "", u32::MAX, style));
        }
        lab.put(format!("in/{at}"), file);
    }
    let rows = lab.work(&["--level", "low"]).expect(1).rows();
    let codes = rows.column("scrub_code");
    assert_eq!([codes[0], codes[2]], ["E_DEPTH"; 2]);
    assert!(codes[1].starts_with("E_"), "{codes:?}");
}

/// A file without pixels, up to an element whose length is a lie.
fn bomb(file: &Dicom, tag: u32, vr: &str, len: u32) -> Vec<u8> {
    let style = Style::of(file.syntax, Lengths::Undefined);
    let mut bytes = file.clone().without(0x7FE0_0010).bytes();
    bytes.extend(header(tag, vr, len, style));
    bytes.extend([0; 64]);
    bytes
}

#[test]
fn declared_lengths_are_not_believed() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut count = 0;
    for len in [1 << 31, 4_000_000_000, 0xFFFF_FFFE] {
        for syntax in [Syntax::Explicit, Syntax::Implicit, Syntax::Big, Syntax::Deflated] {
            let file = slice(syntax, "BOMB", count);
            let mut put = |bytes: Vec<u8>| {
                lab.put(format!("in/{count:03}"), bytes);
                count += 1;
            };
            if syntax != Syntax::Deflated {
                for (tag, vr) in [
                    (0x0028_2000, "OB"),
                    (0x0040_A160, "UT"),
                    (0x0040_A730, "SQ"),
                    (0x0041_1001, "UN"),
                    (0x7FE0_0010, "OW"),
                ] {
                    put(bomb(&file, tag, vr, len));
                }
                let style = Style::of(syntax, Lengths::Undefined);
                let mut in_item = bomb(&file, 0x0040_A730, "SQ", u32::MAX);
                in_item.truncate(in_item.len() - 64);
                in_item.extend(header(0xFFFE_E000, "", len, style));
                put(in_item);
                let mut fragment = bomb(&file, 0x7FE0_0010, "OB", u32::MAX);
                fragment.truncate(fragment.len() - 64);
                fragment.extend(header(0xFFFE_E000, "", len, style));
                put(fragment);
            } else {
                let mut plain = nodes(&file.nodes, Style::of(syntax, Lengths::Undefined));
                plain.extend(header(0x7FE0_0020, "OB", len, Style::of(syntax, Lengths::Undefined)));
                let mut whole = Dicom::new(syntax, Vec::new()).bytes();
                whole.truncate(whole.len() - 2);
                whole.extend(testkit::encode::deflate(&plain));
                put(whole);
            }
        }
    }
    // 100 MB of data, of which the stack of one worker is 67.
    let args = [lab::IN_TO_OUT.as_slice(), &["--level", "low", "-q", "-j1"]].concat();
    let command = lab.tool().within(100_000, args).spawn();
    let done = finish(command.unwrap()).expect(1);
    let each = done.took.as_secs_f64() * 1e3 / count as f64;
    testkit::figure("lengths", format!("{count} files within 100 MB of data, {each:.1} ms each"));
    assert!(done.took < Duration::from_millis(50 * count as u64), "{:?}", done.took);
    let rows = done.rows();
    assert_eq!(rows.len(), count);
    assert!(
        rows.column("scrub").iter().all(|status| *status == "fail"),
        "{:?}",
        rows.verdicts("scrub")
    );
}

#[test]
fn a_deflate_bomb_is_refused() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut file = slice(Syntax::Deflated, "BOMB", 1);
    file.nodes.push(testkit::text(0x7FE0_0020, "OB", vec![0; 300 << 20]));
    let bytes = file.bytes();
    assert!(bytes.len() < 1 << 20);
    lab.put("in/bomb", bytes);
    lab.put("in/good", ct("GOOD", 1).bytes());
    let args = [lab::IN_TO_OUT.as_slice(), &["--level", "low", "-q"]].concat();
    let command = lab.tool().within(1_048_576, args).spawn();
    let rows = finish(command.unwrap()).expect(1).rows();
    assert_eq!(rows.verdicts("scrub"), ["fail E_TOO_LARGE", "ok"]);
}
