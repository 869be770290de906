//! The statement as a page that a board reads: one file, nothing is loaded, nothing runs.

mod rules;

use dicom_common::code::{Code, Lang};
use dicom_common::pipeline::decisions::Verdict;
use dicom_common::pipeline::manifest::Status;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::chain::{self, Kind};
use crate::stage::Stage;
use crate::statement::{Counts, HeldBack, StageWords, Statement, Word};
use crate::unchecked;

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

fn head(statement: &Statement, title: &str, lang: Lang) -> Markup {
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

fn balance(counts: &Counts, lang: Lang) -> Markup {
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

/// What a code means; nothing where there is none.
fn meaning(code: Option<&str>, lang: Lang) -> &'static str {
    code.and_then(Code::parse).map(|code| code.meaning_in(lang)).unwrap_or_default()
}

fn asked(statement: &Statement, lang: Lang) -> Markup {
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

fn stages(statement: &Statement, lang: Lang) -> Markup {
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

fn not_checked(statement: &Statement, lang: Lang) -> Markup {
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

fn decisions(statement: &Statement, lang: Lang) -> Markup {
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

fn risk(statement: &Statement, lang: Lang) -> Markup {
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

fn programs(statement: &Statement, lang: Lang) -> Markup {
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

fn hashes(statement: &Statement, lang: Lang) -> Markup {
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

fn signature(statement: &Statement, lang: Lang) -> Markup {
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

/// A number with its thousands apart.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A length in the unit that fits.
fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < units.len() {
        size /= 1000.0;
        unit += 1;
    }
    let name = units.get(unit).copied().unwrap_or_default();
    if unit == 0 { format!("{bytes} B") } else { format!("{size:.1} {name}") }
}
