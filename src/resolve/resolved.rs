//! The side tables of an edition's tree.

use super::anchor::{Anchors, title_identifier, xml_name};
use super::figures::number_figures;
use super::heading_number::{HeadingNumbers, number_headings};
use super::index::{IndexEntry, index};
use super::notes::{NotePlace, NoteRules, number_notes};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::TextRun;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::manuscript::FigureNumbering;
use crate::unicode::Language;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What numbering, references and contents add to a tree, by node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Notes in the order of their first marks, from 1 for the book or for each file. A note that nothing marks has no number, nor has
    /// one in the line.
    pub note_numbers: BTreeMap<NodeId, u32>,
    /// The numbers as they are printed.
    pub note_labels: BTreeMap<NodeId, String>,
    /// Where notes stand that do not stand with the page of their mark.
    pub note_places: BTreeMap<NodeId, NotePlace>,
    /// The marks of each note in reading order.
    pub note_marks: BTreeMap<NodeId, Vec<NodeId>>,
    /// Nodes by the author's identifier, without `#`.
    pub targets: BTreeMap<String, NodeId>,
    /// Stable identifiers, valid XML names: of divisions, headings, figures, tables, notes, note marks, and of whatever the author gave
    /// one.
    pub anchors: BTreeMap<NodeId, String>,
    /// The index of the division that each anchored node stands in.
    pub homes: BTreeMap<NodeId, usize>,
    pub contents: Vec<ContentsEntry>,
    /// The generated text of cross references, by the referring node; those to pages are known when pages are.
    pub references: BTreeMap<NodeId, String>,
    /// Labels such as 圖2 of figures with a caption: of all when anything refers to a figure or the edition asks for it, else none.
    pub figure_numbers: BTreeMap<NodeId, String>,
    /// Words of the index in their order.
    pub index: Vec<IndexEntry>,
    /// Of the first text in a place that the index names: that place.
    pub index_places: BTreeMap<NodeId, NodeId>,
    /// Labels such as 第一章, of headings whose level is numbered.
    pub heading_numbers: BTreeMap<NodeId, String>,
    /// As `figure_numbers`, for tables.
    pub table_numbers: BTreeMap<NodeId, String>,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// A heading, or the division whose headline block is the title.
    pub node: NodeId,
    /// 1 to 6.
    pub level: u8,
    /// Without note marks and anchors, its number before it; the nodes keep their ids.
    pub title: Vec<Inline>,
    /// Base text of the title, with its number.
    pub plain: String,
    /// Index of the division.
    pub division: usize,
}

impl ContentsEntry {
    /// Puts a number before the title, an em of white between them (requirement HED-10).
    fn number(&mut self, number: &str, language: &Language) {
        let text = format!("{number}\u{3000}");
        self.plain.insert_str(0, &text);
        let run = TextRun { text, language: language.clone(), map: SourceMap::default() };
        self.title.insert(0, Inline { id: self.node, span: None, kind: InlineKind::Text(run) });
    }
}

impl Resolved {
    /// The node that `#id` or `id` names.
    pub fn target(&self, identifier: &str) -> Option<NodeId> {
        self.targets.get(identifier.strip_prefix('#').unwrap_or(identifier)).copied()
    }

    /// The texts that numbering, references and contents add, for the stream of generated text: contents, then references, then
    /// labels, then note numbers, each in the order of its nodes.
    pub fn generated_text(&self) -> Vec<String> {
        let contents = self.contents.iter().map(|entry| entry.plain.clone());
        let references = self.references.values().cloned();
        let labels = self.heading_numbers.values().chain(self.figure_numbers.values()).chain(self.table_numbers.values()).cloned();
        contents.chain(references).chain(labels).chain(self.note_labels.values().cloned()).collect()
    }
}

/// [`resolve_with`] without numbers of headings.
pub fn resolve(book: &Book, report: &mut Report) -> Resolved {
    resolve_with(book, &HeadingNumbers::default(), report)
}

/// Numbers notes and headings, names nodes, finds targets, lists contents and writes the text of references.
pub fn resolve_with(book: &Book, numbers: &HeadingNumbers, report: &mut Report) -> Resolved {
    resolve_for(book, numbers, &NoteRules::default(), report)
}

/// As [`resolve`], with the edition's rules for notes.
pub fn resolve_for(book: &Book, numbers: &HeadingNumbers, notes: &NoteRules, report: &mut Report) -> Resolved {
    let mut resolved = Resolved { heading_numbers: number_headings(book, numbers), ..Resolved::default() };
    number_notes(book, notes, &mut resolved);
    name_nodes(book, &mut resolved, report);
    list_contents(book, &mut resolved);
    resolved.index = index(book).1;
    write_references(book, notes.figures, &mut resolved, report);
    resolved
}

