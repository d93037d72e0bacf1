//! Lines of a paragraph set again from some place on, in another measure.

use super::column::{Piece, Slab, Start};
use super::flow_block::{Flow, Frame};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::TextRun;
use crate::diag::Report;
use crate::geom::Length;

/// A place in a text: a node and the byte in its text.
pub type TextPlace = (NodeId, usize);

impl Flow<'_> {
    /// The lines of a paragraph of the body from a place on, or all of them, or a heading, with so much white at the start and the end
    /// of the measure. None when the place is inside something that cannot be cut.
    pub fn again(&self, block: &Block, from: Option<TextPlace>, start: Length, end: Length) -> Option<Vec<Slab>> {
        let frame: Frame = self.body_frame().inset(start, end);
        // What this finds was found when the block was composed first.
        let mut unheard = Report::default();
        let content = match (&block.kind, from) {
            (BlockKind::Paragraph(content), _) => content,
            (BlockKind::Heading(heading), None) => return Some(self.heading(block, heading, None, frame, &mut unheard)),
            _ => return None,
        };
        let mut slabs = match from {
            None => self.paragraph(content, &block.language, frame, &mut unheard),
            Some((node, offset)) => {
                let rest = rest_of(content, node, offset)?;
                let mut slabs = self.paragraph(&rest, &block.language, frame.without_indent(), &mut unheard);
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
                slabs
            }
        };
        slabs.iter_mut().for_each(|slab| slab.source = Some(block.id));
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
