//! The words of a page, in its language.

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
        check: "Check",
        value: "Value",
        limit: "Limit",
        verdict: "Verdict",
        pass: "PASS",
        fail: "FAIL",
        criteria: "Criteria",
        meaning: "Meaning",
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
