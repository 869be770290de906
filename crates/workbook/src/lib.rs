//! Workbooks (.xlsx) written row by row in constant memory: tables on sheets, cells with a tone.
//! Text is always text, never a formula; the same rows give the same bytes.

mod cell;
mod format;
mod lines;
mod name;
mod picture;
mod workbook;

pub use cell::{Anchor, Cell, Tone};
pub use picture::Picture;
pub use workbook::{MOST_ROWS, SheetId, Workbook};
