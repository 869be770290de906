//! What persons decided.

use dicom_common::code::Lang;
use dicom_common::pipeline::decisions::Verdict;
use maud::{Markup, html};

use crate::statement::Statement;

use super::words::count;

pub(super) fn decisions(statement: &Statement, lang: Lang) -> Markup {
    html! {
        @if statement.decisions.is_empty() {
            p { (lang.of("None. No file was released against the word of a tool.", "없음. 검사 결과에 반하여 공개된 파일이 없습니다.")) }
        } @else {
            table {
                thead { tr {
                    th scope="col" { (lang.of("Series", "시리즈")) }
                    th scope="col" { (lang.of("Decision", "결정")) }
                    th scope="col" { (lang.of("By, on", "결정자, 날짜")) }
                    th scope="col" { (lang.of("Reason", "이유")) }
                    th.n scope="col" { (lang.of("Files", "파일")) }
                } }
                tbody {
                    @for one in &statement.decisions {
                        tr {
                            td.hash { (one.series) }
                            td {
                                (match Verdict::parse(&one.decision) {
                                    Some(Verdict::Pass) => lang.of("release", "공개"),
                                    Some(Verdict::Deep) => lang.of("cut deeper", "더 넓게 제거"),
                                    Some(Verdict::Eyes) => lang.of("cut at the eyes shown", "지정한 눈 위치에서 제거"),
                                    Some(Verdict::LeaveOut) | None => lang.of("hold back", "보류"),
                                })
                                @if !one.code.is_empty() { " " code { (one.code) } }
                            }
                            td { (one.by) ", " (one.date) }
                            td { (one.reason) }
                            td.n { (count(one.files)) }
                        }
                    }
                }
            }
        }
    }
}
