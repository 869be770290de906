//! ICC profiles (ISO 15076-1) inside of streams: numbers stay, of texts those that name nobody.

use std::ops::Range;

use super::icc_text::is_known;

/// Bytes of the header.
const HEADER: usize = 128;
/// Bytes of an entry of the tag table.
const ENTRY: usize = 12;

/// The profile without text that could name somebody, equally long; `None` for what is no profile.
pub(super) fn cleaned(mut profile: Vec<u8>) -> Option<Vec<u8>> {
    if number(&profile, 0)? != profile.len() || profile.get(36..40)? != b"acsp" {
        return None;
    }
    let count = number(&profile, HEADER)?;
    let table = HEADER + 4..HEADER + 4 + count.checked_mul(ENTRY)?;
    let mut stays = vec![0..100, HEADER..table.end];
    let mut is_known = true;
    for entry in profile.get(table)?.chunks_exact(ENTRY) {
        let start = number(entry, 4)?;
        let data = profile.get(start..start.checked_add(number(entry, 8)?)?)?;
        let kept = kept(data)?;
        is_known &= kept.is_known;
        stays.extend(kept.ranges.into_iter().map(|range| range.start + start..range.end + start));
    }
    stays.sort_by_key(|range| range.start);
    let mut at = 0;
    for range in stays {
        if let Some(gap) = profile.get_mut(at..range.start) {
            gap.fill(0);
        }
        at = at.max(range.end);
    }
    profile.get_mut(at..)?.fill(0);
    if !is_known {
        // When it was made, and the digest of what it was.
        profile.get_mut(24..36)?.fill(0);
        profile.get_mut(84..100)?.fill(0);
    }
    Some(profile)
}

/// What stays of a tag's data.
struct Kept {
    ranges: Vec<Range<usize>>,
    /// Whether all of its text does.
    is_known: bool,
}

fn kept(data: &[u8]) -> Option<Kept> {
    let numbers = |len: usize| {
        (len <= data.len()).then(|| Kept { ranges: vec![0..4, 8..len.max(8)], is_known: true })
    };
    match data.get(..4)? {
        b"XYZ " => numbers(20),
        b"curv" => numbers(12 + 2 * number(data, 8)?),
        b"para" => numbers(12 + 4 * *[1, 3, 4, 5, 7].get(usize::from(*data.get(9)?))?),
        b"sig " => numbers(12),
        b"meas" | b"view" => numbers(36),
        b"chrm" | b"sf32" | b"uf32" | b"mft1" | b"mft2" | b"mAB " | b"mBA " => numbers(data.len()),
        b"text" => text(data, 8, vec![data.get(8..)?.to_vec()]),
        b"desc" => text(data, 12, vec![data.get(12..)?.to_vec()]),
        b"mluc" => {
            let records = number(data, 8)?;
            let end = 16 + records.checked_mul(12)?;
            let strings = data.get(16..end)?.chunks_exact(12).map(|record| {
                let start = number(record, 8)?;
                Some(data.get(start..start.checked_add(number(record, 4)?)?)?.to_vec())
            });
            text(data, end, strings.collect::<Option<_>>()?)
        }
        // Of a type that no viewer of images needs.
        _ => Some(Kept { ranges: Vec::new(), is_known: false }),
    }
}

/// A text stays whole, or nothing of it behind its `head`.
fn text(data: &[u8], head: usize, strings: Vec<Vec<u8>>) -> Option<Kept> {
    let is_known = strings.iter().all(|string| is_known(string));
    let end = if is_known { data.len() } else { head };
    (head <= data.len()).then(|| Kept { ranges: vec![0..4, 8..end.max(8)], is_known })
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(texts: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut profile = vec![0; HEADER];
        profile[36..40].copy_from_slice(b"acsp");
        profile[24..26].copy_from_slice(&1998u16.to_be_bytes());
        profile.extend((texts.len() as u32).to_be_bytes());
        let mut at = HEADER + 4 + ENTRY * texts.len();
        for (kind, data) in texts {
            profile.extend(*kind);
            profile.extend((at as u32).to_be_bytes());
            profile.extend((data.len() as u32).to_be_bytes());
            at += data.len();
        }
        profile.extend(texts.iter().flat_map(|(_, data)| *data));
        let len = profile.len() as u32;
        profile[..4].copy_from_slice(&len.to_be_bytes());
        profile
    }

    #[test]
    fn a_profile_of_known_words_stays_as_it_is_and_a_name_in_one_goes() {
        let white = b"XYZ \0\0\0\0\0\0\xF6\xD6\0\x01\0\0\0\0\xD3\x2D";
        let known = b"desc\0\0\0\0\0\0\0\x12sRGB IEC61966-2.1\0\0\0\0\0\0\0\0\0\0\0\x12sRGB IEC61966-2.1\0\0";
        let plain = profile(&[(b"wtpt", white), (b"desc", known)]);
        assert_eq!(cleaned(plain.clone()), Some(plain));
        let name = profile(&[(b"wtpt", white), (b"desc", b"desc\0\0\0\0\0\0\0\x09Erika M.\0\0\0")]);
        let clean = cleaned(name.clone()).unwrap();
        assert_eq!(clean.len(), name.len());
        assert!(clean.windows(white.len()).any(|part| part == white));
        assert!(!clean.windows(3).any(|part| part == b"Eri") && clean[24..36] == [0; 12]);
        assert_eq!(cleaned(b"Erika Mustermann".repeat(20)), None);
        assert_eq!(cleaned(name[..name.len() - 1].to_vec()), None);
    }

    #[test]
    fn what_lies_between_the_tags_and_in_unknown_types_goes() {
        let private = profile(&[(b"priv", b"privErika Mustermann")]);
        let clean = cleaned(private).unwrap();
        assert!(!clean.windows(5).any(|part| part == b"Erika"));
        let mut gap = profile(&[(b"wtpt", b"XYZ \0\0\0\0\0\0\xF6\xD6\0\x01\0\0\0\0\xD3\x2DErika")]);
        gap[100..105].copy_from_slice(b"Erika");
        let clean = cleaned(gap).unwrap();
        assert!(!clean.windows(5).any(|part| part == b"Erika"));
    }
}
