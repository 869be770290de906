//! The layers of a U-Net in the order they are computed, and the names of their weights.

use crate::checkpoint::Parameter;
use crate::plans::{Architecture, Kind};

const ONE: [usize; 3] = [1; 3];

/// A convolution, an instance norm after it, a leaky ReLU after that.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Convolution {
    /// Of its weights, without `.weight`.
    pub name: String,
    /// Of the norm's weights, if there is one.
    pub norm: Option<String>,
    /// Whether the leaky ReLU follows.
    pub active: bool,
    pub input: usize,
    pub output: usize,
    pub kernel: [usize; 3],
    pub stride: [usize; 3],
    pub bias: bool,
}

/// A step of the encoder: a convolution, or two, whose result is added to what went in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub first: Convolution,
    pub residual: Option<Residual>,
}

/// The rest of a residual block (BasicBlockD).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Residual {
    pub second: Convolution,
    /// What went in is averaged over so many voxels.
    pub pool: Option<[usize; 3]>,
    /// What went in gets another number of features.
    pub projection: Option<Convolution>,
}

/// A step of the decoder: to the next finer resolution, and together with what the encoder saw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Up {
    /// Of the transposed convolution's weights.
    pub name: String,
    pub input: usize,
    pub output: usize,
    pub stride: [usize; 3],
    pub bias: bool,
    pub convolutions: Vec<Convolution>,
}

/// All layers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub stem: Option<Convolution>,
    /// By resolution, from the finest.
    pub encoder: Vec<Vec<Block>>,
    /// From the coarsest.
    pub decoder: Vec<Up>,
    pub head: Convolution,
    /// What norms add to the variance.
    pub epsilon: f64,
}

impl Layout {
    /// The layers of a network from so many channels to so many outputs.
    pub(crate) fn of(architecture: &Architecture, channels: usize, heads: usize) -> Layout {
        let bias = architecture.bias;
        let residual = architecture.kind == Kind::Residual;
        let kernel = architecture.stages.first().map_or(ONE, |stage| stage.kernel);
        let stem = residual.then(|| {
            unit("encoder.stem.convs.0", [channels, architecture.stem], kernel, ONE, bias)
        });
        let mut input = if residual { architecture.stem } else { channels };
        let mut encoder = Vec::new();
        for (s, stage) in architecture.stages.iter().enumerate() {
            let mut blocks = Vec::new();
            for b in 0..stage.blocks {
                let features = [input, stage.features];
                let stride = if b == 0 { stage.stride } else { ONE };
                blocks.push(if residual {
                    let name = format!("encoder.stages.{s}.blocks.{b}");
                    block(&name, features, stage.kernel, stride, bias)
                } else {
                    let name = format!("encoder.stages.{s}.0.convs.{b}");
                    let first = unit(&name, features, stage.kernel, stride, bias);
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
                let features =
                    [if b == 0 { 2 * fine.features } else { fine.features }, fine.features];
                unit(&format!("decoder.stages.{s}.convs.{b}"), features, fine.kernel, ONE, bias)
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
            add(
                &mut parameters,
                name,
                vec![*output, *input, *z, *y, *x],
                *output,
                convolution.bias,
            );
            if let Some(norm) = norm {
                add(&mut parameters, norm, vec![*output], *output, true);
            }
        }
        for Up { name, input, output, stride: [z, y, x], bias, .. } in &self.decoder {
            add(&mut parameters, name, vec![*input, *output, *z, *y, *x], *output, *bias);
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

fn add(to: &mut Vec<Parameter>, name: &str, shape: Vec<usize>, output: usize, bias: bool) {
    to.push(Parameter { name: format!("{name}.weight"), shape });
    if bias {
        to.push(Parameter { name: format!("{name}.bias"), shape: vec![output] });
    }
}

fn unit(
    name: &str,
    [input, output]: [usize; 2],
    kernel: [usize; 3],
    stride: [usize; 3],
    bias: bool,
) -> Convolution {
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

fn block(
    name: &str,
    [input, output]: [usize; 2],
    kernel: [usize; 3],
    stride: [usize; 3],
    bias: bool,
) -> Block {
    let passive = |unit| Convolution { active: false, ..unit };
    let pool = (stride != ONE).then_some(stride);
    // Parts of the way around the block are numbered.
    let place = usize::from(pool.is_some());
    let around = unit(&format!("{name}.skip.{place}"), [input, output], ONE, ONE, false);
    let residual = Residual {
        second: passive(unit(&format!("{name}.conv2"), [output, output], kernel, ONE, bias)),
        pool,
        projection: (input != output).then(|| passive(around)),
    };
    let first = unit(&format!("{name}.conv1"), [input, output], kernel, stride, bias);
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
