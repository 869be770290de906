//! Heads that are defaced in ways of a test's choice.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests; each binary uses some"
)]

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use demo_data::bounds::Bounds;
use demo_data::heads::{Case, cases};
use demo_data::vec3::vec3;
use demo_data::{Series, write_series};
use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::nifti::write_mask;
use dicom_common::imaging::series::{Image, PixelData, stacks};
use dicom_common::imaging::volume::Volume;
use face::{Face, SPACING, Verdict, find};
use nalgebra::Point3;
use tempfile::TempDir;
use testkit::Rows;

/// Whether a voxel goes: its place and its slice.
pub type Cut<'a> = &'a dyn Fn(&Point3<f64>, usize) -> bool;

/// A made-up head in its original files.
pub struct Head {
    folder: TempDir,
    raw: Volume,
    files: Vec<(PathBuf, Image)>,
    /// Where its face is.
    pub face: Face,
}

/// Size of the heads beside an adult's. Half the volume is drawn, searched and compared in half the
/// time; what is planted is as large beside them as beside an adult's.
const SIZE: f64 = 0.8;

impl Head {
    /// One of the heads on which dcm-deface is measured, but smaller.
    pub fn small(name: &str) -> Self {
        let mut case: Case = cases(7).into_iter().find(|case| case.name == name).unwrap();
        case.settings.head.build.size = vec3(SIZE, SIZE, SIZE);
        // About the point about which demo-data scales heads.
        let middle = vec3(0.0, 5.0, -14.0);
        let smaller = |field: Bounds| {
            let centre = middle + (field.centre() - middle) * SIZE;
            Bounds::around(centre, field.size() * (SIZE / 2.0))
        };
        case.settings.field = case.settings.field.map(smaller);
        // As many slices as before, so that those that a case leaves out are the same.
        case.settings.distance = case.settings.distance.map(|distance| distance * SIZE);
        Self::of(case).unwrap_or_else(|| panic!("no face in {name}"))
    }

