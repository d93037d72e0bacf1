//! Figures with their captions, and blocks as lines of running text.

use super::images::Shown;
use super::inlines::clean;
use super::reader::Kind;
use super::reader::Reader;
use super::reader::line;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Picture;
use crate::book::plain_text;
use crate::html::Node;

impl<'a> Reader<'a, '_> {
    pub(super) fn figure(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let mut pictures = Vec::new();
        let mut caption: Vec<Inline> = Vec::new();
        let mut rest: Vec<Block> = Vec::new();
        let mut credit = None;
        let holds_more = node.descendants().any(|inner| inner.is(&["table", "pre", "ul", "ol", "blockquote", "h1", "h2", "h3"]));
        let mut waiting: Vec<Node<'a>> = node.children().rev().collect();
        while let Some(child) = waiting.pop() {
            if !child.is_element() {
                if !holds_more && child.text().is_some_and(|text| !text.trim().is_empty()) {
                    let mut text = line();
                    self.text(child.text().unwrap_or_default(), &mut text);
                    self.paragraph(&mut text, &mut rest);
                }
                continue;
            }
            let declared = self.declared(child);
            if !self.is_read(child, &declared) {
                if child.has_class("missing") && self.kind == Kind::Own {
                    let alternative = child.attribute("title").map(clean).unwrap_or_default();
                    pictures.push(crate::book::PictureFile { path: String::new(), alternative, decorative: false });
                }
                continue;
            }
            match child.name() {
                "img" => match self.shown(child, &declared) {
                    Shown::Picture { file, .. } => pictures.push(file),
                    Shown::Text(text) => {
                        let mut words = line();
                        self.text(&text, &mut words);
                        self.paragraph(&mut words, &mut rest);
                    }
                    Shown::Nothing => {}
                },
                "figcaption" => {
                    self.wait_for(child);
                    let named = child.descendants().find(|inner| inner.has_class("credit"));
                    credit = named.map(|inner| clean(&inner.all_text())).filter(|text| !text.is_empty());
                    let mut blocks = Vec::new();
                    self.in_language(child, |reader| reader.flow(child, &mut blocks));
                    let mut lines = self.flat(blocks);
                    if credit.is_some() {
                        lines.retain(|content| Some(clean(&plain_text(content))) != credit);
                    }
                    for content in lines {
                        if !caption.is_empty() {
                            caption.push(self.tree.inline(InlineKind::LineBreak));
                        }
                        caption.extend(content);
                    }
                }
                "picture" | "a" | "div" | "span" | "p" | "center" | "noscript" | "figure" | "section" | "button"
                    if !holds_more && child.descendants().any(|inner| inner.is(&["img", "svg"])) =>
                {
                    if child.name() == "noscript" && !pictures.is_empty() {
                        continue;
                    }
                    self.wait_for(child);
                    waiting.extend(child.children().rev());
                }
                "svg" | "audio" | "video" | "iframe" | "math" => {
                    let mut words = line();
                    self.inline(child, &declared, &mut words);
                    let content = words.take();
                    for inline in content {
                        match inline.kind {
                            InlineKind::Picture(file) => pictures.push(file),
                            _ => rest.push(self.tree.block(BlockKind::Paragraph(vec![inline]))),
                        }
                    }
                }
                _ => {
                    self.in_language(child, |reader| {
                        if reader.here().is_block(child) {
                            reader.block(child, &declared, &mut rest);
                        } else {
                            let mut words = line();
                            reader.inline(child, &declared, &mut words);
                            reader.paragraph(&mut words, &mut rest);
                        }
                    });
                }
            }
        }
        if pictures.is_empty() {
            let table = rest.iter_mut().find_map(|block| if let BlockKind::Table(table) = &mut block.kind { Some(table) } else { None });
            if let Some(table) = table.filter(|table| table.caption.is_empty()) {
                table.caption = std::mem::take(&mut caption);
            }
            out.extend(rest);
            if !caption.is_empty() {
                self.push(BlockKind::Paragraph(caption), out);
            }
            return;
        }
        let before = out.len();
        self.figure_of(pictures, caption, out);
        if let Some(Block { kind: BlockKind::Figure(figure), .. }) = out.get_mut(before) {
            figure.credit = credit;
        }
        out.extend(rest);
    }

    /// A figure with what it shows and says.
    pub(super) fn figure_of(&mut self, pictures: Vec<crate::book::PictureFile>, caption: Vec<Inline>, out: &mut Vec<Block>) {
        self.tally.found("figures");
        let mut files = pictures.into_iter();
        let first = files.next().unwrap_or(crate::book::PictureFile { path: String::new(), alternative: String::new(), decorative: false });
        let mut block = self.tree.figure(first, caption);
        if let BlockKind::Figure(figure) = &mut block.kind {
            for file in files {
                let id = self.tree.fresh();
                figure.pictures.push(Picture { id, span: None, file });
            }
        }
        self.name(&mut block);
        out.push(block);
    }

    /// Blocks as lines of running text: for cells and captions, which hold nothing else.
    pub(super) fn flat(&mut self, blocks: Vec<Block>) -> Vec<Vec<Inline>> {
        let mut lines = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Paragraph(content) => lines.push(content),
                BlockKind::Heading(heading) => lines.push(heading.content),
                BlockKind::Figure(figure) => {
                    let pictures: Vec<Inline> =
                        figure.pictures.into_iter().map(|picture| self.tree.inline(InlineKind::Picture(picture.file))).collect();
                    lines.push(pictures);
                    if !figure.caption.is_empty() {
                        lines.push(figure.caption);
                    }
                }
                BlockKind::Table(table) => {
                    for row in table.rows {
                        let mut content = Vec::new();
                        for cell in row.into_iter().filter(|cell| !cell.content.is_empty()) {
                            if !content.is_empty() {
                                content.extend(self.tree.text("\u{3000}"));
                            }
                            content.extend(cell.content);
                        }
                        lines.push(content);
                    }
                }
                BlockKind::Quotation(quotation) => {
                    lines.extend(self.flat(quotation.blocks));
                    lines.extend(quotation.source);
                }
                BlockKind::List(list) => {
                    let start = list.start;
                    for (number, item) in list.items.into_iter().enumerate() {
                        let mark = start.map_or("・".to_owned(), |start| format!("{}. ", start.saturating_add(number as u64)));
                        let mut inner = self.flat(item.blocks);
                        if let Some(first) = inner.first_mut() {
                            let mark = self.tree.text(&mark);
                            first.splice(0..0, mark);
                        }
                        lines.extend(inner);
                    }
                }
                BlockKind::Code { text, .. } => {
                    for part in text.lines().filter(|part| !part.trim().is_empty()) {
                        let run = self.tree.run(part);
                        lines.push(vec![self.tree.inline(InlineKind::Code(run))]);
                    }
                }
                BlockKind::Container(container, inner) => {
                    if let Container::Box { title: Some(title) } = container {
                        lines.push(self.tree.text(&title));
                    }
                    lines.extend(self.flat(inner));
                }
                BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}
