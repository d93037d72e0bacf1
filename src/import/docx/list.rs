//! Paragraphs of lists.

use super::numbering::Label;
use super::paragraph::Item;
use super::paragraph::Paragraph;
use super::read::Reader;
use super::role::Role;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::List;
use crate::book::ListItem;

impl Reader {
    /// Paragraphs of lists as lists inside each other.
    pub fn list(&mut self, row: Vec<Box<Paragraph>>) -> Block {
        let level = |text: &Paragraph| text.numbered.as_ref().map(|own| own.level);
        let base = row.iter().filter_map(|text| level(text)).min().unwrap_or(0);
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
                let block = self.list(inner);
                match items.last_mut() {
                    Some(item) => item.blocks.push(block),
                    None => {
                        let id = self.tree.fresh();
                        items.push(ListItem { id, blocks: vec![block] });
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

/// Whether an item goes on with the list of a row.
pub fn goes_on(item: &Item, row: &[Box<Paragraph>]) -> bool {
    let Item::Paragraph(text) = item else { return false };
    if text.role == Role::ListContinued {
        return text.numbered.is_none() && !text.content.is_empty();
    }
    if matches!(text.role, Role::Heading(_)) || text.content.is_empty() {
        return false;
    }
    let Some(own) = text.numbered.as_ref().filter(|own| is_listed(&own.label)) else { return false };
    let same_level = row.iter().filter_map(|text| text.numbered.as_ref()).rfind(|before| before.level == own.level);
    let first = row.first().and_then(|text| text.numbered.as_ref());
    let is_one = same_level.is_none_or(|before| {
        let follows = match (&before.label, &own.label) {
            (Label::Counted(_), Label::Counted(_)) => own.number > before.number || own.level > first.map_or(0, |first| first.level),
            (before, own) => before == own,
        };
        before.list == own.list && std::mem::discriminant(&before.label) == std::mem::discriminant(&own.label) && follows
    });
    is_one && first.is_some_and(|first| own.level > first.level || first.list == own.list)
}
