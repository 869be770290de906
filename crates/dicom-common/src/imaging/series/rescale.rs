//! From stored values to units (PS3.3 C.11.1).

/// Stored values to output units (HU in CT): `slope` · stored + `intercept`.
///
/// ```
/// use dicom_common::imaging::series::Rescale;
///
/// let hounsfield = Rescale { slope: 1.0, intercept: -1024.0 };
/// assert_eq!(hounsfield.apply(24), -1000.0);
/// assert_eq!(hounsfield.invert(-1000.0), 24);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rescale {
    /// Output units for each stored unit (Rescale Slope); finite and not zero.
    pub slope: f64,
    /// The value of a stored 0 in output units (Rescale Intercept); finite.
    pub intercept: f64,
}

impl Default for Rescale {
    fn default() -> Self {
        Self { slope: 1.0, intercept: 0.0 }
    }
}

impl Rescale {
    /// The value in output units.
    pub fn apply(&self, stored: i32) -> f32 {
        (self.slope * f64::from(stored) + self.intercept) as f32
    }

    /// The stored value nearest to a value in output units.
    pub fn invert(&self, value: f64) -> i32 {
        ((value - self.intercept) / self.slope).round() as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn air_in_hu_becomes_its_stored_value() {
        let rescale = Rescale { slope: 1.0, intercept: -1024.0 };
        assert_eq!(rescale.invert(-1000.0), 24);
        assert_eq!(rescale.apply(24), -1000.0);
    }
}
