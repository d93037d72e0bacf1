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

/// Requirement NOT-07.
#[test]
fn a_note_stands_on_the_page_of_its_mark() {
    let (ids, bodies) = notes(&[2]);
    let marked = Slab { notes: vec![ids[0]], ..line() };
    let slabs = [vec![line(); 4], vec![marked], vec![line(); 8]].concat();
    let sheets = paginate(slabs, &bodies, room(10), 0, &|_, _, _, _| None);
    assert_eq!(sheets[0].notes, [NotePart { note: ids[0], from: 0, to: 2 }]);
    assert_eq!(sheets[0].boxes.len(), 8, "the body gives way to the note");
}

/// Requirement NOT-08.
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
