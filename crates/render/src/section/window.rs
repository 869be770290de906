//! Which values are shown from black to white.

use crate::grid::Grid;

/// Values that are looked at to find a window.
const SAMPLES: usize = 1 << 18;

/// A range of values (PS3.3 C.11.2.1.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Shown as middle gray.
    pub center: f32,
    /// From black to white.
    pub width: f32,
}

impl Window {
    /// Soft tissue in CT, in HU.
    pub const SOFT_TISSUE: Window = Window { center: 40.0, width: 400.0 };

    /// From the 1st to the 98th percentile of a volume, for values without units.
    pub fn of(grid: &Grid<'_>) -> Window {
        let stride = grid.values.len().div_ceil(SAMPLES).max(1);
        let mut values: Vec<f32> =
            grid.values.iter().step_by(stride).copied().filter(|value| !value.is_nan()).collect();
        values.sort_unstable_by(f32::total_cmp);
        let at = |share: f64| {
            let n = share * values.len().saturating_sub(1) as f64;
            values.get(n.round() as usize).copied().unwrap_or(0.0)
        };
        let (low, high) = (at(0.01), at(0.98));
        Window { center: low + 0.5 * (high - low), width: high - low }
    }

    /// The gray of a value; none for NaN.
    pub fn gray(&self, value: f32) -> Option<u8> {
        let share = (value - self.center) / self.width.max(f32::MIN_POSITIVE) + 0.5;
        (!value.is_nan()).then(|| (255.0 * share.clamp(0.0, 1.0)).round() as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Point3;
    use ndarray::Array3;

    #[test]
    fn a_window_goes_from_black_to_white() {
        let window = Window { center: 40.0, width: 400.0 };
        let grays = [-1000.0, -160.0, 40.0, 240.0, 3000.0].map(|value| window.gray(value));
        assert_eq!(grays, [0, 0, 128, 255, 255].map(Some));
        assert_eq!(window.gray(f32::NAN), None);
        assert_eq!(Window { center: 0.0, width: 0.0 }.gray(0.0), Some(128));
    }

    #[test]
    fn a_window_of_a_volume_ignores_outliers_and_missing_values() {
        let mut values =
            Array3::from_shape_fn((10, 10, 10), |(x, y, z)| (x * 100 + y * 10 + z) as f32);
        values[(9, 9, 9)] = 1e9;
        values[(0, 0, 0)] = f32::NAN;
        let window = Window::of(&Grid::isotropic(Point3::origin(), 1.0, values.view()));
        assert!((window.center - 495.0).abs() < 5.0 && (window.width - 969.0).abs() < 5.0);
    }
}
