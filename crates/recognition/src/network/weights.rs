//! The network's weights, as dlib stores them.

use ndarray::{Array1, Array2};
use sha2::{Digest, Sha256};

use super::shape::{FIRST, KERNEL, NUMBERS, STAGES};

/// SHA-256 of the file that `tools/get-recogniser.sh` fetches. No other file is read.
pub(super) const HASH: &str = "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30";

/// The weights cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the recogniser's weights are not those that tools/get-recogniser.sh fetches")]
pub struct UnreadableWeights;

/// One convolution, and the scale and shift of its channels.
pub struct Filter {
    /// Width and height of its window.
    pub side: usize,
    /// For each channel that it makes, the weights of what it meets: by channel, row and column.
    pub weights: Array2<f32>,
    /// For each channel, what is added first.
    pub bias: Array1<f32>,
    /// For each channel, by what that is multiplied.
    pub scale: Array1<f32>,
    /// For each channel, what is added then.
    pub shift: Array1<f32>,
}

/// The weights of the network.
pub struct Weights {
    /// In the order in which a picture passes them.
    pub(super) filters: Vec<Filter>,
    /// From the last channels to the numbers.
    pub(super) last: Array2<f32>,
}

impl Weights {
    /// Of a file.
    ///
    /// # Errors
    /// When it is another file than the one that is pinned here.
    pub fn read(file: &[u8]) -> Result<Self, UnreadableWeights> {
        let hash: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
        if hash != HASH {
            return Err(UnreadableWeights);
        }
        Self::parse(file).ok_or(UnreadableWeights)
    }

    fn parse(file: &[u8]) -> Option<Self> {
        let mut tensors = Tensors { rest: file };
        let (first, side) = FIRST;
        let mut filters = vec![tensors.filter(3, first, side)?];
        let mut before = first;
        for (channels, blocks, _) in STAGES {
            for _ in 0..blocks {
                filters.push(tensors.filter(before, channels, KERNEL)?);
                filters.push(tensors.filter(channels, channels, KERNEL)?);
                before = channels;
            }
        }
        let last = tensors.next([before, NUMBERS, 1, 1])?;
        let last = Array2::from_shape_vec((before, NUMBERS), last).ok()?;
        Some(Self { filters, last })
    }
}

/// The tensors of a file, in order; what lies between them says nothing that is not known.
struct Tensors<'a> {
    rest: &'a [u8],
}

/// Version of a stored tensor.
const VERSION: usize = 2;

impl Tensors<'_> {
    fn filter(&mut self, from: usize, to: usize, side: usize) -> Option<Filter> {
        let each = from * side * side;
        let mut weights = self.next([to * each + to, 1, 1, 1])?;
        let bias = Array1::from(weights.split_off(to * each));
        let mut scale = self.next([2 * to, 1, 1, 1])?;
        let shift = Array1::from(scale.split_off(to));
        let weights = Array2::from_shape_vec((to, each), weights).ok()?;
        Some(Filter { side, weights, bias, scale: Array1::from(scale), shift })
    }

    /// The next tensor of this shape: a version, four lengths, then 32-bit floats, little-endian.
    fn next(&mut self, shape: [usize; 4]) -> Option<Vec<f32>> {
        let mut head = integer(VERSION);
        head.extend(shape.into_iter().flat_map(integer));
        let at = self.rest.windows(head.len()).position(|window| window == head)?;
        let (values, rest) = self
            .rest
            .get(at + head.len()..)?
            .split_at_checked(shape.iter().product::<usize>() * size_of::<f32>())?;
        self.rest = rest;
        let values = values.chunks_exact(size_of::<f32>());
        Some(values.filter_map(|bytes| Some(f32::from_le_bytes(bytes.try_into().ok()?))).collect())
    }
}

/// A whole number as dlib stores it: how many bytes follow, then these, the lowest first.
fn integer(value: usize) -> Vec<u8> {
    let bytes = value.to_le_bytes();
    let used = bytes.iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
    std::iter::once(used as u8).chain(bytes.into_iter().take(used)).collect()
}
