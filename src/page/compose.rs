//! An edition's tree to pages.

use super::frame::{Destination, FrameKind, Page, PageSide, Pages, PlacedPicture};
use super::frame::{Item, ItemKind};
use super::furniture::{Furniture, FurnitureSetter};
use super::paginate::{Room, Sheet, paginate};
use super::place::{Area, Placer};
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
use crate::diag::Context;
use crate::diag::Report;
use crate::flow::Break;
use crate::flow::Flow;
use crate::flow::NoteBody;
use crate::flow::Piece;
use crate::flow::Slab;
use crate::flow::SlabKind;
use crate::flow::Start;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline::Detail;
use crate::inline::RuleSet;
use crate::manuscript::Edition;
use crate::manuscript::Metadata;
use crate::picture::Pictures;
use crate::resolve::PageMap;
use crate::resolve::PageStart;
use crate::resolve::Resolved;
use crate::style;
use crate::style::Styled;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What pages are composed from.
#[derive(Clone, Copy)]
pub struct PageInput<'a> {
    /// The edition's tree.
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    /// Whether pages keep what their lines are made of.
    pub detail: Detail,
}

/// A page before its marks are placed.
struct Leaf {
    content: Content,
    label: String,
    furniture: Furniture,
}

enum Content {
    Sheet(Sheet),
    /// A picture that fills the page.
    Plate {
        path: String,
        owner: Owner,
    },
}

/// Composes all pages: the body first, then the contents with its folios, then everything around it. Front matter is counted by
/// itself in Roman numerals, so that one pass is enough.
pub fn compose(input: &PageInput<'_>, context: &Context, report: &mut Report) -> Pages {
    let styled = style::cascade(input.edition, report);
    let rules = RuleSet::new(input.edition.region, &input.edition.line);
    let flow = Flow::new(input.book, input.resolved, &styled, input.fonts, input.pictures);
    let composer = Composer {
        input,
        context,
        styled: &styled,
        flow: Flow { detail: input.detail, rules: Some(&rules), ..flow },
        notes: BTreeMap::new(),
    };
    composer.pages(report)
}

struct Composer<'a> {
    input: &'a PageInput<'a>,
    context: &'a Context,
    styled: &'a Styled,
    flow: Flow<'a>,
    notes: BTreeMap<NodeId, NoteBody>,
}

impl<'a> Composer<'a> {
    fn pages(mut self, report: &mut Report) -> Pages {
        let body = self.body(report);
        let map = self.page_map(&body);
        let front = self.front(&map, report);
        let back = self.back(body.len(), report);
        let mut leaves = front;
        if self.styled.has_leaves() && leaves.len() % 2 == 1 {
            leaves.push(self.blank(roman(leaves.len() + 1)));
        }
        leaves.extend(self.body_leaves(body));
        leaves.extend(back);
        self.place(leaves, map)
    }

    /// The divisions of the manuscript, the first on a recto.
    fn body(&mut self, report: &mut Report) -> Vec<Sheet> {
        let mut slabs = Vec::new();
        for division in &self.input.book.divisions {
            match division.role {
                DivisionRole::Body => {
                    if self.context.is_cancelled() {
                        return Vec::new();
                    }
                    let mut composed = self.flow.division(division, report);
                    if let Some(first) = composed.first_mut() {
                        if !first.anchors.contains(&division.id) {
                            first.anchors.push(division.id);
                        }
                        if !slabs.is_empty() && !matches!(first.before, Break::Recto | Break::Verso) {
                            first.before = Break::Page;
                        }
                    }
                    slabs.append(&mut composed);
                    self.notes.extend(self.flow.notes(division, report));
                }
                DivisionRole::Cover | DivisionRole::Contents | DivisionRole::Colophon => {}
            }
        }
        let paragraphs = self.paragraphs();
        let again = |block: NodeId, from, start| self.flow.again(paragraphs.get(&block)?, from, start);
        paginate(slabs, &self.notes, self.room(), 0, &again)
    }

