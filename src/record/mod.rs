//! Catalogue records: views of the one metadata model for libraries, the book trade and the web.

mod bibtex;
mod codes;
mod dublin_core;
mod input;
mod jsonld;
mod marc;
mod mods;
mod onix;

pub use input::RecordInput;

/// A format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFormat {
    /// MARC 21 in MARCXML.
    Marcxml,
    /// MODS 3.8.
    Mods,
    /// Simple Dublin Core as OAI-PMH carries it.
    DublinCore,
    /// schema.org in JSON-LD.
    Jsonld,
    /// ONIX for Books 3.1, reference names.
    Onix,
    Bibtex,
}

/// Writes the record of an edition. Equal input gives equal text; it ends in a line end.
pub fn write(input: &RecordInput<'_>, format: RecordFormat) -> String {
    match format {
        RecordFormat::Marcxml => marc::write(input),
        RecordFormat::Mods => mods::write(input),
        RecordFormat::DublinCore => dublin_core::write(input),
        RecordFormat::Jsonld => jsonld::write(input),
        RecordFormat::Onix => onix::write(input),
        RecordFormat::Bibtex => bibtex::write(input),
    }
}
