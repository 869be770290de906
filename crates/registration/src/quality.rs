//! Whether a registration is to be trusted.

use nalgebra::Matrix4;

/// The least that both volumes must show of the heads: just above where the search itself ends.
const LEAST_OVERLAP: f64 = 0.62;
/// Measured between nine heads in CT and MR: right transforms have 0.9 to 11, all but one; wrong
/// ones 0.7 to 1.8, so that this alone does not tell.
const LEAST_CONTRAST: f64 = 0.9;
/// Height of another hill that leaves a doubt which one is right.
const HIGHEST_RIVAL: f64 = 0.95;
/// In mm: a wrong transform is seldom found twice.
const MOST_DISAGREEMENT: f64 = 6.0;
/// Sizes of heads, children's included, relative to one another.
const SCALES: std::ops::RangeInclusive<f64> = 0.7..=1.4;
const MOST_SHEAR: f64 = 0.25;

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

/// Why a registration is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The volumes show too little of the head in common.
    #[error("the volumes show too little of the head in common")]
    Overlap,
    /// One would have to be scaled or sheared as no head differs from another.
    #[error("the shapes of the two heads differ too much")]
    Shape,
    /// What lies inside the outlines does not match.
    #[error("the insides of the two heads do not match")]
    Unlike,
    /// Another start or another place gives as good a match.
    #[error("there is more than one way to match the two heads")]
    Ambiguous,
}

impl Quality {
    /// The first doubt there is.
    ///
    /// # Errors
    /// Each [`Doubt`] where its figure is beyond the limit.
    pub fn judge(&self) -> Result<(), Doubt> {
        // Written so that a figure which is not a number is a doubt.
        let doubts = [
            (self.overlap >= LEAST_OVERLAP, Doubt::Overlap),
            (self.scales.iter().all(|scale| SCALES.contains(scale)), Doubt::Shape),
            (self.shear <= MOST_SHEAR, Doubt::Shape),
            (self.contrast >= LEAST_CONTRAST, Doubt::Unlike),
            (self.rival <= HIGHEST_RIVAL, Doubt::Ambiguous),
            (self.disagreement <= MOST_DISAGREEMENT, Doubt::Ambiguous),
        ];
        doubts.into_iter().find(|(fine, _)| !fine).map_or(Ok(()), |(_, doubt)| Err(doubt))
    }
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
        assert_eq!(Quality { scales: [1.0, 1.5, 1.0], ..GOOD }.judge(), Err(Doubt::Shape));
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
