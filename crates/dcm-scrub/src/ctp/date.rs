//! Dates as CTP reads and writes them: leniently (the 31st of a short month is the 1st of the next),
//! the time of day behind them left alone.

use dicom_common::dataset::Date;

/// More days than the calendar has.
const TOO_FAR: u64 = 4_000_000;
/// Fewer characters are no date, and become empty.
pub const SHORTEST: usize = 8;

/// A date within a value, and what follows it.
struct Dated<'a> {
    date: Date,
    /// Of ISO 8601 (`-`), or of files older than DICOM 3 (`.`).
    separator: &'a str,
    rest: &'a str,
}

/// Every date of a value moved by days; `None` where one is no date.
pub fn increment(value: &str, days: i64) -> Option<String> {
    (days.unsigned_abs() < TOO_FAR).then(|| each(value, |date| date.shifted(days))).flatten()
}

/// Year, month and day replaced where there is a number; `None` where a value is no date.
pub fn modify(value: &str, [year, month, day]: [Option<i32>; 3]) -> Option<String> {
    each(value, |date| {
        let (y, m, d) = parts(date)?;
        lenient(year.unwrap_or(y), month.unwrap_or(m), day.unwrap_or(d))
    })
}

/// The day of a value's first eight characters.
pub fn day(value: &str) -> Option<Date> {
    Some(Dated::read(value.get(..8)?)?.date)
}

/// A day in a lookup table, `M/d/yyyy`.
pub fn american(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('/').map(|part| number(part.trim()));
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then(|| lenient(year, month, day)).flatten()
}

fn each(value: &str, change: impl Fn(Date) -> Option<Date>) -> Option<String> {
    let changed: Option<Vec<String>> = value
        .split('\\')
        .map(|value| {
            let dated = Dated::read(value.trim())?;
            let date = change(dated.date)?;
            let (y, m, d) = parts(date)?;
            let by = dated.separator;
            Some(format!("{y:04}{by}{m:02}{by}{d:02}{}", dated.rest))
        })
        .collect();
    Some(changed?.join("\\"))
}

impl<'a> Dated<'a> {
    fn read(value: &'a str) -> Option<Self> {
        let separator = value.get(4..5).filter(|c| matches!(*c, "-" | "."));
        let separator = separator.filter(|c| value.get(7..8) == Some(*c)).unwrap_or_default();
        let [month, day, end] = if separator.is_empty() { [4, 6, 8] } else { [5, 8, 10] };
        let (year, rest) = (value.get(..4)?, value.get(end..)?);
        // Years of two digits belong to the last century.
        let year = number(year)?;
        let year = if year < 100 { year + 1900 } else { year };
        let (month, day) = (number(value.get(month..month + 2)?)?, number(value.get(day..end)?)?);
        Some(Self { date: lenient(year, month, day)?, separator, rest })
    }
}

fn number(digits: &str) -> Option<i32> {
    let valid = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| digits.parse().ok()).flatten()
}

fn parts(date: Date) -> Option<(i32, i32, i32)> {
    let text = date.to_string();
    Some((number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..8)?)?))
}

/// A day whose month and day may lie beyond their ends.
fn lenient(year: i32, month: i32, day: i32) -> Option<Date> {
    let months = year.checked_mul(12)?.checked_add(month)?.checked_sub(1)?;
    let first = u32::try_from(months.rem_euclid(12)).ok()? + 1;
    Date::new(months.div_euclid(12), first, 1)?.shifted(i64::from(day) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_move_with_what_stands_around_them() {
        assert_eq!(increment("20210301", -10).as_deref(), Some("20210219"));
        assert_eq!(increment("20210301100501.5", 100).as_deref(), Some("20210609100501.5"));
        assert_eq!(increment("20210301\\20210302", 1).as_deref(), Some("20210302\\20210303"));
        assert_eq!(increment("2021-03-01", 1).as_deref(), Some("2021-03-02"));
        assert_eq!(increment("1994.11.05", 30).as_deref(), Some("1994.12.05"));
        assert_eq!(increment("20210301", i64::MAX - 1), None);
        assert_eq!(increment("00570101", 0).as_deref(), Some("19570101"));
        assert_eq!(increment("20210231", 0).as_deref(), Some("20210303"));
        assert_eq!(increment("2021030x", 0), None);
    }

    #[test]
    fn parts_are_replaced_leniently() {
        assert_eq!(modify("20210331", [None, Some(1), Some(1)]).as_deref(), Some("20210101"));
        assert_eq!(modify("20210331", [None, Some(2), None]).as_deref(), Some("20210303"));
        assert_eq!(modify("20210331", [Some(2000), None, None]).as_deref(), Some("20000331"));
        assert_eq!(american("3/1/2021"), day("20210301"));
        assert_eq!(american("2021-03-01"), None);
    }
}
