//! Pages of plain boxes.

use super::paginate::paginate;
use super::room::{Balance, NoteRoom, Room};
use super::sheet::NotePart;
use crate::book::NodeId;
use crate::book::NodeIds;
use crate::flow::Break;
use crate::flow::NoteBody;
use crate::flow::Piece;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::geom::Length;
use crate::geom::LogicalRect;
use crate::geom::WritingMode;
use crate::style::Grid;
use std::collections::BTreeMap;

fn room(lines: i64) -> Room {
    let grid = Grid { em: Length::pt(10), pitch: Length::pt(18) };
    Room {
        mode: WritingMode::HorizontalTb,
        grid,
        lines,
        columns: 1,
        column_step: Length::ZERO,
        balance: Balance::Level,
        notes: NoteRoom::Page,
        note_size: Length::pt(8),
        note_pitch: Length::pt(12),
        note_separation: Length::pt(12),
        leaves: true,
    }
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
    paginate(slabs, &BTreeMap::new(), room(lines), 0, &|_, _, _, _| None).iter().map(|sheet| sheet.boxes.len()).collect()
}

/// Proves: PAR-09 [TW HK CN] [HV]: two lines of a paragraph stay together on either side of a break; single lines of Japanese break anywhere.
#[test]
fn two_lines_of_a_paragraph_stay_together_on_either_side() {
    assert_eq!(counts([paragraph(9), paragraph(5)].concat(), 10), [9, 5], "no first line alone at the foot");
    assert_eq!(counts(paragraph(11), 10), [9, 2], "no last line alone at the head");
    assert_eq!(counts((0..11).map(|_| line()).collect(), 10), [10, 1], "single lines break anywhere");
}

/// Proves: HED-05 [ALL] [HV]: a heading is never last on a page, wherever on the page it falls.
#[test]
fn a_heading_is_never_last_on_a_page() {
    for before in 4..10 {
        let slabs = [(0..before).map(|_| line()).collect(), vec![heading(2)], paragraph(6)].concat();
        for sheet in paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _, _| None) {
            let last = &sheet.boxes.last().unwrap().slab;
            assert_ne!(last.kind, SlabKind::Heading, "after {before} lines");
        }
    }
}

#[test]
fn a_figure_that_does_not_fit_heads_the_next_page_while_text_fills_this_one() {
    let figure = Slab { lines: 6, kind: SlabKind::Figure, pieces: mark(), ..Slab::default() };
    let slabs = [vec![line(); 6], vec![figure], vec![line(); 8]].concat();
    let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _, _| None);
    assert_eq!(sheets[0].boxes.len(), 10);
    assert_eq!(sheets[1].boxes[0].slab.kind, SlabKind::Figure);
    assert_eq!(sheets[1].boxes.len(), 5);
}

#[test]
fn blank_lines_vanish_at_head_and_foot() {
    let slabs = [vec![line(); 10], vec![Slab::space(2)], vec![line(); 3]].concat();
    let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _, _| None);
    assert_eq!(sheets.iter().map(|sheet| sheet.boxes[0].line).collect::<Vec<_>>(), [0, 0]);
    assert_eq!(sheets[1].boxes.len(), 3);
}

#[test]
fn a_part_that_begins_on_a_recto_leaves_a_blank_verso() {
    let slabs = vec![line(), Slab { before: Break::Recto, ..line() }];
    let sheets = paginate(slabs, &BTreeMap::new(), room(10), 0, &|_, _, _, _| None);
    assert_eq!(sheets.iter().map(|sheet| sheet.boxes.len()).collect::<Vec<_>>(), [1, 0, 1]);
}

fn notes(lengths: &[usize]) -> (Vec<NodeId>, BTreeMap<NodeId, NoteBody>) {
    let mut ids = NodeIds::default();
    let body = |lines| NoteBody { lines: vec![mark(); lines], ..NoteBody::default() };
    let notes: Vec<(NodeId, NoteBody)> = lengths.iter().map(|&lines| (ids.fresh(), body(lines))).collect();
    (notes.iter().map(|(id, _)| *id).collect(), notes.into_iter().collect())
}

/// Proves: NOT-07 [ALL] [H]: a note stands on the page of its mark and the body gives way to it.
#[test]
fn a_note_stands_on_the_page_of_its_mark() {
    let (ids, bodies) = notes(&[2]);
    let marked = Slab { notes: vec![ids[0]], ..line() };
    let slabs = [vec![line(); 4], vec![marked], vec![line(); 8]].concat();
    let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _, _| None);
    assert_eq!(sheets[0].notes, [NotePart { note: ids[0], from: 0, to: 2 }]);
    assert_eq!(sheets[0].boxes.len(), 8, "the body gives way to the note");
}

