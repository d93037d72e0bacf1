//! Blocks to a breakable column on the line grid, in logical axes.

mod caption;
mod code;
mod column;
mod contents;
mod cover;
mod dialogue;
mod display;
mod endnotes;
mod figure;
mod flow_block;
mod gallery;
mod generated;
mod heading;
mod headline;
mod index;
mod inline_note;
mod list;
mod note;
mod rest;
mod spread;
mod table;
mod table_columns;
mod table_row;
mod text;

pub use column::{Beside, BesideEdge, Break, Column, Float, NoteBody, Piece, Quarter, Slab, SlabKind, Source, Span, Start};
pub use contents::EntryFolio;
pub use flow_block::{Flow, PartKind};
pub use rest::{Sources, TextPlace};
