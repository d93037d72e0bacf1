//! What the author is told when a file cannot be all that was asked for.

use std::collections::BTreeSet;

use crate::book::BlockKind;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::Owner;
use crate::book::PictureFile;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Span;
use crate::picture::Pictures;

/// Links whose target is on no page.
pub(super) fn links_to_nothing(book: &Book, owners: &BTreeSet<Owner>, report: &mut Report) {
    if owners.is_empty() {
        return;
    }
    let nodes: BTreeSet<_> = owners.iter().filter_map(|owner| if let Owner::Node(node, _) = owner { Some(*node) } else { None }).collect();
    book.walk_inlines(&mut |inline| {
        if nodes.contains(&inline.id) {
            report.add(Diagnostic::new(Code::LinkToNothing).maybe_at(inline.span));
        }
    });
}

/// Characters that a finding names one by one.
const NAMED: usize = 12;

/// Characters of private use, which mean nothing outside the book (ISO 19005-2, 6.2.11.7.3).
pub(super) fn private_use(characters: &BTreeSet<char>, part: &str, report: &mut Report) {
    let mut names: Vec<String> = characters.iter().take(NAMED).map(|&character| format!("U+{:04X}", u32::from(character))).collect();
    if characters.len() > NAMED {
        names.push("…".to_owned());
    }
    let finding = Diagnostic::new(Code::PrivateUse).with("characters", names.join(", ")).with("count", characters.len());
    report.add(finding.with("part", part));
}

/// Pictures that say nothing to those who do not see them; gives back how many there are. A text that only says the caption again is
/// told too (ISO 14289-1, 7.3).
pub(super) fn pictures_without_words(book: &Book, pictures: &Pictures, severity: Severity, report: &mut Report) -> usize {
    let mut silent = 0;
    let mut look = |file: &PictureFile, span: Option<Span>, caption: &str| {
        let words = file.alternative.trim();
        if file.decorative || !pictures.contains_key(&file.path) {
            return;
        }
        if words.is_empty() {
            silent += 1;
            report.add(Diagnostic::new(Code::PictureWithoutWords).maybe_at(span).with("path", &file.path).with_severity(severity));
        } else if words == caption {
            report.add(Diagnostic::new(Code::AlternativeIsCaption).maybe_at(span).with("path", &file.path).with("text", words));
        }
    };
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                let caption = plain_text(&figure.caption);
                figure.pictures.iter().for_each(|picture| look(&picture.file, picture.span.or(block.span), caption.trim()));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                look(file, inline.span, "");
            }
        });
    }
    silent
}
