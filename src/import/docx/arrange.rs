//! Items in a row to blocks: lists, quotations, captions, and where paragraphs stand.

use super::captions::is_caption;
use super::captions::is_table_caption;
use super::list::Depths;
use super::list::is_listed;
use super::numbering::Label;
use super::paragraph::Alignment;
use super::paragraph::Item;
use super::paragraph::Paragraph;
use super::read::Reader;
use super::role::Role;
use super::told::Told;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Edge;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::Placement;
use crate::book::Quotation;
use crate::geom::WritingMode;
use crate::import::chapter::chapter;
use crate::import::plain::is_scene_break;

/// What a block stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Around {
    #[default]
    Nothing,
    Quotation,
    Verse,
    Lead,
    Placed(Placement),
    Code,
}

/// Most empty lines in a row that are kept, and the share of gaps that may have them to mean something.
const MOST_EMPTY: u8 = 10;
const RARE: usize = 4;

impl Reader {
    /// The blocks of the whole document, and whether most of it runs in vertical lines.
    pub fn whole(&mut self, items: Vec<Item>) -> (Vec<Block>, bool) {
        let mut items = items;
        self.unstyled_headings(&mut items);
        // Properties of a section stand at its end; what parts it from the one before belongs to it.
        let mut sections: Vec<(Vec<Item>, bool)> = Vec::new();
        let mut row = Vec::new();
        for item in items {
            match item {
                Item::Section(section) => {
                    let mut whole = std::mem::take(&mut row);
                    if let (false, Some(kind)) = (sections.is_empty(), section.begins) {
                        whole.insert(0, Item::Break(kind));
                    }
                    if section.columns > 1 {
                        self.tally.changed("sections in columns are set as the theme says");
                    }
                    sections.push((whole, section.vertical));
                }
                item => row.push(item),
            }
        }
        let last = sections.last().is_some_and(|(_, vertical)| *vertical);
        if !row.is_empty() {
            sections.push((row, last));
        }
        let length = |items: &[Item]| -> usize {
            items.iter().map(|item| if let Item::Paragraph(text) = item { text.text.chars().count() } else { 0 }).sum()
        };
        let of = |vertical: bool| -> usize { sections.iter().filter(|(_, own)| *own == vertical).map(|(items, _)| length(items)).sum() };
        let vertical = of(true) > of(false);
        if sections.iter().any(|(_, own)| *own) {
            self.tally.found_many("vertical-sections", sections.iter().filter(|(_, own)| *own).count());
        }
        let mut groups: Vec<(Vec<Item>, bool)> = Vec::new();
        for (items, own) in sections {
            match groups.last_mut() {
                Some((before, other)) if *other == own => before.extend(items),
                _ => groups.push((items, own)),
            }
        }
        let body = self.usual_indent(&groups);
        let mut blocks = Vec::new();
        for (items, own) in groups {
            let inner = self.arranged(items, body);
            if own == vertical || inner.is_empty() {
                blocks.extend(inner);
                continue;
            }
            let mode = if own { WritingMode::VerticalRl } else { WritingMode::HorizontalTb };
            // Breaks stand outside what they part.
            let (breaks, inner): (Vec<Block>, Vec<Block>) = {
                let at = inner.iter().position(|block| !matches!(block.kind, BlockKind::Break(_))).unwrap_or(inner.len());
                let mut inner = inner;
                let rest = inner.split_off(at);
                (inner, rest)
            };
            blocks.extend(breaks);
            if !inner.is_empty() {
                blocks.push(self.tree.block(BlockKind::Container(Container::Direction(mode), inner)));
            }
        }
        self.tidy_breaks(&mut blocks);
        self.level_headings(&mut blocks);
        if let Some(last) = blocks.last_mut() {
            self.anchors.give(last);
        }
        (blocks, vertical)
    }

    /// The blocks of a cell, a note or a box.
    pub fn blocks(&mut self, items: Vec<Item>) -> Vec<Block> {
        let mut blocks = self.arranged(items, (0, 0));
        self.tidy_breaks(&mut blocks);
        blocks
    }

    /// Lines that name a chapter, in a document without a styled heading.
    fn unstyled_headings(&mut self, items: &mut [Item]) {
        let is_heading = |item: &Item| matches!(item, Item::Paragraph(text) if matches!(text.role, Role::Heading(_)));
        if items.iter().any(is_heading) {
            return;
        }
        for item in items {
            if let Item::Paragraph(text) = item
                && text.role == Role::Body
                && text.numbered.is_none()
                && let Some(found) = chapter(text.text.trim())
            {
                text.role = Role::Heading(found.rank);
                self.tally.tell(Told::Guess { what: "a heading", text: text.text.clone() });
            }
        }
    }

