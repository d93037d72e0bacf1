//! Where lines end: total fit over the paragraph, with the forms that a line may take at its ends known to it.

use std::collections::VecDeque;
use std::ops::Range;

use super::cell::Cells;
use super::cost::COLOURS;
use super::cost::Colour;
use super::cost::Cost;
use super::cost::FULL;
use super::cost::Lane;
use super::cost::shows;
use super::detail::EndForm;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::space::Gap;
use super::space::Opening;
use super::sums::Sum;
use super::sums::Tail;
use super::sums::head;
use super::sums::sums;
use crate::geom::Length;
use crate::manuscript::Breaker as Method;
use crate::manuscript::Hanging;

/// A chosen line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// Its cells; spaces at its end are in it, without width.
    pub cells: Range<usize>,
    /// The number of its cells without the spaces at its end, counted from its start.
    pub visible: usize,
    pub end: EndForm,
    pub last: Position,
    /// Whether it ends where only the last resort lets it.
    pub relaxed: bool,
}

/// Where in its paragraph a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// More text follows on the next line.
    Inner,
    /// The last line, or one before a break that the author asked for.
    Last,
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

/// Chooses the lines of a paragraph.
pub(super) fn break_lines(cells: &Cells, gaps: &[Gap], rules: &LineRules, frame: &Frame) -> Vec<Break> {
    let breaker = Breaker::new(cells, gaps, rules, frame);
    let mut lines = Vec::new();
    for segment in segments(gaps) {
        match rules.breaker {
            Method::TotalFit => breaker.segment(&segment, &mut lines),
            Method::Greedy => breaker.greedy(&segment, &mut lines),
        }
    }
    lines
}

/// The cells between line ends that the author asks for.
fn segments(gaps: &[Gap]) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut start = 0;
    while start < gaps.len() {
        let end = (start + 1..gaps.len()).find(|&index| gaps[index].opening == Opening::Forced).unwrap_or(gaps.len());
        segments.push(start..end);
        start = end;
    }
    segments
}

struct Breaker<'a> {
    cells: &'a Cells,
    gaps: &'a [Gap],
    rules: &'a LineRules,
    frame: &'a Frame,
    sums: Vec<Sum>,
}

/// The best way to a break whose last line has one colour.
#[derive(Clone, Copy)]
struct Node {
    cost: Cost,
    from: usize,
    /// The colour of the line before.
    before: Colour,
    end: EndForm,
}

/// The best ways to a break, by the colour of the line that ends there.
type Nodes = [Option<Node>; COLOURS];

/// How far a search goes before it gives up. What a lesser effort finds is the best of all when it costs nothing in the lanes that
/// a greater effort adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Effort {
    /// No place opens by more than an eighth of an em.
    Fine,
    /// No place opens by more than a quarter.
    Good,
    /// Lines may lack or exceed.
    Any,
    /// They may end where no line shall.
    Last,
}

/// A line with its price.
#[derive(Clone, Copy)]
struct Priced {
    cost: Cost,
    colour: Colour,
    end: EndForm,
}

/// The colour of the line before the first.
const BEGINNING: Colour = Colour::Even;

