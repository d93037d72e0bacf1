//! Glyphs as blocks of lines: a block is a structure element that holds text, a line is what follows in one direction.

use super::Glyph;
use super::Marks;
use super::Place;

/// The text of one heading, paragraph, item, cell or caption.
pub struct Block {
    pub element: usize,
    pub kind: String,
    pub lines: Vec<Line>,
    /// Readings beside the text, one line for each unit.
    pub readings: Vec<Line>,
}

/// Glyphs in reading order.
#[derive(Clone)]
pub struct Line {
    pub page: usize,
    /// Whether it runs downwards.
    pub vertical: bool,
    pub glyphs: Vec<Glyph>,
}

impl Glyph {
    /// The middle of the em box of a glyph that fills it, and of the line's em box for one that does not.
    pub fn centre(&self) -> Place {
        let turned = |along: f64, up: f64| {
            let (sine, cosine) = self.rotation.to_radians().sin_cos();
            (self.origin.0 + along * cosine + up * sine, self.origin.1 + along * sine - up * cosine)
        };
        if self.font.vertical {
            return (self.origin.0, self.origin.1 + self.advance.1 / 2.0);
        }
        let width = self.advance.0.hypot(self.advance.1);
        turned(width / 2.0, (self.font.ascent - 0.5) * self.size)
    }

    /// Whether it stands with its head up.
    pub fn upright(&self) -> bool {
        self.rotation.abs() < 0.01
    }

    /// The box of its ink on the page: left, top, right, bottom.
    pub fn ink(&self) -> Option<[f64; 4]> {
        let [left, bottom, right, top] = self.font.ink(self.code)?;
        let (sine, cosine) = self.rotation.to_radians().sin_cos();
        let corners = [(left, bottom), (right, bottom), (right, top), (left, top)].map(|(x, y)| {
            let (x, y) = (x * self.size * self.stretch, -y * self.size);
            (self.outline.0 + x * cosine - y * sine, self.outline.1 + x * sine + y * cosine)
        });
        let fold = |pick: fn(&Place) -> f64, choose: fn(f64, f64) -> f64| corners.iter().map(pick).reduce(choose).unwrap();
        Some([fold(|c| c.0, f64::min), fold(|c| c.1, f64::min), fold(|c| c.0, f64::max), fold(|c| c.1, f64::max)])
    }
}

impl Line {
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    /// The em of most of its glyphs.
    pub fn size(&self) -> f64 {
        let mut sizes: Vec<f64> = self.glyphs.iter().map(|glyph| glyph.size).collect();
        sizes.sort_by(f64::total_cmp);
        sizes[sizes.len() / 2]
    }

    /// Along the line.
    pub fn along(&self, place: Place) -> f64 {
        if self.vertical { place.1 } else { place.0 }
    }

    /// Across the line, towards the next one.
    pub fn across(&self, place: Place) -> f64 {
        if self.vertical { -place.0 } else { place.1 }
    }

    /// Where a glyph begins along the line: its em box, or its advance when it has another.
    pub fn start_of(&self, glyph: &Glyph) -> f64 {
        let across = self.vertical && glyph.upright() && !glyph.font.vertical;
        // Glyphs side by side across a vertical line stand on a baseline: one cell of the line.
        if across { self.along(glyph.centre()) - glyph.size / 2.0 } else { self.along(glyph.origin) }
    }

    /// Where a glyph ends along the line.
    pub fn end_of(&self, glyph: &Glyph) -> f64 {
        let across = self.vertical && glyph.upright() && !glyph.font.vertical;
        if across { self.start_of(glyph) + glyph.size } else { self.start_of(glyph) + self.along(glyph.advance) }
    }

    /// From the start of the first glyph to the start of the last, in em.
    pub fn span(&self) -> f64 {
        let [first, .., last] = &self.glyphs[..] else { return 0.0 };
        (self.start_of(last) - self.start_of(first)) / self.size()
    }
}

const BLOCKS: [&str; 11] = ["P", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "Caption", "LBody"];

impl Marks {
    /// The blocks in the order of the structure, without those that say nothing.
    pub fn blocks(&self, vertical: bool) -> Vec<Block> {
        let mut owned: Vec<(Vec<Glyph>, Vec<Glyph>)> = vec![Default::default(); self.elements.len()];
        for glyph in &self.glyphs {
            let Some((block, reading)) = self.block_of(glyph) else { continue };
            if reading { owned[block].1.push(glyph.clone()) } else { owned[block].0.push(glyph.clone()) }
        }
        let mut blocks = Vec::new();
        for (element, (text, readings)) in owned.into_iter().enumerate() {
            if !text.is_empty() {
                let (lines, readings) = (lines(text, vertical), lines(readings, vertical));
                blocks.push(Block { element, kind: self.elements[element].kind.clone(), lines, readings });
            }
        }
        blocks
    }

    /// The innermost block that a glyph is in, and whether it is a reading there.
    fn block_of(&self, glyph: &Glyph) -> Option<(usize, bool)> {
        let (mut at, mut reading) = (glyph.element?, false);
        loop {
            let element = &self.elements[at];
            reading |= element.kind == "RT";
            if BLOCKS.contains(&element.kind.as_str()) {
                return Some((at, reading));
            }
            at = element.parent?;
        }
    }

    /// The children of the document element: cover, parts, imprint.
    pub fn parts(&self) -> Vec<usize> {
        let is_part = |element: &usize| self.elements[*element].parent.is_some_and(|parent| self.elements[parent].parent.is_none());
        (0..self.elements.len()).filter(is_part).collect()
    }

    /// The child of the document element that an element is in.
    pub fn part_of(&self, element: usize) -> usize {
        match self.elements[element].parent {
            Some(parent) if self.elements[parent].parent.is_some() => self.part_of(parent),
            _ => element,
        }
    }

    /// The paragraphs of the text.
    pub fn paragraphs(&self, vertical: bool) -> Vec<Block> {
        self.blocks(vertical).into_iter().filter(|block| block.kind == "P").collect()
    }
}

/// A line ends where the next glyph stands more than an em across, or on another page.
fn lines(glyphs: Vec<Glyph>, vertical: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let joins = lines.last().is_some_and(|line| {
            let first = &line.glyphs[0];
            let apart = line.across(glyph.centre()) - line.across(first.centre());
            line.page == glyph.page && apart.abs() < 1.2 * first.size.max(glyph.size)
        });
        match lines.last_mut() {
            Some(line) if joins => line.glyphs.push(glyph),
            _ => lines.push(Line { page: glyph.page, vertical, glyphs: vec![glyph] }),
        }
    }
    lines
}
