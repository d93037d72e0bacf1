//! One face of a font file.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;

use harfrust::Font;
use harfrust::GlyphId;
use harfrust::ShapePlan;
use harfrust::ShaperFont;
use skrifa::FontRef;
use skrifa::MetadataProvider;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;

use super::glyph_cache::GlyphCache;
use super::shape::PlanKey;
use super::unit::UnitForm;
use super::unit::UnitKey;
use super::word_cache::WordCache;

/// A face in the loaded [`super::Fonts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) u16);

impl FaceId {
    /// The number, for dense side tables and dumps.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Vertical extents in font units, upwards from the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceMetrics {
    /// The top of the em box (OpenType `OS/2` sTypoAscender in CJK fonts).
    pub ascender: i64,
    /// The bottom of the em box; negative below the baseline.
    pub descender: i64,
    pub cap_height: i64,
    pub x_height: i64,
    /// xMin, yMin, xMax, yMax of all glyphs.
    pub bounds: [i64; 4],
    /// In degrees, counter-clockwise.
    pub italic_angle: i64,
}

impl FaceMetrics {
    /// The middle of the em box.
    pub fn em_middle(&self) -> i64 {
        (self.ascender + self.descender) / 2
    }

    /// Where the eye sees the middle of a line of letters: between the middle of the lower-case letters and that of the capitals.
    /// Words on their side have it near the middle of their line (requirement LAT-01).
    pub fn letter_middle(&self) -> i64 {
        (self.x_height + self.cap_height) / 4
    }
}

/// What the font's licence bits (OpenType `OS/2` fsType) allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedding {
    Installable,
    Editable,
    PreviewAndPrint,
    Restricted,
}

/// A face: shared, immutable, usable from all threads.
pub struct Face {
    name: String,
    family: String,
    postscript_name: String,
    version: String,
    file: String,
    weight: u16,
    data: Arc<[u8]>,
    index: u32,
    units_per_em: i64,
    metrics: FaceMetrics,
    embedding: Embedding,
    pub(super) font: Font,
    pub(super) plans: RwLock<BTreeMap<PlanKey, Arc<ShapePlan>>>,
    pub(super) glyphs: GlyphCache,
    pub(super) words: WordCache,
    pub(super) units: RwLock<BTreeMap<UnitKey, Arc<UnitForm>>>,
    pub(super) inks: OnceLock<Box<[AtomicU64]>>,
}

