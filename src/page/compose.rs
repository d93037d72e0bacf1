//! An edition's tree to pages.

use super::frame::Pages;
use super::leaves::roman;
use super::paginate::{Room, Sheet, paginate};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::diag::Context;
use crate::diag::Report;
use crate::flow::Break;
use crate::flow::Flow;
use crate::flow::NoteBody;
use crate::flow::Slab;
use crate::font::Fonts;
use crate::inline::Detail;
use crate::inline::RuleSet;
use crate::manuscript::Edition;
use crate::manuscript::Metadata;
use crate::picture::Pictures;
use crate::resolve::Resolved;
use crate::style;
use crate::style::Styled;
use std::collections::BTreeMap;

/// What pages are composed from.
#[derive(Clone, Copy)]
pub struct PageInput<'a> {
    /// The edition's tree.
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    /// Whether pages keep what their lines are made of.
    pub detail: Detail,
}

/// Composes all pages: the body first, then the contents with its folios, then everything around it. Front matter is counted by
/// itself in Roman numerals, so that one pass is enough.
pub fn compose(input: &PageInput<'_>, context: &Context, report: &mut Report) -> Pages {
    let styled = style::cascade(input.edition, report);
    let rules = RuleSet::new(input.edition.region, &input.edition.line);
    let flow = Flow::new(input.book, input.resolved, &styled, input.fonts, input.pictures);
    let composer = Composer {
        input,
        context,
        styled: &styled,
        flow: Flow { detail: input.detail, rules: Some(&rules), ..flow },
        notes: BTreeMap::new(),
    };
    composer.pages(report)
}

pub(super) struct Composer<'a> {
    pub input: &'a PageInput<'a>,
    context: &'a Context,
    pub styled: &'a Styled,
    pub flow: Flow<'a>,
    pub notes: BTreeMap<NodeId, NoteBody>,
}

impl<'a> Composer<'a> {
    fn pages(mut self, report: &mut Report) -> Pages {
        let body = self.body(report);
        let map = self.page_map(&body);
        let front = self.front(&map, report);
        let back = self.back(body.len(), report);
        let mut leaves = front;
        if self.styled.has_leaves() && leaves.len() % 2 == 1 {
            leaves.push(self.blank(roman(leaves.len() + 1)));
        }
        leaves.extend(self.body_leaves(body));
        leaves.extend(back);
        self.place(leaves, map)
    }

    /// The divisions of the manuscript, the first on a recto.
    fn body(&mut self, report: &mut Report) -> Vec<Sheet> {
        let mut slabs = Vec::new();
        for division in &self.input.book.divisions {
            match division.role {
                DivisionRole::Body => {
                    if self.context.is_cancelled() {
                        return Vec::new();
                    }
                    let mut composed = self.flow.division(division, report);
                    if let Some(first) = composed.first_mut() {
                        if !first.anchors.contains(&division.id) {
                            first.anchors.push(division.id);
                        }
                        if !slabs.is_empty() && !matches!(first.before, Break::Recto | Break::Verso) {
                            first.before = Break::Page;
                        }
                    }
                    slabs.append(&mut composed);
                    self.notes.extend(self.flow.notes(division, report));
                }
                DivisionRole::Cover | DivisionRole::Contents | DivisionRole::Colophon => {}
            }
        }
        let paragraphs = self.paragraphs();
        let again = |block: NodeId, from, start| self.flow.again(paragraphs.get(&block)?, from, start);
        paginate(slabs, &self.notes, self.room(), 0, &again)
    }

    /// Pages of generated parts, the first of which has the index `first`.
    pub(super) fn sheets(&self, slabs: Vec<Slab>, first: usize) -> Vec<Sheet> {
        paginate(slabs, &self.notes, self.room(), first, &|_, _, _| None)
    }

    /// The paragraphs and headings that stand in the body itself.
    fn paragraphs(&self) -> BTreeMap<NodeId, &'a Block> {
        let divisions = self.input.book.divisions.iter().filter(|division| division.role == DivisionRole::Body);
        let paragraphs = divisions
            .flat_map(|division| &division.blocks)
            .filter(|block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading(_)));
        paragraphs.map(|block| (block.id, block)).collect()
    }

    pub(super) fn room(&self) -> Room {
        let area = &self.styled.area;
        let rule = &self.styled.theme.note;
        let note_size = self.styled.size(rule.size);
        let note_pitch = rule.pitch.of(note_size);
        Room {
            grid: area.grid,
            lines: area.lines,
            note_size,
            note_pitch,
            note_separation: area.grid.gap() + (note_pitch - note_size),
            leaves: self.styled.has_leaves(),
        }
    }
}
