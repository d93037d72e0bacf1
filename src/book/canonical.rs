//! The canonical text of an edition: the streams that texts taken from its outputs are compared with.

use super::block::{Block, Book, Division, DivisionRole, Note};
use super::inline::{Inline, InlineKind};
use super::node::NodeId;
use super::text::{plain_text, readings};
use super::walk::BlockPart;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The text of an edition as labelled streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalText {
    /// Base text in manuscript order, one block each: the headline block, then the blocks; captions, credits, cells, list items and
    /// lines of code are blocks, and a note's body follows the block with its first mark.
    pub body: Vec<String>,
    /// Readings and glosses in the order of their bases.
    pub readings: Vec<String>,
    /// Text of divisions that are generated. What numbering and contents add is known to `resolve`.
    pub generated: Vec<String>,
}

impl CanonicalText {
    pub fn of(book: &Book) -> CanonicalText {
        let mut text = CanonicalText::default();
        for division in &book.divisions {
            let mut collector = Collector::new(division);
            collector.division(division);
            match division.role {
                DivisionRole::Body => text.body.extend(collector.lines),
                DivisionRole::Cover | DivisionRole::Title | DivisionRole::Contents | DivisionRole::Index | DivisionRole::Colophon => {
                    text.generated.extend(collector.lines)
                }
            }
            text.readings.extend(collector.readings);
        }
        text
    }
}

struct Collector<'a> {
    notes: BTreeMap<NodeId, &'a Note>,
    /// Notes whose body has been written; a note may be marked twice.
    written: BTreeSet<NodeId>,
    lines: Vec<String>,
    readings: Vec<String>,
}

impl<'a> Collector<'a> {
    fn new(division: &'a Division) -> Collector<'a> {
        let notes = division.notes.iter().map(|note| (note.id, note)).collect();
        Collector { notes, written: BTreeSet::new(), lines: Vec::new(), readings: Vec::new() }
    }

    fn division(&mut self, division: &Division) {
        let metadata = &division.metadata;
        let mut marked = Vec::new();
        for content in [&metadata.kicker, &metadata.title, &metadata.subtitle].into_iter().flatten() {
            self.text(content, &mut marked);
        }
        let mut byline = Vec::new();
        for (role, name) in &metadata.byline {
            byline.extend(role.clone());
            byline.push(plain_text(name));
            self.readings.extend(readings(name));
        }
        self.line(byline.join("\u{3000}"));
        if let Some(lead) = &metadata.lead {
            self.text(lead, &mut marked);
        }
        self.notes(marked);
        for block in &division.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let mut marked = Vec::new();
        for part in block.parts() {
            match part {
                BlockPart::Text(content) => self.text(content, &mut marked),
                BlockPart::Plain(text) => text.lines().for_each(|line| self.line(line.to_owned())),
                BlockPart::Blocks(blocks) => blocks.iter().for_each(|block| self.block(block)),
            }
        }
        self.notes(marked);
    }

    fn text(&mut self, content: &[Inline], marked: &mut Vec<NodeId>) {
        self.line(plain_text(content));
        self.readings.extend(readings(content));
        for inline in content {
            inline.walk(&mut |node| {
                if let InlineKind::NoteMark { note } = &node.kind {
                    marked.push(*note);
                }
            });
        }
    }

    fn notes(&mut self, marked: Vec<NodeId>) {
        for id in marked {
            if let Some(note) = self.notes.get(&id).copied()
                && self.written.insert(id)
            {
                note.blocks.iter().for_each(|block| self.block(block));
            }
        }
    }

    fn line(&mut self, line: String) {
        if !line.trim().is_empty() {
            self.lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{BlockKind, Figure, FigurePlacement, NodeIds, PartMetadata, TextRun};
    use crate::diag::SourceMap;
    use crate::unicode::Language;

    #[test]
    fn a_note_follows_the_block_of_its_first_mark() {
        let language = Language::new("zh-Hant-TW").unwrap();
        let mut ids = NodeIds::default();
        let note_id = ids.fresh();
        let mut inline = |kind| Inline { id: ids.fresh(), span: None, kind };
        let run = |text: &str| InlineKind::Text(TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() });
        let first = vec![inline(run("甲")), inline(InlineKind::NoteMark { note: note_id })];
        let second = vec![inline(run("乙")), inline(InlineKind::NoteMark { note: note_id })];
        let caption = vec![inline(run("說明"))];
        let title = vec![inline(run("題"))];
        let body = vec![inline(run("註"))];
        let mut block = |kind| Block { id: ids.fresh(), span: None, identifier: None, language: language.clone(), kind };
        let figure =
            Figure {
                pictures: Vec::new(), caption, credit: Some("某人攝".to_owned()), width: None, placement: FigurePlacement::default()
            };
        let blocks = vec![block(BlockKind::Paragraph(first)), block(BlockKind::Figure(figure)), block(BlockKind::Paragraph(second))];
        let note = Note { id: note_id, span: None, label: None, placement: None, blocks: vec![block(BlockKind::Paragraph(body))] };
        let division = Division {
            id: ids.fresh(),
            role: DivisionRole::Body,
            name: "a".to_owned(),
            language: language.clone(),
            metadata: PartMetadata { title: Some(title), ..PartMetadata::default() },
            blocks,
            notes: vec![note],
        };
        let text = CanonicalText::of(&Book { language, divisions: vec![division], ids });
        assert_eq!(text.body, ["題", "甲", "註", "說明", "某人攝", "乙"]);
    }
}
