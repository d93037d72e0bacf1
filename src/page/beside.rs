//! Text beside a figure (requirement FIG-03).

use super::filler::{Edge, Filler, Noting, Spot};
use super::sheet::Top;
use crate::flow::Beside;
use crate::flow::BesideEdge;
use crate::flow::Break;
use crate::flow::Float;
use crate::flow::Slab;
use crate::flow::SlabKind;
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
            self.replace_paragraph(rest);
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

    /// The next heading, or as many lines of the next paragraph as fit beside a figure of so many lines from its line `line` on, and
    /// the other lines of the paragraph in the full measure.
    fn boxes_beside(&self, lines: i64, line: i64, start: Length, end: Length) -> Option<(Vec<Slab>, Vec<Slab>)> {
        let front = self.stock.slab(self.stock.peek(0)?);
        let block = front.source?;
        let free = lines - line;
        let from = match (front.start, front.before) {
            (_, Break::Page | Break::Recto | Break::Verso | Break::Column) => return None,
            (Start::Begins, Break::Allowed | Break::Avoided) => None,
            (Start::Continues, Break::Allowed | Break::Avoided) => Some(front.text_place()?),
        };
        let mut taken = (self.again)(block, from, start, end)?;
        if front.kind == SlabKind::Heading {
            let lines: i64 = taken.iter().map(|slab| slab.lines).sum();
            let next = self.stock.peek(1).map(|number| self.stock.slab(number));
            let followed = next.is_some_and(|slab| slab.kind == SlabKind::Text && slab.source.is_some());
            let plain = taken.iter().all(|slab| slab.notes.is_empty());
            return (plain && followed && lines + LEAST_AFTER_HEADING <= free).then_some((taken, Vec::new()));
        }
        let here = self.region.noting == Noting::Here;
        let mut notes = self.draft.note_lines;
        let fits = |slab: &Slab| {
            notes += self.new_notes(slab).iter().map(|(_, count)| count).sum::<usize>();
            let reserved = self.draft.lines + self.region.reserve;
            !here || self.draft.rest.is_empty() && self.room.fits(self.region.lines, reserved, notes) || slab.notes.is_empty()
        };
        let count = taken.iter().take(usize::try_from(free).unwrap_or(0)).map(fits).take_while(|fits| *fits).count();
        let lonely = count == 1 && from.is_none() && taken.len() > 1;
        if count == 0 || lonely {
            return None;
        }
        let rest = match taken.get(count) {
            Some(next) => (self.again)(block, Some(next.text_place()?), Length::ZERO, Length::ZERO)?,
            None => Vec::new(),
        };
        taken.truncate(count);
        Some((taken, rest))
    }

    /// Puts other lines in the place of the paragraph that comes next.
    fn replace_paragraph(&mut self, lines: Vec<Slab>) {
        let Some(source) = self.stock.pop().map(|number| self.stock.slab(number).source) else { return };
        while let Some(next) = self.stock.peek(0) {
            let slab = self.stock.slab(next);
            if slab.source != source || slab.start != Start::Continues {
                break;
            }
            self.stock.pop();
        }
        for slab in lines.into_iter().rev() {
            let number = self.stock.add(slab);
            self.stock.push_front(number);
        }
    }
}
