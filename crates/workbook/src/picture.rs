//! Pictures in workbooks. Of each only its head is held until the workbook is saved, so that the
//! pictures of a large run need not be in memory together.

use std::io::{self, BufReader, Read, Seek, Write};

use rust_xlsxwriter::{Image, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::cell::Cell;
use crate::workbook::{SheetId, Workbook};

/// Signature and first chunk of a PNG file, which tell its size.
const HEAD: usize = 33;
/// What a picture may measure at most in a row, in pixels of 1/96 inch: a row of the file format is
/// at most 546 high.
const MOST_WIDE: f64 = 720.0;
const MOST_HIGH: f64 = 530.0;
/// Between a picture and the edges of its cell, in pixels.
const GAP: u32 = 4;
/// Where the file format keeps pictures.
const MEDIA: &str = "xl/media/";

/// A picture for a row.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// By which it is asked for when the workbook is saved; no two pictures may share it.
    pub number: u64,
    /// A PNG file, or its first 33 bytes.
    pub png: &'a [u8],
    /// What it shows, for those who do not see it.
    pub words: &'a str,
}

impl Workbook {
    /// Writes the next row with a picture after its cells; the row becomes high enough for it.
    ///
    /// # Errors
    /// When the row cannot be written, or the picture is no PNG.
    pub fn pictured(
        &mut self,
        id: SheetId,
        cells: &[Cell<'_>],
        picture: &Picture<'_>,
    ) -> Result<(), XlsxError> {
        let mut stub = picture.png.get(..HEAD).ok_or(XlsxError::UnknownImageType)?.to_vec();
        stub.extend(picture.number.to_be_bytes());
        let image = Image::new_from_buffer(&stub)?.set_alt_text(picture.words);
        let (wide, high) = (image.width(), image.height());
        let scale = (MOST_WIDE / wide).min(MOST_HIGH / high).min(1.0);
        let image = image.set_scale_width(scale).set_scale_height(scale);

        self.row(id, cells)?;
        let Some((sheet, row)) = self.last_row(id)? else {
            return Ok(());
        };
        let column = u16::try_from(cells.len()).unwrap_or(u16::MAX);
        sheet.set_row_height_pixels(row, (high * scale).ceil() as u32 + 2 * GAP)?;
        sheet.insert_image_with_offset(row, column, &image, GAP, GAP)?;
        Ok(())
    }

    /// Completes a workbook that has pictures: `png` gives the file that belongs to a number. They
    /// are asked for one after the other.
    ///
    /// # Errors
    /// When the workbook cannot be written or a picture is not given.
    pub fn save_pictured(
        self,
        target: impl Write + Seek,
        mut png: impl FnMut(u64) -> io::Result<Vec<u8>>,
    ) -> Result<(), XlsxError> {
        let mut stubs = tempfile::tempfile()?;
        self.save(&mut stubs)?;
        let mut archive = ZipArchive::new(BufReader::new(stubs))?;
        let mut whole = ZipWriter::new(target);
        // Pictures are compressed already.
        let stored = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default());
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at)?;
            let name = entry.name()?.into_owned();
            if !name.starts_with(MEDIA) {
                whole.raw_copy_file(entry)?;
                continue;
            }
            drop(entry);
            whole.start_file(name, stored)?;
            whole.write_all(&png(number(archive.by_index(at)?)?)?)?;
        }
        whole.finish()?.flush()?;
        Ok(())
    }
}

/// The number of the picture that a stub stands for.
fn number(stub: impl Read) -> io::Result<u64> {
    let mut bytes = Vec::new();
    stub.take(HEAD as u64 + 8).read_to_end(&mut bytes)?;
    let number = bytes.get(HEAD..).and_then(|number| number.try_into().ok());
    number.map(u64::from_be_bytes).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A file that begins as a PNG of this size does.
    fn png(wide: u32, high: u32, rest: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([wide, high].map(u32::to_be_bytes).concat());
        bytes.extend([8, 2, 0, 0, 0, 1, 2, 3, 4]);
        bytes.extend(rest);
        bytes
    }

    fn part(workbook: &[u8], name: &str) -> Vec<u8> {
        let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn pictures_are_whole_in_the_saved_workbook_and_fit_their_rows() {
        // The same size, so that only their numbers tell the stubs apart.
        let files = [png(1440, 1000, b"first"), png(1440, 1000, b"second")];
        let mut book = Workbook::new();
        let sheet = book.sheet("Pictures", &[20.0]).unwrap();
        for (number, png) in (0..).zip(&files) {
            let picture = Picture { number, png, words: "face" };
            book.pictured(sheet, &[Cell::text("series")], &picture).unwrap();
        }
        let mut bytes = Cursor::new(Vec::new());
        book.save_pictured(&mut bytes, |number| Ok(files[number as usize].clone())).unwrap();
        let bytes = bytes.into_inner();
        assert_eq!(part(&bytes, "xl/media/image1.png"), files[0]);
        assert_eq!(part(&bytes, "xl/media/image2.png"), files[1]);
        let sheet = String::from_utf8(part(&bytes, "xl/worksheets/sheet1.xml")).unwrap();
        // 720 x 500 pixels with a gap above and below.
        assert!(sheet.contains("ht=\"381\""), "{sheet}");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let mut book = Workbook::new();
        let sheet = book.sheet("Pictures", &[]).unwrap();
        for png in [&b"png"[..], &[0; 100], &png(0, 0, b"")] {
            assert!(book.pictured(sheet, &[], &Picture { number: 0, png, words: "" }).is_err());
        }
    }

    #[test]
    fn a_picture_that_is_not_given_is_an_error() {
        let mut book = Workbook::new();
        let sheet = book.sheet("Pictures", &[]).unwrap();
        let png = png(10, 10, b"");
        book.pictured(sheet, &[], &Picture { number: 7, png: &png, words: "" }).unwrap();
        let lost = |_| Err(io::ErrorKind::NotFound.into());
        assert!(book.save_pictured(Cursor::new(Vec::new()), lost).is_err());
    }
}
