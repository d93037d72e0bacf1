//! Where lines end: total fit over the paragraph, with the forms that a line may take at its ends known to it.

use std::ops::Range;

use super::cell::Cells;
use super::class::Class;
use super::rules::FirstLineBracket;
use super::rules::GapKind;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::space::Gap;
use super::space::Opening;
use crate::geom::Length;

/// Stages that shrink or stretch, at most.
const STAGES: usize = 6;

/// A chosen line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// Its cells; spaces at its end are in it, without width.
    pub cells: Range<usize>,
    /// The number of its cells without the spaces at its end, counted from its start.
    pub visible: usize,
    pub end: EndForm,
    pub last: Position,
}

/// What the blank after the last mark of a line becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndForm {
    Full,
    Half,
}

/// Where in its paragraph a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// More text follows on the next line.
    Inner,
    /// The last line, or one before a break that the author asked for.
    Last,
}

/// What the breaker sees of a paragraph: sums over its cells and gaps.
pub(super) struct Sums {
    /// Bodies and natural gaps up to each cell; a line of cells i..j has `natural[j] - natural[i]` less the gap before i.
    natural: Vec<Length>,
    shrink: Vec<[Length; STAGES]>,
    stretch: Vec<[Length; STAGES]>,
    /// How many gaps the last stage may open.
    places: Vec<i32>,
}

/// The frame of the lines of a paragraph.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// From the first line's indent to the end edge.
    pub first: Length,
    /// The same for every other line.
    pub rest: Length,
    pub em: Length,
    pub fill: Fill,
}

/// Whether lines are adjusted to the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    Justify,
    Ragged,
}

impl Sums {
    pub fn new(cells: &Cells, gaps: &[Gap], rules: &LineRules) -> Sums {
        let count = cells.cells.len();
        let mut sums = Sums {
            natural: Vec::with_capacity(count + 1),
            shrink: Vec::with_capacity(count + 1),
            stretch: Vec::with_capacity(count + 1),
            places: Vec::with_capacity(count + 1),
        };
        let mut natural = Length::ZERO;
        let mut shrink = [Length::ZERO; STAGES];
        let mut stretch = [Length::ZERO; STAGES];
        let mut places = 0;
        for (cell, gap) in cells.cells.iter().zip(gaps) {
            sums.natural.push(natural);
            sums.shrink.push(shrink);
            sums.stretch.push(stretch);
            sums.places.push(places);
            // The gap before a cell counts with the cell; a line takes it back for its first cell.
            natural += gap.natural + cell.body;
            for (stage, total) in rules.shrink.iter().zip(&mut shrink) {
                *total += room_to_shrink(gap, stage);
            }
            for (stage, total) in rules.stretch.iter().zip(&mut stretch) {
                *total += room_to_stretch(gap, stage);
            }
            places += i32::from(opens_last(gap));
        }
        sums.natural.push(natural);
        sums.shrink.push(shrink);
        sums.stretch.push(stretch);
        sums.places.push(places);
        sums
    }
}

pub(super) fn room_to_shrink(gap: &Gap, stage: &super::rules::Stage) -> Length {
    if gap.kind == stage.gap { (gap.natural - stage.to.of(gap.em).max(gap.lent)).max(Length::ZERO) } else { Length::ZERO }
}

pub(super) fn room_to_stretch(gap: &Gap, stage: &super::rules::Stage) -> Length {
    if gap.kind == stage.gap { (stage.to.of(gap.em) - gap.natural).max(Length::ZERO) } else { Length::ZERO }
}

/// Whether the last stage of stretching may open a gap.
pub(super) fn opens_last(gap: &Gap) -> bool {
    match gap.kind {
        GapKind::Solid | GapKind::WordSpace | GapKind::HanLatin | GapKind::Comma | GapKind::Stop | GapKind::Bracket => true,
        GapKind::Rigid | GapKind::MiddleDot | GapKind::LineEnd => false,
    }
}

/// The line of cells `start..end` before adjustment.
pub(super) struct Candidate {
    pub natural: Length,
    pub visible_end: usize,
    /// What the line's end may give up, all or nothing.
    pub end_blank: Length,
    pub end_form: LineEnd,
}

/// Chooses the lines of a paragraph.
pub(super) fn break_lines(cells: &Cells, gaps: &[Gap], rules: &LineRules, frame: &Frame) -> Vec<Break> {
    let sums = Sums::new(cells, gaps, rules);
    let breaker = Breaker { cells, gaps, rules, frame, sums: &sums };
    let count = cells.cells.len();
    let mut lines = Vec::new();
    let mut start = 0;
    while start < count {
        let end = (start + 1..count).find(|&index| gaps[index].opening == Opening::Forced).unwrap_or(count);
        breaker.segment(start, end, &mut lines);
        start = end;
    }
    lines
}

struct Breaker<'a> {
    cells: &'a Cells,
    gaps: &'a [Gap],
    rules: &'a LineRules,
    frame: &'a Frame,
    sums: &'a Sums,
}

