//! An edition as content documents, navigation and style sheet.

mod block;
mod characters;
mod content;
mod document;
mod inline;
mod navigation;
mod notes;
mod pages;
mod phrases;
mod plan;
mod stylesheet;
mod text;
mod theme_css;

pub use characters::{Characters, ElementRoles, is_rare};
pub use content::{Content, ContentDocument, ContentInput, EmbeddedPicture, ReadingMarkup, compose};
pub use pages::PageTarget;
pub use phrases::Phrases;
pub use plan::{FileNames, file_stem};
pub use stylesheet::{FontRule, StyleInput, stylesheet};
pub use text::{body_text, reading_text};
