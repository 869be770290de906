//! Networks computed by libtorch, in the order of operations of dynamic_network_architectures.

use std::collections::HashMap;

use tch::{Cuda, Device, Kind, Tensor};

use super::layout::{Block, Convolution, Layout, Residual, Up};
use crate::checkpoint::Weight;
use crate::error::Error;
use crate::options::{self, Options};

/// A network with its weights.
#[derive(Debug)]
pub(crate) struct Network {
    layout: Layout,
    weights: HashMap<String, Tensor>,
    device: Device,
    kind: Kind,
}

fn failed(_: tch::TchError) -> Error {
    Error::Torch
}

fn sizes<const N: usize>(sizes: [usize; N]) -> [i64; N] {
    sizes.map(|size| i64::try_from(size).unwrap_or(i64::MAX))
}

fn device(device: options::Device) -> Result<Device, Error> {
    match device {
        options::Device::Cpu => Ok(Device::Cpu),
        options::Device::Gpu(n) if i64::try_from(n).is_ok_and(|n| n < Cuda::device_count()) => {
            Ok(Device::Cuda(n))
        }
        options::Device::Gpu(n) => Err(Error::NoGpu(n)),
    }
}

/// Whether libtorch has this device.
///
/// # Errors
/// [`Error::NoGpu`].
pub(crate) fn check(device: options::Device) -> Result<(), Error> {
    self::device(device).map(drop)
}

/// Makes libtorch ready: its threads are those of the whole process.
///
/// # Errors
/// [`Error::NoGpu`].
pub(crate) fn start(options: &Options) -> Result<(), Error> {
    if let Some(threads) = options.threads {
        tch::set_num_threads(i32::try_from(threads).unwrap_or(i32::MAX).max(1));
    }
    device(options.device).map(drop)
}

impl Network {
    /// Puts weights that fit the layout where they are needed.
    pub(crate) fn load(
        layout: Layout,
        read: impl Iterator<Item = Result<Weight, Error>>,
        options: &Options,
    ) -> Result<Network, Error> {
        let device = device(options.device)?;
        let kind = if options.bf16 { Kind::BFloat16 } else { Kind::Float };
        let mut weights = HashMap::new();
        for weight in read {
            let Weight { name, shape, values } = weight?;
            let shape: Vec<i64> =
                shape.into_iter().map(|n| i64::try_from(n).unwrap_or(i64::MAX)).collect();
            let tensor = Tensor::f_from_slice(&values)
                .and_then(|tensor| tensor.f_reshape(shape))
                .and_then(|tensor| tensor.f_to_kind(kind))
                .and_then(|tensor| tensor.f_to_device(device))
                .map_err(failed)?;
            weights.insert(name, tensor);
        }
        Ok(Network { layout, weights, device, kind })
    }

    /// The outputs for a patch: the mean over the patch itself and its mirror images along each
    /// set of axes, each computed mirrored back. The patch is [channels, z, y, x], the outputs
    /// are [heads, z, y, x]. `tick` is called after each computation.
    pub(crate) fn predict(
        &self,
        patch: &[f32],
        [channels, z, y, x]: [usize; 4],
        mirrors: &[Vec<usize>],
        tick: &mut dyn FnMut(),
    ) -> Result<Vec<f32>, Error> {
        let _guard = tch::no_grad_guard();
        let mut outputs = vec![0.0; self.layout.head.output * z * y * x];
        let mut sum = || {
            let patch = Tensor::f_from_slice(patch)?
                .f_reshape(sizes([1, channels, z, y, x]))?
                .f_to_kind(self.kind)?
                .f_to_device(self.device)?;
            let mut sum = self.forward(&patch)?;
            tick();
            for axes in mirrors {
                // After batch and channel.
                let axes: Vec<i64> = axes.iter().map(|&axis| axis as i64 + 2).collect();
                let mirrored = self.forward(&patch.f_flip(&axes)?)?;
                let _ = sum.f_add_(&mirrored.f_flip(&axes)?)?;
                tick();
            }
            if !mirrors.is_empty() {
                let _ = sum.f_div_scalar_((mirrors.len() + 1) as f64)?;
            }
            let sum = sum.f_to_device(Device::Cpu)?.f_contiguous()?.f_view(-1)?;
            sum.f_copy_data(&mut outputs, sum.numel())
        };
        sum().map_err(failed)?;
        Ok(outputs)
    }