    /// The paragraphs and headings that stand in the body itself.
    fn paragraphs(&self) -> BTreeMap<NodeId, &'a Block> {
        let divisions = self.input.book.divisions.iter().filter(|division| division.role == DivisionRole::Body);
        let paragraphs = divisions
            .flat_map(|division| &division.blocks)
            .filter(|block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading(_)));
        paragraphs.map(|block| (block.id, block)).collect()
    }

    fn room(&self) -> Room {
        let area = &self.styled.area;
        let rule = &self.styled.theme.note;
        let note_size = self.styled.size(rule.size);
        let note_pitch = rule.pitch.of(note_size);
        Room {
            grid: area.grid,
            lines: area.lines,
            note_size,
            note_pitch,
            note_separation: area.grid.gap() + (note_pitch - note_size),
            leaves: self.styled.has_leaves(),
        }
    }

    /// Where each page of the body begins in the text, and on which page each heading stands.
    fn page_map(&self, sheets: &[Sheet]) -> PageMap {
        let mut map = PageMap::default();
        let entries: BTreeSet<NodeId> = self.input.resolved.contents.iter().map(|entry| entry.node).collect();
        for (index, sheet) in sheets.iter().enumerate() {
            let label = (index + 1).to_string();
            if let Some((node, offset)) = sheet.boxes.iter().find_map(|(_, slab)| slab.pieces.iter().find_map(first_content)) {
                map.starts.push(PageStart { label: label.clone(), node, offset });
            }
            for node in sheet.boxes.iter().flat_map(|(_, slab)| &slab.anchors) {
                let heading = entries.contains(node) || self.input.resolved.anchors.contains_key(node);
                if heading {
                    map.headings.entry(*node).or_insert_with(|| label.clone());
                }
            }
        }
        map
    }

    /// Cover and contents, each beginning a leaf.
    fn front(&self, map: &PageMap, report: &mut Report) -> Vec<Leaf> {
        let mut leaves: Vec<Leaf> = Vec::new();
        for division in &self.input.book.divisions {
            match division.role {
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
                    for sheet in paginate(slabs, &self.notes, self.room(), leaves.len(), &|_, _, _| None) {
                        leaves.push(self.front_leaf(sheet, leaves.len()));
                    }
                }
                DivisionRole::Body | DivisionRole::Colophon => {}
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
        for sheet in paginate(slabs, &self.notes, self.room(), leaves.len(), &|_, _, _| None) {
            leaves.push(self.front_leaf(sheet, leaves.len()));
        }
    }

    fn front_leaf(&self, sheet: Sheet, index: usize) -> Leaf {
        Leaf { content: Content::Sheet(sheet), label: roman(index + 1), furniture: Furniture::default() }
    }

    fn blank(&self, label: String) -> Leaf {
        Leaf { content: Content::Sheet(Sheet::default()), label, furniture: Furniture::default() }
    }

    /// The imprint, on a page of its own; its folio is counted and not printed.
    fn back(&self, body: usize, report: &mut Report) -> Vec<Leaf> {
        let mut leaves: Vec<Leaf> = Vec::new();
        for division in &self.input.book.divisions {
            match division.role {
                DivisionRole::Colophon => {
                    let slabs = self.flow.colophon(division, report);
                    for sheet in paginate(slabs, &self.notes, self.room(), body + leaves.len(), &|_, _, _| None) {
                        let label = (body + leaves.len() + 1).to_string();
                        leaves.push(Leaf { content: Content::Sheet(sheet), label, furniture: Furniture::default() });
                    }
                }
                DivisionRole::Cover | DivisionRole::Contents | DivisionRole::Body => {}
            }
        }
        leaves
    }

    /// Running heads by the double method: the book's title on versos, the last heading on rectos (requirement RUN-04).
    fn body_leaves(&self, sheets: Vec<Sheet>) -> Vec<Leaf> {
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
            let anchors = || sheet.boxes.iter().flat_map(|(_, slab)| &slab.anchors);
            let opening = anchors().any(|node| divisions.contains(node));
            let mut found = anchors().filter_map(|node| shorts.get(node).or_else(|| heads.get(node)));
            let first = found.next().cloned();
            let last = found.next_back().cloned().or_else(|| first.clone());
            let head = match side(index) {
                PageSide::Verso => title.clone(),
                PageSide::Recto => first.or_else(|| current.clone()).or_else(|| title.clone()),
            };
            current = last.or(current);
            let blank = sheet.boxes.is_empty() && sheet.notes.is_empty();
            let plate = is_plate(&sheet, self.styled.area.lines);
            let furniture =
                Furniture { head: head.filter(|_| !opening && !blank && !plate), folio: Some(label.clone()).filter(|_| !blank && !plate) };
            leaves.push(Leaf { content: Content::Sheet(sheet), label, furniture });
        }
        leaves
    }

    fn place(&self, leaves: Vec<Leaf>, map: PageMap) -> Pages {
        let marks: BTreeSet<NodeId> = self.input.resolved.note_marks.values().flatten().copied().collect();
        let placed: Vec<(Page, Vec<Destination>)> =
            leaves.into_par_iter().enumerate().map(|(index, leaf)| self.page(index, leaf, &marks)).collect();
        let mut pages = Vec::with_capacity(placed.len());
        let mut destinations = Vec::new();
        let mut known = BTreeSet::new();
        for (page, places) in placed {
            pages.push(page);
            destinations.extend(places.into_iter().filter(|place| known.insert(place.node)));
        }
        Pages { mode: self.styled.area.mode, pages, destinations, map }
    }

    fn page(&self, index: usize, leaf: Leaf, marks: &BTreeSet<NodeId>) -> (Page, Vec<Destination>) {
        let side = side(index);
        let size = self.styled.trim.size;
        let mut placer = Placer {
            fonts: self.input.fonts,
            resolved: self.input.resolved,
            marks,
            page: index,
            items: Vec::new(),
            readings: Vec::new(),
            artifacts: Vec::new(),
            links: Vec::new(),
            destinations: Vec::new(),
            frames: Vec::new(),
            frame: 0,
        };
        match leaf.content {
            Content::Sheet(sheet) => self.sheet(sheet, side, &mut placer),
            Content::Plate { path, owner } => {
                let natural = self.input.pictures.get(&path).map_or(size, |picture| picture.natural_size());
                let rect = contain(natural, size);
                placer.items.push(Item { owner, kind: ItemKind::Picture(PlacedPicture { path, rect }) });
            }
        }
        let setter = FurnitureSetter {
            styled: self.styled,
            fonts: self.input.fonts,
            resolved: self.input.resolved,
            language: &self.input.book.language,
            spare: self.flow.spare,
            detail: self.input.detail,
            rules: self.flow.rules,
        };
        let page = Rect { origin: Point::default(), size };
        placer.begin_frame(FrameKind::Furniture, WritingMode::HorizontalTb, page);
        setter.place(&leaf.furniture, side, &mut placer);
        let Placer { mut items, artifacts, links, destinations, mut frames, .. } = placer;
        items.extend(artifacts);
        frames.retain(|frame| !frame.lines.is_empty());
        (Page { size, side, label: leaf.label, items, links, frames }, destinations)
    }

    /// Body, then notes at the block end, then what belongs to nobody.
    fn sheet(&self, sheet: Sheet, side: PageSide, placer: &mut Placer<'_>) {
        let type_area = &self.styled.area;
        let grid = type_area.grid;
        let origin = match side {
            PageSide::Recto => type_area.recto,
            PageSide::Verso => type_area.verso,
        };
        let area = Area::page(type_area.mode, self.styled.trim.size);
        let rect = area.rect(LogicalRect { origin, size: type_area.size() });
        placer.begin_frame(FrameKind::Body, type_area.mode, rect);
        for (index, (line, slab)) in sheet.boxes.into_iter().enumerate() {
            let Slab { lines, pieces, lead, start, anchors, .. } = slab;
            if start == Start::Begins {
                placer.end_paragraph();
            }
            // White before a figure vanishes at the head of the page.
            let lead = if index == 0 { lead } else { Length::ZERO };
            let at = LogicalPoint { inline: origin.inline, block: origin.block + grid.pitch * line };
            let extent = LogicalSize { inline: type_area.measure(), block: grid.extent(lines) };
            for node in anchors {
                placer.destination(area, node, LogicalRect { origin: at, size: extent });
            }
            pieces.into_iter().for_each(|piece| placer.piece(area, piece.shifted(at.inline, at.block - lead)));
        }
        placer.end_paragraph();
        self.notes(&sheet.notes, origin, area, placer);
    }

    /// The last line of the notes ends at the end of the type area (requirement NOT-07).
    fn notes(&self, parts: &[super::paginate::NotePart], origin: LogicalPoint, area: Area, placer: &mut Placer<'_>) {
        let count: usize = parts.iter().map(|part| part.to - part.from).sum();
        if count == 0 {
            return;
        }
        let room = self.room();
        let rule = &self.styled.theme.note;
        let end = origin.block + self.styled.area.block_size();
        let extent = room.notes_extent(count) - room.note_separation;
        let thickness = Length::micrometres(rule.rule_thickness);
        let above = (room.note_pitch - room.note_size).max(thickness * 4);
        let rule_at = LogicalPoint { inline: origin.inline, block: end - extent - above };
        let rule_size = LogicalSize { inline: self.styled.area.measure().scale(rule.rule, 1000), block: thickness };
        placer.piece(area, Piece::Fill { rect: LogicalRect { origin: rule_at, size: rule_size }, grey: 0 });
        let start = LogicalPoint { inline: origin.inline, block: end - extent };
        let size = LogicalSize { inline: self.styled.area.measure(), block: extent };
        placer.begin_frame(FrameKind::Notes, area.mode, area.rect(LogicalRect { origin: start, size }));
        let mut centre = end - extent + room.note_size.scale(1, 2);
        for part in parts {
            let Some(body) = self.notes.get(&part.note) else { continue };
            placer.end_paragraph();
            for (index, line) in body.lines.iter().enumerate().take(part.to).skip(part.from) {
                if index == 0 {
                    let start = LogicalPoint { inline: origin.inline, block: centre - room.note_size.scale(1, 2) };
                    let size = LogicalSize { inline: self.styled.area.measure(), block: room.note_size };
                    for node in body.anchors.iter().chain([&part.note]) {
                        placer.destination(area, *node, LogicalRect { origin: start, size });
                    }
                }
                line.iter().for_each(|piece| placer.piece(area, piece.clone().shifted(origin.inline, centre)));
                centre += room.note_pitch;
            }
        }
        placer.end_paragraph();
    }
}

