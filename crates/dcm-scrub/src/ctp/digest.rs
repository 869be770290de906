//! Hashes and initials, as CTP makes them. The hashes have no key: whoever guesses an original can
//! confirm the guess.

use md5::{Digest, Md5};

/// Longest UID, in characters.
const LONGEST_UID: usize = 64;

/// The MD5 hash of a text as a decimal number, at most 39 digits.
pub fn number(text: &str) -> String {
    u128::from_be_bytes(Md5::digest(text.as_bytes()).into()).to_string()
}

/// The first digits of the hash; 0 means all.
pub fn hash(text: &str, length: usize) -> String {
    let mut digits = number(text);
    if length > 0 {
        digits.truncate(length);
    }
    digits
}

/// The hash of the first words of a name without what is written differently here and there.
pub fn hash_name(name: &str, length: usize, words: usize) -> String {
    let words = if words == 0 { usize::MAX } else { words };
    let joined: String = name.split('^').take(words).collect();
    let ignored =
        |c: char| matches!(c, ' ' | '\t' | '\n' | '\x0B' | '\x0C' | '\r' | ',' | '\'' | '^' | '.');
    let plain: String = joined.chars().filter(|c| !ignored(*c)).collect();
    hash(&plain.to_uppercase(), length)
}

/// The hash of a patient's ID at a site.
pub fn hash_patient(site: &str, patient: &str, length: usize) -> String {
    hash(&format!("[{}]{}", site.trim(), patient.trim()), length)
}

/// A UID below a root, cut to the length of a UID.
pub fn hash_uid(root: &str, uid: &str) -> String {
    let digits = number(uid);
    let lead = if digits.starts_with('0') { "9" } else { "" };
    let mut new = format!("{}.{lead}{digits}", root.trim_end_matches('.'));
    new.truncate(LONGEST_UID);
    new
}

/// Days back that belong to a key: 1 to 3,649.
pub fn days_back(key: &str) -> i64 {
    let digits = number(key);
    let last = digits.len().saturating_sub(4);
    let days = digits.get(last..).and_then(|d| d.parse::<i64>().ok()).unwrap_or(0) % 3650;
    -days.max(1)
}

/// Initials of a name, that of the last name at the end; `X` where there is none.
pub fn initials(name: &str) -> String {
    let mut initials: Vec<char> = name
        .split(|c: char| c == '^' || c.is_whitespace())
        .filter_map(|word| word.chars().next())
        .collect();
    if initials.is_empty() {
        return "X".into();
    }
    initials.rotate_left(1);
    initials.into_iter().collect::<String>().to_uppercase()
}

/// Letters and digits moved within their class.
pub fn caesar(text: &str, by: i64) -> String {
    let turn = |c: char, first: u8, count: i64| {
        let at = (i64::from(c as u32) - i64::from(first) + by.rem_euclid(count)).rem_euclid(count);
        char::from(first + u8::try_from(at).unwrap_or(0))
    };
    text.chars()
        .map(|c| match c {
            'A'..='Z' => turn(c, b'A', 26),
            'a'..='z' => turn(c, b'a', 26),
            '0'..='9' => turn(c, b'0', 10),
            _ => c,
        })
        .collect()
}

/// Digits rounded to multiples of a width; everything else of the value follows them, whatever it
/// was. `None` where there are no digits, or too many.
pub fn round(value: &str, width: i32) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return Some(String::new());
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let rest: String = value.chars().filter(|c| !c.is_ascii_digit()).collect();
    let number: f32 = digits.parse().ok()?;
    let steps = (f64::from(number / width as f32) + 0.5).floor();
    let rounded = (steps as i64).checked_mul(width.into()).filter(|n| *n <= i32::MAX.into())?;
    let text = format!("{rounded}{rest}");
    Some(if text.encode_utf16().count() % 2 == 1 { format!("0{text}") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_md5_as_a_number() {
        // MD5 of the empty text is d41d8cd98f00b204e9800998ecf8427e.
        assert_eq!(number(""), 0xd41d8cd98f00b204e9800998ecf8427e_u128.to_string());
        assert_eq!(hash("a", 5).len(), 5);
        assert_eq!(hash("a", 0), number("a"));
        assert_eq!(hash_name("O'Neil, ^J. R^Q", 6, 2), hash("ONEILJR", 6));
        assert_eq!(hash_patient(" 7 ", " A ", 0), number("[7]A"));
    }

    #[test]
    fn uids_are_cut_and_days_are_never_none() {
        let uid = hash_uid("1.2.", "1.2.3");
        assert_eq!(uid, format!("1.2.{}", number("1.2.3")));
        assert_eq!(hash_uid(&"1.".repeat(20), "1").len(), 64.min(39 + number("1").len() + 1));
        for key in ["", "a", "patient"] {
            assert!((-3649..=-1).contains(&days_back(key)));
        }
    }

    #[test]
    fn initials_and_rounding_are_ctps() {
        assert_eq!(initials("Doe^Jane0^Q"), "JQD");
        assert_eq!(initials(" ^ "), "X");
        assert_eq!(caesar("JQz9", 1), "KRa0");
        assert_eq!(caesar("A", -1), "Z");
        assert_eq!(round("063Y", 5).as_deref(), Some("065Y"));
        assert_eq!(round("000Y", 5).as_deref(), Some("0Y"));
        assert_eq!(round("1.63", 5).as_deref(), Some("165."));
        assert_eq!(round("", 5).as_deref(), Some(""));
        assert_eq!(round("old", 5), None);
    }
}
