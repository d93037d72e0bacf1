//! Dialogue: turns of speakers, whose names take the same room (字取り), the speech hanging after it (requirement PAR-07).

use super::column::Slab;
use super::flow_block::{Flow, Frame, spaced};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;

/// What parts a speaker from the speech.
const AFTER_NAME: [char; 3] = ['：', ':', '\u{3000}'];

impl Flow<'_> {
    /// Each line of the author's is a turn. Where it begins with a name of at most as many characters as the theme's room, the name is spread
    /// over that room and the other lines of the turn hang after it.
    pub(super) fn dialogue(&self, blocks: &[Block], frame: Frame, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.dialogue;
        let em = frame.text.size;
        let mut slabs = Vec::new();
        for block in blocks {
            let BlockKind::Paragraph(content) = &block.kind else {
                slabs.extend(self.blocks(std::slice::from_ref(block), frame, report));
                continue;
            };
            let inner = Frame { alignment: Alignment::Justify, ..frame.without_indent() };
            for turn in content.split(|inline| inline.kind == InlineKind::LineBreak).filter(|turn| !turn.is_empty()) {
                let (turn, turnover) = match with_name(turn, rule.name, block.id) {
                    Some(turn) => (turn, em * (rule.name + 1)),
                    None => (turn.to_vec(), Length::ZERO),
                };
                let lines = self.hanging_lines(&turn, None, &block.language, inner, turnover, report);
                slabs.extend(self.line_slabs(lines, inner));
            }
        }
        spaced(slabs, rule.space)
    }
}

/// The turn with its speaker's name over `room` em; none when it begins with no name that fits.
fn with_name(turn: &[Inline], room: i64, node: NodeId) -> Option<Vec<Inline>> {
    let (first, rest) = turn.split_first()?;
    let InlineKind::Text(run) = &first.kind else { return None };
    let at = run.text.find(AFTER_NAME)?;
    let count = i64::try_from(run.text[..at].chars().count()).ok()?;
    if !(1..=room).contains(&count) || !run.text[..at].chars().all(char::is_alphanumeric) {
        return None;
    }
    let part = |from: usize, to: usize| {
        let text = TextRun { text: run.text[from..to].to_owned(), language: run.language.clone(), map: run.map.slice(from, to) };
        Inline { id: first.id, span: first.span, kind: InlineKind::Text(text) }
    };
    let name = Inline { id: node, span: None, kind: InlineKind::Styled(Style::Spread(u8::try_from(room).ok()?), vec![part(0, at)]) };
    let mut turn = vec![name, part(at, run.text.len())];
    turn.extend_from_slice(rest);
    Some(turn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeIds;
    use crate::book::plain_text;
    use crate::diag::SourceMap;
    use crate::unicode::Language;

    #[test]
    fn a_name_is_spread_and_what_is_no_name_is_not() {
        let mut ids = NodeIds::default();
        let language = Language::new("ja").unwrap();
        for (text, named) in
            [("甲：「行こう」", true), ("老人　どこへ。", true), ("「行こう」と言った：", false), ("彼は遠くへ行った：はい", false)]
        {
            let run = TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() };
            let turn = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }];
            let set = with_name(&turn, 3, ids.fresh());
            assert_eq!(set.is_some(), named, "{text}");
            assert!(set.is_none_or(|set| plain_text(&set) == text && matches!(set[0].kind, InlineKind::Styled(Style::Spread(3), _))));
        }
    }
}
