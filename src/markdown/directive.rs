//! Blocks between `:::` lines.

use std::ops::Range;

use comrak::nodes::Node;
use comrak::nodes::NodeValue;

use super::attributes::Attributes;
use super::attributes::parse_attributes;
use super::blocks::BlockAttributes;
use super::csv::parse_csv;
use super::inlines::Scope;
use super::read::Reader;
use super::source::Source;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Cell;
use crate::book::CellAlignment;
use crate::book::Container;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::Table;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Origin;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::geom::WritingMode;
use crate::manuscript::join;
use crate::manuscript::parent;
use crate::manuscript::suggest;

/// Breaks by the words that ask for them.
pub(super) const BREAKS: &[(&str, PageBreak)] =
    &[("page", PageBreak::Page), ("recto", PageBreak::Recto), ("verso", PageBreak::Verso), ("column", PageBreak::Column)];

/// Every block between `:::` lines.
const NAMES: &[&str] = &["verse", "dialogue", "box", "lead", "pull", "colophon", "div", "figure", "gallery", "table", "break", "include"];

impl Reader<'_> {
    /// The word and the attributes of a directive's first line, given the line's bytes from its colons on.
    fn opening(&mut self, line: Range<usize>) -> (String, Attributes) {
        let original = std::sync::Arc::clone(&self.source.original);
        let text = &original[line.clone()];
        let words = text.trim_start_matches(':');
        let begin = line.start + text.len() - words.len();
        let brace = words.find('{').unwrap_or(words.len());
        let name = words[..brace].trim().to_owned();
        let rest = &words[brace..];
        if rest.is_empty() {
            return (name, Attributes::default());
        }
        match parse_attributes(&original, begin + brace) {
            Some((list, end)) if original[end..line.end].trim().is_empty() => (name, list),
            _ => {
                let span = self.source.span(begin + brace..line.end);
                self.report.add(Diagnostic::new(Code::BrokenAttributes).at(span));
                (name, Attributes::default())
            }
        }
    }

    /// A directive without a body: break, include, table from a file.
    pub fn leaf_directive(&mut self, range: Range<usize>, before: BlockAttributes, scope: &Scope, out: &mut Vec<Block>) {
        let text = &self.source.original[range.start..];
        let line = range.start..range.start + text.find(['\n', '\r']).unwrap_or(text.len());
        let (name, list) = self.opening(line.clone());
        let mut attributes = self.joined(before, list);
        match name.as_str() {
            "break" => {
                let lines = self.empty_lines(&mut attributes.list);
                let to = attributes.list.take("to");
                let kind = match to {
                    None => lines.unwrap_or(PageBreak::Page),
                    Some((word, place)) => BREAKS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind).unwrap_or_else(|| {
                        self.invalid_attribute("to", &word, place, "write one of page, recto, verso, column");
                        PageBreak::Page
                    }),
                };
                self.push(BlockKind::Break(kind), line, attributes, &["to", "lines"], scope, out);
            }
            "include" => {
                let source = attributes.list.take("src");
                self.unknown_attributes(attributes.list, &["src"]);
                self.include(source, line, scope, out);
            }
            _ => {
                let table = self.table_of_file(&mut attributes.list, line.clone(), scope);
                self.push(BlockKind::Table(table), line, attributes, &["src", "header", "caption", "lang"], scope, out);
            }
        }
    }

    /// Attributes of the line before a block and of its own first line together.
    fn joined(&mut self, before: BlockAttributes, list: Attributes) -> BlockAttributes {
        let own = self.block_attributes(list);
        let mut items = before.list;
        items.items.extend(own.list.items);
        BlockAttributes { identifier: own.identifier.or(before.identifier), language: own.language.or(before.language), list: items }
    }

    /// A directive with a body.
    pub fn directive(&mut self, node: Node<'_>, fence: usize, before: BlockAttributes, scope: &Scope, out: &mut Vec<Block>) {
        let place = node.data().sourcepos;
        let range = self.source.range(place);
        let first = self.source.line(place.start.line);
        let line = range.start..first.end.max(range.start);
        let (name, list) = self.opening(line.clone());
        if name.is_empty() && list.is_empty() {
            // Colons that close nothing open a block in comrak's eyes; what it took in stands where it stood.
            self.report.add(Diagnostic::new(Code::StrayFence).at(self.source.span(line)));
            out.extend(self.blocks(node, &scope.deeper()));
            return;
        }
        self.check_closed(node, fence, line.clone());
        let mut attributes = self.joined(before, list);
        let mut inner = scope.deeper();
        if let Some(language) = &attributes.language {
            inner.language = language.clone();
        }
        let container = match name.as_str() {
            "figure" | "gallery" => {
                let kind = self.figure(node, &mut attributes, line, &inner);
                self.push(BlockKind::Figure(kind), range, attributes, &["credit", "width", "place", "lang"], scope, out);
                return;
            }
            "table" => {
                self.table_block(node, attributes, &inner, out);
                return;
            }
            "verse" | "dialogue" => {
                inner.keep_lines = true;
                if name == "verse" { Container::Verse } else { Container::Dialogue }
            }
            "box" => Container::Box { title: attributes.list.take("title").map(|(title, _)| title) },
            "lead" => Container::Lead,
            "pull" => Container::PullQuote,
            "colophon" => Container::Colophon,
            "div" => match attributes.list.take("writing") {
                None => self.placement(&mut attributes.list).map_or(Container::Plain, Container::Placed),
                Some((word, _)) if word == "horizontal" => Container::Direction(WritingMode::HorizontalTb),
                Some((word, _)) if word == "vertical" => Container::Direction(WritingMode::VerticalRl),
                Some((word, place)) => {
                    self.invalid_attribute("writing", &word, place, "write horizontal or vertical");
                    Container::Plain
                }
            },
            unknown => {
                let finding = Diagnostic::new(Code::UnknownBlock).at(self.source.span(line)).with("name", unknown);
                self.report.add(finding.with("suggestion", suggest(unknown, NAMES)));
                Container::Plain
            }
        };
        let known: &[&str] = match container {
            Container::Box { .. } => &["title", "lang"],
            Container::Plain | Container::Direction(_) | Container::Placed(_) => {
                &["writing", "lang", "indent", "end", "first", "measure", "align"]
            }
            Container::Verse | Container::Dialogue | Container::Lead | Container::PullQuote | Container::Colophon => &["lang"],
        };
        let blocks = self.blocks(node, &inner);
        self.push(BlockKind::Container(container, blocks), range, attributes, known, scope, out);
    }

    /// A block whose closing colons are missing takes in everything after it, which nobody means.
    fn check_closed(&mut self, node: Node<'_>, fence: usize, line: Range<usize>) {
        let place = node.data().sourcepos;
        let last = self.source.line(place.end.line);
        let text = self.source.original[last].trim_matches([' ', '>', '\t']);
        let closed = text.len() >= fence && text.bytes().all(|byte| byte == b':') && place.end.line > place.start.line;
        if !closed {
            self.report.add(Diagnostic::new(Code::UnclosedBlock).at(self.source.span(line)));
        }
    }

    /// Pictures first, then the caption as text.
    fn figure(&mut self, node: Node<'_>, attributes: &mut BlockAttributes, line: Range<usize>, scope: &Scope) -> Figure {
        let mut figure = Figure { pictures: Vec::new(), caption: Vec::new(), credit: None, width: None, placement: FigurePlacement::Here };
        for block in self.blocks(node, scope) {
            let content = match block.kind {
                BlockKind::Figure(inner) => {
                    figure.pictures.extend(inner.pictures);
                    figure.credit = figure.credit.or(inner.credit);
                    inner.caption
                }
                BlockKind::Paragraph(content) if content.iter().all(is_picture_or_space) => {
                    for inline in content {
                        if let InlineKind::Picture(file) = inline.kind {
                            figure.pictures.push(crate::book::Picture { id: inline.id, span: inline.span, file });
                        }
                    }
                    Vec::new()
                }
                BlockKind::Paragraph(content) => content,
                _ => {
                    self.report.add(Diagnostic::new(Code::FigureContent).maybe_at(block.span));
                    Vec::new()
                }
            };
            if !content.is_empty() {
                if !figure.caption.is_empty() {
                    figure.caption.push(Inline { id: self.ids.fresh(), span: None, kind: InlineKind::LineBreak });
                }
                figure.caption.extend(content);
            }
        }
        if figure.pictures.is_empty() {
            self.report.add(Diagnostic::new(Code::FigureContent).at(self.source.span(line)));
        }
        self.figure_attributes(&mut figure, &mut attributes.list);
        figure
    }

    /// `::: table {caption="…"}` around a pipe table.
    fn table_block(&mut self, node: Node<'_>, mut attributes: BlockAttributes, scope: &Scope, out: &mut Vec<Block>) {
        let range = self.source.range(node.data().sourcepos);
        let caption = self.caption(&mut attributes.list, scope);
        let mut children = node.children();
        let only = children.next().filter(|child| matches!(child.data().value, NodeValue::Table(_)));
        match only.and_then(|child| self.table(child, scope)) {
            Some(table) if children.next().is_none() => {
                self.push(BlockKind::Table(Table { caption, ..table }), range, attributes, &["caption", "lang"], scope, out);
            }
            _ => {
                self.report.add(Diagnostic::new(Code::TableContent).at(self.source.span(range)));
                out.extend(self.blocks(node, scope));
            }
        }
    }

    fn caption(&mut self, list: &mut Attributes, scope: &Scope) -> Vec<Inline> {
        let Some((caption, place)) = list.take("caption") else { return Vec::new() };
        let quoted = place.start + "caption=\"".len()..place.end - 1;
        match self.source.original.get(quoted.clone()) {
            Some(written) if written == caption => self.fragment(quoted, scope),
            _ => self.replaced(caption, place, scope),
        }
    }

    fn table_of_file(&mut self, list: &mut Attributes, line: Range<usize>, scope: &Scope) -> Table {
        let caption = self.caption(list, scope);
        let header_rows = match list.take("header") {
            None => 1,
            Some((number, place)) => number.parse().unwrap_or_else(|_| {
                self.invalid_attribute("header", &number, place, "write the number of header rows");
                1
            }),
        };
        let mut table = Table { caption, alignments: Vec::new(), header_rows, rows: Vec::new() };
        let named_at = self.source.span(line);
        let Some((path, _)) = list.take("src") else { return table };
        let Some((_, file)) = self.open(&path, named_at) else { return table };
        let text = std::sync::Arc::clone(&self.manuscript.sources.file(file).text);
        let rows = match parse_csv(&text) {
            Ok(rows) => rows,
            Err(at) => {
                self.report.add(Diagnostic::new(Code::BrokenCsv).at(Span::new(file, at, at + 1)));
                return table;
            }
        };
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        table.alignments = vec![CellAlignment::Start; columns];
        table.header_rows = header_rows.min(rows.len());
        for row in rows {
            let mut cells = Vec::new();
            for field in row {
                let span = Span::new(file, field.range.start, field.range.end);
                let mut map = SourceMap::default();
                map.push(0, if field.copied { Origin::Copied(span) } else { Origin::Replaced(span) });
                let id = self.ids.fresh();
                cells.push(Cell { id, content: self.plain(field.text, map, scope) });
            }
            cells.resize_with(columns, || Cell { id: self.ids.fresh(), content: Vec::new() });
            table.rows.push(cells);
        }
        table
    }

    /// A file that a directive names, by its path in the project, with its text.
    fn open(&mut self, written: &str, named_at: Span) -> Option<(String, FileId)> {
        let Some(path) = join(&self.folder, written) else {
            self.report.add(Diagnostic::new(Code::PathOutside).at(named_at).with("path", written));
            return None;
        };
        let file = self.manuscript.load(&path, Some(named_at), self.context, self.report)?;
        Some((path, file))
    }

    fn include(&mut self, source: Option<(String, Range<usize>)>, line: Range<usize>, scope: &Scope, out: &mut Vec<Block>) {
        let named_at = self.source.span(source.as_ref().map_or(line.clone(), |(_, place)| place.clone()));
        let Some((written, _)) = source else {
            self.report.add(Diagnostic::new(Code::BrokenAttributes).at(named_at));
            return;
        };
        let path = join(&self.folder, &written);
        if path.as_ref().is_some_and(|path| self.trail.contains(path)) {
            self.report.add(Diagnostic::new(Code::IncludeCycle).at(named_at).with("path", &written));
            return;
        }
        if self.trail.len() > self.context.limits.nesting || scope.depth > self.context.limits.nesting {
            self.too_deep(Some(line));
            return;
        }
        self.included += 1;
        if self.included > self.context.limits.files {
            let limit = self.context.limits.files;
            let finding = Diagnostic::new(Code::LimitExceeded).at(named_at).with("what", "the number of included files");
            self.report.add(finding.with("size", self.included).with("limit", limit).with("help", "divide the book into volumes"));
            return;
        }
        let Some((path, file)) = self.open(&written, named_at) else { return };
        let text = std::sync::Arc::clone(&self.manuscript.sources.file(file).text);
        let outer = std::mem::replace(&mut self.source, Source::new(file, text, 0));
        let folder = std::mem::replace(&mut self.folder, parent(&path).to_owned());
        let definitions = std::mem::take(&mut self.definitions);
        self.trail.push(path);
        // Front matter of an included file says nothing of its own.
        let language = self.front_matter(&scope.language).language;
        let inner = Scope { language: language.unwrap_or_else(|| scope.language.clone()), ..scope.deeper() };
        out.extend(self.document(&inner));
        self.trail.pop();
        self.definitions = definitions;
        self.folder = folder;
        self.source = outer;
    }
}

fn is_picture_or_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Picture(_) | InlineKind::LineBreak => true,
        InlineKind::Text(run) => run.text.trim().is_empty(),
        _ => false,
    }
}
