//! Ages (VR AS, PS3.5 table 6.2-1).

/// HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i)(C): all ages over 89 form one category.
const OLDEST: &str = "090Y";

/// Years above which ages are one category.
pub const OLDEST_YEARS: f64 = 89.0;

/// An age in one of four units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// How many of the unit.
    pub number: u32,
    /// Days of the unit, at most.
    unit: u32,
}

impl Age {
    /// Reads digits and a unit (`D`, `W`, `M`, `Y`); years where there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at_checked(digits)?;
        let unit = match unit {
            "" | "Y" => 366,
            "M" => 31,
            "W" => 7,
            "D" => 1,
            _ => return None,
        };
        let number = (1..=9).contains(&number.len()).then(|| number.parse().ok())??;
        Some(Self { number, unit })
    }

    /// Whether it is above 89 whole years: 90 or more.
    fn is_above_89(self) -> bool {
        match self.unit {
            366 => self.number >= 90,
            31 => self.number >= 90 * 12,
            7 => self.number >= 4_697,
            _ => self.number >= 32_873,
        }
    }
}

/// Whole years of an age that is given in years.
pub fn years(text: &str) -> Option<u32> {
    Age::parse(text).filter(|age| age.unit == 366).map(|age| age.number)
}

/// Whether a text is an age above 89 years, other than the category of these. One that is no age as
/// the standard writes it counts as years (`95 years`).
pub fn is_above_89(text: &str) -> bool {
    if text == OLDEST {
        return false;
    }
    if let Some(age) = Age::parse(text) {
        return age.is_above_89();
    }
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
    // More digits than a number can have are above as well.
    digits.is_some_and(|digits| digits.parse::<u32>().map_or(true, |n| n > 89))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_ages_are_found_in_any_unit() {
        for age in
            ["093Y", "093", "90", "0095Y", "95 years", "1104M", "4780W", "33000D", "99999999999"]
        {
            assert!(is_above_89(age), "{age}");
        }
        for age in ["old", "0012Y", "", "090Y", "089Y", "900D", "1079M", "999W"] {
            assert!(!is_above_89(age), "{age}");
        }
        assert_eq!(Age::parse("old"), None);
    }
}
