//! What an anonymized object says about its anonymization (PS3.3 C.12.1, PS3.15 E.1.1, CID 7050).

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::policy::{MethodCode, ProfileOption};
use dicom_dictionary_std::tags;

/// The claims of one run.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// For (0012,0062): whether nothing that names the patient was kept on purpose.
    pub identity_removed: bool,
    /// For (0012,0063): version and method in words, at most 64 characters.
    pub method: String,
    /// Code values and meanings of (0012,0064); only what was really done.
    pub codes: Vec<MethodCode>,
    /// For (0028,0303): `UNMODIFIED`, `MODIFIED` or `REMOVED`.
    pub dates: &'static str,
    /// Those of the four that a script states itself: its author answers for them.
    pub scripted: Vec<Tag>,
}

/// The attributes that claims are made in.
pub const STATED: [Tag; 4] = [
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
    tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
    tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
];

impl Provenance {
    /// Writes the claims into a data set; untrue older ones go.
    pub fn state(&self, dataset: &mut DataSet) {
        // Claims about the pixels that an earlier step made stay true: headers do not touch pixels.
        let of_pixels = ProfileOption::OF_PIXELS.map(ProfileOption::method_code);
        let earlier: Vec<_> = dataset
            .get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE)
            .map(Element::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|item| {
                of_pixels.iter().find(|c| item.ascii(tags::CODE_VALUE) == Some(c.value))
            })
            .collect();
        let items: Vec<_> = self.codes.iter().chain(earlier).map(code_item).collect();
        let removed = if self.identity_removed { "YES" } else { "NO" };
        let mut state = |tag, element: Option<Element>| {
            if self.scripted.contains(&tag) {
                return;
            }
            dataset.remove(tag);
            if let Some(element) = element {
                dataset.put(element);
            }
        };
        let claim = |tag, vr, value: &str| (tag, Some(text(tag, vr, value)));
        let codes = tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
        let sequence = (!items.is_empty()).then(|| Element::sequence(codes, items));
        for (tag, element) in [
            claim(tags::PATIENT_IDENTITY_REMOVED, VR::CS, removed),
            claim(tags::DEIDENTIFICATION_METHOD, VR::LO, &self.method),
            (codes, sequence),
            claim(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, self.dates),
        ] {
            state(tag, element);
        }
    }
}

/// An item of (0012,0064) that makes a claim: a code of DICOM (PS3.16 CID 7050) with its meaning.
pub fn code_item(MethodCode { value, meaning }: &MethodCode) -> DataSet {
    DataSet::new(vec![
        text(tags::CODE_VALUE, VR::SH, value),
        text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
        text(tags::CODE_MEANING, VR::LO, meaning),
    ])
}

fn text(tag: Tag, vr: VR, value: &str) -> Element {
    Element::new(tag, vr, value.as_bytes().to_vec())
}
