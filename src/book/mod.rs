//! The document tree: what the author wrote, without the notation it was written in.

mod block;
mod inline;
mod node;

pub use block::{
    Block, BlockKind, Book, Cell, CellAlignment, Container, Division, DivisionRole, Figure, FigurePlacement, Heading, List, ListItem, Note,
    NotePlacement, PageBreak, PartMetadata, Picture, PictureFile, Quotation, Table,
};
pub use inline::{EmphasisMarks, Inline, InlineKind, Ruby, RubyScript, RubySegment, Style, TextRun};
pub use node::{Artifact, NodeId, NodeIds, Owner, Part};
