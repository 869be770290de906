//! Actions, treatments and risks in words.

use dicom_common::deid::policy::{Action, Risk, Treatment};

/// What is done, in a word or two; the letters of PS3.15 where the attribute's type decides.
pub fn treatment(treatment: Treatment) -> String {
    match treatment {
        Treatment::Fixed(action) => self::action(action),
        Treatment::ByType { x, z, d, u } => [(x, "X"), (z, "Z"), (d, "D"), (u, "U")]
            .into_iter()
            .filter_map(|(set, letter)| set.then_some(letter))
            .collect::<Vec<_>>()
            .join("/"),
    }
}

fn action(action: Action) -> String {
    match action {
        Action::Keep => "keep".into(),
        Action::Clean => "clean".into(),
        Action::Remove => "remove".into(),
        Action::Empty => "empty".into(),
        Action::Dummy => "dummy".into(),
        Action::Hash => "hash".into(),
        Action::Uid => "new UID".into(),
        Action::Shift => "shift".into(),
        Action::Round(width) => format!("round to {width}"),
    }
}

/// How strongly an attribute identifies.
pub fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::None => "none",
        Risk::Quasi => "quasi",
        Risk::Identifying => "identifying",
        Risk::Absolute => "absolute",
    }
}

/// A tag as the standard prints it, `(0010,0020)`; `None` for the name of a class.
pub fn tag(tag: &str) -> Option<String> {
    let hexadecimal = tag.len() == 8 && tag.bytes().all(|b| b.is_ascii_hexdigit());
    let (group, element) = hexadecimal.then(|| tag.split_at_checked(4))??;
    Some(format!("({group},{element})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_printed_as_the_standard_does() {
        let by_type = Treatment::from_code("X/Z/D").unwrap();
        assert_eq!(treatment(by_type), "X/Z/D");
        assert_eq!(treatment(Treatment::Fixed(Action::Round(5))), "round to 5");
    }

    #[test]
    fn only_tags_are_tags() {
        assert_eq!(tag("0008103E").as_deref(), Some("(0008,103E)"));
        assert_eq!(tag("60xxxxxx"), None);
        assert_eq!(tag("private"), None);
    }
}
