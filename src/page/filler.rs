//! One column filled: boxes are taken while they fit, then the column goes back to a good place to end.

use super::room::Room;
use super::sheet::{NotePart, Top};
use super::stock::{Stock, Waiting};
use crate::book::NodeId;
use crate::flow::Break;
use crate::flow::Float;
use crate::flow::NoteBody;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::flow::Source;
use crate::flow::Span;
use crate::flow::Start;
use crate::flow::TextPlace;
use crate::geom::Length;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// At most a third of a column stays blank so that a break is a good one.
const MOST_BLANK: i64 = 3;
/// The least lines of a note on either side of a break (requirement NOT-08).
pub(super) const LEAST_NOTE_LINES: usize = 2;
/// Body lines that notes from the page before leave room for.
pub(super) const LEAST_BODY_LINES: i64 = 3;
/// A figure stays on the page when the part of it that fits is at least so many times the part that does not (requirement FIG-02).
const KEPT_SHARE: i64 = 2;

/// Sets text again, a paragraph from a place on, with so much white at the start and the end of the measure.
pub(super) type Again<'a> = &'a dyn Fn(Source, Option<TextPlace>, Length, Length) -> Option<Vec<Slab>>;

/// Lines of a page that one column fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub top: i64,
    pub lines: i64,
    /// Lines at its end that figures at the foot of the page take.
    pub reserve: i64,
    pub column: usize,
    pub noting: Noting,
    pub start: PageStart,
}

/// Who makes room for notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noting {
    /// The column itself.
    Here,
    /// The page, after it has seen which notes there are.
    Collected,
}

/// Whether the page has anything before this column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageStart {
    /// Nothing: what comes next is placed, whatever its size.
    Fresh,
    /// Nothing but room kept for figures and notes of its own text.
    Reserved,
    Begun,
}

/// Why a column ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Full,
    /// What follows begins a page.
    Page,
    /// What follows begins a column.
    Column,
    /// What follows stands across all columns.
    Spanning,
    /// This figure asks for the head or the foot of the page.
    Float(usize),
    Done,
}

/// A column while it is filled.
#[derive(Default)]
pub(super) struct Draft {
    pub spots: Vec<Spot>,
    /// Lines taken.
    pub lines: i64,
    pub notes: Vec<NotePart>,
    pub note_lines: usize,
    pub rest: Vec<NotePart>,
    /// Notes marked in it, with the line of the page at which each is marked.
    pub marked: Vec<(NodeId, i64)>,
    taken: Vec<Taken>,
}

/// A box with its line of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub line: i64,
    pub column: usize,
    pub top: Top,
    pub number: usize,
    /// Moved along the line, beside what its own place says.
    pub shift: Length,
}

/// What a box changed.
struct Taken {
    number: usize,
    origin: Origin,
    /// The first line after what was taken before.
    at: i64,
    before: Waiting,
    spots: usize,
    notes: usize,
    note_lines: usize,
    rest: Vec<NotePart>,
    marked: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Column,
    PutOff,
    /// A repeated table header.
    Repeated,
}

/// What is being cut into pages.
pub(super) struct Filler<'a> {
    pub stock: Stock,
    pub notes: &'a BTreeMap<NodeId, NoteBody>,
    pub room: Room,
    pub again: Again<'a>,
    /// Figures that have their place at head or foot of this page, and those among them that were come to.
    pub placed: BTreeSet<usize>,
    pub reached: BTreeSet<usize>,
    /// Figures that this page has no place for.
    pub deferred: BTreeSet<usize>,
    /// Whether the page is a recto, whose outer edge is the end of horizontal lines.
    pub outer: Edge,
    pub region: Region,
    pub draft: Draft,
}

/// An edge along the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

