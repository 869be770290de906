//! Which network it is: arguments of the U-Nets of dynamic_network_architectures
//! (architectures/unet.py), or what older plans say instead.

use crate::error::{Error, File};
use crate::json::{Setting, Settings};

const MOST_STAGES: usize = 12;
const MOST_FEATURES: usize = 1 << 12;
const MOST_BLOCKS: usize = 64;
const LARGEST_KERNEL: usize = 15;
const LONGEST_STRIDE: usize = 8;

/// How the encoder is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// PlainConvUNet: convolutions one after the other.
    Plain,
    /// ResidualEncoderUNet: blocks that add to what goes in.
    Residual,
}

/// One resolution of the encoder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stage {
    pub features: usize,
    /// Odd along each axis.
    pub kernel: [usize; 3],
    /// By how much it is coarser than the stage before.
    pub stride: [usize; 3],
    /// Convolutions, or residual blocks.
    pub blocks: usize,
}

/// A U-Net of 3-D convolutions, instance norms and leaky ReLUs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Architecture {
    pub kind: Kind,
    /// Features of the residual encoder's first convolution.
    pub stem: usize,
    /// From the finest; two or more.
    pub stages: Vec<Stage>,
    /// Convolutions of each stage of the decoder, from the coarsest; one fewer than stages.
    pub decoder: Vec<usize>,
    /// Whether convolutions have a bias.
    pub bias: bool,
    /// What instance norms add to the variance.
    pub epsilon: f64,
}

impl Architecture {
    pub(super) fn read(settings: Settings) -> Result<Architecture, Error> {
        match settings.find("architecture") {
            Some(architecture) => new(architecture.object()?),
            None => old(settings),
        }
    }

    /// Whether each stage divides patches of this size without a rest, and has no more than so
    /// many values.
    pub(super) fn accepts(&self, mut patch: [usize; 3], values: usize) -> bool {
        self.stages.iter().all(|stage| {
            let whole = patch.iter().zip(stage.stride).all(|(n, stride)| n % stride == 0);
            for (n, stride) in patch.iter_mut().zip(stage.stride) {
                *n /= stride;
            }
            whole && patch.into_iter().fold(stage.features, usize::saturating_mul) <= values
        })
    }
}

fn kind(name: Setting) -> Result<Kind, Error> {
    match name.text()?.rsplit('.').next() {
        Some("PlainConvUNet") => Ok(Kind::Plain),
        Some("ResidualEncoderUNet") => Ok(Kind::Residual),
        _ => Err(Error::unsupported("network", name.text()?)),
    }
}

fn new(settings: Settings) -> Result<Architecture, Error> {
    let kind = kind(settings.get("network_class_name")?)?;
    let arguments = settings.get("arch_kwargs")?.object()?;
    arguments.only("argument of the network", &ARGUMENTS)?;
    refuse_what_differs(arguments)?;
    let count = arguments.get("n_stages")?.count(MOST_STAGES)?;
    let blocks = match kind {
        Kind::Plain => "n_conv_per_stage",
        Kind::Residual => "n_blocks_per_stage",
    };
    let features = arguments.get("features_per_stage")?;
    let stages = stages(
        features.each(count, |features| features.count(MOST_FEATURES))?,
        arguments.get("kernel_sizes")?,
        arguments.get("strides")?,
        arguments.get(blocks)?,
    )?;
    let stem = arguments.find("stem_channels").map(|stem| stem.count(MOST_FEATURES));
    Ok(Architecture {
        kind,
        stem: stem.unwrap_or_else(|| Ok(stages.first().map_or(0, |stage| stage.features)))?,
        decoder: decoder(arguments.get("n_conv_per_stage_decoder")?, count)?,
        stages,
        bias: arguments.find("conv_bias").map_or(Ok(false), Setting::truth)?,
        epsilon: norm(arguments)?,
    })
}

const ARGUMENTS: [&str; 19] = [
    "n_stages",
    "features_per_stage",
    "conv_op",
    "kernel_sizes",
    "strides",
    "n_conv_per_stage",
    "n_blocks_per_stage",
    "n_conv_per_stage_decoder",
    "conv_bias",
    "norm_op",
    "norm_op_kwargs",
    "dropout_op",
    "dropout_op_kwargs",
    "nonlin",
    "nonlin_kwargs",
    "nonlin_first",
    "deep_supervision",
    "block",
    "stem_channels",
];

