//! A text without some of its words.

use crate::token::Token;

/// The text without the words that are out, and without what stood between them.
pub(crate) fn without(text: &str, tokens: &[Token]) -> String {
    let mut clean = String::new();
    // Where the last word that stays ends, and where the first word that is out after it begins.
    let mut end: Option<usize> = None;
    let mut hole: Option<(usize, usize)> = None;
    let mut last = 0;
    for token in tokens {
        let range = token.range.clone();
        if token.fate.is_out() {
            let start = hole.map_or(range.start, |(start, _)| start);
            hole = Some((start, range.end));
            continue;
        }
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        match (end, hole.take()) {
            (None, None) => clean.push_str(part(0..range.start)),
            (None, Some((_, after))) => clean.push_str(attached_after(part(after..range.start))),
            (Some(end), None) => clean.push_str(part(end..range.start)),
            (Some(end), Some((before, after))) => {
                clean.push_str(&joint(part(end..before), part(after..range.start)));
            }
        }
        clean.push_str(part(range.clone()));
        end = Some(range.end);
        last = range.end;
    }
    match (end, hole) {
        (Some(end), Some((before, _))) => {
            let signs = attached_before(text.get(end..before).unwrap_or_default());
            clean.push_str(signs.trim_end_matches([',', ';', ':', '-', '/', '&']));
        }
        (Some(_), None) => clean.push_str(text.get(last..).unwrap_or_default()),
        // No word is left: neither are the signs.
        (None, _) => {}
    }
    balanced(&clean).trim().to_owned()
}

/// What joins two words once those between them are out: the signs that cling to the words, with
/// a space or line break where there was one.
fn joint(before: &str, after: &str) -> String {
    let space = |gap: &str| gap.contains(char::is_whitespace);
    if before == after {
        return before.to_owned();
    }
    let line = [before, after].into_iter().find(|gap| gap.contains('\n') || gap.contains('\r'));
    let between = match line {
        Some(gap) if gap.contains("\r\n") => "\r\n",
        Some(gap) if gap.contains('\r') => "\r",
        Some(_) => "\n",
        None if space(before) || space(after) => " ",
        None => return format!("{before}{}", sign(after)),
    };
    let mut joint = attached_before(before).to_owned();
    joint.push_str(between);
    joint.push_str(attached_after(after));
    joint
}

/// The signs that cling to the word before a gap.
fn attached_before(gap: &str) -> &str {
    match gap.find(char::is_whitespace) {
        Some(at) => gap.get(..at).unwrap_or_default(),
        // `t1_Smith`: nothing of it belongs to the first word, unless it is `c+`.
        None => {
            gap.get(..gap.len() - gap.trim_start_matches(['+', '*', '%']).len()).unwrap_or_default()
        }
    }
}

/// The signs that cling to the word after a gap.
fn attached_after(gap: &str) -> &str {
    match gap.rfind(char::is_whitespace) {
        Some(at) => gap.get(at..).unwrap_or_default().trim_start(),
        None => sign(gap),
    }
}

/// The sign of the number after a gap: without another one before it, it is a hyphen.
fn sign(gap: &str) -> &str {
    let last = gap.len().saturating_sub(1);
    let sign = gap.get(last..).filter(|sign| last > 0 && matches!(*sign, "-" | "+"));
    let end_of_word = gap.get(..last).is_some_and(|before| before.ends_with(['-', '+']));
    sign.filter(|_| !end_of_word).unwrap_or_default()
}

/// Without brackets that have lost their partner, and without empty ones.
fn balanced(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut keep = vec![true; letters.len()];
    let mut drop = |places: std::ops::RangeInclusive<usize>| {
        let count = places.end() - places.start() + 1;
        keep.iter_mut().skip(*places.start()).take(count).for_each(|keep| *keep = false);
    };
    // Open brackets: which, where, and how many letters and digits came before.
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut words = 0;
    for (at, c) in letters.iter().enumerate() {
        let partner = match c {
            '(' | '[' | '{' => {
                open.push((*c, at, words));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => {
                words += usize::from(c.is_alphanumeric());
                continue;
            }
        };
        match open.pop_if(|(other, ..)| *other == partner) {
            Some((_, start, before)) if before == words => drop(start..=at),
            Some(_) => {}
            None => drop(at..=at),
        }
    }
    open.into_iter().for_each(|(_, at, _)| drop(at..=at));
    letters.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(c, _)| c).collect()
}
