//! A study: the faces of all its series are looked for before any is judged, because a face found
//! in one serves others.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, Lang, Outcome, RunError};
use dicom_common::imaging::series::Modality;
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::decisions::Decision;
use dicom_common::pipeline::session::EntryId;
use face::{Donors, Headless, Shown};
use head_model::Seat;
use rayon::prelude::*;

use crate::alone::judge_alone;
use crate::checked::{Checked, FileVerdict, Mark, Metric};
use crate::decided::{Handed, settle};
use crate::entry::Inputs;
use crate::finding::{ExaminedVolume, Finding};
use crate::header::{image, new_image};
use crate::job::{Compared, Job};
use crate::judge::{Judged, Known, judge, judge_faceless};
use crate::series::{Group, ImagePair, Series, SeriesFile};
use crate::stack_pair::StackPair;

/// What was said of a study.
#[derive(Default)]
pub struct StudyResult {
    /// Of its files, by their places among the inputs.
    pub files: Vec<(EntryId, FileVerdict)>,
    /// Of its series.
    pub series: Vec<Checked>,
}

/// A series in hand.
struct Case {
    group: Group,
    series: Series,
    /// What its original shows; the volumes are not kept.
    finding: Finding,
    /// How a model of heads lies on it, if it does.
    seat: Option<Seat>,
    /// What was said of it.
    judged: Option<Judged>,
}

/// Judges the images of one study. `lost` tells how many files of an original series were not
/// delivered.
///
/// # Errors
/// When a signal arrives.
pub fn check(
    job: &Job,
    entries: &Inputs,
    study: &[EntryId],
    lost: &HashMap<String, usize>,
    stop: &Stop,
) -> Result<StudyResult, RunError> {
    let mut said = StudyResult::default();
    let mut groups: BTreeMap<Group, Vec<ImagePair>> = BTreeMap::new();
    let pairs: Vec<_> = study.par_iter().map(|at| (*at, pair(entries, *at))).collect();
    for (at, pair) in pairs {
        match pair {
            Ok(pair) => {
                let group = Group::of(&pair.after, pair.before.is_some());
                groups.entry(group).or_default().push(pair);
            }
            Err(Fault(code)) => said.files.push((at, FileVerdict::not_passed(code))),
        }
    }
    let missing = |series: &Series| lost.get(series.original()).copied().unwrap_or(0);
    let (mut cases, mut faces) = (Vec::new(), Donors::default());
    for (group, pairs) in groups {
        stop.check()?;
        let series = Series::new(pairs);
        // A series with a face of its own is judged while its volumes are in memory.
        let first = AssertUnwindSafe(|| first_look(job, &group, &series, missing(&series)));
        let first = catch_unwind(first).unwrap_or(Err(Fault(Code::Internal)));
        let not = |Fault(code)| (Finding::Doubt(code), None, Some(Judged::not(code)));
        let (finding, seat, judged) = first.unwrap_or_else(not);
        if let Finding::Face(face) = &finding {
            faces.add(&group.frame_of_reference, series.voxel(), face);
        }
        cases.push(Case { group, series, finding, seat, judged });
    }
    let headless = headless(&cases);
    let seconds = second_ways(&cases);
    for mut case in cases {
        stop.check()?;
        let judged = match case.judged.take() {
            Some(judged) => judged,
            None => {
                let frame = &case.group.frame_of_reference;
                let donor = faces.of(frame);
                let second = seconds.get(frame);
                let donor = donor.map(|face| Known {
                    face,
                    seat: second.and_then(|second| second.seat.as_ref()),
                    confirmed: second.is_some_and(|second| second.confirmed),
                });
                let unjudged = unjudged(&case, &headless);
                let rest = AssertUnwindSafe(|| {
                    second_look(job, &case, donor, unjudged, missing(&case.series))
                });
                let rest = catch_unwind(rest).unwrap_or(Err(Fault(Code::Internal)));
                rest.unwrap_or_else(|Fault(code)| Judged::not(code))
            }
        };
        // All of it was read; what was written into it meanwhile was not judged.
        let unchanged = case.series.is_unchanged();
        let judged = unchanged.map_or_else(|Fault(code)| Judged::not(code), |()| judged);
        said.add(job, &case, judged);
    }
    Ok(said)
}

/// A file as it is and as it was.
fn pair(entries: &Inputs, at: EntryId) -> Outcome<ImagePair> {
    let entry = entries.get(at).ok_or(Fault(Code::Internal))?;
    let before = entry.details.original.as_deref().map(new_image).transpose()?;
    let (original, before) = before.unzip();
    let file = SeriesFile::of(at, &entry, original)?;
    Ok(ImagePair { after: image(&file.file)?, before, file })
}

