//! Korean words: nouns are written together, and endings follow them without a space.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::words::{Mark, Words, find};

/// What may follow a noun without a space, sorted.
const ENDINGS: &str = include_str!("../data/korean_endings.txt");

/// The more frequent family names of the census, the compound ones among them.
const FAMILY_NAMES: &str = "강 고 공 곽 구 국 권 금 기 길 김 나 남 남궁 노 도 독고 류 마 맹 명 모 문 \
                            민 박 반 방 배 백 변 사공 서 서문 석 선 선우 설 성 소 손 송 신 심 안 양 \
                            어 엄 여 연 염 오 옥 왕 용 우 원 위 유 육 윤 은 이 인 임 장 전 정 제 제갈 \
                            조 주 지 진 차 채 천 최 추 탁 편 표 하 한 함 허 현 홍 황 황보";

/// Particles that follow a name more often than a term.
const PARTICLES: [&str; 8] = ["은", "는", "이", "을", "를", "의", "께", "에게"];

/// Titles that follow a name, as words of their own or at its end.
const TITLES: [&str; 12] = [
    "님",
    "씨",
    "박사",
    "박사님",
    "교수",
    "교수님",
    "선생",
    "선생님",
    "원장",
    "원장님",
    "과장",
    "과장님",
];

/// What ends the names of institutions and places.
const PLACES: [&str; 8] =
    ["병원", "의원", "의료원", "대학교", "클리닉", "보건소", "요양원", "한의원"];

/// In syllables. The nouns of the list have up to three, a user's own can have one more; longer words are
/// made of those.
const LONGEST_NOUN: usize = 4;
/// A word of more syllables is a sentence without spaces, which could name anybody.
const LONGEST_WORD: usize = 24;

/// Whether a title stands here as a word of its own.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// The mark of a word made of nouns on the list with an ending, if it is one and cannot be a
/// person's name.
pub(crate) fn judge(words: &Words, word: &str) -> Option<Mark> {
    let marks = words.find(word);
    if marks.is_some() && !is_title(word) {
        return marks;
    }
    let named = |endings: &[&str]| {
        endings.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| !stem.is_empty()))
    };
    let syllables: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    if named(&PLACES) || syllables.len() > LONGEST_WORD || looks_like_a_name(word) {
        return None;
    }
    if let Some(stem) = TITLES.iter().find_map(|title| word.strip_suffix(title))
        && looks_like_a_name(stem)
    {
        return None;
    }
    let person = |stem: &str| looks_like_a_name(stem) && words.find(stem).is_none();
    if PARTICLES.iter().any(|particle| word.strip_suffix(particle).is_some_and(person)) {
        return None;
    }
    let ends = syllables.len().checked_sub(1)?;
    // The longest stem first: 3 of 4 syllables before 2.
    (1..=ends).rev().find_map(|length| {
        let stem = word.get(..*syllables.get(length)?)?;
        let ending = word.get(*syllables.get(length)?..)?;
        let ends_well = ending.is_empty() || find(ENDINGS, ending).is_some();
        if !ends_well || person(stem) {
            return None;
        }
        nouns(words, stem, syllables.get(..=length)?)
    })
}

/// A family name with one or two syllables after it.
fn looks_like_a_name(word: &str) -> bool {
    static NAMES: LazyLock<HashSet<&str>> =
        LazyLock::new(|| FAMILY_NAMES.split_whitespace().collect());
    let count = word.chars().count();
    let family = |syllables: usize| {
        let end = word.char_indices().nth(syllables).map_or(word.len(), |(at, _)| at);
        word.get(..end).is_some_and(|start| NAMES.contains(start))
    };
    (count == 2 || count == 3) && family(1) || (count == 3 || count == 4) && family(2)
}

/// The most doubtful mark of the nouns that a word is made of, if it is made of nouns: of those
/// with one syllable at most one.
fn nouns(words: &Words, word: &str, syllables: &[usize]) -> Option<Mark> {
    let count = syllables.len().checked_sub(1)?;
    // Best ways to split the first n syllables, without and with a noun of one syllable.
    let mut ways: Vec<[Option<Mark>; 2]> = vec![[None, None]; count + 1];
    *ways.first_mut()? = [Some(Mark::Plain), None];
    for end in 1..=count {
        for length in 1..=LONGEST_NOUN.min(end) {
            let start = end - length;
            let noun = word.get(*syllables.get(start)?..*syllables.get(end)?)?;
            let Some(mark) = words.find(noun) else { continue };
            let before = *ways.get(start)?;
            let here = ways.get_mut(end)?;
            let [without, with] = before;
            let join = |way: Option<Mark>| {
                way.map(|other| if other == Mark::Plain { mark } else { other })
            };
            if length == 1 {
                better(here, 1, join(without));
            } else {
                better(here, 0, join(without));
                better(here, 1, join(with));
            }
        }
    }
    let [without, with] = *ways.get(count)?;
    without.or(with)
}

/// Takes a way to split a word if it is better than the one that is known.
fn better(ways: &mut [Option<Mark>; 2], at: usize, way: Option<Mark>) {
    if let Some(old) = ways.get_mut(at)
        && (old.is_none() || way == Some(Mark::Plain))
        && way.is_some()
    {
        *old = way;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(word: &str) -> bool {
        judge(&Words::default(), word).is_some()
    }

    #[test]
    fn nouns_stay_alone_joined_and_with_endings() {
        for word in ["흉부", "조영증강", "뇌", "두경부", "추적검사", "뇌에서", "수술후", "조영제를"]
        {
            assert!(stays(word), "{word}");
        }
    }

    #[test]
    fn names_titles_and_institutions_go() {
        for word in
            ["김영희", "홍길동", "박지수", "김영희님", "이영희는", "서울병원", "남궁민수", "최솔"]
        {
            assert!(!stays(word), "{word}");
        }
    }

    #[test]
    fn the_endings_are_sorted() {
        assert!(ENDINGS.lines().is_sorted());
    }
}
