//! Word's .docx (ISO/IEC 29500, WordprocessingML), transitional and strict, of whatever program wrote it.

mod anchor;
mod arrange;
mod body;
mod captions;
mod counting;
mod equation;
mod field;
mod head;
mod label;
mod look;
mod names;
mod nest;
mod numbering;
mod package;
mod paragraph;
mod piece;
mod pictures;
mod properties;
mod read;
mod role;
mod run;
mod section;
mod styles;
mod symbol;
mod table;
mod tally;
mod told;

pub use package::looks_like_docx;
pub use read::{Document, read_docx};
pub use tally::Tally;
