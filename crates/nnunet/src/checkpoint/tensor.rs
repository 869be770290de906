//! Where a weight's numbers lie in a checkpoint.

use half::{bf16, f16};

use super::archive::Archive;
use super::value::{Element, Global, Node, Value};
use crate::error::{Error, File};

fn damaged(why: &'static str) -> Error {
    Error::Damaged(File::Checkpoint, why)
}

/// A tensor that has been named but not read yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tensor {
    /// Number of the storage's entry, as text.
    key: String,
    element: Element,
    /// Numbers in the storage.
    stored: usize,
    offset: usize,
    pub shape: Vec<usize>,
    stride: Vec<usize>,
}

impl Tensor {
    /// What the pickle says about a tensor: (storage, offset, shape, stride, ...), the storage
    /// being ('storage', type, key, device, number of elements).
    pub(super) fn of(node: Node) -> Result<Tensor, Error> {
        let tensor = Self::parse(node).ok_or(damaged("a weight is no tensor"))?;
        if tensor.fits() { Ok(tensor) } else { Err(damaged("a weight lies beside its storage")) }
    }

    fn parse(node: Node) -> Option<Tensor> {
        let arguments = node.call(Global::Tensor)?;
        let [storage, offset, shape, stride, ..] = arguments.as_slice() else { return None };
        let storage = storage.storage()?.items()?;
        let [kind, element, key, _, stored] = storage.as_slice() else { return None };
        let Value::Global(Global::Storage(element)) = *element.value() else { return None };
        let key = key.text().filter(|key| key.bytes().all(|byte| byte.is_ascii_digit()))?;
        (kind.text() == Some("storage")).then_some(Tensor {
            key: key.to_owned(),
            element,
            stored: stored.count()?,
            offset: offset.count()?,
            shape: shape.counts()?,
            stride: stride.counts()?,
        })
    }

    /// Whether all of the tensor lies in its storage, no number of it in two places.
    fn fits(&self) -> bool {
        let axes = || self.shape.iter().zip(&self.stride);
        let last = || {
            axes().try_fold(self.offset, |last, (&len, &stride)| {
                last.checked_add(len.checked_sub(1)?.checked_mul(stride)?)
            })
        };
        self.shape.len() == self.stride.len()
            && axes().all(|(&len, &stride)| len == 1 || stride > 0)
            && self.len().is_some_and(|len| len <= self.stored)
            && last().is_some_and(|last| last < self.stored)
    }

    /// Its numbers; none where there are too many to be counted.
    pub(super) fn len(&self) -> Option<usize> {
        self.shape.iter().try_fold(1_usize, |len, &n| len.checked_mul(n))
    }

    /// Reads the numbers, the last axis running fastest.
    pub(super) fn read(&self, archive: &mut Archive) -> Result<Vec<f32>, Error> {
        let bytes = archive
            .read(&format!("data/{}", self.key), u64::MAX)?
            .ok_or(damaged("a weight's storage is missing"))?;
        let stored = match self.element {
            Element::F32 => numbers(&bytes, f32::from_le_bytes),
            Element::F16 => numbers(&bytes, |bytes| f16::from_le_bytes(bytes).to_f32()),
            Element::Bf16 => numbers(&bytes, |bytes| bf16::from_le_bytes(bytes).to_f32()),
            Element::F64 => numbers(&bytes, |bytes| f64::from_le_bytes(bytes) as f32),
            Element::Other => return Err(damaged("a weight of whole numbers")),
        };
        drop(bytes);
        let stored = stored.filter(|stored| stored.len() == self.stored);
        let stored = stored.ok_or(damaged("a storage has another size than is said"))?;
        Ok(self.gather(stored))
    }

    fn gather(&self, stored: Vec<f32>) -> Vec<f32> {
        if self.is_whole() {
            return stored;
        }
        let mut places = vec![self.offset];
        for (&len, &stride) in self.shape.iter().zip(&self.stride) {
            let along = |&place: &usize| (0..len).map(move |i| place + i * stride);
            places = places.iter().flat_map(along).collect();
        }
        places.iter().map(|&place| stored.get(place).copied().unwrap_or_default()).collect()
    }

    /// Whether the storage is the tensor, number by number.
    fn is_whole(&self) -> bool {
        let mut dense = 1;
        let axes = self.shape.iter().zip(&self.stride).rev();
        let follow = axes.into_iter().all(|(&len, &stride)| {
            let follows = len == 1 || stride == dense;
            dense *= len;
            follows
        });
        follow && self.offset == 0 && dense == self.stored
    }
}

fn numbers<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> f32) -> Option<Vec<f32>> {
    let (chunks, rest) = bytes.as_chunks::<N>();
    rest.is_empty().then(|| chunks.iter().map(|&chunk| number(chunk)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(stored: usize, offset: usize, shape: &[usize], stride: &[usize]) -> Tensor {
        let (shape, stride) = (shape.to_vec(), stride.to_vec());
        Tensor { key: "0".into(), element: Element::F32, stored, offset, shape, stride }
    }

    #[test]
    fn a_tensor_must_lie_in_its_storage() {
        assert!(tensor(6, 0, &[2, 3], &[3, 1]).fits());
        assert!(tensor(6, 0, &[2, 3], &[1, 2]).fits());
        assert!(tensor(7, 1, &[2, 3], &[3, 1]).fits());
        assert!(!tensor(6, 1, &[2, 3], &[3, 1]).fits());
        assert!(!tensor(5, 0, &[2, 3], &[3, 1]).fits());
        assert!(!tensor(6, 0, &[2, 3], &[3]).fits());
        assert!(!tensor(6, 0, &[0, 3], &[3, 1]).fits());
    }

    #[test]
    fn strides_of_zero_and_sizes_without_end_are_refused() {
        assert!(!tensor(1, 0, &[1 << 20, 1 << 20], &[0, 0]).fits());
        assert!(!tensor(usize::MAX, 0, &[usize::MAX, 3], &[1, 1]).fits());
        assert!(!tensor(usize::MAX, 2, &[2], &[usize::MAX]).fits());
        assert!(tensor(1, 0, &[1, 1], &[0, 0]).fits());
    }

    #[test]
    fn strides_are_followed() {
        let stored = vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let columns = tensor(7, 1, &[2, 3], &[1, 2]);
        assert_eq!(columns.gather(stored.clone()), [1.0, 3.0, 5.0, 2.0, 4.0, 6.0]);
        assert_eq!(tensor(7, 0, &[7], &[1]).gather(stored.clone()), stored);
    }

    #[test]
    fn numbers_of_half_size_become_whole() {
        let halves = [f16::from_f32(1.5), f16::from_f32(-2.0)].map(f16::to_le_bytes).concat();
        let read = numbers(&halves, |bytes| f16::from_le_bytes(bytes).to_f32());
        assert_eq!(read, Some(vec![1.5, -2.0]));
        assert_eq!(numbers(&halves[..3], |bytes| f16::from_le_bytes(bytes).to_f32()), None);
    }
}
