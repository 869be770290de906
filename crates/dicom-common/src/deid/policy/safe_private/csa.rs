//! CSA headers of Siemens, (0029,xx10) of SIEMENS CSA HEADER: a list of named values that holds the
//! whole protocol as text, names included, and a few numbers that converters need. Only these are
//! left. The form is that of version 2, as dcm2niix and nibabel read it: `SV10`, four bytes, the
//! number of fields, 77; each field with its name (64 bytes), multiplicity, VR, type, number of
//! items and a sign, and its items of four numbers and a value that is padded to four bytes.

use std::ops::RangeInclusive;

/// A field that stays.
struct Field {
    name: &'static str,
    vr: &'static [u8; 4],
    /// As the headers number their types.
    kind: u32,
    /// The most values.
    most: usize,
    range: RangeInclusive<f64>,
}

const fn field(
    name: &'static str,
    vr: &'static [u8; 4],
    kind: u32,
    most: usize,
    range: RangeInclusive<f64>,
) -> Field {
    Field { name, vr, kind, most, range }
}

/// Numbers about the acquisition. Times of slices count from the volume's begin: those that count
/// from midnight lie outside of their range.
const FIELDS: [Field; 10] = [
    field("NumberOfImagesInMosaic", b"US\0\0", 10, 1, 0.0..=10_000.0),
    field("SliceNormalVector", b"FD\0\0", 4, 3, -1.001..=1.001),
    field("SliceMeasurementDuration", b"DS\0\0", 3, 1, 0.0..=1e8),
    field("BandwidthPerPixelPhaseEncode", b"FD\0\0", 4, 1, 0.0..=1e5),
    field("MosaicRefAcqTimes", b"FD\0\0", 4, 1024, -1e5..=1e5),
    field("ProtocolSliceNumber", b"IS\0\0", 6, 1, 0.0..=10_000.0),
    field("PhaseEncodingDirectionPositive", b"IS\0\0", 6, 1, 0.0..=1.0),
    field("B_value", b"IS\0\0", 6, 1, 0.0..=100_000.0),
    field("B_matrix", b"FD\0\0", 4, 6, -1e5..=1e5),
    field("DiffusionGradientDirection", b"FD\0\0", 4, 3, -1.001..=1.001),
];

const MAGIC: &[u8] = b"SV10";
const SIGN: u32 = 77;
/// Items that a field has at least, empty ones behind its values: dcm2niix reads so many.
const ITEMS: usize = 6;
/// Longer than any number needs to be.
const LONGEST_NUMBER: usize = 24;
/// More fields and items than any header has.
const MOST: u32 = 4096;

/// The header with nothing but what converters need; none where it is no such header.
///
/// ```
/// use dicom_common::deid::policy::reduced_csa;
///
/// assert_eq!(reduced_csa(b"any other text"), None);
/// ```
pub fn reduced(header: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(header.strip_prefix(MAGIC)?);
    rest.take(4)?;
    let count = rest.number().filter(|count| *count <= MOST)?;
    rest.number()?;
    let mut fields = Vec::new();
    for _ in 0..count {
        let name = rest.take(64)?;
        let name = name.split(|byte| *byte == 0).next()?;
        rest.take(12)?;
        let items = rest.number().filter(|items| *items <= MOST)?;
        rest.number()?;
        let field = FIELDS.iter().find(|field| field.name.as_bytes() == name);
        let mut values = Vec::new();
        for _ in 0..items {
            rest.number()?;
            let length = usize::try_from(rest.number()?).ok()?;
            rest.take(8)?;
            let value = rest.take(length)?;
            rest.take((4 - length % 4) % 4)?;
            let value = value.split(|byte| *byte == 0).next()?.trim_ascii();
            if !value.is_empty() {
                values.push(value);
            }
        }
        if let Some(field) = field.filter(|field| field.admits(&values)) {
            fields.push(field.written(&values));
        }
    }
    if fields.is_empty() {
        return None;
    }
    let mut reduced = [MAGIC, b"\x04\x03\x02\x01"].concat();
    reduced.extend(u32::try_from(fields.len()).ok()?.to_le_bytes());
    reduced.extend(SIGN.to_le_bytes());
    reduced.extend(fields.concat());
    Some(reduced)
}

/// Whether a header holds nothing that [`reduced`] would take away.
pub fn is_reduced(header: &[u8]) -> bool {
    reduced(header).is_some_and(|reduced| reduced == header)
}

