//! Faces and glyphs for the looks of a paragraph.

use std::sync::Arc;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::font::CachedGlyphs;
use crate::font::Direction;
use crate::font::FaceId;
use crate::font::FontRole;
use crate::font::Fonts;
use crate::font::UnitForm;
use crate::font::UnitShape;
use crate::font::Variant;
use crate::font::Width;
use crate::geom::WritingMode;
use crate::unicode::Language;

use super::collect::Look;

/// Which forms a piece of text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Horizontal,
    Vertical,
}

impl Way {
    pub fn of(mode: WritingMode) -> Way {
        match mode {
            WritingMode::HorizontalTb => Way::Horizontal,
            WritingMode::VerticalRl => Way::Vertical,
        }
    }

    pub(super) fn direction(self) -> Direction {
        match self {
            Way::Horizontal => Direction::Horizontal,
            Way::Vertical => Direction::Vertical,
        }
    }
}

/// A glyph with the face that it came from, in font units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaped {
    pub id: u16,
    pub face: FaceId,
    pub upem: i64,
    pub cluster: usize,
    pub advance: i64,
    pub inline: i64,
    pub cross: i64,
}

/// The middle of a glyph's ink in font units: along the line from the glyph's origin, across it from the middle of the em box,
/// upwards in horizontal lines and to the right in vertical ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct InkMiddle {
    pub along: i64,
    pub across: i64,
}

struct Known<'f> {
    role: FontRole,
    /// The face that the look asks for by itself.
    asked: Option<FaceId>,
    language: Language,
    way: Way,
    face: FaceId,
    upem: i64,
    glyphs: CachedGlyphs<'f>,
}

/// What stands for a character that no font has (geta mark).
const SUBSTITUTE: &str = "〓";

pub(super) struct Shaper<'f> {
    fonts: &'f Fonts,
    known: Vec<Known<'f>>,
    pub report: Report,
}

impl<'f> Shaper<'f> {
    pub fn new(fonts: &'f Fonts) -> Shaper<'f> {
        Shaper { fonts, known: Vec::new(), report: Report::default() }
    }

    /// The face of a family for a look's text.
    pub fn family(&self, look: &Look, family: &str) -> Option<FaceId> {
        self.fonts.of_family(family, look.role, look.glyph_language())
    }

    pub fn face(&self, id: FaceId) -> &'f crate::font::Face {
        self.fonts.face(id)
    }

    /// The glyphs of a text of one look, and the face of the first. Text is cut where the face changes.
    pub fn shape(&mut self, look: &Look, text: &str, way: Way, span: Option<Span>) -> (FaceId, Vec<Shaped>) {
        let Some(index) = self.primary(look, way, text.chars().next()) else { return (FaceId::default(), Vec::new()) };
        let mut characters = text.chars();
        if let (Some(character), None) = (characters.next(), characters.next())
            && let Some(glyph) = self.known_glyph(index, character)
        {
            return (glyph.face, vec![glyph]);
        }
        let primary = self.known[index].face;
        let face = self.fonts.face(primary);
        let glyphs = face.shape(text, look.glyph_language(), way.direction());
        if !glyphs.is_empty() && glyphs.iter().all(|glyph| glyph.id != 0) {
            return (primary, glyphs.iter().map(|glyph| shaped(primary, face.units_per_em(), 0, *glyph)).collect());
        }
        self.shape_with_fallback(look, text, way, span, primary)
    }

    /// The glyphs of one width, all of the primary face; none when it lacks a character.
    pub fn shape_in_width(&mut self, look: &Look, text: &str, way: Way, width: Width) -> Vec<Shaped> {
        let Some(index) = self.primary(look, way, text.chars().next()) else { return Vec::new() };
        let primary = self.known[index].face;
        let face = self.fonts.face(primary);
        let glyphs = face.shape_in_width(text, look.glyph_language(), way.direction(), width);
        if glyphs.iter().any(|glyph| glyph.id == 0) {
            return Vec::new();
        }
        glyphs.iter().map(|glyph| shaped(primary, face.units_per_em(), 0, *glyph)).collect()
    }

    /// A dash or ellipsis of so many em, from the first face that has it.
    pub fn unit(&mut self, look: &Look, text: &str, way: Way, ems: i64, shape: UnitShape) -> Option<(FaceId, Arc<UnitForm>)> {
        let index = self.primary(look, way, text.chars().next())?;
        let of = |id: FaceId| self.fonts.face(id).unit(text, look.glyph_language(), way.direction(), ems, shape).map(|form| (id, form));
        of(self.known[index].face).or_else(|| of(self.fonts.select(look.role, look.glyph_language(), text)?))
    }

    /// The face that draws a variation sequence: the look's own, else the best of its role that knows the sequence.
    pub fn variant(&self, look: &Look, base: char, selector: char) -> Option<FaceId> {
        let mut bytes = [0; 4];
        let own = self.fonts.select(look.role, look.glyph_language(), base.encode_utf8(&mut bytes));
        let knows = |id: &FaceId| self.fonts.face(*id).variant(base, selector) == Variant::Known;
        own.filter(knows).or_else(|| self.fonts.of_role(look.role, look.glyph_language()).into_iter().find(knows))
    }