    /// The head of a case; none where no face is found.
    pub fn of(mut case: Case) -> Option<Self> {
        // Coarser than dcm-deface is measured on, which is enough here.
        case.settings.pixel = Some(2.0);
        let folder = TempDir::new().unwrap();
        write_series(&folder.path().join("raw"), &Series::new(case.phantom, &case.settings))
            .unwrap();
        let mut files: Vec<(PathBuf, Image)> = fs::read_dir(folder.path().join("raw"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), image(&path)))
            .collect();
        // In the order of the stack, so that a slice's number says where it is.
        let images: Vec<Image> = files.iter().map(|(_, image)| image.clone()).collect();
        let stack = stacks(&images).remove(0);
        files = stack.members.iter().map(|member| files[member.image].clone()).collect();
        let images: Vec<Image> = files.iter().map(|(_, image)| image.clone()).collect();
        let stack = stacks(&images).remove(0);
        let raw = Volume::load(&images, &stack, |at| Ok(open(&files[at].0).unwrap().0)).unwrap();
        let Verdict::Face(face) = find(&raw.coarse(SPACING), raw.modality) else { return None };
        Some(Self { folder, raw, files, face })
    }

    /// The folder of its original files.
    pub fn raw(&self) -> PathBuf {
        self.folder.path().join("raw")
    }

    /// Number of slices.
    pub fn slices(&self) -> usize {
        self.files.len()
    }

    /// Height of a slice's first voxel, in mm.
    pub fn height(&self, slice: usize) -> f64 {
        self.files[slice].1.frames[0].plane.origin.z
    }

    /// A place in the head, so many mm of an adult to the left, to the front and upwards of the middle
    /// between the eyes.
    pub fn place(&self, left: f64, front: f64, up: f64) -> Point3<f64> {
        let frame = self.face.frame;
        let [left, front, up] = [left, front, up].map(|mm| mm * frame.scale());
        frame.point(left, front, up)
    }

    /// The way back: mm of an adult to the left, to the front and upwards.
    pub fn locate(&self, p: &Point3<f64>) -> [f64; 3] {
        self.face.frame.locate(p).map(|mm| mm / self.face.frame.scale())
    }

    /// What dcm-deface would remove.
    pub fn good(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        |p, _| self.face.region.contains(p)
    }

    /// The same elsewhere: so many mm of an adult to the left, to the front and upwards.
    pub fn shifted(&self, by: [f64; 3]) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let [left, front, up] = by;
        let shift = self.place(left, front, up) - self.face.frame.origin;
        move |p, _| self.face.region.contains(&(p - shift))
    }

    /// Eyes and forehead are left, nose and chin are gone.
    pub fn without_eyes(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        |p, _| {
            let [_, front, up] = self.locate(p);
            front > 10.0 && up < -6.0
        }
    }

    /// A good cut of one half of the face: the other is left, from the nose on.
    pub fn half(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let good = self.good();
        move |p, slice| good(p, slice) && self.locate(p)[0] > 0.0
    }

    /// A good cut that goes around the left eye.
    pub fn without_left_eye(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let (good, eye) = (self.good(), self.place(31.0, 0.0, 0.0));
        let reach = 22.0 * self.face.frame.scale();
        move |p, slice| good(p, slice) && (p - eye).norm() > reach
    }

    /// A good cut that leaves the left eye alone: less than a twentieth of the face.
    pub fn without_left_eyeball(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let (good, eye) = (self.good(), self.place(31.0, 0.0, 0.0));
        let reach = 16.0 * self.face.frame.scale();
        move |p, slice| good(p, slice) && (p - eye).norm() > reach
    }

    /// Eyes and nose are gone, mouth and chin are left.
    pub fn without_mouth(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let good = self.good();
        move |p, slice| good(p, slice) && self.locate(p)[2] > -50.0
    }

    /// A good cut, and a ball of 5 ml of brain behind the forehead.
    pub fn with_brain(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let (middle, good) = (self.place(15.0, -30.0, 40.0), self.good());
        move |p, slice| good(p, slice) || (p - middle).norm() < 10.61
    }

    /// A good cut that passes over three frames through the mouth.
    pub fn passing_over(&self) -> impl Fn(&Point3<f64>, usize) -> bool + '_ {
        let mouth = self.place(0.0, 0.0, -30.0);
        let far = |slice: usize| (self.height(slice) - mouth.z).abs();
        let middle = (0..self.slices()).min_by(|a, b| far(*a).total_cmp(&far(*b))).unwrap();
        let good = self.good();
        move |p, slice| !(middle..middle + 3).contains(&slice) && good(p, slice)
    }

    /// Writes the series with what `cut` names overwritten by air, and after that every pixel
    /// changed by `change`, which gets the stored value and the slice. With a mask of what `masked`
    /// names, if that is given.
    pub fn write(
        &self,
        cut: Cut<'_>,
        change: &dyn Fn(i32, usize) -> i32,
        masked: Option<Cut<'_>>,
    ) -> Planted<'_> {
        let folder = TempDir::new().unwrap();
        for (slice, (path, image)) in self.files.iter().enumerate() {
            let mut bytes = fs::read(path).unwrap();
            let PixelData::Native(extent) = &image.pixels else { panic!("native pixels") };
            let (plane, rescale) = (&image.frames[0].plane, image.frames[0].rescale);
            let air = match image.modality {
                dicom_common::imaging::series::Modality::Ct => rescale.invert(-1000.0),
                _ => rescale.invert(0.0),
            };
            let pixels = &mut bytes[extent.offset as usize..][..extent.len as usize];
            let size = image.format.bytes();
            for (at, sample) in pixels.chunks_exact_mut(size).enumerate() {
                let (row, column) = (at / plane.columns, at % plane.columns);
                let value = image.format.value(image.format.read(sample));
                if cut(&plane.voxel(row, column), slice) {
                    image.format.write(sample, air);
                } else {
                    image.format.write(sample, change(value, slice));
                }
            }
            fs::write(folder.path().join(path.file_name().unwrap()), bytes).unwrap();
        }
        if let Some(masked) = masked {
            let kept = |(slice, (_, image)): (usize, &(PathBuf, Image))| -> Vec<u8> {
                let plane = &image.frames[0].plane;
                let at = |at| plane.voxel(at / plane.columns, at % plane.columns);
                (0..plane.rows * plane.columns).map(|n| u8::from(!masked(&at(n), slice))).collect()
            };
            let mut file = fs::File::create(folder.path().join("defaced_mask.nii.gz")).unwrap();
            write_mask(&mut file, &self.raw, self.files.iter().enumerate().map(kept)).unwrap();
        }
        Planted { head: self, folder }
    }
}

/// A series that was defaced, well or badly.
pub struct Planted<'a> {
    head: &'a Head,
    /// Where it is.
    pub folder: TempDir,
}

impl Planted<'_> {
    /// What dcm-facecheck says of its files, all the same: status and code.
    pub fn verdict(&self) -> String {
        let verdicts = self.rows().verdicts("facecheck");
        let mut verdicts: Vec<&String> =
            verdicts.iter().filter(|verdict| *verdict != "skip S_MODALITY").collect();
        verdicts.dedup();
        assert_eq!(verdicts.len(), 1, "{verdicts:?}");
        verdicts[0].clone()
    }

    /// The rows of dcm-facecheck.
    pub fn rows(&self) -> Rows {
        check(&[self])
    }
}

/// Runs dcm-facecheck's library over several series as its command line would.
pub fn check(series: &[&Planted<'_>]) -> Rows {
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let defaced = series.iter().map(|planted| text(planted.folder.path()));
    let raw = series.iter().map(|planted| text(&planted.head.raw()));
    let flags = ["dcm-facecheck", "--quiet", "--defaced"].map(str::to_owned);
    let args = flags.into_iter().chain(defaced).chain(["--raw".to_owned()]).chain(raw);
    let mut out = Vec::new();
    dcm_facecheck::check(&dcm_facecheck::Args::parse_from(args), &mut out).unwrap();
    Rows::parse(&out)
}

fn image(path: &Path) -> Image {
    let (file, len) = open(path).unwrap();
    Image::of(&parse(&file, len, &ReadLimits::default()).unwrap()).unwrap()
}