/// Refuses all parts but the default ones. Dropout does nothing but in training.
fn refuse_what_differs(arguments: Settings) -> Result<(), Error> {
    let is = |name, parts: &[&str]| {
        let setting = arguments.get(name)?;
        let part = setting.text()?.rsplit('.').next().unwrap_or_default();
        setting.must(parts.contains(&part))
    };
    is("conv_op", &["Conv3d"])?;
    is("norm_op", &["InstanceNorm3d"])?;
    is("nonlin", &["LeakyReLU"])?;
    if let Some(first) = arguments.find("nonlin_first") {
        first.must(!first.truth()?)?;
    }
    if let Some(block) = arguments.find("block") {
        block.must(block.text()?.rsplit('.').next() == Some("BasicBlockD"))?;
    }
    let Some(options) = arguments.find("nonlin_kwargs") else { return Ok(()) };
    let options = options.object()?;
    options.only("argument of the activation", &["inplace", "negative_slope"])?;
    match options.find("negative_slope") {
        Some(slope) => slope.must(slope.number()? == 0.01),
        None => Ok(()),
    }
}

fn norm(arguments: Settings) -> Result<f64, Error> {
    let setting = arguments.get("norm_op_kwargs")?;
    let options = setting.object()?;
    options.only("argument of the norm", &["eps", "affine"])?;
    options.get("affine")?.must(options.get("affine")?.truth()?)?;
    let epsilon = options.find("eps").map_or(Ok(1e-5), Setting::number)?;
    if epsilon > 0.0 { Ok(epsilon) } else { Err(setting.wrong()) }
}

/// Plans from before nnU-Net 2.4 name the parts one by one.
fn old(settings: Settings) -> Result<Architecture, Error> {
    let kind = kind(settings.get("UNet_class_name")?)?;
    let blocks = settings.get("n_conv_per_stage_encoder")?;
    let count = blocks.list()?.len();
    let most = settings.get("unet_max_num_features")?.count(MOST_FEATURES)?;
    let base = settings.get("UNet_base_num_features")?.count(MOST_FEATURES)?;
    if count > MOST_STAGES {
        return Err(blocks.wrong());
    }
    let features: Vec<usize> = (0..count).map(|stage| (base << stage).min(most)).collect();
    Ok(Architecture {
        kind,
        stem: features.first().copied().unwrap_or_default(),
        stages: stages(
            features,
            settings.get("conv_kernel_sizes")?,
            settings.get("pool_op_kernel_sizes")?,
            blocks,
        )?,
        decoder: decoder(settings.get("n_conv_per_stage_decoder")?, count)?,
        bias: true,
        epsilon: 1e-5,
    })
}

fn stages(
    features: Vec<usize>,
    kernels: Setting,
    strides: Setting,
    blocks: Setting,
) -> Result<Vec<Stage>, Error> {
    let count = features.len();
    let kernel = kernels.each(count, |kernel| kernel.three_or_one(LARGEST_KERNEL))?;
    let stride = strides.each(count, |stride| stride.three_or_one(LONGEST_STRIDE))?;
    let blocks = blocks.each(count, |blocks| blocks.count(MOST_BLOCKS))?;
    kernels.must(kernel.iter().flatten().all(|n| n % 2 == 1))?;
    // The result has the voxels of the first stage, which must be those of the patch.
    strides.must(stride.first() == Some(&[1; 3]))?;
    if count < 2 || stride.iter().flatten().chain(&blocks).chain(&features).any(|n| *n == 0) {
        return Err(Error::Setting(File::Plans, "stages of the network"));
    }
    let parts = features.into_iter().zip(kernel).zip(stride).zip(blocks);
    let stage = |(((features, kernel), stride), blocks)| Stage { features, kernel, stride, blocks };
    Ok(parts.map(stage).collect())
}

fn decoder(convolutions: Setting, stages: usize) -> Result<Vec<usize>, Error> {
    let counts = convolutions
        .each(stages.saturating_sub(1), |convolutions| convolutions.count(MOST_BLOCKS))?;
    if counts.contains(&0) { Err(convolutions.wrong()) } else { Ok(counts) }
}
