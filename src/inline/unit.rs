//! Cells that are solved together: a base with its reading, an inline note in two rows.

use std::ops::Range;

use super::line::Run;
use crate::geom::Length;

/// A group of neighbouring cells ([`super::cell::Cell::unit`]) whose bodies depend on which of them stand in a line, and where.
pub(super) trait Unit: Send + Sync {
    /// Sets the cells that stand in one line.
    fn solve(&self, part: &Part) -> SolvedPart;
}

/// The cells of a unit that stand in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Indices into the paragraph's cells.
    pub cells: Range<usize>,
    pub edges: Edges,
}

/// The edges of the line that a part touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    pub head: bool,
    pub tail: bool,
}

/// How a part of a unit is set.
#[derive(Clone, Debug, Default)]
pub(super) struct SolvedPart {
    /// The body of each cell of the part. Their sum equals the cells' own bodies with `head_extra` of the first where the part
    /// stands at the head of the line and `tail_extra` of the last where it stands at its end.
    pub bodies: Vec<Length>,
    /// Where the glyphs of each cell begin in its body, beyond where they begin when the body is the cell's own.
    pub shifts: Vec<Length>,
    /// Base text beyond the glyphs of the cells, from the start of the part, in reading order.
    pub base: Vec<Run>,
    /// Readings, from the start of the part.
    pub interlinear: Vec<Run>,
}
