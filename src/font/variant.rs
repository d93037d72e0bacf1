//! Variation sequences, vertical forms and the ink of marks: what a face can draw.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use skrifa::FontRef;
use skrifa::MetadataProvider;

use super::face::Face;
use super::shape::Direction;
use crate::unicode::Language;

/// Whether a face has a variation sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// It has a glyph for the sequence, be it the usual one.
    Known,
    /// It draws the base and knows nothing of the selector.
    Missing,
}

impl Face {
    /// Whether the face knows a character with a variation selector (OpenType `cmap`, format 14).
    pub fn variant(&self, character: char, selector: char) -> Variant {
        let Ok(font) = FontRef::from_index(self.data(), self.index()) else { return Variant::Missing };
        match font.charmap().map_variant(character, selector) {
            Some(_) => Variant::Known,
            None => Variant::Missing,
        }
    }

    /// Whether the face draws the text otherwise in vertical lines than in horizontal ones.
    pub fn has_vertical_form(&self, text: &str, language: &Language) -> bool {
        let first = |direction: Direction| self.shape(text, language, direction).first().map(|glyph| glyph.id);
        first(Direction::Vertical) != first(Direction::Horizontal)
    }

    /// The ink of a glyph along a line, from the glyph's origin in that direction, in font units: `(start, end)`. Kept for each
    /// glyph, because every mark of a book asks for it.
    pub fn ink_along(&self, glyph: u16, direction: Direction) -> Option<(i64, i64)> {
        let table = self.inks.get_or_init(|| (0..=u16::MAX).map(|_| AtomicU64::new(UNKNOWN)).collect());
        let slot = &table[usize::from(glyph)];
        let known = slot.load(Ordering::Relaxed);
        let packed = if known == UNKNOWN { pack(self.measure(glyph)) } else { known };
        if known == UNKNOWN {
            slot.store(packed, Ordering::Relaxed);
        }
        unpack(packed).map(|[left, right, upper, lower]| match direction {
            Direction::Horizontal => (left, right),
            Direction::Vertical => (upper, lower),
        })
    }

    /// Ink from the origin in horizontal lines, and from that in vertical ones.
    fn measure(&self, glyph: u16) -> Option<[i64; 4]> {
        let [left, bottom, right, top] = self.glyph_bounds(glyph)?;
        let (_, origin) = self.vertical_origin(glyph);
        Some([left, right, origin - top, origin - bottom])
    }
}

/// Ink that ends before it begins stands for a glyph that nobody has asked for, and for one without ink.
const UNKNOWN: u64 = pack_numbers([i16::MAX, i16::MIN, 0, 0]);
const NO_INK: u64 = pack_numbers([i16::MAX, i16::MIN, 1, 1]);

const fn pack_numbers([first, second, third, fourth]: [i16; 4]) -> u64 {
    first as u16 as u64 | (second as u16 as u64) << 16 | (third as u16 as u64) << 32 | (fourth as u16 as u64) << 48
}

fn pack(ink: Option<[i64; 4]>) -> u64 {
    let narrow = |value: i64| value.clamp(i64::from(i16::MIN) + 1, i64::from(i16::MAX) - 1) as i16;
    ink.map_or(NO_INK, |ink| pack_numbers(ink.map(narrow)))
}

fn unpack(packed: u64) -> Option<[i64; 4]> {
    (packed != NO_INK).then(|| [0, 16, 32, 48].map(|shift| i64::from((packed >> shift) as u16 as i16)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::fonts::tests::bundled;

    #[test]
    fn ink_is_the_same_when_it_is_asked_for_again() {
        let (_, face) = bundled().iter().next().unwrap();
        for character in ['。', '「', '口', '　'] {
            let glyph = face.glyph_of(character).unwrap();
            for _ in 0..2 {
                let [horizontal, vertical] = [Direction::Horizontal, Direction::Vertical].map(|way| face.ink_along(glyph, way));
                let measured = face.measure(glyph);
                assert_eq!(horizontal, measured.map(|[left, right, ..]| (left, right)), "{character}");
                assert_eq!(vertical, measured.map(|[.., upper, lower]| (upper, lower)), "{character}");
            }
        }
    }

    #[test]
    fn a_face_knows_its_variation_sequences() {
        let (_, face) = bundled().iter().find(|(_, face)| face.name() == "Noto Serif CJK JP").unwrap();
        assert_eq!(face.variant('葛', '\u{E0100}'), Variant::Known);
        assert_eq!(face.variant('葛', '\u{E01EF}'), Variant::Missing);
        assert_eq!(face.variant('一', '\u{FE0F}'), Variant::Missing);
    }
}
