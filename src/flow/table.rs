//! Tables with three rules, set horizontally in both directions (requirements TBL-01 to TBL-03).

use super::column::{Break, Piece, Slab, SlabKind};
use super::figure::Upright;
use super::flow_block::{Flow, Frame};
use super::generated;
use crate::book::Artifact;
use crate::book::Block;
use crate::book::Cell;
use crate::book::CellAlignment;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Table;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::style::TextRule;
use std::sync::Arc;

/// A cell is at least this many em wide, so that narrow columns of wide tables stay readable.
const LEAST_CELL: i64 = 3;
/// White above and below the text of a row, in em of the cell.
const ROW_WHITE: (i64, i64) = (3, 8);

/// A row, from the top of its white to the bottom of its white.
struct Row {
    height: Length,
    pieces: Vec<Piece>,
    notes: Vec<NodeId>,
    anchors: Vec<NodeId>,
}

/// Where columns stand.
struct Columns {
    /// Of the text, without padding.
    widths: Vec<Length>,
    padding: Length,
    total: Length,
}

impl Flow<'_> {
    pub(super) fn table(&self, block: &Block, table: &Table, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let available = match frame.mode {
            WritingMode::HorizontalTb => frame.measure,
            WritingMode::VerticalRl => frame.most,
        };
        let columns = self.columns(block, table, available, frame.mode);
        let heads = table.header_rows.min(table.rows.len());
        let row = |index: usize, owner: Option<Owner>, report: &mut Report| {
            self.row(block, table, &table.rows[index], index < heads, &columns, owner, report)
        };
        let mut head = self.table_head(block, table, &columns, report);
        let opening = head.height;
        for index in 0..heads {
            head.append(row(index, None, report));
        }
        let thin = Length::micrometres(self.styled.theme.table.thin);
        let thick = Length::micrometres(self.styled.theme.table.thick);
        if heads > 0 {
            head.rule(columns.total, thin);
        }
        let mut continued = self.continued_head(block, &columns, report);
        for index in 0..heads {
            continued.append(row(index, Some(Owner::Artifact(Artifact::Layout)), &mut Report::default()));
        }
        if heads > 0 {
            continued.rule(columns.total, thin);
        }
        let mut rows: Vec<Row> = (heads..table.rows.len()).map(|index| row(index, None, report)).collect();
        match rows.last_mut() {
            Some(last) => last.rule(columns.total, thick),
            None => head.rule(columns.total, thick),
        }
        debug_assert!(head.height >= opening);
        let mut slabs = match frame.mode {
            WritingMode::HorizontalTb => self.table_on_grid(head, continued, rows, columns.total, frame),
            WritingMode::VerticalRl => self.table_in_islands(head, continued, rows, columns.total, frame),
        };
        if let Some(first) = slabs.first_mut() {
            first.anchors.push(block.id);
        }
        slabs
    }

    /// A box for each row, the header with the first.
    fn table_on_grid(&self, head: Row, continued: Row, rows: Vec<Row>, width: Length, frame: Frame) -> Vec<Slab> {
        let start = frame.start + (frame.measure - width).scale(1, 2);
        let grid = self.grid();
        // Rows follow each other without a line gap between them, so each takes whole pitches.
        let slab = |row: Row| {
            let lines = (row.height + grid.pitch - Length::units(1)).divide(grid.pitch).max(1);
            let shift = (grid.pitch * lines - row.height).scale(1, 2) - grid.gap().scale(1, 2);
            let pieces = row.pieces.into_iter().map(|piece| piece.shifted(start, shift)).collect();
            Slab { lines, pieces, notes: row.notes, anchors: row.anchors, ..Slab::default() }
        };
        let header = Arc::new(slab(continued));
        let mut slabs = vec![Slab { kind: SlabKind::Kept, ..slab(head) }];
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            let before = if index == 0 || index + 1 == count && count > 1 { Break::Avoided } else { Break::Allowed };
            slabs.push(Slab { before, header: Some(header.clone()), ..slab(row) });
        }
        if slabs.iter().map(|slab| slab.lines).sum::<i64>() <= self.styled.theme.table.whole {
            return vec![whole(slabs, self.styled.theme.table.space, grid.pitch)];
        }
        slabs.insert(0, Slab::space(self.styled.theme.table.space));
        slabs.push(Slab::space(self.styled.theme.table.space));
        if let Some(head) = slabs.get_mut(1) {
            head.before = Break::Allowed;
        }
        slabs
    }

    /// As many rows in a box as are as high as the column is long, each box with a header.
    fn table_in_islands(&self, head: Row, continued: Row, rows: Vec<Row>, width: Length, frame: Frame) -> Vec<Slab> {
        let mut slabs = Vec::new();
        let mut current = head;
        for row in rows {
            if current.height + row.height > frame.measure {
                let full = std::mem::replace(&mut current, continued.copy());
                slabs.push(self.table_slab(full, width, frame));
            }
            current.append(row);
        }
        slabs.push(self.table_slab(current, width, frame));
        slabs
    }

    fn table_slab(&self, row: Row, width: Length, frame: Frame) -> Slab {
        let Row { height, pieces, notes, anchors } = row;
        let size = LogicalSize { inline: width, block: height };
        Slab { kind: SlabKind::Figure, notes, anchors, ..self.upright_slab(Upright { size, pieces }, frame) }
    }

    /// Caption and first rule.
    fn table_head(&self, block: &Block, table: &Table, columns: &Columns, report: &mut Report) -> Row {
        let mut head = Row::default();
        if let Some((content, label)) = self.labelled(block, &table.caption, self.resolved.table_numbers.get(&block.id)) {
            let role = self.styled.theme.caption.role;
            let lines = self.caption_lines(&content, label, block, role, columns.total, report);
            self.add_caption(&mut head, lines);
        }
        head.rule(columns.total, Length::micrometres(self.styled.theme.table.thick));
        head
    }

    /// What stands above the header on a following page (requirement TBL-03).
    fn continued_head(&self, block: &Block, columns: &Columns, report: &mut Report) -> Row {
        let mut head = Row::default();
        let content = generated::plain(self.spare, &self.words.continued, &block.language);
        let role = self.styled.theme.caption.role;
        let mut lines = self.caption_lines(&content, None, block, role, columns.total, report);
        self.relabel(&mut lines, Owner::Artifact(Artifact::Layout));
        self.add_caption(&mut head, lines);
        head.rule(columns.total, Length::micrometres(self.styled.theme.table.thick));
        head
    }

    fn add_caption(&self, head: &mut Row, lines: Vec<Line>) {
        let rule = &self.styled.theme.caption;
        let size = self.styled.size(rule.size);
        for line in lines {
            head.notes.extend(line.notes.iter().copied());
            let centre = head.height + rule.pitch.of(size).scale(1, 2);
            head.pieces.push(self.line_piece(line, Length::ZERO, centre));
            head.height += rule.pitch.of(size);
        }
        head.height += rule.gap.of(size);
    }

    fn cell_text(&self, header: bool) -> TextRule {
        let rule = &self.styled.theme.table;
        TextRule { size: self.styled.size(rule.size), role: if header { rule.header_role } else { rule.role } }
    }

    fn cell_frame(&self, measure: Length, header: bool) -> Frame {
        Frame {
            mode: WritingMode::HorizontalTb,
            start: Length::ZERO,
            measure,
            most: Length::ZERO,
            text: self.cell_text(header),
            first_indent: 0,
            alignment: Alignment::Start,
        }
    }

    fn columns(&self, block: &Block, table: &Table, available: Length, mode: WritingMode) -> Columns {
        let size = self.cell_text(false).size;
        let padding = self.styled.theme.table.padding.of(size);
        let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let columns_count = i64::try_from(count).unwrap_or(i64::MAX).min(1000);
        let room = (available - padding * (2 * columns_count)).max(size * columns_count);
        let mut natural = vec![size * LEAST_CELL; count];
        for (index, row) in table.rows.iter().enumerate() {
            for (width, cell) in natural.iter_mut().zip(row) {
                let frame = self.cell_frame(room, index < table.header_rows);
                let lines = self.lines(&cell.content, None, &block.language, frame, &mut Report::default());
                let widest = lines.iter().map(|line| line.inline_size).fold(Length::ZERO, Length::max);
                // Whole em, so that lines of Han close without stretching.
                *width = (*width).max(size * (widest + size - Length::units(1)).divide(size));
            }
        }
        let mut widths = shrink(natural, room, size);
        let total: Length = widths.iter().copied().sum();
        if mode == WritingMode::HorizontalTb && total < room {
            let spare = (room - total).scale(1, columns_count);
            widths.iter_mut().for_each(|width| *width += spare);
        }
        let total = widths.iter().copied().sum::<Length>() + padding * (2 * columns_count);
        Columns { widths, padding, total }
    }

    #[expect(clippy::too_many_arguments, reason = "a row is known by all of these")]
    fn row(
        &self,
        block: &Block,
        table: &Table,
        cells: &[Cell],
        header: bool,
        columns: &Columns,
        owner: Option<Owner>,
        report: &mut Report,
    ) -> Row {
        let size = self.cell_text(header).size;
        let pitch = self.styled.theme.table.pitch.of(size);
        let white = size.scale(ROW_WHITE.0, ROW_WHITE.1);
        let mut row = Row::default();
        let mut left = columns.padding;
        let mut cell_lines: Vec<(Length, Vec<Line>)> = Vec::with_capacity(cells.len());
        for (index, (cell, width)) in cells.iter().zip(&columns.widths).enumerate() {
            let alignment = match table.alignments.get(index).copied().unwrap_or_default() {
                CellAlignment::Start => Alignment::Start,
                CellAlignment::Center => Alignment::Center,
                CellAlignment::End => Alignment::End,
            };
            let frame = Frame { alignment, ..self.cell_frame(*width, header) };
            let mut lines = self.lines(&cell.content, owner, &block.language, frame, report);
            if lines.len() > 1 && alignment == Alignment::Start {
                let justified = Frame { alignment: Alignment::Justify, ..frame };
                lines = self.lines(&cell.content, owner, &block.language, justified, &mut Report::default());
            }
            cell_lines.push((left, lines));
            if owner.is_none() {
                row.anchors.push(cell.id);
            }
            left += *width + columns.padding * 2;
        }
        let most = cell_lines.iter().map(|(_, lines)| lines.len()).max().unwrap_or(1).max(1);
        row.height = white * 2 + size + pitch * (i64::try_from(most).unwrap_or(1) - 1);
        for (left, lines) in cell_lines {
            // Short cells stand at the first line, as text that is read along the row.
            let mut centre = white + size.scale(1, 2);
            for line in lines {
                if owner.is_none() {
                    row.notes.extend(line.notes.iter().copied());
                }
                row.pieces.push(self.line_piece(line, left, centre));
                centre += pitch;
            }
        }
        row
    }
}

