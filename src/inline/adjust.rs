//! Gaps of a chosen line at their final size: stage by stage, in equal amounts, exactly.

use std::ops::Range;

use super::breaks::Break;
use super::breaks::Fill;
use super::breaks::Frame;
use super::breaks::Position;
use super::cell::Cells;
use super::class::Class;
use super::detail::EndForm;
use super::line::Adjustment;
use super::rules::LineRules;
use super::space::Gap;
use super::sums::head_blank;
use super::sums::opens_last;
use super::sums::room_to_open;
use super::sums::room_to_shrink;
use super::sums::room_to_stretch;
use super::unit::Edges;
use super::unit::Part;
use super::unit::SolvedPart;
use crate::geom::Length;

/// Where the cells of a line stand.
pub(super) struct Adjusted {
    /// The start of each body, from the start of the line without indent.
    pub bodies: Vec<Length>,
    /// The length of each body.
    pub lengths: Vec<Length>,
    /// Where the glyphs of each cell begin, beyond its body's start.
    pub shifts: Vec<Length>,
    /// The parts of units in the line, each with its first cell, counted from the start of the line.
    pub parts: Vec<(usize, SolvedPart)>,
    /// The end of the last visible body or of the blank that it keeps.
    pub size: Length,
    pub adjustment: Adjustment,
}

/// Brings a line to its measure.
pub(super) fn adjust(cells: &Cells, gaps: &[Gap], line: &Break, rules: &LineRules, frame: &Frame) -> Adjusted {
    let measure = if line.cells.start == 0 { frame.first } else { frame.rest };
    let visible = line.cells.start..line.cells.start + line.visible;
    let inner = visible.start + 1..visible.end;
    let mut lengths: Vec<Length> = cells.cells[visible.clone()].iter().map(|cell| cell.body).collect();
    let mut shifts = vec![Length::ZERO; line.cells.len()];
    let parts = solve_parts(cells, &visible, &mut lengths, &mut shifts);
    let head = head_blank(cells, rules, line.cells.start);
    let last = visible.clone().rev().find(|&index| cells.cells[index].class != Class::NoteMark).unwrap_or(visible.start);
    // What the end takes of the measure beyond the bodies: a blank, a hyphen, less a mark that hangs.
    let end = match line.end {
        EndForm::Full => cells.cells[last].after,
        EndForm::Half => Length::ZERO,
        EndForm::Hyphen => cells.cells[visible.end - 1].tail_extra,
        EndForm::Hung => -cells.cells[last].body,
    };
    let mut filling = Filling::new(&gaps[inner], rules);
    let natural = head + lengths.iter().copied().sum::<Length>() + filling.sizes.iter().copied().sum::<Length>() + end;
    let demand = measure - natural;
    let justified = frame.fill == Fill::Justify && line.last == Position::Inner;
    if demand < Length::ZERO {
        filling.squeeze(demand);
    } else if justified {
        filling.open(demand);
    }
    let mut positions = Vec::with_capacity(line.cells.len());
    let mut pen = head;
    for (index, &length) in lengths.iter().enumerate() {
        if index > 0 {
            pen += filling.sizes[index - 1];
        }
        positions.push(pen);
        pen += length;
    }
    positions.resize(line.cells.len(), pen);
    lengths.resize(line.cells.len(), Length::ZERO);
    let missing = if demand < Length::ZERO || justified { filling.left } else { Length::ZERO };
    let adjustment = Adjustment {
        demand,
        stage: filling.stage,
        excess: (-missing).max(Length::ZERO),
        lack: missing.max(Length::ZERO),
        relaxed: line.relaxed,
    };
    Adjusted { bodies: positions, lengths, shifts, parts, size: pen + end, adjustment }
}

/// The gaps of a line while its demand is shared among them.
struct Filling<'a> {
    gaps: &'a [Gap],
    rules: &'a LineRules,
    sizes: Vec<Length>,
    /// What no gap has taken: negative when the line is too long.
    left: Length,
    /// The last stage that gave way, counted from 1.
    stage: u8,
}

