//! Text as it is compared: no case, no marks, one form for each letter and sign, with the way back
//! to the text as it is written.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The first digits of scripts that have digits of their own.
const DIGITS: [u32; 6] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0];

/// A text and its folded form.
///
/// ```
/// use dicom_common::deid::known_values::Folded;
///
/// let folded = Folded::new("CT LEFÈVRE");
/// assert_eq!(folded.text(), "ct lefevre");
/// assert_eq!(folded.original(3..10), 3..11);
/// ```
#[derive(Debug)]
pub struct Folded<'a> {
    original: &'a str,
    text: String,
    /// Where each folded piece begins in `text`, and what it stands for in `original`; none where
    /// both are byte for byte the same but for case.
    places: Option<Vec<(usize, Range<usize>)>>,
}

impl<'a> Folded<'a> {
    /// Folds a text.
    pub fn new(original: &'a str) -> Self {
        if original.is_ascii() {
            return Self { original, text: original.to_ascii_lowercase(), places: None };
        }
        let mut text = String::with_capacity(original.len());
        let mut places = Vec::with_capacity(original.len());
        for cluster in clusters(original) {
            let start = text.len();
            fold_into(original.get(cluster.clone()).unwrap_or_default(), &mut text);
            if text.len() > start {
                places.push((start, cluster));
            }
        }
        Self { original, text, places: Some(places) }
    }

    /// The text as it was.
    pub fn written(&self) -> &'a str {
        self.original
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a part of the folded text, in bytes, lies in the original: whole characters, with the
    /// marks that belong to them.
    pub fn original(&self, part: Range<usize>) -> Range<usize> {
        let Some(places) = &self.places else { return part };
        let at = |byte: usize| {
            let after = places.partition_point(|(start, _)| *start <= byte);
            after.checked_sub(1).and_then(|at| places.get(at)).map(|(_, place)| place.clone())
        };
        let start = at(part.start).map_or(0, |place| place.start);
        let end = part.end.checked_sub(1).and_then(at).map_or(start, |place| place.end);
        start..end.max(start)
    }
}

/// The folded form of a text.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    clusters(text).for_each(|cluster| {
        fold_into(text.get(cluster).unwrap_or_default(), &mut folded);
    });
    folded
}

/// Characters, each with the marks and the parts of a Korean syllable that follow it.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts = text
        .char_indices()
        .filter(|(at, c)| *at == 0 || !continues(*c))
        .map(|(at, _)| at)
        .chain([text.len()])
        .peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        starts.peek().map(|end| start..*end)
    })
}

/// Whether a character belongs to the one before it.
fn continues(c: char) -> bool {
    // Vowels and final consonants of decomposed Korean, voiced marks of half-width katakana.
    c > '\u{2ff}'
        && (is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}'))
}

fn fold_into(cluster: &str, folded: &mut String) {
    if let [byte] = cluster.as_bytes() {
        folded.push(char::from(byte.to_ascii_lowercase()));
        return;
    }
    // A sign that would fall apart into a space and a mark.
    if let Some(sign) = cluster.chars().next().and_then(sign) {
        folded.extend(sign);
        return;
    }
    // The marks of Japanese voiced sounds make other letters, not the same ones with a mark.
    let is_voice = |c: &char| matches!(c, '\u{3099}' | '\u{309a}');
    let plain = cluster.nfkd().filter(|c| is_voice(c) || !is_combining_mark(*c)).nfc();
    for c in plain.flat_map(char::to_lowercase).filter(|c| is_voice(c) || !is_combining_mark(*c)) {
        match letters(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(one_form(c)),
        }
    }
}

/// Signs that are written in many ways; an empty one for what nobody sees.
fn sign(c: char) -> Option<Option<char>> {
    match c {
        '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{ff07}' => {
            Some(Some('\''))
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => Some(Some('-')),
        '\u{ad}'
        | '\u{640}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => Some(None),
        _ => None,
    }
}

/// Letters that are more than another one with a mark.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'þ' => "th",
        'ð' | 'đ' | 'ɖ' => "d",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ə' => "e",
        _ => return None,
    })
}

/// One letter for those that are the same in a name: katakana are hiragana, the final sigma is a
/// sigma, digits are digits.
fn one_form(c: char) -> char {
    let code = u32::from(c);
    let other = match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(code - 0x60),
        'ς' => Some('σ'),
        _ if code < 0x660 => None,
        _ => DIGITS
            .iter()
            .find(|first| (**first..**first + 10).contains(&code))
            .and_then(|first| char::from_digit(code - first, 10)),
    };
    other.unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_name_folds_to_the_same_text() {
        for (folded, written) in [
            ("lefevre zoe", ["Lefèvre Zoë", "LEFÈVRE ZOË", "Lefe\u{300}vre Zoe\u{308}"]),
            ("кузнецов", ["Кузнецов", "КУЗНЕЦОВ", "кузнецов"]),
            ("αναστασιασ", ["Αναστασίας", "ΑΝΑΣΤΑΣΊΑΣ", "ΑΝΑΣΤΑΣΙΑΣ"]),
            ("strasse", ["Straße", "STRASSE", "STRA\u{1e9e}E"]),
            ("inci", ["İnci", "\u{130}NCI", "ınci"]),
            ("lukasz", ["Łukasz", "ŁUKASZ", "Lukasz"]),
            ("li bo", ["Ｌｉ　Ｂｏ", "LI BO", "L\u{200b}i Bo"]),
            ("o'brien", ["O\u{2019}Brien", "O\u{2bc}BRIEN", "O\u{b4}Brien"]),
            ("やまだ", ["ヤマダ", "ﾔﾏﾀﾞ", "やまた\u{3099}"]),
            (
                "정민수",
                [
                    "정민수",
                    "\u{110c}\u{1165}\u{11bc}\u{1106}\u{1175}\u{11ab}\u{1109}\u{116e}",
                    "정민수",
                ],
            ),
            ("محمد", ["محمد", "مُحَمَّد", "مـحمد"]),
            ("17-2-1963", ["١٧‐٢‐١٩٦٣", "17−2−1963", "１７－２－１９６３"]),
        ] {
            written.iter().for_each(|written| assert_eq!(fold(written), folded, "{written}"));
        }
        // A syllable is no shorter one with something behind it, a voiced sound not the other one.
        assert!(!fold("민순").starts_with(&fold("민수")));
        assert_ne!(fold("バ"), fold("ハ"));
    }

    #[test]
    fn the_way_back_leads_to_whole_characters_with_their_marks() {
        let text = "x Zoe\u{308}, STRAßE y";
        let folded = Folded::new(text);
        let back = |word: &str| {
            let at = folded.text().find(word).unwrap();
            text.get(folded.original(at..at + word.len())).unwrap()
        };
        assert_eq!(back("zoe"), "Zoe\u{308}");
        assert_eq!(back("strasse"), "STRAßE");
        assert_eq!(back("s"), "S");
        assert_eq!(folded.original(0..0), 0..0);
        assert_eq!(Folded::new("ABC").original(1..2), 1..2);
    }
}
