//! Pages: the composed column cut into pages, and everything around it; the only place where logical turns physical.

mod band;
mod beside;
mod compose;
mod dump;
mod filler;
mod frame;
mod furniture;
mod layout;
mod layout_text;
mod leaves;
mod listing;
mod paginate;
mod place;
mod proof;
mod proof_sheet;
mod room;
mod set_notes;
mod set_pages;
mod sheet;
mod starts;
mod stock;

#[cfg(test)]
mod paginate_tests;

pub use compose::{PageInput, compose};
pub use dump::dump;
pub use frame::{
    Destination, Fill, FrameKind, GlyphRun, Ink, Item, ItemKind, LineFrame, LinkArea, LinkTarget, Page, PageGlyph, PageSide, Pages, Path,
    PathSegment, PlacedLine, PlacedPicture, Setting,
};
pub use layout::Layout;
pub use listing::list_pages;
pub use proof::proof;
