//! Texts from elsewhere become projects: plain text as it is pasted from a page or stored as a book, Aozora Bunko's notation, and
//! Markdown.

mod again;
mod aozora;
mod book_toml;
mod chapter;
mod charset;
mod credits;
mod docx;
mod encoding;
mod epub;
mod escape;
mod format;
mod front_matter;
mod guess;
mod html;
mod korean;
mod markdown;
mod names;
mod pictures;
mod plain;
mod project;
mod record;
mod settings;
mod stored;
mod text;
mod tree;

pub use charset::{Charset, UnknownCharset};
pub use format::{Format, UnknownFormat};
pub use pictures::PictureCopy;
pub use project::{Imported, ImportedFile, Near, RECORD, Request, import};
