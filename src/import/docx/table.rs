//! Tables: cells that span and cells of several blocks as the tree can say them.

use super::paragraph::Alignment;
use super::paragraph::Item;
use super::properties::is_on;
use super::properties::value;
use super::read::Reader;
use super::told::Told;
use crate::book::BlockKind;
use crate::book::Cell;
use crate::book::CellAlignment;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Table;
use crate::xml::Element;

/// Columns and cells of one table.
const MOST_COLUMNS: usize = 500;
const MOST_CELLS: usize = 200_000;

/// A cell as it is read.
struct Read {
    items: Vec<Item>,
    columns: usize,
    /// It goes on with the cell above.
    continues: bool,
    shaded: bool,
}

impl Reader {
    /// Reads `w:tbl`.
    pub fn table(&mut self, element: &Element, out: &mut Vec<Item>) {
        if self.depth >= super::read::DEEPEST {
            let text = super::run::words(element);
            self.tally.tell(Told::LeftOut { what: "a table inside too many others", text });
            return;
        }
        self.depth += 1;
        let outer = self.anchors.take();
        let mut rows: Vec<Vec<Read>> = Vec::new();
        let mut marked = 0;
        self.rows(element, &mut rows, &mut marked);
        let inner = self.anchors.take();
        self.depth -= 1;
        rows.retain(|row| !row.is_empty());
        if rows.is_empty() {
            self.anchors.put_back(outer);
            return;
        }
        self.tally.found("tables");
        let is_single = rows.len() == 1 && rows[0].len() == 1;
        if is_single || shows_pictures(&rows) {
            self.framed(rows, is_single, outer.into_iter().chain(inner).collect(), out);
            return;
        }
        self.anchors.put_back(outer.into_iter().chain(inner).collect());
        let table = self.build(rows, marked);
        let mut block = self.tree.block(BlockKind::Table(table));
        self.anchors.give(&mut block);
        out.push(Item::Block(Box::new(block)));
    }

