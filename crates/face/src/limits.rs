//! Every number that decides whether something is a face, with what was measured on both sides of it.
//!
//! `make heads` measures them on made-up heads and other bodies and writes what was compared with each
//! to `docs/heads-cues.csv`; a test holds the figures here against that file. `right` is the worst value of a
//! right answer that was accepted; `wrong` is the best value of a wrong one that this limit alone refuses.
//! Where a side was never met, that is said. Right answers that are refused are the heads that
//! `docs/heads.md` calls refused.
//!
//! What shapes the search or the cut and decides nothing by itself (radii, grids, steps) stands where it is
//! used.

use limit::Bound::{Above, AtLeast, AtMost, Below};
use limit::{Evidence, Limit};

/// The command that writes `docs/heads-cues.csv`.
pub const MADE_UP: &str = "make heads";
/// The same of real heads whose eyes are known, where they are stricter than the made-up ones: thirteen in
/// CT and MR, which are no part of this project.
pub const REAL: &str = "score-heads --annotated DIR --cues FILE";

const fn made_up(right: Option<f64>, wrong: Option<f64>) -> Evidence {
    Evidence { right, wrong, measured_by: MADE_UP }
}

const fn real(right: Option<f64>, wrong: Option<f64>) -> Evidence {
    Evidence { right, wrong, measured_by: REAL }
}

// Eyeballs

/// The centre of an eyeball lies at least this far under the skin, eye sockets bridged.
pub const EYE_DEPTH_LEAST: Limit =
    Limit::new("eye: least depth", AtLeast, 7.0, "mm", &[made_up(Some(9.798), None)]);
/// And at most this far.
pub const EYE_DEPTH_MOST: Limit = Limit::new(
    "eye: most depth",
    AtMost,
    28.0,
    "mm",
    &[made_up(Some(18.439), None), real(Some(22.0), None)],
);
/// The skin above an eye looks forward: the slope of the depth along the patient's back, as a part of the whole slope.
pub const EYE_FORWARD: Limit =
    Limit::new("eye: forward", Above, 0.35, "", &[made_up(Some(0.721), None)]);
/// The mean of the inside of an eye in CT: above fat.
pub const EYE_DENSITY_LEAST: Limit = Limit::new(
    "eye: least density",
    AtLeast,
    -40.0,
    "HU",
    &[made_up(Some(8.657), None), real(Some(5.767), None)],
);
/// Below bone and contrast agent.
pub const EYE_DENSITY_MOST: Limit = Limit::new(
    "eye: most density",
    Below,
    90.0,
    "HU",
    &[made_up(Some(17.767), None), real(Some(38.942), None)],
);
/// How rough the inside of an eye is: its standard deviation in 90 HU (CT), or in two thirds of the
/// spread of the tissue's values (MR).
pub const EYE_ROUGH: Limit =
    Limit::new("eye: roughness", AtMost, 0.8, "", &[made_up(Some(0.39), None)]);
/// How much a place must look like an eyeball (1 is a perfect one) to be looked at at all.
pub const EYE_LOOK: Limit =
    Limit::new("eye: look", Above, 0.2, "", &[made_up(Some(0.447), None), real(Some(0.48), None)]);

// Pairs that are looked at

/// Distance of the centres of two eyes, children included.
pub const APART_LEAST: Limit =
    Limit::new("eyes: least apart", AtLeast, 40.0, "mm", &[made_up(Some(48.0), None)]);
/// The same, adults with eyes far apart included.
pub const APART_MOST: Limit = Limit::new(
    "eyes: most apart",
    AtMost,
    80.0,
    "mm",
    &[made_up(Some(68.0), None), real(Some(74.216), None)],
);
/// The larger of roll and yaw, as the sine of the angle between the axis of the eyes and the patient's
/// left.
pub const SLOPE: Limit = Limit::new("eyes: slope", AtMost, 0.6, "", &[made_up(Some(0.435), None)]);
/// Nodding, either way, against the patient's axes.
pub const PITCH: Limit = Limit::new(
    "eyes: pitch",
    AtMost,
    45.0,
    "°",
    &[made_up(Some(25.0), None), real(Some(30.0), None)],
);
/// The same where the nose is not in view: nothing else tells how far a head nods.
pub const NODDING: Limit =
    Limit::new("face: pitch without a nose", AtMost, 25.0, "°", &[made_up(Some(10.0), None)]);
