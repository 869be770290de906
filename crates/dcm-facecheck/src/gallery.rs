//! All heads of a run side by side: is what is left of a head nearer to itself than to other people?

use std::collections::BTreeMap;

use crate::likeness::{Portrait, nearest};

/// So many people and more make rates; of fewer a rate says nothing.
const FEWEST: usize = 10;
/// Standard errors on both sides of a mean between which it lies with 95 %.
const WIDTH: f64 = 1.96;

/// A head of the run.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// Whose it is: a pseudonym.
    pub person: &'a str,
    /// How it looks.
    pub portrait: &'a Portrait,
}

/// All heads of a run.
pub struct Gallery<'a>(Vec<Head<'a>>);

/// Where what is left of a head stands among all people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The distance to the other person who is nearest; none where there is no other.
    pub other: Option<f64>,
    /// 1 where no other person is nearer than the head itself, 2 where one is, and so on.
    pub rank: usize,
}

/// A rate with the bounds between which it lies with 95 %, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The rate.
    pub value: f64,
    /// Not below this.
    pub low: f64,
    /// Not above this.
    pub high: f64,
}

/// How often heads are found again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The share of heads that are nearer to themselves than to all other people.
    pub first: Rate,
    /// The share of other people that are farther than the head itself (area under the ROC curve): 0.5 is chance.
    pub area: Rate,
}

/// What a run says of recognition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// How many people it is about.
    pub people: usize,
    /// As they were, seen from the side.
    pub before: Found,
    /// What is left of them.
    pub after: Found,
    /// The same with the cut completed by the average head; none where nobody asked.
    pub completed: Option<Found>,
}

impl<'a> Gallery<'a> {
    /// Of these heads.
    pub fn of(heads: impl IntoIterator<Item = Head<'a>>) -> Self {
        Self(heads.into_iter().collect())
    }

    /// Where what is left of a head stands.
    pub fn standing(&self, head: &Head<'_>) -> Standing {
        let itself = head.portrait.left_to_itself();
        let others = self.others(head, &head.portrait.left);
        let nearer = others.iter().filter(|other| **other < itself).count();
        Standing { other: others.into_iter().reduce(f64::min), rank: 1 + nearer }
    }

    /// Rates over all people; none of fewer than ten.
    pub fn summary(&self) -> Option<Summary> {
        let mut first_of: BTreeMap<&str, &Head<'a>> = BTreeMap::new();
        for head in &self.0 {
            first_of.entry(head.person).or_insert(head);
        }
        let people = first_of.len();
        let found = |pictures: fn(&Portrait) -> &[recognition::Likeness]| {
            let farther: Vec<f64> = first_of
                .values()
                .map(|head| {
                    let pictures = pictures(head.portrait);
                    let itself = nearest(pictures, &head.portrait.front);
                    let others = self.others(head, pictures);
                    let farther = others.iter().filter(|other| **other > itself).count();
                    farther as f64 / others.len().max(1) as f64
                })
                .collect();
            let first = farther.iter().filter(|share| **share >= 1.0).count();
            Found { first: Rate::of(first, people), area: Rate::mean(&farther) }
        };
        let is_asked = first_of.values().all(|head| !head.portrait.completed.is_empty());
        (people >= FEWEST).then(|| Summary {
            people,
            before: found(|portrait| &portrait.aside),
            after: found(|portrait| &portrait.left),
            completed: is_asked.then(|| found(|portrait| &portrait.completed)),
        })
    }

    /// How far pictures of a head are from each other person, where that one is nearest.
    fn others(&self, head: &Head<'_>, pictures: &[recognition::Likeness]) -> Vec<f64> {
        let mut others: BTreeMap<&str, f64> = BTreeMap::new();
        for other in self.0.iter().filter(|other| other.person != head.person) {
            let distance = nearest(pictures, &other.portrait.front);
            let known = others.entry(other.person).or_insert(f64::INFINITY);
            *known = known.min(distance);
        }
        others.into_values().collect()
    }
}

