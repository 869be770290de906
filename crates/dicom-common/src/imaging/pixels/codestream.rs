//! What a codestream of JPEG 2000 says of itself (ISO 15444-1 annex A), and what decoding it takes: known
//! before a decoder sees it.
//!
//! A stream of a few hundred bytes can ask for millions of tiles, precincts or packets, for each of
//! which a decoder takes memory before it has read anything of them.

use std::collections::BTreeMap;

use super::bytes::Bytes;

/// Most tiles of an image: a decoder keeps some kilobytes for each, and for each of its components.
const MOST_TILES: u64 = 1 << 14;
/// Most precincts of a tile, in all its components and resolutions: some 2 kB each, as long as the tile
/// is decoded.
const TILE_PRECINCTS: u64 = 1 << 17;
/// Most precincts of all tiles: about a microsecond each.
const MOST_PRECINCTS: u64 = 1 << 20;
/// Most code-blocks of a tile, in all its components and resolutions: some 0.2 kB each.
const TILE_BLOCKS: u64 = 1 << 21;
/// Most code-blocks of all tiles.
const MOST_BLOCKS: u64 = 1 << 22;
/// Most packets: layers by what is counted for each layer, present or not.
const MOST_PACKETS: u64 = 1 << 24;
/// Most tile-parts: each has a header that is read.
const MOST_TILE_PARTS: u64 = 1 << 16;

const SOC: [u8; 2] = [0xFF, 0x4F];
const EOC: [u8; 2] = [0xFF, 0xD9];
/// How a file begins that holds a codestream (annex I).
const SIGNATURE: &[u8] = b"\0\0\0\x0CjP  \r\n\x87\n";

/// A codestream that can be decoded within bounds.
#[derive(Debug)]
pub(in crate::imaging) struct Codestream<'a> {
    /// From SOC on; of a file, the content of its box.
    pub(in crate::imaging) bytes: &'a [u8],
    /// Rows of the image.
    pub(in crate::imaging) rows: usize,
    /// Columns of the image.
    pub(in crate::imaging) columns: usize,
    /// Its components.
    pub(in crate::imaging) channels: usize,
    /// Bits of a sample of the first component.
    pub(in crate::imaging) precision: u16,
    /// Whether all parts of all tiles are there. What is missing a decoder that is not strict makes up.
    pub(in crate::imaging) is_whole: bool,
}

/// Image and tiles (SIZ, A.5.1).
struct Size {
    /// The image on the reference grid: where it begins and ends, across and down.
    from: [u64; 2],
    to: [u64; 2],
    /// The tiles likewise: where the first begins, and how large each is.
    tiles_from: [u64; 2],
    tile: [u64; 2],
    channels: u64,
    /// Bits of a sample of the first component.
    precision: u16,
}

/// How components are coded (COD, COC; A.6.1, A.6.2).
struct Coding {
    layers: u64,
    levels: u32,
    /// Exponents of width and height of code-blocks.
    block: [u32; 2],
    /// Exponents of width and height of precincts, the lowest resolution first; the last stands for all
    /// further ones.
    precincts: Vec<[u32; 2]>,
}

impl<'a> Codestream<'a> {
    /// Finds the codestream and reads all of its headers; `None` for what is none, or asks for more
    /// than an image needs.
    pub(in crate::imaging) fn of(encoded: &'a [u8]) -> Option<Self> {
        let bytes = codestream(encoded)?;
        let mut at = Bytes::of(bytes.strip_prefix(&SOC)?);
        let (0x51, segment) = at.segment()? else { return None };
        let size = Size::of(segment)?;
        let tiles = size.tiles()?;
        if tiles > MOST_TILES {
            return None;
        }
        let mut cost = Cost::default();
        let mut orders = 1;
        let marker = headers(&mut at, &size, &mut cost, &mut orders)?;
        if marker != 0x90 || !cost.is_known {
            return None;
        }
        let parts = tile_parts(bytes, at, &size, &mut cost, &mut orders)?;
        cost.is_bearable(tiles, size.channels, orders).then_some(())?;
        let extent = |axis: usize| usize::try_from(size.to.get(axis)? - size.from.get(axis)?).ok();
        Some(Self {
            bytes,
            rows: extent(1)?,
            columns: extent(0)?,
            channels: usize::try_from(size.channels).ok()?,
            precision: size.precision,
            is_whole: parts.are_whole(tiles),
        })
    }
}

