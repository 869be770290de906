//! Attributes whose value tells of a person, an order, a visit, a device or a place, besides names
//! of persons and dates.

use dicom_core::Tag;

/// How a value of an attribute is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Telling {
    /// A number or a name that somebody was given: also inside longer words.
    Identifier,
    /// The same, where many values are ordinary words or short numbers.
    Label,
    /// Words of people, such as addresses: each line tells, also without the others.
    Address,
}

use Telling::{Address, Identifier, Label};

/// PS3.6, retired attributes among them, besides those of VR PN.
const ATTRIBUTES: [(u32, Telling); 118] = [
    (0x0008_0050, Identifier), // Accession Number
    (0x0008_0054, Label),      // Retrieve AE Title
    (0x0008_0055, Label),      // Station AE Title
    (0x0008_0080, Address),    // Institution Name
    (0x0008_0081, Address),    // Institution Address
    (0x0008_0092, Address),    // Referring Physician's Address
    (0x0008_0094, Identifier), // Referring Physician's Telephone Numbers
    (0x0008_0116, Label),      // Coding Scheme Responsible Organization
    (0x0008_1000, Label),      // Network ID
    (0x0008_1010, Label),      // Station Name
    (0x0008_1040, Label),      // Institutional Department Name
    (0x0010_0020, Identifier), // Patient ID
    (0x0010_0021, Identifier), // Issuer of Patient ID
    (0x0010_0033, Identifier), // Patient's Birth Date in Alternative Calendar
    (0x0010_0034, Identifier), // Patient's Death Date in Alternative Calendar
    (0x0010_0214, Identifier), // Strain Stock Number
    (0x0010_1000, Identifier), // Other Patient IDs
    (0x0010_1040, Address),    // Patient's Address
    (0x0010_1050, Identifier), // Insurance Plan Identification
    (0x0010_1090, Identifier), // Medical Record Locator
    (0x0010_2150, Label),      // Country of Residence
    (0x0010_2152, Label),      // Region of Residence
    (0x0010_2154, Identifier), // Patient's Telephone Numbers
    (0x0010_2155, Address),    // Patient's Telecom Information
    (0x0010_2180, Label),      // Occupation
    (0x0010_2295, Identifier), // Breed Registration Number
    (0x0010_2299, Address),    // Responsible Organization
    (0x0012_0010, Address),    // Clinical Trial Sponsor Name
    (0x0012_0020, Label),      // Clinical Trial Protocol ID
    (0x0012_0021, Label),      // Clinical Trial Protocol Name
    (0x0012_0022, Label),      // Issuer of Clinical Trial Protocol ID
    (0x0012_0030, Label),      // Clinical Trial Site ID
    (0x0012_0031, Address),    // Clinical Trial Site Name
    (0x0012_0032, Label),      // Issuer of Clinical Trial Site ID
    (0x0012_0040, Identifier), // Clinical Trial Subject ID
    (0x0012_0041, Label),      // Issuer of Clinical Trial Subject ID
    (0x0012_0042, Identifier), // Clinical Trial Subject Reading ID
    (0x0012_0043, Label),      // Issuer of Clinical Trial Subject Reading ID
    (0x0012_0050, Label),      // Clinical Trial Time Point ID
    (0x0012_0055, Label),      // Issuer of Clinical Trial Time Point ID
    (0x0012_0060, Address),    // Clinical Trial Coordinating Center Name
    (0x0012_0071, Label),      // Clinical Trial Series ID
    (0x0012_0073, Label),      // Issuer of Clinical Trial Series ID
    (0x0012_0081, Label),      // Clinical Trial Protocol Ethics Committee Name
    (0x0012_0082, Identifier), // Clinical Trial Protocol Ethics Committee Approval Number
    (0x0014_0100, Label),      // Component Welder IDs
    (0x0016_004D, Label),      // Camera Owner Name
    (0x0016_0051, Identifier), // Lens Serial Number
    (0x0018_1000, Identifier), // Device Serial Number
    (0x0018_1003, Label),      // Device ID
    (0x0018_1004, Label),      // Plate ID
    (0x0018_1005, Label),      // Generator ID
    (0x0018_1006, Label),      // Grid ID
    (0x0018_1007, Label),      // Cassette ID
    (0x0018_1008, Label),      // Gantry ID
    (0x0018_1009, Identifier), // Unique Device Identifier
    (0x0018_1010, Label),      // Secondary Capture Device ID
    (0x0018_1011, Label),      // Hardcopy Creation Device ID
    (0x0018_1803, Label),      // NTP Source Address
    (0x0018_700A, Label),      // Detector ID
    (0x0018_9367, Label),      // X-Ray Source ID
    (0x0018_9371, Label),      // X-Ray Detector ID
    (0x0020_0010, Label),      // Study ID
    (0x0020_3401, Label),      // Modifying Device ID
    (0x0032_0012, Label),      // Study ID Issuer
    (0x0032_1020, Label),      // Scheduled Study Location
    (0x0032_1021, Label),      // Scheduled Study Location AE Title
    (0x0032_1033, Label),      // Requesting Service
    (0x0038_0010, Identifier), // Admission ID
    (0x0038_0011, Label),      // Issuer of Admission ID
    (0x0038_001E, Label),      // Scheduled Patient Institution Residence
    (0x0038_0060, Identifier), // Service Episode ID
    (0x0038_0061, Label),      // Issuer of Service Episode ID
    (0x0038_0300, Label),      // Current Patient Location
    (0x0038_0400, Label),      // Patient's Institution Residence
    (0x0040_0001, Label),      // Scheduled Station AE Title
    (0x0040_0009, Label),      // Scheduled Procedure Step ID
    (0x0040_0010, Label),      // Scheduled Station Name
    (0x0040_0011, Label),      // Scheduled Procedure Step Location
    (0x0040_0031, Label),      // Local Namespace Entity ID
    (0x0040_0032, Label),      // Universal Entity ID
    (0x0040_0241, Label),      // Performed Station AE Title
    (0x0040_0242, Label),      // Performed Station Name
    (0x0040_0243, Label),      // Performed Location
    (0x0040_0253, Label),      // Performed Procedure Step ID
    (0x0040_050A, Identifier), // Specimen Accession Number
    (0x0040_0512, Label),      // Container Identifier
    (0x0040_0551, Label),      // Specimen Identifier
    (0x0040_06FA, Label),      // Slide Identifier
    (0x0040_1001, Label),      // Requested Procedure ID
    (0x0040_1005, Label),      // Requested Procedure Location
    (0x0040_1006, Identifier), // Placer Order Number / Procedure
    (0x0040_1007, Identifier), // Filler Order Number / Procedure
    (0x0040_1102, Address),    // Person's Address
    (0x0040_1103, Identifier), // Person's Telephone Numbers
    (0x0040_1104, Address),    // Person's Telecom Information
    (0x0040_2006, Identifier), // Placer Order Number / Imaging Service Request (Retired)
    (0x0040_2007, Identifier), // Filler Order Number / Imaging Service Request (Retired)
    (0x0040_2009, Label),      // Order Enterer's Location
    (0x0040_2010, Identifier), // Order Callback Phone Number
    (0x0040_2011, Address),    // Order Callback Telecom Information
    (0x0040_2016, Identifier), // Placer Order Number / Imaging Service Request
    (0x0040_2017, Identifier), // Filler Order Number / Imaging Service Request
    (0x0040_4036, Address),    // Human Performer's Organization
    (0x0040_A027, Address),    // Verifying Organization
    (0x0040_A353, Address),    // Address (Trial)
    (0x0040_A354, Identifier), // Telephone Number (Trial)
    (0x0050_001B, Label),      // Container Component ID
    (0x0088_0910, Label),      // Topic Author
    (0x2100_0160, Label),      // Owner ID
    (0x2200_0005, Identifier), // Barcode Value
    (0x3008_0105, Identifier), // Source Serial Number
    (0x3010_001B, Identifier), // Device Alternate Identifier
    (0x3010_0043, Identifier), // Manufacturer's Device Identifier
    (0x4008_0040, Label),      // Results ID
    (0x4008_0042, Label),      // Results ID Issuer
    (0x4008_011A, Address),    // Distribution Address
    (0x4008_0200, Label),      // Interpretation ID
];

/// What the value of an attribute tells; `None` where it is none of these.
pub fn telling_of(tag: Tag) -> Option<Telling> {
    let tag = (u32::from(tag.0) << 16) | u32::from(tag.1);
    let at = ATTRIBUTES.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
    ATTRIBUTES.get(at).map(|(_, telling)| *telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributes_ascend_and_stand_in_the_dictionary() {
        use dicom_core::dictionary::DataDictionary;
        use dicom_dictionary_std::StandardDataDictionary;
        assert!(ATTRIBUTES.is_sorted_by(|(one, _), (other, _)| one < other));
        for (tag, _) in ATTRIBUTES {
            let tag = Tag((tag >> 16) as u16, tag as u16);
            assert!(StandardDataDictionary.by_tag(tag).is_some(), "{tag}");
        }
        assert_eq!(telling_of(Tag(0x0010, 0x0020)), Some(Identifier));
        assert_eq!(telling_of(Tag(0x0008, 0x0060)), None);
    }
}
