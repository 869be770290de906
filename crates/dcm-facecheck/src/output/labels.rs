//! The words of a report, in its language.

use dicom_common::code::Lang;

use crate::args::Criteria;
use crate::checked::{Checked, Metric};

use super::outcome::Outcome;
use super::quantity::{Group, Quantity};

/// What a report says besides the data.
pub(super) struct Labels {
    pub title: &'static str,
    pub confidential: &'static str,
    pub overview_sheet: &'static str,
    pub pictures_sheet: &'static str,
    pub criteria_sheet: &'static str,
    pub subject: &'static str,
    pub study: &'static str,
    pub series: &'static str,
    pub result: &'static str,
    pub modality: &'static str,
    pub files: &'static str,
    pub predicted: &'static str,
    pub networks: &'static str,
    pub geometry: &'static str,
    pub reason: &'static str,
    pub picture: &'static str,
    pub decided: &'static str,
    pub no_picture: &'static str,
    pub threshold: &'static str,
    pub verdict: &'static str,
    pub group: &'static str,
    pub quantity: &'static str,
    pub meaning: &'static str,
    pub code: &'static str,
    pub by_default: &'static str,
    pub by_reference: &'static str,
    pub found_again: &'static str,
    pub date: &'static str,
    pub conclusion: &'static str,
    pub not_checked: &'static str,
    /// Of files: fully checked and accepted, flagged, failed, skipped.
    pub tally: [&'static str; 4],
    /// Results by the criteria of the earlier tool, whose tables have the verdicts in English.
    reference: [&'static str; 4],
    groups: [&'static str; 6],
}

const ENGLISH: Labels = Labels {
    title: "Verification of face removal",
    confidential: "Shows faces: keep this report as confidential as the original images.",
    overview_sheet: "Summary",
    pictures_sheet: "Pictures",
    criteria_sheet: "Criteria",
    subject: "Subject",
    study: "Study",
    series: "Series",
    result: "Result",
    modality: "Modality",
    files: "Files",
    predicted: "Predicted by",
    networks: "networks",
    geometry: "geometry",
    reason: "Reason",
    picture: "Before and after",
    decided: "Decided",
    no_picture: "No picture.",
    threshold: "Threshold",
    verdict: "Verdict",
    group: "Test",
    quantity: "Quantity",
    meaning: "Meaning",
    code: "Code",
    by_default: "integrity, coverage, a second way to the face, recognisability, utility",
    by_reference: "the four numbers of the earlier verification tool",
    found_again: "Found again by the recogniser",
    date: "Date",
    conclusion: "Conclusion",
    not_checked: "Not checked",
    tally: ["files ok", "files flagged", "files failed", "files skipped"],
    reference: ["FAIL", "NOT JUDGED", "SKIPPED", "PASS"],
    groups: [
        "Integrity",
        "Coverage",
        "Second way to the face",
        "Recognisability",
        "Utility",
        "For information: no verdict",
    ],
};

const KOREAN: Labels = Labels {
    title: "의료영상 얼굴 정보 익명화 검증 결과",
    confidential: "얼굴이 표시된 보고서이므로 원본 영상과 동일한 수준으로 보안을 유지하십시오.",
    overview_sheet: "요약",
    pictures_sheet: "제거 전후 영상",
    criteria_sheet: "판정 기준",
    subject: "대상자",
    study: "검사",
    series: "시리즈",
    result: "최종 결과",
    modality: "영상 종류",
    files: "파일 수",
    predicted: "예측 방식",
    networks: "신경망",
    geometry: "기하학적 방법",
    reason: "판정 사유",
    picture: "제거 전후 비교",
    decided: "담당자의 결정",
    no_picture: "영상 없음",
    threshold: "임계값",
    verdict: "판정",
    group: "검증 항목",
    quantity: "지표",
    meaning: "설명",
    code: "코드",
    by_default: "무결성, 제거 범위, 독립적 얼굴 위치 확인, 얼굴 인식 가능성, 활용성",
    by_reference: "기존 검증 도구의 네 가지 지표",
    found_again: "얼굴 인식기의 재식별",
    date: "날짜",
    conclusion: "결론",
    not_checked: "확인하지 않은 것",
    tally: ["통과 파일", "확인 필요 파일", "실패 파일", "제외 파일"],
    reference: ["FAIL", "판정 불가", "검증 제외", "PASS"],
    groups: [
        "무결성",
        "제거 범위",
        "독립적 얼굴 위치 확인",
        "얼굴 인식 가능성",
        "활용성",
        "참고 지표 (판정 미반영)",
    ],
};

impl Labels {
    /// The words of a language.
    pub(super) fn of(lang: Lang) -> &'static Labels {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Ko => &KOREAN,
        }
    }

    /// The result of a series by the criteria of the earlier tool.
    pub(super) fn outcome(&self, outcome: Outcome) -> &'static str {
        let [fail, unjudged, skipped, pass] = self.reference;
        match outcome {
            Outcome::Fail => fail,
            Outcome::Unjudged => unjudged,
            Outcome::Skipped => skipped,
            Outcome::Pass => pass,
        }
    }