    /// The outputs in single precision.
    fn forward(&self, patch: &Tensor) -> Result<Tensor, tch::TchError> {
        let mut x = patch.shallow_clone();
        if let Some(stem) = &self.layout.stem {
            x = self.convolve(stem, &x)?;
        }
        let mut seen = Vec::new();
        for blocks in &self.layout.encoder {
            for block in blocks {
                x = self.step(block, &x)?;
            }
            seen.push(x.shallow_clone());
        }
        drop(seen.pop());
        for (up, seen) in self.layout.decoder.iter().zip(seen.into_iter().rev()) {
            // What is no longer needed is let go before the convolutions take memory.
            x = Tensor::f_cat(&[self.enlarge(up, &x)?, seen], 1)?;
            for convolution in &up.convolutions {
                x = self.convolve(convolution, &x)?;
            }
        }
        self.convolve(&self.layout.head, &x)?.f_to_kind(Kind::Float)
    }

    fn weight(&self, name: &str, part: &str) -> Option<&Tensor> {
        self.weights.get(&format!("{name}.{part}"))
    }

    fn needed(&self, name: &str) -> Result<&Tensor, tch::TchError> {
        self.weight(name, "weight")
            .ok_or_else(|| tch::TchError::TensorNameNotFound(name.to_owned(), String::new()))
    }

    fn convolve(&self, layer: &Convolution, x: &Tensor) -> Result<Tensor, tch::TchError> {
        let (weight, bias) = (self.needed(&layer.name)?, self.weight(&layer.name, "bias"));
        let stride = sizes(layer.stride);
        let padding = sizes(layer.kernel.map(|n| (n - 1) / 2));
        let mut y = x.f_conv3d(weight, bias, stride, padding, [1, 1, 1], 1)?;
        if let Some(norm) = &layer.norm {
            let (weight, bias) = (self.weight(norm, "weight"), self.weight(norm, "bias"));
            let none = None::<&Tensor>;
            let epsilon = self.layout.epsilon;
            y = y.f_instance_norm(weight, bias, none, none, true, 0.1, epsilon, true)?;
        }
        if layer.active { y.f_leaky_relu_() } else { Ok(y) }
    }

    fn step(&self, block: &Block, x: &Tensor) -> Result<Tensor, tch::TchError> {
        let first = self.convolve(&block.first, x)?;
        let Some(Residual { second, pool, projection }) = &block.residual else {
            return Ok(first);
        };
        let mut around = x.shallow_clone();
        if let Some(pool) = pool {
            let pool = sizes(*pool);
            // On the CPU, libtorch averages in no other precision.
            around = around
                .f_to_kind(Kind::Float)?
                .f_avg_pool3d(pool, pool, [0, 0, 0], false, true, None::<i64>)?
                .f_to_kind(self.kind)?;
        }
        if let Some(projection) = projection {
            around = self.convolve(projection, &around)?;
        }
        self.convolve(second, &first)?.f_add_(&around)?.f_leaky_relu_()
    }

    fn enlarge(&self, up: &Up, x: &Tensor) -> Result<Tensor, tch::TchError> {
        let (weight, bias) = (self.needed(&up.name)?, self.weight(&up.name, "bias"));
        let none = [0, 0, 0];
        x.f_conv_transpose3d(weight, bias, sizes(up.stride), none, none, 1, [1, 1, 1])
    }
}
