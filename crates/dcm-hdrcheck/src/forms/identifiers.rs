//! E-mail addresses, telephone numbers, and numbers by which people are registered.

use super::form::{Counts, Form};
use crate::reason::Reason;

const fn phone(pattern: &'static str) -> Form {
    Form { reason: Reason::Phone, pattern, counts: Counts::Always }
}

const fn record(pattern: &'static str) -> Form {
    Form { reason: Reason::Record, pattern, counts: Counts::Always }
}

pub(super) const CERTAIN: &[Form] = &[
    Form {
        reason: Reason::Email,
        pattern: r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}",
        counts: Counts::Always,
    },
    // Behind a label.
    phone(
        r"(?i)(?:\b(?:tel|telefon|telephone|téléphone|phone|fax|mobile|mobil|cell|pager|beeper|handy|ph)\b|전화|휴대폰|電話|电话|手机|тел)[ .:：#]*\+?\(?\d[\d ()./-]{3,}\d",
    ),
    phone(r"(?i)\bcall(?:ed)?[ :]+\+?\(?\d[\d ()./-]{5,}\d"),
    // With the code of a country.
    phone(r"(?:^|[^\d.])\+[1-9]\d{0,2}[ -]\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,}"),
    // North America, Korea, Japan, France.
    phone(
        r"(?:\(\d{3}\) ?|(?:^|[^\d.-])\d{3}[- ])\d{3}-\d{4}(?:$|[^\d-])|(?:^|[^\d.-])0\d{1,3}-\d{3,4}-\d{4}(?:$|[^\d-])|(?:^|[^\d.,])0[1-9](?:[ .]\d{2}){4}(?:$|[^\d.])",
    ),
    // Behind a label.
    record(
        r"(?i)\b(?:MRN|SSN|pat(?:ient(?:en)?)?[ ._-]*(?:id|no|nr|number|nummer)|(?:medical )?record (?:no|nr|number)|medical record|hospital (?:id|no|nr|number)|acc(?:ession)?[ .]*(?:no|nr|number|#)|fall[ .-]*(?:nr|nummer)|aufnahme[ .-]*(?:nr|nummer)|versicherten[ .-]*(?:nr|nummer)|NHS(?: no| number)?|NIR|IPP|CPF|DNI|NIF|NHC|CPR|BSN|PESEL|medicare|insurance (?:no|id|number)|passport(?: no| number)?)[ .:#=-]*[A-Z]{0,5}[- ]?(?:\d{4,}|\d{3}[ -]\d{3,})",
    ),
    record(
        r"(?:등록번호|병록번호|차트번호|주민(?:등록)?번호|환자번호|病历号|病歷號|住院号|住院號|门诊号|身份证号?|患者番号|患者ID|カルテ番号|診察券番号)\s*[:：=#]?\s*[A-Z]{0,3}-?\d{4,}",
    ),
    record(r"\bID[ :#=]+[A-Z]{0,4}\d{4,}"),
    // The United States, Korea, Brazil, Italy, the Nordic countries.
    record(r"(?:^|[^\d.-])\d{3}-\d{2}-\d{4}(?:$|[^\d-])|(?:^|[^\d.-])\d{6}-[1-8]\d{6}(?:$|[^\d-])"),
    record(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b|\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"),
    record(
        r"(?:^|[^\d.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A]\d{3}[\dA-FHJ-NPR-Y](?:$|[^\w-])",
    ),
    // China.
    Form {
        reason: Reason::Record,
        pattern: r"(?:^|[^\w.])([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX])(?:$|[^\w.])",
        counts: Counts::IfChecked(is_chinese_id),
    },
];

pub(super) const POSSIBLE: &[Form] = &[
    // Seven digits and more that stand alone: parts of UIDs and of versions do not.
    Form {
        reason: Reason::MaybeNumber,
        pattern: r"(?:^|[^\w.])(\d{7,})(?:$|[^\w.]|\.(?:\s|$))",
        counts: Counts::Always,
    },
];

/// Whether the last character is the check of the others (GB 11643, ISO 7064 MOD 11-2).
fn is_chinese_id(text: &str) -> bool {
    let sum = text.bytes().try_fold(0u32, |sum, byte| {
        let digit = match byte {
            b'X' => 10,
            digit => u32::from(digit.checked_sub(b'0')?),
        };
        Some(sum * 2 % 11 + digit)
    });
    sum.is_some_and(|sum| sum % 11 == 1)
}
