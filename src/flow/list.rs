//! Lists: the marker in the indent, the text hanging at whole em (requirement PAR-06).

use super::column::{Slab, SlabKind, Source, Start};
use super::flow_block::{Flow, Frame, spaced};
use super::generated;
use crate::book::BlockKind;
use crate::book::List;
use crate::book::ListItem;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::unicode::Language;

/// The marker of lists without numbers.
const BULLET: &str = "•";

impl Flow<'_> {
    pub(super) fn list(&self, list: &List, language: &Language, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let markers = self.markers(list, language, frame, report);
        let inner = markers.inner(frame);
        let mut slabs = Vec::new();
        for (index, item) in list.items.iter().enumerate() {
            let mut item_slabs = Vec::new();
            for (index, block) in item.blocks.iter().enumerate() {
                let mut composed = self.block_among(&item.blocks, index, inner, report);
                if let BlockKind::Paragraph(_) = block.kind {
                    composed.iter_mut().for_each(|slab| slab.source = Some(Source::Lines(block.id)));
                }
                item_slabs.append(&mut composed);
            }
            // A marker has a line of its own before what is no text, and where nothing is left of the indent.
            let beside = inner.start - frame.start >= markers.indent;
            if item_slabs.first().is_none_or(|first| first.is_blank() || first.kind != SlabKind::Text) || !beside {
                item_slabs.insert(0, Slab { lines: 1, start: Start::Begins, ..Slab::default() });
            }
            self.mark_item(&mut item_slabs, item, index, &markers, frame);
            slabs.extend(item_slabs);
        }
        let space = self.styled.theme.list.space;
        if space == 0 { slabs } else { spaced(slabs, space) }
    }

    /// Puts the marker of an item before its first line.
    pub(super) fn mark_item(&self, slabs: &mut [Slab], item: &ListItem, index: usize, markers: &Markers, frame: Frame) {
        let (Some(line), Some(first)) = (markers.lines.get(index).and_then(|lines| lines.first()), slabs.first_mut()) else { return };
        first.pieces.insert(0, self.line_piece(line.clone(), frame.start + markers.offset, self.grid().em.scale(1, 2)));
        first.anchors.push(item.id);
    }

    /// The markers of a list in a frame.
    pub(super) fn markers(&self, list: &List, language: &Language, frame: Frame, report: &mut Report) -> Markers {
        let rule = &self.styled.theme.list;
        let em = frame.text.size;
        let lines: Vec<Vec<Line>> = list
            .items
            .iter()
            .zip(0..)
            .map(|(item, index)| {
                let text = match (list.start, &list.marker, frame.mode) {
                    (None, None, _) => BULLET.to_owned(),
                    (start, Some(pattern), _) => generated::marker(pattern, start.unwrap_or(1) + index),
                    (Some(start), None, WritingMode::VerticalRl) => generated::marker("一、", start + index),
                    (Some(start), None, WritingMode::HorizontalTb) => generated::marker("1.", start + index),
                };
                let content = generated::numbered(self.spare, &text, language, frame.mode);
                let owner = Some(Owner::Node(item.id, Part::Label));
                self.lines(&content, owner, language, Frame { alignment: Alignment::Start, ..frame.without_indent() }, report)
            })
            .collect();
        let widest = lines.iter().flatten().map(|line| line.inline_size).fold(Length::ZERO, Length::max);
        // A marker such as 一、 ends in its own white; the others are followed by at least a quarter em.
        let needed = if list.start.is_some() && frame.mode == WritingMode::VerticalRl { widest } else { widest + em.scale(1, 4) };
        let indent = em * (needed + em - Length::units(1)).divide(em).max(rule.indent);
        // A bullet stands in the em before the text; numbers begin flush.
        let offset = if list.start.is_none() && list.marker.is_none() { indent - em } else { Length::ZERO };
        Markers { lines, indent, offset }
    }
}

/// The markers of a list: what they say, how far in the text begins, and where they stand before it.
pub(super) struct Markers {
    lines: Vec<Vec<Line>>,
    indent: Length,
    offset: Length,
}

impl Markers {
    /// The frame of what the items say.
    pub fn inner(&self, frame: Frame) -> Frame {
        frame.nested(self.indent, Length::ZERO).without_indent()
    }
}
