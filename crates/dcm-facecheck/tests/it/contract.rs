//! The tool in its pipeline: rows, order, reports, and what it says where it cannot judge.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::LazyLock;

use clap::Parser;
use dcm_deface::Method;
use demo_data::anatomy::head::Head;
use demo_data::bounds::Bounds;
use demo_data::vec3::vec3;
use demo_data::{Phantom, Settings, planted_identifiers, write_phantom};
use testkit::search::{Search, Wanted};
use testkit::{Lab, Rows, Tree};

/// A head and a chest, scrubbed and defaced: made once, and laid out anew for each test.
static DEFACED: LazyLock<Defaced> = LazyLock::new(Defaced::new);

struct Defaced {
    /// The files before and after defacing.
    files: [Tree; 2],
    /// The folder in which they were made, which the manifest names.
    root: String,
    /// The manifest of dcm-deface.
    manifest: String,
}

/// What dcm-scrub wrote, and what dcm-deface made of it.
const FOLDERS: [&str; 2] = ["clean", "out"];

impl Defaced {
    fn new() -> Self {
        let lab = lab();
        for phantom in [Phantom::HeadCt, Phantom::ChestCt] {
            let settings = match phantom {
                Phantom::ChestCt => Settings { matrix: 96, ..Settings::default() },
                _ => small_head(),
            };
            write_phantom(&lab.path("in"), phantom, &settings).unwrap();
        }
        let at = |name: &str| lab.path(name).to_str().unwrap().to_owned();
        let (key, flags) = (at("key"), ["--quiet", "--key-file"]);
        let run = |name: &str, from: &str, to: &str, level: &[&str]| -> Vec<String> {
            let names = [name, "--input", from, "--output", to];
            let all = names.into_iter().chain(flags).chain([key.as_str()]);
            all.chain(level.iter().copied()).map(str::to_owned).collect()
        };
        let csv = at("scrub.csv");
        let level = ["--level", "high", "--manifest", &csv];
        let scrub = run("dcm-scrub", &at("in"), &at("clean"), &level);
        dcm_scrub::run(&dcm_scrub::Args::parse_from(scrub)).unwrap();
        let manifest = || {
            let manifest = fs::File::open(&csv).unwrap();
            Ok(dicom_common::pipeline::cli::Rows::Manifest(
                dicom_common::pipeline::manifest::Manifest::read(manifest).unwrap(),
            ))
        };
        let names = ["dcm-deface", "--output", &at("out")].map(str::to_owned);
        let deface = names.into_iter().chain(flags.map(str::to_owned)).chain([key.clone()]);
        let mut rows = Vec::new();
        let args = dcm_deface::Args::parse_from(deface);
        dcm_deface::deface(&args, &Method::Landmarks, manifest, &mut rows).unwrap();
        let files = FOLDERS.map(|folder| lab.tree(folder));
        Self { files, root: root(&lab), manifest: String::from_utf8(rows).unwrap() }
    }

    /// A copy for one test, and its manifest.
    fn copy(&self) -> (Lab, String) {
        let copy = lab();
        for (folder, files) in FOLDERS.iter().zip(&self.files) {
            for (path, file) in files.entries() {
                copy.put(Path::new(folder).join(OsStr::from_bytes(path)), &file.bytes);
            }
        }
        let manifest = self.manifest.replace(&self.root, &root(&copy));
        (copy, manifest)
    }
}

fn root(lab: &Lab) -> String {
    lab.path("").to_str().unwrap().to_owned()
}

/// A head of four fifths of the usual size in 64 slices of 128 by 128 pixels: half the volume is
/// searched and compared in half the time.
fn small_head() -> Settings {
    let usual = Phantom::HeadCt.protocol();
    let mut head = Head::default();
    head.build.size = vec3(0.8, 0.8, 0.8);
    let size = usual.field.size() * 0.4;
    Settings {
        head,
        field: Some(Bounds::around(usual.field.centre(), size)),
        pixel: Some(usual.side * 0.8 / 128.0),
        distance: Some(usual.extent * 0.8 / 64.0),
        ..Settings::default()
    }
}

fn lab() -> Lab {
    Lab::new(env!("CARGO_BIN_EXE_dcm-facecheck"))
}

fn count(rows: &Rows, verdict: &str) -> usize {
    rows.verdicts("facecheck").iter().filter(|v| *v == verdict).count()
}

