//! Blocks as elements.

use super::plan::Attributes;
use super::plan::Placement;
use super::walk::Walk;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Figure;
use crate::book::List;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::Part;
use crate::book::PictureFile;
use crate::book::Table;
use crate::book::plain_text;
use crate::unicode::Language;

impl<'b> Walk<'b> {
    pub(super) fn block(&mut self, block: &'b Block, parent: usize, outer: &Language, notes: &'b [Note]) {
        let language = &block.language;
        let first = self.plan.elements.len();
        match &block.kind {
            BlockKind::Heading(heading) => {
                let kind = self.heading_kind(heading.level);
                let element = self.plan.element(kind, parent);
                self.plan.own_block(block.id, element);
                self.inlines(&heading.content, element, language);
            }
            BlockKind::Paragraph(content) => {
                let element = self.plan.element("P", parent);
                self.plan.own_block(block.id, element);
                self.inlines(content, element, language);
            }
            BlockKind::Figure(figure) => self.figure(block.id, figure, parent, language),
            BlockKind::Table(table) => self.table(block.id, table, parent, language),
            BlockKind::Quotation(quotation) => {
                let element = self.plan.element("BlockQuote", parent);
                self.blocks(&quotation.blocks, element, language, notes);
                if let Some(source) = &quotation.source {
                    let paragraph = self.plan.element("P", element);
                    self.plan.own_block(block.id, paragraph);
                    self.inlines(source, paragraph, language);
                }
            }
            BlockKind::List(list) => self.list(list, parent, language, notes),
            BlockKind::Code { .. } => {
                let paragraph = self.plan.element("P", parent);
                let element = self.plan.element("Code", paragraph);
                self.plan.own_block(block.id, element);
            }
            BlockKind::Container(container, blocks) => {
                let element = self.plan.element(container_kind(container), parent);
                if let Container::Box { title: Some(_) } = container {
                    let title = self.plan.element("P", element);
                    self.plan.own_block(block.id, title);
                } else {
                    self.plan.own_block(block.id, element);
                }
                self.blocks(blocks, element, language, notes);
            }
            BlockKind::SceneBreak => {
                let element = self.plan.element("P", parent);
                self.plan.own_block(block.id, element);
            }
            BlockKind::Break(_) => {}
            BlockKind::Contents if self.in_index => self.index(parent),
            BlockKind::Contents => self.contents(block.id, parent),
        }
        if self.plan.elements.get(first).is_some_and(|element| element.parent == Some(parent)) {
            self.plan.set_language(first, language, outer);
        }
    }

    /// Pictures and their caption side by side: what replaces a figure for the ear would replace a caption inside it too
    /// (PDF 32000-1, 14.9.3).
    fn figure(&mut self, block: NodeId, figure: &'b Figure, parent: usize, language: &Language) {
        let group = self.plan.element("Div", parent);
        self.plan.elements[group].attributes = Attributes::Group;
        for picture in &figure.pictures {
            let slot = self.picture(picture.id, &picture.file, group, Placement::Block);
            self.plan.pictures.entry(block).or_insert(slot);
        }
        let caption = self.plan.element("Caption", group);
        let slot = self.plan.slot(caption);
        self.plan.own(block, Part::Label, slot);
        self.inlines(&figure.caption, caption, language);
        let slot = self.plan.continued_slot(caption);
        self.plan.own(block, Part::Content, slot);
    }

    /// A picture's element, or an artifact's slot when it only decorates. Words stand for a picture that is not there.
    pub(super) fn picture(&mut self, node: NodeId, file: &PictureFile, parent: usize, placement: Placement) -> usize {
        let slot = if file.decorative {
            self.plan.artifact()
        } else if !self.pictures.contains_key(&file.path) {
            let kind = match placement {
                Placement::Block => "P",
                Placement::Inline => "Span",
            };
            let element = self.plan.element(kind, parent);
            self.plan.slot(element)
        } else {
            let element = self.plan.element("Figure", parent);
            self.plan.elements[element].attributes = Attributes::Figure(placement);
            self.plan.elements[element].alternative = Some(file.alternative.clone()).filter(|text| !text.trim().is_empty());
            self.plan.slot(element)
        };
        self.plan.own(node, Part::Content, slot);
        self.plan.pictures.insert(node, slot);
        slot
    }