/// Page 1 is a recto, and so is every page of odd number (requirement PAG-01).
fn side(index: usize) -> PageSide {
    if index.is_multiple_of(2) { PageSide::Recto } else { PageSide::Verso }
}

/// Whether a page holds one figure and nothing else and is full of it.
fn is_plate(sheet: &Sheet, lines: i64) -> bool {
    match sheet.boxes.as_slice() {
        [(_, slab)] => slab.kind == SlabKind::Figure && slab.lines >= lines && slab.pieces.len() == 1 && sheet.notes.is_empty(),
        _ => false,
    }
}

/// The first text of the manuscript or the first picture in a piece.
fn first_content(piece: &Piece) -> Option<(NodeId, usize)> {
    match piece {
        Piece::Line { line, .. } => {
            let content = line.runs.iter().find_map(|run| match run.owner {
                Owner::Node(node, Part::Content | Part::RubyBase(_)) => Some(node),
                Owner::Node(_, Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio)
                | Owner::Artifact(_) => None,
            })?;
            line.first.or(Some((content, 0)))
        }
        Piece::Picture { owner: Owner::Node(node, _), .. } => Some((*node, 0)),
        Piece::Island { pieces, .. } => pieces.iter().find_map(first_content),
        Piece::Picture { owner: Owner::Artifact(_), .. } | Piece::Fill { .. } => None,
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

/// The largest box of a picture's proportion inside the page, in its middle.
fn contain(natural: Size, page: Size) -> Rect {
    let (width, height) = (natural.width.to_units().max(1), natural.height.to_units().max(1));
    let wide = Size { width: page.width, height: page.width.scale(height, width) };
    let size = if wide.height <= page.height { wide } else { Size { width: page.height.scale(width, height), height: page.height } };
    Rect { origin: Point { x: (page.width - size.width).scale(1, 2), y: (page.height - size.height).scale(1, 2) }, size }
}

/// A number in small Roman numerals.
fn roman(number: usize) -> String {
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

    #[test]
    fn a_plate_keeps_its_proportion_in_the_middle_of_the_page() {
        let rect =
            contain(Size { width: Length::pt(10), height: Length::pt(10) }, Size { width: Length::pt(100), height: Length::pt(160) });
        assert_eq!(rect.size, Size { width: Length::pt(100), height: Length::pt(100) });
        assert_eq!(rect.origin, Point { x: Length::ZERO, y: Length::pt(30) });
    }
}
