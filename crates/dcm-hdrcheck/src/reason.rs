//! Why an element was accepted or not: a closed list, in two languages. A reason never carries a
//! value of the file.

use dicom_common::code::Lang;
use dicom_common::deid::policy::Level;

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Accepted.
    Pass,
    /// A person should look at it.
    Warn,
    /// Not accepted.
    Fail,
}

impl Severity {
    /// As in the files.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Pass => "pass",
            Severity::Warn => "warn",
            Severity::Fail => "fail",
        }
    }
}

macro_rules! reasons {
    ($($severity:ident $variant:ident $code:literal : $en:literal, $ko:literal;)+) => {
        /// Why an element was accepted or not.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Reason {
            $(#[doc = $en] $variant,)+
            /// By the rules of the earlier tool.
            Reference(Level, ByReference),
        }

        impl Reason {
            /// Whether it is about the words of a value, so that a site can say that they are harmless.
            /// What is an original's, or must be gone, is not.
            pub fn is_about_words(self) -> bool {
                use Reason::*;
                matches!(
                    self,
                    Email | Name | Phone | Record | Address | BirthDate | LocalCode | MaybeName
                        | MaybeDate | MaybeNumber
                )
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Reason::$variant => Severity::$severity,)+
                    Reason::Reference(_, reason) => reason.severity(),
                }
            }

            /// A word for programs.
            pub fn code(self) -> &'static str {
                match self {
                    $(Reason::$variant => $code,)+
                    Reason::Reference(_, reason) => reason.english(),
                }
            }

            /// A sentence for people.
            pub fn text(self, lang: Lang) -> String {
                match (self, lang) {
                    $((Reason::$variant, Lang::En) => $en.to_owned(),
                      (Reason::$variant, Lang::Ko) => $ko.to_owned(),)+
                    (Reason::Reference(level, reason), lang) => reason.text(level, lang),
                }
            }
        }
    };
}