impl Filler<'_> {
    pub fn fill(&mut self, region: Region) -> (Draft, Stop) {
        self.region = region;
        self.draft = Draft::default();
        if region.noting == Noting::Here {
            self.place_carried_notes();
        }
        self.place_put_off();
        let stop = self.take_column();
        if stop == Stop::Full {
            self.go_back();
        }
        if !matches!(stop, Stop::Page | Stop::Spanning | Stop::Float(_)) {
            while self.draft.taken.len() > 1 && self.ends_with_heading() && !self.is_done() {
                self.put_back();
            }
        }
        (std::mem::take(&mut self.draft), stop)
    }

    pub fn is_done(&self) -> bool {
        self.stock.is_done() && self.stock.floats().is_empty()
    }

    fn ends_with_heading(&self) -> bool {
        self.draft.taken.last().is_some_and(|taken| taken.origin == Origin::Column && is_kept(self.stock.slab(taken.number)))
    }

    /// Whether a column so full has room for so many lines of notes.
    fn fits(&self, body: i64, notes: usize) -> bool {
        let notes = if self.region.noting == Noting::Here { notes } else { 0 };
        self.room.fits(self.region.lines, body + self.region.reserve, notes)
    }

    /// Notes that go on from the page before come first; they leave room for some text while there is any.
    fn place_carried_notes(&mut self) {
        let text_left = !self.is_done() && !self.waits_for_page();
        let body = if text_left { LEAST_BODY_LINES.min(self.region.lines) } else { 0 };
        let room = self.room.note_lines(self.region.lines, body + self.region.reserve).max(1);
        for part in std::mem::take(&mut self.stock.waiting().carried) {
            let free = if self.draft.rest.is_empty() { room.saturating_sub(self.draft.note_lines) } else { 0 };
            let to = part.to.min(part.from + free);
            if to > part.from {
                self.draft.notes.push(NotePart { to, ..part });
                self.draft.note_lines += to - part.from;
            }
            if to < part.to {
                self.draft.rest.push(NotePart { from: to, ..part });
            }
        }
    }

    /// Whether the next text begins a page of its own, so that notes of the text before stand by themselves first.
    pub fn waits_for_page(&self) -> bool {
        let next = self.stock.peek(0);
        next.is_some_and(|number| matches!(self.stock.slab(number).before, Break::Page | Break::Recto | Break::Verso))
    }

    /// Figures that did not fit where they stand in the text.
    fn place_put_off(&mut self) {
        while let Some(&number) = self.stock.floats().front() {
            let slab = self.stock.slab(number);
            if slab.float != Float::Here {
                break;
            }
            let lines = self.draft.lines + slab.lines;
            if !self.is_forced() && !self.fits(lines, self.draft.note_lines) {
                break;
            }
            let before = self.stock.mark();
            self.stock.waiting().floats.pop_front();
            self.take(number, Origin::PutOff, before);
        }
    }

    /// Whether the next box is placed in any case, since no page has more room.
    fn is_forced(&self) -> bool {
        self.draft.taken.is_empty() && self.region.start == PageStart::Fresh && self.draft.note_lines == 0
    }

    /// Takes boxes from the column while they fit.
    fn take_column(&mut self) -> Stop {
        loop {
            let Some(number) = self.stock.peek(0) else { return Stop::Done };
            let slab = self.stock.slab(number);
            let (kind, lines, float) = (slab.kind, slab.lines, slab.float);
            let empty = self.draft.taken.is_empty();
            if kind == SlabKind::Space && empty {
                self.stock.pop();
                continue;
            }
            let page_begun = !empty || self.region.start == PageStart::Begun || self.draft.note_lines > 0;
            match slab.before {
                Break::Page | Break::Recto | Break::Verso if page_begun => return Stop::Page,
                Break::Column if !empty => return Stop::Column,
                Break::Page | Break::Recto | Break::Verso | Break::Column | Break::Allowed | Break::Avoided => {}
            }
            match float {
                Float::Here if slab.span == Span::All && self.room.columns > 1 => return Stop::Spanning,
                Float::Here => {}
                Float::Page | Float::Spread | Float::SpreadEnd => {
                    self.put_off();
                    continue;
                }
                Float::Head | Float::Foot if self.placed.contains(&number) => {
                    // With it on the page no figure before it may be put off.
                    if self.stock.floats().is_empty() {
                        self.reached.insert(number);
                    }
                    self.stock.pop();
                    continue;
                }
                Float::Head | Float::Foot if self.deferred.contains(&number) || !self.stock.floats().is_empty() => {
                    self.put_off();
                    continue;
                }
                Float::Head | Float::Foot => return Stop::Float(number),
            }
            if kind == SlabKind::Space && !self.fits(self.draft.lines + lines, self.draft.note_lines) {
                // Blank lines before the foot vanish.
                self.stock.pop();
                return Stop::Full;
            }
            if empty && let Some(header) = slab.header.clone() {
                let before = self.stock.mark();
                let header = self.stock.add(Slab::clone(&header));
                self.take(header, Origin::Repeated, before);
            }
            // Figures keep their order.
            let waits = kind == SlabKind::Figure && !self.stock.floats().is_empty();
            if self.is_forced() || !waits && self.accepts(number) {
                let before = self.stock.mark();
                self.stock.pop();
                self.take(number, Origin::Column, before);
            } else if kind == SlabKind::Figure {
                if waits || !self.shift(number) {
                    self.put_off();
                }
            } else {
                return Stop::Full;
            }
        }
    }

    fn put_off(&mut self) {
        let number = self.stock.pop();
        self.stock.waiting().floats.extend(number);
    }

    /// Whether a box fits with the notes marked in it, of the last of which two lines may do.
    fn accepts(&self, number: usize) -> bool {
        let slab = self.stock.slab(number);
        let lines = self.draft.lines + slab.lines;
        if self.region.noting == Noting::Collected {
            return self.fits(lines, 0);
        }
        if slab.notes.is_empty() {
            return self.fits(lines, self.draft.note_lines);
        }
        let new: Vec<usize> = self.new_notes(slab).into_iter().map(|(_, count)| count).collect();
        let all: usize = new.iter().sum();
        if self.fits(lines, self.draft.note_lines + all) {
            return true;
        }
        let Some(&last) = new.last() else { return false };
        let least = self.draft.note_lines + all - last + LEAST_NOTE_LINES;
        last >= LEAST_NOTE_LINES * 2 && self.draft.rest.is_empty() && self.fits(lines, least)
    }

    /// Notes marked in a box that have no place, with those marked in them, and how many lines they have.
    pub fn new_notes(&self, slab: &Slab) -> Vec<(NodeId, usize)> {
        let mut found: Vec<(NodeId, usize)> = Vec::new();
        let mut open: Vec<NodeId> = slab.notes.iter().rev().copied().collect();
        while let Some(note) = open.pop() {
            if self.stock.is_seen(note) || found.iter().any(|(known, _)| *known == note) {
                continue;
            }
            if let Some(body) = self.notes.get(&note) {
                found.push((note, body.lines.len()));
                open.extend(body.notes.iter().rev());
            }
        }
        found
    }

    fn take(&mut self, number: usize, origin: Origin, before: Waiting) {
        let Draft { spots, lines: at, notes, note_lines, rest, marked, taken } = &mut self.draft;
        let (at, spots, notes, note_lines, rest, marked) = (*at, spots.len(), notes.len(), *note_lines, rest.clone(), marked.len());
        taken.push(Taken { number, origin, at, before, spots, notes, note_lines, rest, marked });
        let top = if self.draft.lines == 0 { Top::Head } else { Top::Inside };
        let line = self.region.top + self.draft.lines;
        let slab = self.stock.slab(number);
        let lines = slab.lines;
        let beside = slab.beside;
        self.draft.lines += lines;
        self.note(number, line);
        self.draft.spots.push(Spot { line, column: self.region.column, top, number, shift: Length::ZERO });
        if let Some(beside) = beside {
            self.fill_beside(number, beside, at);
        }
    }

    /// Gives the notes marked in a box their place.
    pub fn note(&mut self, number: usize, line: i64) {
        if self.stock.slab(number).notes.is_empty() {
            return;
        }
        let new = self.new_notes(self.stock.slab(number));
        for (note, count) in new {
            if !self.stock.see(note) {
                continue;
            }
            self.draft.marked.push((note, line));
            if self.region.noting == Noting::Collected {
                continue;
            }
            let body = self.draft.lines + self.region.reserve;
            let free = self.room.note_lines(self.region.lines, body).saturating_sub(self.draft.note_lines);
            let to = match count {
                _ if !self.draft.rest.is_empty() => 0,
                count if count <= free => count,
                // The two sides of a broken note have two lines each.
                count => free.min(count.saturating_sub(LEAST_NOTE_LINES)),
            };
            let to = if to < LEAST_NOTE_LINES && to < count { 0 } else { to };
            if to > 0 {
                self.draft.notes.push(NotePart { note, from: 0, to });
                self.draft.note_lines += to;
            }
            if to < count {
                self.draft.rest.push(NotePart { note, from: to, to: count });
            }
        }
    }

    /// Gives the last box back to the column, with its notes.
    fn put_back(&mut self) {
        let Some(taken) = self.draft.taken.pop() else { return };
        self.stock.reset(taken.before);
        self.draft.spots.truncate(taken.spots);
        self.draft.notes.truncate(taken.notes);
        self.draft.note_lines = taken.note_lines;
        self.draft.rest = taken.rest;
        self.draft.marked.truncate(taken.marked);
        self.draft.lines = taken.at;
    }

    /// Ends the column at the last good place, if that leaves not too much of it blank; else never after a heading.
    fn go_back(&mut self) {
        let taken = &self.draft.taken;
        let slab = |taken: &Taken| self.stock.slab(taken.number);
        let next = self.stock.peek(0).map(|number| self.stock.slab(number).before);
        let quality = |end: usize| {
            let before = taken.get(end).map(|taken| slab(taken).before).or(next);
            (is_kept(slab(&taken[end - 1])), before == Some(Break::Avoided))
        };
        let fixed = taken.iter().take_while(|taken| taken.origin != Origin::Column).count();
        let least = self.draft.lines - (self.region.lines / MOST_BLANK).max(1);
        let ends = (fixed.max(1)..=taken.len()).rev();
        let near = ends.clone().filter(|&end| taken.get(end).map_or(self.draft.lines, |taken| taken.at) >= least);
        let best = near.clone().find(|&end| quality(end) == (false, false));
        let fair = || near.clone().find(|&end| !quality(end).0);
        let any = || ends.clone().find(|&end| quality(end) == (false, false));
        let Some(end) = best.or_else(fair).or_else(any) else { return };
        while self.draft.taken.len() > end {
            self.put_back();
        }
    }

    /// Keeps a figure on the page by moving it before the last lines of text, when little of it does not fit: those lines go on
    /// after it, and the paragraph that they belong to begins before it (requirement FIG-02).
    fn shift(&mut self, number: usize) -> bool {
        let lines = self.stock.slab(number).lines;
        let notes = self.draft.note_lines;
        let free = (0..=lines).rev().find(|&free| self.fits(self.draft.lines + free, notes)).unwrap_or(0);
        let outside = lines - free;
        if free < outside * KEPT_SHARE || outside <= 0 {
            return false;
        }
        let Some(end) = self.draft.taken.iter().rposition(|taken| taken.at <= self.draft.lines - outside) else { return false };
        let moved = &self.draft.taken[end..];
        let plain = |taken: &Taken| {
            let slab = self.stock.slab(taken.number);
            taken.origin == Origin::Column
                && slab.kind == SlabKind::Text
                && slab.start == Start::Continues
                && slab.header.is_none()
                && slab.notes.is_empty()
        };
        let first = self.stock.slab(moved[0].number);
        // Figures at head or foot may lie between the lines.
        let sure = self.placed.is_empty() && self.deferred.is_empty();
        if !sure
            || end == 0
            || !moved.iter().all(plain)
            || first.before == Break::Avoided
            || self.stock.slab(self.draft.taken[end - 1].number).kind != SlabKind::Text
        {
            return false;
        }
        let moved: Vec<usize> = moved.iter().map(|taken| taken.number).collect();
        while self.draft.taken.len() > end {
            self.put_back();
        }
        let before = self.stock.mark();
        // The moved lines, then the figure, wait: the figure comes first.
        for _ in 0..=moved.len() {
            self.stock.pop();
        }
        for &line in moved.iter().rev() {
            self.stock.push_front(line);
        }
        self.take(number, Origin::Column, before);
        true
    }
}

/// Whether a box is never last in a column.
fn is_kept(slab: &Slab) -> bool {
    match slab.kind {
        SlabKind::Heading | SlabKind::Kept => true,
        SlabKind::Text | SlabKind::Space | SlabKind::Figure => false,
    }
}