/// The codestream itself. In a file it is a box among others (I.4), whose content can look like one.
fn codestream(encoded: &[u8]) -> Option<&[u8]> {
    let Some(file) = encoded.strip_prefix(SIGNATURE) else {
        return encoded.starts_with(&SOC).then_some(encoded);
    };
    let mut at = Bytes::of(file);
    loop {
        let (len, kind) = (at.u32()?, at.take(4)?);
        let content = match len {
            0 => at.rest(),
            1 => {
                let [high, low] = [at.u32()?, at.u32()?];
                let len = (u64::from(high) << 32 | u64::from(low)).checked_sub(16)?;
                at.take(usize::try_from(len).ok()?)?
            }
            len => at.take(usize::try_from(len.checked_sub(8)?).ok()?)?,
        };
        match (kind, len) {
            (b"jp2c", _) => return Some(content),
            (_, 0) => return None,
            _ => {}
        }
    }
}

/// Segments up to the next marker that has none: SOT or SOD, which is passed.
fn headers(at: &mut Bytes<'_>, size: &Size, cost: &mut Cost, orders: &mut u64) -> Option<u8> {
    loop {
        if let [0xFF, marker @ (0x90 | 0x93)] = at.ahead()? {
            at.take(2)?;
            return Some(marker);
        }
        match at.segment()? {
            (0x52, segment) => cost.add(size, &Coding::of_all(segment)?)?,
            (0x53, segment) => cost.add(size, &Coding::of_one(segment, size.channels)?)?,
            // POC: each entry of seven or nine bytes is an order in which all packets are gone through.
            (0x5F, segment) => *orders += segment.len() as u64 / 7,
            _ => {}
        }
    }
}

/// The headers of all tile-parts: each may say anew how its tile is coded. `at` is behind the first SOT.
fn tile_parts(
    bytes: &[u8],
    mut at: Bytes<'_>,
    size: &Size,
    cost: &mut Cost,
    orders: &mut u64,
) -> Option<TileParts> {
    let mut parts = TileParts::default();
    for _ in 0..MOST_TILE_PARTS {
        let start = bytes.len() - at.rest().len() - 2;
        let (10, tile, len) = (at.u16()?, at.u16()?, at.u32()?) else { return None };
        let (_, stated) = (at.u8()?, at.u8()?);
        let (seen, most) = parts.of_tiles.entry(tile).or_default();
        (*seen, *most) = (*seen + 1, stated.max(*most));
        if headers(&mut at, size, cost, orders)? != 0x93 {
            return None;
        }
        // The last one may last to the end.
        if len == 0 {
            let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            parts.is_cut = !bytes.get(..end)?.ends_with(&EOC);
            return Some(parts);
        }
        let end = start.checked_add(usize::try_from(len).ok()?)?;
        let data = bytes.len() - at.rest().len();
        at.take(end.checked_sub(data)?)?;
        match at.ahead() {
            Some([0xFF, 0x90]) => at.take(2)?,
            // Some encoders leave EOC out: strict decoders refuse that.
            next => {
                parts.is_cut = next != Some(EOC);
                return Some(parts);
            }
        };
    }
    None
}

/// Which parts of tiles are there.
#[derive(Default)]
struct TileParts {
    /// By the tile: how many parts were seen, and how many there are as the last of them to say so says.
    of_tiles: BTreeMap<u16, (u64, u8)>,
    /// Whether the codestream does not come to its end.
    is_cut: bool,
}

impl TileParts {
    fn are_whole(&self, tiles: u64) -> bool {
        let all = |(seen, stated): &(u64, u8)| *seen >= u64::from(*stated);
        let known = |tile: &u16| u64::from(*tile) < tiles;
        self.of_tiles.len() as u64 == tiles
            && self.of_tiles.keys().all(known)
            && self.of_tiles.values().all(all)
            && !self.is_cut
    }
}

