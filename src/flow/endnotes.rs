//! Notes after a file or after the whole text. Their lines are closer than those of the body, and a few of them together take whole
//! lines of the grid (requirement GRD-04).

use super::column::{Break, NoteBody, Slab, SlabKind, Span, Start};
use super::flow_block::{Flow, kept};
use super::generated;
use crate::book::Artifact;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::book::Owner;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;
use crate::resolve::NotePlace;
use crate::style::Role;
use crate::style::TextRule;
use crate::unicode::Language;

/// So many lines of notes in so many lines of the grid, the closest first.
const PACKINGS: [(i64, i64); 5] = [(2, 1), (3, 2), (4, 3), (5, 4), (1, 1)];
/// The least pitch of notes, in em of the note.
const LEAST_PITCH: (i64, i64) = (7, 5);

impl Flow<'_> {
    /// The notes of a file that stand after it.
    pub fn chapter_notes(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let notes = self.notes(division, NotePlace::Chapter, report);
        if notes.is_empty() {
            return Vec::new();
        }
        let mut slabs = vec![Slab::space(1)];
        slabs.push(kept(self.note_heading(&self.words.notes, 1, &division.language, report)));
        slabs.extend(self.packed(notes));
        slabs
    }

    /// The notes of the book that stand after its text, on pages of their own, by file where their numbers begin again.
    pub fn book_notes(&self, report: &mut Report) -> Vec<Slab> {
        let body = self.book.divisions.iter().filter(|division| division.role == DivisionRole::Body);
        let files: Vec<(&Division, Vec<(NodeId, NoteBody)>)> =
            body.map(|division| (division, self.notes(division, NotePlace::Book, report))).filter(|(_, notes)| !notes.is_empty()).collect();
        if files.is_empty() {
            return Vec::new();
        }
        let rule = self.styled.theme.heading(1);
        let title = self.note_heading(&self.words.notes, rule.lines, &self.book.language, report);
        let mut slabs = vec![Slab { before: Break::Page, span: Span::All, kind: SlabKind::Heading, ..title }];
        let again = files.iter().skip(1).any(|(_, notes)| notes.iter().any(|(note, _)| self.resolved.note_numbers.get(note) == Some(&1)));
        for (index, (division, notes)) in files.into_iter().enumerate() {
            let name = self.resolved.contents.iter().find(|entry| self.book.divisions[entry.division].id == division.id);
            if again && let Some(name) = name {
                if index > 0 {
                    slabs.push(Slab::space(1));
                }
                slabs.push(kept(self.note_heading(&name.plain, 1, &division.language, report)));
            }
            slabs.extend(self.packed(notes));
        }
        slabs
    }

    fn note_heading(&self, text: &str, lines: i64, language: &Language, report: &mut Report) -> Slab {
        let body = self.body_frame();
        let size = if lines > 1 { self.styled.size(self.styled.theme.heading(1).size) } else { body.text.size };
        let frame = body.with_text(TextRule { size, role: Role::Sans }).without_indent();
        let frame = super::flow_block::Frame { alignment: Alignment::Start, ..frame };
        let content = generated::numbered(self.spare, text, language, frame.mode);
        let owner = Some(Owner::Artifact(Artifact::Layout));
        let lines_of_text = self.lines(&content, owner, language, frame, report);
        self.group(lines_of_text, frame, super::text::display_pitch(size), lines)
    }

    /// Lines of notes in boxes of whole grid lines, which break between notes or with two lines of a note on either side.
    fn packed(&self, notes: Vec<(NodeId, NoteBody)>) -> Vec<Slab> {
        let grid = self.grid();
        let size = self.styled.size(self.styled.theme.note.size);
        let least = size.scale(LEAST_PITCH.0, LEAST_PITCH.1);
        let (count, lines) = PACKINGS.into_iter().find(|&(count, lines)| grid.pitch.scale(lines, count) >= least).unwrap_or((1, 1));
        let pitch = grid.pitch.scale(lines, count);
        // The first centre leaves half of what the lines leave of the box.
        let first = (grid.extent(lines) - pitch * (count - 1)).scale(1, 2);
        let mut slabs: Vec<Slab> = Vec::new();
        let mut at = count;
        for (note, body) in notes {
            let all = body.lines.len();
            for (index, line) in body.lines.into_iter().enumerate() {
                if at == count {
                    // One line of the note on either side is no good break.
                    let lonely = index == 1 || index > 0 && index + 1 == all;
                    slabs.push(Slab {
                        lines,
                        before: if lonely { Break::Avoided } else { Break::Allowed },
                        start: if index == 0 { Start::Begins } else { Start::Continues },
                        ..Slab::default()
                    });
                    at = 0;
                }
                let Some(slab) = slabs.last_mut() else { continue };
                let block = first + pitch * at;
                line.iter().for_each(|piece| piece.lines(&mut |line| slab.notes.extend(line.notes.iter().copied())));
                slab.pieces.extend(line.into_iter().map(|piece| piece.shifted(Length::ZERO, block)));
                if index == 0 {
                    slab.anchors.push(note);
                    slab.anchors.extend(body.anchors.iter().copied());
                }
                at += 1;
            }
        }
        // The last box takes what it needs.
        if let Some(last) = slabs.last_mut() {
            last.lines = grid.lines_for(pitch * (at - 1) + size).min(lines).max(1);
        }
        slabs
    }
}
