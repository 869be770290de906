//! A site's own IDs and shifts of dates: `--subjects-map`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs;

use testkit::samples::ct;
use testkit::{Lab, Rows, sequence};

fn lab() -> Lab {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    for (at, patient) in ["HOSP1", "HOSP1", "HOSP2", "HOSP9"].into_iter().enumerate() {
        lab.put(format!("in/{at}"), ct(patient, at).bytes());
    }
    lab.put(
        "map.csv",
        "id,new id,days\nHOSP1,SITE_001,-100\nHOSP2,SITE_002,30\nHOPS3,SITE_003,-1\n",
    );
    lab
}

#[test]
fn folders_ids_and_dates_follow_the_table_and_other_patients_fail() {
    for (method, date) in [
        (&["--level", "low"][..], "20191007"),
        (&["--level", "high"], ""),
        (&["--profile", "basic", "--option", "retain-long-modified-dates"], "20191007"),
    ] {
        let lab = lab();
        let own = ["--subjects-map", "map.csv", "--link", "link.csv", "--checksum"];
        let done = lab.work(&[method, &own].concat()).expect(1);
        let rows = done.rows();
        assert_eq!(rows.verdicts("scrub"), ["ok", "ok", "ok", "fail E_SUBJECT"], "{method:?}");
        assert_eq!(rows.column("subject"), ["SITE_001", "SITE_001", "SITE_002", ""]);
        let path = &rows.rows[0]["path"];
        assert!(path.starts_with("out/SITE_001/"), "{path}");
        let output = lab.output(path);
        assert_eq!(output.text(0x0010_0020), "SITE_001", "{method:?}");
        assert_eq!(output.text(0x0008_0020), date, "{method:?}");
        let one = &done.stderr;
        assert!(
            one.contains("1 of 3 patients of --subjects-map") && one.contains("line 4"),
            "{one}"
        );
        for value in ["HOSP", "HOPS", "SITE"] {
            assert!(!one.contains(value), "{one}");
        }
        assert!(!String::from_utf8_lossy(&done.stdout).contains("HOSP"));
        let links = Rows::parse(&fs::read(lab.path("link.csv")).unwrap());
        let of = |kind: &str| {
            let rows = links.rows.iter().filter(|row| row["kind"] == kind);
            rows.map(|row| row["new"].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(of("patient"), ["SITE_001", "SITE_002"]);
        assert_eq!(of("shift"), ["-100", "30"]);
        // More patients may come: the folder is the same.
        let map = fs::read_to_string(lab.path("map.csv")).unwrap() + "HOSP9,SITE_009,-7\n";
        lab.put("map.csv", map);
        let again = lab.work(&[method, &["--subjects-map", "map.csv"]].concat()).expect(0).rows();
        assert_eq!(again.column("subject")[3], "SITE_009");
        let none = lab.work(method).expect(2);
        assert!(none.stderr.contains("with a table of subjects"), "{}", none.stderr);
    }
}

#[test]
fn the_id_follows_into_sequences() {
    let lab = lab();
    let nested = testkit::text(0x0010_0020, "LO", "HOSP1");
    let other = testkit::text(0x0010_0020, "LO", "HOSP5");
    let file = ct("HOSP1", 7).with(sequence(0x0008_1140, vec![vec![nested], vec![other]]));
    lab.put("in/0", file.bytes());
    let rows = lab.work(&["--level", "low", "--subjects-map", "map.csv"]).expect(1).rows();
    let output = lab.output(&rows.rows[0]["path"]);
    let items = output.node(0x0008_1140).unwrap().items();
    assert_eq!(testkit::read::trimmed(&items[0], 0x0010_0020), "SITE_001");
    let other = testkit::read::trimmed(&items[1], 0x0010_0020);
    assert!(!other.contains("HOSP") && other.len() == 16, "{other}");
}

#[test]
fn a_table_that_cannot_be_used_ends_the_run() {
    let lab = lab();
    lab.put("bad.csv", "id,new id,days\nHOSP1,S1,0\n");
    let script = "<script><e en=\"T\" t=\"00100010\" n=\"x\">@remove()</e></script>";
    lab.put("script.xml", script);
    for (args, word) in [
        (&["--level", "low", "--subjects-map", "bad.csv"][..], "line 2"),
        (&["--level", "low", "--subjects-map", "none.csv"], "cannot be read"),
        (&["--level", "low", "--subjects-map", "/dev/zero"], "cannot be read"),
        (&["--level", "low", "--subjects-map", "out/map.csv"], "must not lie inside --output"),
        (&["--level", "low", "--keep", "PatientID", "--subjects-map", "map.csv"], "--keep"),
        (&["--script", "script.xml", "--subjects-map", "map.csv"], "cannot be used with"),
    ] {
        let done = lab.work(args).expect(2);
        assert!(done.stderr.contains(word) && !done.stderr.contains("HOSP"), "{}", done.stderr);
        assert!(done.stdout.is_empty() && !lab.path("out").exists(), "{args:?}");
    }
}
