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

pub use finish::join_text;
pub use finish::settle_levels;
pub use finish::settle_links;
pub use finish::tidy;
pub use head::date;
pub use inlines::clean;
pub use notes::Targets;
pub use notes::decode_percent;
pub use notes::find_notes;
pub use page::Page;
pub use reader::Anchors;
pub use reader::Kind;
pub use reader::Reader;
pub use source::decode_page;
pub use source::looks_like_html;
pub use store::Shelf;
pub use store::Store;
pub use tally::Tally;
pub use web::Saved;
pub use web::data_address;
pub use web::from_html;
pub use web::is_message;
