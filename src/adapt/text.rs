//! The conversions and settings, paragraph by paragraph.

use super::flat::{Edit, apply, flatten, wrap};
use super::numbers::{self, han_digits};
use super::punctuation;
use super::quotes::{Marks, QuotePairs, join_paragraphs};
use super::{Rule, Substitution};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Style;
use crate::book::TextRun;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::geom::WritingMode;
use crate::manuscript::Edition;
use crate::manuscript::PunctuationConversion;
use crate::manuscript::QuoteConversion;
use crate::unicode::Language;

/// Converts all text of the book and returns what it replaced.
pub fn convert(book: &mut Book, edition: &Edition, report: &mut Report) -> Vec<Substitution> {
    let mut ids = std::mem::take(&mut book.ids);
    let mut converter = Converter { edition, substitutions: Vec::new(), findings: Vec::new(), ids: &mut ids };
    for division in &mut book.divisions {
        let metadata = &mut division.metadata;
        let singles = [&mut metadata.kicker, &mut metadata.title, &mut metadata.subtitle, &mut metadata.lead].into_iter().flatten();
        for content in singles.chain(metadata.byline.iter_mut().map(|(_, name)| name)) {
            converter.series(vec![content], edition.direction);
        }
        join_roles(&mut metadata.byline);
        converter.blocks(&mut division.blocks, edition.direction);
        for note in &mut division.notes {
            converter.blocks(&mut note.blocks, edition.direction);
        }
    }
    let Converter { mut substitutions, mut findings, .. } = converter;
    substitutions.sort_by_key(|substitution| substitution.span);
    findings.sort_by_key(|finding| finding.span);
    findings.into_iter().for_each(|finding| report.add(finding));
    book.ids = ids;
    substitutions
}

/// In a byline several names under one role have its word once, before the first.
fn join_roles(byline: &mut [(Option<String>, Vec<Inline>)]) {
    let mut last: Option<String> = None;
    for (role, _) in byline {
        if role.is_some() && *role == last {
            *role = None;
        } else {
            last.clone_from(role);
        }
    }
}

struct Converter<'a> {
    edition: &'a Edition,
    substitutions: Vec<Substitution>,
    findings: Vec<Diagnostic>,
    ids: &'a mut NodeIds,
}

