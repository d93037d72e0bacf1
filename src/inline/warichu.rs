//! Inline notes in two rows (JLREQ 3.4.2 inline cutting notes; clreq issue 109).

use std::ops::Range;

use super::beside::Row;
use super::cell::Cell;
use super::cell::Cells;
use super::class::Class;
use super::collect::NotePart;
use super::rules::GapKind;
use super::rules::LineRules;
use super::rules::NoteBracket;
use super::space::Gap;
use super::space::Opening;
use super::unit::Edges;
use super::unit::Part;
use super::unit::SolvedPart;
use super::unit::Unit;
use crate::geom::Length;

/// The text of an inline note. Its characters are cells of the paragraph whose bodies are half of what they take in a row, so that a
/// part of the note takes in the line what its longer row takes; after the lines are chosen each part is laid out in two rows.
#[derive(Clone, Debug)]
pub(super) struct Warichu {
    /// Without the brackets around it.
    pub cells: Range<usize>,
    /// The cells as they stand in a row.
    rows: Vec<Cell>,
    /// The gap before each in a row.
    gaps: Vec<Length>,
    /// Whether a row may end before each.
    openings: Vec<Opening>,
    /// Where the glyphs of each begin, beyond where they begin in a body of their own.
    leads: Vec<Length>,
    /// Bases with readings, each with its first cell, as they stand in a row.
    readings: Vec<(usize, SolvedPart)>,
    /// What gaps and bodies before each sum up to, and all of them.
    sums: Vec<Length>,
    em: Length,
}

/// A part of a note that stands in one line, in two rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// The first cell of the second row, counted from the start of the note.
    pub second: usize,
    /// Of the longer row.
    pub width: Length,
}

/// A cell of a row.
pub(super) struct RowCell<'a> {
    pub cell: &'a Cell,
    /// Where its body begins, from the start of the part.
    pub start: Length,
    /// Where its glyphs begin, beyond where they begin in a body of their own.
    pub lead: Length,
    /// The base with a reading that begins with it.
    pub reading: Option<&'a SolvedPart>,
    /// Of the row's middle, towards the block end.
    pub shift: Length,
    pub row: Row,
}

/// A line may end in a note where its part is short of two equal rows by at most this much of the note's em.
const UNEQUAL: (i64, i64) = (1, 2);
/// Where no such place is nearer than this many em of the note, less equal ones are taken.
const FAR: i64 = 4;

impl Warichu {
    /// The text of each inline note of a paragraph, as two rows. Its gaps are those of the region's rules, which `gaps` holds; its
    /// cells and gaps become those of a line that is folded once.
    pub fn fold(cells: &mut Cells, gaps: &mut [Gap]) -> Vec<Warichu> {
        let part = |cells: &Cells, index: usize| cells.look(&cells.cells[index]).note;
        let mut notes = Vec::new();
        let mut start = 0;
        while start < cells.cells.len() {
            let Some((group, NotePart::Text)) = part(cells, start) else {
                start += 1;
                continue;
            };
            let text = Some((group, NotePart::Text));
            let end = (start..cells.cells.len()).find(|&index| part(cells, index) != text).unwrap_or(cells.cells.len());
            let range = start..end;
            // No blank between the brackets and the text, and no line end (JLREQ cl-28 and cl-29).
            let solid = |gap: &mut Gap| *gap = Gap { natural: Length::ZERO, kind: GapKind::Rigid, opening: Opening::Closed, ..*gap };
            let is_bracket =
                |cells: &Cells, index: usize| part(cells, index).is_some_and(|(other, part)| other == group && part != NotePart::Text);
            if start > 0 && is_bracket(cells, start - 1) {
                solid(&mut gaps[start]);
            }
            if end < cells.cells.len() && is_bracket(cells, end) {
                solid(&mut gaps[end]);
            }
            let note = Warichu::new(cells, gaps, range);
            note.halve(cells, gaps);
            cells.units.push(Box::new(note.clone()));
            notes.push(note);
            start = end;
        }
        notes
    }

