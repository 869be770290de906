use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

use super::*;

/// A picture of one brightness.
fn plain(ground: u8) -> Grey {
    Grey { rows: 128, columns: 256, pixels: vec![ground; 128 * 256] }
}

/// Where text begins, in pixels.
#[derive(Clone, Copy)]
struct Corner {
    top: usize,
    left: usize,
}

/// Draws text, antialiased, from its upper left corner on; each pixel becomes `scale` squared ones.
fn draw(picture: &mut Grey, text: &str, corner: Corner, ink: u8, scale: usize) {
    for (at, letter) in text.chars().enumerate() {
        let raster = get_raster(letter, FontWeight::Regular, RasterHeight::Size16).unwrap();
        for (y, line) in raster.rows().enumerate() {
            for (x, alpha) in line.iter().enumerate() {
                for (dy, dx) in (0..scale * scale).map(|i| (i / scale, i % scale)) {
                    let row = corner.top + y * scale + dy;
                    let column = corner.left + (at * raster.width() + x) * scale + dx;
                    let pixel = &mut picture.pixels[row * picture.columns + column];
                    let share = f64::from(*alpha) / 255.0;
                    let mixed = f64::from(*pixel) * (1.0 - share) + f64::from(ink) * share;
                    *pixel = mixed.round() as u8;
                }
            }
        }
    }
}

#[test]
fn bright_and_dark_text_is_found_where_it_is() {
    for (ground, ink, scale) in [(0, 255, 1), (90, 170, 1), (200, 20, 1), (0, 255, 2), (255, 0, 2)]
    {
        let mut picture = plain(ground);
        draw(&mut picture, "DOE^JANE 1970", Corner { top: 40, left: 20 }, ink, scale);
        let rows = text_rows(&picture);
        let [row] = rows.as_slice() else { panic!("{ground} {ink} {scale}: {rows:?}") };
        assert!(row.letters >= 9, "{row:?}");
        let (right, bottom) = (20 + 13 * 7 * scale, 40 + 16 * scale);
        assert!(row.area.left >= 20 && row.area.right <= right + scale, "{row:?}");
        assert!(row.area.right >= right - 10 * scale, "{row:?}");
        assert!(row.area.top >= 40 && row.area.bottom <= bottom, "{row:?}");
    }
}

#[test]
fn letters_that_touch_make_a_row_with_a_few_that_do_not() {
    let mut picture = plain(0);
    draw(&mut picture, "XI", Corner { top: 40, left: 20 }, 255, 1);
    for (at, letter) in "AODONG".chars().enumerate() {
        draw(&mut picture, &letter.to_string(), Corner { top: 40, left: 36 + 5 * at }, 255, 1);
    }
    assert!(shapes::shapes(&picture, 128).len() < 6, "they touch");
    let rows = text_rows(&picture);
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(row.area.left <= 24 && row.area.right >= 65, "{row:?}");
}

#[test]
fn a_name_whose_letters_all_touch_is_a_row() {
    let mut picture = plain(0);
    for (at, letter) in "XIAODONG".chars().enumerate() {
        draw(&mut picture, &letter.to_string(), Corner { top: 40, left: 20 + 5 * at }, 255, 1);
    }
    let touching = shapes::shapes(&picture, 128);
    assert!(touching.len() <= 2, "{}", touching.len());
    assert_eq!(text_rows(&picture).len(), 1);
}

#[test]
fn lines_and_frames_are_no_letters_that_touch() {
    let mut picture = plain(0);
    for (at, pixel) in picture.pixels.iter_mut().enumerate() {
        let (row, column) = (at / 256, at % 256);
        let frame = |top: usize, left: usize, width: usize| {
            let edge = row == top || row == top + 9 || column == left || column == left + width - 1;
            (top..top + 10).contains(&row) && (left..left + width).contains(&column) && edge
        };
        let line = (20..26).contains(&row) && (100..180).contains(&column);
        if frame(20, 10, 60) || frame(50, 10, 120) || line {
            *pixel = 255;
        }
    }
    assert_eq!(text_rows(&picture), []);
}

#[test]
fn rows_below_each_other_are_rows_of_their_own() {
    let mut picture = plain(30);
    draw(&mut picture, "Jane Doe", Corner { top: 10, left: 10 }, 220, 1);
    draw(&mut picture, "12.08.1964", Corner { top: 30, left: 10 }, 220, 1);
    assert_eq!(text_rows(&picture).len(), 2);
}

#[test]
fn what_is_no_text_is_left_alone() {
    let empty = plain(77);
    let mut disc = plain(10);
    let mut ruler = plain(0);
    let mut noise = plain(0);
    let mut speckle = plain(0);
    let mut random = testkit::Rng::new(7);
    for at in 0..128 * 256 {
        let (row, column) = (at / 256, at % 256);
        let distance = (row as f64 - 64.0).hypot(column as f64 - 128.0);
        disc.pixels[at] = (200.0 / (1.0 + ((distance - 50.0) / 1.5).exp())) as u8;
        if column % 10 == 0 && (60..70).contains(&row) {
            ruler.pixels[at] = 255;
        }
        noise.pixels[at] = random.number() as u8;
        // What noise of a magnitude looks like, the same in both directions of many pixels.
        let sum: u64 = (0..4).map(|_| random.number() % 256).sum();
        speckle.pixels[at] = (sum as i64 - 510).unsigned_abs().min(255) as u8;
    }
    for (name, picture) in
        [("empty", empty), ("disc", disc), ("ruler", ruler), ("noise", noise), ("speckle", speckle)]
    {
        assert_eq!(text_rows(&picture), [], "{name}");
    }
}

#[test]
fn a_picture_of_any_size_is_looked_at() {
    for (rows, columns) in [(0, 0), (1, 1), (1, 300), (300, 1)] {
        let pixels = (0..rows * columns).map(|i| (i * 37 % 256) as u8).collect();
        assert_eq!(text_rows(&Grey { rows, columns, pixels }), []);
    }
}
