//! Text beside a figure (requirement FIG-03).

use super::filler::{Edge, Filler, Noting, Spot};
use super::sheet::Top;
use crate::flow::Beside;
use crate::flow::BesideEdge;
use crate::flow::Break;
use crate::flow::Float;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::flow::Source;
use crate::flow::Start;
use crate::geom::Length;

/// Lines of text that stand under a heading beside a figure.
const LEAST_AFTER_HEADING: i64 = 2;

impl Filler<'_> {
    /// Fills the lines of a figure, beside it, with the text that follows, as far as that is paragraphs and headings of the body.
    /// The figure has just been taken, at the line `at` of the column.
    pub(super) fn fill_beside(&mut self, figure: usize, beside: Beside, at: i64) {
        let edge = match beside.edge {
            BesideEdge::Start => Edge::Start,
            BesideEdge::End => Edge::End,
            BesideEdge::Outer => self.outer,
        };
        let (start, end) = match edge {
            Edge::Start => (beside.size, Length::ZERO),
            Edge::End => (Length::ZERO, beside.size),
        };
        if let (Edge::End, Some(spot)) = (edge, self.draft.spots.last_mut()) {
            spot.shift = beside.to_end;
        }
        let lines = self.stock.slab(figure).lines;
        let mut line = 0;
        while line < lines {
            let Some(next) = self.stock.peek(0) else { break };
            let slab = self.stock.slab(next);
            if slab.kind == SlabKind::Figure && slab.float == Float::Here {
                let number = self.stock.pop();
                self.stock.waiting().floats.extend(number);
                continue;
            }
            let Some((taken, rest)) = self.boxes_beside(lines, line, start, end) else { break };
            let goes_on = rest.is_empty();
            self.replace(rest);
            for slab in taken {
                let top = if at + line == 0 { Top::Head } else { Top::Inside };
                let spot_line = self.region.top + at + line;
                line += slab.lines;
                let number = self.stock.add(slab);
                self.note(number, spot_line);
                self.draft.spots.push(Spot { line: spot_line, column: self.region.column, top, number, shift: Length::ZERO });
            }
            if !goes_on {
                break;
            }
        }
    }

    /// The next heading or block, or as many lines of the next paragraph as fit beside a figure of so many lines from its line `line`
    /// on, and the other lines of the paragraph in the full measure. Blank lines stand between two of these.
    fn boxes_beside(&self, lines: i64, line: i64, start: Length, end: Length) -> Option<(Vec<Slab>, Vec<Slab>)> {
        let front = self.stock.slab(self.stock.peek(0)?);
        let free = lines - line;
        if front.kind == SlabKind::Space {
            let goes_on = self.stock.peek(1).is_some_and(|next| self.stock.slab(next).source.is_some());
            let space = if line == 0 { 0 } else { front.lines };
            return (goes_on && space < free).then(|| (vec![Slab::space(space)], Vec::new()));
        }
        let source = front.source?;
        let from = match (front.start, front.before) {
            (_, Break::Page | Break::Recto | Break::Verso | Break::Column) => return None,
            (Start::Begins, Break::Allowed | Break::Avoided) => None,
            (Start::Continues, Break::Allowed | Break::Avoided) => Some(front.text_place()?),
        };
        let mut taken = (self.again)(source, from, start, end)?;
        if front.kind == SlabKind::Heading {
            // Headings stay together and with the text after them.
            let ahead = || (1..).map_while(|ahead| self.stock.peek(ahead)).map(|number| self.stock.slab(number));
            let more: i64 = ahead().take_while(|slab| slab.kind == SlabKind::Heading).map(|slab| slab.lines).sum();
            let lines = more + taken.iter().map(|slab| slab.lines).sum::<i64>();
            let next = ahead().find(|slab| slab.kind != SlabKind::Heading);
            let followed = next.is_some_and(|slab| slab.kind == SlabKind::Text && slab.source.is_some());
            let plain = taken.iter().all(|slab| slab.notes.is_empty());
            return (plain && followed && lines + LEAST_AFTER_HEADING <= free).then_some((taken, Vec::new()));
        }
        let here = self.region.noting == Noting::Here;
        let (mut notes, mut height) = (self.draft.note_lines, 0);
        let fits = |slab: &Slab| {
            height += slab.lines;
            notes += self.new_notes(slab).iter().map(|(_, count)| count).sum::<usize>();
            let reserved = self.draft.lines + self.region.reserve;
            let noted = !here || self.draft.rest.is_empty() && self.room.fits(self.region.lines, reserved, notes) || slab.notes.is_empty();
            noted && height <= free
        };
        let count = taken.iter().map(fits).take_while(|fits| *fits).count();
        let lonely = count == 1 && from.is_none() && taken.len() > 1;
        if count == 0 || lonely || count < taken.len() && matches!(source, Source::Whole(_)) {
            return None;
        }
        let rest = match taken.get(count) {
            Some(next) => (self.again)(source, Some(next.text_place()?), Length::ZERO, Length::ZERO)?,
            None => Vec::new(),
        };
        taken.truncate(count);
        Some((taken, rest))
    }

    /// Puts other lines in the place of what comes next.
    fn replace(&mut self, lines: Vec<Slab>) {
        let Some(source) = self.stock.pop().and_then(|number| self.stock.slab(number).source) else { return };
        let is_of = |filler: &Filler<'_>, ahead: usize| {
            let slab = filler.stock.peek(ahead).map(|number| filler.stock.slab(number));
            slab.map_or((false, false), |slab| (slab.source == Some(source), slab.kind == SlabKind::Space))
        };
        while let ((true, _), _) | ((false, true), (true, _)) = (is_of(self, 0), is_of(self, 1)) {
            self.stock.pop();
        }
        for slab in lines.into_iter().rev() {
            let number = self.stock.add(slab);
            self.stock.push_front(number);
        }
    }
}
