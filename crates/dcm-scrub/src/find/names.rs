//! Names in a text, in every order and with whatever stands between their parts.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use dicom_common::code::Outcome;
use dicom_common::deid::known_values::{
    Folded, INSIDE_WORDS, Name, Pieces, Run, Script, Tells, Weight, is_where_a_name_stands,
};

use super::patterns::finder;

/// Between two parts of a name, at most, in bytes.
const LONGEST_GAP: usize = 4;
/// Parts that are looked back at for the one before: several can end at nearly the same place.
const LOOK_BACK: usize = 24;
/// Letters of a part that a digit may follow (`SMITH2`); shorter ones are sequences and kernels.
const BEFORE_DIGITS: usize = 4;
/// Letters that are left of a part which a value has no room for.
const CUT_OFF: usize = 3;
/// Syllables of a Japanese name that are no part of another word.
const WHOLE_KANA: usize = 3;

/// Finds the names of people.
#[derive(Debug, Clone)]
pub struct NameFinder {
    names: Vec<Name>,
    finder: AhoCorasick,
    /// Which piece of which name a pattern of the search is.
    patterns: Vec<Pattern>,
}

/// A spelling of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pattern {
    name: usize,
    piece: usize,
}

/// A piece in a text.
#[derive(Debug, Clone)]
struct Hit {
    pattern: Pattern,
    /// In bytes of the folded text.
    range: Range<usize>,
}

/// Pieces of one name that follow one another, up to a hit.
#[derive(Debug, Clone, Copy)]
struct Chain {
    /// The hit that it begins with.
    first: usize,
    /// Where it begins, in bytes of the folded text.
    start: usize,
    run: Run,
    /// Nothing stands between its pieces.
    unbroken: bool,
    /// Something stands behind its first, or before its last piece.
    after_first: bool,
    before_last: bool,
    /// No word goes on before it.
    free: bool,
}

impl NameFinder {
    /// A search for these.
    ///
    /// # Errors
    /// `E_TOO_LARGE`.
    pub fn new(names: Vec<Name>) -> Outcome<Self> {
        let mut spellings = Vec::new();
        let mut patterns = Vec::new();
        for (at, name) in names.iter().enumerate() {
            for (piece, known) in name.pieces().iter().enumerate() {
                for spelling in &known.spellings {
                    spellings.push(spelling.as_str());
                    patterns.push(Pattern { name: at, piece });
                }
            }
        }
        let finder = finder(&spellings)?;
        Ok(Self { names, finder, patterns })
    }

    /// Adds where they stand, in bytes of the folded text.
    pub fn find(&self, text: &Folded<'_>, found: &mut Vec<Range<usize>>) {
        let mut hits: Vec<Hit> = self
            .finder
            .find_overlapping_iter(text.text().as_bytes())
            .filter_map(|hit| {
                let pattern = *self.patterns.get(hit.pattern().as_usize())?;
                Some(Hit { pattern, range: hit.range() })
            })
            .filter(|hit| self.can_begin_or_end(text, hit))
            .collect();
        hits.sort_unstable_by_key(|hit| (hit.pattern.name, hit.range.start, hit.range.end));
        for hits in hits.chunk_by(|one, other| one.pattern.name == other.pattern.name) {
            self.chains(text, hits, found);
        }
        self.cut_off(text.text(), found);
    }

    /// Adds what is left of the last part of a name where the value ends before the name does.
    fn cut_off(&self, text: &str, found: &mut Vec<Range<usize>>) {
        let mut ends: Vec<usize> = found.iter().map(|place| place.end).collect();
        ends.sort_unstable();
        let mut value_start = 0;
        for value in text.split('\\') {
            let value_range = value_start..value_start + value.trim_end_matches([' ', '\0']).len();
            value_start += value.len() + 1;
            let Some(written) = text.get(value_range.clone()) else { continue };
            let word = written.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let rest = value_range.end - word.len()..value_range.end;
            let before = ends.partition_point(|end| *end <= rest.start).checked_sub(1);
            let before = before.and_then(|at| ends.get(at)).copied();
            let before = before.filter(|end| gap(text, &(0..*end), &rest).is_some());
            let is_begun = |name: &Name| {
                let mut spellings = name.pieces().iter().flat_map(|piece| &piece.spellings);
                spellings.any(|whole| whole.len() > word.len() && whole.starts_with(word))
            };
            if let Some(start) = before
                && word.chars().count() >= CUT_OFF
                && self.names.iter().any(is_begun)
            {
                found.push(start..rest.end);
            }
        }
    }

