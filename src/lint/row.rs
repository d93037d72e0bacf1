//! The text of a paragraph in one row across its markup, each character with its place.

use std::ops::Range;

use super::found::Proposal;
use crate::adapt::Script;
use crate::adapt::addresses;
use crate::adapt::neighbours;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Sources;
use crate::diag::Span;
use crate::unicode::Language;
use crate::unicode::Region;

/// Stands for code and pictures.
const OBJECT: char = '\u{FFFC}';
/// Stands for a gaiji or a generated reference, which read as Han text does.
const GETA: char = '〓';
/// The run of what is no text of its own.
const NO_RUN: u32 = u32::MAX;

/// What a row is in its division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Of the front matter: read, but never changed.
    Headline,
    Heading,
    Paragraph,
    /// Lines that stay: verse, dialogue.
    Lines,
    Caption,
    Cell,
    /// Who is quoted.
    Source,
    /// Of the imprint, which has customs of its own.
    Colophon,
}

/// A paragraph's characters, one after the other.
pub struct Row<'a> {
    pub kind: RowKind,
    /// Rows of one number are paragraphs that follow each other.
    pub series: u32,
    /// Rows of one number belong to one stretch of text between headings, whatever blocks they stand in.
    pub section: u32,
    pub content: &'a [Inline],
    pub span: Option<Span>,
    pub region: Region,
    pub chars: Vec<char>,
    /// Run and byte in it.
    cells: Vec<(u32, u32)>,
    /// Text that rules may judge: no code, no address, no base of ruby, no other language.
    free: Vec<bool>,
    runs: Vec<(NodeId, &'a TextRun)>,
    /// The script of the nearest character on each side that has one.
    pub before: Vec<Script>,
    pub after: Vec<Script>,
}

/// Whether the author has said how characters stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setting {
    Running,
    Chosen,
}

/// All rows of the manuscript in reading order, notes after their division.
pub fn rows(book: &Book) -> Vec<Row<'_>> {
    let mut collector = Collector { rows: Vec::new(), series: 0, section: 0, singles: u32::MAX };
    for division in &book.divisions {
        for text in division.headline() {
            collector.single(RowKind::Headline, text, &division.language, None);
        }
        collector.section += 1;
        collector.blocks(&division.blocks, RowKind::Paragraph);
        for note in &division.notes {
            collector.section += 1;
            collector.blocks(&note.blocks, RowKind::Paragraph);
        }
    }
    collector.rows
}

/// Formulas between dollar signs, which are kept as they are written.
fn formulas(characters: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, _) in characters.iter().enumerate().filter(|(_, character)| **character == '$') {
        let closes = at > 0 && !characters[at - 1].is_whitespace();
        match open {
            Some(start) if closes => {
                found.push(start..at + 1);
                open = None;
            }
            _ => open = characters.get(at + 1).filter(|next| !next.is_whitespace()).map(|_| at),
        }
    }
    found
}

struct Collector<'a> {
    rows: Vec<Row<'a>>,
    series: u32,
    section: u32,
    /// Sections of rows that stand by themselves, counted downwards.
    singles: u32,
}

impl<'a> Collector<'a> {
    fn blocks(&mut self, blocks: &'a [Block], paragraph: RowKind) {
        self.series += 1;
        for block in blocks {
            let (language, span) = (&block.language, block.span);
            match &block.kind {
                BlockKind::Paragraph(content) => self.rows.push(Row::new(paragraph, (self.series, self.section), content, language, span)),
                BlockKind::Heading(heading) => {
                    self.single(RowKind::Heading, &heading.content, language, span);
                    self.section += 1;
                }
                BlockKind::Figure(figure) => self.single(RowKind::Caption, &figure.caption, language, span),
                BlockKind::Table(table) => {
                    self.single(RowKind::Caption, &table.caption, language, span);
                    for cell in table.rows.iter().flatten() {
                        self.single(RowKind::Cell, &cell.content, language, span);
                    }
                }
                BlockKind::Quotation(quotation) => {
                    self.blocks(&quotation.blocks, paragraph);
                    if let Some(source) = &quotation.source {
                        self.single(RowKind::Source, source, language, span);
                    }
                    self.series += 1;
                }
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, paragraph));
                    self.series += 1;
                }
                BlockKind::Container(container, blocks) => {
                    let inside = match container {
                        Container::Verse | Container::Dialogue => RowKind::Lines,
                        Container::Colophon => RowKind::Colophon,
                        Container::Box { .. }
                        | Container::Lead
                        | Container::PullQuote
                        | Container::Direction(_)
                        | Container::Placed(_)
                        | Container::Plain => paragraph,
                    };
                    self.blocks(blocks, inside);
                    self.series += 1;
                }
                BlockKind::SceneBreak => self.series += 1,
                BlockKind::Code { .. } | BlockKind::Break(_) | BlockKind::Contents => {}
            }
        }
    }

    fn single(&mut self, kind: RowKind, content: &'a [Inline], language: &'a Language, span: Option<Span>) {
        self.series += 1;
        if !content.is_empty() {
            self.singles -= 1;
            self.rows.push(Row::new(kind, (self.series, self.singles), content, language, span));
        }
        self.series += 1;
    }
}

