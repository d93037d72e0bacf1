//! The author's side: book.toml, the manuscript files and the metadata model, all in memory.

mod files;
mod metadata;
mod project;
mod settings;
mod words;

pub use files::{FileError, Files, MemoryFiles, join, parent};
pub use metadata::{Creator, Date, Identifier, IdentifierScheme, Localized, Metadata, Series, Subject, Title, TitleKind};
pub use project::{FontSettings, Manuscript, ManuscriptFile};
pub use settings::{
    Edition, EpubFonts, EpubSettings, Format, NumberStyle, PageFormat, PdfDirection, PdfLayout, PdfSettings, PunctuationConversion,
    QuoteConversion, TextSettings,
};
pub use words::{DateWords, ImprintWords, Words};
