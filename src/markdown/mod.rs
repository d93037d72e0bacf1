//! The manuscript language: CommonMark with what CJK books need, read to the document tree and written back.

mod attributes;
mod blocks;
mod csv;
mod dialect;
mod directive;
mod entity;
mod front_matter;
mod html;
mod inlines;
mod line_end;
mod mask;
mod notes;
mod placement;
mod read;
mod ruby;
mod source;
mod spans;
mod write;
mod write_inline;

pub use read::read;
pub use ruby::script_of;
pub use write::write;
