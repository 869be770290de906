//! A fold's checkpoint as nnUNetTrainer.save_checkpoint writes it: what the network is, and its
//! weights, which are read one by one. The optimizer's state is never read.

mod archive;
mod pickle;
mod tensor;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use archive::Archive;
use pickle::unpickle;
use tensor::Tensor;
use value::{Node, Value};

use crate::error::{Error, File, shown};

/// Bytes of data.pkl; nnU-Net's have up to some 100 000.
const LARGEST_PICKLE: u64 = 64 << 20;

/// A weight by its name, with the shape the network needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub name: String,
    pub shape: Vec<usize>,
}

/// A weight's numbers, the last axis running fastest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weight {
    pub name: String,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// What a checkpoint says. Its weights stay in the file.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoint {
    path: PathBuf,
    /// Key of the configuration in plans.json.
    pub configuration: String,
    /// Class of the trainer.
    pub trainer: String,
    /// Axes along which patches may be mirrored, each at most once.
    pub mirrored: Vec<usize>,
    weights: BTreeMap<String, Tensor>,
    /// Of the file, in bytes.
    len: u64,
}

impl Checkpoint {
    /// Reads all but the weights.
    pub(crate) fn open(path: &Path) -> Result<Checkpoint, Error> {
        let mut archive = Archive::open(path)?;
        let pickle = archive.read("data.pkl", LARGEST_PICKLE)?.unwrap_or_default();
        if archive.read("byteorder", 16)?.is_some_and(|order| order != b"little") {
            return Err(Error::unsupported("order of bytes", "big"));
        }
        Self::parse(&pickle, path, archive.len)
    }

    /// What data.pkl says.
    fn parse(pickle: &[u8], path: &Path, len: u64) -> Result<Checkpoint, Error> {
        let pickle = unpickle(pickle)?;
        let root = pickle.root();
        let text = |node: Option<Node>, name| {
            let text = node.and_then(Node::text).map(str::to_owned);
            text.ok_or(Error::Setting(File::Checkpoint, name))
        };
        let arguments = root.get("init_args");
        Ok(Checkpoint {
            path: path.to_owned(),
            configuration: text(
                arguments.and_then(|arguments| arguments.get("configuration")),
                "configuration",
            )?,
            trainer: text(root.get("trainer_name"), "trainer_name")?,
            mirrored: mirrored(root.get("inference_allowed_mirroring_axes"))?,
            weights: weights(root)?,
            len,
        })
    }

    /// Checks that the weights are those that a network needs: all of them in their shapes, and no
    /// others besides, which would belong to another network.
    pub(crate) fn check(&self, parameters: &[Parameter]) -> Result<(), Error> {
        let mut values: u64 = 0;
        for Parameter { name, shape } in parameters {
            let tensor = self.weights.get(name).ok_or_else(|| missing(name))?;
            if tensor.shape != *shape {
                let (found, needed) = (&tensor.shape, shape);
                let text = format!("{} is {found:?} and should be {needed:?}", shown(name));
                return Err(Error::Weights(text));
            }
            values = values.saturating_add(tensor.len().unwrap_or(usize::MAX) as u64);
        }
        // Half precision is the smallest there is, so more values lie in the same place.
        if values > self.len / 2 {
            return Err(Error::Damaged(File::Checkpoint, "several weights share a storage"));
        }
        let known = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
        match self.weights.keys().find(|name| !known(name) && !is_auxiliary(name)) {
            Some(name) => Err(Error::unsupported("weight", name)),
            None => Ok(()),
        }
    }

    /// Reads the weights of a network that was checked, one after the other.
    pub(crate) fn read(
        &self,
        parameters: Vec<Parameter>,
    ) -> Result<impl Iterator<Item = Result<Weight, Error>>, Error> {
        let mut archive = Archive::open(&self.path)?;
        Ok(parameters.into_iter().map(move |Parameter { name, shape }| {
            let tensor = self.weights.get(&name).ok_or_else(|| missing(&name))?;
            let values = tensor.read(&mut archive)?;
            Ok(Weight { name, shape, values })
        }))
    }
}

fn missing(name: &str) -> Error {
    Error::Weights(format!("{} is missing", shown(name)))
}

/// Heads at coarser resolutions, which only the training uses.
fn is_auxiliary(name: &str) -> bool {
    name.starts_with("decoder.seg_layers.")
}

/// The weights by their names in the network. A state_dict lists most of them several times: as
/// parts of `all_modules`, and the encoder's as parts of the decoder.
fn weights(root: Node) -> Result<BTreeMap<String, Tensor>, Error> {
    let entries = root.get("network_weights").and_then(Node::entries);
    let entries = entries.ok_or(Error::Setting(File::Checkpoint, "network_weights"))?;
    let mut weights = BTreeMap::new();
    for (name, tensor) in entries {
        let name = name.text().ok_or(Error::Setting(File::Checkpoint, "network_weights"))?;
        let name = name.strip_prefix("module.").unwrap_or(name).replace("_orig_mod.", "");
        if !name.contains("all_modules") && !name.starts_with("decoder.encoder.") {
            weights.insert(name, Tensor::of(tensor)?);
        }
    }
    Ok(weights)
}

fn mirrored(axes: Option<Node>) -> Result<Vec<usize>, Error> {
    let Some(axes) = axes.filter(|axes| *axes.value() != Value::None) else {
        return Ok(Vec::new());
    };
    let setting = Error::Setting(File::Checkpoint, "inference_allowed_mirroring_axes");
    let axes = axes.counts().ok_or(setting.clone())?;
    let once = axes.iter().enumerate().all(|(i, axis)| !axes.iter().take(i).any(|a| a == axis));
    if once && axes.iter().all(|axis| *axis < 3) { Ok(axes) } else { Err(setting) }
}
