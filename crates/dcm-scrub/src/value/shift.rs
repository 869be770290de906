//! Dates that move by a patient's number of days.

use dicom_common::dataset::{Date, DateTime, VR, split_values};

/// Every date of a DA or DT value moved by `days`; what is empty stays empty, what is no date
/// becomes empty: a value is never made up.
pub fn shift(vr: VR, bytes: &[u8], days: i64) -> Vec<u8> {
    let values: Vec<String> = split_values(bytes)
        .map(|value| {
            let text = std::str::from_utf8(value).unwrap_or_default();
            match vr {
                VR::DT => DateTime::parse(text).and_then(|t| t.shifted(days)),
                _ => Date::parse(text).and_then(|d| d.shifted(days)).map(|d| d.to_string()),
            }
            .unwrap_or_default()
        })
        .collect();
    values.join("\\").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_move_and_nothing_is_made_up() {
        assert_eq!(shift(VR::DA, b"20240301", -1), b"20240229");
        assert_eq!(shift(VR::DA, b"1997.04.24", 1), b"19970425");
        assert_eq!(shift(VR::DA, b"20240301\\20240302", -1), b"20240229\\20240301");
        assert_eq!(shift(VR::DA, b"", -1), b"");
        assert_eq!(shift(VR::DA, b"20240230", -1), b"");
        assert_eq!(shift(VR::DA, b"unknown", -1), b"");
        assert_eq!(shift(VR::DT, b"20240301101500.000000+0100", -1), b"20240229101500.000000+0100");
    }
}
