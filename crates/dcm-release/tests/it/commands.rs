//! Every command of the README and of docs/ runs: a flag that was renamed is not left there.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};

use testkit::Lab;
use testkit::samples::ct;
use testkit::tool::finish;

/// Commands that are not run, by how they begin, and why.
const NOT_RUN: [(&str, &str); 15] = [
    ("make ", "builds"),
    ("apt-get ", "installs"),
    ("age-keygen ", "another program"),
    ("sqlite3 ", "another program"),
    ("python ", "another program"),
    ("efficacy ", "measures, for minutes"),
    ("dcm-scrub ... ", "says only what is added"),
    ("dcm-deface --input bids", "NIfTI, as nifti.rs of dcm-deface does"),
    (
        "dcm-scrub --input raw --output clean --level low --key-file key --link link.age",
        "a key is cut short",
    ),
    ("dcm-scrub relink --link link.age", "needs the file of the command before"),
    ("echo 2.25.97340115893312 | dcm-scrub relink", "needs the file of the command before"),
    ("dcm-scrub --input set/originals", "of efficacy's data"),
    (
        "dcm-scrub --input raw --output clean --profile basic --option clean-descriptors --words hospital.txt",
        "names a list that not every machine has",
    ),
    ("dcm-scrub --profile basic --option retain-long-modified-dates", "a list of flags"),
    ("dcm-release verify share evidence/statement.json --public-key", "verify.rs does, with a key"),
];

/// What a page shows as commands: lines of blocks of `sh`, lines after `$ ` of blocks of `console`, and
/// indented lines that begin with one of the tools. A line that ends with `\` goes on.
fn commands(page: &str) -> Vec<String> {
    let (mut commands, mut block, mut open) = (Vec::new(), None, None::<String>);
    for line in page.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            block = if block.is_none() { Some(kind) } else { None };
            continue;
        }
        let begun = match (&mut open, block) {
            (Some(_), _) => line.trim(),
            (None, Some("sh")) => line,
            (None, Some("console")) => line.strip_prefix("$ ").unwrap_or_default(),
            (None, None) if line.starts_with("    dcm-") => line.trim(),
            _ => "",
        };
        let command = open.take().unwrap_or_default() + begun;
        match command.strip_suffix('\\') {
            Some(rest) => open = Some(rest.to_owned()),
            None if command.trim().is_empty() => {}
            None => commands.push(command.trim().to_owned()),
        }
    }
    commands
}

/// The README and the pages of docs/.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    pages.sort();
    pages.insert(0, root.join("README.md"));
    pages
}

/// What the pages take for granted: originals, a key, tables.
fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-release"));
    for (at, patient) in ["4711003", "4711003", "4711004"].into_iter().enumerate() {
        lab.put(format!("raw/{at}.dcm"), ct(patient, at + 1).bytes());
    }
    lab.put("subjects.csv", "id,new id,days\n4711003,SITE-001,-100\n4711004,SITE-002,-83\n");
    lab.put("decisions.csv", "series,code,decision,by,date,reason\n");
    lab
}

/// What a command writes anew: its folders of output, its evidence, and the link file.
fn written(command: &str) -> Vec<&str> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let is_new = |flag: &str| {
        matches!(flag, "--output" | "--evidence")
            || flag == "--link" && command.contains("--output")
    };
    words.windows(2).filter(|pair| is_new(pair[0])).map(|pair| pair[1]).collect()
}

#[test]
fn every_command_of_the_documentation_runs() {
    let programs = Path::new(env!("CARGO_BIN_EXE_dcm-release")).parent().unwrap();
    let tools = ["dcm-scrub", "dcm-deface", "dcm-hdrcheck", "dcm-facecheck"];
    if tools.iter().any(|tool| !programs.join(tool).exists()) {
        return println!("skipped: the other tools are not built; test the whole workspace");
    }
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let run = |lab: &Lab, command: &str| {
        for name in written(command) {
            let _ = fs::remove_dir_all(lab.path(name)).or_else(|_| fs::remove_file(lab.path(name)));
        }
        let script = format!(
            "{command}\nfor code in \"${{PIPESTATUS[@]}}\"; do ((code < 2)) || exit 2; done"
        );
        let mut bash = std::process::Command::new("bash");
        bash.args(["-c", &script]).current_dir(lab.path("")).env("PATH", &path);
        bash.stdin(std::process::Stdio::null());
        bash.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        finish(bash.spawn().unwrap())
    };
    let mut unused: Vec<&str> = NOT_RUN.iter().map(|(begin, _)| *begin).collect();
    let mut ran = 0;
    for page in pages() {
        let commands = commands(&fs::read_to_string(&page).unwrap());
        let is_run =
            |command: &String| !NOT_RUN.iter().any(|(begin, _)| command.starts_with(begin));
        unused.retain(|begin| !commands.iter().any(|command| command.starts_with(begin)));
        if !commands.iter().any(is_run) {
            continue;
        }
        let lab = lab();
        let before =
            "dcm-scrub raw --output clean --level high --key-file key --link link.csv > scrub.csv";
        assert_eq!(run(&lab, before).code, Some(0));
        for command in commands.iter().filter(|command| is_run(command)) {
            let done = run(&lab, command);
            assert_eq!(done.code, Some(0), "{}: {command}\n{}", page.display(), done.stderr);
            ran += 1;
        }
    }
    assert!(ran > 15, "{ran} commands were found");
    assert!(unused.is_empty(), "no page has these any more: {unused:?}");
}

#[test]
fn commands_are_found_in_blocks_and_beside_them() {
    let page = "text\n```console\n$ one | \\\n    two > x\nwhat it says\n$ three\n```\n    dcm-scrub four \\\n      five\n    not one\n```\nsix\n```\n";
    assert_eq!(commands(page), ["one | two > x", "three", "dcm-scrub four five"]);
}
