//! The page: a card for each series, what needs a person first; and further pages where series are many.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use dicom_common::code::{Code, Lang};
use dicom_common::files::pending::Pending;
use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest;
use render::page::{
    self, Accepted, Card, Check, Criterion, Part, Picture, Reason, Shell, Status, StatusWords,
    Summary, Words,
};

use crate::args::Criteria;
use crate::checked::{Checked, Mark};

use super::content::{Content, TOOL};
use super::labels::name;
use super::outcome::{Outcome, status};
use super::quantity::Quantity;
use super::spool::Spool;

/// So many series are on a page: their pictures are part of it, 60 to 100 kB each.
const PER_PAGE: usize = 200;

/// Writes the page, card by card: one picture is in memory at a time. Further pages lie beside it; the first is
/// the last of what is returned.
pub(super) fn write(
    content: &Content,
    spool: &Spool,
    tally: &Tally,
    path: &Path,
    first: Pending,
) -> io::Result<Vec<Pending>> {
    let words = words(content);
    let mut series = Vec::from_iter(&content.series);
    series.sort_by_key(|(series, _)| (shown(content, series), Outcome::of(series)));
    let meanings: Vec<String> =
        content.quantities.iter().map(|quantity| content.meaning(quantity.metric)).collect();
    let subtitle = format!("{TOOL} · {}", content.labels.confidential);
    let summary = Summary { subtitle: &subtitle, ..summary(content, &meanings, tally, &words) };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let parts = Part::list(&stem.unwrap_or_default(), series.len(), PER_PAGE, PER_PAGE);
    let mut written = Vec::new();
    let mut first = Some(first);
    for part in &parts {
        let pending = match first.take() {
            Some(first) => first,
            None => Pending::create(&path.with_file_name(&part.file))?,
        };
        let series = part.of(&series);
        let statuses = series.iter().map(|(series, _)| shown(content, series));
        let Shell { before, after } = page::shell(&summary, statuses, &parts);
        let mut file = BufWriter::new(pending.handle()?);
        file.write_all(before.as_bytes())?;
        for (series, slot) in series {
            let png = slot.map(|slot| spool.read(slot)).transpose()?;
            let card = page::card(&entry(content, series, png.as_deref()), &words);
            file.write_all(card.as_bytes())?;
        }
        file.write_all(after.as_bytes())?;
        file.flush()?;
        drop(file);
        written.push(pending);
    }
    written.rotate_left(1);
    Ok(written)
}

fn words(content: &Content) -> Words {
    let l = content.labels;
    let words = match content.lang {
        Lang::En => Words::ENGLISH,
        Lang::Ko => Words::KOREAN,
    };
    let words = Words { pictures: l.picture, ..words };
    if content.criteria == Criteria::Default {
        return words;
    }
    Words {
        statuses: StatusWords {
            fail: l.outcome(Outcome::Fail),
            flag: l.outcome(Outcome::Unjudged),
            skip: l.outcome(Outcome::Skipped),
            ok: l.outcome(Outcome::Pass),
        },
        pass: content.pass(),
        fail: content.fail(),
        ..words
    }
}

fn summary<'a>(
    content: &'a Content,
    meanings: &'a [String],
    tally: &Tally,
    words: &'a Words,
) -> Summary<'a> {
    let l = content.labels;
    let mut facts = content.about();
    facts.push((l.series, content.series.len().to_string()));
    facts.extend(content.tally(tally).map(|(name, count)| (name, count.to_string())));
    facts.extend(content.found_again().map(|text| (l.found_again, text)));
    facts.push((l.criteria_sheet, l.criteria(content.criteria).to_owned()));
    let criterion = |(quantity, meaning): (&Quantity, &'a String)| Criterion {
        name: name(quantity.metric, content.lang),
        limit: quantity.limit(&content.limits, content.lang),
        meaning,
    };
    Summary {
        title: l.title,
        subtitle: "",
        facts,
        criteria: content.quantities.iter().zip(meanings).map(criterion).collect(),
        words,
    }
}

/// How the page marks a series; what needs a person is less.
pub(super) fn shown(content: &Content, series: &Checked) -> Status {
    match (content.criteria, status(series), Outcome::of(series)) {
        (Criteria::Default, manifest::Status::Fail, _) => Status::Fail,
        (Criteria::Default, manifest::Status::Flag, _) => Status::Flag,
        (Criteria::Default, manifest::Status::Skip, _) => Status::Skip,
        (Criteria::Default, manifest::Status::Ok | manifest::Status::Plan, _) => Status::Ok,
        (Criteria::Reference, _, Outcome::Fail) => Status::Fail,
        (Criteria::Reference, _, Outcome::Unjudged) => Status::Flag,
        (Criteria::Reference, _, Outcome::Skipped) => Status::Skip,
        (Criteria::Reference, _, Outcome::Pass) => Status::Ok,
    }
}

fn entry<'a>(content: &'a Content, series: &'a Checked, png: Option<&'a [u8]>) -> Card<'a> {
    let l = content.labels;
    let reason = |code: &Code| Reason {
        code: code.as_str(),
        meaning: code.meaning_in(content.lang),
        remedy: code.remedy_in(content.lang),
    };
    let checks = content.quantities.iter().map(|quantity| {
        let measured = quantity.of(series);
        Check {
            group: l.group(quantity),
            name: name(quantity.metric, content.lang),
            value: quantity.text(measured.value),
            limit: quantity.limit(&content.limits, content.lang),
            accepted: match measured.mark {
                _ if !quantity.judged => Accepted::Undecided,
                Mark::Pass => Accepted::Yes,
                Mark::Fail => Accepted::No,
                Mark::Silent => Accepted::Undecided,
            },
        }
    });
    Card {
        name: &series.name,
        ids: vec![(l.subject, series.subject.clone()), (l.study, series.study.clone())],
        status: shown(content, series),
        reasons: series.codes.iter().map(reason).collect(),
        numbers: {
            let mut numbers = vec![
                (l.modality, series.modality.to_owned()),
                (l.files, series.files.to_string()),
                (l.predicted, l.predicted(series).to_owned()),
            ];
            if !series.decided.is_empty() {
                numbers.push((l.decided, series.decided.clone()));
            }
            numbers
        },
        // Where nothing was measured, a table of dashes says less than none.
        checks: if series.measured.is_empty() { Vec::new() } else { checks.collect() },
        picture: png.map(Picture::Embedded),
    }
}
