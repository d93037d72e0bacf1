//! Display type in lines of about one length, broken by sense where that can be had (requirements HED-07, KIN-12).

use super::column::Slab;
use super::flow_block::{Flow, Frame};
use super::text::display_pitch;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::TextRun;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;
use crate::inline::Line;
use crate::unicode::Language;
use crate::unicode::Region;

/// Titles of more lines are broken where they fill them.
const MOST_LINES: usize = 4;
/// The shortest line has at least this part of the longest, when lines are broken by sense.
const LEAST_SHARE: (i64, i64) = (3, 10);
/// After these a thought ends; in Japanese after 、 too, which in Chinese parts the members of a list.
const STOPS: &str = "。！？；：，";
/// These belong to what they close.
const CLOSING: &str = "」』）〕］｝〉》】〗”’";

/// A piece of a title, and how many bytes of its first node's text come before it.
struct Segment {
    content: Vec<Inline>,
    cut: Option<(NodeId, usize)>,
}

impl Flow<'_> {
    /// The lines of display type: as few as in the whole measure, broken where a thought ends if that leaves no line too short, else of
    /// about one length.
    pub(super) fn even_lines(&self, content: &[Inline], language: &Language, frame: Frame, report: &mut Report) -> Vec<Line> {
        let lines = self.lines(content, None, language, frame, report);
        if lines.len() < 2 || frame.alignment == Alignment::Justify {
            return lines;
        }
        if let Some(lines) = self.lines_by_sense(content, language, frame, lines.len()) {
            return lines;
        }
        let size = frame.text.size;
        let mut narrowest = frame.measure;
        while narrowest > size * 4 {
            let measure = narrowest - size;
            let narrower = self.lines(content, None, language, Frame { measure, ..frame }, &mut Report::default());
            if narrower.len() > lines.len() {
                break;
            }
            narrowest = measure;
        }
        let start = match frame.alignment {
            Alignment::Start | Alignment::Justify => Length::ZERO,
            Alignment::Center => (frame.measure - narrowest).scale(1, 2),
            Alignment::End => frame.measure - narrowest,
        };
        let even = Frame { measure: start + narrowest, ..frame };
        self.indented_lines(content, None, language, even, start, start, &mut Report::default())
    }

    /// So many lines, each of which ends where a thought ends.
    fn lines_by_sense(&self, content: &[Inline], language: &Language, frame: Frame, count: usize) -> Option<Vec<Line>> {
        let segments = segments(content, self.styled.region == Region::Japan);
        if segments.len() < count || count > MOST_LINES {
            return None;
        }
        let line = |segment: &[Inline]| {
            let mut lines = self.lines(segment, None, language, frame, &mut Report::default());
            if lines.len() == 1 { lines.pop() } else { None }
        };
        let widths = segments.iter().map(|segment| line(&segment.content).map(|line| line.inline_size)).collect::<Option<Vec<_>>>()?;
        // In the middle or at the end, a line's size is that from the start of the measure.
        let widths = match frame.alignment {
            Alignment::Start | Alignment::Justify => widths,
            Alignment::Center => widths.into_iter().map(|end| end * 2 - frame.measure).collect(),
            Alignment::End => return None,
        };
        let ends = even_groups(&widths, count, frame.measure)?;
        let mut lines = Vec::with_capacity(count);
        let mut from = 0;
        for end in ends {
            let group: Vec<Inline> = segments[from..end].iter().flat_map(|segment| segment.content.iter().cloned()).collect();
            let mut set = line(&group)?;
            if let (Some((node, cut)), Some(first)) = (segments[from].cut, set.first.as_mut())
                && first.0 == node
            {
                first.1 += cut;
            }
            lines.push(set);
            from = end;
        }
        Some(lines)
    }

    /// A block of display type, a box for each paragraph.
    pub(super) fn display(&self, block: &Block, frame: Frame, report: &mut Report) -> Vec<Slab> {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                let lines = self.even_lines(content, &block.language, frame, report);
                let least = self.grid().lines_for(frame.text.size);
                vec![self.group(lines, frame, display_pitch(frame.text.size), least)]
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
            | BlockKind::Contents => self.blocks(std::slice::from_ref(block), frame, report),
        }
    }
}

