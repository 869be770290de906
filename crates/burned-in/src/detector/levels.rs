//! The levels of brightness at which a picture is cut.

use crate::Grey;

/// Between even levels, in 255ths of the brightness.
const STEP: usize = 24;
/// Levels below which these shares of the pixels lie: bright text is a small share of a picture, so
/// they stand closer at the bright end.
const SHARES: [f64; 6] = [0.5, 0.75, 0.9, 0.96, 0.985, 0.995];

/// In 255ths: levels that lie closer give the same shapes.
const APART: u8 = 8;

/// The largest share of the pixels that may be foreground: what little is left of the ground can be a
/// dark box with text in it.
const MOST: f64 = 0.97;

/// Levels in ascending order; pixels at or above one are its foreground.
pub(super) fn levels(picture: &Grey) -> Vec<u8> {
    let mut counts = [0usize; 256];
    for pixel in &picture.pixels {
        if let Some(count) = counts.get_mut(usize::from(*pixel)) {
            *count += 1;
        }
    }
    let total = picture.pixels.len();
    // Pixels at or above each value.
    let mut above = [0usize; 257];
    for value in (0..256).rev() {
        let count = counts.get(value).copied().unwrap_or(0);
        let higher = above.get(value + 1).copied().unwrap_or(0);
        if let Some(sum) = above.get_mut(value) {
            *sum = higher + count;
        }
    }
    let of_share = |share: f64| {
        let left = ((1.0 - share) * total as f64) as usize;
        above.iter().position(|count| *count <= left)
    };
    let mut levels: Vec<u8> = (1..)
        .map(|step| step * STEP)
        .take_while(|level| *level < 256)
        .chain(SHARES.into_iter().filter_map(of_share))
        .filter(|level| {
            let count = above.get(*level).copied().unwrap_or(0);
            count > 0 && (count as f64) < MOST * total as f64
        })
        .filter_map(|level| u8::try_from(level).ok())
        .collect();
    levels.sort_unstable();
    levels.dedup_by(|next, kept| *next - *kept < APART);
    levels
}
