//! Why a script is refused when it is read.

/// Where and why.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("line {line} of the script, {element}: {problem}")]
pub struct ReadError {
    /// The line of the script, counted from 1.
    pub line: u32,
    /// The element of the script, `<e> 00100010`.
    pub element: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What would not be carried out as written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Problem {
    /// The text is no script at all.
    #[error("the script is no XML document with the root element <script>")]
    Xml,
    /// A function that CTP does not have; CTP would write the call into the file.
    #[error("unknown function @{0}")]
    Function(String),
    /// A function that cannot be offered here.
    #[error("@{0} is not supported: {1}")]
    Unsupported(&'static str, &'static str),
    /// Too few, too many, or of the wrong kind.
    #[error("the arguments of @{0} are not what it takes")]
    Arguments(String),
    /// A call that CTP would give up with the rest of the body.
    #[error("@{0} is not a whole call with its brackets (the character @ itself is written \\@)")]
    Call(String),
    /// Deeper than any sensible script.
    #[error("calls are nested too deeply")]
    Depth,
    /// An attribute that nobody knows.
    #[error("there is no attribute {0}")]
    Attribute(String),
    /// File meta information is written anew.
    #[error("attributes of file meta information cannot be scripted")]
    Meta,
    /// A parameter without a value.
    #[error("the parameter {0} has no value: add a <p>, or --param")]
    Parameter(String),
    /// A pattern that cannot be carried out.
    #[error("the regular expression or its replacement is not understood")]
    Pattern,
    /// A root of UIDs that is none.
    #[error("the root is not a UID of at most 40 characters")]
    Root,
    /// The same attribute, parameter or group once more.
    #[error("there is an entry for this already")]
    Twice,
    /// Entries must say whether they hold.
    #[error("the attribute en is neither T nor F")]
    Enabled,
    /// An element or a value of `t` that would be ignored.
    #[error("not supported")]
    Element,
    /// A table that was not given.
    #[error("@{0} needs {1}")]
    Resource(&'static str, &'static str),
}
