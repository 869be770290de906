//! The options of the Basic Application Confidentiality Profile (PS3.15 section E.3), and their codes.

use clap::ValueEnum;

/// A code of CID 7050, as De-identification Method Code Sequence (0012,0064) holds it; its coding
/// scheme is DCM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodCode {
    /// Code Value (0008,0100).
    pub value: &'static str,
    /// Code Meaning (0008,0104).
    pub meaning: &'static str,
}

/// The code of the profile itself.
pub const BASIC: MethodCode =
    MethodCode { value: "113100", meaning: "Basic Application Confidentiality Profile" };

/// An option of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum ProfileOption {
    /// No identifying text in the pixels (E.3.1).
    CleanPixelData,
    /// No face in the pixels (E.3.2).
    CleanRecognizableVisualFeatures,
    /// Annotations, curves and regions of interest stay, their text cleaned (E.3.3).
    CleanGraphics,
    /// Trees of content items stay, cleaned item by item (E.3.4).
    CleanStructuredContent,
    /// Descriptions and comments stay, cleaned (E.3.5).
    CleanDescriptors,
    /// Dates and times stay as they are (E.3.6).
    RetainLongFullDates,
    /// Dates move by the patient's number of days; intervals stay (E.3.6).
    RetainLongModifiedDates,
    /// Age, sex, size, weight and the like stay (E.3.7).
    RetainPatientCharacteristics,
    /// What names the device stays (E.3.8).
    RetainDeviceIdentity,
    /// UIDs stay (E.3.9).
    RetainUids,
    /// Private elements that are known to be safe stay (E.3.10).
    RetainSafePrivate,
    /// What names the institution stays (E.3.11).
    RetainInstitutionIdentity,
}

impl ProfileOption {
    /// All of them, in the order of their codes.
    pub const ALL: [ProfileOption; 12] = [
        ProfileOption::CleanPixelData,
        ProfileOption::CleanRecognizableVisualFeatures,
        ProfileOption::CleanGraphics,
        ProfileOption::CleanStructuredContent,
        ProfileOption::CleanDescriptors,
        ProfileOption::RetainLongFullDates,
        ProfileOption::RetainLongModifiedDates,
        ProfileOption::RetainPatientCharacteristics,
        ProfileOption::RetainDeviceIdentity,
        ProfileOption::RetainUids,
        ProfileOption::RetainSafePrivate,
        ProfileOption::RetainInstitutionIdentity,
    ];

    /// The options about pixels: they say nothing of attributes, and have no column in the policy.
    pub const OF_PIXELS: [ProfileOption; 2] =
        [ProfileOption::CleanPixelData, ProfileOption::CleanRecognizableVisualFeatures];

