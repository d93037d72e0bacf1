//! The structure tree: the edition's tree in the standard types of PDF 32000-1, 14.8.4, planned before the pages are written so
//! that each piece of marked content knows its place.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Container;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Figure;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::Owner;
use crate::book::Part;
use crate::book::PictureFile;
use crate::book::Ruby;
use crate::book::Style;
use crate::book::Table;
use crate::picture::Pictures;
use crate::unicode::Language;

/// A structure element.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) kind: &'static str,
    pub(super) parent: Option<usize>,
    pub(super) kids: Vec<Kid>,
    pub(super) language: Option<Language>,
    pub(super) alternative: Option<String>,
    /// Replaces the content, for a glyph image.
    pub(super) actual: Option<String>,
    pub(super) id: Option<String>,
    pub(super) attributes: Attributes,
}

/// What an element says beyond its type (PDF 32000-1, 14.8.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attributes {
    None,
    ColumnHeader,
    Ordered,
    Unordered,
    /// A figure; its box comes from the page.
    Figure,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kid {
    Element(usize),
    Slot(usize),
}

/// A place among an element's children where marked content goes.
#[derive(Debug)]
pub(super) struct Slot {
    /// None: the content is an artifact.
    pub(super) element: Option<usize>,
}

/// The elements of an edition and which slot each owner writes into.
pub(super) struct Plan {
    pub(super) elements: Vec<Element>,
    pub(super) slots: Vec<Slot>,
    content: Vec<Option<u32>>,
    parts: BTreeMap<(NodeId, Part), usize>,
    pictures: BTreeMap<NodeId, usize>,
    /// Takes content whose owner is in no part of the tree.
    stray: usize,
}

/// The document itself.
pub(super) const ROOT: usize = 0;

impl Plan {
    /// Walks the book in reading order. `linked` are the nodes that own a link area.
    pub(super) fn new(book: &Book, pictures: &Pictures, linked: &BTreeSet<NodeId>) -> Plan {
        let document = Element::new("Document", None);
        let plan = Plan {
            elements: vec![document],
            slots: Vec::new(),
            content: Vec::new(),
            parts: BTreeMap::new(),
            pictures: BTreeMap::new(),
            stray: 0,
        };
        let mut walk = Walk {
            plan,
            pictures,
            linked,
            headings: Vec::new(),
            pending: Vec::new(),
            placed: BTreeSet::new(),
            ids: BTreeSet::new(),
            last_level: 0,
        };
        for division in &book.divisions {
            walk.collect_headings(division);
        }
        for division in &book.divisions {
            walk.division(division, &book.language);
        }
        let stray = walk.element("P", ROOT);
        walk.plan.stray = walk.slot(stray);
        walk.plan
    }

    /// Where content of this owner goes; none for artifacts.
    pub(super) fn slot_of(&self, owner: Owner, picture: bool) -> Option<usize> {
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

    /// The Link element that a link area of this owner belongs to, made when there is none.
    pub(super) fn link_element(&mut self, owner: Owner) -> usize {
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
}

impl Element {
    fn new(kind: &'static str, parent: Option<usize>) -> Element {
        Element { kind, parent, kids: Vec::new(), language: None, alternative: None, actual: None, id: None, attributes: Attributes::None }
    }
}

struct Walk<'b> {
    plan: Plan,
    pictures: &'b Pictures,
    linked: &'b BTreeSet<NodeId>,
    /// All that the contents may list, in reading order.
    headings: Vec<NodeId>,
    /// Notes of the division by id whose body is to follow the block that holds their mark.
    pending: Vec<NodeId>,
    placed: BTreeSet<NodeId>,
    ids: BTreeSet<String>,
    last_level: u8,
}

impl<'b> Walk<'b> {
    fn element(&mut self, kind: &'static str, parent: usize) -> usize {
        self.plan.elements.push(Element::new(kind, Some(parent)));
        let index = self.plan.elements.len() - 1;
        self.plan.elements[parent].kids.push(Kid::Element(index));
        index
    }

