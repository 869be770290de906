//! `dcm-deface`: removes faces from head CT and MR.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use dcm_deface::{Args, Method, run};
use dicom_common::imaging::pixels::DECODER;
use dicom_common::pipeline::cli::{Build, exit_code, forbid_core_dumps, start_logging};

const BUILD: Build<'_> =
    Build { version: env!("CARGO_PKG_VERSION"), commit: option_env!("DCM_COMMIT"), features: &[] };

fn main() -> ExitCode {
    apart::serve(&[&DECODER]);
    forbid_core_dumps();
    let matches = Args::command().long_version(BUILD.text()).get_matches();
    let args =
        Args::from_arg_matches(&matches).unwrap_or_else(|e| e.format(&mut Args::command()).exit());
    start_logging("dcm-deface", &args.run);
    exit_code(&Method::of(&args.face).and_then(|method| run(&args, &method)))
}
