//! Text to glyphs of one face.

use std::str::FromStr;
use std::sync::Arc;

use harfrust::Buffer;
use harfrust::Feature;
use harfrust::Script;
use harfrust::ShapeOptions;
use harfrust::ShapePlan;
use harfrust::ShaperFont;
use harfrust::Tag;

use super::face::Face;
use crate::unicode::Language;

/// Which way the glyphs follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Horizontal,
    /// Top to bottom, upright, with the font's vertical forms.
    Vertical,
}

/// Which of a font's widths letters and digits have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Width {
    /// As the font has them.
    #[default]
    Natural,
    /// Half an em each (`hwid`).
    Half,
    /// A third (`twid`).
    Third,
    /// A quarter (`qwid`).
    Quarter,
}

impl Width {
    fn feature(self) -> Option<Feature> {
        let tag = match self {
            Width::Natural => return None,
            Width::Half => b"hwid",
            Width::Third => b"twid",
            Width::Quarter => b"qwid",
        };
        Some(Feature::new(Tag::new(tag), 1, ..))
    }
}

/// A glyph in font units, relative to where the one before it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    pub id: u16,
    /// The byte of the text where its cluster begins.
    pub cluster: usize,
    /// To the next glyph, along the line, positive.
    pub advance: i64,
    /// How far along the line the glyph is moved from its natural place (horizontal: from its origin; vertical: from its
    /// vertical origin).
    pub inline: i64,
    /// How far across the line it is moved: upwards in horizontal, to the right in vertical.
    pub cross: i64,
}

/// What a shape plan depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlanKey {
    direction: Direction,
    script: [u8; 4],
    language: String,
    width: Width,
}

impl Face {
    /// Shapes text of one language. Widths and gaps of punctuation are the line's business, so features that change them
    /// (`halt`, `vhal`, `chws`, `vchw`, `palt`, `vpal`) stay off; `vert`, `locl`, `ccmp`, `liga` and `kern` are as the font has them.
    pub fn shape(&self, text: &str, language: &Language, direction: Direction) -> Vec<ShapedGlyph> {
        self.shape_in_width(text, language, direction, Width::Natural)
    }

    /// Shapes text with the glyphs of one width, where the font has them. Words are shaped once.
    pub fn shape_in_width(&self, text: &str, language: &Language, direction: Direction, width: Width) -> Vec<ShapedGlyph> {
        self.words.get_or_shape(text, (direction, width, language), || self.shape_anew(text, language, direction, width))
    }

    /// Shapes text, whether it was shaped before or not.
    pub(super) fn shape_anew(&self, text: &str, language: &Language, direction: Direction, width: Width) -> Vec<ShapedGlyph> {
        let script = script_of(text);
        let plan = self.plan(direction, script, language, width);
        let font = ShaperFont::new(&self.font);
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(direction.into());
        buffer.set_script(Some(script));
        buffer.set_language(harfrust::Language::from_str(language.as_str()).ok());
        if harfrust::shape(&font, &mut buffer, ShapeOptions::new().plan(Some(&plan)).features(&features(direction, width))).is_err() {
            return Vec::new();
        }
        let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        glyphs
            .map(|(info, position)| {
                let id = u16::try_from(info.glyph_id).unwrap_or(0);
                let cluster = info.cluster as usize;
                match direction {
                    Direction::Horizontal => ShapedGlyph {
                        id,
                        cluster,
                        advance: position.x_advance.into(),
                        inline: position.x_offset.into(),
                        cross: position.y_offset.into(),
                    },
                    Direction::Vertical => {
                        let (origin_x, origin_y) = self.vertical_origin(id);
                        ShapedGlyph {
                            id,
                            cluster,
                            advance: -i64::from(position.y_advance),
                            inline: -(i64::from(position.y_offset) + origin_y),
                            cross: i64::from(position.x_offset) + origin_x,
                        }
                    }
                }
            })
            .collect()
    }

    fn plan(&self, direction: Direction, script: Script, language: &Language, width: Width) -> Arc<ShapePlan> {
        let key = PlanKey { direction, script: script.tag().into_bytes(), language: language.as_str().to_owned(), width };
        if let Some(plan) = self.plans.read().ok().and_then(|plans| plans.get(&key).cloned()) {
            return plan;
        }
        let tag = harfrust::Language::from_str(language.as_str()).ok();
        let plan = Arc::new(ShapePlan::new(&self.font, direction.into(), Some(script), tag.as_ref(), &features(direction, width)));
        if let Ok(mut plans) = self.plans.write() {
            plans.insert(key, Arc::clone(&plan));
        }
        plan
    }
}

/// Vertical kerning moves neighbours into each other's cells; a line on the grid never wants it.
fn features(direction: Direction, width: Width) -> Vec<Feature> {
    let mut features = match direction {
        Direction::Horizontal => Vec::new(),
        Direction::Vertical => vec![Feature::new(Tag::new(b"vkrn"), 0, ..), Feature::new(Tag::new(b"kern"), 0, ..)],
    };
    features.extend(width.feature());
    features
}

impl From<Direction> for harfrust::Direction {
    fn from(direction: Direction) -> harfrust::Direction {
        match direction {
            Direction::Horizontal => harfrust::Direction::LeftToRight,
            Direction::Vertical => harfrust::Direction::TopToBottom,
        }
    }
}

/// The script that selects the font's features: Latin-like text by its own, everything else as Han, under which CJK fonts keep
/// their regional forms.
fn script_of(text: &str) -> Script {
    let tag = match text.chars().find(|character| character.is_alphanumeric()) {
        Some('\u{370}'..='\u{3FF}') => "Grek",
        Some('\u{400}'..='\u{52F}') => "Cyrl",
        Some('\u{0}'..'\u{250}') => "Latn",
        Some('\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}') => "Bopo",
        Some('\u{3041}'..='\u{30FF}') => "Kana",
        Some('\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}') => "Hang",
        Some(_) | None => "Hani",
    };
    Script::from_str(tag).expect("the tags above are script tags")
}
