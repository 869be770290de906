//! The limits that decide, each with what was measured on both sides of it.
//!
//! A row of text is found if its letters meet all of the [`Limits`]. Text and other things overlap in
//! each of these quantities, so none tells them apart alone: the sides of a limit say how far it can be
//! moved while all the others stay. Numbers that decide nothing by themselves, such as the levels at
//! which a picture is cut, stand where they are used.

use crate::limit::Bound::{self, AtLeast, AtMost};
use crate::limit::Limit;

/// Right: a row is found in each of 99 made-up pictures with text. Wrong: one is found in one of 64
/// made-up pictures without. A side that is missing was not found however far the limit was moved: with
/// these pictures the other limits decide alone.
const SWEEP: &str = "cargo run --release -p burned-in --example limits";

/// Reading is measured as a whole (docs/burned-in.md), not each of its limits.
const WHOLE: &str = "cargo run -p burned-in --features ocr --example measure -- FOLDER";

/// What is asked of how a letter stands out, as shares of its contrast: the brightness of its strokes
/// above that of the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demands {
    /// How restless the ground may be: the standard deviation of its brightness.
    pub ground: Limit,
    /// How restless the strokes may be: the standard deviation of their brightness.
    pub stroke: Limit,
    /// Both together: noise that is cut in its middle has much of both.
    pub both: Limit,
    /// What a single step from a pixel of the letter to one of the ground must bring.
    pub step: Limit,
}

/// The limits of the detector ([`crate::text_rows`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The height of a letter.
    pub lowest: Limit,
    /// The height of a letter.
    pub highest: Limit,
    /// The pixels of a letter.
    pub smallest: Limit,
    /// The width of a run of letters that touch.
    pub widest: Limit,
    /// How much of its box a letter fills: less is a line around something.
    pub emptiest: Limit,
    /// The width of a letter's strokes.
    pub thickest: Limit,
    /// The width of a letter that is a plain bar, such as l.
    pub widest_bar: Limit,
    /// The contrast of a letter.
    pub weakest: Limit,
    /// The outline of letters that touch, if they are to make a row: a line has 2 widths, a frame 4, and
    /// more when it is high.
    pub intricate: Limit,
    /// What is asked of letters that can make a row.
    pub sure: Demands,
    /// What is asked of letters that can belong to a row that others make.
    pub possible: Demands,
    /// The gap between neighbours in a row: a space and a half.
    pub gap: Limit,
    /// How far neighbours may reach into each other: a gap below 0.
    pub overlap: Limit,
    /// How far a neighbour may stand above or below the other one, beside a pixel.
    pub offset: Limit,
    /// The higher one of two neighbours, in heights of the other.
    pub heights: Limit,
    /// The stronger contrast of two neighbours, in contrasts of the other.
    pub contrasts: Limit,
    /// The difference in brightness of two neighbours.
    pub brightness: Limit,
    /// The thicker strokes of two neighbours, in strokes of the other.
    pub strokes: Limit,
    /// The letters of a row: shorter ones (L, R, mm) name nobody.
    pub fewest: Limit,
    /// The letters of a row that all touch: shorter ones can be much else.
    pub long_run: Limit,
    /// The share of a row's letters that stand on one base line.
    pub aligned: Limit,
    /// The share of plain bars in a row.
    pub bars: Limit,
    /// The height of a row, in heights of its highest letter: what climbs or falls is no row.
    pub straight: Limit,
    /// How many of its letters differ in shape: marks of a scale and pixels of a grid all look the same.
    pub various: Limit,
}

impl Limits {
    /// Those that are in force.
    pub const SHIPPED: Limits = Limits {
        lowest: of("height of a letter", AtLeast, 4.0, "pixels").right(5.0).wrong(3.0),
        highest: of("height of a letter", AtMost, 120.0, "pixels").right(24.0),
        smallest: of("size of a letter", AtLeast, 4.0, "pixels").right(8.0),
        widest: of("width of letters that touch", AtMost, 14.0, "heights").right(1.4),
        emptiest: of("filled part of a letter's box", AtLeast, 0.1, "share"),
        thickest: of("width of a stroke", AtMost, 0.42, "heights").right(0.168),
        widest_bar: of("width of a bar", AtMost, 0.5, "heights"),
        weakest: of("contrast of a letter", AtLeast, 20.0, "255ths"),
        intricate: of("outline of letters that touch", AtLeast, 5.0, "widths").wrong(4.5),
        sure: Demands {
            ground: of("unrest of the ground, to make a row", AtMost, 0.34, "contrasts")
                .right(0.034)
                .wrong(0.357),
            stroke: of("unrest of the strokes, to make a row", AtMost, 0.34, "contrasts")
                .right(0.187)
                .wrong(0.374),
            both: of("unrest of both, to make a row", AtMost, 0.46, "contrasts")
                .right(0.207)
                .wrong(0.483),
            step: of("step at the edge, to make a row", AtLeast, 0.4, "contrasts")
                .right(0.86)
                .wrong(0.38),
        },
        possible: Demands {
            ground: of("unrest of the ground, to belong to a row", AtMost, 0.6, "contrasts")
                .right(0.18),
            stroke: of("unrest of the strokes, to belong to a row", AtMost, 0.45, "contrasts")
                .right(0.2025),
            both: of("unrest of both, to belong to a row", AtMost, 0.9, "contrasts").right(0.225),
            step: of("step at the edge, to belong to a row", AtLeast, 0.28, "contrasts"),
        },
        gap: of("gap between neighbours", AtMost, 1.3, "heights").right(0.325).wrong(1.365),
        overlap: of("gap between neighbours", AtLeast, -0.15, "heights"),
        offset: of("offset of neighbours", AtMost, 0.1, "heights").wrong(0.155),
        heights: of("ratio of neighbours' heights", AtMost, 2.0, "times").right(1.5).wrong(2.2),
        contrasts: of("ratio of neighbours' contrasts", AtMost, 1.6, "times").right(1.12),
        brightness: of("difference of neighbours' brightness", AtMost, 0.25, "contrasts")
            .right(0.0625),
        strokes: of("ratio of neighbours' strokes", AtMost, 1.8, "times").right(1.44),
        fewest: of("letters of a row", AtLeast, 4.0, "letters").right(5.0).wrong(3.0),
        long_run: of("letters of a row that all touch", AtLeast, 6.0, "letters"),
        aligned: of("letters on one base line", AtLeast, 0.6, "share").right(0.99).wrong(0.51),
        bars: of("plain bars in a row", AtMost, 0.6, "share"),
        straight: of("height of a row", AtMost, 1.6, "heights").right(1.04),
        various: of("shapes that differ in a row", AtLeast, 3.0, "shapes").right(4.0),
    };

