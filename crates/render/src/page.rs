//! The index page of a run: a card for each series. Plain HTML and CSS in one file; nothing is
//! loaded from elsewhere, and nothing runs but what takes decisions where a page asks for them.

mod address;
mod checks;
mod decide;
mod part;
mod status;
mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use checks::{Accepted, Check, Criterion};
pub use decide::{Asks, Earlier, Question};
pub use part::Part;
pub use status::Status;
pub use words::{StatusWords, Words};

/// The style sheet; it knows statuses by [`Status::class`].
const STYLE: &str = include_str!("page.css");
/// Where the cards belong; no text on the page can be the same, as all of it is escaped.
const CARDS: &str = "<!-- cards -->";

/// Why a series has its status.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// The code of a manifest.
    pub code: &'a str,
    /// One sentence.
    pub meaning: &'a str,
    /// What can be done about it; may be empty.
    pub remedy: &'a str,
}

/// The picture on a card.
#[derive(Debug, Clone, Copy)]
pub enum Picture<'a> {
    /// A file, by its path relative to the page, with `/` between its parts.
    File(&'a str),
    /// A PNG file that becomes part of the page.
    Embedded(&'a [u8]),
}

/// A name with its value: an id with its pseudonym, a quantity with its number and unit.
pub type Fact<'a> = (&'a str, String);

/// The card of a series.
#[derive(Debug, Clone)]
pub struct Card<'a> {
    /// The heading, a pseudonym.
    pub name: &'a str,
    /// Pseudonyms and keyed ids.
    pub ids: Vec<Fact<'a>>,
    /// What became of it.
    pub status: Status,
    /// Why, gravest first.
    pub reasons: Vec<Reason<'a>>,
    /// What is known of it.
    pub numbers: Vec<Fact<'a>>,
    /// What was measured, and what that says.
    pub checks: Vec<Check<'a>>,
    /// What it looks like.
    pub picture: Option<Picture<'a>>,
}

/// The head of the page.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// Title of page and window.
    pub title: &'a str,
    /// A line under it, such as the tool with its version; may be empty.
    pub subtitle: &'a str,
    /// What holds for the whole run.
    pub facts: Vec<Fact<'a>>,
    /// By what series are judged.
    pub criteria: Vec<Criterion<'a>>,
    /// The words of the page.
    pub words: &'a Words,
}

/// The page as HTML, with the cards in the given order. All text is escaped.
///
/// ```
/// use render::page::{Card, Status, Summary, Words, index};
///
/// let card = Card {
///     name: "SERIES1",
///     ids: vec![("subject", "SUBJECT1".to_owned())],
///     status: Status::Flag,
///     reasons: vec![],
///     numbers: vec![("files", "24".to_owned())],
///     checks: vec![],
///     picture: None,
/// };
/// let summary = Summary {
///     title: "Defacing",
///     subtitle: "",
///     facts: vec![],
///     criteria: vec![],
///     words: &Words::ENGLISH,
/// };
/// let page = index(&[card], &summary);
/// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h2>SERIES1</h2>"));
/// ```
pub fn index(cards: &[Card<'_>], summary: &Summary<'_>) -> String {
    let Shell { before, after } = shell(summary, cards.iter().map(|card| card.status), &[]);
    let mut page = before;
    for one in cards {
        page.push_str(&card(one, summary.words));
    }
    page + &after
}

/// A page without its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// HTML before the first card.
    pub before: String,
    /// HTML behind the last card.
    pub after: String,
}

/// What comes before and after the cards of a page, for pages that are written card by card.
/// `statuses` are those of its cards. Where there are several `parts`, it leads to all of them.
pub fn shell(
    summary: &Summary<'_>,
    statuses: impl IntoIterator<Item = Status>,
    parts: &[Part],
) -> Shell {
    let asking = Asking { others: others(parts), ..Asking::default() };
    shelled(summary, &statuses.into_iter().collect::<Vec<_>>(), &asking)
}

/// A card, and what it asks a person.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The card.
    pub card: Card<'a>,
    /// What is to be decided about it, if anything.
    pub question: Option<Question<'a>>,
}

