//! A frame on its way into a stack.

use super::frame::Frame;
use super::image::Image;

/// A frame of an image, by their places in the slice of images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Member {
    /// Index of the image.
    pub image: usize,
    /// Index of the frame in it.
    pub frame: usize,
}

/// A frame, and its position among those that are parallel to it.
#[derive(Clone, Copy)]
pub(super) struct PlacedFrame<'a> {
    /// Where it is among the images.
    pub(super) member: Member,
    /// The image that it is of.
    pub(super) image: &'a Image,
    /// Its attributes, of the image's frames.
    pub(super) frame: &'a Frame,
    /// mm along the normal of its group.
    pub(super) position: f64,
}