    fn table(&mut self, block: NodeId, table: &'b Table, parent: usize, language: &Language) {
        let element = self.plan.element("Table", parent);
        let caption = self.plan.element("Caption", element);
        let slot = self.plan.slot(caption);
        self.plan.own(block, Part::Label, slot);
        self.plan.own(block, Part::Content, slot);
        self.inlines(&table.caption, caption, language);
        let name = self.resolved.anchors.get(&block).cloned();
        // The identifiers of the headers of each column.
        let mut headers: Vec<Vec<String>> = vec![Vec::new(); table.alignments.len()];
        for (index, cells) in table.rows.iter().enumerate() {
            let row = self.plan.element("TR", element);
            for (column, cell) in cells.iter().enumerate() {
                let header = index < table.header_rows;
                let cell_element = self.plan.element(if header { "TH" } else { "TD" }, row);
                self.plan.elements[cell_element].attributes = if header {
                    let table_name = name.clone().unwrap_or_else(|| "table".to_owned());
                    let id = self.identifier(format!("{table_name}-{}", plain_text(&cell.content).trim()));
                    headers[column].push(id.clone());
                    self.plan.elements[cell_element].id = Some(id);
                    Attributes::ColumnHeader
                } else {
                    Attributes::Cell(headers[column].clone())
                };
                self.plan.own_block(cell.id, cell_element);
                self.inlines(&cell.content, cell_element, language);
            }
        }
    }

    fn list(&mut self, list: &'b List, parent: usize, language: &Language, notes: &'b [Note]) {
        let element = self.plan.element("L", parent);
        self.plan.elements[element].attributes = Attributes::List(numbering(list));
        for item in &list.items {
            let entry = self.plan.element("LI", element);
            let label = self.plan.element("Lbl", entry);
            let slot = self.plan.slot(label);
            self.plan.own(item.id, Part::Label, slot);
            let body = self.plan.element("LBody", entry);
            let slot = self.plan.slot(body);
            self.plan.own(item.id, Part::Content, slot);
            self.blocks(&item.blocks, body, language, notes);
        }
    }

    /// A paragraph for each word of the index, with references to its places.
    fn index(&mut self, parent: usize) {
        let index = self.plan.element("Index", parent);
        for entry in &self.resolved.index {
            let paragraph = self.plan.element("P", index);
            for (number, place) in entry.places.iter().enumerate() {
                let reference = self.plan.element("Reference", paragraph);
                let holder = if self.linked.contains(place) { self.plan.element("Link", reference) } else { reference };
                if number == 0 {
                    let word = self.plan.slot(holder);
                    self.plan.own(*place, Part::ContentsTitle, word);
                }
                let folio = self.plan.slot(holder);
                self.plan.own(*place, Part::ContentsFolio, folio);
            }
        }
    }

    /// Contents nest as the headings do (PDF 32000-1, table 333).
    fn contents(&mut self, block: NodeId, parent: usize) {
        // A title of the contents that is no heading of its own.
        let title = self.plan.element("P", parent);
        self.plan.own_block(block, title);
        let table = self.plan.element("TOC", parent);
        // The open lists, each with the level of its entries.
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut last = table;
        for entry in &self.resolved.contents {
            while open.len() > 1 && open.last().is_some_and(|(level, _)| *level > entry.level) {
                open.pop();
            }
            match open.last() {
                None => open.push((entry.level, table)),
                Some((level, _)) if *level < entry.level => open.push((entry.level, self.plan.element("TOC", last))),
                Some(_) => {}
            }
            let list = open.last().map_or(table, |(_, list)| *list);
            last = self.plan.element("TOCI", list);
            let reference = self.plan.element("Reference", last);
            let holder = if self.linked.contains(&entry.node) { self.plan.element("Link", reference) } else { reference };
            let title = self.plan.slot(holder);
            self.plan.own(entry.node, Part::ContentsTitle, title);
            let folio = self.plan.slot(holder);
            self.plan.own(entry.node, Part::ContentsFolio, folio);
        }
    }
}

/// PDF 32000-1, table 347; numerals that it does not know count as decimal ones.
fn numbering(list: &List) -> &'static str {
    if list.start.is_none() {
        return "Disc";
    }
    match list.marker.as_deref().and_then(|marker| marker.chars().find(|character| character.is_alphanumeric())) {
        Some('A') => "UpperAlpha",
        Some('a') => "LowerAlpha",
        Some('I') => "UpperRoman",
        Some('i') => "LowerRoman",
        Some(_) | None => "Decimal",
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
