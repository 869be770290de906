//! Decisions by a person, taken on the page itself: by key or click, without any network.

use maud::{Markup, PreEscaped, html};

/// What runs on a page that takes decisions; it knows elements by the names below.
const SCRIPT: &str = include_str!("decide.js");

/// What can be decided: the word of the table, its key, and what it means.
const CHOICES: [(&str, &str, &str); 4] = [
    ("pass", "P", "pass it on as it is"),
    ("deep", "D", "make the larger cut"),
    ("eyes", "E", "cut at these eyes"),
    ("leave-out", "L", "leave it out"),
];

/// A card that asks a person.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The series as a table of decisions names it.
    pub series: &'a str,
    /// The code that a person would let pass.
    pub code: &'a str,
    /// What was decided before; nothing most often.
    pub earlier: Option<Earlier<'a>>,
}

/// What was decided before.
#[derive(Debug, Clone)]
pub struct Earlier<'a> {
    /// The word of the table.
    pub decision: &'a str,
    /// By whom.
    pub by: &'a str,
    /// When.
    pub date: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Six numbers (LPS, mm), or nothing.
    pub eyes: String,
}

/// What is asked once on a page.
pub(super) fn form() -> Markup {
    html! {
        section.decide {
            p {
                "Look at each picture and decide. " kbd { "J" } " and " kbd { "K" } " go from one to the next, "
                @for (word, key, _) in CHOICES { kbd { (key) } " " (word) ", " }
                kbd { "U" } " undoes, " kbd { "Esc" } " leaves a field, " kbd { "S" } " saves. Nothing leaves this page but the table."
            }
            label { "by " input id="decide-by" type="text" maxlength="500" autocomplete="off"; }
            label { "on " input id="decide-date" type="text" maxlength="30" autocomplete="off"; }
            button id="decide-save" type="button" { "Save decisions.csv" }
            output id="decide-say" {}
            pre id="decide-csv" hidden {}
        }
    }
}

/// What is asked on a card; `number` tells its fields from those of other cards.
pub(super) fn question(number: usize) -> Markup {
    html! {
        fieldset.decide {
            @for (word, key, meaning) in CHOICES {
                label title=(meaning) {
                    input type="radio" name={ "decision-" (number) } value=(word);
                    span { kbd { (key) } " " (word) }
                }
            }
            button type="button" name="clear" { kbd { "U" } " undo" }
            label { "why " input type="text" name="reason" maxlength="500" autocomplete="off"; }
            label hidden { "eyes, LPS mm " input type="text" name="eyes" placeholder="x y z x y z" autocomplete="off"; }
        }
    }
}

/// What runs on the page.
pub(super) fn script() -> Markup {
    html! { script { (PreEscaped(SCRIPT)) } }
}
