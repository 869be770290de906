//! What stands for networks where there is no libtorch: there are none.

use std::convert::Infallible;

use super::layout::Layout;
use crate::checkpoint::Weight;
use crate::error::Error;
use crate::options::{Device, Options};

/// A network that cannot be.
#[derive(Debug)]
pub(crate) struct Network(Infallible);

pub(crate) fn start(_: &Options) -> Result<(), Error> {
    Err(Error::NoTorch)
}

pub(crate) fn check(_: Device) -> Result<(), Error> {
    Err(Error::NoTorch)
}

impl Network {
    pub(crate) fn load(
        _: Layout,
        _: impl Iterator<Item = Result<Weight, Error>>,
        _: &Options,
    ) -> Result<Network, Error> {
        Err(Error::NoTorch)
    }

    pub(crate) fn predict(
        &self,
        _: &[f32],
        _: [usize; 4],
        _: &[Vec<usize>],
        _: &mut dyn FnMut(),
    ) -> Result<Vec<f32>, Error> {
        match self.0 {}
    }
}
