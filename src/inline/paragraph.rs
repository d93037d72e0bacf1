//! What a paragraph is composed from.

use crate::book::Inline;
use crate::book::Owner;
use crate::font::FontRole;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::Region;

/// Inline content and how it looks.
#[derive(Clone, Copy, Debug)]
pub struct Paragraph<'a> {
    pub content: &'a [Inline],
    /// Owns every run, for generated text and artifacts; when none, each run belongs to its own node.
    pub owner: Option<Owner>,
    pub style: TextStyle,
    pub language: &'a Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// The em; a type size ([`Length::type_size`]).
    pub size: Length,
    pub role: FontRole,
}

/// The frame that the lines fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineSettings {
    pub mode: WritingMode,
    /// Whose rules apply.
    pub region: Region,
    /// From the start edge to the end edge.
    pub measure: Length,
    /// Of the first line, from the start edge.
    pub first_indent: Length,
    /// Of every other line, from the start edge.
    pub indent: Length,
    pub alignment: Alignment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alignment {
    Justify,
    Start,
    Center,
    End,
}
