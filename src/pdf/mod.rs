//! Finished pages to a tagged PDF that is PDF/A-2a and PDF/UA-1.

mod content;
mod findings;
mod font;
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
mod write;

pub use write::Claim;
pub use write::PdfInput;
pub use write::write;
