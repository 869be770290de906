//! Names of people: by their form in DICOM, behind titles and labels, before words of address.

use super::form::{Counts, Form};
use crate::reason::Reason;

pub(super) const CERTAIN: &[Form] = &[
    // The components of a person name (PS3.5 6.2.1).
    Form {
        reason: Reason::Name,
        pattern: r"(\p{L}[\p{L}'’ -]*\p{L}\^+\p{L}[\p{L}'’-]*)",
        counts: Counts::UnlessExamination,
    },
    // Titles before a name.
    Form {
        reason: Reason::Name,
        pattern: r"(?:^|[^\p{L}\p{N}])(?:Dr|Mr|Mrs|Ms|Miss|Prof|PROF|MRS|Dra|Drs|Doctor|Professor|Sister|Nurse|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Señora?|Dott|Dott\.ssa|Sig|Sig\.ra|Signora?|Senhora?|Pani?|Г-н|г-н|Г-жа|г-жа|Д-р|д-р)\.?\s+(?:(?:Dr|Prof|med|phil|dent|rer|nat|h\.c)\.?\s+)*(?:(?:von|van|de|der|den|di|da|del|la|le|du|zu|al|el|bin|ibn)\s+)*(\p{Lu}[\p{L}'’-]+)",
        counts: Counts::UnlessExamination,
    },
    // Labels before a name.
    Form {
        reason: Reason::Name,
        pattern: r"(?:^|[^\p{L}\p{N}])(?i:(?:pat(?:ient(?:in|e)?)?|pt)(?:[ '._]?s?[ ._]*(?:full[ ._]*)?name)?|(?:full|last|first|family|given|maiden|sur|nach|vor|familien|patienten)?[ ._]?name|nom|prénom|nombre|apellidos?|cognome|nome|naam|operator|performed by|technologist|radiologist|physician|doctor|arzt|médecin|médico|medico|mother|father|mutter|vater|пациент(?:ка)?|фио|имя|фамилия|ον[οό]μα|hasta ad[ıi]|imię|nazwisko)\s*[:=]\s*((?-i:\p{Lu}|\p{Ll})[\p{L}'’.-]+(?:[ ,^]+\p{L}[\p{L}'’.-]*){0,3})",
        counts: Counts::UnlessExamination,
    },
    Form {
        reason: Reason::Name,
        pattern: r"(?i:\b(?:ref(?:erred|d)?\.?|seen|read|reported|signed|performed|ordered|requested|dictated|verified)\.? +by\.?:? +|\battn\.?:? +|\bc/o +|\bzuweiser:? +)(?:Dr\.? +)?(\p{Lu}[\p{L}'’-]+)",
        counts: Counts::UnlessExamination,
    },
    // The same in scripts without capitals.
    Form {
        reason: Reason::Name,
        pattern: r"(?:환자(?:명|이름|성명)?|성명|이름|담당의|의사|판독의)\s*[:：=]?\s*(?:[가-힣]{2,4})(?:$|[^가-힣])",
        counts: Counts::Always,
    },
    Form {
        reason: Reason::Name,
        pattern: r"(?:患者(?:名|氏名|姓名)?|氏名|姓名|名前|病人|医师|醫師|医生|技师|担当医?)\s*[:：=]\s*[\p{Han}\p{Hiragana}\p{Katakana}]{2,8}",
        counts: Counts::Always,
    },
    Form {
        reason: Reason::Name,
        pattern: r"(?:^|[^가-힣])[가-힣]{2,4}\s*(?:님|씨|선생님|교수|원장|과장)(?:$|[^가-힣])|\p{Han}{2,5}\s?(?:様|さん|先生|氏|女士|小姐|医生|醫師|教授|主任)(?:$|[^\p{Han}])|[\p{Katakana}ｦ-ﾟ]{2,12}(?:様|さん|先生)",
        counts: Counts::Always,
    },
    // Folders that are named after their users.
    Form {
        reason: Reason::Name,
        pattern: r"(?i)(?:[a-z]:\\(?:users|documents and settings)\\|/home/|/users/)(\w+)",
        counts: Counts::Always,
    },
];

pub(super) const POSSIBLE: &[Form] = &[Form {
    reason: Reason::MaybeName,
    pattern: r"\b(?:DR|MR|MS)\.\s*(\p{Lu}[\p{L}'-]+)",
    counts: Counts::UnlessExamination,
}];