/// What a series' original shows; a series with a face is judged.
fn first_look(
    job: &Job,
    group: &Group,
    series: &Series,
    missing: usize,
) -> Outcome<(Finding, Option<Seat>, Option<Judged>)> {
    if let Some(code) = group.projection {
        return Ok((Finding::Projection(code), None, None));
    }
    if let Some(code) = series.unsought() {
        return Ok((Finding::Doubt(code), None, None));
    }
    let Some(stack) = series.stacks.iter().find(|stack| stack.volume) else {
        return Ok((Finding::Slices, None, None));
    };
    if !series.has_all_frames() {
        return Err(Fault(Code::Frames));
    }
    let looked = ExaminedVolume::at(StackPair::open(series, stack)?)?;
    let seat = looked.seat.clone();
    match looked.finding.clone() {
        Finding::Face(face) => {
            let known = Known { face: &face, seat: seat.as_ref(), confirmed: false };
            let judged = judge(job, series, Some(looked), known, missing)?;
            Ok((Finding::Face(face), seat, Some(judged)))
        }
        other => Ok((other, seat, None)),
    }
}

/// Judges a series without a face of its own.
fn second_look(
    job: &Job,
    case: &Case,
    donor: Option<Known<'_>>,
    unjudged: Option<Code>,
    missing: usize,
) -> Outcome<Judged> {
    let series = &case.series;
    let looked = || -> Outcome<Option<ExaminedVolume<'_>>> {
        let first = series.stacks.iter().find(|stack| stack.volume);
        let again = |stack| {
            let pair = StackPair::open(series, stack)?;
            ExaminedVolume::again(pair, case.finding.clone(), case.seat.clone())
        };
        first.map(again).transpose()
    };
    let mut judged = match (&case.finding, donor) {
        (Finding::Projection(_), _) if series.before.is_none() => Judged::default(),
        // What another series shows of the face must be gone here too.
        (Finding::NoFace(code), Some(known)) => {
            let mut judged = judge(job, series, None, known, missing)?;
            if judged.codes.is_empty() && !judged.saw_a_face() {
                judged.codes.push(*code);
            }
            return Ok(judged);
        }
        (Finding::NoFace(_) | Finding::Projection(_), _) => {
            judge_faceless(series, looked()?.as_ref(), missing)?
        }
        (Finding::Doubt(_), None) if job.originals == Compared::Alone => match looked()? {
            Some(examined) => return judge_alone(job, series, &examined),
            None => Judged::default(),
        },
        // Of what is seen there, skin and brain are not told apart well enough to be judged.
        (_, Some(known)) if series.unsought().is_some() => {
            return judge(job, series, None, known, missing);
        }
        (_, Some(known)) => return judge(job, series, looked()?, known, missing),
        (_, None) => judge_faceless(series, looked()?.as_ref(), missing)?,
    };
    match case.finding {
        Finding::NoFace(_) if !judged.codes.is_empty() => {}
        _ => judged.codes.extend(unjudged),
    }
    Ok(judged)
}

/// What a model of heads says in a frame of reference.
struct Second {
    seat: Option<Seat>,
    /// Whether anything but landmarks confirms the face.
    confirmed: bool,
}

/// What a model of heads says in each frame of reference in which a face is found: on the series with the
/// finest voxels, which gives its face to the others.
fn second_ways(cases: &[Case]) -> BTreeMap<String, Second> {
    let mut best: BTreeMap<String, (f64, Second)> = BTreeMap::new();
    for case in cases.iter().filter(|case| matches!(case.finding, Finding::Face(_))) {
        let (frame, voxel) = (&case.group.frame_of_reference, case.series.voxel());
        if best.get(frame).is_none_or(|(other, _)| voxel < *other) {
            let confirmed = case.judged.as_ref().is_some_and(|judged| judged.confirmed);
            let second = Second { seat: case.seat.clone(), confirmed };
            best.insert(frame.clone(), (voxel, second));
        }
    }
    best.into_iter().map(|(frame, (_, second))| (frame, second)).collect()
}

/// Why the face of a series is not judged, where neither it nor another series shows one.
fn unjudged(case: &Case, headless: &Headless) -> Option<Code> {
    let picture = |own| headless.code(&case.group.frame_of_reference, own);
    match case.finding {
        Finding::NoFace(code) | Finding::Doubt(code) => Some(code),
        Finding::Slices => Some(picture(Code::Localizer)),
        Finding::Projection(code) => Some(picture(code)),
        Finding::Face(_) => None,
    }
}

