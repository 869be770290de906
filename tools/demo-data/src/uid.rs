//! Unique identifiers of made-up objects.

/// The root below which all unique identifiers of the phantoms and of the benchmark set lie.
pub const UID_ROOT: &str = "1.2.826.0.1.3680043.10.9999";

/// The identifiers of one series; another seed or series number gives other ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesUids {
    prefix: String,
}

impl SeriesUids {
    /// The identifiers of the series with this number in the set with this seed.
    #[must_use]
    pub fn new(seed: u64, series_number: u16) -> Self {
        Self { prefix: format!("{UID_ROOT}.{seed}.{series_number}") }
    }

    /// `StudyInstanceUID`.
    #[must_use]
    pub fn study(&self) -> String {
        format!("{}.1", self.prefix)
    }

    /// `SeriesInstanceUID`.
    #[must_use]
    pub fn series(&self) -> String {
        format!("{}.2", self.prefix)
    }

    /// `FrameOfReferenceUID`.
    #[must_use]
    pub fn frame_of_reference(&self) -> String {
        format!("{}.3", self.prefix)
    }

    /// The procedure step to which the study belongs.
    #[must_use]
    pub fn procedure_step(&self) -> String {
        format!("{}.4", self.prefix)
    }

    /// `SOPInstanceUID` of the instance with this number.
    #[must_use]
    pub fn instance(&self, number: u16) -> String {
        format!("{}.5.{number}", self.prefix)
    }
}