impl Size {
    fn of(segment: &[u8]) -> Option<Self> {
        let mut at = Bytes::of(segment);
        at.take(2)?;
        let mut pair = || Some([u64::from(at.u32()?), u64::from(at.u32()?)]);
        let (to, from, tile, tiles_from) = (pair()?, pair()?, pair()?, pair()?);
        let channels = u64::from(at.u16()?);
        let components = at.rest();
        // Precision, and sampling that is the image's own: 1 across and down.
        let plain = |component: &[u8; 3]| component[0] & 0x7F < 32 && component[1..] == [1, 1];
        let (each, rest) = components.as_chunks::<3>();
        let holds = each.len() as u64 == channels && rest.is_empty() && each.iter().all(plain);
        let precision = each.first().map_or(0, |component| u16::from(component[0] & 0x7F) + 1);
        let size = Self { from, to, tiles_from, tile, channels, precision };
        (holds && channels > 0 && size.is_possible()).then_some(size)
    }

    fn is_possible(&self) -> bool {
        let axes = self.from.iter().zip(&self.to).zip(self.tiles_from.iter().zip(&self.tile));
        // The first tile meets the image (A.5.1).
        axes.into_iter().all(|((from, to), (tiles_from, tile))| {
            from < to && *tile > 0 && tiles_from <= from && tiles_from + tile > *from
        })
    }

    /// Tiles across and down.
    fn grid(&self) -> Option<[u64; 2]> {
        let along = |axis: usize| {
            let reach = self.to.get(axis)? - self.tiles_from.get(axis)?;
            Some(reach.div_ceil(*self.tile.get(axis)?))
        };
        Some([along(0)?, along(1)?])
    }

    fn tiles(&self) -> Option<u64> {
        let [across, down] = self.grid()?;
        across.checked_mul(down)
    }

    /// The largest extent of a tile that the image has.
    fn largest_tile(&self) -> Option<[u64; 2]> {
        let along = |axis: usize| {
            let image = self.to.get(axis)? - self.from.get(axis)?;
            Some(image.min(*self.tile.get(axis)?))
        };
        Some([along(0)?, along(1)?])
    }
}

impl Coding {
    /// COD.
    fn of_all(segment: &[u8]) -> Option<Self> {
        let mut at = Bytes::of(segment);
        let (style, _) = (at.u8()?, at.u8()?);
        let layers = u64::from(at.u16()?);
        at.take(1)?;
        Self::of(layers, style, at.rest())
    }

    /// COC.
    fn of_one(segment: &[u8], channels: u64) -> Option<Self> {
        let mut at = Bytes::of(segment);
        at.take(if channels < 257 { 1 } else { 2 })?;
        let style = at.u8()?;
        Self::of(0, style, at.rest())
    }

    /// The part that COD and COC share (A.6.1, table A.20).
    fn of(layers: u64, style: u8, parameters: &[u8]) -> Option<Self> {
        let [levels, width, height, _, _, precincts @ ..] = parameters else { return None };
        let exponents = |byte: &u8| [u32::from(byte & 0x0F), u32::from(byte >> 4)];
        let precincts: Vec<_> = match style & 1 {
            0 => vec![[15, 15]],
            _ => precincts.iter().map(exponents).collect(),
        };
        let block = [u32::from(width & 0x0F) + 2, u32::from(height & 0x0F) + 2];
        let levels = u32::from(*levels);
        let possible = levels <= 32
            && block.iter().all(|exponent| *exponent <= 10)
            && block.iter().sum::<u32>() <= 12
            && (style & 1 == 0 || precincts.len() as u64 == u64::from(levels) + 1);
        possible.then_some(Self { layers, levels, block, precincts })
    }
}

/// What the decoder counts in a component of a tile, for the costliest coding that is named anywhere.
#[derive(Default)]
struct Cost {
    /// Whether a coding was named at all.
    is_known: bool,
    resolutions: u64,
    /// Of all resolutions together.
    precincts: u64,
    /// Of the resolution that has most.
    most_precincts: u64,
    blocks: u64,
    layers: u64,
}