/// The page as HTML, with cards that ask a person: it takes decisions by key or click and saves them as a
/// table, without any network. Where there are several `parts`, it leads to all of them. Without questions and
/// other parts it is that of [`index`].
pub fn asking(cards: &[Asked<'_>], summary: &Summary<'_>, parts: &[Part]) -> String {
    let statuses: Vec<Status> = cards.iter().map(|asked| asked.card.status).collect();
    let asks = cards.iter().any(|asked| asked.question.is_some());
    let asking = match asks {
        true => {
            let asks = summary.words.asks;
            Asking { form: decide::form(asks), script: decide::script(asks), ..Asking::default() }
        }
        false => Asking::default(),
    };
    let asking = Asking { others: others(parts), ..asking };
    let Shell { before, after } = shelled(summary, &statuses, &asking);
    let mut page = before;
    for (number, Asked { card, question }) in cards.iter().enumerate() {
        page.push_str(&article(card, question.as_ref(), number, summary.words).into_string());
    }
    page + &after
}

/// What a page has that asks.
#[derive(Default)]
struct Asking {
    others: Markup,
    form: Markup,
    script: Markup,
}

/// Ways to all parts of a list.
fn others(parts: &[Part]) -> Markup {
    html! {
        @if parts.len() > 1 {
            nav {
                @for Part { file, cards } in parts {
                    a href=(address::relative(file)) { (cards.start()) "–" (cards.end()) }
                }
            }
        }
    }
}

fn shelled(summary: &Summary<'_>, statuses: &[Status], asking: &Asking) -> Shell {
    let words = summary.words;
    let whole = html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (summary.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (summary.title) }
                    @if !summary.subtitle.is_empty() { p { (summary.subtitle) } }
                    (facts(&summary.facts))
                    (checks::criteria(&summary.criteria, words))
                }
                (filters(statuses, words))
                (asking.others)
                (asking.form)
                main {
                    (PreEscaped(CARDS))
                    @if statuses.is_empty() { p { (words.none) } }
                }
                (asking.script)
            }
        }
    }
    .into_string();
    let (before, after) = whole.split_once(CARDS).unwrap_or((&whole, ""));
    Shell { before: before.to_owned(), after: after.to_owned() }
}

/// Buttons that show only the cards of one status; they work by style sheet alone.
fn filters(statuses: &[Status], words: &Words) -> Markup {
    let count = |status| statuses.iter().filter(|one| **one == status).count();
    html! {
        fieldset {
            legend { (words.show) }
            label {
                input type="radio" name="show" id="show-all" checked;
                span { (words.all) " " b { (statuses.len()) } }
            }
            @for status in Status::ALL {
                label class=(status.class()) {
                    input type="radio" name="show" id={ "show-" (status.class()) };
                    span { i aria-hidden="true" { (status.sign()) } " " (words.status(status)) " " b { (count(status)) } }
                }
            }
        }
    }
}

/// One card, as HTML.
pub fn card(card: &Card<'_>, words: &Words) -> String {
    article(card, None, 0, words).into_string()
}

/// The same, and what it asks; `number` tells its fields from those of other cards.
fn article(
    card: &Card<'_>,
    question: Option<&Question<'_>>,
    number: usize,
    words: &Words,
) -> Markup {
    let earlier = question.and_then(|question| question.earlier.as_ref());
    html! {
        article class=(card.status.class())
            data-series=[question.map(|question| question.series)]
            data-code=[question.map(|question| question.code)]
            data-decision=[earlier.map(|earlier| earlier.decision)]
            data-by=[earlier.map(|earlier| earlier.by)]
            data-date=[earlier.map(|earlier| earlier.date)]
            data-reason=[earlier.map(|earlier| earlier.reason)]
            data-eyes=[earlier.map(|earlier| earlier.eyes.as_str())] {
            @if let Some(picture) = &card.picture { (shown(picture, words.pictures, card.name)) }
            div {
                h2 { (card.name) }
                p.status {
                    i aria-hidden="true" { (card.status.sign()) } " " (words.status(card.status))
                }
                @for reason in &card.reasons {
                    p.reason {
                        code { (reason.code) } " " (reason.meaning)
                        @if !reason.remedy.is_empty() { " " span { (reason.remedy) } }
                    }
                }
                @if question.is_some() { (decide::question(number, words.asks)) }
                (facts(&card.numbers))
                (checks::table(&card.checks, words))
                @if !card.ids.is_empty() { div.ids { (facts(&card.ids)) } }
            }
        }
    }
}

