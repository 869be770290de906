//! The report of a made-up run, as text, against the one in `fixtures/golden`.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use dicom_common::code::{Code, Lang, RunError};
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::today;
use recognition::Likeness;
use render::page::{StatusWords, Words};

use crate::args::{Criteria, ReportArgs};
use crate::checked::{Checked, Limits, Mark, Measured, Metric};
use crate::likeness::Portrait;

use super::Sinks;

const METRICS: [Metric; 12] = [
    Metric::FramesAmiss,
    Metric::Altered,
    Metric::FramesUncut,
    Metric::Covered,
    Metric::ScoreBefore,
    Metric::ScoreAfter,
    Metric::BrainLost,
    Metric::BrainShare,
    Metric::SurfaceDice,
    Metric::Hd95,
    Metric::Ssim,
    Metric::Psnr,
];

const LIMITS: Limits = Limits {
    covered: 0.95,
    score_before: 1.5,
    score_left: 0.5,
    brain_lost: 1.0,
    surface_dice: 0.8,
    hd95: 30.0,
    ssim: 0.8,
    psnr: 10.0,
};

/// A picture of one white pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\x0aIDAT\x78\x9c\x63\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xee\x56\0\0\0\0IEND\xae\x42\x60\x82";

fn uid(number: u32) -> String {
    format!("2.25.3141592653589793238462643383279502{number:05}")
}

fn series(number: u32, codes: &[Code], values: [Option<f64>; 12], marks: [char; 12]) -> Checked {
    let mark = |sign| match sign {
        '+' => Mark::Pass,
        '-' => Mark::Fail,
        _ => Mark::Silent,
    };
    let measured = |((metric, value), sign)| Measured { metric, value, mark: mark(sign) };
    Checked {
        name: uid(number),
        subject: format!("MF2TK5DBNRSGK{number:03}"),
        study: uid(90000 + number / 2),
        modality: if number.is_multiple_of(2) { "CT" } else { "MR" },
        files: 100 + number as usize,
        codes: codes.to_vec(),
        decided: String::new(),
        measured: METRICS.into_iter().zip(values).zip(marks).map(measured).collect(),
        predicted_by_networks: number.is_multiple_of(2),
        portrait: None,
        picture: Some(PNG.to_vec()),
    }
}

fn signs(signs: &str) -> [char; 12] {
    signs.chars().collect::<Vec<_>>().try_into().unwrap()
}

/// A run with every outcome, by the default criteria.
pub(super) fn run() -> Vec<Checked> {
    let good = [0.0, 0.0, 0.0, 0.9987, 12.25, 0.5, 0.0, 0.0, 0.9143, 4.5, 0.31, 6.25].map(Some);
    let mut bad =
        [0.0, 1_234_567.0, 3.0, 0.949_96, 8.0, 6.75, 12.3456, 0.008_7, 0.5, 40.0, 0.9, 11.0]
            .map(Some);
    (bad[9], bad[11]) = (Some(f64::INFINITY), Some(f64::INFINITY));
    let mut unseen = good;
    (unseen[3], unseen[4], unseen[5], unseen[9]) = (None, Some(0.75), Some(0.0), None);
    let failed =
        [Code::Altered, Code::MaskNotApplied, Code::FaceLeft, Code::Recognizable, Code::BrainLost];
    let skipped = Checked {
        measured: Vec::new(),
        picture: None,
        ..series(4, &[Code::NotHead], [None; 12], ['.'; 12])
    };
    vec![
        series(1, &[], good, signs("++++.++.....")),
        series(2, &failed, bad, signs("+---.--.....")),
        series(3, &[Code::NoFace], unseen, signs("+++...+.....")),
        skipped,
        Checked {
            subject: "=HYPERLINK(\"x\")".into(),
            name: "<script>alert(1)</script>".into(),
            ..series(5, &[Code::Codec], [None; 12], ['.'; 12])
        },
    ]
}

/// The same by the criteria of the earlier tool.
fn reference_run() -> Vec<Checked> {
    let run = run().into_iter().map(|mut series| {
        let marks = signs(if series.codes.is_empty() { "........++++" } else { "........----" });
        for (measured, sign) in series.measured.iter_mut().zip(marks) {
            measured.mark = match (sign, measured.value) {
                ('+', Some(_)) => Mark::Pass,
                ('-', Some(_)) => Mark::Fail,
                _ => Mark::Silent,
            };
        }
        if series.measured.iter().any(|measured| measured.mark == Mark::Fail) {
            series.codes = vec![Code::Reference];
        }
        series
    });
    run.collect()
}

