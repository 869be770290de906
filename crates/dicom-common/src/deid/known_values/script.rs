//! Kinds of writing, by which words are told from one another.

/// What a character is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// An alphabet: words have spaces between them.
    Alphabet,
    /// Chinese characters, also in Korean and Japanese text.
    Han,
    /// Korean syllables.
    Hangul,
    /// Japanese syllables, hiragana and katakana alike.
    Kana,
    /// Alphabets of languages that write without spaces: Thai, Lao, Khmer, Burmese.
    Unspaced,
    /// A digit.
    Digit,
    /// No part of a word.
    Sign,
}

impl Script {
    /// The script of a character (Unicode's blocks).
    pub fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Alphabet,
            '0'..='9' => Self::Digit,
            '\0'..='\u{7f}' => Self::Sign,
            '\u{1100}'..='\u{11ff}'
            | '\u{3131}'..='\u{318e}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{ffa0}'..='\u{ffdc}' => Self::Hangul,
            '\u{3041}'..='\u{309f}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{ff66}'..='\u{ff9f}' => Self::Kana,
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
                if c.is_alphabetic() =>
            {
                Self::Unspaced
            }
            c if c.is_alphabetic() => Self::Alphabet,
            c if c.is_numeric() => Self::Digit,
            _ => Self::Sign,
        }
    }

    /// Whether one character can be a whole name or a word: no count of characters says that it is
    /// too short to tell of somebody.
    pub fn is_east_asian(self) -> bool {
        matches!(self, Self::Han | Self::Hangul | Self::Kana)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_writing_has_its_kind() {
        for (text, script) in [
            ("aÉжλشא", Script::Alphabet),
            ("张々", Script::Han),
            ("정ㅎ", Script::Hangul),
            ("やマﾀー", Script::Kana),
            ("สม", Script::Unspaced),
            ("0٣", Script::Digit),
            (" -^。・", Script::Sign),
        ] {
            text.chars().for_each(|c| assert_eq!(Script::of(c), script, "{c}"));
        }
    }
}
