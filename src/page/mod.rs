//! Pages: the composed column cut into pages, and everything around it; the only place where logical turns physical.

mod compose;
mod dump;
mod frame;
mod furniture;
mod listing;
mod paginate;
mod place;

pub use compose::{PageInput, compose};
pub use dump::dump;
pub use frame::{
    Destination, Fill, GlyphRun, Item, ItemKind, LinkArea, LinkTarget, Page, PageGlyph, PageSide, Pages, Path, PathSegment, PlacedPicture,
    Setting,
};
pub use listing::list_pages;
