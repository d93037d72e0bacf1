//! Dashes and ellipses that fill a box of whole em, fitted by their ink.

use std::sync::Arc;

use super::face::Face;
use super::shape::Direction;
use super::shape::ShapedGlyph;
use crate::unicode::Language;

/// How a mark fills its box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitShape {
    /// One stroke from end to end: dashes.
    Stroke,
    /// Each glyph in the middle of an em of its own: ellipses.
    Dots,
}

/// A unit set in its box. Positions are in font units from the box's start and from its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitForm {
    /// `inline` is the place of the glyph's origin in the box, `cross` how far it is moved across the line; the advance says nothing.
    pub glyphs: Vec<ShapedGlyph>,
    /// Scale along the line in thousandths.
    pub stretch: u16,
}

/// What a unit's form depends on, beside the face.
pub(super) type UnitKey = (Direction, Language, String);

/// Ink of a glyph along the line from its origin, and its middle across the line from the middle of the em box.
#[derive(Clone, Copy)]
struct Ink {
    start: i64,
    end: i64,
    middle: i64,
}

/// A stroke's ink is at least this much of its box (requirement CLS-06), in thousandths.
const LEAST_STROKE: i64 = 900;
/// What a stretched stroke fills of its box: as much as the dashes of the common CJK fonts do.
const STROKE: i64 = 930;
/// How far parts of a stroke overlap, in thousandths of an em, so that no hair of white shows between them.
const OVERLAP: i64 = 20;
/// How far from the middle of the em box a mark may stand as the font has it (requirement CLS-06), in thousandths of an em.
const OFF_CENTRE: i64 = 30;

impl Face {
    /// Sets a dash or an ellipsis of so many em. What the font has is kept where it fits; a stroke that is too short or has a hole
    /// is joined and stretched, and a mark off the middle is moved there. None when the face lacks the characters.
    pub fn unit(&self, text: &str, language: &Language, direction: Direction, ems: i64, shape: UnitShape) -> Option<Arc<UnitForm>> {
        let key = (direction, language.clone(), text.to_owned());
        if let Some(known) = self.units.read().ok().and_then(|units| units.get(&key).cloned()) {
            return Some(known);
        }
        let shaped = self.shape(text, language, direction);
        if shaped.is_empty() || shaped.iter().any(|glyph| glyph.id == 0) {
            return None;
        }
        let form = Arc::new(match shape {
            UnitShape::Stroke => self.stroke(&shaped, direction, ems * self.units_per_em()),
            UnitShape::Dots => self.dots(&shaped, direction, ems * self.units_per_em()),
        });
        if let Ok(mut units) = self.units.write() {
            units.insert(key, Arc::clone(&form));
        }
        Some(form)
    }

    fn stroke(&self, shaped: &[ShapedGlyph], direction: Direction, boxed: i64) -> UnitForm {
        let em = self.units_per_em();
        let advance: i64 = shaped.iter().map(|glyph| glyph.advance).sum();
        let mut pen = (boxed - advance) / 2;
        let mut glyphs: Vec<ShapedGlyph> = Vec::with_capacity(shaped.len());
        let mut ink_end: Option<i64> = None;
        let mut ink_start = 0;
        let mut middle = 0;
        for glyph in shaped {
            let mut placed = ShapedGlyph { inline: pen + glyph.inline, ..*glyph };
            pen += glyph.advance;
            if let Some(ink) = self.ink(glyph.id, direction) {
                match ink_end {
                    // The parts of a stroke touch.
                    Some(end) if placed.inline + ink.start > end => placed.inline = end - OVERLAP * em / 1000 - ink.start,
                    Some(_) => {}
                    None => (ink_start, middle) = (placed.inline + ink.start, ink.middle + glyph.cross),
                }
                ink_end = Some(ink_end.unwrap_or(i64::MIN).max(placed.inline + ink.end));
            }
            glyphs.push(placed);
        }
        let length = ink_end.map_or(0, |end| end - ink_start);
        let fits = length * 1000 >= boxed * LEAST_STROKE && length <= boxed;
        let stretch = if fits || length <= 0 { 1000 } else { (boxed * STROKE / length).clamp(1, 4000) };
        let off = ink_end.map_or(0, |end| (ink_start + end - boxed) / 2);
        if !fits || off.abs() * 1000 > OFF_CENTRE * em {
            let start = (boxed - length * stretch / 1000) / 2;
            for glyph in &mut glyphs {
                glyph.inline = start + (glyph.inline - ink_start) * stretch / 1000;
            }
        }
        self.centre(&mut glyphs, middle);
        UnitForm { glyphs, stretch: stretch as u16 }
    }

