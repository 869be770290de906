//! `dcm-scrub`: anonymizes the headers of DICOM files.

use std::process::ExitCode;

use clap::FromArgMatches;
use dcm_scrub::{Args, PolicyArgs, RelinkArgs, ShardArgs, command, policy, relink, run, shard};
use dicom_common::imaging::pixels::DECODER;
use dicom_common::pipeline::cli::{
    Build, Feature, RunArgs, exit_code, forbid_core_dumps, start_logging,
};

const BUILD: Build<'_> = Build {
    version: env!("CARGO_PKG_VERSION"),
    commit: option_env!("DCM_COMMIT"),
    features: &[Feature { name: "ocr", is_built_in: cfg!(feature = "ocr") }],
};

fn main() -> ExitCode {
    apart::serve(&[&DECODER]);
    forbid_core_dumps();
    let matches = command().long_version(BUILD.text()).get_matches();
    let refused = |error: clap::Error| -> ! { error.format(&mut command()).exit() };
    match matches.subcommand() {
        Some(("policy", matches)) => {
            let args = PolicyArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-scrub", &RunArgs::default());
            exit_code(&policy(&args))
        }
        Some(("shard", matches)) => {
            let args = ShardArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-scrub", &args.messages());
            exit_code(&shard(&args))
        }
        Some((_, matches)) => {
            let args = RelinkArgs::from_arg_matches(matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-scrub", &args.messages.run());
            exit_code(&relink(&args))
        }
        None => {
            let args = Args::from_arg_matches(&matches).unwrap_or_else(|e| refused(e));
            start_logging("dcm-scrub", &args.run);
            exit_code(&run(&args))
        }
    }
}
