//! EPUB 3.3: package document and container around the content documents.

mod accessibility;
mod assemble;
mod fonts;
mod metadata;
mod package;
mod pictures;
mod profile;
pub mod validate;
mod write;

pub use fonts::EmbeddedFace;
pub use write::{Epub, EpubInput, write};
