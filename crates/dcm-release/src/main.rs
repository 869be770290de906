//! `dcm-release`: the last filter before data are handed over.

use std::process::ExitCode;

use clap::FromArgMatches;
use dcm_release::{Args, Done, Extent, JoinArgs, VerifyArgs, command, join, release, verify};
use dicom_common::pipeline::cli::{Build, exit_code, forbid_core_dumps, start_logging};

const BUILD: Build<'_> =
    Build { version: env!("CARGO_PKG_VERSION"), commit: option_env!("DCM_COMMIT"), features: &[] };

fn main() -> ExitCode {
    forbid_core_dumps();
    let matches = command().long_version(BUILD.text()).get_matches();
    let refused = |error: clap::Error| -> ! { error.format(&mut command()).exit() };
    match matches.subcommand() {
        Some(("join", matches)) => {
            let args = JoinArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-release", &args.messages());
            exit_code(&join(&args))
        }
        Some((_, matches)) => {
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
