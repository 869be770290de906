//! Coding schemes that are public (PS3.16 tables 8-1 and 8-2, edition 2026d, with the names that HL7 has
//! for the same): all others belong to an institution or a vendor, and their codes name it.

use std::collections::HashSet;

use crate::dataset::is_standard_uid;

const TABLE: &str = include_str!("../../../data/coding_schemes.csv");

/// The public coding schemes.
#[derive(Debug)]
pub struct CodingSchemes {
    /// Their designators, in lower case.
    designators: HashSet<String>,
    uids: HashSet<&'static str>,
    /// What the URIs begin with that stand for their codes.
    uris: Vec<&'static str>,
}

impl Default for CodingSchemes {
    fn default() -> Self {
        Self::load()
    }
}

impl CodingSchemes {
    /// The table that is part of this program, without schemes whose codes name people or
    /// organizations.
    pub fn load() -> Self {
        let rows = || rows().filter(|[.., names]| names.is_empty());
        let some = |cell: &&str| !cell.is_empty();
        Self {
            designators: rows().map(|[designator, ..]| designator.to_ascii_lowercase()).collect(),
            uids: rows().map(|[_, uid, ..]| uid).filter(some).collect(),
            uris: rows().map(|[_, _, uri, ..]| uri).filter(some).collect(),
        }
    }

    /// Whether a Coding Scheme Designator (0008,0102) is that of a public scheme.
    ///
    /// ```
    /// use dicom_common::deid::policy::CodingSchemes;
    ///
    /// let schemes = CodingSchemes::load();
    /// assert!(schemes.has_designator("SCT") && schemes.has_designator("99SDM"));
    /// assert!(!schemes.has_designator("99MERCY") && !schemes.has_designator("L"));
    /// // The codes of this one are physicians.
    /// assert!(!schemes.has_designator("NPI"));
    /// ```
    pub fn has_designator(&self, designator: &str) -> bool {
        self.designators.contains(&designator.trim().to_ascii_lowercase())
    }

    /// Whether a Coding Scheme UID (0008,010C) is that of a public scheme.
    pub fn has_uid(&self, uid: &str) -> bool {
        self.uids.contains(uid) || is_standard_uid(uid)
    }

    /// Whether a URN Code Value (0008,0120) is a code of a public scheme.
    pub fn has_uri(&self, uri: &str) -> bool {
        self.uris.iter().any(|public| {
            let code = uri.strip_prefix(public);
            code.is_some_and(|code| code.is_empty() || code.starts_with(['/', '#', '?']))
        })
    }
}

fn rows() -> impl Iterator<Item = [&'static str; 5]> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        Some([cells.next()?, cells.next()?, cells.next()?, cells.next()?, cells.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        assert_eq!(rows().count(), TABLE.lines().count() - 1);
        assert!(TABLE.lines().all(|line| line.split(',').count() == 5));
    }

    #[test]
    fn a_code_is_public_by_designator_uid_or_uri() {
        let schemes = CodingSchemes::load();
        assert!(
            ["DCM ", "srt", "LN", "RADLEX", "UCUM", "NCIt", "FMA", "I10"]
                .iter()
                .all(|scheme| schemes.has_designator(scheme))
        );
        assert!(
            ["", "L", "99STAFF", "MERCY", "ISO_OID", "DCM2"]
                .iter()
                .all(|scheme| !schemes.has_designator(scheme))
        );
        assert!(schemes.has_uid("2.16.840.1.113883.6.96") && !schemes.has_uid("1.2.826.0.1.9"));
        assert!(schemes.has_uri("http://snomed.info/id/52988006"));
        assert!(!schemes.has_uri("http://snomed.information.example/id/1"));
    }
}
