//! What is done with the series of a study, and what never is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use testkit::text;

use crate::common::{Bench, Head, paths};

/// So many rows of one verdict after another.
fn summary(verdicts: &[String]) -> Vec<(usize, &str)> {
    let mut summary: Vec<(usize, &str)> = Vec::new();
    for verdict in verdicts {
        match summary.last_mut() {
            Some((n, last)) if *last == verdict => *n += 1,
            _ => summary.push((1, verdict)),
        }
    }
    summary
}

#[test]
fn a_doubtful_series_leaves_no_file_and_its_rows_say_why() {
    let bench = Bench::with(&[Head { most: 800, ..Head::new("P", 1) }, Head::new("Q", 1)]);
    let ran = bench.work(&[]).expect(1);
    assert_eq!(summary(&ran.verdicts()), [(5, "flag F_FACE_DOUBT"), (5, "ok")]);
    assert_eq!(paths(&ran.rows(), "path").len(), 5);
    assert_eq!(bench.lab.tree("out").len(), 6, "five files and a mask");
}

#[test]
fn the_larger_cut_is_made_only_on_request() {
    let bench = Bench::with(&[Head { most: 700, ..Head::new("P", 1) }]);
    assert_eq!(summary(&bench.work(&[]).expect(1).verdicts()), [(5, "flag F_FACE_DOUBT")]);
    assert!(bench.lab.tree("out").is_empty());
    let deep = bench.work(&["--on-doubt", "deep"]).expect(0);
    assert_eq!(summary(&deep.verdicts()), [(5, "ok")]);
}

#[test]
fn a_face_serves_the_series_of_its_frame_of_reference_alone() {
    let doubtful = Head { most: 800, ..Head::new("P", 2) };
    let few = Head { slices: 2, ..Head::new("P", 3) };
    let bench = Bench::with(&[
        Head::new("P", 1),
        doubtful.clone(),
        few.clone(),
        Head { series: 4, frame_of_reference: "1.2.3.98", ..doubtful },
        Head { series: 5, frame_of_reference: "1.2.3.98", ..few.clone() },
        Head { patient: "Q", ..few },
        Head { most: 900, ..Head::new("P", 6) },
    ]);
    let verdicts = bench.work(&[]).expect(1).verdicts();
    let expected = [(12, "ok"), (5, "flag F_FACE_DOUBT"), (4, "flag F_LOCALIZER"), (5, "ok")];
    assert_eq!(summary(&verdicts), expected);
}

#[test]
fn what_is_no_head_is_skipped_with_its_localizer_and_stays_where_it_is() {
    let bench = Bench::new();
    let chest = Head { most: 900, ..Head::new("P", 1) };
    let files = chest.files();
    let scout = Head::new("P", 2).slice(0);
    let scout = scout.with(text(0x0008_0008, "CS", r"ORIGINAL\PRIMARY\LOCALIZER"));
    let report = Head::new("P", 3).slice(0).with_all([
        text(0x0008_0060, "CS", "SR"),
        text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.88.33"),
    ]);
    let mut rows: Vec<(&str, &testkit::Dicom)> = vec![("scout", &scout), ("sr", &report)];
    rows.extend(["a", "b", "c", "d", "e"].into_iter().zip(&files));
    let manifest = bench.manifest(&rows);
    let ran = bench.pipe(&manifest, &[]).expect(0);
    let expected = [(1, "skip S_NOT_HEAD"), (1, "skip S_MODALITY"), (5, "skip S_NOT_HEAD")];
    assert_eq!(summary(&ran.verdicts()), expected);
    assert!(bench.lab.tree("out").is_empty());
    let rows = ran.rows();
    assert_eq!(rows.column("path"), testkit::Rows::parse(&manifest).column("path"));
    assert!(rows.rows.iter().all(|row| !row["bytes"].is_empty() && row["undefaced"].is_empty()));
}

#[test]
fn what_is_neither_ct_nor_mr_and_may_show_a_face_is_flagged() {
    let bench = Bench::new();
    let object = |series, modality, class| {
        Head::new("P", series)
            .slice(0)
            .with_all([text(0x0008_0060, "CS", modality), text(0x0008_0016, "UI", class)])
    };
    let pet = object(1, "PT", "1.2.840.10008.5.1.4.1.1.128");
    let structures = object(2, "RTSTRUCT", "1.2.840.10008.5.1.4.1.1.481.3");
    let photograph = object(3, "XC", "1.2.840.10008.5.1.4.1.1.77.1.4");
    let rows = [("pet", &pet), ("structures", &structures), ("photograph", &photograph)];
    let ran = bench.pipe(&bench.manifest(&rows), &[]).expect(1);
    let expected = [(2, "flag F_MODALITY"), (1, "flag F_RENDERING")];
    assert_eq!(summary(&ran.verdicts()), expected);
    assert!(ran.rows().column("path").iter().all(|path| path.is_empty()));
}