fn tally() -> Tally {
    Tally { ok: 101, skipped: 104, flagged: 205, failed: 105, unchanged: 0 }
}

struct Written {
    _folder: tempfile::TempDir,
    report: PathBuf,
    page: PathBuf,
}

fn written(criteria: Criteria, lang: Lang, run: Vec<Checked>) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let (report, page) = (folder.path().join("face.xlsx"), folder.path().join("face.html"));
    let args = ReportArgs { report: Some(report.clone()), page: Some(page.clone()), lang };
    let mut sinks = Sinks::create(&args, criteria, LIMITS).unwrap();
    for series in run {
        sinks.add(series).unwrap();
    }
    sinks.finish(&tally()).unwrap();
    Written { _folder: folder, report, page }
}

/// Every sheet as lines of cells.
fn text_of(workbook: &Path) -> String {
    let mut book: Xlsx<_> = open_workbook(workbook).unwrap();
    let mut text = String::new();
    for (name, range) in book.worksheets() {
        assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0);
        writeln!(text, "== {name}").unwrap();
        for row in range.rows() {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.to_string().replace('\n', " / ")).collect();
            writeln!(text, "{}", cells.join("|")).unwrap();
        }
    }
    text
}

/// A page with one element in a line, without its style sheet.
fn lines_of(page: &Path) -> String {
    let page = fs::read_to_string(page).unwrap();
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    [before, after].concat().replace("><", ">\n<") + "\n"
}

fn is_golden(found: &str, name: &str) {
    let found = &found.replace(&today(), "(today)");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, found).unwrap();
    }
    assert_eq!(*found, fs::read_to_string(&golden).unwrap(), "{name}");
}

#[test]
fn the_report_is_the_golden_one() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Ko, "ko")] {
        let files = written(Criteria::Default, lang, run());
        is_golden(&text_of(&files.report), &format!("face-{name}.txt"));
        is_golden(&lines_of(&files.page), &format!("face-{name}.html"));
        let files = written(Criteria::Reference, lang, reference_run());
        is_golden(&text_of(&files.report), &format!("face-reference-{name}.txt"));
    }
}

#[test]
fn the_korean_workbook_by_the_reference_has_the_sheet_of_the_earlier_tool() {
    let files = written(Criteria::Reference, Lang::Ko, reference_run());
    let book: Xlsx<_> = open_workbook(&files.report).unwrap();
    assert_eq!(book.sheet_names()[0], "의료영상 얼굴 정보 익명화 검증 결과");
}

#[test]
fn the_page_has_the_words_of_the_manifest() {
    for (lang, words) in [(Lang::En, Words::ENGLISH), (Lang::Ko, Words::KOREAN)] {
        let StatusWords { ok, skip, flag, fail } = words.statuses;
        let statuses = [Status::Ok, Status::Skip, Status::Flag, Status::Fail];
        assert_eq!(statuses.map(|status| status.in_words(lang)), [ok, skip, flag, fail]);
        assert_eq!((words.pass, words.fail, words.lang), (ok, fail, lang.tag()));
    }
}

