//! What stands on one page, before its marks have a place.

use crate::book::NodeId;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::geom::Length;

/// A page's boxes and notes, in lines of the grid.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// In the order of the text.
    pub boxes: Vec<Placed>,
    /// Lines of notes at the block end of the page.
    pub notes: Vec<NotePart>,
    /// The line after which the notes begin, when they follow the text at once instead of ending with the type area.
    pub notes_after: Option<i64>,
    /// Notes in the band beside the text.
    pub band: Vec<BandPart>,
    /// Where text and band begin along the lines, from the start of the type area.
    pub text_at: Length,
    pub band_at: Length,
    /// Rules between columns: from this line on, so many lines.
    pub divided: Vec<(i64, i64)>,
}

/// A box with its place: the line of the grid that it begins at, and its inline start in the type area.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub line: i64,
    pub inline: Length,
    pub top: Top,
    pub slab: Slab,
}

/// Whether a box is the first of its column, where the white before a figure vanishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Top {
    Head,
    Inside,
}

/// Lines of a note on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotePart {
    pub note: NodeId,
    pub from: usize,
    pub to: usize,
}

impl NotePart {
    pub fn lines(&self) -> usize {
        self.to - self.from
    }
}

/// Lines of a note in the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BandPart {
    pub part: NotePart,
    /// The block start of its first line's em box, from that of the type area.
    pub block: Length,
}

impl Sheet {
    /// What stands in the type area, in the order of the text.
    pub fn slabs(&self) -> impl DoubleEndedIterator<Item = &Slab> {
        self.boxes.iter().map(|placed| &placed.slab)
    }

    pub fn is_blank(&self) -> bool {
        self.boxes.is_empty() && self.notes.is_empty() && self.band.is_empty()
    }

    /// Whether it holds one figure and nothing else and is full of it.
    pub fn is_plate(&self, lines: i64) -> bool {
        match self.boxes.as_slice() {
            [Placed { slab, .. }] => slab.kind == SlabKind::Figure && slab.lines >= lines && self.notes.is_empty(),
            _ => false,
        }
    }
}
