//! The breakable column: boxes of whole grid lines, in logical coordinates.

use crate::book::NodeId;
use crate::book::Owner;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::WritingMode;
use crate::inline::Line;
use crate::style::Grid;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is cut into pages, with the notes that its lines mark.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub slabs: Vec<Slab>,
    pub notes: BTreeMap<NodeId, NoteBody>,
}

/// A box of the column that no page break divides. It takes whole lines of the grid, so that the lines after it are on the grid
/// again (JLREQ 2.5.1).
#[derive(Clone, Debug, Default)]
pub struct Slab {
    /// Lines of the grid; the gap before the first belongs to what precedes.
    pub lines: i64,
    /// From the slab's inline start (the column's) and block start.
    pub pieces: Vec<Piece>,
    /// The white before its first piece, which vanishes at the head of a page.
    pub lead: Length,
    pub before: Break,
    pub kind: SlabKind,
    pub start: Start,
    /// Notes marked in it.
    pub notes: Vec<NodeId>,
    /// Nodes that begin with it, besides those that its lines name.
    pub anchors: Vec<NodeId>,
    /// What its lines are of, when that may be set again in another measure.
    pub source: Option<Source>,
    /// Where text may be set beside it along the same lines.
    pub beside: Option<Beside>,
    pub float: Float,
    pub span: Span,
    /// Whether its page has neither running head nor folio.
    pub bare: bool,
    /// The table header that stands above it when it begins a page.
    pub header: Option<Arc<Slab>>,
}

/// What may be set again in another measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A heading, or a paragraph of the body or of a list in it, from any line on.
    Lines(NodeId),
    /// A block of several, only as a whole.
    Whole(NodeId),
}

/// Whether a page may end before a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    #[default]
    Allowed,
    /// Only when nothing else fits.
    Avoided,
    /// Where text stands in columns; in one column a page break.
    Column,
    Page,
    Recto,
    Verso,
}

/// Text beside a figure (requirement FIG-03).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What the figure takes of the measure with the white beside it; whole em remain.
    pub size: Length,
    /// How far the figure moves when it stands at the end of the lines.
    pub to_end: Length,
    pub edge: BesideEdge,
}

/// Which end of the lines a figure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BesideEdge {
    Start,
    End,
    /// The fore-edge of the page.
    Outer,
}

/// Where a figure goes (requirement FIG-01).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Float {
    /// Where it stands in the text, or at the head of the next column.
    #[default]
    Here,
    /// The block start of its page, else of the next.
    Head,
    /// The block end of its page, else of the next.
    Foot,
    /// A page of its own.
    Page,
    /// The first of two facing pages.
    Spread,
    /// The second, which follows the first.
    SpreadEnd,
}

/// Whether a box stands in a column or across all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    #[default]
    Column,
    All,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlabKind {
    /// A line of text, or a row.
    #[default]
    Text,
    /// Blank lines; none at the head or the foot of a page.
    Space,
    /// Never last on a page; brings its own white.
    Heading,
    /// Never last on a page.
    Kept,
    /// A figure: goes to the next page when it does not fit, while the text fills this one.
    Figure,
}

/// Whether a box begins a paragraph or goes on with the one before; readings follow when the next begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    #[default]
    Begins,
    Continues,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A line by its start edge and the centre of its em box.
    Line {
        origin: LogicalPoint,
        line: Box<Line>,
    },
    Picture {
        rect: LogicalRect,
        path: String,
        owner: Owner,
    },
    /// A filled box, grey from 0 (black) to 1000: an artifact of the layout.
    Fill {
        rect: LogicalRect,
        grey: u16,
    },
    /// A box whose content is set in a direction of its own, in the box's logical coordinates.
    Island {
        rect: LogicalRect,
        mode: WritingMode,
        pieces: Vec<Piece>,
    },
    /// A box whose content is set horizontally and turned, from the box's corner before it is turned.
    Turned {
        rect: LogicalRect,
        quarter: Quarter,
        pieces: Vec<Piece>,
    },
}

/// A turn of 90°: where the head of what is turned comes to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quarter {
    Left,
    Right,
}

/// A note, in lines of its own pitch.
#[derive(Clone, Debug, Default)]
pub struct NoteBody {
    /// Each with what stands in it; block positions are from the line's centre.
    pub lines: Vec<Vec<Piece>>,
    /// Other nodes that begin in it.
    pub anchors: Vec<NodeId>,
    /// Notes marked in it.
    pub notes: Vec<NodeId>,
}

