//! Components of voxels that share a face.

use ndarray::Array3;

/// The components of a mask.
#[derive(Debug, Clone)]
pub struct Components {
    /// 0 outside of the mask, otherwise the component's number from 1.
    pub labels: Array3<u32>,
    /// Number of voxels of each component; of component n at n − 1.
    pub sizes: Vec<usize>,
}

impl Components {
    /// Finds the components, numbered in the order of their first voxels.
    pub fn of(mask: &Array3<bool>) -> Self {
        let (nx, ny, nz) = mask.dim();
        let mut labels = Array3::<u32>::zeros(mask.dim());
        let mut sizes = Vec::new();
        let mut stack = Vec::new();
        for (start, &inside) in mask.indexed_iter() {
            if !inside || labels.get(start).is_none_or(|&label| label != 0) {
                continue;
            }
            let label = u32::try_from(sizes.len() + 1).unwrap_or(u32::MAX);
            let mut size = 0;
            let mut visit = |at: (usize, usize, usize), stack: &mut Vec<_>| {
                if let (Some(true), Some(to @ 0)) = (mask.get(at), labels.get_mut(at)) {
                    *to = label;
                    stack.push(at);
                }
            };
            visit(start, &mut stack);
            while let Some((x, y, z)) = stack.pop() {
                size += 1;
                if x > 0 {
                    visit((x - 1, y, z), &mut stack);
                }
                if y > 0 {
                    visit((x, y - 1, z), &mut stack);
                }
                if z > 0 {
                    visit((x, y, z - 1), &mut stack);
                }
                if x + 1 < nx {
                    visit((x + 1, y, z), &mut stack);
                }
                if y + 1 < ny {
                    visit((x, y + 1, z), &mut stack);
                }
                if z + 1 < nz {
                    visit((x, y, z + 1), &mut stack);
                }
            }
            sizes.push(size);
        }
        Self { labels, sizes }
    }

    /// The number of the largest component, the first of equals; none in an empty mask.
    pub fn largest(&self) -> Option<u32> {
        let (at, _) =
            self.sizes.iter().enumerate().max_by_key(|&(at, size)| (*size, usize::MAX - at))?;
        u32::try_from(at + 1).ok()
    }

    /// The voxels of one component.
    pub fn mask(&self, component: u32) -> Array3<bool> {
        self.labels.mapv(|label| label == component)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voxels_that_touch_at_an_edge_only_are_apart() {
        let mut mask = Array3::from_elem((4, 4, 1), false);
        for at in [(0, 0, 0), (1, 1, 0), (2, 1, 0), (2, 2, 0)] {
            mask[at] = true;
        }
        let components = Components::of(&mask);
        assert_eq!(components.sizes, [1, 3]);
        assert_eq!(components.largest(), Some(2));
        assert_eq!(components.mask(2).iter().filter(|inside| **inside).count(), 3);
    }

    #[test]
    fn an_empty_mask_has_no_component() {
        assert_eq!(Components::of(&Array3::from_elem((2, 2, 2), false)).largest(), None);
    }
}
