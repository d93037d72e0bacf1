//! Tables and lists.

use super::inlines::clean;
use super::line::trim;
use super::reader::DEEPEST_BLOCK;
use super::reader::Reader;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Cell;
use crate::book::CellAlignment;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::ListItem;
use crate::book::Table;
use crate::html::Declared;
use crate::html::Node;

/// Columns and cells beyond which a table is read as paragraphs.
const MOST_COLUMNS: usize = 500;
const MOST_CELLS: usize = 200_000;

impl<'a> Reader<'a, '_> {
    pub(super) fn table(&mut self, node: Node<'a>, out: &mut Vec<Block>) {
        let rows = rows(node);
        if self.depth >= DEEPEST_BLOCK || is_layout(node, &rows) {
            self.tally.found("tables-for-layout");
            for row in rows {
                row.elements().filter(|cell| cell.is(&["td", "th"])).for_each(|cell| self.flow(cell, out));
            }
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let mut caption = Vec::new();
        if let Some(named) = node.child("caption") {
            let mut blocks = Vec::new();
            self.flow(named, &mut blocks);
            caption = self.joined(blocks);
        }
        let mut grid: Vec<Vec<Option<Vec<Inline>>>> = Vec::new();
        let mut alignments: Vec<[usize; 3]> = Vec::new();
        // Cells of rows above that reach down: column, rows left, columns.
        let mut reaching: Vec<(usize, usize, usize)> = Vec::new();
        let mut headers = 0;
        let mut cells = 0;
        for row in &rows {
            self.wait_for(*row);
            let declared = self.declared(*row);
            if !self.is_read(*row, &declared) {
                continue;
            }
            let mut line: Vec<Option<Vec<Inline>>> = Vec::new();
            let taken = |column: usize, reaching: &[(usize, usize, usize)]| {
                reaching.iter().any(|(start, left, width)| *left > 0 && (*start..*start + *width).contains(&column))
            };
            let mut next_reaching = Vec::new();
            let all_heads = row.elements().filter(|cell| cell.is(&["td", "th"])).all(|cell| cell.name() == "th");
            let in_head = row.parent().is_some_and(|parent| parent.name() == "thead");
            for cell in row.elements().filter(|cell| cell.is(&["td", "th"])) {
                let declared = self.declared(cell);
                if !self.is_read(cell, &declared) {
                    continue;
                }
                while taken(line.len(), &reaching) {
                    line.push(None);
                }
                let span = |name: &str| {
                    cell.attribute(name).and_then(|value| value.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS)
                };
                let (width, height) = (span("colspan"), span("rowspan"));
                if width > 1 || height > 1 {
                    self.tally.simplified("cells over several rows or columns");
                }
                self.wait_for(cell);
                let mut blocks = Vec::new();
                self.in_language(cell, |reader| reader.flow(cell, &mut blocks));
                if blocks.len() > 1 || blocks.iter().any(|block| !matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Figure(_))) {
                    self.tally.simplified("blocks in cells, as lines");
                }
                let column = line.len();
                let align = declared.get("text-align").or_else(|| cell.attribute("align").filter(|value| !value.is_empty()));
                let align = match align {
                    Some("center") => 1,
                    Some("right" | "end") => 2,
                    _ => 0,
                };
                if alignments.len() <= column {
                    alignments.resize(column + 1, [0; 3]);
                }
                alignments[column][align] += 1;
                let content = self.joined(blocks);
                line.push(Some(content));
                line.extend(std::iter::repeat_with(|| None).take((width - 1).min(MOST_COLUMNS.saturating_sub(line.len()))));
                if height > 1 {
                    next_reaching.push((column, height - 1, width));
                }
                cells += width;
            }
            for reach in &mut reaching {
                reach.1 = reach.1.saturating_sub(1);
            }
            reaching.retain(|reach| reach.1 > 0);
            reaching.extend(next_reaching);
            if (in_head || all_heads) && headers == grid.len() && !line.is_empty() {
                headers += 1;
            } else if row.elements().any(|cell| cell.name() == "th") {
                self.tally.simplified("heads of rows, as cells");
            }
            if line.iter().flatten().any(|content| !content.is_empty()) {
                grid.push(line);
            } else if headers > grid.len() {
                headers = grid.len();
            }
            if cells > MOST_CELLS {
                break;
            }
        }
        self.waiting.splice(0..0, waiting);
        let columns = grid.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            out.extend((!caption.is_empty()).then(|| self.tree.block(BlockKind::Paragraph(caption))));
            return;
        }
        if columns == 1 || columns > MOST_COLUMNS {
            // One column is no table.
            out.extend((!caption.is_empty()).then(|| self.tree.block(BlockKind::Paragraph(caption))));
            self.tally.simplified("tables of one column, as paragraphs");
            for content in grid.into_iter().flatten().flatten().filter(|content| !content.is_empty()) {
                self.push(BlockKind::Paragraph(content), out);
            }
            return;
        }
        if headers > 1 {
            self.tally.simplified("further head rows of tables, as rows");
        }
        self.tally.found("tables");
        let mut table = Table { caption, alignments: Vec::new(), header_rows: headers.min(1), rows: Vec::new() };
        alignments.resize(columns, [0; 3]);
        let align = |counts: &[usize; 3]| match counts {
            [start, center, end] if *center > *start && center >= end => CellAlignment::Center,
            [start, _, end] if end > start => CellAlignment::End,
            _ => CellAlignment::Start,
        };
        table.alignments = alignments.iter().take(columns).map(align).collect();
        for mut line in grid {
            line.resize_with(columns, || None);
            let cells = line.into_iter().map(|content| Cell { id: self.tree.fresh(), content: content.unwrap_or_default() });
            table.rows.push(cells.collect());
        }
        self.push(BlockKind::Table(table), out);
    }

    /// Blocks as one run of inlines with line breaks.
    fn joined(&mut self, blocks: Vec<Block>) -> Vec<Inline> {
        let mut content: Vec<Inline> = Vec::new();
        for line in self.flat(blocks) {
            if !content.is_empty() {
                content.push(self.tree.inline(InlineKind::LineBreak));
            }
            content.extend(line);
        }
        trim(&mut content);
        content
    }

    pub(super) fn list(&mut self, node: Node<'a>, declared: &Declared, out: &mut Vec<Block>) {
        let waiting = std::mem::take(&mut self.waiting);
        let mut items = Vec::new();
        for child in node.children() {
            if let Some(text) = child.text() {
                if !text.trim().is_empty() {
                    let mut words = super::reader::line();
                    self.text(text, &mut words);
                    let mut blocks = Vec::new();
                    self.paragraph(&mut words, &mut blocks);
                    self.item(blocks, &mut items);
                }
                continue;
            }
            let declared = self.declared(child);
            if !child.is_element() || !self.is_read(child, &declared) {
                continue;
            }
            self.wait_for(child);
            let mut blocks = Vec::new();
            self.in_language(child, |reader| reader.flow(child, &mut blocks));
            if child.is(&["ul", "ol"])
                && let Some(ListItem { blocks: last, .. }) = items.last_mut()
            {
                // A list directly in a list belongs to the item before it.
                let mut nested = Vec::new();
                std::mem::swap(&mut nested, &mut blocks);
                last.extend(nested);
            }
            self.item(blocks, &mut items);
        }
        self.waiting.splice(0..0, waiting);
        if items.is_empty() {
            return;
        }
        if self.depth >= DEEPEST_BLOCK || items.len() == 1 && starts_with_figure(&items) {
            return out.extend(items.into_iter().flat_map(|item| item.blocks));
        }
        self.tally.found("lists");
        let start = (node.name() == "ol").then(|| {
            let first = node.elements().find(|item| item.name() == "li").and_then(|item| item.attribute("value"));
            let start = node.attribute("start").or(first).and_then(|value| value.trim().parse::<u64>().ok());
            start.filter(|start| *start <= 999_999_999).unwrap_or(1)
        });
        let marker = start.and_then(|_| marker(node, declared)).map(str::to_owned);
        self.push(BlockKind::List(List { start, marker, items }), out);
    }

    fn item(&mut self, blocks: Vec<Block>, items: &mut Vec<ListItem>) {
        if !blocks.is_empty() {
            items.push(ListItem { id: self.tree.fresh(), blocks });
        }
    }
}

