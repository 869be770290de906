//! The lengths of tile-parts, and the tables of them (TLM, ISO 15444-1 A.7.1).

use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// Most tile-parts of a codestream.
const MOST: usize = 1 << 20;
/// Marker, length, index and the size of entries.
const HEADER: u64 = 6;

/// Tile-parts as they are written, and what tables said of them.
#[derive(Debug, Default)]
pub(super) struct TileParts {
    parts: Vec<TilePart>,
    tables: Vec<Table>,
}

#[derive(Debug)]
struct TilePart {
    tile: u16,
    len: u32,
}

#[derive(Debug)]
struct Table {
    /// Of its marker.
    start: u64,
    /// What follows the length: index, size of entries, entries.
    bytes: Vec<u8>,
}

impl TileParts {
    /// A table whose marker stands at `start`.
    pub(super) fn table(&mut self, start: u64, bytes: Vec<u8>) -> Outcome<()> {
        if self.tables.len() == 256 {
            return Err(Fault(Code::Stream));
        }
        self.tables.push(Table { start, bytes });
        Ok(())
    }

    /// The next tile-part: its tile, its length in bytes as it is written.
    pub(super) fn part(&mut self, tile: u16, len: u32) -> Outcome<()> {
        if self.parts.len() == MOST {
            return Err(Fault(Code::Stream));
        }
        self.parts.push(TilePart { tile, len });
        Ok(())
    }

    /// Brings the tables in line with the tile-parts; tables that cannot be so go.
    pub(super) fn finish(self, stream: &mut Stream<'_>) -> Outcome<()> {
        let mut parts = self.parts.iter();
        let right: Option<Vec<Vec<u8>>> =
            self.tables.iter().map(|table| table.of(&mut parts)).collect();
        let right = right.filter(|_| parts.next().is_none());
        for (at, table) in self.tables.into_iter().enumerate() {
            let end = table.start + HEADER - 2 + table.bytes.len() as u64;
            match right.as_ref().and_then(|right| right.get(at)) {
                Some(entries) if table.bytes.get(2..) == Some(entries) => {}
                Some(entries) => {
                    stream.edits.replace(table.start + HEADER, end, entries.clone())?;
                }
                None => stream.edits.replace(table.start, end, Vec::new())?,
            }
        }
        Ok(())
    }
}

impl Table {
    /// The entries that the table should have, in its own form; `None` where they have no place in it.
    fn of<'a>(&self, parts: &mut impl Iterator<Item = &'a TilePart>) -> Option<Vec<u8>> {
        let [_, form, entries @ ..] = self.bytes.as_slice() else { return None };
        let tile_size = usize::from(form >> 4 & 3);
        let len_size = if form & 0x40 == 0 { 2 } else { 4 };
        if tile_size == 3 || form & 0x8F != 0 || entries.len() % (tile_size + len_size) != 0 {
            return None;
        }
        let mut right = Vec::with_capacity(entries.len());
        for _ in 0..entries.len() / (tile_size + len_size) {
            let part = parts.next()?;
            match tile_size {
                0 => {}
                1 => right.push(u8::try_from(part.tile).ok()?),
                _ => right.extend(part.tile.to_be_bytes()),
            }
            match len_size {
                2 => right.extend(u16::try_from(part.len).ok()?.to_be_bytes()),
                _ => right.extend(part.len.to_be_bytes()),
            }
        }
        Some(right)
    }
}
