//! Western text that does not lie on its side in vertical lines: several characters in one cell, or an em each.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::cell::Join;
use super::class::Class;
use super::cluster::is_wide;
use super::collect::WantedSetting;
use super::itemize::Itemizer;
use super::itemize::Placed;
use super::line::GlyphSetting;
use super::shaper::Shaped;
use super::shaper::Way;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::font::Width;
use crate::geom::Length;

/// A run in one cell is compressed at most to this, in thousandths (requirement TCY-03).
const LEAST_STRETCH: i64 = 600;
/// What may jut out of the column on both sides together, in em: with the narrowest line gap of half an em (JLREQ 2.4.2) the runs
/// of neighbouring columns stay apart.
const MOST_JUT: (i64, i64) = (2, 5);

impl Itemizer<'_, '_> {
    /// Several characters in one cell, across the line: in the font's narrow glyphs where it has them, else compressed, else
    /// jutting out on both sides (JLREQ 3.2.5). A run that would reach the neighbouring columns lies on its side.
    pub(super) fn combined(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        let em = self.cells.looks[look].size;
        let span = map.and_then(|map| map.span(0, text.len()));
        let drawn = self.marks_in_one(look, text);
        let (_, natural) = self.shaper.shape(&self.cells.looks[look], &drawn, Way::Horizontal, span);
        let shaped = if width(&natural, em) > em { self.narrow(look, &drawn, natural) } else { natural };
        let width = width(&shaped, em);
        // A rounding of the advances is no reason to compress.
        let stretch = if width > em + Length::units(4) { (em * 1000).divide(width).clamp(LEAST_STRETCH, 1000) } else { 1000 };
        if width.scale(stretch, 1000) > em + em.scale(MOST_JUT.0, MOST_JUT.1) {
            self.shaper.report.add(Diagnostic::new(Code::CrowdedCell).maybe_at(span).with("text", text));
            let sideways = self.look_with(look, |look| look.setting = WantedSetting::Sideways);
            return self.text_in_look(sideways, text, map);
        }
        let mut pen = Length::ZERO;
        let mut glyphs: Vec<Placed> = Vec::new();
        for (index, glyph) in shaped.iter().enumerate() {
            // One glyph may stand for two marks: it has the text of both.
            let next = if shaped.len() == 1 { text.len() } else { shaped.get(index + 1).map_or(text.len(), |next| next.cluster) };
            glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen.scale(stretch, 1000), Length::ZERO));
            pen += em.scale(glyph.advance, glyph.upem);
        }
        // Marks that share a cell are still marks.
        let marks = text.chars().all(|mark| matches!(mark, '!' | '?') || self.rules.class_of(mark) == Class::DividingMark);
        let class = if marks { Class::DividingMark } else { Class::TateChuYoko };
        self.push(look, class, em, GlyphSetting::Combined, text, 0, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.stretch = stretch as u16;
        }
    }

    /// Two exclamation or question marks as the one character that stands for both, if the face has it.
    fn marks_in_one<'t>(&mut self, look: usize, text: &'t str) -> Cow<'t, str> {
        let pair: Vec<char> = text.chars().collect();
        let one = match pair.as_slice() {
            ['!' | '！', '!' | '！'] => '‼',
            ['?' | '？', '?' | '？'] => '⁇',
            ['?' | '？', '!' | '！'] => '⁈',
            ['!' | '！', '?' | '？'] => '⁉',
            _ => return Cow::Borrowed(text),
        };
        match self.shaper.glyph(&self.cells.looks[look], one, Way::Horizontal) {
            Some(_) => Cow::Owned(one.to_string()),
            None => Cow::Borrowed(text),
        }
    }

    /// The run in the widest of the font's narrow glyphs that fit the cell; when none do, in the narrowest that it has.
    fn narrow(&mut self, look: usize, text: &str, natural: Vec<Shaped>) -> Vec<Shaped> {
        let em = self.cells.looks[look].size;
        let mut narrowest = natural;
        for glyphs in [Width::Half, Width::Third, Width::Quarter] {
            let shaped = self.shaper.shape_in_width(&self.cells.looks[look], text, Way::Horizontal, glyphs);
            if !shaped.is_empty() && width(&shaped, em) < width(&narrowest, em) {
                narrowest = shaped;
            }
            if width(&narrowest, em) <= em + Length::units(4) {
                break;
            }
        }
        narrowest
    }

    /// Letters and digits upright below each other, an em each, in the font's full-width forms where it has them.
    pub(super) fn upright(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        for (at, cluster) in text.grapheme_indices(true) {
            if cluster == " " {
                self.space(look, ' ', at);
                continue;
            }
            let first = cluster.chars().next().unwrap_or(' ');
            if is_wide(first) {
                self.wide(look, text, at..at + cluster.len(), map);
                continue;
            }
            let look_now = &self.cells.looks[look];
            let em = look_now.size;
            let span = map.and_then(|map| map.span(at, at + cluster.len()));
            // Forms of an em each are drawn to stand among Han (JLREQ 3.2.4).
            let full = full_width(cluster).and_then(|character| self.shaper.glyph(look_now, character, Way::Vertical));
            let shaped = match full {
                Some(full) => vec![full],
                None => self.shaper.shape(look_now, cluster, Way::Vertical, span).1,
            };
            let natural = width(&shaped, em);
            let mut pen = (em - natural).scale(1, 2);
            let mut glyphs: Vec<Placed> = Vec::new();
            for (index, glyph) in shaped.iter().enumerate() {
                let next = shaped.get(index + 1).map_or(cluster.len(), |next| next.cluster);
                let unit = |value: i64| em.scale(value, glyph.upem);
                glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen + unit(glyph.inline), -unit(glyph.cross)));
                pen += unit(glyph.advance);
            }
            if at > 0 && self.pending.is_none() {
                self.pending = Some(Join::Tied);
            }
            self.push(look, Class::Ideograph, em, GlyphSetting::Upright, cluster, at, &glyphs);
        }
    }
}

/// The full-width form of a letter, digit or mark of ASCII.
fn full_width(cluster: &str) -> Option<char> {
    match cluster.as_bytes() {
        [byte @ 0x21..=0x7E] => char::from_u32(0xFF00 + u32::from(*byte) - 0x20),
        _ => None,
    }
}

fn width(shaped: &[Shaped], em: Length) -> Length {
    shaped.iter().map(|glyph| em.scale(glyph.advance, glyph.upem)).sum()
}
