//! Text set again in another measure, paragraphs from some place on.

use super::column::{Piece, Slab, SlabKind, Source, Start};
use super::flow_block::{Flow, Frame};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::NodeId;
use crate::book::TextRun;
use crate::diag::Report;
use crate::geom::Length;
use crate::unicode::Language;
use std::collections::BTreeMap;

/// A place in a text: a node and the byte in its text.
pub type TextPlace = (NodeId, usize);

/// What stands in the body and may be set again.
#[derive(Default)]
pub struct Sources<'b> {
    units: BTreeMap<Source, Unit<'b>>,
}

/// A block, and the items of lists around it from the outermost in.
#[derive(Clone)]
struct Unit<'b> {
    block: &'b Block,
    within: Vec<Place<'b>>,
}

/// A place in an item of a list.
#[derive(Clone, Copy)]
struct Place<'b> {
    list: &'b List,
    language: &'b Language,
    item: usize,
    /// Which block of the item.
    index: usize,
}

/// How a block of the body may be set again.
pub(super) fn source_of(block: &Block) -> Option<Source> {
    match &block.kind {
        BlockKind::Paragraph(_) | BlockKind::Heading(_) => Some(Source::Lines(block.id)),
        BlockKind::Quotation(_) | BlockKind::SceneBreak => Some(Source::Whole(block.id)),
        BlockKind::Container(container, blocks) => {
            let plain = blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::List(_)));
            let set = match container {
                Container::Verse | Container::Dialogue | Container::Plain | Container::Box { .. } | Container::PullQuote => true,
                Container::Lead | Container::Colophon | Container::Direction(_) | Container::Placed(_) => false,
            };
            (plain && set).then_some(Source::Whole(block.id))
        }
        // The items of a list say for themselves.
        BlockKind::List(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Code { .. }
        | BlockKind::Break(_)
        | BlockKind::Contents => None,
    }
}

impl<'b> Sources<'b> {
    /// Adds the blocks of a part.
    pub fn add(&mut self, blocks: &'b [Block]) {
        for block in blocks {
            self.add_block(block, &[]);
        }
    }

    fn add_block(&mut self, block: &'b Block, within: &[Place<'b>]) {
        if let BlockKind::List(list) = &block.kind {
            for (item, content) in list.items.iter().enumerate() {
                for (index, inner) in content.blocks.iter().enumerate() {
                    let place = Place { list, language: &block.language, item, index };
                    if matches!(inner.kind, BlockKind::Paragraph(_) | BlockKind::List(_)) {
                        self.add_block(inner, &[within, &[place]].concat());
                    }
                }
            }
        } else if let Some(source) = source_of(block) {
            self.units.insert(source, Unit { block, within: within.to_vec() });
        }
    }
}

impl Flow<'_> {
    /// The lines of a paragraph from a place on, or all of them, or a heading, or a block as a whole, with so much white at the start
    /// and the end of the measure. None when the place is inside something that cannot be cut.
    pub fn again(&self, sources: &Sources<'_>, source: Source, from: Option<TextPlace>, start: Length, end: Length) -> Option<Vec<Slab>> {
        let Unit { block, within } = sources.units.get(&source)?;
        // What this finds was found when the block was composed first.
        let mut unheard = Report::default();
        let mut frame: Frame = self.body_frame().inset(start, end);
        let mut lists = Vec::new();
        for place in within {
            let markers = self.markers(place.list, place.language, frame, &mut unheard);
            let inner = markers.inner(frame);
            lists.push((place, markers, frame));
            frame = inner;
        }
        let mut slabs = match (from, &block.kind) {
            (Some(place), BlockKind::Paragraph(content)) => self.begun_at(content, place, &block.language, frame)?,
            (Some(_), _) => return None,
            (None, _) => self.block(block, None, frame, &mut unheard),
        };
        if from.is_none() {
            for (place, markers, frame) in lists.iter().rev() {
                if place.index > 0 {
                    break;
                }
                let Some(item) = place.list.items.get(place.item) else { break };
                self.mark_item(&mut slabs, item, place.item, markers, *frame);
            }
        }
        let ink = |slab: &Slab| slab.kind != SlabKind::Space;
        let (first, last) = (slabs.iter().position(ink)?, slabs.iter().rposition(ink)?);
        slabs.truncate(last + 1);
        slabs.drain(..first);
        slabs.iter_mut().for_each(|slab| slab.source = Some(source));
        Some(slabs)
    }

    /// The lines of a paragraph from a place on.
    fn begun_at(&self, content: &[Inline], (node, offset): TextPlace, language: &Language, frame: Frame) -> Option<Vec<Slab>> {
        let rest = rest_of(content, node, offset)?;
        let mut slabs = self.paragraph(&rest, language, frame.without_indent(), &mut Report::default());
        for slab in &mut slabs {
            slab.start = Start::Continues;
            for piece in &mut slab.pieces {
                if let Piece::Line { line, .. } = piece
                    && let Some(first) = line.first.as_mut().filter(|first| first.0 == node)
                {
                    first.1 += offset;
                }
            }
        }
        Some(slabs)
    }
}

