//! Rules about running text.

use crate::adapt::half_width_marks;
use crate::book::BlockPart;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;

/// Reports every half-width mark that stands in Han context, where `text.punctuation = "region"` would make it full-width.
pub fn half_width_punctuation(book: &Book, report: &mut Report) {
    for division in &book.divisions {
        let mut texts = division.headline();
        division.walk(&mut |block| {
            texts.extend(block.parts().into_iter().filter_map(|part| match part {
                BlockPart::Text(content) => Some(content),
                BlockPart::Plain(_) | BlockPart::Blocks(_) => None,
            }));
        });
        for (span, mark) in texts.into_iter().flat_map(half_width_marks) {
            report.add(Diagnostic::new(Code::HalfWidthMark).maybe_at(span).with("mark", mark));
        }
    }
}

/// Reports every compatibility ideograph and every radical that stands for a character: they look like the ordinary characters,
/// and searching finds neither by the other (requirement CLS-08).
pub fn compatibility_characters(book: &Book, report: &mut Report) {
    let mut look = |run: &TextRun| {
        for (at, character) in run.text.char_indices().filter(|&(_, character)| is_compatibility(character)) {
            report.add(
                Diagnostic::new(Code::CompatibilityCharacter)
                    .maybe_at(run.map.span(at, at + character.len_utf8()))
                    .with("character", character)
                    .with("codepoint", format!("U+{:04X}", u32::from(character))),
            );
        }
    };
    book.walk_inlines(&mut |inline| match &inline.kind {
        InlineKind::Text(run) | InlineKind::Code(run) => look(run),
        InlineKind::Ruby(ruby) => ruby.segments.iter().for_each(|segment| look(&segment.base)),
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Styled(..)
        | InlineKind::Link { .. }
        | InlineKind::Reference { .. }
        | InlineKind::NoteMark { .. }
        | InlineKind::Picture(_)
        | InlineKind::Gaiji(_)
        | InlineKind::LineBreak => {}
    });
}

/// Kangxi radicals, radicals of the supplement, and compatibility ideographs but for the twelve that are ordinary characters
/// (Unicode, 18.1).
fn is_compatibility(character: char) -> bool {
    match character {
        '\u{FA0E}'
        | '\u{FA0F}'
        | '\u{FA11}'
        | '\u{FA13}'
        | '\u{FA14}'
        | '\u{FA1F}'
        | '\u{FA21}'
        | '\u{FA23}'
        | '\u{FA24}'
        | '\u{FA27}'..='\u{FA29}' => false,
        '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => true,
        _ => false,
    }
}
