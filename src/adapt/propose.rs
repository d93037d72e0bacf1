//! The conversions as proposals: what they would change in the manuscript itself.

use super::flat::Edit;
use super::flat::flatten;
use super::punctuation;
use super::quotes::Marks;
use super::quotes::QuotePairs;
use super::quotes::join_paragraphs;
use crate::book::Inline;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// What would give a paragraph full-width marks, whatever the direction, in the order of its text runs and their bytes.
pub fn punctuation_edits(content: &[Inline], region: Region) -> Vec<Edit> {
    punctuation::of_width(&flatten(content), region)
}

/// What would give paragraphs that follow each other the quotation marks of a region and direction; nothing where the region has none
/// of its own.
pub fn quote_edits(paragraphs: &[&[Inline]], region: Region, direction: WritingMode) -> Vec<Vec<Edit>> {
    let Some(pairs) = QuotePairs::of(region, direction) else { return vec![Vec::new(); paragraphs.len()] };
    let mut marks: Vec<Marks> = paragraphs.iter().map(|content| Marks::find(&flatten(content))).collect();
    join_paragraphs(&mut marks);
    marks.iter().map(|marks| marks.edits(pairs).0).collect()
}