/// Proves: NOT-08 [ALL] [H]: a long note breaks with two lines on either side.
#[test]
fn a_long_note_breaks_with_two_lines_on_either_side() {
    let (ids, bodies) = notes(&[9]);
    let marked = Slab { notes: vec![ids[0]], ..line() };
    let slabs = [vec![line(); 6], vec![marked], vec![line(); 6]].concat();
    let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _, _| None);
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
    let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _, _| None);
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

fn sheets(slabs: Vec<Slab>, room: Room) -> Vec<super::sheet::Sheet> {
    paginate(slabs, &BTreeMap::new(), room, 0, &|_, _, _, _| None)
}

/// How many boxes stand in each column of a page.
fn columns(sheet: &super::sheet::Sheet) -> Vec<usize> {
    let mut counts: BTreeMap<Length, usize> = BTreeMap::new();
    for placed in &sheet.boxes {
        *counts.entry(placed.inline).or_default() += 1;
    }
    counts.into_values().collect()
}

fn in_columns(count: usize, balance: Balance) -> Room {
    Room { columns: count, column_step: Length::pt(100), balance, ..room(10) }
}

/// Proves: COL-01 [ALL] [HV]: columns share the grid and are filled one after the other.
/// Proves: COL-02 [ALL] [HV]: the columns of a part's last page end together where the theme balances them, and are filled where not.
#[test]
fn the_last_page_of_columns_is_balanced_where_asked() {
    let lines = |count: usize| vec![line(); count];
    assert_eq!(columns(&sheets(lines(14), in_columns(2, Balance::Level))[0]), [7, 7]);
    assert_eq!(columns(&sheets(lines(14), in_columns(2, Balance::Filled))[0]), [10, 4]);
    assert_eq!(columns(&sheets(lines(14), in_columns(3, Balance::Level))[0]), [5, 5, 4]);
    let two = sheets(lines(26), in_columns(2, Balance::Level));
    assert_eq!((columns(&two[0]), columns(&two[1])), (vec![10, 10], vec![3, 3]));
}

/// Proves: COL-02 [ALL] [HV]: a heading across all columns turns the text back above it, and the text goes on in columns below it.
#[test]
fn a_heading_across_the_columns_divides_the_page() {
    let spanning = Slab { span: crate::flow::Span::All, ..heading(2) };
    let sheet = &sheets([vec![line(); 4], vec![spanning], vec![line(); 8]].concat(), in_columns(2, Balance::Filled))[0];
    let places: Vec<(i64, Length)> = sheet.boxes.iter().map(|placed| (placed.line, placed.inline)).collect();
    let at = |line: i64, column: i64| (line, Length::pt(100) * column);
    assert_eq!(places[..5], [at(0, 0), at(1, 0), at(0, 1), at(1, 1), at(2, 0)]);
    assert_eq!(places[5..], [at(4, 0), at(5, 0), at(6, 0), at(7, 0), at(8, 0), at(9, 0), at(4, 1), at(5, 1)]);
}

/// Proves: FIG-02 [ALL] [HV]: a figure of which two thirds fit stays on the page and the last lines of the paragraph before it follow
/// it; one of which less fits goes to the next page while text fills this one.
#[test]
fn a_figure_stays_when_little_of_it_does_not_fit() {
    let continued = || Slab { start: crate::flow::Start::Continues, ..line() };
    let figure = Slab { lines: 6, kind: SlabKind::Figure, pieces: mark(), ..Slab::default() };
    let book = |before: usize| [vec![line()], vec![continued(); before - 1], vec![figure.clone()], vec![line(); 9]].concat();
    let place = |before: usize| {
        let sheets = sheets(book(before), room(10));
        let on =
            |sheet: &super::sheet::Sheet| sheet.boxes.iter().find(|placed| placed.slab.kind == SlabKind::Figure).map(|placed| placed.line);
        sheets.iter().map(on).take(2).collect::<Vec<_>>()
    };
    assert_eq!(place(4), [Some(4), None], "it fits");
    assert_eq!(place(5), [Some(4), None], "five lines fit, one does not");
    assert_eq!(place(6), [Some(4), None], "four lines fit, two do not");
    assert_eq!(place(7), [None, Some(0)], "three lines fit, three do not");
}

/// Proves: FIG-01 [ALL] [H]: a figure for the head or the foot takes it on the page of its text, and goes to the next page when its text
/// would not stay on this one.
#[test]
fn figures_take_the_head_or_the_foot_of_a_page() {
    use crate::flow::Float;
    let figure = |float| Slab { lines: 4, kind: SlabKind::Figure, float, pieces: mark(), ..Slab::default() };
    let place = |before: usize, float| {
        let sheets = sheets([vec![line(); before], vec![figure(float)], vec![line(); 9]].concat(), room(10));
        let found = sheets.iter().enumerate().find_map(|(page, sheet)| {
            let placed = sheet.boxes.iter().find(|placed| placed.slab.kind == SlabKind::Figure)?;
            Some((page, placed.line))
        });
        found.unwrap()
    };
    assert_eq!((place(3, Float::Head), place(3, Float::Foot)), ((0, 0), (0, 6)));
    assert_eq!((place(8, Float::Head), place(8, Float::Foot)), ((1, 0), (1, 6)));
    assert_eq!(place(3, Float::Page), (1, 0));
    assert_eq!(place(3, Float::Spread), (1, 0), "the first verso");
}

