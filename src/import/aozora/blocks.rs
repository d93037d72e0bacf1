//! Lines to blocks: paragraphs and where they stand, headings, figures, breaks.

use std::ops::Range;

use super::annotation::Heading;
use super::annotation::HeadingKind;
use super::annotation::Look;
use super::annotation::Setting;
use super::inlines::Inlines;
use super::line::Line;
use super::line::LineReader;
use super::line::Order;
use super::line::Point;
use super::tally::Finding;
use super::tally::FindingKind;
use super::tally::Tally;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Edge;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::PictureFile;
use crate::book::Placement;
use crate::geom::WritingMode;
use crate::import::tree::Tree;

/// What a block stands in, outermost first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Surroundings {
    horizontal: bool,
    boxed: bool,
    placement: Option<Placement>,
}

/// The text's lines become blocks.
pub struct Blocks<'t> {
    tree: &'t mut Tree,
    reader: LineReader<'t>,
    items: Vec<(Surroundings, Block)>,
    /// Of the lines to come.
    indent: Option<(i8, u8)>,
    at_end: Option<u8>,
    measure: Option<u8>,
    horizontal: bool,
    boxed: bool,
    /// Empty lines before the next block.
    empty: u8,
    /// A heading of several lines.
    heading: Option<(Heading, Vec<Inline>)>,
    /// Ranks of headings that occur, for their levels.
    ranks: Vec<(usize, u8)>,
}