    /// Initials are everywhere: one with letters on both sides is part of a word.
    fn can_begin_or_end(&self, text: &Folded<'_>, hit: &Hit) -> bool {
        self.weight(hit) != Weight::Initial || {
            let [before, after] = neighbours(text, &hit.range).map(|c| c.map(Script::of));
            before != Some(Script::Alphabet) || after != Some(Script::Alphabet)
        }
    }

    /// Follows the pieces of one name, whose hits ascend.
    fn chains(&self, text: &Folded<'_>, hits: &[Hit], found: &mut Vec<Range<usize>>) {
        let mut chains: Vec<Chain> = Vec::with_capacity(hits.len());
        for (at, hit) in hits.iter().enumerate() {
            let mut best = self.alone(text, at, hit);
            for (before, chain) in hits.iter().zip(&chains).rev().take(LOOK_BACK) {
                let Some(gap) = gap(text.text(), &before.range, &hit.range) else { continue };
                let longer = extended(chain, hit, text.text(), gap);
                if (longer.free, longer.run.count) > (best.free, best.run.count) {
                    best = longer;
                }
            }
            chains.push(best);
            let place = best.start..hit.range.end;
            if self.counts(text, hits, &best, hit) {
                found.push(place);
            }
        }
    }

    fn alone(&self, text: &Folded<'_>, at: usize, hit: &Hit) -> Chain {
        let [before, _] = neighbours(text, &hit.range);
        let first = text.written().get(text.original(hit.range.clone()));
        let first = first.and_then(|piece| piece.chars().next());
        let run = Run {
            pieces: Pieces::default().with(hit.pattern.piece),
            count: 1,
            characters: characters(text.text(), &hit.range),
        };
        let free = !goes_on(before, first);
        Chain {
            first: at,
            start: hit.range.start,
            run,
            unbroken: true,
            after_first: false,
            before_last: false,
            free,
        }
    }

    /// Whether a chain that ends with a hit is somebody's name where it stands.
    fn counts(&self, text: &Folded<'_>, hits: &[Hit], chain: &Chain, last: &Hit) -> bool {
        let Some(name) = self.names.get(last.pattern.name) else { return false };
        let place = chain.start..last.range.end;
        match name.tells(&chain.run) {
            Tells::Nothing => return false,
            Tells::WhereANameStands => return is_where_a_name_stands(text, &place),
            Tells::Somebody => {}
        }
        let Some(first) = hits.get(chain.first) else { return false };
        let [before, after] = neighbours(text, &place);
        let written = text.written().get(text.original(place.clone())).unwrap_or_default();
        let (start, end) = (written.chars().next(), written.chars().next_back());
        let long = chain.unbroken
            && chain.run.characters >= INSIDE_WORDS
            && (chain.run.count > 1 || self.script(first) == Script::Alphabet);
        let side = |hit: &Hit, gap: bool, neighbour: Option<char>, free: bool| {
            let neighbour_script = neighbour.map_or(Script::Sign, Script::of);
            match (self.script(hit), self.weight(hit)) {
                (Script::Kana, _) if chain.run.characters >= WHOLE_KANA => true,
                (Script::Kana, _) => neighbour.is_none_or(|c| !same_kana(c, written)),
                // One character of a name that is not beside the rest is a part of a word.
                (script, Weight::Short) if script.is_east_asian() => {
                    !gap || neighbour_script != script
                }
                (script, _) if script.is_east_asian() => true,
                (Script::Unspaced, Weight::Word) => true,
                // Alone, a word with digits is a sequence or a kernel, unless it is long.
                (_, _) if chain.run.count == 1 => {
                    let digit = neighbour_script == Script::Digit;
                    let joined = matches!(neighbour_script, Script::Alphabet | Script::Unspaced);
                    !joined && (!digit || chain.run.characters >= BEFORE_DIGITS)
                }
                _ => free || neighbour_script == Script::Digit,
            }
        };
        let digits = |neighbour: Option<char>, edge: Option<char>| {
            [neighbour, edge].iter().all(|c| c.is_some_and(|c| Script::of(c) == Script::Digit))
        };
        if digits(before, start) || digits(after, end) {
            return false;
        }
        long || (side(first, chain.after_first, before, !goes_on(before, start))
            && side(last, chain.before_last, after, !goes_on(end, after)))
    }

