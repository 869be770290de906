//! Text that is burned into the pixels of images: which images are suspect, where the text is, and
//! how it is blanked.
//!
//! [`Settings::judge`] decides on an image: it stays as it is, it is flagged, or it gets a
//! [`Cleaning`]. Areas come from pixel rules ([`Rules`]), from the user ([`Rectangle`]), or from a
//! [`Reader`] of what the [`detector`] found.

mod allowed;
mod blank;
mod cleaning;
pub mod detector;
mod engine;
mod error;
mod grey;
mod judge;
pub mod limits;
mod looked_at;
mod ocr;
mod palette;
mod reader;
mod rectangle;
mod rules;
mod samples;

pub use allowed::Allowed;
pub use blank::{Black, blank, is_blanked};
pub use cleaning::Cleaning;
pub use detector::{TextRow, text_rows};
pub use error::ReaderError;
pub use grey::Grey;
pub use judge::{Original, Settings};
pub use palette::Palette;
pub use reader::{Reader, Reading};
pub use rectangle::{Area, Rectangle};
pub use rules::{RuleError, Rules};
