//! What identifies by its form alone, wherever it stands: the patterns that no technical text has.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

/// What these hosts have is public software and standards.
const PUBLIC_HOSTS: [&str; 9] = [
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "sourceforge.net",
    "nema.org",
    "w3.org",
    "hl7.org",
    "loinc.org",
    "snomed.info",
];

/// German words that end like the name of a street.
const WAYS_OF_THE_BODY: [&str; 6] =
    ["atemweg", "luftweg", "gallenweg", "harnweg", "reizweg", "zugangsweg"];

/// What is looked for; places may overlap.
static SOURCES: LazyLock<Vec<String>> =
    LazyLock::new(|| [contacts(), numbers(), addresses()].concat());

static PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| SOURCES.iter().filter_map(|source| Regex::new(source).ok()).collect());

/// All of them at once, to know which of them a text has.
static ANY: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(SOURCES.iter()).ok());

fn contacts() -> Vec<String> {
    [
        r"(?i)[\w.%+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?i)\b(?:https?|ftp)://[^\s\\]+|\bwww\.[^\s\\]+",
        r"(?i)\b(?:tel(?:e(?:phone|fon))?|tél|phone|ph|fax|mobile|mobil|handy|cell|pager|beeper)\b[.:# ]*(?:no\.?|nr\.?|at)?[.:# ]*[+(]?\d[\d ()/.-]{4,}\d",
        r"(?:전화|연락처|휴대폰|핸드폰|팩스|電話|电话|手机|携帯)(?:번호|番号|号码)?[ :：]*[+(]?\d[\d ()/.-]{4,}\d",
        // With the code of a country.
        r"\+[1-9]\d{0,2}(?:[ -]?\(\d{1,5}\))?(?:[ /-]?\d{2,}){2,}\b",
        r"\(\d{3}\) ?\d{3}[ -]\d{4}\b|\(0\d{2,5}\) ?\d{4,}\b",
        r"\b\d{3}-\d{3}-\d{4}\b|\b\d{3}\.\d{3}\.\d{4}\b",
        r"\b0\d{1,2}-\d{3,4}-\d{4}\b|\b01[016789][ -]?\d{3,4}[ -]?\d{4}\b",
        r"\b0[1-9](?:[ .]\d{2}){4}\b",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn numbers() -> Vec<String> {
    let label = r"(?:mrn|ssn|nhs|(?:patient|patienten|pat)[ ._-]?(?:id|no|nr|nummer|number)|(?:acc|accession)[ ._-]?(?:no|nr|number)|accession|(?:medical|hospital|health) ?(?:record )?(?:id|no|nr|number)|chart (?:no|number)|fall[ -]?(?:nr|nummer)|passport(?: no| number)?|insurance (?:no|number|id)|versicherten[ -]?(?:nr|nummer))";
    let birth = r"(?:dob|d\.o\.b\.?|date of birth|birth ?date|born(?: on)?|geb\.?|geboren(?: am)?|né(?:e)? le|생년월일|生年月日|出生日期)";
    vec![
        format!(r"(?i)\b{label}\b\.?[ :#=]*[\p{{L}}]{{0,5}}-?\d[\p{{L}}\d]*(?:[-/][\p{{L}}\d]+)*"),
        format!(r"(?i){birth}[ .:=]*\d{{1,4}}[-./ ]?\d{{1,2}}[-./ ]?\d{{2,4}}"),
        r"(?:등록번호|환자번호|차트번호|병록번호|주민번호|주민등록번호|검사번호|患者番号|患者ID|カルテ番号|病历号|住院号|门诊号|身份证号?码?)[ :：#]*[A-Za-z]{0,4}[\d-]+[Xx]?".into(),
        // Resident registration numbers of Korea, social security numbers of the United States,
        // identity numbers of China.
        r"\b\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[0-9]\d{6}\b".into(),
        r"\b\d{3}-\d{2}-\d{4}\b".into(),
        r"\b[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b".into(),
        r"\b\d{4}-\d{4}-\d{4}(?:-\d{4})?\b".into(),
    ]
}

fn addresses() -> Vec<String> {
    let capital = r"\p{Lu}[\p{L}'\u{2019}.-]*";
    vec![
        format!(r"\b\d{{1,5}}[A-Za-z]? (?:[NSEW]\.? )?(?:{capital} ){{0,3}}{capital} (?i:street|avenue|road|boulevard|blvd|lane|highway|parkway)\b\.?"),
        r"\b\d{1,5} (?:[NSEW]\.? )?(?:\p{Lu}\p{Ll}+ ){1,3}(?:St|Rd|Ave|Dr|Ct|Ln|Pl|Drive|Place|Court|Square|Way|Close|Crescent|Terrace)\b\.?".into(),
        r"\b\p{Lu}[\p{L}-]*(?:stra(?:ss|ß)e|str\.|gasse|allee|platz|weg) ?\d{1,4}[a-z]?\b".into(),
        r"(?i)\b\d{1,4},? (?:rue|avenue|boulevard|chemin|impasse|quai) (?:de |du |des |la |le |l')*[\p{L}'-]+".into(),
        r"\b(?i:calle|avenida|avda|viale|piazza|corso|rua) (?:(?i:de|del|della|dei|di|da|do|la|los|las) )*(?:\p{Lu}[\p{L}'-]* ?)+,? ?(?:n[º°.]? ?)?\d{1,4}\b".into(),
        r"(?i)\bp\.? ?o\.? box \d+".into(),
        r"[가-힣]+(?:시|도) +[가-힣]+(?:시|군|구) +[가-힣0-9]+(?:읍|면|동|로|길)(?: ?\d[\d-]*)?".into(),
        r"\p{Han}{2,3}[都道府県]\p{Han}+[市区町村][\p{Han}\p{Hiragana}\p{Katakana}\d-]*".into(),
        r"\p{Han}{2,4}[省市]\p{Han}{1,6}[区县市]\p{Han}{1,8}[路街道]\d+号?".into(),
        r"〒 ?\d{3}-\d{4}".into(),
    ]
}

/// Where telephone numbers, e-mail and web addresses, numbers of records and of residents, and postal
/// addresses lie in a text, in bytes: for text that is kept as it is otherwise, so nothing that could
/// be a measure, a version or a protocol is among them.
///
/// ```
/// let text = "scanner B, call 010-1234-5678";
/// assert_eq!(descriptors::identifying(text), [16..29]);
/// assert!(descriptors::identifying("b=1500(0.895,0.000,-0.445) VB20A 5.0 H31s").is_empty());
/// ```
pub fn identifying(text: &str) -> Vec<Range<usize>> {
    // All of them hold a digit, an at sign, or what web addresses begin with.
    let can = |c: char| c.is_ascii_digit() || c == '@';
    if !(text.contains(can)
        || text.contains("www.")
        || text.contains("://")
        || text.contains(['都', '県']))
    {
        return Vec::new();
    }
    let Some(any) = ANY.as_ref() else { return std::iter::once(0..text.len()).collect() };
    let mut found: Vec<Range<usize>> = any
        .matches(text)
        .into_iter()
        .filter_map(|at| PATTERNS.get(at))
        .flat_map(|pattern| pattern.find_iter(text))
        .filter(|found| !is_public(found.as_str()))
        .map(|found| whole(text, found.range()))
        .collect();
    found.sort_unstable_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

/// Whether a match is nobody's address.
fn is_public(found: &str) -> bool {
    let lower = found.to_lowercase();
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(['/', ':', '?', ')']).next().unwrap_or(host);
    let public = |known: &&str| {
        host.strip_suffix(*known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let repository = lower.starts_with("git@") || !lower.contains('@');
    let way = || WAYS_OF_THE_BODY.iter().any(|way| lower.starts_with(way));
    (repository && PUBLIC_HOSTS.iter().any(public)) || way()
}

/// A number goes with all that is written in one with it.
fn whole(text: &str, mut range: Range<usize>) -> Range<usize> {
    let goes_on = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let own = text.get(range.clone()).unwrap_or_default();
    if own.starts_with(|c: char| c.is_ascii_digit()) {
        let more = before.trim_end_matches(goes_on);
        let more = before.get(more.len()..).unwrap_or_default();
        range.start -= more.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
    }
    if own.ends_with(|c: char| c.is_ascii_digit()) {
        let more = after.len() - after.trim_start_matches(goes_on).len();
        let more = after.get(..more).unwrap_or_default();
        range.end += more.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        assert_eq!(PATTERNS.len(), SOURCES.len());
        assert!(ANY.is_some());
    }

    #[test]
    fn what_identifies_by_its_form_is_found_whole() {
        for text in [
            "jane@hospital.example",
            "https://pacs.hospital.example/x?id=1",
            "www.hospital.example",
            "Tel. 06221 123456",
            "phone: 555-1234",
            "+49 6221 123456",
            "+82-10-1234-5678",
            "+1 (312) 555-1234",
            "(312) 555-1234",
            "312-555-1234",
            "010-1234-5678",
            "01012345678",
            "02-123-4567",
            "01 23 45 67 89",
            "전화 02-123-4567",
            "900101-1234567",
            "주민번호 900101-1234567",
            "123-45-6789",
            "11010519491231002X",
            "MRN 12345",
            "MRN: AB-12345",
            "Patient ID: 4711",
            "accession no 12345",
            "DOB 17.02.1963",
            "12 Oak Street",
            "221B Baker Street",
            "4 Long Meadow Ln",
            "Hauptstraße 5",
            "Lindenweg 12a",
            "12, rue de la Paix",
            "Calle Mayor 5",
            "P.O. Box 7",
            "서울시 강남구 역삼동 12",
            "東京都千代田区1-1",
        ] {
            let padded = format!("x {text} y");
            let found = identifying(&padded);
            let all = found.iter().any(|range| padded.get(range.clone()) == Some(text));
            assert!(
                all,
                "{text} {:?}",
                found.iter().map(|r| &padded[r.clone()]).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn technical_text_is_none_of_these() {
        for text in [
            "512x512",
            "512 512 1024",
            "5.0 H31s",
            "b=1500(0.895,0.000,-0.445)",
            "TE=12.5/25.0/37.5",
            "0.895\\-0.445\\0.000",
            "+0.895 -0.445 0.000",
            "+100 -100 20000",
            "syngo CT VB20A_HF01",
            "4.1.2.3",
            "1.2.840.10008.1.2.1",
            "2019.03.26",
            "B50-400-800",
            "ep2d_diff_4scan_trace_p2",
            "*tfl3d1_16ns",
            "HFS 120 kV 240 mAs",
            "DICOM PS3.15 2026c",
            "007-00001-01",
            "MR 3T, 2 mm iso, TR 2000-3000",
            "git@github.com:x/y.git",
            "https://github.com/QIICR/dcmqi.git",
            "Atemweg 2",
            "20230515",
            "101530.123",
            "좌측으로 2 cm",
            "검사시 좌측으로 2 cm",
            "05/2024",
            "100-2000",
            "IMAGES 1-120 OF 240",
            "PID 3",
            "E=3.2 (1.1)",
            "100.64-200.5",
            "3 D Axial AVE",
        ] {
            let found = identifying(text);
            assert!(found.is_empty(), "{text} {found:?}");
        }
    }

    #[test]
    fn a_number_is_never_cut_in_two() {
        let text = "part 1-123-45-6789-2 x";
        assert_eq!(identifying(text).first(), Some(&(5..20)));
    }
}