/// Distance of the eyes where neither nose nor jaw is in view: sinuses of a skull lie nearer to each other, and
/// nothing else tells them from eyes.
pub const NARROW: Limit = Limit::new(
    "face: eyes apart without nose and jaw",
    AtLeast,
    46.0,
    "mm",
    &[made_up(Some(62.032), None), real(None, Some(42.05))],
);
/// Share of the angles of a face's profile that are in view.
pub const PROFILE_SEEN: Limit =
    Limit::new("eyes: profile seen", Above, 0.3, "", &[made_up(Some(0.417), None)]);
/// How much an eye must look like one, if its partner is to be thought outside of the field of view.
pub const LONELY_LOOK: Limit =
    Limit::new("one eye: look to be tried", Above, 0.7, "", &[made_up(Some(0.876), None)]);

// Skin

/// Distance of the skin in front of the eyes beside the usual one: less is a face whose lids were cut off.
pub const LIDS_LEAST: Limit =
    Limit::new("face: least lids", AtLeast, 0.7, "", &[made_up(Some(0.726), None)]);
/// More: balls that lie deeper than eyes.
pub const LIDS_MOST: Limit = Limit::new(
    "face: most lids",
    AtMost,
    1.18,
    "",
    &[made_up(Some(1.051), Some(1.187)), real(Some(1.175), None)],
);
/// The same for half of a face, whose size is not known from the distance of its eyes.
pub const HALF_LIDS_MOST: Limit =
    Limit::new("half face: most lids", AtMost, 1.25, "", &[made_up(Some(0.963), None)]);
/// Distance of the nose beside the usual one's, where it is in view: less is a nose that was removed.
pub const NOSE: Limit = Limit::new(
    "face: nose",
    AtLeast,
    0.42,
    "",
    &[made_up(Some(0.626), Some(0.38)), real(Some(0.56), None)],
);
/// Distance of cheeks, mouth and chin beside the usual ones', where they are in view: less is a jaw
/// that was removed.
pub const JAW: Limit = Limit::new(
    "face: jaw",
    AtLeast,
    0.6,
    "",
    &[made_up(Some(0.809), Some(0.372)), real(None, Some(0.535))],
);

// Two eyes

/// How much the less eye-like of two looks like an eyeball.
pub const PAIR_LOOK: Limit =
    Limit::new("pair: look", AtLeast, 0.5, "", &[made_up(Some(0.536), Some(0.497))]);
/// The same where the nose or the jaw is not in view: the eyes must then be clearer.
pub const PAIR_LOOK_CUT_OFF: Limit = Limit::new(
    "pair: look without nose or jaw",
    AtLeast,
    0.6,
    "",
    &[made_up(Some(0.622), Some(0.595)), real(Some(0.618), Some(0.576))],
);
/// How unlike a usual face the skin is: 0 the same, 1 nothing like it.
pub const PAIR_COST: Limit = Limit::new(
    "pair: unlikeness of the skin",
    AtMost,
    0.52,
    "",
    &[made_up(Some(0.443), None), real(Some(0.482), None)],
);
/// How alike the two sides of the head are: the correlation of mirrored values.
pub const PAIR_SYMMETRY: Limit = Limit::new(
    "pair: symmetry",
    AtLeast,
    0.5,
    "",
    &[made_up(Some(0.663), Some(0.458)), real(Some(0.596), None)],
);
/// All of it together: half of how eye-like both are (0 to 2) less how unlike each other, 1.5 for a usual
/// profile, and half of the symmetry.
pub const PAIR_SCORE: Limit = Limit::new(
    "pair: score",
    AtLeast,
    1.72,
    "",
    &[made_up(Some(1.832), Some(1.56)), real(Some(1.862), Some(1.676))],
);

// One eye

/// How much the only eye in view looks like an eyeball.
pub const ONE_LOOK: Limit =
    Limit::new("one eye: look", AtLeast, 0.8, "", &[made_up(Some(0.881), None)]);
/// As [`PAIR_COST`].
pub const ONE_COST: Limit =
    Limit::new("one eye: unlikeness of the skin", AtMost, 0.46, "", &[made_up(Some(0.263), None)]);
/// Share of the angles of a face's profile that are in view.
pub const ONE_SEEN: Limit =
    Limit::new("one eye: profile seen", AtLeast, 0.5, "", &[made_up(Some(0.517), None)]);

// Half of a face

/// As [`ONE_LOOK`], where less of the skin is in view.
pub const HALF_LOOK: Limit =
    Limit::new("half face: look", AtLeast, 0.7, "", &[made_up(Some(0.876), None)]);
