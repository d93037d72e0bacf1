//! Faces and what can be asked of them: coverage, shaping, metrics, subsets.

mod cff;
mod face;
mod fonts;
mod glyph_cache;
mod pairing;
mod shape;
mod subset_pdf;
mod unit;
mod variant;
mod web;
mod word_cache;

pub use cff::cff_glyph_count;
pub use face::{Embedding, Face, FaceId, FaceMetrics};
#[cfg(test)]
pub(crate) use fonts::tests::bundled as fonts_for_tests;
pub use fonts::{FontFile, FontRole, Fonts};
pub use glyph_cache::{CachedGlyph, CachedGlyphs};
pub use pairing::{PairedScript, Pairing, Pairings};
pub use shape::{Direction, ShapedGlyph, Width};
pub use subset_pdf::{PdfProgram, PdfSubset};
pub use unit::{UnitForm, UnitShape};
pub use variant::Variant;
pub use web::WebFontError;

#[cfg(test)]
pub(crate) use fonts::tests::bundled as bundled_for_tests;
