//! Nodes of the document tree that an import makes.

use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Heading;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::ListItem;
use crate::book::NodeId;
use crate::book::NodeIds;
use crate::book::Note;
use crate::book::NotePlacement;
use crate::book::PartMetadata;
use crate::book::Picture;
use crate::book::PictureFile;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::unicode::Language;
use std::collections::BTreeMap;

/// Makes nodes of one division, in one language.
pub struct Tree {
    ids: NodeIds,
    pub language: Language,
    notes: Vec<Note>,
}

impl Tree {
    pub fn new(language: Language) -> Tree {
        Tree { ids: NodeIds::default(), language, notes: Vec::new() }
    }

    pub fn run(&self, text: impl Into<String>) -> TextRun {
        TextRun { text: text.into(), language: self.language.clone(), map: SourceMap::default() }
    }

    pub fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.ids.fresh(), span: None, kind }
    }

    /// One run of text; nothing for none.
    pub fn text(&mut self, text: &str) -> Vec<Inline> {
        if text.is_empty() {
            return Vec::new();
        }
        let run = self.run(text);
        vec![self.inline(InlineKind::Text(run))]
    }

    pub fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.ids.fresh(), span: None, identifier: None, language: self.language.clone(), kind }
    }

    pub fn heading(&mut self, level: u8, content: Vec<Inline>) -> Block {
        self.block(BlockKind::Heading(Heading { level, content, numbered: true, short: None }))
    }

    pub fn figure(&mut self, file: PictureFile, caption: Vec<Inline>) -> Block {
        let picture = Picture { id: self.ids.fresh(), span: None, file };
        let placement = FigurePlacement::Here;
        self.block(BlockKind::Figure(Figure { pictures: vec![picture], caption, credit: None, width: None, placement }))
    }

    pub fn list(&mut self, items: Vec<Vec<Inline>>) -> Block {
        let items = items
            .into_iter()
            .map(|content| {
                let paragraph = self.block(BlockKind::Paragraph(content));
                ListItem { id: self.ids.fresh(), blocks: vec![paragraph] }
            })
            .collect();
        self.block(BlockKind::List(List { start: None, marker: None, items }))
    }

    pub fn fresh(&mut self) -> NodeId {
        self.ids.fresh()
    }

    /// A note of these blocks, labelled by its number.
    pub fn labelled_note(&mut self, blocks: Vec<Block>) -> NodeId {
        let id = self.ids.fresh();
        let label = Some((self.notes.len() + 1).to_string());
        self.notes.push(Note { id, span: None, label, placement: None, blocks });
        id
    }

    /// The mark of a note of one paragraph.
    pub fn note(&mut self, content: Vec<Inline>) -> Inline {
        let paragraph = self.block(BlockKind::Paragraph(content));
        let id = self.ids.fresh();
        self.notes.push(Note { id, span: None, label: None, placement: None, blocks: vec![paragraph] });
        self.inline(InlineKind::NoteMark { note: id })
    }

    /// An id for a node that is put together elsewhere.
    /// A note of any blocks; it needs a label unless it is one paragraph.
    pub fn long_note(&mut self, label: Option<String>, placement: Option<NotePlacement>, blocks: Vec<Block>) -> NodeId {
        let id = self.ids.fresh();
        self.notes.push(Note { id, span: None, label, placement, blocks });
        id
    }

    /// The division, its notes in the order of their marks.
    pub fn division(mut self, name: &str, metadata: PartMetadata, blocks: Vec<Block>) -> Division {
        let mut division = Division {
            id: self.ids.fresh(),
            role: DivisionRole::Body,
            name: name.to_owned(),
            language: self.language.clone(),
            metadata,
            blocks,
            notes: Vec::new(),
        };
        let mut order: BTreeMap<NodeId, usize> = BTreeMap::new();
        let mut mark = |inline: &Inline| {
            if let InlineKind::NoteMark { note } = inline.kind {
                let next = order.len();
                order.entry(note).or_insert(next);
            }
        };
        for text in division.headline() {
            text.iter().for_each(|inline| inline.walk(&mut |inline| mark(inline)));
        }
        division.blocks.iter().for_each(|block| block.walk_inlines(&mut |inline| mark(inline)));
        division.notes = self.notes;
        division.notes.sort_by_key(|note| order.get(&note.id).copied());
        division
    }
}