    fn new(cells: &Cells, gaps: &[Gap], range: Range<usize>) -> Warichu {
        let mut rows: Vec<Cell> = cells.cells[range.clone()].to_vec();
        let inner = range.clone().map(|index| if index == range.start { Length::ZERO } else { gaps[index].natural });
        let gaps_of_rows: Vec<Length> = inner.collect();
        let mut openings: Vec<Opening> = range
            .clone()
            .map(|index| match gaps[index].opening {
                _ if index == range.start => Opening::Closed,
                Opening::Barred(_) => Opening::Closed,
                opening => opening,
            })
            .collect();
        let mut leads = vec![Length::ZERO; rows.len()];
        let mut readings = Vec::new();
        let mut at = 0;
        while at < rows.len() {
            let Some(unit) = rows[at].unit else {
                at += 1;
                continue;
            };
            let end = (at..rows.len()).find(|&index| rows[index].unit != Some(unit)).unwrap_or(rows.len());
            // Bases with readings stay whole.
            let part = Part { cells: range.start + at..range.start + end, edges: Edges { head: false, tail: false } };
            let solved = cells.units[unit as usize].solve(&part);
            for (offset, index) in (at..end).enumerate() {
                rows[index].body = solved.bodies[offset];
                leads[index] = solved.shifts[offset];
                if index > at {
                    openings[index] = Opening::Closed;
                }
            }
            readings.push((at, solved));
            at = end;
        }
        let mut sums = vec![Length::ZERO];
        let mut sum = Length::ZERO;
        for (cell, &gap) in rows.iter().zip(&gaps_of_rows) {
            sum += gap + cell.body;
            sums.push(sum);
        }
        let em = rows.iter().map(|cell| cell.em).max().unwrap_or(Length::ZERO);
        Warichu { cells: range, rows, gaps: gaps_of_rows, openings, leads, readings, sums, em }
    }

    /// How long a row of these cells is; spaces at its ends take no room.
    pub fn width(&self, row: Range<usize>) -> Length {
        let is_space = |index: &usize| self.rows[*index].class == Class::WordSpace;
        let Some(first) = row.clone().find(|index| !is_space(index)) else { return Length::ZERO };
        let last = row.rev().find(|index| !is_space(index)).unwrap_or(first);
        self.sums[last + 1] - self.sums[first] - self.gaps[first]
    }

    /// The cut of a part into two rows: as equal as the places allow where a row may end, the first not shorter than the second
    /// unless that costs more than an em.
    pub fn split(&self, part: Range<usize>) -> Split {
        let forced = (part.start + 1..part.end).find(|&at| self.openings[at] == Opening::Forced);
        let rows = |at: usize| (self.width(part.start..at), self.width(at..part.end));
        let cost = |at: usize| {
            let (first, second) = rows(at);
            if second > first { second + self.em } else { first }
        };
        let may_end = |at: usize| at == part.end || self.openings[at] != Opening::Closed;
        // The first row grows and the second shrinks from place to place, so the best is one of the two beside the middle.
        let middle = partition(part.start + 1..part.end, |at| {
            let (first, second) = rows(at);
            first < second
        });
        let after = (middle..=part.end).find(|&at| may_end(at)).unwrap_or(part.end);
        let before = (part.start + 1..middle).rev().find(|&at| may_end(at));
        let second = forced.unwrap_or_else(|| before.filter(|&at| cost(at) < cost(after)).unwrap_or(after));
        let (first_row, second_row) = rows(second);
        Split { second, width: first_row.max(second_row) }
    }