impl<'a> Breaker<'a> {
    fn new(cells: &'a Cells, gaps: &'a [Gap], rules: &'a LineRules, frame: &'a Frame) -> Breaker<'a> {
        Breaker { cells, gaps, rules, frame, sums: sums(cells, gaps, rules) }
    }

    /// Breaks the cells between two forced line ends.
    fn segment(&self, segment: &Range<usize>, lines: &mut Vec<Break>) {
        let nodes = self.best(segment);
        let mut chosen = Vec::new();
        let mut at = segment.end;
        let mut node = least(&nodes[at - segment.start]);
        while let Some(Node { from, before, end, .. }) = node {
            chosen.push(self.chosen(from, at, end, segment.end));
            at = from;
            node = if at > segment.start { nodes[at - segment.start][before as usize] } else { None };
        }
        lines.extend(chosen.into_iter().rev());
    }

    fn chosen(&self, from: usize, at: usize, end: EndForm, last: usize) -> Break {
        Break {
            cells: from..at,
            visible: Tail::of(self.cells, self.gaps, self.rules, from, at).visible - from,
            end,
            last: if at == last { Position::Last } else { Position::Inner },
            relaxed: at != last && self.relaxed(at) > 0,
        }
    }

    fn best(&self, segment: &Range<usize>) -> Vec<Nodes> {
        let free = |nodes: &Vec<Nodes>, lane| least(&nodes[segment.len()]).is_some_and(|node| node.cost.is_free_to(lane));
        let fine = self.search(segment, Effort::Fine).filter(|nodes| free(nodes, Lane::SINGLE));
        let good = fine.or_else(|| self.search(segment, Effort::Good));
        let any = good.or_else(|| self.search(segment, Effort::Any).filter(|nodes| free(nodes, Lane::EXCESS)));
        any.or_else(|| self.search(segment, Effort::Last)).expect("with the last effort every end is reached")
    }

    fn measure(&self, start: usize) -> Length {
        if start == 0 { self.frame.first } else { self.frame.rest }
    }

    /// What the last resort says about a line end: 0 where none is needed.
    fn relaxed(&self, at: usize) -> u32 {
        match self.gaps[at].opening {
            Opening::Barred(rank) => u32::from(rank),
            Opening::Closed | Opening::Allowed | Opening::Forced => 0,
        }
    }

    fn is_open(&self, at: usize, effort: Effort) -> bool {
        match self.gaps[at].opening {
            Opening::Allowed => true,
            Opening::Barred(_) => effort == Effort::Last,
            Opening::Closed | Opening::Forced => false,
        }
    }

    /// The best ways to each break of a segment; none when its end cannot be reached with this effort.
    fn search(&self, segment: &Range<usize>, effort: Effort) -> Option<Vec<Nodes>> {
        let start = segment.start;
        let mut nodes: Vec<Nodes> = vec![[None; COLOURS]; segment.len() + 1];
        // Breaks from which a line may begin, oldest first.
        let mut active: VecDeque<usize> = [start].into();
        let widest = self.frame.first.max(self.frame.rest);
        for at in start + 1..=segment.end {
            if at != segment.end && !self.is_open(at, effort) {
                continue;
            }
            let tail = Tail::of(self.cells, self.gaps, self.rules, start, at);
            // With any effort the newest beginning stays, so that an over-full line is set where nothing else is possible.
            while let Some(&oldest) = active.front() {
                let keep = effort >= Effort::Any && active.len() == 1;
                if keep || self.least(oldest, &tail) <= widest {
                    break;
                }
                active.pop_front();
            }
            let position = if at == segment.end { Position::Last } else { Position::Inner };
            let mut best: Nodes = [None; COLOURS];
            for &from in &active {
                let tail = if tail.visible > from { tail } else { Tail::of(self.cells, self.gaps, self.rules, from, at) };
                let Some(line) = self.price(from, at, &tail, position, effort) else {
                    // Lines that begin later are shorter still.
                    if position == Position::Inner && self.natural(from, &tail) < self.measure(from) {
                        break;
                    }
                    continue;
                };
                self.extend(&nodes[from - start], from == start, from, &line, &mut best);
            }
            nodes[at - start] = best;
            if at != segment.end && best.iter().any(Option::is_some) {
                active.push_back(at);
            }
            if active.is_empty() {
                return None;
            }
        }
        nodes[segment.len()].iter().any(Option::is_some).then_some(nodes)
    }

    /// Lengthens the ways to a line's beginning by the line.
    fn extend(&self, ways: &Nodes, first: bool, from: usize, line: &Priced, best: &mut Nodes) {
        let slot = &mut best[line.colour as usize];
        let mut offer = |cost: Cost, before: Colour| {
            if slot.is_none_or(|node| cost < node.cost) {
                *slot = Some(Node { cost, from, before, end: line.end });
            }
        };
        if first {
            return offer(line.cost, BEGINNING);
        }
        for (colour, way) in [Colour::Dark, Colour::Even, Colour::Light].into_iter().zip(ways) {
            let Some(way) = way else { continue };
            let mut cost = way.cost.plus(&line.cost);
            if colour.contrasts(line.colour) {
                cost.add(Lane::CONTRAST, 1);
            }
            offer(cost, colour);
        }
    }

    /// Line by line: each takes the end that is best for itself.
    fn greedy(&self, segment: &Range<usize>, lines: &mut Vec<Break>) {
        let mut start = segment.start;
        while start < segment.end {
            let end = self.greedy_end(start, segment.end);
            lines.push(self.chosen(start, end.0, end.1, segment.end));
            start = end.0;
        }
    }

    fn greedy_end(&self, start: usize, segment_end: usize) -> (usize, EndForm) {
        let widest = self.measure(start);
        for effort in [Effort::Any, Effort::Last] {
            let mut best: Option<(Cost, usize, EndForm)> = None;
            for at in start + 1..=segment_end {
                if at != segment_end && !self.is_open(at, effort) {
                    continue;
                }
                let tail = Tail::of(self.cells, self.gaps, self.rules, start, at);
                let position = if at == segment_end { Position::Last } else { Position::Inner };
                if let Some(mut line) = self.price(start, at, &tail, position, effort) {
                    // A shorter line that lacks is only better than none.
                    if position == Position::Last {
                        line.cost = line.cost.min(Cost::of(Lane::HANG, 1));
                    }
                    if best.is_none_or(|(cost, ..)| line.cost <= cost) {
                        best = Some((line.cost, at, line.end));
                    }
                }
                if self.least(start, &tail) > widest && best.is_some() {
                    break;
                }
            }
            if let Some((cost, at, end)) = best
                && (effort == Effort::Last || cost.is_free_to(Lane::EXCESS))
            {
                return (at, end);
            }
        }
        (segment_end, EndForm::Full)
    }

    /// The length of a line without the blank of its last mark.
    fn natural(&self, start: usize, tail: &Tail) -> Length {
        self.sums[tail.visible].natural - self.sums[start].natural + head(self.cells, self.gaps, self.rules, start) + tail.extra
    }

    /// A lower bound of the least length of a line.
    fn least(&self, start: usize, tail: &Tail) -> Length {
        if tail.visible <= start + 1 {
            return Length::ZERO;
        }
        let shrink = self.sums[tail.visible].shrink_all - self.sums[start + 1].shrink_all;
        self.natural(start, tail) - shrink - tail.hung.unwrap_or(Length::ZERO)
    }

    /// What a line costs by itself, with the form of its end that costs least. None when it cannot be set with this effort.
    fn price(&self, start: usize, end: usize, tail: &Tail, position: Position, effort: Effort) -> Option<Priced> {
        let demand = self.measure(start) - self.natural(start, tail);
        let mut best: Option<Priced> = None;
        let mut offer = |form: EndForm, demand: Length, (lane, amount): (Lane, u32)| {
            let Some(mut line) = self.fill(start, tail.visible, demand, position, effort) else { return };
            line.cost.add(lane, amount);
            line.end = form;
            if best.is_none_or(|known| line.cost < known.cost) {
                best = Some(line);
            }
        };
        let free = (Lane::HANG, 0);
        match (tail.hung, self.rules.hanging) {
            (Some(mark), Hanging::Force) if position == Position::Inner => offer(EndForm::Hung, demand + mark, free),
            (hung, _) => {
                if tail.hyphen && position == Position::Inner {
                    offer(EndForm::Hyphen, demand, (Lane::HYPHEN, 1));
                } else {
                    let half = if tail.blank.is_zero() { free } else { (self.rules.line_end_lane(), FULL) };
                    match tail.form {
                        LineEnd::Full => offer(EndForm::Full, demand - tail.blank, free),
                        LineEnd::Half => offer(EndForm::Half, demand, free),
                        LineEnd::Either => {
                            offer(EndForm::Full, demand - tail.blank, free);
                            if !tail.blank.is_zero() {
                                offer(EndForm::Half, demand, half);
                            }
                        }
                    }
                }
                // A mark hangs where it would not fit.
                if let Some(mark) = hung
                    && demand < Length::ZERO
                {
                    offer(EndForm::Hung, demand + mark, (Lane::HANG, 1));
                }
            }
        }
        let mut line = best?;
        if position == Position::Last && start > 0 && self.is_single(start, end) {
            line.cost.add(Lane::SINGLE, 1);
        }
        if position == Position::Inner {
            let relaxed = self.relaxed(end);
            if relaxed > 0 {
                line.cost.add(Lane::RELAXED, relaxed);
            }
        }
        Some(line)
    }

    /// CLREQ 6.1.4, JLREQ 3.8.6: a last line of one character.
    fn is_single(&self, start: usize, end: usize) -> bool {
        let mut characters = self.cells.cells[start..end].iter().filter(|cell| !cell.class.is_mark());
        characters.next().is_some_and(|cell| cell.body <= cell.em.scale(3, 2)) && characters.next().is_none()
    }

    /// The price of bringing a line to its measure.
    fn fill(&self, start: usize, end: usize, demand: Length, position: Position, effort: Effort) -> Option<Priced> {
        let priced = |lane, amount, colour| Some(Priced { cost: Cost::of(lane, amount), colour, end: EndForm::Full });
        let even = Priced { cost: Cost::default(), colour: Colour::Even, end: EndForm::Full };
        if demand.is_zero() || demand > Length::ZERO && position == Position::Last {
            return Some(even);
        }
        let em = self.frame.em;
        if self.frame.fill == Fill::Ragged && demand > Length::ZERO {
            // A ragged line costs by what it lacks, so that lines come out of like length.
            let lack = share(demand, em * 40);
            let lane = if lack < SHARE / 20 { Lane::OPEN } else { Lane::LACK };
            return (lane == Lane::OPEN || effort >= Effort::Any).then_some(()).and_then(|()| priced(lane, square(lack), Colour::Even));
        }
        let first = &self.sums[(start + 1).min(end)];
        let last = &self.sums[end];
        if demand < Length::ZERO {
            let mut left = -demand;
            for stage in 0..self.rules.shrink.len() {
                let room = last.shrink[stage] - first.shrink[stage];
                if left <= room {
                    let colour = if shows(self.rules, stage) { Colour::Dark } else { Colour::Even };
                    return priced(Lane::shrink(stage, self.rules.preference), square(share(left, room)), colour);
                }
                left -= room;
            }
            return if effort >= Effort::Any { priced(Lane::EXCESS, milli(left, em), Colour::Dark) } else { None };
        }
        let mut left = demand;
        for stage in 0..self.rules.stretch.len() {
            let room = last.stretch[stage] - first.stretch[stage];
            if left <= room {
                return priced(Lane::stretch(stage, self.rules.preference), square(share(left, room)), Colour::Even);
            }
            left -= room;
        }
        let open = last.open - first.open;
        if left <= open {
            let part = share(left, open);
            let colour = if part > SHARE / 4 { Colour::Light } else { Colour::Even };
            return match (part <= SHARE / 2, effort) {
                (true, _) => priced(Lane::OPEN, square(part), colour),
                (false, Effort::Fine) => None,
                (false, Effort::Good | Effort::Any | Effort::Last) => priced(Lane::WIDE, square(part), colour),
            };
        }
        if effort < Effort::Any {
            return None;
        }
        left -= open;
        let places = last.places - first.places;
        if places == 0 {
            return priced(Lane::LACK, milli(left, em), Colour::Light);
        }
        priced(Lane::LOOSE, share(left, em.scale(places, 4)), Colour::Light)
    }
}

fn least(nodes: &Nodes) -> Option<Node> {
    nodes.iter().flatten().min_by(|one, other| one.cost.cmp(&other.cost)).copied()
}

/// A whole, as [`share`] counts.
const SHARE: u32 = 256;

fn share(part: Length, whole: Length) -> u32 {
    let shares = part.to_units().saturating_mul(i64::from(SHARE)) / whole.to_units().max(1);
    u32::try_from(shares).unwrap_or(u32::MAX).max(1)
}

fn square(share: u32) -> u32 {
    share.saturating_mul(share)
}

/// Thousandths of an em.
fn milli(length: Length, em: Length) -> u32 {
    u32::try_from(length.to_units().saturating_mul(1000) / em.to_units().max(1)).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
#[path = "breaks_tests.rs"]
mod breaks_tests;