impl Slab {
    /// The place in the text at which its first line begins.
    pub fn text_place(&self) -> Option<TextPlace> {
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Line { line, .. } => line.first,
            Piece::Picture { .. } | Piece::Fill { .. } | Piece::Island { .. } | Piece::Turned { .. } => None,
        })
    }
}

/// The content from a byte of a node's text on, with what encloses it.
fn rest_of(content: &[Inline], node: NodeId, offset: usize) -> Option<Vec<Inline>> {
    for (index, inline) in content.iter().enumerate() {
        let kind = if inline.id == node {
            match &inline.kind {
                InlineKind::Text(run) => InlineKind::Text(rest_of_run(run, offset)?),
                InlineKind::Code(run) => InlineKind::Code(rest_of_run(run, offset)?),
                kind if offset == 0 => kind.clone(),
                _ => return None,
            }
        } else if let Some(rest) = rest_of(inline.children(), node, offset) {
            match &inline.kind {
                InlineKind::Emphasis(_) => InlineKind::Emphasis(rest),
                InlineKind::Strong(_) => InlineKind::Strong(rest),
                InlineKind::Styled(style, _) => InlineKind::Styled(style.clone(), rest),
                InlineKind::Link { target, title, .. } => InlineKind::Link { target: target.clone(), title: title.clone(), content: rest },
                InlineKind::Text(_)
                | InlineKind::Ruby(_)
                | InlineKind::Code(_)
                | InlineKind::Reference { .. }
                | InlineKind::NoteMark { .. }
                | InlineKind::Picture(_)
                | InlineKind::Gaiji(_)
                | InlineKind::LineBreak => return None,
            }
        } else {
            continue;
        };
        let mut rest = vec![Inline { id: inline.id, span: inline.span, kind }];
        rest.extend_from_slice(&content[index + 1..]);
        return Some(rest);
    }
    None
}

fn rest_of_run(run: &TextRun, offset: usize) -> Option<TextRun> {
    let text = run.text.get(offset..)?;
    Some(TextRun { text: text.to_owned(), language: run.language.clone(), map: run.map.slice(offset, run.text.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeIds;
    use crate::book::plain_text;
    use crate::diag::SourceMap;
    use crate::unicode::Language;

    #[test]
    fn the_rest_keeps_what_encloses_it() {
        let mut ids = NodeIds::default();
        let language = Language::new("zh-Hant-TW").unwrap();
        let mut inline = |kind| Inline { id: ids.fresh(), span: None, kind };
        let text = |text: &str| InlineKind::Text(TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() });
        let (first, inner, last) = (inline(text("甲乙")), inline(text("丙丁")), inline(text("戊")));
        let (node, strong) = (inner.id, inline(InlineKind::Strong(vec![inner])));
        let rest = rest_of(&[first, strong, last], node, 3).unwrap();
        assert_eq!(plain_text(&rest), "丁戊");
        assert!(matches!(&rest[0].kind, InlineKind::Strong(_)));
        assert!(rest_of(&rest, node, 1).is_none(), "never inside a character");
    }
}
