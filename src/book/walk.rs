//! Walks over the tree in reading order.

use super::block::{Block, BlockKind, Book, Container, Division};
use super::inline::Inline;

/// A piece of a block, in the order in which it is read.
#[derive(Clone, Copy, Debug)]
pub enum BlockPart<'a> {
    /// Running text of the block itself: a paragraph, a title, a caption, a cell.
    Text(&'a [Inline]),
    /// Text without markup: a credit, a box's title, code.
    Plain(&'a str),
    /// Blocks inside the block: of a quotation, a list item, a container.
    Blocks(&'a [Block]),
}

impl Block {
    /// What the block holds, in reading order. A quotation's source follows it, a figure's credit its caption, a table's rows its
    /// caption.
    pub fn parts(&self) -> Vec<BlockPart<'_>> {
        match &self.kind {
            BlockKind::Heading(heading) => vec![BlockPart::Text(&heading.content)],
            BlockKind::Paragraph(content) => vec![BlockPart::Text(content)],
            BlockKind::Figure(figure) => {
                let mut parts = vec![BlockPart::Text(&figure.caption)];
                parts.extend(figure.credit.as_deref().map(BlockPart::Plain));
                parts
            }
            BlockKind::Table(table) => {
                let cells = table.rows.iter().flatten().map(|cell| BlockPart::Text(&cell.content));
                std::iter::once(BlockPart::Text(&table.caption)).chain(cells).collect()
            }
            BlockKind::Quotation(quotation) => {
                let mut parts = vec![BlockPart::Blocks(&quotation.blocks)];
                parts.extend(quotation.source.as_deref().map(BlockPart::Text));
                parts
            }
            BlockKind::List(list) => list.items.iter().map(|item| BlockPart::Blocks(&item.blocks)).collect(),
            BlockKind::Code { text, .. } => vec![BlockPart::Plain(text)],
            BlockKind::Container(container, blocks) => {
                let mut parts = Vec::new();
                if let Container::Box { title: Some(title) } = container {
                    parts.push(BlockPart::Plain(title));
                }
                parts.push(BlockPart::Blocks(blocks));
                parts
            }
            BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => Vec::new(),
        }
    }

    /// Calls `visit` for this block and every block inside it, in reading order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        visit(self);
        for part in self.parts() {
            if let BlockPart::Blocks(blocks) = part {
                for block in blocks {
                    block.walk(visit);
                }
            }
        }
    }

    /// Calls `visit` for every inline node of the block and of the blocks inside it, in reading order.
    pub fn walk_inlines<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        for part in self.parts() {
            match part {
                BlockPart::Text(content) => content.iter().for_each(|inline| inline.walk(visit)),
                BlockPart::Plain(_) => {}
                BlockPart::Blocks(blocks) => blocks.iter().for_each(|block| block.walk_inlines(visit)),
            }
        }
    }
}

impl Division {
    /// The running texts of the headline block in reading order: kicker, title, subtitle, names of the byline, lead.
    pub fn headline(&self) -> Vec<&[Inline]> {
        let metadata = &self.metadata;
        let mut texts: Vec<&[Inline]> = Vec::new();
        texts.extend(metadata.kicker.as_deref());
        texts.extend(metadata.title.as_deref());
        texts.extend(metadata.subtitle.as_deref());
        texts.extend(metadata.byline.iter().map(|(_, name)| name.as_slice()));
        texts.extend(metadata.lead.as_deref());
        texts
    }

    /// Calls `visit` for every block of the division and of its notes.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Block)) {
        for block in self.blocks.iter().chain(self.notes.iter().flat_map(|note| &note.blocks)) {
            block.walk(visit);
        }
    }

    /// Calls `visit` for every inline node: the headline block, the blocks, the notes.
    pub fn walk_inlines<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        for text in self.headline() {
            text.iter().for_each(|inline| inline.walk(visit));
        }
        for block in self.blocks.iter().chain(self.notes.iter().flat_map(|note| &note.blocks)) {
            block.walk_inlines(visit);
        }
    }
}

impl Book {
    /// Calls `visit` for every inline node of the book.
    pub fn walk_inlines<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        self.divisions.iter().for_each(|division| division.walk_inlines(visit));
    }
}