    /// The others, which headers can follow.
    pub fn of_headers() -> impl Iterator<Item = ProfileOption> {
        Self::ALL.into_iter().filter(|option| !Self::OF_PIXELS.contains(option))
    }

    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ProfileOption::CleanPixelData => "clean-pixel-data",
            ProfileOption::CleanRecognizableVisualFeatures => "clean-recognizable-visual-features",
            ProfileOption::CleanGraphics => "clean-graphics",
            ProfileOption::CleanStructuredContent => "clean-structured-content",
            ProfileOption::CleanDescriptors => "clean-descriptors",
            ProfileOption::RetainLongFullDates => "retain-long-full-dates",
            ProfileOption::RetainLongModifiedDates => "retain-long-modified-dates",
            ProfileOption::RetainPatientCharacteristics => "retain-patient-characteristics",
            ProfileOption::RetainDeviceIdentity => "retain-device-identity",
            ProfileOption::RetainUids => "retain-uids",
            ProfileOption::RetainSafePrivate => "retain-safe-private",
            ProfileOption::RetainInstitutionIdentity => "retain-institution-identity",
        }
    }

    /// The code that says that it was applied.
    pub fn method_code(self) -> MethodCode {
        let (value, meaning) = match self {
            ProfileOption::CleanPixelData => ("113101", "Clean Pixel Data Option"),
            ProfileOption::CleanRecognizableVisualFeatures => {
                ("113102", "Clean Recognizable Visual Features Option")
            }
            ProfileOption::CleanGraphics => ("113103", "Clean Graphics Option"),
            ProfileOption::CleanStructuredContent => ("113104", "Clean Structured Content Option"),
            ProfileOption::CleanDescriptors => ("113105", "Clean Descriptors Option"),
            ProfileOption::RetainLongFullDates => {
                ("113106", "Retain Longitudinal Temporal Information Full Dates Option")
            }
            ProfileOption::RetainLongModifiedDates => {
                ("113107", "Retain Longitudinal Temporal Information Modified Dates Option")
            }
            ProfileOption::RetainPatientCharacteristics => {
                ("113108", "Retain Patient Characteristics Option")
            }
            ProfileOption::RetainDeviceIdentity => ("113109", "Retain Device Identity Option"),
            ProfileOption::RetainUids => ("113110", "Retain UIDs Option"),
            ProfileOption::RetainSafePrivate => ("113111", "Retain Safe Private Option"),
            ProfileOption::RetainInstitutionIdentity => {
                ("113112", "Retain Institution Identity Option")
            }
        };
        MethodCode { value, meaning }
    }

    /// Its column in the table of the policy; none for those about pixels.
    pub fn column(self) -> Option<&'static str> {
        Some(match self {
            ProfileOption::CleanPixelData | ProfileOption::CleanRecognizableVisualFeatures => {
                return None;
            }
            ProfileOption::CleanGraphics => "graphics",
            ProfileOption::CleanStructuredContent => "structured",
            ProfileOption::CleanDescriptors => "descriptors",
            ProfileOption::RetainLongFullDates => "full_dates",
            ProfileOption::RetainLongModifiedDates => "modified_dates",
            ProfileOption::RetainPatientCharacteristics => "patient",
            ProfileOption::RetainDeviceIdentity => "device",
            ProfileOption::RetainUids => "uids",
            ProfileOption::RetainSafePrivate => "safe_private",
            ProfileOption::RetainInstitutionIdentity => "institution",
        })
    }
}

/// A set of options.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options(u16);

impl Options {
    /// Whether the option is in the set.
    pub fn has(self, option: ProfileOption) -> bool {
        self.0 & 1 << option as u16 != 0
    }

    /// Those in the set, in the order of their codes.
    pub fn iter(self) -> impl Iterator<Item = ProfileOption> {
        ProfileOption::ALL.into_iter().filter(move |option| self.has(*option))
    }

    /// Those in both sets.
    pub fn and(self, other: Options) -> Options {
        Options(self.0 & other.0)
    }

    /// Those in either set.
    pub fn or(self, other: Options) -> Options {
        Options(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<ProfileOption> for Options {
    fn from_iter<T: IntoIterator<Item = ProfileOption>>(options: T) -> Self {
        Options(options.into_iter().fold(0, |set, option| set | 1 << option as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_command_line_and_codes_ascend() {
        let named =
            |option: ProfileOption| option.to_possible_value().unwrap().get_name() == option.name();
        assert!(ProfileOption::ALL.into_iter().all(named));
        assert_eq!(ProfileOption::value_variants(), ProfileOption::ALL);
        assert!(ProfileOption::ALL.is_sorted_by_key(|option| option.method_code().value));
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set: Options =
            [ProfileOption::RetainUids, ProfileOption::CleanGraphics].into_iter().collect();
        assert!(set.has(ProfileOption::RetainUids) && !set.has(ProfileOption::CleanPixelData));
        assert_eq!(
            set.iter().map(ProfileOption::name).collect::<Vec<_>>(),
            ["clean-graphics", "retain-uids"]
        );
        assert!(Options::default().is_empty() && !set.is_empty());
    }
}
