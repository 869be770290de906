//! nnU-Net inference, ours and nnunetv2's: the same model, image and number of threads.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// nnunetv2 takes no more threads than this.
const MOST_THREADS: usize = 8;

/// The programs, and what they label: the model and the image among the fixtures.
pub struct Networks {
    ours: PathBuf,
    theirs: PathBuf,
    model: PathBuf,
    /// A folder with the image alone, as nnunetv2 wants it.
    images: PathBuf,
}

impl Networks {
    /// If $NNUNETV2 names the program nnUNetv2_predict_from_modelfolder.
    ///
    /// # Errors
    /// When our program is not built, or the image cannot be copied.
    pub fn prepare(tools: &Path, folder: &Path) -> Result<Option<Self>> {
        let Some(theirs) = std::env::var_os("NNUNETV2").map(PathBuf::from) else {
            return Ok(None);
        };
        let ours = tools.join("examples/predict");
        ensure!(ours.is_file(), "the example predict of nnunet is not built: use make bench");
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet");
        let model = fixtures.join("nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres");
        let images = folder.join("images");
        fs::create_dir(&images)?;
        fs::copy(fixtures.join(IMAGE), images.join(IMAGE)).context("no image")?;
        Ok(Some(Self { ours, theirs, model, images }))
    }

    /// Our program with its arguments, for an output folder that is there.
    pub fn ours(&self, output: &Path) -> (&Path, Vec<OsString>) {
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(MOST_THREADS));
        let labels = output.join("ours.nii.gz");
        let paths =
            [self.model.as_os_str(), self.images.join(IMAGE).as_os_str(), labels.as_os_str()]
                .map(OsStr::to_owned);
        (&self.ours, paths.into_iter().chain([threads.to_string().into()]).collect())
    }

    /// nnunetv2's program with its arguments.
    pub fn theirs(&self, output: &Path) -> (&Path, Vec<OsString>) {
        let words = "-f 0 1 -chk checkpoint_final.pth -step_size 0.7 -device cpu -npp 1 -nps 1";
        let mut arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        for (flag, path) in [("-i", self.images.as_path()), ("-o", output), ("-m", &self.model)] {
            arguments.extend([flag.into(), path.as_os_str().to_owned()]);
        }
        (&self.theirs, arguments)
    }
}

/// The image among the fixtures.
const IMAGE: &str = "case_0000.nii.gz";
