use std::path::PathBuf;

use super::*;
use crate::code::{Code, Fault, Outcome, RunError};
use crate::deid::pseudonym::{Key, Pseudonyms};
use crate::pipeline::cli::{Rows, RunArgs, Stop, Tally};
use crate::pipeline::discover::Input;
use crate::pipeline::manifest::{Column, Header, Manifest, Row, Status};

const TOOL: Tool = Tool {
    name: "dcm-test",
    version: "1",
    first: &[Column::Schema, Column::Source, Column::Path, Column::Bytes],
    own: &[Column::Scrub, Column::ScrubCode, Column::ScrubConfig],
    status: Column::Scrub,
    code: Column::ScrubCode,
    config: Column::ScrubConfig,
    done: "done",
    not_done: "were not done",
};

fn pseudonyms() -> Pseudonyms {
    Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap())
}

fn files(names: &'static [&str]) -> Rows {
    Rows::Files(Box::new(
        names.iter().map(|name| {
            Ok(Input { path: PathBuf::from(name), relative: name.as_bytes().to_vec() })
        }),
    ))
}

/// Runs, and gives each row's status and code with the count.
fn run(
    rows: Rows,
    drive: impl FnOnce(&mut Session<'_>, Rows) -> Result<(), RunError>,
) -> (Vec<String>, Tally) {
    let mut out = Vec::new();
    let args = RunArgs { jobs: Some(2), quiet: true, ..RunArgs::default() };
    let mut session = Session::open(&TOOL, &args, &rows, &mut out, b" settings").unwrap();
    drive(&mut session, rows).unwrap();
    let tally = session.finish().unwrap();
    let manifest = Manifest::read(out.as_slice()).unwrap();
    let said = |row: Row| {
        let cell = |column| row.get(manifest.header(), column).to_owned();
        assert_eq!(cell(Column::ScrubConfig), TOOL.fingerprint(b" settings"));
        format!("{} {} {}", cell(Column::Path), cell(Column::Scrub), cell(Column::ScrubCode))
    };
    (manifest.rows().unwrap().map(|row| said(row.unwrap())).collect(), tally)
}

/// Treats files by what their names say.
struct ByName;

fn by_name(name: &str) -> Outcome<String> {
    match name {
        "broken" => Err(Fault(Code::Truncated)),
        "panic" => panic!("on purpose"),
        name => Ok(name.to_owned()),
    }
}

impl FileByFile for ByName {
    type Memory = ();
    type Work = String;

    fn work(&self, entry: &FileEntry, _: usize, (): &mut ()) -> Outcome<String> {
        by_name(entry.path()?.to_str().unwrap())
    }

    fn settle(
        &mut self,
        entry: &mut FileEntry,
        work: Outcome<String>,
        header: &Header,
    ) -> Result<Ending, RunError> {
        entry.row.set(header, Column::Path, work.clone().unwrap_or_default());
        Ok(Ending::from(work.err().map(|Fault(code)| code)))
    }
}

fn file_by_file(session: &mut Session<'_>, rows: Rows) -> Result<(), RunError> {
    session.file_by_file(&mut ByName, file_entries(rows, &TOOL, &pseudonyms())?)
}

#[test]
fn rows_come_in_the_inputs_order_and_a_fault_costs_its_row_alone() {
    let (rows, tally) = run(files(&["a", "broken", "panic", "b"]), file_by_file);
    assert_eq!(rows, ["a ok ", " fail E_TRUNCATED", " fail E_INTERNAL", "b ok "]);
    assert_eq!((tally.ok, tally.failed), (2, 2));
}

#[test]
fn a_row_that_cannot_name_its_file_does_not_say_that_it_was_treated() {
    // No cell of the manifest may be a formula of a spreadsheet.
    let (rows, tally) = run(files(&["=cmd()", "a"]), file_by_file);
    assert_eq!(rows, [" fail E_INTERNAL", "a ok "]);
    assert_eq!((tally.ok, tally.failed), (1, 1));
}

#[test]
fn what_an_earlier_tool_did_not_deliver_is_passed_on_as_that() {
    let text = "schema,source,path,deface\n1,A,,flag\n1,B,b,ok\n";
    let manifest = Manifest::read(text.as_bytes()).unwrap();
    let (rows, _) = run(Rows::Manifest(manifest), file_by_file);
    assert_eq!(rows, [" skip S_UPSTREAM", "b ok "]);
}

/// Treats files together whose names begin with the same letter.
#[derive(Default)]
struct ByLetter(Vec<Vec<EntryId>>);

impl StudyByStudy for ByLetter {
    type Details = ();
    type Found = String;
    type Unit = Vec<EntryId>;
    type Word = Outcome<String>;

    fn look(&self, entry: &mut StudyEntry<()>) -> Outcome<String> {
        by_name(entry.path()?.to_str().unwrap())
    }

    fn admit(
        &mut self,
        id: EntryId,
        name: String,
        entries: &Entries<StudyEntry<()>>,
    ) -> Outcome<()> {
        let name_of = |id: &EntryId| entries.get(*id)?.path?.into_os_string().into_string().ok();
        let known = self.0.iter_mut().find(|unit| {
            unit.first().and_then(name_of).is_some_and(|first| name.starts_with(&first[..1]))
        });
        match known {
            Some(unit) => unit.push(id),
            None => self.0.push(vec![id]),
        }
        Ok(())
    }

    fn units(&mut self, _: &Entries<StudyEntry<()>>) -> Result<Vec<Vec<EntryId>>, RunError> {
        Ok(std::mem::take(&mut self.0))
    }

    fn treat(
        &mut self,
        unit: &Vec<EntryId>,
        entries: &Entries<StudyEntry<()>>,
        _: &Stop,
    ) -> Result<Treated<Outcome<String>>, RunError> {
        let name = |id: &EntryId| entries.get(*id).unwrap().path.unwrap().into_os_string();
        let name = |id: &EntryId| name(id).into_string().unwrap();
        let treated = unit.iter().filter(|id| !name(id).contains("forgotten"));
        assert!(!unit.iter().any(|id| name(id).contains("fault")), "on purpose");
        Ok(treated.map(|id| (*id, Ok(name(id)))).collect())
    }

    fn not_treated(&self, _: &StudyEntry<()>, code: Code) -> Outcome<String> {
        Err(Fault(code))
    }

    fn settle(&mut self, row: &mut Row, word: Outcome<String>, header: &Header) -> Ending {
        row.set(header, Column::Path, word.clone().unwrap_or_default());
        Ending::from(word.err().map(|Fault(code)| code))
    }
}

fn study_by_study(session: &mut Session<'_>, rows: Rows) -> Result<(), RunError> {
    let entry = |row: &Row| {
        let header = Header::of(&[Column::Schema, Column::Source, Column::Path]);
        StudyEntry::known(Ok(row.get(&header, Column::Path).into()), Default::default(), ())
    };
    let new = |input| StudyEntry::new(input, &pseudonyms(), ());
    let (entries, earlier) = study_entries(rows, new, entry)?;
    session.study_by_study(&mut ByLetter::default(), entries, earlier)
}

#[test]
fn no_file_of_a_study_is_left_without_an_answer() {
    let names = &["a1", "x-fault", "a2-forgotten", "panic", "x1", "a3", "broken"];
    let (rows, tally) = run(files(names), study_by_study);
    let internal = " fail E_INTERNAL";
    let expected =
        ["a1 ok ", internal, internal, internal, internal, "a3 ok ", " fail E_TRUNCATED"];
    assert_eq!(rows, expected);
    assert_eq!((tally.ok, tally.failed), (2, 5));
}

#[test]
fn studies_go_on_with_the_rows_of_an_earlier_tool() {
    let text = "schema,source,path,mine\n1,A,a1,x\n1,B,b1,y\n1,C,a2,z\n";
    let manifest = Manifest::read(text.as_bytes()).unwrap();
    let (rows, _) = run(Rows::Manifest(manifest), study_by_study);
    assert_eq!(rows, ["a1 ok ", "b1 ok ", "a2 ok "]);
}

#[test]
fn a_row_without_a_code_is_ok_and_one_with_a_code_has_its_status() {
    assert_eq!(Ending::from(None), Ending::done(Status::Ok));
    assert_eq!(Ending::of(Code::Findings).status, Status::Flag);
}

#[test]
fn a_run_records_itself_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.json");
    let args = RunArgs { record: Some(path.clone()), quiet: true, ..RunArgs::default() };
    let (rows, mut out) = (files(&["a", "broken"]), Vec::new());
    let mut session = Session::open(&TOOL, &args, &rows, &mut out, b" settings").unwrap();
    file_by_file(&mut session, rows).unwrap();
    assert!(!path.exists());
    session.finish().unwrap();
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(record["tool"], "dcm-test");
    assert_eq!(record["configuration"], TOOL.fingerprint(b" settings"));
    assert_eq!((&record["files"], &record["counts"]["fail"]), (&2.into(), &1.into()));
    assert_eq!(record["codes"]["E_TRUNCATED"], 1);
}
