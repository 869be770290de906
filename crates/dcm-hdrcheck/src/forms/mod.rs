//! What a text may tell about a person, found by its form alone: by rules of this program's own.

mod dates;
mod examination;
mod form;
mod identifiers;
mod names;
mod places;

use std::sync::OnceLock;

use dicom_common::code::RunError;
use regex::{Regex, RegexSet, RegexSetBuilder};

use crate::reason::Reason;

use examination::is_examination;
use form::{Counts, Form};

/// Bytes for the automaton of all forms together. Where it has no room it is left for a search that
/// is a hundred times slower.
const AUTOMATON: usize = 32 << 20;

/// Finds forms in texts.
#[derive(Debug)]
pub struct Forms {
    set: RegexSet,
    /// Each form by itself, to see what it found.
    each: Vec<Regex>,
}

/// All forms, the most certain first.
fn forms() -> impl Iterator<Item = &'static Form> + Clone {
    [
        identifiers::CERTAIN,
        names::CERTAIN,
        places::CERTAIN,
        dates::FORMS,
        identifiers::POSSIBLE,
        names::POSSIBLE,
    ]
    .into_iter()
    .flatten()
}

impl Forms {
    /// All of them. They are built once: that takes a fifth of a second.
    ///
    /// # Errors
    /// A form that cannot be searched for: every text would pass.
    pub fn all() -> Result<&'static Self, RunError> {
        static ALL: OnceLock<Forms> = OnceLock::new();
        if let Some(all) = ALL.get() {
            return Ok(all);
        }
        let all = Self::of(forms().map(|form| form.pattern))?;
        Ok(ALL.get_or_init(|| all))
    }

    fn of(patterns: impl Iterator<Item = &'static str> + Clone) -> Result<Self, RunError> {
        let failed = |_| RunError::usage("the search for names in text cannot be built");
        let each = patterns.clone().map(|pattern| Regex::new(pattern).map_err(failed));
        let each = each.collect::<Result<_, _>>()?;
        let set = RegexSetBuilder::new(patterns).dfa_size_limit(AUTOMATON).build();
        Ok(Self { set: set.map_err(failed)?, each })
    }

    /// The most certain finding in a text.
    pub fn find(&self, text: &str) -> Option<Reason> {
        // Too short for the shortest of the forms (`Do^J`, and two Han characters behind a label).
        if text.len() < 4 {
            return None;
        }
        let found = self.set.matches(text);
        let mut found = forms().zip(&self.each).enumerate().filter(|(at, _)| found.matched(*at));
        found.find_map(|(_, (form, regex))| {
            let counts = |group: &str| match form.counts {
                Counts::Always => true,
                Counts::UnlessExamination => !is_examination(group),
                Counts::IfChecked(adds_up) => adds_up(group),
            };
            let mut all = regex.captures_iter(text);
            let counts = all.any(|found| found.get(1).is_none_or(|group| counts(group.as_str())));
            counts.then_some(form.reason)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Reason> {
        Forms::all().unwrap().find(text)
    }

    #[test]
    fn a_search_that_cannot_be_built_is_an_error_and_does_not_find_nothing() {
        assert!(Forms::of(["("].into_iter()).is_err());
    }

    #[test]
    fn names_are_found_by_their_form_behind_titles_and_labels() {
        for text in [
            "Doe^Jane",
            "ref. Dr. House",
            "Mrs Doe complains",
            "seen by Prof. Dr. med. Grauwald",
            "Herr Lindqvist, Fr. vom 3. Stock",
            "Frau Öztürk",
            "Mme Béranger",
            "Sra. Ibáñez",
            "Dott.ssa Ferrabosco",
            "Patient: Jane Roe",
            "Patient name: roe jane",
            "Name = Kestrelman",
            "Patientin: Grauwald, Ottilie",
            "ref by Kestrelman",
            "Operator: J. Tarkington",
            "환자명: 정민수",
            "정민수 님",
            "성명 홍길동",
            "患者: 山田太郎",
            "山田太郎様",
            "姓名：张伟",
            "李娜女士",
            "г-н Кузнецов",
            "Пациент: Кузнецов Иван",
        ] {
            assert_eq!(found(text), Some(Reason::Name), "{text}");
        }
        assert_eq!(found("DR. SMITH"), Some(Reason::MaybeName));
    }

    #[test]
    fn numbers_that_name_a_person_are_found_in_the_forms_of_many_countries() {
        for text in [
            "MRN 0012345",
            "patient id: AB12345",
            "ID: 12345",
            "123-45-6789",
            "571203-2234567",
            "Fallnummer 4477123",
            "Pat.-Nr.: 00123456",
            "등록번호 12345678",
            "病历号：00123456",
            "患者番号 1234567",
            "11010519491231002X",
            "RSSMRA85T10A562S",
            "529.982.247-25",
            "NHS no 943 476 5919",
            "SSN: 123456789",
            "CPR 070761-4285",
            "acc# A9912345",
            "MRN-7788",
        ] {
            assert_eq!(found(text), Some(Reason::Record), "{text}");
        }
        assert_eq!(found("no 98765432"), Some(Reason::MaybeNumber));
    }

    #[test]
    fn phone_numbers_and_addresses_are_found() {
        for text in [
            "Tel: 030/1234567",
            "call +49 30 1234567",
            "(555) 123-4567",
            "010-1234-5678",
            "전화 02-345-6789",
            "电话：13812345678",
            "pager 55512",
            "+82-2-345-6789",
            "call 5551234567",
            "06 12 34 56 78",
        ] {
            assert_eq!(found(text), Some(Reason::Phone), "{text}");
        }
        assert_eq!(found("seen by jane.doe@hospital.org"), Some(Reason::Email));
        for text in [
            "12 Elm Street, Springfield",
            "lives at 4711 Maple Ave.",
            "Lindenallee 12",
            "Hauptstraße 5a",
            "12 rue des Lilas",
            "Via Garibaldi, 7",
            "Calle Mayor 14",
            "서울시 강남구 테헤란로 152",
            "東京都千代田区丸の内1-2-3",
            "建国路88号",
            "P.O. Box 1234",
            "Springfield, IL 62704",
        ] {
            assert_eq!(found(text), Some(Reason::Address), "{text}");
        }
    }

    #[test]
    fn dates_are_found_in_the_forms_in_which_people_write_them() {
        for text in [
            "born 17 Feb 1963",
            "DOB 1963-02-17",
            "geb. 17.2.1963",
            "née le 17/02/1963",
            "생년월일 1963-02-17",
            "生年月日：昭和38年2月17日",
            "d.o.b.: 17-FEB-1963",
        ] {
            assert_eq!(found(text), Some(Reason::BirthDate), "{text}");
        }
        for text in [
            "on 1957-12-03",
            "on 03.12.1957.",
            "12/03/1957",
            "17 Feb 1963",
            "17-FEB-1963",
            "Feb 17, 1963",
            "17. Februar 1963",
            "1963年2月17日",
            "1963년 2월 17일",
            "昭和38年2月17日",
            "民國52年2月17日",
            "scan 20240301",
            "20240301_084500",
            "17.2.63",
        ] {
            assert_eq!(found(text), Some(Reason::MaybeDate), "{text}");
        }
    }

    #[test]
    fn technical_text_is_no_finding() {
        for text in [
            "V3.51*P25",
            "5/5mm Plain",
            "1.2.840.113619.2.55.3.20040826185059.5457",
            "ORIGINAL\\PRIMARY\\AXIAL",
            "JPEG 2000 irreversible (lossy) 2097:1",
            "syngo MR B17",
            "MR BRAIN W/O",
            "DR CHEST",
            "*tfl3d1_16ns",
            "+0.123456",
            "Thorax^^^",
            "HEAD^ROUTINE",
            "Abdomen^Pelvis (Adult)",
            "T2^3",
            "ISO 2022 IR 149",
            "0.5\\0.25\\-0.0001",
            "90 100-200 300",
            "https://example.org/a/b",
            "",
            "Patient: supine, head first",
            "Basic Application Confidentiality Profile",
            "dcm-scrub 0.1.0, level high, PS3.15 2026d",
            "b=1500(0.895,0.000,-0.445)",
            "TE=12.5/25.0/37.5",
            "Siemens Healthineers",
            "12 degrees right",
            "Lung nodule 12.5 x 13.1 mm",
            "id 5",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
