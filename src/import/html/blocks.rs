//! Blocks.

use super::inlines::clean;
use super::line::trim;
use super::look::block_class;
use super::names::Names;
use super::page::State;
use super::paragraphs::take_pictures;
use super::placement::placement;
use super::reader::DEEPEST_BLOCK;
use super::reader::Kind;
use super::reader::Reader;
use super::reader::line;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Placement;
use crate::book::Quotation;
use crate::book::plain_text;
use crate::geom::WritingMode;
use crate::html::Declared;
use crate::html::Node;

impl<'a> Reader<'a, '_> {
    /// Reads what an element holds: paragraphs of text between blocks.
    pub(super) fn flow(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let mut text = line();
        for child in node.children() {
            if let Some(words) = child.text() {
                self.text(words, &mut text);
            } else if child.is_element() {
                let declared = self.declared(child);
                if !self.is_read(child, &declared) {
                    continue;
                }
                let shown_as_block =
                    matches!(declared.get("display"), Some("block" | "flex" | "grid" | "table" | "list-item" | "flow-root"))
                        && !child.is(&["img", "svg", "ruby", "rt", "rb", "br", "a", "picture"]);
                if self.here().is_block(child) || shown_as_block {
                    self.paragraph(&mut text, out);
                    self.block(child, &declared, out);
                } else {
                    self.inline(child, &declared, &mut text);
                }
            }
        }
        self.paragraph(&mut text, out);
    }

    pub(super) fn block(&mut self, node: Node<'a>, declared: &Declared, out: &mut Vec<Block>) {
        self.wait_for(node);
        if self.is_list_of_notes(node) {
            return self.tally.dropped("lists of notes, which stand at their marks");
        }
        if self.depth >= DEEPEST_BLOCK * 4 {
            return self.flow(node, out);
        }
        self.depth += 1;
        self.in_language(node, |reader| reader.block_in_language(node, declared, out));
        self.depth -= 1;
    }

    fn block_in_language(&mut self, node: Node<'a>, declared: &Declared, out: &mut Vec<Block>) {
        match node.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, out),
            "hr" => {
                if self.kind != Kind::Web || !out.is_empty() {
                    self.tally.found("scene-breaks");
                    self.push(BlockKind::SceneBreak, out);
                }
            }
            "ul" | "menu" | "dir" | "ol" => self.list(node, declared, out),
            "dl" => self.definitions(node, out),
            "table" => self.table(node, out),
            "figure" => self.figure(node, out),
            "blockquote" => self.quotation(node, out),
            "pre" | "listing" | "xmp" => self.code_block(node, out),
            "details" => self.details(node, out),
            "figcaption" | "caption" | "legend" | "li" | "dd" | "dt" | "td" | "th" | "tr" => self.flow(node, out),
            _ => self.container(node, declared, out),
        }
    }

    /// Adds a block, which takes the identifier that waits.
    pub(super) fn push(&mut self, kind: BlockKind, out: &mut Vec<Block>) {
        let can_be_named = !matches!(kind, BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents);
        let mut block = self.tree.block(kind);
        if can_be_named {
            self.name(&mut block);
        }
        out.push(block);
    }

    /// Whether the element held notes and nothing more than a heading or rule is left of it.
    fn is_list_of_notes(&self, node: Node<'_>) -> bool {
        if !self.here().holds_note(node) || node.name() == "body" {
            return false;
        }
        let mut left = String::new();
        let mut waiting = vec![node];
        while let Some(inner) = waiting.pop() {
            match inner.text() {
                Some(text) => left.push_str(text.trim()),
                None if self.here().state(inner) != State::Read || inner.is(&["h1", "h2", "h3", "h4", "h5", "h6", "style", "script"]) => {}
                None => waiting.extend(inner.children()),
            }
        }
        left.is_empty() || Names::get().note_headings.contains(&left)
    }

    /// An element that holds others.
    fn container(&mut self, node: Node<'a>, declared: &Declared, out: &mut Vec<Block>) {
        let kind = self.container_kind(node, declared);
        let Some(kind) = kind.filter(|_| self.depth < DEEPEST_BLOCK) else { return self.flow(node, out) };
        let mut inner = Vec::new();
        let mut kind = kind;
        if let Container::Box { title } = &mut kind {
            *title = node.elements().find(|child| child.has_class("box-title")).map(|child| clean(&child.all_text()));
        }
        self.flow(node, &mut inner);
        if let Container::Box { title: Some(title) } = &kind
            && matches!(inner.first(), Some(Block { kind: BlockKind::Paragraph(content), .. }) if plain_text(content) == *title)
        {
            inner.remove(0);
        }
        if inner.is_empty() {
            return;
        }
        // Only paragraphs are placed; what else stands there keeps its place.
        if matches!(kind, Container::Placed(_)) && !inner.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_))) {
            return out.extend(inner);
        }
        if let (Container::Placed(new), Some(last)) = (&kind, out.last_mut())
            && let BlockKind::Container(Container::Placed(known), blocks) = &mut last.kind
            && known == new
            && last.language == self.tree.language
        {
            return blocks.extend(inner);
        }
        let language = self.tree.language.clone();
        let block = self.tree.block(BlockKind::Container(kind, inner));
        out.push(Block { language, ..block });
    }

    fn container_kind(&self, node: Node<'_>, declared: &Declared) -> Option<Container> {
        if node.name() == "body" {
            return None;
        }
        let class = block_class(node).filter(|class| self.kind != Kind::Web || matches!(*class, "verse" | "pull"));
        match class {
            Some("verse") => return Some(Container::Verse),
            Some("dialogue") => return Some(Container::Dialogue),
            Some("lead") => return Some(Container::Lead),
            Some("pull") => return Some(Container::PullQuote),
            Some("colophon") => return Some(Container::Colophon),
            Some("box") if self.kind == Kind::Own => return Some(Container::Box { title: None }),
            _ => {}
        }
        if node.has_word("epub:type", "colophon") && node.is(&["section", "div"]) {
            return Some(Container::Colophon);
        }
        if self.kind == Kind::Own && node.has_class("horizontal") {
            return Some(Container::Direction(WritingMode::HorizontalTb));
        }
        if self.kind == Kind::Own && node.has_class("vertical") {
            return Some(Container::Direction(WritingMode::VerticalRl));
        }
        placement(node, declared, self.kind).map(Container::Placed)
    }

    fn heading(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let level = node.name().as_bytes().get(1).map_or(2, |digit| digit - b'0');
        let mut text = line();
        if self.here().is_block(node) && node.elements().any(|child| self.here().is_block(child)) {
            // Blocks in a heading are its lines.
            for child in node.children() {
                match child.text() {
                    Some(words) => self.text(words, &mut text),
                    None if child.is_element() => {
                        let declared = self.declared(child);
                        if self.is_read(child, &declared) {
                            if self.here().is_block(child) && !text.is_empty() {
                                text.line_break(&mut self.tree);
                            }
                            self.inline(child, &declared, &mut text);
                        }
                    }
                    None => {}
                }
            }
        } else {
            self.inlines(node, &mut text);
        }
        let mut content = text.take();
        trim(&mut content);
        let pictures = take_pictures(&mut content, &|_| true);
        trim(&mut content);
        if !content.is_empty() {
            self.tally.found("headings");
            let mut heading = self.tree.heading(level, content);
            self.name(&mut heading);
            out.push(heading);
        }
        for picture in pictures {
            self.figure_of(vec![picture], Vec::new(), out);
        }
    }

    fn quotation(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let mut blocks = Vec::new();
        let waiting = std::mem::take(&mut self.waiting);
        self.flow(node, &mut blocks);
        self.waiting.splice(0..0, waiting);
        if self.depth >= DEEPEST_BLOCK {
            return out.extend(blocks);
        }
        let named = node.descendants().any(|inner| inner.has_class("source") || inner.is(&["cite", "footer"]));
        let source = source_of(&mut blocks, named);
        if blocks.is_empty() && source.is_none() {
            return;
        }
        self.tally.found("quotations");
        self.push(BlockKind::Quotation(Quotation { blocks, source }), out);
    }

    fn code_block(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        if node.descendants().any(|inner| inner.is(&["ruby", "img", "p"])) {
            return self.flow(node, out);
        }
        let mut text = String::new();
        let mut waiting = vec![node];
        while let Some(inner) = waiting.pop() {
            match inner.text() {
                Some(words) => text.push_str(words),
                None if inner.name() == "br" => text.push('\n'),
                None => waiting.extend(inner.children().rev()),
            }
        }
        let text: String =
            text.replace("\r\n", "\n").chars().map(|c| if c == '\n' || c == '\t' || super::line::is_legal(c) { c } else { '〓' }).collect();
        let text = text.trim_matches('\n').trim_end().to_owned();
        if text.trim().is_empty() {
            return;
        }
        let classes = std::iter::once(node).chain(node.descendants().filter(|inner| inner.name() == "code").take(1));
        let language = classes.flat_map(|inner| inner.classes().map(str::to_owned).collect::<Vec<_>>()).find_map(|class| {
            let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")).or_else(|| class.strip_prefix("brush:"))?;
            let word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-'));
            word.then(|| name.to_owned())
        });
        self.tally.found("code");
        self.push(BlockKind::Code { language, text }, out);
    }

    fn details(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        self.tally.simplified("parts that open and close");
        self.flow(node, out);
    }

    fn definitions(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        self.tally.simplified("lists of terms, as paragraphs");
        let mut waiting: Vec<Node<'a>> = node.elements().rev().collect();
        while let Some(child) = waiting.pop() {
            let declared = self.declared(child);
            if !self.is_read(child, &declared) {
                continue;
            }
            match child.name() {
                "div" => waiting.extend(child.elements().rev()),
                "dt" => {
                    self.wait_for(child);
                    let mut blocks = Vec::new();
                    self.in_language(child, |reader| reader.flow(child, &mut blocks));
                    for block in &mut blocks {
                        if let BlockKind::Paragraph(content) = &mut block.kind {
                            let inner = std::mem::take(content);
                            *content = vec![self.tree.inline(InlineKind::Strong(inner))];
                        }
                    }
                    out.extend(blocks);
                }
                _ => {
                    self.wait_for(child);
                    let mut blocks = Vec::new();
                    self.in_language(child, |reader| reader.flow(child, &mut blocks));
                    let paragraphs = blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
                    if paragraphs && !blocks.is_empty() && self.depth < DEEPEST_BLOCK {
                        let placed = Container::Placed(Placement { start: 2, first: Some(0), ..Placement::default() });
                        let block = self.tree.block(BlockKind::Container(placed, blocks));
                        out.push(block);
                    } else {
                        out.extend(blocks);
                    }
                }
            }
        }
    }
}

