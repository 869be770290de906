//! The labels of a workbook, in its language.

use dicom_common::code::Lang;

/// The labels of a workbook: names of sheets, columns and tables, each as its English text says.
pub(super) struct Labels {
    pub summary_sheet: &'static str,
    pub findings_sheet: &'static str,
    pub source: &'static str,
    pub file: &'static str,
    pub level: &'static str,
    pub inspected: &'static str,
    pub passed: &'static str,
    pub warned: &'static str,
    pub failed: &'static str,
    pub rate: &'static str,
    pub tolerance: &'static str,
    pub absolute: &'static str,
    pub result: &'static str,
    pub code: &'static str,
    pub tag: &'static str,
    pub keyword: &'static str,
    pub severity: &'static str,
    pub reason: &'static str,
    pub value: &'static str,
    pub accepted: &'static str,
    pub absolute_table: &'static str,
    pub warnings_table: &'static str,
    pub all_table: &'static str,
    pub none: &'static str,
    pub allowed_sheet: &'static str,
    pub allowed_line: &'static str,
    pub allowed_values: &'static str,
}

const ENGLISH: Labels = Labels {
    summary_sheet: "Summary",
    findings_sheet: "Findings",
    source: "Source",
    file: "File",
    level: "Level",
    inspected: "Inspected",
    passed: "Passed",
    warned: "Warned",
    failed: "Failed",
    rate: "Rate",
    tolerance: "15 % threshold",
    absolute: "Absolute fields",
    result: "Result",
    code: "Code",
    tag: "Tag",
    keyword: "Keyword",
    severity: "Verdict",
    reason: "Reason",
    value: "Value",
    accepted: "Anonymized",
    absolute_table: "Absolute fields",
    warnings_table: "Findings and warnings",
    all_table: "All fields",
    none: "None",
    allowed_sheet: "Allowed",
    allowed_line: "Line of --allow",
    allowed_values: "Values",
};

const KOREAN: Labels = Labels {
    summary_sheet: "전체 파일 검증 통합 결과",
    findings_sheet: "미통과 항목",
    source: "원본 ID",
    file: "파일명",
    level: "검증 방식",
    inspected: "검사",
    passed: "통과",
    warned: "경고",
    failed: "실패",
    rate: "익명화율",
    tolerance: "비익명화율 임계값(15%)",
    absolute: "절대익명화 필드 검증",
    result: "최종 결과",
    code: "코드",
    tag: "태그",
    keyword: "키워드",
    severity: "판정",
    reason: "판정사유",
    value: "값",
    accepted: "익명화여부",
    absolute_table: "절대익명화 필드",
    warnings_table: "경고 항목",
    all_table: "전체 필드",
    none: "없음",
    allowed_sheet: "허용한 값",
    allowed_line: "--allow 파일의 줄",
    allowed_values: "개수",
};

impl Labels {
    /// The labels of a language.
    pub(super) fn of(lang: Lang) -> &'static Labels {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Ko => &KOREAN,
        }
    }
}
