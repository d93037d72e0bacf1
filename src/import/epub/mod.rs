//! Publications, EPUB 2 and 3: container, package document, navigation and content documents to a project.

mod container;
mod documents;
mod headings;
mod metadata;
mod navigation;
mod package;
mod publication;
mod uses;

pub use publication::looks_like_epub;
pub use publication::read_epub;
