//! The cover and the imprint.

use super::column::{Slab, tidy};
use super::flow_block::{Flow, Frame, PartKind};
use super::text::{alignment, display_pitch};
use crate::book::BlockKind;
use crate::book::Division;
use crate::diag::Code;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::style::Em;
use crate::style::TextRule;
use crate::style::TextSpec;

/// Blank lines before the title.
const BEFORE_TITLE: i64 = 2;
/// In vertical lines the blank lines before the title are this part of those that are left.
const BEFORE_COLUMNS: i64 = 4;
/// Pages of fewer lines are small.
const LEAST_LINES: i64 = 13;
/// How many of the last lines stand at the end of the page.
const AT_THE_END: usize = 2;

/// From line to line of an imprint that is longer than its page, at least, in em of it.
const CLOSEST: (i64, i64) = (4, 3);

/// Which page with the title, and with it the sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TitlePage {
    Cover,
    Leaf,
}

impl Flow<'_> {
    /// The generated cover, on one page: the title in large type and what follows it, the last lines at the end of the page.
    pub fn cover(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        self.title_page(division, TitlePage::Cover, AT_THE_END, report)
    }

    /// A leaf with the title, smaller than the cover (扉), the publisher at the end of the page.
    pub fn title_leaf(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        self.title_page(division, TitlePage::Leaf, 1, report)
    }

    /// Title and subtitle from the head; in vertical lines names and publisher end at the foot, further on from column to column.
    fn title_page(&self, division: &Division, page: TitlePage, at_the_end: usize, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.cover;
        let headline = &self.styled.theme.headline;
        let thirds = |size: Em| Em::thousandths(size.to_thousandths() * 2 / 3);
        // Small pages have the sizes of a headline block.
        let (title, subtitle) = match page {
            _ if self.styled.area.lines < LEAST_LINES => (headline.title.clone(), headline.subtitle.clone()),
            TitlePage::Cover => (rule.title.clone(), rule.subtitle.clone()),
            TitlePage::Leaf => {
                let subtitle = thirds(rule.subtitle.size).max(Em::thousandths(1150));
                (TextSpec { size: thirds(rule.title.size), ..rule.title.clone() }, TextSpec { size: subtitle, ..rule.subtitle.clone() })
            }
        };
        let vertical = self.styled.area.mode == WritingMode::VerticalRl;
        let blank = |lines: i64| Slab { lines, ..Slab::default() };
        let (mut head, mut foot) = (vec![blank(BEFORE_TITLE)], Vec::new());
        let texts = division.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).count();
        let mut seen = 0;
        for block in &division.blocks {
            let (content, spec) = match &block.kind {
                BlockKind::Heading(heading) => (&heading.content, if heading.level == 1 { &title } else { &subtitle }),
                BlockKind::Paragraph(content) => (content, &rule.text),
                BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Quotation(_)
                | BlockKind::List(_)
                | BlockKind::Code { .. }
                | BlockKind::Container(..)
                | BlockKind::SceneBreak
                | BlockKind::Break(_)
                | BlockKind::Contents => {
                    head.extend(self.blocks(std::slice::from_ref(block), self.body_frame(), report));
                    continue;
                }
            };
            let is_text = matches!(block.kind, BlockKind::Paragraph(_));
            let alignment = if vertical && is_text { Alignment::End } else { alignment(rule.alignment) };
            let frame = self.display_frame(self.styled.text(spec)).aligned(alignment, self.body_frame().measure);
            let lines = self.even_lines(content, &block.language, frame, report);
            let least = self.grid().lines_for(frame.text.size);
            let slab = self.group(lines, frame, display_pitch(frame.text.size), least);
            if is_text && seen == 0 {
                head.push(blank(1));
            }
            seen += usize::from(is_text);
            // Publisher and label stand at the end.
            if is_text && seen > 1 && seen + at_the_end > texts { foot.push(slab) } else { head.push(slab) }
        }
        let lines = |slabs: &[Slab]| slabs.iter().map(|slab| slab.lines).sum::<i64>();
        if lines(&head) + lines(&foot) > self.styled.area.lines {
            head.retain(|slab| !slab.is_blank());
        }
        let left = (self.styled.area.lines - lines(&head) - lines(&foot)).max(0);
        let before = if vertical { left / BEFORE_COLUMNS } else { 0 };
        let mut slabs = Vec::new();
        slabs.extend((before > 0).then(|| blank(before)));
        slabs.append(&mut head);
        slabs.extend((left > before).then(|| blank(left - before)));
        slabs.append(&mut foot);
        slabs
    }

    /// The imprint, horizontal in both directions, since most of it is numbers and addresses (requirement COP-03). It stands at the foot of
    /// its page; what is longer than the page is set closer.
    pub fn colophon(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.colophon;
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let frame: Frame = self.display_frame(text);
        let flow = Flow { part: PartKind::Imprint, ..*self };
        let (grid, area) = (self.grid(), &self.styled.area);
        let (inner, extent) = match frame.mode {
            WritingMode::HorizontalTb => (frame, area.block_size()),
            WritingMode::VerticalRl => (self.across(WritingMode::HorizontalTb, frame), area.measure()),
        };
        let mut own = Report::default();
        let slabs = tidy(flow.blocks(&division.blocks, inner, &mut own));
        // Identifiers and addresses are broken where they must be; the author cannot write them otherwise.
        own.judge(|finding| (finding.code != Code::BrokenWord).then_some(finding));
        report.append(own);
        let lines: i64 = slabs.iter().map(|slab| slab.lines).sum();
        let closest = text.size.scale(CLOSEST.0, CLOSEST.1);
        let (first, pitch) = match grid.extent(lines) {
            taken if taken <= extent && area.lines < LEAST_LINES => (Length::ZERO, grid.pitch),
            taken if taken <= extent => (extent - taken, grid.pitch),
            _ => (Length::ZERO, (extent - grid.em).scale(1, (lines - 1).max(1)).max(closest)),
        };
        if grid.em + pitch * (lines - 1).max(0) > extent {
            return match frame.mode {
                WritingMode::HorizontalTb => slabs,
                WritingMode::VerticalRl => flow.turned(WritingMode::HorizontalTb, &division.blocks, frame, &mut Report::default()),
            };
        }
        let (mut pieces, mut anchors, mut line) = (Vec::new(), Vec::new(), 0);
        for slab in slabs {
            pieces.extend(slab.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, first + pitch * line)));
            anchors.extend(slab.anchors);
            line += slab.lines;
        }
        match frame.mode {
            WritingMode::HorizontalTb => vec![Slab { lines: area.lines, pieces, anchors, ..Slab::default() }],
            WritingMode::VerticalRl => {
                vec![self.island(WritingMode::HorizontalTb, pieces, inner.measure, frame, &mut Vec::new(), &mut anchors)]
            }
        }
    }
}
