//! How the values of each channel are made comparable.

use crate::error::{Error, File};
use crate::json::Settings;

/// What is done to a channel's values (nnunetv2's default_normalization_schemes.py).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scheme {
    /// Between the foreground's percentiles, by the foreground's mean and deviation.
    Ct { lowest: f32, highest: f32, mean: f32, deviation: f32 },
    /// By the image's own mean and deviation.
    ZScore,
    /// As they are.
    None,
    /// From 0 to 1.
    Rescale,
    /// Bytes, from 0 to 1.
    Rgb,
}

/// What is done to one channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Normalization {
    pub scheme: Scheme,
    /// Whether what is zero around the body has no part in it.
    pub masked: bool,
}

pub(super) fn read(
    plans: Settings,
    settings: Settings,
    channels: usize,
) -> Result<Vec<Normalization>, Error> {
    let schemes = settings.get("normalization_schemes")?;
    let masked = settings.get("use_mask_for_norm")?;
    let names = schemes.list()?;
    let masks = masked.list()?;
    if names.len() != channels || masks.len() != channels {
        return Err(schemes.wrong());
    }
    let one = |(channel, (name, masked)): (usize, (crate::json::Setting, crate::json::Setting))| {
        let scheme = match name.text()? {
            "CTNormalization" => foreground(plans, channel)?,
            "ZScoreNormalization" => Scheme::ZScore,
            "NoNormalization" => Scheme::None,
            "RescaleTo01Normalization" => Scheme::Rescale,
            "RGBTo01Normalization" => Scheme::Rgb,
            other => return Err(Error::unsupported("normalization_schemes", other)),
        };
        Ok(Normalization { scheme, masked: masked.truth()? })
    };
    names.into_iter().zip(masks).enumerate().map(one).collect()
}

/// What was measured in the foreground of all images that the network was trained with.
fn foreground(plans: Settings, channel: usize) -> Result<Scheme, Error> {
    let measured = plans
        .find("foreground_intensity_properties_per_channel")
        .or_else(|| plans.find("foreground_intensity_properties_by_modality"))
        .ok_or(Error::Setting(File::Plans, "foreground_intensity_properties_per_channel"))?;
    let channel = measured.object()?.object.get(&channel.to_string()).ok_or(measured.wrong())?;
    let channel = Settings::of(File::Plans, channel)?;
    let number = |name| channel.get(name)?.number();
    Ok(Scheme::Ct {
        lowest: number("percentile_00_5")? as f32,
        highest: number("percentile_99_5")? as f32,
        mean: number("mean")? as f32,
        deviation: number("std")?.max(1e-8) as f32,
    })
}
