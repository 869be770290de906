//! What a person's name is made of, and which of it tells who somebody is.
//!
//! A name is taken apart at every sign into *pieces* (`O'Brien-Smythe^Mary-Kate` has five). In a text,
//! pieces of one name that stand one after the other, whatever is between them, are a *run*. The
//! full name counts however short it is, in every order; a piece by itself counts if it is long
//! enough to be nobody else's word, and one character of Chinese or Korean only where a name stands.

use super::fold::fold;
use super::script::Script;
use super::spelling::spellings;

/// Letters of an alphabet that are no name by themselves if there are less.
const SHORTEST_WORD: usize = 3;
/// Names that are numbers; shorter ones are ordinary numbers.
const SHORTEST_NUMBER: usize = 4;
/// Characters of a Chinese or Korean name that may be written without a sign between its parts.
const UNDIVIDED: std::ops::RangeInclusive<usize> = 2..=4;
/// Pieces of a name that are told apart; no name has more.
const MOST_PIECES: usize = 64;

/// Words that stand in the names of many and tell of nobody.
const PARTICLES: [&str; 41] = [
    "von", "van", "zu", "zur", "zum", "vom", "de", "der", "den", "des", "del", "della", "di", "da",
    "do", "dos", "das", "du", "la", "le", "les", "el", "al", "bin", "ben", "ibn", "ter", "ten",
    "y", "e", "of", "the", "and", "mr", "mrs", "ms", "dr", "prof", "md", "jr", "sr",
];

/// A person's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pieces: Vec<Piece>,
    /// Family and given name of each group, as sets of pieces.
    full: Vec<Pieces>,
}

/// A part of a name that no sign divides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How it can be written, folded.
    pub spellings: Vec<String>,
    /// What it tells.
    pub weight: Weight,
    /// What it is written in.
    pub script: Script,
}

/// What a piece tells by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It is somebody's name wherever it stands as a word.
    Word,
    /// Too short, or one character: somebody's name beside the rest of the name, or where a name
    /// stands.
    Short,
    /// One letter: only beside the rest of the name.
    Initial,
    /// Part of many names (`von`), or a short number.
    Particle,
}

/// A set of pieces of one name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pieces(u64);

impl Pieces {
    /// With one more.
    pub fn with(self, piece: usize) -> Self {
        Self(self.0 | 1_u64.checked_shl(u32::try_from(piece).unwrap_or(u32::MAX)).unwrap_or(0))
    }

    fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Pieces of one name, one after the other in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Which they are.
    pub pieces: Pieces,
    /// How many stand there.
    pub count: usize,
    /// Characters of all of them.
    pub characters: usize,
}

/// What a run tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tells {
    /// Nothing.
    Nothing,
    /// Who it is, where a name stands.
    WhereANameStands,
    /// Who it is.
    Somebody,
}

impl Name {
    /// The name in one value of a PN, decoded (PS3.5 6.2.1); `None` where nothing in it tells of
    /// anybody.
    pub fn of(value: &str) -> Option<Self> {
        let mut name = Self { pieces: Vec::new(), full: Vec::new() };
        for group in value.split('=') {
            let mut full = Pieces::default();
            let mut count = 0;
            for (at, component) in group.split('^').enumerate() {
                for piece in divided(component) {
                    count += 1;
                    let Some(place) = name.add(&piece) else { continue };
                    // What follows family and given name may be left out.
                    if at < 2 {
                        full = full.with(place);
                    }
                }
                name.add_undivided(component);
            }
            if count > 0 && full != Pieces::default() {
                name.full.push(full);
            }
        }
        let everything = Run { pieces: Pieces(u64::MAX), count: name.pieces.len(), characters: 0 };
        let characters = name.pieces.iter().flat_map(|piece| piece.spellings.first());
        let characters = characters.map(|spelling| spelling.chars().count()).sum();
        (name.tells(&Run { characters, ..everything }) != Tells::Nothing).then_some(name)
    }

