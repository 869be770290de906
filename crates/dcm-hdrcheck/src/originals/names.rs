//! A person's name (PS3.5 6.2.1) in the forms in which people and machines write it.

use super::fold::{fold, is_east_asian};

/// More parts than this are not brought into every order.
const MOST_PARTS: usize = 4;

/// Letters of the shortest part that tells a name alone: of scripts with words, and of others.
const SHORTEST: usize = 3;
const SHORTEST_EAST_ASIAN: usize = 2;

/// What a name is made of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Words that tell a name alone.
    pub(super) parts: Vec<String>,
    /// All words of family, given and middle names, in every order.
    pub(super) orders: Vec<Vec<String>>,
}

/// The names in a value, one for each group of components.
pub(super) fn names(value: &str) -> Vec<Name> {
    value.split(['=', '\\']).map(name).filter(|name| *name != Name::default()).collect()
}

fn name(group: &str) -> Name {
    let words = |component: &str| -> Vec<String> {
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/');
        let tells = |word: &&str| word.chars().any(char::is_alphanumeric);
        component.split(separators).filter(tells).map(str::to_owned).collect()
    };
    let mut components = group.split('^').map(words);
    let family = components.next().unwrap_or_default();
    let given = components.next().unwrap_or_default();
    let middle = components.next().unwrap_or_default();
    let main: Vec<String> = family.iter().chain(&given).cloned().collect();
    let all: Vec<String> = main.iter().chain(&middle).cloned().collect();
    let mut orders = Vec::new();
    for words in [&main, &all] {
        if words.len() > 1 {
            orders.extend(in_every_order(words));
        }
    }
    orders.sort_unstable();
    orders.dedup();
    let mut parts: Vec<String> = Vec::new();
    for word in all {
        parts.extend(pieces(&word).map(str::to_owned));
        parts.push(word);
    }
    // A name of one word that no blanks surround in its script is a whole name.
    parts.retain(|part| tells_alone(part));
    parts.sort_unstable();
    parts.dedup();
    Name { parts, orders }
}

/// The pieces of a hyphenated name.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '‐', '‑', '–', '\'', '’', '_', '·', '・', '.'])
}

/// Whether a word tells a name alone.
fn tells_alone(word: &str) -> bool {
    let letters: Vec<char> = fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
    let is_number = letters.iter().all(|c| c.is_ascii_digit());
    match letters.first() {
        None => false,
        Some(first) if is_east_asian(*first) => letters.len() >= SHORTEST_EAST_ASIAN,
        Some(_) => letters.len() >= SHORTEST && !is_number,
    }
}

/// Words in every order; of many, as they are, turned round, and each of them first.
fn in_every_order(words: &[String]) -> Vec<Vec<String>> {
    if words.len() > MOST_PARTS {
        let mut orders: Vec<Vec<String>> = vec![words.iter().rev().cloned().collect()];
        for first in 0..words.len() {
            let (before, from) = words.split_at(first);
            orders.push(from.iter().chain(before).cloned().collect());
        }
        return orders;
    }
    let Some((first, rest)) = words.split_first() else { return vec![Vec::new()] };
    let mut orders = Vec::new();
    for order in in_every_order(rest) {
        for at in 0..=order.len() {
            let mut order = order.clone();
            order.insert(at, first.clone());
            orders.push(order);
        }
    }
    orders
}

/// Spellings of a word in Latin letters by those who leave marks out, or write an `e` in their place,
/// folded; the first is the usual one.
pub(super) fn spellings(word: &str) -> Vec<String> {
    let mut with_e = String::new();
    for c in word.to_lowercase().chars() {
        match c {
            'ä' => with_e += "ae",
            'ö' | 'ø' => with_e += "oe",
            'ü' => with_e += "ue",
            'å' => with_e += "aa",
            c => with_e.push(c),
        }
    }
    let folded = fold(word);
    let without_e = folded.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let mut spellings = vec![folded.clone(), fold(&with_e)];
    // Who writes `Müller` for `Mueller` is read as `muller`.
    if folded.is_ascii() && without_e.len() + 1 == folded.len() && without_e.len() >= 4 {
        spellings.push(without_e);
    }
    let mut seen = Vec::new();
    spellings.retain(|spelling| {
        let new = !seen.contains(spelling);
        seen.push(spelling.clone());
        new
    });
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: &str) -> Name {
        names(value).remove(0)
    }

    #[test]
    fn parts_tell_a_name_if_they_are_long_enough() {
        assert_eq!(
            one("O'Brien-Smythe^Mary-Kate").parts,
            ["Brien", "Kate", "Mary", "Mary-Kate", "O'Brien-Smythe", "Smythe"]
        );
        assert!(one("Li^Bo").parts.is_empty());
        assert_eq!(one("정^민수").parts, ["민수"]);
        assert!(one("张^伟").parts.is_empty());
        assert_eq!(one("张伟").parts, ["张伟"]);
    }

    #[test]
    fn whole_names_stand_in_every_order() {
        assert_eq!(one("Li^Bo").orders, [["Bo", "Li"], ["Li", "Bo"]]);
        assert_eq!(one("Doe^Jane^Q").orders.len(), 2 + 6);
        assert_eq!(names("Yamada^Tarou=山田^太郎=やまだ^たろう").len(), 3);
        assert!(names("^^=").is_empty());
    }

    #[test]
    fn marks_are_left_out_or_become_letters() {
        assert_eq!(spellings("Müller"), ["muller", "mueller"]);
        assert_eq!(spellings("Mueller"), ["mueller", "muller"]);
        assert_eq!(spellings("Doe"), ["doe"]);
        assert_eq!(spellings("Bjørnstad"), ["bjornstad", "bjoernstad"]);
    }
}