    pub(super) fn criteria(&self, criteria: Criteria) -> &'static str {
        match criteria {
            Criteria::Default => self.by_default,
            Criteria::Reference => self.by_reference,
        }
    }

    /// The name of a group of quantities; where the reference numbers are judged they have none.
    pub(super) fn group(&self, quantity: &Quantity) -> &'static str {
        let [integrity, coverage, second_way, recognisability, utility, reference] = self.groups;
        match quantity.group {
            Group::Integrity => integrity,
            Group::Coverage => coverage,
            Group::SecondWay => second_way,
            Group::Recognisability => recognisability,
            Group::Utility => utility,
            Group::Reference if quantity.judged => "",
            Group::Reference => reference,
        }
    }

    /// Where what was predicted of a series came from, if anything was.
    pub(super) fn predicted(&self, series: &Checked) -> &'static str {
        match series.predicted_by_networks {
            _ if series.measured.iter().all(|measured| measured.value.is_none()) => "–",
            true => self.networks,
            false => self.geometry,
        }
    }
}

/// The name of a quantity.
pub(super) fn name(metric: Metric, lang: Lang) -> &'static str {
    let (english, korean) = match metric {
        Metric::FramesAmiss => ("Frames amiss", "누락·불일치 프레임"),
        Metric::Altered => ("Voxels altered", "제거 영역 외 변경 복셀"),
        Metric::FramesUncut => ("Frames not cut", "미제거 프레임"),
        Metric::Covered => ("Face removed", "얼굴 제거율"),
        Metric::EyeAside => ("Eyes: two ways apart", "두 방법의 눈 위치 차이"),
        Metric::PartLeft => ("Part of the face left", "남은 얼굴 부위 비율"),
        Metric::PartShown => ("Part of a face shown", "잔여 영상의 얼굴 부위 비율"),
        Metric::ScoreBefore => ("Face score before", "얼굴 검출 점수 (제거 전)"),
        Metric::ScoreAfter => ("Face score after", "얼굴 검출 점수 (제거 후)"),
        Metric::ToItselfBefore => ("Likeness before", "동일인 거리 (제거 전)"),
        Metric::ToItselfAfter => ("Likeness after", "동일인 거리 (제거 후)"),
        Metric::ToItselfCompleted => ("Likeness, completed", "동일인 거리 (평균 얼굴 보완)"),
        Metric::StrangersNearer => ("Strangers as near", "타인 중 동등 이하 거리 비율"),
        Metric::ToNearestOther => ("Nearest other person", "가장 가까운 타인과의 거리"),
        Metric::Rank => ("Own rank", "본인 순위"),
        Metric::BrainLost => ("Brain lost", "뇌 손실량"),
        Metric::BrainShare => ("Share of brain lost", "뇌 손실률"),
        Metric::SurfaceDice => ("Surface Dice", "표면 Dice (DSC)"),
        Metric::Hd95 => ("HD95", "HD95"),
        Metric::Ssim => ("SSIM", "SSIM"),
        Metric::Psnr => ("PSNR", "PSNR"),
    };
    match lang {
        Lang::En => english,
        Lang::Ko => korean,
    }
}

