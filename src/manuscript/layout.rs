//! `[page]`: columns and notes, as far as the book says something that its theme does not.

use serde::Deserialize;

use super::table::Table;
use crate::diag::Report;

/// What a book or an edition says about its pages beside format and theme; the theme decides the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayoutSettings {
    pub notes: Option<NoteStyle>,
    pub note_numbers: Option<NoteNumbering>,
    /// The pattern of note marks, such as `①` or `（1）`.
    pub note_marks: Option<String>,
    /// Columns of text on a page, 1 to 4.
    pub columns: Option<u8>,
    pub figure_numbers: Option<FigureNumbering>,
}

/// `page.figure-numbers`: which figures and tables are numbered, and how (requirement FIG-05).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureNumbering {
    /// Through the book, when something refers to one.
    #[default]
    Referred,
    /// Through the book, all that have a caption.
    Book,
    /// By chapter, all that have a caption: 圖2-1.
    Chapter,
}

/// `page.notes`: where notes stand (requirement NOT-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteStyle {
    /// At the end of each page: footnotes in horizontal lines, 邊註 in vertical ones.
    Page,
    /// At the end of each pair of facing pages (傍註); in horizontal lines as `Page`.
    Spread,
    /// In a band at the foot of vertical pages (脚註); in horizontal lines as `Page`.
    Foot,
    /// In a band at the head of vertical pages (頭註); in horizontal lines beside the text.
    Head,
    /// Beside the text: a band at the outer edge of horizontal pages; in vertical lines as `Spread`.
    Side,
    /// After each file of the manuscript.
    Chapter,
    /// After the text of the whole book.
    Book,
    /// In the line, in small type between brackets.
    Inline,
}

/// `page.note-numbers`: where numbering begins again (requirement NOT-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteNumbering {
    Book,
    /// In each file of the manuscript.
    Chapter,
    /// On each page; in an EPUB, which has none, in each file.
    Page,
}

const NOTES: &[(&str, NoteStyle)] = &[
    ("page", NoteStyle::Page),
    ("spread", NoteStyle::Spread),
    ("foot", NoteStyle::Foot),
    ("head", NoteStyle::Head),
    ("side", NoteStyle::Side),
    ("chapter", NoteStyle::Chapter),
    ("book", NoteStyle::Book),
    ("inline", NoteStyle::Inline),
];
const FIGURES: &[(&str, FigureNumbering)] =
    &[("referred", FigureNumbering::Referred), ("book", FigureNumbering::Book), ("chapter", FigureNumbering::Chapter)];
const NUMBERS: &[(&str, NoteNumbering)] =
    &[("book", NoteNumbering::Book), ("chapter", NoteNumbering::Chapter), ("page", NoteNumbering::Page)];
/// The most columns on a page.
const MOST_COLUMNS: u32 = 4;

impl LayoutSettings {
    /// Overrides these settings with the keys of a `[page]` table.
    pub(super) fn read(&mut self, keys: &mut Table, report: &mut Report) {
        self.notes = keys.take("notes").and_then(|value| value.choice(NOTES, report)).or(self.notes);
        self.note_numbers = keys.take("note-numbers").and_then(|value| value.choice(NUMBERS, report)).or(self.note_numbers);
        self.figure_numbers = keys.take("figure-numbers").and_then(|value| value.choice(FIGURES, report)).or(self.figure_numbers);
        if let Some(pattern) = keys.take("note-marks").and_then(|value| value.string(report)) {
            self.note_marks = Some(pattern);
        }
        if let Some(value) = keys.take("columns")
            && let Some(number) = value.number(report)
        {
            match u8::try_from(number) {
                Ok(columns @ 1..=4) => self.columns = Some(columns),
                _ => value.refuse(&format!("write a number of columns from 1 to {MOST_COLUMNS}"), report),
            }
        }
    }
}