    /// All of them, so that one can be set to another value for a measurement.
    pub fn each(&mut self) -> [&mut Limit; 30] {
        let [sure, possible] = [&mut self.sure, &mut self.possible];
        [
            &mut self.lowest,
            &mut self.highest,
            &mut self.smallest,
            &mut self.widest,
            &mut self.emptiest,
            &mut self.thickest,
            &mut self.widest_bar,
            &mut self.weakest,
            &mut self.intricate,
            &mut sure.ground,
            &mut sure.stroke,
            &mut sure.both,
            &mut sure.step,
            &mut possible.ground,
            &mut possible.stroke,
            &mut possible.both,
            &mut possible.step,
            &mut self.gap,
            &mut self.overlap,
            &mut self.offset,
            &mut self.heights,
            &mut self.contrasts,
            &mut self.brightness,
            &mut self.strokes,
            &mut self.fewest,
            &mut self.long_run,
            &mut self.aligned,
            &mut self.bars,
            &mut self.straight,
            &mut self.various,
        ]
    }
}

/// How sure the reading of a word that makes no row of its own must be for the word to be blanked.
pub const FOUND: Limit = unmeasured("confidence of a word beside rows", AtLeast, 50.0, "percent");

/// The letters and digits of such a word.
pub const LEAST_LETTERS: Limit =
    unmeasured("letters of a word beside rows", AtLeast, 2.0, "letters");

/// How sure the reading of a word must be for the word to stay in a row that is blanked.
pub const SURE: Limit = unmeasured("confidence of a word that stays", AtLeast, 75.0, "percent");

/// What is blanked between two words that stay: less is a space.
pub const LEAST_BETWEEN: Limit =
    unmeasured("gap between words that stay", AtLeast, 4.0 / 3.0, "heights");

/// What is blanked before the first and behind the last word that stays: less is not even half a letter.
pub const LEAST_AT_END: Limit =
    unmeasured("gap beside words that stay", AtLeast, 1.0 / 3.0, "heights");

/// A number of this length may stand before a unit; a longer one could be somebody's.
pub const LONGEST_NUMBER: Limit = Limit {
    name: "number before a unit",
    bound: AtMost,
    value: 6.0,
    unit: "characters",
    // 120 kVp
    right: Some(3.0),
    // 4711081512 mm
    wrong: Some(10.0),
    measured_by: "cargo test -p burned-in allowed",
};

/// A limit of the detector.
const fn of(name: &'static str, bound: Bound, value: f64, unit: &'static str) -> Limit {
    Limit { name, bound, value, unit, right: None, wrong: None, measured_by: SWEEP }
}

impl Limit {
    /// With what was measured where the answer is right.
    const fn right(self, value: f64) -> Limit {
        Limit { right: Some(value), ..self }
    }

    /// With what was measured where the answer is wrong.
    const fn wrong(self, value: f64) -> Limit {
        Limit { wrong: Some(value), ..self }
    }
}

/// A limit of reading, which was measured on neither side.
const fn unmeasured(name: &'static str, bound: Bound, value: f64, unit: &'static str) -> Limit {
    Limit { measured_by: WHOLE, ..of(name, bound, value, unit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_lies_between_what_was_right_and_what_was_wrong() {
        let reading = [FOUND, LEAST_LETTERS, SURE, LEAST_BETWEEN, LEAST_AT_END, LONGEST_NUMBER];
        let mut detector = Limits::SHIPPED;
        for limit in detector.each().iter().map(|limit| **limit).chain(reading) {
            assert!(limit.lies_between(), "{limit:?}");
        }
    }
}