    /// The places before which a line may end: those that leave two rows of nearly the same length, and others where these are far
    /// from each other.
    fn cuts(&self) -> Vec<usize> {
        let count = self.rows.len();
        let unequal = |at: usize| self.split(0..at).width * 2 - self.sums[at];
        // The last character does not stand alone on a line.
        let legal: Vec<usize> = (1..count.max(2) - 1).filter(|&at| self.openings[at] == Opening::Allowed).collect();
        let equal: Vec<usize> = legal.iter().copied().filter(|&at| unequal(at) <= self.em.scale(UNEQUAL.0, UNEQUAL.1)).collect();
        let mut cuts = Vec::new();
        let mut last = 0;
        for at in equal.into_iter().chain([count]) {
            if self.sums[at] - self.sums[last] > self.em * (FAR * 2) {
                cuts.extend(legal.iter().copied().filter(|between| (last + 1..at).contains(between)));
            }
            if at < count {
                cuts.push(at);
            }
            last = at;
        }
        cuts
    }

    /// What a part takes in a line beyond the bodies that [`Warichu::halve`] gives its cells.
    fn surplus(&self, part: Range<usize>) -> Length {
        self.split(part.clone()).width - (self.half(part.end) - self.half(part.start))
    }

    fn half(&self, at: usize) -> Length {
        self.sums[at].scale(1, 2)
    }

    /// Gives cells and gaps of the paragraph what they take in the line.
    fn halve(&self, cells: &mut Cells, gaps: &mut [Gap]) {
        let count = self.rows.len();
        let whole = self.surplus(0..count);
        for (at, index) in self.cells.clone().enumerate() {
            let unit = cells.units.len() as u32;
            let cell = &mut cells.cells[index];
            cell.unit = Some(unit);
            cell.body = self.half(at + 1) - self.half(at);
            cell.head_extra = Length::ZERO;
            cell.tail_extra = Length::ZERO;
            cell.before = Length::ZERO;
            cell.after = Length::ZERO;
            cell.line_end = super::rules::LineEnd::Full;
            if at > 0 {
                // Two cells make a column; the last stage opens columns.
                let kind = if at % 2 == 0 { GapKind::Solid } else { GapKind::Rigid };
                gaps[index] = Gap { natural: Length::ZERO, kind, opening: Opening::Closed, ..gaps[index] };
            }
        }
        if let Some(last) = cells.cells[self.cells.clone()].last_mut() {
            last.body += whole;
        }
        for at in self.cuts() {
            gaps[self.cells.start + at].opening = Opening::Allowed;
            cells.cells[self.cells.start + at].head_extra = self.surplus(at..count) - whole;
            let visible = (0..at).rev().find(|&index| self.rows[index].class != Class::WordSpace).unwrap_or(0);
            let short = self.half(visible + 1) - self.half(0);
            cells.cells[self.cells.start + visible].tail_extra = self.split(0..visible + 1).width - short;
        }
    }

    /// The cells of a part in reading order, in rows that fill `size` along the line.
    pub fn set(&self, part: Range<usize>, size: Length) -> Vec<RowCell<'_>> {
        let part = part.start - self.cells.start..part.end - self.cells.start;
        let Split { second, width } = self.split(part.clone());
        let single = second == part.end;
        let gaps_of = |row: &Range<usize>| (row.end - row.start) as i64 - 1;
        let rows = [(part.start..second, Row::First, -1), (second..part.end, Row::Second, 1)];
        // Columns are opened alike in both rows.
        let longest = rows.iter().filter(|(row, _, _)| self.width(row.clone()) == width).map(|(row, _, _)| gaps_of(row)).max().unwrap_or(0);
        let room = (size - width).max(Length::ZERO);
        let mut set = Vec::with_capacity(part.len());
        for (row, name, side) in rows {
            let mut pen = Length::ZERO;
            for (turn, index) in row.clone().enumerate() {
                let cell = &self.rows[index];
                if turn > 0 {
                    pen += self.gaps[index];
                }
                let opened = if longest > 0 { room.scale((turn as i64).min(longest), longest) } else { Length::ZERO };
                let (row, shift) = if single { (Row::Main, Length::ZERO) } else { (name, self.em.scale(side, 2)) };
                let reading = self.readings.iter().find(|(first, _)| *first == index).map(|(_, reading)| reading);
                set.push(RowCell { cell, start: pen + opened, lead: self.leads[index], reading, shift, row });
                pen += cell.body;
            }
        }
        set
    }
}