/// The best way to a break.
#[derive(Clone, Copy)]
struct Node {
    cost: i64,
    from: usize,
    end: EndForm,
}

/// No way leads here.
const UNREACHED: i64 = i64::MAX;

/// Costs. A stage further on costs more than any amount in the one before it (JLREQ 3.8.2: in order, each to its limit before the
/// next); squeezing comes before stretching (CLREQ 6.2: first push in, then push out).
mod cost {
    /// Of each stage that shrinks, beginning with the first.
    pub const SHRINK: i64 = 40;
    /// Of each stage that stretches.
    pub const STRETCH: i64 = 150;
    /// Of opening all places, before the amount counts.
    pub const OPEN: i64 = 500;
    /// Of a quarter em at every place.
    pub const QUARTER: i64 = 16_000;
    /// Of a last line that holds a single character.
    pub const SINGLE: i64 = 4_000;
    /// Of each em that a line lacks and cannot open, or exceeds.
    pub const LACK: i64 = 50_000;
    pub const EXCESS: i64 = 5_000_000;
}

/// How far a search goes before it gives up on good lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// Lines short by at most this many em, none over-full.
    Good,
    /// Whatever is least bad.
    Any,
}

const GOOD_SHORTFALL: i64 = 4;

impl Breaker<'_> {
    /// Breaks the cells between two forced line ends.
    fn segment(&self, start: usize, end: usize, lines: &mut Vec<Break>) {
        let nodes = match self.search(start, end, Effort::Good) {
            Some(nodes) => nodes,
            None => self.search(start, end, Effort::Any).expect("with any effort every end is reached"),
        };
        let mut chosen = Vec::new();
        let mut at = end;
        while at > start {
            let node = nodes[at - start];
            let candidate = self.candidate(node.from, at);
            chosen.push(Break {
                cells: node.from..at,
                visible: candidate.visible_end - node.from,
                end: node.end,
                last: if at == end { Position::Last } else { Position::Inner },
            });
            at = node.from;
        }
        lines.extend(chosen.into_iter().rev());
    }

    fn measure(&self, start: usize) -> Length {
        if start == 0 { self.frame.first } else { self.frame.rest }
    }

    /// The best way to each break of `start..end`; none when the end cannot be reached with this effort.
    fn search(&self, start: usize, end: usize, effort: Effort) -> Option<Vec<Node>> {
        let mut nodes = vec![Node { cost: UNREACHED, from: start, end: EndForm::Full }; end - start + 1];
        nodes[0].cost = 0;
        // Breaks from which a line may begin, oldest first.
        let mut active: std::collections::VecDeque<usize> = [start].into();
        let widest = self.frame.first.max(self.frame.rest);
        for at in start + 1..=end {
            let open = at == end || self.gaps[at].opening == Opening::Allowed;
            if !open {
                continue;
            }
            // With any effort the newest beginning stays, so that an over-full line is set where nothing else is possible.
            while let Some(&oldest) = active.front() {
                let keep = effort == Effort::Any && active.len() == 1;
                let candidate = self.candidate(oldest, at);
                let least = candidate.natural - self.all_shrink(oldest, candidate.visible_end) - candidate.end_blank;
                if keep || least <= widest {
                    break;
                }
                active.pop_front();
            }
            for &from in active.iter().rev() {
                if nodes[from - start].cost == UNREACHED {
                    continue;
                }
                let candidate = self.candidate(from, at);
                let measure = self.measure(from);
                let short = measure - candidate.natural;
                if effort == Effort::Good && at != end && short > self.frame.em * GOOD_SHORTFALL {
                    continue;
                }
                let position = if at == end { Position::Last } else { Position::Inner };
                let Some((cost, form)) = self.cost(from, at, &candidate, position, effort) else { continue };
                let total = nodes[from - start].cost.saturating_add(cost);
                if total < nodes[at - start].cost {
                    nodes[at - start] = Node { cost: total, from, end: form };
                }
            }
            if at != end && nodes[at - start].cost != UNREACHED {
                active.push_back(at);
            }
            if active.is_empty() {
                return None;
            }
        }
        (nodes[end - start].cost != UNREACHED).then_some(nodes)
    }

    fn all_shrink(&self, start: usize, end: usize) -> Length {
        let first = start + 1;
        if end <= first {
            return Length::ZERO;
        }
        (0..self.rules.shrink.len().min(STAGES)).map(|stage| self.sums.shrink[end][stage] - self.sums.shrink[first][stage]).sum()
    }

    fn candidate(&self, start: usize, end: usize) -> Candidate {
        candidate(self.cells, self.gaps, self.sums, self.rules, start, end)
    }

    /// What a line costs, and the form of its end. None when it cannot be set.
    fn cost(&self, start: usize, end: usize, line: &Candidate, position: Position, effort: Effort) -> Option<(i64, EndForm)> {
        let measure = self.measure(start);
        let full = line.natural;
        let forms: &[(EndForm, Length)] = match line.end_form {
            LineEnd::Full => &[(EndForm::Full, full)],
            LineEnd::Half => &[(EndForm::Half, full - line.end_blank)],
            LineEnd::Either => &[(EndForm::Full, full), (EndForm::Half, full - line.end_blank)],
        };
        let priced = forms.iter().enumerate().filter_map(|(index, &(form, natural))| {
            let cost = self.fill_cost(start, line.visible_end, measure - natural, position, effort)?;
            Some((cost + index as i64, form))
        });
        let (cost, form) = priced.min_by_key(|&(cost, _)| cost)?;
        let single = position == Position::Last && start > 0 && self.is_single(start, end);
        Some((cost + if single { cost::SINGLE } else { 0 }, form))
    }

    /// CLREQ 6.1.4, JLREQ 3.8.6: a last line of one character.
    fn is_single(&self, start: usize, end: usize) -> bool {
        let mut characters = self.cells.cells[start..end].iter().filter(|cell| !cell.class.is_mark());
        characters.next().is_some_and(|cell| cell.body <= cell.em) && characters.next().is_none()
    }

    fn fill_cost(&self, start: usize, end: usize, demand: Length, position: Position, effort: Effort) -> Option<i64> {
        if demand.is_zero() || self.frame.fill == Fill::Ragged && demand > Length::ZERO {
            // A ragged line costs by what it lacks, so that lines come out of like length.
            let lack = if position == Position::Last { 0 } else { ratio(demand, self.frame.em * 4) };
            return Some(lack * lack / 1000);
        }
        let first = (start + 1).min(end);
        if demand < Length::ZERO {
            let mut left = -demand;
            for stage in 0..self.rules.shrink.len().min(STAGES) {
                let room = self.sums.shrink[end][stage] - self.sums.shrink[first][stage];
                if left <= room {
                    let share = ratio(left, room);
                    return Some(cost::SHRINK * (stage as i64 + 1) + cost::SHRINK * share * share / 1_000_000);
                }
                left -= room;
            }
            return (effort == Effort::Any).then(|| cost::EXCESS + cost::EXCESS * ratio(left, self.frame.em) / 1000);
        }
        if position == Position::Last {
            return Some(0);
        }
        let mut left = demand;
        for stage in 0..self.rules.stretch.len().min(STAGES) {
            let room = self.sums.stretch[end][stage] - self.sums.stretch[first][stage];
            if left <= room {
                let share = ratio(left, room);
                return Some(cost::STRETCH * (stage as i64 + 1) + cost::STRETCH * share * share / 1_000_000);
            }
            left -= room;
        }
        let places = i64::from(self.sums.places[end] - self.sums.places[first]);
        if places == 0 {
            return Some(cost::LACK + cost::LACK * ratio(left, self.frame.em) / 1000);
        }
        let share = ratio(left, self.frame.em.scale(places, 4)).min(100_000);
        Some(cost::OPEN + cost::QUARTER * share * share / 1_000_000 + if share > 1000 { cost::LACK } else { 0 })
    }
}