    /// The white at the start and the end of the lines of most paragraphs, which is the document's and not the paragraphs'.
    fn usual_indent(&self, groups: &[(Vec<Item>, bool)]) -> (i32, i32) {
        let mut votes: Vec<((i32, i32), usize)> = Vec::new();
        for item in groups.iter().flat_map(|(items, _)| items) {
            if let Item::Paragraph(text) = item
                && text.role == Role::Body
                && text.numbered.is_none()
                && !text.text.is_empty()
            {
                let key = (text.start, text.end);
                match votes.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((key, 1)),
                }
            }
        }
        votes.into_iter().max_by_key(|(key, count)| (*count, std::cmp::Reverse(*key))).map_or((0, 0), |(key, _)| key)
    }

    fn arranged(&mut self, items: Vec<Item>, usual: (i32, i32)) -> Vec<Block> {
        let keeps_empty = empties_mean(&items);
        let mut placed: Vec<(Around, Block)> = Vec::new();
        let mut items = items.into_iter().peekable();
        let mut empty = 0u8;
        while let Some(item) = items.next() {
            let (around, block) = match item {
                Item::Section(_) => continue,
                Item::Break(kind) => (Around::Nothing, self.tree.block(BlockKind::Break(kind))),
                Item::Block(mut block) => {
                    self.table_caption(&mut block, &mut placed, &mut items);
                    (Around::Nothing, *block)
                }
                Item::Figure { pictures, anchors } => {
                    self.anchors.put_back(anchors);
                    let block = self.figure(pictures, &mut placed, &mut items);
                    (Around::Nothing, block)
                }
                Item::Paragraph(text) if text.content.is_empty() && !text.rule => {
                    self.anchors.put_back(text.anchors.clone());
                    if !text.left_out {
                        empty = empty.saturating_add(1).min(MOST_EMPTY);
                    }
                    continue;
                }
                Item::Paragraph(text)
                    if text.numbered.as_ref().is_some_and(|own| is_listed(&own.label)) && !matches!(text.role, Role::Heading(_)) =>
                {
                    let mut depths = Depths::default();
                    let mut row = Vec::new();
                    let mut next = Some(Item::Paragraph(text));
                    while let Some(Item::Paragraph(mut text)) = next {
                        if let (true, Some(own)) = (row.is_empty(), &mut text.numbered) {
                            own.level = depths.begin(own);
                        }
                        row.push(*text);
                        let mut depth = None;
                        next = items.next_if(|next| {
                            depth = depths.of(next);
                            depth.is_some()
                        });
                        if let (Some(Item::Paragraph(text)), Some(depth)) = (&mut next, depth)
                            && let Some(own) = &mut text.numbered
                        {
                            own.level = depth;
                        }
                    }
                    let lists = self.lists(row).into_iter().map(|block| (Around::Nothing, block));
                    placed.extend(lists);
                    empty = 0;
                    continue;
                }
                Item::Paragraph(text) => self.placed(*text, usual),
            };
            let is_text = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
            let empty_before = std::mem::take(&mut empty);
            if empty_before > 0 && keeps_empty && is_text(&block) && placed.last().is_some_and(|(_, before)| is_text(before)) {
                let between = placed.last().map_or(Around::Nothing, |(before, _)| if *before == around { around } else { Around::Nothing });
                let lines = self.tree.block(BlockKind::Break(PageBreak::Lines(empty_before)));
                placed.push((between, lines));
            } else if empty_before > 0 && !placed.is_empty() {
                self.tally.changed("empty paragraphs were left out, since the theme gives the white");
            }
            placed.push((around, block));
        }
        self.group(placed)
    }

    /// A paragraph as a block, and what it stands in.
    fn placed(&mut self, mut text: Paragraph, usual: (i32, i32)) -> (Around, Block) {
        self.anchors.put_back(std::mem::take(&mut text.anchors));
        self.last_caption = is_caption(&text).then(|| if is_table_caption(&text) { "table" } else { "figure" });
        if text.rule || (text.numbered.is_none() && is_scene_break(text.text.trim()) && text.role == Role::Body) {
            let mut block = self.tree.block(BlockKind::SceneBreak);
            self.anchors.give(&mut block);
            return (Around::Nothing, block);
        }
        let label = self.labelled(&text);
        let hang = text.numbered.as_ref().filter(|_| !label.is_empty()).map(|own| {
            let width: u32 = crate::book::plain_text(&label).chars().map(|character| if character < '\u{2E80}' { 1 } else { 2 }).sum();
            (i32::from(own.level), (width as i32 + 1) / 2)
        });
        let mut content = label;
        content.append(&mut text.content);
        let (around, kind) = match text.role {
            Role::Heading(level) => {
                let heading = self.tree.heading(level, content);
                (Around::Nothing, heading.kind)
            }
            Role::Quotation => (Around::Quotation, BlockKind::Paragraph(content)),
            Role::Verse => (Around::Verse, BlockKind::Paragraph(content)),
            Role::Lead => (Around::Lead, BlockKind::Paragraph(content)),
            Role::Code => (Around::Code, BlockKind::Paragraph(content)),
            Role::Body
            | Role::Title
            | Role::Subtitle
            | Role::Author
            | Role::Date
            | Role::Caption
            | Role::Contents
            | Role::ListContinued => (self.placement(&text, usual, hang), BlockKind::Paragraph(content)),
        };
        let mut block = self.tree.block(kind);
        self.anchors.give(&mut block);
        (around, block)
    }

    /// The label before a paragraph that the manuscript cannot count, with what parts it from the text.
    pub fn labelled(&mut self, text: &Paragraph) -> Vec<Inline> {
        let Some(own) = &text.numbered else { return Vec::new() };
        let is_heading = matches!(text.role, Role::Heading(_));
        let label = match &own.label {
            Label::Text(label) => label.clone(),
            Label::Counted(pattern) if is_heading => counted(pattern.as_deref().unwrap_or("1."), own.number),
            Label::Counted(_) | Label::Bullet | Label::Empty => return Vec::new(),
        };
        let label = label.trim().to_owned();
        if label.is_empty() || text.text.trim().is_empty() && !is_heading {
            return Vec::new();
        }
        self.tally.changed(if is_heading { "numbers of headings are text" } else { "labels that the manuscript does not count are text" });
        let is_wide = label.chars().next_back().is_some_and(|last| last >= '\u{2E80}');
        let ends = label.ends_with(['、', '，', '．', '）', '】', '：', '。']);
        let gap = match () {
            () if own.gap.is_empty() || ends => "",
            () if is_wide => "\u{3000}",
            () => " ",
        };
        self.tree.text(&format!("{label}{gap}"))
    }

    fn placement(&mut self, text: &Paragraph, usual: (i32, i32), hang: Option<(i32, i32)>) -> Around {
        let mut placement = Placement::default();
        let em = |value: i32| u8::try_from(value.clamp(0, 20)).unwrap_or(0);
        if let Some((level, width)) = hang {
            placement.start = em(width + level);
            placement.first = Some(-i8::try_from(width.clamp(0, 20)).unwrap_or(0));
            return Around::Placed(placement);
        }
        match text.alignment {
            Alignment::End => {
                placement.edge = Edge::End;
                placement.end = em(text.end - usual.1);
                self.tally.found("lines-set-to-the-end");
                return Around::Placed(placement);
            }
            Alignment::Center => {
                self.tally.changed("paragraphs in the middle of the line begin at its start");
                return Around::Nothing;
            }
            Alignment::Start => {}
        }
        placement.start = em(text.start - usual.0);
        placement.end = em(text.end - usual.1);
        if text.first < 0 && placement.start > 0 {
            let first = text.first.max(-i32::from(placement.start));
            placement.first = i8::try_from(first).ok();
        }
        if placement == Placement::default() { Around::Nothing } else { Around::Placed(placement) }
    }

    /// Neighbours that stand in the same become one container.
    fn group(&mut self, placed: Vec<(Around, Block)>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut placed = placed.into_iter().peekable();
        while let Some((around, block)) = placed.next() {
            if around == Around::Nothing {
                out.push(block);
                continue;
            }
            let mut inner = vec![block];
            while let Some((_, next)) = placed.next_if(|(next, _)| *next == around) {
                inner.push(next);
            }
            let kind = match around {
                Around::Quotation => quotation(inner),
                Around::Verse => BlockKind::Container(Container::Verse, inner),
                Around::Lead => BlockKind::Container(Container::Lead, inner),
                Around::Placed(placement) => BlockKind::Container(Container::Placed(placement), inner),
                Around::Code => BlockKind::Code { language: None, text: code(&inner) },
                Around::Nothing => continue,
            };
            out.push(self.tree.block(kind));
        }
        out
    }

    /// Breaks at the ends and in a row say nothing.
    fn tidy_breaks(&mut self, blocks: &mut Vec<Block>) {
        let is_break = |block: &Block| matches!(block.kind, BlockKind::Break(kind) if !matches!(kind, PageBreak::Lines(_)));
        let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
        for block in blocks.drain(..) {
            if is_break(&block) && kept.last().is_none_or(is_break) {
                // Of two breaks the one that says more stays.
                if let (Some(last), BlockKind::Break(PageBreak::Recto | PageBreak::Verso)) = (kept.last_mut(), &block.kind) {
                    *last = block;
                }
                continue;
            }
            kept.push(block);
        }
        while kept.last().is_some_and(is_break) {
            kept.pop();
        }
        *blocks = kept;
    }

    /// Headings from level 2 on, as deep under each other as they were.
    fn level_headings(&mut self, blocks: &mut [Block]) {
        let mut highest = u8::MAX;
        for block in blocks.iter() {
            block.walk(&mut |block| {
                if let BlockKind::Heading(heading) = &block.kind {
                    highest = highest.min(heading.level);
                }
            });
        }
        let mut flattened = 0;
        for_blocks(blocks, &mut |block| {
            if let BlockKind::Heading(heading) = &mut block.kind {
                let level = heading.level - highest + 2;
                flattened += usize::from(level > 6);
                heading.level = level.min(6);
            }
        });
        if flattened > 0 {
            self.tally.changed("levels of headings below the sixth are the sixth");
        }
    }
}

