//! Dates (VR DA and DT, PS3.5 table 6.2-1).

use std::fmt;

/// A day of the Gregorian calendar, from year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Day {
    /// The day, if there is such a day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let days = match month {
            2 if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
            {
                29
            }
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        let valid = (1..=9999).contains(&year) && (1..=days).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// Reads `YYYYMMDD`, or `YYYY.MM.DD` of files older than DICOM 3, and whatever separates the
    /// parts instead of the dots.
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        let separated = b.len() == 10
            && [4, 7].iter().all(|at| b.get(*at).is_some_and(u8::is_ascii_punctuation));
        let digits: Vec<u8> = match (b.len(), separated) {
            (8, _) => b.to_vec(),
            (10, true) => b.iter().copied().filter(u8::is_ascii_digit).collect(),
            _ => return None,
        };
        if digits.len() != 8 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            digits
                .get(range)
                .unwrap_or_default()
                .iter()
                .fold(0, |n, d| n * 10 + u16::from(d - b'0'))
        };
        let small = |range| u8::try_from(number(range)).unwrap_or(0);
        Self::new(number(0..4), small(4..6), small(6..8))
    }

    /// Days since 0000-03-01.
    fn number(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + of_year
    }

    /// Days from another day to this one.
    pub fn since(self, other: Self) -> i64 {
        self.number() - other.number()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

/// A date with a time of day and an offset from UTC (VR DT), of which some may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment<'a> {
    /// The day; none where it is not given as a whole.
    pub day: Option<Day>,
    /// What stands behind the date.
    pub rest: &'a str,
}

impl<'a> Moment<'a> {
    /// Reads `YYYY[MM[DD[HH[MM[SS[.F]]]]]][+ZZZZ]`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(text.len().min(8))?;
        let whole = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit());
        if whole {
            let form = |b: u8| b.is_ascii_digit() || b"+-.".contains(&b);
            let day = Day::parse(date)?;
            return rest.bytes().all(form).then_some(Self { day: Some(day), rest });
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (year, zone) = text.split_at_checked(digits)?;
        let zone_is_one = zone.is_empty()
            || zone.starts_with(['+', '-']) && zone.bytes().skip(1).all(|b| b.is_ascii_digit());
        (matches!(year.len(), 4 | 6) && zone_is_one).then_some(Self { day: None, rest: text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(day("20240301").since(day("20240229")), 1);
        assert_eq!(day("20000301").since(day("20000228")), 2);
        assert_eq!(day("20210101").since(day("20200101")), 366);
        assert_eq!(day("1957.12.03"), day("19571203"));
        for text in ["20230229", "00000101", "19571332", "1957-1203", "Doe", "2020010"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_may_be_cut() {
        let moment = |text| Moment::parse(text).map(|m| m.day.is_some());
        assert_eq!(moment("20200101101500.1+0100"), Some(true));
        assert_eq!(moment("202001"), Some(false));
        assert_eq!(moment("2020-0500"), Some(false));
        for text in ["Doe", "2020010", "20201301", "20200101 Doe"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
