//! Whether dates are dates, and moved.

use dicom_dictionary_std::tags;

use crate::date::{Day, Moment};
use crate::reader::{DataSet, VR, split_values};
use crate::reason::Reason;

/// What the data set declares about its dates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    /// (0028,0303) says MODIFIED.
    modified_dates: bool,
}

impl Declared {
    pub(super) fn of(dataset: &DataSet) -> Self {
        let stated = dataset.ascii(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED);
        Self { modified_dates: stated == Some("MODIFIED") }
    }
}

/// Judges dates that must have been moved.
pub(super) fn shifted(vr: VR, bytes: &[u8], declared: Declared) -> Reason {
    let is_date = |value: &[u8]| {
        let Ok(text) = std::str::from_utf8(value) else { return false };
        match vr {
            _ if text.is_empty() => true,
            VR::DT => Moment::parse(text).is_some(),
            _ => Day::parse(text).is_some(),
        }
    };
    match (split_values(bytes).all(is_date), declared.modified_dates) {
        (false, _) => Reason::NotDate,
        (true, false) => Reason::NotShifted,
        (true, true) => Reason::Shifted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODIFIED: Declared = Declared { modified_dates: true };
    const SILENT: Declared = Declared { modified_dates: false };

    #[test]
    fn dates_must_be_dates_and_declared_as_moved() {
        assert_eq!(shifted(VR::DA, b"20200101\\", MODIFIED), Reason::Shifted);
        assert_eq!(shifted(VR::DT, b"20200101101500.1+0100", MODIFIED), Reason::Shifted);
        assert_eq!(shifted(VR::DA, b"Doe", MODIFIED), Reason::NotDate);
        assert_eq!(shifted(VR::DA, b"20200101", SILENT), Reason::NotShifted);
    }
}
