//! What codes mean, and what can be done about them, in the language of a report.

use super::{Code, Lang};

impl Code {
    /// [`Code::meaning`] in a language.
    pub fn meaning_in(self, lang: Lang) -> &'static str {
        lang.of(self.meaning(), korean(self).meaning)
    }

    /// [`Code::remedy`] in a language.
    pub fn remedy_in(self, lang: Lang) -> &'static str {
        lang.of(self.remedy(), korean(self).remedy)
    }
}

/// A code in Korean.
struct Words {
    meaning: &'static str,
    remedy: &'static str,
}

const NOTHING_TO_DO: &str = "조치가 필요하지 않습니다.";
const FETCH_AGAIN: &str = "원본 저장소에서 다시 가져오십시오.";
const LOOK_AT_SERIES: &str =
    "시리즈를 직접 확인한 후 제외하거나, 책임자의 판단에 따라 공유하십시오.";
const DEFACE_AGAIN: &str = "얼굴 제거를 다시 수행하고, 이 상태로 공유하지 마십시오.";

/// Every code has its words here, or it does not compile.
fn korean(code: Code) -> Words {
    let (meaning, remedy) = match code {
        Code::Unreadable => {
            ("파일을 읽을 수 없습니다.", "파일의 존재 여부와 읽기 권한을 확인하십시오.")
        }
        Code::NotDicom => {
            ("DICOM 파일이 아닙니다.", "파일을 제외하거나 파일 메타 정보를 복구하십시오.")
        }
        Code::Archive => (
            "압축 파일이며, 안에 든 내용은 확인되지 않았습니다.",
            "먼저 압축을 푼 다음 그 폴더를 지정하십시오.",
        ),
        Code::Truncated => ("파일이 중간에서 끊겨 있습니다.", FETCH_AGAIN),
        Code::Malformed => (
            "인코딩이 PS3.5 규칙에 어긋나며 안전하게 고칠 수 없습니다.",
            "DICOM 도구로 복구하거나 다시 가져오십시오.",
        ),
        Code::Depth => (
            "시퀀스가 64단계보다 깊이 중첩되어 있습니다.",
            "정상적인 객체는 이렇게 깊이 중첩되지 않습니다. 파일을 점검하십시오.",
        ),
        Code::TooLarge => (
            "헤더가 한 파일에 허용된 메모리보다 큽니다.",
            "헤더 요소가 정상적인 객체보다 훨씬 큽니다. 파일을 점검하십시오.",
        ),
        Code::TransferSyntax => {
            ("알 수 없는 전송 구문입니다.", "먼저 표준 전송 구문으로 변환하십시오.")
        }
        Code::MissingUid => (
            "SOP Class, SOP Instance, Study 또는 Series UID가 없습니다.",
            "UID가 없으면 올바른 객체를 만들 수 없습니다. 먼저 파일을 복구하십시오.",
        ),
        Code::NoPixels => ("영상에 픽셀 데이터가 없습니다.", FETCH_AGAIN),
        Code::PixelLength => ("픽셀 데이터가 헤더의 설명보다 짧습니다.", FETCH_AGAIN),
        Code::Stream => (
            "압축 스트림을 끝까지 해석할 수 없거나, 영상 데이터가 있어야 할 자리에 글자가 들어 있습니다.",
            "먼저 DICOM 도구로 압축을 해제하거나 다시 압축하십시오.",
        ),
        Code::Document => (
            "헤더 도구로 익명화할 수 없는 내장 문서 또는 녹음된 음성입니다.",
            "수동으로 처리하십시오.",
        ),
        Code::EmbeddedOverlay => (
            "헤더 도구가 변경하지 않는 픽셀 데이터 안에 오버레이가 들어 있습니다.",
            "먼저 픽셀 데이터에서 사용하지 않는 비트를 지우십시오.",
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
        Code::Nifti => {
            ("한 파일로 된 3차원 NIfTI-1 영상이 아닙니다.", ".nii 또는 .nii.gz로 변환하십시오.")
        }
        Code::NoValidValue => (
            "남아 있어야 하는 요소에 올바른 값을 넣을 수 없습니다.",
            "별도의 정책이나 스크립트에 이 속성을 명시하십시오.",
        ),
        Code::Duplicate => (
            "같은 SOP Instance UID를 가진 다른 파일이 먼저 처리되었습니다.",
            "둘 중 하나만 남기거나 서로 다른 폴더로 처리하십시오.",
        ),
        Code::Exists => (
            "출력 이름으로 이미 다른 파일이 있습니다.",
            "빈 출력 폴더를 선택하거나 --force를 지정하십시오.",
        ),
        Code::Link => (
            "출력 폴더가 있어야 할 자리에 심볼릭 링크가 있습니다.",
            "누가 만든 링크인지 확인하고 제거하십시오. 링크를 통해서는 출력하지 않습니다.",
        ),
        Code::InsideOutput => {
            ("입력이 출력 폴더 안에 있습니다.", "입력과 분리된 출력 폴더를 선택하십시오.")
        }
        Code::Unwritable => (
            "출력을 쓸 수 없습니다.",
            "출력 폴더의 여유 공간과 권한을 확인한 후 다시 실행하십시오.",
        ),
        Code::Verification => (
            "다시 읽은 내용이 쓰려던 내용과 다릅니다.",
            "디스크를 점검하십시오. 이 파일은 출력되지 않았습니다.",
        ),
        Code::Changed => (
            "매니페스트에 기록된 파일과 다릅니다(크기 또는 해시).",
            "이전 단계의 도구를 다시 실행하십시오.",
        ),
        Code::Script => (
            "스크립트의 동작을 이 값에 적용할 수 없습니다.",
            "해당 스크립트 함수의 문서를 확인하십시오.",
        ),
        Code::Subject => (
            "--subjects-map 표에 없는 환자입니다.",
            "파일에 적힌 그대로의 환자 ID로 행을 추가하거나 파일을 제외하십시오.",
        ),
        Code::Internal => (
            "도구 내부의 오류로, 이 행에만 해당합니다.",
            "파일을 제외하고 도구의 버전과 함께 알려 주십시오.",
        ),
        Code::Dicomdir => (
            "DICOMDIR(환자 이름이 들어 있는 색인)이므로 공유 대상이 아닙니다.",
            "색인이 필요하면 출력 폴더에서 새로 만드십시오.",
        ),
        Code::SameObject => ("이미 처리된 동일한 객체입니다.", NOTHING_TO_DO),
        Code::SkippedByScript => (
            "스크립트가 제외하도록 정한 파일입니다.",
            "조치가 필요하지 않습니다. 스크립트의 @skip()을 참고하십시오.",
        ),
        Code::Upstream => (
            "이전 단계의 도구가 이 파일을 전달하지 않았습니다.",
            "해당 행의 앞쪽 열을 확인하십시오.",
        ),
        Code::SeriesHeld => (
            "같은 시리즈의 다른 파일이 승인되지 않아 시리즈 전체를 보류합니다.",
            "시리즈의 다른 행을 확인하여 승인되지 않은 파일을 고치거나 제외하고, 또는 --partial로 공개하십시오.",
        ),
        Code::Decided => (
            "담당자가 이 시리즈를 보류하기로 결정하였습니다.",
            "조치가 필요하지 않습니다. 결정자, 날짜, 이유는 확인서에 있습니다.",
        ),
        Code::NotHead => ("두부 영상이 아니므로 제거할 얼굴이 없습니다.", NOTHING_TO_DO),
        Code::NoSkin => {
            ("두개골을 제거한 뇌, 혈관 또는 지도 영상으로 피부가 없습니다.", NOTHING_TO_DO)
        }
        Code::Modality => {
            ("CT 또는 MR 영상이 아니며, 얼굴이 보이는 종류의 객체도 아닙니다.", NOTHING_TO_DO)
        }
        Code::Mosaic => (
            "여러 슬라이스를 한 장에 배열한 모자이크 영상으로, 공간 위치를 알 수 없거나 그 위치의 얼굴이 알려져 있지 않습니다.",
            "슬라이스 위치 정보를 보존하고(dcm-scrub --safe-private converters) 얼굴이 보이는 시리즈와 함께 처리하거나, 담당자가 결정하십시오.",
        ),
        Code::Localizer => (
            "위치 결정 영상이거나 입체를 구성하기에 슬라이스가 부족합니다. 얼굴 옆모습이 보일 수 있습니다.",
            LOOK_AT_SERIES,
        ),
        Code::Rendering => {
            ("투영·렌더링 영상 또는 화면 캡처입니다. 얼굴이 보일 수 있습니다.", LOOK_AT_SERIES)
        }
        Code::OtherModality => (
            "CT 또는 MR 영상이 아니므로 얼굴을 제거할 수 없습니다. 얼굴이나 그 윤곽이 보일 수 있습니다.",
            LOOK_AT_SERIES,
        ),
        Code::Cut => (
            "제거 영역이 비어 있거나 얼굴이라기에는 너무 큽니다.",
            "시리즈의 그림을 확인하고, 다른 방법을 지정하거나 수동으로 처리하십시오.",
        ),
        Code::NoFace => ("두부 영상으로 보이나 얼굴을 찾지 못했습니다.", LOOK_AT_SERIES),
        Code::FaceDoubt => (
            "눈, 피부 윤곽, 뇌의 위치로 추정한 얼굴 위치가 서로 일치하지 않습니다.",
            "시리즈를 직접 확인하십시오. --on-doubt deep을 사용하면 더 넓게 제거합니다.",
        ),
        Code::Registration => (
            "템플릿을 두부에 확실하게 맞출 수 없거나, 템플릿의 마스크가 눈을 남깁니다.",
            "시리즈를 직접 확인하고, --method landmarks 또는 다른 템플릿을 사용하십시오.",
        ),
        Code::Defaced => (
            "얼굴이 있어야 할 자리가 채움값으로 끝나므로 얼굴이 이미 제거된 것으로 보입니다.",
            "시리즈의 그림을 확인하고, 얼굴 피부가 남아 있지 않을 때만 전달하십시오.",
        ),
        Code::DecisionDoubt => (
            "담당자의 결정이 영상에 보이는 것과 맞지 않습니다.",
            "시리즈를 다시 확인하십시오. 스스로 확인 대상이 아니거나, 눈이라고 지정한 위치에 아무것도 없습니다. --decisions 표의 해당 줄을 고치거나 지우십시오.",
        ),
        Code::BurnedIn => (
            "픽셀에 글자가 새겨져 있거나 그럴 수 있습니다.",
            "직접 확인하고, 글자를 가리거나(--pixel-rules, --blackout, --blank-text) 책임자의 판단에 따라 공유하십시오(--accept-burned-in).",
        ),
        Code::UnreadPixels => (
            "확인하거나 가려야 할 픽셀을 복원할 수 없습니다.",
            "먼저 DICOM 도구로 압축을 해제하거나 수동으로 처리하십시오.",
        ),
        Code::Blackout => (
            "가릴 사각형이 영상과 겹치지 않습니다.",
            "크기가 다른 영상은 따로 실행하여 처리하십시오.",
        ),
        Code::Findings => (
            "있어서는 안 되는 내용이 발견되었습니다.",
            "보고서의 시트 또는 발견 항목 파일을 확인하십시오.",
        ),
        Code::ReadersDiffer => (
            "두 판독기가 파일을 서로 다르게 읽거나, 그중 하나가 읽지 못합니다.",
            "공유하지 마십시오. 검사에서 보지 못한 내용을 다른 프로그램이 표시할 수 있습니다. DICOM 도구로 파일을 다시 저장하십시오.",
        ),
        Code::NotChecked => (
            "필요한 단계가 이 파일을 판정하지 않았습니다.",
            "매니페스트에 해당 도구를 실행하거나, 생략하였음을 --without으로 밝히십시오.",
        ),
        Code::NoOriginal => (
            "비교할 원본이 없습니다.",
            "--raw로 얼굴 제거 전의 파일을 지정하거나 dcm-deface의 결과 행을 확인하십시오.",
        ),
        Code::Frames => ("프레임이 누락되었거나 원래 위치에 있지 않습니다.", DEFACE_AGAIN),
        Code::Altered => {
            ("제거 영역 밖의 복셀 값이 원본과 다릅니다.", "원본에서 얼굴 제거를 다시 수행하십시오.")
        }
        Code::MaskNotApplied => (
            "마스크 또는 인접 프레임에 따르면 제거되어야 할 부분이 일부 프레임에 남아 있습니다.",
            DEFACE_AGAIN,
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
        Code::NotJudged => (
            "판정할 근거가 없습니다. 지원하지 않는 파일이거나, 얼굴 위치를 독립적으로 확인할 수 없습니다.",
            "시리즈를 직접 확인하십시오. NIfTI 파일은 원본이 된 DICOM 시리즈를 판정하십시오.",
        ),
        Code::Network => (
            "네트워크를 이 볼륨에 적용할 수 없습니다.",
            "메시지를 확인하고, --model 없이 또는 메모리가 더 큰 시스템에서 판정하십시오.",
        ),
        Code::Reference => (
            "기존 검증 도구의 임계값을 충족하지 못합니다.",
            "보고서를 확인하십시오. --criteria default는 얼굴 인식 가능성을 기준으로 판정합니다.",
        ),
    };
    Words { meaning, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told_in_korean_with_the_flags_that_its_english_words_name() {
        let flags = |text: &str| -> Vec<String> {
            let is_flag = |c: char| c.is_ascii_lowercase() || c == '-';
            let mut flags: Vec<String> = text
                .split(|c| !is_flag(c))
                .filter(|w| w.starts_with("--"))
                .map(Into::into)
                .collect();
            flags.sort();
            flags
        };
        for code in Code::ALL {
            for (english, korean) in [
                (code.meaning(), code.meaning_in(Lang::Ko)),
                (code.remedy(), code.remedy_in(Lang::Ko)),
            ] {
                assert!(korean.chars().any(|c| ('가'..='힣').contains(&c)), "{code}");
                assert!(korean.ends_with('.'), "{code}: {korean}");
                assert_eq!(flags(korean), flags(english), "{code}");
            }
            assert_eq!(code.meaning_in(Lang::En), code.meaning());
            assert_eq!(code.remedy_in(Lang::En), code.remedy());
        }
    }
}
