//! Which step treats what three bodies of rules name. Places in texts, no legal opinion.

use dicom_common::code::Lang;
use maud::{Markup, html};

/// A line of a table: the place, what it names in English and Korean, and the step in both.
type Line = (&'static str, [&'static str; 2], [&'static str; 2]);

/// 45 CFR 164.514(b)(2)(i), "Safe Harbor": identifiers of the individual, relatives, employers and
/// household.
const HIPAA: [Line; 18] = [
    (
        "(A)",
        ["Names", "이름"],
        [
            "dcm-scrub removes them and searches text that stays; dcm-hdrcheck checks",
            "dcm-scrub이 제거하고 남는 텍스트에서 검색, dcm-hdrcheck이 검사",
        ],
    ),
    (
        "(B)",
        ["Geographic subdivisions smaller than a state", "주보다 작은 지리적 단위"],
        [
            "dcm-scrub removes addresses and institutions; dcm-hdrcheck checks",
            "dcm-scrub이 주소와 기관을 제거, dcm-hdrcheck이 검사",
        ],
    ),
    (
        "(C)",
        ["Elements of dates except year; ages over 89", "연도를 제외한 날짜 요소, 89세 초과 연령"],
        [
            "dcm-scrub removes dates (high) or moves them by a secret number of days (low): moved dates are still dates; ages above 89 become 090Y",
            "dcm-scrub이 날짜를 제거(high)하거나 비밀 일수만큼 이동(low). 이동한 날짜도 날짜임. 89세 초과는 090Y로 표시",
        ],
    ),
    (
        "(D)",
        ["Telephone numbers", "전화번호"],
        ["dcm-scrub removes them; dcm-hdrcheck checks", "dcm-scrub이 제거, dcm-hdrcheck이 검사"],
    ),
    ("(E)", ["Fax numbers", "팩스번호"], ["as (D)", "(D)와 같음"]),
    ("(F)", ["Electronic mail addresses", "전자우편 주소"], ["as (D)", "(D)와 같음"]),
    ("(G)", ["Social security numbers", "사회보장번호"], ["as (D)", "(D)와 같음"]),
    (
        "(H)",
        ["Medical record numbers", "의무기록번호"],
        [
            "dcm-scrub removes them (high) or replaces them by a keyed pseudonym (low)",
            "dcm-scrub이 제거(high)하거나 키 기반 가명으로 대체(low)",
        ],
    ),
    ("(I)", ["Health plan beneficiary numbers", "건강보험 가입자 번호"], ["as (D)", "(D)와 같음"]),
    ("(J)", ["Account numbers", "계좌번호"], ["as (D)", "(D)와 같음"]),
    ("(K)", ["Certificate and license numbers", "자격·면허 번호"], ["as (D)", "(D)와 같음"]),
    (
        "(L)",
        ["Vehicle identifiers and serial numbers", "차량 식별자와 일련번호"],
        [
            "no attribute of DICOM; free text is removed or cleaned by dcm-scrub",
            "DICOM 속성에 없음. 자유 텍스트는 dcm-scrub이 제거하거나 정리",
        ],
    ),
    (
        "(M)",
        ["Device identifiers and serial numbers", "기기 식별자와 일련번호"],
        [
            "dcm-scrub removes them; the model's name may stay and is part of the residual risk",
            "dcm-scrub이 제거. 모델명은 남을 수 있으며 잔여 위험에 포함",
        ],
    ),
    ("(N)", ["URLs", "URL"], ["as (D)", "(D)와 같음"]),
    ("(O)", ["IP addresses", "IP 주소"], ["as (D)", "(D)와 같음"]),
    (
        "(P)",
        ["Biometric identifiers, finger and voice prints", "지문·성문 등 생체 식별자"],
        [
            "no attribute of DICOM; what the image itself shows was not checked",
            "DICOM 속성에 없음. 영상 자체가 보여 주는 것은 확인하지 않음",
        ],
    ),
    (
        "(Q)",
        ["Full-face photographs and comparable images", "얼굴 전체 사진과 그에 준하는 영상"],
        [
            "dcm-deface removes the face from head CT and MR; dcm-facecheck checks; other pictures of heads are held back",
            "dcm-deface가 두부 CT·MR에서 얼굴을 제거, dcm-facecheck이 검사. 그 밖의 두부 영상은 보류",
        ],
    ),
    (
        "(R)",
        ["Any other unique number, characteristic or code", "그 밖의 고유한 번호, 특징, 코드"],
        [
            "dcm-scrub replaces UIDs and removes private elements; what is left: residual risk",
            "dcm-scrub이 UID를 대체하고 비공개 요소를 제거. 남은 것은 잔여 위험 참조",
        ],
    ),
];

/// Regulation (EU) 2016/679.
const GDPR: [Line; 8] = [
    (
        "Art. 4(5)",
        [
            "Pseudonymisation: the additional information is kept apart",
            "가명처리: 추가 정보를 분리 보관",
        ],
        [
            "dcm-scrub: key and link file apart from the data; neither is in the folder to share",
            "dcm-scrub: 키와 연결 파일은 자료와 분리되며 공유 폴더에 없음",
        ],
    ),
    (
        "Art. 5(1)(c)",
        ["Data minimisation", "개인정보 최소화"],
        [
            "dcm-scrub: level, profile and options; this statement shows what is left",
            "dcm-scrub: 수준, 프로파일, 옵션. 남은 것은 이 확인서에 표시",
        ],
    ),
    (
        "Art. 5(2)",
        ["Accountability", "책임성"],
        ["this statement, its hashes and the manifest", "이 확인서와 해시, 매니페스트"],
    ),
    (
        "Art. 9",
        ["Data concerning health", "건강 정보"],
        ["no step: the giver's ground for processing", "해당 단계 없음: 처리 근거는 제공자가 판단"],
    ),
    (
        "Art. 25",
        ["Data protection by design", "설계에 의한 보호"],
        ["each tool refuses what it cannot treat", "각 도구는 처리할 수 없는 파일을 거부"],
    ),
    (
        "Art. 32(1)(a)",
        ["Pseudonymisation and encryption", "가명처리와 암호화"],
        [
            "dcm-scrub: keyed pseudonyms, encrypted link files; encryption on the way is the giver's",
            "dcm-scrub: 키 기반 가명, 암호화된 연결 파일. 전송 암호화는 제공자가 담당",
        ],
    ),
    (
        "Art. 89(1)",
        ["Safeguards for research", "연구를 위한 안전조치"],
        [
            "all steps; the safeguards at the receiver are the giver's to agree on",
            "모든 단계. 받는 쪽의 안전조치는 제공자가 합의",
        ],
    ),
    (
        "Rec. 26",
        ["Means reasonably likely to be used to identify", "식별에 합리적으로 쓰일 수 있는 수단"],
        ["residual risk below, and what was not checked", "아래의 잔여 위험과 확인하지 않은 것"],
    ),
];

/// 개인정보 보호법 (PIPA) and the guidelines of the PIPC and of the MOHW.
const KOREA: [Line; 10] = [
    (
        "법 제2조 제1호의2",
        ["PIPA Art. 2 subpara. 1-2: pseudonymization", "가명처리의 정의"],
        ["dcm-scrub, dcm-deface", "dcm-scrub, dcm-deface"],
    ),
    (
        "법 제28조의2",
        [
            "Art. 28-2: purposes; no information that identifies goes to third parties",
            "가명정보의 처리 목적, 제3자 제공 시 식별 정보 제외",
        ],
        [
            "the purpose is named at the top; key and link file are not in the folder to share",
            "처리 목적은 맨 위에 기재. 키와 연결 파일은 공유 폴더에 없음",
        ],
    ),
    (
        "법 제28조의4",
        [
            "Art. 28-4: safety measures, separate storage, records",
            "안전조치, 추가정보 분리 보관, 기록 작성",
        ],
        [
            "key and link file apart; this statement and the manifest as records",
            "키와 연결 파일 분리 보관. 이 확인서와 매니페스트를 기록으로 보존",
        ],
    ),
    (
        "법 제28조의5",
        ["Art. 28-5: no re-identification", "재식별 금지"],
        ["no step: to be agreed with the receiver", "해당 단계 없음: 받는 쪽과 합의"],
    ),
    (
        "가명정보 처리 가이드라인 1단계",
        ["Guideline, step 1: purpose and preparation", "목적 설정 등 사전준비"],
        ["purpose, organisation and date at the top", "맨 위의 목적, 기관, 날짜"],
    ),
    (
        "2단계",
        ["Step 2: review of risks", "위험성 검토"],
        ["residual risk; what was not checked", "잔여 위험, 확인하지 않은 것"],
    ),
    (
        "3단계",
        ["Step 3: pseudonymization", "가명처리"],
        ["dcm-scrub, dcm-deface", "dcm-scrub, dcm-deface"],
    ),
    (
        "4단계",
        ["Step 4: review of adequacy", "적정성 검토"],
        [
            "dcm-hdrcheck, dcm-facecheck; decisions and signature below",
            "dcm-hdrcheck, dcm-facecheck, 아래의 결정과 서명",
        ],
    ),
    (
        "5단계",
        ["Step 5: safe management", "안전한 관리"],
        [
            "hashes, signature, dcm-release verify; access is the giver's and receiver's",
            "해시, 서명, dcm-release verify. 접근 통제는 제공자와 받는 쪽이 담당",
        ],
    ),
    (
        "보건의료데이터 활용 가이드라인 Ⅲ",
        ["Guideline for health data, ch. III: images", "데이터 유형별 가명처리 방법: 영상정보"],
        [
            "dcm-scrub for headers and burned-in text, dcm-deface for faces",
            "헤더와 새겨진 글자는 dcm-scrub, 얼굴은 dcm-deface",
        ],
    ),
];

/// The three tables.
pub fn tables(lang: Lang) -> Markup {
    html! {
        (table(lang, lang.of("HIPAA, 45 CFR 164.514(b)(2)(i): the 18 identifiers", "미국 HIPAA 45 CFR 164.514(b)(2)(i): 18개 식별자"), &HIPAA))
        (table(lang, lang.of("GDPR, Regulation (EU) 2016/679", "유럽 GDPR, 규정 (EU) 2016/679"), &GDPR))
        (table(lang, lang.of("Korea: Personal Information Protection Act and guidelines on pseudonymization", "개인정보 보호법과 가명정보 처리 가이드라인"), &KOREA))
    }
}

fn table(lang: Lang, title: &str, lines: &[Line]) -> Markup {
    html! {
        h3 { (title) }
        table.rules {
            thead { tr {
                th scope="col" { (lang.of("Place", "조항")) }
                th scope="col" { (lang.of("What it names", "내용")) }
                th scope="col" { (lang.of("Step that treats it", "처리 단계")) }
            } }
            tbody {
                @for (place, [en, ko], [step, step_ko]) in lines {
                    tr {
                        th scope="row" { (place) }
                        td { (lang.of(en, ko)) }
                        td { (lang.of(step, step_ko)) }
                    }
                }
            }
        }
    }
}