    /// Its pieces, each once.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// What a run of its pieces tells.
    pub fn tells(&self, run: &Run) -> Tells {
        let all = || self.pieces.iter().enumerate();
        let of = |weight: Weight| {
            all().filter(move |(at, piece)| {
                piece.weight == weight && run.pieces.contains(Pieces::default().with(*at))
            })
        };
        if of(Weight::Word).next().is_some() {
            return Tells::Somebody;
        }
        let east_asian = of(Weight::Short).any(|(_, piece)| piece.script.is_east_asian());
        let short = of(Weight::Short).count();
        let full = self.full.iter().any(|full| run.pieces.contains(*full))
            && run.count > 1
            && (run.characters >= SHORTEST_WORD || east_asian);
        if full || short > 1 {
            return Tells::Somebody;
        }
        if short == 1 { Tells::WhereANameStands } else { Tells::Nothing }
    }

    /// Adds a piece, unless it is there; gives its place.
    fn add(&mut self, piece: &Divided) -> Option<usize> {
        let spellings = spellings(&piece.text);
        let first = spellings.first()?;
        let script = Script::of(first.chars().next()?);
        if let Some(at) = self.pieces.iter().position(|known| known.spellings.contains(first)) {
            return Some(at);
        }
        if self.pieces.len() >= MOST_PIECES {
            return None;
        }
        // Letters and digits in one are a pseudonym: its letters may be any word.
        let weight = if piece.numbered { Weight::Particle } else { weight(first, script) };
        self.pieces.push(Piece { spellings, weight, script });
        Some(self.pieces.len() - 1)
    }

    /// Chinese and Korean names that are written without a sign between family and given name: the
    /// family name has one character, rarely two.
    fn add_undivided(&mut self, component: &str) {
        for piece in divided(component) {
            let folded = fold(&piece.text);
            let characters: Vec<char> = folded.chars().collect();
            let undivided = |c: &char| matches!(Script::of(*c), Script::Han | Script::Hangul);
            if !UNDIVIDED.contains(&characters.len()) || !characters.iter().all(undivided) {
                continue;
            }
            for family in 1..=characters.len().min(3) - 1 {
                let (family, given) = characters.split_at(family);
                let parts = [family, given].map(|part| {
                    self.add(&Divided { text: part.iter().collect(), numbered: piece.numbered })
                });
                if let [Some(family), Some(given)] = parts {
                    self.full.push(Pieces::default().with(family).with(given));
                }
            }
        }
    }
}

/// A part of a component.
struct Divided {
    text: String,
    /// Whether letters and digits stand in the word that it is a part of.
    numbered: bool,
}

/// A component of a name at its signs, and where its script changes.
fn divided(component: &str) -> Vec<Divided> {
    component.split([' ', ',']).flat_map(pieces_of_word).collect()
}

fn pieces_of_word(word: &str) -> Vec<Divided> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = Script::Sign;
    for c in word.chars() {
        // Marks belong to the letter before them.
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        let script = folded.chars().next().map_or(last, Script::of);
        match pieces.last_mut() {
            Some(piece) if script != Script::Sign && script == last => piece.push(c),
            _ if script != Script::Sign => pieces.push(c.to_string()),
            _ => {}
        }
        last = script;
    }
    let digits = |piece: &&String| piece.starts_with(|c| Script::of(c) == Script::Digit);
    let count = pieces.iter().filter(digits).count();
    let numbered = count > 0 && count < pieces.len();
    pieces.into_iter().map(|text| Divided { text, numbered }).collect()
}

