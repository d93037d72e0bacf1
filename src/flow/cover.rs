//! The cover and the imprint.

use super::column::{Slab, tidy};
use super::flow_block::{Flow, Frame};
use super::text::display_pitch;
use crate::book::BlockKind;
use crate::book::Division;
use crate::diag::Report;
use crate::geom::WritingMode;
use crate::style::TextRule;

impl Flow<'_> {
    /// The generated cover: the title in large type, what follows it below.
    pub fn cover(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.cover;
        let mut slabs = Vec::new();
        for block in &division.blocks {
            let (content, spec) = match &block.kind {
                BlockKind::Heading(heading) => (&heading.content, if heading.level == 1 { &rule.title } else { &rule.subtitle }),
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
                    slabs.extend(self.blocks(std::slice::from_ref(block), self.body_frame(), report));
                    continue;
                }
            };
            let frame = self.display_frame(self.styled.text(spec));
            let lines = self.lines(content, None, &block.language, frame, report);
            let least = self.grid().lines_for(frame.text.size) + 1;
            slabs.push(self.group(lines, frame, display_pitch(frame.text.size), least));
        }
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