fn with_notes(notes: NoteRoom) -> Room {
    Room { notes, mode: WritingMode::VerticalRl, ..room(10) }
}

/// Proves: NOT-09 [JA] [V]: notes of facing pages stand at the end of the second; those of a last page follow its text.
#[test]
fn notes_of_facing_pages_stand_at_the_end_of_the_second() {
    let (ids, bodies) = notes(&[2, 2, 2]);
    let marked = |index: usize| Slab { notes: vec![ids[index]], ..line() };
    let slabs =
        [vec![line(); 10], vec![marked(0)], vec![line(); 9], vec![marked(1)], vec![line(); 9], vec![marked(2)], vec![line(); 2]].concat();
    let sheets = paginate(slabs, &bodies, with_notes(NoteRoom::Spread), 0, &|_, _, _, _| None);
    let found: Vec<Vec<NodeId>> = sheets.iter().map(|sheet| sheet.notes.iter().map(|part| part.note).collect()).collect();
    assert_eq!(found, [vec![], vec![], vec![ids[0], ids[1]], vec![ids[2]]]);
    assert_eq!(sheets[1].boxes.len(), 10, "the first of the two is full of text");
    assert_eq!((sheets[2].notes_after, sheets[3].notes_after), (None, Some(7)));
}

/// Proves: NOT-10 [ALL] [HV]: in a band each note begins at the line of its mark or after the note before it, moves up where the band
/// ends, and goes on in the next band where it does not fit.
#[test]
fn notes_in_a_band_stand_beside_their_marks() {
    let (ids, bodies) = notes(&[2, 3, 2, 40]);
    let marked = |index: usize| Slab { notes: vec![ids[index]], ..line() };
    let slabs =
        [vec![line(); 2], vec![marked(0)], vec![marked(1)], vec![line(); 4], vec![marked(2)], vec![line()], vec![marked(3)]].concat();
    let sheets = paginate(slabs, &bodies, with_notes(NoteRoom::Band), 0, &|_, _, _, _| None);
    let first: Vec<Length> = sheets[0].band.iter().map(|part| part.block).collect();
    assert_eq!(first, [Length::pt(36), Length::pt(64), Length::pt(144)]);
    let lines: Vec<usize> =
        sheets.iter().flat_map(|sheet| &sheet.band).filter(|part| part.part.note == ids[3]).map(|part| part.part.lines()).collect();
    assert_eq!(lines.iter().sum::<usize>(), 40);
    assert!(sheets.len() > 3 && sheets[0].boxes.len() == 10);
}

/// Three hundred notes marked on one page: as many lines as the page holds beside its text, and the rest on the pages after it, in
/// order, beside text while there is any.
#[test]
fn three_hundred_notes_on_one_page_come_to_an_end() {
    for notes_room in [NoteRoom::Page, NoteRoom::Spread, NoteRoom::Band] {
        let (ids, bodies) = notes(&[1; 300]);
        let slabs = [vec![line()], vec![Slab { notes: ids.clone(), ..line() }], vec![line(); 30]].concat();
        let sheets = paginate(slabs, &bodies, with_notes(notes_room), 0, &|_, _, _, _| None);
        let parts = sheets.iter().flat_map(|sheet| sheet.notes.iter().copied().chain(sheet.band.iter().map(|part| part.part)));
        assert_eq!(parts.map(|part| part.note).collect::<Vec<_>>(), ids, "{notes_room:?}");
        assert_eq!(sheets.iter().map(|sheet| sheet.boxes.len()).sum::<usize>(), 32);
        assert!(sheets.len() < 60, "{notes_room:?}: {} pages", sheets.len());
    }
}

/// A box that is larger than a page is placed on a page of its own, whatever else asks for room there.
#[test]
fn what_is_larger_than_a_page_comes_to_an_end() {
    let (ids, bodies) = notes(&[5]);
    for kind in [SlabKind::Text, SlabKind::Heading, SlabKind::Figure] {
        for count in 1..=3 {
            let large = Slab { lines: 14, kind, pieces: mark(), notes: ids.clone(), ..Slab::default() };
            let slabs = [vec![line(); 3], vec![large], vec![line(); 3]].concat();
            let room = Room { columns: count, column_step: Length::pt(50), ..room(10) };
            let sheets = paginate(slabs, &bodies, room, 0, &|_, _, _, _| None);
            assert_eq!(sheets.iter().map(|sheet| sheet.boxes.len()).sum::<usize>(), 7, "{kind:?} {count}");
            assert_eq!(sheets.iter().flat_map(|sheet| &sheet.notes).map(NotePart::lines).sum::<usize>(), 5, "{kind:?} {count}");
        }
    }
}
