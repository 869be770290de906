//! NIfTI files: one volume each, without a study around it.

use std::fs::File;
use std::io::{Seek, copy};
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::open;
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::nifti::{Nifti, write_mask};
use dicom_common::imaging::series::{Modality, PixelFormat, Rescale};
use dicom_common::imaging::volume::{Coarse, Slice, Volume};
use dicom_common::pipeline::decisions::Verdict as Decided;
use dicom_common::pipeline::session::EntryId;
use face::{Face, Runs, SPACING, Verdict, pointed};
use nalgebra::Vector3;

use crate::args::OnDoubt;
use crate::entry::Entry;
use crate::job::Job;
use crate::mask::{cut, kept, part_removed};
use crate::names::sidecars;
use crate::person::is_matter;
use crate::pixels::air;
use crate::report::Card;
use crate::series::MOST_REMOVED;
use crate::settled::{Defaced, Settled, Written};
use crate::study::Treated;

/// HU; a volume with lower values is CT, for nothing that MR measures is so far below zero.
const LOW: f32 = -500.0;

/// Whether a file is one by its name.
pub fn is_one(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    name.is_some_and(|name| name.ends_with(".nii") || name.ends_with(".nii.gz"))
}

/// Treats a file; its output lies in a folder named after the keyed id of the input.
pub fn treat(job: &Job, id: EntryId, entry: Option<&Entry>) -> Treated {
    let mut card = None;
    let files = vec![(id, settled(job, entry, &mut card))];
    let cards = card.map(|card: Card| card.written(&files)).into_iter().collect();
    Treated { files, cards }
}

fn settled(job: &Job, entry: Option<&Entry>, card: &mut Option<Card>) -> Settled {
    let named = entry.and_then(|entry| entry.path.as_deref().zip(entry.new.as_deref()));
    let treated = match named {
        Some((path, new)) => deface(job, path, new.source(), card),
        None => Err(Fault(Code::Upstream)),
    };
    match treated {
        Ok(written) => Settled::Defaced(Box::new(Defaced { written, ..Defaced::default() })),
        Err(Fault(code)) => Settled::by(code),
    }
}

fn deface(
    job: &Job,
    path: &Path,
    source: &str,
    card: &mut Option<Card>,
) -> Outcome<Option<Written>> {
    let (mut image, input) = (Nifti::read(open(path)?.0)?, path);
    let coarse = image.coarse(SPACING);
    let modality = modality(&coarse);
    let face = face(job, source, &coarse, modality);
    *card = job.report.map(|lang| Card::of_volume(job, source, &coarse, modality, &face, lang));
    let face = face?;
    let part = part_removed(&coarse, modality, face.region.as_ref());
    if part == 0.0 || part > MOST_REMOVED {
        return Err(Fault(Code::Cut));
    }
    let planes = planes(&image);
    let runs = cut(&planes.iter().collect::<Vec<_>>(), face.region.as_ref());
    remove(&mut image, &runs, air(modality));
    let folder = job.folder.join(source);
    let mask = folder.join("defaced_mask.nii.gz");
    job.put(&mask, |file| {
        let slices = planes.iter().zip(&runs).map(|(plane, runs)| kept(plane, runs));
        write_mask(file, &grid(&planes, modality), slices)
    })?;
    let name = job.names.of(input);
    if job.sidecars {
        copy_sidecars(job, input, &folder, &name)?;
    }
    let path = folder.join(format!("{name}.nii.gz"));
    let put = job.put(&path, |file| {
        image.write(&*file)?;
        verified(file, &image)
    })?;
    Ok(put.map(|put| Written { path, mask, put }))
}

/// Copies what lies beside a file, as it is, to the folder of what was made of it.
fn copy_sidecars(job: &Job, input: &Path, folder: &Path, name: &str) -> Outcome<()> {
    for (end, sidecar) in sidecars(input) {
        let mut from = File::open(sidecar).map_err(|e| Fault::reading(&e))?;
        job.put(&folder.join(format!("{name}.{end}")), |to| {
            copy(&mut from, to).map(drop).map_err(|e| Fault::writing(&e))
        })?;
    }
    Ok(())
}

/// NIfTI does not say what was measured; only CT goes far below zero.
fn modality(coarse: &Coarse) -> Modality {
    match coarse.values.iter().any(|value| *value < LOW) {
        true => Modality::Ct,
        false => Modality::Mr,
    }
}

fn face(job: &Job, source: &str, coarse: &Coarse, modality: Modality) -> Outcome<Face> {
    let nothing = Fault(Code::DecisionDoubt);
    if let Some(decision) = job.decisions.treatment(source) {
        return match (decision.verdict, decision.eyes) {
            (Decided::Eyes, Some(eyes)) => Ok(pointed(Some((coarse, modality)), eyes)),
            (Decided::Deep, _) => job.method.deepest(coarse, modality).ok_or(nothing),
            _ => Err(Fault(Code::Decided)),
        };
    }
    let passes = job.decisions.of_series(source).any(|one| one.code.is_none_or(is_matter));
    match job.method.find_face(coarse, modality) {
        Verdict::Face(_) if passes => Err(nothing),
        Verdict::Face(face) => Ok(face),
        Verdict::Doubt { deep: Some(face), .. } if job.on_doubt == OnDoubt::Deep => {
            tracing::warn!(
                "a NIfTI file: the cues of its face disagree; the larger part is removed"
            );
            Ok(face)
        }
        Verdict::Doubt { why, .. } => Err(Fault(why)),
        Verdict::NoFace(code) => Err(Fault(code)),
    }
}

fn remove(image: &mut Nifti, runs: &[Runs], air: f64) {
    let [columns, _, _] = image.shape();
    for (slice, runs) in runs.iter().enumerate() {
        for at in runs.iter().cloned().flatten() {
            image.set([at % columns, at / columns, slice], air);
        }
    }
}

fn verified(mut file: &File, image: &Nifti) -> Outcome<()> {
    let wrong = Fault(Code::Verification);
    file.rewind().map_err(|_| wrong)?;
    if image.is_in(file) { Ok(()) } else { Err(wrong) }
}

/// Where the slices lie, one for each last index.
fn planes(image: &Nifti) -> Vec<Plane> {
    let [columns, rows, slices] = image.shape();
    let affine = image.affine();
    let axis = |at: usize| -> Vector3<f64> { affine.fixed_view::<3, 1>(0, at).into_owned() };
    let (along_row, along_column) = (axis(0), axis(1));
    let plane = |slice: usize| Plane {
        origin: image.point([0, 0, slice]),
        along_row: along_row.normalize(),
        along_column: along_column.normalize(),
        row_spacing: along_column.norm(),
        column_spacing: along_row.norm(),
        rows,
        columns,
    };
    (0..slices).map(plane).collect()
}

/// A volume that has a place in space, but no voxels.
fn grid(planes: &[Plane], modality: Modality) -> Volume {
    let format = PixelFormat {
        allocated: 8,
        stored: 8,
        high_bit: 7,
        signed: false,
        big_endian: false,
        inverted: false,
    };
    let slice = |plane: &Plane| Slice {
        plane: plane.clone(),
        rescale: Rescale::default(),
        padding: None,
        bytes: Vec::new(),
    };
    Volume { modality, format, slices: planes.iter().map(slice).collect() }
}
