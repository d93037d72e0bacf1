//! What a careful editor would change in a manuscript, and a build does not need.

mod pictures;
mod text;

pub use pictures::{LEAST_DENSITY, low_density, missing_alternatives};
pub use text::{compatibility_characters, half_width_punctuation};
