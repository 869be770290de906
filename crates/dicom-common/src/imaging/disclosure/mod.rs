//! Objects that can show who the patient is outside of their header: documents, pictures of
//! screens, renderings of the skin, photographs, ultrasound.

mod document;
mod header;
mod reason;
mod words;

pub use document::{holds_document, is_sound};
pub use reason::Disclosure;
pub(super) use words::words;
