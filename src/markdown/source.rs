//! A manuscript file as comrak sees it, and the way back from lines and columns to bytes.

use std::ops::Range;
use std::sync::Arc;

use comrak::nodes::Sourcepos;

use super::mask::mask;
use crate::diag::FileId;
use crate::diag::Span;

/// A file's text, the text given to comrak (byte for byte as long, notation of our own masked), and where its lines begin.
pub(super) struct Source {
    pub file: FileId,
    pub original: Arc<str>,
    /// What comrak reads: the file from byte `base` on, perhaps to an end before its own.
    pub masked: String,
    base: usize,
    /// Bytes at the start of `masked` that are not the file's.
    lead: usize,
    /// The byte of the file at which each line of `masked` begins; the first lies before `base` when there is a lead.
    lines: Vec<isize>,
}

impl Source {
    /// The file from byte `base` on, which is after its front matter.
    pub fn new(file: FileId, original: Arc<str>, base: usize) -> Source {
        let end = original.len();
        Source::part(file, original, base..end, "")
    }

    /// A piece of the same file, with a text of ours before it.
    pub fn fragment(&self, range: Range<usize>, lead: &str) -> Source {
        Source::part(self.file, Arc::clone(&self.original), range, lead)
    }

    fn part(file: FileId, original: Arc<str>, range: Range<usize>, lead: &str) -> Source {
        let masked = format!("{lead}{}", mask(&original[range.clone()]));
        let bytes = masked.as_bytes();
        let first = range.start as isize - lead.len() as isize;
        let mut lines = vec![first];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                lines.push(first + at as isize + 1);
            }
        }
        Source { file, original, masked, base: range.start, lead: lead.len(), lines }
    }

    /// The byte of the file at which the part begins.
    pub fn base(&self) -> usize {
        self.base
    }

    /// The byte after the part's last.
    fn end(&self) -> usize {
        self.base + self.masked.len() - self.lead
    }

    /// The byte of the file at a line and column of comrak's, both from 1.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.end() as isize);
        self.boundary(start + column.saturating_sub(1) as isize)
    }

    /// The bytes of a line, without its end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.offset(line, 1);
        let end = self.offset(line + 1, 1).max(start);
        let text = self.original[start..end].trim_end_matches(['\n', '\r']);
        start..start + text.len()
    }

    /// The nearest character boundary of the part at or before a byte.
    fn boundary(&self, at: isize) -> usize {
        let mut at = (at.max(self.base as isize) as usize).min(self.end());
        while !self.original.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The bytes that a node stands for.
    pub fn range(&self, place: Sourcepos) -> Range<usize> {
        let start = self.offset(place.start.line, place.start.column);
        // The end names the last byte; a column of 0 means the end of the line before.
        let line = self.lines.get(place.end.line.saturating_sub(1)).copied().unwrap_or(self.end() as isize);
        let mut end = ((line + place.end.column as isize).max(self.base as isize) as usize).min(self.end());
        while !self.original.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// The masked text from a byte of the file on.
    pub fn masked_from(&self, at: usize) -> &str {
        self.masked.get(at + self.lead - self.base..).unwrap_or_default()
    }
}
