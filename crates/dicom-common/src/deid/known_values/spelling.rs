//! How a part of a name can be written.

use super::fold::fold;
use super::script::Script;

/// Shorter words are left without a spelling that has a letter less: they would be other words.
const SHORTEST: usize = 4;

/// The spellings of a piece of a name, folded, the plain one first: with an `e` for the marks of
/// German and Scandinavian letters, and without it where the name is written with one. None where
/// nothing of it can be seen.
pub(super) fn spellings(piece: &str) -> Vec<String> {
    let plain = fold(piece);
    let mut spellings = vec![plain.clone(), fold(&with_e(piece))];
    if plain.is_ascii() && plain.len() > SHORTEST {
        spellings.push(without_e(&plain));
    }
    spellings.retain(|spelling| spelling.contains(|c| Script::of(c) != Script::Sign));
    let mut seen: Vec<String> = Vec::new();
    for spelling in spellings {
        if !seen.contains(&spelling) {
            seen.push(spelling);
        }
    }
    seen
}

fn with_e(piece: &str) -> String {
    let composed = unicode_normalization::UnicodeNormalization::nfc(piece);
    let mut written = String::new();
    for c in composed.flat_map(char::to_lowercase) {
        match c {
            'ä' => written.push_str("ae"),
            'ö' | 'ø' => written.push_str("oe"),
            'ü' => written.push_str("ue"),
            'å' => written.push_str("aa"),
            _ => written.push(c),
        }
    }
    written
}

fn without_e(folded: &str) -> String {
    let mut shorter = folded.to_owned();
    for (long, short) in [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")] {
        shorter = shorter.replace(long, short);
    }
    if shorter.len() < SHORTEST { folded.to_owned() } else { shorter }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_or_become_letters() {
        assert_eq!(spellings("Müller"), ["muller", "mueller"]);
        assert_eq!(spellings("Mueller"), ["mueller", "muller"]);
        assert_eq!(spellings("Ju\u{308}rgen"), ["jurgen", "juergen"]);
        assert_eq!(spellings("Bjørnstad"), ["bjornstad", "bjoernstad"]);
        assert_eq!(spellings("Żaneta"), ["zaneta"]);
        assert_eq!(spellings("Straße"), ["strasse"]);
        assert_eq!(spellings("Rae"), ["rae"]);
        assert_eq!(spellings("홍"), ["홍"]);
        assert!(spellings("-").is_empty());
    }
}
