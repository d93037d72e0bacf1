//! Characters that no font has.

use super::characters::code_point;
use super::found::Found;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Severity;
use crate::font::Fonts;
use crate::manuscript::MissingCharacters;

/// The characters seen, a bit each.
struct Seen(Vec<u64>);

impl Seen {
    /// Whether the character is seen for the first time.
    fn first(&mut self, character: char) -> bool {
        let (word, bit) = (u32::from(character) as usize / 64, u32::from(character) % 64);
        let new = self.0[word] & (1 << bit) == 0;
        self.0[word] |= 1 << bit;
        new
    }
}

/// Every character that no font has, at its first place; a warning where a mark is to stand for it.
pub fn missing_glyphs(book: &Book, fonts: &Fonts, missing: MissingCharacters, out: &mut Vec<Found>) {
    if fonts.is_empty() {
        return;
    }
    let mut seen = Seen(vec![0; 0x11_0000 / 64]);
    let mut look = |run: &TextRun| {
        for (at, character) in run.text.char_indices() {
            if !seen.first(character) || draws_nothing(character) || fonts.covers(character.encode_utf8(&mut [0; 4])) {
                continue;
            }
            let finding = Diagnostic::new(Code::MissingGlyph).maybe_at(run.map.span(at, at + character.len_utf8()));
            let finding = match missing {
                MissingCharacters::Mark => finding.with_severity(Severity::Warning),
                MissingCharacters::Error => finding,
            };
            out.push(Found::new(finding.with("character", character).with("codepoint", code_point(character))));
        }
    };
    book.walk_inlines(&mut |inline| match &inline.kind {
        InlineKind::Text(run) | InlineKind::Code(run) => look(run),
        InlineKind::Ruby(ruby) => {
            for segment in &ruby.segments {
                look(&segment.base);
                look(&segment.reading);
            }
            ruby.under.iter().for_each(&mut look);
        }
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

/// Controls, blanks, selectors and joiners, which take part in shaping and are no glyphs (Unicode, Default_Ignorable_Code_Point).
fn draws_nothing(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