/// What a quantity tells, in a sentence.
pub(super) fn meaning(metric: Metric, lang: Lang) -> &'static str {
    let (english, korean) = match metric {
        Metric::FramesAmiss => (
            "Frames of the original that are missing, were exchanged or lie elsewhere.",
            "원본과 비교하여 누락되었거나 바뀌었거나 위치가 달라진 프레임의 수입니다.",
        ),
        Metric::Altered => (
            "Voxels that changed although they are not part of what was removed.",
            "제거 영역에 속하지 않는데도 값이 변경된 복셀의 수입니다.",
        ),
        Metric::FramesUncut => (
            "Frames that still hold voxels which should have been removed.",
            "제거되어야 할 복셀이 남아 있는 프레임의 수입니다.",
        ),
        Metric::Covered => {
            ("Share of the facial tissue that is gone.", "얼굴 조직 중 제거된 부분의 비율입니다.")
        }
        Metric::EyeAside => (
            "Distance between where the landmarks and a model of heads put an eye of the original.",
            "원본에서 해부학적 기준점과 머리 모형이 각각 추정한 눈 위치 사이의 거리입니다.",
        ),
        Metric::PartLeft => (
            "Of eyes, nose, mouth and chin, as the model lies on the original, the largest share that is left.",
            "원본에 맞춘 머리 모형의 눈, 코, 입, 턱 가운데 가장 많이 남은 부위의 잔여 비율입니다.",
        ),
        Metric::PartShown => (
            "The same in the defaced volume alone, without knowing what it was before: the largest share that is tissue.",
            "원본을 참조하지 않고 얼굴 제거 영상에만 맞춘 머리 모형에서 조직이 가장 많이 보이는 부위의 비율입니다.",
        ),
        Metric::ScoreBefore => (
            "How clearly a face detector saw a face in the rendered skin of the original.",
            "원본의 피부 표면 렌더링에서 얼굴 검출기가 얼굴을 인식한 정도(평균 점수)입니다.",
        ),
        Metric::ScoreAfter => (
            "How clearly it still sees a face after the removal.",
            "제거 후의 피부 표면 렌더링에서 얼굴 검출기가 여전히 얼굴을 인식하는 정도(평균 점수)입니다.",
        ),
        Metric::ToItselfBefore => (
            "How far a face recogniser puts the original from itself, seen from another side; less is more alike.",
            "얼굴 인식기가 다른 방향에서 본 원본을 원본 자신과 비교한 거리입니다(작을수록 유사).",
        ),
        Metric::ToItselfAfter => (
            "How far it puts what is left from the original; other people are farther than the threshold.",
            "얼굴 인식기가 제거 후 영상을 원본과 비교한 거리입니다(타인은 임계값보다 멉니다).",
        ),
        Metric::ToItselfCompleted => (
            "The same with the cut completed by an average face, as somebody might who wants to know whose head it is (--attack).",
            "재식별 시도자처럼 제거 부위를 평균 얼굴로 보완한 뒤 원본과 비교한 거리입니다(--attack 사용 시).",
        ),
        Metric::StrangersNearer => (
            "Of pairs of different people, measured on public heads, the share that are as near to each other.",
            "공개된 머리 영상에서 측정한 서로 다른 두 사람의 거리 가운데 이 값 이하인 비율입니다.",
        ),
        Metric::ToNearestOther => (
            "How far the recogniser puts what is left from the person of this run who is nearest besides the own.",
            "얼굴 인식기가 제거 후 영상을 이번 실행의 다른 사람 가운데 가장 가까운 사람과 비교한 거리입니다.",
        ),
        Metric::Rank => (
            "1 where what is left is nearer to its own original than to all other people of this run.",
            "제거 후 영상이 이번 실행의 모든 타인보다 본인 원본에 가까우면 1입니다.",
        ),
        Metric::BrainLost => (
            "Volume of the brain that was removed with the face.",
            "얼굴과 함께 제거된 뇌의 부피입니다.",
        ),
        Metric::BrainShare => (
            "The same as a share of the whole brain.",
            "전체 뇌에서 제거된 부분이 차지하는 비율입니다.",
        ),
        Metric::SurfaceDice => (
            "Agreement of the surface of what was removed with what was predicted, 0 to 1.",
            "실제 제거 영역과 예측 제거 영역의 표면이 일치하는 정도입니다(0~1).",
        ),
        Metric::Hd95 => (
            "95th percentile of the distance between these two surfaces.",
            "두 표면 사이 거리의 95 백분위수입니다.",
        ),
        Metric::Ssim => (
            "Likeness of the removed part before and after, 1 if nothing changed.",
            "제거 영역의 제거 전후 구조적 유사도입니다(변화가 없으면 1).",
        ),
        Metric::Psnr => (
            "Signal-to-noise ratio of the removed part after against before, infinite if nothing changed.",
            "제거 영역의 제거 전후 최대 신호 대 잡음비입니다(변화가 없으면 무한대).",
        ),
    };
    match lang {
        Lang::En => english,
        Lang::Ko => korean,
    }
}