/// As [`ONE_COST`]: what is in view must fit better.
pub const HALF_COST: Limit =
    Limit::new("half face: unlikeness of the skin", AtMost, 0.3, "", &[made_up(Some(0.263), None)]);
/// As [`ONE_SEEN`].
pub const HALF_SEEN: Limit =
    Limit::new("half face: profile seen", AtLeast, 0.3, "", &[made_up(Some(0.417), None)]);
/// Brain that lies behind half of a face.
pub const HALF_BRAIN: Limit =
    Limit::new("half face: brain behind", AtLeast, 100.0, "ml", &[made_up(Some(560.304), None)]);

// Eyes without a face

/// Two eyes that look so much like eyeballs are the eyes of a head without a face: defaced already.
pub const BARE_LOOK: Limit = Limit::new(
    "defaced: look of both eyes",
    AtLeast,
    0.6,
    "",
    &[made_up(Some(0.619), Some(0.599604368)), real(Some(0.618), None)],
);

// Rivals

/// Faces whose eyes' middles are this near are the same.
pub const SAME_PLACE: Limit =
    Limit::new("same face: apart", AtMost, 12.0, "mm", &[made_up(None, Some(25.318))]);
/// Two pairs share an eye when its centres are this near: half of an eyeball.
pub const SAME_EYE: Limit =
    Limit::new("same eye: apart", AtMost, 12.0, "mm", &[made_up(Some(0.0), Some(24.413))]);
/// By how much the score of the best is above that of every other place that is like a face.
pub const LEAD: Limit =
    Limit::new("rival: lead in score", AtLeast, 0.25, "", &[made_up(Some(0.448), None)]);

/// The maxillary sinuses look like eyes. They lie at least this far below them ...
pub const SINUS_BELOW_LEAST: Limit =
    Limit::new("sinuses: least below", AtLeast, 18.0, "mm", &[made_up(Some(25.151), None)]);
/// ... and at most this far, ...
pub const SINUS_BELOW_MOST: Limit =
    Limit::new("sinuses: most below", AtMost, 48.0, "mm", &[made_up(Some(33.099), None)]);
/// ... not more than this to the side, ...
pub const SINUS_ASIDE: Limit =
    Limit::new("sinuses: aside", AtMost, 12.0, "mm", &[made_up(Some(1.0), None)]);
/// ... nor to the front or back.
pub const SINUS_FRONT: Limit =
    Limit::new("sinuses: front or back", AtMost, 25.0, "mm", &[made_up(Some(3.861), None)]);
/// They may score so much more than the eyes above them.
pub const SINUS_LEAD: Limit =
    Limit::new("sinuses: lead in score", AtMost, 0.45, "", &[made_up(Some(-0.569), None)]);

// The second look

/// Between the middles of the eyes in the first and the second look: to the left or right. An eye that
/// drifts sideways in its socket does not matter to the cut.
pub const AGAIN_ASIDE: Limit = Limit::new(
    "second look: aside",
    AtMost,
    12.0,
    "mm",
    &[made_up(Some(3.35), None), real(Some(2.452), None)],
);
/// The same to the front or back.
pub const AGAIN_FRONT: Limit =
    Limit::new("second look: front or back", AtMost, 8.0, "mm", &[made_up(Some(2.806), None)]);
/// The same upwards or downwards.
pub const AGAIN_UP: Limit =
    Limit::new("second look: up or down", AtMost, 8.0, "mm", &[made_up(Some(5.349), Some(25.233))]);
/// Between the axes of the eyes.
pub const AGAIN_AXIS: Limit =
    Limit::new("second look: axis of the eyes", AtMost, 12.0, "°", &[made_up(Some(8.0), None)]);
/// Between the pitches.
pub const AGAIN_PITCH: Limit =
    Limit::new("second look: pitch", AtMost, 15.0, "°", &[made_up(Some(7.5), None)]);

// Brain

/// Brain that an unguarded cut at the right place reaches.
pub const BRAIN_IN_CUT: Limit = Limit::new(
    "brain in the cut",
    AtMost,
    40.0,
    "ml",
    &[made_up(Some(0.08), None), real(Some(3.248), None)],
);

// Two finders

/// Between the middles of the eyes by both finders: the average head has no one's nose, so that it lies a
/// little beside every other.
pub const BOTH_APART: Limit =
    Limit::new("both finders: apart", AtMost, 18.0, "mm", &[made_up(Some(9.788), Some(26.734))]);
