use dicom_dictionary_std::tags;
use proptest::prelude::*;

use super::*;
use crate::dataset::{Element, VR};
use crate::imaging::series::test_headers::{Header, item, text};

fn images(headers: impl IntoIterator<Item = Header>) -> Vec<Image> {
    headers.into_iter().map(|header| header.image().unwrap()).collect()
}

/// A slice with a UID of its own.
fn slice(z: f64, number: usize) -> Header {
    Header::ct(z).text(tags::SOP_INSTANCE_UID, &format!("1.9.{number}"))
}

fn order(stack: &Stack) -> Vec<usize> {
    stack.members.iter().map(|m| m.image).collect()
}

#[test]
fn slices_are_ordered_by_position_whatever_their_names_and_numbers() {
    let images = images([30.0, -10.0, 10.0, 20.0, 0.0].map(Header::ct));
    let stacks = stacks(&images);
    assert_eq!(stacks.len(), 1);
    assert_eq!(order(&stacks[0]), [1, 4, 2, 3, 0]);
    assert_eq!((stacks[0].spacing, stacks[0].volume), (10.0, true));
    assert!(stacks[0].gaps.is_empty() && stacks[0].duplicates.is_empty());
}

#[test]
fn missing_slices_are_reported_as_gaps() {
    let images = images([0.0, 5.0, 10.0, 25.0, 30.0].map(Header::ct));
    let stacks = stacks(&images);
    assert_eq!(stacks[0].gaps, [Gap { after: 2, distance: 15.0 }]);
}

#[test]
fn exact_copies_are_duplicates_of_the_member_they_repeat() {
    let mut headers: Vec<Header> = (0..4).map(|i| slice(f64::from(i) * 10.0, i as usize)).collect();
    headers.push(slice(20.0, 77));
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 1);
    assert_eq!(order(&stacks[0]), [0, 1, 2, 3]);
    assert_eq!(stacks[0].duplicates, [(2, Member { image: 4, frame: 0 })]);
}

#[test]
fn a_copy_of_the_whole_series_makes_duplicates_too() {
    let headers = (0..8).map(|i| slice(f64::from(i % 4) * 10.0, i as usize));
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 1);
    assert_eq!((stacks[0].members.len(), stacks[0].duplicates.len()), (4, 4));
}

#[test]
fn two_echoes_at_the_same_positions_are_two_stacks() {
    let headers = (0..12).map(|i| {
        let echo = if i % 2 == 0 { "4.6" } else { "9.2" };
        slice(f64::from(i / 2) * 5.0, i as usize).text(tags::ECHO_TIME, echo)
    });
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 2);
    assert_eq!(order(&stacks[0]), [0, 2, 4, 6, 8, 10]);
    assert_eq!(order(&stacks[1]), [1, 3, 5, 7, 9, 11]);
}

#[test]
fn two_times_with_nothing_but_the_clock_to_tell_them_are_two_stacks() {
    let headers = (0..12).map(|i| {
        let time = format!("{}", 101_000 + i);
        slice(f64::from(i % 6) * 5.0, i as usize).text(tags::ACQUISITION_TIME, &time)
    });
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 2);
    assert_eq!(order(&stacks[0]), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn an_acquisition_number_that_changes_along_the_way_does_not_split_a_volume() {
    let per_slice = (0..12).map(|i| {
        slice(f64::from(i) * 5.0, i as usize).text(tags::ACQUISITION_NUMBER, &i.to_string())
    });
    assert_eq!(stacks(&images(per_slice)).len(), 1);
    // Two beds that share one position.
    let per_bed = (0..13).map(|i| {
        let (z, bed) = if i < 7 { (i, "1") } else { (i - 1, "2") };
        slice(f64::from(z) * 5.0, i as usize).text(tags::ACQUISITION_NUMBER, bed)
    });
    let stacks = stacks(&images(per_bed));
    assert_eq!(stacks.len(), 1);
    assert_eq!((stacks[0].members.len(), stacks[0].duplicates.len()), (12, 1));
}

#[test]
fn acquisitions_whose_numbers_are_unique_to_every_slice_are_told_apart_by_turn() {
    let headers = (0..24).map(|i| {
        slice(f64::from(i % 12) * 5.0, i as usize).text(tags::ACQUISITION_NUMBER, &i.to_string())
    });
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 2);
    assert_eq!(order(&stacks[0]), (0..12).collect::<Vec<_>>());
}

