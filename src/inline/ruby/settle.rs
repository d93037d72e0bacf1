//! Units in their line: what stands beside each gives it room, and what it takes is lent to it alone.

use super::overhang::Caps;
use super::overhang::Neighbour;
use super::overhang::RubyTable;
use super::overhang::Side;
use super::solve::Alignment;
use super::solve::Rooms;
use super::unit::Kind;
use super::unit::Manner;
use super::unit::RubyUnit;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::cell::Cells;
use crate::inline::class::Class;
use crate::inline::rules::GapKind;
use crate::inline::space::Gap;
use crate::inline::space::Opening;
use crate::manuscript::Readings;
use crate::manuscript::RubyAlignment;
use crate::manuscript::RubyOverhang;

/// With more cells than this between two units their readings cannot meet.
const FAR: usize = 3;

/// Sets every unit for the inside of a line: the bodies of its cells, what a line gains that begins or ends with it, and what of
/// the gaps beside it may not be squeezed away because a reading stands over it.
pub(in crate::inline) fn settle(cells: &mut Cells, gaps: &mut [Gap], readings: Readings, mode: WritingMode) {
    if cells.readings.is_empty() {
        return;
    }
    let table = RubyTable::get();
    let mut units = std::mem::take(&mut cells.readings);
    for index in 0..units.len() {
        let (done, rest) = units.split_at_mut(index);
        let Some((unit, following)) = rest.split_first_mut() else { break };
        if readings.overhang == RubyOverhang::Simple && unit.kind == Kind::Word {
            unit.kind = Kind::SimpleWord;
        }
        unit.alignment = match (readings.alignment, mode, unit.manner) {
            (RubyAlignment::Shoulder, WritingMode::VerticalRl, Manner::Japanese) => Alignment::Start,
            (RubyAlignment::Shoulder | RubyAlignment::Centre, _, Manner::Japanese | Manner::Romanized) => Alignment::Centre,
        };
        let beside = Beside { cells, gaps, table, caps: unit.caps(table, table.caps(readings.overhang)), unit };
        unit.rooms = Rooms { before: beside.before(done.last()), after: beside.after(following.first()) };
        unit.reach = unit.measure_reach();
        lend(cells, gaps, unit);
        if let Some(previous) = done.last() {
            hold_apart(cells, gaps, previous, unit, table);
        }
        write(cells, gaps, unit);
    }
    for unit in units {
        let number = cells.units.len() as u32;
        cells.cells[unit.cells()].iter_mut().for_each(|cell| cell.unit = Some(number));
        cells.units.push(Box::new(unit));
    }
}

/// A unit and what is beside it.
struct Beside<'a> {
    cells: &'a Cells,
    gaps: &'a [Gap],
    table: &'a RubyTable,
    caps: &'a Caps,
    unit: &'a RubyUnit,
}

impl Beside<'_> {
    fn before(&self, previous: Option<&RubyUnit>) -> Length {
        let first = self.unit.cells().start;
        let room = neighbour(self.cells, self.gaps, first, Side::Before)
            .map_or(Length::ZERO, |neighbour| neighbour.room(Side::Before, self.caps, self.unit.size));
        let Some(previous) = previous else { return room };
        let between = previous.cells().end..first;
        // What lies further away than a reading reaches does not matter.
        let forced = |gap: &Gap| gap.opening == Opening::Forced;
        if between.len() > FAR || self.gaps[between.start..=first].iter().any(forced) {
            return room;
        }
        let reach = previous.reach.after;
        let distance: Length = self.gaps[between.start..=first].iter().map(|gap| gap.natural).sum::<Length>()
            + self.cells.cells[between.clone()].iter().map(|cell| cell.body).sum::<Length>();
        let apart = apart(self.table, previous, self.unit);
        let free = distance - reach - apart;
        let touching = between.is_empty();
        match self.unit.manner {
            Manner::Romanized if touching => free.min(self.unit.size),
            Manner::Romanized => room.min(free),
            Manner::Japanese if touching => free.min(Length::ZERO),
            // One mark or kana between two is lent to the one that asks first (JLREQ 3.3.8, note 125).
            Manner::Japanese if reach > Length::ZERO && between.len() == 1 => free.min(Length::ZERO),
            Manner::Japanese => room.min(free),
        }
    }

    fn after(&self, following: Option<&RubyUnit>) -> Length {
        let end = self.unit.cells().end;
        if let Some(next) = following.filter(|next| next.cells().start == end) {
            let apart = apart(self.table, self.unit, next);
            return match (self.unit.manner, next.manner) {
                (Manner::Romanized, Manner::Romanized) => {
                    (next.inset().max(Length::ZERO) + self.gaps[end].natural - apart).max(Length::ZERO).min(self.unit.size)
                }
                (Manner::Romanized | Manner::Japanese, Manner::Romanized | Manner::Japanese) => Length::ZERO,
            };
        }
        neighbour(self.cells, self.gaps, end, Side::After)
            .map_or(Length::ZERO, |neighbour| neighbour.room(Side::After, self.caps, self.unit.size))
    }
}

