//! Where a page's items become printpdf's operators. Nothing else says `Op`.

use std::ops::Range;

use printpdf::Color;
use printpdf::DictItem;
use printpdf::Greyscale;
use printpdf::Op;
use printpdf::Pt;
use printpdf::Rgb;

use super::apart::End;
use super::apart::Ends;
use super::apart::ends;
use super::font::EmbeddedFace;
use super::font::Encoding;
use super::font::FontSet;
use super::font::Meaning;
use super::font::glyph_texts;
use super::gaiji;
use super::gaiji::Gaiji;
use super::image::Images;
use super::object::points;
use super::object::type_size;
use super::object::utf16;
use super::order::in_order;
use super::structure::Plan;
use crate::book::Artifact;
use crate::book::Owner;
use crate::font::FaceId;
use crate::geom::Length;
use crate::geom::Point;
use crate::geom::Rect;
use crate::page::Fill;
use crate::page::GlyphRun;
use crate::page::Ink;
use crate::page::Item;
use crate::page::ItemKind;
use crate::page::Page;
use crate::page::Path;
use crate::page::PathSegment;
use crate::page::PlacedPicture;
use crate::page::Setting;

/// What a page's content stream is made of, and the slots of its marked content in the order of their numbers.
pub(super) struct PageContent {
    pub(super) ops: Vec<Op>,
    pub(super) marks: Vec<usize>,
    /// The boxes of pictures by slot, for the attributes of figures.
    pub(super) boxes: Vec<(usize, Rect)>,
    /// How the text of each slot runs, in the order of the page.
    pub(super) ways: Vec<(usize, Way)>,
}

/// Which way text runs. What fits into one cell of a line runs no way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Across,
    Down,
}

/// What all pages share.
pub(super) struct Resources<'a> {
    pub(super) plan: &'a Plan,
    pub(super) fonts: &'a FontSet,
    pub(super) gaiji: &'a Gaiji,
    pub(super) images: &'a Images,
}

/// What the marked content that is open belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Slot(usize),
    Artifact(Artifact),
}

struct Writer<'a> {
    resources: &'a Resources<'a>,
    height: Length,
    content: PageContent,
    open: Option<Mark>,
    in_text: bool,
    /// The font and its size, as long as they hold.
    font: Option<(FaceId, Encoding, usize, Length)>,
    /// Of the last upright vertical run.
    column: Option<Length>,
}

pub(super) fn page_content(page: &Page, resources: &Resources<'_>) -> PageContent {
    let ops = Vec::with_capacity(page.items.len() * 4);
    let content = PageContent { ops, marks: Vec::new(), boxes: Vec::new(), ways: Vec::new() };
    let mut writer = Writer { resources, height: page.size.height, content, open: None, in_text: false, font: None, column: None };
    let items = in_order(page);
    for ((item, owner), ends) in items.iter().zip(ends(&items)) {
        writer.item(item, *owner, ends);
    }
    writer.close();
    writer.content
}

