//! Tables of what was measured and by what it is judged.

use maud::{Markup, html};

use super::words::Words;

/// A quantity that was measured.
#[derive(Debug, Clone)]
pub struct Check<'a> {
    /// What it belongs to: a line over the first of each group; may be empty.
    pub group: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its value with its unit, as it is shown.
    pub value: String,
    /// What is accepted; may be empty.
    pub limit: String,
    /// Whether the value is accepted.
    pub accepted: Accepted,
}

/// Whether a value is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It decides nothing, or could not be judged.
    Undecided,
}

/// A quantity by which series are judged.
#[derive(Debug, Clone)]
pub struct Criterion<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is accepted; may be empty.
    pub limit: String,
    /// What it tells, in a sentence.
    pub meaning: &'a str,
}

/// What was measured of a series.
pub(super) fn table(checks: &[Check<'_>], words: &Words) -> Markup {
    let groups = checks.chunk_by(|one, next| one.group == next.group);
    html! {
        @if !checks.is_empty() {
            table.checks {
                thead {
                    tr {
                        th scope="col" { (words.check) }
                        th.value scope="col" { (words.value) }
                        th.value scope="col" { (words.limit) }
                        th scope="col" { (words.verdict) }
                    }
                }
                @for group in groups { (rows(group, words)) }
            }
        }
    }
}

fn rows(group: &[Check<'_>], words: &Words) -> Markup {
    let title = group.first().map(|check| check.group).unwrap_or_default();
    html! {
        tbody {
            @if !title.is_empty() { tr { th.group colspan="4" scope="rowgroup" { (title) } } }
            @for check in group {
                tr class=[(check.accepted == Accepted::Undecided).then_some("faint")] {
                    th scope="row" { (check.name) }
                    td.value { (check.value) }
                    td.value { (check.limit) }
                    (accepted(check.accepted, words))
                }
            }
        }
    }
}

fn accepted(accepted: Accepted, words: &Words) -> Markup {
    match accepted {
        Accepted::Yes => html! { td.pass { i aria-hidden="true" { "✓" } " " (words.pass) } },
        Accepted::No => html! { td.miss { i aria-hidden="true" { "✕" } " " (words.fail) } },
        Accepted::Undecided => html! { td { "–" } },
    }
}

/// By what series are judged.
pub(super) fn criteria(criteria: &[Criterion<'_>], words: &Words) -> Markup {
    html! {
        @if !criteria.is_empty() {
            table.criteria {
                caption { (words.criteria) }
                thead {
                    tr {
                        th scope="col" { (words.check) }
                        th scope="col" { (words.limit) }
                        th scope="col" { (words.meaning) }
                    }
                }
                tbody {
                    @for criterion in criteria {
                        tr class=[criterion.limit.is_empty().then_some("faint")] {
                            th scope="row" { (criterion.name) }
                            td.limit { (criterion.limit) }
                            td { (criterion.meaning) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(group: &'static str, accepted: Accepted) -> Check<'static> {
        Check {
            group, name: "covered", value: "97.25 %".into(), limit: "≥ 95 %".into(), accepted
        }
    }

    #[test]
    fn each_group_has_one_line_above_and_each_check_its_verdict() {
        let checks =
            [check("a", Accepted::Yes), check("a", Accepted::No), check("b", Accepted::Undecided)];
        let table = table(&checks, &Words::ENGLISH).into_string();
        assert_eq!(table.matches("rowgroup").count(), 2);
        assert_eq!(table.matches("</i> ok").count(), 1);
        assert_eq!(table.matches("</i> fail").count(), 1);
        assert_eq!(table.matches("class=\"faint\"").count(), 1);
        assert_eq!(table.matches("97.25 %").count(), 3);
    }

    #[test]
    fn where_nothing_was_measured_there_is_no_table() {
        assert_eq!(table(&[], &Words::ENGLISH).into_string(), "");
        assert_eq!(criteria(&[], &Words::ENGLISH).into_string(), "");
    }
}
