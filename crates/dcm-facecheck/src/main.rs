//! `dcm-facecheck`: verifies that faces are gone.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use dcm_facecheck::{Args, DECODER, run};
use dicom_common::pipeline::cli::{Build, Feature, exit_code, forbid_core_dumps, start_logging};

const BUILD: Build<'_> = Build {
    version: env!("CARGO_PKG_VERSION"),
    commit: option_env!("DCM_COMMIT"),
    features: &[Feature { name: "torch", is_built_in: cfg!(feature = "torch") }],
};

fn main() -> ExitCode {
    apart::serve(&[&DECODER]);
    forbid_core_dumps();
    let matches = Args::command().long_version(BUILD.text()).get_matches();
    let args =
        Args::from_arg_matches(&matches).unwrap_or_else(|e| e.format(&mut Args::command()).exit());
    #[cfg(feature = "torch")]
    if args.networks.model.is_some() {
        prepare_libtorch();
    }
    start_logging("dcm-facecheck", &args.run);
    exit_code(&run(&args))
}

/// libtorch and the allocator read some settings before `main`: the program starts once more with
/// them. Where that is not possible it goes on, slower.
#[cfg(feature = "torch")]
fn prepare_libtorch() {
    use std::os::unix::process::CommandExt;

    if nnunet::ENVIRONMENT.iter().all(|(name, _)| std::env::var_os(name).is_some()) {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let arguments = std::env::args_os().skip(1);
        let mut again = std::process::Command::new(program);
        let _ = again.args(arguments).envs(nnunet::ENVIRONMENT).exec();
    }
}
