//! What sets one tool apart from another in a manifest.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::files::publish::{Configuration, KeyUsed};
use crate::pipeline::cli::Rows;
use crate::pipeline::manifest::{Column, Header};

/// Hexadecimal digits of a fingerprint.
const FINGERPRINT: usize = 12;

/// A tool as its rows show it.
#[derive(Debug)]
pub struct Tool {
    /// Its name, `dcm-scrub`.
    pub name: &'static str,
    /// Its version, `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// The columns of a manifest that starts with this tool, before its own.
    pub first: &'static [Column],
    /// The columns that it writes into any manifest.
    pub own: &'static [Column],
    /// The column of its status.
    pub status: Column,
    /// The column of its code.
    pub code: Column,
    /// The column of its fingerprint.
    pub config: Column,
    /// What it did to a file whose status is `ok`: "written".
    pub done: &'static str,
    /// What is said of files that it flagged or could not treat: "were not written".
    pub not_done: &'static str,
}

impl Tool {
    /// The columns of the manifest that a run over these inputs writes.
    pub fn header(&self, rows: &Rows) -> Header {
        match rows {
            Rows::Files(_) => Header::of(self.first).with(self.own),
            Rows::Manifest(manifest) => manifest.header().clone().with(self.own),
        }
    }

    /// 12 hexadecimal digits for name, version and settings together; `settings` begins with what
    /// separates it from the version.
    pub fn fingerprint(&self, settings: &[u8]) -> String {
        let mut whole = format!("{} {}", self.name, self.version).into_bytes();
        whole.extend_from_slice(settings);
        let mut text = HEXLOWER.encode(&Sha256::digest(whole));
        text.truncate(FINGERPRINT);
        text
    }

    /// What an output folder remembers of a run with these settings, in which there is no key; `words` are
    /// shown to people.
    pub fn configuration(&self, key: KeyUsed, settings: &str, words: &str) -> Configuration {
        Configuration {
            tool: self.name.to_owned(),
            version: self.version.to_owned(),
            key,
            settings: self.fingerprint(settings.as_bytes()),
            words: words.to_owned(),
        }
    }
}
