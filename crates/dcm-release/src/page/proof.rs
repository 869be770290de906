//! What the statement stands on: programs, hashes, a signature.

use dicom_common::code::Lang;
use maud::{Markup, html};

use crate::chain;
use crate::chain::Kind;
use crate::statement::Statement;

use super::words::{count, size};

pub(super) fn programs(statement: &Statement, lang: Lang) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { (lang.of("Program", "프로그램")) }
                th scope="col" { (lang.of("Fingerprint of version and settings", "버전과 설정의 지문")) }
                th scope="col" { (lang.of("Run record", "실행 기록")) }
                th.n scope="col" { (lang.of("Files", "파일")) }
            } }
            tbody {
                @for program in &statement.programs {
                    tr {
                        th scope="row" { (program.tool) }
                        td { code { (program.configuration) } }
                        td { @match program.record.and_then(|at| statement.records.get(usize::try_from(at).ok()?)) {
                            Some(record) => (record_words(record)),
                            None => span.faint { (lang.of("none given", "제출되지 않음")) },
                        } }
                        td.n { (count(program.files)) }
                    }
                }
                tr {
                    th scope="row" { (statement.tool.name) " " (statement.tool.version) }
                    td { code { (statement.tool.configuration) } }
                    td { (lang.of("this statement", "이 확인서")) }
                    td.n { (count(statement.counts.inputs)) }
                }
            }
        }
    }
}

/// Version, times and settings of a record.
fn record_words(record: &serde_json::Value) -> Markup {
    let text = |name: &str| record.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let settings = record.get("settings").and_then(|value| value.as_array());
    html! {
        @let seconds = record.get("seconds").and_then(serde_json::Value::as_f64);
        (text("tool")) " " (text("version")) " · " (text("began"))
        @if let Some(seconds) = seconds { " · " (format!("{seconds:.1} s")) }
        @if let Some(settings) = settings {
            @for setting in settings.iter().filter_map(|value| value.as_str()) { div { code { (setting) } } }
        }
    }
}

pub(super) fn hashes(statement: &Statement, lang: Lang) -> Markup {
    html! {
        p { (lang.of(
            "Each line is bound to those before it; the last one stands for all. To check: ",
            "각 줄은 앞의 줄들에 묶여 있으며 마지막 줄이 전체를 대표합니다. 확인 방법: ",
        )) code { "dcm-release verify share evidence/statement.json" } }
        div.hashes {
            @for link in &statement.chain {
                div {
                    b { (match link.kind { Kind::Share => "share/", Kind::Evidence | Kind::Page => "evidence/", Kind::ManifestIn => "" }) (link.name) }
                    " " span.faint { (size(link.bytes)) }
                    div.hash { (link.sha256) }
                }
            }
            div.head { b { (lang.of("the whole", "전체")) } div.hash { (chain::head(&statement.chain)) } }
        }
    }
}

pub(super) fn signature(statement: &Statement, lang: Lang) -> Markup {
    html! {
        @match &statement.signer {
            Some(signer) => p {
                (lang.of("statement.json is signed with the key ", "statement.json에 다음 키로 서명하였습니다: ")) (signer.algorithm)
                span.hash { " " (signer.public_key) }
            },
            None => p { (lang.of("statement.json is not signed with a key.", "statement.json에 전자서명이 없습니다.")) },
        }
        div.sign {
            @for (place, value) in [
                (lang.of("Name", "이름"), statement.release.by.as_deref()),
                (lang.of("Organisation", "기관"), statement.release.organisation.as_deref()),
                (lang.of("Place, date", "장소, 날짜"), statement.release.date.as_deref()),
                (lang.of("Signature", "서명"), None),
            ] { div { span.value { (value.unwrap_or_default()) } span.faint { (place) } } }
        }
    }
}
