//! The colour of what is written into pixels.

use std::fmt;

/// A stored value for each kind of sample; images with one kind use the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink([u16; 3]);

impl Ink {
    /// Of images with one sample.
    pub fn grey(value: u16) -> Self {
        Self([value; 3])
    }

    /// Of images with three.
    pub fn colour(values: [u16; 3]) -> Self {
        Self(values)
    }

    /// The values by kind of sample.
    pub fn values(self) -> impl Iterator<Item = u16> {
        self.0.into_iter()
    }

    /// The ink of a text such as `255 255 0`.
    pub fn parse(text: &str) -> Option<Self> {
        let values: Option<Vec<u16>> = text.split(' ').map(|value| value.parse().ok()).collect();
        Some(Self(values?.try_into().ok()?))
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third] = self.0;
        write!(f, "{first} {second} {third}")
    }
}
