//! Pages of sites, saved with their pictures or as one message; and content documents, which publications share.

mod article;
mod blocks;
mod finish;
mod head;
mod images;
mod inlines;
mod line;
mod look;
mod mhtml;
mod names;
mod notes;
mod page;
mod reader;
mod ruby;
mod source;
mod store;
mod tables;
mod tally;
mod web;

use source::decode_page;

pub use source::looks_like_html;
pub use web::Saved;
pub use web::from_html;
pub use web::is_message;