impl Cost {
    /// Another coding that a tile may have.
    fn add(&mut self, size: &Size, coding: &Coding) -> Option<()> {
        let tile = size.largest_tile()?;
        let (mut precincts, mut most, mut blocks) = (0u64, 0u64, 0u64);
        for level in 0..=coding.levels {
            // The lowest resolution first, as precincts are listed.
            let shift = coding.levels - level;
            let exponents = coding.precincts.get(level as usize).or(coding.precincts.last())?;
            // A precinct of size 1 has bands of no size (B.6).
            if level > 0 && exponents.contains(&0) {
                return None;
            }
            let count = |extents: [u64; 2], exponents: [u32; 2]| {
                // One more than fit, as the first and the last may be cut.
                let along = |(extent, exponent): (u64, u32)| (extent.div_ceil(1 << exponent)) + 1;
                extents.into_iter().zip(exponents).map(along).product::<u64>()
            };
            let extents = tile.map(|extent| extent.div_ceil(1 << shift));
            let here = count(extents, *exponents);
            // Bands have half the extent; a code-block is no larger than its precinct in them.
            let half = u32::from(level > 0);
            let cut = |axis: usize| {
                let exponent = exponents.get(axis)?.saturating_sub(half);
                Some((*coding.block.get(axis)?).min(exponent))
            };
            let bands = if level > 0 { 3 } else { 1 };
            let extents = extents.map(|extent| extent.div_ceil(1 << half));
            blocks = blocks.checked_add(bands * count(extents, [cut(0)?, cut(1)?]))?;
            precincts = precincts.checked_add(here)?;
            most = most.max(here);
        }
        self.is_known = true;
        self.resolutions = self.resolutions.max(u64::from(coding.levels) + 1);
        self.precincts = self.precincts.max(precincts);
        self.most_precincts = self.most_precincts.max(most);
        self.blocks = self.blocks.max(blocks);
        self.layers = self.layers.max(coding.layers);
        Some(())
    }

