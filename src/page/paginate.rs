//! The column cut into pages: a whole number of grid lines each, notes at the block end.

use crate::book::NodeId;
use crate::flow::Break;
use crate::flow::NoteBody;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::flow::Start;
use crate::flow::TextPlace;
use crate::geom::Length;
use crate::style::Grid;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

/// What stands on one page, in lines of the grid.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Boxes with the grid line that each begins at.
    pub boxes: Vec<(i64, Slab)>,
    pub notes: Vec<NotePart>,
}

impl Sheet {
    /// What stands in the type area, in the order of the text.
    pub fn slabs(&self) -> impl DoubleEndedIterator<Item = &Slab> {
        self.boxes.iter().map(|(_, slab)| slab)
    }

    pub fn is_blank(&self) -> bool {
        self.boxes.is_empty() && self.notes.is_empty()
    }

    /// Whether it holds one figure and nothing else and is full of it.
    pub fn is_plate(&self, lines: i64) -> bool {
        match self.boxes.as_slice() {
            [(_, slab)] => slab.kind == SlabKind::Figure && slab.lines >= lines && slab.pieces.len() == 1 && self.notes.is_empty(),
            _ => false,
        }
    }
}

/// Lines of a note on one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotePart {
    pub note: NodeId,
    pub from: usize,
    pub to: usize,
}

/// The room that pages have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub grid: Grid,
    /// Lines on a page.
    pub lines: i64,
    pub note_size: Length,
    pub note_pitch: Length,
    /// Between the last body line and the first note, the rule included.
    pub note_separation: Length,
    /// Whether parts may ask for the next recto or verso.
    pub leaves: bool,
}

/// At most a third of a page stays blank so that a break is a good one.
const MOST_BLANK: i64 = 3;
/// Lines of text that stand under a heading beside a figure.
const LEAST_AFTER_HEADING: i64 = 2;
/// The least lines of a note on either side of a break (requirement NOT-08).
const LEAST_NOTE_LINES: usize = 2;

impl Room {
    /// The block size of this many lines of notes with what separates them from the body.
    pub fn notes_extent(&self, lines: usize) -> Length {
        match i64::try_from(lines) {
            Ok(0) | Err(_) => Length::ZERO,
            Ok(lines) => self.note_separation + self.note_pitch * (lines - 1) + self.note_size,
        }
    }

    /// Whether so many body lines and note lines fit on a page.
    fn fits(&self, body: i64, notes: usize) -> bool {
        self.grid.extent(body) + self.notes_extent(notes) <= self.grid.extent(self.lines)
    }

    /// The most note lines beside so many body lines.
    fn note_lines(&self, body: i64) -> usize {
        let rest = self.grid.extent(self.lines) - self.grid.extent(body) - self.note_separation - self.note_size;
        if rest < Length::ZERO { 0 } else { usize::try_from(rest.divide(self.note_pitch) + 1).unwrap_or(0) }
    }
}

/// Sets the lines of a paragraph of the body again from a place on, beginning so far into the column.
pub(super) type Again<'a> = &'a dyn Fn(NodeId, Option<TextPlace>, Length) -> Option<Vec<Slab>>;

/// Cuts slabs into pages; the first page has the index `first`, and even indexes are rectos.
pub(super) fn paginate(slabs: Vec<Slab>, notes: &BTreeMap<NodeId, NoteBody>, room: Room, first: usize, again: Again<'_>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let mut filler = Filler {
        slabs: slabs.into(),
        notes,
        room,
        again,
        figures: VecDeque::new(),
        carried: Vec::new(),
        seen: BTreeSet::new(),
        page: Page::default(),
    };
    while !filler.is_done() {
        if filler.wants_other_side(first + sheets.len()) {
            sheets.push(Sheet::default());
        }
        sheets.push(filler.fill());
    }
    sheets
}

