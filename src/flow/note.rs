//! The lines of notes (requirements NOT-05 to NOT-08).

use super::column::{NoteBody, Piece};
use super::flow_block::{Flow, Frame};
use super::generated;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::Inline;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;
use crate::resolve::NotePlace;
use crate::style::TextRule;
use crate::unicode::Region;
use rayon::prelude::*;

impl Flow<'_> {
    /// The notes of a division that something marks and that stand there.
    pub fn notes(&self, division: &Division, place: NotePlace, report: &mut Report) -> Vec<(NodeId, NoteBody)> {
        let composed: Vec<Option<(NodeId, NoteBody, Report)>> = division
            .notes
            .par_iter()
            .map(|note| {
                let mut own = Report::default();
                let label = self.resolved.note_label(note.id).filter(|_| self.resolved.note_place(note.id) == place)?;
                let body = self.note(note, label, division, &mut own);
                Some((note.id, body, own))
            })
            .collect();
        let mut notes = Vec::new();
        for (id, body, own) in composed.into_iter().flatten() {
            report.append(own);
            notes.push((id, body));
        }
        notes
    }

    fn note(&self, note: &Note, label: &str, division: &Division, report: &mut Report) -> NoteBody {
        let rule = &self.styled.theme.note;
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let size = text.size;
        let frame = self.body_frame();
        // The measure is a whole number of the note's em; what remains is indent (requirement NOT-05).
        let rest = frame.measure - size * frame.measure.divide(size);
        let frame = Frame { text, ..frame.without_indent() }.inset(rest, Length::ZERO);
        let content = generated::numbered(self.spare, label, &division.language, frame.mode);
        let label = Frame { alignment: Alignment::Start, ..frame };
        let owner = Some(Owner::Node(note.id, Part::Label));
        let label = self.lines(&content, owner, &division.language, label, report).into_iter().next();
        let width = label.as_ref().map_or(Length::ZERO, |line| line.inline_size);
        // The text hangs at whole em after the number and an em of white in Japan, half an em elsewhere (requirement NOT-06).
        let white = if self.styled.region == Region::Japan { size } else { size.scale(1, 2) };
        let indent = size * (width + white + size - Length::units(1)).divide(size);
        let inner = frame.inset(indent, Length::ZERO);
        let mut body = NoteBody::default();
        for block in &note.blocks {
            self.note_block(block, inner, &mut body, report);
        }
        if let Some(label) = label {
            if body.lines.is_empty() {
                body.lines.push(Vec::new());
            }
            body.lines[0].insert(0, self.line_piece(label, frame.start, Length::ZERO));
        }
        let mut notes = Vec::new();
        body.lines.iter().flatten().for_each(|piece| piece.lines(&mut |line| notes.extend(line.notes.iter().copied())));
        body.notes = notes;
        body
    }

    /// Every text of a block as paragraphs of the note.
    fn note_block(&self, block: &Block, frame: Frame, body: &mut NoteBody, report: &mut Report) {
        let mut paragraph = |content: &[Inline], owner: Option<Owner>| {
            let lines = self.lines(content, owner, &block.language, frame, report);
            body.lines.extend(lines.into_iter().map(|line| vec![self.line_piece(line, frame.start, Length::ZERO)]));
        };
        match &block.kind {
            BlockKind::Paragraph(content) => paragraph(content, None),
            BlockKind::Heading(heading) => paragraph(&heading.content, None),
            BlockKind::Table(table) => {
                paragraph(&table.caption, None);
                table.rows.iter().flatten().for_each(|cell| paragraph(&cell.content, None));
            }
            BlockKind::Figure(figure) => {
                paragraph(&figure.caption, None);
                if let Some(credit) = &figure.credit {
                    let owner = Owner::Node(block.id, Part::Content);
                    paragraph(&generated::plain(block.id, credit, &block.language), Some(owner));
                }
            }
            BlockKind::Code { text, .. } => {
                let owner = Owner::Node(block.id, Part::Content);
                text.lines().for_each(|line| paragraph(&generated::plain(block.id, line, &block.language), Some(owner)));
            }
            BlockKind::Quotation(quotation) => {
                quotation.blocks.iter().for_each(|block| self.note_block(block, frame, body, report));
                if let Some(source) = &quotation.source {
                    let lines = self.lines(source, None, &block.language, frame, report);
                    body.lines.extend(lines.into_iter().map(|line| vec![self.line_piece(line, frame.start, Length::ZERO)]));
                }
            }
            BlockKind::List(list) => {
                list.items.iter().flat_map(|item| &item.blocks).for_each(|block| self.note_block(block, frame, body, report));
            }
            BlockKind::Container(_, blocks) => blocks.iter().for_each(|block| self.note_block(block, frame, body, report)),
            BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
        }
        if block.identifier.is_some() {
            body.anchors.push(block.id);
        }
    }
}

impl NoteBody {
    /// From line centre to line centre.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Vec::<Piece>::is_empty)
    }
}
