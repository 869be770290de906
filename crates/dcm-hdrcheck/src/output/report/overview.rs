//! The first sheet: what a board reads, on one page.

use dicom_common::code::{Code, Lang, RunError};
use dicom_common::pipeline::manifest::Status;
use dicom_common::pipeline::session::today;
use workbook::{Cell, SheetId, Tone, Workbook};

use crate::output::report::groups::count;
use crate::output::report::layout::{Layout, Written, failed};
use crate::output::report::totals::Totals;
use crate::rows::TOOL;

/// What was asked of a run.
#[derive(Debug)]
pub struct About {
    /// The fingerprint of its settings, as in column `hdrcheck_config`.
    pub configuration: String,
    /// Whether attributes were judged by a table of the user's: `--policy`.
    pub own_table: bool,
    /// Whether it was known what the originals were: `--link`, `--against`.
    pub originals: bool,
}

impl Layout {
    /// Begins the sheet, which is written when all files are known.
    pub(super) fn overview_sheet(&self, book: &mut Workbook) -> Result<SheetId, RunError> {
        book.sheet(self.labels().overview_sheet, &[24.0, 100.0, 12.0]).map_err(failed)
    }

    /// Writes it.
    pub(super) fn overview(
        &self,
        book: &mut Workbook,
        sheet: SheetId,
        about: &About,
        totals: &Totals,
        unlisted: u64,
    ) -> Written {
        let l = self.labels();
        let mut row = |cells: &[Cell<'_>]| book.row(sheet, cells).map_err(failed);
        let strong = |text| Cell::Text(text, Tone::Strong);
        row(&[Cell::Text(l.title, Tone::Title)])?;
        row(&[])?;
        let (conclusion, tone) = self.conclusion(totals);
        row(&[strong(l.conclusion), Cell::Text(&conclusion, tone)])?;
        row(&[strong(l.date), Cell::text(&today())])?;
        row(&[strong(l.tool), Cell::text(&format!("{} {}", TOOL.name, TOOL.version))])?;
        let mut choice = self.choice.name().to_ascii_uppercase();
        if about.own_table {
            choice = format!("{choice}, {}", l.own_table);
        }
        row(&[strong(l.judged_by), Cell::text(&choice)])?;
        row(&[strong(l.configuration), Cell::text(&about.configuration)])?;
        row(&[])?;

        row(&[l.result, l.meaning, l.files].map(|title| Cell::Text(title, Tone::Header)))?;
        for (status, code, files) in totals.ends() {
            row(&[self.result(status), Cell::text(&self.meaning(code)), count(files)])?;
        }
        row(&[strong(l.together), Cell::Empty, count(totals.files())])?;
        row(&[])?;

        let elements =
            [(l.inspected, totals.inspected), (l.warned, totals.warned), (l.failed, totals.failed)];
        row(&[l.elements, "", ""].map(|title| Cell::Text(title, Tone::Header)))?;
        for (label, elements) in elements {
            row(&[Cell::text(label), Cell::Empty, count(elements)])?;
        }
        row(&[])?;

        row(&[strong(l.not_checked), Cell::Text(l.no_pixels, Tone::Note)])?;
        if !about.originals {
            row(&[Cell::Empty, Cell::Text(l.no_originals, Tone::Note)])?;
        }
        for sentence in self.left_out(totals, unlisted) {
            row(&[Cell::Empty, Cell::Text(&sentence, Tone::Note)])?;
        }
        Ok(())
    }

    /// The verdict in a sentence.
    fn conclusion(&self, totals: &Totals) -> (String, Tone) {
        let all = totals.files();
        let [ok, flag, fail, skip] =
            [Status::Ok, Status::Flag, Status::Fail, Status::Skip].map(|one| totals.of(one));
        let others = [
            (flag, self.lang.of("must not be shared as they are", "개는 그대로 공유할 수 없음")),
            (fail, self.lang.of("could not be judged", "개는 판정하지 못함")),
            (skip, self.lang.of("were passed over", "개는 건너뜀")),
        ];
        let others = others.into_iter().filter(|(files, _)| *files > 0);
        let others: Vec<String> = match self.lang {
            Lang::En => others.map(|(files, what)| format!("{files} {what}")).collect(),
            Lang::Ko => others.map(|(files, what)| format!("{files}{what}")).collect(),
        };
        let others = others.join(", ");
        match self.lang {
            Lang::En if all == 0 => ("No file was checked.".into(), Tone::Bad),
            Lang::Ko if all == 0 => ("검사한 파일이 없음.".into(), Tone::Bad),
            Lang::En if ok == all => {
                (format!("All {all} files passed. {}", self.labels().accepted_ok), Tone::Good)
            }
            Lang::Ko if ok == all => {
                (format!("파일 {all}개 모두 통과. {}", self.labels().accepted_ok), Tone::Good)
            }
            Lang::En => (format!("{ok} of {all} files passed; {others}."), Tone::Bad),
            Lang::Ko => (format!("파일 {all}개 중 {ok}개 통과; {others}."), Tone::Bad),
        }
    }

    fn meaning(&self, code: Option<Code>) -> String {
        match code {
            None => self.labels().accepted_ok.to_owned(),
            Some(code) => format!("{}: {}", code.as_str(), code.meaning_in(self.lang)),
        }
    }

    /// What is not in this workbook.
    fn left_out(&self, totals: &Totals, unlisted: u64) -> Vec<String> {
        let fail = totals.of(Status::Fail);
        let (failed, rows) = match self.lang {
            Lang::En => (
                format!("{fail} files, of which only the reason is known."),
                format!("{unlisted} files are not listed here; the manifest has them all."),
            ),
            Lang::Ko => (
                format!("파일 {fail}개: 실패한 이유만 알려짐."),
                format!(
                    "파일 {unlisted}개는 여기에 나열하지 않음; 목록 파일(manifest)에는 모두 있음."
                ),
            ),
        };
        let sentences = [(fail, failed), (unlisted, rows)];
        sentences.into_iter().filter(|(files, _)| *files > 0).map(|(_, text)| text).collect()
    }
}
