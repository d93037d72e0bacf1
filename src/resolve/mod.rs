//! Numbering, anchors, contents and the page map: side tables by node.

mod anchor;
mod heading_number;
mod page_map;
mod resolved;

pub use heading_number::HeadingNumbers;
pub use page_map::{PageMap, PageStart};
pub use resolved::{ContentsEntry, Resolved, resolve, resolve_with};