struct Filler<'a> {
    slabs: VecDeque<Slab>,
    notes: &'a BTreeMap<NodeId, NoteBody>,
    room: Room,
    again: Again<'a>,
    /// Figures that did not fit, for the next page.
    figures: VecDeque<Slab>,
    /// The rest of a note that did not fit.
    carried: Vec<NotePart>,
    /// Notes that have their place; a note may be marked twice.
    seen: BTreeSet<NodeId>,
    page: Page,
}

/// The page being filled.
#[derive(Default)]
struct Page {
    taken: Vec<Taken>,
    lines: i64,
    notes: Vec<NotePart>,
    note_lines: usize,
    rest: Vec<NotePart>,
}

struct Taken {
    at: i64,
    slab: Slab,
    /// How many parts of notes the page had before.
    notes: usize,
    /// Whether it came from the figures that were put off, and so cannot be put back.
    moved: Origin,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Column,
    PutOff,
    /// A repeated table header.
    Repeated,
}

impl Filler<'_> {
    fn is_done(&self) -> bool {
        self.slabs.iter().all(|slab| slab.kind == SlabKind::Space) && self.figures.is_empty() && self.carried.is_empty()
    }

    /// Whether the next page must stay blank because the next part begins on the other side.
    fn wants_other_side(&self, index: usize) -> bool {
        if !self.room.leaves || !self.figures.is_empty() || !self.carried.is_empty() {
            return false;
        }
        let recto = index.is_multiple_of(2);
        match self.slabs.front().map(|slab| slab.before) {
            Some(Break::Recto) => !recto,
            Some(Break::Verso) => recto,
            Some(Break::Allowed | Break::Avoided | Break::Page) | None => false,
        }
    }

    fn fill(&mut self) -> Sheet {
        self.page = Page::default();
        self.place_carried_notes();
        while let Some(figure) = self.figures.pop_front() {
            if !self.page.taken.is_empty() && !self.room.fits(self.page.lines + figure.lines, self.page.note_lines) {
                self.figures.push_front(figure);
                break;
            }
            self.take(figure, Origin::PutOff);
        }
        self.take_column();
        let page = std::mem::take(&mut self.page);
        self.carried = page.rest;
        let mut boxes: Vec<(i64, Slab)> = page.taken.into_iter().map(|taken| (taken.at, taken.slab)).collect();
        while boxes.last().is_some_and(|(_, slab)| slab.kind == SlabKind::Space) {
            boxes.pop();
        }
        Sheet { boxes, notes: page.notes }
    }

    /// Notes that go on from the page before come first; they leave room for some text while there is any.
    fn place_carried_notes(&mut self) {
        let text_left = !self.slabs.is_empty() || !self.figures.is_empty();
        for part in std::mem::take(&mut self.carried) {
            let room = self.room.note_lines(if text_left { LEAST_BODY_LINES.min(self.room.lines) } else { 0 }).max(1);
            let free = room.saturating_sub(self.page.note_lines);
            let to = part.to.min(part.from + free);
            if to > part.from {
                self.page.notes.push(NotePart { to, ..part });
                self.page.note_lines += to - part.from;
            }
            if to < part.to {
                self.page.rest.push(NotePart { from: to, ..part });
            }
        }
    }

    /// Takes boxes from the column while they fit, then goes back to a good place to end.
    fn take_column(&mut self) {
        let mut put_off = VecDeque::new();
        let mut full = false;
        while let Some(slab) = self.slabs.pop_front() {
            let empty = self.page.taken.is_empty();
            if slab.kind == SlabKind::Space && empty {
                continue;
            }
            if !empty && matches!(slab.before, Break::Page | Break::Recto | Break::Verso) {
                self.slabs.push_front(slab);
                break;
            }
            if empty && let Some(header) = &slab.header {
                let header = Slab::clone(header);
                self.take(header, Origin::Repeated);
            }
            if slab.kind == SlabKind::Space && !self.room.fits(self.page.lines + slab.lines, self.page.note_lines) {
                // Blank lines before the foot vanish.
                full = true;
                break;
            }
            // Figures keep their order.
            let waits = slab.kind == SlabKind::Figure && !(put_off.is_empty() && self.figures.is_empty());
            if empty || !waits && self.accepts(&slab) {
                self.take(slab, Origin::Column);
            } else if slab.kind == SlabKind::Figure {
                put_off.push_back(slab);
            } else {
                self.slabs.push_front(slab);
                full = true;
                break;
            }
        }
        self.figures.append(&mut put_off);
        if full {
            self.go_back();
        }
        while self.page.taken.last().is_some_and(|taken| is_kept(&taken.slab) && taken.moved == Origin::Column)
            && self.page.taken.len() > 1
            && (!self.slabs.is_empty() || !self.figures.is_empty())
            && self.next_break_is_free()
        {
            self.put_back();
        }
    }

    /// Whether what follows is not forced to a new page anyway.
    fn next_break_is_free(&self) -> bool {
        self.slabs.front().is_none_or(|slab| matches!(slab.before, Break::Allowed | Break::Avoided))
    }

    /// Whether a box fits with the notes marked in it, of the last of which two lines may do.
    fn accepts(&self, slab: &Slab) -> bool {
        let lines = self.page.lines + slab.lines;
        let new: Vec<usize> = self.new_notes(slab).map(|(_, count)| count).collect();
        let all: usize = new.iter().sum();
        if self.room.fits(lines, self.page.note_lines + all) {
            return true;
        }
        let Some(&last) = new.last() else { return false };
        let least = self.page.note_lines + all - last + LEAST_NOTE_LINES;
        last >= LEAST_NOTE_LINES * 2 && self.page.rest.is_empty() && self.room.fits(lines, least)
    }

    fn new_notes<'s>(&'s self, slab: &'s Slab) -> impl Iterator<Item = (NodeId, usize)> + 's {
        let fresh = slab.notes.iter().filter(|note| !self.seen.contains(note));
        fresh.filter_map(|note| self.notes.get(note).map(|body| (*note, body.lines.len())))
    }

    /// Fills the lines of a figure, beside it, with the text that follows, as far as that is paragraphs and headings of the body.
    fn fill_beside(&mut self, figure: &mut Slab) {
        let Some(start) = figure.beside.take() else { return };
        let lead = figure.lead;
        if self.page.taken.is_empty() {
            // The white before it vanishes at the head of the page; the text keeps to the grid.
            figure.pieces = std::mem::take(&mut figure.pieces).into_iter().map(|piece| piece.shifted(Length::ZERO, -lead)).collect();
            figure.lead = Length::ZERO;
        }
        let mut line = 0;
        while line < figure.lines {
            if self.slabs.front().is_some_and(|slab| slab.kind == SlabKind::Figure) {
                self.figures.extend(self.slabs.pop_front());
                continue;
            }
            let Some((taken, rest)) = self.boxes_beside(figure, line, start) else { break };
            let goes_on = rest.is_empty();
            self.replace_paragraph(rest);
            for slab in taken {
                let block = self.room.grid.pitch * line;
                figure.pieces.extend(slab.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, block)));
                figure.anchors.extend(slab.anchors);
                figure.notes.extend(slab.notes);
                figure.lead = Length::ZERO;
                line += slab.lines;
            }
            if !goes_on {
                break;
            }
        }
    }

    /// The next heading, or as many lines of the next paragraph as fit beside a figure from its line `line` on, and the other
    /// lines of the paragraph in the full measure.
    fn boxes_beside(&self, figure: &Slab, line: i64, start: Length) -> Option<(Vec<Slab>, Vec<Slab>)> {
        let front = self.slabs.front()?;
        let block = front.source?;
        let free = figure.lines - line;
        let from = match (front.start, front.before) {
            (_, Break::Page | Break::Recto | Break::Verso) => return None,
            (Start::Begins, Break::Allowed | Break::Avoided) => None,
            (Start::Continues, Break::Allowed | Break::Avoided) => Some(front.text_place()?),
        };
        let mut taken = (self.again)(block, from, start)?;
        if front.kind == SlabKind::Heading {
            let lines: i64 = taken.iter().map(|slab| slab.lines).sum();
            let followed = self.slabs.get(1).is_some_and(|slab| slab.kind == SlabKind::Text && slab.source.is_some());
            let plain = taken.iter().all(|slab| slab.notes.is_empty());
            return (plain && followed && lines + LEAST_AFTER_HEADING <= free).then_some((taken, Vec::new()));
        }
        let mut notes = self.page.note_lines + self.new_notes(figure).map(|(_, count)| count).sum::<usize>();
        let fits = |slab: &Slab| {
            notes += self.new_notes(slab).map(|(_, count)| count).sum::<usize>();
            self.page.rest.is_empty() && self.room.fits(self.page.lines + figure.lines, notes)
        };
        let count = taken.iter().take(usize::try_from(free).unwrap_or(0)).map(fits).take_while(|fits| *fits).count();
        let lonely = count == 1 && from.is_none() && taken.len() > 1;
        if count == 0 || lonely {
            return None;
        }
        let rest = match taken.get(count) {
            Some(next) => (self.again)(block, Some(next.text_place()?), Length::ZERO)?,
            None => Vec::new(),
        };
        taken.truncate(count);
        Some((taken, rest))
    }

    /// Puts other lines in the place of the paragraph that comes next.
    fn replace_paragraph(&mut self, lines: Vec<Slab>) {
        let Some(source) = self.slabs.pop_front().map(|slab| slab.source) else { return };
        while self.slabs.front().is_some_and(|slab| slab.source == source && slab.start == Start::Continues) {
            self.slabs.pop_front();
        }
        for slab in lines.into_iter().rev() {
            self.slabs.push_front(slab);
        }
    }

    fn take(&mut self, mut slab: Slab, moved: Origin) {
        if slab.kind == SlabKind::Figure {
            self.fill_beside(&mut slab);
        }
        let before = self.page.notes.len();
        let lines = self.page.lines + slab.lines;
        let new: Vec<(NodeId, usize)> = self.new_notes(&slab).collect();
        for (note, count) in new {
            if !self.seen.insert(note) {
                continue;
            }
            let free = self.room.note_lines(lines).saturating_sub(self.page.note_lines);
            let to = match count {
                count if count <= free && self.page.rest.is_empty() => count,
                // The two sides of a broken note have two lines each.
                count => free.min(count.saturating_sub(LEAST_NOTE_LINES)),
            };
            let to = if self.page.rest.is_empty() { to } else { 0 };
            if to > 0 {
                self.page.notes.push(NotePart { note, from: 0, to });
                self.page.note_lines += to;
            }
            if to < count {
                self.page.rest.push(NotePart { note, from: to, to: count });
            }
        }
        self.page.taken.push(Taken { at: self.page.lines, slab, notes: before, moved });
        self.page.lines = lines;
    }

    /// Gives the last box back to the column, with its notes.
    fn put_back(&mut self) {
        let Some(taken) = self.page.taken.pop() else { return };
        for part in self.page.notes.split_off(taken.notes) {
            self.page.note_lines -= part.to - part.from;
            self.seen.remove(&part.note);
        }
        for note in &taken.slab.notes {
            if self.page.rest.iter().any(|part| part.note == *note) {
                self.page.rest.retain(|part| part.note != *note);
                self.seen.remove(note);
            }
        }
        self.page.lines = taken.at;
        match taken.moved {
            Origin::Column => self.slabs.push_front(taken.slab),
            Origin::PutOff => self.figures.push_front(taken.slab),
            Origin::Repeated => {}
        }
    }

    /// Ends the page at the last good place, if that leaves not too much of it blank; else never after a heading.
    fn go_back(&mut self) {
        let quality = |taken: &[Taken], next: Option<&Slab>, end: usize| {
            let before = if end < taken.len() { Some(&taken[end].slab) } else { next };
            let after_heading = is_kept(&taken[end - 1].slab);
            let avoided = before.is_some_and(|slab| slab.before == Break::Avoided);
            (after_heading, avoided)
        };
        let next = self.slabs.front();
        let taken = &self.page.taken;
        let fixed = taken.iter().take_while(|taken| taken.moved != Origin::Column).count();
        let least = self.page.lines - (self.room.lines / MOST_BLANK).max(1);
        let ends = (fixed.max(1)..=taken.len()).rev();
        let near = ends.clone().filter(|&end| taken.get(end).map_or(self.page.lines, |taken| taken.at) >= least);
        let best = near.clone().find(|&end| quality(taken, next, end) == (false, false));
        let fair = || near.clone().find(|&end| !quality(taken, next, end).0);
        let any = || ends.clone().find(|&end| quality(taken, next, end) == (false, false));
        let Some(end) = best.or_else(fair).or_else(any) else { return };
        while self.page.taken.len() > end {
            self.put_back();
        }
    }
}

