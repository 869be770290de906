//! Comparisons with data that lies outside the project; each skips where it is not there.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

use testkit::{Lab, Rows, read, reference};

/// The script of a level, made from the table of its actions.
fn script(table: &Path, level: &str) -> String {
    let actions = Rows::parse(&fs::read(table).unwrap());
    let entries = actions.rows.iter().map(|row| {
        format!(
            "<e en=\"T\" t=\"{}\" n=\"{}\">{}</e>\n",
            row["tag"], row["script_name"], row[level]
        )
    });
    format!("<script>\n{}</script>", entries.collect::<String>())
}

/// Names of the input files, sorted.
fn inputs(golden: &Path) -> Vec<String> {
    let files = fs::read_dir(golden.join("inputs")).unwrap().flatten();
    let mut names: Vec<_> = files.map(|f| f.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn reproduces(results: &str, level: &str, equal: &str) {
    let Some(shared) = reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let shared = shared.canonicalize().unwrap();
    let has_pydicom = Command::new("python3").args(["-c", "import pydicom"]).output();
    if !has_pydicom.is_ok_and(|o| o.status.success()) {
        return println!("skipped: no pydicom");
    }
    let golden = shared.join("golden");
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("script.xml", script(&shared.join("seed/script_actions.csv"), level));
    let mut names = String::from("name,path\n");
    for (at, name) in inputs(&golden).into_iter().enumerate() {
        let input = golden.join("inputs").join(&name);
        let output = format!("out/{at}");
        // A fresh project for each file, as the reference results were made.
        let done = lab.run([
            "--input",
            input.to_str().unwrap(),
            "--output",
            &output,
            "--script",
            "script.xml",
            "--compat",
            "rsna",
            "--site-id",
            "996001",
            "--project",
            "GOLDEN",
            "--uid-root",
            "1.2.826.0.1.3680043.10.474.2",
        ]);
        let path = done.rows().rows[0]["path"].clone();
        if !path.is_empty() {
            names += &format!("{name},{}\n", lab.path(path).display());
        }
    }
    let names = lab.put("names.csv", names);
    let compared = Command::new("python3")
        .arg(golden.join("compare.py"))
        .args([golden.join(results), lab.path("out")])
        .arg("--names")
        .arg(names)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&compared.stdout);
    assert_eq!(said.lines().last(), Some(equal), "{said}");
}

#[test]
fn the_rsna_anonymizer_is_reproduced_at_level_low() {
    reproduces("rsna-low", "low", "132 of 132 equal");
}

#[test]
fn the_rsna_anonymizer_is_reproduced_at_level_high() {
    reproduces("rsna-high", "high", "100 of 100 equal");
}

#[test]
fn the_rsna_anonymizer_is_reproduced_at_level_high_as_intended() {
    reproduces("rsna-high-intended", "high", "132 of 132 equal");
}

#[test]
fn every_reference_input_is_written_or_has_a_code() {
    let Some(shared) = reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let golden = shared.canonicalize().unwrap().join("golden");
    let names = inputs(&golden);
    assert!(names.len() >= 153);
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (level, accepted) in
        [("low", &[][..]), ("low", &["--accept-burned-in"]), ("high", &["--accept-burned-in"])]
    {
        let (mut written, mut flagged) = (0, 0);
        // Several are of one instance, which has one name: each round writes one of them.
        let (mut left, mut round) = (names.clone(), 0);
        while !left.is_empty() {
            let output = format!("{level}{}/{round}", accepted.len());
            let inputs = left.iter().map(|name| golden.join("inputs").join(name));
            let inputs: Vec<_> = inputs.map(|path| path.to_str().unwrap().to_owned()).collect();
            let mut args = vec!["--output", &output, "--key-file", "key", "--level", level];
            args.extend(accepted);
            args.push("--input");
            args.extend(inputs.iter().map(String::as_str));
            let done = lab.run(args);
            assert!(matches!(done.code, Some(0 | 1)), "{:?} {}", done.code, done.stderr);
            let rows = done.rows();
            assert_eq!(rows.len(), left.len());
            let mut again = Vec::new();
            for (name, row) in left.iter().zip(&rows.rows) {
                if ["E_DUPLICATE", "S_SAME_OBJECT"].contains(&row["scrub_code"].as_str()) {
                    again.push(name.clone());
                    continue;
                }
                if row["scrub"] != "ok" {
                    let suspect = row["scrub"] == "flag" && row["scrub_code"] == "F_BURNED_IN";
                    assert!(suspect || row["scrub_code"].starts_with(['E', 'S']), "{name}");
                    flagged += usize::from(suspect);
                    continue;
                }
                written += 1;
                let bytes = fs::read(lab.path(&row["path"])).unwrap();
                assert!(read(&bytes).is_ok(), "{name}: {:?}", read(&bytes).err());
            }
            assert!(again.len() < left.len(), "each round writes some");
            (left, round) = (again, round + 1);
        }
        println!("{level}: {written} of {} written, {flagged} flagged", names.len());
        // Nearly half of those that can be written are secondary captures and ultrasound.
        assert!(written + flagged > 100, "{level}: {written}, {flagged}");
        assert!(if accepted.is_empty() { flagged > 40 } else { flagged == 0 }, "{flagged}");
    }
}
