//! The column cut into pages: a whole number of grid lines each, in one column or several, with notes, and figures at head and foot.

use super::band;
use super::filler::{Again, Draft, Edge, Filler, LEAST_BODY_LINES, LEAST_NOTE_LINES, Noting, PageStart, Region, Spot, Stop};
use super::room::{Balance, NoteRoom, Room};
use super::sheet::{NotePart, Placed, Sheet, Top};
use super::stock::{Stock, Waiting};
use crate::book::NodeId;
use crate::flow::Break;
use crate::flow::Float;
use crate::flow::NoteBody;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::flow::Span;
use crate::geom::Length;
use crate::geom::WritingMode;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How often a page is begun again for figures and notes before the rest goes to the next page.
const MOST_ATTEMPTS: usize = 12;
/// Lines of text that stand after a box across all columns.
const LEAST_AFTER_SPANNING: i64 = 2;

/// Cuts slabs into pages; the first page has the index `first`, and even indexes are rectos.
pub(super) fn paginate(slabs: Vec<Slab>, notes: &BTreeMap<NodeId, NoteBody>, room: Room, first: usize, again: Again<'_>) -> Vec<Sheet> {
    let region = Region { top: 0, lines: room.lines, reserve: 0, column: 0, noting: Noting::Here, start: PageStart::Fresh };
    let mut pages = Pages {
        filler: Filler {
            stock: Stock::new(slabs),
            notes,
            room,
            again,
            placed: BTreeSet::new(),
            reached: BTreeSet::new(),
            deferred: BTreeSet::new(),
            outer: Edge::End,
            region,
            draft: Draft::default(),
        },
        sheets: Vec::new(),
        first,
    };
    while !pages.is_done() {
        pages.next();
    }
    pages.sheets
}

struct Pages<'a> {
    filler: Filler<'a>,
    sheets: Vec<Sheet>,
    first: usize,
}

/// A page that has been tried.
struct Attempt {
    spots: Vec<Spot>,
    notes: Vec<NotePart>,
    rest: Vec<NotePart>,
    marked: Vec<(NodeId, i64)>,
    divided: Vec<(i64, i64)>,
    /// The line after the last of the text.
    end: i64,
    stop: Stop,
}

/// What stands at head and foot of a page.
#[derive(Default)]
struct Edges {
    heads: Vec<usize>,
    feet: Vec<usize>,
    /// How many of them come from the page before.
    put_off: usize,
}

