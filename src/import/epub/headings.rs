//! Headings that only the contents of a publication have.

use super::documents::body;
use super::navigation::Entry;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Heading;
use crate::book::plain_text;
use crate::import::html::Anchors;
use crate::import::html::Page;
use crate::import::html::Tally;
use crate::import::html::Targets;
use crate::import::tree::Tree;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The level of heading that most entries of each depth lead to.
pub fn levels_of(contents: &[(usize, &Entry)], pages: &[Page<'_>], targets: &Targets) -> BTreeMap<u8, u8> {
    let mut counts: BTreeMap<(u8, u8), usize> = BTreeMap::new();
    for (number, entry) in contents {
        let root = body(pages[*number].document);
        let start = entry.fragment.as_ref().map_or(Some(0), |id| targets.node(*number, id));
        let heading = root.descendants().filter(|node| Some(node.index()) >= start).find_map(|node| {
            let level = node.name().strip_prefix('h')?.parse::<u8>().ok().filter(|level| (1..=6).contains(level))?;
            (node.line() == entry.title).then_some(level)
        });
        if let Some(level) = heading {
            *counts.entry((entry.level, level)).or_default() += 1;
        }
    }
    let mut levels: BTreeMap<u8, (u8, usize)> = BTreeMap::new();
    for ((depth, level), count) in counts {
        let best = levels.entry(depth).or_insert((level, count));
        if count > best.1 {
            *best = (level, count);
        }
    }
    levels.into_iter().map(|(depth, (level, _))| (depth, level)).collect()
}

/// Entries of the contents become headings where the text has none at their places.
pub fn headings_from_contents(
    blocks: &mut Vec<Block>,
    page: usize,
    (contents, levels): (&[(usize, &Entry)], &BTreeMap<u8, u8>),
    anchors: &Anchors,
    tree: &mut Tree,
    tally: &mut Tally,
) {
    let level = |entry: &Entry| levels.get(&entry.level).copied().unwrap_or(entry.level);
    let bare = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    for (number, entry) in contents {
        let title = bare(&entry.title);
        if *number != page || title.is_empty() {
            continue;
        }
        let place = match &entry.fragment {
            None => Some(0),
            Some(id) => {
                let identifier = anchors.known.get(&(page, Some(id.clone())));
                identifier.and_then(|identifier| blocks.iter().position(|block| block.identifier.as_ref() == Some(identifier)))
            }
        };
        let Some(place) = place else { continue };
        // A line of the same words near the place is the heading itself.
        let near = blocks.iter().enumerate().skip(place).take(4);
        let same = near.clone().find(|(_, block)| match &block.kind {
            BlockKind::Paragraph(content) => bare(&plain_text(content)) == title,
            BlockKind::Heading(_) => true,
            _ => false,
        });
        match same {
            Some((at, Block { kind: BlockKind::Paragraph(_), .. })) => {
                if let BlockKind::Paragraph(content) = &mut blocks[at].kind {
                    let content = std::mem::take(content);
                    blocks[at].kind = BlockKind::Heading(Heading { level: level(entry), content, numbered: true, short: None });
                    tally.found("headings-by-the-contents");
                }
            }
            Some(_) => {}
            None if entry.fragment.is_none()
                && !blocks.is_empty()
                && !blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_))) =>
            {
                let content = tree.text(&entry.title);
                let heading = tree.heading(level(entry), content);
                blocks.insert(0, heading);
                tally.found("headings-from-the-contents");
            }
            None => {}
        }
    }
}

/// Removes identifiers that no link needs.
pub fn forget_identifiers(blocks: &mut [Block], keep: &BTreeSet<String>) {
    for block in blocks {
        if block.identifier.as_ref().is_some_and(|identifier| !keep.contains(identifier)) {
            block.identifier = None;
        }
        match &mut block.kind {
            BlockKind::Quotation(quotation) => forget_identifiers(&mut quotation.blocks, keep),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| forget_identifiers(&mut item.blocks, keep)),
            BlockKind::Container(_, inner) => forget_identifiers(inner, keep),
            _ => {}
        }
    }
}
