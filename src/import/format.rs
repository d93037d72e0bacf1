//! The notations that import reads.

use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text as it is pasted from a page or stored as a book.
    Plain,
    /// Aozora Bunko's notation.
    Aozora,
    Markdown,
    /// Word's .docx.
    Docx,
    /// A saved page of a site.
    Html,
    /// A publication.
    Epub,
}

/// A name that no notation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

const NAMES: &[(&str, Format)] = &[
    ("plain", Format::Plain),
    ("aozora", Format::Aozora),
    ("markdown", Format::Markdown),
    ("docx", Format::Docx),
    ("html", Format::Html),
    ("epub", Format::Epub),
];

impl Format {
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format).ok_or(UnknownFormat)
    }
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("write plain, aozora, markdown, docx, html or epub")
    }
}

impl std::error::Error for UnknownFormat {}
