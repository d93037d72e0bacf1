//! Finished pages to a tagged PDF that is, unless told otherwise, PDF/A-2a and PDF/UA-1.

mod apart;
mod attachment;
mod check;
mod conformance;
mod content;
mod findings;
mod font;
mod gaiji;
mod icc;
mod image;
mod link;
mod metadata;
mod navigation;
mod object;
mod order;
#[cfg(test)]
mod sample;
mod structure;
mod tags;
mod tree;
mod vector;
mod viewer;
mod write;

pub use attachment::Attachment;
pub use attachment::Relation;
pub use check::unsound;
pub use write::Claim;
pub use write::PdfInput;
pub use write::write;
