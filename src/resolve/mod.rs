//! Numbering, anchors, contents and the page map: side tables by node.

mod anchor;
mod figures;
mod heading_number;
mod index;
mod notes;
mod page_map;
mod resolved;

pub use heading_number::HeadingNumbers;
pub use index::IndexEntry;
pub use notes::{NotePlace, NoteRules};
pub use page_map::{PageMap, PageStart};
pub use resolved::{ContentsEntry, Resolved, resolve, resolve_for, resolve_with};