/// Between the axes of the eyes by both.
pub const BOTH_AXIS: Limit = Limit::new(
    "both finders: axis of the eyes",
    AtMost,
    12.0,
    "°",
    &[made_up(Some(7.326), Some(13.165))],
);
/// Between the pitches by both: that of the average head is its whole outline's, the other only a profile's.
pub const BOTH_PITCH: Limit =
    Limit::new("both finders: pitch", AtMost, 25.0, "°", &[made_up(Some(16.704), None)]);
/// Between each eye that is seen and the average head's.
pub const EYES_APART: Limit =
    Limit::new("both finders: eyes apart", AtMost, 14.0, "mm", &[made_up(Some(10.635), None)]);
/// Balls that look so much like eyes, where the average head has its own, are nothing else.
pub const BOTH_CLEAR: Limit =
    Limit::new("both finders: clear eyes", AtLeast, 0.8, "", &[made_up(None, None)]);
/// How much the less eye-like of two must look like an eyeball where the average head has its eyes there too.
pub const BOTH_LOOK: Limit =
    Limit::new("both finders: look", AtLeast, 0.35, "", &[made_up(Some(0.536), None)]);
/// As [`LIDS_LEAST`], where both agree.
pub const BOTH_LIDS_LEAST: Limit =
    Limit::new("both finders: least lids", AtLeast, 0.65, "", &[made_up(Some(0.693), None)]);
/// As [`LIDS_MOST`].
pub const BOTH_LIDS_MOST: Limit =
    Limit::new("both finders: most lids", AtMost, 1.35, "", &[made_up(Some(0.979), None)]);
/// As [`NOSE`].
pub const BOTH_NOSE: Limit =
    Limit::new("both finders: nose", AtLeast, 0.42, "", &[made_up(Some(0.737), None)]);
/// As [`JAW`].
pub const BOTH_JAW: Limit =
    Limit::new("both finders: jaw", AtLeast, 0.45, "", &[made_up(Some(0.921), None)]);
/// As [`PAIR_COST`].
pub const BOTH_COST: Limit = Limit::new(
    "both finders: unlikeness of the skin",
    AtMost,
    0.62,
    "",
    &[made_up(Some(0.433), None)],
);

// The average head alone

/// As [`PAIR_COST`], of the skin around where the average head has its eyes.
pub const ALONE_COST: Limit = Limit::new(
    "average head alone: unlikeness of the skin",
    AtMost,
    0.42,
    "",
    &[made_up(Some(0.356), None)],
);
/// As [`PROFILE_SEEN`].
pub const ALONE_SEEN: Limit =
    Limit::new("average head alone: profile seen", AtLeast, 0.4, "", &[made_up(Some(0.6), None)]);
/// As [`LIDS_LEAST`].
pub const ALONE_LIDS_LEAST: Limit =
    Limit::new("average head alone: least lids", AtLeast, 0.75, "", &[made_up(Some(0.759), None)]);
/// As [`LIDS_MOST`].
pub const ALONE_LIDS_MOST: Limit =
    Limit::new("average head alone: most lids", AtMost, 1.4, "", &[made_up(Some(0.78), None)]);
/// As [`PAIR_SYMMETRY`].
pub const ALONE_SYMMETRY: Limit =
    Limit::new("average head alone: symmetry", AtLeast, 0.6, "", &[made_up(Some(0.896), None)]);
// A face that was removed

/// Part of the lines from the eyes forward that end before any face does and go on in one value.
pub const REMOVED: Limit =
    Limit::new("defaced: ends in fill", AtLeast, 0.4, "", &[made_up(Some(0.545), Some(0.148))]);

// Volumes without skin

/// Part of the voxels that has one value.
pub const SKINLESS_FILL: Limit =
    Limit::new("no skin: fill", AtLeast, 0.3, "", &[made_up(Some(0.857), None)]);
/// What is not fill: no larger than a brain.
pub const SKINLESS_SIZE: Limit =
    Limit::new("no skin: size", AtMost, 2100.0, "ml", &[made_up(Some(1535.944), None)]);
/// Nor higher.
pub const SKINLESS_HEIGHT: Limit =
    Limit::new("no skin: height", AtMost, 170.0, "mm", &[made_up(Some(148.0), None)]);
/// Part of the lines outwards that meet no dark layer with a bright one behind it: no skull with its skin.
pub const SKINLESS_EDGE: Limit =
    Limit::new("no skin: no skull", AtLeast, 0.85, "", &[made_up(Some(1.0), None)]);
/// Part of what is not fill that is thicker than vessels.
pub const THIN: Limit =
    Limit::new("no skin: thick", AtMost, 0.02, "", &[made_up(None, Some(0.397))]);

