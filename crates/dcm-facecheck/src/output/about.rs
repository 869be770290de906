//! What a reader is told of the run as a whole: when it was, the verdict in a sentence, and what nobody looked at.

use dicom_common::code::Lang;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::today;

use crate::args::Criteria;
use crate::checked::Metric;

use super::content::Content;
use super::outcome::status;

impl Content {
    /// Names and sentences. By the criteria of the earlier tool there is no verdict on the whole.
    pub(super) fn about(&self) -> Vec<(&'static str, String)> {
        let l = self.labels;
        let mut about = vec![(l.date, today())];
        if self.criteria == Criteria::Default {
            about.push((l.conclusion, self.conclusion()));
        }
        about.push((l.not_checked, self.not_checked()));
        about
    }

    fn conclusion(&self) -> String {
        let count =
            |wanted| self.series.iter().filter(|(series, _)| status(series) == wanted).count();
        let [ok, flag, fail, skip] =
            [Status::Ok, Status::Flag, Status::Fail, Status::Skip].map(count);
        match (self.lang, flag + fail) {
            (_, 0) if ok + skip == 0 => {
                self.lang.of("No series was checked.", "검사한 시리즈가 없음.").to_owned()
            }
            (Lang::En, 0) => {
                format!("In none of {ok} series a face was found; {skip} series were skipped.")
            }
            (Lang::Ko, 0) => {
                format!("시리즈 {ok}개 모두에서 얼굴이 발견되지 않음; {skip}개는 제외됨.")
            }
            (Lang::En, _) => format!(
                "{ok} series passed; {flag} must not be shared before a person has looked at them, {fail} could \
                 not be checked; {skip} were skipped."
            ),
            (Lang::Ko, _) => format!(
                "시리즈 {ok}개 통과; {flag}개는 사람이 확인하기 전에 공유할 수 없고, {fail}개는 검사하지 못함; {skip}개는 제외됨."
            ),
        }
    }

    fn not_checked(&self) -> String {
        let mut text = self
            .lang
            .of(
                "Headers, and text in pixels (dcm-hdrcheck, dcm-scrub); series that were skipped.",
                "헤더와 화소 안의 글자 (dcm-hdrcheck, dcm-scrub); 제외된 시리즈.",
            )
            .to_owned();
        let likeness = |metric| metric == Metric::ToItselfAfter;
        let asked = self.criteria == Criteria::Default
            && self.series.iter().any(|(series, _)| !series.measured.is_empty());
        let told = self.series.iter().any(|(series, _)| {
            series.measured.iter().any(|one| likeness(one.metric) && one.value.is_some())
        });
        if asked && !told {
            text.push(' ');
            text.push_str(self.lang.of(
                "The recogniser had no word on any series: its weights are not installed, or no face is in view.",
                "얼굴 인식기의 판단 없음: 가중치가 설치되지 않았거나 보이는 얼굴이 없음.",
            ));
        }
        text
    }
}
