//! What is settled when all blocks are there: where links lead, levels of headings, headings without text after them.

use super::names::Names;
use super::reader::Anchors;
use super::tally::Tally;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::plain_text;

/// Calls `change` for all inline content of blocks, innermost last.
fn each_text(blocks: &mut [Block], change: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading(heading) => change(&mut heading.content),
            BlockKind::Paragraph(content) => change(content),
            BlockKind::Figure(figure) => change(&mut figure.caption),
            BlockKind::Table(table) => {
                change(&mut table.caption);
                table.rows.iter_mut().flatten().for_each(|cell| change(&mut cell.content));
            }
            BlockKind::Quotation(quotation) => {
                each_text(&mut quotation.blocks, change);
                quotation.source.iter_mut().for_each(&mut *change);
            }
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| each_text(&mut item.blocks, change)),
            BlockKind::Container(_, inner) => each_text(inner, change),
            BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
        }
    }
}

/// Gives links inside the documents their identifiers; those that lead to nothing lose their address and keep their text.
pub fn settle_links(division: &mut Division, anchors: &Anchors, tally: &mut Tally) {
    let mut settle = |content: &mut Vec<Inline>| settle_inlines(content, anchors, tally);
    let metadata = &mut division.metadata;
    for text in [&mut metadata.title, &mut metadata.subtitle, &mut metadata.kicker, &mut metadata.lead].into_iter().flatten() {
        settle(text);
    }
    metadata.byline.iter_mut().for_each(|(_, name)| settle(name));
    each_text(&mut division.blocks, &mut settle);
    for note in &mut division.notes {
        each_text(&mut note.blocks, &mut settle);
    }
}

fn settle_inlines(content: &mut Vec<Inline>, anchors: &Anchors, tally: &mut Tally) {
    let mut settled: Vec<Inline> = Vec::with_capacity(content.len());
    for mut inline in std::mem::take(content) {
        match &mut inline.kind {
            InlineKind::Link { target, content: inner, .. } => {
                settle_inlines(inner, anchors, tally);
                if let Some(place) = place_of(target) {
                    match anchors.known.get(&place) {
                        Some(identifier) => *target = format!("#{identifier}"),
                        None => {
                            tally.simplified("links to nowhere, as text");
                            let inner = std::mem::take(inner);
                            inner.into_iter().for_each(|inline| push_joined(&mut settled, inline));
                            continue;
                        }
                    }
                }
            }
            InlineKind::Reference { target, .. } => {
                let known = place_of(target).and_then(|place| anchors.known.get(&place));
                match known {
                    Some(identifier) => target.clone_from(identifier),
                    None => continue,
                }
            }
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Styled(_, inner) => settle_inlines(inner, anchors, tally),
            InlineKind::Text(_)
            | InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => {}
        }
        push_joined(&mut settled, inline);
    }
    *content = settled;
}

/// Adds an inline; text joins the text of the same language before it.
fn push_joined(out: &mut Vec<Inline>, inline: Inline) {
    if let (Some(Inline { kind: InlineKind::Text(before), .. }), InlineKind::Text(run)) = (out.last_mut(), &inline.kind)
        && before.language == run.language
    {
        before.text.push_str(&run.text);
        return;
    }
    out.push(inline);
}

/// The place behind a target that is not settled yet.
fn place_of(target: &str) -> Option<(usize, Option<String>)> {
    let (page, id) = target.strip_prefix('\u{1}')?.split_once('\u{1}')?;
    Some((page.parse().ok()?, Some(id.to_owned()).filter(|id| !id.is_empty())))
}

/// Joins text that lies side by side since something between was taken away.
pub fn join_text(blocks: &mut [Block]) {
    fn join(content: &mut Vec<Inline>) {
        let mut joined = Vec::with_capacity(content.len());
        for mut inline in std::mem::take(content) {
            match &mut inline.kind {
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Styled(_, inner)
                | InlineKind::Link { content: inner, .. } => join(inner),
                _ => {}
            }
            push_joined(&mut joined, inline);
        }
        *content = joined;
    }
    each_text(blocks, &mut join);
}

/// The levels of headings that are used become consecutive from `top` on. What they were comes back when they change.
pub fn settle_levels(divisions: &mut [&mut Vec<Block>], top: u8) -> Option<String> {
    let mut used: Vec<u8> = Vec::new();
    for blocks in divisions.iter() {
        blocks.iter().for_each(|block| {
            block.walk(&mut |block| {
                if let BlockKind::Heading(heading) = &block.kind {
                    used.push(heading.level);
                }
            });
        });
    }
    used.sort_unstable();
    used.dedup();
    let map: Vec<(u8, u8)> = used.iter().zip(top..).map(|(from, to)| (*from, to.min(6))).collect();
    if map.iter().all(|(from, to)| from == to) {
        return None;
    }
    fn change(blocks: &mut [Block], map: &[(u8, u8)]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading(heading) => {
                    if let Some((_, to)) = map.iter().find(|(from, _)| *from == heading.level) {
                        heading.level = *to;
                    }
                }
                BlockKind::Quotation(quotation) => change(&mut quotation.blocks, map),
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| change(&mut item.blocks, map)),
                BlockKind::Container(_, inner) => change(inner, map),
                _ => {}
            }
        }
    }
    divisions.iter_mut().for_each(|blocks| change(blocks, &map));
    let words: Vec<String> = map.iter().filter(|(from, to)| from != to).map(|(from, to)| format!("{from} to {to}")).collect();
    Some(format!("levels of headings became consecutive: {}", words.join(", ")))
}

/// Removes what ends or begins a text without meaning there: headings of lists of notes that are gone, empty lines, rules.
pub fn tidy(blocks: &mut Vec<Block>, notes_taken: bool, tally: &mut Tally) {
    if notes_taken {
        let names = &Names::get().note_headings;
        let mut at = 0;
        while at < blocks.len() {
            let is_heading = |block: &Block| matches!(&block.kind, BlockKind::Heading(_));
            let ends = blocks.get(at + 1).is_none_or(is_heading);
            let named =
                matches!(&blocks[at].kind, BlockKind::Heading(heading) if names.contains(&plain_text(&heading.content).trim().to_owned()));
            if named && ends && blocks[at].identifier.is_none() {
                blocks.remove(at);
                tally.dropped("headings of lists of notes");
            } else {
                at += 1;
            }
        }
    }
    let is_space = |block: &Block| matches!(block.kind, BlockKind::Break(PageBreak::Lines(_)) | BlockKind::SceneBreak);
    while blocks.last().is_some_and(is_space) {
        blocks.pop();
    }
    while blocks.first().is_some_and(is_space) {
        blocks.remove(0);
    }
    // A rule beside a heading only parts it from what is before.
    let mut at = 1;
    while at < blocks.len() {
        let heading = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
        let rule = |block: &Block| matches!(block.kind, BlockKind::SceneBreak);
        if rule(&blocks[at - 1]) && (heading(&blocks[at]) || rule(&blocks[at])) {
            blocks.remove(at - 1);
        } else if heading(&blocks[at - 1]) && is_space(&blocks[at]) {
            blocks.remove(at);
        } else {
            at += 1;
        }
    }
}