impl Writer<'_> {
    fn item(&mut self, item: &Item, owner: Owner, ends: Ends) {
        let picture = match &item.kind {
            ItemKind::Picture(picture) => Some(picture),
            ItemKind::Text(_) | ItemKind::Fill(_) | ItemKind::Path(_) => None,
        };
        let mark = self.mark_of(owner, picture.is_some());
        match &item.kind {
            ItemKind::Text(run) => self.run(run, mark, ends),
            ItemKind::Picture(picture) => match self.glyph_font(picture, owner) {
                Some(font) => self.glyph_image(picture, mark, font),
                None => self.picture(picture, mark),
            },
            ItemKind::Fill(fill) => self.fill(fill, mark),
            ItemKind::Path(path) => self.path(path, mark),
        }
    }

    fn mark_of(&self, owner: Owner, picture: bool) -> Mark {
        match (self.resources.plan.slot_of(owner, picture), owner) {
            (Some(slot), _) => Mark::Slot(slot),
            (None, Owner::Artifact(artifact)) => Mark::Artifact(artifact),
            (None, Owner::Node(..)) => Mark::Artifact(Artifact::Layout),
        }
    }

    /// Opens marked content unless it is open (PDF 32000-1, 14.6, 14.8.2.2). Content with a text that stands for it is a piece of its
    /// own: a span inside another piece would hide from some readers what comes after it.
    fn mark(&mut self, mark: Mark, actual: Option<&str>) {
        if self.open == Some(mark) && actual.is_none() {
            return;
        }
        self.close();
        self.open = Some(mark);
        let (tag, mut properties) = match mark {
            Mark::Slot(slot) => {
                self.content.marks.push(slot);
                let number = self.content.marks.len() as i64 - 1;
                let element = self.resources.plan.slots[slot].element.expect("slots of artifacts are not handed out");
                (self.resources.plan.elements[element].kind, vec![("MCID", DictItem::Int(number))])
            }
            Mark::Artifact(artifact) => ("Artifact", artifact_properties(artifact)),
        };
        if let Some(actual) = actual {
            properties.push(("ActualText", DictItem::String { data: utf16(actual), literal: false }));
        }
        let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.content.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } });
    }

    fn close(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.content.ops.push(Op::EndMarkedContent);
        }
    }

    fn begin_text(&mut self) {
        if !self.in_text {
            self.content.ops.push(Op::StartTextSection);
            self.in_text = true;
        }
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.content.ops.push(Op::EndTextSection);
            self.in_text = false;
        }
    }

    fn raw(&mut self, operator: &str, operands: Vec<DictItem>) {
        self.content.ops.push(Op::Unknown { key: operator.to_owned(), value: operands });
    }

    fn x(&self, length: Length) -> DictItem {
        real(points(length))
    }

    /// From the page's top to its bottom.
    fn y(&self, length: Length) -> DictItem {
        real(points(self.height - length))
    }

    /// The text of one run, in pieces where several glyphs share a text or where those at its ends are shown apart.
    fn run(&mut self, run: &GlyphRun, mark: Mark, ends: Ends) {
        if run.glyphs.is_empty() || run.size.is_zero() {
            return;
        }
        if let (Mark::Slot(slot), Some(way)) = (mark, way(run)) {
            match self.content.ways.last() {
                Some(known) if *known == (slot, way) => {}
                _ => self.content.ways.push((slot, way)),
            }
        }
        let resources = self.resources;
        let face = resources.fonts.face(run.face);
        let glyphs: Vec<(u16, Meaning<'_>)> = glyph_texts(run, face.hyphen).collect();
        let mut start = 0;
        while start < glyphs.len() {
            let is_cluster = |meaning: Meaning<'_>| matches!(meaning, Meaning::Cluster(_));
            let rest = &glyphs[start + 1..];
            let end = match glyphs[start].1 {
                Meaning::Cluster(text) => {
                    self.mark(mark, Some(text));
                    rest.iter().position(|(_, meaning)| *meaning != Meaning::Rest)
                }
                Meaning::Text(_) | Meaning::Rest => rest.iter().position(|(_, meaning)| is_cluster(*meaning)),
            };
            let end = end.map_or(glyphs.len(), |length| start + 1 + length);
            if is_cluster(glyphs[start].1) {
                self.piece(run, face, &glyphs, start..end, Encoding::of(run.setting));
                self.close();
            } else {
                self.mark(mark, None);
                let own = Encoding::of(run.setting);
                let encoding = |end: End| if end == End::ByItsTop { Encoding::Vertical } else { own };
                let head = if ends.first != End::AsTheOthers && start == 0 { 1 } else { start };
                let tail = if ends.last != End::AsTheOthers && end == glyphs.len() { (end - 1).max(head) } else { end };
                self.piece(run, face, &glyphs, start..head, encoding(ends.first));
                self.piece(run, face, &glyphs, head..tail, own);
                self.piece(run, face, &glyphs, tail..end, encoding(ends.last));
            }
            start = end;
        }
    }

    /// Glyphs in one encoding. Widths of the fonts carry the pen; where the run's gaps differ the difference is shown as an
    /// adjustment in whole thousandths, taken from the pen's true place so that rounding never adds up.
    fn piece(&mut self, run: &GlyphRun, face: &EmbeddedFace, glyphs: &[(u16, Meaning<'_>)], range: Range<usize>, encoding: Encoding) {
        let Some(&first) = glyphs.get(range.clone()).and_then(<[_]>::first) else { return };
        self.begin_text();
        let stretch = f64::from(run.stretch.max(1)) / 1000.0;
        let along_em = |along: Length| along.to_units() as f64 / run.size.to_units() as f64 * 1000.0;
        let start = if range.start == 0 { Length::ZERO } else { run.glyphs[range.start].along };
        self.text_matrix(run, start, (encoding != Encoding::of(run.setting)).then(|| face.vertical_origin(first.0)));
        let new_column = match (run.setting, range.start) {
            (Setting::Vertical, 0) => self.column.replace(run.origin.x) != Some(run.origin.x),
            (Setting::Vertical | Setting::Horizontal | Setting::Sideways | Setting::Rising, _) => false,
        };
        let mut shown = Shown::default();
        let mut pen = 0.0;
        for (index, (id, meaning)) in glyphs.iter().enumerate().take(range.end).skip(range.start) {
            let code = face.code(*id, meaning.text(), encoding);
            let font = (run.face, encoding, code.variant, run.size);
            if self.font != Some(font) {
                self.show(&mut shown);
                let name = printpdf::FontId(face.resource(encoding, code.variant));
                self.content.ops.push(Op::SetFont { font: printpdf::PdfFontHandle::External(name), size: Pt(type_size(run.size)) });
                self.font = Some(font);
            }
            let wanted = along_em(run.glyphs[index].along - start) / stretch;
            let gap = (wanted - pen).round();
            if gap != 0.0 {
                // Positive adjustments move against a horizontal line and along a vertical one (PDF 32000-1, 9.4.3 and 9.7.4.3).
                let adjustment = match encoding {
                    Encoding::Horizontal => -gap,
                    Encoding::Vertical => gap,
                };
                shown.adjust(adjustment);
                pen += gap;
            }
            shown.glyph(code.cid);
            pen += code.advance;
            if new_column && index == 0 {
                // PDFium orders the text of a page by the first string of each column.
                self.show(&mut shown);
            }
        }
        self.show(&mut shown);
    }

    /// Sets the pen this far along the run; `top` is where the vertical origin of the glyph there lies from its horizontal one.
    fn text_matrix(&mut self, run: &GlyphRun, start: Length, top: Option<(i64, i64)>) {
        let stretch = f32::from(run.stretch.max(1)) / 1000.0;
        let zero = || DictItem::Int(0);
        let one = || DictItem::Int(1);
        let (x, y) = (run.origin.x, run.origin.y);
        let [a, b, c, d] = match run.setting {
            Setting::Horizontal => [real(stretch), zero(), zero(), one()],
            Setting::Vertical => [one(), zero(), zero(), real(stretch)],
            Setting::Sideways => [zero(), real(-stretch), one(), zero()],
            Setting::Rising => [zero(), real(stretch), DictItem::Int(-1), zero()],
        };
        let (x, y) = match (run.setting, top) {
            (Setting::Horizontal, None) => (x + start, y),
            (Setting::Horizontal, Some((right, up))) => {
                let right = run.size.scale(right, 1000).scale(i64::from(run.stretch.max(1)), 1000);
                (x + start + right, y - run.size.scale(up, 1000))
            }
            (Setting::Vertical | Setting::Sideways, _) => (x, y + start),
            (Setting::Rising, _) => (x, y - start),
        };
        let operands = vec![a, b, c, d, self.x(x), self.y(y)];
        self.raw("Tm", operands);
    }

    fn show(&mut self, shown: &mut Shown) {
        if let Some((operator, operand)) = shown.take() {
            self.raw(operator, vec![operand]);
        }
    }

    /// The font of a picture that stands for a character.
    fn glyph_font(&self, picture: &PlacedPicture, owner: Owner) -> Option<String> {
        let Owner::Node(node, _) = owner else { return None };
        let text = self.resources.plan.glyph_text(node)?;
        self.resources.gaiji.font(&picture.path, text).map(str::to_owned)
    }

    /// A glyph that fills the picture's box.
    fn glyph_image(&mut self, picture: &PlacedPicture, mark: Mark, font: String) {
        self.mark(mark, None);
        self.begin_text();
        let rect = picture.rect;
        let (width, height) = (self.x(rect.size.width), self.x(rect.size.height));
        let (left, bottom) = (self.x(rect.origin.x), self.y(rect.origin.y + rect.size.height));
        self.raw("Tm", vec![width, DictItem::Int(0), DictItem::Int(0), height, left, bottom]);
        let font = printpdf::PdfFontHandle::External(printpdf::FontId(font));
        self.content.ops.push(Op::SetFont { font, size: Pt(1.0) });
        self.font = None;
        self.raw("Tj", vec![DictItem::String { data: vec![gaiji::CODE], literal: false }]);
    }

    fn picture(&mut self, picture: &PlacedPicture, mark: Mark) {
        self.mark(mark, None);
        self.end_text();
        if let Some(Mark::Slot(slot)) = self.open {
            self.content.boxes.push((slot, picture.rect));
        }
        let Some(image) = self.resources.images.get(&picture.path) else { return };
        let rect = picture.rect;
        let bottom = rect.origin.y + rect.size.height;
        let operands = vec![
            self.x(rect.size.width),
            DictItem::Int(0),
            DictItem::Int(0),
            self.x(rect.size.height),
            self.x(rect.origin.x),
            self.y(bottom),
        ];
        self.content.ops.push(Op::SaveGraphicsState);
        self.raw("cm", operands);
        if image.matrix != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] {
            self.raw("cm", image.matrix.iter().map(|&value| real(value)).collect());
        }
        self.raw("Do", vec![DictItem::Name(image.name.as_bytes().to_vec())]);
        self.content.ops.push(Op::RestoreGraphicsState);
    }

    fn fill(&mut self, fill: &Fill, mark: Mark) {
        self.mark(mark, None);
        self.end_text();
        let Rect { origin, size } = fill.rect;
        self.content.ops.push(Op::SaveGraphicsState);
        self.content.ops.push(Op::SetFillColor { col: colour(fill.ink) });
        let operands = vec![self.x(origin.x), self.y(origin.y + size.height), self.x(size.width), self.x(size.height)];
        self.raw("re", operands);
        self.raw("f", Vec::new());
        self.content.ops.push(Op::RestoreGraphicsState);
    }

    fn path(&mut self, path: &Path, mark: Mark) {
        self.mark(mark, None);
        self.end_text();
        self.content.ops.push(Op::SaveGraphicsState);
        self.content.ops.push(Op::SetOutlineColor { col: colour(path.ink) });
        self.content.ops.push(Op::SetOutlineThickness { pt: Pt(points(path.width)) });
        self.points("m", &[path.start]);
        for segment in &path.segments {
            match segment {
                PathSegment::Line(end) => self.points("l", &[*end]),
                PathSegment::Curve(first, second, end) => self.points("c", &[*first, *second, *end]),
            }
        }
        self.raw("S", Vec::new());
        self.content.ops.push(Op::RestoreGraphicsState);
    }

    fn points(&mut self, operator: &str, points: &[Point]) {
        let operands = points.iter().flat_map(|point| [self.x(point.x), self.y(point.y)]).collect();
        self.raw(operator, operands);
    }
}

/// Which way a run goes; none when it stands in one cell.
fn way(run: &GlyphRun) -> Option<Way> {
    let length = run.glyphs.last().map_or(Length::ZERO, |last| last.along);
    match run.setting {
        Setting::Vertical | Setting::Sideways => Some(Way::Down),
        Setting::Horizontal | Setting::Rising => (length > run.size).then_some(Way::Across),
    }
}

/// Glyph codes and adjustments that one operator shows.
#[derive(Default)]
struct Shown {
    items: Vec<DictItem>,
    codes: Vec<u8>,
}

impl Shown {
    fn glyph(&mut self, cid: u16) {
        self.codes.extend_from_slice(&cid.to_be_bytes());
    }

    fn adjust(&mut self, thousandths: f64) {
        self.flush();
        self.items.push(DictItem::Int(thousandths as i64));
    }

    fn flush(&mut self) {
        if !self.codes.is_empty() {
            self.items.push(DictItem::String { data: std::mem::take(&mut self.codes), literal: false });
        }
    }

    fn take(&mut self) -> Option<(&'static str, DictItem)> {
        self.flush();
        let mut items = std::mem::take(&mut self.items);
        match items.as_slice() {
            [] => None,
            [DictItem::String { .. }] => items.pop().map(|string| ("Tj", string)),
            _ => Some(("TJ", DictItem::Array(items))),
        }
    }
}

fn real(value: f32) -> DictItem {
    if value.fract() == 0.0 { DictItem::Int(value as i64) } else { DictItem::Real(value) }
}

fn colour(ink: Ink) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    match ink {
        Ink::Black => Color::Greyscale(Greyscale::new(0.0, None)),
        Ink::Grey(thousandths) => Color::Greyscale(Greyscale::new(f32::from(thousandths.min(1000)) / 1000.0, None)),
        Ink::Colour(red, green, blue) => Color::Rgb(Rgb::new(part(red), part(green), part(blue), None)),
    }
}

/// PDF 32000-1, 14.8.2.2.2.
fn artifact_properties(artifact: Artifact) -> Vec<(&'static str, DictItem)> {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    match artifact {
        Artifact::RunningHead => vec![("Type", name("Pagination")), ("Subtype", name("Header"))],
        Artifact::Folio => vec![("Type", name("Pagination")), ("Subtype", name("Footer"))],
        Artifact::Layout => vec![("Type", name("Layout"))],
        Artifact::Background => vec![("Type", name("Background"))],
    }
}
