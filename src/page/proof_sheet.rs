//! Small text for proofs: labels in the margins, a legend.

use std::collections::BTreeSet;

use super::frame::Fill;
use super::frame::Ink;
use super::frame::Item;
use super::frame::ItemKind;
use super::place::Area;
use super::place::Placer;
use super::proof::Hold;
use crate::book::Artifact;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Owner;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::flow::Piece;
use crate::font::FontRole;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline;
use crate::inline::Alignment;
use crate::inline::Environment;
use crate::inline::Line;
use crate::inline::LineSettings;
use crate::inline::Paragraph;
use crate::inline::TextStyle;
use crate::unicode::Language;
use crate::unicode::Region;

/// Sets horizontal text that belongs to nobody.
pub(super) struct Typist<'a> {
    environment: Environment<'a>,
    language: &'a Language,
    region: Region,
    /// The em of labels in the margins.
    pub small: Length,
    /// The em of the legend.
    text: Length,
}

/// A coloured box in front of an entry.
#[derive(Clone, Copy)]
pub(super) struct Swatch {
    pub ink: Ink,
}

impl<'a> Typist<'a> {
    pub fn new(environment: Environment<'a>, language: &'a Language, region: Region) -> Typist<'a> {
        let (small, text) = (Length::milli_pt(5_000).type_size(), Length::milli_pt(8_000).type_size());
        Typist { environment, language, region, small, text }
    }

    fn lines(&self, text: &str, size: Length, measure: Length) -> Vec<Line> {
        let run = TextRun { text: text.to_owned(), language: self.language.clone(), map: SourceMap::default() };
        let content = [Inline { id: NodeIds::default().fresh(), span: None, kind: InlineKind::Text(run) }];
        let paragraph = Paragraph {
            content: &content,
            owner: Some(Owner::Artifact(Artifact::Layout)),
            style: TextStyle { size, role: FontRole::Serif },
            language: self.language,
        };
        let settings = LineSettings {
            mode: WritingMode::HorizontalTb,
            region: self.region,
            measure,
            first_indent: Length::ZERO,
            indent: Length::ZERO,
            alignment: Alignment::Start,
        };
        inline::compose(&paragraph, &settings, &self.environment, &mut Report::default())
    }

    /// A line's marks, its start at `at` and centred on it across.
    fn place(&self, line: Line, page: Size, at: Point) -> Vec<Item> {
        let mut placer = Placer {
            fonts: self.environment.fonts,
            resolved: self.environment.resolved,
            marks: &BTreeSet::new(),
            page: 0,
            items: Vec::new(),
            readings: Vec::new(),
            artifacts: Vec::new(),
            links: Vec::new(),
            destinations: Vec::new(),
            frames: Vec::new(),
            frame: 0,
        };
        let origin = LogicalPoint { inline: at.x, block: at.y };
        placer.piece(Area::page(WritingMode::HorizontalTb, page), Piece::Line { origin, line: Box::new(line) });
        placer.artifacts
    }

    /// A short text in the margin.
    pub fn label(&self, text: &str, page: Size, at: Point, hold: Hold) -> Vec<Item> {
        let Some(line) = self.lines(text, self.small, page.width).into_iter().next() else { return Vec::new() };
        let x = match hold {
            Hold::Left => at.x,
            Hold::Middle => at.x - line.inline_size.scale(1, 2),
            Hold::Right => at.x - line.inline_size,
        };
        self.place(line, page, Point { x, y: at.y })
    }

    /// An empty page for entries.
    pub fn sheet(&self, size: Size) -> Sheet<'_> {
        let margin = size.width.scale(1, 9);
        Sheet { typist: self, size, margin, y: margin, items: Vec::new() }
    }
}

/// A page of entries below each other.
pub(super) struct Sheet<'a> {
    typist: &'a Typist<'a>,
    size: Size,
    margin: Length,
    /// Where the next entry's first line has its centre.
    y: Length,
    pub items: Vec<Item>,
}

impl Sheet<'_> {
    pub fn heading(&mut self, text: &str) {
        let size = self.typist.text.scale(3, 2).type_size();
        for line in self.typist.lines(text, size, self.size.width - self.margin * 2) {
            let at = Point { x: self.margin, y: self.y };
            self.items.extend(self.typist.place(line, self.size, at));
            self.y += size * 2;
        }
    }

    /// An entry; it is left out where the page ends.
    pub fn entry(&mut self, swatch: Option<Swatch>, text: &str) {
        let em = self.typist.text;
        let indent = match swatch {
            Some(_) => em * 3,
            None => Length::ZERO,
        };
        if let Some(Swatch { ink }) = swatch {
            let origin = Point { x: self.margin, y: self.y - em.scale(1, 2) };
            let rect = Rect { origin, size: Size { width: em * 2, height: em } };
            self.items.push(Item { owner: Owner::Artifact(Artifact::Layout), kind: ItemKind::Fill(Fill { rect, ink }) });
        }
        for line in self.typist.lines(text, em, self.size.width - self.margin * 2 - indent) {
            if self.y + em > self.size.height {
                return;
            }
            let at = Point { x: self.margin + indent, y: self.y };
            self.items.extend(self.typist.place(line, self.size, at));
            self.y += em.scale(3, 2);
        }
        self.y += em.scale(1, 2);
    }

    /// How many entries of one line fit.
    pub fn room(&self) -> usize {
        usize::try_from((self.size.height - self.margin - self.y).divide(self.typist.text * 2)).unwrap_or(0)
    }
}
