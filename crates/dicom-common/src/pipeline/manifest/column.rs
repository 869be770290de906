//! The columns, who writes them, and what their cells may hold.

use crate::code::{Code, Lang};

/// The version of this format, the value of column `schema`.
pub const SCHEMA: &str = "1";

/// Characters that a person's words may have.
const LONGEST_TEXT: usize = 500;

macro_rules! columns {
    ($($variant:ident $name:literal $owner:literal $pattern:ident : $doc:literal;)+) => {
        /// A column of the manifest.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Column { $(#[doc = $doc] $variant,)+ }

        impl Column {
            /// Every column, in the order of the documentation page.
            pub const ALL: &'static [Column] = &[$(Column::$variant,)+];

            /// The name in the header row.
            pub fn name(self) -> &'static str {
                match self { $(Column::$variant => $name,)+ }
            }

            /// Which tool writes it.
            pub fn owner(self) -> &'static str {
                match self { $(Column::$variant => $owner,)+ }
            }

            /// What it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Column::$variant => $doc,)+ }
            }

            fn pattern(self) -> Pattern {
                match self { $(Column::$variant => Pattern::$pattern,)+ }
            }
        }
    };
}

columns! {
    Schema "schema" "all" Schema: "Version of this format, 1.";
    Source "source" "dcm-scrub" Word: "Keyed id of the input file, 20 characters of base32; never its path.";
    Path "path" "last writer" Path: "The current output, as open(2) takes it; empty if there is none.";
    Bytes "bytes" "last writer" Number: "Length of that file.";
    Sha256 "sha256" "last writer" Sha256: "Its SHA-256, with --checksum.";
    Subject "subject" "dcm-scrub" Word: "Pseudonym of the patient.";
    Study "study" "dcm-scrub" Word: "New Study Instance UID.";
    Series "series" "dcm-scrub" Word: "New Series Instance UID.";
    Instance "instance" "dcm-scrub" Word: "New SOP Instance UID.";
    Modality "modality" "dcm-scrub" Word: "Modality (0008,0060).";
    SopClass "sop_class" "dcm-scrub" Word: "SOP Class UID.";
    TransferSyntax "transfer_syntax" "dcm-scrub" Word: "Transfer Syntax UID.";
    Rows "rows" "dcm-scrub" Number: "Rows (0028,0010).";
    Columns "columns" "dcm-scrub" Number: "Columns (0028,0011).";
    Frames "frames" "dcm-scrub" Number: "Number of Frames (0028,0008), 1 where absent.";
    Scrub "scrub" "dcm-scrub" Status: "Status of header anonymization.";
    ScrubCode "scrub_code" "dcm-scrub" Code: "Why, if not ok.";
    ScrubConfig "scrub_config" "dcm-scrub" Hex: "Fingerprint of version, settings and key.";
    Undefaced "undefaced" "dcm-deface" Path: "The scrubbed file that this one came from.";
    Mask "mask" "dcm-deface" Path: "The mask of the series.";
    Deface "deface" "dcm-deface" Status: "Status of defacing.";
    DefaceCode "deface_code" "dcm-deface" Code: "Why, if not ok.";
    DefaceConfig "deface_config" "dcm-deface" Hex: "Fingerprint of version and settings.";
    Hdrcheck "hdrcheck" "dcm-hdrcheck" Status: "Status of the header check.";
    HdrcheckCode "hdrcheck_code" "dcm-hdrcheck" Code: "Why, if not ok.";
    HdrcheckFindings "hdrcheck_findings" "dcm-hdrcheck" Number: "How many elements were not accepted.";
    HdrcheckConfig "hdrcheck_config" "dcm-hdrcheck" Hex: "Fingerprint of version and settings.";
    Facecheck "facecheck" "dcm-facecheck" Status: "Status of the face check.";
    FacecheckCode "facecheck_code" "dcm-facecheck" Code: "Why, if not ok.";
    FacecheckScore "facecheck_score" "dcm-facecheck" Word: "Its measure.";
    FacecheckConfig "facecheck_config" "dcm-facecheck" Hex: "Fingerprint of version and settings.";
    Release "release" "dcm-release" Status: "Status of the release: whether the file is in the folder to share.";
    ReleaseCode "release_code" "dcm-release" Code: "Why, if not ok.";
    ReleaseConfig "release_config" "dcm-release" Hex: "Fingerprint of version and settings.";
    SeriesFailed "series_failed" "dcm-deface" Word: "The first file of this row's series that could not be treated, as CODE:SOURCE; empty where there is none.";
    Decision "decision" "dcm-deface, dcm-facecheck" Word: "What a person decided about the series, with --decisions: pass, deep, eyes or leave-out.";
    DecisionBy "decision_by" "dcm-deface, dcm-facecheck" Text: "Who decided, as the table of decisions says.";
    DecisionDate "decision_date" "dcm-deface, dcm-facecheck" Text: "When.";
    DecisionReason "decision_reason" "dcm-deface, dcm-facecheck" Text: "Why.";
}

