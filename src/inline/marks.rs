//! Emphasis marks beside the text (JLREQ 3.3.9, CLREQ interlinear punctuation).

use super::cell::Cell;
use super::cell::Cells;
use super::class::is_western;
use super::collect::Look;
use super::customs::Shape;
use super::line::GlyphSetting;
use super::line::Run;
use super::line::RunGlyph;
use super::shaper::Shaper;
use super::shaper::Way;
use crate::book::Artifact;
use crate::book::EmphasisMarks;
use crate::book::Owner;
use crate::geom::Length;
use crate::geom::WritingMode;

/// The box of a mark is half its text (JLREQ 3.3.9); it touches the em box, so its centre is three quarters from the line's.
const DISTANCE: (i64, i64) = (3, 4);

/// Where the middle of a mark's ink stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkPlace {
    pub inline: Length,
    /// From the middle of its text towards the block end.
    pub block: Length,
}

/// The glyph of a mark, and how large it is drawn.
struct Drawn {
    text: char,
    /// In parts of the em of its text.
    size: (i64, i64),
}

/// How far the middle of a mark stands from the middle of its text: half a mark beyond the em box, or beyond a line that stands
/// between at `line_edge`, a sixteenth of an em off (CLREQ: outwards first the line, then the mark).
pub(super) fn distance(em: Length, line_edge: Option<Length>) -> Length {
    let own = em.scale(DISTANCE.0, DISTANCE.1);
    line_edge.map_or(own, |edge| own.max(edge + em.scale(1, 16) + em.scale(1, 10)))
}

/// A mark with the middle of its ink at `place`. The ink is measured: the glyphs of the faces are not all in the middle of their
/// boxes.
pub(super) fn emphasis(
    shaper: &mut Shaper<'_>,
    look: &Look,
    marks: EmphasisMarks,
    custom: Shape,
    mode: WritingMode,
    place: MarkPlace,
) -> Option<Run> {
    let drawn = drawn(marks, custom);
    let size = look.size.scale(drawn.size.0, drawn.size.1);
    let mut bytes = [0; 4];
    let text = drawn.text.encode_utf8(&mut bytes);
    let (_, shaped) = shaper.shape(look, text, Way::Horizontal, None);
    let glyph = shaped.first()?;
    let face = shaper.face(glyph.face);
    let unit = |value: i64| size.scale(value, glyph.upem);
    let advance = unit(glyph.advance);
    let ascender = unit(face.metrics().ascender);
    let [left, bottom, right, top] = face.glyph_bounds(glyph.id).unwrap_or([0, 0, glyph.advance, face.metrics().ascender]);
    let (middle, height) = (unit(left + right).scale(1, 2), unit(bottom + top).scale(1, 2));
    let (inline, block, setting) = match mode {
        // The run's block position is that of its em box's middle; its baseline is an ascender below the box's top.
        WritingMode::HorizontalTb => {
            let below_middle = ascender - size.scale(1, 2) - height;
            (place.inline - middle, place.block - below_middle, GlyphSetting::Upright)
        }
        // A horizontal glyph across the vertical line, its advance centred on the run's block position.
        WritingMode::VerticalRl => {
            let right_of_middle = middle - advance.scale(1, 2);
            (place.inline - (ascender - height), place.block + right_of_middle, GlyphSetting::Combined)
        }
    };
    Some(Run {
        owner: Owner::Artifact(Artifact::Layout),
        language: look.language.clone(),
        face: glyph.face,
        size,
        setting,
        stretch: 1000,
        inline,
        block,
        advance,
        text: text.to_owned(),
        glyphs: vec![RunGlyph { id: glyph.id, bytes: text.len() as u8, along: Length::ZERO }],
    })
}

/// A glyph for each shape. The bullets of the faces differ by half in size, and the smallest would be a speck; a dot is a circle
/// that is a fifth of an em wide.
fn drawn(marks: EmphasisMarks, custom: Shape) -> Drawn {
    let half = |text| Drawn { text, size: (1, 2) };
    match marks {
        EmphasisMarks::Region => match custom {
            Shape::Dot => drawn(EmphasisMarks::Dot, custom),
            Shape::Sesame => drawn(EmphasisMarks::Sesame, custom),
        },
        EmphasisMarks::Dot => Drawn { text: '●', size: (9, 40) },
        EmphasisMarks::OpenDot => Drawn { text: '◦', size: (5, 8) },
        EmphasisMarks::Circle => half('●'),
        EmphasisMarks::OpenCircle => half('○'),
        EmphasisMarks::Sesame => half('﹅'),
        EmphasisMarks::OpenSesame => half('﹆'),
        EmphasisMarks::DoubleCircle => half('◎'),
        EmphasisMarks::Fisheye => half('◉'),
        EmphasisMarks::Triangle => half('▲'),
        EmphasisMarks::OpenTriangle => half('△'),
        EmphasisMarks::Saltire => half('×'),
    }
}

/// The middles of the characters of a cell that take a mark, from its body's start: one for each em box and each combined cell,
/// one for each letter and digit of a word.
pub(super) fn centres(cells: &Cells, cell: &Cell, shaper: &Shaper<'_>, mode: WritingMode) -> Vec<Length> {
    let glyphs = cells.glyphs_of(cell);
    if !cell.class.takes_emphasis() {
        return Vec::new();
    }
    if cell.setting == GlyphSetting::Combined || glyphs.is_empty() {
        return vec![cell.body.scale(1, 2)];
    }
    let advance = |glyph: &super::cell::CellGlyph| {
        let face = shaper.face(glyph.face);
        let units = match (mode, cell.setting) {
            (WritingMode::VerticalRl, GlyphSetting::Upright) => face.vertical_advance(glyph.id),
            (WritingMode::VerticalRl | WritingMode::HorizontalTb, _) => face.horizontal_advance(glyph.id),
        };
        cell.em.scale(units, face.units_per_em())
    };
    let text = cells.text_of(cell);
    if !text.chars().next().is_some_and(is_western) {
        let start = glyphs[0].along;
        let end = glyphs.iter().map(|glyph| glyph.along + advance(glyph)).max().unwrap_or(start);
        return vec![(start + end).scale(1, 2)];
    }
    let mut middles = Vec::new();
    let mut at = 0;
    for glyph in glyphs {
        let cluster = text.get(at..at + usize::from(glyph.bytes)).unwrap_or_default();
        at += usize::from(glyph.bytes);
        let letters = cluster.chars().filter(|character| character.is_alphanumeric()).count() as i64;
        middles.extend((0..letters).map(|turn| glyph.along + advance(glyph).scale(2 * turn + 1, 2 * letters)));
    }
    middles
}
