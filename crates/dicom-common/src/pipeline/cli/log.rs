//! Messages on standard error. Only the tools' own messages are shown: those of libraries may
//! carry values of the files.

use std::io::stderr;

use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::fmt::{self, FmtContext};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

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

/// Messages that begin with the tool's name: in a pipe, several tools speak at a time.
struct OfTool(&'static str);

impl<S, N> FormatEvent<S, N> for OfTool
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> std::fmt::Result {
        let (word, colour) = match *event.metadata().level() {
            Level::ERROR => ("error", "31"),
            Level::WARN => ("warning", "33"),
            Level::INFO => ("info", "32"),
            _ => ("debug", "34"),
        };
        match writer.has_ansi_escapes() {
            true => write!(writer, "{}: \x1b[{colour}m{word}\x1b[0m: ", self.0)?,
            false => write!(writer, "{}: {word}: ", self.0)?,
        }
        context.format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// Starts the messages of a tool as the flags say: warnings by default, `-v` more, `-q` errors only.
pub fn start_logging(tool: &'static str, args: &RunArgs) {
    let level = match (args.quiet, args.verbose) {
        (true, _) => LevelFilter::ERROR,
        (_, 0) => LevelFilter::WARN,
        (_, 1) => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let own = Targets::new().with_targets(OWN.map(|target| (target, level)));
    let layer = fmt::layer().with_writer(stderr).without_time().with_target(false);
    let colour = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::env::var_os("TERM").is_none_or(|v| v != "dumb")
        && std::io::IsTerminal::is_terminal(&stderr());
    let layer = match args.log_format {
        LogFormat::Text => layer.with_ansi(colour).event_format(OfTool(tool)).boxed(),
        LogFormat::Json => layer.with_target(true).json().flatten_event(true).boxed(),
    };
    // The text of a panic may hold a value of the file; its place does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("internal fault at {place}");
    }));
    // A second start in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry().with(layer.with_filter(own)).try_init();
}