    fn weight(&self, hit: &Hit) -> Weight {
        self.piece(hit).map_or(Weight::Particle, |piece| piece.weight)
    }

    fn script(&self, hit: &Hit) -> Script {
        self.piece(hit).map_or(Script::Sign, |piece| piece.script)
    }

    fn piece(&self, hit: &Hit) -> Option<&dicom_common::deid::known_values::Piece> {
        self.names.get(hit.pattern.name)?.pieces().get(hit.pattern.piece)
    }
}

/// A chain with one more piece.
fn extended(chain: &Chain, hit: &Hit, text: &str, gap: &str) -> Chain {
    let broken = !gap.is_empty();
    Chain {
        run: Run {
            pieces: chain.run.pieces.with(hit.pattern.piece),
            count: chain.run.count + 1,
            characters: chain.run.characters + characters(text, &hit.range),
        },
        unbroken: chain.unbroken && !broken,
        after_first: chain.after_first || (chain.run.count == 1 && broken),
        before_last: broken,
        ..*chain
    }
}

fn characters(text: &str, range: &Range<usize>) -> usize {
    text.get(range.clone()).map_or(0, |piece| piece.chars().count())
}

/// What stands between two pieces, if the second can follow the first.
fn gap<'a>(text: &'a str, one: &Range<usize>, other: &Range<usize>) -> Option<&'a str> {
    let gap = text.get(one.end..other.start).filter(|_| one.end <= other.start)?;
    let fits = gap.len() <= LONGEST_GAP && gap.chars().all(|c| Script::of(c) == Script::Sign);
    fits.then_some(gap)
}

/// The characters before and after a place of the folded text, as they are written.
fn neighbours(text: &Folded<'_>, place: &Range<usize>) -> [Option<char>; 2] {
    let written = text.original(place.clone());
    let before = text.written().get(..written.start).and_then(|text| text.chars().next_back());
    let after = text.written().get(written.end..).and_then(|text| text.chars().next());
    [before, after]
}

/// Whether a word goes on from one character to the next: it does not where the script changes, nor
/// where a capital letter follows a small one.
fn goes_on(one: Option<char>, other: Option<char>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let script = Script::of(one);
    script != Script::Sign
        && script == Script::of(other)
        && !(one.is_lowercase() && other.is_uppercase())
}

