//! Parallel frames with the same matrix, spacing and format.

use super::image::Image;
use super::placed_frame::{Member, PlacedFrame};
use crate::imaging::geometry::Plane;

/// How far directions (unit vectors) and spacings (relative) of one stack may differ.
const TOLERANCE: f64 = 1e-3;

/// Groups of frames that could be slices of one volume, each in the order of positions.
pub(super) fn parallel(images: &[Image]) -> Vec<Vec<PlacedFrame<'_>>> {
    let mut frames: Vec<PlacedFrame> = Vec::new();
    for (i, image) in images.iter().enumerate() {
        frames.extend(image.frames.iter().enumerate().map(|(f, frame)| PlacedFrame {
            member: Member { image: i, frame: f },
            image,
            frame,
            position: 0.0,
        }));
    }
    frames.sort_by_key(|e| (e.image.sop_instance.as_str(), e.member.frame));
    let mut groups: Vec<Vec<PlacedFrame>> = Vec::new();
    for mut placed in frames {
        match groups.iter_mut().find(|group| group.first().is_some_and(|e| fit(e, &placed))) {
            Some(group) => {
                let normal = group.first().map(|e| e.frame.plane.normal()).unwrap_or_default();
                placed.position = placed.frame.plane.origin.coords.dot(&normal);
                group.push(placed);
            }
            None => {
                let plane = &placed.frame.plane;
                placed.position = plane.origin.coords.dot(&plane.normal());
                groups.push(vec![placed]);
            }
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.position.total_cmp(&b.position));
    }
    groups
}

/// Whether two frames could be slices of one volume.
fn fit(one: &PlacedFrame, other: &PlacedFrame) -> bool {
    let of = |e: &PlacedFrame| (e.image.modality, e.image.kind, e.image.format);
    of(one) == of(other)
        && one.image.frame_of_reference == other.image.frame_of_reference
        && same_grid(&one.frame.plane, &other.frame.plane)
}

fn same_grid(a: &Plane, b: &Plane) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * a;
    (a.rows, a.columns) == (b.rows, b.columns)
        && close(a.row_spacing, b.row_spacing)
        && close(a.column_spacing, b.column_spacing)
        && (a.along_row - b.along_row).norm() <= TOLERANCE
        && (a.along_column - b.along_column).norm() <= TOLERANCE
}
