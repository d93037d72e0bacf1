//! What stands on a page before its marks are placed: the parts around the body, labels and running heads.

use super::compose::Composer;
use super::frame::PageSide;
use super::furniture::Furniture;
use super::set_pages::side;
use super::sheet::Sheet;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::book::plain_text;
use crate::diag::Report;
use crate::flow::Break;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::resolve::PageMap;
use crate::style::HeadMethod;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A page before its marks are placed.
pub(super) struct Leaf {
    pub content: Content,
    pub label: String,
    pub furniture: Furniture,
}

pub(super) enum Content {
    Sheet(Sheet),
    /// A picture that fills the page.
    Plate {
        path: String,
        owner: Owner,
    },
}

impl Composer<'_> {
    /// What stands before the text: cover, title leaves with the imprint behind them, contents; each but that imprint begins a leaf.
    pub(super) fn front(&self, map: &PageMap, report: &mut Report) -> Vec<Leaf> {
        let mut leaves: Vec<Leaf> = Vec::new();
        for division in self.input.book.divisions.iter().take_while(|division| division.role != DivisionRole::Body) {
            match division.role {
                DivisionRole::Title => {
                    self.begin_leaf(&mut leaves);
                    let slabs = self.flow.title_leaf(division, report);
                    for sheet in self.sheets(slabs, leaves.len()) {
                        leaves.push(self.front_leaf(sheet, leaves.len()));
                    }
                }
                DivisionRole::Colophon => {
                    let slabs = self.flow.colophon(division, report);
                    for sheet in self.sheets(slabs, leaves.len()) {
                        leaves.push(self.front_leaf(sheet, leaves.len()));
                    }
                }
                DivisionRole::Cover => {
                    if let Some((picture, rest)) = cover_plate(division) {
                        let content = Content::Plate { path: picture.0, owner: picture.1 };
                        leaves.push(Leaf { content, label: roman(leaves.len() + 1), furniture: Furniture::default() });
                        self.begin_leaf(&mut leaves);
                        let rest = Division { blocks: rest.to_vec(), ..division.clone() };
                        self.add_cover(&rest, &mut leaves, report);
                    } else {
                        self.add_cover(division, &mut leaves, report);
                    }
                }
                DivisionRole::Contents => {
                    self.begin_leaf(&mut leaves);
                    let slabs = self.flow.contents(division, &|node| map.headings.get(&node).cloned(), report);
                    for sheet in self.sheets(slabs, leaves.len()) {
                        leaves.push(self.front_leaf(sheet, leaves.len()));
                    }
                }
                DivisionRole::Body | DivisionRole::Index => {}
            }
        }
        leaves
    }

    /// In print the next part of the front matter begins on a recto.
    fn begin_leaf(&self, leaves: &mut Vec<Leaf>) {
        if self.styled.has_leaves() && leaves.len() % 2 == 1 {
            leaves.push(self.blank(roman(leaves.len() + 1)));
        }
    }

    fn add_cover(&self, division: &Division, leaves: &mut Vec<Leaf>, report: &mut Report) {
        let slabs = self.flow.cover(division, report);
        for sheet in self.sheets(slabs, leaves.len()) {
            leaves.push(self.front_leaf(sheet, leaves.len()));
        }
    }

    fn front_leaf(&self, sheet: Sheet, index: usize) -> Leaf {
        Leaf { content: Content::Sheet(sheet), label: roman(index + 1), furniture: Furniture::default() }
    }

    pub(super) fn blank(&self, label: String) -> Leaf {
        Leaf { content: Content::Sheet(Sheet::default()), label, furniture: Furniture::default() }
    }

    /// The index, and the imprint on a page of its own; its folio is counted and not printed.
    pub(super) fn back(&self, map: &PageMap, body: usize, report: &mut Report) -> Vec<Leaf> {
        let mut leaves: Vec<Leaf> = Vec::new();
        for division in self.input.book.divisions.iter().skip_while(|division| division.role != DivisionRole::Body) {
            match division.role {
                DivisionRole::Index => {
                    for sheet in self.index_sheets(division, map, body + leaves.len(), report) {
                        let label = (body + leaves.len() + 1).to_string();
                        let furniture = Furniture { head: None, folio: Some(label.clone()) };
                        leaves.push(Leaf { content: Content::Sheet(sheet), label, furniture });
                    }
                }
                DivisionRole::Colophon => {
                    let slabs = self.flow.colophon(division, report);
                    for sheet in self.sheets(slabs, body + leaves.len()) {
                        let label = (body + leaves.len() + 1).to_string();
                        leaves.push(Leaf { content: Content::Sheet(sheet), label, furniture: Furniture::default() });
                    }
                }
                DivisionRole::Cover | DivisionRole::Title | DivisionRole::Contents | DivisionRole::Body => {}
            }
        }
        leaves
    }

    /// Running heads by the theme's method: the book's title on versos, the heading in force on rectos (requirement RUN-04); neither head nor
    /// folio on blank pages, on leaves with nothing but a title and under pictures that fill the page (requirement RUN-05).
    pub(super) fn body_leaves(&self, sheets: Vec<Sheet>) -> Vec<Leaf> {
        let rule = &self.styled.theme.running_head;
        let title = edition_title(self.input.book).or_else(|| self.input.metadata.main_title().map(|title| title.text.text.clone()));
        let depth = self.styled.theme.contents.depth;
        let entries = self.input.resolved.contents.iter().filter(|entry| entry.level <= depth);
        let heads: BTreeMap<NodeId, String> = entries.map(|entry| (entry.node, entry.plain.clone())).collect();
        let shorts = short_titles(self.input.book);
        let divisions: BTreeSet<NodeId> = self.input.book.divisions.iter().map(|division| division.id).collect();
        let mut current: Option<String> = None;
        let mut leaves = Vec::with_capacity(sheets.len());
        for (index, sheet) in sheets.into_iter().enumerate() {
            let label = (index + 1).to_string();
            let anchors: Vec<NodeId> = sheet.slabs().flat_map(|slab| slab.anchors.iter().copied()).collect();
            let opens = |slab: &Slab| slab.kind == SlabKind::Heading && matches!(slab.before, Break::Page | Break::Recto | Break::Verso);
            let opening = anchors.iter().any(|node| divisions.contains(node)) || sheet.slabs().next().is_some_and(opens);
            let mut found = anchors.iter().filter_map(|node| shorts.get(node).or_else(|| heads.get(node)));
            let first = found.next().cloned();
            let last = found.next_back().cloned().or_else(|| first.clone());
            let head = match (rule.method, side(index)) {
                (HeadMethod::None, _) | (HeadMethod::Single, PageSide::Verso) => None,
                (HeadMethod::Double, PageSide::Verso) => title.clone(),
                (HeadMethod::Single | HeadMethod::Double, PageSide::Recto) => first.or_else(|| current.clone()).or_else(|| title.clone()),
            };
            current = last.or(current);
            let bare = sheet.is_blank() || sheet.is_plate(self.styled.area.lines) || sheet.slabs().any(|slab| slab.bare);
            let folio = Some(label.clone()).filter(|_| !bare && (!opening || self.styled.theme.folio.opening));
            let furniture = Furniture { head: head.filter(|_| !bare && (!opening || rule.opening)), folio };
            leaves.push(Leaf { content: Content::Sheet(sheet), label, furniture });
        }
        leaves
    }
}

