//! What a careful editor would change in a manuscript, and a build does not need.

mod allowed;
mod characters;
mod fix;
mod forms;
mod found;
mod glyphs;
mod habits;
mod leaders;
mod look_alikes;
mod metadata;
mod numerals;
mod pairs;
mod pictures;
mod punctuation;
mod quotes;
mod row;
mod rules;
mod spaces;
mod structure;
mod widths;

pub use fix::Change;
pub use fix::FixedFile;
pub use fix::fix;
pub use found::Found;
pub use found::Proposal;
pub use pictures::LEAST_DENSITY;
pub use rules::Subject;
pub use rules::check;
pub use rules::check_text;
