//! `dcm-scrub`: anonymizes the headers of DICOM files.

use std::process::ExitCode;

use clap::FromArgMatches;
use dcm_scrub::{Args, RelinkArgs, command, relink, run};
use dicom_common::pipeline::cli::{exit_code, forbid_core_dumps, start_logging};

fn main() -> ExitCode {
    forbid_core_dumps();
    let matches = command().get_matches();
    let refused = |error: clap::Error| -> ! { error.format(&mut command()).exit() };
    match matches.subcommand_matches("relink") {
        Some(matches) => {
            let args = RelinkArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging(&args.messages.run());
            exit_code(&relink(&args))
        }
        None => {
            let args = Args::from_arg_matches(&matches).unwrap_or_else(|e| refused(e));
            start_logging(&args.run);
            exit_code(&run(&args))
        }
    }
}
