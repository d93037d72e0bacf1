//! Texts from elsewhere become projects: plain text as it is pasted from a page, and Markdown.

mod credits;
mod decode;
mod escape;
mod front_matter;
mod guess;
mod markdown;
mod names;
mod plain;
mod project;

pub use project::{Imported, ImportedFile, PictureCopy, Request, import};
