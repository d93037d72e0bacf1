//! Tables with three rules, set horizontally in both directions (requirements TBL-01 to TBL-04).
//!
//! A table stands in its column while it is readable there; else across all columns; else turned on pages of its own; else smaller,
//! down to a stated part of its size; and what is wider still is refused.

use super::column::{Break, Float, Piece, Quarter, Slab, SlabKind, Span};
use super::figure::Upright;
use super::flow_block::{Flow, Frame};
use super::generated;
use super::table_columns::{Columns, Fill, Needs};
use super::table_row::{Row, RowKind};
use crate::book::Artifact;
use crate::book::Block;
use crate::book::Owner;
use crate::book::Table;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;
use crate::inline::Line;
use std::sync::Arc;

/// The least part of its size, in thousandths, that a table which is too wide may be set at.
const LEAST_SCALE: i64 = 700;
/// From trial to trial.
const SCALE_STEP: i64 = 50;

/// How a table stands on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Column,
    /// Across all columns of horizontal lines.
    Columns,
    /// On its side.
    Turned,
}

/// A table's rows.
struct Rows {
    /// Caption, first rule and header.
    head: Row,
    /// What stands there on a following page.
    continued: Row,
    rows: Vec<Row>,
}

impl Flow<'_> {
    pub(super) fn table(&self, block: &Block, table: &Table, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let Some((stand, scale, room)) = self.stand(block, table, frame, report) else { return Vec::new() };
        let text = self.table_text(scale);
        let needs = self.needs(block, table, text, room);
        let fill = if stand == Stand::Column && frame.mode == WritingMode::HorizontalTb { Fill::Whole } else { Fill::Natural };
        let columns = self.columns(&needs, room, fill);
        let rows = self.rows(block, table, &columns, report);
        let whole = Frame { start: Length::ZERO, measure: self.whole, ..self.body_frame() };
        let mut slabs = match (stand, frame.mode) {
            (Stand::Turned, _) => self.turned_table(rows, &columns, whole),
            (Stand::Columns, _) => {
                let mut slabs = self.table_on_grid(rows, &columns, whole);
                slabs.iter_mut().for_each(|slab| slab.span = Span::All);
                slabs
            }
            (Stand::Column, WritingMode::HorizontalTb) => self.table_on_grid(rows, &columns, frame),
            (Stand::Column, WritingMode::VerticalRl) => self.table_in_islands(rows, &columns, frame),
        };
        if let Some(first) = slabs.iter_mut().find(|slab| !slab.is_blank()) {
            first.anchors.push(block.id);
        }
        slabs
    }

    /// Where the table stands, at how many thousandths of its size, in what room; none when no page holds it.
    fn stand(&self, block: &Block, table: &Table, frame: Frame, report: &mut Report) -> Option<(Stand, i64, Length)> {
        let here = match frame.mode {
            WritingMode::HorizontalTb => frame.measure,
            WritingMode::VerticalRl => frame.most,
        };
        let area = self.styled.area;
        let turned = match area.mode {
            WritingMode::HorizontalTb => area.block_size(),
            WritingMode::VerticalRl => self.whole,
        };
        let needs: Needs = self.needs(block, table, self.table_text(1000), here.max(turned));
        let readable = needs.readable();
        if readable <= here {
            return Some((Stand::Column, 1000, here));
        }
        let in_column = frame.mode == area.mode && frame.start.is_zero() && frame.measure == self.measure;
        let spans = area.mode == WritingMode::HorizontalTb && self.whole > self.measure && in_column;
        if spans && readable <= self.whole {
            return Some((Stand::Columns, 1000, self.whole));
        }
        if readable <= turned && turned > here {
            return Some((Stand::Turned, 1000, turned));
        }
        let (stand, room) = if turned > here { (Stand::Turned, turned) } else { (Stand::Column, here) };
        // Below its readable width cells of the full size do still; then smaller type.
        let mut scale = 1000;
        while scale >= LEAST_SCALE {
            let needs = self.needs(block, table, self.table_text(scale), room);
            if needs.readable() <= room || scale - SCALE_STEP < LEAST_SCALE && needs.least() <= room {
                report.add(Diagnostic::new(Code::ScaledTable).maybe_at(block.span).with("percent", scale / 10));
                return Some((stand, scale, room));
            }
            scale -= SCALE_STEP;
        }
        let count = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let finding = Diagnostic::new(Code::WideTable).maybe_at(block.span).with("columns", count).with("percent", LEAST_SCALE / 10);
        report.add(finding);
        None
    }

    fn rows(&self, block: &Block, table: &Table, columns: &Columns, report: &mut Report) -> Rows {
        let heads = table.header_rows.min(table.rows.len());
        let rule = &self.styled.theme.table;
        let (thin, thick) = (Length::micrometres(rule.thin), Length::micrometres(rule.thick));
        let mut head = self.table_head(block, table, columns, report);
        let mut continued = self.continued_head(block, columns, report);
        for cells in &table.rows[..heads] {
            head.append(self.row(block, cells, RowKind::Head, columns, None, report));
            let artifact = Some(Owner::Artifact(Artifact::Layout));
            continued.append(self.row(block, cells, RowKind::Head, columns, artifact, &mut Report::default()));
        }
        if heads > 0 {
            head.rule(columns.total, thin);
            continued.rule(columns.total, thin);
        }
        let body = table.rows[heads..].iter();
        let mut rows: Vec<Row> = body.map(|cells| self.row(block, cells, RowKind::Body, columns, None, report)).collect();
        match rows.last_mut() {
            Some(last) => last.rule(columns.total, thick),
            None => head.rule(columns.total, thick),
        }
        Rows { head, continued, rows }
    }

    /// A box for each row, the header with the first.
    fn table_on_grid(&self, rows: Rows, columns: &Columns, frame: Frame) -> Vec<Slab> {
        let Rows { head, continued, rows } = rows;
        let start = frame.start + (frame.measure - columns.total).scale(1, 2);
        let grid = self.grid();
        let page = self.styled.area.lines;
        // Rows follow each other without a line gap between them, so each takes whole pitches.
        let lines_of = |height: Length| (height + grid.pitch - Length::units(1)).divide(grid.pitch).max(1);
        let slab = |row: Row| {
            let lines = lines_of(row.height);
            let shift = (grid.pitch * lines - row.height).scale(1, 2) - grid.gap().scale(1, 2);
            let pieces = row.pieces.into_iter().map(|piece| piece.shifted(start, shift)).collect();
            Slab { lines, pieces, notes: row.notes, anchors: row.anchors, ..Slab::default() }
        };
        let space = self.styled.theme.table.space;
        // What a page has besides the header.
        let most = grid.pitch * (page - lines_of(continued.height.max(head.height))).max(1);
        let header = Arc::new(slab(continued));
        let repeats = header.lines * 2 <= page;
        let mut slabs: Vec<Slab> =
            head.divided(grid.pitch * page, &columns.text).into_iter().map(|row| Slab { kind: SlabKind::Kept, ..slab(row) }).collect();
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            for (part, row) in row.divided(most, &columns.text).into_iter().enumerate() {
                let avoided = part == 0 && (index == 0 || index + 1 == count && count > 1);
                let before = if avoided { Break::Avoided } else { Break::Allowed };
                slabs.push(Slab { before, header: Some(header.clone()).filter(|_| repeats), ..slab(row) });
            }
        }
        let total = slabs.iter().map(|slab| slab.lines).sum::<i64>();
        if total <= self.styled.theme.table.whole.min(page - space * 2) {
            return vec![whole(slabs, space, grid.pitch)];
        }
        slabs.insert(0, Slab::space(space));
        slabs.push(Slab::space(space));
        slabs
    }

    /// As many rows in a box as are as high as the column is long, each box with a header.
    fn table_in_islands(&self, rows: Rows, columns: &Columns, frame: Frame) -> Vec<Slab> {
        let boxes = boxes(rows, frame.measure, columns);
        let slab = |row: Row| {
            let Row { height, pieces, notes, anchors } = row;
            let size = LogicalSize { inline: columns.total, block: height };
            Slab { kind: SlabKind::Figure, notes, anchors, ..self.upright_slab(Upright { size, pieces }, frame) }
        };
        boxes.into_iter().map(slab).collect()
    }

    /// On its side, on pages of its own: the head to the right in vertical books, to the left in horizontal ones.
    fn turned_table(&self, rows: Rows, columns: &Columns, frame: Frame) -> Vec<Slab> {
        let area = &self.styled.area;
        let (across, quarter) = match area.mode {
            WritingMode::HorizontalTb => (frame.measure, Quarter::Left),
            WritingMode::VerticalRl => (area.block_size(), Quarter::Right),
        };
        let slab = |row: Row| {
            let Row { height, pieces, notes, anchors } = row;
            let size = match area.mode {
                WritingMode::HorizontalTb => LogicalSize { inline: height, block: columns.total },
                WritingMode::VerticalRl => LogicalSize { inline: columns.total, block: height },
            };
            let origin = LogicalPoint {
                inline: (frame.measure - size.inline).scale(1, 2).max(Length::ZERO),
                block: (area.block_size() - size.block).scale(1, 2).max(Length::ZERO),
            };
            let pieces = vec![Piece::Turned { rect: LogicalRect { origin, size }, quarter, pieces }];
            Slab {
                kind: SlabKind::Figure,
                float: Float::Page,
                span: Span::All,
                lines: area.lines,
                pieces,
                notes,
                anchors,
                ..Slab::default()
            }
        };
        boxes(rows, across, columns).into_iter().map(slab).collect()
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

    /// What stands above the header on a following page (requirement TBL-03): 續表2, 表2（つづき）.
    fn continued_head(&self, block: &Block, columns: &Columns, report: &mut Report) -> Row {
        let mut head = Row::default();
        let words = self.words;
        let text = match self.resolved.table_numbers.get(&block.id) {
            Some(label) if words.continued.contains(&words.table) => words.continued.replace(&words.table, label),
            Some(label) if words.continued.is_ascii() => format!("{label} ({})", words.continued),
            Some(label) => format!("{label}{}", words.continued),
            None => words.continued.clone(),
        };
        let content = generated::plain(self.spare, &text, &block.language);
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
}

/// Rows stacked in boxes of at most this height, each with a header.
fn boxes(rows: Rows, most: Length, columns: &Columns) -> Vec<Row> {
    let Rows { head, continued, rows } = rows;
    let repeats = continued.height * 2 <= most;
    let room = if repeats { most - continued.height } else { most };
    let mut boxes = Vec::new();
    let mut heads = head.divided(most, &columns.text);
    let mut current = heads.pop().unwrap_or_default();
    boxes.append(&mut heads);
    for row in rows.into_iter().flat_map(|row| row.divided(room, &columns.text)) {
        if current.height + row.height > most {
            let next = if repeats { continued.copy() } else { Row::default() };
            boxes.push(std::mem::replace(&mut current, next));
        }
        current.append(row);
    }
    boxes.push(current);
    boxes
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
