//! Comparing texts as a reader would: by their words.

/// English words that tell nothing about a person.
const COMMON: &[&str] = &[
    "and", "the", "for", "from", "with", "of", "at", "in", "to", "by", "was", "is", "are", "not",
    "has", "had", "his", "her", "she", "him", "this", "that",
];

/// Lower-case letters and digits alone.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text in lower case; a point or comma between digits belongs to the number.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let split = |c: char| !(c.is_alphanumeric() || c == '.');
    lower
        .split(split)
        .map(|w| w.trim_matches('.'))
        .filter(|w| !w.is_empty())
        .map(String::from)
        .collect()
}

/// The words of a value that give it away.
fn telling(value: &str) -> Vec<String> {
    let lower = value.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| tells(word)).map(String::from).collect()
}

fn tells(word: &str) -> bool {
    let count = word.chars().count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let enough = if !word.is_ascii() && !is_spaced(word) {
        2
    } else if digits == count {
        4
    } else {
        3
    };
    count >= enough && !COMMON.contains(&word)
}

/// Whether the script of a word puts blanks between words.
fn is_spaced(word: &str) -> bool {
    !word.chars().any(|c| matches!(u32::from(c), 0x0E00..=0x0E7F | 0x2E80..=0xFFEF))
}

/// The first trace of a value in a text: the value itself, or a word of it.
pub fn trace(text: &str, value: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let parts: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let is_in = |word: &String| {
        let inside = !is_spaced(word) || word.chars().any(|c| c.is_ascii_digit());
        parts.iter().any(|part| part == word || (inside && part.contains(word.as_str())))
    };
    if is_run_together(value) && holds(text, value) {
        return Some(value.to_owned());
    }
    telling(value).into_iter().find(is_in)
}

/// Whether a value is long or odd enough to be known within other letters.
fn is_run_together(value: &str) -> bool {
    let squeezed = squeezed(value);
    let parts = value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    squeezed.chars().count() >= 4
        && (parts.count() > 1 || squeezed.contains(|c: char| c.is_ascii_digit()))
}

/// The value, if its words follow each other somewhere in a text.
pub fn phrase(text: &str, value: &str) -> Option<String> {
    let split = |text: &str| {
        let lower = text.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.map(String::from).collect::<Vec<_>>()
    };
    let (parts, wanted) = (split(text), split(value));
    let found = !wanted.is_empty() && parts.windows(wanted.len()).any(|window| window == wanted);
    found.then(|| value.to_owned())
}

/// The first part of a name of few letters that is a word of a text; of a script without blanks, the
/// whole name anywhere.
pub fn short_name(text: &str, name: &str) -> Option<String> {
    if !is_spaced(name) {
        return holds(text, name).then(|| name.to_owned());
    }
    let lower = text.to_lowercase();
    let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let lower = name.to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.find(|part| words.contains(part)).map(String::from)
}

/// Whether the whole value is in a text, blanks, case and punctuation apart.
pub fn holds(text: &str, value: &str) -> bool {
    squeezed(text).contains(&squeezed(value))
}

/// The first word of a value that a text lacks.
pub fn missing(text: &str, value: &str) -> Option<String> {
    if let (Ok(a), Ok(b)) = (text.trim().parse::<f64>(), value.trim().parse::<f64>()) {
        return (a != b).then(|| value.to_owned());
    }
    let there = words(text);
    words(value).into_iter().find(|word| !there.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_leaves_traces_in_any_case_order_and_punctuation() {
        for (text, value) in [
            ("CT for MÜLLER", "Müller^Ada"),
            ("call 555 0142 77", "555-014277"),
            ("id=ab123456x", "AB 123456"),
            ("lives in thistledown", "12 Thistledown Row"),
            ("환자홍길동님", "길동"),
            ("ivanova seen", "Ivanova"),
        ] {
            assert!(trace(text, value).is_some(), "{text} / {value}");
        }
        for (text, value) in [
            ("angiography of the annular tear", "An Ann"),
            ("4 mm at 30 degrees", "+49 30 5550142"),
            ("", "Müller"),
            ("Brownian motion", "Brown"),
        ] {
            assert_eq!(trace(text, value), None, "{text} / {value}");
        }
    }

    #[test]
    fn short_names_are_words_and_names_without_blanks_are_found_anywhere() {
        assert_eq!(short_name("MRI of LI, BO", "Bo Li").as_deref(), Some("bo"));
        assert_eq!(short_name("calibration bolus", "Bo Li"), None);
        assert!(
            short_name("头颅张伟平扫", "张伟").is_some() && short_name("行李", "李娜").is_none()
        );
    }

    #[test]
    fn words_must_all_be_there_and_numbers_count_as_such() {
        assert_eq!(missing("CT HEAD, w/o contrast [removed]", "ct head w/o contrast"), None);
        assert_eq!(missing("CT head", "CT head 1.5 mm").as_deref(), Some("1.5"));
        assert_eq!(missing("forehead", "head").as_deref(), Some("head"));
        assert_eq!(missing("1.50", "1.5"), None);
        assert!(missing("1.51", "1.5").is_some());
    }
}
