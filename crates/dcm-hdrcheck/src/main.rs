//! `dcm-hdrcheck`: checks the headers of DICOM files for what identifies a person.

use std::process::ExitCode;

use clap::Parser;
use dcm_hdrcheck::{Args, run};
use dicom_common::pipeline::cli::{exit_code, forbid_core_dumps, start_logging};

fn main() -> ExitCode {
    forbid_core_dumps();
    let args = Args::parse();
    start_logging("dcm-hdrcheck", &args.run);
    exit_code(&run(&args))
}