    /// Whether a character has a form for vertical lines.
    pub fn has_vertical_form(&mut self, look: &Look, character: char) -> bool {
        match (self.glyph(look, character, Way::Vertical), self.glyph(look, character, Way::Horizontal)) {
            (Some(upright), Some(flat)) => upright.id != flat.id,
            (Some(_) | None, _) => {
                let mut bytes = [0; 4];
                let text = character.encode_utf8(&mut bytes);
                let face = self.fonts.select(look.role, look.glyph_language(), text);
                face.is_some_and(|id| self.fonts.face(id).has_vertical_form(text, look.glyph_language()))
            }
        }
    }

    /// The middle of a glyph's ink.
    pub fn ink(&self, glyph: &Shaped, way: Way) -> Option<InkMiddle> {
        let face = self.fonts.face(glyph.face);
        let [left, bottom, right, top] = face.glyph_bounds(glyph.id)?;
        Some(match way {
            Way::Horizontal => InkMiddle { along: (left + right) / 2, across: (bottom + top) / 2 - face.metrics().em_middle() },
            Way::Vertical => {
                let (x, y) = face.vertical_origin(glyph.id);
                InkMiddle { along: y - (bottom + top) / 2, across: (left + right) / 2 - x }
            }
        })
    }

    /// The glyph of a single character of the primary face; the fast way for almost all text.
    pub fn glyph(&mut self, look: &Look, character: char, way: Way) -> Option<Shaped> {
        let index = self.primary(look, way, Some(character))?;
        self.known_glyph(index, character)
    }

    fn known_glyph(&self, index: usize, character: char) -> Option<Shaped> {
        let known = &self.known[index];
        let glyph = known.glyphs.glyph(character)?;
        Some(Shaped {
            id: glyph.id,
            face: known.face,
            upem: known.upem,
            cluster: 0,
            advance: glyph.advance.into(),
            inline: glyph.inline.into(),
            cross: glyph.cross.into(),
        })
    }

    /// Character by character, each with the first face that has it.
    fn shape_with_fallback(&mut self, look: &Look, text: &str, way: Way, span: Option<Span>, primary: FaceId) -> (FaceId, Vec<Shaped>) {
        use unicode_segmentation::UnicodeSegmentation;
        let mut glyphs = Vec::new();
        for (at, cluster) in text.grapheme_indices(true) {
            let chosen = self.fonts.select(look.role, look.glyph_language(), cluster);
            let (id, drawn) = match chosen {
                Some(id) => (id, cluster),
                None => {
                    self.missing(cluster, span, at, text);
                    (primary, SUBSTITUTE)
                }
            };
            let face = self.fonts.face(id);
            let mut shaped_cluster = face.shape(drawn, look.glyph_language(), way.direction());
            shaped_cluster.retain(|glyph| glyph.id != 0);
            // A substitute or a lone selector draws as one glyph for the whole cluster.
            glyphs.extend(shaped_cluster.iter().map(|glyph| {
                let inside = if chosen.is_some() { glyph.cluster } else { 0 };
                shaped(id, face.units_per_em(), at, crate::font::ShapedGlyph { cluster: inside, ..*glyph })
            }));
        }
        (glyphs.first().map_or(primary, |glyph| glyph.face), glyphs)
    }

    fn missing(&mut self, cluster: &str, span: Option<Span>, at: usize, text: &str) {
        let character = cluster.chars().next().unwrap_or('\u{FFFD}');
        // The span covers the whole text; a copied one can be narrowed to the cluster.
        let narrowed = span.map(|span| {
            let whole = (span.end - span.start) as usize == text.len();
            if whole { Span::new(span.file, span.start as usize + at, span.start as usize + at + cluster.len()) } else { span }
        });
        self.report.add(
            Diagnostic::new(Code::MissingGlyph)
                .maybe_at(narrowed)
                .with("character", cluster)
                .with("codepoint", format!("U+{:04X}", u32::from(character))),
        );
    }

    /// The face that a look's text is set in, whatever it covers.
    pub fn primary_face(&self, look: &Look) -> Option<FaceId> {
        look.drawn.face.or_else(|| self.fonts.primary(look.role, look.glyph_language()))
    }

    fn primary(&mut self, look: &Look, way: Way, first: Option<char>) -> Option<usize> {
        let role = first.map_or(look.role, |first| look.role.of(first));
        let is_known = |known: &Known<'_>| {
            known.role == role && known.way == way && known.asked == look.drawn.face && known.language == *look.glyph_language()
        };
        if let Some(found) = self.known.iter().position(is_known) {
            return Some(found);
        }
        let face = look.drawn.face.or_else(|| self.fonts.primary(role, look.glyph_language()))?;
        let language = look.glyph_language().clone();
        let glyphs = self.fonts.face(face).cached(&language, way.direction());
        let upem = self.fonts.face(face).units_per_em();
        self.known.push(Known { role, asked: look.drawn.face, language, way, face, upem, glyphs });
        Some(self.known.len() - 1)
    }
}

fn shaped(face: FaceId, upem: i64, at: usize, glyph: crate::font::ShapedGlyph) -> Shaped {
    Shaped { id: glyph.id, face, upem, cluster: at + glyph.cluster, advance: glyph.advance, inline: glyph.inline, cross: glyph.cross }
}
