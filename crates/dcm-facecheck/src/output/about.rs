//! What a reader is told of the run as a whole: when it was, the verdict in a sentence, and what nobody looked at.

use dicom_common::code::Lang;
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::today;

use crate::args::Criteria;
use crate::checked::{Checked, Metric};

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
        let by_person =
            |series: &Checked| status(series) == Status::Ok && !series.decided.is_empty();
        let decided = self.series.iter().filter(|(series, _)| by_person(series)).count();
        match (self.lang, flag + fail) {
            // What was skipped shows nothing of a face, and what a person let pass may show one.
            (Lang::En, 0) if ok == 0 => {
                format!("No face was looked for: {skip} series were skipped.")
            }
            (Lang::Ko, 0) if ok == 0 => format!("얼굴을 찾지 않음: 시리즈 {skip}개 모두 제외됨."),
            (Lang::En, 0) => {
                format!(
                    "{ok} series passed, {decided} of them by a person's decision; {skip} were skipped."
                )
            }
            (Lang::Ko, 0) => {
                format!("시리즈 {ok}개 통과 (그중 {decided}개는 담당자의 결정); {skip}개는 제외됨.")
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
