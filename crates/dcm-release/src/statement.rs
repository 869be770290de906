//! The statement as data: `statement.json`. Its schema is docs/statement.schema.json.

use serde::{Deserialize, Serialize};

use crate::chain::Link;
use crate::decisions::Decision;
use crate::risk::Risk;

/// What a statement of this form begins with.
pub const FORMAT: &str = "dcm-release statement 1";

/// Everything that a run states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// [`FORMAT`].
    pub format: String,
    /// The tool that states it.
    pub tool: Tool,
    /// Who released the data, as far as the user named it.
    pub release: About,
    /// By which rules files were released.
    pub rules: Rules,
    /// What became of the inputs.
    pub counts: Counts,
    /// What each stage said.
    pub stages: Vec<StageWords>,
    /// What the released files themselves say of their anonymization.
    pub methods: Vec<Method>,
    /// The programs by the fingerprints in the manifest.
    pub programs: Vec<Program>,
    /// The run records that were given.
    pub records: Vec<serde_json::Value>,
    /// What nobody checked.
    pub not_checked: Vec<Note>,
    /// What persons decided.
    pub decisions: Vec<Decision>,
    /// How many people share what is left to tell them apart.
    pub risk: Risk,
    /// Hashes of what belongs to it, each bound to those before it.
    pub chain: Vec<Link>,
    /// The key that signed it.
    pub signer: Option<Signer>,
    /// SHA-256 of this file with 64 zeros in this place.
    pub digest: String,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Fingerprint of version and rules.
    pub configuration: String,
}

/// What the user named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Who.
    pub by: Option<String>,
    /// For whom.
    pub organisation: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// When.
    pub date: Option<String>,
}

/// By which rules files were released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Stages that had to accept a file.
    pub required: Vec<String>,
    /// Stages that were left out on purpose.
    pub without: Vec<String>,
    /// Whether accepted files of a series were released without those that were not.
    pub partial: bool,
    /// The bound for people who share a combination.
    pub k: Option<u64>,
}

/// What became of the inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Rows of the manifest: one for each input file.
    pub inputs: u64,
    /// What was released.
    pub released: Totals,
    /// Files that were not released: inputs without those that were.
    pub held_back: u64,
    /// The same by reason.
    pub reasons: Vec<HeldBack>,
    /// Released files that had a hash in the manifest.
    pub with_hash: u64,
    /// Files that failed before their series was known.
    pub without_series: u64,
}

/// What was released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Pseudonyms of people.
    pub subjects: u64,
    /// Studies.
    pub studies: u64,
    /// Series.
    pub series: u64,
}

/// Files that were not released for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldBack {
    /// The tool that did not accept them.
    pub tool: String,
    /// Its status; none where it has no word on them.
    pub status: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// What that means.
    pub meaning: String,
    /// What can be done.
    pub remedy: String,
    /// Files.
    pub files: u64,
    /// Series that are known among them.
    pub series: u64,
}

/// What a stage said of all inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageWords {
    /// The tool.
    pub tool: String,
    /// How often it said what.
    pub words: Vec<Word>,
}

/// What a stage said of some inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Its status; none where it has no word.
    pub status: Option<String>,
    /// Its code.
    pub code: Option<String>,
    /// What that means; empty without a code.
    pub meaning: String,
    /// Files.
    pub files: u64,
}

/// What released files say of their anonymization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// De-identification Method (0012,0063).
    pub method: String,
    /// Code meanings of (0012,0064).
    pub codes: Vec<String>,
    /// Files.
    pub files: u64,
}

/// A program by its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Its name.
    pub tool: String,
    /// Fingerprint of version and settings.
    pub configuration: String,
    /// Rows that it treated.
    pub files: u64,
    /// Place of its record among the records, from 0.
    pub record: Option<u64>,
}

/// Something that nobody checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Which note.
    pub id: String,
    /// In words.
    pub text: String,
    /// Files that it is about.
    pub files: Option<u64>,
}

/// The key that signed a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// `Ed25519`.
    pub algorithm: String,
    /// The public key, 64 hexadecimal digits.
    pub public_key: String,
}
