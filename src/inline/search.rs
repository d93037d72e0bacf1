//! Total fit: the lines of a paragraph that cost least together.

use std::cmp::Ordering;
use std::ops::Range;

use super::breaks::Break;
use super::breaks::Breaker;
use super::breaks::Effort;
use super::breaks::Position;
use super::breaks::Priced;
use super::cost::COLOURS;
use super::cost::Colour;
use super::cost::Cost;
use super::cost::Lane;
use super::cost::Price;
use super::detail::EndForm;
use super::sums::Tail;
use super::sums::head;
use crate::geom::Length;

/// A route to a break: the best of those whose last line has its colour.
#[derive(Clone, Copy)]
pub(super) struct Route {
    pub cost: Cost,
    /// The break.
    at: usize,
    /// Index of the route that its last line lengthens.
    from: usize,
    colour: Colour,
    end: EndForm,
}

/// The routes to the breaks of a segment; first the empty one.
pub(super) struct Routes {
    routes: Vec<Route>,
    /// Those to the end of the segment.
    ends: Range<usize>,
}

impl Routes {
    /// The index of the best route to the end.
    fn best(&self) -> usize {
        self.ends.clone().min_by(|&one, &other| self.routes[one].cost.cmp(&self.routes[other].cost)).unwrap_or(0)
    }

    /// The cost of the best route to the end.
    pub fn cost(&self) -> Cost {
        self.routes[self.best()].cost
    }
}

/// A break that lines may begin at.
struct Start {
    at: usize,
    /// What a line from here has room for, less what the sums count before it: its measure without what its head adds.
    room: Length,
    /// Indices of the routes to it.
    routes: Range<usize>,
}

impl Breaker<'_> {
    /// Breaks the cells between two forced line ends.
    pub(super) fn segment(&self, segment: &Range<usize>, lines: &mut Vec<Break>) {
        let found = self.best(segment);
        let first = lines.len();
        let mut index = found.best();
        while index > 0 {
            let route = &found.routes[index];
            lines.push(self.chosen(found.routes[route.from].at, route.at, route.end, segment.end));
            index = route.from;
        }
        lines[first..].reverse();
    }

    /// The routes that the least effort finds which cannot have missed a better one.
    pub(super) fn best(&self, segment: &Range<usize>) -> Routes {
        let free = |routes: &Routes, lane| routes.cost().is_free_to(lane);
        let fine = self.search(segment, Effort::Fine).filter(|routes| free(routes, Lane::SINGLE));
        let good = fine.or_else(|| self.search(segment, Effort::Good));
        let any = good.or_else(|| self.search(segment, Effort::Any).filter(|routes| free(routes, Lane::EXCESS)));
        any.or_else(|| self.search(segment, Effort::Last)).expect("with the last effort every end is reached")
    }

    /// The best routes to each break of a segment; none when its end cannot be reached with this effort.
    fn search(&self, segment: &Range<usize>, effort: Effort) -> Option<Routes> {
        let mut routes = Vec::with_capacity(segment.len() + COLOURS);
        routes.push(Route { cost: Cost::default(), at: segment.start, from: 0, colour: Colour::Even, end: EndForm::Full });
        // Those before `oldest` are too far back for a line.
        let mut starts = Vec::with_capacity(segment.len());
        starts.push(self.start(segment.start, 0..1));
        let mut oldest = 0;
        let widest = self.frame.first.max(self.frame.rest);
        for at in segment.start + 1..=segment.end {
            let is_end = at == segment.end;
            if !is_end && !self.is_open(at, effort) {
                continue;
            }
            let tail = Tail::of(self.cells, self.gaps, self.rules, segment.start, at);
            // With any effort the newest beginning stays, so that an over-full line is set where nothing else is possible.
            while oldest < starts.len() {
                let keep = effort >= Effort::Any && oldest + 1 == starts.len();
                if keep || self.least(starts[oldest].at, &tail) <= widest {
                    break;
                }
                oldest += 1;
            }
            let position = if is_end { Position::Last } else { Position::Inner };
            let first = routes.len();
            self.reach(at, &tail, &starts[oldest..], &mut routes, position, effort);
            leave_hopeless(&mut routes, first);
            let reached = first..routes.len();
            if is_end {
                return (!reached.is_empty()).then_some(Routes { routes, ends: reached });
            }
            if !reached.is_empty() {
                starts.push(self.start(at, reached));
            }
            if oldest == starts.len() {
                return None;
            }
        }
        None
    }

    fn start(&self, at: usize, routes: Range<usize>) -> Start {
        let room = self.measure(at) + self.sums.natural(at) - head(self.cells, self.gaps, self.rules, at);
        Start { at, room, routes }
    }

    /// Adds the best route of each colour to a break, over all lines that end there.
    fn reach(&self, at: usize, tail: &Tail, starts: &[Start], routes: &mut Vec<Route>, position: Position, effort: Effort) {
        let demand = |start: &Start| start.room - self.sums.natural(tail.visible) - tail.extra;
        // The line that needs least comes first: what costs more before its own line than all of that is not looked at.
        let nearest = starts.partition_point(|start| demand(start) < Length::ZERO).min(starts.len().saturating_sub(1));
        let mut reached = Reached::default();
        let mut try_from = |start: &Start| {
            if start.routes.clone().all(|from| reached.is_hopeless(&routes[from].cost, routes)) {
                return true;
            }
            let own;
            let tail = if tail.visible > start.at {
                tail
            } else {
                own = Tail::of(self.cells, self.gaps, self.rules, start.at, at);
                &own
            };
            let demand = start.room - self.sums.natural(tail.visible) - tail.extra;
            match self.price(start.at, at, tail, demand, position, effort) {
                Some(line) => {
                    for from in start.routes.clone() {
                        reached.extend(routes, from, at, &line);
                    }
                    true
                }
                // Lines that begin later are shorter still.
                None => position == Position::Last || demand <= Length::ZERO,
            }
        };
        let goes_on = starts.get(nearest).is_some_and(&mut try_from);
        starts[..nearest].iter().rev().for_each(|start| {
            try_from(start);
        });
        if goes_on {
            let _ = starts[nearest + 1..].iter().all(try_from);
        }
    }
}

