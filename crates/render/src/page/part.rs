//! A list of very many cards, spread over pages.

use std::ops::RangeInclusive;

/// One of the pages over which many cards are spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name beside the others.
    pub file: String,
    /// Which cards it has, counted from 1.
    pub cards: RangeInclusive<usize>,
}

impl Part {
    /// Pages for so many cards: so many on the first, so many on each of the others; one page for none. Their
    /// names begin with `stem`.
    pub fn list(stem: &str, cards: usize, first: usize, each: usize) -> Vec<Self> {
        let mut parts = vec![Self { file: format!("{stem}.html"), cards: 1..=first.min(cards) }];
        let mut done = first;
        while done < cards {
            let file = format!("{stem}-{}.html", parts.len() + 1);
            let end = cards.min(done + each.max(1));
            parts.push(Self { file, cards: done + 1..=end });
            done = end;
        }
        parts
    }

    /// What it has of all cards.
    pub fn of<'a, T>(&self, cards: &'a [T]) -> &'a [T] {
        cards.get(self.cards.start() - 1..*self.cards.end()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_series_are_spread_over_pages_and_what_is_decided_stays_together() {
        let of = |cards, first| -> Vec<String> {
            let parts = Part::list("index", cards, first, 500).into_iter();
            parts.map(|p| format!("{} {}-{}", p.file, p.cards.start(), p.cards.end())).collect()
        };
        assert_eq!(of(0, 500), ["index.html 1-0"]);
        assert_eq!(of(500, 500), ["index.html 1-500"]);
        assert_eq!(of(501, 500), ["index.html 1-500", "index-2.html 501-501"]);
        assert_eq!(
            of(1300, 700),
            ["index.html 1-700", "index-2.html 701-1200", "index-3.html 1201-1300"]
        );
        assert_eq!(of(10_000, 500).len(), 20);
    }

    #[test]
    fn each_card_is_on_one_page() {
        let cards: Vec<usize> = (0..1301).collect();
        let parts = Part::list("index", cards.len(), 200, 100);
        assert_eq!(
            parts.iter().flat_map(|part| part.of(&cards)).copied().collect::<Vec<_>>(),
            cards
        );
        assert_eq!(Part::list("index", 0, 200, 100)[0].of(&cards[..0]), [0_usize; 0]);
    }
}
