//! What the publication says of its own accessibility: only what holds for this file.

use super::pictures::EmbeddedPictures;
use crate::book::Book;
use crate::book::InlineKind;
use crate::geom::WritingMode;
use crate::xhtml::Content;
use crate::xhtml::Phrases;

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
    pub fn of(book: &Book, pictures: &EmbeddedPictures, content: &Content, direction: WritingMode) -> Accessibility {
        let phrases = Phrases::of(&book.language);
        let has_pictures = !pictures.resources.is_empty();
        let mut has_ruby = false;
        book.walk_inlines(&mut |inline| has_ruby |= matches!(inline.kind, InlineKind::Ruby(_)));
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
        if has_ruby {
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
