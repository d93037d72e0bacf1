//! Pages: the composed column cut into pages, and everything around it; the only place where logical turns physical.

mod dump;
mod frame;

pub use dump::{dump_layout, dump_pages};
pub use frame::{
    Destination, Fill, GlyphRun, Item, ItemKind, LinkArea, LinkTarget, Page, PageGlyph, PageSide, Pages, Path, PathSegment, PlacedPicture,
    Setting,
};
