//! Pixels of the demonstration data, scanned once for all patients.

use std::collections::BTreeMap;

use demo_data::scan::scan_slice;
use demo_data::{Phantom, Series, Settings};

use crate::image::Image;

/// Rows and columns of slices.
const MATRIX: u16 = 192;

/// Slices that were scanned already: patients share their anatomy.
#[derive(Debug, Default)]
pub struct Scans(BTreeMap<SliceId, Image>);

/// A slice of the demonstration data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SliceId {
    /// The number of its series.
    series: u16,
    /// Its number in the series.
    slice: u16,
}

impl Scans {
    /// The pixels of a slice by its number.
    pub fn slice(&mut self, series: &Series, slice: u16) -> Image {
        let scanned = || {
            let (anatomy, stack) = (series.anatomy(), series.stack());
            let values = scan_slice(&anatomy, &series.measurement(), stack, slice);
            Image {
                rows: values.nrows(),
                columns: values.ncols(),
                samples: 1,
                planar: false,
                raised: 0,
                allocated: 16,
                stored: 12,
                values: values.into_iter().collect(),
            }
        };
        self.0.entry(SliceId { series: series.number(), slice }).or_insert_with(scanned).clone()
    }

    /// A slice in 8 bits, for what is captured from screens.
    pub fn grey(&mut self, phantom: Phantom) -> Image {
        let image = self.slice(&scanned_as(phantom), 5);
        let most = u32::from(image.values.iter().copied().max().unwrap_or(1).max(1));
        let shade = |&value: &u16| u16::try_from(u32::from(value) * 200 / most).unwrap_or(200);
        let values = image.values.iter().map(shade).collect();
        Image { allocated: 8, stored: 8, values, ..image }
    }
}

/// The series of a phantom as it is scanned for these sets.
pub fn scanned_as(phantom: Phantom) -> Series {
    let settings = Settings { matrix: MATRIX, slices: Some(12), ..Settings::default() };
    Series::new(phantom, &settings)
}
