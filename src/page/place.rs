//! Logical turns physical: the only place that knows left, right, up and down of a line.

use super::frame::{
    Destination, Fill, FrameKind, GlyphRun, Ink, Item, ItemKind, LineFrame, LinkArea, LinkTarget, PageGlyph, Path, PathSegment, PlacedLine,
    PlacedPicture, Setting,
};
use crate::book::Artifact;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::flow::Piece;
use crate::flow::Quarter;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline::GlyphSetting;
use crate::inline::Line;
use crate::inline::LinkRange;
use crate::inline::Rule;
use crate::inline::RuleShape;
use crate::inline::Run;
use crate::inline::RunGlyph;
use crate::resolve::Resolved;
use std::collections::BTreeSet;

/// A box on the page in whose logical coordinates something is placed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub mode: WritingMode,
    /// Before it is turned.
    pub size: Size,
    pub origin: Point,
    pub turn: Option<Quarter>,
}

impl Area {
    /// The whole page.
    pub fn page(mode: WritingMode, size: Size) -> Area {
        Area { mode, size, origin: Point::default(), turn: None }
    }

    pub fn rect(&self, logical: LogicalRect) -> Rect {
        self.turned(self.mode.place(self.size, logical))
    }

    /// A box in the area before it is turned, on the page.
    fn turned(&self, Rect { origin, size }: Rect) -> Rect {
        let (at, size) = match self.turn {
            None => (origin, size),
            Some(Quarter::Right) => {
                let at = Point { x: self.size.height - origin.y - size.height, y: origin.x };
                (at, Size { width: size.height, height: size.width })
            }
            Some(Quarter::Left) => {
                let at = Point { x: origin.y, y: self.size.width - origin.x - size.width };
                (at, Size { width: size.height, height: size.width })
            }
        };
        Rect { origin: Point { x: self.origin.x + at.x, y: self.origin.y + at.y }, size }
    }

    /// A box for something upright: in a turned area it keeps its proportion in the middle.
    fn upright(&self, logical: LogicalRect) -> Rect {
        let Rect { origin, size } = self.rect(logical);
        if self.turn.is_none() {
            return Rect { origin, size };
        }
        let natural = self.mode.place(self.size, logical).size;
        let height = size.height.min(size.width.scale(natural.height.to_units().max(1), natural.width.to_units().max(1)));
        let width = height.scale(natural.width.to_units().max(1), natural.height.to_units().max(1));
        let middle = |outer: Length, inner: Length| (outer - inner).scale(1, 2);
        let origin = Point { x: origin.x + middle(size.width, width), y: origin.y + middle(size.height, height) };
        Rect { origin, size: Size { width, height } }
    }

    fn point(&self, origin: LogicalPoint) -> Point {
        self.rect(LogicalRect { origin, size: LogicalSize::default() }).origin
    }
}

/// The marks of one page as they are placed: body and notes in the order of placing, artifacts apart.
pub(super) struct Placer<'a> {
    pub fonts: &'a Fonts,
    pub resolved: &'a Resolved,
    /// Nodes of note marks, which notes link back to.
    pub marks: &'a BTreeSet<NodeId>,
    /// Index of the page.
    pub page: usize,
    pub items: Vec<Item>,
    /// Readings that wait for the end of their paragraph.
    pub readings: Vec<Item>,
    pub artifacts: Vec<Item>,
    pub links: Vec<LinkArea>,
    pub destinations: Vec<Destination>,
    pub frames: Vec<LineFrame>,
    /// Index of the frame that is being filled.
    pub frame: usize,
}

