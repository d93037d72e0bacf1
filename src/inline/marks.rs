//! Emphasis marks beside the text (JLREQ 3.3.9, CLREQ interlinear punctuation).

use super::collect::Look;
use super::line::GlyphSetting;
use super::line::Run;
use super::line::RunGlyph;
use super::rules::InterlinearSide;
use super::shaper::Shaper;
use super::shaper::Way;
use crate::book::Artifact;
use crate::book::EmphasisMarks;
use crate::book::Owner;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// Emphasis marks are half the size of their text (JLREQ 3.3.9).
const MARK_SIZE: (i64, i64) = (1, 2);

/// A mark with its middle at `centre` along the line.
pub(super) fn emphasis(
    shaper: &mut Shaper<'_>,
    look: &Look,
    marks: EmphasisMarks,
    side: InterlinearSide,
    mode: WritingMode,
    centre: Length,
) -> Option<Run> {
    let size = look.size.scale(MARK_SIZE.0, MARK_SIZE.1);
    let mut bytes = [0; 4];
    let text = character(marks, look.language.region(), mode).encode_utf8(&mut bytes);
    let (_, shaped) = shaper.shape(look, text, Way::Horizontal, None);
    let glyph = shaped.first()?;
    let advance = size.scale(glyph.advance, glyph.upem);
    let away = (look.size + size).scale(1, 2);
    let (inline, setting) = match mode {
        WritingMode::HorizontalTb => (centre - advance.scale(1, 2), GlyphSetting::Upright),
        WritingMode::VerticalRl => (centre - size.scale(1, 2), GlyphSetting::Combined),
    };
    Some(Run {
        owner: Owner::Artifact(Artifact::Layout),
        language: look.language.clone(),
        face: glyph.face,
        size,
        setting,
        stretch: 1000,
        inline,
        block: look.shift + away * super::compose::sign(side, mode),
        advance,
        text: text.to_owned(),
        glyphs: vec![RunGlyph { id: glyph.id, bytes: text.len() as u8, along: Length::ZERO }],
    })
}

fn character(marks: EmphasisMarks, region: Region, mode: WritingMode) -> char {
    match marks {
        EmphasisMarks::Region => match (region, mode) {
            (Region::Japan, WritingMode::VerticalRl) => '﹅',
            (_, WritingMode::HorizontalTb | WritingMode::VerticalRl) => '•',
        },
        EmphasisMarks::Dot => '•',
        EmphasisMarks::OpenDot => '◦',
        EmphasisMarks::Circle => '●',
        EmphasisMarks::OpenCircle => '○',
        EmphasisMarks::Sesame => '﹅',
        EmphasisMarks::OpenSesame => '﹆',
        EmphasisMarks::DoubleCircle => '◉',
        EmphasisMarks::Triangle => '▲',
    }
}
