//! The row of an input that no tool has seen before.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::deid::pseudonym::{Pseudonyms, is_pseudonymous};
use crate::pipeline::discover::Input;
use crate::pipeline::instance::Instance;
use crate::pipeline::manifest::{Column, Header, Row, SCHEMA};

/// What begins the row of an input that no earlier tool has a row of.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct NewRow {
    /// Keyed id of the input's path.
    source: String,
    /// Whether the path is made of pseudonyms alone: any other may tell who the patient is, and
    /// does not go into a manifest.
    shown: bool,
    /// What the header says; empty until the file was read.
    pub instance: Instance,
}

impl NewRow {
    /// Of an input.
    pub fn of(input: &Input, pseudonyms: &Pseudonyms) -> Self {
        Self {
            source: pseudonyms.source(&input.relative),
            shown: is_pseudonymous(&input.relative),
            instance: Instance::default(),
        }
    }

    /// The keyed id of the input's path, as in the column `source`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The row; `path` is where the input lies.
    pub fn row(&self, header: &Header, path: &Path) -> Row {
        let mut row = Row::empty(header);
        row.set(header, Column::Schema, SCHEMA);
        row.set(header, Column::Source, self.source.as_str());
        if !self.instance.study.is_empty() {
            self.instance.describe(header, &mut row);
        }
        let text = path.to_str().filter(|text| self.shown && Column::Path.accepts(text));
        if let Some(text) = text {
            row.set(header, Column::Path, text);
            let bytes = fs::metadata(path).map(|metadata| metadata.len().to_string());
            row.set(header, Column::Bytes, bytes.unwrap_or_default());
        }
        row
    }
}