fn name_nodes(book: &Book, resolved: &mut Resolved, report: &mut Report) {
    collect_targets(book, resolved, report);
    collect_titles(book, resolved);
    let mut anchors = Anchors::new(resolved.anchors.values().cloned().collect());
    for (index, division) in book.divisions.iter().enumerate() {
        if let Some(single) = generated_name(division) {
            resolved.anchors.entry(division.id).or_insert_with(|| anchors.make_single(single));
            resolved.homes.insert(division.id, index);
        }
        let mut name = |node: NodeId, kind: &str, text: &str| {
            resolved.anchors.entry(node).or_insert_with(|| anchors.make(kind, text));
            resolved.homes.insert(node, index);
        };
        if division.role == DivisionRole::Body {
            name(division.id, "part", &division.name);
        }
        division.walk(&mut |block| match &block.kind {
            BlockKind::Heading(heading) => name(block.id, "h", &plain_text(&heading.content)),
            BlockKind::Figure(figure) => {
                let files: Vec<&str> = figure.pictures.iter().map(|picture| picture.file.path.as_str()).collect();
                name(block.id, "fig", &format!("{} {}", files.join(" "), plain_text(&figure.caption)));
            }
            BlockKind::Table(table) => {
                let head = table.rows.first().map(|row| row.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>().join(" "));
                name(block.id, "tbl", &format!("{} {}", plain_text(&table.caption), head.unwrap_or_default()));
            }
            BlockKind::Paragraph(_)
            | BlockKind::Quotation(_)
            | BlockKind::List(_)
            | BlockKind::Code { .. }
            | BlockKind::Container(..)
            | BlockKind::SceneBreak
            | BlockKind::Break(_)
            | BlockKind::Contents => {}
        });
        for note in &division.notes {
            let mut text = String::new();
            note.blocks.iter().for_each(|block| block.walk_inlines(&mut |node| append_own_text(node, &mut text)));
            name(note.id, "n", &text);
        }
    }
    for place in index(book).0 {
        resolved.anchors.entry(place.node).or_insert_with(|| anchors.make("index", &place.word));
        resolved.homes.insert(place.node, place.division);
        resolved.index_places.insert(place.text, place.node);
    }
    for (note, marks) in &resolved.note_marks {
        let Some(of_note) = resolved.anchors.get(note).cloned() else { continue };
        for mark in marks {
            resolved.anchors.insert(*mark, anchors.make("mark", &of_note));
            resolved.homes.insert(*mark, resolved.homes[note]);
        }
    }
}

/// The author's identifiers: of blocks and of anchors in the text.
fn collect_targets(book: &Book, resolved: &mut Resolved, report: &mut Report) {
    let mut taken = BTreeSet::new();
    for (index, division) in book.divisions.iter().enumerate() {
        let mut found: Vec<(&str, NodeId, Option<Span>)> = Vec::new();
        found.extend(division.metadata.identifier.as_deref().map(|identifier| (identifier, division.id, None)));
        division.walk(&mut |block| found.extend(block.identifier.as_deref().map(|identifier| (identifier, block.id, block.span))));
        division.walk_inlines(&mut |node| {
            if let InlineKind::Styled(Style::Anchor(identifier), _) = &node.kind {
                found.push((identifier, node.id, node.span));
            }
        });
        for (identifier, node, span) in found {
            if resolved.targets.contains_key(identifier) {
                report.add(Diagnostic::new(Code::DuplicateIdentifier).maybe_at(span).with("identifier", identifier));
                continue;
            }
            resolved.targets.insert(identifier.to_owned(), node);
            let mut name = xml_name(identifier);
            while !taken.insert(name.clone()) {
                name.push('-');
            }
            resolved.anchors.insert(node, name);
            resolved.homes.insert(node, index);
        }
    }
}

/// Headings are also found by their words as Markdown readers name them: `#two-words` for "Two words". The author's identifiers
/// come first, then the first heading of these words.
fn collect_titles(book: &Book, resolved: &mut Resolved) {
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Heading(heading) = &block.kind {
                resolved.targets.entry(title_identifier(&plain_text(&heading.content))).or_insert(block.id);
            }
        });
    }
}

fn append_own_text(node: &Inline, text: &mut String) {
    if let InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Ruby(_) = node.kind {
        text.push_str(&plain_text(std::slice::from_ref(node)));
    }
}

/// Generated divisions stand once in a book.
fn generated_name(division: &Division) -> Option<&str> {
    match division.role {
        DivisionRole::Cover => Some("cover"),
        DivisionRole::Title => Some(&division.name),
        DivisionRole::Index => Some("index"),
        DivisionRole::Contents => Some("contents"),
        DivisionRole::Colophon => Some("colophon"),
        DivisionRole::Body => None,
    }
}

