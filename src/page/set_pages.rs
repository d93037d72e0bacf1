//! Pages with their marks in place.

use super::compose::Composer;
use super::frame::{Destination, FrameKind, Page, PageSide, Pages, PlacedPicture};
use super::frame::{Item, ItemKind};
use super::furniture::FurnitureSetter;
use super::leaves::Content;
use super::leaves::Leaf;
use super::place::{Area, Placer};
use super::sheet::Placed;
use super::sheet::Sheet;
use super::sheet::Top;
use crate::book::NodeId;
use crate::flow::Piece;
use crate::flow::Slab;
use crate::flow::Start;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::resolve::PageMap;
use crate::style::PageNotes;
use rayon::prelude::*;
use std::collections::BTreeSet;

impl Composer<'_> {
    pub(super) fn place(&self, leaves: Vec<Leaf>, map: PageMap) -> Pages {
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
    fn sheet(&self, mut sheet: Sheet, side: PageSide, placer: &mut Placer<'_>) {
        let type_area = &self.styled.area;
        let grid = type_area.grid;
        let origin = match side {
            PageSide::Recto => type_area.recto,
            PageSide::Verso => type_area.verso,
        };
        let area = Area::page(type_area.mode, self.styled.trim.size);
        let rect = area.rect(LogicalRect { origin, size: type_area.size() });
        placer.begin_frame(FrameKind::Body, type_area.mode, rect);
        let text = LogicalPoint { inline: origin.inline + sheet.text_at, block: origin.block };
        let boxes = std::mem::take(&mut sheet.boxes);
        for Placed { line, inline, top, slab } in boxes {
            let Slab { lines, pieces, lead, start, anchors, .. } = slab;
            if start == Start::Begins {
                placer.end_paragraph();
            }
            // White before a figure vanishes at the head of the column.
            let lead = if top == Top::Head { lead } else { Length::ZERO };
            let at = LogicalPoint { inline: text.inline + inline, block: text.block + grid.pitch * line };
            let extent = LogicalSize { inline: type_area.measure(), block: grid.extent(lines) };
            for node in anchors {
                placer.destination(area, node, LogicalRect { origin: at, size: extent });
            }
            pieces.into_iter().for_each(|piece| placer.piece(area, piece.shifted(at.inline, at.block - lead)));
        }
        placer.end_paragraph();
        self.rules_between_columns(&sheet, text, area, placer);
        self.notes(&sheet, origin, area, placer);
        if let PageNotes::Band(band) = self.text.notes {
            let at = LogicalPoint { inline: origin.inline + sheet.band_at, block: origin.block };
            self.band(&sheet.band, band.measure, at, area, placer);
        }
    }

    fn rules_between_columns(&self, sheet: &Sheet, text: LogicalPoint, area: Area, placer: &mut Placer<'_>) {
        let thickness = Length::micrometres(self.styled.theme.columns.rule);
        if thickness <= Length::ZERO {
            return;
        }
        let grid = self.styled.area.grid;
        let between = self.text.step - self.text.measure;
        for &(line, lines) in &sheet.divided {
            for column in 1..i64::try_from(self.text.columns).unwrap_or(1) {
                let inline = text.inline + self.text.step * column - (between + thickness).scale(1, 2);
                let origin = LogicalPoint { inline, block: text.block + grid.pitch * line };
                let rect = LogicalRect { origin, size: LogicalSize { inline: thickness, block: grid.extent(lines) } };
                placer.piece(area, Piece::Fill { rect, grey: 0 });
            }
        }
    }
}

/// Page 1 is a recto, and so is every page of odd number (requirement PAG-01).
pub(super) fn side(index: usize) -> PageSide {
    if index.is_multiple_of(2) { PageSide::Recto } else { PageSide::Verso }
}

/// The largest box of a picture's proportion inside the page, in its middle.
fn contain(natural: Size, page: Size) -> Rect {
    let (width, height) = (natural.width.to_units().max(1), natural.height.to_units().max(1));
    let wide = Size { width: page.width, height: page.width.scale(height, width) };
    let size = if wide.height <= page.height { wide } else { Size { width: page.height.scale(width, height), height: page.height } };
    Rect { origin: Point { x: (page.width - size.width).scale(1, 2), y: (page.height - size.height).scale(1, 2) }, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_keeps_its_proportion_in_the_middle_of_the_page() {
        let rect =
            contain(Size { width: Length::pt(10), height: Length::pt(10) }, Size { width: Length::pt(100), height: Length::pt(160) });
        assert_eq!(rect.size, Size { width: Length::pt(100), height: Length::pt(100) });
        assert_eq!(rect.origin, Point { x: Length::ZERO, y: Length::pt(30) });
    }
}
