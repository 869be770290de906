//! Dates in the forms of DA and DT.

use chrono::NaiveDate;

/// The day of a DA or DT value.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let day = text.trim().get(..8)?;
    NaiveDate::parse_from_str(day, "%Y%m%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_dates_and_times_is_read() {
        let day = NaiveDate::from_ymd_opt(2024, 6, 11);
        for text in ["20240611", "20240611100501.5+0100", " 20240611 "] {
            assert_eq!(parse(text), day, "{text}");
        }
        for text in ["", "2024", "20241399", "x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
