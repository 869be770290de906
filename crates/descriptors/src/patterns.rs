//! Dates, numbers and addresses, by their form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Names of months in English, German, French, Spanish, Italian, Portuguese and Dutch, and their
/// abbreviations (Unicode CLDR).
const MONTH: &str = "(?:jan(?:uary|uar|vier|eiro|uari)?|jän(?:ner)?|ene(?:ro)?|gen(?:naio)?|\
    feb(?:ruary|ruar|rero|braio|ruari)?|f[eé]v(?:rier|ereiro)?|\
    mar(?:ch|s|zo|ço|t)?|märz?|maart|mrt|apr(?:il|ile)?|abr(?:il)?|avr(?:il)?|\
    may|mai|mayo|maio|maggio|mag|mei|june?|juni?|juin|junio|junho|giu(?:gno)?|\
    jul(?:y|i|io|ho)?|juil(?:let)?|lug(?:lio)?|aug(?:ust|ustus)?|août|ago(?:sto)?|\
    sept?(?:ember|embre|iembre|tembre)?|set(?:embro|tembre)?|\
    oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|\
    nov(?:ember|embre|iembre|embro)?|d[eé]c(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?)";

/// A word that begins with a capital letter.
const CAPITAL: &str = r"\p{Lu}[\p{L}'\u{2019}.-]*";

/// What is looked for; spans may overlap.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let sources = [contacts(), dates(), times(), numbers(), ages(), addresses()].concat();
    sources.iter().filter_map(|source| Regex::new(source).ok()).collect()
});

