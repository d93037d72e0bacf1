//! Facts about characters and languages that need no font and no layout.

mod language;
mod orientation;

pub use language::{Language, Region};
pub use orientation::{Orientation, orientation};