impl<'t> Blocks<'t> {
    pub fn new(tree: &'t mut Tree, tally: &'t mut Tally) -> Blocks<'t> {
        Blocks {
            tree,
            reader: LineReader { tally, open: Vec::new() },
            items: Vec::new(),
            indent: None,
            at_end: None,
            measure: None,
            horizontal: false,
            boxed: false,
            empty: 0,
            heading: None,
            ranks: Vec::new(),
        }
    }

    /// Reads a line that begins at `offset` of the file.
    pub fn line(&mut self, source: &str, offset: usize) {
        let had_heading = self.open_heading();
        let line = self.reader.line(source, offset);
        let text_length = line.text.trim_matches(['\u{3000}', ' ', '\t']).len();
        if source.trim().is_empty() {
            self.empty = self.empty.saturating_add(1);
            return;
        }
        let (mut alone, mut end_only) = (None, None);
        let mut divided = None;
        for (at, order) in &line.orders {
            match order {
                Order::Line(Setting::Indent { rest, .. }) => alone = Some(*rest),
                Order::Line(Setting::AtEnd(em)) => {
                    end_only = Some(*em);
                    divided = Some(*at).filter(|at| !line.text[..*at].trim_matches(['\u{3000}', ' ']).is_empty());
                }
                Order::Line(setting) | Order::BeginBlock(setting) => self.begin(setting),
                Order::EndBlock(name) => self.end(name),
                Order::Break(kind) => {
                    let broken = self.tree.block(BlockKind::Break(*kind));
                    self.empty = 0;
                    self.items.push((Surroundings::default(), broken));
                }
            }
        }
        let heading = line.looks.iter().find_map(|(range, look)| match look {
            Look::Heading(heading) => Some((range.clone(), *heading)),
            _ => None,
        });
        if let Some(picture) = picture_alone(&line, text_length) {
            self.figure(picture);
        } else if text_length == 0 && line.points.is_empty() {
            // The line was annotations alone.
        } else if (had_heading || self.open_heading()) && (heading.is_some() || self.heading.is_some()) {
            self.heading_line(&line);
        } else if let Some((range, heading)) = heading {
            self.heading(&line, range, heading);
        } else if self.caption(&line) {
            // It belongs to the figure before it.
        } else if let Some(at) = divided {
            let mut nodes = Inlines::new(&line, self.tree);
            let first = nodes.part(trimmed(&line.text, 0..at));
            let second = nodes.part(trimmed(&line.text, at..line.text.len()));
            let placement = self.placement(&line.text[..at], alone, None);
            self.paragraph(first, placement);
            let placement = self.placement(&line.text[at..], None, end_only);
            self.paragraph(second, placement);
        } else {
            let content = Inlines::new(&line, self.tree).part(trimmed(&line.text, 0..line.text.len()));
            let placement = self.placement(&line.text, alone, end_only);
            self.paragraph(content, placement);
        }
        if had_heading && !self.open_heading() {
            self.end_heading();
        }
    }

    fn open_heading(&self) -> bool {
        self.reader.open.iter().any(|(look, _)| matches!(look, Look::Heading(_)))
    }

    fn begin(&mut self, setting: &Setting) {
        match setting {
            Setting::Indent { first, rest } => self.indent = Some((*first, *rest)),
            Setting::AtEnd(em) => self.at_end = Some(*em),
            Setting::Measure(em) => self.measure = Some(*em),
            Setting::Horizontal => self.horizontal = true,
            Setting::Boxed => self.boxed = true,
            Setting::Look(_) => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "字下げ" => self.indent = None,
            "地付き" | "字上げ" => self.at_end = None,
            "字詰め" => self.measure = None,
            "横組み" => self.horizontal = false,
            "罫囲み" => self.boxed = false,
            _ => {}
        }
    }

    /// Where a line stands that begins with the white space of `text`.
    fn placement(&self, text: &str, alone: Option<u8>, at_end: Option<u8>) -> Option<Placement> {
        let leading = text.chars().take_while(|character| *character == '\u{3000}').count();
        let spaces = i8::try_from(leading).unwrap_or(i8::MAX);
        let opens = text.starts_with(['「', '『', '（', '〔', '［', '【', '〈', '《', '“', '‘', '｛', '〝']);
        let mut placement = Placement { measure: self.measure, ..Placement::default() };
        if let Some(end) = at_end.or(self.at_end.filter(|_| alone.is_none())) {
            placement.edge = Edge::End;
            placement.end = end;
            return Some(placement);
        }
        let (first, start) = match (alone, self.indent) {
            (Some(em), _) => (0, em),
            (None, Some(indent)) => indent,
            (None, None) => (0, 0),
        };
        placement.start = start;
        // A paragraph begins as the style says when the file writes one space or opens a bracket.
        let is_usual = first == 0 && alone.is_none() && (leading == 1 || opens);
        placement.first = (!is_usual).then(|| first.saturating_add(spaces));
        Some(placement).filter(|placement| *placement != Placement::default())
    }

    fn surroundings(&self, placement: Option<Placement>) -> Surroundings {
        Surroundings { horizontal: self.horizontal, boxed: self.boxed, placement }
    }

    fn push(&mut self, surroundings: Surroundings, block: Block) {
        let is_display = |block: &Block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Break(_) | BlockKind::Figure(_));
        let follows_text = self.items.last().is_some_and(|(_, before)| !is_display(before));
        if self.empty > 0 && follows_text && !is_display(&block) {
            let lines = self.tree.block(BlockKind::Break(PageBreak::Lines(self.empty.min(MOST_EMPTY))));
            // Inside the same surroundings the lines do not divide them.
            let between = self.items.last().map_or(Surroundings::default(), |(before, _)| common(*before, surroundings));
            self.items.push((between, lines));
        }
        self.empty = 0;
        self.items.push((surroundings, block));
    }

    fn paragraph(&mut self, content: Vec<Inline>, placement: Option<Placement>) {
        if content.is_empty() {
            return;
        }
        let block = self.tree.block(BlockKind::Paragraph(content));
        let surroundings = self.surroundings(placement);
        self.push(surroundings, block);
    }

    fn heading(&mut self, line: &Line, range: Range<usize>, heading: Heading) {
        let mut nodes = Inlines::new(line, self.tree);
        let before = nodes.part(trimmed(&line.text, 0..range.start));
        let content = nodes.part(trimmed(&line.text, range.clone()));
        let after = nodes.part(trimmed(&line.text, range.end..line.text.len()));
        let placement = self.placement(&line.text, None, None);
        self.paragraph(before, placement);
        self.push_heading(heading, content);
        if heading.kind == HeadingKind::Own && after.iter().all(|inline| matches!(inline.kind, InlineKind::NoteMark { .. })) {
            // Remarks on the words of the heading stay with them.
            if let Some((_, Block { kind: BlockKind::Heading(heading), .. })) = self.items.last_mut() {
                heading.content.extend(after);
            }
            return;
        }
        self.paragraph(after, Some(Placement { first: Some(0), ..Placement::default() }));
    }

    fn push_heading(&mut self, heading: Heading, content: Vec<Inline>) {
        if content.is_empty() {
            return;
        }
        self.reader.tally.headings += 1;
        let block = self.tree.heading(heading.rank, content);
        self.push(Surroundings::default(), block);
        self.ranks.push((self.items.len() - 1, heading.rank));
    }

    /// A line of a heading that has more than one.
    fn heading_line(&mut self, line: &Line) {
        let found = line.looks.iter().find_map(|(_, look)| match look {
            Look::Heading(heading) => Some(*heading),
            _ => None,
        });
        let content = Inlines::new(line, self.tree).part(trimmed(&line.text, 0..line.text.len()));
        if let (Some(heading), None) = (found, &self.heading) {
            self.heading = Some((heading, Vec::new()));
        }
        if let Some((_, lines)) = &mut self.heading {
            if !lines.is_empty() {
                lines.push(self.tree.inline(InlineKind::LineBreak));
            }
            lines.extend(content);
        }
        if !self.open_heading() {
            self.end_heading();
        }
    }

    fn end_heading(&mut self) {
        if let Some((heading, content)) = self.heading.take() {
            self.push_heading(heading, content);
        }
    }

    fn figure(&mut self, (file, words): (&str, &str)) {
        self.reader.tally.figures += 1;
        let picture = PictureFile { path: file.to_owned(), alternative: words.to_owned(), decorative: false };
        let block = self.tree.figure(picture, Vec::new());
        let surroundings = Surroundings::default();
        self.push(surroundings, block);
    }

    /// Gives the line to the figure before it, when it is a caption.
    fn caption(&mut self, line: &Line) -> bool {
        let is_caption = line.looks.iter().any(|(_, look)| *look == Look::Caption);
        let follows = matches!(self.items.last(), Some((_, Block { kind: BlockKind::Figure(figure), .. })) if figure.caption.is_empty());
        if !is_caption || !follows {
            return false;
        }
        let content = Inlines::new(line, self.tree).part(trimmed(&line.text, 0..line.text.len()));
        if let Some((_, Block { kind: BlockKind::Figure(figure), .. })) = self.items.last_mut() {
            figure.caption = content;
        }
        true
    }

    /// The blocks, each in what it stands in; headings get levels from 2 on in the order of the ranks that occur.
    pub fn finish(mut self, end: usize) -> Vec<Block> {
        self.end_heading();
        for (_, begun) in std::mem::take(&mut self.reader.open) {
            self.reader.tally.add(Finding::new(FindingKind::UnendedAnnotation, end..end, &begun));
        }
        let mut ranks: Vec<u8> = self.ranks.iter().map(|(_, rank)| *rank).collect();
        ranks.sort_unstable();
        ranks.dedup();
        for (item, rank) in &self.ranks {
            if let BlockKind::Heading(heading) = &mut self.items[*item].1.kind {
                heading.level = ranks.iter().position(|known| known == rank).map_or(2, |at| at as u8 + 2);
            }
        }
        let Blocks { tree, mut items, .. } = self;
        let is_break = |block: &Block| matches!(block.kind, BlockKind::Break(_));
        let kept = items.iter().rposition(|(_, block)| !is_break(block)).map_or(0, |at| at + 1);
        items.truncate(kept);
        nest(tree, items, 0)
    }
}

