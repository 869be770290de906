//! Names of columns that look like those of this format and are others.

use unicode_normalization::UnicodeNormalization;

use super::column::Column;

/// The column for which somebody may take a name that is not its own: with a blank, in capitals, in
/// letters of another script. What it hides would be handed on.
pub(super) fn looks_like(name: &str) -> Option<Column> {
    if Column::parse(name).is_some() {
        return None;
    }
    let seen = seen(name);
    Column::ALL.iter().copied().find(|column| self::seen(column.name()) == seen)
}

/// What somebody sees of a name: letters and digits alone, in lower case, without marks.
fn seen(name: &str) -> String {
    name.nfkd()
        .flat_map(char::to_lowercase)
        .map(latin)
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// The Latin letter that a Cyrillic, Greek or Armenian one looks like.
fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'Ь' | 'ь' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' | 'ɗ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'հ' => 'h',
        'і' | 'ι' | 'ı' | 'ӏ' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'ո' | 'п' | 'η' => 'n',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_pass_for_a_column_are_known() {
        for name in [
            " scrub",
            "scrub ",
            "Scrub",
            "SCRUB",
            "scrub\u{a0}",
            "\u{feff}scrub",
            "s\u{441}rub",
            "scr\u{200b}ub",
            "\"scrub\"",
            "scrub.",
            "\u{ff53}crub",
            "scr\u{fc}b",
            "-scrub",
        ] {
            assert_eq!(looks_like(name), Some(Column::Scrub), "{name:?}");
        }
        assert_eq!(looks_like("deface code"), Some(Column::DefaceCode));
        for name in ["scrub", "mine", "scrubbed", "site", "", "x_scrub", "schema2"] {
            assert_eq!(looks_like(name), None, "{name:?}");
        }
    }
}
