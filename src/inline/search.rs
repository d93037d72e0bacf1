//! Total fit: the lines of a paragraph that cost least together.

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
        let mut slots = [None; COLOURS];
        for start in starts {
            let own;
            let tail = if tail.visible > start.at {
                tail
            } else {
                own = Tail::of(self.cells, self.gaps, self.rules, start.at, at);
                &own
            };
            let demand = start.room - self.sums.natural(tail.visible) - tail.extra;
            let Some(line) = self.price(start.at, at, tail, demand, position, effort) else {
                // Lines that begin later are shorter still.
                if position == Position::Inner && demand > Length::ZERO {
                    break;
                }
                continue;
            };
            let slot = &mut slots[line.colour as usize];
            for from in start.routes.clone() {
                extend(slot, routes, from, at, &line);
            }
        }
    }
}

/// Lengthens a route by a line, where that is the best route of the line's colour, which `slot` knows.
fn extend(slot: &mut Option<usize>, routes: &mut Vec<Route>, from: usize, at: usize, line: &Priced) {
    let before = &routes[from];
    let mut price = line.price;
    if before.colour.contrasts(line.colour) {
        price.add(Lane::CONTRAST, 1);
    }
    if slot.is_some_and(|known| !before.cost.is_less_with(&price, &routes[known].cost)) {
        return;
    }
    let route = Route { cost: before.cost.plus(&price), at, from, colour: line.colour, end: line.end };
    match *slot {
        Some(known) => routes[known] = route,
        None => {
            *slot = Some(routes.len());
            routes.push(route);
        }
    }
}

/// Leaves out the routes from `first` on that cost more than one of another colour even where that makes a contrast: whatever
/// follows, they lose.
fn leave_hopeless(routes: &mut Vec<Route>, first: usize) {
    if routes.len() < first + 2 {
        return;
    }
    let contrast = Price::of(Lane::CONTRAST, 1);
    let mut reached: Vec<Route> = routes.drain(first..).collect();
    reached.sort_by_key(|route| route.colour);
    let is_hopeless = |route: &Route| reached.iter().any(|other| other.cost.is_less_with(&contrast, &route.cost));
    routes.extend(reached.iter().filter(|route| !is_hopeless(route)));
}