/// Empty lines in a row that are kept.
const MOST_EMPTY: u8 = 10;

fn common(before: Surroundings, after: Surroundings) -> Surroundings {
    let placement = before.placement.filter(|_| before.placement == after.placement);
    Surroundings { horizontal: before.horizontal && after.horizontal, boxed: before.boxed && after.boxed, placement }
}

/// Blocks in containers: direction outermost, then frames, then places on the line.
fn nest(tree: &mut Tree, items: Vec<(Surroundings, Block)>, level: usize) -> Vec<Block> {
    let container = |around: &Surroundings| match level {
        0 => around.horizontal.then_some(Container::Direction(WritingMode::HorizontalTb)),
        1 => around.boxed.then_some(Container::Box { title: None }),
        _ => around.placement.map(Container::Placed),
    };
    let mut out = Vec::new();
    let mut items = items.into_iter().peekable();
    while let Some((around, block)) = items.next() {
        let own = container(&around);
        let mut group = vec![(around, block)];
        while let Some(next) = items.next_if(|(next, _)| container(next) == own) {
            group.push(next);
        }
        let blocks = if level < 2 { nest(tree, group, level + 1) } else { group.into_iter().map(|(_, block)| block).collect() };
        match own {
            Some(container) => out.push(tree.block(BlockKind::Container(container, blocks))),
            None => out.extend(blocks),
        }
    }
    out
}

/// The range without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let is_blank = ['\u{3000}', ' ', '\t'];
    let start = range.start + (part.len() - part.trim_start_matches(is_blank).len());
    let end = (range.start + part.trim_end_matches(is_blank).len()).max(start);
    start..end
}

/// The picture of a line that holds nothing else.
fn picture_alone(line: &Line, text_length: usize) -> Option<(&str, &str)> {
    match &line.points[..] {
        [(_, Point::Picture { file, words })] if text_length == 0 => Some((file, words)),
        _ => None,
    }
}