/// The best routes to a break, as indices.
#[derive(Default)]
struct Reached {
    of_colour: [Option<usize>; COLOURS],
    best: Option<usize>,
}

impl Reached {
    /// Lengthens a route by a line, where that is the best route of the line's colour; of equals the one that was there before.
    fn extend(&mut self, routes: &mut Vec<Route>, from: usize, at: usize, line: &Priced) {
        let before = &routes[from];
        let mut price = line.price;
        if before.colour.contrasts(line.colour) {
            price.add(Lane::CONTRAST, 1);
        }
        let slot = &mut self.of_colour[line.colour as usize];
        if let Some(known) = *slot {
            match before.cost.compare_with(&price, &routes[known].cost) {
                Ordering::Less => {}
                Ordering::Equal if from < routes[known].from => {}
                Ordering::Equal | Ordering::Greater => return,
            }
        }
        let route = Route { cost: before.cost.plus(&price), at, from, colour: line.colour, end: line.end };
        let index = *slot.get_or_insert(routes.len());
        if self.best.is_none_or(|best| route.cost < routes[best].cost) {
            self.best = Some(index);
        }
        match routes.get_mut(index) {
            Some(known) => *known = route,
            None => routes.push(route),
        }
    }

    /// Whether a cost is more than that of the best route even where that makes a contrast to what follows: whatever follows, it
    /// loses.
    fn is_hopeless(&self, cost: &Cost, routes: &[Route]) -> bool {
        self.best.is_some_and(|best| routes[best].cost.compare_with(&Price::CONTRAST, cost) == Ordering::Less)
    }
}

/// Leaves out the hopeless of the routes from `first` on, and brings the others into the order of their colours.
fn leave_hopeless(routes: &mut Vec<Route>, first: usize) {
    if routes.len() < first + 2 {
        return;
    }
    routes[first..].sort_unstable_by_key(|route| route.colour);
    let Some(best) = routes[first..].iter().map(|route| route.cost).min() else { return };
    let mut kept = first;
    for index in first..routes.len() {
        if best.compare_with(&Price::CONTRAST, &routes[index].cost) != Ordering::Less {
            routes.swap(kept, index);
            kept += 1;
        }
    }
    routes.truncate(kept);
}