#[test]
fn localizers_and_other_orientations_are_stacks_of_their_own() {
    let mut headers: Vec<Header> = (0..5).map(|i| slice(f64::from(i) * 10.0, i as usize)).collect();
    headers.push(slice(0.0, 50).text(tags::IMAGE_ORIENTATION_PATIENT, r"0\1\0\0\0\-1"));
    headers.push(slice(5.0, 51).text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\LOCALIZER"));
    let stacks = stacks(&images(headers));
    let sizes: Vec<_> = stacks.iter().map(|s| (s.members.len(), s.volume)).collect();
    assert_eq!(sizes, [(5, true), (1, false), (1, false)]);
}

#[test]
fn a_tilted_gantry_shears_one_stack() {
    // 20 degrees about x: planes are tilted, the table moves along z.
    let (sin, cos) = 20f64.to_radians().sin_cos();
    let headers = (0..6).map(|i| {
        slice(0.0, i)
            .text(tags::IMAGE_ORIENTATION_PATIENT, &format!(r"1\0\0\0\{cos:.6}\{:.6}", -sin))
            .text(tags::IMAGE_POSITION_PATIENT, &format!(r"-120\-130\{}", i * 5))
    });
    let stacks = stacks(&images(headers));
    assert_eq!(stacks.len(), 1);
    assert!((stacks[0].spacing - 5.0 * cos).abs() < 1e-4);
    assert!(stacks[0].gaps.is_empty());
}

#[test]
fn frames_of_an_enhanced_image_are_ordered_and_told_apart() {
    let frames = (0..10).map(|i| {
        let (z, time) = ((4 - i / 2) * 10, i % 2 + 1);
        let index = Element::new(tags::TEMPORAL_POSITION_INDEX, VR::UL, vec![time as u8, 0, 0, 0]);
        vec![
            item(
                tags::PLANE_POSITION_SEQUENCE,
                vec![text(tags::IMAGE_POSITION_PATIENT, &format!(r"0\0\{z}"))],
            ),
            item(tags::FRAME_CONTENT_SEQUENCE, vec![index]),
        ]
    });
    let shared = vec![
        item(
            tags::PLANE_ORIENTATION_SEQUENCE,
            vec![text(tags::IMAGE_ORIENTATION_PATIENT, r"1\0\0\0\1\0")],
        ),
        item(tags::PIXEL_MEASURES_SEQUENCE, vec![text(tags::PIXEL_SPACING, r"0.5\0.75")]),
    ];
    let image = Header::ct(0.0).enhanced(shared, frames.collect()).image().unwrap();
    assert_eq!(image.frames[3].plane.origin.z, 30.0);
    assert_eq!(image.frames[3].plane.column_spacing, 0.75);
    let stacks = stacks(&[image]);
    let frames = |stack: &Stack| stack.members.iter().map(|m| m.frame).collect::<Vec<_>>();
    assert_eq!(stacks.iter().map(frames).collect::<Vec<_>>(), [[8, 6, 4, 2, 0], [9, 7, 5, 3, 1]]);
}

proptest! {
    /// Identities of members, duplicates included, stack by stack.
    #[test]
    fn the_order_of_files_does_not_matter_and_no_frame_is_lost(
        slices in prop::collection::vec((0u32..12, 0u32..3, any::<bool>()), 1..40),
        order in prop::collection::vec(any::<u32>(), 40),
    ) {
        let make = |(i, &(z, echo, scout)): (usize, &(u32, u32, bool))| {
            let header = slice(f64::from(z) * 2.5, i).text(tags::ECHO_TIME, &echo.to_string());
            if scout { header.text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\LOCALIZER") } else { header }
        };
        let one = images(slices.iter().enumerate().map(make));
        let mut other: Vec<(u32, Image)> = order.into_iter().zip(one.clone()).collect();
        other.sort_by_key(|(key, _)| *key);
        let other: Vec<Image> = other.into_iter().map(|(_, image)| image).collect();
        let names = |images: &[Image]| -> Vec<Vec<String>> {
            let name = |m: &Member| images[m.image].sop_instance.clone();
            stacks(images).iter().map(|s| {
                s.members.iter().chain(s.duplicates.iter().map(|(_, m)| m)).map(name).collect()
            }).collect()
        };
        prop_assert_eq!(names(&one), names(&other));
        let mut all: Vec<String> = names(&one).concat();
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), slices.len());
    }
}
