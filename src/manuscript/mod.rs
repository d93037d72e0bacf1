//! The author's side: book.toml, the manuscript files and the metadata model, all in memory.

mod metadata;
mod settings;

pub use metadata::{Creator, Date, Identifier, IdentifierScheme, Localized, Metadata, Series, Subject, Title, TitleKind};
pub use settings::{
    Edition, EpubFonts, EpubSettings, Format, NumberStyle, PageFormat, PdfDirection, PdfLayout, PdfSettings, PunctuationConversion,
    QuoteConversion, TextSettings,
};