impl Placer<'_> {
    /// Ends a paragraph: its readings follow.
    pub fn end_paragraph(&mut self) {
        self.items.append(&mut self.readings);
    }

    /// Begins a frame; gives back the index of the one before, to go on with it.
    pub fn begin_frame(&mut self, kind: FrameKind, mode: WritingMode, rect: Rect) -> usize {
        self.frames.push(LineFrame { kind, mode, rect, lines: Vec::new() });
        std::mem::replace(&mut self.frame, self.frames.len() - 1)
    }

    /// Keeps a line that says what it is made of.
    fn record(&mut self, area: Area, origin: LogicalPoint, line: &Line) {
        // Frames have one direction; what is turned has none.
        let recorded = line.detail.is_some() && area.turn.is_none();
        let Some(frame) = self.frames.get_mut(self.frame).filter(|_| recorded) else { return };
        let on_page = area.point(origin);
        let corner = Point { x: on_page.x - frame.rect.origin.x, y: on_page.y - frame.rect.origin.y };
        let LogicalRect { origin, .. } = frame.mode.locate(frame.rect.size, Rect { origin: corner, size: Size::default() });
        frame.lines.push(PlacedLine { origin, line: line.clone() });
    }

    pub fn piece(&mut self, area: Area, piece: Piece) {
        match piece {
            Piece::Line { origin, line } => self.line(area, origin, *line),
            Piece::Picture { rect, path, owner } => {
                self.push(owner, ItemKind::Picture(PlacedPicture { path, rect: area.rect(rect) }));
            }
            Piece::Fill { rect, grey } => {
                let owner = Owner::Artifact(Artifact::Layout);
                self.push(owner, ItemKind::Fill(Fill { rect: area.rect(rect), ink: ink(grey) }));
            }
            Piece::Island { rect, mode, pieces } => {
                let Rect { origin, size } = area.rect(rect);
                let inner = Area { mode, size, origin, turn: None };
                let outer = self.begin_frame(FrameKind::Island, mode, Rect { origin, size });
                pieces.into_iter().for_each(|piece| self.piece(inner, piece));
                self.frame = outer;
            }
            Piece::Turned { rect, quarter, pieces } => {
                let Rect { origin, size } = area.rect(rect);
                let size = Size { width: size.height, height: size.width };
                let inner = Area { mode: WritingMode::HorizontalTb, size, origin, turn: Some(quarter) };
                pieces.into_iter().for_each(|piece| self.piece(inner, piece));
            }
        }
    }

    /// A place that links may lead to.
    pub fn destination(&mut self, area: Area, node: NodeId, at: LogicalRect) {
        if self.resolved.anchors.contains_key(&node) {
            self.destinations.push(Destination { node, page: self.page, point: area.rect(at).origin });
        }
    }

    fn push(&mut self, owner: Owner, kind: ItemKind) {
        match owner {
            Owner::Node(..) => self.items.push(Item { owner, kind }),
            Owner::Artifact(_) => self.artifacts.push(Item { owner, kind }),
        }
    }

    fn line(&mut self, area: Area, origin: LogicalPoint, line: Line) {
        self.record(area, origin, &line);
        let body = |from: Length, to: Length| LogicalRect {
            origin: LogicalPoint { inline: origin.inline + from, block: origin.block - line.size.scale(1, 2) },
            size: LogicalSize { inline: to - from, block: line.size },
        };
        for node in &line.anchors {
            self.destination(area, *node, body(Length::ZERO, line.inline_size));
        }
        if !line.notes.is_empty() {
            for run in &line.runs {
                if let Owner::Node(node, _) = run.owner
                    && self.marks.contains(&node)
                {
                    self.destination(area, node, body(run.inline, run.inline + run.advance));
                }
            }
        }
        if !self.resolved.index_places.is_empty() {
            for run in &line.runs {
                if let Owner::Node(node, _) = run.owner
                    && let Some(place) = self.resolved.index_places.get(&node)
                {
                    self.destination(area, *place, body(run.inline, run.inline + run.advance));
                }
            }
        }
        self.generated_link(area, &line, body(Length::ZERO, line.inline_size));
        for link in &line.links {
            let covered = LogicalRect {
                origin: LogicalPoint { inline: origin.inline + link.from, block: origin.block + link.block - link.extent.scale(1, 2) },
                size: LogicalSize { inline: link.to - link.from, block: link.extent },
            };
            self.link(area, link, covered);
        }
        let Line { runs, interlinear, marks, rules, pictures, .. } = line;
        for picture in pictures {
            let at =
                LogicalPoint { inline: origin.inline + picture.inline, block: origin.block + picture.block - picture.extent.scale(1, 2) };
            let rect = LogicalRect { origin: at, size: LogicalSize { inline: picture.advance, block: picture.extent } };
            self.push(picture.owner, ItemKind::Picture(PlacedPicture { path: picture.path, rect: area.upright(rect) }));
        }
        for run in runs {
            let (owner, kind) = self.run(area, origin, run);
            self.push(owner, kind);
        }
        for run in interlinear {
            let (owner, kind) = self.run(area, origin, run);
            match owner {
                Owner::Node(..) => self.readings.push(Item { owner, kind }),
                Owner::Artifact(_) => self.artifacts.push(Item { owner, kind }),
            }
        }
        for run in marks {
            let (_, kind) = self.run(area, origin, run);
            self.artifacts.push(Item { owner: Owner::Artifact(Artifact::Layout), kind });
        }
        for rule in rules {
            let kind = place_rule(area, origin, rule);
            self.artifacts.push(Item { owner: Owner::Artifact(Artifact::Layout), kind });
        }
    }

    /// Entries of the contents lead to what they list, note numbers back to their mark.
    fn generated_link(&mut self, area: Area, line: &Line, rect: LogicalRect) {
        let Some(Owner::Node(node, part)) = line.runs.first().map(|run| run.owner) else { return };
        let target = match part {
            Part::ContentsTitle | Part::ContentsFolio => Some(node),
            Part::Label => self.resolved.note_marks.get(&node).and_then(|marks| marks.first()).copied(),
            Part::Content | Part::RubyBase(_) | Part::RubyReading(_) | Part::RubyUnder => None,
        };
        let Some(target) = target else { return };
        let description: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        let owner = Owner::Node(node, part);
        self.links.push(LinkArea { rect: area.rect(rect), target: LinkTarget::Node(target), owner, description });
    }

    fn link(&mut self, area: Area, link: &LinkRange, rect: LogicalRect) {
        let (target, description) = match link.note {
            Some(note) => (LinkTarget::Node(note), self.resolved.note_label(note).unwrap_or_default().to_owned()),
            None if link.target.starts_with('#') => {
                let Some(node) = self.resolved.target(&link.target) else { return };
                let entry = self.resolved.contents.iter().find(|entry| entry.node == node);
                (LinkTarget::Node(node), entry.map_or_else(|| link.target.clone(), |entry| entry.plain.clone()))
            }
            None => (LinkTarget::Address(link.target.clone()), link.target.clone()),
        };
        self.links.push(LinkArea { rect: area.rect(rect), target, owner: link.owner, description });
    }

    fn run(&self, area: Area, line: LogicalPoint, run: Run) -> (Owner, ItemKind) {
        let Run { owner, language, face, size, setting, stretch, inline, block, advance, text, glyphs } = run;
        let start = LogicalPoint { inline: line.inline + inline, block: line.block + block };
        let metrics = self.fonts.face(face);
        // From the middle of the em box to the baseline.
        let drop = size.scale(metrics.metrics().ascender, metrics.units_per_em()) - size.scale(1, 2);
        let start = match area.mode {
            // Down to the baseline before anything is turned.
            WritingMode::HorizontalTb => area.point(LogicalPoint { block: start.block + drop, ..start }),
            WritingMode::VerticalRl => area.point(start),
        };
        let (setting, origin) = match (area.mode, setting) {
            (WritingMode::HorizontalTb, GlyphSetting::Upright | GlyphSetting::Sideways | GlyphSetting::Combined) => {
                let setting = match area.turn {
                    None => Setting::Horizontal,
                    Some(Quarter::Right) => Setting::Sideways,
                    Some(Quarter::Left) => Setting::Rising,
                };
                (setting, start)
            }
            (WritingMode::VerticalRl, GlyphSetting::Upright) => (Setting::Vertical, start),
            (WritingMode::VerticalRl, GlyphSetting::Sideways) => (Setting::Sideways, Point { x: start.x - drop, y: start.y }),
            // One cell of the line, the glyphs across its middle.
            (WritingMode::VerticalRl, GlyphSetting::Combined) => {
                (Setting::Horizontal, Point { x: start.x - advance.scale(1, 2), y: start.y + size.scale(1, 2) + drop })
            }
        };
        let glyph = |glyph: RunGlyph| PageGlyph { id: glyph.id, bytes: glyph.bytes, along: glyph.along };
        let glyphs = glyphs.into_iter().map(glyph).collect();
        (owner, ItemKind::Text(GlyphRun { face, size, setting, stretch, origin, language, text: text.into_boxed_str(), glyphs }))
    }
}

