//! What the type area is divided into: columns of text, and a band for notes.

use super::area::TypeArea;
use super::cascade::Styled;
use super::cascade::cascade;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::manuscript::Edition;
use crate::manuscript::NoteStyle;
use crate::resolve::NoteRules;

/// The least lines and characters of a page.
const LEAST_LINES: i64 = 4;
const LEAST_CHARACTERS: i64 = 4;
/// The fewest characters of a column's lines.
const LEAST_COLUMN: i64 = 8;
/// The fewest characters of the lines beside a band of notes.
const LEAST_BESIDE_BAND: i64 = 14;
/// Between a band of notes and the text, in em of the body (JLREQ 4.2.7).
const BAND_GAP: i64 = 2;
/// A band of notes has at least so many characters.
const LEAST_BAND: i64 = 10;

/// The parts of the type area along the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRoom {
    pub columns: usize,
    /// The inline size of a column: whole em of the body (requirement COL-01).
    pub measure: Length,
    /// From the start of a column to the start of the next.
    pub step: Length,
    pub notes: PageNotes,
}

/// Where notes stand that belong to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNotes {
    /// At the block end of the page.
    Page,
    /// At the block end of the second of two facing pages.
    Spread,
    Band(Band),
}

/// A band of notes beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Whole em of the note.
    pub measure: Length,
    pub edge: BandEdge,
}

/// Which end of the type area's lines a band takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandEdge {
    Start,
    End,
    /// The fore-edge.
    Outer,
}

/// Divides the type area as the edition says, else its theme. What leaves too little room is a finding, and does without.
pub fn text_room(styled: &Styled, edition: &Edition, report: &mut Report) -> TextRoom {
    let (area, theme) = (&styled.area, &styled.theme);
    let em = area.grid.em;
    check(area, edition, report);
    let wanted = edition.layout.columns.unwrap_or(match area.mode {
        WritingMode::VerticalRl => theme.columns.vertical,
        WritingMode::HorizontalTb => theme.columns.horizontal,
    });
    let gap = theme.columns.gap.of(em);
    let measure_of = |columns: i64| em * (area.measure() - gap * (columns - 1)).divide(em * columns);
    let wanted = i64::from(wanted.clamp(1, 4));
    let columns = (1..=wanted).rev().find(|&columns| columns == 1 || measure_of(columns) >= em * LEAST_COLUMN).unwrap_or(1);
    if columns < wanted {
        let mut finding = Diagnostic::new(Code::NarrowColumns).with("wanted", wanted).with("columns", columns);
        finding.edition = Some(edition.name.clone());
        report.add(finding);
    }
    let style = note_rules(edition).style;
    if columns > 1 {
        let measure = measure_of(columns);
        let step = (area.measure() - measure).scale(1, columns - 1);
        return TextRoom { columns: usize::try_from(columns).unwrap_or(1), measure, step, notes: PageNotes::Page };
    }
    let whole = |notes| TextRoom { columns: 1, measure: area.measure(), step: Length::ZERO, notes };
    let edge = match (style, area.mode) {
        (NoteStyle::Head, WritingMode::VerticalRl) => BandEdge::Start,
        (NoteStyle::Foot, WritingMode::VerticalRl) => BandEdge::End,
        (NoteStyle::Head | NoteStyle::Side, WritingMode::HorizontalTb) => BandEdge::Outer,
        (NoteStyle::Spread | NoteStyle::Side, WritingMode::VerticalRl) => return whole(PageNotes::Spread),
        (NoteStyle::Foot | NoteStyle::Spread, WritingMode::HorizontalTb) => return whole(PageNotes::Page),
        (NoteStyle::Page | NoteStyle::Chapter | NoteStyle::Book | NoteStyle::Inline, _) => return whole(PageNotes::Page),
    };
    let note = styled.size(theme.note.size);
    let measure = |characters: i64| em * (area.measure() - note * characters - em * BAND_GAP).divide(em);
    let band = (LEAST_BAND.min(theme.note.band)..=theme.note.band).rev().find(|&band| measure(band) >= em * LEAST_BESIDE_BAND);
    match band {
        Some(band) => {
            TextRoom { measure: measure(band), notes: PageNotes::Band(Band { measure: note * band, edge }), ..whole(PageNotes::Page) }
        }
        None => {
            let mut finding = Diagnostic::new(Code::NarrowBand).with("characters", area.characters);
            finding.edition = Some(edition.name.clone());
            report.add(finding);
            whole(PageNotes::Page)
        }
    }
}

/// Text needs a few lines of a few characters; a page of less is refused.
fn check(area: &TypeArea, edition: &Edition, report: &mut Report) {
    if area.lines >= LEAST_LINES && area.characters >= LEAST_CHARACTERS {
        return;
    }
    let mut finding = Diagnostic::new(Code::SmallPage).with("page", &edition.page.0).with("lines", area.lines);
    finding = finding.with("characters", area.characters).with("least", LEAST_LINES).with("enough", LEAST_CHARACTERS);
    finding.edition = Some(edition.name.clone());
    report.add(finding);
}

/// What the edition, else its theme, says about notes.
pub fn note_rules(edition: &Edition) -> NoteRules {
    let theme = cascade(edition, &mut Report::default()).theme;
    let layout = &edition.layout;
    let style = layout.notes.unwrap_or(match edition.direction {
        WritingMode::VerticalRl => theme.note.vertical,
        WritingMode::HorizontalTb => theme.note.horizontal,
    });
    let marks = layout.note_marks.clone().unwrap_or(theme.note.marks);
    let figures = layout.figure_numbers.unwrap_or(theme.figure.numbers);
    NoteRules { style, numbering: layout.note_numbers.unwrap_or(theme.note.numbers), marks, figures }
}
