//! The limits that decide, each with what was measured on both sides of it.
//!
//! A row of text is found if its letters meet all of the [`Limits`]. Text and other things overlap in
//! each of these quantities, so none tells them apart alone: the sides of a limit say how far it can be
//! moved while all the others stay. Numbers that decide nothing by themselves, such as the levels at
//! which a picture is cut, stand where they are used.

use limit::Bound::{AtLeast, AtMost};
use limit::{Evidence, Limit};

/// What was measured of a limit of the detector. Right: a row is found in each of 99 made-up pictures
/// with text. Wrong: one is found in one of 64 made-up pictures without. A side that is missing was not
/// met however far the limit was moved: with these pictures the other limits decide alone.
const fn sweep(right: Option<f64>, wrong: Option<f64>) -> Evidence {
    Evidence { right, wrong, measured_by: "cargo run --release -p burned-in --example limits" }
}

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
        lowest: Limit::new(
            "height of a letter",
            AtLeast,
            4.0,
            "pixels",
            &[sweep(Some(5.0), Some(3.0))],
        ),
        highest: Limit::new(
            "height of a letter",
            AtMost,
            120.0,
            "pixels",
            &[sweep(Some(24.0), None)],
        ),
        smallest: Limit::new("size of a letter", AtLeast, 4.0, "pixels", &[sweep(Some(8.0), None)]),
        widest: Limit::new(
            "width of letters that touch",
            AtMost,
            14.0,
            "heights",
            &[sweep(Some(1.4), None)],
        ),
        emptiest: Limit::new(
            "filled part of a letter's box",
            AtLeast,
            0.1,
            "share",
            &[sweep(None, None)],
        ),
        thickest: Limit::new(
            "width of a stroke",
            AtMost,
            0.42,
            "heights",
            &[sweep(Some(0.168), None)],
        ),
        widest_bar: Limit::new("width of a bar", AtMost, 0.5, "heights", &[sweep(None, None)]),
        weakest: Limit::new("contrast of a letter", AtLeast, 20.0, "255ths", &[sweep(None, None)]),
        intricate: Limit::new(
            "outline of letters that touch",
            AtLeast,
            5.0,
            "widths",
            &[sweep(None, Some(4.5))],
        ),
        sure: Demands {
            ground: Limit::new(
                "unrest of the ground, to make a row",
                AtMost,
                0.34,
                "contrasts",
                &[sweep(Some(0.034), Some(0.357))],
            ),
            stroke: Limit::new(
                "unrest of the strokes, to make a row",
                AtMost,
                0.34,
                "contrasts",
                &[sweep(Some(0.187), Some(0.374))],
            ),
            both: Limit::new(
                "unrest of both, to make a row",
                AtMost,
                0.46,
                "contrasts",
                &[sweep(Some(0.207), Some(0.483))],
            ),
            step: Limit::new(
                "step at the edge, to make a row",
                AtLeast,
                0.4,
                "contrasts",
                &[sweep(Some(0.86), Some(0.38))],
            ),
        },
        possible: Demands {
            ground: Limit::new(
                "unrest of the ground, to belong to a row",
                AtMost,
                0.6,
                "contrasts",
                &[sweep(Some(0.18), None)],
            ),
            stroke: Limit::new(
                "unrest of the strokes, to belong to a row",
                AtMost,
                0.45,
                "contrasts",
                &[sweep(Some(0.2025), None)],
            ),
            both: Limit::new(
                "unrest of both, to belong to a row",
                AtMost,
                0.9,
                "contrasts",
                &[sweep(Some(0.225), None)],
            ),
            step: Limit::new(
                "step at the edge, to belong to a row",
                AtLeast,
                0.28,
                "contrasts",
                &[sweep(None, None)],
            ),
        },
        gap: Limit::new(
            "gap between neighbours",
            AtMost,
            1.3,
            "heights",
            &[sweep(Some(0.325), Some(1.365))],
        ),
        overlap: Limit::new(
            "gap between neighbours",
            AtLeast,
            -0.15,
            "heights",
            &[sweep(None, None)],
        ),
        offset: Limit::new(
            "offset of neighbours",
            AtMost,
            0.1,
            "heights",
            &[sweep(None, Some(0.155))],
        ),
        heights: Limit::new(
            "ratio of neighbours' heights",
            AtMost,
            2.0,
            "times",
            &[sweep(Some(1.5), Some(2.2))],
        ),
        contrasts: Limit::new(
            "ratio of neighbours' contrasts",
            AtMost,
            1.6,
            "times",
            &[sweep(Some(1.12), None)],
        ),
        brightness: Limit::new(
            "difference of neighbours' brightness",
            AtMost,
            0.25,
            "contrasts",
            &[sweep(Some(0.0625), None)],
        ),
        strokes: Limit::new(
            "ratio of neighbours' strokes",
            AtMost,
            1.8,
            "times",
            &[sweep(Some(1.44), None)],
        ),
        fewest: Limit::new(
            "letters of a row",
            AtLeast,
            4.0,
            "letters",
            &[sweep(Some(5.0), Some(3.0))],
        ),
        long_run: Limit::new(
            "letters of a row that all touch",
            AtLeast,
            6.0,
            "letters",
            &[sweep(None, None)],
        ),
        aligned: Limit::new(
            "letters on one base line",
            AtLeast,
            0.6,
            "share",
            &[sweep(Some(0.99), Some(0.51))],
        ),
        bars: Limit::new("plain bars in a row", AtMost, 0.6, "share", &[sweep(None, None)]),
        straight: Limit::new("height of a row", AtMost, 1.6, "heights", &[sweep(Some(1.04), None)]),
        various: Limit::new(
            "shapes that differ in a row",
            AtLeast,
            3.0,
            "shapes",
            &[sweep(Some(4.0), None)],
        ),
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

