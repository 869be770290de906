//! Messages on standard error. Only the tools' own messages are shown: those of libraries may
//! carry values of the files.

use std::io::stderr;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use super::{LogFormat, RunArgs};

const OWN: [&str; 7] = [
    "dicom_common",
    "face",
    "dcm_scrub",
    "dcm_deface",
    "dcm_hdrcheck",
    "dcm_facecheck",
    "dcm_release",
];

/// Starts logging as the flags say: warnings by default, `-v` more, `-q` errors only.
pub fn start_logging(args: &RunArgs) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 0) => LevelFilter::WARN,
        (_, 1) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let own = Targets::new().with_targets(OWN.map(|target| (target, level)));
    let layer = fmt::layer().with_writer(stderr).without_time().with_target(false);
    let colour = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::io::IsTerminal::is_terminal(&stderr());
    let layer = match args.log_format {
        LogFormat::Text => layer.with_ansi(colour).boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    };
    // The text of a panic may hold a value of the file; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("internal fault at {place}");
    }));
    // A second start in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry().with(layer.with_filter(own)).try_init();
}