fn for_blocks(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match &mut block.kind {
            BlockKind::Container(_, blocks) => for_blocks(blocks, visit),
            BlockKind::Quotation(quotation) => for_blocks(&mut quotation.blocks, visit),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| for_blocks(&mut item.blocks, visit)),
            _ => {}
        }
    }
}

/// Empty paragraphs mean something where few gaps between paragraphs have them.
fn empties_mean(items: &[Item]) -> bool {
    let (mut gaps, mut with) = (0, 0);
    let mut empty = false;
    let mut text_before = false;
    for item in items {
        match item {
            Item::Paragraph(text) if text.content.is_empty() && !text.rule => empty |= !text.left_out,
            Item::Paragraph(text) if text.role == Role::Body && text.numbered.is_none() => {
                if text_before {
                    gaps += 1;
                    with += usize::from(empty);
                }
                (text_before, empty) = (true, false);
            }
            _ => (text_before, empty) = (false, false),
        }
    }
    with > 0 && with * RARE <= gaps
}

/// A quotation, whose last line is its source when it begins with two dashes.
fn quotation(mut blocks: Vec<Block>) -> BlockKind {
    let mut source = None;
    if blocks.len() > 1
        && let Some(Block { kind: BlockKind::Paragraph(content), identifier: None, .. }) = blocks.last_mut()
        && let Some(InlineKind::Text(run)) = content.first_mut().map(|first| &mut first.kind)
        && let Some(rest) = ["——", "――", "──", "—", "⸺"].iter().find_map(|dash| run.text.strip_prefix(dash))
        && !rest.is_empty()
    {
        run.text = rest.to_owned();
        source = Some(std::mem::take(content));
        blocks.pop();
    }
    BlockKind::Quotation(Quotation { blocks, source })
}

/// The lines of paragraphs of code.
fn code(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if let BlockKind::Paragraph(content) = &block.kind {
            if !text.is_empty() {
                text.push('\n');
            }
            for inline in content {
                inline.walk(&mut |inline| match &inline.kind {
                    InlineKind::Text(run) => text.push_str(&run.text),
                    InlineKind::LineBreak => text.push('\n'),
                    _ => {}
                });
            }
        }
    }
    text
}

/// A number in a pattern's way.
fn counted(pattern: &str, number: u32) -> String {
    use super::counting::NUMERALS;
    use super::counting::count;
    let Some((at, numeral)) = pattern.char_indices().find(|(_, character)| NUMERALS.contains(character)) else {
        return pattern.to_owned();
    };
    let format = match numeral {
        '一' => "chineseCounting",
        '①' => "decimalEnclosedCircle",
        'ア' => "aiueo",
        'イ' => "iroha",
        'a' => "lowerLetter",
        'A' => "upperLetter",
        _ => "decimal",
    };
    format!("{}{}{}", &pattern[..at], count(format, number).unwrap_or_default(), &pattern[at + numeral.len_utf8()..])
}
