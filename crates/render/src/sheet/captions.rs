//! The words in a picture, in its language.

use crate::section::Orientation;

/// The words in a picture. Letters of directions (R, L, A, P, H, F) are the standard's in every language.
#[derive(Debug, Clone, Copy)]
pub struct Captions {
    axial: &'static str,
    coronal: &'static str,
    sagittal: &'static str,
    pub(super) front_before: &'static str,
    pub(super) front_after: &'static str,
    pub(super) left_before: &'static str,
    pub(super) left_after: &'static str,
    pub(super) no_surface: &'static str,
}

impl Captions {
    /// English.
    pub const ENGLISH: Captions = Captions {
        axial: "axial",
        coronal: "coronal",
        sagittal: "sagittal",
        front_before: "before, front",
        front_after: "after, front",
        left_before: "before, left side",
        left_after: "after, left side",
        no_surface: "no surface found",
    };

    /// Korean; `tools/make-hangul.py` takes from here which syllables are part of the program.
    pub const KOREAN: Captions = Captions {
        axial: "축상면",
        coronal: "관상면",
        sagittal: "시상면",
        front_before: "제거 전, 정면",
        front_after: "제거 후, 정면",
        left_before: "제거 전, 왼쪽 옆모습",
        left_after: "제거 후, 왼쪽 옆모습",
        no_surface: "표면을 찾지 못함",
    };

    /// What a plane is called.
    pub(super) fn plane(&self, orientation: Orientation) -> &'static str {
        match orientation {
            Orientation::Axial => self.axial,
            Orientation::Coronal => self.coronal,
            Orientation::Sagittal => self.sagittal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::has_letter;

    #[test]
    fn every_letter_of_a_caption_can_be_drawn() {
        for captions in [Captions::ENGLISH, Captions::KOREAN] {
            let Captions { axial, coronal, sagittal, .. } = captions;
            let Captions { front_before, front_after, left_before, left_after, no_surface, .. } =
                captions;
            let planes = [axial, coronal, sagittal, no_surface];
            for text in [front_before, front_after, left_before, left_after].iter().chain(&planes) {
                assert!(!text.is_empty() && text.chars().all(has_letter), "{text}");
            }
        }
    }
}
