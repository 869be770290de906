//! What the earlier tool accepts as a value.

use dicom_common::deid::policy::Reference as Accepts;

use crate::reason::ByReference;

const PLACEHOLDERS: [&str; 9] = [
    "ANON",
    "ANONYMOUS",
    "REDACTED",
    "REMOVED",
    "DEIDENTIFIED",
    "DE-IDENTIFIED",
    "UNKNOWN",
    "NA",
    "N/A",
];

/// Judges a value by what its attribute accepts.
pub(super) fn judge(accepts: Accepts, keyword: &str, value: &str) -> ByReference {
    if is_placeholder(value) {
        return ByReference::Placeholder;
    }
    match accepts {
        Accepts::Keep => ByReference::Kept,
        Accepts::Empty => ByReference::Remove,
        Accepts::EmptyOrHash if is_hash(value) => ByReference::Hash,
        Accepts::EmptyOrHash => ByReference::RemoveOrHash,
        Accepts::FiveUnits if is_range(value, Digits::of(keyword)) => ByReference::Range,
        Accepts::FiveUnits => ByReference::Round,
    }
}

fn is_placeholder(value: &str) -> bool {
    let only = |c: char| !value.is_empty() && value.chars().all(|v| v.eq_ignore_ascii_case(&c));
    value.is_empty()
        || PLACEHOLDERS.iter().any(|word| value.eq_ignore_ascii_case(word))
        || only('X')
        || only('*')
        || only('0')
}

fn is_hash(value: &str) -> bool {
    let length = value.chars().count();
    let hexadecimal = value.bytes().all(|b| b.is_ascii_hexdigit());
    let word = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    length >= 10 && (is_uuid(value) || hexadecimal || (length >= 12 && word))
}

fn is_uuid(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// How the two numbers of a range are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// Any number of them.
    Any,
    /// Two or three, with the unit of an age behind: `040-044Y`.
    OfAge,
}

impl Digits {
    fn of(keyword: &str) -> Self {
        if keyword == "PatientAge" { Self::OfAge } else { Self::Any }
    }

    fn fit(self, number: &str) -> bool {
        match self {
            Self::OfAge => matches!(number.len(), 2 | 3),
            Self::Any => !number.is_empty(),
        }
    }
}

/// `40-44`: from a multiple of five to four more.
fn is_range(value: &str, digits: Digits) -> bool {
    let value = match digits {
        Digits::OfAge => value.trim_end_matches(|c: char| "DWMYdwmy".contains(c)),
        Digits::Any => value,
    };
    let Some((low, high)) = value.split_once('-') else { return false };
    let number = |part: &str| -> Option<u64> {
        let plain = digits.fit(part) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok())?
    };
    match (number(low), number(high)) {
        (Some(low), Some(high)) => low % 5 == 0 && high.checked_sub(low) == Some(4),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_accepted_everywhere() {
        for value in ["", "anon", "N/A", "xxX", "***", "000", "De-Identified"] {
            assert_eq!(
                judge(Accepts::Empty, "PatientName", value),
                ByReference::Placeholder,
                "{value}"
            );
        }
        assert_eq!(judge(Accepts::Empty, "PatientName", "Doe^Jane"), ByReference::Remove);
    }

    #[test]
    fn hashes_are_told_by_their_looks() {
        for value in [
            "2008050417172310",
            "d6e8957745",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "ABC_def-1234",
        ] {
            assert!(is_hash(value), "{value}");
        }
        for value in ["20200101", "1.2.840.10008", "ABCDEFGHIJ", "Doe^Jane^Queen"] {
            assert!(!is_hash(value), "{value}");
        }
    }

    #[test]
    fn ranges_have_five_units() {
        assert!(is_range("40-44", Digits::Any) && is_range("0-4", Digits::Any));
        assert!(is_range("040-044Y", Digits::OfAge));
        for value in ["41-45", "40-45", "45", "-", "40-44Y"] {
            assert!(!is_range(value, Digits::Any), "{value}");
        }
        assert!(!is_range("0-4", Digits::OfAge));
    }
}