impl Default for Row {
    fn default() -> Row {
        Row { height: Length::ZERO, pieces: Vec::new(), notes: Vec::new(), anchors: Vec::new() }
    }
}

impl Row {
    fn append(&mut self, other: Row) {
        let height = self.height;
        self.pieces.extend(other.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, height)));
        self.notes.extend(other.notes);
        self.anchors.extend(other.anchors);
        self.height += other.height;
    }

    /// A rule below what stands so far.
    fn rule(&mut self, width: Length, thickness: Length) {
        let origin = LogicalPoint { inline: Length::ZERO, block: self.height };
        let rect = LogicalRect { origin, size: LogicalSize { inline: width, block: thickness } };
        self.pieces.push(Piece::Fill { rect, grey: 0 });
        self.height += thickness;
    }

    fn copy(&self) -> Row {
        Row { height: self.height, pieces: self.pieces.clone(), notes: Vec::new(), anchors: Vec::new() }
    }
}

/// Widths that fit the room: the widest columns give way first, each in whole em and none below two.
fn shrink(mut widths: Vec<Length>, room: Length, em: Length) -> Vec<Length> {
    loop {
        let total: Length = widths.iter().copied().sum();
        if total <= room {
            return widths;
        }
        match widths.iter_mut().max() {
            Some(widest) if *widest > em * 2 => *widest = (*widest - em).max(em * 2),
            _ => return widths,
        }
    }
}

/// The rows of a short table as one box, with blank lines on both sides, which goes to the next page whole while text fills this
/// one.
fn whole(rows: Vec<Slab>, space: i64, pitch: Length) -> Slab {
    let mut table = Slab { kind: SlabKind::Figure, lines: space, lead: pitch * space, ..Slab::default() };
    for row in rows {
        let shift = pitch * table.lines;
        table.pieces.extend(row.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, shift)));
        table.notes.extend(row.notes);
        table.anchors.extend(row.anchors);
        table.lines += row.lines;
    }
    table.lines += space;
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_give_way_first() {
        let pt = Length::pt;
        let widths = shrink(vec![pt(300), pt(30), pt(100)], pt(230), pt(10));
        assert_eq!(widths, [pt(100), pt(30), pt(100)]);
    }
}
