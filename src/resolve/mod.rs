//! Numbering, anchors, contents and the page map: side tables by node.

mod anchor;
mod page_map;
mod resolved;

pub use page_map::{PageMap, PageStart};
pub use resolved::{ContentsEntry, Resolved, resolve};
