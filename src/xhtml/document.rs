//! A content document while it is written.

use super::content::ContentInput;
use super::pages::PageMark;
use super::pages::PageMarks;
use super::pages::PageTarget;
use super::phrases::Phrases;
use super::plan::Piece;
use super::plan::Plan;
use crate::book::NodeId;
use crate::book::Note;
use crate::geom::WritingMode;
use crate::manuscript::Words;
use crate::unicode::Language;
use crate::xml::Layout;
use crate::xml::Writer;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Attributes in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    pub fn new() -> Attributes {
        Attributes::default()
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Attributes {
        self.0.push((name, value.into()));
        self
    }

    pub fn maybe(self, name: &'static str, value: Option<impl Into<String>>) -> Attributes {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub fn class(self, value: &str) -> Attributes {
        self.with("class", value)
    }
}

/// What text and links need to know while a document is written.
pub struct DocumentWriter<'a> {
    pub input: &'a ContentInput<'a>,
    pub plan: &'a Plan<'a>,
    pub piece: &'a Piece<'a>,
    pub marks: &'a mut PageMarks,
    pub targets: Vec<PageTarget>,
    pub words: &'static Words,
    pub phrases: &'static Phrases,
    pub direction: WritingMode,
    /// Inside verse or dialogue.
    pub keeps_lines: bool,
    pub xml: Writer,
    languages: Vec<Language>,
    /// Marks that wait for the next place where a marker may stand.
    pending: Vec<PageMark>,
    pub notes: BTreeMap<NodeId, &'a Note>,
    pub written_notes: BTreeSet<NodeId>,
    pub link: LinkState,
}

/// Whether a link is open; links do not nest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    Outside,
    /// Note marks wait here until the link ends: the mark's node and the note.
    Inside(Vec<(NodeId, NodeId)>),
}

impl<'a> DocumentWriter<'a> {
    pub fn new(
        input: &'a ContentInput<'a>,
        plan: &'a Plan<'a>,
        piece: &'a Piece<'a>,
        marks: &'a mut PageMarks,
        direction: WritingMode,
    ) -> DocumentWriter<'a> {
        DocumentWriter {
            input,
            plan,
            piece,
            marks,
            targets: Vec::new(),
            words: Words::of(&input.book.language),
            phrases: Phrases::of(&input.book.language),
            direction,
            keeps_lines: false,
            xml: Writer::with_declaration(Layout::Inline),
            languages: vec![piece.division.language.clone()],
            pending: Vec::new(),
            notes: piece.division.notes.iter().chain(piece.end_notes.iter().map(|end| end.note)).map(|note| (note.id, note)).collect(),
            written_notes: BTreeSet::new(),
            link: LinkState::Outside,
        }
    }

    pub fn open(&mut self, name: &str, attributes: Attributes) {
        self.xml.open(name, &borrowed(&attributes));
    }

    pub fn empty(&mut self, name: &str, attributes: Attributes) {
        self.xml.empty(name, &borrowed(&attributes));
    }

    pub fn close(&mut self) {
        self.xml.close();
    }

    /// Ends a block: the line end is between blocks and carries no meaning.
    pub fn close_block(&mut self) {
        self.xml.close();
        self.xml.line_end();
    }

    /// The language attributes, when `language` is not that of the surroundings.
    pub fn language_change(&self, attributes: Attributes, language: &Language) -> Attributes {
        if self.languages.last() == Some(language) {
            return attributes;
        }
        attributes.with("lang", language.as_str()).with("xml:lang", language.as_str())
    }

    /// Writes `content` with `language` as that of the surroundings.
    pub fn in_language(&mut self, language: &Language, content: impl FnOnce(&mut Self)) {
        self.languages.push(language.clone());
        content(self);
        self.languages.pop();
    }

    pub fn language(&self) -> &Language {
        self.languages.last().expect("the division's language is never popped")
    }

    /// The node's id attribute, if it has a name.
    pub fn id(&self, node: NodeId) -> Option<String> {
        self.input.resolved.anchors.get(&node).cloned()
    }

    /// The address of a named node as seen from this document.
    pub fn address(&self, node: NodeId) -> Option<String> {
        let id = self.input.resolved.anchors.get(&node)?;
        let path = self.plan.path(node)?;
        Some(if path == self.piece.path { format!("#{id}") } else { format!("{}{path}#{id}", self.up()) })
    }

    /// What leads from this document's folder to that of the package document.
    pub fn up(&self) -> &'static str {
        if self.piece.path.contains('/') { "../" } else { "" }
    }

    /// Keeps the marks of a block for the first text inside it.
    pub fn hold_marks(&mut self, node: NodeId) {
        let marks = self.marks.take(node);
        self.pending.extend(marks.into_iter().map(|(_, mark)| mark));
    }

    pub fn hold(&mut self, marks: Vec<PageMark>) {
        self.pending.extend(marks);
    }

    /// Writes the markers that wait, where phrasing content may stand.
    pub fn release_marks(&mut self) {
        for mark in std::mem::take(&mut self.pending) {
            self.page_break(mark);
        }
    }

    /// The text of a node with the page breaks inside it.
    pub fn text_of(&mut self, node: NodeId, text: &str) {
        self.release_marks();
        let mut written = 0;
        for (offset, mark) in self.marks.take(node) {
            let mut at = offset.min(text.len()).max(written);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            self.xml.text(&text[written..at]);
            self.page_break(mark);
            written = at;
        }
        self.xml.text(&text[written..]);
    }

    fn page_break(&mut self, mark: PageMark) {
        let href = format!("{}#{}", self.piece.path, mark.id);
        let attributes = [
            ("epub:type", "pagebreak"),
            ("role", "doc-pagebreak"),
            ("id", mark.id.as_str()),
            ("aria-label", mark.label.as_str()),
            ("title", mark.label.as_str()),
        ];
        self.xml.open("span", &attributes);
        self.xml.close();
        self.targets.push(PageTarget { label: mark.label, href });
    }
}

fn borrowed(attributes: &Attributes) -> Vec<(&str, &str)> {
    attributes.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
