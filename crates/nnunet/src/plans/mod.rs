//! plans.json: what is done to an image before the network sees it, and which network it is
//! (nnunetv2/utilities/plans_handling/plans_handler.py).

mod architecture;
mod inherit;
mod normalization;
#[cfg(test)]
mod tests;

use serde_json::Value;

#[cfg(test)]
pub(crate) use architecture::Stage;
pub(crate) use architecture::{Architecture, Kind};
pub(crate) use normalization::{Normalization, Scheme};

use crate::error::{Error, File};
use crate::json::{Setting, Settings};

/// Voxels of a patch; nnU-Net's own are of 1 to 10 million.
const LARGEST_PATCH: usize = 1 << 24;
/// Values of a stage of the network: 4 GiB. nnU-Net's own have some 100 million.
const LARGEST_STAGE: usize = 1 << 30;
/// Voxels of a patch along one axis.
const LONGEST_PATCH: usize = 1 << 12;

/// The settings of one configuration. Axes are those after [`Plans::transpose`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plans {
    /// What read the images that the network was trained with.
    pub reader: String,
    /// Which of the image's axes (z, y, x) each axis is.
    pub transpose: [usize; 3],
    /// The network's voxels in mm.
    pub spacing: [f64; 3],
    /// Voxels that the network sees at once.
    pub patch: [usize; 3],
    /// One for each channel.
    pub normalization: Vec<Normalization>,
    /// Whether slices are resampled one by one: always, never, or where they lie far apart.
    pub separate_data: Option<bool>,
    /// The same for the network's result.
    pub separate_logits: Option<bool>,
    /// Which network it is.
    pub architecture: Architecture,
}

impl Plans {
    /// Reads the configuration of a model with so many channels.
    ///
    /// # Errors
    /// [`Error::Setting`] and [`Error::Unsupported`].
    pub(crate) fn read(json: &Value, configuration: &str, channels: usize) -> Result<Plans, Error> {
        let plans = Settings::of(File::Plans, json)?;
        let resolved = inherit::resolve(plans, configuration)?;
        let settings = Settings { file: File::Plans, object: &resolved };
        refuse_what_differs(plans, settings)?;
        let patch = settings.get("patch_size")?;
        let (size, architecture) = (sizes(patch)?, Architecture::read(settings)?);
        patch.must(size.into_iter().product::<usize>() <= LARGEST_PATCH)?;
        patch.must(architecture.accepts(size, LARGEST_STAGE))?;
        Ok(Plans {
            reader: plans.get("image_reader_writer")?.text()?.to_owned(),
            transpose: transpose(plans)?,
            spacing: settings.get("spacing")?.three(positive)?,
            patch: size,
            normalization: normalization::read(plans, settings, channels)?,
            separate_data: resampling(
                settings,
                3,
                ["resampling_fn_data", "resampling_fn_data_kwargs"],
            )?,
            separate_logits: resampling(
                settings,
                1,
                ["resampling_fn_probabilities", "resampling_fn_probabilities_kwargs"],
            )?,
            architecture,
        })
    }
}

/// Refuses readers, preprocessors and cascades that do otherwise than the default.
fn refuse_what_differs(plans: Settings, settings: Settings) -> Result<(), Error> {
    let reader = plans.get("image_reader_writer")?;
    reader.must(matches!(reader.text()?, "SimpleITKIO" | "NibabelIO"))?;
    if let Some(manager) = plans.find("label_manager") {
        manager.must(manager.text()? == "LabelManager")?;
    }
    if let Some(preprocessor) = settings.find("preprocessor_name") {
        preprocessor.must(preprocessor.text()? == "DefaultPreprocessor")?;
    }
    match settings.find("previous_stage") {
        Some(cascade) => cascade.must(false),
        None => Ok(()),
    }
}

fn positive(number: Setting) -> Result<f64, Error> {
    number.number().ok().filter(|number| *number > 0.0).ok_or(number.wrong())
}

fn sizes(patch: Setting) -> Result<[usize; 3], Error> {
    // Two axes: slice by slice.
    patch.must(patch.list()?.len() == 3)?;
    let size = patch.three(|axis| axis.count(LONGEST_PATCH))?;
    if size.contains(&0) { Err(patch.wrong()) } else { Ok(size) }
}

/// The order of the axes, which must be undone by what the plans say undoes it.
fn transpose(plans: Settings) -> Result<[usize; 3], Error> {
    let axes = |name| plans.get(name)?.three(|axis| axis.count(2));
    let forward = axes("transpose_forward")?;
    let backward = axes("transpose_backward")?;
    let undone = backward.map(|axis| forward.get(axis).copied().unwrap_or(3));
    if undone == [0, 1, 2] {
        Ok(forward)
    } else {
        Err(Error::Setting(File::Plans, "transpose_backward"))
    }
}

/// How one of the default ways of resampling treats slices; all others are refused.
fn resampling(
    settings: Settings,
    order: usize,
    [function, arguments]: [&'static str; 2],
) -> Result<Option<bool>, Error> {
    let function = settings.get(function)?;
    function.must(function.text()? == "resample_data_or_seg_to_shape")?;
    let named = settings.get(arguments)?;
    let arguments = named.object()?;
    arguments.only(
        "argument of resampling",
        &["is_seg", "order", "order_z", "force_separate_z", "separate_z_anisotropy_threshold"],
    )?;
    let is = |name, most, wanted| match arguments.find(name) {
        Some(found) => found.must(found.count(most)? == wanted),
        None => Err(Error::Setting(File::Plans, name)),
    };
    is("order", 5, order)?;
    is("order_z", 5, 0)?;
    if let Some(segmentation) = arguments.find("is_seg") {
        segmentation.must(!segmentation.truth()?)?;
    }
    if let Some(threshold) = arguments.find("separate_z_anisotropy_threshold") {
        threshold.must(threshold.number()? == 3.0)?;
    }
    arguments.find("force_separate_z").map(Setting::truth).transpose()
}