    /// A new place for content at the end of the element's children.
    fn slot(&mut self, element: usize) -> usize {
        self.plan.slots.push(Slot { element: Some(element) });
        let slot = self.plan.slots.len() - 1;
        self.plan.elements[element].kids.push(Kid::Slot(slot));
        slot
    }

    /// The place at the end of the element's children: the last one when nothing has come after it.
    fn continued_slot(&mut self, element: usize) -> usize {
        match self.plan.elements[element].kids.last() {
            Some(Kid::Slot(slot)) => *slot,
            Some(Kid::Element(_)) | None => self.slot(element),
        }
    }

    fn own(&mut self, node: NodeId, part: Part, slot: usize) {
        match part {
            Part::Content => {
                let content = &mut self.plan.content;
                if content.len() <= node.index() {
                    content.resize(node.index() + 1, None);
                }
                content[node.index()] = Some(slot as u32);
            }
            Part::RubyBase(_) | Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio => {
                self.plan.parts.insert((node, part), slot);
            }
        }
    }

    fn collect_headings(&mut self, division: &Division) {
        if division.metadata.title.is_some() {
            self.headings.push(division.id);
        }
        fn visit(blocks: &[Block], headings: &mut Vec<NodeId>) {
            for block in blocks {
                match &block.kind {
                    BlockKind::Heading(_) => headings.push(block.id),
                    BlockKind::Container(_, inner) => visit(inner, headings),
                    BlockKind::Quotation(quotation) => visit(&quotation.blocks, headings),
                    BlockKind::List(list) => list.items.iter().for_each(|item| visit(&item.blocks, headings)),
                    BlockKind::Paragraph(_)
                    | BlockKind::Figure(_)
                    | BlockKind::Table(_)
                    | BlockKind::Code { .. }
                    | BlockKind::SceneBreak
                    | BlockKind::Break(_)
                    | BlockKind::Contents => {}
                }
            }
        }
        visit(&division.blocks, &mut self.headings);
    }

    fn division(&mut self, division: &'b Division, outer: &Language) {
        let kind = match division.role {
            DivisionRole::Cover | DivisionRole::Body | DivisionRole::Colophon => "Sect",
            DivisionRole::Contents => "Sect",
        };
        let section = self.element(kind, ROOT);
        self.set_language(section, &division.language, outer);
        let language = &division.language;
        self.headline(division, section);
        self.blocks(&division.blocks, section, language, &division.notes);
        for note in &division.notes {
            if !self.placed.contains(&note.id) {
                self.note(note, &division.name, section, language, &division.notes);
            }
        }
    }

    /// The headline block: kicker, title, subtitle, byline, lead.
    fn headline(&mut self, division: &'b Division, section: usize) {
        let metadata = &division.metadata;
        let language = &division.language;
        let paragraph = |walk: &mut Self, kind: &'static str, content: &'b [Inline]| {
            let element = walk.element(kind, section);
            walk.inlines(content, element, language);
            element
        };
        if let Some(kicker) = &metadata.kicker {
            paragraph(self, "P", kicker);
        }
        if let Some(title) = &metadata.title {
            let kind = self.heading_kind(1);
            let element = paragraph(self, kind, title);
            let slot = self.continued_slot(element);
            self.own(division.id, Part::Content, slot);
        }
        if let Some(subtitle) = &metadata.subtitle {
            paragraph(self, "P", subtitle);
        }
        // Roles, dates and what parts the names belong to the division.
        let byline = self.element("P", section);
        let slot = self.slot(byline);
        self.own(division.id, Part::Label, slot);
        if metadata.title.is_none() {
            self.own(division.id, Part::Content, slot);
        }
        for (_, names) in &metadata.byline {
            self.inlines(names, byline, language);
        }
        if let Some(lead) = &metadata.lead {
            paragraph(self, "P", lead);
        }
    }