/// A cover that begins with a picture for the whole page: its path and owner, and what follows it.
fn cover_plate(division: &Division) -> Option<((String, Owner), &[Block])> {
    let (first, rest) = division.blocks.split_first()?;
    match &first.kind {
        BlockKind::Figure(Figure { pictures, placement: FigurePlacement::Page, .. }) => {
            let picture = pictures.first()?;
            Some(((picture.file.path.clone(), Owner::Node(picture.id, Part::Content)), rest))
        }
        _ => None,
    }
}

/// The short titles that the author gave to headings.
fn short_titles(book: &Book) -> BTreeMap<NodeId, String> {
    let mut shorts = BTreeMap::new();
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Heading(heading) = &block.kind
                && let Some(short) = &heading.short
            {
                shorts.insert(block.id, short.clone());
            }
        });
    }
    shorts
}

/// A number in small Roman numerals.
pub(super) fn roman(number: usize) -> String {
    const NUMERALS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}

/// The title as the edition writes it: its quotation marks and punctuation are those of its region and direction.
fn edition_title(book: &Book) -> Option<String> {
    let cover = book.divisions.iter().find(|division| division.role == DivisionRole::Cover)?;
    cover.blocks.iter().find_map(|block| {
        let BlockKind::Heading(heading) = &block.kind else { return None };
        Some(plain_text(&heading.content))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_counted_in_roman_numerals() {
        for (number, text) in [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (1994, "mcmxciv")] {
            assert_eq!(roman(number), text);
        }
    }
}
