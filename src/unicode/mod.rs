//! Facts about characters and languages that need no font and no layout.

mod language;

pub use language::{Language, Region};