impl Pages<'_> {
    fn is_done(&self) -> bool {
        self.filler.is_done() && self.filler.stock.carried().is_empty() && self.filler.stock.band().is_empty()
    }

    fn index(&self) -> usize {
        self.first + self.sheets.len()
    }

    fn is_recto(&self) -> bool {
        self.index().is_multiple_of(2)
    }

    /// Adds the next page, or two for a figure across the spread, or a blank one.
    fn next(&mut self) {
        self.filler.outer = if self.is_recto() { Edge::End } else { Edge::Start };
        let stock = &self.filler.stock;
        let notes_wait = !stock.carried().is_empty() || !stock.band().is_empty();
        if let Some(&number) = stock.floats().front().filter(|_| !notes_wait) {
            match stock.slab(number).float {
                Float::Page => return self.plate(),
                Float::Spread if !self.filler.room.leaves || !self.is_recto() => return self.plate(),
                // The text goes on until the verso; where there is none, that page stays blank.
                Float::Spread if stock.is_done() || self.filler.waits_for_page() => return self.sheets.push(Sheet::default()),
                Float::Here | Float::Head | Float::Foot | Float::Spread | Float::SpreadEnd => {}
            }
        }
        if !notes_wait && self.wants_other_side() {
            return self.sheets.push(Sheet::default());
        }
        let sheet = if notes_wait && (self.filler.is_done() || self.filler.waits_for_page() && self.filler.stock.floats().is_empty()) {
            self.notes_alone()
        } else {
            self.fill()
        };
        self.sheets.push(sheet);
    }

    /// Whether the next page must stay blank because the next part begins on the other side.
    fn wants_other_side(&self) -> bool {
        let stock = &self.filler.stock;
        if !self.filler.room.leaves || !stock.floats().is_empty() {
            return false;
        }
        match stock.peek(0).map(|number| stock.slab(number).before) {
            Some(Break::Recto) => !self.is_recto(),
            Some(Break::Verso) => self.is_recto(),
            Some(Break::Allowed | Break::Avoided | Break::Page | Break::Column) | None => false,
        }
    }

    /// A figure on a page of its own, or on two facing ones.
    fn plate(&mut self) {
        let floats = &mut self.filler.stock.waiting().floats;
        let Some(number) = floats.pop_front() else { return };
        let mut numbers = vec![number];
        if self.filler.stock.slab(number).float == Float::Spread {
            let floats = &mut self.filler.stock.waiting().floats;
            let next = floats.front().copied();
            if let Some(next) = next.filter(|&next| self.filler.stock.slab(next).float == Float::SpreadEnd) {
                self.filler.stock.waiting().floats.pop_front();
                numbers.push(next);
            }
        }
        for number in numbers {
            let mut sheet = Sheet::default();
            for (note, to) in self.filler.new_notes(self.filler.stock.slab(number)) {
                if self.filler.stock.see(note) {
                    let part = NotePart { note, from: 0, to };
                    match self.filler.room.notes {
                        NoteRoom::Band => self.filler.stock.waiting().band.push(part),
                        NoteRoom::Page | NoteRoom::Spread => self.filler.stock.waiting().carried.push(part),
                    }
                }
            }
            let slab = self.filler.stock.take_out(number);
            sheet.boxes.push(Placed { line: 0, inline: Length::ZERO, top: Top::Inside, slab });
            self.sheets.push(sheet);
        }
    }

    /// A page of notes for which no text is left, or which end before the next part begins.
    fn notes_alone(&mut self) -> Sheet {
        let mut sheet = Sheet::default();
        let room = self.filler.room;
        if !self.filler.stock.carried().is_empty() {
            let parts = std::mem::take(&mut self.filler.stock.waiting().carried);
            let (now, later) = split_notes(parts, room.note_lines(room.lines, 0).max(1));
            sheet.notes = now;
            sheet.notes_after = self.after_text(0, Stop::Done);
            self.filler.stock.waiting().carried = later;
        }
        self.pack_band(Vec::new(), &mut sheet);
        sheet
    }

    /// In vertical lines the notes of a last page follow the text (requirement NOT-09).
    fn after_text(&self, end: i64, stop: Stop) -> Option<i64> {
        let last = matches!(stop, Stop::Done | Stop::Page) && self.filler.stock.floats().is_empty();
        (self.filler.room.mode == WritingMode::VerticalRl && last).then_some(end)
    }

    fn fill(&mut self) -> Sheet {
        let start = self.filler.stock.mark();
        let noting = match self.filler.room.notes {
            NoteRoom::Page if self.filler.room.columns > 1 => Noting::Collected,
            NoteRoom::Page => Noting::Here,
            NoteRoom::Spread if self.is_recto() || !self.filler.room.leaves => Noting::Here,
            NoteRoom::Spread | NoteRoom::Band => Noting::Collected,
        };
        let mut attempt = self.attempt(&start, noting);
        let room = self.filler.room;
        let mut sheet = Sheet { divided: attempt.divided.clone(), ..Sheet::default() };
        match (room.notes, noting) {
            (NoteRoom::Band, _) => self.pack_band(std::mem::take(&mut attempt.marked), &mut sheet),
            (NoteRoom::Spread, Noting::Collected) => {
                let parts = whole_notes(&attempt.marked, self.filler.notes);
                let count: usize = self.filler.stock.carried().iter().chain(&parts).map(NotePart::lines).sum();
                let most = room.note_lines(room.lines, LEAST_BODY_LINES.min(room.lines));
                let alone = self.filler.is_done() || self.filler.waits_for_page();
                if alone || count > most || !self.filler.stock.carried().is_empty() {
                    // No page faces it that could hold them: its notes stand on it.
                    attempt = self.attempt(&start, Noting::Here);
                    self.end_notes(&mut attempt, &mut sheet);
                } else {
                    self.filler.stock.waiting().carried.extend(parts);
                }
            }
            (NoteRoom::Page | NoteRoom::Spread, _) => self.end_notes(&mut attempt, &mut sheet),
        }
        let nothing = attempt.spots.is_empty() && sheet.is_blank() && self.filler.stock.stands_as(&start);
        if nothing && let Some(number) = self.filler.stock.pop() {
            // A box that no page has room for is placed all the same.
            attempt.spots.push(Spot { line: 0, column: 0, top: Top::Head, number, shift: Length::ZERO });
        }
        for Spot { line, column, top, number, shift } in attempt.spots {
            let inline = room.column_step * i64::try_from(column).unwrap_or(0) + shift;
            let slab = self.filler.stock.take_out(number);
            sheet.boxes.push(Placed { line, inline, top, slab });
        }
        sheet
    }

    fn end_notes(&mut self, attempt: &mut Attempt, sheet: &mut Sheet) {
        sheet.notes = std::mem::take(&mut attempt.notes);
        if !sheet.notes.is_empty() {
            sheet.notes_after = self.after_text(attempt.end, attempt.stop).filter(|_| attempt.rest.is_empty());
        }
        self.filler.stock.waiting().carried = std::mem::take(&mut attempt.rest);
    }

    fn pack_band(&mut self, marked: Vec<(NodeId, i64)>, sheet: &mut Sheet) {
        let carried = std::mem::take(&mut self.filler.stock.waiting().band);
        let room = self.filler.room;
        let fresh = marked.into_iter().filter_map(|(note, line)| {
            let to = self.filler.notes.get(&note)?.lines.len();
            Some((NotePart { note, from: 0, to }, room.grid.pitch * line))
        });
        let wanted = carried.into_iter().map(|part| (part, Length::ZERO)).chain(fresh).collect();
        let (band, rest) = band::pack(wanted, &room);
        sheet.band = band;
        self.filler.stock.waiting().band = rest;
    }

    /// Fills the page, beginning again when a figure takes its head or foot, or when the notes need more room than was left for them.
    fn attempt(&mut self, start: &Waiting, noting: Noting) -> Attempt {
        let page_notes = noting == Noting::Collected && self.filler.room.notes == NoteRoom::Page;
        let mut wanted: Vec<usize> = Vec::new();
        self.filler.deferred.clear();
        let mut reserved = 0;
        let mut count = 0;
        loop {
            count += 1;
            self.filler.stock.reset(start.clone());
            self.filler.reached.clear();
            let mut edges = self.put_off_edges();
            edges.put_off = edges.heads.len() + edges.feet.len();
            for &number in &wanted {
                self.edge(number, &mut edges);
            }
            self.filler.placed = wanted.iter().copied().collect();
            let last_try = count > MOST_ATTEMPTS;
            let mut attempt = self.columns(&edges, noting, if page_notes { reserved } else { 0 });
            if let Stop::Float(number) = attempt.stop {
                if last_try || !self.has_edge_room(number, &edges) {
                    self.filler.deferred.insert(number);
                } else {
                    wanted.push(number);
                }
                continue;
            }
            let lost: Vec<usize> = wanted.iter().copied().filter(|number| !self.filler.reached.contains(number)).collect();
            if !lost.is_empty() {
                // With the figure on it the page does not come as far as the figure's place in the text.
                wanted.retain(|number| !lost.contains(number));
                self.filler.deferred.extend(lost);
                continue;
            }
            if page_notes {
                let mut parts = std::mem::take(&mut self.filler.stock.waiting().carried);
                parts.extend(whole_notes(&attempt.marked, self.filler.notes));
                let needed: usize = parts.iter().map(NotePart::lines).sum();
                let room = self.filler.room;
                let most = room.note_lines(room.lines, LEAST_BODY_LINES.min(room.lines)).max(1);
                if attempt.spots.is_empty() && needed == 0 && reserved > 0 {
                    // The next box needs the page to itself; its notes go on from the next page.
                    (reserved, count) = (0, MOST_ATTEMPTS);
                    continue;
                }
                if needed > reserved && reserved < most && !last_try {
                    reserved = needed.min(most);
                    continue;
                }
                let (now, later) = split_notes(parts, reserved.max(usize::from(needed > 0)));
                attempt.notes = now;
                attempt.rest = later;
            }
            self.filler.placed.clear();
            return attempt;
        }
    }

    /// Figures for head and foot that did not fit on the page before, as many as go first.
    fn put_off_edges(&mut self) -> Edges {
        let mut edges = Edges::default();
        while let Some(&number) = self.filler.stock.floats().front() {
            match self.filler.stock.slab(number).float {
                Float::Head | Float::Foot if self.has_edge_room(number, &edges) || edges.is_empty() => {
                    self.filler.stock.waiting().floats.pop_front();
                    self.edge(number, &mut edges);
                }
                Float::Head | Float::Foot | Float::Here | Float::Page | Float::Spread | Float::SpreadEnd => break,
            }
        }
        edges
    }

    fn edge(&self, number: usize, edges: &mut Edges) {
        match self.filler.stock.slab(number).float {
            Float::Foot => edges.feet.push(number),
            Float::Head | Float::Here | Float::Page | Float::Spread | Float::SpreadEnd => edges.heads.push(number),
        }
    }

    fn lines_of(&self, numbers: &[usize]) -> i64 {
        numbers.iter().map(|&number| self.filler.stock.slab(number).lines).sum()
    }

    /// Whether text stays on the page beside one more figure at its head or foot.
    fn has_edge_room(&self, number: usize, edges: &Edges) -> bool {
        let taken = self.lines_of(&edges.heads) + self.lines_of(&edges.feet) + self.filler.stock.slab(number).lines;
        taken + LEAST_BODY_LINES <= self.filler.room.lines
    }

    /// The columns of a page between what stands at its head and foot.
    fn columns(&mut self, edges: &Edges, noting: Noting, note_lines: usize) -> Attempt {
        let room = self.filler.room;
        let mut attempt = Attempt {
            spots: Vec::new(),
            notes: Vec::new(),
            rest: Vec::new(),
            marked: Vec::new(),
            divided: Vec::new(),
            end: 0,
            stop: Stop::Full,
        };
        let mut top = 0;
        for &number in &edges.heads {
            self.place_spanning(number, &mut top, &mut attempt);
        }
        let feet = self.lines_of(&edges.feet);
        let several = room.columns > 1;
        let page_end = if several { room.body_lines(note_lines) } else { room.lines };
        let end = if several { page_end - feet } else { room.lines };
        let mut start = match edges {
            Edges { put_off: 1.., .. } => PageStart::Begun,
            edges if !edges.is_empty() || note_lines > 0 => PageStart::Reserved,
            _ => PageStart::Fresh,
        };
        loop {
            if end - top <= 0 {
                break;
            }
            let band = self.filler.stock.mark();
            let reserve = if several { 0 } else { feet };
            let region = Region { top, lines: end - top, reserve, column: 0, noting, start };
            let (mut drafts, mut stop) = self.band(region);
            let spanning = stop == Stop::Spanning;
            let ends_part = matches!(stop, Stop::Done | Stop::Page) && self.filler.stock.floats().is_empty();
            if several && (spanning || ends_part && room.balance == Balance::Level) && drafts.iter().any(|draft| draft.lines > 0) {
                (drafts, stop) = self.level(region, band, drafts, stop);
            }
            let used = drafts.iter().map(|draft| draft.lines).max().unwrap_or(0);
            if several && used > 0 {
                attempt.divided.push((top, used));
            }
            for draft in drafts {
                attempt.spots.extend(without_trailing_space(draft.spots, &self.filler.stock));
                attempt.notes.extend(draft.notes);
                attempt.rest.extend(draft.rest);
                attempt.marked.extend(draft.marked);
            }
            top += used;
            attempt.end = top;
            attempt.stop = stop;
            if used > 0 {
                start = PageStart::Begun;
            }
            if !spanning || !self.place_span(&mut top, end, start, &mut attempt) {
                break;
            }
            start = PageStart::Begun;
            attempt.end = top;
        }
        // Notes end with the type area; figures at the foot stand above them.
        let notes: usize = attempt.notes.iter().map(NotePart::lines).sum();
        let mut foot = if several { page_end - feet } else { room.body_lines(notes) - feet };
        foot = foot.max(top);
        for &number in &edges.feet {
            self.place_spanning(number, &mut foot, &mut attempt);
        }
        attempt
    }

    /// Boxes across all columns, as many as fit, if text has room after them.
    fn place_span(&mut self, top: &mut i64, end: i64, start: PageStart, attempt: &mut Attempt) -> bool {
        let spanning = |filler: &Filler<'_>, ahead: usize| -> Option<usize> {
            let number = filler.stock.peek(ahead)?;
            let slab = filler.stock.slab(number);
            let goes_on = slab.span == Span::All && slab.float == Float::Here || slab.kind == SlabKind::Space;
            let forced = ahead > 0 && matches!(slab.before, Break::Page | Break::Recto | Break::Verso);
            (goes_on && !forced).then_some(number)
        };
        // A run of headings stays together with what follows.
        let lines: i64 = (0..).map_while(|ahead| spanning(&self.filler, ahead)).map(|number| self.filler.stock.slab(number).lines).sum();
        let first = self.filler.stock.peek(0).map(|number| self.filler.stock.slab(number));
        let table = first.is_some_and(|slab| slab.header.is_some() || slab.kind == SlabKind::Kept);
        if start != PageStart::Fresh && !table && *top + lines + LEAST_AFTER_SPANNING > end {
            return false;
        }
        let mut placed = false;
        while let Some(number) = spanning(&self.filler, 0) {
            let slab = self.filler.stock.slab(number);
            let (lines, kind, header) = (slab.lines, slab.kind, slab.header.clone());
            // What is never last needs the next box too.
            let needed = match (kind, spanning(&self.filler, 1)) {
                (SlabKind::Kept, Some(next)) => lines + self.filler.stock.slab(next).lines,
                _ => lines,
            };
            if (placed || start != PageStart::Fresh) && *top + needed > end {
                break;
            }
            if kind == SlabKind::Space {
                self.filler.stock.pop();
                *top += if *top == 0 { 0 } else { lines };
                continue;
            }
            if *top == 0
                && let Some(header) = header
            {
                let header = self.filler.stock.add(Slab::clone(&header));
                self.place_spanning(header, top, attempt);
            }
            self.filler.stock.pop();
            self.place_spanning(number, top, attempt);
            placed = true;
        }
        placed
    }

    fn place_spanning(&mut self, number: usize, top: &mut i64, attempt: &mut Attempt) {
        let slab = self.filler.stock.slab(number);
        let head = if *top == 0 { Top::Head } else { Top::Inside };
        attempt.spots.push(Spot { line: *top, column: 0, top: head, number, shift: Length::ZERO });
        *top += slab.lines;
        for (note, to) in self.filler.new_notes(slab) {
            if self.filler.stock.see(note) {
                attempt.marked.push((note, *top));
                if self.filler.room.columns == 1 && self.filler.room.notes != NoteRoom::Band {
                    attempt.rest.push(NotePart { note, from: 0, to });
                }
            }
        }
    }

    /// The columns of a page that begin on one line.
    fn band(&mut self, region: Region) -> (Vec<Draft>, Stop) {
        let mut drafts = Vec::new();
        let mut stop = Stop::Full;
        let mut start = region.start;
        for column in 0..self.filler.room.columns {
            let (draft, why) = self.filler.fill(Region { column, start, ..region });
            if draft.lines > 0 {
                start = PageStart::Begun;
            }
            drafts.push(draft);
            stop = why;
            if !matches!(why, Stop::Full | Stop::Column) {
                break;
            }
        }
        if stop == Stop::Column {
            stop = Stop::Full;
        }
        (drafts, stop)
    }

    /// The same text in columns that end together: the fewest lines that hold it (requirement COL-02).
    fn level(&mut self, region: Region, start: Waiting, drafts: Vec<Draft>, stop: Stop) -> (Vec<Draft>, Stop) {
        let reached = self.filler.stock.mark();
        let total: i64 = drafts.iter().map(|draft| draft.lines).sum();
        let columns = i64::try_from(self.filler.room.columns).unwrap_or(1);
        let tallest = drafts.iter().map(|draft| draft.lines).max().unwrap_or(0);
        for lines in (total / columns).max(1)..tallest {
            self.filler.stock.reset(start.clone());
            let (leveled, why) = self.band(Region { lines, ..region });
            if why == stop && self.filler.stock.stands_as(&reached) {
                return (leveled, why);
            }
        }
        self.filler.stock.reset(start);
        self.band(region)
    }
}

