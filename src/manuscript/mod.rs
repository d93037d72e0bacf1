//! The author's side: book.toml, the manuscript files and the metadata model, all in memory.

mod check;
mod editions;
mod files;
mod identifier;
mod imprint;
mod layout;
mod line;
mod line_keys;
mod metadata;
mod name_based;
mod open;
mod pdf_keys;
mod project;
mod settings;
mod style_keys;
mod table;
mod text;
mod words;
mod work;

pub use check::CheckSettings;
pub use files::{FileError, Files, MemoryFiles, join, parent};
pub use identifier::{is_isbn, is_issn};
pub use imprint::{Calendar, Imprint, ImprintForm, ImprintLine, ImprintTemplate};
pub use layout::{FigureNumbering, LayoutSettings, NoteNumbering, NoteStyle};
pub use line::{
    AdjustmentOrder, Autospace, Breaker, Given, Hanging, Kinsoku, LineOptions, MarkAtLineEnd, MarkClass, MarkOption, MarkWidth, Preference,
    Readings, RubyAlignment, RubyOverhang, WidthStyle,
};
pub use metadata::{Certification, Creator, Date, Identifier, IdentifierScheme, Localized, Metadata, Series, Subject, Title, TitleKind};
pub use open::BOOK_TOML;
pub use pdf_keys::{
    PdfAccess, PdfArchive, PdfDirection, PdfLayout, PdfOpenAt, PdfOutline, PdfSettings, PdfStandards, PdfTitleBar, PdfZoom,
};
pub use project::{Dialect, FontSettings, Manuscript, ManuscriptFile, MissingCharacters};
pub use settings::{
    Edition, EpubFonts, EpubProfile, EpubRuby, EpubSettings, Format, NumberStyle, PageFormat, PunctuationConversion, QuoteConversion,
    TextSettings,
};
pub use style_keys::{StyleSetting, StyleValue};
pub use table::suggest;
pub use words::{DateWords, ImprintWords, ProofWords, Words};

/// Whether a name can be part of a file's name everywhere: ASCII lower case letters, digits and inner hyphens.
fn is_file_stem(name: &str) -> bool {
    let edges = [name.bytes().next(), name.bytes().last()];
    edges.iter().all(|edge| edge.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
