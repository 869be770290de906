//! Makes demonstration and benchmark DICOM data.

mod args;

use args::PhantomArgs;
use clap::{Parser, Subcommand};
use demo_data::diffusion::{Vendor, write_diffusion};
use demo_data::heads::{Case, cases, write_case};
use demo_data::{write_bench_set, write_phantom};
use std::path::{Path, PathBuf};

/// Make made-up DICOM series for demonstrations and benchmarks.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Heads and a chest whose headers are full of made-up identifiers.
    Phantoms(PhantomArgs),
    /// Annotated heads, and bodies without a face, for trying a defacer.
    Heads {
        /// Folder to write to: CASE/dicom, CASE/truth.json and CASE/brain.nii.gz.
        #[arg(long)]
        output: PathBuf,
        /// Seed of the noise and of the unique identifiers.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Make only the cases whose names begin like this.
        #[arg(long, num_args = 1.., value_name = "NAME")]
        only: Vec<String>,
    },
    /// Small diffusion series with the private elements of several vendors, for trying converters.
    Diffusion {
        /// Folder to write to: a folder for each vendor.
        #[arg(long)]
        output: PathBuf,
    },
    /// Many CT slices of 512 x 512 with rich headers.
    BenchSet {
        /// Folder to write to.
        #[arg(long)]
        output: PathBuf,
        /// Number of slices.
        #[arg(long, default_value_t = 2000)]
        slices: usize,
    },
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Phantoms(args) => phantoms(&args),
        Command::Heads { output, seed, only } => heads(&output, seed, &only),
        Command::Diffusion { output } => {
            for vendor in Vendor::ALL {
                let folder = output.join(vendor.name());
                write_diffusion(&folder, vendor)?;
                println!("MR\t{}", folder.display());
            }
            Ok(())
        }
        Command::BenchSet { output, slices } => {
            write_bench_set(&output, slices)?;
            println!("CT\t{slices}\t{}", output.display());
            Ok(())
        }
    }
}

fn heads(output: &Path, seed: u64, only: &[String]) -> anyhow::Result<()> {
    let wanted = |case: &Case| only.is_empty() || only.iter().any(|n| case.name.starts_with(n));
    for case in cases(seed).iter().filter(|case| wanted(case)) {
        let written = write_case(output, case)?;
        println!("{}\t{}\t{}", written.modality, written.files, written.folder.display());
    }
    Ok(())
}

fn phantoms(args: &PhantomArgs) -> anyhow::Result<()> {
    let settings = args.settings();
    for &phantom in args.phantoms() {
        let written = write_phantom(&args.output, phantom, &settings)?;
        println!("{}\t{}\t{}", written.modality, written.files, written.folder.display());
    }
    Ok(())
}
