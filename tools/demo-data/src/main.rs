//! Makes demonstration and benchmark DICOM data.

use clap::{Args, Parser, Subcommand};
use demo_data::heads::{Case, cases, write_case};
use demo_data::{Phantom, Settings, write_bench_set, write_phantom};
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

#[derive(Args)]
struct PhantomArgs {
    /// Folder to write to.
    #[arg(long)]
    output: PathBuf,
    /// Seed of the noise and of the unique identifiers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make only these phantoms.
    #[arg(long, num_args = 1.., value_enum)]
    only: Vec<Phantom>,
    /// Turn the acquired planes about the left-right axis, in degrees.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    oblique: f64,
    /// Tilt the CT gantry, in degrees: planes are tilted, the table moves along z.
    #[arg(long, default_value_t = 0.0, value_name = "DEGREES", allow_negative_numbers = true)]
    gantry_tilt: f64,
    /// Rows and columns of every slice.
    #[arg(long, default_value_t = 192, value_parser = clap::value_parser!(u16).range(16..=1024))]
    matrix: u16,
    /// Slices of every series [default: 64 for heads, 24 for the chest].
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=2048))]
    slices: Option<u16>,
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Phantoms(args) => phantoms(&args),
        Command::Heads { output, seed, only } => heads(&output, seed, &only),
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
    let settings = Settings {
        seed: args.seed,
        matrix: args.matrix,
        slices: args.slices,
        oblique: args.oblique,
        gantry_tilt: args.gantry_tilt,
        ..Settings::default()
    };
    let wanted = if args.only.is_empty() { &Phantom::DEMONSTRATION[..] } else { &args.only };
    for &phantom in wanted {
        let written = write_phantom(&args.output, phantom, &settings)?;
        println!("{}\t{}\t{}", written.modality, written.files, written.folder.display());
    }
    Ok(())
}
