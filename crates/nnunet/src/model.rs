//! A trained model in its folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checkpoint::Checkpoint;
use crate::error::{Error, File};
use crate::json;
use crate::labels::Dataset;
use crate::network::Layout;
use crate::plans::Plans;

/// The names of checkpoints, the one to be preferred first.
const CHECKPOINTS: [&str; 2] = ["checkpoint_final.pth", "checkpoint_best.pth"];

/// A model that has been looked through: what is done to images, which network it is, and that
/// the checkpoints hold its weights, which stay in their files.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is done to images.
    pub(crate) plans: Plans,
    /// Channels and labels.
    pub(crate) dataset: Dataset,
    /// The network's layers.
    pub(crate) layout: Layout,
    /// The weights of each fold, in the folds' order.
    pub(crate) checkpoints: Vec<Checkpoint>,
}

impl Model {
    /// Opens a model folder: one with plans.json, dataset.json and fold_all, or else fold_0 and so
    /// on, whose results are averaged; each with checkpoint_final.pth, or else
    /// checkpoint_best.pth. Or a folder that holds such a one (`trainer__plans__configuration`);
    /// of several, the one that ends in `3d_fullres`.
    ///
    /// ```
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/nnunet");
    /// let model = nnunet::Model::open(folder.as_ref())?;
    /// assert_eq!(model.configuration(), "3d_fullres");
    /// assert_eq!((model.folds(), model.channels()), (2, 1));
    /// # Ok::<(), nnunet::Error>(())
    /// ```
    ///
    /// # Errors
    /// All that is wrong with the model is found here, but damage to the weights' numbers.
    pub fn open(folder: &Path) -> Result<Model, Error> {
        let folder = model_folder(folder)?;
        let paths = checkpoints(&folder)?;
        let checkpoints: Vec<Checkpoint> =
            paths.iter().map(|path| Checkpoint::open(path)).collect::<Result<_, Error>>()?;
        let first = checkpoints.first().ok_or(Error::NoModel("a checkpoint"))?;
        if !first.trainer.starts_with("nnUNetTrainer")
            && !first.trainer.starts_with("nnUNet_Trainer")
        {
            return Err(Error::unsupported("trainer", &first.trainer));
        }
        let dataset = Dataset::read(&json::read(&folder.join("dataset.json"), File::Dataset)?)?;
        let plans = json::read(&folder.join("plans.json"), File::Plans)?;
        let plans = Plans::read(&plans, &first.configuration, dataset.channels)?;
        let layout = Layout::of(&plans.architecture, dataset.channels, dataset.labels.heads());
        let parameters = layout.parameters();
        for checkpoint in &checkpoints {
            checkpoint.check(&parameters)?;
        }
        Ok(Model { plans, dataset, layout, checkpoints })
    }

    /// Number of channels of the images that the model looks at.
    pub fn channels(&self) -> usize {
        self.dataset.channels
    }

    /// Number of folds whose results are averaged.
    pub fn folds(&self) -> usize {
        self.checkpoints.len()
    }

    /// The configuration that was trained, such as `3d_fullres`.
    pub fn configuration(&self) -> &str {
        self.checkpoints.first().map_or("", |checkpoint| checkpoint.configuration.as_str())
    }

    /// The class of the trainer, such as `nnUNetTrainer`. It decides nothing here.
    pub fn trainer(&self) -> &str {
        self.checkpoints.first().map_or("", |checkpoint| checkpoint.trainer.as_str())
    }
}

/// The folder with plans.json.
fn model_folder(folder: &Path) -> Result<PathBuf, Error> {
    if folder.join("plans.json").is_file() {
        return Ok(folder.to_owned());
    }
    let mut models: Vec<PathBuf> =
        folders(folder)?.into_iter().filter(|folder| folder.join("plans.json").is_file()).collect();
    if models.len() > 1 {
        models.retain(|model| name(model).ends_with("__3d_fullres"));
    }
    match models.len() {
        0 | 1 => models.pop().ok_or(Error::NoModel("plans.json")),
        _ => Err(Error::Ambiguous),
    }
}

/// The checkpoints of the folds to be used, in the folds' order.
fn checkpoints(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let checkpoint =
        |fold: &PathBuf| CHECKPOINTS.iter().map(|name| fold.join(name)).find(|path| path.is_file());
    if let Some(all) = checkpoint(&folder.join("fold_all")) {
        return Ok(vec![all]);
    }
    let number = |fold: &PathBuf| name(fold).strip_prefix("fold_")?.parse::<u32>().ok();
    let mut folds: Vec<(u32, PathBuf)> = folders(folder)?
        .iter()
        .filter_map(|fold| Some((number(fold)?, checkpoint(fold)?)))
        .collect();
    folds.sort();
    if folds.is_empty() {
        return Err(Error::NoModel("a checkpoint in fold_all or fold_0"));
    }
    Ok(folds.into_iter().map(|(_, path)| path).collect())
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|_| Error::NoModel("the folder"))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