    fn dots(&self, shaped: &[ShapedGlyph], direction: Direction, boxed: i64) -> UnitForm {
        let share = boxed / shaped.len().max(1) as i64;
        let mut middle = 0;
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let start = share * index as i64;
            let ink = self.ink(glyph.id, direction);
            let natural = start + (share - glyph.advance) / 2 + glyph.inline;
            let inline = ink.map_or(natural, |ink| {
                let centred = start + (share - ink.start - ink.end) / 2;
                if (centred - natural).abs() * 1000 <= OFF_CENTRE * self.units_per_em() { natural } else { centred }
            });
            middle = ink.map_or(middle, |ink| ink.middle + glyph.cross);
            glyphs.push(ShapedGlyph { inline, ..*glyph });
        }
        self.centre(&mut glyphs, middle);
        UnitForm { glyphs, stretch: 1000 }
    }

    /// Moves a mark that stands off the middle of the em box to it.
    fn centre(&self, glyphs: &mut [ShapedGlyph], middle: i64) {
        if middle.abs() * 1000 > OFF_CENTRE * self.units_per_em() {
            for glyph in glyphs {
                glyph.cross -= middle;
            }
        }
    }

    fn ink(&self, glyph: u16, direction: Direction) -> Option<Ink> {
        let [left, bottom, right, top] = self.glyph_bounds(glyph)?;
        let metrics = self.metrics();
        Some(match direction {
            Direction::Horizontal => {
                Ink { start: left, end: right, middle: (bottom + top) / 2 - (metrics.ascender + metrics.descender) / 2 }
            }
            Direction::Vertical => {
                let (x, y) = self.vertical_origin(glyph);
                Ink { start: y - top, end: y - bottom, middle: (left + right) / 2 - x }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::fonts::tests::bundled;

    const TAGS: [&str; 5] = ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN", "ja", "ko"];
    const DIRECTIONS: [Direction; 2] = [Direction::Horizontal, Direction::Vertical];

    /// The ink of a unit as it will be drawn: intervals along the line in order, and the middle across, in thousandths of an em.
    fn drawn(face: &Face, form: &UnitForm, direction: Direction) -> (Vec<(i64, i64)>, i64) {
        let em = face.units_per_em();
        let mut middle = 0;
        let mut intervals: Vec<_> = form
            .glyphs
            .iter()
            .filter_map(|glyph| {
                let ink = face.ink(glyph.id, direction)?;
                middle = ink.middle + glyph.cross;
                let at = |place: i64| (glyph.inline + place * i64::from(form.stretch) / 1000) * 1000 / em;
                Some((at(ink.start), at(ink.end)))
            })
            .collect();
        intervals.sort_unstable();
        (intervals, middle * 1000 / em)
    }

    /// Proves: CLS-05 [ALL] [HV]: the dash unit is two em of one unbroken stroke.
    /// Proves: CLS-06 [ALL] [HV]: in every bundled face, by the ink of its outlines: at least 1.8 em long, in the middle of the box.
    #[test]
    fn the_dash_unit_is_one_stroke_of_two_em_in_every_face() {
        let mut seen = 0;
        for (_, face) in bundled().iter() {
            for (tag, direction) in TAGS.iter().flat_map(|tag| DIRECTIONS.map(|direction| (tag, direction))) {
                for text in ["——", "――", "⸺", "──"] {
                    // A font without vertical forms lays the dash on its side: the same form as in horizontal lines.
                    let language = Language::new(tag).unwrap();
                    let vertical = face.has_vertical_form(text, &language);
                    if direction == Direction::Vertical && !vertical {
                        continue;
                    }
                    let Some(form) = face.unit(text, &language, direction, 2, UnitShape::Stroke) else { continue };
                    let (intervals, middle) = drawn(face, &form, direction);
                    let (start, mut end) = intervals[0];
                    for &(next, next_end) in &intervals[1..] {
                        assert!(next <= end, "{} {tag} {direction:?} {text}: a hole from {end} to {next}", face.name());
                        end = end.max(next_end);
                    }
                    let shown = format!("{} {tag} {direction:?} {text}: {start} to {end}, {middle} off", face.name());
                    assert!(end - start >= 1800 && start >= 0 && end <= 2000, "{shown}");
                    assert!((start + end - 2000).abs() <= 60 && middle.abs() <= 31, "{shown}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 300, "{seen}");
    }

    /// Proves: CLS-05 [ALL] [HV]: the ellipsis stands in the middle of its two em in every bundled face.
    #[test]
    fn the_ellipsis_is_centred_in_every_face() {
        for (_, face) in bundled().iter() {
            for (tag, direction) in TAGS.iter().flat_map(|tag| DIRECTIONS.map(|direction| (tag, direction))) {
                for text in ["……", "⋯⋯"] {
                    let language = Language::new(tag).unwrap();
                    if direction == Direction::Vertical && !face.has_vertical_form(text, &language) {
                        continue;
                    }
                    let Some(form) = face.unit(text, &language, direction, 2, UnitShape::Dots) else { continue };
                    let (intervals, middle) = drawn(face, &form, direction);
                    let shown = format!("{} {tag} {direction:?} {text}: {intervals:?}, {middle} off", face.name());
                    let (start, end) = (intervals[0].0, intervals[intervals.len() - 1].1);
                    assert!((start + end - 2000).abs() <= 60 && middle.abs() <= 31, "{shown}");
                }
            }
        }
    }

    /// Proves: CLS-06 [ALL] [H]: without a dash for Han in the font, a Latin one is joined and stretched.
    #[test]
    fn a_short_dash_is_joined_and_stretched() {
        let (_, face) = bundled().iter().find(|(_, face)| face.name() == "Noto Serif CJK JP").unwrap();
        // In English the dash of this face is 0.89 em long.
        let english = Language::new("en").unwrap();
        let advance: i64 = face.shape("——", &english, Direction::Horizontal).iter().map(|glyph| glyph.advance).sum();
        assert!(advance < 1800, "{advance}");
        let form = face.unit("——", &english, Direction::Horizontal, 2, UnitShape::Stroke).unwrap();
        assert!(form.stretch > 1000);
    }
}
