//! Headings: on lines of their own, on a leaf of their own, or at the head of the paragraph that follows (requirements HED-01 to HED-10).

use super::column::{Break, Slab, SlabKind, Span};
use super::flow_block::{Flow, Frame, PartKind};
use super::generated;
use super::text::{alignment, display_pitch};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Heading;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Style;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Line;
use crate::style::Begin;
use crate::style::Em;
use crate::style::HeadingForm;
use crate::style::HeadingRule;
use crate::style::TextRule;
use crate::unicode::Language;

/// Between a number and its title, and between a heading and the text that goes on in its line (JLREQ 4.1.2).
const EM_OF_WHITE: &str = "\u{3000}";
/// Titles of so many Han characters are spread evenly.
const SPREAD: std::ops::RangeInclusive<usize> = 2..=4;
/// The title of the imprint is small.
const IMPRINT_TITLE_LINES: i64 = 3;
/// The part of a leaf above its title.
const ABOVE_LEAF_TITLE: (i64, i64) = (3, 10);

impl Flow<'_> {
    pub(super) fn heading(&self, block: &Block, heading: &Heading, before: Option<&Block>, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let made;
        let rule = match self.part {
            PartKind::Manuscript => self.styled.theme.heading(heading.level),
            PartKind::Generated | PartKind::Imprint => {
                made = self.part_title();
                &made
            }
        };
        let indent = match frame.mode {
            WritingMode::VerticalRl => rule.indent_vertical,
            WritingMode::HorizontalTb => rule.indent_horizontal,
        };
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        let whole = frame.inset(frame.text.size * indent, Length::ZERO);
        let inner = whole.with_text(text).without_indent().aligned(alignment(rule.alignment), whole.measure);
        let content = self.heading_content(block, heading, rule, frame.mode);
        let mut lines = self.even_lines(&content, &block.language, inner, report);
        self.relabel(&mut lines, Owner::Node(block.id, Part::Label));
        let upper = before.and_then(heading_of);
        let least = rule.lines - upper.map_or(0, |upper| self.shared_lines(upper, heading, rule));
        let begins = match rule.begin {
            Begin::Here if upper.is_some() && rule.lines > 1 => Break::Avoided,
            Begin::Here => Break::Allowed,
            Begin::Page => Break::Page,
            Begin::Recto => Break::Recto,
        };
        let span = if rule.spans { Span::All } else { Span::Column };
        let mut slabs = match rule.form {
            HeadingForm::Leaf => vec![self.title_alone(lines, inner)],
            HeadingForm::Block | HeadingForm::RunIn => self.block_heading(lines, inner, least, block, report),
        };
        for slab in &mut slabs {
            slab.span = span;
        }
        if let Some(first) = slabs.first_mut() {
            first.anchors.push(block.id);
            first.before = if rule.form == HeadingForm::Leaf { Break::Recto } else { begins };
        }
        slabs
    }

    /// The title of contents, index or imprint: where chapters begin, in the type of such titles, and wherever it stands.
    fn part_title(&self) -> HeadingRule {
        let theme = &self.styled.theme;
        let (size, role) = (theme.contents.title.size, theme.contents.title.role);
        let chapter =
            HeadingRule { size, role, number: String::new(), form: HeadingForm::Block, begin: Begin::Here, ..theme.heading_1.clone() };
        match self.part {
            PartKind::Imprint => {
                HeadingRule { size: Em::thousandths(1200), lines: IMPRINT_TITLE_LINES, indent_vertical: 0, spread: 1, ..chapter }
            }
            PartKind::Generated | PartKind::Manuscript => HeadingRule { spread: 1, spans: true, ..chapter },
        }
    }

    /// Lines of the grid that two headings have in common: what the pair's total leaves, else one (requirement HED-03).
    fn shared_lines(&self, upper: &Heading, heading: &Heading, rule: &HeadingRule) -> i64 {
        let above = self.styled.theme.heading(upper.level);
        match above.pair {
            0 => i64::from(rule.lines > 1),
            pair if heading.level > upper.level => above.lines + rule.lines - pair,
            _ => 0,
        }
    }

    /// A heading in the middle of its lines. One that is longer than a page is divided, and told.
    fn block_heading(&self, lines: Vec<Line>, frame: Frame, least: i64, block: &Block, report: &mut Report) -> Vec<Slab> {
        let pitch = display_pitch(frame.text.size);
        let room = self.styled.area.block_size() - frame.text.size;
        let capacity = usize::try_from(room.divide(pitch) + 1).unwrap_or(1).max(1);
        if lines.len() <= capacity {
            let (wanted, single, grid) = (least.max(1), lines.len() == 1, self.grid());
            let mut slab = Slab { kind: SlabKind::Heading, ..self.group(lines, frame, pitch, wanted) };
            // What a pair leaves for the lower heading may be less than its em box: it juts into the gaps.
            if single && slab.lines > wanted && frame.text.size <= grid.extent(wanted) + grid.gap() {
                let up = (grid.extent(wanted) - grid.extent(slab.lines)).scale(1, 2);
                slab.pieces = slab.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, up)).collect();
                slab.lines = wanted;
            }
            return vec![slab];
        }
        report.add(Diagnostic::new(Code::LongHeading).maybe_at(block.span).with("lines", lines.len()));
        let mut lines = lines.into_iter().peekable();
        let mut slabs = Vec::new();
        while lines.peek().is_some() {
            slabs.push(self.group(lines.by_ref().take(capacity).collect(), frame, pitch, 1));
        }
        slabs
    }

    /// A leaf with nothing but its title, about a third down the page, without head and folio (中扉; requirement PAG-04).
    fn title_alone(&self, lines: Vec<Line>, frame: Frame) -> Slab {
        let grid = self.grid();
        let title = self.group(lines, frame, display_pitch(frame.text.size), 1);
        let area = self.styled.area.lines;
        let above = grid.pitch * (area * ABOVE_LEAF_TITLE.0 / ABOVE_LEAF_TITLE.1).min((area - title.lines).max(0));
        let pieces = title.pieces.into_iter().map(|piece| piece.shifted(Length::ZERO, above)).collect();
        Slab { lines: area.max(title.lines), pieces, bare: true, ..title }
    }

    /// The number before the title; without one the title is spread evenly when it is short.
    fn heading_content(&self, block: &Block, heading: &Heading, rule: &HeadingRule, mode: WritingMode) -> Vec<Inline> {
        let Some(number) = self.resolved.heading_numbers.get(&block.id) else {
            return spread_title(&heading.content, block.id, rule.spread);
        };
        // Beside a number a title is solid, as its neighbours are.
        let mut content = generated::numbered(self.spare, &format!("{number}{EM_OF_WHITE}"), &block.language, mode);
        content.extend(heading.content.iter().cloned());
        content
    }

    /// A paragraph that begins with its heading, an em of white between them (requirement HED-08).
    pub(super) fn run_in(
        &self,
        block: &Block,
        heading: &Heading,
        paragraph: &[Inline],
        language: &Language,
        frame: Frame,
        report: &mut Report,
    ) -> Vec<Slab> {
        let rule = self.styled.theme.heading(heading.level);
        let mut title = self.heading_content(block, heading, &HeadingRule { spread: 0, ..rule.clone() }, frame.mode);
        title.extend(generated::plain(self.spare, EM_OF_WHITE, language));
        let mut content = vec![Inline { id: block.id, span: block.span, kind: InlineKind::Strong(title) }];
        content.extend(paragraph.iter().cloned());
        let mut lines = self.lines(&content, None, language, frame, report);
        self.relabel(&mut lines, Owner::Node(block.id, Part::Label));
        let mut slabs = self.line_slabs(lines, frame);
        if let Some(first) = slabs.first_mut() {
            first.anchors.push(block.id);
        }
        slabs
    }

    /// The heading whose line a paragraph goes on in.
    pub(super) fn runs_into<'b>(&self, heading: &'b Block, paragraph: &Block) -> Option<&'b Heading> {
        let inner = heading_of(heading)?;
        let is_run_in = self.styled.theme.heading(inner.level).form == HeadingForm::RunIn;
        (is_run_in && matches!(paragraph.kind, BlockKind::Paragraph(_))).then_some(inner)
    }

    /// Where what follows a heading's leaf begins.
    pub(super) fn break_after(&self, block: &Block) -> Option<Break> {
        let rule = self.styled.theme.heading(heading_of(block)?.level);
        (rule.form == HeadingForm::Leaf).then_some(Break::Recto)
    }
}

