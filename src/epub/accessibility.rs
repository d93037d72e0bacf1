//! What the publication says of its own accessibility: only what holds for this file.

use super::pictures::EmbeddedPictures;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::InlineKind;
use crate::geom::WritingMode;
use crate::xhtml::Content;
use crate::xhtml::Phrases;
use crate::xhtml::ReadingMarkup;

/// The discovery metadata of EPUB Accessibility 1.1 §2.2, in the terms of schema.org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accessibility {
    pub modes: Vec<&'static str>,
    /// Each a set of modes that is enough to read everything.
    pub sufficient: Vec<&'static str>,
    pub features: Vec<&'static str>,
    pub hazards: Vec<&'static str>,
    /// In the language of the book.
    pub summary: String,
}

impl Accessibility {
    pub fn of(
        book: &Book,
        pictures: &EmbeddedPictures,
        content: &Content,
        direction: WritingMode,
        readings: ReadingMarkup,
    ) -> Accessibility {
        let phrases = Phrases::of(&book.language);
        let has_pictures = !pictures.resources.is_empty();
        let mut has_ruby = false;
        book.walk_inlines(&mut |inline| has_ruby |= matches!(inline.kind, InlineKind::Ruby(_)));
        has_ruby &= readings == ReadingMarkup::Ruby || readings == ReadingMarkup::Parentheses;
        let mut features = vec!["tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability"];
        let mut summary = phrases.summary_text.clone();
        let mut say = |sentence: &str| {
            if summary.is_ascii() {
                summary.push(' ');
            }
            summary.push_str(sentence);
        };
        if !has_pictures {
            say(&phrases.summary_no_pictures);
        } else if pictures.all_have_alternatives {
            features.push("alternativeText");
            say(&phrases.summary_alternatives);
        } else {
            say(&phrases.summary_missing);
        }
        if has_ruby && every_ideograph_is_read(book) {
            features.push("fullRubyAnnotations");
            say(&phrases.summary_full_ruby);
        } else if has_ruby {
            features.push("rubyAnnotations");
            say(&phrases.summary_ruby);
        }
        if !content.pages.is_empty() {
            features.extend(["pageNavigation", "pageBreakMarkers"]);
            say(&phrases.summary_pages);
        }
        features.push(match direction {
            WritingMode::HorizontalTb => "horizontalWriting",
            WritingMode::VerticalRl => "verticalWriting",
        });
        let text_is_enough = !has_pictures || pictures.all_have_alternatives;
        Accessibility {
            modes: if has_pictures { vec!["textual", "visual"] } else { vec!["textual"] },
            sufficient: match (text_is_enough, has_pictures) {
                (true, true) => vec!["textual", "textual,visual"],
                (true, false) => vec!["textual"],
                (false, _) => vec!["textual,visual"],
            },
            features,
            hazards: vec!["none"],
            summary,
        }
    }
}

/// Whether no ideograph stands outside ruby.
fn every_ideograph_is_read(book: &Book) -> bool {
    let mut all = true;
    book.walk_inlines(&mut |inline| match &inline.kind {
        InlineKind::Text(run) | InlineKind::Code(run) => all &= !run.text.chars().any(is_ideograph),
        InlineKind::Ruby(ruby) => {
            all &= ruby.segments.iter().all(|segment| !segment.reading.text.is_empty() || !segment.base.text.chars().any(is_ideograph));
        }
        _ => {}
    });
    book.divisions.iter().for_each(|division| {
        division.walk(&mut |block| {
            if let BlockKind::Code { text, .. } = &block.kind {
                all &= !text.chars().any(is_ideograph);
            }
        })
    });
    all
}

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
