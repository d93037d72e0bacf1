//! Facts about characters and languages that need no font and no layout.

mod collate;
mod counter;
mod hyphenation;
mod language;
mod numeral;
mod ordinary;
mod orientation;
mod presentation;

pub use collate::{Collation, SortKey, sort_key};
pub use counter::counted;
pub use hyphenation::hyphenation_points;
pub use language::{Language, Region};
pub use numeral::{han_digits, han_number};
pub use ordinary::{composed, full_width_kana, ordinary_form};
pub use orientation::{Orientation, Stance, orientation, stance};
pub use presentation::plain_form;
