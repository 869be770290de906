//! CT and MR series of the demonstration data, with another identity.

use anyhow::Result;
use demo_data::{Phantom, Series, header};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::area::Area;
use crate::ink::Ink;

use super::burn::{self, Corner};
use super::chance::draw;
use super::chart::Chart;
use super::draft::Draft;
use super::plants::Plant;
use super::scans::scanned_as;

/// Elements of the demonstration data that tell nothing about anybody, by group.
const NEUTRAL: [u16; 3] = [0x0018, 0x0020, 0x0028];

/// A study with a series of three slices, and one of two with text in the pixels for some patients.
pub fn study(chart: &mut Chart, study: usize, later: u64) -> Result<()> {
    let phantom = match (chart.number % 2, study) {
        (_, 2) => Phantom::ChestCt,
        (0, _) => Phantom::HeadCt,
        _ => Phantom::HeadMr,
    };
    series(chart, phantom, [study, 1], later, None)?;
    match chart.number % 4 {
        0 if study == 1 => series(chart, phantom, [study, 2], later, Some("YES"))?,
        1 if study == 1 => series(chart, phantom, [study, 2], later, Some(""))?,
        3 if study == 1 => series(chart, phantom, [study, 2], later, Some("NO"))?,
        _ => {}
    }
    Ok(())
}

/// A series; `burned` is what the header says of the text in its pixels, if there is some.
fn series(
    chart: &mut Chart,
    phantom: Phantom,
    at: [usize; 2],
    later: u64,
    burned: Option<&str>,
) -> Result<()> {
    let slices = if burned.is_some() { 2 } else { 3 };
    let series = scanned_as(phantom);
    let kind = if series.contrast().is_ct() { "ct" } else { "mr" };
    let plants = Plant::choose(chart.plants, &["all", "image", kind], &mut chart.rng)?;
    for number in 1..=slices {
        let mut person = chart.person.on(later);
        let other = if number == 1 { 2 } else { 1 };
        chart.uids.give(&mut person, [at[0], at[1], number], other, series.sop_class());
        let slice = u16::try_from(number)? + 3;
        let mut draft = Draft::new(base(&series, slice), person.clone())?;
        draft.set(tags::SERIES_NUMBER, &at[1].to_string());
        draft.set(tags::INSTANCE_NUMBER, &number.to_string());
        let mut image = chart.scans.slice(&series, slice);
        match burned {
            None => draft.require_kept(None),
            Some(hint) => {
                if !hint.is_empty() {
                    draft.set(tags::BURNED_IN_ANNOTATION, hint);
                }
                let lines = ["upper", "id", "birth_slash"];
                let line = draw(&mut chart.rng, &lines).copied().unwrap_or("id");
                let top = if number == 1 { 4 } else { 168 };
                let at = Corner { left: 4, top };
                burn::line(&mut draft, &mut image, person.value(line)?, at, Ink::grey(4000));
                let middle = Area { column: 56, row: 56, width: 80, height: 80 };
                draft.require_kept(Some(middle));
            }
        }
        draft.pixels(&image, "MONOCHROME2");
        draft.number(tags::PIXEL_REPRESENTATION, 0);
        draft.plant(&plants)?;
        chart.add(draft, series.transfer_syntax())?;
    }
    Ok(())
}

/// What a slice says about itself and the scanner.
fn base(series: &Series, slice: u16) -> InMemDicomObject {
    let full = header::header(series, slice);
    let kept = [tags::IMAGE_TYPE, tags::SOP_CLASS_UID, tags::MODALITY];
    let names = [tags::IMAGE_COMMENTS, tags::BURNED_IN_ANNOTATION, tags::TIME_OF_LAST_CALIBRATION];
    let is_neutral =
        |tag: Tag| kept.contains(&tag) || (NEUTRAL.contains(&tag.0) && !names.contains(&tag));
    InMemDicomObject::from_element_iter(full.into_iter().filter(|e| is_neutral(e.header().tag)))
}
