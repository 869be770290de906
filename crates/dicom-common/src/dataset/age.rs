//! Ages (VR AS, PS3.5 table 6.2-1).

/// HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C): all ages over 89 form one category.
pub const OLDEST: &str = "090Y";

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
        let number = (1..=3).contains(&digits.len()).then(|| digits.parse().ok())??;
        Some(Self { number, unit })
    }

    /// Whole years, rounded down.
    pub fn years(self) -> u32 {
        match self.unit {
            'D' => self.number / 366,
            'W' => self.number / 53,
            'M' => self.number / 12,
            _ => self.number,
        }
    }
}

/// Whether a text is an age above 89 years, other than the category of these. One that is no age as
/// the standard writes it counts as years (`0095Y`, `95 years`).
pub fn is_above_89(text: &str) -> bool {
    match Age::parse(text) {
        Some(age) => text != OLDEST && age.years() > 89,
        None => {
            let digits = text.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
            // More digits than a number can have are above as well.
            digits.is_some_and(|digits| digits.parse::<u32>().map_or(true, |n| n > 89))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_ages_are_found_in_any_unit() {
        assert!(is_above_89("093Y") && is_above_89("093") && is_above_89("90"));
        assert!(is_above_89("0095Y") && is_above_89("95 years") && is_above_89(&"9".repeat(20)));
        assert!(!is_above_89("old") && !is_above_89("0012Y") && !is_above_89(""));
        assert!(!is_above_89("090Y") && !is_above_89("089Y") && !is_above_89("900D"));
        assert_eq!(Age::parse("old"), None);
        assert_eq!(Age::parse("018M"), Some(Age { number: 18, unit: 'M' }));
    }
}