fn shown(picture: &Picture<'_>, words: &str, name: &str) -> Markup {
    let address = match picture {
        Picture::File(path) => address::relative(path),
        Picture::Embedded(png) => address::embedded(png),
    };
    let image = html! { img src=(address) alt={ (words) " " (name) } loading="lazy"; };
    match picture {
        Picture::File(_) => html! { a href=(address) { (image) } },
        // A browser opens no link to an embedded picture.
        Picture::Embedded(_) => image,
    }
}

fn facts(facts: &[Fact<'_>]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl {
                @for (name, value) in facts { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str, status: Status) -> Card<'_> {
        let (ids, reasons, numbers, checks) = (vec![], vec![], vec![], vec![]);
        Card { name, ids, status, reasons, numbers, checks, picture: None }
    }

    fn summary(title: &str) -> Summary<'_> {
        let words = &Words::ENGLISH;
        Summary { title, subtitle: "", facts: vec![], criteria: vec![], words }
    }

    #[test]
    fn all_text_is_escaped() {
        let evil = "</style><script>alert('1')</script>\"&";
        let cards = [Card {
            ids: vec![(evil, evil.into())],
            reasons: vec![Reason { code: evil, meaning: evil, remedy: evil }],
            numbers: vec![(evil, evil.into())],
            checks: vec![Check {
                group: evil,
                name: evil,
                value: evil.into(),
                limit: evil.into(),
                accepted: Accepted::No,
            }],
            picture: Some(Picture::File(evil)),
            ..card(evil, Status::Flag)
        }];
        let head = Summary {
            subtitle: evil,
            facts: vec![(evil, evil.into())],
            criteria: vec![Criterion { name: evil, limit: evil.into(), meaning: evil }],
            ..summary(evil)
        };
        let page = index(&cards, &head);
        assert!(!page.contains("<script") && !page.contains("alert('1')</script"));
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(page.contains("&lt;script&gt;alert('1')&lt;/script&gt;&quot;&amp;"));
        assert!(page.contains("src=\"./%3C/style%3E"));
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let cards = [Card { picture: Some(Picture::Embedded(b"png")), ..card("a", Status::Ok) }];
        let page = index(&cards, &summary("Run"));
        for foreign in ["http:", "https:", "url(", "@import", "<link", "<script", " href="] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(page.contains("src=\"data:image/png;base64,cG5n\""));
    }

    #[test]
    fn a_page_asks_only_where_there_is_something_to_decide() {
        let asked = |question| Asked { card: card("a", Status::Flag), question };
        assert_eq!(
            asking(&[asked(None)], &summary("Run"), &[]),
            index(&[card("a", Status::Flag)], &summary("Run"))
        );
        let evil = "\"><script>alert('1')</script>";
        let earlier =
            Earlier { decision: evil, by: evil, date: evil, reason: evil, eyes: evil.into() };
        let question = Question { series: evil, code: evil, earlier: Some(earlier) };
        let page = asking(&[asked(Some(question))], &summary("Run"), &[]);
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("alert('1')</script") && page.contains("data-series=\"&quot;&gt;"));
        for foreign in
            ["http:", "https:", "url(", "@import", "<link", "fetch(", "XMLHttp", "import("]
        {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_page_of_several_leads_to_all_of_them() {
        let part = |file: &str, cards| Part { file: file.to_owned(), cards };
        let parts = [part("index.html", 1..=500), part("index-2.html", 501..=502)];
        let cards = [Asked { card: card("a", Status::Ok), question: None }];
        let page = asking(&cards, &summary("Run"), &parts);
        assert!(page.contains("<a href=\"./index-2.html\">501–502</a>"), "{page}");
        assert!(!asking(&cards, &summary("Run"), &parts[..1]).contains("<nav"));
    }

    #[test]
    fn cards_stand_in_the_given_order_and_are_counted_by_status() {
        let cards =
            [card("first", Status::Ok), card("second", Status::Fail), card("third", Status::Ok)];
        let page = index(&cards, &summary("Run"));
        let at = |text: &str| page.find(text).unwrap();
        assert!(at("<h2>first") < at("<h2>second") && at("<h2>second") < at("<h2>third"));
        assert!(page.contains("all <b>3</b>") && page.contains(" ok <b>2</b>"));
        assert!(page.contains(" fail <b>1</b>") && page.contains(" flag <b>0</b>"));
        assert_eq!(page.matches("<article class=\"ok\">").count(), 2);
    }

    #[test]
    fn a_run_of_nothing_says_so() {
        assert!(index(&[], &summary("Run")).contains("No series."));
    }
}
