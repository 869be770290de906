//! Which shapes could be letters.

use super::shapes::Shape;
use crate::{Area, Grey};

/// Heights of letters in pixels.
const LOWEST: usize = 4;
const HIGHEST: usize = 120;

/// The widest letter, and the widest run of letters that touch, in heights.
const WIDEST: f64 = 1.7;
const WIDEST_RUN: f64 = 14.0;

/// How wide a letter of a run is, in heights; and how long its outline at least, in widths of the run.
/// A line has 2, a frame 4, and more when it is high.
const USUAL: f64 = 0.75;
const INTRICATE: f64 = 5.0;

/// The thickest stroke, in heights.
const THICKEST: f64 = 0.42;

/// Less than this share of its box is no letter but a line around something.
const EMPTIEST: f64 = 0.1;

/// The weakest contrast, in 255ths.
const WEAKEST: f64 = 20.0;

/// What is asked of a letter, as shares of its contrast: how restless the ground and the strokes may
/// be at most, and what a single step from pixel to pixel must bring.
struct Demands {
    ground: f64,
    stroke: f64,
    /// Both together: noise that is cut in its middle has much of both.
    both: f64,
    step: f64,
}

/// Of letters that can make a row.
const SURE: Demands = Demands { ground: 0.34, stroke: 0.34, both: 0.46, step: 0.4 };
/// Of letters that can belong to a row that others make.
const POSSIBLE: Demands = Demands { ground: 0.6, stroke: 0.45, both: 0.9, step: 0.28 };

/// More letters than a screen full of text has; a picture of noise has more shapes.
const MOST: usize = 20_000;

/// What could be a letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letter {
    pub(super) area: Area,
    /// Pixels.
    pub(super) size: usize,
    /// Width of its strokes.
    pub(super) stroke: f64,
    /// Mean brightness, and how far it stands above the ground.
    pub(super) brightness: f64,
    pub(super) contrast: f64,
    /// A plain bar: I, l, 1, but also a mark on a scale.
    pub(super) bar: bool,
    /// Whether it can make a row, not only belong to one.
    pub(super) sure: bool,
    /// How many letters it is, where they touch.
    pub(super) count: usize,
}

/// The shapes that could be letters.
pub(super) fn letters(picture: &Grey, level: u8, shapes: &[Shape]) -> Vec<Letter> {
    let sized = shapes.iter().filter(|shape| has_size_of_letter(shape));
    sized.filter_map(|shape| letter(picture, level, shape)).take(MOST).collect()
}

fn has_size_of_letter(shape: &Shape) -> bool {
    let (width, height) = (shape.area.width(), shape.area.height());
    (LOWEST..=HIGHEST).contains(&height)
        && width as f64 <= WIDEST_RUN * height as f64
        && shape.size as f64 >= EMPTIEST * (width * height) as f64
        && shape.size >= 4
}

fn letter(picture: &Grey, level: u8, shape: &Shape) -> Option<Letter> {
    let (width, height) = (shape.area.width() as f64, shape.area.height() as f64);
    let size = shape.size as f64;
    let stroke = 2.0 * size / shape.outline.max(1) as f64;
    let full = size / (width * height);
    let bar = full > 0.85;
    // Letters that touch make a row if their outline is as long as that of letters: much else is
    // long and thin.
    let run = width > WIDEST * height;
    let lettered = shape.outline as f64 >= INTRICATE * width;
    if stroke > (THICKEST * height).max(1.6) || bar && width > 0.5 * height {
        return None;
    }
    let brightness = shape.sum as f64 / size;
    let spread = deviation(shape.sum as f64, shape.squares as f64, size);
    let (ground, unrest) = ground(picture, level, &shape.area)?;
    let contrast = brightness - ground;
    let step = shape.steps as f64 / shape.outline.max(1) as f64;
    let meets = |demands: Demands| {
        contrast >= WEAKEST
            && unrest <= demands.ground * contrast
            && spread <= demands.stroke * contrast
            && unrest + spread <= demands.both * contrast
            && step >= demands.step * contrast
    };
    meets(POSSIBLE).then(|| Letter {
        area: shape.area,
        size: shape.size,
        stroke,
        brightness,
        contrast,
        bar,
        sure: (!run || lettered) && meets(SURE),
        count: if run { (width / (USUAL * height)).round() as usize } else { 1 },
    })
}

/// Mean and deviation of what is not foreground in and around a box. Pixels beside the foreground are
/// left out: they are its blurred edge.
fn ground(picture: &Grey, level: u8, area: &Area) -> Option<(f64, f64)> {
    let around = area.grown(2, picture.rows, picture.columns);
    let foreground = |row: usize, column: usize| {
        picture.row(row).get(column).is_some_and(|pixel| *pixel >= level)
    };
    let mut values = Vec::with_capacity(around.width() * around.height());
    for row in around.top..around.bottom {
        for column in around.left..around.right {
            let beside = foreground(row, column)
                || column > 0 && foreground(row, column - 1)
                || foreground(row, column + 1)
                || row > 0 && foreground(row - 1, column)
                || row + 1 < picture.rows && foreground(row + 1, column);
            if !beside {
                values.extend(picture.row(row).get(column).copied());
            }
        }
    }
    if values.len() < 4 {
        return None;
    }
    let count = values.len() as f64;
    let sum: f64 = values.iter().map(|v| f64::from(*v)).sum();
    let squares: f64 = values.iter().map(|v| f64::from(*v).powi(2)).sum();
    Some((sum / count, deviation(sum, squares, count)))
}

fn deviation(sum: f64, squares: f64, count: f64) -> f64 {
    (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
}
