//! Glyphs of words and numbers, kept for each face, language, direction and width.

use std::collections::BTreeMap;
use std::sync::RwLock;

use super::shape::Direction;
use super::shape::ShapedGlyph;
use super::shape::Width;
use crate::unicode::Language;

/// Longer pieces of text, in bytes, hardly recur.
const LONGEST: usize = 24;
/// How many words of one kind are kept.
const MOST: usize = 1 << 14;

type Words = BTreeMap<Box<str>, Box<[ShapedGlyph]>>;

#[derive(Default)]
pub(super) struct WordCache {
    kinds: RwLock<BTreeMap<(Direction, Width, Language), Words>>,
}

impl WordCache {
    /// The glyphs of a piece of text, from `shape` where they are not known.
    pub fn get_or_shape(
        &self,
        text: &str,
        (direction, width, language): (Direction, Width, &Language),
        shape: impl FnOnce() -> Vec<ShapedGlyph>,
    ) -> Vec<ShapedGlyph> {
        if text.len() > LONGEST {
            return shape();
        }
        let key = (direction, width, language.clone());
        if let Ok(kinds) = self.kinds.read()
            && let Some(known) = kinds.get(&key).and_then(|words| words.get(text))
        {
            return known.to_vec();
        }
        let shaped = shape();
        if let Ok(mut kinds) = self.kinds.write() {
            let words = kinds.entry(key).or_default();
            if words.len() < MOST {
                words.insert(text.into(), shaped.as_slice().into());
            }
        }
        shaped
    }
}
