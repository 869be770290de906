//! What another finder says, and how it goes together with what eyes and skin say.

use crate::frame::Frame;

/// Where the face is by another way of finding it, which looks at something else than eyes and skin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// How the head lies.
    pub frame: Frame,
    /// Whether the other finder holds itself for right.
    pub trusted: bool,
}