/// Whether a box is never last on a page.
fn is_kept(slab: &Slab) -> bool {
    match slab.kind {
        SlabKind::Heading | SlabKind::Kept => true,
        SlabKind::Text | SlabKind::Space | SlabKind::Figure => false,
    }
}

/// Body lines that notes from the page before leave room for.
const LEAST_BODY_LINES: i64 = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeIds;
    use crate::flow::Piece;
    use crate::geom::LogicalRect;

    fn room(lines: i64) -> Room {
        let grid = Grid { em: Length::pt(10), pitch: Length::pt(18) };
        Room { grid, lines, note_size: Length::pt(8), note_pitch: Length::pt(12), note_separation: Length::pt(12), leaves: true }
    }

    fn mark() -> Vec<Piece> {
        vec![Piece::Fill { rect: LogicalRect::default(), grey: 0 }]
    }

    fn line() -> Slab {
        Slab { lines: 1, pieces: mark(), ..Slab::default() }
    }

    /// A paragraph with the breaks of Chinese.
    fn paragraph(count: usize) -> Vec<Slab> {
        let slab =
            |index| Slab { before: if index == 1 || index > 0 && index + 1 == count { Break::Avoided } else { Break::Allowed }, ..line() };
        (0..count).map(slab).collect()
    }

    fn heading(lines: i64) -> Slab {
        Slab { lines, kind: SlabKind::Heading, pieces: mark(), ..Slab::default() }
    }

    /// The number of boxes on each page.
    fn counts(slabs: Vec<Slab>, lines: i64) -> Vec<usize> {
        paginate(slabs, &BTreeMap::new(), room(lines), 0, &|_, _, _| None).iter().map(|sheet| sheet.boxes.len()).collect()
    }

    /// Requirement PAR-09.
    #[test]
    fn two_lines_of_a_paragraph_stay_together_on_either_side() {
        assert_eq!(counts([paragraph(9), paragraph(5)].concat(), 10), [9, 5], "no first line alone at the foot");
        assert_eq!(counts(paragraph(11), 10), [9, 2], "no last line alone at the head");
        assert_eq!(counts((0..11).map(|_| line()).collect(), 10), [10, 1], "single lines break anywhere");
    }

    /// Requirement HED-05.
    #[test]
    fn a_heading_is_never_last_on_a_page() {
        for before in 4..10 {
            let slabs = [(0..before).map(|_| line()).collect(), vec![heading(2)], paragraph(6)].concat();
            for sheet in paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _| None) {
                let last = &sheet.boxes.last().unwrap().1;
                assert_ne!(last.kind, SlabKind::Heading, "after {before} lines");
            }
        }
    }

    #[test]
    fn a_figure_that_does_not_fit_heads_the_next_page_while_text_fills_this_one() {
        let figure = Slab { lines: 6, kind: SlabKind::Figure, pieces: mark(), ..Slab::default() };
        let slabs = [vec![line(); 6], vec![figure], vec![line(); 8]].concat();
        let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _| None);
        assert_eq!(sheets[0].boxes.len(), 10);
        assert_eq!(sheets[1].boxes[0].1.kind, SlabKind::Figure);
        assert_eq!(sheets[1].boxes.len(), 5);
    }

    #[test]
    fn blank_lines_vanish_at_head_and_foot() {
        let slabs = [vec![line(); 10], vec![Slab::space(2)], vec![line(); 3]].concat();
        let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _| None);
        assert_eq!(sheets.iter().map(|sheet| sheet.boxes[0].0).collect::<Vec<_>>(), [0, 0]);
        assert_eq!(sheets[1].boxes.len(), 3);
    }

    #[test]
    fn a_part_that_begins_on_a_recto_leaves_a_blank_verso() {
        let slabs = vec![line(), Slab { before: Break::Recto, ..line() }];
        let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _| None);
        assert_eq!(sheets.iter().map(|sheet| sheet.boxes.len()).collect::<Vec<_>>(), [1, 0, 1]);
    }

    fn notes(lengths: &[usize]) -> (Vec<NodeId>, BTreeMap<NodeId, NoteBody>) {
        let mut ids = NodeIds::default();
        let body = |lines| NoteBody { lines: vec![mark(); lines], anchors: Vec::new() };
        let notes: Vec<(NodeId, NoteBody)> = lengths.iter().map(|&lines| (ids.fresh(), body(lines))).collect();
        (notes.iter().map(|(id, _)| *id).collect(), notes.into_iter().collect())
    }

    /// Requirement NOT-07.
    #[test]
    fn a_note_stands_on_the_page_of_its_mark() {
        let (ids, bodies) = notes(&[2]);
        let marked = Slab { notes: vec![ids[0]], ..line() };
        let slabs = [vec![line(); 4], vec![marked], vec![line(); 8]].concat();
        let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _| None);
        assert_eq!(sheets[0].notes, [NotePart { note: ids[0], from: 0, to: 2 }]);
        assert_eq!(sheets[0].boxes.len(), 8, "the body gives way to the note");
    }

    /// Requirement NOT-08.
    #[test]
    fn a_long_note_breaks_with_two_lines_on_either_side() {
        let (ids, bodies) = notes(&[9]);
        let marked = Slab { notes: vec![ids[0]], ..line() };
        let slabs = [vec![line(); 6], vec![marked], vec![line(); 6]].concat();
        let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _| None);
        let parts: Vec<NotePart> = sheets.iter().flat_map(|sheet| sheet.notes.clone()).collect();
        assert!(parts.len() == 2 && parts.iter().all(|part| part.to - part.from >= 2), "{parts:?}");
        assert_eq!((parts[0].to, parts[1].to), (parts[1].from, 9));
    }

    #[test]
    fn every_box_and_every_note_line_is_placed_once() {
        let (ids, bodies) = notes(&[1, 30, 3, 2, 5, 40]);
        let mut slabs = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            slabs.extend(paragraph(3 + index));
            slabs.push(Slab { notes: vec![*id], ..line() });
            slabs.push(Slab { notes: vec![*id, ids[0]], ..heading(3) });
            slabs.push(Slab { lines: 4 + index as i64 * 2, kind: SlabKind::Figure, ..line() });
        }
        let count = slabs.len();
        let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _| None);
        assert_eq!(sheets.iter().map(|sheet| sheet.boxes.len()).sum::<usize>(), count);
        for (id, body) in &bodies {
            let mut next = 0;
            for part in sheets.iter().flat_map(|sheet| &sheet.notes).filter(|part| part.note == *id) {
                assert_eq!(part.from, next);
                next = part.to;
            }
            assert_eq!(next, body.lines.len());
        }
    }
}
