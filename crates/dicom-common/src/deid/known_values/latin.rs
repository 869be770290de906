//! Latin names as they are written where there is only ASCII.

use std::iter;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The spellings of a name in ASCII: marks left out, or an `e` in their place. None for other
/// scripts.
pub(super) fn in_ascii(name: &str) -> impl Iterator<Item = String> {
    [spelt(name, |_| None), spelt(name, with_e)].into_iter().flatten()
}

fn spelt(name: &str, own: fn(char) -> Option<&'static str>) -> Option<String> {
    let mut ascii = String::new();
    for c in name.to_lowercase().nfc() {
        match own(c).or_else(|| letter(c)) {
            Some(letters) => ascii.push_str(letters),
            None => ascii.extend(iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    ascii.is_ascii().then_some(ascii)
}

fn with_e(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        _ => return None,
    })
}

/// Letters that are more than another one with a mark.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'þ' => "th",
        'ð' | 'đ' => "d",
        'ł' => "l",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_or_become_letters() {
        let forms = |name| in_ascii(name).collect::<Vec<_>>();
        assert_eq!(forms("Müller-Lüdenscheidt"), ["muller-ludenscheidt", "mueller-luedenscheidt"]);
        assert_eq!(forms("Żanetą"), ["zaneta", "zaneta"]);
        assert_eq!(forms("Łąkowska"), ["lakowska", "lakowska"]);
        assert_eq!(forms("Straße"), ["strasse", "strasse"]);
        assert!(forms("홍").is_empty());
    }
}
