//! Inputs are split into shards: lists of files that can be treated apart, on other machines.

mod args;
mod groups;
mod lists;

use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::dataset::{Parsed, ReadLimits, open, parse, trim};
use dicom_common::deid::patient::patient_original;
use dicom_common::pipeline::cli::{OutputArgs, Rows, Stop, Tally};
use dicom_common::pipeline::discover::Input;
use dicom_dictionary_std::tags;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use groups::{Groups, Origin};
use lists::Lists;

pub use args::ShardArgs;

/// So many headers are read before their files are sorted into groups.
const AT_A_TIME: usize = 4096;

/// Splits the inputs.
///
/// # Errors
/// When there is no input, the folder is there already or cannot be written, or a signal came.
pub fn shard(args: &ShardArgs) -> Result<Tally, RunError> {
    let output = OutputArgs { output: args.output.clone(), ..OutputArgs::default() };
    output.check(&args.input.roots())?;
    let Rows::Files(mut files) = args.input.open()? else {
        return Err(RunError::usage("shards are made of files: name files or folders, or a list"));
    };
    let threads = ThreadPoolBuilder::new().num_threads(args.jobs.unwrap_or(0));
    let threads = threads.build().map_err(RunError::usage)?;
    let stop = Stop::watch()?;
    let failed = |e: std::io::Error| RunError::output("--output", &e);
    let mut lists = Lists::new(&args.output)?;
    let mut groups = Groups::new(args.by);
    loop {
        stop.check()?;
        let some: Vec<Input> = files.by_ref().take(AT_A_TIME).collect::<Result<_, _>>()?;
        if some.is_empty() {
            break;
        }
        for (input, origin) in some.iter().zip(origins(&threads, &some)) {
            lists.note(&input.path, groups.add(origin.as_ref())).map_err(failed)?;
        }
    }
    let shard_of = groups.shards(args.shards.get());
    let files = groups.files(&shard_of);
    let all: u64 = files.iter().sum();
    if all > 0 {
        lists.write(&shard_of, &files).map_err(failed)?;
        tracing::info!("{all} files in {} shards", files.len());
    }
    Ok(Tally { ok: all, ..Tally::default() })
}

fn origins(threads: &ThreadPool, inputs: &[Input]) -> Vec<Option<Origin>> {
    threads.install(|| inputs.par_iter().map(|input| origin(&input.path)).collect())
}

/// Where a file comes from, read as anonymization reads it: what that refuses needs no company.
fn origin(path: &Path) -> Option<Origin> {
    let (file, len) = open(path).ok()?;
    let Parsed { dataset, .. } = parse(&file, len, &ReadLimits::default()).ok()?;
    let study = dataset.get(tags::STUDY_INSTANCE_UID)?.bytes().map(trim)?.to_vec();
    Some(Origin { patient: patient_original(&dataset).to_vec(), study })
}
