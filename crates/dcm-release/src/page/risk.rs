//! How many people share what is left to tell them apart.

use dicom_common::code::Lang;
use maud::{Markup, html};

use crate::statement::Statement;

use super::words::count;

pub(super) fn risk(statement: &Statement, lang: Lang) -> Markup {
    let risk = &statement.risk;
    html! {
        p { (lang.of(
            "What the headers of the released files leave to tell people apart: age, sex, modality, scanner model and year (moved where dates are moved). The fewer people share a combination, the easier one of them is found.",
            "공개 파일의 헤더에 남아 사람을 구별할 수 있는 정보는 나이, 성별, 검사 종류, 장비 모델, 연도(날짜를 이동한 경우 이동한 연도)입니다. 같은 조합을 가진 사람이 적을수록 특정하기 쉽습니다.",
        )) }
        table.narrow {
            thead { tr {
                th scope="col" { (lang.of("People who share a combination", "조합을 공유하는 사람 수")) }
                th.n scope="col" { (lang.of("Combinations", "조합 수")) }
            } }
            tbody {
                @for share in &risk.distribution {
                    tr {
                        th scope="row" {
                            @match share.to {
                                Some(to) if to == share.from => (count(to)),
                                Some(to) => { (count(share.from)) "–" (count(to)) },
                                None => { (count(share.from)) " " (lang.of("or more", "이상")) },
                            }
                        }
                        td.n { (count(share.combinations)) }
                    }
                }
                tr.sum { th scope="row" { (lang.of("All", "전체")) ": " (count(risk.people)) " " (lang.of("people", "명")) } td.n { (count(risk.combinations)) } }
            }
        }
        @if let Some(alone) = risk.distribution.first().map(|share| share.combinations).filter(|alone| *alone > 0) {
            p.alone { (match lang {
                Lang::En => format!("{} of {} combinations belong to a single person.", count(alone), count(risk.combinations)),
                Lang::Ko => format!("조합 {}개 가운데 {}개는 한 사람에게만 해당합니다.", count(risk.combinations), count(alone)),
            }) }
        }
        @if !risk.smallest.is_empty() {
            h3 { (lang.of("Shared by the fewest", "가장 적은 사람이 공유하는 조합")) }
            table {
                thead { tr {
                    @for name in [
                        lang.of("Age", "나이"), lang.of("Sex", "성별"), lang.of("Modality", "검사 종류"),
                        lang.of("Model", "장비 모델"), lang.of("Year", "연도"),
                    ] { th scope="col" { (name) } }
                    th.n scope="col" { (lang.of("People", "사람")) }
                } }
                tbody {
                    @for cell in &risk.smallest {
                        tr {
                            @let c = &cell.combination;
                            @for value in [&c.age, &c.sex, &c.modality, &c.model, &c.year] { td { (value) } }
                            td.n { (count(cell.people)) }
                        }
                    }
                }
            }
            @if risk.combinations > risk.smallest.len() as u64 {
                p.faint { (lang.of("Further combinations are shared by as many people or more.", "나머지 조합은 이와 같거나 더 많은 사람이 공유합니다.")) }
            }
        }
    }
}
