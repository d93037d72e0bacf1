//! Finished pages in physical coordinates: what a writer draws.
//! All points are from the page's top left corner, x to the right, y downwards.

use crate::book::NodeId;
use crate::book::Owner;
use crate::font::FaceId;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline::Line;
use crate::resolve::PageMap;
use crate::unicode::Language;

/// All pages of an edition.
#[derive(Clone, Debug)]
pub struct Pages {
    pub mode: WritingMode,
    pub pages: Vec<Page>,
    /// One for each heading and for each node that something links to.
    pub destinations: Vec<Destination>,
    pub map: PageMap,
}

#[derive(Clone, Debug)]
pub struct Page {
    /// The trimmed page.
    pub size: Size,
    pub side: PageSide,
    /// The folio; equal to the PDF's page label.
    pub label: String,
    /// In the order of the content stream: body, then notes, then artifacts; ruby follows its paragraph.
    pub items: Vec<Item>,
    pub links: Vec<LinkArea>,
    /// The lines of the page as they were composed; none unless the environment asks for their details.
    pub frames: Vec<LineFrame>,
}

/// A box whose lines run in one direction.
#[derive(Clone, Debug)]
pub struct LineFrame {
    pub kind: FrameKind,
    pub mode: WritingMode,
    pub rect: Rect,
    pub lines: Vec<PlacedLine>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    Body,
    /// Notes at the block end of the page.
    Notes,
    /// Text with a direction of its own.
    Island,
    /// Running head and folio; the frame is the whole page.
    Furniture,
}

/// A line with its place.
#[derive(Clone, Debug)]
pub struct PlacedLine {
    /// Its start edge and the centre of its em box, from the frame's start edges.
    pub origin: LogicalPoint,
    pub line: Line,
}

impl LineFrame {
    /// A box of the frame, in its logical coordinates, on the page.
    pub(super) fn place(&self, logical: LogicalRect) -> Rect {
        let Rect { origin, size } = self.mode.place(self.rect.size, logical);
        Rect { origin: Point { x: self.rect.origin.x + origin.x, y: self.rect.origin.y + origin.y }, size }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSide {
    Recto,
    Verso,
}

/// One mark on the page and whose it is.
#[derive(Clone, Debug)]
pub struct Item {
    pub owner: Owner,
    pub kind: ItemKind,
}

#[derive(Clone, Debug)]
pub enum ItemKind {
    Text(GlyphRun),
    Picture(PlacedPicture),
    Fill(Fill),
    Path(Path),
}

/// How glyphs stand on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// Left to right. The origin of a glyph is on the baseline at its left edge; `along` grows to the right.
    Horizontal,
    /// Top to bottom, upright. The origin of a glyph is its vertical origin, the middle of the top of its em box (PDF 32000-1,
    /// 9.7.4.3, position vector v); `along` grows downwards.
    Vertical,
    /// Turned 90° clockwise. The origin of a glyph is on its baseline, which runs downwards; `along` grows downwards.
    Sideways,
    /// Turned 90° counter-clockwise. The origin of a glyph is on its baseline, which runs upwards; `along` grows upwards.
    Rising,
}

/// Glyphs of one face and size on one straight line.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    pub face: FaceId,
    pub size: Length,
    pub setting: Setting,
    /// Horizontal scale in thousandths, for several digits in one cell; 1000 is natural.
    pub stretch: u16,
    pub origin: Point,
    pub language: Language,
    /// The text of all glyphs, in order.
    pub text: Box<str>,
    pub glyphs: Box<[PageGlyph]>,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageGlyph {
    /// The glyph's number in the face.
    pub id: u16,
    /// How many bytes of the run's text it stands for; the glyphs' texts follow each other. 0 for a second glyph of a cluster.
    pub bytes: u8,
    /// The distance of its origin from the run's origin along the line.
    pub along: Length,
}

/// A picture in its box, upright.
#[derive(Clone, Debug)]
pub struct PlacedPicture {
    /// The path in the project, the key of the loaded pictures.
    pub path: String,
    pub rect: Rect,
}

/// A filled box.
#[derive(Clone, Debug)]
pub struct Fill {
    pub rect: Rect,
    pub ink: Ink,
}

/// What boxes and lines are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    /// From 0 (black) to 1000 (white).
    Grey(u16),
    /// Red, green and blue of sRGB.
    Colour(u8, u8, u8),
}

/// A stroked line.
#[derive(Clone, Debug)]
pub struct Path {
    pub start: Point,
    pub segments: Vec<PathSegment>,
    pub width: Length,
    pub ink: Ink,
}

#[derive(Clone, Copy, Debug)]
pub enum PathSegment {
    Line(Point),
    /// Two control points and the end.
    Curve(Point, Point, Point),
}

/// A place on a page that leads elsewhere.
#[derive(Clone, Debug)]
pub struct LinkArea {
    pub rect: Rect,
    pub target: LinkTarget,
    /// The node whose structure element the link belongs to: a link, a reference, a note mark, a contents entry.
    pub owner: Owner,
    /// What a screen reader says of it.
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    Node(NodeId),
    Address(String),
}

/// Where a node begins.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    pub node: NodeId,
    /// Index into [`Pages::pages`].
    pub page: usize,
    /// The corner that a viewer scrolls to.
    pub point: Point,
}
