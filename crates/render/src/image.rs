//! Pictures and their PNG files.

use std::io;

/// A grayscale picture.
///
/// ```
/// use render::image::Image;
///
/// let image = Image { width: 2, height: 1, mm_per_pixel: 0.5, pixels: vec![0, 255] };
/// assert!(image.png()?.starts_with(b"\x89PNG"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Its width, in pixels.
    pub width: usize,
    /// Its height, in pixels.
    pub height: usize,
    /// What a pixel's side measures in the patient, in mm.
    pub mm_per_pixel: f64,
    /// Its shades, row by row from the top; 0 is black.
    pub pixels: Vec<u8>,
}

impl Image {
    /// The picture as a PNG file. The same picture gives the same bytes.
    ///
    /// # Errors
    /// When it has no pixels, or more than the file format can hold.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        encode(self.width, self.height, png::ColorType::Grayscale, &self.pixels)
    }
}

/// A PNG file without text, times or any other note.
pub(crate) fn encode(
    width: usize,
    height: usize,
    color: png::ColorType,
    bytes: &[u8],
) -> io::Result<Vec<u8>> {
    let side = |pixels| u32::try_from(pixels).map_err(io::Error::other);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side(width)?, side(height)?);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(bytes)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn a_png_decodes_to_the_same_picture_and_holds_nothing_else() {
        let pixels: Vec<u8> = (0..60).collect();
        let image = Image { width: 10, height: 6, mm_per_pixel: 0.5, pixels };
        let file = image.png().unwrap();
        assert_eq!(file, image.png().unwrap());
        let mut reader = png::Decoder::new(Cursor::new(&file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.height), (10, 6));
        assert_eq!(bytes, image.pixels);

        let mut chunks = Vec::new();
        let mut rest = &file[8..];
        while !rest.is_empty() {
            let len = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            chunks.push(std::str::from_utf8(&rest[4..8]).unwrap());
            rest = &rest[12 + len..];
        }
        assert_eq!(chunks, ["IHDR", "IDAT", "IEND"]);
    }

    #[test]
    fn a_picture_without_pixels_is_an_error() {
        let image = Image { width: 0, height: 6, mm_per_pixel: 1.0, pixels: Vec::new() };
        assert!(image.png().is_err());
    }
}
