//! What codes mean, in the language of the report.

use dicom_common::code::Code;

use crate::args::Lang;

/// What a code means, and what can be done about it.
pub(super) fn explained(code: Code, lang: Lang) -> (&'static str, &'static str) {
    let english = (code.meaning(), code.remedy());
    match lang {
        Lang::En => english,
        Lang::Ko => korean(code).unwrap_or(english),
    }
}

/// The codes that a checked series can have.
fn korean(code: Code) -> Option<(&'static str, &'static str)> {
    Some(match code {
        Code::Network => (
            "네트워크를 이 볼륨에 적용할 수 없습니다.",
            "메시지를 확인하고, --model 없이 또는 메모리가 더 큰 시스템에서 판정하십시오.",
        ),
        Code::NotJudged => (
            "판정할 근거가 없습니다. 지원하지 않는 파일이거나, 얼굴 위치를 독립적으로 확인할 수 없습니다.",
            "시리즈를 직접 확인하십시오. NIfTI 파일은 원본이 된 DICOM 시리즈를 판정하십시오.",
        ),
        Code::NoOriginal => (
            "비교할 원본이 없습니다.",
            "--raw로 얼굴 제거 전의 파일을 지정하거나 dcm-deface의 결과 행을 확인하십시오.",
        ),
        Code::Frames => (
            "프레임이 누락되었거나 원래 위치에 있지 않습니다.",
            "얼굴 제거를 다시 수행하고, 이 상태로 공유하지 마십시오.",
        ),
        Code::Altered => {
            ("제거 영역 밖의 복셀 값이 원본과 다릅니다.", "원본에서 얼굴 제거를 다시 수행하십시오.")
        }
        Code::MaskNotApplied => (
            "마스크 또는 인접 프레임에 따르면 제거되어야 할 부분이 일부 프레임에 남아 있습니다.",
            "얼굴 제거를 다시 수행하고, 이 상태로 공유하지 마십시오.",
        ),
        Code::FaceLeft => (
            "얼굴의 일부가 남아 있습니다.",
            "보고서의 영상을 확인하고, 얼굴 제거를 다시 수행하거나 수동으로 처리하십시오.",
        ),
        Code::Recognizable => (
            "남은 부분이 여전히 얼굴로 인식됩니다.",
            "보고서의 영상을 확인하고, 제거 범위를 넓히십시오.",
        ),
        Code::BrainLost => (
            "뇌의 일부가 제거되었습니다.",
            "보고서의 영상을 확인하십시오. 이 시리즈는 활용하지 못할 수 있습니다.",
        ),
        Code::Reference => (
            "기존 검증 도구의 임계값을 충족하지 못합니다.",
            "보고서를 확인하십시오. --criteria default는 얼굴 인식 가능성을 기준으로 판정합니다.",
        ),
        Code::NoFace => (
            "두부 영상으로 보이나 얼굴을 찾지 못했습니다.",
            "시리즈를 직접 확인한 후 제외하거나, 책임자의 판단에 따라 공유하십시오.",
        ),
        Code::FaceDoubt => (
            "눈, 피부 윤곽, 뇌의 위치로 추정한 얼굴 위치가 서로 일치하지 않습니다.",
            "시리즈를 직접 확인하십시오. --on-doubt deep을 사용하면 더 넓게 제거합니다.",
        ),
        Code::Localizer => (
            "위치 결정 영상이거나 입체를 구성하기에 슬라이스가 부족합니다. 얼굴 옆모습이 보일 수 있습니다.",
            "시리즈를 직접 확인한 후 제외하거나, 책임자의 판단에 따라 공유하십시오.",
        ),
        Code::Rendering => (
            "투영·렌더링 영상 또는 화면 캡처입니다. 얼굴이 보일 수 있습니다.",
            "시리즈를 직접 확인한 후 제외하거나, 책임자의 판단에 따라 공유하십시오.",
        ),
        Code::Mosaic => (
            "여러 슬라이스를 한 장에 배열한 모자이크 영상으로, 복셀의 공간 위치를 알 수 없습니다.",
            "단일 슬라이스 또는 Enhanced MR로 변환하십시오.",
        ),
        Code::NotHead => {
            ("두부 영상이 아니므로 제거할 얼굴이 없습니다.", "조치가 필요하지 않습니다.")
        }
        Code::NoSkin => (
            "두개골을 제거한 뇌, 혈관 또는 지도 영상으로 피부가 없습니다.",
            "조치가 필요하지 않습니다.",
        ),
        Code::Modality => ("얼굴이 보이지 않는 종류의 객체입니다.", "조치가 필요하지 않습니다."),
        Code::OtherModality => (
            "CT 또는 MR 영상이 아니므로 얼굴을 제거할 수 없습니다. 얼굴이나 그 윤곽이 보일 수 있습니다.",
            "직접 확인한 후 제외하거나, 책임자의 판단에 따라 공유하십시오.",
        ),
        Code::SameObject => ("이미 처리된 동일한 객체입니다.", "조치가 필요하지 않습니다."),
        Code::Upstream => (
            "이전 단계의 도구가 이 파일을 전달하지 않았습니다.",
            "해당 행의 앞쪽 열을 확인하십시오.",
        ),
        Code::Geometry => (
            "영상의 위치, 방향 또는 간격 정보가 없거나 올바르지 않습니다.",
            "시리즈를 다시 내보내십시오.",
        ),
        Code::PixelFormat => (
            "픽셀이 단일 채널의 정수가 아니거나 헤더의 설명과 일치하지 않습니다.",
            "8, 16 또는 32비트 정수 영상으로 변환하십시오.",
        ),
        Code::Codec => {
            ("압축된 픽셀 데이터를 복원할 수 없습니다.", "먼저 DICOM 도구로 압축을 해제하십시오.")
        }
        Code::Unreadable => {
            ("파일을 읽을 수 없습니다.", "파일의 존재 여부와 읽기 권한을 확인하십시오.")
        }
        Code::Truncated => ("파일이 중간에서 끊겨 있습니다.", "원본 저장소에서 다시 가져오십시오."),
        Code::NoPixels => ("영상에 픽셀 데이터가 없습니다.", "원본 저장소에서 다시 가져오십시오."),
        Code::PixelLength => {
            ("픽셀 데이터가 헤더의 설명보다 짧습니다.", "원본 저장소에서 다시 가져오십시오.")
        }
        Code::Changed => (
            "매니페스트에 기록된 파일과 다릅니다(크기 또는 해시).",
            "이전 단계의 도구를 다시 실행하십시오.",
        ),
        Code::Internal => (
            "도구 내부의 오류로, 이 행에만 해당합니다.",
            "파일을 제외하고 도구의 버전과 함께 알려 주십시오.",
        ),
        _ => return None,
    })
}
