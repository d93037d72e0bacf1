//! What a build makes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use sha2::Digest;
use sha2::Sha256;

use super::identity::extension;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::CanonicalText;
use crate::book::InlineKind;
use crate::epub::EmbeddedFace;
use crate::font::Fonts;
use crate::geom::Length;
use crate::manuscript::Edition;
use crate::manuscript::EpubProfile;
use crate::manuscript::Format;
use crate::page::ItemKind;
use crate::page::Pages;
use crate::picture::Pictures;

/// The finished files of a build, in memory.
#[derive(Clone, Debug)]
pub struct Built {
    /// In the order of the editions, and of the formats in each.
    pub files: Vec<BuiltFile>,
    /// In the order of the editions.
    pub texts: Vec<EditionText>,
    /// `report.json`: what was made, from what, and what was found.
    pub report_json: String,
}

/// What an edition says, apart from how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionText {
    pub edition: String,
    /// The SHA-256 of its canonical text: the lines of the body, then those of the readings, each ended by a line feed.
    pub sha256: String,
}

/// A finished publication.
#[derive(Clone, Debug)]
pub struct BuiltFile {
    /// `<slug>-<edition>.<format>`, or `<slug>-<edition>.proof.pdf`
    pub name: String,
    pub edition: String,
    pub format: Format,
    pub bytes: Vec<u8>,
    /// Pages of the PDF; of an EPUB, the entries of its page list.
    pub pages: usize,
    /// Characters of the edition's text without spaces.
    pub characters: usize,
    /// The faces that the file embeds, by their PostScript names.
    pub fonts: Vec<FontUse>,
    pub pictures: Vec<PictureUse>,
}

/// A face and what it supplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontUse {
    pub name: String,
    /// In the order of Unicode.
    pub characters: BTreeSet<char>,
}

/// A picture as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureUse {
    pub path: String,
    pub width: u32,
    pub height: u32,
    /// Of the largest place where it stands; none in a file without pages.
    pub printed: Option<(Length, Length)>,
    /// Pixels per inch there; none for vectors and in a file without pages.
    pub density: Option<f64>,
}

impl BuiltFile {
    /// The SHA-256 of the bytes in hexadecimal.
    pub fn sha256(&self) -> String {
        Sha256::digest(&self.bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The digest of [`EditionText`].
pub(super) fn text_sha256(book: &Book) -> String {
    let text = CanonicalText::of(book);
    let mut digest = Sha256::new();
    for line in text.body.iter().chain(&text.readings) {
        digest.update(line.as_bytes());
        digest.update(b"\n");
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of an edition's file of a format.
pub(super) fn file_name(slug: &str, edition: &Edition, format: Format) -> String {
    match (format, edition.epub.profile) {
        (Format::Epub, profile) if profile != EpubProfile::Default => format!("{slug}-{}-{}.epub", edition.name, profile.as_str()),
        _ => format!("{slug}-{}.{}", edition.name, extension(format)),
    }
}

/// The name of the proof of an edition's PDF.
pub(super) fn proof_name(slug: &str, edition: &Edition) -> String {
    format!("{slug}-{}.proof.pdf", edition.name)
}

/// The faces that an EPUB holds.
pub(super) fn fonts_in(faces: Vec<EmbeddedFace>) -> Vec<FontUse> {
    faces.into_iter().map(|face| FontUse { name: face.name, characters: face.characters }).collect()
}

/// Which face set which characters on the pages, by PostScript name.
pub(super) fn fonts_on(pages: &Pages, fonts: &Fonts) -> Vec<FontUse> {
    let mut used: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Text(run) = &item.kind {
            let characters = run.text.chars().filter(|character| !character.is_whitespace());
            used.entry(fonts.face(run.face).postscript_name().to_owned()).or_default().extend(characters);
        }
    }
    used.into_iter().map(|(name, characters)| FontUse { name, characters }).collect()
}

/// The pictures on the pages with the size of the largest place of each, by path.
pub(super) fn pictures_on(pages: &Pages, pictures: &Pictures) -> Vec<PictureUse> {
    let mut largest: BTreeMap<&str, (Length, Length)> = BTreeMap::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Picture(placed) = &item.kind {
            let size = (placed.rect.size.width, placed.rect.size.height);
            let known = largest.entry(&placed.path).or_insert(size);
            *known = (*known).max(size);
        }
    }
    let placed = largest.into_iter().filter_map(|(path, size)| Some((path, size, pictures.get(path)?)));
    placed
        .map(|(path, (width, height), picture)| PictureUse {
            path: path.to_owned(),
            width: picture.size.width,
            height: picture.size.height,
            printed: Some((width, height)),
            density: picture.density_at(width),
        })
        .collect()
}

/// The pictures that a file without pages of its own holds, by path.
pub(super) fn pictures_in(book: &Book, pictures: &Pictures) -> Vec<PictureUse> {
    let mut paths = BTreeSet::new();
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                paths.extend(figure.pictures.iter().map(|picture| picture.file.path.as_str()));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                paths.insert(file.path.as_str());
            }
        });
    }
    let found = paths.into_iter().filter_map(|path| Some((path, pictures.get(path)?)));
    found
        .map(|(path, picture)| PictureUse {
            path: path.to_owned(),
            width: picture.size.width,
            height: picture.size.height,
            printed: None,
            density: None,
        })
        .collect()
}