/// A list of figures alone is how pages lay out galleries.
fn starts_with_figure(items: &[ListItem]) -> bool {
    items.iter().all(|item| matches!(item.blocks.first().map(|block| &block.kind), Some(BlockKind::Figure(_))))
}

/// The rows of a table itself, not of tables in it.
fn rows(node: Node<'_>) -> Vec<Node<'_>> {
    let mut rows = Vec::new();
    for child in node.elements() {
        match child.name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => rows.extend(child.elements().filter(|row| row.name() == "tr")),
            _ => {}
        }
    }
    rows
}

/// Whether a table only lays a page out.
fn is_layout(node: Node<'_>, rows: &[Node<'_>]) -> bool {
    if node.has_word("role", "presentation") || node.has_word("role", "none") {
        return true;
    }
    let cells = |row: &Node<'_>| row.elements().filter(|cell| cell.is(&["td", "th"])).count();
    if rows.iter().all(|row| cells(row) <= 1) {
        return true;
    }
    let heads = node.descendants().any(|inner| inner.is(&["th", "caption", "thead"]));
    let blocks = node.descendants().filter(|inner| inner.is(&["table", "h1", "h2", "h3", "h4", "blockquote", "figure"])).count();
    let paragraphs = node.descendants().filter(|inner| inner.name() == "p" && inner.line().chars().count() > 100).count();
    !heads && (blocks > 0 || paragraphs > 2)
}

/// The pattern of an ordered list's numbers, when they are no Arabic digits.
fn marker(node: Node<'_>, declared: &Declared) -> Option<&'static str> {
    match node.attribute("type") {
        Some("a") => return Some("a."),
        Some("A") => return Some("A."),
        Some("i") => return Some("i."),
        Some("I") => return Some("I."),
        _ => {}
    }
    let class = node.classes().find_map(|class| class.strip_prefix("marker-").map(clean));
    match (declared.get("list-style-type"), class.as_deref()) {
        (Some("lower-alpha" | "lower-latin"), _) | (_, Some("lower-latin")) => Some("a."),
        (Some("upper-alpha" | "upper-latin"), _) | (_, Some("upper-latin")) => Some("A."),
        (Some("lower-roman"), _) | (_, Some("lower-roman")) => Some("i."),
        (Some("upper-roman"), _) | (_, Some("upper-roman")) => Some("I."),
        (Some("katakana"), _) | (_, Some("katakana")) => Some("ア、"),
        (Some("katakana-iroha"), _) | (_, Some("iroha")) => Some("イ、"),
        (Some("cjk-ideographic" | "trad-chinese-informal" | "simp-chinese-informal" | "japanese-informal" | "cjk-decimal"), _)
        | (_, Some("han")) => Some("一、"),
        (Some("cjk-heavenly-stem"), _) | (_, Some("stem")) => Some("甲、"),
        _ => None,
    }
}