impl Face {
    /// Reads face `index` of a font file; none when it cannot be read as OpenType.
    pub(super) fn new(file: &str, data: &Arc<[u8]>, index: u32) -> Option<Face> {
        let reference = FontRef::from_index(data, index).ok()?;
        let blob: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Arc::clone(data));
        let font = Font::new(blob, index)?;
        let head = reference.head().ok()?;
        let units_per_em = i64::from(head.units_per_em());
        let os2 = reference.os2().ok();
        let name = |id: StringId| {
            let names = skrifa::string::LocalizedStrings::new(&reference, id);
            names.english_or_first().map(|name| name.chars().collect::<String>()).unwrap_or_default()
        };
        let (ascender, descender) = em_box(units_per_em, os2.as_ref().map(|table| (table.s_typo_ascender(), table.s_typo_descender())));
        let metrics = FaceMetrics {
            ascender,
            descender,
            cap_height: os2.as_ref().and_then(|table| table.s_cap_height()).map_or(units_per_em * 7 / 10, i64::from),
            x_height: os2.as_ref().and_then(|table| table.sx_height()).map_or(units_per_em / 2, i64::from),
            bounds: [head.x_min(), head.y_min(), head.x_max(), head.y_max()].map(i64::from),
            italic_angle: reference.post().map_or(0, |post| post.italic_angle().to_f64().round() as i64),
        };
        let embedding = os2.as_ref().map_or(Embedding::Installable, |table| embedding(table.fs_type()));
        let weight = os2.as_ref().map_or(400, |table| table.us_weight_class());
        let mut full_name = name(StringId::FULL_NAME);
        if full_name.is_empty() {
            full_name = format!("{file}#{index}");
        }
        let postscript_name: String = name(StringId::POSTSCRIPT_NAME)
            .chars()
            .filter(|character| character.is_ascii_graphic() && !"[](){}<>/%".contains(*character))
            .collect();
        let typographic = name(StringId::TYPOGRAPHIC_FAMILY_NAME);
        let family = if typographic.is_empty() { name(StringId::FAMILY_NAME) } else { typographic };
        Some(Face {
            name: full_name,
            family,
            postscript_name: if postscript_name.is_empty() { format!("Face{index}") } else { postscript_name },
            version: name(StringId::VERSION_STRING),
            file: file.to_owned(),
            weight,
            data: Arc::clone(data),
            index,
            units_per_em,
            metrics,
            embedding,
            font,
            plans: RwLock::new(BTreeMap::new()),
            glyphs: GlyphCache::default(),
            words: WordCache::default(),
            units: RwLock::new(BTreeMap::new()),
            inks: OnceLock::new(),
        })
    }

    /// The full name, such as `Noto Serif CJK TC`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn family(&self) -> &str {
        &self.family
    }

    /// The PostScript name, of printable ASCII that a PDF name may hold.
    pub fn postscript_name(&self) -> &str {
        &self.postscript_name
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    /// The name of the file that it came from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The OpenType weight class, 400 for regular.
    pub fn weight(&self) -> u16 {
        self.weight
    }

    pub fn units_per_em(&self) -> i64 {
        self.units_per_em
    }

    /// The whole font file, which may hold other faces too.
    pub fn data(&self) -> &Arc<[u8]> {
        &self.data
    }

    /// Which face of the file this is.
    pub fn index(&self) -> u32 {
        self.index
    }

    pub fn metrics(&self) -> &FaceMetrics {
        &self.metrics
    }

    pub fn embedding(&self) -> Embedding {
        self.embedding
    }

    /// What the font says of its licence: the description, else the address (OpenType `name` 13 and 14). Empty when it says nothing.
    pub fn licence(&self) -> String {
        let Ok(reference) = FontRef::from_index(&self.data, self.index) else { return String::new() };
        let name = |id: StringId| {
            let names = skrifa::string::LocalizedStrings::new(&reference, id);
            names.english_or_first().map(|name| name.chars().collect::<String>()).filter(|text| !text.trim().is_empty())
        };
        name(StringId::LICENSE_DESCRIPTION).or_else(|| name(StringId::LICENSE_URL)).unwrap_or_default()
    }

    /// Whether the face has a glyph for the character.
    pub fn has(&self, character: char) -> bool {
        self.glyph_of(character).is_some()
    }

    /// The glyph of a character before any substitution.
    pub fn glyph_of(&self, character: char) -> Option<u16> {
        let glyph = self.font.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)
    }

    /// Every character that the face has a glyph for.
    pub fn characters(&self) -> BTreeSet<char> {
        let Ok(font) = FontRef::from_index(&self.data, self.index) else { return BTreeSet::new() };
        font.charmap().mappings().filter_map(|(character, _)| char::from_u32(character)).collect()
    }

    /// Glyphs of the face, the missing one among them.
    pub fn glyph_count(&self) -> usize {
        let maxp = FontRef::from_index(&self.data, self.index).and_then(|font| font.maxp());
        maxp.map_or(0, |maxp| usize::from(maxp.num_glyphs()))
    }

    /// The advance along a horizontal line, in font units.
    pub fn horizontal_advance(&self, glyph: u16) -> i64 {
        i64::from(ShaperFont::new(&self.font).glyph_h_advance(GlyphId::new(u32::from(glyph))))
    }

    /// The advance down a vertical line, in font units, positive.
    pub fn vertical_advance(&self, glyph: u16) -> i64 {
        i64::from(ShaperFont::new(&self.font).glyph_v_advance(GlyphId::new(u32::from(glyph)))).abs()
    }

    /// The vertical origin, from the horizontal origin, in font units: the position vector v of PDF 32000-1, 9.7.4.3.
    pub fn vertical_origin(&self, glyph: u16) -> (i64, i64) {
        let (x, y) = ShaperFont::new(&self.font).glyph_v_origin(GlyphId::new(u32::from(glyph)));
        (i64::from(x), i64::from(y))
    }

    /// xMin, yMin, xMax, yMax of the glyph's ink in font units; none for an empty glyph.
    pub fn glyph_bounds(&self, glyph: u16) -> Option<[i64; 4]> {
        let extents = ShaperFont::new(&self.font).glyph_extents(GlyphId::new(u32::from(glyph)))?;
        let (left, top) = (i64::from(extents.x_bearing), i64::from(extents.y_bearing));
        let (width, height) = (i64::from(extents.width), i64::from(extents.height));
        (width != 0 || height != 0).then_some([left, top + height, left + width, top])
    }
}

/// The em box: the typographic extents where they make one em, as they do in CJK fonts, else 0.88 and 0.12 em (JLREQ 2.1.2 gives
/// the box, the share above the baseline is that of the common CJK fonts).
fn em_box(units_per_em: i64, typographic: Option<(i16, i16)>) -> (i64, i64) {
    match typographic {
        Some((ascender, descender)) if i64::from(ascender) - i64::from(descender) == units_per_em => (ascender.into(), descender.into()),
        Some(_) | None => (units_per_em * 88 / 100, -(units_per_em * 12 / 100)),
    }
}

/// OpenType `OS/2` fsType, bits 1 to 3; the least restrictive that is set counts.
fn embedding(bits: u16) -> Embedding {
    match bits & 0xE {
        0 => Embedding::Installable,
        bits if bits & 0x8 != 0 => Embedding::Editable,
        bits if bits & 0x4 != 0 => Embedding::PreviewAndPrint,
        _ => Embedding::Restricted,
    }
}
