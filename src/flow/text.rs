//! Paragraphs, headings and verse to boxes.

use super::column::{Break, Piece, Slab, Start};
use super::flow_block::{Flow, Frame};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Owner;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;
use crate::inline;
use crate::inline::Alignment;
use crate::inline::Environment;
use crate::inline::Line;
use crate::inline::LineSettings;
use crate::inline::Paragraph;
use crate::inline::TextStyle;
use crate::style;
use crate::style::FirstBracket;
use crate::style::Grid;
use crate::style::TextRule;
use crate::unicode::Language;
use crate::unicode::Region;

/// Brackets and quotation marks that open.
const OPENING_BRACKETS: &str = "「『（〔［｛〈《【〖“‘〝";

/// From line to line of large type that is set as a group, in em of it.
const DISPLAY_PITCH: (i64, i64) = (3, 2);

impl Flow<'_> {
    pub(super) fn grid(&self) -> Grid {
        self.styled.area.grid
    }

    pub(super) fn style(&self, rule: TextRule) -> TextStyle {
        let role = rule.role.font(self.styled.region);
        TextStyle { size: rule.size, role }
    }

    /// Composes inline content in a frame; turnover lines begin at the frame's start.
    pub(super) fn lines(
        &self,
        content: &[Inline],
        owner: Option<Owner>,
        language: &Language,
        frame: Frame,
        report: &mut Report,
    ) -> Vec<Line> {
        self.hanging_lines(content, owner, language, frame, Length::ZERO, report)
    }

    /// Composes inline content whose turnover lines begin `turnover` further in.
    pub(super) fn hanging_lines(
        &self,
        content: &[Inline],
        owner: Option<Owner>,
        language: &Language,
        frame: Frame,
        turnover: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        self.indented_lines(content, owner, language, frame, frame.text.size * frame.first_indent, turnover, report)
    }

    /// Composes inline content whose first line begins `first` in, and the others `turnover`; notes in the line stand in it.
    #[expect(clippy::too_many_arguments, reason = "what a paragraph is, and where its lines begin")]
    pub(super) fn indented_lines(
        &self,
        content: &[Inline],
        owner: Option<Owner>,
        language: &Language,
        frame: Frame,
        first: Length,
        turnover: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        if let Some(content) = self.with_notes_in_line(content) {
            let mut lines = self.composed(&content, owner, language, frame, first, turnover, report);
            self.brackets_are_artifacts(&mut lines);
            return lines;
        }
        self.composed(content, owner, language, frame, first, turnover, report)
    }

    #[expect(clippy::too_many_arguments, reason = "what a paragraph is, and where its lines begin")]
    fn composed(
        &self,
        content: &[Inline],
        owner: Option<Owner>,
        language: &Language,
        frame: Frame,
        first: Length,
        turnover: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        let paragraph = Paragraph { content, owner, style: self.style(frame.text), language };
        let settings = LineSettings {
            mode: frame.mode,
            region: self.styled.region,
            measure: frame.measure,
            first_indent: first,
            indent: turnover,
            alignment: frame.alignment,
        };
        inline::compose_with(&paragraph, &settings, &self.environment(), self.detail, report)
    }

    /// What all lines of the edition share.
    pub(super) fn environment(&self) -> Environment<'_> {
        Environment {
            fonts: self.fonts,
            resolved: self.resolved,
            pairings: &self.styled.pairings,
            readings: self.styled.readings,
            rules: self.rules,
        }
    }

    /// A paragraph, a box for each line.
    pub(super) fn paragraph(&self, content: &[Inline], language: &Language, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let lines = self.first_bracket_lines(content, language, frame, report);
        let pitch = self.grid().pitch * self.grid().lines_for(frame.text.size).max(1);
        for (below, above) in inline::meeting_readings(&lines, pitch) {
            let span = content.iter().find_map(|inline| inline.span);
            report.add(Diagnostic::new(Code::ReadingsMeet).maybe_at(span).with("below", below).with("above", above));
        }
        self.line_slabs(lines, frame)
    }

    /// The lines of a paragraph; one that begins with an opening bracket begins as the theme says (JLREQ 3.1.5; requirement PAR-02).
    fn first_bracket_lines(&self, content: &[Inline], language: &Language, frame: Frame, report: &mut Report) -> Vec<Line> {
        let style = self.styled.theme.paragraph.first_bracket;
        let begins = || plain_text(content).chars().next().is_some_and(|first| OPENING_BRACKETS.contains(first));
        let half = frame.text.size.scale(1, 2);
        match style {
            FirstBracket::Half if frame.first_indent > 0 && begins() => {
                self.indented_lines(content, None, language, frame, half, Length::ZERO, report)
            }
            FirstBracket::Blank if frame.first_indent > 0 && begins() => {
                let indent = frame.text.size * frame.first_indent;
                let lines = self.lines(content, None, language, frame, report);
                // Where the region's brackets keep their em there is nothing to add.
                let trimmed = lines.first().and_then(|line| line.runs.first()).is_some_and(|run| run.inline < indent);
                if trimmed {
                    self.indented_lines(content, None, language, frame, indent + half, Length::ZERO, &mut Report::default())
                } else {
                    lines
                }
            }
            FirstBracket::Flush | FirstBracket::Half | FirstBracket::Blank => self.lines(content, None, language, frame, report),
        }
    }

    pub(super) fn owned_paragraph(
        &self,
        content: &[Inline],
        owner: Owner,
        language: &Language,
        frame: Frame,
        report: &mut Report,
    ) -> Vec<Slab> {
        let lines = self.lines(content, Some(owner), language, frame, report);
        self.line_slabs(lines, frame)
    }

    /// A box for each line of a paragraph. Chinese and others keep two lines of it on either page; Japanese pages keep their number
    /// of lines instead (requirement PAR-09).
    pub(super) fn line_slabs(&self, lines: Vec<Line>, frame: Frame) -> Vec<Slab> {
        let count = lines.len();
        let pairs = self.styled.region != Region::Japan;
        let height = self.grid().lines_for(frame.text.size).max(1);
        let slab = |(index, line): (usize, Line)| Slab {
            lines: height,
            notes: line.notes.clone(),
            before: if pairs && (index == 1 || index > 0 && index + 1 == count) { Break::Avoided } else { Break::Allowed },
            start: if index == 0 { Start::Begins } else { Start::Continues },
            pieces: vec![self.line_piece(line, frame.start, self.grid().extent(height).scale(1, 2))],
            ..Slab::default()
        };
        lines.into_iter().enumerate().map(slab).collect()
    }

    pub(super) fn line_piece(&self, line: Line, inline: Length, block: Length) -> Piece {
        Piece::Line { origin: LogicalPoint { inline, block }, line: Box::new(line) }
    }

    /// Lines as one box, in the middle of the grid lines that it takes: at least `least`, more when there are more lines of text
    /// than one (requirement HED-02).
    pub(super) fn group(&self, lines: Vec<Line>, frame: Frame, pitch: Length, least: i64) -> Slab {
        let size = frame.text.size;
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX).max(1);
        let extent = size + pitch * (count - 1);
        let grid = self.grid();
        let taken = least + grid.lines_for(extent) - grid.lines_for(size);
        let taken = taken.max(grid.lines_for(extent));
        let mut centre = (grid.extent(taken) - extent).scale(1, 2) + size.scale(1, 2);
        let notes = lines.iter().flat_map(|line| line.notes.iter().copied()).collect();
        let mut pieces = Vec::with_capacity(lines.len());
        for line in lines {
            pieces.push(self.line_piece(line, frame.start, centre));
            centre += pitch;
        }
        Slab { lines: taken, pieces, notes, ..Slab::default() }
    }

    /// Verse: a line of the text is a line, and what does not fit is turned over further in (requirement PAR-07).
    pub(super) fn verse(&self, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.verse;
        let em = frame.text.size;
        let text = TextRule { role: rule.role, ..frame.text };
        let inner = Frame { alignment: Alignment::Start, text, ..frame.nested(em * rule.indent, Length::ZERO).without_indent() };
        let mut slabs = vec![Slab::space(rule.space)];
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    for line in content.split(|inline| inline.kind == InlineKind::LineBreak).filter(|line| !line.is_empty()) {
                        let lines = self.hanging_lines(line, None, &block.language, inner, em * rule.turnover, report);
                        slabs.extend(self.line_slabs(lines, inner));
                    }
                }
                BlockKind::Heading(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Quotation(_)
                | BlockKind::List(_)
                | BlockKind::Code { .. }
                | BlockKind::Container(..)
                | BlockKind::SceneBreak
                | BlockKind::Break(_)
                | BlockKind::Contents => slabs.extend(self.blocks(std::slice::from_ref(block), inner, report)),
            }
            slabs.push(Slab::space(rule.space));
        }
        slabs
    }

    /// A rule across the frame in the middle of a grid line.
    pub(super) fn rule_slab(&self, frame: Frame) -> Slab {
        let thickness = Length::micrometres(self.styled.theme.table.thin);
        let origin = LogicalPoint { inline: frame.start, block: (self.grid().em - thickness).scale(1, 2) };
        let rect = LogicalRect { origin, size: LogicalSize { inline: frame.measure, block: thickness } };
        Slab { lines: 1, pieces: vec![Piece::Fill { rect, grey: 0 }], ..Slab::default() }
    }

    /// Blocks in the other direction, upright in boxes as high as the column is wide.
    pub(super) fn turned(&self, mode: WritingMode, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let inner = self.across(mode, frame);
        let measure = inner.measure;
        let capacity = self.grid().lines_for(frame.measure + Length::units(1)) - 1;
        let mut islands = Vec::new();
        let (mut pieces, mut taken, mut notes, mut anchors) = (Vec::new(), 0, Vec::new(), Vec::new());
        for slab in self.blocks(blocks, inner, report) {
            if taken > 0 && taken + slab.lines > capacity.max(1) {
                islands.push(self.island(mode, std::mem::take(&mut pieces), measure, frame, &mut notes, &mut anchors));
                taken = 0;
            }
            let block = self.grid().pitch * taken;
            pieces.extend(slab.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, block)));
            notes.extend(slab.notes);
            anchors.extend(slab.anchors);
            taken += slab.lines;
        }
        if !pieces.is_empty() {
            islands.push(self.island(mode, pieces, measure, frame, &mut notes, &mut anchors));
        }
        super::flow_block::spaced(islands, 1)
    }

    /// The frame of lines that run across those of a frame.
    pub(super) fn across(&self, mode: WritingMode, frame: Frame) -> Frame {
        let em = frame.text.size;
        Frame { mode, start: Length::ZERO, measure: em * frame.most.divide(em).max(1), most: frame.measure, ..frame }
    }

    /// A box of lines in another direction: `measure` along its lines, which is the column's block axis.
    pub(super) fn island(
        &self,
        mode: WritingMode,
        pieces: Vec<Piece>,
        measure: Length,
        frame: Frame,
        notes: &mut Vec<crate::book::NodeId>,
        anchors: &mut Vec<crate::book::NodeId>,
    ) -> Slab {
        let lines = self.grid().lines_for(measure);
        let origin = LogicalPoint { inline: frame.start, block: (self.grid().extent(lines) - measure).scale(1, 2) };
        let rect = LogicalRect { origin, size: LogicalSize { inline: frame.measure, block: measure } };
        Slab {
            lines,
            pieces: vec![Piece::Island { rect, mode, pieces }],
            notes: std::mem::take(notes),
            anchors: std::mem::take(anchors),
            ..Slab::default()
        }
    }
}

pub(super) fn display_pitch(size: Length) -> Length {
    size.scale(DISPLAY_PITCH.0, DISPLAY_PITCH.1)
}

pub(super) fn alignment(alignment: style::Alignment) -> Alignment {
    match alignment {
        style::Alignment::Justify => Alignment::Justify,
        style::Alignment::Start => Alignment::Start,
        style::Alignment::Center => Alignment::Center,
        style::Alignment::End => Alignment::End,
    }
}
