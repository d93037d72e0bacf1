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

pub use column::{Break, Column, NoteBody, Piece, Slab, SlabKind, Start};
pub use contents::EntryFolio;
pub use flow_block::Flow;
pub use rest::TextPlace;
