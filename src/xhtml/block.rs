//! Blocks.

use super::document::Attributes;
use super::document::DocumentWriter;
use super::inline::described;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::CellAlignment;
use crate::book::Container;
use crate::book::DivisionRole;
use crate::book::Edge;
use crate::book::Figure;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::NodeId;
use crate::book::PageBreak;
use crate::book::Picture;
use crate::book::Placement;
use crate::book::Quotation;
use crate::book::Table;
use crate::geom::WritingMode;

impl DocumentWriter<'_> {
    pub fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        self.hold_marks(block.id);
        let attributes = self.language_change(Attributes::new().maybe("id", self.id(block.id)), &block.language);
        let language = block.language.clone();
        self.in_language(&language, |writer| writer.block_content(block, attributes));
    }

    fn block_content(&mut self, block: &Block, attributes: Attributes) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.open(&format!("h{}", heading.level.clamp(1, 6)), attributes);
                self.release_marks();
                if let Some(number) = self.input.resolved.heading_numbers.get(&block.id) {
                    self.xml.element("span", &[("class", "number generated")], number);
                }
                self.inlines(&heading.content);
                self.close_block();
                self.notes_of(&[&heading.content]);
            }
            BlockKind::Paragraph(content) => {
                // Notes of verse are no verse.
                let keeps_lines = std::mem::take(&mut self.keeps_lines);
                if keeps_lines {
                    self.stanza(attributes, content);
                } else {
                    self.text_block("p", attributes, content);
                }
                self.notes_of(&[content]);
                self.keeps_lines = keeps_lines;
            }
            BlockKind::Figure(figure) => {
                self.figure(block.id, figure, attributes);
                self.notes_of(&[&figure.caption]);
            }
            BlockKind::Table(table) => {
                self.table(block.id, table, attributes);
                let mut texts: Vec<&[Inline]> = vec![&table.caption];
                texts.extend(table.rows.iter().flatten().map(|cell| cell.content.as_slice()));
                self.notes_of(&texts);
            }
            BlockKind::Quotation(quotation) => self.quotation(quotation, attributes),
            BlockKind::List(list) => self.list(list, attributes),
            BlockKind::Code { text, .. } => {
                self.open("pre", attributes);
                self.open("code", Attributes::new());
                self.text_of(block.id, text);
                self.close();
                self.close_block();
            }
            BlockKind::Container(container, blocks) => self.container(container, blocks, attributes),
            BlockKind::SceneBreak => {
                self.empty("hr", attributes.class("scene"));
                self.xml.line_end();
            }
            BlockKind::Break(PageBreak::Lines(lines)) => {
                let style = format!("block-size: {}em", f64::from(*lines) * 1.8);
                self.empty("div", attributes.class("lines").with("style", style));
                self.xml.line_end();
            }
            // Page breaks begin a document of their own; columns are the reading system's.
            BlockKind::Break(_) => {}
            BlockKind::Contents if self.piece.division.role == DivisionRole::Index => self.index_list(attributes),
            BlockKind::Contents => self.contents_list(attributes),
        }
    }

    /// An element of running text.
    pub fn text_block(&mut self, name: &str, attributes: Attributes, content: &[Inline]) {
        self.open(name, attributes);
        self.release_marks();
        self.inlines(content);
        self.close_block();
    }

    /// Lines that stay lines, each an element of its own: what runs over is set off, the next line is not.
    fn stanza(&mut self, attributes: Attributes, content: &[Inline]) {
        self.open("div", attributes.class("stanza"));
        for line in content.split(|inline| inline.kind == InlineKind::LineBreak) {
            self.text_block("p", Attributes::new(), line);
        }
        self.close_block();
    }

    fn figure(&mut self, node: NodeId, figure: &Figure, attributes: Attributes) {
        let class = match figure.pictures.len() {
            0 | 1 => "figure",
            _ => "figure gallery",
        };
        let width = figure.width.filter(|_| self.direction == WritingMode::HorizontalTb).map(|width| format!("width: {width}%"));
        self.open("figure", attributes.class(class).maybe("style", width));
        self.release_marks();
        for picture in &figure.pictures {
            self.picture(picture);
        }
        if figure.pictures.is_empty() {
            self.missing_picture("");
        }
        self.caption("figcaption", node, &figure.caption, figure.credit.as_deref());
        self.close_block();
    }

    fn picture(&mut self, picture: &Picture) {
        self.hold_marks(picture.id);
        self.release_marks();
        match self.input.pictures.get(&picture.file.path) {
            Some(embedded) => {
                let attributes = Attributes::new().with("src", format!("{}{}", self.up(), embedded.href));
                self.empty("img", described(attributes, &picture.file));
            }
            None => self.missing_picture(&picture.file.alternative),
        }
    }

    /// A frame with words where a picture is to be.
    fn missing_picture(&mut self, alternative: &str) {
        self.open("div", Attributes::new().class("missing generated").maybe("title", Some(alternative).filter(|text| !text.is_empty())));
        self.xml.element("p", &[], &self.words.missing_picture);
        self.close();
    }

    /// Caption and credit, with the number that references use.
    fn caption(&mut self, name: &str, node: NodeId, caption: &[Inline], credit: Option<&str>) {
        if caption.is_empty() && credit.is_none() {
            return;
        }
        self.open(name, Attributes::new());
        if !caption.is_empty() {
            self.open("p", Attributes::new().class("caption"));
            self.release_marks();
            let resolved = self.input.resolved;
            if let Some(label) = resolved.figure_numbers.get(&node).or_else(|| resolved.table_numbers.get(&node)) {
                self.open("span", Attributes::new().class("label generated"));
                self.xml.text(label);
                self.close();
            }
            self.inlines(caption);
            self.close();
        }
        if let Some(credit) = credit {
            self.xml.element("p", &[("class", "credit")], credit);
        }
        self.close();
    }

    fn table(&mut self, node: NodeId, table: &Table, attributes: Attributes) {
        self.open("table", attributes);
        self.caption("caption", node, &table.caption, None);
        let (head, body) = table.rows.split_at(table.header_rows.min(table.rows.len()));
        for (rows, group) in [(head, "thead"), (body, "tbody")] {
            if rows.is_empty() {
                continue;
            }
            self.open(group, Attributes::new());
            for row in rows {
                self.open("tr", Attributes::new());
                for (column, cell) in row.iter().enumerate() {
                    let class = match table.alignments.get(column) {
                        Some(CellAlignment::Center) => Some("center"),
                        Some(CellAlignment::End) => Some("end"),
                        Some(CellAlignment::Start) | None => None,
                    };
                    let attributes = Attributes::new().maybe("class", class);
                    // A header cell without text would name nothing.
                    if group == "thead" && !cell.content.is_empty() {
                        self.open("th", attributes.with("scope", "col"));
                    } else {
                        self.open("td", attributes);
                    }
                    self.hold_marks(cell.id);
                    self.release_marks();
                    self.inlines(&cell.content);
                    self.close();
                }
                self.close();
            }
            self.close();
        }
        self.close_block();
    }

    fn quotation(&mut self, quotation: &Quotation, attributes: Attributes) {
        self.open("blockquote", attributes);
        self.xml.line_end();
        self.blocks(&quotation.blocks);
        if let Some(source) = &quotation.source {
            self.text_block("p", Attributes::new().class("source"), source);
        }
        self.close_block();
        if let Some(source) = &quotation.source {
            self.notes_of(&[source]);
        }
    }

    fn list(&mut self, list: &List, attributes: Attributes) {
        let attributes = attributes.maybe("class", list.marker.as_deref().and_then(marker_class));
        match list.start {
            None => self.open("ul", attributes),
            Some(1) => self.open("ol", attributes),
            Some(start) => self.open("ol", attributes.with("start", start.to_string())),
        }
        for item in &list.items {
            self.hold_marks(item.id);
            self.open("li", Attributes::new());
            self.blocks(&item.blocks);
            self.close_block();
        }
        self.close_block();
    }

    fn container(&mut self, container: &Container, blocks: &[Block], attributes: Attributes) {
        let class = match container {
            Container::Verse => "verse",
            Container::Dialogue => "dialogue",
            Container::Box { .. } => "box",
            Container::Lead => "lead",
            Container::PullQuote => "pull",
            Container::Colophon => "colophon",
            Container::Direction(WritingMode::HorizontalTb) => "horizontal",
            Container::Direction(WritingMode::VerticalRl) => "vertical",
            Container::Placed(Placement { first: None, edge: Edge::Start, .. }) => "placed",
            // Its paragraphs begin where it says, not where the style does.
            Container::Placed(_) => "placed first",
            Container::Plain => "plain",
        };
        let mut attributes = attributes.class(class);
        if let Container::Placed(placement) = container {
            attributes = attributes.with("style", placed(placement));
        }
        let outer = self.direction;
        if let Container::Direction(direction) = container {
            self.direction = *direction;
        }
        self.open("div", attributes);
        if let Container::Box { title: Some(title) } = container {
            self.open("p", Attributes::new().class("box-title"));
            self.release_marks();
            self.xml.text(title);
            self.close_block();
        }
        let keeps_lines = matches!(container, Container::Verse | Container::Dialogue);
        let around = std::mem::replace(&mut self.keeps_lines, keeps_lines);
        self.blocks(blocks);
        self.keeps_lines = around;
        self.close_block();
        self.direction = outer;
    }

    /// The index: each word with links to its places, which have the pages' numbers where there are pages.
    fn index_list(&mut self, attributes: Attributes) {
        self.open("div", attributes.class("index generated"));
        let separator = if self.direction == WritingMode::VerticalRl { "、" } else { ", " };
        for entry in &self.input.resolved.index {
            if let Some(group) = &entry.group {
                self.xml.element("h2", &[], group);
            }
            self.open("p", Attributes::new());
            self.xml.text(&entry.word);
            // A page that names a word twice is named once.
            let mut named: Vec<String> = Vec::new();
            for place in &entry.places {
                let page = self.input.page_map.and_then(|map| map.headings.get(place)).cloned();
                let label = page.unwrap_or_else(|| (named.len() + 1).to_string());
                let Some(address) = self.address(*place).filter(|_| !named.contains(&label)) else { continue };
                self.xml.text(if named.is_empty() { "\u{3000}" } else { separator });
                self.open("a", Attributes::new().with("href", address));
                self.xml.text(&label);
                self.close();
                named.push(label);
            }
            self.close_block();
        }
        self.close_block();
    }

    /// The table of contents where the text itself asks for it.
    fn contents_list(&mut self, attributes: Attributes) {
        self.open("ol", attributes.class("contents generated"));
        for entry in &self.input.resolved.contents {
            let Some(address) = self.address(entry.node) else { continue };
            self.open("li", Attributes::new().class(&format!("level-{}", entry.level)));
            self.open("a", Attributes::new().with("href", address));
            self.xml.text(&entry.plain);
            self.close();
            self.close();
        }
        self.close_block();
    }
}

