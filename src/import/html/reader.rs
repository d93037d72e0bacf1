//! Elements to the document tree: what stays the same for all of them.

use super::line::Line;
use super::look::Look;
use super::notes::Notes;
use super::notes::Place;
use super::notes::Targets;
use super::page::Page;
use super::page::State;
use super::store::Store;
use super::tally::Tally;
use crate::book::Block;
use crate::book::NodeId;
use crate::html::Declared;
use crate::html::Node;
use crate::import::tree::Tree;
use crate::unicode::Language;
use crate::unicode::Region;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Blocks inside each other; what lies deeper stands beside them.
pub const DEEPEST_BLOCK: usize = 16;

/// What the documents are, which decides what is no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page of a site.
    Web,
    /// Content documents of a publication.
    Publication,
    /// Content documents that fuzi wrote: what it generated is told by its class.
    Own,
}

/// Which places are linked to, and under which identifiers they stand in the manuscript.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// Places that links lead to; without an id the beginning of a document.
    pub wanted: BTreeSet<(usize, Option<String>)>,
    /// Their identifiers, when the places were read.
    pub known: BTreeMap<(usize, Option<String>), String>,
    /// Identifiers given out.
    taken: BTreeSet<String>,
}

impl Anchors {
    /// All places that links in these documents lead to, but for documents that are left out.
    pub fn new(pages: &[Page<'_>], targets: &Targets, notes: &Notes, is_read: &dyn Fn(usize) -> bool) -> Anchors {
        let mut anchors = Anchors::default();
        for (number, page) in pages.iter().enumerate().filter(|(number, _)| is_read(*number)) {
            for link in page.document.root().descendants().filter(|node| node.name() == "a") {
                let leads_back = std::iter::once(link).chain(link.ancestors().take(4)).any(|node| page.state(node) == State::BackLink);
                if leads_back || notes.bodies.contains_key(&(number, link.index())) {
                    continue;
                }
                if let Some(place) = link.attribute("href").and_then(|href| targets.resolve(number, &page.path, href)) {
                    anchors.wanted.insert(place);
                }
            }
        }
        anchors
    }

    /// An identifier for these places, which are one block.
    pub fn name(&mut self, places: Vec<(usize, Option<String>)>, page: &str) -> Option<String> {
        let first = places.iter().find_map(|(_, id)| id.clone()).unwrap_or_else(|| {
            let stem = page.rsplit('/').next().unwrap_or_default();
            stem.split('.').next().unwrap_or_default().to_owned()
        });
        let plain: String = first.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect();
        let plain = plain.trim_matches('-').to_owned();
        let plain = if plain.is_empty() { "place".to_owned() } else { plain };
        let mut name = plain.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        for place in places {
            self.known.entry(place).or_insert_with(|| name.clone());
        }
        Some(name)
    }
}

/// Reads elements of several documents into one division after the other.
pub struct Reader<'a, 's> {
    pub pages: &'a [Page<'a>],
    /// The document that is being read.
    pub page: usize,
    pub kind: Kind,
    pub tree: Tree,
    pub targets: &'a Targets,
    pub notes: &'a Notes,
    pub anchors: &'a mut Anchors,
    pub store: &'a mut Store<'s>,
    pub tally: &'a mut Tally,
    /// The address of the page, which relative links of a page alone start from.
    pub address: Option<String>,
    /// The body of the text, which is read even where scripts would show it first.
    pub root: Option<Place>,
    pub known_notes: BTreeMap<Place, NodeId>,
    /// An element that is read elsewhere.
    pub passed: Option<Place>,
    pub looks: Vec<Look>,
    pub in_link: usize,
    pub depth: usize,
    /// Places that the next block stands for.
    pub waiting: Vec<(usize, Option<String>)>,
    /// Pictures that are too large for a line.
    pub large: BTreeSet<NodeId>,
    pub lines_kept: usize,
}