impl<'a> Row<'a> {
    fn new(kind: RowKind, place: (u32, u32), content: &'a [Inline], language: &Language, span: Option<Span>) -> Row<'a> {
        let (series, section) = place;
        let region = language.region();
        let (chars, cells, free, runs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (before, after) = (Vec::new(), Vec::new());
        let mut row = Row { kind, series, section, content, span, region, chars, cells, free, runs, before, after };
        row.add(content, Setting::Running);
        let kept = addresses(&row.chars);
        row.free.iter_mut().zip(kept).for_each(|(free, kept)| *free &= !kept);
        for range in formulas(&row.chars) {
            row.free[range].fill(false);
        }
        (row.before, row.after) = neighbours(&row.chars);
        row
    }

    fn add(&mut self, content: &'a [Inline], setting: Setting) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(run) => {
                    let (number, own) = (self.runs.len() as u32, run.language.region() == self.region && setting == Setting::Running);
                    for (at, character) in run.text.char_indices() {
                        self.push(character, (number, at as u32), own);
                    }
                    self.runs.push((inline.id, run));
                }
                InlineKind::Ruby(ruby) => {
                    let bases = ruby.segments.iter().flat_map(|segment| segment.base.text.chars());
                    bases.for_each(|character| self.push(character, (NO_RUN, 0), false));
                }
                InlineKind::Code(_) | InlineKind::Picture(_) => self.push(OBJECT, (NO_RUN, 0), false),
                InlineKind::Gaiji(_) | InlineKind::Reference { .. } => self.push(GETA, (NO_RUN, 0), false),
                InlineKind::LineBreak => self.push('\n', (NO_RUN, 0), false),
                InlineKind::NoteMark { .. } => {}
                InlineKind::Styled(Style::TateChuYoko | Style::Upright | Style::Sideways, content) => self.add(content, Setting::Chosen),
                InlineKind::Styled(_, content)
                | InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Link { content, .. } => self.add(content, setting),
            }
        }
    }

    fn push(&mut self, character: char, cell: (u32, u32), free: bool) {
        self.chars.push(character);
        self.cells.push(cell);
        self.free.push(free);
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether the row is in a language whose marks are full-width.
    pub fn is_full_width(&self) -> bool {
        match self.region {
            Region::Taiwan | Region::HongKong | Region::Mainland | Region::Japan => true,
            Region::Korea | Region::Western => false,
        }
    }

    pub fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub fn previous(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    pub fn is_free(&self, range: Range<usize>) -> bool {
        self.free[range].iter().all(|free| *free)
    }

    /// Whether Han text stands beside: before it, or after it where nothing before it says what it is.
    pub fn in_han(&self, range: &Range<usize>) -> bool {
        match self.before[range.start] {
            Script::Han => true,
            Script::Latin => false,
            Script::Neutral => self.after[range.end - 1] == Script::Han,
        }
    }

    /// The run of equal membership that begins at `at`.
    pub fn run_of(&self, at: usize, is_part: impl Fn(char) -> bool) -> Range<usize> {
        let length = self.chars[at..].iter().take_while(|character| is_part(**character)).count();
        at..at + length
    }

    pub fn text(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }

    /// The place in the file; none for what is no text of its own.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let place = |index: usize| {
            let (run, at) = self.cells[index];
            let at = at as usize;
            self.runs.get(run as usize)?.1.map.span(at, at + self.chars[index].len_utf8())
        };
        let (first, last) = (place(range.start)?, place(range.end.max(range.start + 1) - 1)?);
        Some(if first.file == last.file { first.to(last) } else { first })
    }

    /// The row's index of a byte of a run.
    pub fn index_of(&self, run: u32, at: u32) -> Option<usize> {
        self.cells.iter().position(|cell| *cell == (run, at))
    }

    /// What would replace these characters; none when they do not stand together in one run of text.
    pub fn replace(&self, range: Range<usize>, to: impl Into<String>) -> Option<Proposal> {
        let (run, start) = self.cells[range.start];
        let (last, at) = self.cells[range.end.max(range.start + 1) - 1];
        if run != last || run == NO_RUN || self.kind == RowKind::Headline {
            return None;
        }
        let end = at as usize + self.chars[range.end - 1].len_utf8();
        let span = self.span(range.clone())?;
        let node = self.runs[run as usize].0;
        Some(Proposal { node, range: start as usize..end, span, from: self.text(range), to: to.into() })
    }

    /// Whether the file has these characters themselves, not an entity or an escape for them.
    pub fn is_literal(&self, range: Range<usize>, sources: &Sources) -> bool {
        let Some(span) = self.span(range.clone()) else { return false };
        let written = sources.file(span.file).text.get(span.start as usize..span.end as usize);
        written.is_some_and(|written| written == self.text(range))
    }
}
