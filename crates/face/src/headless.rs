//! Pictures in which no face can be looked for: scouts, renderings, too few slices. They are handed
//! on only where a volume vouches that they show no head.

use std::collections::BTreeSet;

use dicom_common::code::Code;

/// What a series of a study shows, as far as it matters for the pictures beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A volume that shows no head, beyond doubt: `S_NOT_HEAD`.
    NoHead,
    /// No volume, so that nothing can be said: a scout, a rendering, too few slices.
    NoVolume,
    /// A head, or what could be one: a face, a doubt, pixels that cannot be read.
    PerhapsHead,
}

impl Shown {
    /// A volume without a face, by the code that says why.
    pub fn without_face(code: Code) -> Self {
        if code == Code::NotHead { Self::NoHead } else { Self::PerhapsHead }
    }
}

/// Where the pictures of a study show no head, although nothing can be found in them.
///
/// A volume that is no head vouches for the pictures of its own Frame of Reference (PS3.3 C.7.4.1):
/// they show what it shows. Nothing ties a picture of another one to the volume, nor one that names
/// none, so these can show a head. Where any volume of the study may be a head, none is vouched for.
///
/// # Examples
/// ```
/// use dicom_common::code::Code;
/// use face::{Headless, Shown};
///
/// let study = [("1.2.1", Shown::NoHead), ("1.2.1", Shown::NoVolume), ("1.2.2", Shown::NoVolume)];
/// let headless = Headless::of(study);
/// assert_eq!(headless.code("1.2.1", Code::Localizer), Code::NotHead);
/// assert_eq!(headless.code("1.2.2", Code::Localizer), Code::Localizer);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headless(BTreeSet<String>);

impl Headless {
    /// Of all series of a study: the Frame of Reference UID of each, empty where there is none, and
    /// what it shows.
    pub fn of<'a>(study: impl IntoIterator<Item = (&'a str, Shown)>) -> Self {
        let mut without_head = BTreeSet::new();
        for (frame_of_reference, shown) in study {
            match shown {
                Shown::PerhapsHead => return Self::default(),
                Shown::NoHead if !frame_of_reference.is_empty() => {
                    without_head.insert(frame_of_reference.to_owned());
                }
                Shown::NoHead | Shown::NoVolume => {}
            }
        }
        Self(without_head)
    }

    /// The code of a picture in a frame of reference: `S_NOT_HEAD` where a volume vouches for it,
    /// else its own, `F_LOCALIZER` or `F_RENDERING`.
    pub fn code(&self, frame_of_reference: &str, own: Code) -> Code {
        if self.0.contains(frame_of_reference) { Code::NotHead } else { own }
    }
}

/// A study with a scout, and whether the scout is known to show no head.
#[derive(Debug, Clone, Copy)]
pub struct HeadlessCase {
    /// What is asked.
    pub name: &'static str,
    /// Frame of Reference UID of the scout; empty where there is none.
    pub scout: &'static str,
    /// Frame of Reference UID of every other series, and what it shows.
    pub others: &'static [(&'static str, Shown)],
    /// Whether the scout is `S_NOT_HEAD`; else it is `F_LOCALIZER`.
    pub headless: bool,
}

/// What every tool that asks [`Headless`] has to decide alike: its tests run through all of them.
pub const HEADLESS_CASES: [HeadlessCase; 9] = [
    HeadlessCase {
        name: "a chest in the same frame of reference vouches for the scout",
        scout: "A",
        others: &[("A", Shown::NoHead)],
        headless: true,
    },
    HeadlessCase {
        name: "a chest in another frame of reference does not",
        scout: "B",
        others: &[("A", Shown::NoHead)],
        headless: false,
    },
    HeadlessCase {
        name: "nothing ties a scout without a frame of reference to a chest without one",
        scout: "",
        others: &[("", Shown::NoHead)],
        headless: false,
    },
    HeadlessCase {
        name: "nor to a chest that has one",
        scout: "",
        others: &[("A", Shown::NoHead)],
        headless: false,
    },
    HeadlessCase {
        name: "a head in the same frame of reference may be in the scout",
        scout: "A",
        others: &[("A", Shown::NoHead), ("A", Shown::PerhapsHead)],
        headless: false,
    },
    HeadlessCase {
        name: "so may a head elsewhere in the study",
        scout: "A",
        others: &[("A", Shown::NoHead), ("B", Shown::PerhapsHead)],
        headless: false,
    },
    HeadlessCase {
        name: "pictures that say nothing do not outweigh the chest",
        scout: "A",
        others: &[("A", Shown::NoHead), ("A", Shown::NoVolume), ("B", Shown::NoVolume)],
        headless: true,
    },
    HeadlessCase {
        name: "pictures that say nothing do not vouch for one another",
        scout: "A",
        others: &[("A", Shown::NoVolume)],
        headless: false,
    },
    HeadlessCase { name: "a scout alone says nothing", scout: "A", others: &[], headless: false },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scout_shows_no_head_only_where_a_volume_of_its_own_frame_of_reference_says_so() {
        for HeadlessCase { name, scout, others, headless } in HEADLESS_CASES {
            let study = others.iter().copied().chain([(scout, Shown::NoVolume)]);
            let code = Headless::of(study).code(scout, Code::Localizer);
            let expected = if headless { Code::NotHead } else { Code::Localizer };
            assert_eq!(code, expected, "{name}");
        }
    }

    #[test]
    fn only_a_volume_that_is_no_head_by_its_size_vouches_for_others() {
        assert_eq!(Shown::without_face(Code::NotHead), Shown::NoHead);
        assert_eq!(Shown::without_face(Code::Mosaic), Shown::PerhapsHead);
    }
}