// Bodies without a face

/// A torso is wider than any head, in every section.
pub const TORSO_WIDTH: Limit =
    Limit::new("torso: width", Above, 250.0, "mm", &[made_up(Some(334.0), None)]);
/// And its sections, lungs included, are larger; those of a head on a wide table are not.
pub const TORSO_AREA: Limit =
    Limit::new("torso: section", Above, 42_000.0, "mm²", &[made_up(Some(58188.0), None)]);
/// And there is air around it: what fills the whole view has no outline, and may be anything.
pub const TORSO_AIR: Limit =
    Limit::new("torso: air around", AtLeast, 0.1, "", &[made_up(Some(0.762), None)]);
/// And its outline is one: part of the neighbouring voxels of which one is tissue and the other not. Where air is
/// noise as bright as tissue there is no outline.
pub const TORSO_BROKEN: Limit =
    Limit::new("torso: broken up", AtMost, 0.1, "", &[made_up(Some(0.009), None)]);
/// A limb is thinner than most heads, in every section.
pub const LIMB_WIDTH: Limit =
    Limit::new("limb: width", Below, 150.0, "mm", &[made_up(Some(142.0), Some(174.0))]);
/// And the field of view cuts it at both ends: the thinner end beside the widest section.
pub const LIMB_END: Limit =
    Limit::new("limb: thinner end", Above, 0.6, "", &[made_up(Some(0.775), None)]);

/// All limits, in the order in which they are asked.
pub const ALL: &[Limit] = &[
    EYE_DEPTH_LEAST,
    EYE_DEPTH_MOST,
    EYE_FORWARD,
    EYE_DENSITY_LEAST,
    EYE_DENSITY_MOST,
    EYE_ROUGH,
    EYE_LOOK,
    APART_LEAST,
    APART_MOST,
    SLOPE,
    PITCH,
    PROFILE_SEEN,
    LONELY_LOOK,
    LIDS_LEAST,
    LIDS_MOST,
    NOSE,
    JAW,
    NODDING,
    NARROW,
    PAIR_LOOK,
    PAIR_LOOK_CUT_OFF,
    PAIR_COST,
    PAIR_SYMMETRY,
    PAIR_SCORE,
    ONE_LOOK,
    ONE_COST,
    ONE_SEEN,
    HALF_LOOK,
    HALF_LIDS_MOST,
    HALF_COST,
    HALF_SEEN,
    HALF_BRAIN,
    BARE_LOOK,
    SAME_PLACE,
    SAME_EYE,
    LEAD,
    SINUS_BELOW_LEAST,
    SINUS_BELOW_MOST,
    SINUS_ASIDE,
    SINUS_FRONT,
    SINUS_LEAD,
    AGAIN_ASIDE,
    AGAIN_FRONT,
    AGAIN_UP,
    AGAIN_AXIS,
    AGAIN_PITCH,
    BRAIN_IN_CUT,
    BOTH_APART,
    BOTH_AXIS,
    BOTH_PITCH,
    EYES_APART,
    BOTH_CLEAR,
    BOTH_LOOK,
    BOTH_LIDS_LEAST,
    BOTH_LIDS_MOST,
    BOTH_NOSE,
    BOTH_JAW,
    BOTH_COST,
    ALONE_COST,
    ALONE_SEEN,
    ALONE_LIDS_LEAST,
    ALONE_LIDS_MOST,
    ALONE_SYMMETRY,
    REMOVED,
    SKINLESS_FILL,
    SKINLESS_SIZE,
    SKINLESS_HEIGHT,
    SKINLESS_EDGE,
    THIN,
    TORSO_WIDTH,
    TORSO_AREA,
    TORSO_AIR,
    TORSO_BROKEN,
    LIMB_WIDTH,
    LIMB_END,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_limit_is_listed_and_none_stands_outside_of_this_file() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for entry in fs::read_dir(sources).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let declared = text
                .lines()
                .filter(|line| line.starts_with("pub const") && line.contains(": Limit ="))
                .count();
            let expected = if path.ends_with("limits.rs") { ALL.len() } else { 0 };
            assert_eq!(declared, expected, "{}", path.display());
        }
    }

    #[test]
    fn every_limit_has_a_name_of_its_own_and_lies_between_what_was_measured() {
        let names: BTreeSet<_> = ALL.iter().map(|limit| limit.name).collect();
        assert_eq!(names.len(), ALL.len());
        for limit in ALL {
            assert!(limit.lies_between(), "{limit:?}");
        }
    }
}