impl Column {
    /// The status columns, in the order of the pipeline.
    pub const STATUSES: [Column; 5] =
        [Column::Scrub, Column::Deface, Column::Hdrcheck, Column::Facecheck, Column::Release];

    /// The columns that a tool writes besides its status, which is the first: code and fingerprint.
    pub(super) const STAGES: [[Column; 3]; 5] = [
        [Column::Scrub, Column::ScrubCode, Column::ScrubConfig],
        [Column::Deface, Column::DefaceCode, Column::DefaceConfig],
        [Column::Hdrcheck, Column::HdrcheckCode, Column::HdrcheckConfig],
        [Column::Facecheck, Column::FacecheckCode, Column::FacecheckConfig],
        [Column::Release, Column::ReleaseCode, Column::ReleaseConfig],
    ];

    /// The column of this name.
    pub fn parse(name: &str) -> Option<Column> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }

    /// Whether a cell may hold this value. No accepted value is a spreadsheet formula.
    pub fn accepts(self, value: &str) -> bool {
        value.is_empty()
            || match self.pattern() {
                Pattern::Schema => value == SCHEMA,
                Pattern::Word => {
                    let word = |b: u8| b.is_ascii_alphanumeric() || b"._:/-".contains(&b);
                    value.len() <= 64 && value.bytes().all(word) && !value.starts_with('-')
                }
                Pattern::Number => {
                    // No file is longer than the system can say.
                    let number = value.parse::<u64>().is_ok_and(|n| i64::try_from(n).is_ok());
                    number && value.len() <= 20 && value.bytes().all(|b| b.is_ascii_digit())
                }
                Pattern::Sha256 => {
                    value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit())
                }
                Pattern::Hex => value.len() <= 64 && value.bytes().all(|b| b.is_ascii_hexdigit()),
                Pattern::Path => is_safe(value),
                Pattern::Text => is_safe(value) && value.chars().count() <= LONGEST_TEXT,
                Pattern::Status => Status::parse(value).is_some(),
                Pattern::Code => Code::parse(value).is_some(),
            }
    }
}

/// Whether a cell is no formula and is displayed as it is.
fn is_safe(value: &str) -> bool {
    !value.starts_with(['=', '+', '-', '@']) && !value.contains(unsafe_char)
}

/// Control characters, and marks that reverse the direction of what is displayed.
fn unsafe_char(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFD}')
}

#[derive(Clone, Copy)]
enum Pattern {
    Schema,
    Word,
    Number,
    Sha256,
    Hex,
    Path,
    Text,
    Status,
    Code,
}

/// What a tool says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Fully treated.
    Ok,
    /// Not applicable, by rule.
    Skip,
    /// A check found something.
    Flag,
    /// The tool could not do it.
    Fail,
    /// Would be done: a dry run.
    Plan,
}

impl Status {
    /// As in the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Skip => "skip",
            Status::Flag => "flag",
            Status::Fail => "fail",
            Status::Plan => "plan",
        }
    }

    /// What a report says instead, in its language.
    pub fn in_words(self, lang: Lang) -> &'static str {
        let korean = match self {
            Status::Ok => "통과",
            Status::Skip => "제외",
            Status::Flag => "확인 필요",
            Status::Fail => "실패",
            Status::Plan => "예정",
        };
        lang.of(self.as_str(), korean)
    }

    /// The status of this name.
    pub fn parse(text: &str) -> Option<Self> {
        [Status::Ok, Status::Skip, Status::Flag, Status::Fail, Status::Plan]
            .into_iter()
            .find(|status| status.as_str() == text)
    }

    /// The status that goes with a code: `S_` skip, `F_` flag, `E_` fail.
    pub fn of(code: Code) -> Self {
        match code.as_str().as_bytes().first() {
            Some(b'S') => Status::Skip,
            Some(b'F') => Status::Flag,
            _ => Status::Fail,
        }
    }
}
