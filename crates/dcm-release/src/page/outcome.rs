//! What became of the inputs: the heading with its counts, and the balance to the last row.

use dicom_common::code::Lang;
use maud::{Markup, html};

use crate::statement::{Counts, HeldBack, Statement};

use super::words::{count, meaning, size};

pub(super) fn head(statement: &Statement, title: &str, lang: Lang) -> Markup {
    let Statement { counts, release, tool, .. } = statement;
    let (inputs, released, held) =
        (count(counts.inputs), count(counts.released.files), count(counts.held_back));
    let verdict = match (counts.released.files, counts.held_back, lang) {
        (0, _, Lang::En) => format!("None of the {inputs} files is released."),
        (0, _, Lang::Ko) => format!("파일 {inputs}개 가운데 공개되는 것이 없습니다."),
        (_, 0, Lang::En) => format!("All {inputs} files are released."),
        (_, 0, Lang::Ko) => format!("파일 {inputs}개를 모두 공개합니다."),
        (_, _, Lang::En) => {
            format!("{released} of {inputs} files are released, {held} are held back.")
        }
        (_, _, Lang::Ko) => {
            format!("파일 {inputs}개 가운데 {released}개를 공개하고 {held}개를 보류합니다.")
        }
    };
    let class = if counts.released.files == 0 { "verdict none" } else { "verdict" };
    let facts = [
        (lang.of("Released by", "공개자"), release.by.as_deref()),
        (lang.of("Organisation", "기관"), release.organisation.as_deref()),
        (lang.of("Purpose", "목적"), release.purpose.as_deref()),
        (lang.of("Date", "날짜"), release.date.as_deref()),
    ];
    html! {
        header {
            p.kind { (tool.name) " " (tool.version) " · " (lang.of("for the giver and the board, not part of what is shared", "제공자와 심의위원회용이며 공유 대상이 아님")) }
            h1 { (title) }
            p class=(class) { (verdict) }
            dl {
                @for (name, value) in facts {
                    div { dt { (name) } dd { @match value { Some(value) => (value), None => span.faint { (lang.of("not named", "기재 없음")) } } } }
                }
            }
            dl.totals {
                @for (name, value) in [
                    (lang.of("people (pseudonyms)", "사람(가명)"), counts.released.subjects),
                    (lang.of("studies", "검사"), counts.released.studies),
                    (lang.of("series", "시리즈"), counts.released.series),
                    (lang.of("files", "파일"), counts.released.files),
                ] { div { dd { (count(value)) } dt { (name) } } }
                div { dd { (size(counts.released.bytes)) } dt { (lang.of("in all", "전체 크기")) } }
            }
        }
    }
}

pub(super) fn balance(counts: &Counts, lang: Lang) -> Markup {
    html! {
        table.balance {
            tbody {
                tr { th scope="row" { (lang.of("Inputs", "입력")) } td.n { (count(counts.inputs)) } td {} }
                tr { th scope="row" { "= " (lang.of("released", "공개")) } td.n { (count(counts.released.files)) } td { (lang.of("every required stage accepted them, and they are still the same bytes", "필요한 모든 단계가 승인하였고 내용이 바뀌지 않음")) } }
                tr { th scope="row" { "+ " (lang.of("held back", "보류")) } td.n { (count(counts.held_back)) } td { @if counts.held_back > 0 { (lang.of("for the reasons below", "아래의 이유")) } } }
            }
        }
        @if !counts.reasons.is_empty() {
            table {
                thead { tr {
                    th scope="col" { (lang.of("Held back by", "보류한 단계")) }
                    th scope="col" { (lang.of("Why", "이유")) }
                    th.n scope="col" { (lang.of("Series", "시리즈")) }
                    th.n scope="col" { (lang.of("Files", "파일")) }
                } }
                tbody {
                    @for reason in &counts.reasons { (held(reason, lang)) }
                    tr.sum { th scope="row" { (lang.of("Sum", "합계")) } td {} td {} td.n { (count(counts.held_back)) } }
                }
            }
        }
    }
}

fn held(reason: &HeldBack, lang: Lang) -> Markup {
    let code = reason.code.as_deref();
    html! {
        tr {
            th scope="row" { (reason.tool) }
            td { (meaning(code, lang)) @if let Some(code) = code { " " code { (code) } } }
            td.n { @if reason.series > 0 { (count(reason.series)) } @else { "–" } }
            td.n { (count(reason.files)) }
        }
    }
}