/// E-mail, web and network addresses; telephone numbers.
fn contacts() -> Vec<String> {
    [
        r"(?i)[\w.%+-]+@[\w.-]+",
        r"(?i)\b(?:https?|ftp)://\S+|\bwww\.\S+",
        r"(?i)\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|de|at|ch|fr|es|it|nl|uk|kr|jp|cn)\b",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        r"(?i)\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b|(?i)\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
        r"(?i)\b(?:tel(?:e(?:phone|fon))?|tél|phone|ph|fax|mobile?|mobil|handy|cell|call|pager|beeper|ext(?:ension)?)\b[.:# ]*(?:no\.?|nr\.?|at)?[.:# ]*[+(]?\d[\d ()/.-]*\d",
        r"(?:전화|연락처|휴대폰|팩스)[ :]*[+(]?\d[\d ()/.-]*\d",
        r"\+\d[\d ()/.-]{5,}\d",
        r"\(\d{2,5}\) ?\d{2,}[\d ./-]*\d",
        r"\b\d{3}[ .-]\d{3}[ .-]\d{4}\b",
        r"\b\d{3}[-.]\d{4}\b",
        r"\b0\d{1,4}[ /-]\d{2,}(?:[ /-]\d{2,})*\b",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn dates() -> Vec<String> {
    vec![
        r"\b(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])(?:T\d[\d:.]*Z?)?\b".into(),
        r"\b(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|[12]\d|3[01])[-./](?:(?:19|20)?\d\d)\b".into(),
        r"\b(?:0?[1-9]|1[0-2])[-./](?:19|20)\d\d\b|\b(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])\b".into(),
        // Day and month alone, where a zero or a point tells that they are no fraction.
        r"\b(?:0[1-9]/(?:[0-2]?\d|3[01])|(?:[12]\d|3[01])/0[1-9]|1[0-2]/0[1-9]|(?:[0-2]?\d|3[01])\.(?:0[1-9]|1[0-2])\.)".into(),
        r"(?:19|20)\d\d ?[년年](?: ?\d{1,2} ?[월月](?: ?\d{1,2} ?[일日])?)?|\d{1,2} ?[월月] ?\d{1,2} ?[일日]".into(),
        format!(r"(?i)\b\d{{1,2}}(?:st|nd|rd|th|er|\.)?[ ./-]*(?:of |de |d')?{MONTH}\b\.?(?:[ ,./-]*(?:de |del )?(?:19|20)?\d\d\b)?"),
        format!(r"(?i)\b{MONTH}\b\.?[ ,./-]*(?:\d{{1,2}}(?:st|nd|rd|th)?\b(?:[ ,./-]+(?:19|20)?\d\d\b)?|(?:de |del )?(?:19|20)\d\d\b|'\d\d\b)"),
    ]
}

fn times() -> Vec<String> {
    [
        r"(?i)\b(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?[ap]\.?m\b\.?)?",
        r"(?i)\b(?:0?[1-9]|1[0-2]) ?[ap]\.?m\b\.?",
        r"(?i)\b(?:[01]?\d|2[0-4])[h][0-5]\d\b|\b(?:[01]?\d|2[0-4])[.:]?(?:[0-5]\d)? ?uhr\b",
        r"(?:오전|오후)? ?\d{1,2} ?[시時] ?(?:\d{1,2} ?[분分])?",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Identifiers: what a label names, and digits in groups.
fn numbers() -> Vec<String> {
    let label = r"(?:mrn|ssn|nhs|dob|pid|pat(?:ient)?[ ._-]?(?:id|no|nr|num(?:ber)?)|id[ ._-]?(?:no|nr|number)?|acc(?:ession)?[ ._-]?(?:no|nr|num(?:ber)?)|acc(?:ession)?|(?:medical |hospital )?record(?: (?:no|nr|number))?|chart|account|acct|insurance|policy|passport|licen[cs]e|member|visit|encounter|order|requisition|fall[ -]?(?:nr|nummer)|pat\.?[ -]?nr|vers(?:icherten)?\.?[ -]?nr|room|bed|station)";
    vec![
        format!(r"(?i)\b{label}\b\.?[ ]*(?:[:#=]|no\.?|nr\.?|number|is)[ :#=.]*[\p{{L}}\d]*(?:[-/_.]?[\p{{L}}\d])*\d[\p{{L}}\d]*(?:[-/][\p{{L}}\d]+)*"),
        r"(?i)\b(?:mrn|ssn|dob|pid|accession|passport|pat(?:ient)?[ ._-]?(?:id|no|nr|num(?:ber)?))\b[ ]*[\p{L}-]{0,6}\d[\p{L}\d/-]*".into(),
        r"(?i)\b(?:id|room|ward|bed|station|zimmer)\b[ .]*(?:no\.?|nr\.?)?[ .]*\p{L}{0,3}-?\d{2,}(?:[-/][\p{L}\d]+)*".into(),
        r"(?:등록번호|환자번호|차트번호|병록번호|주민번호|주민등록번호|검사번호)[ :#]*[A-Za-z]{0,4}[\d-]+".into(),
        r"#\s?\d{3,}\b".into(),
        r"\b\d{3}-\d{2}-\d{4}\b|\b\d{6}-[1-8]\d{6}\b".into(),
        r"\b\d{4}(?:[ -]\d{4}){2,}(?:[ -]\d{1,4})?\b".into(),
        r"\b\d{3} \d{3} \d{3,4}\b|\b\d{2,}(?:-\d{2,}){2,}\b".into(),
        r"\b\d+(?:\.\d+){4,}\b".into(),
        // Letters and a number that somebody was given: ACC-2024-001, S21/1234.
        r"\b\p{Lu}{1,6}[-/]\d{2,}[-/]\d{2,}\b|\b\p{Lu}{1,4}\d{2}[-/]\d{4,}\b|\b\p{Lu}{1,6}-\d{4,}\b".into(),
    ]
}

/// Ages above 89 years (PS3.15 E.3.6 and the US rules that it follows).
fn ages() -> Vec<String> {
    let years = r"(?:y(?:ea)?rs?|y\.?/?o\.?|y|years?|jahre?n?|jahrige[rn]?|jährige[rn]?|j\.|ans|años|anni|anos|jaar|세|살|歳|岁)";
    let above = r"0?(?:9\d|1[0-4]\d)";
    vec![
        format!(r"(?i)\b{above}(?:\.\d)?[ -]?{years}(?:[ -]?old)?(?:\b|$|[^\p{{L}}])"),
        format!(r"(?i)\b(?:age[ds]?|alter|âge|edad|età|나이|연령)[ :=]*{above}\b"),
        format!(r"(?i)\b{above}(?:[ -]years?[ -]old|y/?o[mfw]?)\b"),
    ]
}

fn addresses() -> Vec<String> {
    let words = format!(r"(?:{CAPITAL} ){{0,3}}");
    vec![
        format!(r"\b\d{{1,5}}[A-Za-z]? (?:[NSEW]\.? )?{words}{CAPITAL} (?i:street|avenue|ave|road|rd|boulevard|blvd|lane|drive|court|place|square|terrace|highway|hwy|parkway|pkwy|way|close|crescent)\b\.?"),
        r"\b\d{1,5} (?:[NSEW]\.? )?(?:\p{Lu}\p{Ll}+ ){1,3}(?:St|Dr|Ct|Ln|Pl)\b\.?".into(),
        r"(?i)\b[\p{L}-]+(?:stra(?:ss|ß)e|str\.|gasse|allee|platz|weg|ufer|damm) ?\d{1,4}[a-z]?\b".into(),
        r"(?i)\b\d{1,4},? (?:rue|avenue|av\.|boulevard|bd|chemin|impasse|quai) (?:de |du |des |la |le |l')*[\p{L}'-]+".into(),
        r"\b(?i:calle|avenida|avda|plaza|via|viale|piazza|corso|rua|rue|largo) (?:(?i:de|del|della|dei|di|da|do|la|los|las) )*(?:\p{Lu}[\p{L}'-]* ?)+,? ?(?:n[º°.]? ?)?\d{1,4}\b".into(),
        r"(?i)\bp\.? ?o\.? box \d+".into(),
        r"\b\p{Lu}{2},? \d{5}(?:-\d{4})?\b|\b\d{5}-\d{4}\b|\b(?:D|A|CH|F|I)-\d{4,5}\b".into(),
        // Postcodes of the United Kingdom and of Canada.
        r"\b[A-Z]{2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b|\b[A-CEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d\b".into(),
        r"[가-힣]+(?:시|도) +(?:[가-힣]+(?:시|군|구) +)?[가-힣0-9]+(?:읍|면|동|로|길)(?: ?\d[\d-]*)?".into(),
        r"[가-힣]{2,}(?:대로|로|길) ?\d{1,4}(?:-\d{1,4})?(?:번지|호)?".into(),
    ]
}

/// What has the form of a date, a number that somebody was given, or an address.
pub(crate) fn spans(text: &str) -> Vec<Range<usize>> {
    // All of them hold a digit, an at sign or a point inside of a word.
    if !text.contains(|c: char| c.is_ascii_digit() || c == '@' || c == '.') {
        return Vec::new();
    }
    PATTERNS.iter().flat_map(|pattern| pattern.find_iter(text).map(|found| found.range())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        let count = [contacts(), dates(), times(), numbers(), ages(), addresses()].concat().len();
        assert_eq!(PATTERNS.len(), count);
    }

    fn found(text: &str) -> bool {
        !spans(text).is_empty()
    }

    #[test]
    fn dates_and_times_in_their_usual_forms() {
        for text in [
            "1957-12-03",
            "12/03/1957",
            "3.12.57",
            "03.12.",
            "3 Dec 1957",
            "December 3rd, 1957",
            "Dec 1957",
            "3. Dezember 1957",
            "le 3 décembre",
            "3 de mayo de 1957",
            "1957년 12월 3일",
            "12월 3일",
            "12:30",
            "3 pm",
            "14h30",
            "12/1957",
            "2024-05",
            "MAY 5",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn numbers_that_lead_to_a_person() {
        for text in [
            "555-1234",
            "(312) 555-1234",
            "+49 6221 123456",
            "030 1234567",
            "010-1234-5678",
            "a.b@c.org",
            "www.c.org",
            "10.0.0.12",
            "MRN 12AB",
            "MRN: X1",
            "ID: ab-12",
            "#12345",
            "123-45-6789",
            "570312-1234567",
            "4111 1111 1111 1111",
            "ACC-2024-001",
            "93 year old",
            "age 92",
            "95yo",
            "101세",
            "093Y",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn addresses_of_several_countries() {
        for text in [
            "12 Oak Street",
            "221B Baker Street",
            "4 Long Meadow Ln",
            "Hauptstraße 5",
            "Lindenweg 12a",
            "12, rue de la Paix",
            "Via Roma 3",
            "Calle Mayor 5",
            "P.O. Box 7",
            "IL 60601",
            "SW1A 1AA",
            "서울시 강남구 역삼동 12",
            "테헤란로 152",
        ] {
            assert!(found(text), "{text}");
        }
    }

    #[test]
    fn measures_are_none_of_these() {
        for text in [
            "512x512",
            "1/2",
            "3/4 views",
            "5.0 H31s",
            "2.5 x 3.0 mm",
            "b1000",
            "T2* 3D",
            "3 T",
            "0.9 x 0.9 x 1.2",
            "TE 90",
            "AX 5 MM ST",
            "T1 3MM",
            "phase 20-80",
            "B50-400-800",
            "30-80%",
            "CT 120 kV",
            "64 year old",
            "age 45",
            "12 years",
            "5 to 10 min",
            "ratio 2:1",
            "bed 3",
            "0-50",
            "b 0-1000",
        ] {
            assert!(!found(text), "{text} {:?}", spans(text));
        }
    }
}
