//! Elements, the places in them where marked content goes, and whose content goes where.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::walk::Walk;
use crate::book::Book;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::picture::Pictures;
use crate::resolve::Resolved;
use crate::unicode::Language;

/// A structure element.
#[derive(Debug)]
pub(in crate::pdf) struct Element {
    pub(in crate::pdf) kind: &'static str,
    pub(in crate::pdf) parent: Option<usize>,
    pub(in crate::pdf) kids: Vec<Kid>,
    pub(in crate::pdf) language: Option<Language>,
    pub(in crate::pdf) alternative: Option<String>,
    /// Replaces the content, for a glyph image.
    pub(in crate::pdf) actual: Option<String>,
    pub(in crate::pdf) id: Option<String>,
    pub(in crate::pdf) attributes: Attributes,
}

/// What an element says beyond its type (PDF 32000-1, 14.8.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Attributes {
    None,
    ColumnHeader,
    /// A cell of a table and the identifiers of the headers of its column.
    Cell(Vec<String>),
    /// A list with this `ListNumbering`.
    List(&'static str),
    /// A figure; its box comes from the page.
    Figure(Placement),
    /// Holds a figure with its caption, and is left out when there is only one of them.
    Group,
}

/// Where a figure stands (PDF 32000-1, table 343).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Placement {
    Block,
    Inline,
}

#[derive(Clone, Copy, Debug)]
pub(in crate::pdf) enum Kid {
    Element(usize),
    Slot(usize),
}

/// A place among an element's children where marked content goes.
#[derive(Debug)]
pub(in crate::pdf) struct Slot {
    /// None: the content is an artifact.
    pub(in crate::pdf) element: Option<usize>,
}

/// The elements of an edition and which slot each owner writes into.
pub(in crate::pdf) struct Plan {
    pub(in crate::pdf) elements: Vec<Element>,
    pub(in crate::pdf) slots: Vec<Slot>,
    content: Vec<Option<u32>>,
    parts: BTreeMap<(NodeId, Part), usize>,
    pub(super) pictures: BTreeMap<NodeId, usize>,
    /// What glyph images stand for.
    pub(super) glyphs: BTreeMap<NodeId, String>,
    /// Takes content whose owner is in no part of the tree.
    pub(super) stray: usize,
}

/// The document itself.
pub(in crate::pdf) const ROOT: usize = 0;

impl Plan {
    /// Walks the book in reading order. `linked` are the nodes that own a link area.
    pub(in crate::pdf) fn new(book: &Book, resolved: &Resolved, pictures: &Pictures, linked: &BTreeSet<NodeId>) -> Plan {
        let plan = Plan {
            elements: vec![Element::new("Document", None)],
            slots: Vec::new(),
            content: Vec::new(),
            parts: BTreeMap::new(),
            pictures: BTreeMap::new(),
            glyphs: BTreeMap::new(),
            stray: 0,
        };
        Walk::new(plan, resolved, pictures, linked).book(book)
    }

    /// Where content of this owner goes; none for artifacts.
    pub(in crate::pdf) fn slot_of(&self, owner: Owner, picture: bool) -> Option<usize> {
        let Owner::Node(node, part) = owner else { return None };
        let picture = picture.then(|| self.pictures.get(&node).copied()).flatten();
        let content = self.content.get(node.index()).copied().flatten().map(|slot| slot as usize);
        let exact = match part {
            Part::Content => picture.or(content),
            Part::RubyBase(_) | Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio => {
                self.parts.get(&(node, part)).copied()
            }
        };
        let slot = exact.or(content).unwrap_or(self.stray);
        self.slots[slot].element.map(|_| slot)
    }

    /// The text of a glyph image.
    pub(in crate::pdf) fn glyph_text(&self, node: NodeId) -> Option<&str> {
        self.glyphs.get(&node).map(String::as_str)
    }

    /// The Link element that a link area of this owner belongs to, made when there is none.
    pub(in crate::pdf) fn link_element(&mut self, owner: Owner) -> usize {
        let element = self.slot_of(owner, false).and_then(|slot| self.slots[slot].element).unwrap_or(ROOT);
        let mut at = Some(element);
        while let Some(index) = at {
            if self.elements[index].kind == "Link" {
                return index;
            }
            at = self.elements[index].parent;
        }
        let parent = if element == ROOT { self.slots[self.stray].element.unwrap_or(ROOT) } else { element };
        self.elements.push(Element::new("Link", Some(parent)));
        let link = self.elements.len() - 1;
        self.elements[parent].kids.push(Kid::Element(link));
        link
    }

    /// A new element at the end of another's children.
    pub(super) fn element(&mut self, kind: &'static str, parent: usize) -> usize {
        self.elements.push(Element::new(kind, Some(parent)));
        let index = self.elements.len() - 1;
        self.elements[parent].kids.push(Kid::Element(index));
        index
    }

    /// A new place for content at the end of the element's children.
    pub(super) fn slot(&mut self, element: usize) -> usize {
        self.slots.push(Slot { element: Some(element) });
        let slot = self.slots.len() - 1;
        self.elements[element].kids.push(Kid::Slot(slot));
        slot
    }

    /// A place for content that is no part of the structure.
    pub(super) fn artifact(&mut self) -> usize {
        self.slots.push(Slot { element: None });
        self.slots.len() - 1
    }

    /// The place at the end of the element's children: the last one when nothing has come after it.
    pub(super) fn continued_slot(&mut self, element: usize) -> usize {
        match self.elements[element].kids.last() {
            Some(Kid::Slot(slot)) => *slot,
            Some(Kid::Element(_)) | None => self.slot(element),
        }
    }

    pub(super) fn own(&mut self, node: NodeId, part: Part, slot: usize) {
        match part {
            Part::Content => {
                if self.content.len() <= node.index() {
                    self.content.resize(node.index() + 1, None);
                }
                self.content[node.index()] = Some(slot as u32);
            }
            Part::RubyBase(_) | Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio => {
                self.parts.insert((node, part), slot);
            }
        }
    }

    /// Content and label of a block stand at the end of what its element holds so far.
    pub(super) fn own_block(&mut self, node: NodeId, element: usize) {
        let slot = self.continued_slot(element);
        self.own(node, Part::Content, slot);
        self.own(node, Part::Label, slot);
    }

    pub(super) fn set_language(&mut self, element: usize, language: &Language, outer: &Language) {
        if language != outer {
            self.elements[element].language = Some(language.clone());
        }
    }
}

impl Element {
    fn new(kind: &'static str, parent: Option<usize>) -> Element {
        Element { kind, parent, kids: Vec::new(), language: None, alternative: None, actual: None, id: None, attributes: Attributes::None }
    }
}