/// Whether a header says of how many images a mosaic is made.
pub fn counts_images(header: &[u8]) -> bool {
    let name = b"NumberOfImagesInMosaic\0";
    reduced(header).is_some_and(|reduced| reduced.windows(name.len()).any(|part| part == name))
}

impl Field {
    fn admits(&self, values: &[&[u8]]) -> bool {
        let is_allowed = |value: &&[u8]| {
            let number = std::str::from_utf8(value).ok().and_then(|text| text.parse::<f64>().ok());
            value.len() <= LONGEST_NUMBER && number.is_some_and(|n| self.range.contains(&n))
        };
        !values.is_empty() && values.len() <= self.most && values.iter().all(is_allowed)
    }

    fn written(&self, values: &[&[u8]]) -> Vec<u8> {
        let number = |n: usize| u32::try_from(n).unwrap_or_default().to_le_bytes();
        let mut field = self.name.as_bytes().to_vec();
        field.resize(64, 0);
        field.extend(number(values.len()));
        field.extend(self.vr);
        field.extend(self.kind.to_le_bytes());
        field.extend(number(values.len().max(ITEMS)));
        field.extend(SIGN.to_le_bytes());
        for value in values {
            // With the null byte behind it.
            let length = value.len() + 1;
            field.extend(
                [number(length), number(length), SIGN.to_le_bytes(), number(length)].concat(),
            );
            field.extend(*value);
            field.resize(field.len() + 1 + (4 - length % 4) % 4, 0);
        }
        for _ in values.len()..ITEMS {
            field.extend([number(0), number(0), SIGN.to_le_bytes(), number(0)].concat());
        }
        field
    }
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header as scanners write it: six items at least, lengths that do not count the padding.
    fn header(fields: &[(&str, &[&str])]) -> Vec<u8> {
        let mut bytes = b"SV10\x04\x03\x02\x01".to_vec();
        bytes.extend(u32::try_from(fields.len()).unwrap().to_le_bytes());
        bytes.extend(77u32.to_le_bytes());
        for (name, values) in fields {
            let mut padded = name.as_bytes().to_vec();
            // Scanners leave what was in memory behind the name.
            padded.push(0);
            padded.resize(64, b'#');
            bytes.extend(padded);
            bytes.extend([1, 0, 0, 0]);
            bytes.extend(b"LO\0\0");
            bytes.extend([19, 0, 0, 0]);
            bytes.extend(6u32.to_le_bytes());
            bytes.extend(77u32.to_le_bytes());
            for at in 0..6 {
                let value = values.get(at).copied().unwrap_or_default();
                let length = u32::try_from(value.len()).unwrap();
                for number in [length, length, 77, length] {
                    bytes.extend(number.to_le_bytes());
                }
                bytes.extend(value.as_bytes());
                bytes.resize(bytes.len().next_multiple_of(4), 0);
            }
        }
        bytes
    }

    #[test]
    fn what_converters_need_is_left_and_nothing_else() {
        let whole = header(&[
            ("UsedPatientWeight", &["61"]),
            ("NumberOfImagesInMosaic", &["36"]),
            ("PhaseEncodingDirectionPositive", &["1"]),
            ("PatientName", &["Mueller^Juergen"]),
            ("DiffusionGradientDirection", &["0.5", "-0.5", "0.70710678"]),
            ("B_value", &["Mueller"]),
            ("MosaicRefAcqTimes", &["37385000.5"]),
            ("SliceNormalVector", &["0", "0", "19640812"]),
        ]);
        let reduced = reduced(&whole).unwrap();
        let text = String::from_utf8_lossy(&reduced);
        for kept in ["NumberOfImagesInMosaic", "36", "PhaseEncodingDirectionPositive", "0.70710678"]
        {
            assert!(text.contains(kept), "{kept}");
        }
        for gone in ["Mueller", "Patient", "61", "37385000", "1964", "B_value", "#", "LO"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert!(is_reduced(&reduced) && !is_reduced(&whole));
        assert!(counts_images(&whole) && reduced.len().is_multiple_of(4));
    }

    #[test]
    fn what_is_no_header_or_ends_early_or_says_nothing_is_none() {
        let whole = header(&[("B_value", &["1000"])]);
        assert!(reduced(&whole).is_some());
        for length in 0..whole.len() {
            assert_eq!(reduced(&whole[..length]), None, "{length}");
        }
        assert_eq!(reduced(&header(&[("PatientName", &["Doe"])])), None);
        let mut endless = whole.clone();
        endless[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(reduced(&endless), None);
        assert!(!is_reduced(&[&reduced(&whole).unwrap()[..], b"Doe^"].concat()), "nothing follows");
    }
}
