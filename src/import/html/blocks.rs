//! Blocks.

use super::images::Shown;
use super::inlines::clean;
use super::line::Indent;
use super::line::Line;
use super::line::trim;
use super::look::block_class;
use super::names::Names;
use super::page::State;
use super::reader::DEEPEST_BLOCK;
use super::reader::Kind;
use super::reader::Reader;
use super::reader::line;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Edge;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::Picture;
use crate::book::Placement;
use crate::book::Quotation;
use crate::book::plain_text;
use crate::geom::WritingMode;
use crate::html::Declared;
use crate::html::Node;
use crate::import::plain::is_scene_break;

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

    fn block(&mut self, node: Node<'a>, declared: &Declared, out: &mut Vec<Block>) {
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

    /// Ends a paragraph: what was read becomes paragraphs and figures.
    pub(super) fn paragraph(&mut self, text: &mut Line, out: &mut Vec<Block>) {
        let content = text.take();
        if content.is_empty() {
            return;
        }
        for part in self.parts(content) {
            self.one_paragraph(part, out);
        }
    }

    fn one_paragraph(&mut self, mut content: Vec<Inline>, out: &mut Vec<Block>) {
        let breaks = content.iter().filter(|inline| inline.kind == InlineKind::LineBreak).count();
        let had_content = !content.is_empty();
        let indent = trim(&mut content);
        if content.is_empty() {
            // An empty paragraph of a book is an empty line.
            if had_content && self.kind != Kind::Web && (breaks > 0 || indent == Indent::Characters) {
                self.empty_line(out);
            }
            return;
        }
        if indent == Indent::Characters {
            self.tally.found("indents-of-blanks");
        }
        let words = plain_text(&content);
        if is_scene_break(&words) && content.iter().all(|inline| matches!(inline.kind, InlineKind::Text(_))) {
            self.tally.found("scene-breaks");
            return self.push(BlockKind::SceneBreak, out);
        }
        let only_pictures = content.iter().all(|inline| matches!(inline.kind, InlineKind::Picture(_) | InlineKind::LineBreak));
        let large = std::mem::take(&mut self.large);
        let pictures = take_pictures(&mut content, &|id| only_pictures || large.contains(&id));
        self.large = large;
        if pictures.is_empty() {
            return self.push(BlockKind::Paragraph(content), out);
        }
        trim(&mut content);
        let caption = !content.is_empty() && is_caption(&plain_text(&content));
        if caption {
            return self.figure_of(pictures, content, out);
        }
        for picture in pictures {
            self.figure_of(vec![picture], Vec::new(), out);
        }
        if !content.is_empty() {
            self.push(BlockKind::Paragraph(content), out);
        }
    }

    fn empty_line(&mut self, out: &mut Vec<Block>) {
        const MOST: u8 = 9;
        match out.last_mut() {
            None => {}
            Some(Block { kind: BlockKind::Break(PageBreak::Lines(lines)), .. }) => *lines = (*lines + 1).min(MOST),
            Some(_) => {
                self.tally.found("empty-lines");
                self.push(BlockKind::Break(PageBreak::Lines(1)), out);
            }
        }
    }

    /// The paragraphs that line breaks make: two in a row always, single ones where every line begins or ends as a paragraph does.
    fn parts(&mut self, content: Vec<Inline>) -> Vec<Vec<Inline>> {
        let is_break = |inline: &Inline| inline.kind == InlineKind::LineBreak;
        if !content.iter().any(is_break) {
            return vec![content];
        }
        let lines: Vec<Vec<Inline>> = content.split(is_break).map(<[Inline]>::to_vec).collect();
        let texts: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
        let full: Vec<&String> = texts.iter().filter(|text| !text.trim().is_empty()).collect();
        let indented = full.iter().skip(1).filter(|text| text.starts_with(['\u{3000}', '\u{A0}', '\u{2003}'])).count();
        let ends = |text: &str| text.trim_end().ends_with(['。', '！', '？', '」', '』', '”', '…', '）', '.', '!', '?']);
        let ended = full.iter().filter(|text| ends(text)).count();
        let long = full.iter().map(|text| text.chars().count()).sum::<usize>() > full.len() * 25;
        let each = full.len() > 1 && indented * 2 >= full.len() - 1 || full.len() > 3 && long && ended * 5 > full.len() * 4;
        if each {
            self.tally.simplified("line breaks between paragraphs");
        }
        let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
        let mut empty = 0;
        for (number, line) in lines.into_iter().enumerate() {
            let is_empty = texts[number].trim().is_empty() && line.iter().all(|inline| matches!(&inline.kind, InlineKind::Text(_)));
            if is_empty {
                empty += 1;
                continue;
            }
            let apart = number > 0 && (each || empty > 0);
            // Empty lines of a book are kept where the lines are its paragraphs.
            if each && empty > 0 && self.kind != Kind::Web && !parts.iter().all(Vec::is_empty) {
                let inline = self.tree.inline(InlineKind::LineBreak);
                parts.push(vec![inline]);
            }
            empty = 0;
            if apart || parts.last().is_some_and(Vec::is_empty) {
                parts.push(line);
            } else {
                let inline = self.tree.inline(InlineKind::LineBreak);
                let last = parts.last_mut().expect("there is a part");
                last.push(inline);
                last.extend(line);
            }
        }
        if parts.iter().all(Vec::is_empty) {
            // Nothing but breaks: an empty paragraph.
            return vec![content];
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn figure(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
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

/// Where an element says that its paragraphs stand.
fn placement(node: Node<'_>, declared: &Declared, kind: Kind) -> Option<Placement> {
    if node.is(&["section", "article", "main", "header", "body"]) {
        return None;
    }
    let em = |names: &[&str]| names.iter().filter_map(|name| declared.em(name)).fold(0.0, f64::max);
    let whole = |length: f64| if (1.0..=40.0).contains(&length) { length.round() as u8 } else { 0 };
    let edge = match declared.get("text-align").or(node.attribute("align")) {
        Some("right" | "end") => Edge::End,
        _ => Edge::Start,
    };
    if kind == Kind::Web {
        return (edge == Edge::End).then(|| Placement { edge, ..Placement::default() });
    }
    let vertical = kind != Kind::Own && declared.em("margin-left").unwrap_or(0.0) == 0.0;
    let start = if vertical {
        em(&["margin-inline-start", "margin-top", "padding-top", "padding-inline-start"])
    } else {
        em(&["margin-inline-start", "margin-left", "padding-left"])
    };
    let end = if vertical { em(&["margin-inline-end", "margin-bottom"]) } else { em(&["margin-inline-end", "margin-right"]) };
    // White above and below paragraphs of horizontal text is no indent.
    let (start, end) =
        if vertical && declared.get("margin-inline-start").is_none() && !in_vertical(node) { (0, 0) } else { (whole(start), whole(end)) };
    let first = declared.em("text-indent").filter(|first| start > 0 && first.abs() <= 40.0).map(|first| first.round() as i8);
    let measure = declared.em("max-inline-size").map(whole).filter(|measure| *measure > 0);
    let placement = Placement { start, end, first, measure, edge };
    (placement != Placement { first, ..Placement::default() }).then_some(placement)
}

/// Whether the root element says by its class that its lines are vertical, as guides for production in Japan and Taiwan have it.
fn in_vertical(node: Node<'_>) -> bool {
    node.ancestors().any(|around| around.name() == "html" && (around.has_class("vrtl") || around.has_class("vltr")))
}

/// Takes the pictures that stand alone out of a paragraph.
fn take_pictures(content: &mut Vec<Inline>, is_figure: &dyn Fn(crate::book::NodeId) -> bool) -> Vec<crate::book::PictureFile> {
    let mut pictures = Vec::new();
    content.retain(|inline| match &inline.kind {
        InlineKind::Picture(file) if is_figure(inline.id) => {
            pictures.push(file.clone());
            false
        }
        _ => true,
    });
    pictures
}

/// Whether a line says itself that it belongs to a picture: `▲…`, `圖：…`, `図1 …`.
pub fn is_caption(text: &str) -> bool {
    const LONGEST: usize = 120;
    const WORDS: &[&str] = &[
        "圖說",
        "图说",
        "圖片",
        "图片",
        "圖片來源",
        "图片来源",
        "圖",
        "图",
        "図",
        "照片",
        "写真",
        "資料圖",
        "资料图",
        "攝影",
        "摄影",
        "Photo",
        "Figure",
        "Fig.",
    ];
    let text = text.trim();
    let shown = ["▲", "△", "▼", "圖為", "图为", "↑"].iter().any(|word| text.starts_with(word));
    let named = WORDS.iter().any(|word| {
        let rest = text.strip_prefix(word).map(|rest| {
            rest.trim_start_matches(|character: char| {
                character.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十-－.".contains(character)
            })
        });
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '／', '/', '｜', '\u{3000}', ' ']) && rest.chars().count() > 1)
    });
    (shown || named) && text.chars().count() <= LONGEST
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
