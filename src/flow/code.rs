//! Code: line by line, horizontal in both directions.

use super::column::{Break, Piece, Slab, Start};
use super::figure::Upright;
use super::flow_block::{Flow, Frame, spaced};
use super::generated;
use crate::book::Block;
use crate::book::Inline;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;
use crate::inline;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::inline::LineSettings;
use crate::inline::Paragraph;
use crate::style::TextRule;
use crate::unicode::Language;

/// What runs over a line of code begins this many cells further in than the line, which is at most half of what there is room for.
const TURNOVER: i64 = 4;

/// Where the rest of a line begins that is longer than the measure.
fn turnover(line: &str, frame: Frame) -> Length {
    let blanks: i64 = line.chars().take_while(|blank| blank.is_whitespace()).map(|blank| if blank == '\t' { 4 } else { 1 }).sum();
    (frame.text.size.scale(1, 2) * (blanks + TURNOVER)).min(frame.measure.scale(1, 2))
}

impl Flow<'_> {
    pub(super) fn code(&self, block: &Block, text: &str, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.code;
        let code = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let horizontal = match frame.mode {
            WritingMode::HorizontalTb => frame.nested(frame.text.size * rule.indent, Length::ZERO),
            WritingMode::VerticalRl => Frame { start: Length::ZERO, measure: frame.most, most: frame.measure, ..frame },
        };
        let inner = Frame { mode: WritingMode::HorizontalTb, text: code, alignment: Alignment::Start, ..horizontal.without_indent() };
        let lines = self.code_lines(block, text, inner, report);
        match frame.mode {
            WritingMode::HorizontalTb => {
                let count = lines.len();
                let mut slabs = self.line_slabs(lines, inner);
                for (index, slab) in slabs.iter_mut().enumerate() {
                    let edge = index == 1 || index > 0 && index + 1 == count;
                    slab.before = if edge { Break::Avoided } else { Break::Allowed };
                    slab.start = if index == 0 { Start::Begins } else { Start::Continues };
                }
                spaced(slabs, rule.space)
            }
            WritingMode::VerticalRl => self.upright_code(lines, code.size, frame),
        }
    }

    /// The lines of the code with the place of each in the block's text.
    fn code_lines(&self, block: &Block, text: &str, frame: Frame, report: &mut Report) -> Vec<Line> {
        let owner = Owner::Node(block.id, Part::Content);
        let mut lines = Vec::new();
        let mut offset = 0;
        for source in text.split_inclusive('\n') {
            let shown = source.trim_end();
            let content = generated::plain(block.id, shown, &block.language);
            let mut composed = self.code_line(&content, owner, &block.language, frame, turnover(shown, frame), report);
            if composed.is_empty() {
                composed.push(Line { size: frame.text.size, ..Line::default() });
            }
            for line in &mut composed {
                line.first = line.first.map(|(node, at)| (node, at + offset));
            }
            lines.extend(composed);
            offset += source.len();
        }
        lines
    }

    /// One line of code, and what runs over it `turnover` in.
    fn code_line(
        &self,
        content: &[Inline],
        owner: Owner,
        language: &Language,
        frame: Frame,
        turnover: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        let paragraph = Paragraph { content, owner: Some(owner), style: self.style(frame.text), language };
        let settings = LineSettings {
            mode: WritingMode::HorizontalTb,
            region: self.styled.region,
            measure: frame.measure,
            first_indent: Length::ZERO,
            indent: turnover,
            alignment: Alignment::Start,
        };
        inline::compose_code(&paragraph, &settings, &self.environment(), self.detail, report)
    }

    fn upright_code(&self, lines: Vec<Line>, size: Length, frame: Frame) -> Vec<Slab> {
        let pitch = size.scale(3, 2);
        let capacity = usize::try_from(frame.measure.divide(pitch)).unwrap_or(1).max(1);
        let width = lines.iter().map(|line| line.inline_size).fold(size, Length::max);
        let mut slabs = Vec::new();
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let mut pieces: Vec<Piece> = Vec::new();
            let mut height = Length::ZERO;
            for line in lines.by_ref().take(capacity) {
                pieces.push(self.line_piece(line, Length::ZERO, height + pitch.scale(1, 2)));
                height += pitch;
            }
            slabs.push(self.upright_slab(Upright { size: LogicalSize { inline: width, block: height }, pieces }, frame));
        }
        slabs
    }
}
