//! Facts about characters and languages that need no font and no layout.

mod language;
mod numeral;
mod orientation;

pub use language::{Language, Region};
pub use numeral::{han_digits, han_number};
pub use orientation::{Orientation, orientation};