    /// Levels never skip one on the way down (PDF/UA-1, 7.4.2).
    fn heading_kind(&mut self, level: u8) -> &'static str {
        let level = level.clamp(1, 6).min(self.last_level + 1);
        self.last_level = level;
        ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level) - 1]
    }

    fn set_language(&mut self, element: usize, language: &Language, outer: &Language) {
        if language != outer {
            self.plan.elements[element].language = Some(language.clone());
        }
    }

    /// Blocks in order, each followed by the notes marked in it.
    fn blocks(&mut self, blocks: &'b [Block], parent: usize, outer: &Language, notes: &'b [Note]) {
        for block in blocks {
            self.block(block, parent, outer, notes);
            let marked = std::mem::take(&mut self.pending);
            for id in marked {
                if let Some(note) = notes.iter().find(|note| note.id == id).filter(|note| !self.placed.contains(&note.id)) {
                    self.note(note, "", parent, &block.language, notes);
                }
            }
        }
    }

    fn note(&mut self, note: &'b Note, _division: &str, parent: usize, language: &Language, notes: &'b [Note]) {
        self.placed.insert(note.id);
        let element = self.element("Note", parent);
        let label = note.label.clone().unwrap_or_default();
        let mut id = format!("note-{label}");
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("note-{label}-{count}");
        }
        self.plan.elements[element].id = Some(id);
        let marker = self.element("Lbl", element);
        if self.linked.contains(&note.id) {
            let link = self.element("Link", marker);
            let slot = self.slot(link);
            self.own(note.id, Part::Label, slot);
        } else {
            let slot = self.slot(marker);
            self.own(note.id, Part::Label, slot);
        }
        let slot = self.slot(element);
        self.own(note.id, Part::Content, slot);
        self.blocks(&note.blocks, element, language, notes);
    }

    fn block(&mut self, block: &'b Block, parent: usize, outer: &Language, notes: &'b [Note]) {
        let language = &block.language;
        let first = self.plan.elements.len();
        match &block.kind {
            BlockKind::Heading(heading) => {
                let kind = self.heading_kind(heading.level);
                let element = self.element(kind, parent);
                let slot = self.slot(element);
                self.own(block.id, Part::Label, slot);
                self.own(block.id, Part::Content, slot);
                self.inlines(&heading.content, element, language);
            }
            BlockKind::Paragraph(content) => {
                let element = self.element("P", parent);
                self.own_block(block.id, element);
                self.inlines(content, element, language);
            }
            BlockKind::Figure(figure) => self.figure(block.id, figure, parent, language),
            BlockKind::Table(table) => self.table(block.id, table, parent, language),
            BlockKind::Quotation(quotation) => {
                let element = self.element("BlockQuote", parent);
                self.blocks(&quotation.blocks, element, language, notes);
                if let Some(source) = &quotation.source {
                    let paragraph = self.element("P", element);
                    self.own_block(block.id, paragraph);
                    self.inlines(source, paragraph, language);
                }
            }
            BlockKind::List(list) => self.list(list, parent, language, notes),
            BlockKind::Code { .. } => {
                let paragraph = self.element("P", parent);
                let element = self.element("Code", paragraph);
                self.own_block(block.id, element);
            }
            BlockKind::Container(container, blocks) => {
                let element = self.element(container_kind(container), parent);
                if let Container::Box { title: Some(_) } = container {
                    let title = self.element("P", element);
                    self.own_block(block.id, title);
                } else {
                    self.own_block(block.id, element);
                }
                self.blocks(blocks, element, language, notes);
            }
            BlockKind::SceneBreak => {
                let element = self.element("P", parent);
                self.own_block(block.id, element);
            }
            BlockKind::Break(_) => {}
            BlockKind::Contents => self.contents(block.id, parent),
        }
        if let Some(element) = self.plan.elements.get(first).filter(|element| element.parent == Some(parent)) {
            debug_assert!(element.language.is_none());
            self.set_language(first, language, outer);
        }
    }

    /// Content and label of a block stand at the start of its element.
    fn own_block(&mut self, node: NodeId, element: usize) {
        let slot = self.continued_slot(element);
        self.own(node, Part::Content, slot);
        self.own(node, Part::Label, slot);
    }

    fn figure(&mut self, block: NodeId, figure: &'b Figure, parent: usize, language: &Language) {
        let group = if figure.pictures.len() == 1 { None } else { Some(self.element("Div", parent)) };
        let mut last = None;
        for picture in &figure.pictures {
            let slot = self.picture(picture.id, &picture.file, group.unwrap_or(parent));
            self.plan.pictures.entry(block).or_insert(slot);
            last = self.plan.slots[slot].element;
        }
        let holder = group.or(last).unwrap_or(parent);
        let caption = self.element("Caption", holder);
        let slot = self.slot(caption);
        self.own(block, Part::Label, slot);
        self.inlines(&figure.caption, caption, language);
        let slot = self.continued_slot(caption);
        self.own(block, Part::Content, slot);
    }

    /// A picture's element, or an artifact's slot when it only decorates. Words stand for a picture that is not there.
    fn picture(&mut self, node: NodeId, file: &PictureFile, parent: usize) -> usize {
        let slot = if file.decorative {
            self.plan.slots.push(Slot { element: None });
            self.plan.slots.len() - 1
        } else if !self.pictures.contains_key(&file.path) {
            let element = self.element("P", parent);
            self.slot(element)
        } else {
            let element = self.element("Figure", parent);
            self.plan.elements[element].attributes = Attributes::Figure;
            self.plan.elements[element].alternative = Some(file.alternative.clone()).filter(|text| !text.trim().is_empty());
            self.slot(element)
        };
        self.own(node, Part::Content, slot);
        self.plan.pictures.insert(node, slot);
        slot
    }

    fn table(&mut self, block: NodeId, table: &'b Table, parent: usize, language: &Language) {
        let element = self.element("Table", parent);
        let caption = self.element("Caption", element);
        let slot = self.slot(caption);
        self.own(block, Part::Label, slot);
        self.own(block, Part::Content, slot);
        self.inlines(&table.caption, caption, language);
        for (index, cells) in table.rows.iter().enumerate() {
            let row = self.element("TR", element);
            for cell in cells {
                let header = index < table.header_rows;
                let cell_element = self.element(if header { "TH" } else { "TD" }, row);
                if header {
                    self.plan.elements[cell_element].attributes = Attributes::ColumnHeader;
                }
                self.own_block(cell.id, cell_element);
                self.inlines(&cell.content, cell_element, language);
            }
        }
    }

    fn list(&mut self, list: &'b List, parent: usize, language: &Language, notes: &'b [Note]) {
        let element = self.element("L", parent);
        self.plan.elements[element].attributes = if list.start.is_some() { Attributes::Ordered } else { Attributes::Unordered };
        for item in &list.items {
            let entry = self.element("LI", element);
            let label = self.element("Lbl", entry);
            let slot = self.slot(label);
            self.own(item.id, Part::Label, slot);
            let body = self.element("LBody", entry);
            let slot = self.slot(body);
            self.own(item.id, Part::Content, slot);
            self.blocks(&item.blocks, body, language, notes);
        }
    }

    fn contents(&mut self, block: NodeId, parent: usize) {
        let element = self.element("TOC", parent);
        for heading in self.headings.clone() {
            let entry = self.element("TOCI", element);
            let reference = self.element("Reference", entry);
            let holder = if self.linked.contains(&heading) { self.element("Link", reference) } else { reference };
            let title = self.slot(holder);
            self.own(heading, Part::ContentsTitle, title);
            let folio = self.slot(holder);
            self.own(heading, Part::ContentsFolio, folio);
        }
        // A title of the contents that is no heading of its own.
        let title = self.element("P", parent);
        self.own_block(block, title);
    }

    fn inlines(&mut self, inlines: &'b [Inline], parent: usize, language: &Language) {
        for inline in inlines {
            self.inline(inline, parent, language);
        }
    }

    fn inline(&mut self, inline: &'b Inline, parent: usize, language: &Language) {
        match &inline.kind {
            InlineKind::Text(run) => {
                let slot = if run.language == *language {
                    self.continued_slot(parent)
                } else {
                    let span = self.element("Span", parent);
                    self.set_language(span, &run.language, language);
                    self.slot(span)
                };
                self.own(inline.id, Part::Content, slot);
            }
            InlineKind::Ruby(ruby) => self.ruby(inline.id, ruby, parent),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) => self.inlines(content, parent, language),
            InlineKind::Styled(Style::Warichu, content) => {
                let warichu = self.element("Warichu", parent);
                let text = self.element("WT", warichu);
                self.inlines(content, text, language);
            }
            InlineKind::Styled(Style::Language(changed), content) => {
                let span = self.element("Span", parent);
                self.set_language(span, changed, language);
                self.inlines(content, span, changed);
            }
            InlineKind::Styled(_, content) => {
                self.inlines(content, parent, language);
                let slot = self.continued_slot(parent);
                self.own(inline.id, Part::Content, slot);
            }
            InlineKind::Code(run) => {
                let code = self.element("Code", parent);
                self.set_language(code, &run.language, language);
                let slot = self.slot(code);
                self.own(inline.id, Part::Content, slot);
            }
            InlineKind::Link { content, .. } => {
                let link = if self.linked.contains(&inline.id) { self.element("Link", parent) } else { parent };
                self.inlines(content, link, language);
                let slot = self.continued_slot(link);
                self.own(inline.id, Part::Content, slot);
            }
            InlineKind::Reference { .. } => self.reference(inline.id, parent),
            InlineKind::NoteMark { note } => {
                self.reference(inline.id, parent);
                self.pending.push(*note);
            }
            InlineKind::Picture(file) => {
                self.picture(inline.id, file, parent);
            }
            InlineKind::Gaiji(file) => {
                let span = self.element("Span", parent);
                self.plan.elements[span].actual = Some(file.alternative.clone()).filter(|text| !text.is_empty());
                let slot = self.slot(span);
                self.own(inline.id, Part::Content, slot);
                self.plan.pictures.insert(inline.id, slot);
            }
            InlineKind::LineBreak => {}
        }
    }

    fn reference(&mut self, node: NodeId, parent: usize) {
        let reference = self.element("Reference", parent);
        let holder = if self.linked.contains(&node) { self.element("Link", reference) } else { reference };
        self.own_block(node, holder);
    }

    /// One Ruby element for each base with its reading; a gloss on the other side belongs to the last.
    fn ruby(&mut self, node: NodeId, ruby: &Ruby, parent: usize) {
        let mut last = parent;
        for index in 0..ruby.segments.len() {
            let number = u16::try_from(index).unwrap_or(u16::MAX);
            last = self.element("Ruby", parent);
            let base = self.element("RB", last);
            let slot = self.slot(base);
            self.own(node, Part::RubyBase(number), slot);
            if index == 0 {
                self.own(node, Part::Content, slot);
            }
            let reading = self.element("RT", last);
            let slot = self.slot(reading);
            self.own(node, Part::RubyReading(number), slot);
        }
        if ruby.under.is_some() {
            let under = self.element("RT", last);
            let slot = self.slot(under);
            self.own(node, Part::RubyUnder, slot);
        }
    }
}

fn container_kind(container: &Container) -> &'static str {
    match container {
        Container::PullQuote => "BlockQuote",
        Container::Verse
        | Container::Dialogue
        | Container::Box { .. }
        | Container::Lead
        | Container::Colophon
        | Container::Direction(_)
        | Container::Placed(_)
        | Container::Plain => "Div",
    }
}
