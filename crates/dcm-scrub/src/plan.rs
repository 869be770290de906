//! From the command line to a run: everything is checked before anything is written.

use std::fs;
use std::io::stdout;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::Output;
use dicom_common::pipeline::cli::{OutputArgs, RunArgs, Tally};
use dicom_common::pipeline::session::{Session, file_entries};

use crate::args::Args;
use crate::compat::Project;
use crate::engine::Engine;
use crate::job::Job;
use crate::link::LinkFile;
use crate::options::{read_text, recipe};
use crate::rows::TOOL;
use crate::run::Run;
use crate::script::{Reading, Script};
use crate::treat::Method;

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    args.output.check(&args.input.input)?;
    args.input.check_apart("--manifest", args.run.manifest.as_deref())?;
    args.input.check_apart("--link", args.link.as_deref())?;
    let (key, given) = args.key.key()?;
    let lock = args.lock.lock()?;
    let pseudonyms = Pseudonyms::new(&key);
    let Plan { method, settings, in_order } = plan(args, &pseudonyms)?;
    let rows = args.input.open()?;
    if !given && args.compat.compat.is_none() {
        tracing::warn!(
            "no --key-file: the pseudonyms of this run will not link to those of other runs"
        );
    }
    let settings = format!(" {} {settings}", pseudonyms.fingerprint());
    let threads =
        RunArgs { jobs: if in_order { Some(1) } else { args.run.jobs }, ..args.run.clone() };
    let mut session = Session::open(&TOOL, &threads, &rows, stdout().lock(), settings.as_bytes())?;
    let link = match &args.link {
        Some(path) => Some(
            LinkFile::create(path, args.output.force, lock.as_ref())
                .map_err(|e| RunError::output("--link", &e))?,
        ),
        None => None,
    };
    let mut run = Run::new(job(args, method)?, link);
    session.file_by_file(&mut run, file_entries(rows, &TOOL, &pseudonyms)?)?;
    run.finish()?;
    session.finish()
}

/// What all files share.
fn job(args: &Args, method: Method) -> Result<Job, RunError> {
    let OutputArgs { output: folder, force, checksum } = &args.output;
    let output = match args.dry_run {
        true => None,
        false => Some(Output::open(folder).map_err(|e| RunError::output("--output", &e))?),
    };
    Ok(Job {
        method,
        real_output: fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()),
        output,
        folder: folder.clone(),
        force: *force,
        checksum: *checksum,
    })
}

/// What a run does.
struct Plan {
    method: Method,
    /// A text of all settings that the results depend on.
    settings: String,
    /// Whether numbers are given in the order of the files.
    in_order: bool,
}

fn plan(args: &Args, pseudonyms: &Pseudonyms) -> Result<Plan, RunError> {
    if let (Some(_), Some(path), Some(site), Some(name)) =
        (args.compat.compat, &args.recipe.script, &args.compat.site_id, &args.compat.project)
    {
        let text = read_text(path, "--script")?;
        let script = Script::parse(&text, Reading::Compatible).map_err(RunError::usage)?;
        let settings = format!("rsna {site} {name} {} {text}", args.compat.uid_root);
        let root = args.compat.uid_root.clone();
        let project = Project::new(script, site.clone(), name.clone(), root);
        return Ok(Plan { method: Method::Rsna(Box::new(project)), settings, in_order: true });
    }
    let (recipe, settings, in_order) = recipe(args)?;
    let (cleaner, settings) = args.words.cleaner(settings)?;
    let (pixels, about_pixels) = args.pixels.settings()?;
    let settings = settings + &about_pixels;
    let engine = Engine::new(recipe, pseudonyms.clone()).cleaning_with(cleaner);
    let method = Method::Keyed { engine: Box::new(engine), pixels: Box::new(pixels) };
    Ok(Plan { method, settings, in_order })
}