impl Rate {
    /// So many of all, with Wilson's interval; where it is none of n, not above 3/n.
    fn of(count: usize, all: usize) -> Self {
        let (n, value) = (all.max(1) as f64, count as f64 / all.max(1) as f64);
        let z = WIDTH * WIDTH / n;
        let middle = (value + z / 2.0) / (1.0 + z);
        let half = WIDTH * (value * (1.0 - value) / n + z / (4.0 * n)).sqrt() / (1.0 + z);
        let (low, high) = ((middle - half).max(0.0), (middle + half).min(1.0));
        match count {
            0 => Self { value, low: 0.0, high: (3.0 / n).min(1.0) },
            _ => Self { value, low, high },
        }
    }

    /// The mean of shares.
    fn mean(shares: &[f64]) -> Self {
        let n = shares.len().max(1) as f64;
        let value = shares.iter().sum::<f64>() / n;
        let spread = shares.iter().map(|share| (share - value).powi(2)).sum::<f64>();
        let half = WIDTH * (spread / (n - 1.0).max(1.0) / n).sqrt();
        Self { value, low: (value - half).max(0.0), high: (value + half).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recognition::Likeness;

    /// People on a line, 1 apart, each a little beside the own picture from the side; `left` says where what is left
    /// of them lies.
    fn portraits(count: usize, left: fn(f32) -> f32) -> Vec<(String, Portrait)> {
        let at = |x: f32| Likeness(vec![x, 0.0]);
        let portrait = |n: usize| {
            let x = n as f32;
            let (aside, left) = (vec![at(x + 0.1), at(x - 0.2)], vec![at(left(x))]);
            let completed = left.clone();
            (format!("p{n}"), Portrait { front: at(x), aside, left, completed })
        };
        (0..count).map(portrait).collect()
    }

    fn gallery(portraits: &[(String, Portrait)]) -> Gallery<'_> {
        Gallery::of(portraits.iter().map(|(person, portrait)| Head { person, portrait }))
    }

    #[test]
    fn a_head_that_is_left_as_it_was_stands_first_and_one_among_others_does_not() {
        let same = portraits(12, |x| x);
        let standing = gallery(&same).standing(&gallery(&same).0[3]);
        assert_eq!(standing, Standing { other: Some(1.0), rank: 1 });
        // Two others are nearer to what is left.
        let gone = portraits(12, |x| x + 1.7);
        let standing = gallery(&gone).standing(&gallery(&gone).0[3]);
        assert_eq!(standing.rank, 4);
        assert!((standing.other.unwrap() - 0.3).abs() < 1e-6);
        let alone = portraits(1, |x| x);
        let standing = gallery(&alone).standing(&gallery(&alone).0[0]);
        assert_eq!(standing, Standing { other: None, rank: 1 });
    }

    #[test]
    fn another_series_of_the_same_person_is_no_stranger() {
        let mut both = portraits(2, |x| x);
        both[1].0 = both[0].0.clone();
        assert_eq!(gallery(&both).standing(&gallery(&both).0[0]).other, None);
    }

    #[test]
    fn ten_people_make_rates_and_nine_do_not() {
        assert_eq!(gallery(&portraits(9, |x| x)).summary(), None);
        let whole = gallery(&portraits(12, |x| x)).summary().unwrap();
        assert_eq!(
            (whole.people, whole.before.first.value, whole.after.first.value),
            (12, 1.0, 1.0)
        );
        assert_eq!(whole.after.area.value, 1.0);
        assert!(whole.after.first.low > 0.7 && whole.after.first.low < 0.8, "{whole:?}");
        // Each lies where the next one does.
        let gone = gallery(&portraits(12, |x| (x + 1.0) % 12.0)).summary().unwrap();
        // Nobody of twelve: not above 3/12.
        assert_eq!(gone.after.first, Rate { value: 0.0, low: 0.0, high: 0.25 });
        assert!(gone.after.area.value < whole.after.area.value, "{gone:?}");
        assert_eq!((gone.before.first.value, gone.completed), (1.0, Some(gone.after)));
    }
}
