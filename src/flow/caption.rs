//! Captions and credits (requirement FIG-05).

use super::flow_block::{Flow, Frame};
use super::generated;
use crate::book::Block;
use crate::book::Inline;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::style::Role;
use crate::style::TextRule;

impl Flow<'_> {
    /// The lines of caption and credit; one line stands in the middle.
    pub(super) fn caption(
        &self,
        block: &Block,
        caption: &[Inline],
        credit: Option<&str>,
        measure: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        let rule = &self.styled.theme.caption;
        let mut lines = Vec::new();
        if let Some((content, label)) = self.labelled(block, caption, self.resolved.figure_numbers.get(&block.id)) {
            lines.extend(self.caption_lines(&content, label, block, rule.role, measure, report));
        }
        if let Some(credit) = credit {
            let content = generated::plain(block.id, credit, &block.language);
            let mut composed = self.caption_lines(&content, None, block, Role::Serif, measure, report);
            if lines.len() > 1 && composed.len() == 1 {
                // Under a caption of several lines it begins where they do.
                composed = self.start_aligned(&content, block, measure);
            }
            lines.extend(composed);
        }
        lines
    }

    fn start_aligned(&self, content: &[Inline], block: &Block, measure: Length) -> Vec<Line> {
        let frame = Frame { alignment: Alignment::Start, ..self.caption_frame(Role::Serif, measure) };
        self.lines(content, None, &block.language, frame, &mut Report::default())
    }

    fn caption_frame(&self, role: Role, measure: Length) -> Frame {
        let size = self.styled.size(self.styled.theme.caption.size);
        Frame {
            mode: WritingMode::HorizontalTb,
            start: Length::ZERO,
            measure,
            most: Length::ZERO,
            text: TextRule { size, role },
            first_indent: 0,
            alignment: Alignment::Justify,
        }
    }

    /// The caption with its generated label before it, and who owns what has the spare node.
    pub(super) fn labelled(&self, block: &Block, caption: &[Inline], label: Option<&String>) -> Option<(Vec<Inline>, Option<Owner>)> {
        if caption.is_empty() && label.is_none() {
            return None;
        }
        let mut content = Vec::new();
        if let Some(label) = label {
            content.extend(generated::plain(self.spare, &format!("{label}　"), &block.language));
        }
        content.extend(caption.iter().cloned());
        Some((content, label.map(|_| Owner::Node(block.id, Part::Label))))
    }

    pub(super) fn caption_lines(
        &self,
        content: &[Inline],
        label: Option<Owner>,
        block: &Block,
        role: Role,
        measure: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        let frame = self.caption_frame(role, measure);
        let mut lines = self.lines(content, None, &block.language, frame, report);
        if lines.len() == 1 {
            lines = self.lines(content, None, &block.language, Frame { alignment: Alignment::Center, ..frame }, &mut Report::default());
        }
        if let Some(owner) = label {
            self.relabel(&mut lines, owner);
        }
        lines
    }

    /// Gives text of the spare node to its owner.
    pub(super) fn relabel(&self, lines: &mut [Line], owner: Owner) {
        for line in lines {
            for run in line.runs.iter_mut().filter(|run| matches!(run.owner, Owner::Node(node, _) if node == self.spare)) {
                run.owner = owner;
            }
            if line.first.is_some_and(|(node, _)| node == self.spare) {
                line.first = None;
            }
        }
    }
}
