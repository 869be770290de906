//! `dcm-deface`: removes faces from head CT and MR.

use std::process::ExitCode;

use clap::Parser;
use dcm_deface::{Args, Method, run};
use dicom_common::imaging::pixels::DECODER;
use dicom_common::pipeline::cli::{exit_code, forbid_core_dumps, start_logging};

fn main() -> ExitCode {
    apart::serve(&[&DECODER]);
    forbid_core_dumps();
    let args = Args::parse();
    start_logging("dcm-deface", &args.run);
    exit_code(&Method::of(&args.face).and_then(|method| run(&args, &method)))
}
