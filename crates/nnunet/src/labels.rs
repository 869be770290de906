//! dataset.json: what the network's outputs stand for
//! (nnunetv2/utilities/label_handling/label_handling.py).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::{Error, File};
use crate::json::{Setting, Settings};

/// The largest value in a segmentation.
const MOST: usize = 254;

/// How a label follows from the network's outputs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Labels {
    /// The greatest of so many outputs; its number is the label.
    Greatest(usize),
    /// Each output says whether a voxel is in a region; in order, each paints its label over those
    /// before.
    Regions(Vec<u8>),
}

impl Labels {
    /// Outputs of the network.
    pub(crate) fn heads(&self) -> usize {
        match self {
            Labels::Greatest(count) => *count,
            Labels::Regions(values) => values.len(),
        }
    }
}

/// What dataset.json says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dataset {
    /// Images of one case that lie on each other.
    pub channels: usize,
    /// What the network's outputs stand for.
    pub labels: Labels,
}

impl Dataset {
    pub(crate) fn read(json: &Value) -> Result<Dataset, Error> {
        let settings = Settings::of(File::Dataset, json)?;
        let channels = settings.find("modality").or_else(|| settings.find("channel_names"));
        let channels = channels.ok_or(Error::Setting(File::Dataset, "channel_names"))?;
        let count = channels.object()?.object.len();
        if count == 0 || count > 64 {
            return Err(channels.wrong());
        }
        Ok(Dataset { channels: count, labels: labels(settings)? })
    }
}

fn labels(settings: Settings) -> Result<Labels, Error> {
    let named = settings.get("labels")?;
    let labels = named.object()?;
    labels.get("background")?.count(0)?;
    if let Some(ignored) = labels.find("ignore") {
        ignored.count(MOST + 1)?;
    }
    let mut regions = Vec::new();
    for (name, value) in labels.object {
        if name != "ignore" {
            regions.push(values(named, value)?);
        }
    }
    let values: BTreeSet<usize> = regions.iter().flatten().copied().collect();
    // nnU-Net's own demand; head and label are the same number.
    named.must(values.iter().copied().eq(0..values.len()))?;
    // A list of one is a label like any other, a list of more makes all of them regions.
    if !labels.object.values().any(|value| value.as_array().is_some_and(|list| list.len() > 1)) {
        return Ok(Labels::Greatest(values.len()));
    }
    let painted = settings.get("regions_class_order")?;
    let order = painted.list()?.into_iter().map(label).collect::<Result<Vec<u8>, Error>>()?;
    let foreground = regions.iter().filter(|region| region.iter().any(|value| *value != 0));
    if order.len() == foreground.count() {
        Ok(Labels::Regions(order))
    } else {
        Err(painted.wrong())
    }
}

fn label(value: Setting) -> Result<u8, Error> {
    u8::try_from(value.count(MOST)?).map_err(|_| value.wrong())
}

/// The values of one label or region.
fn values(setting: Setting, value: &Value) -> Result<Vec<usize>, Error> {
    let one = |value: &Value| {
        let value = value.as_u64().and_then(|value| usize::try_from(value).ok());
        value.filter(|value| *value <= MOST).ok_or(setting.wrong())
    };
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        value => Ok(vec![one(value)?]),
    }
}
