//! What programs that convert images to NIfTI read is the same before and after: geometry, slices,
//! b-values, directions, phase polarity. dcm2niix reads; where it is not installed, the tests that
//! need it are skipped and say so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use demo_data::diffusion::{Vendor, write_diffusion};
use demo_data::identity::JANE;
use testkit::search::{Search, Wanted};
use testkit::{Lab, Node, sequence, text};

const CONVERTERS: [&str; 2] = ["--safe-private", "converters"];
const METHODS: [&[&str]; 3] = [
    &["--level", "low"],
    &["--level", "high"],
    &["--profile", "basic", "--option", "retain-safe-private,retain-long-full-dates"],
];

/// What dcm2niix makes of a folder: files by their names' ends.
fn converted(lab: &Lab, folder: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let out = lab.path(format!("nifti-{folder}"));
    let _ = fs::remove_dir_all(&out);
    fs::create_dir(&out).unwrap();
    let run = Command::new("dcm2niix")
        .args(["-z", "n", "-b", "y", "-ba", "y", "-f", "x", "-o"])
        .args([&out, &lab.path(folder)])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let Ok(status) = run else {
        eprintln!("skipped: dcm2niix is not installed");
        return None;
    };
    assert!(status.success(), "{folder}: {status}");
    let files = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    Some(files.map(|path| (extension(&path), fs::read(&path).unwrap())).collect())
}

fn extension(path: &Path) -> String {
    path.extension().unwrap().to_str().unwrap().to_owned()
}

/// What may not differ: the image but for its text, b-values, directions, and of the sidecar what is
/// about space, slices and phases.
fn read(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    const KEYS: [&str; 11] = [
        "PhaseEncodingDirection",
        "PhaseEncodingAxis",
        "SliceTiming",
        "EffectiveEchoSpacing",
        "TotalReadoutTime",
        "BandwidthPerPixelPhaseEncode",
        "ImageOrientationPatientDICOM",
        "SliceThickness",
        "SpacingBetweenSlices",
        "PhilipsScaleSlope",
        "Manufacturer",
    ];
    let mut read = BTreeMap::new();
    for (name, bytes) in files {
        match name.as_str() {
            "nii" => {
                // Bytes 148 to 251 are a description with the time.
                read.insert("header".to_owned(), [&bytes[..148], &bytes[252..352]].concat());
                read.insert("voxels".to_owned(), bytes[352..].to_vec());
            }
            "json" => {
                let text = String::from_utf8(bytes.clone()).unwrap();
                for key in KEYS {
                    let Some((_, rest)) = text.split_once(&format!("\"{key}\":")) else { continue };
                    let end = if rest.trim_start().starts_with('[') { ']' } else { '\n' };
                    let value = rest.split(end).next().unwrap();
                    read.insert(key.to_owned(), value.as_bytes().to_vec());
                }
            }
            _ => {
                read.insert(name.clone(), bytes.clone());
            }
        }
    }
    read
}

#[test]
fn converters_read_the_same_from_input_and_output() {
    for vendor in Vendor::ALL {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        write_diffusion(&lab.path("in"), vendor).unwrap();
        let Some(before) = converted(&lab, "in") else { return };
        let before = read(&before);
        // The inputs say it all, or nothing would be shown.
        let says = |key: &str| String::from_utf8_lossy(&before[key]).into_owned();
        let name = vendor.name();
        assert_eq!(says("bval").trim(), "0 1000 1000", "{name}");
        assert!(says("bvec").contains("0.8"), "{name}: {}", says("bvec"));
        assert_eq!(before["header"][40..50], [4, 0, 24, 0, 24, 0, 6, 0, 3, 0], "{name}");
        let has_polarity = !matches!(vendor, Vendor::Philips | Vendor::Canon);
        assert_eq!(before.contains_key("PhaseEncodingDirection"), has_polarity, "{name}");
        if vendor == Vendor::SiemensMosaic {
            assert!(says("SliceTiming").contains("0.8"));
        }
        for method in METHODS {
            let _ = fs::remove_dir_all(lab.path("out"));
            let done = lab.work(&[method, &CONVERTERS].concat()).expect(0);
            assert!(!done.stderr.contains("mosaic"), "{name}: {}", done.stderr);
            let after = read(&converted(&lab, "out").unwrap());
            let times = vendor == Vendor::UihGrid && method != METHODS[2];
            for (key, value) in &before {
                // Times of the day go, and United Imaging tells the slices' times by them.
                if key == "SliceTiming" && times {
                    continue;
                }
                let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                assert!(
                    after.get(key) == Some(value),
                    "{name} {method:?} {key}: {} for {}",
                    after.get(key).map(|after| shown(after)).unwrap_or_default(),
                    shown(value)
                );
            }
        }
    }
}

#[test]
fn what_converters_need_names_nobody() {
    for vendor in Vendor::ALL {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        write_diffusion(&lab.path("in"), vendor).unwrap();
        for method in METHODS {
            let _ = fs::remove_dir_all(lab.path("out"));
            lab.work(&[method, &CONVERTERS].concat()).expect(0);
            let (family, given) = JANE.ascii_name.split_once('^').unwrap();
            let wanted = [family, given, JANE.id, JANE.birth_date, "Quarryside"]
                .map(|value| Wanted::text(value, value));
            let search = Search::new(&wanted);
            for (name, bytes) in lab.tree("out").content() {
                let hits = search.hits(&String::from_utf8_lossy(&name), bytes);
                assert!(hits.is_empty(), "{} {method:?} {hits:?}", vendor.name());
            }
        }
    }
}

