//! Damaged files, thousands of them: each has its row, none ends the process, and what is written
//! is valid.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::time::Duration;

use testkit::samples::{reference, slice};
use testkit::tool::finish;
use testkit::{Lab, Lengths, Rng, Syntax, item, lab, read, text};

/// Mutations of each transfer syntax in the usual run; `--ignored` does five times as many.
const USUAL: usize = 2_000;
/// Memory that a run may take, in KiB.
const MEMORY: u32 = 1 << 20;

/// A script of CTP that reads, changes and enters elements of all kinds.
const CTP: &str = r#"<script>
    <e en="T" t="00080020" n="StudyDate">@hashdate(this,PatientID)</e>
    <e en="T" t="00080021" n="SeriesDate">@modifydate(this,*,1,1)</e>
    <e en="T" t="00080018" n="SOPInstanceUID">@hashuid(1.2.3,this)</e>
    <e en="T" t="00080070" n="Manufacturer">@contents(this,"(A|B)+","$1")@truncate(Modality,-1)</e>
    <e en="T" t="00082218" n="AnatomicRegionSeq">@process()</e>
    <e en="T" t="00400275" n="RequestAttributesSeq">@process()</e>
    <e en="T" t="00081140" n="RefImageSeq">@empty()</e>
    <e en="T" t="0009[ACME]02" n="nested">@process()</e>
    <e en="T" t="00100010" n="PatientName">@if(Rows,greaterthan,3){@initials(this)}{@hash(this)}</e>
    <e en="T" t="00100020" n="PatientID">@hashptid(site,this,12)</e>
    <e en="T" t="00101010" n="PatientAge">@round(this,5)</e>
    <e en="T" t="00120063" n="Method">@always()@lowercase(00082218::00080104)</e>
    <r en="T" t="curves">x</r>
</script>"#;

fn original(syntax: Syntax, instance: usize) -> Vec<u8> {
    let private = [
        text(0x0009_0010, "LO", "ACME"),
        text(0x0009_1001, "UN", "secret"),
        item(0x0009_1002, vec![text(0x0010_0010, "PN", "A^B")]),
    ];
    let mut file = slice(syntax, "MUTANT", instance).with_all(private).with_all([
        reference(0x0008_1140, "1.2.3"),
        item(0x0040_0275, vec![reference(0x0008_1110, "1.2.4")]).as_vr("UN"),
        item(0x0008_2218, vec![text(0x0008_0104, "LO", "Head")]),
    ]);
    file.lengths = match instance.is_multiple_of(2) {
        true => Lengths::Defined,
        false => Lengths::Undefined,
    };
    file.bytes()
}

/// A few changes after the preamble: bytes, lengths, runs inserted, deleted or repeated.
fn mutate(bytes: &mut Vec<u8>, rng: &mut Rng) {
    const LENGTHS: [[u8; 4]; 6] = [
        [0xFF; 4],
        [0xFE, 0xFF, 0xFF, 0xFF],
        [0, 0, 0, 0x80],
        [0, 0, 0, 0],
        [0xFE, 0xFF, 0x0D, 0xE0],
        [0xFE, 0xFF, 0x00, 0xE0],
    ];
    for _ in 0..=rng.below(3) {
        let at = 128 + rng.below(bytes.len() - 140);
        let run = 1 + rng.below(12);
        match rng.below(6) {
            0 => bytes[at] ^= 1 << rng.below(8),
            1 => bytes[at] = rng.number() as u8,
            2 => bytes[at..at + 4].copy_from_slice(&LENGTHS[rng.below(LENGTHS.len())]),
            3 => {
                let new = rng.bytes(run);
                bytes.splice(at..at, new);
            }
            4 => drop(bytes.drain(at..at + run.min(bytes.len() - at - 4))),
            _ => {
                let end = (at + 8 * run).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
        if bytes.len() < 300 {
            break;
        }
    }
}

fn survives(syntax: Syntax, count: usize) {
    survives_with(syntax, count, &["--level", "high"]);
}

fn survives_with(syntax: Syntax, count: usize, method: &[&str]) {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut rng = Rng::new(syntax as u64 + 1);
    for at in 0..count {
        let mut bytes = original(syntax, at);
        mutate(&mut bytes, &mut rng);
        lab.put(format!("in/{at:06}"), bytes);
    }
    lab.put("ctp.script", CTP);
    let args = [lab::IN_TO_OUT.as_slice(), method, &["-q"]].concat();
    let done = finish(lab.tool().within(MEMORY, args).spawn().unwrap()).expect(1);
    assert!(done.took < Duration::from_millis(20) * count as u32, "{:?}", done.took);
    let rows = done.rows();
    assert_eq!(rows.len(), count);
    let panics = rows.column("scrub_code").iter().filter(|code| **code == "E_INTERNAL").count();
    testkit::figure(
        "mutation",
        format!(
            "{syntax:?}, {}: {count} files in {:.1} s within {} MiB of data, {panics} panics",
            method.first().unwrap().trim_start_matches('-'),
            done.took.as_secs_f64(),
            MEMORY >> 10
        ),
    );
    assert_eq!(panics, 0);
    let written: Vec<_> = rows.column("path").into_iter().filter(|p| !p.is_empty()).collect();
    // Changes of a deflated data set are mostly noticed by its decoder.
    assert!(written.len() > count / 100, "only {} could be treated", written.len());
    let tree = lab.tree("out");
    let wrong: Vec<_> = tree
        .entries()
        .iter()
        .filter_map(|(name, entry)| {
            let error = read(&entry.bytes).err()?;
            let row = rows.rows.iter().position(|r| r["path"].as_bytes().ends_with(name));
            Some(format!("file {row:?}: {error}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} outputs: {wrong:#?}", wrong.len(), tree.len());
}

#[test]
fn damaged_implicit_files_are_survived() {
    survives(Syntax::Implicit, USUAL);
}

#[test]
fn damaged_explicit_files_are_survived() {
    survives(Syntax::Explicit, USUAL);
}

#[test]
fn damaged_big_endian_files_are_survived() {
    survives(Syntax::Big, USUAL);
}

#[test]
fn damaged_deflated_files_are_survived() {
    survives(Syntax::Deflated, USUAL);
}

#[test]
fn damaged_encapsulated_files_are_survived() {
    survives(Syntax::Rle, USUAL);
}

#[test]
fn damaged_files_are_survived_by_a_script_of_ctp() {
    let method = ["--script", "ctp.script", "--dialect", "ctp"];
    for syntax in [Syntax::Explicit, Syntax::Implicit, Syntax::Big] {
        survives_with(syntax, USUAL / 4, &method);
    }
}

#[test]
#[ignore = "ten seconds"]
fn ten_thousand_damaged_files_of_each_syntax_are_survived() {
    for syntax in Syntax::ALL {
        survives(syntax, 5 * USUAL);
    }
}
