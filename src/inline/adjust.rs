//! Gaps of a chosen line at their final size: stage by stage, in equal amounts, exactly.

use std::ops::Range;

use super::breaks::Break;
use super::breaks::EndForm;
use super::breaks::Fill;
use super::breaks::Frame;
use super::breaks::Position;
use super::breaks::head_blank;
use super::breaks::opens_last;
use super::breaks::room_to_shrink;
use super::breaks::room_to_stretch;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::line::Adjustment;
use super::rules::LineRules;
use super::space::Gap;
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
    let mut sizes: Vec<Length> = gaps[inner.clone()].iter().map(|gap| gap.natural).collect();
    let mut lengths: Vec<Length> = cells.cells[visible.clone()].iter().map(|cell| cell.body).collect();
    let mut shifts = vec![Length::ZERO; line.cells.len()];
    let parts = solve_parts(cells, &visible, &mut lengths, &mut shifts);
    let hyphen = if visible.end < cells.cells.len() && cells.cells[visible.end].join == Join::Hyphen {
        cells.cells[visible.end - 1].tail_extra
    } else {
        Length::ZERO
    };
    let bodies = lengths.iter().copied().sum::<Length>() + hyphen;
    let head = head_blank(cells, rules, line.cells.start);
    let last = visible.clone().rev().find(|&index| cells.cells[index].class != Class::NoteMark).unwrap_or(visible.start);
    let end_blank = match line.end {
        EndForm::Full => cells.cells[last].after,
        EndForm::Half => Length::ZERO,
    };
    let natural = head + bodies + sizes.iter().copied().sum::<Length>() + end_blank;
    let demand = measure - natural;
    let mut left = demand;
    let mut stage_used = 0;
    let gaps = &gaps[inner];
    if demand < Length::ZERO {
        for (index, stage) in rules.shrink.iter().enumerate() {
            if left >= Length::ZERO {
                break;
            }
            let rooms: Vec<Length> = gaps.iter().map(|gap| room_to_shrink(gap, stage)).collect();
            let taken = share(-left, &rooms);
            if taken.iter().any(|amount| !amount.is_zero()) {
                stage_used = index as u8 + 1;
            }
            for (size, amount) in sizes.iter_mut().zip(&taken) {
                *size -= *amount;
                left += *amount;
            }
        }
    } else if frame.fill == Fill::Justify && line.last == Position::Inner {
        for (index, stage) in rules.stretch.iter().enumerate() {
            if left <= Length::ZERO {
                break;
            }
            let rooms: Vec<Length> = gaps.iter().map(|gap| room_to_stretch(gap, stage)).collect();
            let given = share(left, &rooms);
            if given.iter().any(|amount| !amount.is_zero()) {
                stage_used = index as u8 + 1;
            }
            for (size, amount) in sizes.iter_mut().zip(&given) {
                *size += *amount;
                left -= *amount;
            }
        }
        let places: Vec<usize> = gaps.iter().enumerate().filter(|(_, gap)| opens_last(gap)).map(|(index, _)| index).collect();
        if left > Length::ZERO && !places.is_empty() {
            stage_used = rules.stretch.len() as u8 + 1;
            let count = places.len() as i64;
            for (turn, &place) in places.iter().enumerate() {
                let turn = turn as i64;
                sizes[place] += left.scale(turn + 1, count) - left.scale(turn, count);
            }
            left = Length::ZERO;
        }
    }
    let mut positions = Vec::with_capacity(line.cells.len());
    let mut pen = head;
    for (index, &length) in lengths.iter().enumerate() {
        if index > 0 {
            pen += sizes[index - 1];
        }
        positions.push(pen);
        pen += length;
    }
    let size = pen + hyphen + end_blank;
    positions.resize(line.cells.len(), pen);
    lengths.resize(line.cells.len(), Length::ZERO);
    let excess = if left < Length::ZERO { -left } else { Length::ZERO };
    Adjusted { bodies: positions, lengths, shifts, parts, size, adjustment: Adjustment { demand, stage: stage_used, excess } }
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
