//! How far each limit can be moved while all the others stay, before a description that names nobody
//! changes or an identifier is left.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use descriptors::limits::Limits;
use descriptors::{Cleaner, Words};
use limit::{Bound, Limit};

const CLEAN: [&str; 2] =
    [include_str!("../sentences/first_clean.txt"), include_str!("../sentences/second_clean.txt")];
const DIRTY: [&str; 2] =
    [include_str!("../sentences/first_dirty.tsv"), include_str!("../sentences/second_dirty.tsv")];

/// The farthest that a limit is moved, in its own unit.
const FARTHEST: i32 = 12;

/// Whether what is right with the limits in force is right with others.
fn is_right(limits: &Limits, clean: &[&str]) -> bool {
    let cleaner = Cleaner::with_limits(Words::default(), *limits);
    let goes = |line: &str| {
        let (text, identifiers) = line.split_once('\t').unwrap();
        let cleaned = cleaner.clean(text, &[]);
        identifiers.split('|').all(|identifier| !cleaned.contains(identifier))
    };
    clean.iter().all(|text| cleaner.clean(text, &[]) == *text)
        && DIRTY.iter().flat_map(|list| list.lines()).all(goes)
}

/// The values of a limit on its strict side, nearest first, or with `sign` -1 on the other.
fn values(limit: &Limit, sign: i32) -> impl Iterator<Item = f64> + use<> {
    let up = if limit.bound == Bound::AtLeast { sign } else { -sign };
    let value = limit.value;
    (1..=FARTHEST).map(move |n| value + f64::from(up * n)).take_while(|value| *value >= 0.0)
}

#[test]
fn the_evidence_of_each_limit_is_what_the_sentences_say() {
    let usual = Cleaner::default();
    let mut clean: Vec<&str> = CLEAN.iter().flat_map(|list| list.lines()).collect();
    clean.retain(|text| usual.clean(text, &[]) == *text);
    assert!(is_right(&Limits::SHIPPED, &clean));
    let mut outdated = Vec::new();
    let mut limits = Limits::SHIPPED;
    for at in 0..limits.each().len() {
        limits = Limits::SHIPPED;
        let limit = *limits.each()[at];
        let mut right = |value: f64| {
            limits.each()[at].value = value;
            is_right(&limits, &clean)
        };
        let strict: Vec<f64> = values(&limit, 1).collect();
        let kept = strict.iter().take_while(|value| right(**value)).count();
        // Where nothing goes wrong, nothing was measured.
        let last = kept.checked_sub(1).map_or(limit.value, |last| strict[last]);
        let measured = (kept < strict.len()).then_some(last);
        let wrong = values(&limit, -1).find(|value| !right(*value));
        println!(
            "{}: {} {}, right {measured:?}, wrong {wrong:?}",
            limit.name, limit.value, limit.unit
        );
        let [stated] = limit.evidence else { panic!("{} is measured once", limit.name) };
        if (stated.right, stated.wrong) != (measured, wrong) {
            outdated.push(limit.name);
        }
    }
    assert!(outdated.is_empty(), "other evidence than is stated: {outdated:?}");
}
