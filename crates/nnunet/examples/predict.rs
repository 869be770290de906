//! Labels a NIfTI image and says how long each part took:
//!
//! ```sh
//! LIBTORCH=... cargo run --release -p nnunet --features torch --example predict -- \
//!     MODEL IN.nii.gz[,IN2.nii.gz...] OUT.nii.gz [THREADS [bf16]]
//! ```

use std::error::Error;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use nnunet::{ENVIRONMENT, Image, Model, Options};

#[path = "../tests/nifti/mod.rs"]
mod nifti;
use nifti::Nifti;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if ENVIRONMENT.iter().any(|(name, _)| std::env::var_os(name).is_none()) {
        let mut again = Command::new(std::env::current_exe()?);
        return Err(again.args(arguments).envs(ENVIRONMENT).exec().into());
    }
    let ([model, from, to], rest) =
        arguments.split_first_chunk().ok_or("MODEL IN OUT [THREADS [bf16]]")?;
    let threads = rest.first().map(|threads| threads.parse()).transpose()?;
    let bf16 = rest.get(1).is_some_and(|precision| precision == "bf16");
    let options = Options { threads, bf16, ..Options::default() };

    let start = Instant::now();
    let model = Model::open(Path::new(model))?;
    let images: Vec<Nifti> = from.split(',').map(|path| Nifti::read(Path::new(path))).collect();
    let first = images.first().ok_or("no image")?;
    let channels = images.iter().map(|image| image.values.clone()).collect();
    let image = Image { channels, spacing: first.spacing };
    eprintln!("{:?}: opened, {} fold(s)", start.elapsed(), model.folds());

    let mut begun = None;
    let labels = model.predict(&image, &options, &mut |done, total| {
        let elapsed = start.elapsed();
        begun.get_or_insert(elapsed);
        eprint!("\r{elapsed:?}: {done} of {total} ");
    })?;
    eprintln!("\n{:?}: labelled; the first run of the network ended at {begun:?}", start.elapsed());
    first.write_labels(&labels, Path::new(to));
    eprintln!("{:?}: written", start.elapsed());
    Ok(())
}