    fn rows(&mut self, parent: &Element, rows: &mut Vec<Vec<Read>>, marked: &mut usize) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:tr" => {
                    let properties = element.child("w:trPr");
                    let is_set = |name: &str| properties.and_then(|properties| properties.child(name)).is_some_and(is_on);
                    if properties.is_some_and(|properties| properties.child("w:del").is_some()) {
                        self.tally.found("tracked-deletions");
                        self.tally.tell(Told::Deleted(super::run::words(element)));
                        continue;
                    }
                    if is_set("w:tblHeader") && *marked == rows.len() {
                        *marked += 1;
                    }
                    let mut row = Vec::new();
                    let before = properties.and_then(|properties| properties.child("w:gridBefore")).and_then(value);
                    if let Some(count) =
                        before.and_then(|count| count.parse::<usize>().ok()).filter(|count| (1..MOST_COLUMNS).contains(count))
                    {
                        row.push(Read { items: Vec::new(), columns: count, continues: false, shaded: false });
                    }
                    self.cells(element, &mut row);
                    rows.push(row);
                }
                "w:sdt" => element.child("w:sdtContent").into_iter().for_each(|inner| self.rows(inner, rows, marked)),
                "w:customXml" | "w:ins" => self.rows(element, rows, marked),
                _ => {}
            }
        }
    }

    fn cells(&mut self, parent: &Element, row: &mut Vec<Read>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:tc" => {
                    let properties = element.child("w:tcPr");
                    let property = |name: &str| properties.and_then(|properties| properties.child(name));
                    let columns = property("w:gridSpan").and_then(value).and_then(|count| count.parse().ok()).unwrap_or(1);
                    let merge = property("w:vMerge");
                    let continues = merge.is_some_and(|merge| value(merge) != Some("restart"));
                    let side = property("w:hMerge").is_some_and(|merge| value(merge) != Some("restart"));
                    let fill = property("w:shd").and_then(|shade| shade.attribute("w:fill"));
                    let shaded = fill.is_some_and(|fill| !matches!(fill, "auto" | "FFFFFF" | "ffffff"));
                    let items = self.items(element);
                    row.push(Read { items, columns: columns.clamp(1, MOST_COLUMNS), continues: continues || side, shaded });
                }
                "w:sdt" => element.child("w:sdtContent").into_iter().for_each(|inner| self.cells(inner, row)),
                "w:customXml" | "w:ins" => self.cells(element, row),
                _ => {}
            }
        }
    }

    fn build(&mut self, rows: Vec<Vec<Read>>, marked: usize) -> Table {
        let width = |row: &[Read]| row.iter().map(|cell| cell.columns).sum::<usize>().min(MOST_COLUMNS);
        let columns = rows.iter().map(|row| width(row)).max().unwrap_or(0).min(MOST_CELLS / rows.len().max(1)).max(1);
        let is_head = |cell: &Read| {
            cell.shaded || cell.items.iter().all(|item| matches!(item, Item::Paragraph(text) if text.bold || text.text.is_empty()))
        };
        let has_text =
            rows[0].iter().any(|cell| cell.items.iter().any(|item| matches!(item, Item::Paragraph(text) if !text.text.is_empty())));
        let looks = rows.len() > 1 && has_text && rows[0].iter().all(is_head) && !rows[1..].iter().all(|row| row.iter().all(is_head));
        let header_rows = usize::from(marked > 0 || looks);
        if marked > 1 {
            self.tally.changed("tables with several header rows have one");
        }
        let mut votes = vec![[0usize; 3]; columns];
        let mut built = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            let mut cells: Vec<Cell> = Vec::new();
            for cell in row {
                if cells.len() >= columns {
                    self.tally.changed("cells beyond the columns of their table were joined to the last one");
                    let content = self.cell(cell.items);
                    if let Some(last) = cells.last_mut() {
                        last.content.extend(content);
                    }
                    continue;
                }
                if let Some(Item::Paragraph(first)) = cell.items.first()
                    && at >= header_rows
                    && !first.text.is_empty()
                {
                    votes[cells.len()][first.alignment as usize] += 1;
                }
                if cell.columns > 1 || cell.continues {
                    self.tally.changed("cells over several columns or rows stand in the first of them");
                }
                let empty =
                    cell.continues && cell.items.iter().all(|item| matches!(item, Item::Paragraph(text) if text.content.is_empty()));
                let content = if empty { Vec::new() } else { self.cell(cell.items) };
                cells.push(Cell { id: self.tree.fresh(), content });
                for _ in 1..cell.columns.min(columns.saturating_sub(cells.len()) + 1) {
                    cells.push(Cell { id: self.tree.fresh(), content: Vec::new() });
                }
            }
            while cells.len() < columns {
                cells.push(Cell { id: self.tree.fresh(), content: Vec::new() });
            }
            built.push(cells);
        }
        let alignments = votes
            .into_iter()
            .map(|[start, center, end]| match () {
                () if center > start && center >= end => CellAlignment::Center,
                () if end > start => CellAlignment::End,
                () => CellAlignment::Start,
            })
            .collect();
        Table { caption: Vec::new(), alignments, header_rows, rows: built }
    }

    /// The content of a cell, its paragraphs on lines of their own.
    fn cell(&mut self, items: Vec<Item>) -> Vec<Inline> {
        let mut content: Vec<Inline> = Vec::new();
        for item in items {
            let own = match item {
                Item::Paragraph(paragraph) => {
                    self.anchors.put_back(paragraph.anchors.clone());
                    let mut own = self.labelled(&paragraph);
                    own.extend(paragraph.content);
                    own
                }
                Item::Figure { pictures, anchors } => {
                    self.anchors.put_back(anchors);
                    pictures.into_iter().map(|shown| self.tree.inline(InlineKind::Picture(shown.file))).collect()
                }
                Item::Block(block) => {
                    self.tally.changed("tables and boxes inside a cell became lines of it");
                    let mut own = Vec::new();
                    lines(&block, &mut own, self);
                    own
                }
                Item::Break(_) | Item::Section(_) => Vec::new(),
            };
            if own.is_empty() {
                continue;
            }
            if !content.is_empty() {
                content.push(self.tree.inline(InlineKind::LineBreak));
            }
            content.extend(own);
        }
        content
    }

    /// A table that is there for the look: a frame around text, or places for pictures.
    fn framed(&mut self, rows: Vec<Vec<Read>>, is_single: bool, anchors: Vec<String>, out: &mut Vec<Item>) {
        let items: Vec<Item> = rows.into_iter().flatten().flat_map(|cell| cell.items).collect();
        self.anchors.put_back(anchors);
        let has_pictures = items.iter().any(|item| matches!(item, Item::Figure { .. }));
        if !is_single || has_pictures {
            self.tally.changed("tables that only place pictures gave them up");
            out.extend(items.into_iter().filter(|item| !matches!(item, Item::Paragraph(text) if text.content.is_empty())));
            return;
        }
        let blocks = self.blocks(items);
        if blocks.is_empty() {
            return;
        }
        self.tally.changed("tables of one cell became boxes");
        let mut block = self.tree.block(BlockKind::Container(Container::Box { title: None }, blocks));
        self.anchors.give(&mut block);
        out.push(Item::Block(Box::new(block)));
    }
}

/// Whether every cell that holds anything holds a picture or is short as a caption is, and one in three holds a picture.
fn shows_pictures(rows: &[Vec<Read>]) -> bool {
    const LONGEST: usize = 80;
    let (mut pictures, mut filled) = (0, 0);
    for cell in rows.iter().flatten() {
        let has_picture = cell.items.iter().any(|item| matches!(item, Item::Figure { .. }));
        let text: usize = cell.items.iter().map(|item| if let Item::Paragraph(text) = item { text.text.chars().count() } else { 0 }).sum();
        if cell.items.iter().any(|item| matches!(item, Item::Block(_))) || text > LONGEST {
            return false;
        }
        pictures += usize::from(has_picture);
        filled += usize::from(has_picture || text > 0);
    }
    pictures > 0 && pictures * 2 >= filled
}

/// The running text of a block, a line for each part.
fn lines(block: &crate::book::Block, out: &mut Vec<Inline>, reader: &mut Reader) {
    for part in block.parts() {
        match part {
            crate::book::BlockPart::Text(content) if !content.is_empty() => {
                if !out.is_empty() {
                    out.push(reader.tree.inline(InlineKind::LineBreak));
                }
                out.extend(content.iter().cloned());
            }
            crate::book::BlockPart::Blocks(blocks) => blocks.iter().for_each(|block| lines(block, out, reader)),
            crate::book::BlockPart::Text(_) => {}
            crate::book::BlockPart::Plain(text) => out.extend(reader.tree.text(text)),
        }
    }
}

/// The order of votes for the alignment of a column.
const _: () = {
    assert!(Alignment::Start as usize == 0 && Alignment::Center as usize == 1 && Alignment::End as usize == 2);
};