fn list_contents(book: &Book, resolved: &mut Resolved) {
    for (index, division) in book.divisions.iter().enumerate() {
        if division.role != DivisionRole::Body {
            continue;
        }
        let mut headings = Vec::new();
        collect_headings(&division.blocks, &mut headings);
        let has_first_level = headings.iter().any(|(_, level, _)| *level == 1);
        if let Some(title) = division.metadata.title.as_deref().filter(|_| !has_first_level) {
            resolved.contents.push(entry(division.id, 1, title, index));
        }
        for (node, level, title) in headings {
            let mut entry = entry(node, level, title, index);
            if let Some(number) = resolved.heading_numbers.get(&node) {
                entry.number(number, &division.language);
            }
            resolved.contents.push(entry);
        }
    }
}

/// Headings of the text itself; those inside quotations and notes belong to what is quoted.
fn collect_headings<'a>(blocks: &'a [Block], headings: &mut Vec<(NodeId, u8, &'a [Inline])>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => headings.push((block.id, heading.level, &heading.content)),
            BlockKind::Container(_, blocks) => collect_headings(blocks, headings),
            BlockKind::Paragraph(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Quotation(_)
            | BlockKind::List(_)
            | BlockKind::Code { .. }
            | BlockKind::SceneBreak
            | BlockKind::Break(_)
            | BlockKind::Contents => {}
        }
    }
}

fn entry(node: NodeId, level: u8, title: &[Inline], division: usize) -> ContentsEntry {
    let title = without_marks(title);
    let plain = plain_text(&title);
    ContentsEntry { node, level, title, plain, division }
}

/// A title as it stands in contents and running heads: no note marks, no anchors, no index entries, no line ends.
fn without_marks(content: &[Inline]) -> Vec<Inline> {
    let mut kept = Vec::new();
    for inline in content {
        let kind = match &inline.kind {
            InlineKind::NoteMark { .. } | InlineKind::LineBreak => continue,
            InlineKind::Styled(Style::Anchor(_) | Style::Index(_), content) | InlineKind::Link { content, .. } => {
                kept.extend(without_marks(content));
                continue;
            }
            InlineKind::Styled(style, content) => InlineKind::Styled(style.clone(), without_marks(content)),
            InlineKind::Emphasis(content) => InlineKind::Emphasis(without_marks(content)),
            InlineKind::Strong(content) => InlineKind::Strong(without_marks(content)),
            InlineKind::Text(_)
            | InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_) => inline.kind.clone(),
        };
        kept.push(Inline { id: inline.id, span: inline.span, kind });
    }
    kept
}

fn write_references(book: &Book, numbering: FigureNumbering, resolved: &mut Resolved, report: &mut Report) {
    let mut references: Vec<(NodeId, NodeId)> = Vec::new();
    book.walk_inlines(&mut |inline| {
        let (identifier, text_is_generated) = match &inline.kind {
            InlineKind::Reference { target, page } => (target.as_str(), !page),
            InlineKind::Link { target, .. } if target.starts_with('#') => (target.as_str(), false),
            _ => return,
        };
        match resolved.target(identifier) {
            Some(target) if text_is_generated => references.push((inline.id, target)),
            Some(_) => {}
            None => {
                let identifier = identifier.trim_start_matches('#');
                report.add(Diagnostic::new(Code::UnknownTarget).maybe_at(inline.span).with("identifier", identifier));
            }
        }
    });
    let targets: BTreeSet<NodeId> = references.iter().map(|(_, target)| *target).collect();
    number_figures(book, &targets, numbering, resolved);
    let texts = target_texts(book, &targets);
    for (reference, target) in references {
        let numbers = [&resolved.heading_numbers, &resolved.figure_numbers, &resolved.table_numbers];
        let numbered = numbers.into_iter().find_map(|numbers| numbers.get(&target));
        let text = numbered.cloned().or_else(|| resolved.note_labels.get(&target).cloned());
        if let Some(text) = text.or_else(|| texts.get(&target).cloned()) {
            resolved.references.insert(reference, text);
        }
    }
}

/// What a reference to a node without a number says: a heading's title, or the text of the place.
fn target_texts(book: &Book, targets: &BTreeSet<NodeId>) -> BTreeMap<NodeId, String> {
    let mut texts = BTreeMap::new();
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Heading(heading) = &block.kind
                && targets.contains(&block.id)
            {
                texts.insert(block.id, plain_text(&heading.content));
            }
        });
        division.walk_inlines(&mut |node| {
            if targets.contains(&node.id) {
                texts.insert(node.id, plain_text(node.children()));
            }
        });
    }
    texts
}

#[cfg(test)]
mod tests;
