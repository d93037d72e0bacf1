//! fuzi (付梓, "to go to press") builds publications from one manuscript: a reflowable EPUB 3.3 and a typeset, tagged PDF,
//! in vertical or horizontal writing, with embedded CJK fonts, pictures and full metadata.
#![forbid(unsafe_code)]

pub mod adapt;
pub mod archive;
pub mod book;
pub mod cli;
pub mod container;
pub mod diag;
pub mod epub;
pub mod flow;
pub mod font;
pub mod geom;
pub mod html;
pub mod import;
pub mod inline;
pub mod inspect;
pub mod io;
pub mod lint;
pub mod manuscript;
pub mod markdown;
pub mod page;
pub mod pdf;
pub mod picture;
pub mod pipeline;
pub mod record;
pub mod resolve;
pub mod style;
pub mod unicode;
pub mod xhtml;
pub mod xml;

pub use pipeline::build;
