//! The edition's text: a tree of its own with the conversions that the edition asks for, each recorded, with the settings of numbers
//! in vertical text as markup, and with the parts that are generated around the manuscript.

mod colophon;
mod flat;
mod generated;
mod numbers;
mod propose;
mod punctuation;
mod quotes;
mod script;
mod text;

pub use colophon::Counts;
pub use flat::Edit;
pub use generated::Surroundings;
pub use propose::punctuation_edits;
pub use propose::quote_edits;
pub use script::Script;
pub use script::addresses;
pub use script::neighbours;

use crate::book::Book;
use crate::diag::Report;
use crate::diag::Span;
use crate::manuscript::Edition;
use crate::manuscript::Metadata;

/// The tree of one edition, and what its text says that the manuscript does not.
#[derive(Clone, Debug)]
pub struct EditionBook {
    pub book: Book,
    /// In the order of the files and their bytes; those in generated text first.
    pub substitutions: Vec<Substitution>,
}

/// A piece of text that says something else in the edition than in the manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// None for text that is generated from the metadata.
    pub span: Option<Span>,
    pub from: String,
    pub to: String,
    pub rule: Rule,
}

/// The key of book.toml, or the markup, that asked for a substitution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// `text.quotes`
    Quotes,
    /// `text.punctuation`
    Punctuation,
    /// `text.numbers = "han"` or `{.han}`
    HanDigits,
}

impl Rule {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Quotes => "quotes",
            Rule::Punctuation => "punctuation",
            Rule::HanDigits => "han-digits",
        }
    }
}

/// [`adapt_with`] the parts that every edition has.
pub fn adapt(book: &Book, metadata: &Metadata, edition: &Edition, cover: Option<&str>, report: &mut Report) -> EditionBook {
    adapt_with(book, metadata, edition, cover, &Surroundings::default(), report)
}

/// Makes the edition's tree with the parts around it that its theme asks for. `cover` is the cover picture's path.
pub fn adapt_with(
    book: &Book,
    metadata: &Metadata,
    edition: &Edition,
    cover: Option<&str>,
    surroundings: &Surroundings,
    report: &mut Report,
) -> EditionBook {
    let mut book = book.clone();
    generated::surround(&mut book, metadata, edition, cover, surroundings, report);
    let substitutions = text::convert(&mut book, edition, report);
    EditionBook { book, substitutions }
}

#[cfg(test)]
mod tests;
