//! Dates as people write them, of births above all.

use super::form::{Counts, Form};
use crate::reason::Reason;

const fn date(pattern: &'static str) -> Form {
    Form { reason: Reason::MaybeDate, pattern, counts: Counts::Always }
}

/// A label of a date of birth.
pub(super) const FORMS: &[Form] = &[
    Form {
        reason: Reason::BirthDate,
        pattern: r"(?i)(?:\bborn\b|\bd\.?o\.?b\b\.?|\bbirth[ -]?(?:date|day)\b|\bdate of birth\b|\bgeb(?:oren|\.)|\bgeburtsdatum\b|\bnée?\b|\bnaissance\b|\bnacid[oa]\b|\bnacimiento\b|\bnat[oa]\b|\bnascita\b|\bgeboren\b|\bfødt\b|\bur\.|дата рождения|\bг\.р\.|생년월일|생일|生年月日|出生(?:日期)?)(?: (?:on|am|le|il|el|the))?[ .:：=]*(?:\d{1,4}|[a-z]{3,9}|昭和|平成|令和|大正|民國)[ ./,年년-]{0,2}(?:\d{1,2}|[\p{L}]{3,9}|년)",
        counts: Counts::Always,
    },
    date(r"\b(?:1[89]|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b"),
    date(
        r"(?:^|[^\d.])(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:1[89]|20)\d{2}(?:$|[^\d.]|\.(?:$|\D))",
    ),
    // With the name of the month.
    date(
        r"(?i)\b(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?[ ./-]{0,2}(?:of |de )?(?:jan|feb|fev|fév|mar|mär|maer|apr|abr|avr|may|mai|mag|maj|jun|juin|giu|jul|juil|lug|aug|ago|aoû|aou|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic)\p{L}{0,7}\.?[ ,./-]{0,3}(?:de )?(?:(?:1[89]|20)\d{2}|'\d{2})\b",
    ),
    date(
        r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}\.? (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? (?:1[89]|20)\d{2}\b",
    ),
    date(
        r"(?i)\b\d{1,2} (?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\p{L}*\.? (?:1[89]|20)\d{2}",
    ),
    // East Asia, the calendars of eras included.
    date(
        r"(?:(?:1[89]|20)\d{2}|(?:明治|大正|昭和|平成|令和|民國|民国|단기)\s?(?:\d{1,4}|元))\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]?",
    ),
    date(r"\b[MTSHR]\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])\b"),
    date(r"(?:^|[^\d.,])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.\d{2}(?:$|[^\d.,])"),
    date(
        r"(?:^|[^\w.])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[_T -]?\d{4,6})?(?:$|[^\w.]|\.(?:\s|$))",
    ),
];