fn weight(folded: &str, script: Script) -> Weight {
    let count = folded.chars().count();
    match script {
        _ if PARTICLES.contains(&folded) => Weight::Particle,
        Script::Digit if count >= SHORTEST_NUMBER && folded.contains(|c| c != '0') => Weight::Word,
        Script::Digit | Script::Sign => Weight::Particle,
        Script::Han | Script::Hangul | Script::Kana if count == 1 => Weight::Short,
        Script::Han | Script::Hangul | Script::Kana => Weight::Word,
        Script::Alphabet | Script::Unspaced => match count {
            0 | 1 => Weight::Initial,
            _ if count < SHORTEST_WORD => Weight::Short,
            _ => Weight::Word,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a run of these pieces tells.
    fn tells(name: &str, run: &str) -> Tells {
        let name = Name::of(name).unwrap();
        let mut seen = Run::default();
        for word in run.split(' ') {
            let is_it = |piece: &Piece| piece.spellings.iter().any(|spelling| spelling == word);
            let at = name.pieces.iter().position(is_it).unwrap_or_else(|| panic!("{word}"));
            seen.pieces = seen.pieces.with(at);
            seen.count += 1;
            seen.characters += word.chars().count();
        }
        name.tells(&seen)
    }

    #[test]
    fn what_each_part_of_a_name_tells() {
        use Tells::*;
        for (name, runs) in [
            ("Doe^Jane^Q", &[("doe", Somebody), ("jane", Somebody), ("q", Nothing)][..]),
            ("Smith-Jones^Ann", &[("smith", Somebody), ("jones", Somebody), ("ann", Somebody)]),
            (
                "O'Brien-Smythe^Mary-Kate",
                &[("brien", Somebody), ("o", Nothing), ("smythe", Somebody), ("kate", Somebody)],
            ),
            ("Li^Bo", &[("li", WhereANameStands), ("li bo", Somebody), ("bo li", Somebody)]),
            ("Li^B", &[("b", Nothing), ("b li", Somebody)]),
            ("Li^Li", &[("li", WhereANameStands), ("li li", Somebody)]),
            (
                "van der Berg^An",
                &[("van der", Nothing), ("berg", Somebody), ("an", WhereANameStands)],
            ),
            ("Do^An", &[("do an", Somebody), ("an do", Somebody), ("do", Nothing)]),
            ("LI BO", &[("bo li", Somebody)]),
            ("张^伟", &[("张", WhereANameStands), ("张 伟", Somebody), ("伟 张", Somebody)]),
            ("张伟", &[("张伟", Somebody), ("伟 张", Somebody)]),
            ("정민수", &[("정 민수", Somebody), ("민수", Somebody), ("정", WhereANameStands)]),
            ("남궁민수", &[("남궁 민수", Somebody)]),
            (
                "JUNG^MINSU=鄭^民洙=정^민수",
                &[("정 minsu", Somebody), ("鄭 民洙", Somebody), ("정", WhereANameStands)],
            ),
            (
                "Yamada^Tarou=山田^太郎=やまだ^たろう",
                &[("太郎 山田", Somebody), ("やまだ", Somebody)],
            ),
            ("ﾔﾏﾀﾞ^ﾀﾛｳ", &[("やまだ", Somebody), ("たろう", Somebody)]),
            (
                "Müller^Jürgen",
                &[("muller", Somebody), ("mueller", Somebody), ("juergen", Somebody)],
            ),
            ("Кузнецов^Иван", &[("кузнецов", Somebody), ("иван", Somebody)]),
            ("Ли^Бо", &[("ли", WhereANameStands), ("бо ли", Somebody)]),
            ("PHANTOM^12", &[("phantom", Somebody), ("12", Nothing)]),
            ("4711^0815", &[("4711", Somebody)]),
            (
                "PANCREAS_0001",
                &[("pancreas", Nothing), ("0001", Nothing), ("pancreas 0001", Somebody)],
            ),
        ] {
            for (run, expected) in runs {
                assert_eq!(tells(name, run), *expected, "{run} of {name}");
            }
        }
    }

    #[test]
    fn what_names_nobody_is_no_name() {
        for value in ["", "^", "^^^^", "Q", "A^B", "00", "0000", "-", "von"] {
            assert_eq!(Name::of(value), None, "{value}");
        }
    }
}