fn heading_of(block: &Block) -> Option<&Heading> {
    match &block.kind {
        BlockKind::Heading(heading) => Some(heading),
        _ => None,
    }
}

/// A title of two to four Han characters set over so many em more, evenly: 前　言 (requirement HED-04).
pub(super) fn spread_title(content: &[Inline], node: NodeId, more: i64) -> Vec<Inline> {
    let text = plain_text(content);
    let count = text.chars().count();
    let han = text.chars().all(|character| matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}'));
    let plain = content.iter().all(|inline| matches!(inline.kind, InlineKind::Text(_)));
    let total = u8::try_from(count).ok().zip(u8::try_from(more).ok()).and_then(|(count, more)| count.checked_add(more));
    match total.filter(|_| more > 0 && han && plain && SPREAD.contains(&count)) {
        Some(total) => vec![Inline { id: node, span: None, kind: InlineKind::Styled(Style::Spread(total), content.to_vec()) }],
        None => content.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeIds;
    use crate::book::TextRun;
    use crate::diag::SourceMap;

    /// Proves: HED-04 [ALL] [HV]: short titles are spread evenly.
    #[test]
    fn titles_of_two_to_four_han_characters_are_spread() {
        let mut ids = NodeIds::default();
        let language = Language::new("zh-Hant-TW").unwrap();
        for (text, total) in
            [("言", None), ("前言", Some(3)), ("出版記", Some(4)), ("編輯凡例", Some(5)), ("編輯者凡例", None), ("あと", None)]
        {
            let run = TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() };
            let content = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }];
            let spread = spread_title(&content, ids.fresh(), 1);
            let found = match &spread[0].kind {
                InlineKind::Styled(Style::Spread(total), _) => Some(*total),
                _ => None,
            };
            assert_eq!(found, total, "{text}");
            assert_eq!(plain_text(&spread), text);
            assert_eq!(spread_title(&content, ids.fresh(), 0), content);
        }
    }
}
