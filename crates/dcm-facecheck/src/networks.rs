//! The two networks of the earlier verification tool: which area of a volume was anonymized, and
//! what is anatomy (Nohel et al., BVM 2025, arXiv 2501.04361).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::files::folder::Folder;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::imaging::nifti::write_mask;
use dicom_common::imaging::volume::Volume;
use dicom_common::pipeline::cli::{Progress, Steps, Tally};
use ndarray::Array3;
use nnunet::{Device, Image, Model, Options};

use crate::args::NetworkArgs;
use crate::axes::Axes;
use crate::spacing::spacing;

/// What the folders of the two models begin with.
const REMOVED: &str = "Dataset804_";
const FOREGROUND: &str = "Dataset803_";

/// Both networks, and how they are applied.
pub struct Networks {
    removed: Model,
    foreground: Model,
    options: Options,
    /// The folder in which predictions are stored, if they are.
    save: Option<Arc<Folder>>,
}

/// Says what the two models are.
///
/// # Errors
/// When one is not there or not supported, or what it is cannot be written.
pub fn describe(args: &NetworkArgs, mut stream: impl Write) -> Result<Tally, RunError> {
    let mut told = Tally::default();
    for begins in [FOREGROUND, REMOVED] {
        let folder = args.model.as_deref().unwrap_or(Path::new(""));
        let model = model(folder, begins)?;
        writeln!(stream, "{begins}…\n{model}")
            .map_err(|e| RunError::output("standard output", &e))?;
        told.ok += 1;
    }
    Ok(told)
}

/// What the networks say of each voxel of a volume, by slice, row, column.
pub struct Prediction {
    /// Whether it lies in the area that was anonymized.
    pub removed: Array3<bool>,
    /// Whether it is anatomy, not background.
    pub foreground: Array3<bool>,
}

impl Networks {
    /// The networks that the flags name, if they name some.
    ///
    /// # Errors
    /// When there is no model, it cannot be read, or this program cannot run it.
    pub fn open(args: &NetworkArgs, threads: Option<usize>) -> Result<Option<Self>, RunError> {
        let Some(folder) = &args.model else { return Ok(None) };
        if !cfg!(feature = "torch") {
            return Err(RunError::usage(nnunet::Error::NoTorch));
        }
        let options = Options {
            step: args.step(),
            mirror: !args.no_mirroring,
            bf16: args.bf16,
            threads,
            device: args.gpu.map_or(Device::Cpu, Device::Gpu),
        };
        Model::check(options.device).map_err(RunError::usage)?;
        let save = args.save_predictions.as_deref().map(Folder::made_named).transpose();
        let save = save.map_err(|e| RunError::output("--save-predictions", &e))?;
        Ok(Some(Self {
            removed: model(folder, REMOVED)?,
            foreground: model(folder, FOREGROUND)?,
            options,
            save: save.map(Arc::new),
        }))
    }

    /// Applies both networks to a volume, seen along these axes; what they say is stored under the series'
    /// name.
    ///
    /// # Errors
    /// `F_NETWORK`, and those of writing.
    pub fn predict(
        &self,
        volume: &Volume,
        axes: Axes,
        name: &str,
        progress: &Progress,
    ) -> Outcome<Prediction> {
        let image = image(volume, axes);
        let apply = |model: &Model, what: &str| {
            let begun = Instant::now();
            let mut tell = |done, total| progress.within(what, Steps { done, total }, begun);
            let labels = model.predict(&image, &self.options, &mut tell).map_err(|error| {
                tracing::warn!("a network: {error}");
                Fault(Code::Network)
            })?;
            let found = axes.back(labels.mapv(|label| label > 0));
            self.store(volume, &found, &format!("{name}_{what}"))?;
            Ok(found)
        };
        Ok(Prediction {
            removed: apply(&self.removed, "removed")?,
            foreground: apply(&self.foreground, "foreground")?,
        })
    }

    fn store(&self, volume: &Volume, found: &Array3<bool>, name: &str) -> Outcome<()> {
        let Some(folder) = &self.save else { return Ok(()) };
        let unwritable = |e| Fault::writing(&e);
        let pending =
            Pending::create_in(folder, format!("{name}.nii.gz").as_ref()).map_err(unwritable)?;
        let slices = found.outer_iter();
        let slices = slices.map(|slice| slice.iter().copied().map(u8::from).collect::<Vec<u8>>());
        write_mask(&mut pending.handle().map_err(unwritable)?, volume, slices)?;
        // It shows the outline of a head.
        pending.publish(Readers::Owner).map_err(unwritable)
    }
}

/// The model in the folder whose name begins like this.
fn model(folder: &Path, begins: &str) -> Result<Model, RunError> {
    let entries = fs::read_dir(folder)
        .map_err(|e| RunError::Usage(format!("--model cannot be read: {}", e.kind())))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(begins))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    let count = found.len();
    let found = found.first().ok_or_else(|| {
        RunError::Usage(format!("--model must hold a folder whose name begins with {begins}"))
    })?;
    if count > 1 {
        tracing::info!(count, "several models {begins}…: the first by name is taken");
    }
    Model::open(found).map_err(|error| RunError::Usage(format!("{begins}…: {error}")))
}

/// A volume as the networks were trained on: [z, y, x] of a NIfTI file that dcm2niix made.
fn image(volume: &Volume, axes: Axes) -> Image {
    let [slices, rows, columns] = volume.shape();
    let mut values = Array3::<f32>::zeros((slices, rows, columns));
    for (slice, mut plane) in values.outer_iter_mut().enumerate() {
        if let Some(plane) = plane.as_slice_mut() {
            volume.fill(slice, plane);
        }
    }
    let [column, row, slice] = spacing(volume);
    let spacing = axes.of([slice, row, column]).map(|mm| f64::from(mm as f32));
    Image { channels: vec![axes.turn(values)], spacing }
}
