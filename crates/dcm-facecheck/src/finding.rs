//! What is known of a series' face before the series is judged.

use dicom_common::code::{Code, Outcome};
use dicom_common::imaging::volume::Coarse;
use face::{Face, Frame, Opinion, SPACING, Verdict, find_with};
use head_model::{Part, Seat};

use crate::second_way::SecondWay;
use crate::series::When;
use crate::stack_pair::StackPair;

/// What the original of a series shows, looked at anew.
#[derive(Clone)]
pub enum Finding {
    /// A face.
    Face(Face),
    /// No face, beyond doubt; the code says what it is instead.
    NoFace(Code),
    /// Something that may be a face; the code says what speaks against it.
    Doubt(Code),
    /// Slices that make up no volume.
    Slices,
    /// Pictures that are no slices: projections, renderings, screenshots.
    Projection(Code),
}

/// The first volume of a series.
pub struct ExaminedVolume<'a> {
    /// The volume before and after defacing.
    pub pair: StackPair<'a>,
    /// A working copy of the volume before defacing, with voxels of [`SPACING`] mm.
    pub coarse: Coarse,
    /// What the volume before defacing shows.
    pub finding: Finding,
    /// How a model of heads lies on it, if it does.
    pub seat: Option<Seat>,
}

impl<'a> ExaminedVolume<'a> {
    /// A volume that was searched before, with what was found then.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn again(pair: StackPair<'a>, finding: Finding, seat: Option<Seat>) -> Outcome<Self> {
        let coarse = pair.coarse(When::Before, SPACING)?;
        Ok(Self { pair, coarse, finding, seat })
    }

    /// Looks for the face in what was before.
    ///
    /// # Errors
    /// Those of reading pixels.
    pub fn at(pair: StackPair<'a>) -> Outcome<Self> {
        let coarse = pair.coarse(When::Before, SPACING)?;
        let mut seat = None;
        let verdict = find_with(&coarse, pair.modality(), |copy| {
            seat = Seat::of(copy);
            seat.as_ref().map(opinion)
        });
        let finding = match verdict {
            Verdict::Face(face) => Finding::Face(face),
            Verdict::NoFace(code) => Finding::NoFace(code),
            Verdict::Doubt { why: Code::FaceDoubt, deep: Some(face) }
                if SecondWay::of(seat.as_ref(), &face).settles() =>
            {
                Finding::Face(face)
            }
            Verdict::Doubt { why, .. } => Finding::Doubt(why),
        };
        Ok(Self { pair, coarse, finding, seat })
    }
}

/// Where a model of heads puts the face.
fn opinion(seat: &Seat) -> Opinion {
    let frame = Frame::of(&seat.middle(Part::RightEye), &seat.middle(Part::LeftEye));
    let front = seat.front();
    let down = (-front.dot(&frame.up)).atan2(front.dot(&frame.front));
    Opinion { frame: frame.pitched(down.to_degrees()), trusted: seat.is_trusted() }
}