impl Unit for Warichu {
    /// The bodies of a part sum up to what its longer row takes.
    fn solve(&self, part: &Part) -> SolvedPart {
        let (start, end) = (part.cells.start - self.cells.start, part.cells.end - self.cells.start);
        let mut bodies: Vec<Length> = (start..end).map(|at| self.half(at + 1) - self.half(at)).collect();
        if let Some(last) = bodies.last_mut() {
            *last += self.surplus(start..end);
        }
        let shifts = vec![Length::ZERO; bodies.len()];
        SolvedPart { bodies, shifts, ..SolvedPart::default() }
    }
}

/// A line that lies wholly inside a note begins and ends at a cut, and its part may come out longer than the sum of its cells says:
/// a row may not begin with what is there. Where such a line is over-full, its end is no cut if there is one before it. Returns
/// whether anything changed.
pub(super) fn close_overfull(notes: &[Warichu], overfull: impl Iterator<Item = Range<usize>>, gaps: &mut [Gap]) -> bool {
    let mut changed = false;
    for line in overfull {
        let inside = |note: &&Warichu| note.cells.start < line.start && line.end < note.cells.end;
        if notes.iter().any(|note| inside(&note)) && gaps[line.start + 1..line.end].iter().any(|gap| gap.opening == Opening::Allowed) {
            gaps[line.end].opening = Opening::Closed;
            changed = true;
        }
    }
    changed
}

