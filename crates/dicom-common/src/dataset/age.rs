//! Ages (VR AS, PS3.5 table 6.2-1).

/// HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C): all ages over 89 form one category.
pub const OLDEST: &str = "090Y";

/// Days of a year of the Julian calendar, in which ages in days and weeks count as years.
const DAYS_OF_A_YEAR: f64 = 365.25;

/// An age in one of four units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// How many of the unit, 0 to 999.
    pub number: u32,
    /// `D`, `W`, `M` or `Y`.
    pub unit: char,
}

impl Age {
    /// Reads three digits and a unit; fewer digits are accepted, and years where there is no unit.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = match text.get(digits.len()..)? {
            "" => 'Y',
            "D" | "W" | "M" | "Y" => text.chars().last()?,
            _ => return None,
        };
        let digits = Some(digits).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let number = digits.filter(|d| (1..=3).contains(&d.len()))?.parse().ok()?;
        Some(Self { number, unit })
    }

    /// Years, with a fraction.
    pub fn years(self) -> f64 {
        in_years(f64::from(self.number), self.unit)
    }
}

/// A number of days (`D`), weeks (`W`), months (`M`), or years as years.
pub fn in_years(number: f64, unit: char) -> f64 {
    match unit {
        'D' => number / DAYS_OF_A_YEAR,
        'W' => number * 7.0 / DAYS_OF_A_YEAR,
        'M' => number / 12.0,
        _ => number,
    }
}

/// Whether a text is an age above 89 years, other than the category of these. It need not be an age as
/// the standard writes it: each number counts in the unit that follows it, in years where none does
/// (`1104M`, `0095Y`, `95 years`, `4800 weeks`).
pub fn is_above_89(text: &str) -> bool {
    text != OLDEST && numbers(text).any(|(number, unit)| in_years(number, unit) >= 90.0)
}

/// Every number of a text, with the unit that the letter behind it stands for.
fn numbers(text: &str) -> impl Iterator<Item = (f64, char)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.get(rest.find(|c: char| c.is_ascii_digit())?..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let unit = behind.trim_start().chars().next().unwrap_or('Y').to_ascii_uppercase();
        // What is no number, such as a date with points, is more than any age.
        Some((digits.trim_end_matches('.').parse().unwrap_or(f64::INFINITY), unit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_ages_are_found_in_any_unit() {
        for text in
            ["093Y", "093", "90", "1080M", "1104M", "4697W", "32873D", "4800 weeks", "1100 mo"]
        {
            assert!(is_above_89(text), "{text}");
        }
        for text in ["0095Y", "95 years", "Y095", "12Y 95Y", "95.5", "95y", &"9".repeat(20)] {
            assert!(is_above_89(text), "{text}");
        }
        for text in ["old", "0012Y", "", "090Y", "089Y", "900D", "999M", "999W", "1000W", "89.9"] {
            assert!(!is_above_89(text), "{text}");
        }
    }

    #[test]
    fn an_age_is_three_digits_and_a_unit() {
        assert_eq!(Age::parse("018M"), Some(Age { number: 18, unit: 'M' }));
        for text in ["old", "1104M", "-12Y", "Y12", "12YY", "+1Y"] {
            assert_eq!(Age::parse(text), None, "{text}");
        }
    }
}
