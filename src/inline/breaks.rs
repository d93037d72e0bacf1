//! Where lines end, and what a line costs with each form that it may take at its ends.

use std::ops::Range;

use super::cell::Cells;
use super::cost::Colour;
use super::cost::FULL;
use super::cost::Lane;
use super::cost::Price;
use super::cost::SHRINKS;
use super::cost::shows;
use super::detail::EndForm;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::space::Gap;
use super::space::Opening;
use super::sums::Sums;
use super::sums::Tail;
use super::sums::head;
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

pub(super) struct Breaker<'a> {
    pub(super) cells: &'a Cells,
    pub(super) gaps: &'a [Gap],
    pub(super) rules: &'a LineRules,
    pub(super) frame: &'a Frame,
    pub(super) sums: Sums,
    /// Of a line that a stage of shrinking brought to its measure.
    colours: [Colour; SHRINKS],
}

/// How far a search goes before it gives up. What a lesser effort finds is the best of all when it costs nothing in the lanes that
/// a greater effort adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effort {
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
pub(super) struct Priced {
    pub price: Price,
    pub colour: Colour,
    pub end: EndForm,
}

impl<'a> Breaker<'a> {
    pub(super) fn new(cells: &'a Cells, gaps: &'a [Gap], rules: &'a LineRules, frame: &'a Frame) -> Breaker<'a> {
        let mut colours = [Colour::Even; SHRINKS];
        for (stage, colour) in colours.iter_mut().enumerate().take(rules.shrink.len()) {
            *colour = if shows(rules, stage) { Colour::Dark } else { Colour::Even };
        }
        Breaker { cells, gaps, rules, frame, sums: Sums::new(cells, gaps, rules), colours }
    }

    pub(super) fn chosen(&self, from: usize, at: usize, end: EndForm, last: usize) -> Break {
        Break {
            cells: from..at,
            visible: Tail::of(self.cells, self.gaps, self.rules, from, at).visible - from,
            end,
            last: if at == last { Position::Last } else { Position::Inner },
            relaxed: at != last && self.relaxed(at) > 0,
        }
    }

    pub(super) fn measure(&self, start: usize) -> Length {
        if start == 0 { self.frame.first } else { self.frame.rest }
    }

    /// What the last resort says about a line end: 0 where none is needed.
    fn relaxed(&self, at: usize) -> u32 {
        match self.gaps[at].opening {
            Opening::Barred(rank) => u32::from(rank),
            Opening::Closed | Opening::Allowed | Opening::Forced => 0,
        }
    }

    pub(super) fn is_open(&self, at: usize, effort: Effort) -> bool {
        match self.gaps[at].opening {
            Opening::Allowed => true,
            Opening::Barred(_) => effort == Effort::Last,
            Opening::Closed | Opening::Forced => false,
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
            let mut best: Option<(Price, usize, EndForm)> = None;
            for at in start + 1..=segment_end {
                if at != segment_end && !self.is_open(at, effort) {
                    continue;
                }
                let tail = Tail::of(self.cells, self.gaps, self.rules, start, at);
                let position = if at == segment_end { Position::Last } else { Position::Inner };
                let demand = self.measure(start) - self.natural(start, &tail);
                if let Some(mut line) = self.price(start, at, &tail, demand, position, effort) {
                    // A shorter line that lacks is only better than none.
                    if position == Position::Last {
                        line.price = line.price.min(Price::of(Lane::HANG, 1));
                    }
                    if best.is_none_or(|(price, ..)| line.price <= price) {
                        best = Some((line.price, at, line.end));
                    }
                }
                if self.least(start, &tail) > widest && best.is_some() {
                    break;
                }
            }
            if let Some((price, at, end)) = best
                && (effort == Effort::Last || price.is_free_to(Lane::EXCESS))
            {
                return (at, end);
            }
        }
        (segment_end, EndForm::Full)
    }

    /// The length of a line without the blank of its last mark.
    pub(super) fn natural(&self, start: usize, tail: &Tail) -> Length {
        self.sums.natural(tail.visible) - self.sums.natural(start) + head(self.cells, self.gaps, self.rules, start) + tail.extra
    }

    /// A lower bound of the least length of a line.
    pub(super) fn least(&self, start: usize, tail: &Tail) -> Length {
        if tail.visible <= start + 1 {
            return Length::ZERO;
        }
        let shrink = self.sums.inside(start, tail.visible).shrink_all();
        self.natural(start, tail) - shrink - tail.hung.unwrap_or(Length::ZERO)
    }

    /// What a line costs by itself, with the form of its end that costs least; `demand` is its measure less its natural length.
    /// None when it cannot be set with this effort.
    pub(super) fn price(
        &self,
        start: usize,
        end: usize,
        tail: &Tail,
        demand: Length,
        position: Position,
        effort: Effort,
    ) -> Option<Priced> {
        let mut line = if tail.is_plain() {
            self.fill(start, tail.visible, demand, position, effort)?
        } else {
            self.price_forms(start, tail, demand, position, effort)?
        };
        if position == Position::Last && start > 0 && self.is_single(start, end) {
            line.price.add(Lane::SINGLE, 1);
        }
        if position == Position::Inner {
            line.price.add(Lane::RELAXED, self.relaxed(end));
        }
        Some(line)
    }

    /// The form of a line's end that costs least, of several.
    fn price_forms(&self, start: usize, tail: &Tail, demand: Length, position: Position, effort: Effort) -> Option<Priced> {
        let mut best: Option<Priced> = None;
        let mut offer = |form: EndForm, demand: Length, (lane, amount): (Lane, u32)| {
            let Some(mut line) = self.fill(start, tail.visible, demand, position, effort) else { return };
            line.price.add(lane, amount);
            line.end = form;
            if best.is_none_or(|known| line.price < known.price) {
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
        best
    }

    /// CLREQ 6.1.4, JLREQ 3.8.6: a last line of one character.
    fn is_single(&self, start: usize, end: usize) -> bool {
        let mut characters = self.cells.cells[start..end].iter().filter(|cell| !cell.class.is_mark());
        characters.next().is_some_and(|cell| cell.body <= cell.em.scale(3, 2)) && characters.next().is_none()
    }

    /// The price of bringing a line to its measure.
    fn fill(&self, start: usize, end: usize, demand: Length, position: Position, effort: Effort) -> Option<Priced> {
        let priced = |lane, amount, colour| Some(Priced { price: Price::of(lane, amount), colour, end: EndForm::Full });
        let even = Priced { price: Price::default(), colour: Colour::Even, end: EndForm::Full };
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
        let rooms = self.sums.inside(start, end);
        if demand < Length::ZERO {
            let mut left = -demand;
            if effort < Effort::Any && left > rooms.shrink_all() {
                return None;
            }
            for stage in 0..self.rules.shrink.len() {
                let room = rooms.shrink(stage);
                if left <= room {
                    let lane = Lane::shrink(stage, self.rules.preference);
                    return priced(lane, square(share(left, room)), self.colours[stage]);
                }
                left -= room;
            }
            return if effort >= Effort::Any { priced(Lane::EXCESS, milli(left, em), Colour::Dark) } else { None };
        }
        let mut left = demand;
        for stage in 0..self.rules.stretch.len() {
            let room = rooms.stretch(stage);
            if left <= room {
                return priced(Lane::stretch(stage, self.rules.preference), square(share(left, room)), Colour::Even);
            }
            left -= room;
        }
        let open = rooms.open();
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
        let places = rooms.places();
        if places == 0 {
            return priced(Lane::LACK, milli(left, em), Colour::Light);
        }
        priced(Lane::LOOSE, share(left, em.scale(places, 4)), Colour::Light)
    }
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
