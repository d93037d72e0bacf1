//! Glyphs of single characters, kept once for each face, language and direction.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::face::Face;
use super::shape::Direction;
use super::shape::Width;
use crate::unicode::Language;

/// The glyph of a character that stands alone, as [`Face::shape`] would give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CachedGlyph {
    pub id: u16,
    /// In font units.
    pub advance: i16,
    pub inline: i16,
    pub cross: i16,
}

/// A table of the Basic Multilingual Plane; 0 stands for a character that nobody has asked for.
type Plane = Arc<[AtomicU64]>;

#[derive(Default)]
pub(super) struct GlyphCache {
    planes: RwLock<BTreeMap<(Direction, Language), Plane>>,
}

/// A face's glyphs for one language and direction.
pub struct CachedGlyphs<'a> {
    face: &'a Face,
    language: Language,
    direction: Direction,
    plane: Plane,
}

impl Face {
    /// The glyphs of single characters for one language and direction.
    pub fn cached(&self, language: &Language, direction: Direction) -> CachedGlyphs<'_> {
        let key = (direction, language.clone());
        let known = self.glyphs.planes.read().ok().and_then(|planes| planes.get(&key).cloned());
        let plane = known.unwrap_or_else(|| {
            let fresh: Plane = (0..0x1_0000).map(|_| AtomicU64::new(0)).collect();
            match self.glyphs.planes.write() {
                Ok(mut planes) => Arc::clone(planes.entry(key).or_insert(fresh)),
                Err(_) => fresh,
            }
        });
        CachedGlyphs { face: self, language: language.clone(), direction, plane }
    }
}

impl CachedGlyphs<'_> {
    /// The single glyph of the character; none when it takes several, or when its metrics exceed 16 bits.
    pub fn glyph(&self, character: char) -> Option<CachedGlyph> {
        let slot = self.plane.get(character as usize);
        if let Some(packed) = slot.map(|slot| slot.load(Ordering::Relaxed)).filter(|&packed| packed != 0) {
            return unpack(packed);
        }
        let mut bytes = [0; 4];
        let shaped = self.face.shape_anew(character.encode_utf8(&mut bytes), &self.language, self.direction, Width::Natural);
        let glyph = match shaped.as_slice() {
            [glyph] if glyph.id != 0 => narrow(glyph.id, glyph.advance, glyph.inline, glyph.cross),
            _ => None,
        };
        if let Some(slot) = slot {
            slot.store(pack(glyph), Ordering::Relaxed);
        }
        glyph
    }
}

fn narrow(id: u16, advance: i64, inline: i64, cross: i64) -> Option<CachedGlyph> {
    Some(CachedGlyph { id, advance: advance.try_into().ok()?, inline: inline.try_into().ok()?, cross: cross.try_into().ok()? })
}

/// Known characters without a single glyph are stored as all ones, which no glyph packs to: its advance would be negative.
const NO_SINGLE_GLYPH: u64 = u64::MAX;

fn pack(glyph: Option<CachedGlyph>) -> u64 {
    let Some(glyph) = glyph else { return NO_SINGLE_GLYPH };
    let half = |value: i16| u64::from(value as u16);
    u64::from(glyph.id) | half(glyph.advance) << 16 | half(glyph.inline) << 32 | half(glyph.cross) << 48
}

fn unpack(packed: u64) -> Option<CachedGlyph> {
    let half = |shift: u32| (packed >> shift) as u16;
    (packed != NO_SINGLE_GLYPH).then(|| CachedGlyph {
        id: half(0),
        advance: half(16) as i16,
        inline: half(32) as i16,
        cross: half(48) as i16,
    })
}