/// The content cut where thoughts end, outside of what encloses text.
fn segments(content: &[Inline], japanese: bool) -> Vec<Segment> {
    let mut segments = vec![Segment { content: Vec::new(), cut: None }];
    for inline in content {
        let InlineKind::Text(run) = &inline.kind else {
            if let Some(last) = segments.last_mut() {
                last.content.push(inline.clone());
            }
            continue;
        };
        let mut from = 0;
        for end in ends(&run.text, japanese) {
            if let Some(last) = segments.last_mut() {
                last.content.push(part(inline, run, from, end));
            }
            segments.push(Segment { content: Vec::new(), cut: Some((inline.id, end)) });
            from = end;
        }
        if let Some(last) = segments.last_mut().filter(|_| from < run.text.len()) {
            last.content.push(part(inline, run, from, run.text.len()));
        }
    }
    segments.retain(|segment| !segment.content.is_empty());
    segments
}

fn part(inline: &Inline, run: &TextRun, from: usize, to: usize) -> Inline {
    let text = TextRun { text: run.text[from..to].to_owned(), language: run.language.clone(), map: run.map.slice(from, to) };
    Inline { id: inline.id, span: inline.span, kind: InlineKind::Text(text) }
}

/// Where thoughts end in a text.
fn ends(text: &str, japanese: bool) -> Vec<usize> {
    let stops = |character: char| STOPS.contains(character) || japanese && character == '、';
    let mut found = Vec::new();
    let mut stopped = false;
    for (at, character) in text.char_indices() {
        let closes = stops(character) || CLOSING.contains(character);
        if stopped && !closes {
            found.push(at);
            stopped = false;
        }
        stopped |= stops(character);
    }
    if stopped {
        found.push(text.len());
    }
    found
}

/// Where so many groups of neighbours end, the longest of which is as short as can be and the shortest not too short.
fn even_groups(widths: &[Length], count: usize, measure: Length) -> Option<Vec<usize>> {
    /// Longest group, and where the groups end.
    type Best = Option<(Length, Vec<usize>)>;
    let sum = |from: usize, to: usize| widths[from..to].iter().copied().sum::<Length>();
    let mut best: Vec<Best> = (0..=widths.len()).map(|end| (end > 0).then(|| (sum(0, end), vec![end]))).collect();
    for _ in 1..count {
        best = (0..=widths.len())
            .map(|end| {
                let before = (1..end).filter_map(|cut| {
                    let (longest, ends) = best[cut].as_ref()?;
                    Some(((*longest).max(sum(cut, end)), [ends.as_slice(), &[end]].concat()))
                });
                before.min_by_key(|(longest, _)| *longest)
            })
            .collect();
    }
    let (longest, ends) = best.pop()??;
    let shortest = std::iter::once(0).chain(ends.iter().copied()).zip(&ends).map(|(from, to)| sum(from, *to)).min()?;
    (longest <= measure && shortest >= longest.scale(LEAST_SHARE.0, LEAST_SHARE.1)).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_end_at_stops_and_what_closes_after_them() {
        let cut = |text: &str, japanese| {
            let mut parts = Vec::new();
            let mut from = 0;
            for end in ends(text, japanese) {
                parts.push(text[from..end].to_owned());
                from = end;
            }
            parts
        };
        assert_eq!(cut("二〇二〇年春天，深圳網路業怎樣捐輸、復工", false), ["二〇二〇年春天，"]);
        assert_eq!(cut("「誰？」他問。沒有人答。", false), ["「誰？」", "他問。", "沒有人答。"]);
        assert_eq!(cut("雨の日、駅で", true), ["雨の日、"]);
    }

    /// Proves: HED-07 [ALL] [HV]: titles of several lines break where a thought ends, into lines of about one length.
    #[test]
    fn groups_are_as_even_as_can_be() {
        let widths = |sizes: &[i64]| sizes.iter().map(|size| Length::pt(*size)).collect::<Vec<_>>();
        let groups = |sizes: &[i64], count| even_groups(&widths(sizes), count, Length::pt(20));
        assert_eq!(groups(&[6, 15], 2), Some(vec![1, 2]));
        assert_eq!(groups(&[5, 5, 5, 5], 2), Some(vec![2, 4]));
        assert_eq!(groups(&[2, 19], 2), None, "the first would be too short");
        assert_eq!(groups(&[6, 25], 2), None, "the second does not fit");
        assert_eq!(groups(&[12, 4, 12], 3), Some(vec![1, 2, 3]));
    }
}