#[test]
fn both_files_are_readable_by_their_owner_alone() {
    let files = written(Criteria::Default, Lang::En, run());
    for file in [&files.report, &files.page] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_run_that_is_not_finished_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name| Some(folder.path().join(name));
    let args = ReportArgs { report: path("a.xlsx"), page: path("a.html"), lang: Lang::En };
    let mut sinks = Sinks::create(&args, Criteria::Default, LIMITS).unwrap();
    run().into_iter().for_each(|series| sinks.add(series).unwrap());
    drop(sinks);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_missing_ends_the_run_before_it_begins() {
    let args = ReportArgs { report: Some("/nowhere/a.xlsx".into()), ..ReportArgs::default() };
    let created = Sinks::create(&args, Criteria::Default, LIMITS);
    assert!(matches!(created, Err(RunError::Usage(_))));
}

#[test]
fn without_a_flag_nothing_is_kept_or_written() {
    let mut sinks = Sinks::create(&ReportArgs::default(), Criteria::Default, LIMITS).unwrap();
    assert!(!sinks.wanted());
    run().into_iter().for_each(|series| sinks.add(series).unwrap());
    assert!(sinks.content.series.is_empty());
    sinks.finish(&tally()).unwrap();
}

#[test]
fn the_workbook_has_every_picture_and_the_page_loads_nothing() {
    let files = written(Criteria::Default, Lang::En, run());
    let book = zip::ZipArchive::new(fs::File::open(&files.report).unwrap()).unwrap();
    let media = book
        .file_names()
        .filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("xl/media/")))
        .count();
    assert_eq!(media, run().iter().filter(|series| series.picture.is_some()).count());
    let page = fs::read_to_string(&files.page).unwrap();
    assert_eq!(page.matches("src=\"data:image/png;base64,iVBOR").count(), media);
    for foreign in ["http:", "https:", "url(", "@import", "<link", "<script", " href="] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn many_series_are_spread_over_pages_that_lead_to_one_another_and_what_failed_comes_first() {
    let mut many: Vec<Checked> = (0..500).map(|n| series(n, &[], [None; 12], ['.'; 12])).collect();
    many.push(series(500, &[Code::FaceLeft], [None; 12], ['.'; 12]));
    let files = written(Criteria::Default, Lang::En, many);
    let page = |name: &str| fs::read_to_string(files.page.with_file_name(name)).unwrap();
    let pages = ["face.html", "face-2.html", "face-3.html"].map(page);
    for (page, cards) in pages.iter().zip([200, 200, 101]) {
        assert_eq!(page.matches("<article").count(), cards);
        for other in ["./face.html", "./face-2.html", "./face-3.html"] {
            assert!(page.contains(&format!("href=\"{other}\"")), "{other}");
        }
    }
    let first = pages[0].find("<article").unwrap();
    assert!(pages[0][first..].contains(&uid(500)), "what needs a person");
    assert!(pages.iter().all(|page| page.contains("1 must not be shared before a person")));
}

#[test]
fn the_conclusion_claims_nothing_for_what_was_skipped_or_let_pass_by_a_person() {
    let skipped = || series(4, &[Code::NotHead], [None; 12], ['.'; 12]);
    let said = |run| text_of(&written(Criteria::Default, Lang::En, run).report);
    assert!(said(vec![skipped()]).contains("No face was looked for: 1 series were skipped."));
    let decided = Checked { decided: "pass".into(), ..series(1, &[], [None; 12], ['.'; 12]) };
    let found = said(vec![decided, skipped()]);
    assert!(found.contains("1 series passed, 1 of them by a person's decision"), "{found}");
}

#[test]
fn ten_people_and_more_are_compared_with_one_another() {
    let likeness = |x: usize| Likeness(vec![x as f32]);
    let person = |n: usize| Checked {
        subject: format!("person {n}"),
        portrait: Some(Portrait {
            front: likeness(n),
            aside: vec![likeness(n)],
            left: vec![likeness((n + 1) % 10)],
            completed: Vec::new(),
        }),
        ..series(1, &[], [None; 12], ['.'; 12])
    };
    let found = [
        (
            Lang::En,
            "10 people; first of all: 100.0 % (72.2–100.0 %) before, 0.0 % (0.0–30.0 %) after",
        ),
        (
            Lang::Ko,
            "10명; 1순위 식별률: 제거 전 100.0 % (72.2–100.0 %), 제거 후 0.0 % (0.0–30.0 %)",
        ),
    ];
    for (lang, expected) in found {
        let files = written(Criteria::Default, lang, (0..10).map(person).collect());
        assert!(text_of(&files.report).contains(expected));
        assert!(fs::read_to_string(&files.page).unwrap().contains(expected));
        let few = written(Criteria::Default, lang, (0..9).map(person).collect());
        assert!(!text_of(&few.report).contains("ROC"));
    }
}

#[test]
fn an_empty_run_has_a_report_too() {
    for (criteria, counts) in [
        (Criteria::Default, "Series 0: ok 0 · flag 0 · fail 0 · skip 0"),
        (Criteria::Reference, "Series 0: PASS 0 · FAIL 0"),
    ] {
        let files = written(criteria, Lang::En, Vec::new());
        assert!(text_of(&files.report).contains(counts));
        assert!(fs::read_to_string(&files.page).unwrap().contains("No series."));
    }
}
