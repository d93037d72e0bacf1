//! Paragraphs of lists.

use super::numbering::Label;
use super::numbering::Numbered;
use super::paragraph::Item;
use super::paragraph::Paragraph;
use super::read::Reader;
use super::role::Role;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::List;
use crate::book::ListItem;
use std::mem::Discriminant;
use std::mem::discriminant;

impl Reader {
    /// Paragraphs of lists of one depth, a block for each list.
    pub fn lists(&mut self, row: Vec<Paragraph>) -> Vec<Block> {
        let base = row.iter().filter_map(|text| text.numbered.as_ref()).map(|own| own.level).min().unwrap_or(0);
        let mut parts: Vec<Vec<Paragraph>> = Vec::new();
        let mut before: Option<(String, Discriminant<Label>)> = None;
        for text in row {
            let own = text.numbered.as_ref().filter(|own| own.level == base).map(|own| (own.list.clone(), discriminant(&own.label)));
            let begins = own.is_some() && before.is_some() && own != before;
            before = own.or(before);
            match parts.last_mut().filter(|_| !begins) {
                Some(part) => part.push(text),
                None => parts.push(vec![text]),
            }
        }
        parts.into_iter().map(|part| self.list(part)).collect()
    }

    /// Paragraphs of one list, with those of lists inside it.
    fn list(&mut self, row: Vec<Paragraph>) -> Block {
        let level = |text: &Paragraph| text.numbered.as_ref().map(|own| own.level);
        let base = row.iter().filter_map(level).min().unwrap_or(0);
        let (mut start, mut marker) = (None, None);
        if let Some(own) = row.iter().find(|text| level(text) == Some(base)).and_then(|text| text.numbered.as_ref())
            && let Label::Counted(pattern) = &own.label
        {
            start = Some(u64::from(own.number));
            marker.clone_from(pattern);
        }
        let mut items: Vec<ListItem> = Vec::new();
        let mut row = row.into_iter().peekable();
        while let Some(text) = row.next() {
            let is_own = level(&text).is_none_or(|own| own == base);
            if !is_own {
                let mut inner = vec![text];
                while let Some(next) = row.next_if(|next| level(next).is_none_or(|own| own > base)) {
                    inner.push(next);
                }
                let blocks = self.lists(inner);
                match items.last_mut() {
                    Some(item) => item.blocks.extend(blocks),
                    None => {
                        let id = self.tree.fresh();
                        items.push(ListItem { id, blocks });
                    }
                }
                continue;
            }
            let continues = text.numbered.is_none();
            self.anchors.put_back(text.anchors.clone());
            let mut block = self.tree.block(BlockKind::Paragraph(text.content));
            self.anchors.give(&mut block);
            match items.last_mut().filter(|_| continues) {
                Some(item) => item.blocks.push(block),
                None => {
                    let id = self.tree.fresh();
                    items.push(ListItem { id, blocks: vec![block] });
                }
            }
        }
        self.tree.block(BlockKind::List(List { start, marker, items }))
    }
}

/// Whether a label makes a list of the manuscript.
pub fn is_listed(label: &Label) -> bool {
    matches!(label, Label::Bullet | Label::Counted(_))
}

/// The lists that are open, outermost first. A list inside another may be one of its own, which its indent tells.
#[derive(Debug, Default)]
pub struct Depths(Vec<Open>);

#[derive(Debug)]
struct Open {
    list: String,
    level: u8,
    number: u32,
    indent: i32,
    kind: Discriminant<Label>,
}

/// Twentieths of a point by which indents of one depth may differ.
const SAME: i32 = 120;

impl Depths {
    /// The depth of the first paragraph.
    pub fn begin(&mut self, own: &Numbered) -> u8 {
        self.push(own)
    }

    fn push(&mut self, own: &Numbered) -> u8 {
        let (list, kind) = (own.list.clone(), discriminant(&own.label));
        self.0.push(Open { list, level: own.level, number: own.number, indent: own.indent, kind });
        (self.0.len() - 1) as u8
    }

    /// The depth of the next paragraph; none when it is no part of these lists.
    pub fn of(&mut self, item: &Item) -> Option<u8> {
        let Item::Paragraph(text) = item else { return None };
        if text.role == Role::ListContinued && text.numbered.is_none() && !text.content.is_empty() {
            return Some((self.0.len() - 1) as u8);
        }
        if matches!(text.role, Role::Heading(_)) || text.content.is_empty() {
            return None;
        }
        let own = text.numbered.as_ref().filter(|own| is_listed(&own.label))?;
        if let Some(at) = self.0.iter().rposition(|open| open.list == own.list && open.level == own.level) {
            let goes_on =
                self.0[at].kind == discriminant(&own.label) && (at > 0 || own.label == Label::Bullet || own.number > self.0[at].number);
            self.0.truncate(at + 1);
            self.0[at].number = own.number;
            return goes_on.then_some(at as u8);
        }
        if let Some(at) = self.0.iter().rposition(|open| open.list == own.list) {
            let outer = self.0[..=at].iter().rposition(|open| open.list == own.list && open.level < own.level)?;
            self.0.truncate(outer + 1);
        } else if self.0.last().is_none_or(|last| own.indent <= last.indent + SAME) {
            let beside = self.0.iter().rposition(|open| (open.indent - own.indent).abs() <= SAME).filter(|at| *at > 0)?;
            self.0.truncate(beside);
        }
        Some(self.push(own)).filter(|depth| *depth < DEEPEST)
    }
}

/// Lists inside each other.
const DEEPEST: u8 = 9;
