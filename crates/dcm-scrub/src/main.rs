//! `dcm-scrub`: anonymizes the headers of DICOM files.

use std::process::ExitCode;

use clap::Parser;
use dcm_scrub::{Args, run};
use dicom_common::cli::{exit_code, start_logging};

fn main() -> ExitCode {
    let args = Args::parse();
    start_logging(&args.run);
    exit_code(&run(&args))
}
