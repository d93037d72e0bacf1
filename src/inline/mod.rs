//! Paragraphs to lines.

mod adjust;
mod beside;
mod breaks;
mod cell;
mod class;
mod cluster;
mod code;
mod collect;
mod compose;
mod cost;
mod customs;
mod detail;
mod dump;
mod itemize;
mod line;
mod marks;
mod note_mark;
mod paragraph;
mod ruby;
mod rule_table;
mod rules;
mod search;
mod shaper;
mod space;
mod sums;
mod tate_chu_yoko;
mod unit;
mod warichu;
mod wide;
mod word;

#[cfg(test)]
mod beside_tests;
#[cfg(test)]
mod box_tests;
#[cfg(test)]
mod oracle_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod warichu_tests;

pub use class::Class;
pub use compose::{Environment, compose, compose_code, compose_with};
pub use detail::{CellDetail, Detail, EndForm, GapDetail, LineDetail};
pub use dump::dump;
pub use line::{Adjustment, GlyphSetting, Line, LinePicture, LinkRange, Rule, RuleShape, Run, RunGlyph};
pub use paragraph::{Alignment, LineSettings, Paragraph, TextStyle};
pub use ruby::meeting_readings;
pub use rules::{GapKind, InterlinearSide, LineRules, RuleSet};
