//! The flow from a manuscript to finished bytes. Touches no file and prints nothing.

mod build;
mod built;
mod catalogue;
mod edition;
mod excerpt;
mod identity;
mod pictures;
mod record;
mod request;

pub use build::{Composition, Survey, build, compose, survey};
pub use built::{Built, BuiltFile, EditionText, FontUse, PictureUse};
pub use catalogue::catalogue;
pub use edition::Composed;
pub use identity::source_date;
pub use request::{Lines, MissingGlyphs, Request};