reasons! {
    Pass Empty "empty": "Without a value", "빈값";
    Pass Dummy "dummy": "A dummy value", "대체 더미값";
    Pass Pseudonym "pseudonym": "A keyed pseudonym", "키 기반 가명값";
    Pass NewUid "new-uid": "A new UID", "새 UID";
    Pass StandardUid "standard-uid": "A UID of the standard", "표준 UID";
    Pass Shifted "shifted": "A date, declared as shifted", "이동된 날짜";
    Pass Rounded "rounded": "Rounded", "반올림된 값";
    Pass Kept "kept": "May stay", "유지 허용";
    Pass Items "items": "Its items were inspected", "하위 항목 검사됨";
    Pass Allowed "allowed": "Allowed by the site", "기관에서 허용한 값";
    Pass Stated "stated": "Stated as required", "익명화 표시 확인";
    Fail NotRemoved "not-removed": "Must be removed", "삭제 필요";
    Fail NotEmpty "not-empty": "Must be empty", "빈값이어야 함";
    Fail NotDummy "not-dummy": "Must be empty or a dummy", "빈값 또는 더미값이어야 함";
    Fail Private "private": "Private elements must be removed", "비공개 요소 삭제 필요";
    Fail Unknown "unknown": "Elements that the standard does not know must be removed", "표준에 없는 요소 삭제 필요";
    Fail NotPseudonym "not-pseudonym": "Must be empty or a keyed pseudonym", "빈값 또는 가명값이어야 함";
    Fail NotNewUid "not-new-uid": "Must be a new UID", "새 UID로 대체 필요";
    Fail NotDate "not-date": "Not a date", "날짜가 아닌 값";
    Fail NotShifted "not-shifted": "A date that is not declared as shifted (0028,0303)", "이동되었다는 표시(0028,0303)가 없는 날짜";
    Fail Malformed "malformed": "A value without the form of its VR", "VR 형식에 맞지 않는 값";
    Fail ReadersDiffer "readers-differ": "Two readers do not see the same in the file", "두 판독기의 판독 결과가 다름";
    Fail Identifying "identifying": "Names a person, an order, a visit or a place by its kind", "개인·처방·방문·장소를 나타내는 속성";
    Fail LocalCode "local-code": "A code of a scheme that is not public", "공개되지 않은 코드 체계의 코드";
    Fail PixelsMissing "pixels-missing": "Fewer pixels than the header describes", "헤더의 설명보다 픽셀이 적음";
    Fail StreamText "stream-text": "A segment for text or applications inside compressed pixel data", "압축 픽셀 데이터 안의 텍스트";
    Fail BehindImage "behind-image": "Bytes behind the end of a compressed image", "압축 영상 뒤의 데이터";
    Fail SurplusFragments "surplus-fragments": "Fragments that belong to no frame", "어느 프레임에도 속하지 않는 조각";
    Fail OffsetTable "offset-table": "An offset table that is none", "오프셋 표가 아닌 데이터";
    Fail StreamMalformed "stream-malformed": "Compressed pixel data that breaks the rules of its format", "형식에 맞지 않는 압축 픽셀 데이터";
    Fail BehindPixels "behind-pixels": "Bytes behind the last pixel", "마지막 픽셀 뒤의 데이터";
    Fail NotRounded "not-rounded": "Must be rounded", "반올림 필요";
    Fail TooOld "too-old": "Ages above 89 years must be one group, 090Y", "89세 초과 나이는 090Y로 통합 필요";
    Fail Unparsed "unparsed": "A sequence whose content cannot be read", "읽을 수 없는 시퀀스";
    Fail Document "document": "An encapsulated document, or recorded sound", "포함된 문서 또는 녹음된 음성";
    Fail EmbeddedOverlay "embedded-overlay": "An overlay inside the pixel data", "픽셀 데이터 안의 오버레이";
    Fail Preamble "preamble": "The preamble is not empty", "프리앰블이 비어 있지 않음";
    Fail MetaNotRemoved "meta-not-removed": "File meta information that must be removed", "삭제가 필요한 파일 메타 정보";
    Fail MetaDiffers "meta-differs": "Differs from the SOP Instance UID of the data set", "데이터 세트의 SOP Instance UID와 다름";
    Fail NotStated "not-stated": "The statement about de-identification is missing or wrong", "익명화 표시가 없거나 틀림";
    Fail Email "email": "An e-mail address in the text", "텍스트에 전자우편 주소";
    Fail Name "name": "A person's name in the text", "텍스트에 사람 이름";
    Fail Phone "phone": "A phone number in the text", "텍스트에 전화번호";
    Fail Record "record": "A record or social security number in the text", "텍스트에 등록번호";
    Fail Address "address": "An address in the text", "텍스트에 주소";
    Fail BirthDate "birth-date": "A date of birth in the text", "텍스트에 생년월일";
    Warn MaybeName "maybe-name": "Possibly a person's name in the text", "텍스트에 이름으로 보이는 값";
    Warn MaybeDate "maybe-date": "A date in the text", "텍스트에 날짜로 보이는 값";
    Warn MaybeNumber "maybe-number": "A long number in the text", "텍스트에 긴 숫자";
    Fail Original "original": "Contains an original value", "원본 값이 남아 있음";
    Warn MaybeOriginal "maybe-original": "Contains a word of an original file's path", "원본 경로의 단어가 있음";
    Fail OriginalUid "original-uid": "Contains an original UID", "원본 UID가 남아 있음";
    Fail OriginalBytes "original-bytes": "An original value in bytes that are no element's value", "요소 값이 아닌 바이트에 원본 값";
    Fail Inconsistent "inconsistent": "Not the pseudonym that the same original has elsewhere", "같은 원본의 다른 가명값과 일치하지 않음";
    Fail ShiftDiffers "shift-differs": "Not shifted by the patient's number of days", "환자의 날짜 이동 일수와 일치하지 않음";
}

/// Why the earlier tool accepts a field or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByReference {
    /// Empty, or a placeholder.
    Placeholder,
    /// May stay.
    Kept,
    /// Looks like a hash.
    Hash,
    /// A range of five units.
    Range,
    /// Neither empty nor a placeholder.
    Remove,
    /// None of these, nor a hash.
    RemoveOrHash,
    /// None of these, nor a range of five units.
    Round,
}

impl ByReference {
    fn severity(self) -> Severity {
        use ByReference::*;
        match self {
            Placeholder | Kept | Hash | Range => Severity::Pass,
            Remove | RemoveOrHash | Round => Severity::Fail,
        }
    }

    fn english(self) -> &'static str {
        match self {
            ByReference::Placeholder => "empty or placeholder",
            ByReference::Kept => "may stay",
            ByReference::Hash => "replaced by a hash",
            ByReference::Range => "a range of five units",
            ByReference::Remove => "must be removed",
            ByReference::RemoveOrHash => "must be removed or replaced by a hash",
            ByReference::Round => "must be a range of five units",
        }
    }

    fn korean(self) -> &'static str {
        match self {
            ByReference::Placeholder => "빈값/플레이스홀더",
            ByReference::Kept => "유지 허용",
            ByReference::Hash => "Hash값 대체 허용",
            ByReference::Range => "5단위 구간 반올림 허용",
            ByReference::Remove => "삭제 필요",
            ByReference::RemoveOrHash => "삭제 또는 Hash값 대체 필요",
            ByReference::Round => "5단위 구간 반올림 필요",
        }
    }

    fn text(self, level: Level, lang: Lang) -> String {
        let text = match lang {
            Lang::En => self.english(),
            Lang::Ko => self.korean(),
        };
        format!("[{}] {text}", level.name().to_ascii_uppercase())
    }
}
