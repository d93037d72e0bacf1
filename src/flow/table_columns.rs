//! Where the columns of a table stand, and where their numbers meet.

use super::flow_block::Flow;
use super::table_row::RowKind;
use crate::book::Block;
use crate::book::CellAlignment;
use crate::book::Table;
use crate::book::plain_text;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;
use crate::inline::Line;

/// A cell is at least this many em wide, so that narrow columns of wide tables stay readable.
const LEAST_CELL: i64 = 3;
/// A column whose text is longer is readable at this many em.
const READABLE_CELL: i64 = 5;
/// However many columns there are, a cell has this many em.
const LEAST_OF_ALL: i64 = 2;

/// The sizes of a table's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableText {
    pub size: Length,
    pub padding: Length,
    pub pitch: Length,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct ColumnRule {
    /// Of the text, without padding.
    pub width: Length,
    pub alignment: Alignment,
    /// Where the decimal points of its numbers stand, from the start of the numbers taken together (requirement TBL-04).
    pub point: Option<Length>,
    /// The width of its numbers taken together.
    pub numbers: Length,
}

impl ColumnRule {
    /// Where its numbers taken together begin.
    pub fn block_start(&self) -> Length {
        match self.alignment {
            Alignment::Start | Alignment::Justify => Length::ZERO,
            Alignment::Center => (self.width - self.numbers).scale(1, 2),
            Alignment::End => self.width - self.numbers,
        }
    }
}

/// Where columns stand.
pub(super) struct Columns {
    pub columns: Vec<ColumnRule>,
    pub text: TableText,
    pub total: Length,
}

/// What the columns of a table need at the theme's size.
pub(super) struct Needs {
    columns: Vec<ColumnRule>,
    text: TableText,
}

impl Needs {
    fn padding(&self) -> Length {
        self.text.padding * (2 * i64::try_from(self.columns.len()).unwrap_or(0))
    }

    /// The least width at which the table is readable.
    pub fn readable(&self) -> Length {
        let most = self.text.size * READABLE_CELL;
        self.columns.iter().map(|column| column.width.min(most.max(column.numbers))).sum::<Length>() + self.padding()
    }

    /// The least width at all.
    pub fn least(&self) -> Length {
        let most = self.text.size * LEAST_OF_ALL;
        self.columns.iter().map(|column| column.width.min(most)).sum::<Length>() + self.padding()
    }
}

impl Flow<'_> {
    /// The text of a table at so many thousandths of the theme's size.
    pub(super) fn table_text(&self, scale: i64) -> TableText {
        let rule = &self.styled.theme.table;
        let size = self.styled.size(rule.size).scale(scale, 1000).type_size();
        TableText { size, padding: rule.padding.of(size), pitch: rule.pitch.of(size) }
    }

    pub(super) fn needs(&self, block: &Block, table: &Table, text: TableText, most: Length) -> Needs {
        let size = text.size;
        let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut columns = Vec::with_capacity(count);
        for index in 0..count {
            let alignment = match table.alignments.get(index).copied().unwrap_or_default() {
                CellAlignment::Start => Alignment::Start,
                CellAlignment::Center => Alignment::Center,
                CellAlignment::End => Alignment::End,
            };
            let mut column = ColumnRule { width: size * LEAST_CELL, alignment, point: None, numbers: Length::ZERO };
            let (mut before, mut after) = (Length::ZERO, Length::ZERO);
            let mut numeric = Numeric::default();
            for (row, cells) in table.rows.iter().enumerate() {
                let Some(cell) = cells.get(index) else { continue };
                let kind = if row < table.header_rows { RowKind::Head } else { RowKind::Body };
                let frame = self.cell_frame(most.max(size), kind, &text);
                let lines = self.lines(&cell.content, None, &block.language, frame, &mut Report::default());
                let widest = lines.iter().map(|line| line.inline_size).fold(Length::ZERO, Length::max);
                // Whole em, so that lines of Han close without stretching.
                column.width = column.width.max(size * (widest + size - Length::units(1)).divide(size));
                if kind == RowKind::Body {
                    numeric.count(&plain_text(&cell.content));
                    if let [line] = lines.as_slice()
                        && let Some(point) = decimal_point(line)
                    {
                        before = before.max(point);
                        after = after.max(line.inline_size - point);
                    }
                }
            }
            if numeric.is_column() && before + after <= most {
                column.point = Some(before);
                column.numbers = before + after;
                column.width = column.width.max(size * (before + after + size - Length::units(1)).divide(size));
            }
            columns.push(column);
        }
        Needs { columns, text }
    }

    /// Columns in so much room, stretched to it when `fill` says so.
    pub(super) fn columns(&self, needs: &Needs, room: Length, fill: Fill) -> Columns {
        let text = needs.text;
        let count = i64::try_from(needs.columns.len()).unwrap_or(1).max(1);
        let inner = (room - needs.padding()).max(text.size);
        let mut columns = needs.columns.clone();
        let widths = shrink(columns.iter().map(|column| column.width).collect(), inner, text.size);
        let total: Length = widths.iter().copied().sum();
        let spare = if fill == Fill::Whole && total < inner { (inner - total).scale(1, count) } else { Length::ZERO };
        for (column, width) in columns.iter_mut().zip(widths) {
            column.width = width + spare;
            if column.numbers > column.width {
                column.point = None;
            }
        }
        let total = columns.iter().map(|column| column.width).sum::<Length>() + needs.padding();
        Columns { columns, text, total }
    }
}