/// Whether a character goes on with what is written in the same of the two Japanese syllabaries.
fn same_kana(c: char, written: &str) -> bool {
    let is_katakana = |c: char| ('\u{30a0}'..='\u{30ff}').contains(&c) || c >= '\u{ff66}';
    let edge = written.chars().next_back().is_some_and(is_katakana);
    Script::of(c) == Script::Kana && is_katakana(c) == edge
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(name: &str, text: &str) -> String {
        let finder = NameFinder::new(Name::of(name).into_iter().collect()).unwrap();
        let folded = Folded::new(text);
        let mut found = Vec::new();
        finder.find(&folded, &mut found);
        let mut left = String::new();
        for (at, c) in text.char_indices() {
            let gone = found.iter().any(|range| folded.original(range.clone()).contains(&at));
            left.push(if gone { '_' } else { c });
        }
        while left.contains("__") {
            left = left.replace("__", "_");
        }
        left
    }

    #[test]
    fn names_go_in_every_script_case_form_and_order() {
        for (name, text, expected) in [
            ("Doe^Jane^Q", "CT for JANE Q. DOE.", "CT for _."),
            ("Doe^Jane", "does janet deny it", "does janet deny it"),
            ("Doe^Jane", "JaneDoe1957 doe_jane janedoe xJaneDoex", "_1957 _ x_x"),
            ("Smith-Jones^Ann", "Smith, JONES; smith_jones SmithJones blacksmith", "_ blacksmith"),
            ("Smith-Jones^Ann", "see Ann annual", "see _ annual"),
            ("O'Brien^Mary-Kate", "OBRIEN o\u{2019}brien O Brien marykate Kate", "_"),
            ("Li^Bo", "see Li Bo, Bo, Li and LI_BO or LiBo end", "see _ and _ or _ end"),
            ("Li^Bo", "LIBO/BoLi limbo alibi, LI BOT", "_ limbo alibi, LI BOT"),
            ("Li^Bo", "see Li end", "see Li end"),
            ("Li^Bo", "Mr Li, Dr. Bo", "Mr _, Dr. _"),
            ("Müller^Jürgen", "MUELLER, Ju\u{308}rgen; muller", "_"),
            ("Mueller^Hans", "Müller", "_"),
            ("Lefèvre^Zoë", "LEFÈVRE ZOË zoe", "_"),
            ("Кузнецов^Иван", "КУЗНЕЦОВ ИВАН иванов", "_ иванов"),
            ("Παπαδόπουλος^Νίκος", "ΠΑΠΑΔΟΠΟΥΛΟΣ ΝΙΚΟΣ", "_"),
            ("İnci^Şeker", "INCI SEKER incik", "_ incik"),
            ("张^伟", "患者张伟的CT, 伟张, 张 伟", "患者_的CT, _"),
            ("张^伟", "开张 伟大", "开张 伟大"),
            ("李^娜", "行李 李娜", "行李 _"),
            ("정^민수", "정상 소견, 정민수, 측정 완료", "정상 소견, _, 측정 완료"),
            ("정민수", "민수 정 환자, 정상", "_ 환자, 정상"),
            ("JUNG^MINSU=鄭^民洙=정^민수", "정 (minsu), 鄭民洙님", "_님"),
            ("山田^太郎", "太郎 山田さん 山", "_さん 山"),
            ("ﾔﾏﾀﾞ^ﾀﾛｳ", "ヤマダタロウ やまだたろう様 ﾔﾏﾀﾞ", "_様 _"),
            ("חיים^כהן", "כהן חיים", "_"),
            ("محمد^علي", "مُحَمَّد", "_"),
            ("สมชาย^ใจดี", "นายสมชาย ใจดี", "นาย_ _"),
            ("PANCREAS_0001", "pancreas 0001 for PANCREAS", "_ for PANCREAS"),
            ("van der Berg^An", "scan of the berg, van der", "scan of the _"),
            ("Smith^J", "SMITH2 T1 2Smith", "_2 T1 2_"),
            ("Max^Ann", "max3d MaxIP", "max3d MaxIP"),
            ("Lefèvre-Dumontel^Zoé", "LEFÈVRE-DUMONTE", "_"),
            ("Kestrelman^Ottilie", "KESTRELMAN OTTI", "_"),
            ("Kestrelman^Ottilie", r"x\Kestrelman Otti \Otti", r"x\_ \Otti"),
            ("Kestrelman^Headley", "head of Kestrelman, MR head", "head of _, MR head"),
            ("Park^Q", "parking T2 q PARK", "parking T2 _"),
        ] {
            assert_eq!(left(name, text), expected, "{name} in {text}");
        }
    }
}
