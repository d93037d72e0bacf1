//! Blocks of comrak's to blocks of the tree.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::ListType;
use comrak::nodes::Node;
use comrak::nodes::NodeValue;
use comrak::nodes::TableAlignment;
use comrak::parse_document;

use super::attributes::Attributes;
use super::attributes::ItemKind;
use super::inlines::Atom;
use super::inlines::Scope;
use super::mask::unmask;
use super::read::Reader;
use super::read::options;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Cell;
use crate::book::CellAlignment;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Heading;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::ListItem;
use crate::book::PageBreak;
use crate::book::Picture;
use crate::book::Quotation;
use crate::book::Table;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::manuscript::Dialect;
use crate::unicode::Language;

/// Where figures may stand, by name.
pub(super) const PLACES: &[(&str, FigurePlacement)] = &[
    ("here", FigurePlacement::Here),
    ("head", FigurePlacement::Head),
    ("foot", FigurePlacement::Foot),
    ("page", FigurePlacement::Page),
    ("spread", FigurePlacement::Spread),
    ("side", FigurePlacement::Side),
];

const FIGURE_WORDS: &[&str] = &["credit", "width", "place", ".decorative", "lang"];

/// What an attribute list says of the block that it stands at.
#[derive(Default)]
pub(super) struct BlockAttributes {
    pub identifier: Option<String>,
    pub language: Option<Language>,
    pub list: Attributes,
}

/// A line end, or a line break that is kept.
pub(super) fn is_line_end(atom: &Atom<'_>) -> bool {
    match atom {
        Atom::Char { c, .. } => *c == '\n',
        Atom::Node { node, .. } => matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak),
    }
}

impl BlockAttributes {
    fn is_empty(&self) -> bool {
        self.identifier.is_none() && self.language.is_none() && self.list.is_empty()
    }
}