#[test]
fn heads_pass_the_chest_is_skipped_and_reports_guard_the_patient() {
    let (lab, manifest) = DEFACED.copy();
    let args = ["--report", "face.xlsx", "--page", "face.html", "--jobs", "2"];
    let done = lab.tool().run_with(args, manifest.as_bytes());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let rows = done.rows();
    assert_eq!((count(&rows, "ok"), count(&rows, "skip S_NOT_HEAD")), (64, 24), "{}", done.stderr);
    let before = Rows::parse(manifest.as_bytes());
    assert_eq!(rows.column("source"), before.column("source"), "one row for each, in order");
    assert_eq!(rows.column("path"), before.column("path"));
    let wanted: Vec<_> =
        planted_identifiers().iter().map(|text| Wanted::text(text.as_str(), text)).collect();
    let search = Search::new(&wanted);
    for name in ["face.xlsx", "face.html"] {
        let mode = fs::metadata(lab.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
        assert_eq!(search.hits(name, &fs::read(lab.path(name)).unwrap()), [""; 0]);
    }
    assert_eq!(search.hits("manifest", &done.stdout), [""; 0]);
    assert_eq!(search.hits("messages", done.stderr.as_bytes()), [""; 0]);
    // Its own manifest gives the same, whatever the number of threads.
    let again = lab.tool().run_with(["--jobs", "1"], &done.stdout);
    assert_eq!(String::from_utf8_lossy(&again.stdout), String::from_utf8_lossy(&done.stdout));
}

#[test]
fn what_cannot_be_judged_is_flagged_or_fails_and_never_missing() {
    let (lab, manifest) = DEFACED.copy();
    // Of the head alone: the chest is searched for nothing here.
    let header = manifest.lines().next().unwrap().to_owned();
    let column = |name| header.split(',').position(|cell| cell == name);
    let deface = column("deface").unwrap();
    let of_head = |line: &&str| ["deface", "ok"].contains(&line.split(',').nth(deface).unwrap());
    let manifest: String =
        manifest.lines().filter(of_head).map(|line| line.to_owned() + "\n").collect();
    let heads = Rows::parse(manifest.as_bytes());
    assert_eq!(heads.len(), 64);
    // One file was changed after it was defaced, one original is gone.
    let changed = lab.path(&heads.rows[3]["path"]);
    let mut bytes = fs::read(&changed).unwrap();
    bytes.push(0);
    fs::write(&changed, bytes).unwrap();
    fs::remove_file(lab.path(&heads.rows[40]["undefaced"])).unwrap();
    let done = lab.tool().run_with([""; 0], manifest.as_bytes());
    assert_eq!(done.code, Some(1));
    let judged = done.rows();
    assert_eq!(judged.len(), heads.len());
    assert_eq!(count(&judged, "fail E_CHANGED"), 1, "{:?}", judged.verdicts("facecheck"));
    assert_eq!(count(&judged, "fail E_UNREADABLE"), 1);
    // A row that dcm-deface did not compare with anything has no original.
    let at = column("undefaced").unwrap();
    let without = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells[at] = if cells[at] == "undefaced" { "undefaced" } else { "" };
        cells.join(",") + "\n"
    };
    let orphans: String = manifest.lines().map(without).collect();
    let done = lab.tool().run_with([""; 0], orphans.as_bytes());
    assert_eq!(count(&done.rows(), "flag F_NO_ORIGINAL"), 63);
}

#[test]
fn without_originals_a_face_is_flagged_and_what_shows_none_is_not_called_one() {
    let (lab, _) = DEFACED.copy();
    let raw = lab.run(["--no-originals", "clean"]).rows();
    assert_eq!((count(&raw, "flag F_FACE_LEFT"), count(&raw, "skip S_NOT_HEAD")), (64, 24));
    let defaced = lab.run(["--no-originals", "out"]).rows();
    let told = count(&defaced, "ok") + count(&defaced, "flag F_NOT_JUDGED");
    assert_eq!(told, 64, "{:?}", defaced.verdicts("facecheck"));
}