#[test]
fn zeros_behind_the_pixels_cost_no_slice_and_are_not_written() {
    let bench = Bench::new();
    let files = Head::new("P", 1).files();
    bench.put("0", &files);
    bench.lab.put("in/0/000", [files[0].bytes(), vec![0; 100_000]].concat());
    let ran = bench.work(&[]).expect(0);
    assert_eq!(summary(&ran.verdicts()), [(5, "ok")]);
    let rows = ran.rows();
    let bytes = rows.column("bytes").into_iter().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(bytes.len(), 1, "{bytes:?}");
}

#[test]
fn a_scout_of_ct_is_a_projection_that_no_face_elsewhere_can_treat() {
    let bench = Bench::with(&[Head::new("P", 1)]);
    let scout = Head::new("P", 2).slice(0);
    let localizer = scout.clone().with(text(0x0008_0008, "CS", r"ORIGINAL\PRIMARY\LOCALIZER"));
    bench.put("8", std::slice::from_ref(&localizer));
    // Of MR it is a slice like any other.
    let mr = localizer.with_all([
        text(0x0008_0060, "CS", "MR"),
        text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
        text(0x0008_0018, "UI", "1.2.3.4.5.6"),
        text(0x0020_000E, "UI", "1.2.3.4.5"),
    ]);
    bench.put("9", &[mr]);
    let verdicts = bench.work(&[]).expect(1).verdicts();
    assert_eq!(summary(&verdicts), [(5, "ok"), (1, "flag F_LOCALIZER"), (1, "ok")]);
}

#[test]
fn a_cut_of_nearly_everything_is_refused() {
    let bench = Bench::with(&[Head { most: 600, ..Head::new("P", 1) }]);
    let verdicts = bench.work(&[]).expect(1).verdicts();
    assert_eq!(summary(&verdicts), [(5, "flag F_CUT")]);
    assert!(bench.lab.tree("out").is_empty());
}

#[test]
fn references_to_what_is_not_written_stay_as_they_are() {
    let bench = Bench::new();
    let flagged = Head { most: 800, frame_of_reference: "1.2.3.98", ..Head::new("P", 2) };
    let target = flagged.slice(0).text(0x0008_0018);
    let mut files = Head::new("P", 1).files();
    files[0] = files[0].clone().with(testkit::samples::reference(0x0008_1140, &target));
    bench.put("a", &files);
    bench.put("b", &flagged.files());
    let rows = bench.work(&[]).expect(1).rows();
    let flat = bench.file(&rows.rows[0]["path"]).flat();
    let reference = String::from_utf8_lossy(&flat["00081140[0].00081155"]).into_owned();
    assert_eq!(reference.trim_matches(['\0', ' ']), target);
}

#[test]
fn two_echoes_of_one_series_have_a_mask_each() {
    let bench = Bench::new();
    let echo = |files: Vec<testkit::Dicom>, echo: &str, from: usize| -> Vec<testkit::Dicom> {
        let files = files.into_iter().enumerate();
        let file = |(at, file): (usize, testkit::Dicom)| {
            file.with_all([
                text(0x0008_0060, "CS", "MR"),
                text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
                text(0x0018_0081, "DS", echo),
                text(0x0008_0018, "UI", format!("1.2.3.4.{}", from + at)),
            ])
        };
        files.map(file).collect()
    };
    bench.put("a", &echo(Head::new("P", 1).files(), "4.6", 0));
    bench.put("b", &echo(Head { slices: 4, ..Head::new("P", 1) }.files(), "9.2", 10));
    let rows = bench.work(&[]).expect(0).rows();
    let masks = paths(&rows, "mask");
    let names: std::collections::BTreeSet<_> =
        masks.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(Vec::from_iter(names), ["defaced_mask-2.nii.gz", "defaced_mask.nii.gz"]);
    let largest = |p: &std::path::PathBuf| bench.mask(p.to_str().unwrap()).len();
    assert_eq!((largest(&masks[0]), largest(&masks[8])), (5 * 256, 4 * 256));
}

#[test]
fn a_head_behind_other_volumes_of_a_series_is_found() {
    let bench = Bench::new();
    for volume in 0..4 {
        let most = if volume == 3 { 500 } else { 900 };
        let files = Head { most, ..Head::new("P", 1) }.files().into_iter().enumerate();
        let file = |(at, file): (usize, testkit::Dicom)| {
            file.with_all([
                text(0x0028_0030, "DS", format!("10\\{}", 10 + volume)),
                text(0x0008_0018, "UI", format!("1.2.3.4.{volume}.{at}")),
                text(0x0008_0060, "CS", "MR"),
                text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.4"),
            ])
        };
        bench.put(&volume.to_string(), &files.map(file).collect::<Vec<_>>());
    }
    let verdicts = bench.work(&[]).expect(0).verdicts();
    assert_eq!(summary(&verdicts), [(20, "ok")]);
}
