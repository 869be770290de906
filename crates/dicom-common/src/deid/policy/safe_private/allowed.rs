//! What the values of a private element may be: numbers of a range, terms of a list. Such a value
//! names nobody, whoever wrote it.

use std::fmt;

use dicom_core::VR;

use super::csa;
use crate::dataset::split_values;

/// What the values of an element may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Allowed {
    /// Whatever its value representation allows.
    Any,
    /// Finite numbers of a range, both ends included, and so many at most.
    Numbers {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// How many values there may be.
        most: usize,
    },
    /// These terms, to the letter.
    Terms(Vec<String>),
    /// A CSA header of Siemens with nothing but numbers that describe the acquisition.
    Csa,
}

impl Allowed {
    /// What a cell says: nothing, `LOW..HIGH`, `LOW..HIGH xMOST`, `TERM|TERM`, or `csa`.
    pub fn parse(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Some(Self::Any);
        }
        if cell == "csa" {
            return Some(Self::Csa);
        }
        let Some((low, rest)) = cell.split_once("..") else {
            let terms: Vec<_> = cell.split('|').map(|term| term.trim().to_owned()).collect();
            let is_term = |term: &String| !term.is_empty() && !term.contains('\\');
            return terms.iter().all(is_term).then_some(Self::Terms(terms));
        };
        let (high, most) = match rest.split_once('x') {
            Some((high, most)) => (high, most.trim().parse().ok()?),
            None => (rest, 1),
        };
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        let (low, high) = (number(low)?, number(high)?);
        (low <= high && most > 0).then_some(Self::Numbers { low, high, most })
    }

    /// Whether a value field is allowed. Numbers in bytes are read as Little Endian: those of a Big
    /// Endian file lie outside of their range, and go.
    pub fn allows(&self, vr: VR, bytes: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::Csa => csa::is_reduced(bytes),
            Self::Terms(terms) => split_values(bytes)
                .all(|value| value.is_empty() || terms.iter().any(|term| term.as_bytes() == value)),
            Self::Numbers { low, high, most } => numbers(vr, bytes).is_some_and(|numbers| {
                numbers.len() <= *most
                    && numbers.iter().all(|n| n.is_finite() && (low..=high).contains(&n))
            }),
        }
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => Ok(()),
            Self::Numbers { low, high, most: 1 } => write!(f, "{low}..{high}"),
            Self::Numbers { low, high, most } => write!(f, "{low}..{high} x{most}"),
            Self::Terms(terms) => f.write_str(&terms.join("|")),
            Self::Csa => f.write_str("csa"),
        }
    }
}

/// The numbers of a value field; none where it holds something else.
fn numbers(vr: VR, bytes: &[u8]) -> Option<Vec<f64>> {
    if matches!(vr, VR::DS | VR::IS) {
        let text = |value: &[u8]| std::str::from_utf8(value).ok()?.trim().parse().ok();
        return split_values(bytes).filter(|value| !value.is_empty()).map(text).collect();
    }
    match vr {
        VR::US => fixed(bytes, |b| u16::from_le_bytes(b).into()),
        VR::SS => fixed(bytes, |b| i16::from_le_bytes(b).into()),
        VR::UL => fixed(bytes, |b| u32::from_le_bytes(b).into()),
        VR::SL => fixed(bytes, |b| i32::from_le_bytes(b).into()),
        VR::FL => fixed(bytes, |b| f32::from_le_bytes(b).into()),
        VR::FD => fixed(bytes, f64::from_le_bytes),
        _ => None,
    }
}

fn fixed<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> f64) -> Option<Vec<f64>> {
    let (values, []) = bytes.as_chunks::<N>() else { return None };
    Some(values.iter().map(|value| number(*value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_a_range_a_list_or_nothing() {
        let numbers = |low, high, most| Some(Allowed::Numbers { low, high, most });
        assert_eq!(Allowed::parse("-1..1.5 x3"), numbers(-1.0, 1.5, 3));
        assert_eq!(Allowed::parse("0..9"), numbers(0.0, 9.0, 1));
        assert_eq!(Allowed::parse("A|B C"), Some(Allowed::Terms(vec!["A".into(), "B C".into()])));
        assert_eq!(Allowed::parse(" "), Some(Allowed::Any));
        for wrong in ["2..1", "0..x3", "a..b", "0..1 x0", "0..inf", "A||B", "0..1 xx"] {
            assert_eq!(Allowed::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_may_be_is_shown_as_it_is_written() {
        for cell in ["", "csa", "A|B C", "-1..1.5 x3", "0..9"] {
            assert_eq!(Allowed::parse(cell).unwrap().to_string(), cell);
        }
    }

    #[test]
    fn only_numbers_of_the_range_and_terms_of_the_list_are_allowed() {
        let allows = |cell: &str, vr, bytes: &[u8]| Allowed::parse(cell).unwrap().allows(vr, bytes);
        assert!(allows("0..5000", VR::IS, b"1000 ") && !allows("0..5000", VR::IS, b"19640812"));
        assert!(allows("-1..1 x3", VR::DS, b"0.5\\-1\\1") && !allows("-1..1 x3", VR::DS, b"1\\2"));
        assert!(!allows("0..5000", VR::IS, b"Doe") && !allows("0..5", VR::IS, b"1\\2"));
        let fd = |n: f64| n.to_le_bytes();
        assert!(allows("-1..1", VR::FD, &fd(0.5)) && !allows("-1..1", VR::FD, &fd(f64::NAN)));
        assert!(!allows("-1..1", VR::FD, b"MUELLER^") && !allows("-1..1", VR::FD, &[0; 7]));
        assert!(allows("0..100", VR::US, &[64, 0]) && !allows("0..100", VR::US, &[0, 64]));
        assert!(allows("M|P", VR::CS, b"P ") && !allows("M|P", VR::CS, b"DOE"));
        assert!(!allows("0..1", VR::LO, b"1") && !allows("csa", VR::OB, b"SV10"));
    }
}
