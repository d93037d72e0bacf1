//! Pages: the composed column cut into pages, and everything around it; the only place where logical turns physical.

mod frame;
mod listing;

pub use frame::{
    Destination, Fill, GlyphRun, Item, ItemKind, LinkArea, LinkTarget, Page, PageGlyph, PageSide, Pages, Path, PathSegment, PlacedPicture,
    Setting,
};
pub use listing::list_pages;
