//! The walk over blocks.

use super::column::{Break, Slab, SlabKind, Span, tidy};
use super::generated;
use super::rest::source_of;
use crate::book::Artifact;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Container;
use crate::book::Division;
use crate::book::Edge;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::PageBreak;
use crate::book::Part;
use crate::book::Placement;
use crate::book::Quotation;
use crate::diag::Report;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Detail;
use crate::inline::RuleSet;
use crate::manuscript::Words;
use crate::picture::Pictures;
use crate::resolve::Resolved;
use crate::style::Role;
use crate::style::Styled;
use crate::style::TextRule;
use rayon::prelude::*;

/// What blocks are composed with.
#[derive(Clone, Copy)]
pub struct Flow<'a> {
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    pub styled: &'a Styled,
    pub fonts: &'a Fonts,
    pub pictures: &'a Pictures,
    /// Words for generated text.
    pub words: &'a Words,
    /// A node that no content has, for inline content that the program writes itself.
    pub spare: NodeId,
    pub detail: Detail,
    pub rules: Option<&'a RuleSet>,
    /// The inline size of the column that blocks stand in.
    pub measure: Length,
    /// The inline size of all columns together.
    pub whole: Length,
    /// Whether blocks are of a part that the program makes.
    pub part: PartKind,
}

/// Whose blocks are composed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PartKind {
    /// The author's.
    #[default]
    Manuscript,
    /// Contents and index.
    Generated,
    Imprint,
}

/// The room that a block has, and the text that fills it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub mode: WritingMode,
    /// From the column's inline start.
    pub start: Length,
    pub measure: Length,
    /// The most that a box may take along the block axis.
    pub most: Length,
    pub text: TextRule,
    /// Of paragraphs, in em of the text.
    pub first_indent: i64,
    pub alignment: Alignment,
}

impl Frame {
    /// The frame without its first `start` and last `end`.
    pub fn inset(self, start: Length, end: Length) -> Frame {
        let measure = (self.measure - start - end).max(self.text.size);
        Frame { start: self.start + start, measure, ..self }
    }

    /// The frame of what stands inside another block. However deep blocks nest, lines of a few characters remain.
    pub fn nested(self, start: Length, end: Length) -> Frame {
        let room = (self.measure - self.text.size * LEAST_MEASURE).max(Length::ZERO);
        let start = start.min(room);
        self.inset(start, end.min(room - start))
    }

    /// The frame for a text of another size: a whole number of its em, the remainder at the end.
    pub fn with_text(self, text: TextRule) -> Frame {
        let characters = self.measure.divide(text.size).max(1);
        Frame { text, measure: text.size * characters, ..self }
    }

    /// The frame for paragraphs that stand elsewhere on their lines. A third of the room is left for the text, however far they go in.
    pub fn placed(self, placement: &Placement) -> Frame {
        let em = self.text.size;
        let most = self.measure - (self.measure.scale(1, 3)).max(em * 4);
        let start = (em * i64::from(placement.start)).min(most).max(Length::ZERO);
        let end = (em * i64::from(placement.end)).min(most - start).max(Length::ZERO);
        let inner = self.inset(start, end);
        let measure = placement.measure.map_or(inner.measure, |characters| (em * i64::from(characters)).max(em).min(inner.measure));
        let (alignment, indent) = match placement.edge {
            Edge::Start => (self.alignment, self.first_indent),
            Edge::Center => (Alignment::Center, 0),
            Edge::End => (Alignment::End, 0),
        };
        Frame { measure, alignment, first_indent: placement.first.map_or(indent, |first| i64::from(first).max(-start.divide(em))), ..inner }
    }

    /// The frame of lines with an alignment: those that do not begin at the start have the whole measure, not whole em of their own size.
    pub fn aligned(self, alignment: Alignment, whole: Length) -> Frame {
        let measure = match alignment {
            Alignment::Center | Alignment::End => whole,
            Alignment::Start | Alignment::Justify => self.measure,
        };
        Frame { alignment, measure, ..self }
    }

    pub fn without_indent(self) -> Frame {
        Frame { first_indent: 0, ..self }
    }
}

