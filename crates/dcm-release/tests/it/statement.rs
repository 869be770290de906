//! The statement and its page.

use std::fs;

use crate::common::{Work, row_of};

#[test]
fn a_statement_is_valid_by_the_schema_in_docs() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/statement.schema.json");
    let schema: serde_json::Value = serde_json::from_slice(&fs::read(schema).unwrap()).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let mut work = Work::new();
    work.set(row_of("ONE"), &[("hdrcheck", "flag"), ("hdrcheck_code", "F_FINDINGS")]);
    work.set(row_of("FOUR"), &[("facecheck", ""), ("facecheck_code", "")]);
    let two = work.rows().rows[row_of("TWO")]["series"].clone();
    work.lab.put(
        "decisions.csv",
        format!("series,code,decision,by,date,reason\n{two},,hold,B,2026-11-29,withdrew\n"),
    );
    work.release(&["--decisions", "decisions.csv", "--by", "A", "--date", "2026-11-29"]).expect(1);
    let mut statement = work.statement();
    let errors: Vec<String> = schema.iter_errors(&statement).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    statement["digest"] = "none".into();
    assert!(!schema.is_valid(&statement), "the schema is not empty");
}

#[test]
fn the_page_needs_nothing_else_and_escapes_what_the_user_names() {
    let work = Work::new();
    let evil = "</style><script>alert('1')</script>";
    for (lang, words) in [("en", "What was not checked"), ("ko", "확인하지 않은 것")] {
        work.release(&["--lang", lang, "--by", evil, "--purpose", "연구 & study"]).expect(0);
        let page = fs::read_to_string(work.lab.path("evidence/statement.html")).unwrap();
        assert!(page.contains(words) && page.contains("연구 &amp; study"));
        for foreign in ["<script", "http:", "https:", "url(", "@import", "<link", "<img", " href="]
        {
            assert!(!page.contains(foreign), "{foreign}");
        }
        work.verify(&[]).expect(0);
    }
}

#[test]
fn files_without_a_hash_are_said_to_be_known_by_their_length_alone() {
    let mut work = Work::new();
    work.set(row_of("FOUR"), &[("sha256", "")]);
    let done = work.release(&[]).expect(0);
    assert_eq!(done.rows().rows[row_of("FOUR")]["sha256"].len(), 64, "it is filled in");
    let statement = work.statement();
    assert_eq!(statement["counts"]["with_hash"], 7);
    let notes = statement["not_checked"].as_array().unwrap();
    let note = notes.iter().find(|note| note["id"] == "no-hash").unwrap();
    assert_eq!(note["files"], 1);
}

#[test]
fn records_of_runs_become_part_of_the_statement_if_they_are_of_this_manifest() {
    let work = Work::new();
    let record = |print: &str| {
        format!("{{\"tool\":\"dcm-hdrcheck\",\"version\":\"1\",\"configuration\":\"{print}\"}}")
    };
    work.lab.put("record.json", record("bbbbbbbbbbbb"));
    work.release(&["--run-record", "record.json"]).expect(0);
    let statement = work.statement();
    assert_eq!(statement["records"][0]["tool"], "dcm-hdrcheck");
    let programs = statement["programs"].as_array().unwrap();
    let known = programs.iter().filter(|program| program["record"] == 0).count();
    assert_eq!(known, 1);
    work.lab.put("record.json", record("dddddddddddd"));
    assert!(
        work.release(&["--run-record", "record.json"]).expect(2).stderr.contains("another run")
    );
}
