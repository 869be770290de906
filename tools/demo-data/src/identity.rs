//! The made-up people and places that the phantoms' headers name.

/// A made-up patient. All text is as `PatientName` and its neighbours hold it.
#[derive(Debug)]
pub struct Patient {
    /// Specific Character Set (0008,0005).
    pub character_set: &'static str,
    /// `PatientName` with all of its letters.
    pub name: &'static str,
    /// `PatientName` in ISO 2022 with escape sequences, for the patient whose character set asks for it.
    pub encoded_name: Option<&'static [u8]>,
    /// Family and given name in ASCII, as in `PatientName`.
    pub ascii_name: &'static str,
    /// Given and family name in ASCII, as in free text.
    pub spoken_name: &'static str,
    /// The folder with the patient's series.
    pub folder: &'static str,
    /// Patient ID (0010,0020).
    pub id: &'static str,
    /// Patient ID (0010,0020) in an item of Other Patient IDs Sequence (0010,1002).
    pub insurance_id: &'static str,
    /// Patient's Birth Date (0010,0030), `YYYYMMDD`.
    pub birth_date: &'static str,
    /// Patient's Age (0010,1010), `054Y`.
    pub age: &'static str,
    /// Patient's Sex (0010,0040).
    pub sex: &'static str,
    /// Patient's Address (0010,1040).
    pub address: &'static str,
    /// Patient's Telephone Numbers (0010,2154).
    pub telephone: &'static str,
    /// E-mail address in free text.
    pub e_mail: &'static str,
    /// Patient's Mother's Birth Name (0010,1060).
    pub mother: &'static str,
    /// Other Patient Names (0010,1001).
    pub other_name: &'static str,
    /// Occupation (0010,2180).
    pub occupation: &'static str,
    /// Ethnic Group (0010,2160).
    pub ethnic_group: &'static str,
    /// Accession Number (0008,0050).
    pub accession: &'static str,
    /// The day of the examination, as DA.
    pub study_date: &'static str,
}

/// Patient of the head CT: older than 89, Latin-1 letters.
pub const JANE: Patient = Patient {
    character_set: "ISO_IR 100",
    name: "Doe^Jane^Renée",
    encoded_name: None,
    ascii_name: "Doe^Jane",
    spoken_name: "Jane Doe",
    folder: "DOE_JANE_HOSP100200",
    id: "HOSP100200",
    insurance_id: "INS-900-11-2233",
    birth_date: "19310214",
    age: "093Y",
    sex: "F",
    address: "12 Thistledown Row, Larkmoor",
    telephone: "555-0142-7731",
    e_mail: "jane.doe@larkmoor.example",
    mother: "Winterbourne^Ada",
    other_name: "Featherstone^Jane",
    occupation: "Lamplighter",
    ethnic_group: "Larkmoorish",
    accession: "ACC7001423",
    study_date: "20240611",
};

/// Patient of the head MR: letters beyond Latin-1, in UTF-8.
pub const ZANETA: Patient = Patient {
    character_set: "ISO_IR 192",
    name: "Łąkowska^Żaneta",
    encoded_name: None,
    ascii_name: "Lakowska^Zaneta",
    spoken_name: "Zaneta Lakowska",
    folder: "ŁĄKOWSKA_ŻANETA_HOSP100311",
    id: "HOSP100311",
    insurance_id: "INS-900-44-5566",
    birth_date: "19770305",
    age: "047Y",
    sex: "F",
    address: "3 Gooseberry Steps, Larkmoor",
    telephone: "555-0163-8842",
    e_mail: "zaneta@lakowska.example",
    mother: "Źrebięcka^Józefa",
    other_name: "Brambleworth^Zaneta",
    occupation: "Clockmaker",
    ethnic_group: "Highdale",
    accession: "ACC7002534",
    study_date: "20240618",
};

/// Patient of the chest CT: a Korean name with ISO 2022 escape sequences.
pub const GILDONG: Patient = Patient {
    character_set: "\\ISO 2022 IR 149",
    name: "Hong^Gildong=洪^吉洞=홍^길동",
    encoded_name: Some(
        b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
    ),
    ascii_name: "Hong^Gildong",
    spoken_name: "Gildong Hong",
    folder: "HONG_GILDONG_HOSP100422",
    id: "HOSP100422",
    insurance_id: "INS-900-77-8899",
    birth_date: "19571203",
    age: "066Y",
    sex: "M",
    address: "88 Persimmon Court, Larkmoor",
    telephone: "555-0187-9953",
    e_mail: "gildong@hong.example",
    mother: "Chunseom^Okyeong",
    other_name: "Hwalbindang^Gildong",
    occupation: "Roof thatcher",
    ethnic_group: "Yuldoguk",
    accession: "ACC7003645",
    study_date: "20240702",
};

/// `InstitutionName`.
pub const INSTITUTION: &str = "Larkmoor General Hospital";
/// `InstitutionAddress`.
pub const INSTITUTION_ADDRESS: &str = "7 Quarryside Lane, Larkmoor";
/// `InstitutionalDepartmentName`.
pub const DEPARTMENT: &str = "Neuroradiology Bay Four";
/// `IssuerOfPatientID`.
pub const ISSUER: &str = "LARKMOORMPI";
/// `ReferringPhysicianName`.
pub const REFERRING: &str = "Quillfeather^Ambrose^^Dr";
/// Telephone number of the referring physician.
pub const REFERRING_TELEPHONE: &str = "555-0119-4410";
/// `PerformingPhysicianName`.
pub const PERFORMING: &str = "Marchbanks^Ottoline";
/// `OperatorsName`.
pub const OPERATOR: &str = "Tapscott^Bertram";
/// `RequestingPhysician`.
pub const REQUESTING: &str = "Underhay^Philippa";
/// `NameOfPhysiciansReadingStudy`.
pub const READING: &str = "Ravenscroft^Lucian";
/// `StationName`.
pub const STATION: &str = "LARKSCAN01";
/// `DeviceSerialNumber`.
pub const SERIAL_NUMBER: &str = "SN-66042-7731";
/// Application entity title in the file meta information.
pub const AE_TITLE: &str = "LARKMOOR_PACS";

/// Every made-up text that tells a patient, a member of staff or the hospital from others.
///
/// Each occurs in the phantoms' files (in ASCII or UTF-8) or in their paths, and each is long enough
/// not to turn up by chance in pixel data. Unique identifiers are not among them: they all begin
/// with [`UID_ROOT`](crate::uid::UID_ROOT).
#[must_use]
pub fn planted_identifiers() -> Vec<String> {
    let places_and_staff = [
        INSTITUTION,
        INSTITUTION_ADDRESS,
        DEPARTMENT,
        ISSUER,
        REFERRING,
        REFERRING_TELEPHONE,
        PERFORMING,
        OPERATOR,
        REQUESTING,
        READING,
        STATION,
        SERIAL_NUMBER,
        AE_TITLE,
    ];
    [JANE, ZANETA, GILDONG]
        .iter()
        .flat_map(Patient::identifiers)
        .chain(places_and_staff)
        .map(String::from)
        .collect()
}

impl Patient {
    /// The texts that identify the patient.
    fn identifiers(&self) -> [&'static str; 15] {
        [
            self.name,
            self.ascii_name,
            self.spoken_name,
            self.folder,
            self.id,
            self.insurance_id,
            self.birth_date,
            self.address,
            self.telephone,
            self.e_mail,
            self.mother,
            self.other_name,
            self.occupation,
            self.ethnic_group,
            self.accession,
        ]
    }
}
