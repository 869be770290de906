//! Inputs scrubbed whole, weakened, and checked.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Parser;
use testkit::{Dicom, Lab, Rows};

use super::input::{Input, as_written};
use super::mechanism::{Mechanism, Sees};

/// What dcm-scrub and dcm-hdrcheck are asked for: the levels, and profiles under which more stays.
pub const CHOICES: [&str; 4] = [
    "--level low --safe-private converters",
    "--level high",
    "--profile basic --option clean-descriptors,clean-structured-content,clean-graphics,\
     retain-long-modified-dates",
    "--profile basic --option retain-safe-private,retain-patient-characteristics,retain-uids,\
     retain-long-full-dates,retain-device-identity,retain-institution-identity",
];

/// What became of all inputs under a choice.
pub struct Checked {
    /// The weakened files that leak.
    pub leaks: Vec<Leak>,
    /// Inputs whose planted elements are still there when nothing is weakened, without the value.
    pub stay: Vec<usize>,
}

/// A weakened file that holds what the whole one does not.
pub struct Leak {
    /// The number of its input.
    pub at: usize,
    /// Whether it is flagged, by what the checker knows.
    pub flagged: BTreeMap<Sees, bool>,
}

/// Scrubs and weakens all inputs under a choice, and checks what comes of it by what can be known.
pub fn run(inputs: &[(&Mechanism, Input)], choice: &str, known: &[Sees]) -> Checked {
    let lab = Lab::new("");
    for (at, (_, input)) in inputs.iter().enumerate() {
        lab.put(format!("raw/{at:04}"), input.original(at).bytes());
        lab.put(format!("in/{at:04}"), input.to_be_scrubbed(at).bytes());
    }
    let (mut leaking, mut left, mut stay) = (Vec::new(), Vec::new(), Vec::new());
    for (at, path) in scrub(&lab, inputs, choice).iter().enumerate() {
        let (mechanism, input) = &inputs[at];
        let whole = lab.output(path);
        let weak = input.weakened(&whole);
        let retains = choice.contains("retain-");
        if holds(&as_written(&whole), &input.token) {
            if !input.may_stay && !retains {
                left.push(format!("{}: {}", mechanism.name, input.label));
            }
            continue;
        }
        if input.stays(&whole) {
            stay.push(at);
        }
        if holds(&weak, &input.token) && !(input.may_stay && retains) {
            lab.put(format!("weak/{at:04}"), weak.bytes());
            leaking.push(at);
        }
    }
    assert!(left.is_empty(), "{choice}: values are left: {left:#?}");
    let codes = check(&lab, "out", choice, Sees::LinkAndOriginals);
    let findings = std::fs::read_to_string(lab.path("findings.csv")).unwrap();
    let failed = findings.lines().filter(|line| line.contains(",fail,")).collect::<Vec<_>>();
    assert!(codes.iter().all(String::is_empty), "{choice}: whole files are flagged: {failed:#?}");
    let mut leaks: Vec<Leak> =
        leaking.into_iter().map(|at| Leak { at, flagged: BTreeMap::new() }).collect();
    for sees in known {
        for (leak, code) in leaks.iter_mut().zip(check(&lab, "weak", choice, *sees)) {
            leak.flagged.insert(*sees, code == "F_FINDINGS");
        }
    }
    Checked { leaks, stay }
}

/// The outputs' paths in the order of the inputs.
fn scrub(lab: &Lab, inputs: &[(&Mechanism, Input)], choice: &str) -> Vec<String> {
    let line = "dcm-scrub -q --accept-burned-in --input @/in --output @/out --key-file @/key \
                --link @/link.csv --manifest @/scrub.csv";
    let args = args(lab, &format!("{line} {choice}"));
    dcm_scrub::run(&dcm_scrub::Args::try_parse_from(args).unwrap()).unwrap();
    let rows = Rows::parse(&std::fs::read(lab.path("scrub.csv")).unwrap()).rows;
    assert_eq!(rows.len(), inputs.len());
    let path = |(row, (mechanism, input)): (&BTreeMap<String, String>, &(&Mechanism, Input))| {
        let code = &row["scrub_code"];
        assert!(code.is_empty(), "{}: {}: {code} ({choice})", mechanism.name, input.label);
        row["path"].clone()
    };
    rows.iter().zip(inputs).map(path).collect()
}

/// The code of each file of a folder; empty where it is accepted.
fn check(lab: &Lab, folder: &str, choice: &str, sees: Sees) -> Vec<String> {
    let line =
        format!("dcm-hdrcheck -q --input @/{folder} --findings @/findings.csv {}", sees.flags());
    let mut manifest = Vec::new();
    let args = dcm_hdrcheck::Args::try_parse_from(args(lab, &format!("{line} {choice}"))).unwrap();
    dcm_hdrcheck::check(&args, &mut manifest).unwrap();
    Rows::parse(&manifest).rows.iter().map(|row| row["hdrcheck_code"].clone()).collect()
}

/// A command line; `@` stands for the folder.
fn args(lab: &Lab, line: &str) -> Vec<String> {
    let folder = lab.path(Path::new("")).display().to_string();
    let folder = folder.trim_end_matches('/');
    line.split(' ').filter(|arg| !arg.is_empty()).map(|arg| arg.replace('@', folder)).collect()
}

/// Whether these bytes stand anywhere in a file; deflated data sets are searched as they were before.
fn holds(file: &Dicom, token: &[u8]) -> bool {
    let bytes = file.bytes();
    let plain = testkit::read(&bytes).map(|parsed| parsed.plain).unwrap_or_default();
    let holds = |bytes: &[u8]| bytes.windows(token.len()).any(|window| window == token);
    holds(&bytes) || holds(&plain)
}