/// Takes the source of a quotation from its end: a line that begins with two dashes, or one that the page calls so.
fn source_of(blocks: &mut Vec<Block>, named: bool) -> Option<Vec<Inline>> {
    let Some(Block { kind: BlockKind::Paragraph(content), identifier: None, .. }) = blocks.last() else { return None };
    let text = plain_text(content);
    let dashes = ["——", "――", "──", "―", "— ", "– ", "⸺", "--"].iter().find(|dashes| text.starts_with(**dashes));
    let is_last = named && blocks.len() > 1 && text.chars().count() < 80;
    if (dashes.is_none() && !is_last) || content.iter().any(|inline| inline.kind == InlineKind::LineBreak) {
        return None;
    }
    let Some(Block { kind: BlockKind::Paragraph(mut content), .. }) = blocks.pop() else { return None };
    if let Some(Inline { kind: InlineKind::Text(run), .. }) = content.first_mut() {
        run.text = run.text.trim_start_matches(['—', '―', '─', '–', '⸺', '-', ' ', '\u{3000}']).to_owned();
        if run.text.is_empty() {
            content.remove(0);
        }
    }
    trim(&mut content);
    (!content.is_empty()).then_some(content)
}

/// Takes the number that leads a note, as it stands at its mark, from the note's text.
pub fn trim_label(blocks: &mut Vec<Block>, mark: &str) {
    let is_rule = |block: &Block| matches!(block.kind, BlockKind::SceneBreak | BlockKind::Break(_));
    while blocks.first().is_some_and(is_rule) {
        blocks.remove(0);
    }
    while blocks.last().is_some_and(is_rule) {
        blocks.pop();
    }
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() else { return };
    let bare =
        |text: &str| text.trim().trim_matches(['[', ']', '(', ')', '（', '）', '〔', '〕', '［', '］', '【', '】', '^', ' ']).to_owned();
    let label = bare(mark);
    if let Some(Inline { kind: InlineKind::Text(run), .. }) = content.first_mut() {
        // Brackets from which the link back was taken.
        let empty = ["[]", "()", "（）", "〔〕", "［］", "【】"].iter().find_map(|brackets| run.text.trim_start().strip_prefix(brackets));
        if let Some(rest) = empty {
            run.text = rest.to_owned();
        }
        let text = run.text.trim_start_matches(['[', '(', '（', '〔', '［', '【', '^', '↑', ' ', '\u{A0}']);
        let rest = if label.is_empty() { None } else { text.strip_prefix(label.as_str()) };
        let rest = rest.filter(|rest| !rest.starts_with(char::is_alphanumeric)).unwrap_or(run.text.as_str());
        let trimmed = rest.trim_start_matches([
            ']', ')', '）', '〕', '］', '】', '.', '．', '、', ':', '：', '^', '↑', ' ', '\u{A0}', '\u{3000}', '\u{2002}',
        ]);
        run.text = trimmed.to_owned();
    }
    if let Some(Inline { kind: InlineKind::Text(run), .. }) = content.last_mut() {
        run.text = run.text.trim_end_matches(['↩', '↑', '\u{FE0E}', '\u{FE0F}', ' ', '\u{A0}']).to_owned();
    }
    content.retain(|inline| !matches!(&inline.kind, InlineKind::Text(run) if run.text.is_empty()));
    trim(content);
    if content.is_empty() {
        blocks.remove(0);
    }
}
