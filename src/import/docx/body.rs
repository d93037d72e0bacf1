//! The body: what stands in a row, block by block.

use super::look::Ground;
use super::paragraph::Frame;
use super::paragraph::Item;
use super::piece::Atom;
use super::piece::Piece;
use super::properties::ParagraphProperties;
use super::properties::RunProperties;
use super::read::DEEPEST;
use super::read::Reader;
use super::role::Role;
use super::run::chosen;
use super::run::words;
use super::section::Section;
use super::told::Told;
use crate::book::BlockKind;
use crate::book::Container;
use crate::xml::Element;

impl Reader {
    /// The items of the body, a cell, a note or a text box.
    pub fn items(&mut self, parent: &Element) -> Vec<Item> {
        let mut items = Vec::new();
        let mut carried = Vec::new();
        self.add_items(parent, &mut items, &mut carried);
        if !carried.is_empty() {
            let frame = Frame { size: self.ground_size(), ..Frame::default() };
            self.emit(carried, &frame, &mut items);
        }
        items
    }

    /// `carried` are the pieces of paragraphs whose end was deleted in tracked changes.
    fn add_items(&mut self, parent: &Element, items: &mut Vec<Item>, carried: &mut Vec<Piece>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, items, carried),
                "w:tbl" => self.table(element, items),
                "w:sdt" => {
                    let gallery = element
                        .child("w:sdtPr")
                        .and_then(|properties| properties.child("w:docPartObj"))
                        .and_then(|part| part.child("w:docPartGallery"))
                        .and_then(super::properties::value);
                    if gallery == Some("Table of Contents") {
                        self.tally.tell(Told::LeftOut { what: "a table of contents", text: "editions make their own".to_owned() });
                    } else if let Some(inner) = element.child("w:sdtContent") {
                        self.add_items(inner, items, carried);
                    }
                }
                "w:customXml" | "w:ins" | "w:moveTo" | "w:smartTag" => self.add_items(element, items, carried),
                "w:del" | "w:moveFrom" => self.tally.tell(Told::Deleted(words(element))),
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.add_items(chosen, items, carried);
                    }
                }
                "w:sectPr" => items.push(Item::Section(Section::read(element))),
                "w:bookmarkStart" => self.anchors.begin(element.attribute("w:name").unwrap_or_default()),
                "w:commentRangeStart" => self.begin_comment(element),
                "w:altChunk" => {
                    let part = element.attribute("r:id").and_then(|id| self.relations.get(id));
                    let text = part.map(|part| part.target.clone()).unwrap_or_default();
                    self.tally.tell(Told::LeftOut { what: "a file of another format inside the document", text });
                }
                "m:oMathPara" | "m:oMath" => {
                    let mut pieces = std::mem::take(carried);
                    let inner =
                        Element { name: String::new(), attributes: Vec::new(), children: vec![crate::xml::Node::Element(element.clone())] };
                    self.content(&inner, &Ground::default(), &mut pieces);
                    let frame = Frame { size: self.ground_size(), ..Frame::default() };
                    self.emit(pieces, &frame, items);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element, items: &mut Vec<Item>, carried: &mut Vec<Piece>) {
        let own = element.child("w:pPr");
        let mut direct = own.map(ParagraphProperties::read).unwrap_or_default();
        let style = self.styles.paragraph(direct.style.as_deref());
        let mut role = style.role;
        match direct.outline {
            Some(level @ 0..=8) if matches!(role, Role::Body | Role::Heading(_)) => role = Role::Heading(level + 1),
            Some(9..) if matches!(role, Role::Heading(_)) => role = Role::Body,
            _ => {}
        }
        // The rule of a style is its look; one of the paragraph itself is a line that the author drew.
        let rule = direct.rule;
        let indent = direct.start.map(|start| start.twips);
        direct = direct.over(&style.paragraph);
        direct.rule = rule;
        let was_dropping = self.dropping();
        self.sequence = None;
        let ground = Ground { role, run: style.run.clone(), in_link: false };
        let outer = std::mem::replace(&mut self.size, style.run.size.or(self.styles.default_run().size).unwrap_or(20));
        let mut pieces = std::mem::take(carried);
        let carries = !pieces.is_empty();
        self.content(element, &ground, &mut pieces);
        let size = std::mem::replace(&mut self.size, outer);
        let mark = own.and_then(|own| own.child("w:rPr"));
        let is_set = |name: &str| mark.is_some_and(|mark| mark.child(name).is_some());
        if is_set("w:del") || is_set("w:moveFrom") {
            *carried = pieces;
            return;
        }
        let is_hidden = mark.map(RunProperties::read).is_some_and(|mark| mark.hidden == Some(true)) && pieces.is_empty() && !carries;
        let left_out = (was_dropping || self.dropping() || is_hidden) && pieces.is_empty();
        if role == Role::Contents && !pieces.is_empty() {
            self.tally.changed("lines of a table of contents were left out, since editions make their own");
            self.add_section(own, items);
            return;
        }
        if direct.break_before == Some(true) {
            items.push(Item::Break(crate::book::PageBreak::Page));
        }
        let list = direct.list.clone().filter(|list| list != "0" && !left_out);
        let mut numbered = list.and_then(|list| self.numbering.next(&list, direct.list_level.unwrap_or(0)));
        if let Some(own) = &mut numbered {
            let by_style = direct.start.map(|start| start.twips).filter(|_| own.indent == 0);
            own.indent = indent.or(by_style).unwrap_or(own.indent);
        }
        if std::mem::take(&mut self.rule_seen) {
            direct.rule = Some(true);
        }
        let frame = Frame { role, numbered, properties: direct, size, sequence: self.sequence.take(), left_out };
        if pieces.iter().any(|piece| matches!(piece.atom, Atom::Ruby { .. })) {
            self.tally.found("paragraphs-with-readings");
        }
        self.emit(pieces, &frame, items);
        self.add_section(own, items);
    }

    fn add_section(&mut self, own: Option<&Element>, items: &mut Vec<Item>) {
        if let Some(section) = own.and_then(|own| own.child("w:sectPr")) {
            items.push(Item::Section(Section::read(section)));
        }
    }

    /// The items of a text box; of one that holds a picture with its caption these alone, else a box around them.
    pub fn text_box(&mut self, element: &Element) -> Vec<Item> {
        if self.depth >= DEEPEST {
            self.tally.tell(Told::LeftOut { what: "a text box inside too many others", text: words(element) });
            return Vec::new();
        }
        self.depth += 1;
        let fields = std::mem::take(&mut self.fields);
        let sequence = self.sequence.take();
        let outer = self.anchors.take();
        let items = self.items(element);
        let inner = self.anchors.take();
        self.anchors.put_back(outer);
        self.fields = fields;
        self.sequence = sequence;
        self.depth -= 1;
        let shows = items.iter().any(|item| matches!(item, Item::Figure { .. }));
        let is_plain = |item: &Item| match item {
            Item::Figure { .. } => true,
            Item::Paragraph(text) => text.text.chars().count() <= 80 && text.numbered.is_none(),
            Item::Block(_) | Item::Break(_) | Item::Section(_) => false,
        };
        let is_caption = |item: &Item| matches!(item, Item::Paragraph(text) if text.role == Role::Caption || text.sequence.is_some());
        if (shows && items.iter().all(is_plain)) || (!items.is_empty() && items.iter().all(is_caption)) {
            self.anchors.put_back(inner);
            return items;
        }
        let blocks = self.blocks(items);
        if blocks.is_empty() {
            self.anchors.put_back(inner);
            return Vec::new();
        }
        self.tally.found("text-boxes");
        self.tally.changed("text boxes follow the paragraph that they stood beside");
        let mut block = self.tree.block(BlockKind::Container(Container::Box { title: None }, blocks));
        let waiting = self.anchors.take();
        self.anchors.put_back(inner);
        self.anchors.give(&mut block);
        self.anchors.put_back(waiting);
        vec![Item::Block(Box::new(block))]
    }
}
