//! The same key gives the same pseudonyms in every run, on every machine and in every order: parts
//! of a data set that are anonymized apart are together what one run makes of the whole.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};

use testkit::samples::{reference, slice};
use testkit::tool::finish;
use testkit::{Dicom, Lab, Rng, Rows, Syntax, Tree};

const PATIENTS: [&str; 4] = ["A", "B", "C", "D"];
const FILES: usize = 240;

/// What one run leaves: its files, the rows of its manifest, and those of its link file.
struct Delivered {
    tree: Tree,
    rows: Rows,
    links: Rows,
}

/// Where a run happens: another machine has another time zone and language, and as many threads as
/// it likes.
struct Machine {
    jobs: &'static str,
    zone: &'static str,
    language: &'static str,
}

const MACHINES: [Machine; 3] = [
    Machine { jobs: "1", zone: "UTC", language: "C" },
    Machine { jobs: "7", zone: "Asia/Seoul", language: "ko_KR.UTF-8" },
    Machine { jobs: "3", zone: "America/Los_Angeles", language: "tr_TR.UTF-8" },
];

/// The file `at`: it refers to the next one of its patient and to one of another patient, which lie
/// in other parts.
fn file(at: usize) -> (String, Dicom) {
    let patient = |at: usize| PATIENTS[at % PATIENTS.len()];
    let name = format!("in/{}/{at:03}", patient(at));
    let file = slice(Syntax::ALL[at % 5], patient(at), at);
    let (next, other) = ((at + PATIENTS.len()) % FILES, (at + 1) % FILES);
    let uid = |at| slice(Syntax::Explicit, patient(at), at).text(0x0008_0018);
    let file =
        file.with(reference(0x0008_1140, &uid(next))).with(reference(0x0008_2112, &uid(other)));
    (name, file)
}

/// Anonymizes these files, in this order, in a folder of their own.
fn scrub(level: &str, files: &[usize], machine: &Machine) -> Delivered {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let mut list = Vec::new();
    for at in files {
        let (name, file) = file(*at);
        lab.put(&name, file.bytes());
        list.extend(name.bytes().chain([0]));
    }
    lab.put("list", list);
    let args = ["--files0-from", "list", "--output", "out", "--key-file", "key", "--level", level];
    let more = ["--jobs", machine.jobs, "--checksum", "--link", "link.csv"];
    let mut command = lab.tool().command([&args[..], &more].concat());
    let child = command.env("TZ", machine.zone).env("LC_ALL", machine.language).spawn();
    let rows = finish(child.unwrap()).expect(0).rows();
    let links = Rows::parse(&std::fs::read(lab.path("link.csv")).unwrap());
    Delivered { tree: lab.tree("out"), rows, links }
}

/// Rows without their order; of the link file, what belongs to many files stands at the first.
fn set(rows: &Rows, but: &str) -> BTreeSet<BTreeMap<String, String>> {
    let mut rows = rows.rows.clone();
    rows.iter_mut().for_each(|row| drop(row.remove(but)));
    rows.into_iter().collect()
}

#[test]
fn parts_that_are_anonymized_apart_are_together_the_whole() {
    for level in ["low", "high"] {
        let all: Vec<usize> = (0..FILES).collect();
        let whole = scrub(level, &all, &MACHINES[0]);
        assert_eq!(whole.tree.len(), FILES);

        // Every patient and every series has files in every part.
        let mut rng = Rng::new(11);
        let mut parts = [Vec::new(), Vec::new(), Vec::new()];
        for at in all {
            let part = &mut parts[(at + at / 3) % 3];
            part.insert(rng.below(part.len() + 1), at);
        }
        let (mut tree, mut rows, mut links) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let mut files = 0;
        for (part, machine) in parts.iter().zip(&MACHINES).rev() {
            assert!(PATIENTS.iter().enumerate().all(|(p, _)| part.iter().any(|at| at % 4 == p)));
            let result = scrub(level, part, machine);
            files += result.tree.len();
            for (name, bytes) in result.tree.content() {
                tree.insert(name, bytes.to_vec());
            }
            rows.extend(set(&result.rows, ""));
            links.extend(set(&result.links, "source"));
        }
        assert_eq!(files, FILES);
        let of_whole = whole.tree.content().into_iter();
        let of_whole: BTreeMap<_, _> = of_whole.map(|(n, bytes)| (n, bytes.to_vec())).collect();
        assert!(tree == of_whole, "{level}: other files");
        assert_eq!(rows, set(&whole.rows, ""), "{level}");
        assert_eq!(links, set(&whole.links, "source"), "{level}");
    }
}

#[test]
fn references_lead_into_the_other_parts() {
    let (first, second) = (scrub("low", &[8], &MACHINES[1]), scrub("low", &[12], &MACHINES[2]));
    let read = |result: &Delivered| {
        let entry = result.tree.entries().values().next().unwrap();
        testkit::read(&entry.bytes).unwrap()
    };
    let (first, second) = (read(&first), read(&second));
    let instance = second.text(0x0008_0018);
    let references = first.node(0x0008_1140).unwrap();
    assert_eq!(testkit::read::trimmed(&references.items()[0], 0x0008_1155), instance);
    for shared in [0x0010_0020, 0x0020_000D, 0x0020_000E, 0x0020_0052, 0x0008_0020] {
        assert_eq!(first.text(shared), second.text(shared));
        assert!(!first.text(shared).is_empty());
    }
}

#[test]
fn another_key_would_be_noticed() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/A/000", file(0).1.bytes());
    lab.secret("key", b"quite another key of 32 bytes...");
    lab.work(&["--level", "low"]).expect(0);
    let other = scrub("low", &[0], &MACHINES[0]).tree;
    assert!(lab.tree("out").content() != other.content());
}
