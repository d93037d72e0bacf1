//! Numbering, anchors, contents and the page map: side tables by node.

mod page_map;

pub use page_map::{PageMap, PageStart};
