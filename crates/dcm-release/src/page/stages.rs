//! What was asked, and what each stage looked at and found.

use dicom_common::code::Lang;
use dicom_common::pipeline::manifest::Status;
use maud::{Markup, html};

use crate::stage::Stage;
use crate::statement::{StageWords, Statement, Word};
use crate::unchecked;

use super::words::{count, meaning};

pub(super) fn asked(statement: &Statement, lang: Lang) -> Markup {
    let rules = &statement.rules;
    let list = |tools: &[String]| match tools {
        [] => lang.of("none", "없음").to_owned(),
        tools => tools.join(", "),
    };
    let yes = |yes: bool| if yes { lang.of("yes", "예") } else { lang.of("no", "아니요") };
    html! {
        dl.list {
            div { dt { (lang.of("Stages that had to accept a file", "승인이 필요한 단계")) } dd { (list(&rules.required)) } }
            div { dt { (lang.of("Stages left out on purpose", "의도적으로 생략한 단계")) } dd { (list(&rules.without)) } }
            div { dt { (lang.of("Parts of a series without the rest", "시리즈의 일부만 공개")) } dd { (yes(rules.partial)) } }
            div { dt { (lang.of("People who must share a combination, at least", "조합별 최소 인원")) } dd { @match rules.k { Some(k) => (count(k)), None => (lang.of("no bound", "제한 없음")) } } }
        }
        h3 { (lang.of("What the released files say of themselves", "공개 파일에 기록된 비식별 처리")) }
        @if statement.methods.is_empty() { p.faint { (lang.of("Nothing was released.", "공개한 파일이 없습니다.")) } }
        @else {
            table {
                thead { tr {
                    th scope="col" { (lang.of("Method", "방법")) " (0012,0063)" }
                    th scope="col" { (lang.of("Codes", "코드")) " (0012,0064)" }
                    th.n scope="col" { (lang.of("Files", "파일")) }
                } }
                tbody {
                    @for method in &statement.methods {
                        tr {
                            td { @if method.method.is_empty() { "–" } @for step in method.method.split('\\') { div { (step) } } }
                            td { @for code in &method.codes { div { (code) } } @if method.codes.is_empty() { "–" } }
                            td.n { (count(method.files)) }
                        }
                    }
                }
            }
        }
    }
}

fn looks_at(tool: &str, lang: Lang) -> &'static str {
    let stage = Stage::ALL.into_iter().find(|stage| stage.tool() == tool);
    match stage {
        Some(Stage::Scrub) => lang.of(
            "Treated every element of every header by the policy; looked for text burned into pixels; read each file back before it got its name.",
            "모든 헤더의 모든 요소를 정책에 따라 처리하고, 픽셀에 새겨진 글자를 찾았으며, 파일에 이름을 붙이기 전에 다시 읽어 확인하였습니다.",
        ),
        Some(Stage::Deface) => lang.of(
            "Looked for a face in every CT and MR series, and overwrote eyes, nose, mouth and chin of heads with air.",
            "모든 CT·MR 시리즈에서 얼굴을 찾아 두부 영상의 눈, 코, 입, 턱을 공기 값으로 덮어썼습니다.",
        ),
        Some(Stage::Hdrcheck) => lang.of(
            "Judged every element at every depth, private elements, file meta information and preamble by the same policy.",
            "비공개 요소, 파일 메타 정보, 프리앰블을 포함하여 모든 깊이의 모든 요소를 같은 정책으로 판정하였습니다.",
        ),
        Some(Stage::Facecheck) => lang.of(
            "Compared each defaced series with what it was before: nothing else changed, no facial tissue left, no face to be recognized, brain whole.",
            "얼굴을 제거한 시리즈를 제거 전과 비교하여 다른 부분이 바뀌지 않았는지, 얼굴 조직이 남지 않았는지, 얼굴로 인식되지 않는지, 뇌가 온전한지 검사하였습니다.",
        ),
        None => "",
    }
}

pub(super) fn stages(statement: &Statement, lang: Lang) -> Markup {
    html! {
        @for stage in &statement.stages { (stage_words(stage, lang)) }
        @for tool in &statement.rules.without {
            h3 { (tool) }
            p.left-out { (lang.of("Left out on purpose.", "의도적으로 생략하였습니다.")) }
        }
        p.faint { (lang.of(
            "The limits by which faces are judged, with what was measured on both of their sides, are in docs/facecheck.md and docs/heads.md; the policy by which headers are judged is in docs/levels.md and docs/profile.md.",
            "얼굴 판정의 기준값과 근거는 docs/facecheck.md와 docs/heads.md에, 헤더 판정의 정책은 docs/levels.md와 docs/profile.md에 있습니다.",
        )) }
    }
}

fn stage_words(stage: &StageWords, lang: Lang) -> Markup {
    html! {
        h3 { (stage.tool) }
        p { (looks_at(&stage.tool, lang)) }
        table {
            tbody {
                @for word in &stage.words {
                    tr {
                        th.status scope="row" { (status(word, lang)) }
                        td { (meaning(word.code.as_deref(), lang)) @if let Some(code) = &word.code { " " code { (code) } } }
                        td.n { (count(word.files)) }
                    }
                }
            }
        }
    }
}

fn status(word: &Word, lang: Lang) -> Markup {
    let status = word.status.as_deref().and_then(Status::parse);
    let class = match status {
        None | Some(Status::Plan) => "flag",
        Some(status) => status.as_str(),
    };
    let text = status.map_or(lang.of("no word", "판정 없음"), |status| status.in_words(lang));
    html! { span class=(class) { (text) } }
}

pub(super) fn not_checked(statement: &Statement, lang: Lang) -> Markup {
    html! {
        ul {
            @for note in &statement.not_checked {
                li {
                    @let korean = unchecked::korean(&note.id).unwrap_or(&note.text);
                    (lang.of(&note.text, korean))
                    @if let Some(files) = note.files { " " b { "(" (count(files)) " " (lang.of("files", "개")) ")" } }
                }
            }
        }
    }
}
