//! What nobody checked, in plain words.

use dicom_common::code::Code;
use dicom_common::pipeline::decisions::Verdict;

use crate::stage::Stage;
use crate::statement::Statement;

/// A note: its id, its words in English and in Korean.
struct Words(&'static str, &'static str, &'static str);

const NOTES: [Words; 17] = [
    Words(
        "no-deface",
        "No face was removed: dcm-deface was left out on purpose.",
        "얼굴 제거 단계(dcm-deface)를 의도적으로 생략하였으므로 얼굴이 제거되지 않았습니다.",
    ),
    Words(
        "no-hdrcheck",
        "Nobody checked the headers after they were anonymized: dcm-hdrcheck was left out on purpose.",
        "헤더 검사 단계(dcm-hdrcheck)를 의도적으로 생략하였으므로 비식별 처리된 헤더를 검사하지 않았습니다.",
    ),
    Words(
        "no-facecheck",
        "Nobody checked that faces are gone: dcm-facecheck was left out on purpose.",
        "얼굴 검사 단계(dcm-facecheck)를 의도적으로 생략하였으므로 얼굴이 제거되었는지 검사하지 않았습니다.",
    ),
    Words(
        "not-head",
        "Files that were taken for no head: no face was removed from them, and none was looked for.",
        "두부 영상이 아니라고 판단된 파일: 얼굴을 제거하지도, 찾지도 않았습니다.",
    ),
    Words(
        "not-ct-mr",
        "Files that are neither CT nor MR: nobody looked for a face in them.",
        "CT나 MR이 아닌 파일: 얼굴이 있는지 확인하지 않았습니다.",
    ),
    Words(
        "no-hash",
        "Files without a hash in the manifest: that they are the ones that were checked is known from their \
         length alone. --checksum at dcm-scrub and dcm-deface closes this gap.",
        "매니페스트에 해시가 없는 파일: 검사한 파일과 동일한지를 크기로만 확인하였습니다. dcm-scrub과 dcm-deface에 \
         --checksum을 지정하면 해시로 확인합니다.",
    ),
    Words(
        "series-unknown",
        "Files that failed before their series was known: a series that was released may lack them.",
        "어느 시리즈인지 알기 전에 처리에 실패한 파일: 공개된 시리즈에 이 파일이 빠져 있을 수 있습니다.",
    ),
    Words(
        "partial",
        "Series were released without those of their files that were not accepted (--partial): whether what \
         is left of them is useful, or looks odd, was not checked.",
        "승인되지 않은 파일을 뺀 나머지로 시리즈를 공개하였습니다(--partial). 남은 부분이 쓸모 있는지는 확인하지 않았습니다.",
    ),
    Words(
        "settings",
        "Settings of a program of which no run record was given: the fingerprint tells only whether two runs had \
         the same ones.",
        "실행 기록이 제출되지 않은 프로그램의 설정: 지문은 두 실행의 설정이 같은지만 알려 줍니다.",
    ),
    Words(
        "evidence-content",
        "The content of the reports that belong to the evidence: only their hashes are stated.",
        "증빙으로 첨부된 보고서의 내용: 해시만 기록하였습니다.",
    ),
    Words(
        "decided",
        "Files that a tool flagged and a person let pass, or had cut where no tool was sure of the face: see the \
         decisions.",
        "도구가 지적하였으나 담당자가 통과시켰거나, 도구가 얼굴 위치를 확신하지 못해 담당자가 제거 위치를 정한 파일: 담당자의 결정을 참조하십시오.",
    ),
    Words(
        "shape",
        "Ears, hair, and the shape of skull and neck stay in head images. Someone who knows the person, or has \
         another scan of the same person, may recognize them.",
        "두부 영상에는 귀, 머리카락, 두개골과 목의 형태가 남아 있습니다. 본인을 아는 사람이나 동일인의 다른 영상을 가진 사람은 \
         알아볼 수 있습니다.",
    ),
    Words(
        "image",
        "What the image itself shows besides the face: implants, operations, rare findings. Nobody looked at it.",
        "얼굴 이외에 영상 자체가 보여 주는 것(삽입물, 수술 흔적, 드문 소견)은 확인하지 않았습니다.",
    ),
    Words(
        "burned-in",
        "Text burned into pixels that is rotated, or of less than four letters.",
        "픽셀에 새겨진 글자 가운데 회전되었거나 네 글자 미만인 것은 찾지 못합니다.",
    ),
    Words(
        "free-text",
        "In text that stays: a name that stands nowhere else in its file and looks like no name.",
        "남아 있는 텍스트에서, 파일의 다른 곳에 없고 이름처럼 보이지도 않는 이름은 찾지 못합니다.",
    ),
    Words(
        "other-data",
        "Other data that the receiver has or can get, and whether they can be joined with these.",
        "받는 쪽이 가지고 있거나 구할 수 있는 다른 자료와 결합될 가능성은 확인하지 않았습니다.",
    ),
    Words(
        "people",
        "Whether two pseudonyms are one person: people are counted by pseudonym, so someone with two numbers in \
         the inputs counts twice.",
        "두 가명이 동일인인지 여부: 사람 수는 가명 기준이므로 원본에 번호가 둘인 사람은 두 명으로 셉니다.",
    ),
];

/// The words of a note in English.
pub fn english(id: &str) -> Option<&'static str> {
    NOTES.iter().find(|Words(own, ..)| *own == id).map(|Words(_, text, _)| *text)
}