/// The first of `range` that `is_before` does not hold for; it holds for a first part of the range.
fn partition(range: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Brackets that the author wrote around the text of a note, inside its markup, are set as those around it: at the size of the text
/// outside.
pub(super) fn promote_brackets(cells: &mut Cells) {
    let mut start = 0;
    while start < cells.cells.len() {
        let look = cells.look(&cells.cells[start]);
        let (Some(size), Some((group, NotePart::Text))) = (look.outer_size, look.note) else {
            start += 1;
            continue;
        };
        let same = |cell: &Cell| cells.look(cell).note == Some((group, NotePart::Text));
        let end = (start..cells.cells.len()).find(|&index| !same(&cells.cells[index])).unwrap_or(cells.cells.len());
        if cells.cells[start].class == Class::OpeningBracket && cells.cells[end - 1].class == Class::ClosingBracket {
            promote(cells, start, size);
            promote(cells, end - 1, size);
        }
        start = end;
    }
}

/// The brackets around inline notes are of classes of their own (JLREQ cl-28 and cl-29), whoever wrote them.
pub(super) fn class_brackets(cells: &mut Cells, rules: &LineRules) {
    let group = |cells: &Cells, index: usize| {
        let note = cells.look(&cells.cells[index]).note;
        note.and_then(|(group, part)| (part == NotePart::Text).then_some(group))
    };
    for index in 0..cells.cells.len().saturating_sub(1) {
        let (before, after) = (group(cells, index), group(cells, index + 1));
        if before == after {
            continue;
        }
        if after.is_some() && cells.cells[index].class == Class::OpeningBracket {
            cells.cells[index].class = Class::NoteOpening;
            if rules.note_brackets == NoteBracket::Solid {
                cells.cells[index].before = Length::ZERO;
            }
        }
        if before.is_some() && cells.cells[index + 1].class == Class::ClosingBracket {
            cells.cells[index + 1].class = Class::NoteClosing;
            if rules.note_brackets == NoteBracket::Solid {
                cells.cells[index + 1].after = Length::ZERO;
            }
        }
    }
}

/// Sets a cell at another size.
fn promote(cells: &mut Cells, index: usize, size: Length) {
    let mut look = cells.look(&cells.cells[index]).clone();
    let (to, from) = (size.to_units(), look.size.to_units().max(1));
    look.size = size;
    look.note = look.note.map(|(group, _)| (group, NotePart::Bracket));
    cells.looks.push(look);
    let cell = &mut cells.cells[index];
    cell.look = cells.looks.len() as u32 - 1;
    cell.em = size;
    for length in [&mut cell.before, &mut cell.body, &mut cell.after] {
        *length = length.scale(to, from);
    }
    for glyph in &mut cells.glyphs[cell.glyphs.start as usize..cell.glyphs.end as usize] {
        glyph.along = glyph.along.scale(to, from);
        glyph.block = glyph.block.scale(to, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inline::cell::Join;
    use crate::inline::line::GlyphSetting;
    use crate::inline::rules::LineEnd;

    fn cell(body: i64) -> Cell {
        Cell {
            class: Class::Ideograph,
            look: 0,
            em: Length::units(EM),
            before: Length::ZERO,
            body: Length::units(body),
            after: Length::ZERO,
            line_end: LineEnd::Full,
            join: Join::ByClass,
            setting: GlyphSetting::Upright,
            stretch: 1000,
            part: crate::book::Part::Content,
            glyphs: 0..0,
            text: 0..0,
            offset: 0,
            attachment: None,
            unit: None,
            head_extra: Length::ZERO,
            tail_extra: Length::ZERO,
        }
    }

    const EM: i64 = 240;

    /// A note of bodies of 1, 1/2 and 2 em with gaps, some places closed, by a fixed sequence.
    fn note(count: usize, seed: u64) -> Warichu {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let rows: Vec<Cell> = (0..count).map(|_| cell([EM, EM, EM, EM / 2, EM * 2][next(5) as usize])).collect();
        let gaps: Vec<Length> =
            (0..count).map(|at| Length::units(if at == 0 { 0 } else { [0, 0, 0, EM / 2, EM / 4][next(5) as usize] })).collect();
        let openings = (0..count).map(|at| if at == 0 || next(4) == 0 { Opening::Closed } else { Opening::Allowed }).collect();
        let mut sums = vec![Length::ZERO];
        for (cell, &gap) in rows.iter().zip(&gaps) {
            sums.push(*sums.last().unwrap() + gap + cell.body);
        }
        let leads = vec![Length::ZERO; count];
        Warichu { cells: 7..7 + count, rows, gaps, openings, leads, readings: Vec::new(), sums, em: Length::units(EM) }
    }

    /// Proves: WAR-01 [JA CN TW HK] [HV]: of all places where the first row may end, the one is taken that makes the rows most
    /// equal, the first not shorter than the second unless by an em.
    #[test]
    fn rows_are_as_equal_as_a_search_of_all_places_finds() {
        for count in 1..=80 {
            for seed in 0..12 {
                let note = note(count, seed * 101 + count as u64);
                for part in [0..count, count / 3..count, 0..count - count / 3] {
                    let length = |row: Range<usize>| -> i64 {
                        let bodies: i64 = row.clone().map(|index| note.rows[index].body.to_units()).sum();
                        let gaps: i64 = row.skip(1).map(|index| note.gaps[index].to_units()).sum();
                        bodies + gaps
                    };
                    let key = |at: usize| {
                        let (first, second) = (length(part.start..at), length(at..part.end));
                        (first.max(second) + if second > first { EM } else { 0 }, second > first)
                    };
                    let places = (part.start + 1..=part.end).filter(|&at| at == part.end || note.openings[at] == Opening::Allowed);
                    let best = places.map(key).min().unwrap();
                    let found = note.split(part.clone());
                    assert_eq!(key(found.second), best, "{count} {seed} {part:?}");
                    assert_eq!(found.width.to_units(), best.0 - if best.1 { EM } else { 0 });
                }
            }
        }
    }

    /// The bodies of the cells of every part sum up to its longer row, and the rows end there when they are set to that length.
    #[test]
    fn a_part_takes_what_its_longer_row_takes() {
        for count in 1..=40 {
            let note = note(count, count as u64);
            let set = note.set(7..7 + count, note.split(0..count).width);
            let end = set.iter().map(|cell| cell.start + cell.cell.body).max().unwrap();
            assert_eq!(end, note.split(0..count).width);
            assert_eq!(set.len(), count);
        }
    }
}
