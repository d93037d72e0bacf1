//! Rules about running text.

use crate::adapt::half_width_marks;
use crate::book::BlockPart;
use crate::book::Book;
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
