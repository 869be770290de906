//! Dates and date-times (VR DA and DT, PS3.5 table 6.2-1) that can be moved by days.

use std::fmt;

/// A calendar day of the Gregorian calendar, from year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// The day, if there is such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// Reads `YYYYMMDD`, or `YYYY.MM.DD` of files older than DICOM 3.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = match text.len() {
            8 => text.to_owned(),
            10 => {
                let mut parts = text.split('.');
                let lengths = [parts.next()?, parts.next()?, parts.next()?].map(str::len);
                if parts.next().is_some() || lengths != [4, 2, 2] {
                    return None;
                }
                text.replace('.', "")
            }
            _ => return None,
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
        Self::new(i32::try_from(number(0..4)?).ok()?, number(4..6)?, number(6..8)?)
    }

    /// Days since 1970-01-01.
    pub fn to_days(self) -> i64 {
        // Counted from 1 March so that the leap day ends the year (H. Hinnant, "chrono-Compatible
        // Low-Level Date Algorithms").
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(days: i64) -> Option<Self> {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    }

    /// The year, from 1 to 9999.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The same day moved; `None` beyond the calendar's ends.
    ///
    /// ```
    /// use dicom_common::dataset::Date;
    ///
    /// let day = Date::parse("20240301").and_then(|day| day.shifted(-1));
    /// assert_eq!(day.map(|day| day.to_string()).as_deref(), Some("20240229"));
    /// ```
    pub fn shifted(self, days: i64) -> Option<Self> {
        Self::from_days(self.to_days().checked_add(days)?)
    }
}

/// `YYYYMMDD`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date-time: a day known to the year, month or day, and the rest of the text (time of day,
/// fraction, offset from UTC), which a shift by whole days leaves alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateTime<'a> {
    /// The day; the first of the month or year where no more is known.
    date: Date,
    /// Digits of the date that were given: 4, 6 or 8.
    precision: usize,
    /// What follows the date in the text.
    rest: &'a str,
}

impl<'a> DateTime<'a> {
    /// Reads `YYYY[MM[DD[HH[MM[SS[.F]]]]]][±ZZZZ]`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let precision = match digits {
            4 | 6 => digits,
            8 | 10 | 12 | 14 => 8,
            _ => return None,
        };
        let (date, rest) = text.split_at_checked(precision)?;
        valid_rest(rest).then_some(())?;
        let full = match precision {
            4 => format!("{date}0101"),
            6 => format!("{date}01"),
            _ => date.to_owned(),
        };
        Some(Self { date: Date::parse(&full)?, precision, rest })
    }

    /// The day; the first of the month or year where no more is known.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The text after a shift by whole days, as precise as it was.
    pub fn shifted(&self, days: i64) -> Option<String> {
        let date = self.date.shifted(days)?.to_string();
        Some(format!("{}{}", date.get(..self.precision)?, self.rest))
    }
}

/// What may follow the date: hours, minutes, seconds, fraction, offset.
fn valid_rest(rest: &str) -> bool {
    let (time, offset) = match rest.find(['+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let offset_ok = offset.is_empty() || (offset.len() == 5 && offset.get(1..).is_some_and(digits));
    matches!(clock.len(), 0 | 2 | 4 | 6)
        && digits(clock)
        && (1..=6).contains(&fraction.len())
        && digits(fraction)
        && offset_ok
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["20230229", "20231301", "00000101", "2023010", "2023 101", "", "20230100"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("20240229").is_some());
        assert_eq!(Date::parse("1997.04.24"), Date::new(1997, 4, 24));
    }

    #[test]
    fn date_times_keep_time_precision_and_offset() {
        let shift = |t: &str, d| DateTime::parse(t).and_then(|t| t.shifted(d));
        assert_eq!(shift("20240228101500.25+0900", 2).as_deref(), Some("20240301101500.25+0900"));
        assert_eq!(shift("2024", -366).as_deref(), Some("2022"));
        assert_eq!(shift("202403", -1).as_deref(), Some("202402"));
        assert_eq!(shift("20240228T10", 2), None);
        assert_eq!(shift("20240228101500.", 2), None);
    }

    proptest! {
        #[test]
        fn shifting_there_and_back_is_the_same_day(days in -600_000i64..2_900_000, by in -40_000i64..40_000) {
            if let Some(date) = Date::from_days(days) {
                prop_assert_eq!(date.to_days(), days);
                prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
                if let Some(there) = date.shifted(by) {
                    prop_assert_eq!(there.shifted(-by), Some(date));
                    prop_assert_eq!(there.to_days() - date.to_days(), by);
                }
            }
        }
    }
}