/// Ink for grey from 0 (black) to 1000.
fn ink(grey: u16) -> Ink {
    if grey == 0 { Ink::Black } else { Ink::Grey(grey) }
}

/// How far a wave swings to either side, in multiples of its thickness, and its length.
const WAVE_SWING: i64 = 2;
const WAVE_LENGTH: i64 = 10;

fn place_rule(area: Area, line: LogicalPoint, rule: Rule) -> ItemKind {
    let Rule { shape, from, to, block, thickness, .. } = rule;
    let (from, to, block) = (line.inline + from, line.inline + to, line.block + block);
    match shape {
        RuleShape::Straight => {
            let origin = LogicalPoint { inline: from, block: block - thickness.scale(1, 2) };
            let size = LogicalSize { inline: to - from, block: thickness };
            ItemKind::Fill(Fill { rect: area.rect(LogicalRect { origin, size }), ink: Ink::Black })
        }
        RuleShape::Wavy => {
            let count = (to - from).divide((thickness * WAVE_LENGTH).max(Length::units(1))).max(1);
            let at = |step: i64, swing: i64| {
                let inline = from + (to - from).scale(step, count * 4);
                area.point(LogicalPoint { inline, block: block + thickness * swing })
            };
            let half = |start: i64, swing: i64| PathSegment::Curve(at(start + 1, swing), at(start + 1, swing), at(start + 2, 0));
            let segments = (0..count).flat_map(|wave| [half(wave * 4, -WAVE_SWING), half(wave * 4 + 2, WAVE_SWING)]).collect();
            ItemKind::Path(Path { start: at(0, 0), segments, width: thickness, ink: Ink::Black })
        }
    }
}
