//! The room that pages have.

use crate::geom::Length;
use crate::geom::WritingMode;
use crate::style::Grid;

/// Lines, columns and notes of a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub mode: WritingMode,
    pub grid: Grid,
    /// Lines on a page.
    pub lines: i64,
    pub columns: usize,
    /// From the start of a column to the start of the next.
    pub column_step: Length,
    /// Whether the columns of a part's last page end together.
    pub balance: Balance,
    pub notes: NoteRoom,
    pub note_size: Length,
    pub note_pitch: Length,
    /// Between the last body line and the first note, the rule included.
    pub note_separation: Length,
    /// Whether parts may ask for the next recto or verso.
    pub leaves: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Balance {
    /// Columns end together.
    Level,
    /// Columns are filled one after the other.
    Filled,
}

/// Where notes that belong to pages stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoteRoom {
    /// At the block end of each page.
    Page,
    /// At the block end of each pair of facing pages.
    Spread,
    /// In a band beside the text.
    Band,
}

impl Room {
    /// The block size of this many lines of notes with what separates them from the body.
    pub fn notes_extent(&self, lines: usize) -> Length {
        match i64::try_from(lines) {
            Ok(0) | Err(_) => Length::ZERO,
            Ok(lines) => self.note_separation + self.note_pitch * (lines - 1) + self.note_size,
        }
    }

    /// Whether so many body lines and note lines fit in a column of `of` lines.
    pub fn fits(&self, of: i64, body: i64, notes: usize) -> bool {
        self.grid.extent(body) + self.notes_extent(notes) <= self.grid.extent(of)
    }

    /// The most note lines beside so many body lines in a column of `of` lines.
    pub fn note_lines(&self, of: i64, body: i64) -> usize {
        let rest = self.grid.extent(of) - self.grid.extent(body) - self.note_separation - self.note_size;
        if rest < Length::ZERO { 0 } else { usize::try_from(rest.divide(self.note_pitch) + 1).unwrap_or(0) }
    }

    /// The body lines that so many note lines leave of a page.
    pub fn body_lines(&self, notes: usize) -> i64 {
        (0..=self.lines).rev().find(|&body| self.fits(self.lines, body, notes)).unwrap_or(0)
    }
}
