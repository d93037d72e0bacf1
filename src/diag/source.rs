//! The author's files as places that findings can point to.

use std::sync::Arc;
use std::sync::OnceLock;

/// A file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

/// A file of the author's, as text.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as the author would write it, relative to the project folder, with `/`.
    pub name: String,
    pub text: Arc<str>,
    /// Where lines begin; made when first asked for.
    line_starts: OnceLock<Vec<usize>>,
}

/// All files that spans point into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

/// A place for people: line and column from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Sources {
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("the number of files is limited where they are read"));
        self.files.push(SourceFile { name: name.into(), text: text.into(), line_starts: OnceLock::new() });
        id
    }

    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter()
    }

    pub fn position(&self, span: Span) -> Position {
        let text = &self.file(span.file).text;
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let starts = self.file(span.file).line_starts();
        let line = starts.partition_point(|&line_start| line_start <= start);
        Position { line, column: text[starts[line - 1]..start].chars().count() + 1 }
    }
}

impl SourceFile {
    fn line_starts(&self) -> &[usize] {
        let after_feeds = || self.text.match_indices('\n').map(|(at, _)| at + 1);
        self.line_starts.get_or_init(|| std::iter::once(0).chain(after_feeds()).collect())
    }
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file, start: clamp(start), end: clamp(end) }
    }

    /// The span from the start of this one to the end of the other; both lie in one file.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end, ..self }
    }
}

/// Where one piece of a text run comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Byte for byte the bytes of the file from this span's start on.
    Copied(Span),
    /// Stands for the whole span: an entity, an escape, a conversion.
    Replaced(Span),
}

/// Which bytes of the file each byte of a text run comes from: pieces in order, each with its first byte in the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pieces: Vec<(u32, Origin)>,
}

impl SourceMap {
    /// A map for text that was copied in one piece.
    pub fn copied(span: Span) -> SourceMap {
        SourceMap { pieces: vec![(0, Origin::Copied(span))] }
    }

    /// Adds the piece that begins at byte `at` of the run; pieces come in order.
    pub fn push(&mut self, at: usize, origin: Origin) {
        self.pieces.push((u32::try_from(at).unwrap_or(u32::MAX), origin));
    }

    /// The span in the file of bytes `start..end` of the run; none for generated text.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        let first = self.lookup(start)?;
        let last = if end > start { self.lookup(end - 1)? } else { first };
        Some(Span { file: first.file, start: first.start, end: if last.file == first.file { last.end.max(first.end) } else { first.end } })
    }

    /// The map of bytes `start..end` of the run as a run of its own.
    pub fn slice(&self, start: usize, end: usize) -> SourceMap {
        let mut slice = SourceMap::default();
        slice.append(0, self, start, end);
        slice
    }

    /// Goes on, from byte `at` of this run, with the pieces of bytes `start..end` of another run.
    pub fn append(&mut self, at: usize, other: &SourceMap, start: usize, end: usize) {
        let first = other.pieces.partition_point(|&(piece, _)| piece as usize <= start).saturating_sub(1);
        for &(piece, origin) in &other.pieces[first..] {
            let piece = piece as usize;
            if piece >= end || start >= end {
                break;
            }
            let skipped = start.saturating_sub(piece);
            let origin = match origin {
                Origin::Copied(span) => Origin::Copied(Span { start: span.start.saturating_add(skipped as u32), ..span }),
                Origin::Replaced(span) => Origin::Replaced(span),
            };
            self.push(at + piece.max(start) - start, origin);
        }
    }

    /// The span of the single byte at `at`.
    fn lookup(&self, at: usize) -> Option<Span> {
        let index = self.pieces.partition_point(|&(start, _)| start as usize <= at).checked_sub(1)?;
        let (start, origin) = self.pieces[index];
        Some(match origin {
            Origin::Copied(span) => {
                let byte = span.start + (at as u32 - start);
                Span { file: span.file, start: byte, end: byte + 1 }
            }
            Origin::Replaced(span) => span,
        })
    }

    pub fn pieces(&self) -> &[(u32, Origin)] {
        &self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "一二\n三四五");
        assert_eq!(sources.position(Span::new(file, 10, 13)), Position { line: 2, column: 2 });
    }

    #[test]
    fn a_slice_of_a_map_points_to_the_same_places() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "ab&amp;cd");
        let mut map = SourceMap::default();
        map.push(0, Origin::Copied(Span::new(file, 0, 2)));
        map.push(2, Origin::Replaced(Span::new(file, 2, 7)));
        map.push(3, Origin::Copied(Span::new(file, 7, 9)));
        for (start, end) in [(0, 5), (1, 3), (1, 5), (2, 4), (4, 5)] {
            let slice = map.slice(start, end);
            for at in start..end {
                assert_eq!(slice.span(at - start, at - start + 1), map.span(at, at + 1), "{at} of {start}..{end}");
            }
        }
        assert_eq!(map.slice(3, 3).pieces(), []);
    }

    #[test]
    fn a_map_sees_through_an_entity() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "a&amp;b");
        let mut map = SourceMap::default();
        map.push(0, Origin::Copied(Span::new(file, 0, 1)));
        map.push(1, Origin::Replaced(Span::new(file, 1, 6)));
        map.push(2, Origin::Copied(Span::new(file, 6, 7)));
        assert_eq!(map.span(1, 2), Some(Span::new(file, 1, 6)));
        assert_eq!(map.span(0, 3), Some(Span::new(file, 0, 7)));
        assert_eq!(map.span(2, 3), Some(Span::new(file, 6, 7)));
    }
}