impl Reader<'_> {
    /// The blocks inside a node.
    pub fn blocks(&mut self, parent: Node<'_>, scope: &Scope) -> Vec<Block> {
        let mut out = Vec::new();
        if scope.depth > self.context.limits.nesting {
            self.too_deep(Some(self.source.range(parent.data().sourcepos)));
            return out;
        }
        let mut pending = Attributes::default();
        let mut before = None;
        for child in parent.children() {
            self.empty_lines_before(before.replace(child), child, scope, &mut out);
            self.block(child, scope, &mut pending, &mut out);
        }
        if !pending.is_empty() {
            let span = self.source.span(pending.range);
            self.report.add(Diagnostic::new(Code::LooseAttributes).at(span));
        }
        out
    }

    /// Takes the identifier and the language out of an attribute list.
    pub fn block_attributes(&mut self, mut list: Attributes) -> BlockAttributes {
        let identifier = list.take_identifier().map(|(identifier, _)| identifier);
        let language = list.take("lang").and_then(|(tag, range)| {
            let language = Language::new(&tag);
            if language.is_none() {
                self.invalid_attribute("lang", &tag, range, "write a language tag such as ja or zh-Hant-TW");
            }
            language
        });
        BlockAttributes { identifier, language, list }
    }

    /// Adds a block; what is left of its attributes is unknown.
    pub fn push(
        &mut self,
        kind: BlockKind,
        range: Range<usize>,
        attributes: BlockAttributes,
        known: &[&str],
        scope: &Scope,
        out: &mut Vec<Block>,
    ) {
        self.unknown_attributes(attributes.list, known);
        let language = attributes.language.unwrap_or_else(|| scope.language.clone());
        out.push(Block { id: self.ids.fresh(), span: Some(self.source.span(range)), identifier: attributes.identifier, language, kind });
    }

    fn block(&mut self, node: Node<'_>, scope: &Scope, pending: &mut Attributes, out: &mut Vec<Block>) {
        let place = node.data().sourcepos;
        let range = self.source.range(place);
        let value = node.data().value.clone();
        if let NodeValue::Paragraph = value {
            self.paragraph(node, scope, pending, out);
            return;
        }
        if let NodeValue::FootnoteDefinition(_) = value {
            return;
        }
        let mut attributes = self.block_attributes(std::mem::take(pending));
        let mut inner = scope.deeper();
        if let Some(language) = &attributes.language {
            inner.language = language.clone();
        }
        match value {
            NodeValue::Heading(heading) => {
                if self.source.original[range.start..].starts_with(":::") {
                    self.leaf_directive(range, attributes, scope, out);
                } else {
                    self.heading(node, heading.level, attributes, &inner, out);
                }
            }
            NodeValue::BlockQuote => {
                let kind = self.quotation(node, &inner);
                self.push(kind, range, attributes, &["lang"], scope, out);
            }
            NodeValue::List(list) => {
                let marker = attributes.list.take("marker").map(|(marker, _)| marker);
                let start = (list.list_type == ListType::Ordered).then_some(list.start as u64);
                let mut items = Vec::new();
                for item in node.children() {
                    let id = self.ids.fresh();
                    items.push(ListItem { id, blocks: self.blocks(item, &inner) });
                }
                self.push(BlockKind::List(List { start, marker, items }), range, attributes, &["marker", "lang"], scope, out);
            }
            NodeValue::CodeBlock(code) => {
                let text = unmask(code.literal.strip_suffix('\n').unwrap_or(&code.literal));
                let language = self.code_language(&unmask(&code.info), range.start);
                self.push(BlockKind::Code { language, text }, range, attributes, &["lang"], scope, out);
            }
            NodeValue::HtmlBlock(html) => {
                *pending = attributes.list;
                self.html_block(&html.literal, range, scope, out);
            }
            NodeValue::ThematicBreak => self.push(BlockKind::SceneBreak, range, attributes, &[], scope, out),
            NodeValue::Table(_) => {
                if let Some(table) = self.table(node, &inner) {
                    self.push(BlockKind::Table(table), range, attributes, &["lang"], scope, out);
                }
            }
            NodeValue::BlockDirective(directive) => self.directive(node, directive.fence_length, attributes, scope, out),
            _ => {
                // Nothing else is switched on; whatever comes is read for its text.
                let content = self.leaf(node, &inner);
                if !content.is_empty() {
                    self.push(BlockKind::Paragraph(content), range, attributes, &["lang"], scope, out);
                }
            }
        }
    }

    /// The language of a code block. In VFM a title follows it, which no format shows.
    fn code_language(&mut self, info: &str, at: usize) -> Option<String> {
        let word = info.split_whitespace().next()?;
        let (language, title) = match word.split_once(':').filter(|_| self.notation.dialect == Dialect::Vfm) {
            Some((language, title)) => (language, title),
            None => return Some(word.to_owned()),
        };
        let span = self.source.span(at..at + self.source.original[at..].lines().next().unwrap_or_default().len());
        self.report.add(Diagnostic::new(Code::UnknownAttribute).at(span).with("item", title).with("suggestion", "write it above the code"));
        (!language.is_empty()).then(|| language.to_owned())
    }

    fn heading(&mut self, node: Node<'_>, level: u8, mut attributes: BlockAttributes, scope: &Scope, out: &mut Vec<Block>) {
        let range = self.source.range(node.data().sourcepos);
        let mut atoms = self.atoms(node, scope);
        let mut own = Attributes::default();
        for at in (0..atoms.len()).rev().filter(|at| atoms[*at].is('{')).take(8).collect::<Vec<_>>() {
            let follows_span = at > 0 && atoms[at - 1].is(']');
            if let Some((list, next)) = self.attributes_at(&atoms, at)
                && next == atoms.len()
                && !follows_span
            {
                own = list;
                atoms.truncate(at);
                break;
            }
        }
        while atoms.last().is_some_and(|atom| atom.is_char(' ') || atom.is_char('\u{3000}')) {
            atoms.pop();
        }
        let numbered = !own.take_class("unnumbered");
        let short = own.take("short").map(|(short, _)| short);
        let own = self.block_attributes(own);
        let mut scope = scope.clone();
        if let Some(language) = own.language {
            scope.language = language.clone();
            attributes.language = Some(language);
        }
        attributes.identifier = own.identifier.or(attributes.identifier);
        attributes.list.items.extend(own.list.items);
        let content = self.leaf_atoms(&atoms, &scope);
        let kind = BlockKind::Heading(Heading { level, content, numbered, short });
        self.push(kind, range, attributes, &[".unnumbered", "short", "lang"], &scope, out);
    }

    fn paragraph(&mut self, node: Node<'_>, scope: &Scope, pending: &mut Attributes, out: &mut Vec<Block>) {
        let mut range = self.source.range(node.data().sourcepos);
        let atoms = self.atoms(node, scope);
        let mut rest = &atoms[..];
        if let Some((list, next)) = self.attributes_at(rest, 0)
            && rest.get(next).is_none_or(is_line_end)
        {
            pending.items.extend(list.items);
            pending.range = list.range;
            rest = rest.get(next + 1..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
            range.start = rest[0].start();
        }
        let mut attributes = self.block_attributes(std::mem::take(pending));
        let mut scope = scope.clone();
        if let Some(language) = &attributes.language {
            scope.language = language.clone();
        }
        if rest.iter().all(|atom| atom.is(':')) && rest.len() >= 3 {
            self.report.add(Diagnostic::new(Code::StrayFence).at(self.source.span(range)));
            return;
        }
        if let Some(figure) = self.figure_paragraph(rest, &mut attributes, &scope) {
            self.push(BlockKind::Figure(figure), range, attributes, FIGURE_WORDS, &scope, out);
            return;
        }
        if self.is_page_break(rest) {
            self.push(BlockKind::Break(PageBreak::Page), range, attributes, &[], &scope, out);
            return;
        }
        if self.notation.dialect == Dialect::Narou && attributes.is_empty() {
            self.paragraphs_of_lines(rest, &scope, out);
            return;
        }
        if !scope.keep_lines {
            // U+3000 at the head of a paragraph is an indent.
            let text = rest.iter().position(|atom| !atom.is('\u{3000}') && !atom.is(' '));
            rest = &rest[text.unwrap_or(rest.len())..];
        }
        let content = self.leaf_atoms(rest, &scope);
        if !content.is_empty() {
            self.push(BlockKind::Paragraph(content), range, attributes, &["lang"], &scope, out);
        }
    }

    /// A paragraph that holds one picture and its attributes is a figure.
    fn figure_paragraph(&mut self, atoms: &[Atom<'_>], attributes: &mut BlockAttributes, scope: &Scope) -> Option<Figure> {
        let Some(Atom::Node { node, .. }) = atoms.first() else { return None };
        if !matches!(node.data().value, NodeValue::Image(_)) {
            return None;
        }
        let (list, next) = self.attributes_at(atoms, 1).unwrap_or((Attributes::default(), 1));
        let is_gaiji = list.items.iter().any(|item| item.kind == ItemKind::Class("gaiji".to_owned()));
        if next != atoms.len() || is_gaiji {
            return None;
        }
        let own = self.block_attributes(list);
        attributes.identifier = own.identifier.or(attributes.identifier.take());
        attributes.language = own.language.or(attributes.language.take());
        attributes.list.items.extend(own.list.items);
        let decorative = attributes.list.take_class("decorative");
        let mut scope = scope.clone();
        if let Some(language) = &attributes.language {
            scope.language = language.clone();
        }
        let (picture, caption) = self.picture(node, decorative, &scope);
        let mut figure = Figure { pictures: vec![picture], caption, credit: None, width: None, placement: FigurePlacement::Here };
        self.figure_attributes(&mut figure, &mut attributes.list);
        Some(figure)
    }

    /// A picture of a figure, and the caption that it brings.
    pub fn picture(&mut self, node: Node<'_>, decorative: bool, scope: &Scope) -> (Picture, Vec<Inline>) {
        let range = self.source.range(node.data().sourcepos);
        let span = self.source.span(range.clone());
        let (url, title) = match &node.data().value {
            NodeValue::Image(link) => (unmask(&link.url), unmask(&link.title)),
            _ => (String::new(), String::new()),
        };
        let file = self.picture_file(&url, &unmask(&node.collect_text()), decorative, span);
        let caption = if title.is_empty() && self.notation.dialect == Dialect::Vfm && !decorative {
            // What a picture says to those who do not see it is its caption too.
            self.leaf(node, scope)
        } else if title.is_empty() {
            Vec::new()
        } else {
            match title_range(&self.source.original[range.clone()]) {
                Some(title) => self.fragment(range.start + title.start..range.start + title.end, scope),
                None => self.replaced(title, range, scope),
            }
        };
        (Picture { id: self.ids.fresh(), span: Some(span), file }, caption)
    }

    /// Credit, width and place.
    pub fn figure_attributes(&mut self, figure: &mut Figure, list: &mut Attributes) {
        figure.credit = list.take("credit").map(|(credit, _)| credit).or(figure.credit.take());
        if let Some((width, range)) = list.take("width") {
            figure.width = width.strip_suffix('%').and_then(|number| number.parse().ok()).filter(|percent| (1..=100).contains(percent));
            if figure.width.is_none() {
                self.invalid_attribute("width", &width, range, "write a percentage of the line from 1% to 100%");
            }
        }
        if let Some((place, range)) = list.take("place") {
            match PLACES.iter().find(|(name, _)| *name == place) {
                Some((_, placement)) => figure.placement = *placement,
                None => self.invalid_attribute("place", &place, range, "write one of here, head, foot, page, spread"),
            }
        }
    }

    fn quotation(&mut self, node: Node<'_>, scope: &Scope) -> BlockKind {
        let mut blocks = Vec::new();
        if scope.depth > self.context.limits.nesting {
            self.too_deep(Some(self.source.range(node.data().sourcepos)));
            return BlockKind::Quotation(Quotation { blocks, source: None });
        }
        let last = node.last_child().filter(|child| matches!(child.data().value, NodeValue::Paragraph));
        let mut source = None;
        let mut pending = Attributes::default();
        for child in node.children() {
            let is_last = last.is_some_and(|last| last.same_node(child));
            let atoms = if is_last { self.atoms(child, scope) } else { Vec::new() };
            let begin = atoms.iter().rposition(is_line_end).map_or(0, |at| at + 1);
            let Some(text) = source_line(&atoms[begin..]) else {
                self.block(child, scope, &mut pending, &mut blocks);
                continue;
            };
            source = Some(self.leaf_atoms(text, scope));
            let before = &atoms[..begin.saturating_sub(1)];
            if !before.is_empty() {
                let range = before[0].start()..before[before.len() - 1].end();
                let skip = before.iter().position(|atom| !atom.is('\u{3000}')).unwrap_or(before.len());
                let content = self.leaf_atoms(&before[skip..], scope);
                let attributes = self.block_attributes(std::mem::take(&mut pending));
                self.push(BlockKind::Paragraph(content), range, attributes, &["lang"], scope, &mut blocks);
            }
        }
        BlockKind::Quotation(Quotation { blocks, source })
    }

    /// A pipe table.
    pub fn table(&mut self, node: Node<'_>, scope: &Scope) -> Option<Table> {
        let columns = match &node.data().value {
            NodeValue::Table(table) => table.alignments.clone(),
            _ => return None,
        };
        let alignments: Vec<CellAlignment> = columns
            .iter()
            .map(|alignment| match alignment {
                TableAlignment::Center => CellAlignment::Center,
                TableAlignment::Right => CellAlignment::End,
                TableAlignment::None | TableAlignment::Left => CellAlignment::Start,
            })
            .collect();
        let mut rows = Vec::new();
        for row in node.children() {
            self.check_columns(row, alignments.len());
            let mut cells = Vec::new();
            for cell in row.children() {
                let id = self.ids.fresh();
                cells.push(Cell { id, content: self.leaf(cell, scope) });
            }
            cells.resize_with(alignments.len(), || Cell { id: self.ids.fresh(), content: Vec::new() });
            rows.push(cells);
        }
        // A header row without any text is there for the notation's sake.
        let has_header = rows.first().is_some_and(|row| row.iter().any(|cell| !cell.content.is_empty()));
        if !has_header && !rows.is_empty() {
            rows.remove(0);
        }
        Some(Table { caption: Vec::new(), alignments, header_rows: usize::from(has_header), rows })
    }

    /// Cells beyond the table's columns, which comrak drops, are an error.
    fn check_columns(&mut self, row: Node<'_>, columns: usize) {
        let range = self.source.range(row.data().sourcepos);
        let text = self.source.masked_from(range.start);
        let line = text.split(['\n', '\r']).next().unwrap_or_default().trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let mut bars = Vec::new();
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            match c {
                '\\' => escaped = !escaped,
                '|' if !escaped => bars.push(at),
                _ => escaped = false,
            }
            if c != '\\' {
                escaped = false;
            }
        }
        if bars.last().is_some_and(|at| at + 1 == line.len()) {
            bars.pop();
        }
        if bars.len() + 1 > columns {
            let finding = Diagnostic::new(Code::ExtraCell).at(self.source.span(range)).with("cells", bars.len() + 1);
            self.report.add(finding.with("columns", columns));
        }
    }

    /// HTML that stands as a block: read as text with tags in it.
    fn html_block(&mut self, literal: &str, range: Range<usize>, scope: &Scope, out: &mut Vec<Block>) {
        let trimmed = literal.trim();
        if trimmed.starts_with("<!--") && trimmed.find("-->").is_none_or(|at| at + 3 == trimmed.len()) {
            return;
        }
        if scope.depth > self.context.limits.nesting {
            self.too_deep(Some(range));
            return;
        }
        // A letter before it makes comrak see a paragraph.
        let fragment = self.source.fragment(range.clone(), "x");
        let outer = std::mem::replace(&mut self.source, fragment);
        let arena = Arena::new();
        let text = self.source.masked.clone();
        let root = parse_document(&arena, &text, &options());
        let mut first = true;
        for child in root.children() {
            if !matches!(child.data().value, NodeValue::Paragraph) {
                continue;
            }
            let mut atoms = self.atoms(child, scope);
            if std::mem::take(&mut first) && !atoms.is_empty() {
                atoms.remove(0);
            }
            let content = self.leaf_atoms(&atoms, scope);
            let blank = content.iter().all(|inline| matches!(&inline.kind, InlineKind::Text(run) if run.text.trim().is_empty()));
            if !blank {
                let place = self.source.range(child.data().sourcepos);
                self.push(BlockKind::Paragraph(content), place, BlockAttributes::default(), &[], scope, out);
            }
        }
        self.source = outer;
    }
}

/// The text after two dashes, which make a line the source of a quotation.
fn source_line<'a, 'n>(atoms: &'a [Atom<'n>]) -> Option<&'a [Atom<'n>]> {
    let dash = ['\u{2014}', '\u{2015}', '\u{2500}', '-'].into_iter().find(|dash| atoms.first().is_some_and(|atom| atom.is(*dash)))?;
    let rest = atoms.get(2..).filter(|_| atoms[1].is(dash))?;
    let text = rest.iter().position(|atom| !atom.is_char(' ') && !atom.is_char('\u{3000}'))?;
    Some(&rest[text..])
}

/// The bytes of a picture's title between its quotation marks.
fn title_range(picture: &str) -> Option<Range<usize>> {
    let inner = picture.strip_suffix(')')?.trim_end();
    let close = inner.len().checked_sub(1)?;
    let quote = match inner.as_bytes()[close] {
        b'"' => '"',
        b'\'' => '\'',
        _ => return None,
    };
    let mut open = close;
    loop {
        open = inner[..open].rfind(quote)?;
        let escaped = inner[..open].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        if !escaped {
            return (open + 1 < close && inner[..open].ends_with([' ', '\t', '\n'])).then_some(open + 1..close);
        }
    }
}
