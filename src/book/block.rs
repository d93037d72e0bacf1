//! Blocks, divisions and the book.

use super::inline::Inline;
use super::node::{NodeId, NodeIds};
use crate::diag::Span;
use crate::geom::WritingMode;
use crate::unicode::Language;

/// A whole manuscript, or one edition of it.
#[derive(Clone, Debug)]
pub struct Book {
    pub language: Language,
    /// In reading order: what the manuscript holds and what is generated around it.
    pub divisions: Vec<Division>,
    /// Goes on handing out ids for nodes that later stages add to a copy.
    pub ids: NodeIds,
}

/// What a division is for; the order of parts is the theme's (JLREQ 1.2, GB/T 12450).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DivisionRole {
    /// Generated: title, creators, edition label, or the cover picture.
    Cover,
    /// Generated: a leaf with the title.
    Title,
    /// Generated: the table of contents.
    Contents,
    /// A file of the manuscript.
    Body,
    /// Generated: the index of the places that the author marks.
    Index,
    /// Generated: the imprint.
    Colophon,
}

/// A file of the manuscript, or a generated part.
#[derive(Clone, Debug)]
pub struct Division {
    pub id: NodeId,
    pub role: DivisionRole,
    /// The file's name without folder and extension, ASCII or not; stable ids are made from it.
    pub name: String,
    pub language: Language,
    pub metadata: PartMetadata,
    pub blocks: Vec<Block>,
    /// The notes of this division in the order of their first marks.
    pub notes: Vec<Note>,
}

/// Front matter of one file: the headline block. Empty where the book's own metadata says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartMetadata {
    pub title: Option<Vec<Inline>>,
    pub subtitle: Option<Vec<Inline>>,
    pub kicker: Option<Vec<Inline>>,
    pub lead: Option<Vec<Inline>>,
    /// Names as printed in the byline, each with the role in words of the book's language, if given.
    pub byline: Vec<(Option<String>, Vec<Inline>)>,
    /// ISO 8601 date.
    pub date: Option<String>,
    /// When the part first appeared anywhere; ISO 8601.
    pub first_published: Option<String>,
    /// When the source was captured; ISO 8601.
    pub captured: Option<String>,
    pub source_url: Option<String>,
    /// The part's own `id`, which links may point to.
    pub identifier: Option<String>,
    /// Where the part's notes stand; the theme's choice when none.
    pub notes: Option<NotePlacement>,
    /// A theme for this part alone.
    pub theme: Option<String>,
}

/// A note's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NodeId,
    pub span: Option<Span>,
    /// The author's label, such as `1` in `[^1]`; none for inline notes.
    pub label: Option<String>,
    /// Overrides the theme's placement.
    pub placement: Option<NotePlacement>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotePlacement {
    Foot,
    Side,
    Head,
    Chapter,
    Book,
    Inline,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub id: NodeId,
    pub span: Option<Span>,
    /// The author's `#id`.
    pub identifier: Option<String>,
    /// The language in effect.
    pub language: Language,
    pub kind: BlockKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Heading(Heading),
    Paragraph(Vec<Inline>),
    /// One picture or a gallery, with caption and credit; they never part.
    Figure(Figure),
    Table(Table),
    Quotation(Quotation),
    List(List),
    Code {
        language: Option<String>,
        text: String,
    },
    /// A block with a role: verse, dialogue, box and the like.
    Container(Container, Vec<Block>),
    /// `***`
    SceneBreak,
    Break(PageBreak),
    /// Where the generated table of contents stands.
    Contents,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub content: Vec<Inline>,
    pub numbered: bool,
    /// For running heads.
    pub short: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub pictures: Vec<Picture>,
    pub caption: Vec<Inline>,
    pub credit: Option<String>,
    /// Percent of the measure.
    pub width: Option<u8>,
    pub placement: FigurePlacement,
}

/// A picture of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub id: NodeId,
    pub span: Option<Span>,
    pub file: PictureFile,
}

/// A picture's file and what it says to those who do not see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFile {
    /// Relative to the project folder, with `/`. Empty when the author has none yet.
    pub path: String,
    /// Alternative text; empty and not decorative means that it is missing.
    pub alternative: String,
    pub decorative: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigurePlacement {
    #[default]
    Here,
    Head,
    Foot,
    Page,
    Spread,
    /// At the outer edge, with text beside it.
    Side,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub caption: Vec<Inline>,
    pub alignments: Vec<CellAlignment>,
    pub header_rows: usize,
    /// Rows of cells; every row has as many cells as there are alignments.
    pub rows: Vec<Vec<Cell>>,
}

/// A table cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub id: NodeId,
    pub content: Vec<Inline>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellAlignment {
    #[default]
    Start,
    Center,
    End,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    pub blocks: Vec<Block>,
    /// Who said it, from a last line that begins with two dashes.
    pub source: Option<Vec<Inline>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number of an ordered list; none for bullets.
    pub start: Option<u64>,
    /// The pattern of the marker, such as `一、`; the theme's when none.
    pub marker: Option<String>,
    pub items: Vec<ListItem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    pub id: NodeId,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    Verse,
    Dialogue,
    Box {
        title: Option<String>,
    },
    Lead,
    PullQuote,
    Colophon,
    /// Text in another direction.
    Direction(WritingMode),
    /// Paragraphs that stand elsewhere on their lines than the style says.
    Placed(Placement),
    /// `::: div` with nothing but a language or an id.
    Plain,
}

/// Where paragraphs stand on their lines, in em of the text (JLREQ 3.5.1, 3.5.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placement {
    /// White at the start of every line (字下げ).
    pub start: u8,
    /// White at the end of every line (字上げ).
    pub end: u8,
    /// Where the first line begins, counted from `start`; negative when the others hang. The style's indent when none.
    pub first: Option<i8>,
    /// The length of the lines (字詰め); all the room there is when none.
    pub measure: Option<u8>,
    pub edge: Edge,
}

/// The edge that lines keep to which are not filled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    #[default]
    Start,
    /// Both edges are as far away.
    Center,
    /// 地付き
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageBreak {
    Page,
    Recto,
    Verso,
    Column,
    /// So many empty lines.
    Lines(u8),
}
