//! Words beside which a name stands.

use std::ops::Range;

use super::fold::Folded;
use super::script::Script;

/// Folded words before a name.
const BEFORE: [&str; 66] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "doc",
    "prof",
    "professor",
    "doctor",
    "sir",
    "madam",
    "herr",
    "herrn",
    "frau",
    "hr",
    "fr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "signor",
    "signora",
    "sig",
    "dott",
    "dra",
    "patient",
    "patientin",
    "pt",
    "pat",
    "name",
    "nom",
    "nombre",
    "nome",
    "paciente",
    "paziente",
    "physician",
    "operator",
    "surname",
    "lastname",
    "firstname",
    "nachname",
    "vorname",
    "пациент",
    "имя",
    "фамилия",
    "фио",
    "환자",
    "환자명",
    "성명",
    "이름",
    "患者",
    "患者名",
    "病人",
    "姓名",
    "氏名",
    "名前",
    "医生",
    "医師",
    "นาย",
    "นาง",
];
/// Those that are codes of modalities as well, in capitals without a point.
const CODES: [&str; 7] = ["mr", "dr", "ms", "pt", "hr", "fr", "sr"];
/// Folded words after a name, also without a space.
const AFTER: [&str; 30] = [
    "님",
    "씨",
    "선생",
    "교수",
    "박사",
    "환자",
    "원장",
    "과장",
    "先生",
    "女士",
    "小姐",
    "太太",
    "氏",
    "さん",
    "さま",
    "様",
    "殿",
    "君",
    "くん",
    "ちゃん",
    "医生",
    "医師",
    "醫師",
    "醫生",
    "教授",
    "主任",
    "博士",
    "患者",
    "md",
    "phd",
];

/// Whether a name stands at a place of a folded text: alone in its value or line, or beside a title.
pub fn is_where_a_name_stands(text: &Folded<'_>, place: &Range<usize>) -> bool {
    let before = text.text().get(..place.start).unwrap_or_default();
    let after = text.text().get(place.end..).unwrap_or_default();
    let ends = |c: char| matches!(c, '\\' | '\r' | '\n' | '\u{c}');
    let own_before = before.rsplit(ends).next().unwrap_or_default();
    let own_after = after.split(ends).next().unwrap_or_default();
    let is_sign = |c: char| Script::of(c) == Script::Sign;
    if own_before.chars().all(is_sign) && own_after.chars().all(is_sign) {
        return true;
    }
    let edges = text.text().get(place.clone()).unwrap_or_default();
    if goes_on(own_before.chars().next_back(), edges.chars().next()) {
        return false;
    }
    let ends = !goes_on(own_after.chars().next(), edges.chars().next_back());
    (ends && follows_title(text, own_before, before.len())) || precedes_title(own_after)
}

/// Whether a word goes on from one character to the other.
fn goes_on(neighbour: Option<char>, edge: Option<char>) -> bool {
    let script = |c: Option<char>| c.map_or(Script::Sign, Script::of);
    let (neighbour, edge) = (script(neighbour), script(edge));
    neighbour == edge || (neighbour == Script::Digit && edge == Script::Alphabet)
}

/// Whether the text before a name, which ends at a byte of the folded text, ends in a title.
fn follows_title(text: &Folded<'_>, before: &str, end: usize) -> bool {
    let word = before.trim_end_matches(|c| Script::of(c) == Script::Sign);
    let signs = before.get(word.len()..).unwrap_or_default();
    let script = word.chars().next_back().map_or(Script::Sign, Script::of);
    let start = word.rfind(|c| Script::of(c) != script).map_or(0, |at| {
        at + word.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let title = word.get(start..).unwrap_or_default();
    if !BEFORE.contains(&title) || signs.len() > 3 {
        return false;
    }
    let offset = end - before.len();
    let written = text.written().get(text.original(offset + start..offset + word.len()));
    let shouted = written.is_some_and(|title| !title.contains(char::is_lowercase));
    !(CODES.contains(&title) && shouted) || signs.starts_with(['.', ':', '='])
}

fn precedes_title(after: &str) -> bool {
    let word = after.trim_start_matches([' ', ',', '.']);
    AFTER.iter().any(|title| {
        word.strip_prefix(title).is_some_and(|rest| {
            let latin = title.is_ascii();
            !latin || rest.chars().next().is_none_or(|c| Script::of(c) != Script::Alphabet)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(text: &str, name: &str) -> bool {
        let folded = Folded::new(text);
        let at = folded.text().find(name).unwrap();
        is_where_a_name_stands(&folded, &(at..at + name.len()))
    }

    #[test]
    fn names_stand_alone_or_beside_titles() {
        for (text, name) in [
            ("Li", "li"),
            (" (Bo) ", "bo"),
            ("CT\\Li\\MR", "li"),
            ("Dr. Li reads", "li"),
            ("Mr Li", "li"),
            ("MR. LI", "li"),
            ("Patient: Bo, CT", "bo"),
            ("정 님", "정"),
            ("정교수", "정"),
            ("환자 정", "정"),
            ("李先生", "李"),
            ("姓名:李 CT", "李"),
            ("李さん", "李"),
        ] {
            assert!(stands(text, name), "{text}");
        }
        for (text, name) in [
            ("MR LI", "li"),
            ("see Li end", "li"),
            ("이 환부", "이"),
            ("CT 李 CT", "李"),
            ("환자 정상", "정"),
            ("행정 님", "정"),
        ] {
            assert!(!stands(text, name), "{text}");
        }
    }
}
