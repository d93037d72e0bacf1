//! Headings and paragraphs.

use std::collections::BTreeMap;

use super::found::Found;
use super::row::Row;
use super::row::RowKind;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;

/// Characters from which on a paragraph that stands twice was pasted twice.
const SHORTEST_REPEATED: usize = 30;

/// Headings without text, and headings that leave out a level (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2).
pub fn headings(book: &Book, out: &mut Vec<Found>) {
    let mut level = 1;
    for division in &book.divisions {
        let mut of_division = Vec::new();
        for block in &division.blocks {
            block.walk(&mut |block| of_division.extend(if let BlockKind::Heading(_) = block.kind { Some(block) } else { None }));
        }
        for block in of_division {
            let BlockKind::Heading(heading) = &block.kind else { continue };
            let mut shows = false;
            heading.content.iter().for_each(|inline| {
                inline.walk(&mut |inline| {
                    shows |= matches!(inline.kind, InlineKind::Picture(_) | InlineKind::Gaiji(_) | InlineKind::Reference { .. })
                });
            });
            if !shows && plain_text(&heading.content).trim().is_empty() {
                out.push(Found::new(Diagnostic::new(Code::EmptyHeading).maybe_at(block.span)));
            }
            if heading.level > level + 1 {
                let finding = Diagnostic::new(Code::SkippedHeading).maybe_at(block.span).with("level", heading.level);
                let right = "#".repeat(usize::from(level) + 1);
                out.push(Found::new(finding.with("before", level).with("right", right)));
            }
            level = heading.level;
        }
    }
}

/// Paragraphs that stand twice.
pub fn repeated(rows: &[Row], out: &mut Vec<Found>) {
    let mut seen: BTreeMap<&[char], Option<Span>> = BTreeMap::new();
    let says = |row: &&Row| row.chars.iter().any(|character| matches!(character, '。' | '！' | '？' | '．' | '.' | '!' | '?'));
    let long = |row: &&Row| row.kind == RowKind::Paragraph && row.len() >= SHORTEST_REPEATED;
    for row in rows.iter().filter(long).filter(says) {
        match seen.get(row.chars.as_slice()) {
            Some(first) => {
                let finding = Diagnostic::new(Code::RepeatedParagraph).maybe_at(row.span);
                out.push(Found::new(finding.and_at(*first)));
            }
            None => {
                seen.insert(&row.chars, row.span);
            }
        }
    }
}
