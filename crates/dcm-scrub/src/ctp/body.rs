//! What a script says of one attribute, as a tree: made once, evaluated for each file.

use super::attribute::{Attribute, Path};
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
    Select(Body, Body),
    /// `@if(element,test){yes}{no}`.
    If(Path, Test, Body, Body),
    /// `@contents(element,"regex","replacement")`.
    Contents(Path, Option<(Pattern, Replacement)>),
    /// `@value(element,"default")`.
    Value(Path, String),
    /// `@truncate(element,n)`: the first n, or the last where n is negative.
    Truncate(Path, i64),
    /// `@lowercase(element)`.
    Lowercase(Path),
    /// `@uppercase(element)`.
    Uppercase(Path),
    /// `@initials(element,offset)`.
    Initials(Path, i64),
    /// `@hash(element,length)`.
    Hash(Path, usize),
    /// `@hashname(element,length,words)`.
    HashName(Path, usize, usize),
    /// `@hashptid(site,element,length)`.
    HashPatient(String, Path, usize),
    /// `@hashuid(root,element,scripted element)`.
    HashUid(String, Path, Option<Attribute>),
    /// `@hashdate(date,key)`.
    HashDate(Path, Path),
    /// `@incrementdate(date,days)`.
    IncrementDate(Path, i64),
    /// `@incrementdate(date,key,type)`: the days stand in the lookup table.
    LookupIncrement(Path, Path, String),
    /// `@modifydate(date,year,month,day)`; what is `*` stays.
    ModifyDate(Path, [Option<i32>; 3]),
    /// `@dateinterval(date,type,key,origin)`.
    DateInterval(Path, String, Path, Option<String>),
    /// `@date(separator)`.
    Date(String),
    /// `@time(separator)`.
    Time(String),
    /// `@round(element,width)`.
    Round(Path, i32),
    /// `@integer(element,type,width)`.
    Integer(Path, String, usize),
    /// `@lookup(element|element,type,action,argument)`.
    Lookup(Key, Miss),
    /// `@require(element,"default")`.
    Require(Option<Path>, String),
    /// `@encrypt(element,key)`.
    Encrypt(Path, String),
    /// `@decrypt(element,key)`.
    Decrypt(Path, String),
    /// `@pathelement(element,index)`: counted from the end where negative.
    PathElement(Path, i64),
}

/// A condition on the contents of an attribute.
#[derive(Debug, Clone)]
pub enum Test {
    /// Nothing but blanks, or absent.
    IsBlank,
    /// Present.
    Exists,
    /// The same but for upper and lower case; in lower case here.
    Equals(String),
    /// Part of it but for upper and lower case; in lower case here.
    Contains(String),
    /// As a whole.
    Matches(Pattern),
    /// Its digits as a number.
    GreaterThan(u64),
}

/// What is looked up in the table.
#[derive(Debug, Clone)]
pub struct Key {
    /// Their contents are joined by `|`.
    pub elements: Vec<Path>,
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
