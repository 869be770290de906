//! Which shapes could be letters.

use super::shapes::Shape;
use crate::limits::{Demands, Limits};
use crate::{Area, Grey};

/// In heights: what is wider than this is several letters that touch.
const WIDEST_LETTER: f64 = 1.7;

/// How wide a letter of such a run is, in heights, so that its letters can be counted.
const USUAL_WIDTH: f64 = 0.75;

/// In pixels: strokes up to this width are thin, however low the letter is.
const THIN: f64 = 1.6;

/// What fills more of its box than this share is a plain bar.
const FULL: f64 = 0.85;

/// Pixels around a letter in which its ground is looked at, and how many of the ground there must be.
const AROUND: usize = 2;
const LEAST_GROUND: usize = 4;

/// Letters that are looked at, at most: a screen full of text has fewer, a picture of noise more.
const MOST: usize = 20_000;

/// What could be a letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letter {
    /// The box around it.
    pub(super) area: Area,
    /// How many pixels it has.
    pub(super) size: usize,
    /// The mean width of its strokes, in pixels.
    pub(super) stroke: f64,
    /// Its mean brightness, 0 to 255.
    pub(super) brightness: f64,
    /// How far this stands above the mean brightness of the ground, in the same unit.
    pub(super) contrast: f64,
    /// A plain bar: I, l, 1, but also a mark on a scale.
    pub(super) bar: bool,
    /// Whether it can make a row, not only belong to one that others make.
    pub(super) sure: bool,
    /// How many letters it is: several where they touch.
    pub(super) count: usize,
}

/// The shapes that could be letters, by these limits.
pub(super) fn letters(picture: &Grey, level: u8, shapes: &[Shape], limits: &Limits) -> Vec<Letter> {
    let sized = shapes.iter().filter(|shape| has_size_of_letter(shape, limits));
    sized.filter_map(|shape| letter(picture, level, shape, limits)).take(MOST).collect()
}

fn has_size_of_letter(shape: &Shape, limits: &Limits) -> bool {
    let (width, height) = (shape.area.width() as f64, shape.area.height() as f64);
    let size = shape.size as f64;
    limits.lowest.passes(height)
        && limits.highest.passes(height)
        && limits.widest.passes_in(width, height)
        && limits.emptiest.passes_in(size, width * height)
        && limits.smallest.passes(size)
}

fn letter(picture: &Grey, level: u8, shape: &Shape, limits: &Limits) -> Option<Letter> {
    let (width, height) = (shape.area.width() as f64, shape.area.height() as f64);
    let (size, outline) = (shape.size as f64, shape.outline as f64);
    // A long stroke has two sides of its own length.
    let stroke = 2.0 * size / outline.max(1.0);
    let bar = size / (width * height) > FULL;
    // Letters that touch make a row if their outline is as long as that of letters: much else is
    // long and thin.
    let run = width > WIDEST_LETTER * height;
    let lettered = limits.intricate.passes_in(outline, width);
    let thick = stroke > THIN && !limits.thickest.passes_in(stroke, height);
    if thick || bar && !limits.widest_bar.passes_in(width, height) {
        return None;
    }
    let brightness = shape.sum as f64 / size;
    let stroke_unrest = deviation(shape.sum as f64, shape.squares as f64, size);
    let ground = Ground::of(picture, level, &shape.area)?;
    let contrast = brightness - ground.brightness;
    let step = shape.steps as f64 / outline.max(1.0);
    let meets = |demands: &Demands| {
        limits.weakest.passes(contrast)
            && demands.ground.passes_in(ground.unrest, contrast)
            && demands.stroke.passes_in(stroke_unrest, contrast)
            && demands.both.passes_in(ground.unrest + stroke_unrest, contrast)
            && demands.step.passes_in(step, contrast)
    };
    meets(&limits.possible).then(|| Letter {
        area: shape.area,
        size: shape.size,
        stroke,
        brightness,
        contrast,
        bar,
        sure: (!run || lettered) && meets(&limits.sure),
        count: if run { (width / (USUAL_WIDTH * height)).round() as usize } else { 1 },
    })
}

/// What a letter stands on.
struct Ground {
    /// Its mean brightness, 0 to 255.
    brightness: f64,
    /// The standard deviation of its brightness.
    unrest: f64,
}

impl Ground {
    /// What is not foreground in and around a box. Pixels beside the foreground are left out: they are
    /// its blurred edge. None where hardly anything is left.
    fn of(picture: &Grey, level: u8, area: &Area) -> Option<Ground> {
        let around = area.grown(AROUND, picture.rows, picture.columns);
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
        if values.len() < LEAST_GROUND {
            return None;
        }
        let count = values.len() as f64;
        let sum: f64 = values.iter().map(|v| f64::from(*v)).sum();
        let squares: f64 = values.iter().map(|v| f64::from(*v).powi(2)).sum();
        Some(Ground { brightness: sum / count, unrest: deviation(sum, squares, count) })
    }
}

/// The standard deviation of `count` values, from their sum and the sum of their squares.
fn deviation(sum: f64, squares: f64, count: f64) -> f64 {
    (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
}
