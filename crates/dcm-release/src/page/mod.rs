//! The statement as a page that a board reads: one file, nothing is loaded, nothing runs.

mod decisions;
mod outcome;
mod proof;
mod risk;
mod rules;
mod stages;
mod words;

use dicom_common::code::Lang;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::statement::Statement;

use decisions::decisions;
use outcome::{balance, head};
use proof::{hashes, programs, signature};
use risk::risk;
use stages::{asked, not_checked, stages};

const STYLE: &str = include_str!("page.css");

/// The page of a statement. The chain that it shows is everything before the page itself.
pub fn page(statement: &Statement, lang: Lang) -> String {
    let title = lang.of("Statement of release", "공개 확인서");
    let number = Numbering::default();
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (head(statement, title, lang))
                main {
                    (section(&number, lang.of("What became of the inputs", "입력 파일의 처리 결과"), balance(&statement.counts, lang)))
                    (section(&number, lang.of("What was asked", "요청한 처리"), asked(statement, lang)))
                    (section(&number, lang.of("What each stage looked at and found", "단계별 처리 내용과 결과"), stages(statement, lang)))
                    (section(&number, lang.of("What was not checked", "확인하지 않은 것"), not_checked(statement, lang)))
                    (section(&number, lang.of("Decisions of persons", "담당자의 결정"), decisions(statement, lang)))
                    (section(&number, lang.of("Residual risk", "잔여 위험"), risk(statement, lang)))
                    (section(&number, lang.of("Which step treats what the rules name", "규정별 처리 단계"), html! {
                        p.faint { (lang.of(
                            "Where the texts name something, and which step of this pipeline is about it. This is no legal opinion.",
                            "각 규정이 언급하는 항목과 그것을 다루는 단계입니다. 법률 의견이 아닙니다.",
                        )) }
                        (rules::tables(lang))
                    }))
                    (section(&number, lang.of("Programs", "프로그램"), programs(statement, lang)))
                    (section(&number, lang.of("Hashes", "해시"), hashes(statement, lang)))
                    (section(&number, lang.of("Signature", "서명"), signature(statement, lang)))
                }
            }
        }
    }
    .into_string()
}

/// Numbers of sections, for readers who refer to them.
#[derive(Default)]
struct Numbering(std::cell::Cell<usize>);

impl Numbering {
    fn next(&self) -> usize {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

fn section(number: &Numbering, title: &str, content: Markup) -> Markup {
    html! { section { h2 { span.number { (number.next()) } " " (title) } (content) } }
}