    /// Whether so many tiles of so many components can be decoded, in so many orders of packets.
    fn is_bearable(&self, tiles: u64, channels: u64, orders: u64) -> bool {
        let within = |counts: &[u64], most| {
            let product = counts.iter().try_fold(1, |all: u64, n| all.checked_mul(*n));
            product.is_some_and(|product| product <= most)
        };
        let packets = [self.resolutions, self.most_precincts, self.layers.max(1), orders];
        within(&[self.precincts, channels], TILE_PRECINCTS)
            && within(&[self.precincts, channels, tiles], MOST_PRECINCTS)
            && within(&[self.blocks, channels], TILE_BLOCKS)
            && within(&[self.blocks, channels, tiles], MOST_BLOCKS)
            && within(&[packets.as_slice(), &[channels, tiles]].concat(), MOST_PACKETS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::stream::{jp2_box, segment};

    /// A grey image of this size in tiles of that size, coded like this; without data.
    fn stream(side: u32, tile: u32, cod: &[u8], more: &[u8]) -> Vec<u8> {
        let numbers = [side, side, 0, 0, tile, tile, 0, 0].map(u32::to_be_bytes).concat();
        let size = [&[0, 0], numbers.as_slice(), &[0, 1, 7, 1, 1]].concat();
        let part =
            [&[0, 0], (14 + more.len() as u32 + 1).to_be_bytes().as_slice(), &[0, 1]].concat();
        [
            SOC.as_slice(),
            &segment(0x51, &size),
            &segment(0x52, cod),
            &segment(0x5C, &[0x40, 0x40]),
            &segment(0x90, &part),
            more,
            &[0xFF, 0x93, 0, 0xFF, 0xD9],
        ]
        .concat()
    }

    /// COD with so many layers, levels and code-blocks of these exponents less two.
    fn cod(layers: u16, levels: u8, block: u8, precincts: &[u8]) -> Vec<u8> {
        let style = u8::from(!precincts.is_empty());
        let [high, low] = layers.to_be_bytes();
        [&[style, 0, high, low, 0, levels, block, block, 0, 1], precincts].concat()
    }

    fn is_refused(stream: &[u8]) -> bool {
        Codestream::of(stream).is_none()
    }

    #[test]
    fn what_scanners_and_archives_write_is_within_the_bounds() {
        for (side, tile, cod) in [
            (512, 512, cod(1, 5, 4, &[])),
            (4096, 4096, cod(1, 5, 4, &[])),
            (8192, 8192, cod(6, 6, 4, &[])),
            (8192, 256, cod(1, 5, 4, &[])),
            (8192, 8192, cod(12, 5, 3, &[0x88, 0x88, 0x88, 0x88, 0x88, 0x88])),
            (4096, 1024, cod(40, 5, 4, &[0x77, 0x77, 0x88, 0x88, 0x88, 0x88])),
            (1, 1, cod(1, 0, 4, &[])),
        ] {
            let stream = stream(side, tile, &cod, &[]);
            let read = Codestream::of(&stream).expect("within bounds");
            assert_eq!((read.rows, read.columns, read.channels), (side as usize, side as usize, 1));
        }
    }

    #[test]
    fn what_asks_for_more_than_an_image_needs_is_refused() {
        let usual = cod(1, 5, 4, &[]);
        for (what, stream) in [
            ("precincts", stream(4096, 4096, &cod(1, 5, 4, &[0x11; 6]), &[])),
            ("precincts of one", stream(4096, 4096, &cod(1, 5, 4, &[0; 6]), &[])),
            ("tiles", stream(8192, 1, &usual, &[])),
            ("code-blocks", stream(8192, 8192, &cod(1, 5, 0, &[]), &[])),
            ("layers", stream(4096, 256, &cod(65535, 5, 4, &[]), &[])),
            ("levels", stream(512, 512, &cod(1, 33, 4, &[]), &[])),
            ("blocks", stream(512, 512, &cod(1, 5, 9, &[]), &[])),
            // Said in the header of a tile-part, for all components or for one.
            ("tile", stream(4096, 4096, &usual, &segment(0x52, &cod(1, 5, 4, &[0x11; 6])))),
            (
                "component",
                stream(
                    4096,
                    4096,
                    &usual,
                    &segment(0x53, &[0, 1, 5, 4, 4, 0, 1, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11]),
                ),
            ),
            ("orders", stream(8192, 256, &cod(50, 5, 4, &[]), &segment(0x5F, &[0; 7 * 1000]))),
        ] {
            assert!(is_refused(&stream), "{what}");
        }
    }

    #[test]
    fn the_codestream_of_a_file_is_that_of_its_box_and_no_other() {
        let (small, large) = (stream(8, 8, &cod(1, 1, 4, &[]), &[]), stream(8192, 1, &[], &[]));
        let file = |boxes: &[Vec<u8>]| [SIGNATURE, &boxes.concat()].concat();
        // A decoy in a box that decoders pass over.
        let decoy = file(&[jp2_box(b"free", &small), jp2_box(b"jp2c", &large)]);
        assert!(is_refused(&decoy));
        let right = file(&[jp2_box(b"free", &large), jp2_box(b"jp2c", &small)]);
        assert_eq!(Codestream::of(&right).unwrap().bytes, small);
        let mut long = file(&[jp2_box(b"ftyp", b"jp2 ")]);
        long.extend([0, 0, 0, 1]);
        long.extend(b"jp2c");
        long.extend((small.len() as u64 + 16).to_be_bytes());
        long.extend(&small);
        assert_eq!(Codestream::of(&long).unwrap().bytes, small);
        // Junk in front of it is no file.
        assert!(is_refused(&[b"junk".as_slice(), &small].concat()));
        assert!(is_refused(&file(&[jp2_box(b"free", &small)])));
    }

    #[test]
    fn any_cut_is_refused_or_read_but_never_panics() {
        let whole = stream(64, 32, &cod(1, 5, 4, &[0x88; 6]), &segment(0x5F, &[0; 7]));
        for end in 0..whole.len() {
            let _ = Codestream::of(&whole[..end]);
        }
        let mut rng = 1u32;
        for _ in 0..20_000 {
            let mut bytes = whole.clone();
            for _ in 0..4 {
                rng = rng.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (rng >> 8) as usize % bytes.len();
                bytes[at] = rng as u8;
            }
            let _ = Codestream::of(&bytes);
        }
    }
}
