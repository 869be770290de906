//! `dcm-release`: the last filter before data are handed over.

use std::process::ExitCode;

use clap::FromArgMatches;
use dcm_release::{Args, Done, Extent, VerifyArgs, command, release, verify};
use dicom_common::pipeline::cli::{exit_code, forbid_core_dumps, start_logging};

fn main() -> ExitCode {
    forbid_core_dumps();
    let matches = command().get_matches();
    let refused = |error: clap::Error| -> ! { error.format(&mut command()).exit() };
    match matches.subcommand_matches("verify") {
        Some(matches) => {
            let args = VerifyArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-release", &args.messages());
            exit_code(&verify(&args))
        }
        None => {
            let args = Args::from_arg_matches(&matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-release", &args.run);
            match release(&args) {
                Ok(Done { extent: Extent::Less, .. }) => ExitCode::from(1),
                result => exit_code(&result.map(|done| done.tally)),
            }
        }
    }
}
