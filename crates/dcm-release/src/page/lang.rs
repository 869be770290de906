//! The language of a page.

use dicom_common::code::Code;

use crate::args::Lang;

impl Lang {
    /// The text of this language.
    pub fn of<'a>(self, english: &'a str, korean: &'a str) -> &'a str {
        match self {
            Lang::En => english,
            Lang::Ko => korean,
        }
    }

    /// The tag of this language (BCP 47).
    pub fn tag(self) -> &'static str {
        self.of("en", "ko")
    }

    /// What a code means; in English where there are no other words yet.
    pub fn meaning(self, code: Option<&str>) -> &'static str {
        let Some(code) = code.and_then(Code::parse) else { return "" };
        match self {
            Lang::En => code.meaning(),
            Lang::Ko => korean(code).unwrap_or(code.meaning()),
        }
    }
}

fn korean(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::Unreadable => "파일을 읽을 수 없습니다.",
        Code::NotDicom => "DICOM 파일이 아닙니다.",
        Code::Archive => "압축 파일이며, 안에 든 내용은 확인되지 않았습니다.",
        Code::Subject => "--subjects-map 표에 없는 환자입니다.",
        Code::Truncated => "파일이 중간에서 끊겨 있습니다.",
        Code::Malformed => "인코딩이 PS3.5 규칙에 어긋나며 안전하게 고칠 수 없습니다.",
        Code::Depth => "시퀀스가 64단계보다 깊이 중첩되어 있습니다.",
        Code::TooLarge => "헤더가 한 파일에 허용된 메모리보다 큽니다.",
        Code::TransferSyntax => "알 수 없는 전송 구문입니다.",
        Code::MissingUid => "SOP Class, SOP Instance, Study 또는 Series UID가 없습니다.",
        Code::NoPixels => "영상에 픽셀 데이터가 없습니다.",
        Code::PixelLength => "픽셀 데이터가 헤더의 설명보다 짧습니다.",
        Code::Document => "헤더 도구로 익명화할 수 없는 내장 문서입니다.",
        Code::EmbeddedOverlay => "픽셀 데이터 안에 오버레이가 들어 있습니다.",
        Code::Geometry => "영상의 위치, 방향 또는 간격 정보가 없거나 올바르지 않습니다.",
        Code::PixelFormat => "픽셀이 단일 채널의 정수가 아니거나 헤더의 설명과 일치하지 않습니다.",
        Code::Codec => "압축된 픽셀 데이터를 복원할 수 없습니다.",
        Code::Nifti => "한 파일로 된 3차원 NIfTI-1 영상이 아닙니다.",
        Code::NoValidValue => "남아 있어야 하는 요소에 올바른 값을 넣을 수 없습니다.",
        Code::Duplicate => "같은 SOP Instance UID를 가진 다른 파일이 먼저 처리되었습니다.",
        Code::Exists => "출력 이름으로 이미 다른 파일이 있습니다.",
        Code::InsideOutput => "입력이 출력 폴더 안에 있습니다.",
        Code::Unwritable => "출력을 쓸 수 없습니다.",
        Code::Verification => "다시 읽은 내용이 쓰려던 내용과 다릅니다.",
        Code::Changed => "매니페스트에 기록된 파일과 다릅니다(크기 또는 해시).",
        Code::Script => "스크립트의 동작을 이 값에 적용할 수 없습니다.",
        Code::Internal => "도구 내부의 오류로, 이 행에만 해당합니다.",
        Code::Dicomdir => "DICOMDIR(환자 이름이 들어 있는 색인)이므로 공유 대상이 아닙니다.",
        Code::SameObject => "이미 처리된 동일한 객체입니다.",
        Code::SkippedByScript => "스크립트가 제외하도록 정한 파일입니다.",
        Code::Upstream => "이전 단계의 도구가 이 파일을 전달하지 않았습니다.",
        Code::SeriesHeld => "같은 시리즈의 다른 파일이 승인되지 않아 시리즈 전체를 보류합니다.",
        Code::Decided => "담당자가 이 시리즈를 보류하기로 결정하였습니다.",
        Code::NotHead => "두부 영상이 아니므로 제거할 얼굴이 없습니다.",
        Code::Modality => "CT 또는 MR 영상이 아닙니다.",
        Code::Mosaic => "여러 슬라이스를 한 장에 배열한 모자이크 영상입니다.",
        Code::Localizer => {
            "위치 결정 영상이거나 슬라이스가 부족합니다. 얼굴 옆모습이 보일 수 있습니다."
        }
        Code::Rendering => "투영·렌더링 영상 또는 화면 캡처입니다. 얼굴이 보일 수 있습니다.",
        Code::Cut => "제거 영역이 비어 있거나 얼굴이라기에는 너무 큽니다.",
        Code::NoFace => "두부 영상으로 보이나 얼굴을 찾지 못했습니다.",
        Code::FaceDoubt => "눈, 피부 윤곽, 뇌의 위치로 추정한 얼굴 위치가 서로 일치하지 않습니다.",
        Code::Registration => "템플릿을 두부에 확실하게 맞출 수 없습니다.",
        Code::Defaced => "얼굴이 이미 제거된 것으로 보입니다.",
        Code::DecisionDoubt => "담당자의 결정이 영상에 보이는 것과 맞지 않습니다.",
        Code::BurnedIn => "픽셀에 글자가 새겨져 있거나 그럴 수 있습니다.",
        Code::UnreadPixels => "확인하거나 가려야 할 픽셀을 복원할 수 없습니다.",
        Code::Blackout => "가릴 사각형이 영상과 겹치지 않습니다.",
        Code::Findings => "헤더에 남아 있어서는 안 되는 내용이 발견되었습니다.",
        Code::NotChecked => "필요한 단계가 이 파일을 판정하지 않았습니다.",
        Code::NoOriginal => "비교할 원본이 없습니다.",
        Code::Frames => "프레임이 누락되었거나 원래 위치에 있지 않습니다.",
        Code::Altered => "제거 영역 밖의 복셀 값이 원본과 다릅니다.",
        Code::MaskNotApplied => "제거되어야 할 부분이 일부 프레임에 남아 있습니다.",
        Code::FaceLeft => "얼굴의 일부가 남아 있습니다.",
        Code::Recognizable => "남은 부분이 여전히 얼굴로 인식됩니다.",
        Code::BrainLost => "뇌의 일부가 제거되었습니다.",
        Code::NotJudged => "판정할 근거가 없습니다.",
        Code::Network => "네트워크를 이 볼륨에 적용할 수 없습니다.",
        Code::Reference => "기존 검증 도구의 임계값을 충족하지 못합니다.",
        // Codes that came later.
        #[allow(
            unreachable_patterns,
            reason = "new codes are told in English until they have words"
        )]
        _ => return None,
    })
}
