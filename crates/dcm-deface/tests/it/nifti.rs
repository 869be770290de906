//! NIfTI files as input.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs::File;

use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::nifti::{Nifti, write_volume};
use dicom_common::imaging::series::{Modality, PixelFormat, Rescale};
use dicom_common::imaging::volume::{Slice, Volume};
use nalgebra::{Point3, Vector3};

use crate::common::{Bench, SIDE, SPACING};

/// A body with air at its back, in HU, `most` at its brightest.
fn volume(most: i16) -> Volume {
    let slice = |z: usize| Slice {
        plane: Plane {
            origin: Point3::new(-75.0, -75.0, z as f64 * SPACING),
            along_row: Vector3::x(),
            along_column: Vector3::y(),
            row_spacing: SPACING,
            column_spacing: SPACING,
            rows: SIDE,
            columns: SIDE,
        },
        rescale: Rescale { slope: 1.0, intercept: -24.0 },
        padding: None,
        bytes: (0..SIDE * SIDE)
            .flat_map(|at| if at / SIDE > 12 { -976i16 } else { most + 24 }.to_le_bytes())
            .collect(),
    };
    Volume {
        modality: Modality::Ct,
        format: PixelFormat {
            allocated: 16,
            stored: 16,
            high_bit: 15,
            signed: true,
            big_endian: false,
            inverted: false,
        },
        slices: (0..5).map(slice).collect(),
    }
}

#[test]
fn the_face_goes_and_every_other_voxel_stays() {
    let bench = Bench::new();
    for (name, most) in [("Jane_Doe.nii.gz", 500), ("chest.nii.gz", 900), ("doubt.nii.gz", 700)] {
        let path = bench.lab.put(format!("in/{name}"), b"");
        write_volume(File::create(path).unwrap(), &volume(most)).unwrap();
    }
    bench.lab.put("in/none.nii", b"no NIfTI");
    let ran = bench.work(&[]).expect(1);
    let expected = ["ok", "skip S_NOT_HEAD", "flag F_FACE_DOUBT", "fail E_NIFTI"];
    assert_eq!(ran.verdicts(), expected);
    let rows = ran.rows();
    assert!(rows.column("path")[1..].iter().all(|path| path.is_empty()), "names may tell");
    let row = &rows.rows[0];
    assert!(row["path"].ends_with("/defaced.nii.gz") && !row["path"].contains("Jane"));
    let read = |path: &str| Nifti::read(File::open(path).unwrap()).unwrap();
    let (before, after) = (read(&bench.at("in/Jane_Doe.nii.gz")), read(&row["path"]));
    let mask = read(&row["mask"]);
    assert_eq!((mask.shape(), mask.affine()), (before.shape(), before.affine()));
    for (x, y, z) in (0..16).flat_map(|x| (0..16).flat_map(move |y| (0..5).map(move |z| (x, y, z))))
    {
        let at = [x, y, z];
        let expected = if y < 4 { -1000.0 } else { before.value(at) };
        assert_eq!((after.value(at), mask.value(at)), (expected, f32::from(u8::from(y >= 4))));
    }
    let again = bench.work(&[]).expect(1);
    assert_eq!((again.result.unwrap().unchanged, again.stdout), (1, ran.stdout));
    let deep = bench.work(&["--on-doubt", "deep"]).expect(1);
    assert_eq!(deep.verdicts()[2], "ok");
}

#[test]
fn the_page_shows_files_too_and_a_person_decides_about_them() {
    let bench = Bench::new();
    for (name, most) in [("a.nii.gz", 500), ("b.nii.gz", 700), ("c.nii.gz", 800)] {
        let path = bench.lab.put(format!("in/{name}"), b"");
        write_volume(File::create(path).unwrap(), &volume(most)).unwrap();
    }
    let report = bench.at("report");
    let rows = bench.work(&["--report", &report]).expect(1).rows();
    let page = std::fs::read_to_string(bench.lab.path("report/index.html")).unwrap();
    let sources: Vec<String> = rows.column("source").into_iter().map(str::to_owned).collect();
    assert_eq!(page.matches("<article").count(), 3);
    assert!(!page.contains(&format!("data-series=\"{}\"", sources[0])));
    for source in &sources {
        assert!(page.contains(&format!("{source}.png")), "{source}");
    }
    let line = |at: usize, what: &str| format!("{},{what},A,2026-11-29,so\n", sources[at]);
    let table = ["series,decision,by,date,reason\n", &line(1, "deep"), &line(2, "leave-out")];
    bench.lab.put("decisions.csv", table.concat());
    let decided = bench.work(&["--decisions", &bench.at("decisions.csv")]).expect(0);
    assert_eq!(decided.verdicts(), ["ok", "ok", "skip S_DECIDED"]);
    assert_eq!(bench.lab.tree("out").len(), 4, "two volumes and their masks");
}

#[test]
fn names_of_bids_stay_and_sidecars_go_along_where_that_is_asked_for() {
    let bench = Bench::new();
    for name in ["sub-01_T1w", "Jane_Doe"] {
        let path = bench.lab.put(format!("in/{name}.nii.gz"), b"");
        write_volume(File::create(path).unwrap(), &volume(500)).unwrap();
        bench.lab.put(format!("in/{name}.json"), b"{}");
    }
    bench.lab.put("in/sub-01_T1w.bval", b"0 1000");
    let names = |ran: crate::common::Ran| {
        let rows = ran.rows();
        let volumes = rows.rows.iter().filter(|row| row["deface"] == "ok");
        let mut names: Vec<String> =
            volumes.map(|row| row["path"].rsplit('/').next().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    let ran = bench.work(&[]);
    assert_eq!(names(ran), ["defaced.nii.gz", "sub-01_T1w.nii.gz"]);
    assert_eq!(bench.lab.tree("out").len(), 4, "volumes and masks alone");
    bench.work(&["--sidecars"]);
    let tree = bench.lab.tree("out");
    assert_eq!(tree.len(), 7);
    for end in ["/sub-01_T1w.json", "/sub-01_T1w.bval", "/defaced.json"] {
        assert!(tree.entries().keys().any(|path| path.ends_with(end.as_bytes())), "{end}");
    }
    assert_eq!(names(bench.work(&["--names", "all"])), ["Jane_Doe.nii.gz", "sub-01_T1w.nii.gz"]);
}
