//! The item list: boxes with a class, a rigid body and elastic blanks.

use std::ops::Range;

use super::class::Class;
use super::collect::Look;
use super::line::GlyphSetting;
use super::rules::LineEnd;
use super::unit::Unit;
use crate::book::NodeId;
use crate::book::Part;
use crate::font::FaceId;
use crate::geom::Length;

/// A box of the line. Its em box is blank, body, blank; the blanks belong to the gaps beside it.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub class: Class,
    /// Index into [`Cells::looks`].
    pub look: u32,
    /// The em of its character.
    pub em: Length,
    pub before: Length,
    pub body: Length,
    pub after: Length,
    pub line_end: LineEnd,
    pub join: Join,
    pub setting: GlyphSetting,
    /// In thousandths.
    pub stretch: u16,
    pub part: Part,
    /// Indices into [`Cells::glyphs`].
    pub glyphs: Range<u32>,
    /// Bytes of [`Cells::text`].
    pub text: Range<u32>,
    /// The byte in its node's text where it begins.
    pub offset: u32,
    /// Index into [`Cells::attachments`].
    pub attachment: Option<u32>,
    /// Index into [`Cells::units`]; neighbours of one unit have the same.
    pub unit: Option<u32>,
    /// What a line gains that begins with this cell: a reading cannot stick out there, or the rest of a unit is set anew.
    pub head_extra: Length,
    /// The same for a line that ends with it.
    pub tail_extra: Length,
}

/// How a cell joins the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// A break and a gap as the classes say.
    ByClass,
    /// No break; the gap as the classes say.
    Tied,
    /// One piece with it: no break and no gap.
    Fused,
    /// A line must end before it.
    Forced,
    /// A break is allowed inside a Western word, without a gap.
    Opportunity,
    /// A break is allowed inside a Western word, with a hyphen at the end of the line.
    Hyphen,
}

/// A glyph of a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellGlyph {
    pub id: u16,
    pub bytes: u8,
    pub face: FaceId,
    /// Of its origin from the body's start, along the glyphs' own line.
    pub along: Length,
    /// Towards the block end, beyond the look's shift.
    pub block: Length,
}

/// What hangs on a cell.
#[derive(Clone, Debug)]
pub(super) enum Attachment {
    /// Runs beside the base, their positions from the body's start.
    Reading(Vec<super::line::Run>),
    Note(NodeId, NotePlace),
    /// A picture with its extent across the line.
    Picture {
        path: String,
        extent: Length,
    },
}

/// Where the number of a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotePlace {
    InLine,
    /// Beside the text, beginning this far before the place that the cell has in the line.
    Beside {
        back: Length,
    },
}

#[derive(Default)]
pub(super) struct Cells {
    pub looks: Vec<Look>,
    pub cells: Vec<Cell>,
    pub glyphs: Vec<CellGlyph>,
    pub text: String,
    pub attachments: Vec<Attachment>,
    pub units: Vec<Box<dyn Unit>>,
    /// Bases with readings, until [`super::ruby::settle`] makes units of them.
    pub readings: Vec<super::ruby::RubyUnit>,
}

impl Cells {
    pub fn look(&self, cell: &Cell) -> &Look {
        &self.looks[cell.look as usize]
    }

    pub fn text_of(&self, cell: &Cell) -> &str {
        &self.text[cell.text.start as usize..cell.text.end as usize]
    }

    pub fn glyphs_of(&self, cell: &Cell) -> &[CellGlyph] {
        &self.glyphs[cell.glyphs.start as usize..cell.glyphs.end as usize]
    }
}
