//! Text as it is compared: without case, marks and separators.

use unicode_normalization::UnicodeNormalization;

/// What stands between two characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// A hyphen, an apostrophe or an underscore: parts of one name are joined by them.
    Soft,
    /// One blank.
    Blank,
    /// Anything else but letters and digits.
    Wide,
    /// The end of a value, of which an element may hold several; the ends of a text.
    End,
}

/// A text without its separators.
#[derive(Debug, Default)]
pub(super) struct Squeezed {
    /// Letters and digits, folded.
    pub(super) text: String,
    /// What stands before each byte of `text`, and behind the last; `None` inside of characters.
    gaps: Vec<Gap>,
    /// For each byte of `text`, whether a decimal point with a digit stands before it.
    points: Vec<bool>,
}

impl Squeezed {
    /// Of a text, of any number of values.
    pub(super) fn of(text: &str) -> Self {
        let mut squeezed = Self::default();
        squeezed.fill(text);
        squeezed
    }

    /// The same, in the memory of an earlier one.
    pub(super) fn fill(&mut self, text: &str) {
        self.text.clear();
        self.gaps.clear();
        self.points.clear();
        let (mut gap, mut point, mut after_digit) = (Gap::End, false, false);
        let mut folded = String::new();
        let text = if text.is_ascii() {
            text
        } else {
            folded.extend(fold_chars(text));
            &folded
        };
        for c in text.chars() {
            let c = c.to_ascii_lowercase();
            if c.is_alphanumeric() {
                self.text.push(c);
                self.gaps.push(gap);
                self.points.push(point);
                self.gaps.resize(self.text.len(), Gap::None);
                self.points.resize(self.text.len(), false);
                (gap, point, after_digit) = (Gap::None, false, c.is_ascii_digit());
                continue;
            }
            let this = match c {
                '-' | '\'' | '’' | 'ʼ' | '`' | '´' | '_' | '‐' | '‑' | '–' | '·' | '・' => {
                    Gap::Soft
                }
                ' ' | '\u{a0}' => Gap::Blank,
                '\\' | '\0' => Gap::End,
                _ => Gap::Wide,
            };
            point = gap == Gap::None && after_digit && matches!(c, '.' | ',');
            gap = match (gap, this) {
                (Gap::End, _) | (_, Gap::End) => Gap::End,
                (Gap::None, this) => this,
                _ => Gap::Wide,
            };
        }
        self.gaps.push(Gap::End);
        self.points.push(false);
    }

    /// What stands before the byte at a place.
    pub(super) fn gap(&self, at: usize) -> Gap {
        self.gaps.get(at).copied().unwrap_or(Gap::End)
    }

    /// Whether only a point or a comma stands between two digits there: they are of one number.
    pub(super) fn is_in_number(&self, at: usize) -> bool {
        let digit = |at: Option<usize>| {
            at.and_then(|at| self.text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
        };
        let around = digit(at.checked_sub(1)) && digit(Some(at));
        let point = self.points.get(at).copied().unwrap_or_default() && self.gap(at) == Gap::Wide;
        around && (self.gap(at) == Gap::None || point)
    }
}

/// A text folded, with its separators.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { fold_chars(text).collect() }
}

/// Compatibility forms, marks and case are left out; letters that are more than another one with a
/// mark are written as people do who have no others.
fn fold_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    let lower = text.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase);
    lower.filter(|c| !is_mark(*c)).flat_map(|c| letters(c).into_iter().flatten()).nfc()
}

/// Marks that people leave out. Those of scripts in which they are letters stay.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
        | '\u{2060}' | '\u{feff}')
}

fn letters(c: char) -> [Option<char>; 2] {
    let one = |c| [Some(c), None];
    let two = |a, b| [Some(a), Some(b)];
    match c {
        'ß' | 'ẞ' => two('s', 's'),
        'æ' => two('a', 'e'),
        'œ' => two('o', 'e'),
        'þ' => two('t', 'h'),
        'ø' => one('o'),
        'ð' | 'đ' => one('d'),
        'ł' => one('l'),
        'ħ' => one('h'),
        'ı' => one('i'),
        'ſ' => one('s'),
        'ς' => one('σ'),
        // Hiragana and katakana are the same sounds.
        'ぁ'..='ゖ' => one(char::from_u32(u32::from(c) + 0x60).unwrap_or(c)),
        '٠'..='٩' => one(digit(c, '٠')),
        '۰'..='۹' => one(digit(c, '۰')),
        c => one(c),
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Whether a character is of a script that writes no blanks between words.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_differently_is_the_same_after_folding() {
        for (a, b) in [
            ("LEFÈVRE", "Lefevre"),
            ("e\u{301}", "é"),
            ("КУЗНЕЦОВ", "кузнецов"),
            ("Straße", "STRASSE"),
            ("Ｊａｎｅ", "jane"),
            ("ﾔﾏﾀﾞ", "やまだ"),
            ("İlkay", "ilkay"),
            ("ΝΊΚΟΣ", "νικος"),
            ("정", "\u{110c}\u{1165}\u{11bc}"),
            ("١٢٣", "123"),
        ] {
            assert_eq!(fold(a), fold(b), "{a}");
        }
        assert_ne!(fold("ガ"), fold("カ"));
    }

    #[test]
    fn separators_are_remembered() {
        let squeezed = Squeezed::of("O'Brien, Jo 2.5\\x");
        assert_eq!(squeezed.text, "obrienjo25x");
        let gaps: Vec<_> = (0..=11).map(|at| squeezed.gap(at)).collect();
        assert_eq!(gaps[..3], [Gap::End, Gap::Soft, Gap::None]);
        assert_eq!(gaps[6..], [Gap::Wide, Gap::None, Gap::Blank, Gap::Wide, Gap::End, Gap::End]);
        assert!(squeezed.is_in_number(9) && !squeezed.is_in_number(8));
    }
}
