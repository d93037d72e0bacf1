//! Where a page's items become printpdf's operators. Nothing else says `Op`.

use std::collections::BTreeMap;

use printpdf::Color;
use printpdf::DictItem;
use printpdf::Greyscale;
use printpdf::Op;
use printpdf::Pt;
use printpdf::Rgb;

use super::font::Encoding;
use super::font::FontSet;
use super::font::glyph_texts;
use super::image::Images;
use super::object::points;
use super::object::utf16;
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
}

/// What all pages share.
pub(super) struct Resources<'a> {
    pub(super) plan: &'a Plan,
    pub(super) fonts: &'a FontSet,
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
    let content = PageContent { ops: Vec::with_capacity(page.items.len() * 4), marks: Vec::new(), boxes: Vec::new() };
    let mut writer = Writer { resources, height: page.size.height, content, open: None, in_text: false, font: None, column: None };
    for item in &page.items {
        writer.item(item);
    }
    writer.close();
    writer.content
}

impl Writer<'_> {
    fn item(&mut self, item: &Item) {
        let picture = match &item.kind {
            ItemKind::Picture(picture) => Some(picture),
            ItemKind::Text(_) | ItemKind::Fill(_) | ItemKind::Path(_) => None,
        };
        self.mark(item.owner, picture.is_some());
        match &item.kind {
            ItemKind::Text(run) => self.run(run),
            ItemKind::Picture(picture) => self.picture(picture),
            ItemKind::Fill(fill) => self.fill(fill),
            ItemKind::Path(path) => self.path(path),
        }
    }

    /// Opens marked content for this owner unless it is open (PDF 32000-1, 14.6, 14.8.2.2).
    fn mark(&mut self, owner: Owner, picture: bool) {
        let mark = match (self.resources.plan.slot_of(owner, picture), owner) {
            (Some(slot), _) => Mark::Slot(slot),
            (None, Owner::Artifact(artifact)) => Mark::Artifact(artifact),
            (None, Owner::Node(..)) => Mark::Artifact(Artifact::Layout),
        };
        if self.open == Some(mark) {
            return;
        }
        self.close();
        self.open = Some(mark);
        let (tag, properties) = match mark {
            Mark::Slot(slot) => {
                self.content.marks.push(slot);
                let number = self.content.marks.len() as i64 - 1;
                let element = self.resources.plan.slots[slot].element.expect("slots of artifacts are not handed out");
                (self.resources.plan.elements[element].kind, vec![("MCID", DictItem::Int(number))])
            }
            Mark::Artifact(artifact) => ("Artifact", artifact_properties(artifact)),
        };
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

    /// The text of one run. Widths of the fonts carry the pen; where the run's gaps differ the difference is shown as an
    /// adjustment in whole thousandths, taken from the pen's true place so that rounding never adds up.
    fn run(&mut self, run: &GlyphRun) {
        if run.glyphs.is_empty() || run.size.is_zero() {
            return;
        }
        self.begin_text();
        let encoding = Encoding::of(run.setting);
        let face = self.resources.fonts.face(run.face);
        let stretch = f64::from(run.stretch.max(1)) / 1000.0;
        let along_em = |along: Length| along.to_units() as f64 / run.size.to_units() as f64 * 1000.0;
        self.text_matrix(run, stretch as f32);
        let new_column = match run.setting {
            Setting::Vertical => self.column.replace(run.origin.x) != Some(run.origin.x),
            Setting::Horizontal | Setting::Sideways => false,
        };
        let mut shown = Shown::default();
        let mut pen = 0.0;
        let mut at = 0;
        let mut cluster_open = false;
        for (index, (id, text)) in glyph_texts(run).enumerate() {
            let glyph = &run.glyphs[index];
            let code = face.code(id, text, encoding);
            let font = (run.face, encoding, code.variant, run.size);
            if self.font != Some(font) {
                self.show(&mut shown);
                let name = printpdf::FontId(face.resource(encoding, code.variant));
                self.content.ops.push(Op::SetFont { font: printpdf::PdfFontHandle::External(name), size: Pt(points(run.size)) });
                self.font = Some(font);
            }
            let starts_cluster = glyph.bytes > 0 && run.glyphs.get(index + 1).is_some_and(|next| next.bytes == 0);
            if cluster_open && glyph.bytes > 0 {
                self.show(&mut shown);
                self.content.ops.push(Op::EndMarkedContent);
                cluster_open = false;
            }
            let wanted = along_em(glyph.along) / stretch;
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
            if starts_cluster {
                self.show(&mut shown);
                let cluster = run.text.get(at..at + usize::from(glyph.bytes)).unwrap_or_default();
                let map = BTreeMap::from([("ActualText".to_owned(), DictItem::String { data: utf16(cluster), literal: false })]);
                let properties = DictItem::Dict { map };
                self.content.ops.push(Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties });
                cluster_open = true;
            }
            shown.glyph(code.cid);
            pen += code.advance;
            at += usize::from(glyph.bytes);
            if new_column && index == 0 {
                // PDFium orders the text of a page by the first string of each column.
                self.show(&mut shown);
            }
        }
        self.show(&mut shown);
        if cluster_open {
            self.content.ops.push(Op::EndMarkedContent);
        }
    }

    fn text_matrix(&mut self, run: &GlyphRun, stretch: f32) {
        let zero = || DictItem::Int(0);
        let one = || DictItem::Int(1);
        let [a, b, c, d] = match run.setting {
            Setting::Horizontal => [real(stretch), zero(), zero(), one()],
            Setting::Vertical => [one(), zero(), zero(), real(stretch)],
            Setting::Sideways => [zero(), real(-stretch), one(), zero()],
        };
        let operands = vec![a, b, c, d, self.x(run.origin.x), self.y(run.origin.y)];
        self.raw("Tm", operands);
    }

    fn show(&mut self, shown: &mut Shown) {
        if let Some((operator, operand)) = shown.take() {
            self.raw(operator, vec![operand]);
        }
    }

    fn picture(&mut self, picture: &PlacedPicture) {
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

    fn fill(&mut self, fill: &Fill) {
        self.end_text();
        let Rect { origin, size } = fill.rect;
        self.content.ops.push(Op::SaveGraphicsState);
        self.content.ops.push(Op::SetFillColor { col: colour(fill.ink) });
        let operands = vec![self.x(origin.x), self.y(origin.y + size.height), self.x(size.width), self.x(size.height)];
        self.raw("re", operands);
        self.raw("f", Vec::new());
        self.content.ops.push(Op::RestoreGraphicsState);
    }

    fn path(&mut self, path: &Path) {
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