impl Edges {
    fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.feet.is_empty()
    }
}

fn without_trailing_space(mut spots: Vec<Spot>, stock: &Stock) -> Vec<Spot> {
    while spots.last().is_some_and(|spot| stock.slab(spot.number).kind == SlabKind::Space) {
        spots.pop();
    }
    spots
}

fn whole_notes(marked: &[(NodeId, i64)], notes: &BTreeMap<NodeId, NoteBody>) -> Vec<NotePart> {
    let part = |&(note, _): &(NodeId, i64)| notes.get(&note).map(|body| NotePart { note, from: 0, to: body.lines.len() });
    marked.iter().filter_map(part).filter(|part| part.to > 0).collect()
}

/// As many lines of notes as there is room for, in order, and the rest; a note that is broken has two lines on either side.
fn split_notes(parts: Vec<NotePart>, room: usize) -> (Vec<NotePart>, Vec<NotePart>) {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    let mut free = room;
    for part in parts {
        let mut count = if later.is_empty() { part.lines().min(free) } else { 0 };
        if count < part.lines() {
            count = count.min(part.lines().saturating_sub(LEAST_NOTE_LINES));
            if count < LEAST_NOTE_LINES && !(now.is_empty() && count > 0) {
                count = 0;
            }
        }
        if count == 0 && now.is_empty() && later.is_empty() {
            // At least a line a page, so that the notes come to an end.
            count = part.lines().min(free.max(1));
        }
        free -= count.min(free);
        if count > 0 {
            now.push(NotePart { to: part.from + count, ..part });
        }
        if count < part.lines() {
            later.push(NotePart { from: part.from + count, ..part });
        }
    }
    (now, later)
}