/// The list style that a marker such as `一、` or `a.` asks for.
fn marker_class(marker: &str) -> Option<&'static str> {
    match marker.chars().find(|character| character.is_alphanumeric() || ('①'..='⑳').contains(character))? {
        '一' => Some("marker-han"),
        '甲' => Some("marker-stem"),
        'ア' => Some("marker-katakana"),
        'イ' => Some("marker-iroha"),
        'a' => Some("marker-lower-latin"),
        'A' => Some("marker-upper-latin"),
        'i' => Some("marker-lower-roman"),
        'I' => Some("marker-upper-roman"),
        '①' => Some("marker-circled"),
        _ => None,
    }
}

/// The lines that paragraphs keep to, as properties.
fn placed(placement: &Placement) -> String {
    let mut style = format!("margin-inline-start: {}em; margin-inline-end: {}em", placement.start, placement.end);
    let first = match (placement.first, placement.edge) {
        (Some(first), _) => Some(first),
        (None, Edge::Start) => None,
        (None, Edge::Center | Edge::End) => Some(0),
    };
    if let Some(first) = first {
        style.push_str(&format!("; text-indent: {first}em"));
    }
    if let Some(measure) = placement.measure {
        style.push_str(&format!("; max-inline-size: {measure}em"));
    }
    match placement.edge {
        Edge::Start => {}
        Edge::Center => style.push_str("; text-align: center"),
        Edge::End => style.push_str("; text-align: end"),
    }
    style
}