#[test]
fn a_mosaic_that_loses_its_number_of_images_is_warned_of() {
    for (vendor, count) in [(Vendor::SiemensMosaic, 3), (Vendor::UihGrid, 3), (Vendor::Siemens, 0)]
    {
        let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
        write_diffusion(&lab.path("in"), vendor).unwrap();
        let done = lab.work(&["--level", "low"]).expect(0);
        let warned = done.stderr.contains(&format!("{count} mosaics were written without"));
        assert_eq!(warned, count > 0, "{}", done.stderr);
        assert!(count == 0 || done.stderr.contains("--safe-private converters"));
    }
}

/// A slice with private elements in the block of a creator.
fn with_block(creator: &str, group: u32, elements: &[(u32, &str, &[u8])]) -> Vec<u8> {
    let nodes = elements.iter().map(|(at, vr, value)| text(group << 16 | 0x1100 | at, vr, value));
    let creator = text(group << 16 | 0x11, "LO", creator);
    testkit::samples::ct("P", 1).with(creator).with_all(nodes).bytes()
}

/// The private elements of the only output, by their numbers.
fn private(lab: &Lab, group: u32) -> Vec<u32> {
    let nodes: Vec<Node> = lab.only_output().nodes;
    let private = nodes.iter().map(|node| node.tag).filter(|tag| tag >> 16 == group);
    private.map(|tag| tag & 0xFFFF).collect()
}

#[test]
fn a_value_out_of_its_range_or_list_does_not_stay() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let doe = b"MUELLER^JUERGEN ";
    let elements: [(u32, &str, &[u8]); 6] = [
        (0x0A, "US", &[6, 0]),
        (0x0C, "IS", b"19640812"),
        (0x0D, "CS", b"MUELLER "),
        (0x0E, "FD", doe),
        (0x28, "FD", &24.5_f64.to_le_bytes()),
        (0x29, "LO", b"400"),
    ];
    lab.put("in/1", with_block("SIEMENS MR HEADER", 0x0019, &elements));
    lab.work(&["--level", "low", "--safe-private", "converters"]).expect(0);
    assert_eq!(private(&lab, 0x0019), [0x11, 0x110A, 0x1128]);
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    lab.put("in/1", with_block("ACME", 0x0019, &elements));
    lab.work(&["--level", "low", "--safe-private", "converters"]).expect(0);
    assert!(private(&lab, 0x0019).is_empty(), "another creator's");
}

#[test]
fn a_table_of_ones_own_is_followed_and_counts_as_a_setting() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let elements: [(u32, &str, &[u8]); 4] = [
        (0x01, "DS", b"1.5 "),
        (0x02, "DS", b"77"),
        (0x03, "LO", b"MAG"),
        (0x04, "UI", b"1.2.3.4"),
    ];
    lab.put("in/1", with_block("ACME", 0x0019, &elements));
    let header = "group,element,creator,vr,meaning,values\n";
    let table = |rows: &str| lab.put("own.csv", format!("{header}{rows}"));
    let rows = "0019,xx01,ACME,DS,x,0..9\n0019,xx02,ACME,DS,x,0..9\n0019,xx03,ACME,LO,x,MAG|PHA\n\
                0019,xx04,ACME,UI,x,\n";
    table(rows);
    let own = ["--safe-private", "own.csv"];
    let mut configs = Vec::new();
    for method in [&["--level", "low"], &["--level", "high"]] {
        let done = lab.work(&[&method[..], &own, &["--force"]].concat()).expect(0);
        configs.push(done.rows().rows[0]["scrub_config"].clone());
        assert_eq!(private(&lab, 0x0019), [0x11, 0x1101, 0x1103, 0x1104], "{method:?}");
        let output = lab.only_output();
        assert!(output.text(0x0019_1104).starts_with("2.25."), "UIDs are new ones");
        let codes = output.node(0x0012_0064).unwrap().items().len();
        assert!(codes >= 2, "Retain Safe Private is claimed");
        fs::remove_dir_all(lab.path("out")).unwrap();
    }
    table("0019,xx01,ACME,DS,x,0..8\n");
    let done = lab.work(&[&["--level", "low"][..], &own].concat()).expect(0);
    assert_ne!(done.rows().rows[0]["scrub_config"], configs[0]);
    for (rows, says) in [
        ("0018,xx01,ACME,DS,x,\n", "line 2, column `group`"),
        ("0019,xx01,ACME,PN,x,\n", "line 2, column `vr`"),
    ] {
        table(rows);
        let refused = lab.work(&[&["--level", "low"][..], &own].concat()).expect(2);
        assert!(refused.stderr.contains(says), "{}", refused.stderr);
    }
}

#[test]
fn elements_of_frames_are_treated_one_by_one() {
    let frame = vec![
        text(0x0010_0010, "PN", "Mueller^Juergen"),
        text(0x0019_0010, "LO", "ACME"),
        text(0x0019_1001, "LO", "Mueller"),
        text(0x2005_0014, "LO", "Philips MR Imaging DD 005"),
        text(0x2005_1412, "IS", "2"),
        text(0x2005_1413, "IS", "Mueller"),
    ];
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-scrub"));
    let file = testkit::samples::ct("P", 1)
        .with(text(0x2005_0014, "LO", "Philips MR Imaging DD 005"))
        .with(sequence(0x2005_140F, vec![frame]));
    lab.put("in/1", file.bytes());
    lab.work(&["--level", "low", "--safe-private", "converters"]).expect(0);
    let output = lab.only_output();
    let frame = &output.node(0x2005_140F).unwrap().items()[0];
    let tags: Vec<u32> = frame.iter().map(|node| node.tag).collect();
    assert!(tags.contains(&0x2005_1412) && !tags.contains(&0x2005_1413), "{tags:x?}");
    assert!(!tags.iter().any(|tag| tag >> 16 == 0x0019), "{tags:x?}");
}
