//! Rows of a table: what stands in them, and what they take.

use super::column::Piece;
use super::flow_block::{Flow, Frame};
use super::table_columns::{Columns, TableText};
use crate::book::Block;
use crate::book::Cell;
use crate::book::NodeId;
use crate::book::Owner;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::style::TextRule;

/// White above and below the text of a row, in em of the cell; more where a reading stands above the first line.
const ROW_WHITE: (i64, i64) = (3, 8);
const READING_WHITE: (i64, i64) = (5, 8);

/// A row, from the top of its white to the bottom of its white.
#[derive(Default)]
pub(super) struct Row {
    pub height: Length,
    pub pieces: Vec<Piece>,
    pub notes: Vec<NodeId>,
    pub anchors: Vec<NodeId>,
}

/// A row of the head, or of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Head,
    Body,
}

impl Row {
    pub fn append(&mut self, other: Row) {
        let height = self.height;
        self.pieces.extend(other.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, height)));
        self.notes.extend(other.notes);
        self.anchors.extend(other.anchors);
        self.height += other.height;
    }

    /// A rule below what stands so far.
    pub fn rule(&mut self, width: Length, thickness: Length) {
        let origin = LogicalPoint { inline: Length::ZERO, block: self.height };
        let rect = LogicalRect { origin, size: LogicalSize { inline: width, block: thickness } };
        self.pieces.push(Piece::Fill { rect, grey: 0 });
        self.height += thickness;
    }

    /// The same marks once more, for a page that goes on with the table.
    pub fn copy(&self) -> Row {
        Row { height: self.height, pieces: self.pieces.clone(), notes: Vec::new(), anchors: Vec::new() }
    }

    /// The row in parts of at most this height, between lines: only a row that no page holds is divided.
    pub fn divided(self, most: Length, text: &TableText) -> Vec<Row> {
        if self.height <= most {
            return vec![self];
        }
        let half = text.size.scale(1, 2);
        let white = text.size.scale(ROW_WHITE.0, ROW_WHITE.1);
        let (mut lines, mut others): (Vec<Piece>, Vec<Piece>) = (Vec::new(), Vec::new());
        for piece in self.pieces {
            match &piece {
                Piece::Line { .. } => lines.push(piece),
                Piece::Picture { .. } | Piece::Fill { .. } | Piece::Island { .. } | Piece::Turned { .. } => others.push(piece),
            }
        }
        let centre = |piece: &Piece| match piece {
            Piece::Line { origin, .. } => origin.block,
            Piece::Picture { .. } | Piece::Fill { .. } | Piece::Island { .. } | Piece::Turned { .. } => Length::ZERO,
        };
        let mut parts: Vec<Row> = Vec::new();
        while !lines.is_empty() {
            let first = lines.iter().map(&centre).min().unwrap_or_default();
            let cut = first - half - white;
            // At least one line a part, so that the row comes to an end.
            let end = (cut + most - white - half).max(first);
            let (now, later): (Vec<Piece>, Vec<Piece>) = lines.into_iter().partition(|piece| centre(piece) <= end);
            let last = now.iter().map(&centre).max().unwrap_or(first);
            let pieces = now.into_iter().map(|piece| piece.shifted(Length::ZERO, -cut)).collect();
            parts.push(Row { height: last - cut + half + white, pieces, ..Row::default() });
            lines = later;
        }
        if let Some(first) = parts.first_mut() {
            (first.notes, first.anchors) = (self.notes, self.anchors);
        }
        // Rules below the row stay below its last part.
        if let Some(last) = parts.last_mut() {
            let moved = last.height - self.height;
            let rules: Length = others.iter().map(thickness).sum();
            last.pieces.extend(others.into_iter().map(|piece| piece.shifted(Length::ZERO, moved + rules)));
            last.height += rules;
        }
        parts
    }
}

fn thickness(piece: &Piece) -> Length {
    match piece {
        Piece::Fill { rect, .. } => rect.size.block,
        Piece::Line { .. } | Piece::Picture { .. } | Piece::Island { .. } | Piece::Turned { .. } => Length::ZERO,
    }
}

impl Flow<'_> {
    pub(super) fn cell_frame(&self, measure: Length, kind: RowKind, text: &TableText) -> Frame {
        let rule = &self.styled.theme.table;
        let role = match kind {
            RowKind::Head => rule.header_role,
            RowKind::Body => rule.role,
        };
        Frame {
            mode: WritingMode::HorizontalTb,
            start: Length::ZERO,
            measure,
            most: Length::ZERO,
            text: TextRule { size: text.size, role },
            first_indent: 0,
            alignment: Alignment::Start,
        }
    }

    /// A row of cells; an owner for all of it makes a repeated one.
    pub(super) fn row(
        &self,
        block: &Block,
        cells: &[Cell],
        kind: RowKind,
        columns: &Columns,
        owner: Option<Owner>,
        report: &mut Report,
    ) -> Row {
        let text = &columns.text;
        let size = text.size;
        let mut row = Row::default();
        let mut left = text.padding;
        let mut cell_lines: Vec<(Length, Vec<Line>)> = Vec::with_capacity(cells.len());
        for (cell, column) in cells.iter().zip(&columns.columns) {
            let frame = Frame { alignment: column.alignment, ..self.cell_frame(column.width, kind, text) };
            let mut lines = self.lines(&cell.content, owner, &block.language, frame, report);
            let mut at = left;
            match (column.point, lines.as_slice(), kind) {
                (Some(point), [line], RowKind::Body) => {
                    let start = Frame { alignment: Alignment::Start, ..frame };
                    let natural = self.lines(&cell.content, owner, &block.language, start, &mut Report::default());
                    if let (Some(own), [_]) = (super::table_columns::decimal_point(line), natural.as_slice()) {
                        // Where the point stands in a line that begins at the cell's start.
                        let own = natural.first().and_then(super::table_columns::decimal_point).unwrap_or(own);
                        at += column.block_start() + point - own;
                        lines = natural;
                    }
                }
                _ if lines.len() > 1 && column.alignment == Alignment::Start => {
                    let justified = Frame { alignment: Alignment::Justify, ..frame };
                    lines = self.lines(&cell.content, owner, &block.language, justified, &mut Report::default());
                }
                _ => {}
            }
            cell_lines.push((at, lines));
            if owner.is_none() {
                row.anchors.push(cell.id);
            }
            left += column.width + text.padding * 2;
        }
        let reading = cell_lines.iter().any(|(_, lines)| lines.first().is_some_and(|line| !line.interlinear.is_empty()));
        let above = if reading { READING_WHITE } else { ROW_WHITE };
        let (above, below) = (size.scale(above.0, above.1), size.scale(ROW_WHITE.0, ROW_WHITE.1));
        let most = cell_lines.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1).max(1);
        row.height = above + below + size + text.pitch * (i64::try_from(most).unwrap_or(1) - 1);
        for (left, lines) in cell_lines {
            // Short cells stand at the first line, as text that is read along the row.
            let mut centre = above + size.scale(1, 2);
            for line in lines {
                if owner.is_none() {
                    row.notes.extend(line.notes.iter().copied());
                }
                row.pieces.push(self.line_piece(line, left, centre));
                centre += text.pitch;
            }
        }
        row
    }
}