impl Converter<'_> {
    fn blocks(&mut self, blocks: &mut [Block], direction: WritingMode) {
        let mut paragraphs = Vec::new();
        for block in blocks {
            match &mut block.kind {
                BlockKind::Paragraph(content) => paragraphs.push(content),
                BlockKind::Heading(heading) => {
                    self.series(vec![&mut heading.content], direction);
                    self.plain(heading.short.iter_mut(), (block.span, &block.language), direction);
                }
                BlockKind::Figure(figure) => {
                    self.series(vec![&mut figure.caption], direction);
                    let alternatives = figure.pictures.iter_mut().map(|picture| &mut picture.file.alternative);
                    self.plain(alternatives.chain(&mut figure.credit), (block.span, &block.language), direction);
                }
                BlockKind::Table(table) => {
                    self.series(vec![&mut table.caption], direction);
                    for cell in table.rows.iter_mut().flatten() {
                        self.series(vec![&mut cell.content], direction);
                    }
                }
                BlockKind::Quotation(quotation) => {
                    self.blocks(&mut quotation.blocks, direction);
                    if let Some(source) = &mut quotation.source {
                        self.series(vec![source], direction);
                    }
                }
                BlockKind::List(list) => list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks, direction)),
                BlockKind::Container(Container::Direction(own), blocks) => {
                    let own = *own;
                    self.blocks(blocks, own);
                }
                BlockKind::Container(container, blocks) => {
                    if let Container::Box { title } = container {
                        self.plain(title.iter_mut(), (block.span, &block.language), direction);
                    }
                    self.blocks(blocks, direction);
                }
                BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
            }
        }
        self.series(paragraphs, direction);
    }

    /// Texts without markup: their marks are converted; how numbers stand is not theirs to say.
    fn plain<'t>(&mut self, texts: impl Iterator<Item = &'t mut String>, place: (Option<Span>, &Language), direction: WritingMode) {
        let (span, language) = place;
        for text in texts.filter(|text| !text.is_empty()) {
            let run = TextRun { text: std::mem::take(text), language: language.clone(), map: SourceMap::default() };
            let mut content = vec![Inline { id: self.ids.fresh(), span, kind: InlineKind::Text(run) }];
            let (done, found) = (self.substitutions.len(), self.findings.len());
            self.marks(&mut [&mut content], direction);
            self.substitutions[done..].iter_mut().for_each(|substitution| substitution.span = span);
            self.findings[found..].iter_mut().for_each(|finding| finding.span = span);
            *text = plain_text(&content);
        }
    }

    /// Paragraphs that follow each other, so that a quotation may go over several.
    fn series(&mut self, mut paragraphs: Vec<&mut Vec<Inline>>, direction: WritingMode) {
        for content in &mut paragraphs {
            self.marked_han_digits(content, direction);
        }
        self.marks(&mut paragraphs, direction);
        if direction == WritingMode::VerticalRl {
            for content in paragraphs {
                self.numbers(content);
            }
        }
    }

    /// Quotation marks and punctuation, decided together on one view of the text.
    fn marks(&mut self, paragraphs: &mut [&mut Vec<Inline>], direction: WritingMode) {
        let region = self.edition.region;
        let quotes = match self.edition.text.quotes {
            QuoteConversion::Keep => None,
            QuoteConversion::Vertical if direction == WritingMode::HorizontalTb => None,
            QuoteConversion::Vertical | QuoteConversion::Region => QuotePairs::of(region, direction),
        };
        let punctuation = self.edition.text.punctuation == PunctuationConversion::Region;
        if quotes.is_none() && !punctuation {
            return;
        }
        let mut marks = Vec::with_capacity(paragraphs.len());
        let mut edits: Vec<Vec<Edit>> = Vec::with_capacity(paragraphs.len());
        for content in paragraphs.iter() {
            let chars = flatten(content);
            marks.push(if quotes.is_some() { Marks::find(&chars) } else { Marks::default() });
            edits.push(if punctuation { punctuation::edits(&chars, region, direction) } else { Vec::new() });
        }
        join_paragraphs(&mut marks);
        for ((content, marks), mut edits) in paragraphs.iter_mut().zip(marks).zip(edits) {
            if let Some(pairs) = quotes {
                let (of_quotes, unpaired) = marks.edits(pairs);
                edits.extend(of_quotes);
                edits.sort_by_key(|edit| (edit.run, edit.start));
                let runs = if unpaired.is_empty() { Vec::new() } else { runs_of(content) };
                for mark in unpaired {
                    let span = span_of(&runs, mark.run, mark.at, mark.character);
                    self.findings.push(Diagnostic::new(Code::UnpairedQuote).maybe_at(span).with("mark", mark.character));
                }
            }
            if !edits.is_empty() {
                apply(content, &edits, &mut self.substitutions);
            }
        }
    }

    fn numbers(&mut self, content: &mut Vec<Inline>) {
        let settings = numbers::settings(&flatten(content), self.edition.text.numbers);
        if !settings.wraps.is_empty() {
            // Edits and wraps never share a run's bytes, but edits move them: with Han digits there are both.
            if settings.edits.is_empty() {
                wrap(content, &settings.wraps, self.ids);
            } else {
                apply(content, &settings.edits, &mut self.substitutions);
                let again = numbers::settings(&flatten(content), self.edition.text.numbers);
                wrap(content, &again.wraps, self.ids);
            }
        } else if !settings.edits.is_empty() {
            apply(content, &settings.edits, &mut self.substitutions);
        }
    }

    /// Carries out `{.han}` and removes its node.
    fn marked_han_digits(&mut self, content: &mut Vec<Inline>, direction: WritingMode) {
        if !content.iter().any(has_han_digits) {
            return;
        }
        let mut result = Vec::with_capacity(content.len());
        for mut inline in content.drain(..) {
            match &mut inline.kind {
                InlineKind::Styled(Style::HanDigits { always }, inside) => {
                    if *always || direction == WritingMode::VerticalRl {
                        self.replace_digits(inside);
                    }
                    self.marked_han_digits(inside, direction);
                    result.append(inside);
                    continue;
                }
                InlineKind::Emphasis(inside)
                | InlineKind::Strong(inside)
                | InlineKind::Styled(_, inside)
                | InlineKind::Link { content: inside, .. } => self.marked_han_digits(inside, direction),
                InlineKind::Text(_)
                | InlineKind::Ruby(_)
                | InlineKind::Code(_)
                | InlineKind::Reference { .. }
                | InlineKind::NoteMark { .. }
                | InlineKind::Picture(_)
                | InlineKind::Gaiji(_)
                | InlineKind::LineBreak => {}
            }
            result.push(inline);
        }
        *content = result;
    }

    fn replace_digits(&mut self, content: &mut [Inline]) {
        let mut edits: Vec<Edit> = Vec::new();
        for char in flatten(content) {
            if char.run == u32::MAX || !char.character.is_ascii_digit() {
                continue;
            }
            let to = han_digits(char.character.encode_utf8(&mut [0; 4]));
            match edits.last_mut() {
                Some(last) if last.run == char.run && last.end == char.at => {
                    last.end += 1;
                    last.to.push_str(&to);
                }
                _ => edits.push(Edit { run: char.run, start: char.at, end: char.at + 1, to, rule: Rule::HanDigits }),
            }
        }
        apply(content, &edits, &mut self.substitutions);
    }
}

fn has_han_digits(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Styled(Style::HanDigits { .. }, _)) || inline.children().iter().any(has_han_digits)
}

/// The text runs in the order in which they are numbered.
fn runs_of(content: &[Inline]) -> Vec<&TextRun> {
    let mut runs = Vec::new();
    for inline in content {
        inline.walk(&mut |node| runs.extend(if let InlineKind::Text(run) = &node.kind { Some(run) } else { None }));
    }
    runs
}

/// The place in the file of a character of a run.
fn span_of(runs: &[&TextRun], run: u32, at: u32, character: char) -> Option<Span> {
    runs.get(run as usize)?.map.span(at as usize, at as usize + character.len_utf8())
}
