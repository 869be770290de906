//! A run: rows in, verdicts and rows out, in the inputs' order whatever the number of threads.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::io::stdout;
use std::path::{Path, PathBuf};

use dicom_common::cli::{Progress, Rows, RunError, Stop, Tally};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{Limits, Parsed, parse};
use dicom_common::discover::Input;
use dicom_common::manifest::{Column, Header, Row, SCHEMA, Status, Writer};
use dicom_common::policy::{AttributeTypes, Policy};
use dicom_common::pseudonym::Pseudonyms;
use rayon::prelude::*;

use crate::args::{Args, Criteria};
use crate::config;
use crate::originals::{Consistency, Observed, Originals};
use crate::output::{MOST_FILE_SHEETS, Sinks};
use crate::reference::Reference;
use crate::strict::Strict;
use crate::verdict::{Detail, FileVerdict, Verdict};
