//! The pieces of a paragraph in a row, each with the looks that lie around it.

use super::paragraph::Item;
use crate::book::EmphasisMarks;
use crate::book::NodeId;
use crate::book::PageBreak;
use crate::book::PictureFile;
use crate::unicode::Language;

/// A piece of a paragraph.
#[derive(Clone, Debug)]
pub struct Piece {
    pub atom: Atom,
    /// Outermost first, always in the same order.
    pub wraps: Vec<Wrap>,
    /// The size of the type in half points.
    pub size: u32,
}

#[derive(Clone, Debug)]
pub enum Atom {
    Text(String),
    Ruby {
        base: String,
        reading: String,
    },
    Note(NodeId),
    LineBreak,
    Tab,
    Break(PageBreak),
    /// The page of a place.
    Page(String),
    Picture(Shown),
    /// What stands beside the text: text boxes.
    Float(Vec<Item>),
}

/// A picture of the document.
#[derive(Clone, Debug)]
pub struct Shown {
    pub file: PictureFile,
    /// Percent of the measure.
    pub width: Option<u8>,
    /// In twentieths of a point.
    pub height: i64,
    /// Beside the text and not in its line.
    pub floats: bool,
}

/// A look around pieces. The order of the rows is the order of nesting, outermost first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrap {
    Link(String),
    Language(Tag),
    Strong,
    Emphasis,
    Underline,
    Wavy,
    Strike,
    Small,
    Raised,
    Lowered,
    Marks(EmphasisMarks),
    /// By the number of the group, with the brackets that the document draws around it.
    Warichu {
        id: String,
        brackets: Option<(char, char)>,
    },
    Spread(u8),
    /// Horizontal in vertical, by the number of the group.
    Cell(String),
}

/// A language that can be put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(pub Language);

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Tag) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tag {
    fn cmp(&self, other: &Tag) -> std::cmp::Ordering {
        self.0.as_str().cmp(other.0.as_str())
    }
}

impl Piece {
    /// The text of the piece, blank for what is none.
    pub fn text(&self) -> &str {
        match &self.atom {
            Atom::Text(text) => text,
            Atom::Ruby { base, .. } => base,
            Atom::Note(_) | Atom::LineBreak | Atom::Tab | Atom::Break(_) | Atom::Page(_) | Atom::Picture(_) | Atom::Float(_) => "",
        }
    }
}