impl<'a> Reader<'a, '_> {
    /// The blocks of a part of a document.
    pub fn read(&mut self, page: usize, node: Node<'a>) -> Vec<Block> {
        self.page = page;
        self.wait_for(node);
        let mut out = Vec::new();
        self.flow(node, &mut out);
        out
    }

    /// The blocks of an element of the document that is being read.
    pub fn inside(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        self.flow(node, out);
    }

    pub fn here(&self) -> &'a Page<'a> {
        &self.pages[self.page]
    }

    pub fn region(&self) -> Region {
        self.tree.language.region()
    }

    /// Remembers the node's id for the next block, if any link leads to it.
    pub(super) fn wait_for(&mut self, node: Node<'_>) {
        for id in [node.attribute("id"), node.id()].into_iter().flatten() {
            let place = (self.page, Some(id.to_owned()));
            if self.anchors.wanted.contains(&place) && !self.waiting.contains(&place) && !self.anchors.known.contains_key(&place) {
                self.waiting.push(place);
            }
        }
    }

    /// Gives a block the identifier of the places that wait for it.
    pub(super) fn name(&mut self, block: &mut Block) {
        if !self.waiting.is_empty() && block.identifier.is_none() {
            let places = std::mem::take(&mut self.waiting);
            block.identifier = self.anchors.name(places, &self.pages[self.page].path);
        }
    }

    /// Reads in the language that the element has, if it names one that its text can be in.
    pub(super) fn in_language<T>(&mut self, node: Node<'_>, read: impl FnOnce(&mut Self) -> T) -> T {
        let Some(language) = self.language_of(node) else { return read(self) };
        let outer = std::mem::replace(&mut self.tree.language, language);
        let result = read(self);
        self.tree.language = outer;
        result
    }

    /// The language that an element changes to.
    pub(super) fn language_of(&self, node: Node<'_>) -> Option<Language> {
        let tag = node.attribute("xml:lang").or_else(|| node.attribute("lang"))?;
        let language = Language::new(&tag.trim().replace('_', "-"))?;
        let same =
            language.primary().eq_ignore_ascii_case(self.tree.language.primary()) && language.region() == self.tree.language.region();
        (!same && may_be_in(&node.line(), &language)).then_some(language)
    }

    /// Whether the element is read where it stands; what is not is counted.
    pub(super) fn is_read(&mut self, node: Node<'a>, declared: &Declared) -> bool {
        if self.root.is_some_and(|(page, index)| page == self.page && index == node.index()) {
            return true;
        }
        if self.passed == Some((self.page, node.index())) {
            return false;
        }
        match self.here().state(node) {
            State::Read => {}
            State::Note => return false,
            State::BackLink => {
                self.tally.dropped("links back from notes");
                return false;
            }
            State::Dropped(what) => {
                self.tally.dropped_text(what, &node.line());
                return false;
            }
        }
        let name = node.name();
        if matches!(
            name,
            "script" | "style" | "template" | "link" | "meta" | "head" | "title" | "base" | "param" | "source" | "track" | "area" | "map"
        ) {
            if name == "script" {
                self.tally.dropped("scripts");
            }
            return false;
        }
        if matches!(
            name,
            "input"
                | "button"
                | "select"
                | "textarea"
                | "option"
                | "datalist"
                | "progress"
                | "meter"
                | "output"
                | "object"
                | "canvas"
                | "applet"
        ) && !(name == "object" || name == "canvas")
        {
            self.tally.dropped("controls");
            return false;
        }
        if node.has_word("epub:type", "pagebreak") || node.has_word("role", "doc-pagebreak") {
            self.tally.dropped("page markers");
            return false;
        }
        if self.kind == Kind::Own && node.has_class("generated") && !node.is(&["a"]) {
            return false;
        }
        let hidden = node.attribute("hidden").is_some()
            || declared.is("display", "none")
            || declared.is("visibility", "hidden")
            || (node.attribute("aria-hidden") == Some("true") && self.kind == Kind::Web && !node.is(&["img"]))
            || (name == "a" && node.has_class("headerlink"))
            || (name == "span" && node.has_class("katex-html"));
        if hidden {
            self.tally.dropped_text("hidden text", &node.line());
            return false;
        }
        true
    }

    /// What is declared for an element of the document that is being read.
    pub(super) fn declared(&self, node: Node<'_>) -> Declared {
        self.pages[self.page].sheet.of(node)
    }

    /// The note that a link marks, read when it is first marked. None when it marks none, or an empty one.
    pub(super) fn note_of(&mut self, link: Node<'_>) -> Option<NodeId> {
        let body = *self.notes.bodies.get(&(self.page, link.index()))?;
        if let Some(known) = self.known_notes.get(&body) {
            return Some(*known);
        }
        let node = self.pages[body.0].document.root().at(body.1)?;
        self.note(Some(body), |reader| {
            let page = std::mem::replace(&mut reader.page, body.0);
            let mut blocks = Vec::new();
            reader.in_language(node, |reader| reader.flow(node, &mut blocks));
            reader.page = page;
            super::blocks::trim_label(&mut blocks, &link.line());
            blocks
        })
    }

    /// A note whose body `read` gives; none when it is empty.
    pub(super) fn note(&mut self, place: Option<Place>, read: impl FnOnce(&mut Self) -> Vec<Block>) -> Option<NodeId> {
        if self.depth >= DEEPEST_BLOCK {
            return None;
        }
        let looks = std::mem::take(&mut self.looks);
        let in_link = std::mem::replace(&mut self.in_link, 0);
        let waiting = std::mem::take(&mut self.waiting);
        let language = self.tree.language.clone();
        self.depth += 1;
        let blocks = read(self);
        self.depth -= 1;
        self.tree.language = language;
        self.waiting = waiting;
        self.in_link = in_link;
        self.looks = looks;
        if blocks.is_empty() {
            return None;
        }
        let id = self.tree.labelled_note(blocks);
        self.tally.found("notes");
        self.known_notes.extend(place.map(|place| (place, id)));
        Some(id)
    }
}

/// Whether text can be in a language: Han characters are not English, and text without letters is in none.
fn may_be_in(text: &str, language: &Language) -> bool {
    let (mut wide, mut letters) = (0usize, 0usize);
    for character in text.chars() {
        let is_wide =
            matches!(character, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{3FFFF}');
        wide += usize::from(is_wide);
        letters += usize::from(character.is_alphabetic());
    }
    let cjk = language.region() != Region::Western;
    letters > 0 && (cjk || wide * 3 < letters)
}

/// A line of a block that has begun.
pub(super) fn line() -> Line {
    Line::default()
}
