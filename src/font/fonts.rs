//! All loaded faces, and which of them sets a character.

use std::sync::Arc;

use skrifa::raw::FileRef;

use super::face::Face;
use super::face::FaceId;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::unicode::Language;
use crate::unicode::Region;

/// A font file in memory.
#[derive(Clone)]
pub struct FontFile {
    /// As shown in reports and findings.
    pub name: String,
    pub data: Arc<[u8]>,
}

/// What a face is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FontRole {
    /// Running text: 明朝, 宋.
    Serif,
    /// Headings and strong: ゴシック, 黑.
    Sans,
    /// Quotations and captions in Chinese books: 楷.
    Kai,
    /// Code.
    Mono,
}

impl FontRole {
    /// The role that sets a character of text of this role.
    pub fn of(self, character: char) -> FontRole {
        match self {
            FontRole::Kai if !is_han(character) => FontRole::Serif,
            FontRole::Serif | FontRole::Sans | FontRole::Kai | FontRole::Mono => self,
        }
    }
}

/// The loaded faces, in the order in which their files were given.
#[derive(Default)]
pub struct Fonts {
    faces: Vec<Face>,
    /// The first face for each role and region: asked for every piece of text, and known from the names of families.
    first: [[Option<FaceId>; REGIONS.len()]; ROLES.len()],
}

/// In the order of their declarations.
const ROLES: [FontRole; 4] = [FontRole::Serif, FontRole::Sans, FontRole::Kai, FontRole::Mono];
const REGIONS: [Region; 6] = [Region::Taiwan, Region::HongKong, Region::Mainland, Region::Japan, Region::Korea, Region::Western];

impl Fonts {
    /// Reads all faces of all files; a file that is no font is a finding.
    pub fn new(files: Vec<FontFile>, report: &mut Report) -> Fonts {
        let mut faces = Vec::new();
        for file in files {
            let count = match FileRef::new(&file.data) {
                Ok(FileRef::Font(_)) => 1,
                Ok(FileRef::Collection(collection)) => collection.len(),
                Err(error) => {
                    report.add(Diagnostic::new(Code::UnusableFont).in_file(&file.name).with("path", &file.name).with("reason", error));
                    continue;
                }
            };
            for index in 0..count {
                match Face::new(&file.name, &file.data, index) {
                    Some(face) => faces.push(face),
                    None => report.add(
                        Diagnostic::new(Code::UnusableFont)
                            .in_file(&file.name)
                            .with("path", &file.name)
                            .with("reason", format!("face {index} has no usable tables")),
                    ),
                }
            }
        }
        faces.truncate(usize::from(u16::MAX));
        let first = ROLES.map(|role| {
            REGIONS.map(|region| {
                let faces = faces.iter().enumerate().map(|(index, face)| (FaceId(index as u16), face));
                best(faces, role, region)
            })
        });
        Fonts { faces, first }
    }

    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.index()]
    }

    pub fn is_empty(&self) -> bool {
        self.faces.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces.iter().enumerate().map(|(index, face)| (FaceId(index as u16), face))
    }

    /// The face that sets running text of this role and language, whatever it covers.
    pub fn primary(&self, role: FontRole, language: &Language) -> Option<FaceId> {
        self.first[role as usize][language.region() as usize]
    }

    /// The face of a family that sets running text of this role and language; none when no face has the family.
    pub fn of_family(&self, family: &str, role: FontRole, language: &Language) -> Option<FaceId> {
        best(self.iter().filter(|(_, face)| face.family() == family), role, language.region())
    }

    /// Whether any face has all of these characters.
    pub fn covers(&self, text: &str) -> bool {
        self.iter().any(|(_, face)| text.chars().filter(|&character| !is_selector(character)).all(|character| face.has(character)))
    }

    /// The faces of a role, those of the language's region first.
    pub fn of_role(&self, role: FontRole, language: &Language) -> Vec<FaceId> {
        let region = language.region();
        let mut faces: Vec<_> =
            self.iter().filter(|(_, face)| role_of(face) == role).map(|(id, face)| (rank(face, role, region), id)).collect();
        faces.sort_by_key(|&(rank, id)| (std::cmp::Reverse(rank), id));
        faces.into_iter().map(|(_, id)| id).collect()
    }

    /// The face for one cluster: the first that has all its characters, the role and the region counting most. None when no
    /// font has it. A Kai face gives Han and bopomofo; marks, letters and figures are those of the running text, which has them as the
    /// region has them.
    pub fn select(&self, role: FontRole, language: &Language, cluster: &str) -> Option<FaceId> {
        let role = cluster.chars().next().map_or(role, |first| role.of(first));
        let covers = |face: &Face| cluster.chars().filter(|&character| !is_selector(character)).all(|character| face.has(character));
        let primary = self.primary(role, language)?;
        if covers(self.face(primary)) {
            return Some(primary);
        }
        best(self.iter().filter(|(_, face)| covers(face)), role, language.region())
    }
}