// Limits of reading: measured as a whole (docs/burned-in.md), not one by one, but for the last.

/// How sure the reading of a word that makes no row of its own must be for the word to be blanked.
pub const FOUND: Limit =
    Limit::new("confidence of a word beside rows", AtLeast, 50.0, "percent", &[]);

/// The letters and digits of such a word.
pub const LEAST_LETTERS: Limit =
    Limit::new("letters of a word beside rows", AtLeast, 2.0, "letters", &[]);

/// How sure the reading of a word must be for the word to stay in a row that is blanked.
pub const SURE: Limit =
    Limit::new("confidence of a word that stays", AtLeast, 75.0, "percent", &[]);

/// What is blanked between two words that stay: less is a space.
pub const LEAST_BETWEEN: Limit =
    Limit::new("gap between words that stay", AtLeast, 4.0 / 3.0, "heights", &[]);

/// What is blanked before the first and behind the last word that stays: less is not even half a letter.
pub const LEAST_AT_END: Limit =
    Limit::new("gap beside words that stay", AtLeast, 1.0 / 3.0, "heights", &[]);

/// A number of this length may stand before a unit; a longer one could be somebody's. Right: 120 kVp;
/// wrong: 4711081512 mm.
pub const LONGEST_NUMBER: Limit = Limit::new(
    "number before a unit",
    AtMost,
    6.0,
    "characters",
    &[Evidence {
        right: Some(3.0),
        wrong: Some(10.0),
        measured_by: "cargo test -p burned-in allowed",
    }],
);

/// The limits of reading.
pub const READING: [Limit; 6] =
    [FOUND, LEAST_LETTERS, SURE, LEAST_BETWEEN, LEAST_AT_END, LONGEST_NUMBER];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_lies_between_what_was_right_and_what_was_wrong() {
        let mut detector = Limits::SHIPPED;
        for limit in detector.each().iter().map(|limit| **limit).chain(READING) {
            assert!(limit.lies_between(), "{limit:?}");
        }
    }
}
