//! Notes: after the text that marks them, as readers that show them in place expect, or in a section after a file or the book.

use super::document::Attributes;
use super::document::DocumentWriter;
use super::plan::EndNote;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::resolve::NotePlace;

impl DocumentWriter<'_> {
    /// The bodies of the notes that these texts mark for the first time, of those that stand with their marks.
    pub fn notes_of(&mut self, texts: &[&[Inline]]) {
        let mut marked = Vec::new();
        texts.iter().copied().flatten().for_each(|inline| {
            inline.walk(&mut |node| {
                if let InlineKind::NoteMark { note } = node.kind {
                    marked.push((node.id, note));
                }
            });
        });
        for (mark, id) in marked {
            // A note that is marked in several documents stands in the first of them.
            let is_here = self.plan.path(id) == Some(self.piece.path.as_str());
            if is_here && self.input.resolved.note_place(id) == NotePlace::Page {
                self.note(mark, id);
            }
        }
    }

    /// The section of notes at the end of a file or of the book.
    pub fn end_notes(&mut self) {
        let notes: Vec<EndNote<'_>> = self.piece.end_notes.clone();
        if notes.is_empty() {
            return;
        }
        let alone = self.piece.blocks.is_empty();
        let title = self.words.notes.clone();
        let section = Attributes::new().class("notes").with("epub:type", "endnotes").with("role", "doc-endnotes");
        self.open("section", section.with("aria-label", title.clone()));
        self.xml.line_end();
        self.open(if alone { "h1" } else { "h2" }, Attributes::new().class("notes-title generated"));
        self.xml.text(&title);
        self.close_block();
        let resolved = self.input.resolved;
        let again = notes.iter().filter(|note| resolved.note_numbers.get(&note.note.id) == Some(&1)).count() > 1;
        let mut division = None;
        for EndNote { division: own, note } in notes {
            if again && division != Some(own.id) {
                division = Some(own.id);
                let entry = resolved.contents.iter().find(|entry| self.input.book.divisions[entry.division].id == own.id);
                if let Some(entry) = entry {
                    self.open("h2", Attributes::new().class("notes-part generated"));
                    self.xml.text(&entry.plain);
                    self.close_block();
                }
            }
            let mark = resolved.note_marks.get(&note.id).and_then(|marks| marks.first()).copied();
            if let Some(mark) = mark {
                self.in_language(&own.language, |writer| writer.note(mark, note.id));
            }
        }
        self.close_block();
    }

    fn note(&mut self, mark: NodeId, id: NodeId) {
        let Some(note) = self.notes.get(&id).copied().filter(|_| self.written_notes.insert(id)) else { return };
        let attributes = match self.input.resolved.note_place(id) {
            NotePlace::Page | NotePlace::Inline => {
                Attributes::new().class("note").with("epub:type", "footnote").with("role", "doc-footnote")
            }
            NotePlace::Chapter | NotePlace::Book => Attributes::new().class("note").with("epub:type", "endnote"),
        };
        self.open("aside", attributes.maybe("id", self.id(id)));
        self.hold_marks(id);
        if let (Some(number), Some(address)) = (self.input.resolved.note_label(id), self.address(mark)) {
            self.open("p", Attributes::new().class("note-number generated"));
            let label = format!("{} {number}", self.phrases.back);
            self.open("a", Attributes::new().with("role", "doc-backlink").with("href", address).with("aria-label", label));
            self.note_number(number);
            self.close();
            self.close();
        }
        self.blocks(&note.blocks);
        self.close_block();
    }

    /// A note in the line, in small type between brackets.
    pub fn note_in_line(&mut self, note: &Note) {
        self.release_marks();
        self.open("small", Attributes::new().class("note-inline").maybe("id", self.id(note.id)));
        self.generated("（");
        for (index, block) in note.blocks.iter().enumerate() {
            if index > 0 {
                self.generated("　");
            }
            if let BlockKind::Paragraph(content) = &block.kind {
                self.inlines(content);
            }
        }
        self.generated("）");
        self.close();
    }
}
