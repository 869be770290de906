//! The words of a report that are not the page's own, in its language.

use dicom_common::code::Lang;
use render::page::Words;
use render::sheet::Captions;

use crate::decide::Source;

/// The words of a report.
pub struct Labels {
    /// The words of the page.
    pub words: Words,
    /// The words in a picture.
    pub captions: Captions,
    pub title: &'static str,
    pub series: &'static str,
    pub files: &'static str,
    pub date: &'static str,
    pub defaced: &'static str,
    pub skipped: &'static str,
    pub flagged: &'static str,
    pub failed: &'static str,
    pub modality: &'static str,
    pub volumes: &'static str,
    pub face: &'static str,
    pub kind: &'static str,
    pub decided: &'static str,
    own: &'static str,
    donor: &'static str,
    deep: &'static str,
    person: &'static str,
}

const ENGLISH: Labels = Labels {
    words: Words::ENGLISH,
    captions: Captions::ENGLISH,
    title: "Defacing",
    series: "series",
    files: "files",
    date: "date",
    defaced: "defaced",
    skipped: "skipped",
    flagged: "flagged",
    failed: "failed",
    modality: "modality",
    volumes: "volumes",
    face: "face",
    kind: "kind",
    decided: "decided",
    own: "in this series",
    donor: "in another series of the same frame of reference",
    deep: "in doubt: the larger part was removed",
    person: "where a person decided",
};

const KOREAN: Labels = Labels {
    words: Words::KOREAN,
    captions: Captions::KOREAN,
    title: "의료영상 얼굴 제거 결과",
    series: "시리즈 수",
    files: "파일 수",
    date: "날짜",
    defaced: "얼굴을 제거한 파일",
    skipped: "제외 파일",
    flagged: "확인 필요 파일",
    failed: "실패 파일",
    modality: "영상 종류",
    volumes: "볼륨 수",
    face: "얼굴 위치",
    kind: "파일 형식",
    decided: "담당자의 결정",
    own: "이 시리즈에서 찾음",
    donor: "같은 기준 좌표계(Frame of Reference)의 다른 시리즈에서 찾음",
    deep: "확실하지 않아 더 넓은 범위를 제거함",
    person: "담당자가 지정함",
};

impl Labels {
    /// The words of a language.
    pub fn of(lang: Lang) -> &'static Labels {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Ko => &KOREAN,
        }
    }

    /// Where a face was found.
    pub fn found(&self, source: Source) -> &'static str {
        match source {
            Source::Own => self.own,
            Source::Donor => self.donor,
            Source::Deep => self.deep,
            Source::Person => self.person,
        }
    }
}
