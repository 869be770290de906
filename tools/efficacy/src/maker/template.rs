//! Texts in which identifiers stand among words that must be retained.

use anyhow::{Context, Result};

use crate::class::Class;

use super::person::Person;

/// A text, with what is required of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text with the person's values in it.
    pub text: String,
    /// Words and what must become of them.
    pub parts: Vec<(Class, String)>,
}

/// Fills a template: `[words]` must be retained, `{name}` is replaced by a value of the person that
/// must be removed, `<name>` by one that must be retained; of the rest nothing is required.
///
/// # Errors
/// When nothing has such a name, or a bracket is not closed.
pub fn render(template: &str, person: &Person) -> Result<Rendered> {
    let mut rendered = Rendered { text: String::new(), parts: Vec::new() };
    let mut rest = template;
    while let Some(at) = rest.find(['[', '{', '<']) {
        let (plain, marked) = rest.split_at(at);
        rendered.text.push_str(plain);
        let close = match marked.chars().next() {
            Some('[') => ']',
            Some('{') => '}',
            _ => '>',
        };
        let end = marked.find(close).with_context(|| format!("no {close} in {template}"))?;
        let inside = marked.get(1..end).unwrap_or_default();
        let (class, value) = match close {
            ']' => (Class::TextRetained, inside),
            '}' => (Class::TextRemoved, person.value(inside)?),
            _ => (Class::TextRetained, person.value(inside)?),
        };
        rendered.text.push_str(value);
        rendered.parts.push((class, value.to_owned()));
        rest = marked.get(end + 1..).unwrap_or_default();
    }
    rendered.text.push_str(rest);
    Ok(rendered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maker::people::Culture;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    #[test]
    fn marked_parts_are_filled_in_and_noted() {
        let culture = &Culture::all().unwrap()[0];
        let person = Person::draw(&mut Xoshiro256PlusPlus::seed_from_u64(1), culture, 0).unwrap();
        let [id, serial] = ["id", "serial"].map(|name| person.value(name).unwrap().to_owned());
        let rendered = render("[CT head] for {id} on <serial>.", &person).unwrap();
        assert_eq!(rendered.text, format!("CT head for {id} on {serial}."));
        let parts = [
            (Class::TextRetained, "CT head".to_owned()),
            (Class::TextRemoved, id),
            (Class::TextRetained, serial),
        ];
        assert_eq!(rendered.parts, parts);
        for wrong in ["{nobody}", "[open"] {
            assert!(render(wrong, &person).is_err(), "{wrong}");
        }
    }
}
