//! Paragraphs to lines.

mod line;
mod paragraph;

pub use line::{Adjustment, GlyphSetting, Line, LinePicture, LinkRange, Rule, RuleShape, Run, RunGlyph};
pub use paragraph::{Alignment, LineSettings, Paragraph, TextStyle};