/// Where the pictures of a study show no head.
fn headless(cases: &[Case]) -> Headless {
    let shown = |case: &Case| match case.finding {
        Finding::NoFace(code) => Shown::without_face(code),
        Finding::Slices | Finding::Projection(_) => Shown::NoVolume,
        // Nobody looked for a face in it.
        Finding::Doubt(Code::OtherModality | Code::Mosaic) => Shown::NoVolume,
        Finding::Face(_) | Finding::Doubt(_) => Shown::PerhapsHead,
    };
    Headless::of(cases.iter().map(|case| (case.group.frame_of_reference.as_str(), shown(case))))
}

impl StudyResult {
    fn add(&mut self, job: &Job, case: &Case, judged: Judged) {
        let Judged { mut codes, mut measured, by_networks, portrait, picture, confirmed: _ } =
            judged;
        let series = &case.series;
        if series.before.is_none() && matches!(case.finding, Finding::Face(_)) {
            // Nothing was removed where a face is: whatever was measured, the face is there.
            codes.insert(0, Code::FaceLeft);
            codes.dedup();
        }
        let names = case.series.after.first().map(|image| job.named(&image.series));
        let names = [names.unwrap_or_default(), job.named(series.original())];
        let handed = if series.before.is_some() { Handed::Cut } else { Handed::AsItWas };
        let [name, original] = &names;
        let decision = settle(&job.decisions, [name, original], handed, &mut codes);
        if decision.is_some() && codes.is_empty() {
            // Whatever missed its limit, a person looked at it.
            measured.iter_mut().for_each(|measured| measured.mark = Mark::Silent);
        }
        let covered = measured
            .iter()
            .find(|measured| measured.metric == Metric::Covered)
            .and_then(|measured| measured.value);
        let decided = decision.map(|one| one.line);
        let word = FileVerdict { code: codes.first().copied(), covered, decided };
        self.files.extend(series.files.iter().map(|file| (file.id, word)));
        let first = series.files.first();
        let image = series.after.first();
        self.series.push(Checked {
            name: image.map(|image| job.named(&image.series)).unwrap_or_default(),
            subject: first.map(|file| file.subject.clone()).unwrap_or_default(),
            study: image.map(|image| job.named(&image.study)).unwrap_or_default(),
            modality: match series.modality() {
                Modality::Ct => "CT",
                Modality::Mr => "MR",
                Modality::Pt => "PT",
                Modality::Nm => "NM",
            },
            files: series.after.len(),
            codes,
            decided: decision.map(|one| said(one, job.lang)).unwrap_or_default(),
            measured,
            predicted_by_networks: by_networks,
            portrait,
            picture,
        });
    }
}

/// What a report says of a decision.
fn said(decision: &Decision, lang: Lang) -> String {
    let Decision { verdict, by, date, reason, .. } = decision;
    format!("{}, {by}, {date}: {reason}", verdict.in_words(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::{HEADLESS_CASES, HeadlessCase};

    fn case(frame_of_reference: &str, finding: Finding) -> Case {
        let group = Group {
            series: String::new(),
            frame_of_reference: frame_of_reference.to_owned(),
            projection: None,
            compared: false,
        };
        let series =
            Series { after: Vec::new(), before: None, files: Vec::new(), stacks: Vec::new() };
        Case { group, series, finding, seat: None, judged: None }
    }

    fn other(&(frame_of_reference, shown): &(&str, Shown)) -> Case {
        let finding = match shown {
            Shown::NoHead => Finding::NoFace(Code::NotHead),
            Shown::NoVolume => Finding::Projection(Code::Rendering),
            Shown::PerhapsHead => Finding::Doubt(Code::FaceDoubt),
        };
        case(frame_of_reference, finding)
    }

    #[test]
    fn a_scout_is_no_head_only_where_a_volume_of_its_own_frame_of_reference_says_so() {
        for HeadlessCase { name, scout, others, headless: shows_none } in HEADLESS_CASES {
            let expected = if shows_none { Code::NotHead } else { Code::Localizer };
            for finding in [Finding::Projection(Code::Localizer), Finding::Slices] {
                let mut cases: Vec<_> = others.iter().map(other).collect();
                cases.push(case(scout, finding));
                let code = cases.last().and_then(|scout| unjudged(scout, &headless(&cases)));
                assert_eq!(code, Some(expected), "{name}");
            }
        }
    }
}