#[test]
fn a_volume_without_its_dicom_files_is_flagged() {
    let lab = lab();
    lab.put("in/defaced.nii.gz", b"whatever");
    lab.put("raw/text", b"no DICOM");
    let done = lab.run(["--defaced", "in", "--raw", "raw"]);
    assert_eq!(
        (done.code, done.rows().verdicts("facecheck")),
        (Some(1), vec!["flag F_NOT_JUDGED".into()])
    );
}

#[test]
fn usage_is_checked_before_anything_is_written() {
    let lab = lab();
    lab.put("in/a", b"no DICOM");
    for args in [
        vec!["--defaced", "in"],
        vec!["--defaced", "in", "--raw", "elsewhere"],
        vec!["--no-originals", "in", "--raw", "in"],
        vec!["--defaced", "in", "--raw", "in", "--report", "in/face.xlsx"],
        vec!["--defaced", "in", "--raw", "in", "--bf16"],
        vec!["--defaced", "in", "--raw", "in", "--model", "nowhere"],
    ] {
        let done = lab.run(&args);
        assert_eq!(done.code, Some(2), "{args:?} {}", done.stderr);
        assert!(done.stdout.is_empty());
    }
    assert_eq!(lab.tree("in").len(), 1);
}

#[test]
fn reports_that_show_faces_do_not_lie_among_the_files_that_are_shared() {
    let lab = lab();
    lab.put("out/SUB/1/2/3.dcm", b"no DICOM");
    let manifest = "schema,source,path,subject,study\n1,A,out/SUB/1/2/3.dcm,SUB,1\n";
    std::os::unix::fs::symlink("out", lab.path("name")).unwrap();
    for args in [
        ["--report", "out/face.xlsx"],
        ["--page", "out/SUB/face.html"],
        ["--page", "name/face.html"],
        ["--report", "./in/../out/SUB/1/face.xlsx"],
    ] {
        let done = lab.tool().run_with(args, manifest.as_bytes()).expect(2);
        assert!(done.stderr.contains(args[0]), "{}", done.stderr);
    }
    assert_eq!(lab.tree("out").len(), 1);
}

#[test]
fn models_are_described_without_any_data() {
    let lab = lab();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet");
    fs::create_dir(lab.path("models")).unwrap();
    std::os::unix::fs::symlink(&model, lab.path("models/Dataset803_foreground")).unwrap();
    // One of the two is not there.
    let done = lab.run(["--model", "models", "--describe"]).expect(2);
    assert!(done.stderr.contains("Dataset804_"), "{}", done.stderr);
    std::os::unix::fs::symlink(&model, lab.path("models/Dataset804_removed")).unwrap();
    let done = lab.run(["--model", "models", "--describe"]).expect(0);
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said.matches("supported      yes").count(), 2, "{said}");
}

#[cfg(not(feature = "torch"))]
#[test]
fn without_libtorch_networks_are_refused_with_the_way_to_get_it() {
    let lab = lab();
    lab.put("in/a", b"no DICOM");
    let done = lab.run(["--defaced", "in", "--raw", "in", "--model", "in"]);
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("get-libtorch.sh"), "{}", done.stderr);
}

#[cfg(feature = "torch")]
#[test]
fn networks_say_where_the_face_was_and_what_they_say_can_be_stored() {
    use std::os::unix::fs::symlink;

    let (lab, manifest) = DEFACED.copy();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet");
    fs::create_dir(lab.path("models")).unwrap();
    for name in ["Dataset803_foreground", "Dataset804_removed"] {
        symlink(&model, lab.path("models").join(name)).unwrap();
    }
    let args = [
        "--model",
        "models",
        "--save-predictions",
        "said",
        "--criteria",
        "reference",
        "--threads",
        "1",
        "--no-mirroring",
        "--step",
        "1",
    ];
    let done = lab.tool().run_with(args, manifest.as_bytes());
    let rows = done.rows();
    assert_eq!(count(&rows, "flag F_REFERENCE"), 64, "{}", done.stderr);
    let series = rows.rows.iter().find(|row| row["facecheck"] == "flag").unwrap()["series"].clone();
    let read = |name: &str| {
        let path = lab.path(format!("said/{series}_{name}.nii.gz"));
        dicom_common::imaging::nifti::Nifti::read(fs::File::open(path).unwrap()).unwrap()
    };
    let (removed, foreground) = (read("removed"), read("foreground"));
    assert_eq!(removed.shape(), [128, 128, 64]);
    assert_eq!(removed, foreground, "one model stands for both");
}
