//! All rules, in one place.

use rayon::prelude::*;

use super::allowed::Allowed;
use super::forms;
use super::forms::FormCounts;
use super::found::Found;
use super::glyphs;
use super::habits::Habits;
use super::leaders;
use super::look_alikes;
use super::metadata;
use super::numerals;
use super::pairs;
use super::pictures;
use super::punctuation;
use super::quotes;
use super::row::Row;
use super::row::rows;
use super::spaces;
use super::structure;
use super::widths;
use super::widths::Widths;
use crate::book::Book;
use crate::diag::Context;
use crate::diag::Report;
use crate::font::Fonts;
use crate::manuscript::Manuscript;
use crate::manuscript::PunctuationConversion;
use crate::page::Pages;
use crate::picture::Pictures;
use crate::resolve;
use crate::style;

/// What is checked.
pub struct Subject<'a> {
    pub manuscript: &'a Manuscript,
    /// As the author wrote it.
    pub book: &'a Book,
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    /// The pages of editions by their names, where they have been composed.
    pub pages: &'a [(String, Pages)],
}

/// Asks every rule; the findings of the manuscript come in the order of their places, as grave as book.toml says.
pub fn check(subject: &Subject, context: &Context, report: &mut Report) -> Vec<Found> {
    let Subject { manuscript, book, pictures, fonts, pages } = *subject;
    let mut own = Report::default();
    resolve::resolve(book, &mut own);
    for edition in &manuscript.editions {
        style::cascade(edition, &mut own);
    }
    let mut found: Vec<Found> = own.findings().iter().cloned().map(Found::new).collect();
    found.extend(check_text(manuscript, book));
    pictures::alternatives(book, &mut found);
    if pages.is_empty() {
        glyphs::missing_glyphs(book, fonts, manuscript.fonts.missing, &mut found);
        for edition in &manuscript.editions {
            if let Some(pages) = pictures::picture_pages(manuscript, book, edition, pictures, fonts, context) {
                pictures::low_density(&pages, &edition.name, pictures, &mut found);
            }
        }
    }
    for (edition, pages) in pages {
        pictures::low_density(pages, edition, pictures, &mut found);
    }
    let found = judged(manuscript, found);
    found.iter().for_each(|found| report.add(found.finding.clone()));
    found
}

/// The rules that need the text alone.
pub fn check_text(manuscript: &Manuscript, book: &Book) -> Vec<Found> {
    let rows = rows(book);
    let habits = Habits::of(&rows);
    let widths = Widths::of(&rows);
    let counts = FormCounts::of(&rows);
    let editions = &manuscript.editions;
    // What every edition converts is not for the author to do.
    let keeps_marks = !editions.iter().all(|edition| edition.text.punctuation == PunctuationConversion::Region);
    let of_row = |row: &Row| {
        let mut out = Vec::new();
        if keeps_marks {
            punctuation::half_width(row, &habits, &mut out);
        }
        punctuation::doubled(row, &mut out);
        punctuation::foreign_marks(row, &mut out);
        punctuation::mixed_commas(row, &habits, &mut out);
        punctuation::line_ends(row, &mut out);
        leaders::ellipses(row, &habits, &mut out);
        leaders::dashes(row, &habits, &mut out);
        look_alikes::look_alikes(row, &mut out);
        look_alikes::compatibility(row, &mut out);
        spaces::stray_spaces(row, &mut out);
        spaces::invisible(row, &manuscript.sources, &mut out);
        widths::mixed_widths(row, &widths, &mut out);
        widths::half_width_kana(row, &mut out);
        forms::mixed_forms(row, &counts, &mut out);
        out
    };
    let mut found: Vec<Found> = rows.par_iter().flat_map_iter(of_row).collect();
    if let Some(direction) = quotes::direction_of(editions) {
        quotes::foreign_quotes(&rows, direction, &mut found);
    }
    pairs::unpaired(&rows, &mut found);
    numerals::mixed_numerals(&rows, &mut found);
    structure::headings(book, &mut found);
    structure::repeated(&rows, &mut found);
    metadata::metadata(manuscript, &counts, &mut found);
    found
}

/// The findings of the text, as grave as book.toml says, in the order of their places.
pub(super) fn text_found(manuscript: &Manuscript, book: &Book) -> Vec<Found> {
    judged(manuscript, check_text(manuscript, book))
}

/// In the order of their places, without what book.toml or a comment allows.
fn judged(manuscript: &Manuscript, found: Vec<Found>) -> Vec<Found> {
    let allowed = Allowed::of(manuscript);
    let judge = |Found { finding, proposals }: Found| {
        let finding = manuscript.check.judge(finding).filter(|finding| !allowed.has(finding))?;
        Some(Found { finding, proposals })
    };
    let mut found: Vec<Found> = found.into_iter().filter_map(judge).collect();
    found.sort_by_key(|found| (found.finding.span.is_none(), found.finding.span));
    found
}
