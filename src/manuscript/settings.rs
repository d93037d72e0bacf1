//! Editions and their settings, with the defaults of docs/book-toml.md already applied.

use super::layout::LayoutSettings;
use super::line::LineOptions;
use super::metadata::{Date, Identifier};
use super::pdf_keys::PdfSettings;
use super::style_keys::StyleSetting;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// One edition: a set of named overrides. Files are `<slug>-<name>.epub|pdf`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// ASCII, as in `[edition.vertical]`.
    pub name: String,
    /// Printed on the cover: 直排, 橫排, 縦組 and the like.
    pub label: String,
    pub direction: WritingMode,
    pub region: Region,
    /// In the order declared, without repetition.
    pub formats: Vec<Format>,
    pub page: PageFormat,
    pub theme: String,
    pub layout: LayoutSettings,
    /// Properties of the theme that the book overrides, in order; those of the edition come last.
    pub style: Vec<StyleSetting>,
    pub text: TextSettings,
    pub epub: EpubSettings,
    pub pdf: PdfSettings,
    pub line: LineOptions,
    /// Of this edition's EPUB and of its PDF; a name-based UUID when none is given.
    pub identifiers: Vec<(Format, Identifier)>,
    pub modified: Option<Date>,
    pub revision: Option<u32>,
    /// The files that it holds, as `[book]` names them; all when empty.
    pub files: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Epub,
    Pdf,
}

/// A page format by name (`a5`, `25k-tw`, `ereader-6` …); sizes are in assets/page-formats.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFormat(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSettings {
    pub quotes: QuoteConversion,
    pub punctuation: PunctuationConversion,
    pub numbers: NumberStyle,
}

/// `text.quotes`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteConversion {
    Keep,
    /// To the marks of the edition's region and direction.
    Region,
    /// As `Region`, in vertical editions only.
    Vertical,
}

/// `text.punctuation`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PunctuationConversion {
    Keep,
    /// Half-width `, ; : ? ! ( )` in Han context become full-width.
    Region,
}

/// `text.numbers`, for vertical editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberStyle {
    /// 1 digit upright, 2 in one cell, 3 and 4 upright stacked when they stand alone as numbers, the rest on its side.
    TateChuYoko,
    /// Every number stacked upright.
    Stacked,
    /// Han digits.
    Han,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpubSettings {
    pub fonts: EpubFonts,
    pub profile: EpubProfile,
    pub ruby: EpubRuby,
}

impl Default for EpubSettings {
    fn default() -> EpubSettings {
        EpubSettings { fonts: EpubFonts::Rare, profile: EpubProfile::Default, ruby: EpubRuby::Keep }
    }
}

/// `epub.profile`: for whom the publication is made; rules are in assets/profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpubProfile {
    Default,
    Library,
    Kindle,
    Kobo,
    Japan,
    Taiwan,
}

impl EpubProfile {
    pub const ALL: &[EpubProfile] =
        &[EpubProfile::Default, EpubProfile::Library, EpubProfile::Kindle, EpubProfile::Kobo, EpubProfile::Japan, EpubProfile::Taiwan];

    /// The word for it in book.toml, in file names and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            EpubProfile::Default => "default",
            EpubProfile::Library => "library",
            EpubProfile::Kindle => "kindle",
            EpubProfile::Kobo => "kobo",
            EpubProfile::Japan => "japan",
            EpubProfile::Taiwan => "taiwan",
        }
    }

    /// What is embedded where the book does not say: archives want every character to be there.
    pub fn fonts(self) -> EpubFonts {
        match self {
            EpubProfile::Library => EpubFonts::All,
            _ => EpubFonts::Rare,
        }
    }
}

/// `epub.ruby`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpubRuby {
    Keep,
    /// Base text alone, for listeners: speech reads a word and then its reading.
    None,
}

/// `epub.fonts`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpubFonts {
    None,
    /// Only characters that reading systems are likely to lack.
    Rare,
    /// What headings use.
    Headings,
    /// Every character.
    All,
}
