//! The cover and the imprint.

use super::column::{Slab, tidy};
use super::flow_block::{Flow, Frame};
use super::text::{alignment, display_pitch};
use crate::book::BlockKind;
use crate::book::Division;
use crate::diag::Report;
use crate::geom::WritingMode;
use crate::style::TextRule;

/// Blank lines before the title.
const BEFORE_TITLE: i64 = 2;
/// Pages of fewer lines are small.
const LEAST_LINES: i64 = 13;
/// How many of the last lines stand at the end of the page.
const AT_THE_END: usize = 2;

impl Flow<'_> {
    /// The generated cover, on one page: the title in large type and what follows it, the last lines at the end of the page.
    pub fn cover(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        self.title_page(division, self.styled.area.lines < LEAST_LINES, AT_THE_END, report)
    }

    /// A leaf with the title, smaller than the cover (扉), the publisher at the end of the page.
    pub fn title_leaf(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        self.title_page(division, true, 1, report)
    }

    fn title_page(&self, division: &Division, small: bool, at_the_end: usize, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.cover;
        // Small pages have the sizes of a headline block.
        let headline = &self.styled.theme.headline;
        let (title, subtitle) = if small { (&headline.title, &headline.subtitle) } else { (&rule.title, &rule.subtitle) };
        let blank = |lines: i64| Slab { lines, ..Slab::default() };
        let (mut head, mut foot) = (vec![blank(BEFORE_TITLE)], Vec::new());
        let texts = division.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_))).count();
        let mut seen = 0;
        for block in &division.blocks {
            let (content, spec) = match &block.kind {
                BlockKind::Heading(heading) => (&heading.content, if heading.level == 1 { title } else { subtitle }),
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
            let frame = Frame { alignment: alignment(rule.alignment), ..self.display_frame(self.styled.text(spec)) };
            let lines = self.even_lines(content, &block.language, frame, report);
            let is_text = matches!(block.kind, BlockKind::Paragraph(_));
            let least = self.grid().lines_for(frame.text.size);
            let slab = self.group(lines, frame, display_pitch(frame.text.size), least);
            if is_text && seen == 0 {
                head.push(blank(1));
            }
            seen += usize::from(is_text);
            // Publisher and label stand at the end.
            if is_text && seen > 1 && seen + at_the_end > texts { foot.push(slab) } else { head.push(slab) }
        }
        let needed: i64 = head.iter().chain(&foot).map(|slab| slab.lines).sum();
        if needed > self.styled.area.lines {
            head.retain(|slab| !slab.is_blank());
        }
        let taken: i64 = head.iter().chain(&foot).map(|slab| slab.lines).sum();
        let mut slabs = head;
        if taken < self.styled.area.lines {
            slabs.push(blank(self.styled.area.lines - taken));
        }
        slabs.append(&mut foot);
        slabs
    }

    /// The imprint, horizontal in both directions, since most of it is numbers and addresses (requirement COP-03).
    pub fn colophon(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.colophon;
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let frame: Frame = self.display_frame(text);
        tidy(match frame.mode {
            WritingMode::HorizontalTb => self.blocks(&division.blocks, frame, report),
            WritingMode::VerticalRl => self.turned(WritingMode::HorizontalTb, &division.blocks, frame, report),
        })
    }
}
