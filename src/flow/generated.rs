//! Text that the program writes itself, as inline content.

use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::counted;

/// One run of text as it is.
pub(super) fn plain(node: NodeId, text: &str, language: &Language) -> Vec<Inline> {
    vec![inline(node, InlineKind::Text(TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() }))]
}

/// Text whose numbers stand upright in vertical lines: one or two digits in one cell, more of them stacked (requirement TCY-02).
pub(super) fn numbered(node: NodeId, text: &str, language: &Language, mode: WritingMode) -> Vec<Inline> {
    if mode == WritingMode::HorizontalTb {
        return plain(node, text, language);
    }
    let mut content = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|character: char| character.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        let run_content = plain(node, run, language);
        content.extend(match (digits, run.len()) {
            (true, 1 | 2) => vec![inline(node, InlineKind::Styled(Style::TateChuYoko, run_content))],
            (true, _) => vec![inline(node, InlineKind::Styled(Style::Upright, run_content))],
            (false, _) => run_content,
        });
        rest = tail;
    }
    content
}

fn inline(id: NodeId, kind: InlineKind) -> Inline {
    Inline { id, span: None, kind }
}

/// A list marker by its pattern.
pub(super) fn marker(pattern: &str, number: u64) -> String {
    counted(pattern, number)
}
