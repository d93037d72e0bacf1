//! Word's .docx (ISO/IEC 29500, WordprocessingML), transitional and strict, of whatever program wrote it.

mod anchor;
mod arrange;
mod body;
mod captions;
mod counting;
mod equation;
mod field;
mod head;
mod list;
mod look;
mod names;
mod nest;
mod numbering;
mod package;
mod paragraph;
mod pictures;
mod piece;
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

pub use package::{Refused, looks_like_docx};
pub use read::read_docx;
pub use told::Told;
