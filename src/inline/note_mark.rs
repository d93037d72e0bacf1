//! The number of a note, which stays with the text before it.

use super::cell::Attachment;
use super::cell::Cell;
use super::cell::Join;
use super::cell::NotePlace;
use super::class::Class;
use super::itemize::Itemizer;
use super::line::GlyphSetting;
use super::shaper::Way;
use crate::book::NodeId;
use crate::book::Part;
use crate::geom::Length;
use crate::geom::WritingMode;

/// A mark beside a vertical line keeps this far off its text, in parts of its em.
const CLEARANCE: (i64, i64) = (1, 20);
/// The room that a mark beside a vertical line may take, in parts of its text's em: what the narrowest line gap leaves.
const ROOM: (i64, i64) = (9, 20);
/// How far digits may be narrowed, in thousandths.
const NARROWEST: i64 = 600;

impl Itemizer<'_, '_> {
    /// In horizontal lines a superior number; in vertical lines a number at the right of the text (JLREQ, processing of the
    /// reference mark), or in the line after it where something else stands there.
    pub(super) fn note_mark(&mut self, look: usize, text: &str, note: NodeId) {
        let place = match self.mode {
            WritingMode::HorizontalTb => {
                self.superior(look, text);
                NotePlace::InLine
            }
            WritingMode::VerticalRl if !is_narrow(text) => {
                self.upright_mark(look, text);
                NotePlace::InLine
            }
            WritingMode::VerticalRl if self.side_is_free() => {
                self.beside_line(look, text);
                self.push_back();
                NotePlace::Beside { back: self.cells.looks[look].size }
            }
            WritingMode::VerticalRl => {
                self.combined(look, text, None);
                NotePlace::InLine
            }
        };
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.class = Class::NoteMark;
            cell.attachment = Some(self.cells.attachments.len() as u32);
            self.cells.attachments.push(Attachment::Note(note, place));
        }
    }

    fn superior(&mut self, look: usize, text: &str) {
        let start = self.cells.cells.len();
        self.word(look, text, 0..text.len(), None);
        for cell in self.cells.cells.iter_mut().skip(start) {
            cell.class = Class::NoteMark;
            cell.join = if cell.join == Join::Forced { Join::Forced } else { Join::Tied };
        }
    }

    /// A mark such as （1） or 注1 down the line, its digits in one cell.
    fn upright_mark(&mut self, look: usize, text: &str) {
        let start = self.cells.cells.len();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|character: char| character.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (part, tail) = rest.split_at(end);
            if digits {
                self.combined(look, part, None);
            } else {
                self.word(look, part, 0..part.len(), None);
            }
            rest = tail;
        }
        for cell in self.cells.cells.iter_mut().skip(start) {
            cell.class = Class::NoteMark;
            cell.join = if cell.join == Join::Forced { Join::Forced } else { Join::Tied };
        }
    }

    /// Whether text stands before the mark that has neither a reading nor emphasis marks.
    fn side_is_free(&self) -> bool {
        let text = self.cells.cells.iter().rev().find(|cell| cell.class != Class::NoteMark);
        let free = |cell: &Cell| !matches!(cell.part, Part::RubyBase(_)) && self.cells.look(cell).emphasis.is_none();
        text.is_some_and(free) && self.pending != Some(Join::Forced)
    }

    /// Digits side by side at the right of the line, without extent along it.
    fn beside_line(&mut self, look: usize, text: &str) {
        let mark_look = &self.cells.looks[look];
        let em = mark_look.size;
        let text_cell = self.cells.cells.iter().rev().find(|cell| cell.class != Class::NoteMark);
        let text_em = text_cell.map_or(em, |cell| cell.em);
        let text_shift = text_cell.map_or(Length::ZERO, |cell| self.cells.look(cell).shift);
        let (_, shaped) = self.shaper.shape(mark_look, text, Way::Horizontal, None);
        let natural: Length = shaped.iter().map(|glyph| em.scale(glyph.advance, glyph.upem)).sum();
        let room = text_em.scale(ROOM.0, ROOM.1);
        let stretch = if natural > room { (room * 1000).divide(natural).clamp(NARROWEST, 1000) } else { 1000 };
        let mut pen = Length::ZERO;
        let mut glyphs = Vec::new();
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(text.len(), |next| next.cluster);
            glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen.scale(stretch, 1000), Length::ZERO));
            pen += em.scale(glyph.advance, glyph.upem);
        }
        let width = natural.scale(stretch, 1000);
        let away = text_em.scale(1, 2) + text_em.scale(CLEARANCE.0, CLEARANCE.1) + width.scale(1, 2);
        self.cells.looks[look].shift = text_shift - away;
        self.push(look, Class::NoteMark, Length::ZERO, GlyphSetting::Combined, text, 0, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.stretch = stretch as u16;
        }
    }

    /// Marks beside the same text move back, so that the last ends where the text ends.
    fn push_back(&mut self) {
        let Some(step) = self.cells.cells.last().map(|cell| cell.em) else { return };
        let before: Vec<u32> =
            self.cells.cells.iter().rev().skip(1).map_while(|cell| (cell.class == Class::NoteMark).then_some(cell.attachment?)).collect();
        for attachment in before {
            if let Attachment::Note(_, NotePlace::Beside { back }) = &mut self.cells.attachments[attachment as usize] {
                *back += step;
            }
        }
    }
}

/// Whether a mark has room beside a vertical line: digits, or one sign.
fn is_narrow(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) || text.chars().count() == 1
}
