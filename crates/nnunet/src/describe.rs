//! What a model is, in words: what its holder compares with what was published.

use std::fmt::{self, Display, Formatter};

use crate::checkpoint::Parameter;
use crate::model::Model;
use crate::plans::{Kind, Normalization, Scheme};

/// One line for each property. A model that could be opened is supported as a whole.
impl Display for Model {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let plans = &self.plans;
        let architecture = &plans.architecture;
        let network = match architecture.kind {
            Kind::Plain => "plain convolutions",
            Kind::Residual => "residual encoder",
        };
        let features = architecture.stages.iter().map(|stage| stage.features);
        let weights: usize = self.layout.parameters().iter().map(size).sum();
        let axes = self.checkpoints.first().map(|checkpoint| checkpoint.mirrored.as_slice());
        let mirrored = match axes.unwrap_or_default() {
            [] => "none".to_owned(),
            axes => format!("along the axes {}", joined(axes, ", ")),
        };
        let normalization = plans.normalization.iter().map(|one| normalization(*one));
        writeln!(f, "configuration  {}, trained by {}", self.configuration(), self.trainer())?;
        writeln!(f, "patch          {} voxels", list(plans.patch))?;
        writeln!(f, "spacing        {} mm", list(plans.spacing))?;
        writeln!(f, "axes           {} of z, y, x", joined(plans.transpose, ", "))?;
        writeln!(f, "reader         {}", plans.reader)?;
        writeln!(f, "normalisation  {}", normalization.collect::<Vec<_>>().join("; "))?;
        writeln!(
            f,
            "network        {network}, stages of {} features, {weights} weights",
            list(features)
        )?;
        writeln!(f, "folds          {}", self.folds())?;
        writeln!(f, "mirroring      {mirrored}")?;
        writeln!(f, "supported      yes")
    }
}

fn size(parameter: &Parameter) -> usize {
    parameter.shape.iter().product()
}

fn list<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    joined(values, " × ")
}

fn joined<T: ToString>(values: impl IntoIterator<Item = T>, by: &str) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(by)
}

fn normalization(Normalization { scheme, masked }: Normalization) -> String {
    let scheme = match scheme {
        Scheme::Ct { lowest, highest, mean, deviation } => {
            format!("CT: {lowest} to {highest}, mean {mean}, deviation {deviation}")
        }
        Scheme::ZScore => "z-score".to_owned(),
        Scheme::None => "none".to_owned(),
        Scheme::Rescale => "0 to 1".to_owned(),
        Scheme::Rgb => "bytes, 0 to 1".to_owned(),
    };
    if masked { format!("{scheme}, within the mask") } else { scheme }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_model_says_what_its_holder_compares() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet");
        let said = Model::open(&folder).unwrap().to_string();
        let plans = folder.join("nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres/plans.json");
        let plans: serde_json::Value =
            serde_json::from_slice(&std::fs::read(plans).unwrap()).unwrap();
        let configuration = &plans["configurations"]["3d_fullres"];
        let numbers = |name: &str| list(configuration[name].as_array().unwrap());
        for expected in [
            "configuration  3d_fullres, trained by nnUNetTrainer".to_owned(),
            format!("patch          {} voxels", numbers("patch_size")),
            format!("reader         {}", plans["image_reader_writer"].as_str().unwrap()),
            "network        residual encoder, ".to_owned(),
            "folds          2".to_owned(),
            "supported      yes".to_owned(),
        ] {
            assert!(said.contains(&expected), "{expected:?} is not in:\n{said}");
        }
    }
}
