//! The words of a page, in its language.

use super::decide::{self, Asks};
use super::status::Status;

/// What a page says besides the data.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// The language, as HTML names it.
    pub lang: &'static str,
    /// Before the buttons that choose what is shown.
    pub show: &'static str,
    /// The button that shows all.
    pub all: &'static str,
    /// In place of cards, where there are none.
    pub none: &'static str,
    /// What a picture is, before the name of the series.
    pub pictures: &'static str,
    /// What became of a series.
    pub statuses: StatusWords,
    /// The heading of what was measured.
    pub check: &'static str,
    /// The heading of the values.
    pub value: &'static str,
    /// The heading of what is accepted.
    pub limit: &'static str,
    /// The heading of the verdicts.
    pub verdict: &'static str,
    /// A value is accepted.
    pub pass: &'static str,
    /// A value is not accepted.
    pub fail: &'static str,
    /// The heading of the table of criteria.
    pub criteria: &'static str,
    /// The heading of what criteria tell.
    pub meaning: &'static str,
    /// How a person is asked.
    pub asks: &'static Asks,
}

/// What each status is called.
#[derive(Debug, Clone, Copy)]
pub struct StatusWords {
    /// [`Status::Fail`].
    pub fail: &'static str,
    /// [`Status::Flag`].
    pub flag: &'static str,
    /// [`Status::Skip`].
    pub skip: &'static str,
    /// [`Status::Ok`].
    pub ok: &'static str,
}

impl Words {
    /// English, with the statuses of a manifest.
    pub const ENGLISH: Words = Words {
        lang: "en",
        show: "Show",
        all: "all",
        none: "No series.",
        pictures: "Pictures of",
        statuses: StatusWords { fail: "fail", flag: "flag", skip: "skip", ok: "ok" },
        check: "Quantity",
        value: "Value",
        limit: "Threshold",
        verdict: "Verdict",
        pass: "ok",
        fail: "fail",
        criteria: "Criteria",
        meaning: "Meaning",
        asks: &decide::ENGLISH,
    };

    /// Korean.
    pub const KOREAN: Words = Words {
        lang: "ko",
        show: "보기",
        all: "전체",
        none: "시리즈가 없습니다.",
        pictures: "제거 전후 비교",
        statuses: StatusWords {
            fail: "실패", flag: "확인 필요", skip: "제외", ok: "통과"
        },
        check: "지표",
        value: "측정값",
        limit: "임계값",
        verdict: "판정",
        pass: "통과",
        fail: "실패",
        criteria: "판정 기준",
        meaning: "설명",
        asks: &decide::KOREAN,
    };

    /// The word for a status.
    pub(super) fn status(&self, status: Status) -> &'static str {
        let StatusWords { fail, flag, skip, ok } = self.statuses;
        match status {
            Status::Fail => fail,
            Status::Flag => flag,
            Status::Skip => skip,
            Status::Ok => ok,
        }
    }
}
