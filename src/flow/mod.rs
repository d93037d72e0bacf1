//! Blocks to a breakable column on the line grid, in logical axes.

mod code;
mod column;
mod contents;
mod cover;
mod figure;
mod flow_block;
mod generated;
mod headline;
mod list;
mod note;
mod rest;
mod table;
mod text;

pub use column::{Beside, BesideEdge, Break, Column, Float, NoteBody, Piece, Slab, SlabKind, Span, Start};
pub use contents::EntryFolio;
pub use flow_block::Flow;
pub use rest::TextPlace;
