//! The shape of the network.

/// Width and height of the pictures, in pixels.
pub const SIDE: usize = 150;
/// Numbers that a picture becomes.
pub const NUMBERS: usize = 128;
/// Channels, blocks, and whether the first block halves the picture, from the first stage to the last.
pub const STAGES: [(usize, usize, bool); 5] =
    [(32, 3, false), (64, 4, true), (128, 3, true), (256, 3, true), (256, 1, true)];
/// Channels and side of the first convolution.
pub const FIRST: (usize, usize) = (32, 7);
/// Side of the others.
pub const KERNEL: usize = 3;
