//! The document tree: what the author wrote, without the notation it was written in.

mod block;
mod canonical;
mod dump;
mod inline;
mod node;
mod text;
mod walk;
mod warichu;

pub use block::{
    Block, BlockKind, Book, Cell, CellAlignment, Container, Division, DivisionRole, Edge, Figure, FigurePlacement, Heading, List, ListItem,
    Note, NotePlacement, PageBreak, PartMetadata, Picture, PictureFile, Placement, Quotation, Table,
};
pub use canonical::CanonicalText;
pub use dump::dump_book;
pub use inline::{EmphasisMarks, Inline, InlineKind, Ruby, RubyScript, RubySegment, Style, TextRun};
pub use node::{Artifact, NodeId, NodeIds, Owner, Part};
pub use text::{plain_text, readings};
pub use walk::BlockPart;
pub use warichu::{NOTE_BRACKETS, NoteBrackets, first_text};
