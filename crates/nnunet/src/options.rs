//! What a prediction is made of and how.

use ndarray::Array3;

use crate::error::Error;

/// An image of one case.
#[derive(Clone, Debug)]
pub struct Image {
    /// One for each of the model's channels, in its order, of the same shape; [z, y, x], x running
    /// along a row, as SimpleITK and nibabel (transposed) hand them out, rescaled to real values.
    pub channels: Vec<Array3<f32>>,
    /// Distances between voxels along z, y, x in mm. NIfTI stores single precision, so what is to
    /// match a prediction from NIfTI must be rounded to it: `f64::from(spacing as f32)`.
    pub spacing: [f64; 3],
}

impl Image {
    /// Checks that the image is what a model with so many channels can look at, and gives its
    /// shape.
    pub(crate) fn shape(&self, channels: usize) -> Result<[usize; 3], Error> {
        if self.channels.len() != channels {
            return Err(Error::Image("it has another number of channels than the model"));
        }
        let first = self.channels.first().ok_or(Error::Image("it has no channel"))?;
        if self.channels.iter().any(|channel| channel.dim() != first.dim()) {
            return Err(Error::Image("its channels differ in shape"));
        }
        if first.is_empty() {
            return Err(Error::Image("it has no voxels"));
        }
        if self.channels.iter().flatten().any(|value| !value.is_finite()) {
            return Err(Error::Image("it holds values that are no numbers"));
        }
        if self.spacing.iter().any(|spacing| !spacing.is_finite() || *spacing <= 0.0) {
            return Err(Error::Image("its spacing is no distance"));
        }
        Ok(first.dim().into())
    }
}

/// Where a network is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// On the CPU: voxel for voxel what nnU-Net computes there.
    #[default]
    Cpu,
    /// On a GPU by its number, with a libtorch that knows CUDA, in single precision. nnU-Net
    /// computes in half precision there; voxels at boundaries can differ.
    Gpu(usize),
}

/// How a prediction is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How far the patches lie apart, as a part of their size: above 0, at most 1.
    pub step: f64,
    /// Whether patches are looked at mirrored too, along the axes that the model allows: 8 times
    /// the work for 3 axes.
    pub mirror: bool,
    /// Half the precision and, where the processor knows bfloat16, twice to three times the speed.
    /// Not what nnU-Net computes; voxels at boundaries differ.
    pub bf16: bool,
    /// Threads of libtorch, for the whole process; none leaves it to libtorch. Everything else
    /// runs in rayon's current pool.
    pub threads: Option<usize>,
    /// Where the network is computed.
    pub device: Device,
}

impl Default for Options {
    /// Steps of 0.7, mirrored, in full precision on the CPU.
    fn default() -> Self {
        Options { step: 0.7, mirror: true, bf16: false, threads: None, device: Device::Cpu }
    }
}

/// What should be in the environment of a program that predicts when it starts; libraries read it
/// before `main`, so a program that does not find it must start itself again with it.
///
/// Threads that wait sleep (GNU OpenMP), which takes a quarter of the time where others use the
/// cores too. Memory that was let go is kept for the next layer (glibc): that saves a quarter of
/// all processor time, for up to twice the memory.
pub const ENVIRONMENT: [(&str, &str); 3] = [
    ("OMP_WAIT_POLICY", "passive"),
    ("MALLOC_MMAP_MAX_", "0"),
    ("MALLOC_TRIM_THRESHOLD_", "17179869184"),
];
