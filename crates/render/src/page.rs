//! The index page of a run: a card for each series. Plain HTML and CSS in one file; nothing is
//! loaded from elsewhere, nothing runs.

mod address;

use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

/// What became of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It could not be treated.
    Fail,
    /// Someone should look at it.
    Flag,
    /// There was nothing to treat.
    Skip,
    /// All is well.
    Ok,
}

impl Status {
    /// What needs a person first.
    pub const ALL: [Status; 4] = [Status::Fail, Status::Flag, Status::Skip, Status::Ok];

    /// The word of a manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Fail => "fail",
            Status::Flag => "flag",
            Status::Skip => "skip",
            Status::Ok => "ok",
        }
    }

    /// A sign for those who do not tell colours apart.
    fn sign(self) -> &'static str {
        match self {
            Status::Fail => "✕",
            Status::Flag => "!",
            Status::Skip => "–",
            Status::Ok => "✓",
        }
    }
}

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
pub struct Entry<'a> {
    /// The heading, a pseudonym.
    pub name: &'a str,
    /// Pseudonyms and keyed ids.
    pub ids: Vec<Fact<'a>>,
    /// What became of it.
    pub status: Status,
    /// Why.
    pub reason: Option<Reason<'a>>,
    /// What was measured.
    pub numbers: Vec<Fact<'a>>,
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
}

/// The page, with the cards in the given order. All text is escaped.
pub fn index(entries: &[Entry<'_>], summary: &Summary<'_>) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
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
                }
                (filters(entries))
                main {
                    @for entry in entries { (card(entry)) }
                    @if entries.is_empty() { p { "No series." } }
                }
            }
        }
    }
    .into_string()
}

/// Buttons that show only the cards of one status; they work by style sheet alone.
fn filters(entries: &[Entry<'_>]) -> Markup {
    let count = |status| entries.iter().filter(|entry| entry.status == status).count();
    html! {
        fieldset {
            legend { "Show" }
            label {
                input type="radio" name="show" id="show-all" checked;
                span { "all " b { (entries.len()) } }
            }
            @for status in Status::ALL {
                label class=(status.as_str()) {
                    input type="radio" name="show" id={ "show-" (status.as_str()) };
                    span { i aria-hidden="true" { (status.sign()) } " " (status.as_str()) " " b { (count(status)) } }
                }
            }
        }
    }
}

fn card(entry: &Entry<'_>) -> Markup {
    let status = entry.status.as_str();
    html! {
        article class=(status) {
            @if let Some(picture) = &entry.picture { (shown(picture, entry.name)) }
            div {
                h2 { (entry.name) }
                p.status { i aria-hidden="true" { (entry.status.sign()) } " " (status) }
                @if let Some(reason) = &entry.reason {
                    p.reason {
                        code { (reason.code) } " " (reason.meaning)
                        @if !reason.remedy.is_empty() { " " span { (reason.remedy) } }
                    }
                }
                (facts(&entry.numbers))
                div.ids { (facts(&entry.ids)) }
            }
        }
    }
}

fn shown(picture: &Picture<'_>, name: &str) -> Markup {
    let address = match picture {
        Picture::File(path) => address::relative(path),
        Picture::Embedded(png) => address::embedded(png),
    };
    let image = html! { img src=(address) alt={ "Pictures of " (name) } loading="lazy"; };
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

    fn entry(name: &str, status: Status) -> Entry<'_> {
        Entry { name, ids: vec![], status, reason: None, numbers: vec![], picture: None }
    }

    fn summary(title: &str) -> Summary<'_> {
        Summary { title, subtitle: "", facts: vec![] }
    }

    #[test]
    fn all_text_is_escaped() {
        let evil = "</style><script>alert('1')</script>\"&";
        let entries = [Entry {
            ids: vec![(evil, evil.into())],
            reason: Some(Reason { code: evil, meaning: evil, remedy: evil }),
            numbers: vec![(evil, evil.into())],
            picture: Some(Picture::File(evil)),
            ..entry(evil, Status::Flag)
        }];
        let head = Summary { title: evil, subtitle: evil, facts: vec![(evil, evil.into())] };
        let page = index(&entries, &head);
        assert!(!page.contains("<script") && !page.contains("alert('1')</script"));
        assert_eq!(page.matches("</style>").count(), 1);
        assert!(page.contains("&lt;script&gt;alert('1')&lt;/script&gt;&quot;&amp;"));
        assert!(page.contains("src=\"./%3C/style%3E"));
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let entries =
            [Entry { picture: Some(Picture::Embedded(b"png")), ..entry("a", Status::Ok) }];
        let page = index(&entries, &summary("Run"));
        for foreign in ["http:", "https:", "url(", "@import", "<link", "<script", " href="] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(page.contains("src=\"data:image/png;base64,cG5n\""));
    }

    #[test]
    fn cards_stand_in_the_given_order_and_are_counted_by_status() {
        let entries =
            [entry("first", Status::Ok), entry("second", Status::Fail), entry("third", Status::Ok)];
        let page = index(&entries, &summary("Run"));
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
