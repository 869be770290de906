//! Whether a registration is to be trusted.

use limit::Limit;
use nalgebra::Matrix4;

use crate::error::Doubt;
use crate::limits::{CONTRAST, DISAGREEMENT, OVERLAP, RIVAL, SCALE_LEAST, SCALE_MOST, SHEAR};

/// What tells whether to trust a registration.
#[derive(Clone, Copy, Debug)]
pub struct Quality {
    /// Mutual information of the two volumes in nats.
    pub mutual_information: f64,
    /// The same, normalized: 0 where nothing is shared, 1 for the same volume.
    pub normalized: f64,
    /// Part of the head that both volumes show, 0 to 1; of the head that is shown better.
    pub overlap: f64,
    /// Part of the fixed head that lies in the moving volume's field of view, 0 to 1.
    pub coverage: f64,
    /// How much better the heads' insides match than after a shift by 16 mm: a ratio.
    pub contrast: f64,
    /// How well the next best transform elsewhere matches, relative to this one: 0 to 1.
    pub rival: f64,
    /// Largest distance in mm between where this and a second registration, which started
    /// elsewhere and compared other points, put a point of the head.
    pub disagreement: f64,
    /// Scales along the patient's axes, from the fixed to the moving head.
    pub scales: [f64; 3],
    /// Largest shear of one of these axes along another.
    pub shear: f64,
}

impl Quality {
    /// Each of [`crate::limits::ALL`] with the figure that is compared with it and the doubt that it raises.
    pub fn compared(&self) -> [(Limit, f64, Doubt); 7] {
        let [x, y, z] = self.scales;
        [
            (OVERLAP, self.overlap, Doubt::Overlap),
            (SCALE_LEAST, least([x, y, z]), Doubt::Shape),
            (SCALE_MOST, most([x, y, z]), Doubt::Shape),
            (SHEAR, self.shear, Doubt::Shape),
            (CONTRAST, self.contrast, Doubt::Unlike),
            (RIVAL, self.rival, Doubt::Ambiguous),
            (DISAGREEMENT, self.disagreement, Doubt::Ambiguous),
        ]
    }

    /// The first doubt there is. A figure that is not a number is one.
    ///
    /// # Errors
    /// Each [`Doubt`] where its figure is beyond the limit.
    ///
    /// ```
    /// use registration::{Doubt, Quality};
    ///
    /// let quality = Quality {
    ///     mutual_information: 0.3,
    ///     normalized: 0.08,
    ///     overlap: 0.9,
    ///     coverage: 0.8,
    ///     contrast: 2.0,
    ///     rival: 0.4,
    ///     disagreement: 1.0,
    ///     scales: [1.0, 1.1, 0.9],
    ///     shear: 0.02,
    /// };
    /// assert_eq!(quality.judge(), Ok(()));
    /// // A second search that ends elsewhere.
    /// assert_eq!(Quality { disagreement: 7.0, ..quality }.judge(), Err(Doubt::Ambiguous));
    /// ```
    pub fn judge(&self) -> Result<(), Doubt> {
        let doubt = self.compared().into_iter().find(|(limit, value, _)| !limit.passes(*value));
        doubt.map_or(Ok(()), |(_, _, doubt)| Err(doubt))
    }
}

/// The least of three; not a number if one is none.
fn least(values: [f64; 3]) -> f64 {
    values.into_iter().reduce(|a, b| if a < b || a.is_nan() { a } else { b }).unwrap_or(f64::NAN)
}

/// The most of three; not a number if one is none.
fn most(values: [f64; 3]) -> f64 {
    values.into_iter().reduce(|a, b| if a > b || a.is_nan() { a } else { b }).unwrap_or(f64::NAN)
}

/// Scales along the axes and the largest shear: the linear part is a rotation times an upper
/// triangular matrix.
pub fn shape(transform: &Matrix4<f64>) -> ([f64; 3], f64) {
    let linear = transform.fixed_view::<3, 3>(0, 0).into_owned();
    let upper = linear.qr().r();
    let scales = [upper.m11, upper.m22, upper.m33].map(f64::abs);
    let shears = [upper.m12 / upper.m11, upper.m13 / upper.m11, upper.m23 / upper.m22];
    (scales, shears.map(f64::abs).into_iter().fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::*;

    const GOOD: Quality = Quality {
        mutual_information: 0.3,
        normalized: 0.08,
        overlap: 0.9,
        coverage: 0.8,
        contrast: 2.0,
        rival: 0.4,
        disagreement: 1.0,
        scales: [1.0, 1.1, 0.9],
        shear: 0.02,
    };

    #[test]
    fn every_doubt_is_raised_by_its_figure() {
        assert_eq!(GOOD.judge(), Ok(()));
        assert_eq!(Quality { overlap: 0.6, ..GOOD }.judge(), Err(Doubt::Overlap));
        for scales in [[1.0, 1.5, 1.0], [1.0, 1.0, 0.6], [1.0, f64::NAN, 1.0], [f64::NAN, 1.0, 1.0]]
        {
            assert_eq!(Quality { scales, ..GOOD }.judge(), Err(Doubt::Shape));
        }
        assert_eq!(Quality { shear: 0.3, ..GOOD }.judge(), Err(Doubt::Shape));
        assert_eq!(Quality { contrast: f64::NAN, ..GOOD }.judge(), Err(Doubt::Unlike));
        assert_eq!(Quality { rival: 0.99, ..GOOD }.judge(), Err(Doubt::Ambiguous));
        assert_eq!(Quality { disagreement: 7.0, ..GOOD }.judge(), Err(Doubt::Ambiguous));
    }

    #[test]
    fn the_shape_does_not_depend_on_the_pose() {
        let mut bent = Matrix4::new_nonuniform_scaling(&Vector3::new(1.2, 0.8, 1.0));
        bent[(0, 2)] = 0.12;
        let turned = Matrix4::new_rotation(Vector3::new(0.5, 2.0, -1.0)) * bent;
        let (scales, shear) = shape(&turned);
        for (scale, expected) in scales.iter().zip([1.2, 0.8, 1.0]) {
            assert!((scale - expected).abs() < 1e-9);
        }
        assert!((shear - 0.1).abs() < 1e-9);
    }
}