impl Slab {
    /// Blank lines.
    pub fn space(lines: i64) -> Slab {
        Slab { lines, kind: SlabKind::Space, ..Slab::default() }
    }

    /// Lines of text as boxes of at most so many lines of the grid. A box that holds anything else stays whole.
    pub(super) fn divided(mut self, grid: Grid, most: i64) -> Vec<Slab> {
        let edges = |piece: &Piece| match piece {
            Piece::Line { origin, line } => Some((origin.block - line.size.scale(1, 2), origin.block + line.size.scale(1, 2))),
            Piece::Picture { .. } | Piece::Fill { .. } | Piece::Island { .. } | Piece::Turned { .. } => None,
        };
        if self.pieces.iter().any(|piece| edges(piece).is_none()) {
            return vec![self];
        }
        let mut parts: Vec<Slab> = Vec::new();
        let mut start = Length::ZERO;
        for piece in std::mem::take(&mut self.pieces) {
            let Some((top, bottom)) = edges(&piece) else { continue };
            if parts.is_empty() || bottom - start > grid.extent(most) {
                start = top;
                let (before, begins) = if parts.is_empty() { (self.before, self.start) } else { (Break::Allowed, Start::Continues) };
                parts.push(Slab { before, start: begins, kind: self.kind, span: self.span, ..Slab::default() });
            }
            let Some(part) = parts.last_mut() else { continue };
            part.lines = grid.lines_for(bottom - start).max(1);
            part.pieces.push(piece.shifted(Length::ZERO, -start));
        }
        // What is kept with the text after it is the last part.
        let last = parts.len().saturating_sub(1);
        for part in parts.iter_mut().take(last) {
            part.kind = SlabKind::Text;
        }
        if let Some(first) = parts.first_mut() {
            (first.notes, first.anchors, first.source) = (self.notes, self.anchors, None);
        }
        parts
    }

    /// Whether anything is drawn.
    pub fn is_blank(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl Piece {
    /// The same piece, moved.
    pub fn shifted(mut self, inline: Length, block: Length) -> Piece {
        match &mut self {
            Piece::Line { origin, .. }
            | Piece::Picture { rect: LogicalRect { origin, .. }, .. }
            | Piece::Fill { rect: LogicalRect { origin, .. }, .. }
            | Piece::Island { rect: LogicalRect { origin, .. }, .. }
            | Piece::Turned { rect: LogicalRect { origin, .. }, .. } => {
                origin.inline += inline;
                origin.block += block;
            }
        }
        self
    }

    /// Calls `visit` for every line in it, in order.
    pub fn lines<'a>(&'a self, visit: &mut dyn FnMut(&'a Line)) {
        match self {
            Piece::Line { line, .. } => visit(line),
            Piece::Island { pieces, .. } | Piece::Turned { pieces, .. } => pieces.iter().for_each(|piece| piece.lines(visit)),
            Piece::Picture { .. } | Piece::Fill { .. } => {}
        }
    }
}

/// Joins blank lines that meet, drops those before a heading, which brings its own, and those at both ends.
pub(super) fn tidy(slabs: Vec<Slab>) -> Vec<Slab> {
    let mut tidied: Vec<Slab> = Vec::with_capacity(slabs.len());
    for slab in slabs {
        let after_space = tidied.last().is_some_and(|last| last.kind == SlabKind::Space);
        match slab.kind {
            SlabKind::Space if slab.lines == 0 => {}
            SlabKind::Space if after_space => {
                if let Some(last) = tidied.last_mut() {
                    last.lines = last.lines.max(slab.lines);
                }
            }
            SlabKind::Heading if after_space => {
                tidied.pop();
                tidied.push(slab);
            }
            SlabKind::Space | SlabKind::Heading | SlabKind::Kept | SlabKind::Text | SlabKind::Figure => tidied.push(slab),
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_that_meet_do_not_add_up() {
        let heading = Slab { lines: 3, kind: SlabKind::Heading, ..Slab::default() };
        let text = || Slab { lines: 1, ..Slab::default() };
        let slabs = tidy(vec![text(), Slab::space(1), Slab::space(2), text(), Slab::space(1), heading]);
        let lines: Vec<i64> = slabs.iter().map(|slab| slab.lines).collect();
        assert_eq!(lines, [1, 2, 1, 3]);
    }
}