/// The face that fits a role and a region best, the first of equals.
fn best<'a>(faces: impl Iterator<Item = (FaceId, &'a Face)>, role: FontRole, region: Region) -> Option<FaceId> {
    faces.max_by_key(|(id, face)| (rank(face, role, region), std::cmp::Reverse(*id))).map(|(id, _)| id)
}

/// From this weight on a face is heavy (OpenType `usWeightClass`).
const HEAVY: u16 = 600;

/// How well a face fits: its role first, then its weight and its region.
fn rank(face: &Face, role: FontRole, region: Region) -> (u8, u8, u8) {
    let fits_role = match (role, role_of(face)) {
        (FontRole::Serif, FontRole::Serif)
        | (FontRole::Sans, FontRole::Sans)
        | (FontRole::Kai, FontRole::Kai)
        | (FontRole::Mono, FontRole::Mono) => 3,
        (FontRole::Mono, FontRole::Sans) | (FontRole::Kai, FontRole::Serif) => 2,
        // Kai is no substitute for other faces while any of them has the character.
        (_, FontRole::Kai) => 0,
        (FontRole::Serif | FontRole::Sans | FontRole::Kai | FontRole::Mono, _) => 1,
    };
    let wanted = match region {
        Region::Taiwan => "TC",
        Region::HongKong => "HK",
        Region::Mainland => "SC",
        Region::Japan | Region::Western => "JP",
        Region::Korea => "KR",
    };
    let fits_region = u8::from(face.family().split(' ').any(|word| word == wanted));
    // Headings and strong text are heavy; everything else is not.
    let fits_weight = u8::from((face.weight() >= HEAVY) == (role == FontRole::Sans));
    (fits_role, fits_weight, fits_region)
}

/// A face's role, by the words of its family's name.
fn role_of(face: &Face) -> FontRole {
    let name = face.family().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["mono", "code", "courier"]) {
        FontRole::Mono
    } else if has(&["kai", "楷"]) {
        FontRole::Kai
    } else if has(&["sans", "gothic", "hei", "grotesk"]) || (face.weight() >= HEAVY && !has(&["serif"])) {
        FontRole::Sans
    } else {
        FontRole::Serif
    }
}

