//! Why a model cannot be opened or a prediction cannot be made.

use std::fmt;

/// The files of a model folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// plans.json: what is done to images, and the network's layers.
    Plans,
    /// dataset.json: channels and labels.
    Dataset,
    /// checkpoint_final.pth or checkpoint_best.pth of a fold.
    Checkpoint,
}

impl fmt::Display for File {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(match self {
            File::Plans => "plans.json",
            File::Dataset => "dataset.json",
            File::Checkpoint => "the checkpoint",
        })
    }
}

/// Why there is no model or no prediction. Messages quote settings and names of the model at most.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// No plans.json, or no checkpoint in any fold.
    #[error("the folder holds no nnU-Net model: {0} is missing")]
    NoModel(&'static str),
    /// Several models side by side, none or more than one of them 3d_fullres.
    #[error("the folder holds more than one nnU-Net model; name one of them")]
    Ambiguous,
    /// The system does not let the file be read.
    #[error("{0} cannot be read")]
    Unreadable(File),
    /// What is wrong with the file.
    #[error("{0} is damaged: {1}")]
    Damaged(File, &'static str),
    /// The checkpoint names code that no nnU-Net checkpoint needs. It was not run: nothing ever is.
    #[error("the checkpoint asks for {0}, which no nnU-Net checkpoint needs")]
    Forbidden(String),
    /// A setting that is missing or of the wrong kind.
    #[error("{0}: the setting {1} is missing or cannot be used")]
    Setting(File, &'static str),
    /// A setting that this program does not know how to follow.
    #[error("the model's {setting} is not supported: {value}")]
    Unsupported {
        /// Which setting.
        setting: &'static str,
        /// Its value in the model.
        value: String,
    },
    /// A weight that the plans ask for is not in the checkpoint, or is there with another shape.
    #[error("the checkpoint does not fit the plans: {0}")]
    Weights(String),
    /// What is wrong with the image.
    #[error("the image cannot be used: {0}")]
    Image(&'static str),
    /// What is wrong with the options.
    #[error("the options cannot be used: {0}")]
    Options(&'static str),
    /// What would need more memory than this program allows itself.
    #[error("{0} would be too large")]
    TooLarge(&'static str),
    /// Logits beyond the range of half precision, for which nnU-Net stops too.
    #[error("the network's result is not finite")]
    NotFinite,
    /// The program was built without the feature `torch`.
    #[error(
        "this program was built without libtorch and cannot run networks: fetch libtorch with \
         tools/get-libtorch.sh DEST and build again with LIBTORCH=DEST and --features torch"
    )]
    NoTorch,
    /// The GPU that was asked for is not there.
    #[error("there is no GPU {0}, or libtorch was built without CUDA")]
    NoGpu(usize),
    /// libtorch failed, most likely for lack of memory.
    #[error("libtorch failed; there may not be enough memory")]
    Torch,
}

impl Error {
    /// A setting that is not supported, its value made fit to be shown.
    pub(crate) fn unsupported(setting: &'static str, value: &str) -> Error {
        Error::Unsupported { setting, value: shown(value) }
    }
}

/// The start of a text out of a file, without what could disturb a terminal.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(100).map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).collect()
}
