//! The layers of a U-Net in the order they are computed, and the names of their weights.

use crate::checkpoint::Parameter;
use crate::plans::{Architecture, Kind};

const ONE: [usize; 3] = [1; 3];

/// A convolution, an instance norm after it, a leaky ReLU after that.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Convolution {
    /// The name of its weights in the checkpoint, without `.weight`.
    pub name: String,
    /// The name of the norm's weights in the checkpoint, if there is a norm.
    pub norm: Option<String>,
    /// Whether the leaky ReLU follows.
    pub active: bool,
    /// Features of each voxel that goes in.
    pub input: usize,
    /// Features of each voxel that comes out.
    pub output: usize,
    /// Voxels that it looks at along z, y, x.
    pub kernel: [usize; 3],
    /// Voxels from one place to the next along z, y, x.
    pub stride: [usize; 3],
    /// Whether it adds a number to each feature.
    pub bias: bool,
}

/// A step of the encoder: a convolution, or two, whose result is added to what went in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    /// The first convolution, which changes resolution and features.
    pub first: Convolution,
    /// What makes it a residual block.
    pub residual: Option<Residual>,
}

/// The rest of a residual block (BasicBlockD).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Residual {
    /// The second convolution; the leaky ReLU comes after the addition.
    pub second: Convolution,
    /// What went in is averaged over so many voxels.
    pub pool: Option<[usize; 3]>,
    /// What went in gets another number of features.
    pub projection: Option<Convolution>,
}

/// A step of the decoder: to the next finer resolution, and together with what the encoder saw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Up {
    /// The name of the transposed convolution's weights in the checkpoint, without `.weight`.
    pub name: String,
    /// Features of each coarse voxel.
    pub input: usize,
    /// Features of each fine voxel.
    pub output: usize,
    /// Fine voxels for each coarse one along z, y, x.
    pub stride: [usize; 3],
    /// Whether the transposed convolution adds a number to each feature.
    pub bias: bool,
    /// What follows on the fine voxels together with the encoder's.
    pub convolutions: Vec<Convolution>,
}

/// All layers of a network.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// The convolution before a residual encoder.
    pub stem: Option<Convolution>,
    /// Blocks of each resolution, the finest first.
    pub encoder: Vec<Vec<Block>>,
    /// Steps from the coarsest resolution to the finest.
    pub decoder: Vec<Up>,
    /// From the finest features to the network's outputs.
    pub head: Convolution,
    /// What norms add to the variance before they divide by its root.
    pub epsilon: f64,
}

impl Layout {
    /// The layers of a network from so many channels to so many outputs.
    pub(crate) fn of(architecture: &Architecture, channels: usize, heads: usize) -> Layout {
        let bias = architecture.bias;
        let residual = architecture.kind == Kind::Residual;
        let kernel = architecture.stages.first().map_or(ONE, |stage| stage.kernel);
        let stem = residual.then(|| {
            let output = architecture.stem;
            let size = Size { input: channels, output, kernel, stride: ONE, bias };
            unit("encoder.stem.convs.0", size)
        });
        let mut input = if residual { architecture.stem } else { channels };
        let mut encoder = Vec::new();
        for (s, stage) in architecture.stages.iter().enumerate() {
            let mut blocks = Vec::new();
            for b in 0..stage.blocks {
                let stride = if b == 0 { stage.stride } else { ONE };
                let (output, kernel) = (stage.features, stage.kernel);
                let size = Size { input, output, kernel, stride, bias };
                blocks.push(if residual {
                    block(&format!("encoder.stages.{s}.blocks.{b}"), size)
                } else {
                    let first = unit(&format!("encoder.stages.{s}.0.convs.{b}"), size);
                    Block { first, residual: None }
                });
                input = stage.features;
            }
            encoder.push(blocks);
        }
        let steps = architecture.stages.windows(2).rev().zip(&architecture.decoder).enumerate();
        let mut decoder = Vec::new();
        for (s, (stages, &count)) in steps {
            let [fine, coarse] = stages else { continue };
            let convolution = |b| {
                let output = fine.features;
                let input = if b == 0 { 2 * output } else { output };
                let size = Size { input, output, kernel: fine.kernel, stride: ONE, bias };
                unit(&format!("decoder.stages.{s}.convs.{b}"), size)
            };
            decoder.push(Up {
                name: format!("decoder.transpconvs.{s}"),
                input: coarse.features,
                output: fine.features,
                stride: coarse.stride,
                bias,
                convolutions: (0..count).map(convolution).collect(),
            });
            input = fine.features;
        }
        let head = Convolution {
            name: format!("decoder.seg_layers.{}", decoder.len().saturating_sub(1)),
            norm: None,
            active: false,
            input,
            output: heads,
            kernel: ONE,
            stride: ONE,
            bias: true,
        };
        Layout { stem, encoder, decoder, head, epsilon: architecture.epsilon }
    }

