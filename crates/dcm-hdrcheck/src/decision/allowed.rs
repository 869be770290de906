//! Whether a private value is one that its row of a table of safe elements allows: read here, not with
//! the code by which it was kept.

use dicom_common::deid::policy::Allowed;

use crate::reader::{VR, split_values};

/// What may be written in a CSA header that was reduced: the names of its fields, and their
/// representations.
const OF_CSA: [&str; 15] = [
    "SV10",
    "NumberOfImagesInMosaic",
    "SliceNormalVector",
    "SliceMeasurementDuration",
    "BandwidthPerPixelPhaseEncode",
    "MosaicRefAcqTimes",
    "ProtocolSliceNumber",
    "PhaseEncodingDirectionPositive",
    "B_value",
    "B_matrix",
    "DiffusionGradientDirection",
    "US",
    "FD",
    "DS",
    "IS",
];

/// Shorter runs of characters are the header's own counts and lengths.
const SHORTEST_WORD: usize = 3;
/// A number of more digits before its point can be a date, a time or an identifier.
const MOST_DIGITS: usize = 7;

/// Whether a value field is allowed.
pub(super) fn allows(allowed: &Allowed, vr: VR, bytes: &[u8]) -> bool {
    match allowed {
        Allowed::Any => true,
        Allowed::Terms(terms) => {
            let term = |value: &[u8]| terms.iter().any(|term| term.as_bytes() == value);
            split_values(bytes).all(|value| value.is_empty() || term(value))
        }
        Allowed::Numbers { low, high, most } => {
            let within = |number: &f64| *low <= *number && *number <= *high;
            numbers(vr, bytes)
                .is_some_and(|numbers| numbers.len() <= *most && numbers.iter().all(within))
        }
        Allowed::Csa => words(bytes).all(|word| OF_CSA.contains(&word) || is_measure(word)),
    }
}

/// Runs of printable characters.
fn words(bytes: &[u8]) -> impl Iterator<Item = &str> {
    bytes
        .split(|byte| !byte.is_ascii_graphic() && byte.is_ascii())
        .map(|run| std::str::from_utf8(run).unwrap_or("\u{FFFD}\u{FFFD}\u{FFFD}"))
        .filter(|run| run.chars().count() >= SHORTEST_WORD)
}

fn is_measure(word: &str) -> bool {
    let whole = word.trim_start_matches('-').split('.').next().unwrap_or_default();
    whole.len() <= MOST_DIGITS && word.parse::<f64>().is_ok_and(f64::is_finite)
}

/// The numbers of a value field, bytes as Little Endian; none where it holds something else.
fn numbers(vr: VR, bytes: &[u8]) -> Option<Vec<f64>> {
    match vr {
        VR::DS | VR::IS => split_values(bytes)
            .filter(|value| !value.is_empty())
            .map(|value| std::str::from_utf8(value).ok()?.trim().parse().ok())
            .collect(),
        VR::US => binary(bytes, |b| u16::from_le_bytes(b).into()),
        VR::SS => binary(bytes, |b| i16::from_le_bytes(b).into()),
        VR::UL => binary(bytes, |b| u32::from_le_bytes(b).into()),
        VR::SL => binary(bytes, |b| i32::from_le_bytes(b).into()),
        VR::FL => binary(bytes, |b| f32::from_le_bytes(b).into()),
        VR::FD => binary(bytes, f64::from_le_bytes),
        _ => None,
    }
}

fn binary<const N: usize>(bytes: &[u8], number: fn([u8; N]) -> f64) -> Option<Vec<f64>> {
    let (values, []) = bytes.as_chunks::<N>() else { return None };
    Some(values.iter().map(|value| number(*value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(cell: &str, vr: VR, bytes: &[u8]) -> bool {
        allows(&Allowed::parse(cell).unwrap(), vr, bytes)
    }

    #[test]
    fn numbers_of_a_range_and_terms_of_a_list_are_allowed() {
        assert!(judge("0..5000", VR::IS, b"1000 ") && !judge("0..5000", VR::IS, b"19640812"));
        assert!(judge("-1..1 x3", VR::DS, b"0.5\\-1\\1") && !judge("-1..1 x3", VR::DS, b"1\\2"));
        assert!(!judge("0..5000", VR::IS, b"Doe") && !judge("0..5", VR::IS, b"1\\2"));
        assert!(!judge("-1..1", VR::FD, &f64::NAN.to_le_bytes()));
        assert!(judge("M|P", VR::CS, b"P ") && !judge("M|P", VR::CS, b"DOE"));
    }

    #[test]
    fn a_csa_header_may_say_numbers_of_its_fields_alone() {
        let header = b"SV10\x04\x03\x02\x01\x01\0\0\0M\0\0\0B_value\0\0\0IS\0\x001000\0";
        assert!(judge("csa", VR::OB, header));
        for more in [b"PatientName".as_slice(), b"Doe", b"19640812", "Müller".as_bytes()] {
            assert!(!judge("csa", VR::OB, &[header, more].concat()), "{more:?}");
        }
    }
}
