//! Notes in the line (夾注): their text in small type between brackets, in the place of the mark (requirement NOT-01).

use super::flow_block::Flow;
use super::generated;
use crate::book::Artifact;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Style;
use crate::inline::Line;
use crate::resolve::NotePlace;

const BRACKETS: [&str; 2] = ["（", "）"];

impl Flow<'_> {
    /// The content with its notes in the line, if it has any.
    pub(super) fn with_notes_in_line(&self, content: &[Inline]) -> Option<Vec<Inline>> {
        if self.resolved.note_places.is_empty() || !content.iter().any(|inline| self.holds_note(inline)) {
            return None;
        }
        Some(self.expanded(content))
    }

    fn is_in_line(&self, note: NodeId) -> bool {
        self.resolved.note_place(note) == NotePlace::Inline
    }

    fn holds_note(&self, inline: &Inline) -> bool {
        match &inline.kind {
            InlineKind::NoteMark { note } => self.is_in_line(*note),
            _ => inline.children().iter().any(|child| self.holds_note(child)),
        }
    }

    /// A note in the line marks no other note, so this ends.
    fn expanded(&self, content: &[Inline]) -> Vec<Inline> {
        let mut expanded = Vec::with_capacity(content.len());
        for inline in content {
            let kind = match &inline.kind {
                InlineKind::NoteMark { note } if self.is_in_line(*note) => {
                    expanded.extend(self.note_in_line(*note));
                    continue;
                }
                InlineKind::Emphasis(content) => InlineKind::Emphasis(self.expanded(content)),
                InlineKind::Strong(content) => InlineKind::Strong(self.expanded(content)),
                InlineKind::Styled(style, content) => InlineKind::Styled(style.clone(), self.expanded(content)),
                InlineKind::Link { target, title, content } => {
                    InlineKind::Link { target: target.clone(), title: title.clone(), content: self.expanded(content) }
                }
                InlineKind::Text(_)
                | InlineKind::Ruby(_)
                | InlineKind::Code(_)
                | InlineKind::Reference { .. }
                | InlineKind::NoteMark { .. }
                | InlineKind::Picture(_)
                | InlineKind::Gaiji(_)
                | InlineKind::LineBreak => inline.kind.clone(),
            };
            expanded.push(Inline { id: inline.id, span: inline.span, kind });
        }
        expanded
    }

    fn note_in_line(&self, id: NodeId) -> Option<Inline> {
        let note = self.find_note(id)?;
        let language = &note.blocks.first()?.language;
        let mut content = generated::plain(id, BRACKETS[0], language);
        for (index, block) in note.blocks.iter().enumerate() {
            if index > 0 {
                content.extend(generated::plain(id, "　", language));
            }
            if let BlockKind::Paragraph(text) = &block.kind {
                content.extend(text.iter().cloned());
            }
        }
        content.extend(generated::plain(id, BRACKETS[1], language));
        Some(Inline { id, span: note.span, kind: InlineKind::Styled(Style::Small, content) })
    }

    fn find_note(&self, id: NodeId) -> Option<&Note> {
        self.book.divisions.iter().flat_map(|division| &division.notes).find(|note| note.id == id)
    }

    /// The brackets are the edition's and no text of the manuscript.
    pub(super) fn brackets_are_artifacts(&self, lines: &mut [Line]) {
        for line in lines {
            for run in &mut line.runs {
                if let Owner::Node(node, Part::Content) = run.owner
                    && self.is_in_line(node)
                {
                    run.owner = Owner::Artifact(Artifact::Layout);
                }
            }
            if line.first.is_some_and(|(node, _)| self.is_in_line(node)) {
                line.first = None;
            }
        }
    }
}