    /// All weights of the network and their shapes.
    pub(crate) fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        let blocks = self.encoder.iter().flatten().flat_map(Block::convolutions);
        let ups = self.decoder.iter().flat_map(|up| &up.convolutions);
        for convolution in self.stem.iter().chain(blocks).chain(ups).chain([&self.head]) {
            let Convolution { name, norm, input, output, kernel: [z, y, x], .. } = convolution;
            let biases = convolution.bias.then_some(*output);
            add(&mut parameters, name, vec![*output, *input, *z, *y, *x], biases);
            if let Some(norm) = norm {
                add(&mut parameters, norm, vec![*output], Some(*output));
            }
        }
        for Up { name, input, output, stride: [z, y, x], bias, .. } in &self.decoder {
            let biases = bias.then_some(*output);
            add(&mut parameters, name, vec![*input, *output, *z, *y, *x], biases);
        }
        parameters
    }
}

impl Block {
    fn convolutions(&self) -> Vec<&Convolution> {
        let rest = self.residual.iter();
        let rest =
            rest.flat_map(|residual| [&residual.second].into_iter().chain(&residual.projection));
        [&self.first].into_iter().chain(rest).collect()
    }
}

/// Adds weights and, if there are any, so many biases.
fn add(to: &mut Vec<Parameter>, name: &str, shape: Vec<usize>, biases: Option<usize>) {
    to.push(Parameter { name: format!("{name}.weight"), shape });
    if let Some(biases) = biases {
        to.push(Parameter { name: format!("{name}.bias"), shape: vec![biases] });
    }
}

/// What a convolution is apart from its name.
#[derive(Clone, Copy)]
struct Size {
    input: usize,
    output: usize,
    kernel: [usize; 3],
    stride: [usize; 3],
    bias: bool,
}

/// A convolution with its norm and its leaky ReLU.
fn unit(name: &str, size: Size) -> Convolution {
    let Size { input, output, kernel, stride, bias } = size;
    Convolution {
        name: format!("{name}.conv"),
        norm: Some(format!("{name}.norm")),
        active: true,
        input,
        output,
        kernel,
        stride,
        bias,
    }
}

/// A residual block; `size` is that of its first convolution.
fn block(name: &str, size: Size) -> Block {
    let Size { input, output, stride, .. } = size;
    let passive = |unit| Convolution { active: false, ..unit };
    let pool = (stride != ONE).then_some(stride);
    // Parts of the way around the block are numbered.
    let place = usize::from(pool.is_some());
    let projection = Size { kernel: ONE, stride: ONE, bias: false, ..size };
    let around = unit(&format!("{name}.skip.{place}"), projection);
    let second = Size { input: output, stride: ONE, ..size };
    let residual = Residual {
        second: passive(unit(&format!("{name}.conv2"), second)),
        pool,
        projection: (input != output).then(|| passive(around)),
    };
    let first = unit(&format!("{name}.conv1"), size);
    Block { first, residual: Some(residual) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::Stage;

    fn stage(features: usize, stride: usize) -> Stage {
        Stage { features, kernel: [3; 3], stride: [stride; 3], blocks: 1 }
    }

    fn names(kind: Kind) -> Vec<String> {
        let architecture = Architecture {
            kind,
            stem: 4,
            stages: vec![stage(4, 1), stage(8, 2)],
            decoder: vec![1],
            bias: true,
            epsilon: 1e-5,
        };
        let parameters = Layout::of(&architecture, 1, 2).parameters();
        parameters.iter().map(|p| format!("{} {:?}", p.name, p.shape)).collect()
    }

    #[test]
    fn a_plain_network_has_the_weights_of_plain_conv_unet() {
        let names = names(Kind::Plain);
        assert_eq!(names[0], "encoder.stages.0.0.convs.0.conv.weight [4, 1, 3, 3, 3]");
        assert_eq!(names[1], "encoder.stages.0.0.convs.0.conv.bias [4]");
        assert_eq!(names[2], "encoder.stages.0.0.convs.0.norm.weight [4]");
        assert_eq!(names[4], "encoder.stages.1.0.convs.0.conv.weight [8, 4, 3, 3, 3]");
        assert!(names.contains(&"decoder.transpconvs.0.weight [8, 4, 2, 2, 2]".into()));
        assert!(names.contains(&"decoder.stages.0.convs.0.conv.weight [4, 8, 3, 3, 3]".into()));
        assert!(names.contains(&"decoder.seg_layers.0.weight [2, 4, 1, 1, 1]".into()));
        assert_eq!(names.len(), 3 * 4 + 2 + 2);
    }

    #[test]
    fn a_residual_network_projects_where_features_change() {
        let names = names(Kind::Residual);
        assert!(names.contains(&"encoder.stem.convs.0.conv.weight [4, 1, 3, 3, 3]".into()));
        assert!(!names.iter().any(|name| name.starts_with("encoder.stages.0.blocks.0.skip")));
        let around = "encoder.stages.1.blocks.0.skip.1.conv.weight [8, 4, 1, 1, 1]";
        assert!(names.contains(&around.into()));
        assert!(!names.iter().any(|name| name.ends_with("skip.1.conv.bias")));
    }
}