/// Whether a table takes all of its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    Whole,
    Natural,
}

/// Tells columns of numbers.
#[derive(Default)]
struct Numeric {
    numbers: usize,
    others: usize,
}

impl Numeric {
    fn count(&mut self, text: &str) {
        let text = text.trim();
        let digits = text.chars().any(|character| character.is_ascii_digit());
        let plain = text.chars().all(|character| character.is_ascii_digit() || ".,+-−±%‰ \u{a0}$€£¥NT*".contains(character));
        let single = text.matches('.').count() <= 1;
        match (text.is_empty() || text.chars().all(|character| "—–-－…/".contains(character)), digits && plain && single) {
            (true, _) => {}
            (false, true) => self.numbers += 1,
            (false, false) => self.others += 1,
        }
    }

    fn is_column(&self) -> bool {
        self.numbers > 1 && self.others == 0
    }
}

/// Where the decimal point of a line stands, or the end of its digits when it has none.
pub(super) fn decimal_point(line: &Line) -> Option<Length> {
    let mut end = None;
    for run in &line.runs {
        let mut at = 0;
        for glyph in &run.glyphs {
            let text = run.text.get(at..at + usize::from(glyph.bytes)).unwrap_or_default();
            at += usize::from(glyph.bytes);
            if text == "." {
                return Some(run.inline + glyph.along);
            }
            if end.is_some_and(|(_, open)| open) && !text.is_empty() {
                end = Some((run.inline + glyph.along, false));
            }
            if text.chars().any(|character| character.is_ascii_digit()) {
                end = Some((run.inline + run.advance, true));
            }
        }
        if let Some((place, open)) = &mut end
            && *open
        {
            *place = run.inline + run.advance;
        }
    }
    end.map(|(place, _)| place)
}

/// Widths that fit the room: the widest columns give way first, each in whole em and none below two.
fn shrink(mut widths: Vec<Length>, room: Length, em: Length) -> Vec<Length> {
    loop {
        let total: Length = widths.iter().copied().sum();
        if total <= room {
            return widths;
        }
        match widths.iter_mut().max() {
            Some(widest) if *widest > em * LEAST_OF_ALL => *widest = (*widest - em).max(em * LEAST_OF_ALL),
            _ => return widths,
        }
    }
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

    #[test]
    fn a_column_is_numbers_when_all_its_cells_are() {
        let column = |cells: &[&str]| {
            let mut numeric = Numeric::default();
            cells.iter().for_each(|cell| numeric.count(cell));
            numeric.is_column()
        };
        assert!(column(&["1.5", "−12", "1,200.25", "—", ""]));
        assert!(column(&["12%", "3.5%"]));
        assert!(!column(&["1.5", "甲"]));
        assert!(!column(&["1.2.3", "4"]));
        assert!(!column(&["2020"]), "one number lines up with itself");
    }
}
