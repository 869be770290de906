//! `dcm-hdrcheck`: checks the headers of DICOM files for what identifies a person.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use dcm_hdrcheck::{Args, run};
use dicom_common::pipeline::cli::{Build, exit_code, forbid_core_dumps, start_logging};

const BUILD: Build<'_> =
    Build { version: env!("CARGO_PKG_VERSION"), commit: option_env!("DCM_COMMIT"), features: &[] };

fn main() -> ExitCode {
    forbid_core_dumps();
    let matches = Args::command().long_version(BUILD.text()).get_matches();
    let args =
        Args::from_arg_matches(&matches).unwrap_or_else(|e| e.format(&mut Args::command()).exit());
    start_logging("dcm-hdrcheck", &args.run);
    exit_code(&run(&args))
}
