//! What became of a series.

/// What became of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It could not be treated.
    Fail,
    /// Someone should look at it.
    Flag,
    /// There was nothing to treat.
    Skip,
    /// All is well.
    Ok,
}

impl Status {
    /// All of them, what needs a person first.
    pub const ALL: [Status; 4] = [Status::Fail, Status::Flag, Status::Skip, Status::Ok];

    /// The class by which the style sheet knows its colour, and the end of its button's id. What a reader
    /// sees are the page's words.
    pub(super) fn class(self) -> &'static str {
        match self {
            Status::Fail => "fail",
            Status::Flag => "flag",
            Status::Skip => "skip",
            Status::Ok => "ok",
        }
    }

    /// A sign for those who do not tell colours apart.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Status::Fail => "✕",
            Status::Flag => "!",
            Status::Skip => "–",
            Status::Ok => "✓",
        }
    }
}
