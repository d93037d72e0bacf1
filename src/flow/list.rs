//! Lists: the marker in the indent, the text hanging at whole em (requirement PAR-06).

use super::column::{Slab, Start};
use super::flow_block::{Flow, Frame, spaced};
use super::generated;
use crate::book::List;
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
        let rule = &self.styled.theme.list;
        let em = frame.text.size;
        let markers: Vec<Vec<Line>> = list
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
        let widest = markers.iter().flatten().map(|line| line.inline_size).fold(Length::ZERO, Length::max);
        // A marker such as 一、 ends in its own white; the others are followed by at least a quarter em.
        let needed = if list.start.is_some() && frame.mode == WritingMode::VerticalRl { widest } else { widest + em.scale(1, 4) };
        let indent = em * (needed + em - Length::units(1)).divide(em).max(rule.indent);
        let inner = frame.inset(indent, Length::ZERO).without_indent();
        let mut slabs = Vec::new();
        for (item, marker) in list.items.iter().zip(markers) {
            let mut item_slabs = self.blocks(&item.blocks, inner, report);
            if item_slabs.first().is_none_or(Slab::is_blank) {
                item_slabs.insert(0, Slab { lines: 1, start: Start::Begins, ..Slab::default() });
            }
            let (Some(line), Some(first)) = (marker.into_iter().next(), item_slabs.first_mut()) else { continue };
            // A bullet stands in the em before the text; numbers begin flush.
            let offset = if list.start.is_none() && list.marker.is_none() { indent - em } else { Length::ZERO };
            first.pieces.insert(0, self.line_piece(line, frame.start + offset, self.grid().em.scale(1, 2)));
            first.anchors.push(item.id);
            slabs.extend(item_slabs);
        }
        if rule.space == 0 { slabs } else { spaced(slabs, rule.space) }
    }
}