impl<'a> Flow<'a> {
    pub fn new(book: &'a Book, resolved: &'a Resolved, styled: &'a Styled, fonts: &'a Fonts, pictures: &'a Pictures) -> Flow<'a> {
        let (spare, measure) = (book.ids.clone().fresh(), styled.area.measure());
        Flow {
            book,
            resolved,
            styled,
            fonts,
            pictures,
            words: Words::of(&book.language),
            spare,
            detail: Detail::Off,
            rules: None,
            measure,
            whole: measure,
            part: PartKind::Manuscript,
        }
    }

    /// The frame of the body.
    pub(super) fn body_frame(&self) -> Frame {
        let area = &self.styled.area;
        Frame {
            mode: area.mode,
            start: Length::ZERO,
            measure: self.measure,
            most: area.block_size(),
            text: self.styled.body(),
            first_indent: self.styled.first_indent(self.measure.divide(area.grid.em)),
            alignment: Alignment::Justify,
        }
    }

    /// A division of the manuscript: its headline block and its blocks. Blocks are composed in parallel; the order is theirs.
    pub fn division(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let mut slabs = Flow { measure: self.whole, ..*self }.headline(division, report);
        slabs.iter_mut().for_each(|slab| slab.span = Span::All);
        slabs.extend(self.blocks_in_parallel(&division.blocks, self.body_frame(), report));
        self.on_pages(tidy(slabs))
    }

    /// The slabs, with those of text that are longer than a page divided between their lines.
    fn on_pages(&self, slabs: Vec<Slab>) -> Vec<Slab> {
        let most = self.styled.area.lines;
        if slabs.iter().all(|slab| slab.lines <= most) {
            return slabs;
        }
        slabs.into_iter().flat_map(|slab| if slab.lines > most { slab.divided(self.grid(), most) } else { vec![slab] }).collect()
    }

    fn blocks_in_parallel(&self, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let composed: Vec<(Vec<Slab>, Report)> = (0..blocks.len())
            .into_par_iter()
            .map(|index| {
                let mut own = Report::default();
                let slabs = self.block_among(blocks, index, frame, &mut own);
                (slabs, own)
            })
            .collect();
        let mut slabs = Vec::with_capacity(composed.iter().map(|(slabs, _)| slabs.len()).sum());
        let mut page_break = None;
        for (index, (block, (mut composed, own))) in blocks.iter().zip(composed).enumerate() {
            report.append(own);
            if let BlockKind::Break(kind) = &block.kind
                && let Some(before) = break_before(*kind)
            {
                page_break = Some(before);
                continue;
            }
            if let (Some(kind), Some(first)) = (page_break.take(), composed.first_mut()) {
                first.before = kind;
            }
            let runs_in = index > 0 && self.runs_into(&blocks[index - 1], block).is_some();
            if !runs_in && let Some(source) = source_of(block) {
                composed.iter_mut().filter(|slab| slab.kind != SlabKind::Space).for_each(|slab| slab.source = Some(source));
            }
            page_break = self.break_after(block);
            slabs.append(&mut composed);
        }
        slabs
    }

    /// Blocks inside another.
    pub(super) fn blocks(&self, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let mut slabs = Vec::new();
        for index in 0..blocks.len() {
            slabs.extend(self.block_among(blocks, index, frame, report));
        }
        slabs
    }

    /// A block with regard to those beside it.
    pub(super) fn block_among(&self, blocks: &[Block], index: usize, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let block = &blocks[index];
        let before = index.checked_sub(1).map(|before| &blocks[before]);
        if blocks.get(index + 1).is_some_and(|next| self.runs_into(block, next).is_some()) {
            return Vec::new();
        }
        if let (Some(before), BlockKind::Paragraph(content)) = (before, &block.kind)
            && let Some(heading) = self.runs_into(before, block)
        {
            return self.run_in(before, heading, content, &block.language, frame, report);
        }
        self.block(block, before, frame, report)
    }

    pub(super) fn block(&self, block: &Block, before: Option<&Block>, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let mut slabs = match &block.kind {
            BlockKind::Heading(heading) => self.heading(block, heading, before, frame, report),
            BlockKind::Paragraph(content) => self.paragraph(content, &block.language, frame, report),
            BlockKind::Figure(figure) => self.figure(block, figure, frame, report),
            BlockKind::Table(table) => self.table(block, table, frame, report),
            BlockKind::Quotation(quotation) => self.quotation(block, quotation, frame, report),
            BlockKind::List(list) => self.list(list, &block.language, frame, report),
            BlockKind::Code { text, .. } => self.code(block, text, frame, report),
            BlockKind::Container(container, blocks) => self.container(block, container, blocks, frame, report),
            BlockKind::SceneBreak => self.scene_break(block, frame, report),
            BlockKind::Break(PageBreak::Lines(lines)) => vec![Slab::space(i64::from(*lines))],
            // Breaks act on the block that follows; contents are set when folios are known.
            BlockKind::Break(_) | BlockKind::Contents => Vec::new(),
        };
        if block.identifier.is_some()
            && let Some(first) = slabs.first_mut()
            && !first.anchors.contains(&block.id)
        {
            first.anchors.push(block.id);
        }
        slabs
    }

    fn quotation(&self, block: &Block, quotation: &Quotation, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.quotation;
        let em = frame.text.size;
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let inner = frame.nested(em * rule.indent_start, em * rule.indent_end).with_text(text);
        let mut slabs = self.blocks(&quotation.blocks, inner, report);
        if let Some(source) = &quotation.source {
            let mut content = generated::plain(self.spare, SOURCE_MARK, &block.language);
            content.extend(source.iter().cloned());
            let aligned = Frame { alignment: Alignment::End, ..inner.without_indent() };
            let mut lines = self.lines(&content, None, &block.language, aligned, report);
            self.relabel(&mut lines, Owner::Node(block.id, Part::Label));
            let mut lines = self.line_slabs(lines, aligned);
            lines.iter_mut().for_each(|line| line.before = Break::Avoided);
            slabs.extend(lines);
        }
        if slabs.len() <= SHORT_QUOTATION {
            slabs.iter_mut().skip(1).filter(|slab| slab.before == Break::Allowed).for_each(|slab| slab.before = Break::Avoided);
        }
        spaced(slabs, rule.space)
    }

    fn container(&self, block: &Block, container: &Container, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let theme = &self.styled.theme;
        let em = frame.text.size;
        match container {
            Container::Verse => self.verse(blocks, frame, report),
            Container::Dialogue => self.dialogue(blocks, frame, report),
            Container::Plain => self.blocks(blocks, frame, report),
            Container::Box { title } => {
                let text = TextRule { size: self.styled.size(theme.r#box.size), role: theme.r#box.role };
                let inner = frame.nested(em * theme.r#box.padding, em * theme.r#box.padding).with_text(text);
                let mut slabs = vec![self.rule_slab(frame)];
                if let Some(title) = title {
                    let content = generated::numbered(block.id, title, &block.language, frame.mode);
                    let owner = Owner::Node(block.id, Part::Content);
                    let sans = TextRule { role: Role::Sans, ..text };
                    let titled = Frame { text: sans, alignment: Alignment::Start, ..inner.without_indent() };
                    let mut lines = self.owned_paragraph(&content, owner, &block.language, titled, report);
                    lines.iter_mut().for_each(|line| line.before = Break::Avoided);
                    slabs.extend(lines);
                }
                let mut content = self.blocks(blocks, inner, report);
                if let Some(first) = content.first_mut() {
                    first.before = Break::Avoided;
                }
                slabs.extend(content);
                slabs.push(Slab { before: Break::Avoided, ..self.rule_slab(frame) });
                spaced(slabs, theme.r#box.space)
            }
            Container::Lead => {
                let lead = self.styled.text(&theme.headline.lead);
                spaced(self.blocks(blocks, frame.with_text(lead), report), 1)
            }
            Container::PullQuote => {
                let text = TextRule { size: self.styled.size(theme.pull.size), role: theme.pull.role };
                let inner = frame.nested(em * theme.pull.indent, em * theme.pull.indent).with_text(text).without_indent();
                let inner = Frame { alignment: Alignment::Start, ..inner };
                let mut slabs: Vec<Slab> = blocks.iter().flat_map(|block| self.display(block, inner, report)).collect();
                slabs.iter_mut().skip(1).for_each(|slab| slab.before = Break::Avoided);
                if theme.pull.rules {
                    slabs.iter_mut().for_each(|slab| slab.before = Break::Avoided);
                    slabs.insert(0, self.rule_slab(frame));
                    slabs.push(Slab { before: Break::Avoided, ..self.rule_slab(frame) });
                }
                spaced(slabs, theme.pull.space)
            }
            Container::Colophon => {
                let text = TextRule { size: self.styled.size(theme.colophon.size), role: theme.colophon.role };
                // Turnover lines hang under the value.
                let hanging = frame.with_text(text).inset(text.size * IMPRINT_TURNOVER, Length::ZERO);
                self.blocks(blocks, Frame { alignment: Alignment::Start, first_indent: -IMPRINT_TURNOVER, ..hanging }, report)
            }
            Container::Direction(mode) if *mode == frame.mode => self.blocks(blocks, frame, report),
            Container::Placed(placement) => self.blocks(blocks, frame.placed(placement), report),
            Container::Direction(mode) => self.turned(*mode, blocks, frame, report),
        }
    }

    fn scene_break(&self, block: &Block, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.scene_break;
        let content = generated::plain(block.id, &rule.text, &block.language);
        let owner = Owner::Artifact(Artifact::Layout);
        let centred = Frame { alignment: Alignment::Center, ..frame.without_indent() };
        let lines = self.lines(&content, Some(owner), &block.language, centred, report);
        vec![Slab { before: Break::Avoided, ..self.group(lines, frame, frame.text.size, rule.lines) }]
    }
}

/// The fewest characters of a line, however deep blocks nest.
const LEAST_MEASURE: i64 = 6;

/// Where the second line of an entry of the imprint begins, in em.
const IMPRINT_TURNOVER: i64 = 3;

/// Quotations of so many lines, with their source, stay together where they can.
const SHORT_QUOTATION: usize = 4;

/// Stands before the source of a quotation.
const SOURCE_MARK: &str = "——";

/// The box between blank lines.
pub(super) fn spaced(mut slabs: Vec<Slab>, lines: i64) -> Vec<Slab> {
    if !slabs.is_empty() {
        slabs.insert(0, Slab::space(lines));
        slabs.push(Slab::space(lines));
    }
    slabs
}

/// Requirement PAG-02.
fn break_before(kind: PageBreak) -> Option<Break> {
    match kind {
        PageBreak::Page => Some(Break::Page),
        PageBreak::Column => Some(Break::Column),
        PageBreak::Recto => Some(Break::Recto),
        PageBreak::Verso => Some(Break::Verso),
        PageBreak::Lines(_) => None,
    }
}

/// The kind that keeps a box with what follows.
pub(super) fn kept(slab: Slab) -> Slab {
    Slab { kind: SlabKind::Kept, ..slab }
}