/// Han, bopomofo and its tones, and the marks that repeat Han.
fn is_han(character: char) -> bool {
    matches!(character,
        '々' | '〇' | '\u{2E80}'..='\u{2FDF}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | 'ˇ' | 'ˊ' | 'ˋ' | '˙')
}

/// Variation selectors, joiners and marks of direction choose or join glyphs and need none of their own.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::font::Direction;
    use std::sync::OnceLock;

    /// The bundled fonts, read once for all unit tests.
    #[expect(clippy::disallowed_methods, reason = "tests read the bundled fonts themselves")]
    pub(crate) fn bundled() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(|| {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
            let files = [
                "NotoSerifCJK-Regular.ttc",
                "NotoSansCJK-Bold.ttc",
                "NotoSansCJK-Regular.ttc",
                "NotoSerif-Regular.ttf",
                "NotoSans-Bold.ttf",
                "LXGWWenKai-Regular.ttf",
            ]
            .map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
            let mut report = Report::default();
            let fonts = Fonts::new(files.to_vec(), &mut report);
            assert!(report.findings().is_empty());
            fonts
        })
    }

    fn language(tag: &str) -> Language {
        Language::new(tag).unwrap()
    }

    #[test]
    fn the_face_follows_role_and_region() {
        let fonts = bundled();
        for (tag, role, name) in [
            ("zh-Hant-TW", FontRole::Serif, "Noto Serif CJK TC"),
            ("zh-Hant-HK", FontRole::Serif, "Noto Serif CJK HK"),
            ("zh-Hans-CN", FontRole::Sans, "Noto Sans CJK SC Bold"),
            ("ja", FontRole::Mono, "Noto Sans Mono CJK JP"),
        ] {
            let face = fonts.select(role, &language(tag), "字").unwrap();
            assert_eq!(fonts.face(face).name(), name);
        }
        for (role, character, name) in [
            (FontRole::Serif, "Ł", "Noto Serif Regular"),
            (FontRole::Sans, "₂", "Noto Sans Bold"),
            (FontRole::Serif, "é", "Noto Serif CJK TC"),
        ] {
            let face = fonts.select(role, &language("zh-Hant-TW"), character).unwrap();
            assert_eq!(fonts.face(face).name(), name, "{character}");
        }
        assert_eq!(fonts.select(FontRole::Serif, &language("ja"), "\u{10FFFF}"), None);
    }

    #[test]
    fn han_shapes_differ_by_language() {
        let fonts = bundled();
        let glyphs: std::collections::BTreeSet<u16> = ["zh-Hant-TW", "zh-Hans-CN", "ja"]
            .map(|tag| {
                let face = fonts.face(fonts.primary(FontRole::Serif, &language(tag)).unwrap());
                face.shape("骨", &language(tag), Direction::Horizontal)[0].id
            })
            .into();
        assert_eq!(glyphs.len(), 3);
    }

    #[test]
    fn vertical_text_takes_vertical_forms_at_their_vertical_origin() {
        let fonts = bundled();
        let tag = language("zh-Hant-TW");
        let face = fonts.face(fonts.primary(FontRole::Serif, &tag).unwrap());
        let flat = face.shape("「", &tag, Direction::Horizontal);
        let upright = face.shape("「", &tag, Direction::Vertical);
        assert_ne!(flat[0].id, upright[0].id);
        assert_eq!((upright[0].advance, upright[0].inline, upright[0].cross), (1000, 0, 0));
        assert_eq!(face.vertical_origin(upright[0].id), (500, 880));
    }

    #[test]
    fn a_cached_glyph_is_the_shaped_glyph() {
        let fonts = bundled();
        let tag = language("zh-Hant-TW");
        let face = fonts.face(fonts.primary(FontRole::Serif, &tag).unwrap());
        for direction in [Direction::Horizontal, Direction::Vertical] {
            let cached = face.cached(&tag, direction);
            for character in "骨，。「—a1ㄓˋ".chars() {
                let shaped = face.shape(&character.to_string(), &tag, direction)[0];
                for _ in 0..2 {
                    let glyph = cached.glyph(character).unwrap();
                    assert_eq!(
                        (glyph.id, i64::from(glyph.advance), i64::from(glyph.inline), i64::from(glyph.cross)),
                        (shaped.id, shaped.advance, shaped.inline, shaped.cross)
                    );
                }
            }
        }
    }

    /// A Kai face has the marks of one region only, and its own letters.
    #[test]
    fn kai_sets_han_and_the_running_texts_face_everything_else() {
        let fonts = bundled();
        for (tag, serif) in [("zh-Hant-TW", "Noto Serif CJK TC"), ("zh-Hans-CN", "Noto Serif CJK SC")] {
            for (cluster, name) in [("字", "LXGW WenKai"), ("ㄓ", "LXGW WenKai"), ("，", serif), ("a", serif), ("「", serif)] {
                let face = fonts.select(FontRole::Kai, &language(tag), cluster).unwrap();
                assert_eq!(fonts.face(face).name().trim_end_matches(" Regular"), name, "{tag} {cluster}");
            }
        }
        // Han that the Kai face lacks is set in the running text's face.
        let rare = fonts.select(FontRole::Kai, &language("zh-Hant-HK"), "𠮩").unwrap();
        assert!(fonts.face(rare).name().starts_with("Noto Serif CJK") || fonts.face(rare).name().starts_with("LXGW"));
        let missing = fonts.select(FontRole::Serif, &language("ja"), "₂").unwrap();
        assert!(!fonts.face(missing).name().starts_with("LXGW"));
    }
}