/// The line of cells `start..end`: trailing spaces dropped, an opening bracket at its head flush unless it heads the paragraph.
pub(super) fn candidate(cells: &Cells, gaps: &[Gap], sums: &Sums, rules: &LineRules, start: usize, end: usize) -> Candidate {
    let mut visible_end = end;
    while visible_end > start + 1 && cells.cells[visible_end - 1].class == Class::WordSpace {
        visible_end -= 1;
    }
    let mut natural = sums.natural[visible_end] - sums.natural[start] - gaps[start].natural;
    natural += head_blank(cells, rules, start) + cells.cells[start].head_extra + cells.cells[visible_end - 1].tail_extra;
    let last = last_solid(cells, start, visible_end);
    let end_blank = cells.cells[last].after;
    Candidate { natural: natural + end_blank, visible_end, end_blank, end_form: cells.cells[last].line_end }
}

/// The last cell of a line that is no note mark: it decides what the line's end looks like.
fn last_solid(cells: &Cells, start: usize, end: usize) -> usize {
    let mut last = end - 1;
    while last > start && cells.cells[last].class == Class::NoteMark {
        last -= 1;
    }
    last
}

/// The blank that an opening bracket keeps at the head of a line (JLREQ 3.1.5, CLREQ 5.1.2.4): none, except by the region's custom
/// at the head of a paragraph.
pub(super) fn head_blank(cells: &Cells, rules: &LineRules, start: usize) -> Length {
    match rules.first_line_bracket {
        FirstLineBracket::Keeps if start == 0 => cells.cells[0].before,
        FirstLineBracket::Keeps | FirstLineBracket::Flush => Length::ZERO,
    }
}

/// Thousandths.
fn ratio(part: Length, whole: Length) -> i64 {
    if whole.is_zero() { 1000 } else { part.to_units().saturating_mul(1000) / whole.to_units() }
}
