//! One frame of an image: where it lies and how its values are read.

use dicom_dictionary_std::tags;

use super::format::PixelFormat;
use super::groups::Groups;
use super::plane::plane;
use super::rescale::Rescale;
use super::traits::Traits;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Encoding, Parsed, Tag};
use crate::imaging::geometry::Plane;

/// Stored values that stand for no tissue: Pixel Padding Value to Pixel Padding Range Limit
/// (PS3.3 C.7.5.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding {
    /// The lowest of them.
    pub lowest: i32,
    /// The highest of them, itself included.
    pub highest: i32,
}

impl Padding {
    /// Whether a stored value is padding.
    pub fn contains(self, stored: i32) -> bool {
        (self.lowest..=self.highest).contains(&stored)
    }
}

/// One frame: where it lies and how its values are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Where its pixels lie.
    pub plane: Plane,
    /// How its stored values are scaled.
    pub rescale: Rescale,
    /// Stored values that stand for no tissue; `None` where the header names none.
    pub padding: Option<Padding>,
    /// What tells it from other frames at its position.
    pub(super) traits: Traits,
}

impl Frame {
    /// The frame whose attributes are `groups`.
    ///
    /// # Errors
    /// `E_GEOMETRY` where its plane is missing or impossible, `E_PIXEL_FORMAT` for a slope of 0.
    pub(super) fn of(parsed: &Parsed, groups: &Groups, format: &PixelFormat) -> Outcome<Frame> {
        let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
        let size = |tag| root.u16(tag, encoding).map_or(0, usize::from);
        let plane = plane(groups, size(tags::ROWS), size(tags::COLUMNS));
        Frame::on(plane.ok_or(Fault(Code::Geometry))?, parsed, groups, format)
    }

    /// The same of a plane that is known.
    ///
    /// # Errors
    /// `E_PIXEL_FORMAT` for a slope of 0.
    pub(super) fn on(
        plane: Plane,
        parsed: &Parsed,
        groups: &Groups,
        format: &PixelFormat,
    ) -> Outcome<Frame> {
        let (root, encoding) = (&parsed.dataset, parsed.syntax.encoding);
        Ok(Frame {
            plane,
            rescale: rescale(groups)?,
            padding: padding(root, encoding, format),
            traits: Traits::of(groups, encoding),
        })
    }
}

/// Rescale slope and intercept; stored values as they are where there are none.
fn rescale(groups: &Groups) -> Outcome<Rescale> {
    let group = tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE;
    let number = |tag: Tag, default| match groups.get(group, tag) {
        None => Ok(default),
        Some(_) => groups.number(group, tag).ok_or(Fault(Code::PixelFormat)),
    };
    let slope = number(tags::RESCALE_SLOPE, 1.0)?;
    let intercept = number(tags::RESCALE_INTERCEPT, 0.0)?;
    if slope == 0.0 { Err(Fault(Code::PixelFormat)) } else { Ok(Rescale { slope, intercept }) }
}

/// The range of padding; the elements are signed as the pixels are, whatever they declare.
fn padding(root: &DataSet, encoding: Encoding, format: &PixelFormat) -> Option<Padding> {
    let value = |tag| {
        let bits = root.u16(tag, encoding)?;
        Some(if format.signed { i32::from(bits as i16) } else { i32::from(bits) })
    };
    let first = value(tags::PIXEL_PADDING_VALUE)?;
    let last = value(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(first);
    Some(Padding { lowest: first.min(last), highest: first.max(last) })
}
