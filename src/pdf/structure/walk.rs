//! The walk over the edition's tree: divisions, their headlines, sections by their headings, notes.

use std::collections::BTreeSet;

use super::plan::Plan;
use super::plan::ROOT;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Inline;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::Part;
use crate::picture::Pictures;
use crate::resolve::Resolved;
use crate::unicode::Language;

pub(super) struct Walk<'b> {
    pub(super) plan: Plan,
    pub(super) resolved: &'b Resolved,
    pub(super) pictures: &'b Pictures,
    pub(super) linked: &'b BTreeSet<NodeId>,
    /// Notes of the division by id whose body is to follow the block that holds their mark.
    pub(super) pending: Vec<NodeId>,
    placed: BTreeSet<NodeId>,
    ids: BTreeSet<String>,
    last_level: u8,
    /// Whether the division is the index.
    pub(super) in_index: bool,
}

impl<'b> Walk<'b> {
    pub(super) fn new(plan: Plan, resolved: &'b Resolved, pictures: &'b Pictures, linked: &'b BTreeSet<NodeId>) -> Walk<'b> {
        Walk {
            plan,
            resolved,
            pictures,
            linked,
            pending: Vec::new(),
            placed: BTreeSet::new(),
            ids: BTreeSet::new(),
            last_level: 0,
            in_index: false,
        }
    }

    pub(super) fn book(mut self, book: &'b Book) -> Plan {
        for division in &book.divisions {
            self.division(division, &book.language);
        }
        let stray = self.plan.element("P", ROOT);
        self.plan.stray = self.plan.slot(stray);
        self.plan
    }

    fn division(&mut self, division: &'b Division, outer: &Language) {
        let part = self.plan.element("Part", ROOT);
        self.plan.set_language(part, &division.language, outer);
        self.headline(division, part);
        self.in_index = division.role == DivisionRole::Index;
        self.sections(&division.blocks, part, &division.language, &division.notes);
        for note in &division.notes {
            self.note(note, part, &division.language, &division.notes);
        }
    }

    /// Blocks of a division: each heading opens a section that lasts to the next of its level or above.
    fn sections(&mut self, blocks: &'b [Block], part: usize, outer: &Language, notes: &'b [Note]) {
        let mut open: Vec<(u8, usize)> = Vec::new();
        for block in blocks {
            if let BlockKind::Heading(heading) = &block.kind {
                while open.last().is_some_and(|(level, _)| *level >= heading.level) {
                    open.pop();
                }
                let parent = open.last().map_or(part, |(_, section)| *section);
                open.push((heading.level, self.plan.element("Sect", parent)));
            }
            let parent = open.last().map_or(part, |(_, section)| *section);
            self.blocks(std::slice::from_ref(block), parent, outer, notes);
        }
    }

    /// The headline block: kicker, title, subtitle, byline, lead.
    fn headline(&mut self, division: &'b Division, part: usize) {
        let metadata = &division.metadata;
        let language = &division.language;
        let paragraph = |walk: &mut Self, kind: &'static str, content: &'b [Inline]| {
            let element = walk.plan.element(kind, part);
            walk.inlines(content, element, language);
            element
        };
        if let Some(kicker) = &metadata.kicker {
            paragraph(self, "P", kicker);
        }
        if let Some(title) = &metadata.title {
            let kind = self.heading_kind(1);
            let element = paragraph(self, kind, title);
            let slot = self.plan.continued_slot(element);
            self.plan.own(division.id, Part::Content, slot);
        }
        if let Some(subtitle) = &metadata.subtitle {
            paragraph(self, "P", subtitle);
        }
        // Roles, dates and what parts the names belong to the division.
        let byline = self.plan.element("P", part);
        let slot = self.plan.slot(byline);
        self.plan.own(division.id, Part::Label, slot);
        if metadata.title.is_none() {
            self.plan.own(division.id, Part::Content, slot);
        }
        for (_, names) in &metadata.byline {
            self.inlines(names, byline, language);
        }
        if let Some(lead) = &metadata.lead {
            paragraph(self, "P", lead);
        }
    }

    /// Levels never skip one on the way down (PDF/UA-1, 7.4.2).
    pub(super) fn heading_kind(&mut self, level: u8) -> &'static str {
        let level = level.clamp(1, 6).min(self.last_level + 1);
        self.last_level = level;
        ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level) - 1]
    }

    /// Blocks in order, each followed by the notes marked in it.
    pub(super) fn blocks(&mut self, blocks: &'b [Block], parent: usize, outer: &Language, notes: &'b [Note]) {
        for block in blocks {
            self.block(block, parent, outer, notes);
            let marked = std::mem::take(&mut self.pending);
            for id in marked {
                if let Some(note) = notes.iter().find(|note| note.id == id) {
                    self.note(note, parent, &block.language, notes);
                }
            }
        }
    }

    /// A note's body, once.
    fn note(&mut self, note: &'b Note, parent: usize, language: &Language, notes: &'b [Note]) {
        if !self.placed.insert(note.id) {
            return;
        }
        let element = self.plan.element("Note", parent);
        let name = self.resolved.anchors.get(&note.id).cloned().unwrap_or_else(|| "note".to_owned());
        self.plan.elements[element].id = Some(self.identifier(name));
        let marker = self.plan.element("Lbl", element);
        let holder = if self.linked.contains(&note.id) { self.plan.element("Link", marker) } else { marker };
        let slot = self.plan.slot(holder);
        self.plan.own(note.id, Part::Label, slot);
        let slot = self.plan.slot(element);
        self.plan.own(note.id, Part::Content, slot);
        self.blocks(&note.blocks, element, language, notes);
    }

    /// An identifier that no other element has (PDF 32000-1, table 323).
    pub(super) fn identifier(&mut self, name: String) -> String {
        let mut id = name.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{name}-{count}");
        }
        id
    }
}