impl<'a> Filling<'a> {
    fn new(gaps: &'a [Gap], rules: &'a LineRules) -> Filling<'a> {
        Filling { gaps, rules, sizes: gaps.iter().map(|gap| gap.natural).collect(), left: Length::ZERO, stage: 0 }
    }

    fn squeeze(&mut self, demand: Length) {
        self.left = demand;
        for (index, stage) in self.rules.shrink.iter().enumerate() {
            if self.left.is_zero() {
                return;
            }
            let rooms: Vec<Length> = self.gaps.iter().map(|gap| room_to_shrink(gap, stage)).collect();
            let taken = share(-self.left, &rooms);
            self.apply(index + 1, &taken, -1);
        }
    }

    fn open(&mut self, demand: Length) {
        self.left = demand;
        let stages = self.rules.stretch.len();
        for (index, stage) in self.rules.stretch.iter().enumerate() {
            if self.left.is_zero() {
                return;
            }
            let rooms: Vec<Length> = self.gaps.iter().map(|gap| room_to_stretch(gap, stage)).collect();
            let given = share(self.left, &rooms);
            self.apply(index + 1, &given, 1);
        }
        let mut last = stages + 1;
        if self.rules.solid_opens_first {
            let rooms: Vec<Length> = self.gaps.iter().map(|gap| room_to_open(gap, self.rules)).collect();
            let given = share(self.left, &rooms);
            self.apply(last, &given, 1);
            last += 1;
        }
        let places: Vec<usize> = (0..self.gaps.len()).filter(|&index| opens_last(&self.gaps[index])).collect();
        if self.left > Length::ZERO && !places.is_empty() {
            let count = places.len() as i64;
            let mut given = vec![Length::ZERO; self.gaps.len()];
            for (turn, &place) in places.iter().enumerate() {
                let turn = turn as i64;
                given[place] = self.left.scale(turn + 1, count) - self.left.scale(turn, count);
            }
            self.apply(last, &given, 1);
        }
    }

    /// Adds amounts to the gaps, or takes them away.
    fn apply(&mut self, stage: usize, amounts: &[Length], sign: i64) {
        for (size, &amount) in self.sizes.iter_mut().zip(amounts) {
            *size += amount * sign;
            self.left -= amount * sign;
            if !amount.is_zero() {
                self.stage = stage as u8;
            }
        }
    }
}

/// Solves the parts of units that stand in a line, into the lengths and shifts of their cells.
fn solve_parts(cells: &Cells, visible: &Range<usize>, lengths: &mut [Length], shifts: &mut [Length]) -> Vec<(usize, SolvedPart)> {
    let mut parts = Vec::new();
    if cells.units.is_empty() {
        return parts;
    }
    let mut at = visible.start;
    while at < visible.end {
        let Some(unit) = cells.cells[at].unit else {
            at += 1;
            continue;
        };
        let end = (at..visible.end).find(|&index| cells.cells[index].unit != Some(unit)).unwrap_or(visible.end);
        let edges = Edges { head: at == visible.start, tail: end == visible.end };
        let solved = cells.units[unit as usize].solve(&Part { cells: at..end, edges });
        let first = at - visible.start;
        lengths[first..end - visible.start].copy_from_slice(&solved.bodies);
        shifts[first..end - visible.start].copy_from_slice(&solved.shifts);
        parts.push((first, solved));
        at = end;
    }
    parts
}

/// Shares an amount among places in equal parts, none above its room; what is left over by rounding goes unit by unit from the
/// first place on. Less than the amount is shared when the rooms do not hold it.
fn share(amount: Length, rooms: &[Length]) -> Vec<Length> {
    let mut given = vec![Length::ZERO; rooms.len()];
    if amount <= Length::ZERO {
        return given;
    }
    let total: Length = rooms.iter().copied().sum();
    let mut left = amount.min(total);
    while left > Length::ZERO {
        let open: Vec<usize> = (0..rooms.len()).filter(|&place| given[place] < rooms[place]).collect();
        let each = Length::units(left.to_units() / open.len() as i64);
        for &place in &open {
            let step = if each.is_zero() { Length::units(1) } else { each };
            let step = step.min(rooms[place] - given[place]).min(left);
            given[place] += step;
            left -= step;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_equal_until_a_room_is_full() {
        let unit = Length::units;
        assert_eq!(share(unit(10), &[unit(2), unit(100), unit(100)]), [unit(2), unit(4), unit(4)]);
        assert_eq!(share(unit(5), &[unit(9), unit(9)]), [unit(3), unit(2)]);
        assert_eq!(share(unit(50), &[unit(9), unit(9)]), [unit(9), unit(9)]);
    }
}
