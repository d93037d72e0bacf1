//! Rules about pictures.

use crate::book::BlockKind;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::page::ItemKind;
use crate::page::Pages;
use crate::picture::Pictures;

/// Pixels per inch below which a printed picture looks soft.
pub const LEAST_DENSITY: f64 = 200.0;

/// Reports every picture that has a file and says nothing to those who do not see it (WCAG 2.2, 1.1.1).
pub fn missing_alternatives(book: &Book, report: &mut Report) {
    let mut look = |file: &PictureFile, span: Option<Span>| {
        if !file.path.is_empty() && file.alternative.trim().is_empty() && !file.decorative {
            report.add(Diagnostic::new(Code::MissingAlternative).maybe_at(span).with("path", &file.path));
        }
    };
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                figure.pictures.iter().for_each(|picture| look(&picture.file, picture.span.or(block.span)));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                look(file, inline.span);
            }
        });
    }
}

/// Reports every picture that is printed with fewer than [`LEAST_DENSITY`] pixels per inch, once for each edition.
pub fn low_density(pages: &Pages, edition: &str, pictures: &Pictures, report: &mut Report) {
    for page in &pages.pages {
        for item in &page.items {
            let ItemKind::Picture(placed) = &item.kind else { continue };
            let density = pictures.get(&placed.path).and_then(|picture| picture.density_at(placed.rect.size.width));
            if let Some(density) = density.filter(|density| *density < LEAST_DENSITY) {
                let finding = Diagnostic::new(Code::LowDensity).in_file(&placed.path).in_edition(edition);
                let finding = finding.with("path", &placed.path).with("dpi", density.round()).with("least", LEAST_DENSITY);
                report.add(finding.with("page", &page.label));
            }
        }
    }
}
