//! Points and directions in the DICOM patient coordinate system.

use std::ops::{Add, Mul, Sub};

/// A point or direction in LPS: `x` to the patient's left, `y` to the back, `z` to the head, in mm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    /// Towards the patient's left, in mm.
    pub x: f64,
    /// Towards the patient's back, in mm.
    pub y: f64,
    /// Towards the patient's head, in mm.
    pub z: f64,
}

/// The LPS point (`x`, `y`, `z`), in mm.
#[must_use]
pub const fn vec3(x: f64, y: f64, z: f64) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    /// The scalar product.
    #[must_use]
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// The vector product.
    #[must_use]
    pub fn cross(self, other: Self) -> Self {
        vec3(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    /// The Euclidean length.
    #[must_use]
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The direction of the vector with length 1.
    #[must_use]
    pub fn normalized(self) -> Self {
        self * self.length().recip()
    }

    /// The vector with `f` applied to each pair of components.
    #[must_use]
    pub fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        vec3(f(self.x, other.x), f(self.y, other.y), f(self.z, other.z))
    }

    /// The vector turned about the LPS x axis: positive angles take y towards z.
    #[must_use]
    pub fn rotated_about_x(self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        vec3(self.x, cos * self.y - sin * self.z, sin * self.y + cos * self.z)
    }

    /// The vector turned about the LPS y axis: positive angles take z towards x.
    #[must_use]
    pub fn rotated_about_y(self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        vec3(cos * self.x + sin * self.z, self.y, cos * self.z - sin * self.x)
    }

    /// The vector turned about the LPS z axis: positive angles take x towards y.
    #[must_use]
    pub fn rotated_about_z(self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        vec3(cos * self.x - sin * self.y, sin * self.x + cos * self.y, self.z)
    }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}
