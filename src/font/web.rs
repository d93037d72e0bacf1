//! Complete OpenType subsets for publications: unlike a subset for PDF they keep cmap, vertical metrics and the substitutions that
//! vertical text and regional forms need.

use super::face::Face;
use super::shape::Direction;
use super::shape::Width;
use crate::unicode::Language;
use skera::Plan;
use skera::SubsetFlags;
use skera::subset_font;
use skrifa::FontRef;
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::GlyphId;
use skrifa::raw::types::NameId;
use skrifa::raw::types::Tag;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;

/// Substitutions that text keeps: vertical forms, regional forms, composition.
const FEATURES: [&[u8; 4]; 4] = [b"vert", b"vrt2", b"locl", b"ccmp"];

/// Tables that are left out. Positions and baselines of the whole collection are large and nothing here asks for them; outlines in
/// CFF are subset apart.
const DROPPED: [&[u8; 4]; 16] = [
    b"GPOS", b"BASE", b"CFF ", b"kern", b"morx", b"mort", b"kerx", b"JSTF", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"SVG ", b"PCLT", b"LTSH",
    b"VDMX",
];

/// Names kept: copyright, family, style, unique name, full name, version, PostScript name, licence and its address.
const NAMES: [u16; 9] = [0, 1, 2, 3, 4, 5, 6, 13, 14];

/// Those of them that call a font by its name.
const FAMILY_NAMES: [u16; 4] = [1, 3, 4, 6];

/// Names that the licences of bundled faces reserve for the whole font (SIL Open Font License 1.1, 3).
const RESERVED: [&str; 2] = ["LXGW", "霞鹜"];

/// American English on Windows, in which every font is named.
const NAME_LANGUAGE: u16 = 0x0409;

/// Why a face cannot be subset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebFontError {
    #[error("{0} cannot be read")]
    Unreadable(String),
    #[error("{face} cannot be subset: {reason}")]
    Unusable { face: String, reason: String },
}

impl Face {
    /// An OpenType font of this face with the glyphs of these characters, their vertical forms and their forms in these languages.
    /// Characters that the face lacks are passed over. Equal input gives equal bytes.
    pub fn web_subset(&self, characters: &BTreeSet<char>, languages: &BTreeSet<Language>) -> Result<Vec<u8>, WebFontError> {
        let unusable = |reason: &dyn std::fmt::Display| WebFontError::Unusable { face: self.name().to_owned(), reason: reason.to_string() };
        let font = FontRef::from_index(self.data(), self.index()).map_err(|_| WebFontError::Unreadable(self.name().to_owned()))?;
        let reserved = RESERVED.iter().any(|name| self.family().contains(name));
        let plan = plan(&font, characters, &self.forms(characters, languages), reserved);
        let tables = subset_font(&font, &plan).map_err(|error| unusable(&error))?;
        if font.cff().is_err() {
            return Ok(tables);
        }
        let outlines = subsetter::subset(self.data(), self.index(), &remapper(&plan)).map_err(|error| unusable(&error))?;
        join(&tables, &outlines).map_err(|error| unusable(&error))
    }

    /// Every glyph that shaping may choose for these characters, one by one, in both directions.
    fn forms(&self, characters: &BTreeSet<char>, languages: &BTreeSet<Language>) -> BTreeSet<u16> {
        let mut glyphs = BTreeSet::new();
        let mut text = [0; 4];
        for &character in characters.iter().filter(|&&character| self.has(character)) {
            glyphs.extend(self.glyph_of(character));
            for language in languages {
                for direction in [Direction::Horizontal, Direction::Vertical] {
                    glyphs.extend(
                        self.shape_anew(character.encode_utf8(&mut text), language, direction, Width::Natural).iter().map(|glyph| glyph.id),
                    );
                }
            }
        }
        glyphs
    }
}

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>, glyphs: &BTreeSet<u16>, reserved: bool) -> Plan {
    let unicodes: IntSet<u32> = characters.iter().map(|&character| u32::from(character)).collect();
    let gids: IntSet<GlyphId> = glyphs.iter().map(|&glyph| GlyphId::from(glyph)).collect();
    let flags =
        SubsetFlags::SUBSET_FLAGS_NO_LAYOUT_CLOSURE | SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE;
    let mut scripts = IntSet::<Tag>::empty();
    scripts.invert();
    let tags = |tags: &[&[u8; 4]]| tags.iter().map(|tag| Tag::new(tag)).collect::<IntSet<Tag>>();
    let names: IntSet<NameId> = NAMES.iter().filter(|id| !reserved || !FAMILY_NAMES.contains(id)).map(|&id| NameId::new(id)).collect();
    let name_languages: IntSet<u16> = [NAME_LANGUAGE].into_iter().collect();
    Plan::new(&gids, &unicodes, font, flags, &tags(&DROPPED), &scripts, &tags(&FEATURES), &names, &name_languages)
}

