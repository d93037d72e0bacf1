//! Numbers and places of notes.

use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::NotePlacement;
use crate::manuscript::FigureNumbering;
use crate::manuscript::NoteNumbering;
use crate::manuscript::NoteStyle;
use crate::unicode::counted;
use std::collections::BTreeMap;

use super::resolved::Resolved;

/// What an edition says about notes, and about numbers of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRules {
    pub style: NoteStyle,
    pub numbering: NoteNumbering,
    /// The pattern of marks.
    pub marks: String,
    /// Of figures and tables.
    pub figures: FigureNumbering,
}

impl Default for NoteRules {
    fn default() -> NoteRules {
        NoteRules { style: NoteStyle::Page, numbering: NoteNumbering::Book, marks: "1".to_owned(), figures: FigureNumbering::Referred }
    }
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotePlace {
    /// With the page of its mark.
    #[default]
    Page,
    /// After its file.
    Chapter,
    /// After the text of the book.
    Book,
    /// In the line.
    Inline,
}

impl Resolved {
    pub fn note_place(&self, note: NodeId) -> NotePlace {
        self.note_places.get(&note).copied().unwrap_or_default()
    }

    /// The note's number as it is printed.
    pub fn note_label(&self, note: NodeId) -> Option<&str> {
        self.note_labels.get(&note).map(String::as_str)
    }

    /// Gives notes other numbers.
    pub fn renumber(&mut self, numbers: &BTreeMap<NodeId, u32>, marks: &str) {
        for (note, number) in numbers {
            self.note_numbers.insert(*note, *number);
            self.note_labels.insert(*note, counted(marks, u64::from(*number)));
        }
    }
}

/// Numbers notes in the order of their first marks and gives each its place. A note in the line has no number.
pub(super) fn number_notes(book: &Book, rules: &NoteRules, resolved: &mut Resolved) {
    let mut next = 0;
    for division in &book.divisions {
        let known: BTreeMap<NodeId, &Note> = division.notes.iter().map(|note| (note.id, note)).collect();
        let mut order = Vec::new();
        division.walk_inlines(&mut |node| {
            if let InlineKind::NoteMark { note } = &node.kind
                && known.contains_key(note)
            {
                let marks = resolved.note_marks.entry(*note).or_default();
                if marks.is_empty() {
                    order.push(*note);
                }
                marks.push(node.id);
            }
        });
        match rules.numbering {
            NoteNumbering::Book => {}
            // What stands on a page is known when pages are.
            NoteNumbering::Chapter | NoteNumbering::Page => next = 0,
        }
        for id in order {
            let place = place(known[&id], division, rules, resolved);
            if place != NotePlace::Page {
                resolved.note_places.insert(id, place);
            }
            if place != NotePlace::Inline {
                next += 1;
                resolved.renumber(&BTreeMap::from([(id, next)]), &rules.marks);
            }
        }
    }
}

/// The note's own place, else its part's, else the edition's. A note of other blocks than paragraphs, or with several marks, cannot
/// stand in the line.
fn place(note: &Note, division: &Division, rules: &NoteRules, resolved: &Resolved) -> NotePlace {
    let place = match (note.placement.or(division.metadata.notes), rules.style) {
        (Some(NotePlacement::Foot | NotePlacement::Side | NotePlacement::Head), _) => NotePlace::Page,
        (Some(NotePlacement::Chapter), _) | (None, NoteStyle::Chapter) => NotePlace::Chapter,
        (Some(NotePlacement::Book), _) | (None, NoteStyle::Book) => NotePlace::Book,
        (Some(NotePlacement::Inline), _) | (None, NoteStyle::Inline) => NotePlace::Inline,
        (None, NoteStyle::Page | NoteStyle::Spread | NoteStyle::Foot | NoteStyle::Head | NoteStyle::Side) => NotePlace::Page,
    };
    let plain = note.blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let marks = resolved.note_marks.get(&note.id).map_or(0, Vec::len);
    if place == NotePlace::Inline && (!plain || note.blocks.is_empty() || marks > 1 || marks_a_note(note)) {
        NotePlace::Page
    } else {
        place
    }
}

fn marks_a_note(note: &Note) -> bool {
    let mut found = false;
    note.blocks.iter().for_each(|block| block.walk_inlines(&mut |node| found |= matches!(node.kind, InlineKind::NoteMark { .. })));
    found
}
