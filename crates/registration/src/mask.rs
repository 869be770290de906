//! A part of space: the voxels of a grid that belong to something.

use morphology::largest_component;
use nalgebra::{Matrix4, Point3};
use ndarray::Array3;

use crate::grid::Grid;

/// Voxels of a grid that belong to something; nothing beyond the grid does.
#[derive(Clone, Debug)]
pub struct Mask {
    voxels: Array3<bool>,
    to_world: Matrix4<f64>,
    from_world: Matrix4<f64>,
}

impl Mask {
    /// The voxels whose value is of this kind.
    pub fn of(grid: &Grid, kind: impl Fn(f32) -> bool) -> Mask {
        let voxels = grid.values.mapv(kind);
        Mask { voxels, to_world: grid.to_world, from_world: Grid::inverse(&grid.to_world) }
    }

    /// Whether the voxel nearest to a point, in world coordinates, belongs to it.
    pub fn contains(&self, point: &Point3<f64>) -> bool {
        let voxel = self.from_world.transform_point(point).map(f64::round);
        // The cast of a negative number would be 0, a voxel of the grid.
        let on_grid = voxel.iter().all(|index| *index >= 0.0);
        let index = (voxel.x as usize, voxel.y as usize, voxel.z as usize);
        on_grid && self.voxels.get(index).is_some_and(|here| *here)
    }

    /// Its voxels' centres: world coordinates.
    pub fn points(&self) -> Vec<Point3<f64>> {
        let voxels = self.voxels.indexed_iter().filter(|(_, here)| **here);
        let voxels = voxels.map(|((i, j, k), _)| Point3::new(i as f64, j as f64, k as f64));
        voxels.map(|voxel| self.to_world.transform_point(&voxel)).collect()
    }

    /// With one more layer of voxels.
    pub fn grown(&self) -> Mask {
        self.spread(true)
    }

    /// Without its outermost layer of voxels.
    pub fn shrunk(&self) -> Mask {
        self.spread(false)
    }

    /// Its largest connected part.
    pub fn largest(self) -> Mask {
        Mask { voxels: largest_component(&self.voxels), ..self }
    }

    /// After one step in which `value` spreads to the six neighbours.
    fn spread(&self, value: bool) -> Mask {
        let mut after = self.clone();
        for (index, _) in self.voxels.indexed_iter().filter(|(_, here)| **here == value) {
            for neighbour in neighbours(index) {
                if let Some(voxel) = after.voxels.get_mut(neighbour) {
                    *voxel = value;
                }
            }
        }
        after
    }
}

type Index = (usize, usize, usize);

/// The six neighbours; before the first voxel lies `usize::MAX`, which is on no grid.
fn neighbours((i, j, k): Index) -> [Index; 6] {
    let (down, up) = (|n: usize| n.wrapping_sub(1), |n: usize| n.wrapping_add(1));
    [(down(i), j, k), (up(i), j, k), (i, down(j), k), (i, up(j), k), (i, j, down(k)), (i, j, up(k))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(voxels: &[u8]) -> Mask {
        let values = voxels.iter().map(|value| f32::from(*value)).collect();
        let values = Array3::from_shape_vec((voxels.len(), 1, 1), values).unwrap();
        Mask::of(&Grid { values, to_world: Matrix4::new_scaling(2.0) }, |value| value > 0.5)
    }

    fn voxels(mask: &Mask) -> Vec<u8> {
        mask.voxels.iter().map(|here| u8::from(*here)).collect()
    }

    #[test]
    fn it_grows_shrinks_and_keeps_its_largest_part() {
        let mask = row(&[1, 0, 0, 1, 1, 1, 0, 1]);
        assert_eq!(voxels(&mask.grown()), [1, 1, 1, 1, 1, 1, 1, 1]);
        assert_eq!(voxels(&mask.shrunk()), [0, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(voxels(&mask.largest()), [0, 0, 0, 1, 1, 1, 0, 0]);
    }

    #[test]
    fn nothing_beyond_the_grid_belongs_to_it() {
        let mask = row(&[1, 0]);
        assert!(mask.contains(&Point3::new(0.9, -0.9, 0.9)));
        assert!(!mask.contains(&Point3::new(1.1, 0.0, 0.0)));
        assert!(!mask.contains(&Point3::new(-1.1, 0.0, 0.0)));
        assert!(!mask.contains(&Point3::new(f64::NAN, 0.0, 0.0)));
    }
}