/// The plan's glyphs in the order of their new numbers.
fn remapper(plan: &Plan) -> GlyphRemapper {
    let by_new: BTreeMap<u32, u32> = plan.old_to_new_glyph_mapping().map(|(old, new)| (new.to_u32(), old.to_u32())).collect();
    let mut remapper = GlyphRemapper::new();
    for old in by_new.into_values() {
        remapper.remap(u16::try_from(old).expect("OpenType glyph numbers of this program's faces have 16 bits"));
    }
    remapper
}

/// The tables of the first font with the outlines of the second.
fn join(tables: &[u8], outlines: &[u8]) -> Result<Vec<u8>, skrifa::raw::ReadError> {
    let cff = Tag::new(b"CFF ");
    let tables = FontRef::new(tables)?;
    let outlines = FontRef::new(outlines)?;
    let mut builder = FontBuilder::new();
    for record in tables.table_directory().table_records() {
        if let Some(data) = tables.table_data(record.tag()) {
            builder.add_raw(record.tag(), data.as_bytes().to_vec());
        }
    }
    let data = outlines.table_data(cff).ok_or(skrifa::raw::ReadError::TableIsMissing(cff))?;
    builder.add_raw(cff, data.as_bytes().to_vec());
    Ok(builder.build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontRole;
    use crate::font::fonts::tests::bundled;

    fn languages(tags: &[&str]) -> BTreeSet<Language> {
        tags.iter().map(|tag| Language::new(tag).unwrap()).collect()
    }

    fn subset(text: &str) -> Vec<u8> {
        let fonts = bundled();
        let face = fonts.face(fonts.primary(FontRole::Serif, &Language::new("zh-Hant-TW").unwrap()).unwrap());
        face.web_subset(&text.chars().collect(), &languages(&["zh-Hant-TW", "ja"])).unwrap()
    }

    #[test]
    fn a_subset_keeps_what_vertical_text_needs() {
        let data = subset("付梓、。「」ー直A1");
        let font = FontRef::new(&data).unwrap();
        for table in [b"cmap", b"GSUB", b"vhea", b"vmtx", b"VORG", b"OS/2", b"CFF ", b"name", b"post"] {
            assert!(font.table_data(Tag::new(table)).is_some(), "{table:?}");
        }
        for table in [b"GPOS", b"BASE"] {
            assert!(font.table_data(Tag::new(table)).is_none(), "{table:?}");
        }
        assert!(data.len() < 40_000, "{}", data.len());
    }

    #[test]
    fn a_subset_shapes_as_the_whole_face_does() {
        let text = "付梓、。「」直骨";
        let data = subset(text);
        let mut report = crate::diag::Report::default();
        let file = crate::font::FontFile { name: "subset.otf".to_owned(), data: data.into() };
        let subset = crate::font::Fonts::new(vec![file], &mut report);
        assert!(report.findings().is_empty());
        let (_, small) = subset.iter().next().unwrap();
        let fonts = bundled();
        for tag in ["zh-Hant-TW", "ja"] {
            let language = Language::new(tag).unwrap();
            let whole = fonts.face(fonts.primary(FontRole::Serif, &Language::new("zh-Hant-TW").unwrap()).unwrap());
            for direction in [Direction::Horizontal, Direction::Vertical] {
                let extents = |face: &Face| -> Vec<_> {
                    face.shape(text, &language, direction).iter().map(|glyph| (glyph.advance, face.glyph_bounds(glyph.id))).collect()
                };
                assert_eq!(extents(small), extents(whole), "{tag} {direction:?}");
            }
        }
    }

    #[test]
    fn equal_input_gives_equal_bytes() {
        assert_eq!(subset("付梓、。"), subset("付梓、。"));
    }
}
