//! Notes: their definitions, their marks, and the bodies in the order of the first marks.

use std::collections::BTreeMap;

use comrak::nodes::Node;
use comrak::nodes::NodeValue;

use super::attributes::Attributes;
use super::attributes::ItemKind;
use super::inlines::Atom;
use super::inlines::Scope;
use super::read::Reader;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::NotePlacement;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;

/// Placements by the classes that ask for them.
pub(super) const PLACEMENTS: &[(&str, NotePlacement)] = &[
    ("foot", NotePlacement::Foot),
    ("side", NotePlacement::Side),
    ("head", NotePlacement::Head),
    ("chapter", NotePlacement::Chapter),
    ("book", NotePlacement::Book),
    ("inline", NotePlacement::Inline),
];

/// The definitions of one file and which of them have marks.
#[derive(Default)]
pub(super) struct Definitions {
    by_label: BTreeMap<String, Definition>,
    /// Labels in the order of their first marks.
    marked: Vec<String>,
}

struct Definition {
    note: NodeId,
    label: String,
    span: Span,
    placement: Option<NotePlacement>,
    marked: bool,
}

impl<'r> Reader<'r> {
    /// Finds the definitions below `root`; a label that is defined twice is an error.
    pub fn find_definitions<'n>(&mut self, root: Node<'n>) -> BTreeMap<String, Node<'n>> {
        let mut nodes = BTreeMap::new();
        for node in root.descendants() {
            let data = node.data();
            let NodeValue::FootnoteDefinition(definition) = &data.value else { continue };
            let range = self.source.range(data.sourcepos);
            let line_end = self.source.line(data.sourcepos.start.line).end;
            let span = self.source.span(range.start..line_end.max(range.start));
            let label = super::mask::unmask(&definition.name);
            let key = label.to_lowercase();
            if self.definitions.by_label.contains_key(&key) {
                self.report.add(Diagnostic::new(Code::DuplicateNote).at(span).with("label", &label));
                continue;
            }
            let entry = Definition { note: self.ids.fresh(), label, span, placement: None, marked: false };
            self.definitions.by_label.insert(key.clone(), entry);
            nodes.insert(key, node);
        }
        nodes
    }

    /// The mark of a defined note.
    pub fn note_mark(&mut self, name: &str, placement: Option<NotePlacement>, span: Span) -> Option<InlineKind> {
        let key = super::mask::unmask(name).to_lowercase();
        let Some(definition) = self.definitions.by_label.get_mut(&key) else {
            self.report.add(Diagnostic::new(Code::UnknownNote).at(span).with("label", name));
            return None;
        };
        if !definition.marked {
            definition.marked = true;
            definition.placement = placement;
            self.definitions.marked.push(key);
            // The body is read when the whole file is known; its place among the notes is taken here.
            let (id, label, span) = (definition.note, definition.label.clone(), definition.span);
            self.notes.push(Note { id, span: Some(span), label: Some(label), placement, blocks: Vec::new() });
        }
        Some(InlineKind::NoteMark { note: definition.note })
    }

    /// `^[…]`: the note is one paragraph.
    pub fn inline_note(
        &mut self,
        content: &[Atom<'_>],
        range: std::ops::Range<usize>,
        placement: Option<NotePlacement>,
        scope: &Scope,
    ) -> Inline {
        let span = self.source.span(range);
        let id = self.ids.fresh();
        let at = self.notes.len();
        self.notes.push(Note { id, span: Some(span), label: None, placement, blocks: Vec::new() });
        let inner = Scope { keep_lines: false, ..scope.deeper() };
        let content = self.leaf_atoms(content, &inner);
        let paragraph = Block {
            id: self.ids.fresh(),
            span: Some(span),
            identifier: None,
            language: scope.language.clone(),
            kind: BlockKind::Paragraph(content),
        };
        self.notes[at].blocks = vec![paragraph];
        Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::NoteMark { note: id } }
    }

    /// The placement that a note's class asks for.
    pub fn note_placement(&mut self, mut attributes: Attributes) -> Option<NotePlacement> {
        let placement = PLACEMENTS.iter().find(|(class, _)| attributes.take_class(class)).map(|(_, placement)| *placement);
        debug_assert!(attributes.items.iter().all(|item| !matches!(&item.kind, ItemKind::Class(class) if class.is_empty())));
        let known: Vec<String> = PLACEMENTS.iter().map(|(class, _)| format!(".{class}")).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.unknown_attributes(attributes, &known);
        placement
    }

    /// Reads the bodies of all notes that have marks, those that marks in notes ask for too, and reports the rest.
    pub fn read_note_bodies(&mut self, nodes: &BTreeMap<String, Node<'_>>, scope: &Scope) {
        let mut next = 0;
        while let Some(key) = self.definitions.marked.get(next).cloned() {
            next += 1;
            let Some(node) = nodes.get(&key) else { continue };
            let inner = Scope { keep_lines: false, ..scope.deeper() };
            let blocks = self.blocks(node, &inner);
            let id = self.definitions.by_label.get(&key).map(|definition| definition.note);
            if let Some(note) = self.notes.iter_mut().find(|note| Some(note.id) == id) {
                note.blocks = blocks;
            }
        }
        for definition in self.definitions.by_label.values().filter(|definition| !definition.marked) {
            self.report.add(Diagnostic::new(Code::UnusedNote).at(definition.span).with("label", &definition.label));
        }
    }
}