/// What stands beside the gap before cell `at`, on one side of it. A word space is part of the gap.
/// What lies at least between the readings of two units: a word space where one of them is the reading of a word.
fn apart(table: &RubyTable, one: &RubyUnit, other: &RubyUnit) -> Length {
    let part = if one.is_romanized_word() || other.is_romanized_word() { table.words_apart } else { table.apart };
    part.of(one.size.max(other.size))
}

fn neighbour(cells: &Cells, gaps: &[Gap], at: usize, side: Side) -> Option<Neighbour> {
    let edge = gaps.get(at)?;
    if edge.opening == Opening::Forced {
        return None;
    }
    let place = match side {
        Side::Before => at.checked_sub(1)?,
        Side::After => at,
    };
    let cell = cells.cells.get(place)?;
    let mut gap = edge.natural;
    if cell.class == Class::WordSpace {
        gap += match side {
            Side::Before => gaps[place].natural,
            Side::After => gaps.get(place + 1).map_or(Length::ZERO, |gap| gap.natural),
        };
    }
    let text = cells.text_of(cell);
    let character = match side {
        Side::Before => text.chars().next_back(),
        Side::After => text.chars().next(),
    };
    Some(Neighbour { class: cell.class, character: character.unwrap_or(' '), gap, body: cell.body })
}

fn lend(cells: &Cells, gaps: &mut [Gap], unit: &RubyUnit) {
    for (at, side, used) in [(unit.cells().start, Side::Before, unit.reach.before), (unit.cells().end, Side::After, unit.reach.after)] {
        let Some(neighbour) = neighbour(cells, gaps, at, side).filter(|_| used > Length::ZERO) else { continue };
        let mut left = neighbour.lent(used, unit.size);
        let own = left.min(gaps[at].natural);
        gaps[at].lent = gaps[at].lent.max(own);
        left -= own;
        let beyond = match side {
            Side::Before => at.checked_sub(1),
            Side::After => Some(at + 1).filter(|&next| next < gaps.len()),
        };
        if let Some(beyond) = beyond.filter(|_| left > Length::ZERO) {
            gaps[beyond].lent = gaps[beyond].lent.max(left);
        }
    }
}

/// Keeps what lies between two units wide enough for their readings, however the line is squeezed.
fn hold_apart(cells: &Cells, gaps: &mut [Gap], previous: &RubyUnit, unit: &RubyUnit, table: &RubyTable) {
    let between = previous.cells().end..unit.cells().start;
    if between.len() > FAR {
        return;
    }
    let bodies: Length = cells.cells[between.clone()].iter().map(|cell| cell.body).sum();
    let apart = apart(table, previous, unit);
    let mut needed = previous.reach.after + unit.reach.before + apart - bodies;
    for gap in &mut gaps[between.start..=between.end] {
        let held = needed.min(gap.natural).max(Length::ZERO);
        gap.lent = gap.lent.max(held);
        needed -= held;
    }
}

/// The bodies of the unit's cells inside a line, and what changes at a line's edges.
fn write(cells: &mut Cells, gaps: &mut [Gap], unit: &RubyUnit) {
    let range = unit.cells();
    let count = range.len();
    let bodies = unit.bodies(&(0..count), false, false);
    for (cell, &body) in cells.cells[range.clone()].iter_mut().zip(&bodies) {
        cell.body = body;
    }
    let sum = |lengths: &[Length]| lengths.iter().copied().sum::<Length>();
    for begin in unit.beginnings() {
        let rest = begin..count;
        let extra = sum(&unit.bodies(&rest, true, false)) - sum(&bodies[rest]);
        cells.cells[range.start + begin].head_extra = extra;
        let end = if begin == 0 { count } else { begin };
        let upto = 0..end;
        let extra = sum(&unit.bodies(&upto, false, true)) - sum(&bodies[upto]);
        cells.cells[range.start + end - 1].tail_extra = extra;
        if begin > 0 {
            // Bases of a word stand as their readings say, and no line opens them (JLREQ 3.3.7).
            let gap = &mut gaps[range.start + begin];
            gap.natural = Length::ZERO;
            gap.kind = GapKind::Rigid;
        }
    }
}
