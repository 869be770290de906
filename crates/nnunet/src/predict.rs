//! The procedure: from an image to its labels.

use half::f16;
use ndarray::{Array3, Array4, Zip};

use crate::error::Error;
use crate::export::export;
use crate::mirror::mirrors;
use crate::model::Model;
use crate::network::{self, Network};
use crate::options::{Device, Image, Options};
use crate::preprocess::{Prepared, prepare};
use crate::window::{Steps, slide};

impl Model {
    /// Whether this program can compute there: known before anything is read.
    ///
    /// # Errors
    /// [`Error::NoGpu`] for a GPU that is not there, [`Error::NoTorch`] without the feature `torch`.
    pub fn check(device: Device) -> Result<(), Error> {
        network::check(device)
    }

    /// Labels an image: one value for each of its voxels, [z, y, x] like its channels; what the
    /// values mean, dataset.json says.
    ///
    /// On the CPU, with a step of 0.7 and mirrored, it is voxel for voxel what
    /// `nnUNetv2_predict_from_modelfolder -step_size 0.7 -device cpu` writes. `progress` is called
    /// after each run of the network with how many are done, and how many there are.
    ///
    /// ```
    /// use ndarray::Array3;
    /// use nnunet::{Error, Image, Model, Options};
    ///
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/nnunet");
    /// let model = Model::open(folder.as_ref())?;
    /// // A ramp of 20 x 20 x 20 voxels of 1 mm.
    /// let ramp = Array3::from_shape_fn((20, 20, 20), |(z, y, x)| (z * y + x) as f32);
    /// let image = Image { channels: vec![ramp], spacing: [1.0; 3] };
    /// match model.predict(&image, &Options::default(), &mut |_, _| {}) {
    ///     Ok(labels) => assert_eq!(labels.dim(), (20, 20, 20)),
    ///     // Built without the feature `torch`.
    ///     Err(error) => assert_eq!(error, Error::NoTorch),
    /// }
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoTorch`] without the feature `torch`; what is wrong with image, options, weights;
    /// [`Error::NotFinite`] and [`Error::Torch`].
    pub fn predict(
        &self,
        image: &Image,
        options: &Options,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Array3<u8>, Error> {
        network::start(options)?;
        let labels = &self.dataset.labels;
        let shape = image.shape(self.dataset.channels)?;
        let Prepared { data, crop } = prepare(image, &self.plans, labels.heads())?;
        let logits = self.logits(data, options, progress)?;
        Ok(export(logits.view(), &crop, shape, image.spacing, &self.plans, labels))
    }

    /// The mean of what the folds' networks say of a prepared image, in half precision.
    fn logits(
        &self,
        data: Array4<f32>,
        options: &Options,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Array4<f16>, Error> {
        let (channels, z, y, x) = data.dim();
        let [pz, py, px] = self.plans.patch;
        let steps = Steps::new([z, y, x], self.plans.patch, options.step)?;
        // The first fold decides, as in nnU-Net.
        let axes = self.checkpoints.first().map(|checkpoint| checkpoint.mirrored.as_slice());
        let mirrors = mirrors(axes.filter(|_| options.mirror).unwrap_or_default());
        let folds = self.checkpoints.len();
        let total = folds * steps.count() * (1 + mirrors.len());
        let mut done = 0;
        let mut tick = || {
            done += 1;
            progress(done, total);
        };
        let mut sum: Option<Array4<f16>> = None;
        for checkpoint in &self.checkpoints {
            let weights = checkpoint.read(self.layout.parameters())?;
            let network = Network::load(self.layout.clone(), weights, options)?;
            let mut forward =
                |patch: &[f32]| network.predict(patch, [channels, pz, py, px], &mirrors, &mut tick);
            let logits = slide(data.view(), self.dataset.labels.heads(), &steps, &mut forward)?;
            match &mut sum {
                None => sum = Some(logits),
                Some(sum) => Zip::from(sum).and(&logits).par_for_each(|sum, &logit| *sum += logit),
            }
        }
        let mut mean = sum.ok_or(Error::NoModel("a checkpoint"))?;
        if folds > 1 {
            mean.par_mapv_inplace(|sum| f16::from_f32(sum.to_f32() / folds as f32));
        }
        if mean.iter().all(|logit| logit.is_finite()) { Ok(mean) } else { Err(Error::NotFinite) }
    }
}