/// The words of a note in Korean.
pub fn korean(id: &str) -> Option<&'static str> {
    NOTES.iter().find(|Words(own, ..)| *own == id).map(|Words(.., text)| *text)
}

/// The notes that hold for a run, with the number of files that each is about.
pub fn notes(statement: &Statement) -> Vec<(&'static str, Option<u64>)> {
    let counts = &statement.counts;
    let stays = |tool: Stage, code: Code| -> u64 {
        let words = statement.stages.iter().filter(|stage| stage.tool == tool.tool());
        let words = words.flat_map(|stage| &stage.words);
        let of_code = words.filter(|word| word.code.as_deref() == Some(code.as_str()));
        of_code.map(|word| word.files).sum()
    };
    // The stage that looked at faces last.
    let faces = match statement.rules.required.iter().any(|tool| tool == Stage::Facecheck.tool()) {
        true => Stage::Facecheck,
        false => Stage::Deface,
    };
    let left_out = |stage: Stage| statement.rules.without.iter().any(|tool| tool == stage.tool());
    let unhashed = counts.released.files.saturating_sub(counts.with_hash);
    let decided: u64 = statement
        .decisions
        .iter()
        .filter(|one| Verdict::parse(&one.decision) != Some(Verdict::LeaveOut))
        .map(|one| one.files)
        .sum();
    let some = |id, files: u64| (files > 0).then_some((id, Some(files)));
    let always = |id| Some((id, None));
    let when = |id, holds: bool| holds.then_some((id, None));
    [
        when("no-deface", left_out(Stage::Deface)),
        when("no-hdrcheck", left_out(Stage::Hdrcheck)),
        when("no-facecheck", left_out(Stage::Facecheck)),
        some("not-head", stays(faces, Code::NotHead)),
        some("not-ct-mr", stays(faces, Code::Modality)),
        some("no-hash", unhashed),
        some("series-unknown", counts.without_series),
        when("partial", statement.rules.partial),
        when("settings", statement.programs.iter().any(|program| program.record.is_none())),
        always("evidence-content"),
        some("decided", decided),
        always("shape"),
        always("image"),
        always("burned-in"),
        always("free-text"),
        always("other-data"),
        always("people"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_has_words_in_both_languages() {
        for Words(id, en, ko) in NOTES {
            assert!(!en.is_empty() && ko.chars().any(|c| ('가'..='힣').contains(&c)), "{id}");
            assert_eq!(english(id), Some(en));
        }
    }
}
