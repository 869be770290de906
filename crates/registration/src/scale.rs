//! Which values are told apart: from a volume's values to bins of the histogram.

use crate::{error::Error, grid::Grid, head::Head};

/// The part of the scale that air and what is darker than the head's outline take.
const AIR: f32 = 0.1;
/// How far bins hold equal numbers of voxels (1) rather than equal ranges of values (0). Equal
/// ranges alone leave a head in CT two bins for all soft tissue.
const EQUALIZED: f32 = 0.5;

/// A growing, piecewise linear map from values to 0..=1.
#[derive(Clone, Debug)]
pub struct Scale {
    knots: Vec<(f32, f32)>,
}

impl Scale {
    /// The scale that fits the values of this head.
    ///
    /// # Errors
    /// [`Error::NoHead`] where all of the head has one value.
    pub fn of(grid: &Grid, head: &Head) -> Result<Scale, Error> {
        const QUANTILES: usize = 64;
        let (mut air, mut tissue) = (Vec::new(), Vec::new());
        for value in grid.values.iter().copied().filter(|value| value.is_finite()) {
            if value > head.threshold { tissue.push(value) } else { air.push(value) }
        }
        let lowest = quantile(&mut air, 0.01).unwrap_or(head.threshold);
        let darkest = quantile(&mut tissue, 0.005).ok_or(Error::NoHead)?;
        let brightest = quantile(&mut tissue, 0.995).ok_or(Error::NoHead)?;
        if darkest >= brightest {
            return Err(Error::NoHead);
        }
        let mut knots = vec![(lowest, 0.0), (darkest, AIR)];
        for step in 1..=QUANTILES {
            let rank = step as f32 / QUANTILES as f32;
            let value = quantile(&mut tissue, 0.005 + 0.99 * f64::from(rank)).unwrap_or(brightest);
            let linear = (value - darkest) / (brightest - darkest);
            let at = EQUALIZED * rank + (1.0 - EQUALIZED) * linear;
            knots.push((value, AIR + (1.0 - AIR) * at));
        }
        Ok(Scale { knots })
    }

    /// The scale that leaves 0..=1 as it is.
    #[cfg(test)]
    pub fn plain() -> Scale {
        Scale { knots: vec![(0.0, 0.0), (1.0, 1.0)] }
    }

    /// Where on 0..=1 the value lies; NaN stays NaN.
    pub fn place(&self, value: f32) -> f32 {
        if !value.is_finite() {
            return f32::NAN;
        }
        let above = self.knots.partition_point(|(knot, _)| *knot <= value);
        match (above.checked_sub(1).and_then(|i| self.knots.get(i)), self.knots.get(above)) {
            (Some((low, from)), Some((high, to))) => {
                from + (to - from) * (value - low) / (high - low)
            }
            (None, _) => 0.0,
            (_, None) => 1.0,
        }
    }
}

/// The value below which this fraction lies; brings the values into another order.
fn quantile(values: &mut [f32], fraction: f64) -> Option<f32> {
    let last = values.len().checked_sub(1)?;
    let rank = (fraction * last as f64).round() as usize;
    Some(*values.select_nth_unstable_by(rank.min(last), f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_grows_and_has_ends() {
        let scale =
            Scale { knots: vec![(-10.0, 0.0), (0.0, 0.1), (5.0, 0.8), (5.0, 0.9), (9.0, 1.0)] };
        assert_eq!(scale.place(-1000.0), 0.0);
        assert_eq!(scale.place(-5.0), 0.05);
        assert_eq!(scale.place(5.0), 0.9);
        assert_eq!(scale.place(70.0), 1.0);
        assert!(scale.place(f32::NAN).is_nan());
    }

    #[test]
    fn quantiles_are_found_in_any_order() {
        let mut values = [9.0, 1.0, 5.0, 3.0, 7.0];
        assert_eq!(quantile(&mut values, 0.0), Some(1.0));
        assert_eq!(quantile(&mut values, 0.5), Some(5.0));
        assert_eq!(quantile(&mut values, 1.0), Some(9.0));
        assert_eq!(quantile(&mut [], 0.5), None);
    }
}
