//! What a script says of one attribute, as a tree: made once, evaluated for each file.

use super::attribute::{Attribute, AttributePath};
use super::pattern::{Pattern, Replacement};

/// Text and calls, one after the other; the value is what they give, joined.
pub type Body = Vec<Part>;

/// A part of a body.
#[derive(Debug, Clone)]
pub enum Part {
    /// Text that stands for itself.
    Text(String),
    /// A call of a function.
    Call(Call),
}

/// A call, its arguments checked. Lengths are in characters.
#[derive(Debug, Clone)]
pub enum Call {
    /// `@keep()`.
    Keep,
    /// `@remove()`.
    Remove,
    /// `@empty()`.
    Empty,
    /// `@blank(n)`: spaces.
    Blank(usize),
    /// `@always()`: nothing, but the attribute is added where it is absent.
    Always,
    /// `@process()`: the script is applied to the items.
    Process,
    /// `@skip()`: the file is left out.
    Skip,
    /// `@quarantine()`: the file fails.
    Quarantine,
    /// `@append(){body}`.
    Append(Body),
    /// `@select(){root}{nested}`.
    Select {
        /// For the file's data set.
        root: Body,
        /// For items.
        nested: Body,
    },
    /// `@if(element,test){yes}{no}`.
    If {
        /// What is tested.
        element: AttributePath,
        /// The condition.
        test: Test,
        /// Where it holds.
        yes: Body,
        /// Where it does not.
        no: Body,
    },
    /// `@contents(element,"regex","replacement")`.
    Contents(AttributePath, Option<(Pattern, Replacement)>),
    /// `@value(element,"default")`.
    Value(AttributePath, String),
    /// `@truncate(element,n)`: the first n, or the last where n is negative.
    Truncate(AttributePath, i64),
    /// `@lowercase(element)`.
    Lowercase(AttributePath),
    /// `@uppercase(element)`.
    Uppercase(AttributePath),
    /// `@initials(element,offset)`.
    Initials(AttributePath, i64),
    /// `@hash(element,length)`.
    Hash(AttributePath, usize),
    /// `@hashname(element,length,words)`.
    HashName {
        /// The name.
        element: AttributePath,
        /// Digits of the hash; 0 means all.
        length: usize,
        /// How many parts of the name count; 0 means all.
        words: usize,
    },
    /// `@hashptid(site,element,length)`.
    HashPatient {
        /// The site's id, part of what is hashed.
        site: String,
        /// The patient's id.
        element: AttributePath,
        /// Digits of the hash; 0 means all.
        length: usize,
    },
    /// `@hashuid(root,element,scripted element)`.
    HashUid {
        /// The root of the new UID.
        root: String,
        /// The UID that is hashed.
        element: AttributePath,
        /// The attribute whose new value, by the script, is hashed with it.
        with: Option<Attribute>,
    },
    /// `@hashdate(date,key)`.
    HashDate {
        /// The date that moves.
        date: AttributePath,
        /// Its hash says by how many days.
        key: AttributePath,
    },
    /// `@incrementdate(date,days)`.
    IncrementDate(AttributePath, i64),
    /// `@incrementdate(date,key,type)`: the days stand in the lookup table.
    LookupIncrement {
        /// The date that moves.
        date: AttributePath,
        /// What is looked up.
        key: AttributePath,
        /// The type, before the `/` of the table's keys.
        kind: String,
    },
    /// `@modifydate(date,year,month,day)`; what is `*` stays.
    ModifyDate(AttributePath, [Option<i32>; 3]),
    /// `@dateinterval(date,type,key,origin)`.
    DateInterval {
        /// The date at the end of the interval.
        date: AttributePath,
        /// The type, before the `/` of the table's keys.
        kind: String,
        /// What is looked up in the file's data set: the date at the beginning.
        key: AttributePath,
        /// The date that is moved by the interval's days; without one the days are the result.
        origin: Option<String>,
    },
    /// `@date(separator)`.
    Date(String),
    /// `@time(separator)`.
    Time(String),
    /// `@round(element,width)`.
    Round(AttributePath, i32),
    /// `@integer(element,type,width)`.
    Integer(AttributePath, String, usize),
    /// `@lookup(element|element,type,action,argument)`.
    Lookup(LookupKey, Miss),
    /// `@require(element,"default")`.
    Require(Option<AttributePath>, String),
    /// `@encrypt(element,key)`.
    Encrypt(AttributePath, String),
    /// `@decrypt(element,key)`.
    Decrypt(AttributePath, String),
    /// `@pathelement(element,index)`: counted from the end where negative.
    PathElement(AttributePath, i64),
}

/// A condition on the contents of an attribute.
#[derive(Debug, Clone)]
pub enum Test {
    /// The attribute is absent, or holds nothing but blanks.
    IsBlank,
    /// The attribute is there, with or without a value.
    Exists,
    /// The value is this text, whatever the case; in lower case here.
    Equals(String),
    /// This text is part of the value, whatever the case; in lower case here.
    Contains(String),
    /// The whole value matches.
    Matches(Pattern),
    /// The digits of the value, taken as one number, are more than this.
    GreaterThan(u64),
}

/// What is looked up in the table.
#[derive(Debug, Clone)]
pub struct LookupKey {
    /// The elements whose contents, joined by `|`, are looked up.
    pub elements: Vec<AttributePath>,
    /// The type, before the `/` of the table's keys.
    pub kind: String,
    /// Whether the contents are taken in upper case.
    pub upper: bool,
}

/// What happens when the table has no such key.
#[derive(Debug, Clone)]
pub enum Miss {
    /// The file fails.
    Quarantine,
    /// `keep`.
    Keep,
    /// `remove`.
    Remove,
    /// `empty`.
    Empty,
    /// `default,text`.
    Default(String),
    /// `ignore,regex`: the contents where they match, otherwise the file fails.
    Ignore(Pattern),
}
