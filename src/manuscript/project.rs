//! The manuscript: what book.toml says, and the files that it lists.

use std::fmt;
use std::sync::Arc;

use super::check::CheckSettings;
use super::files::Files;
use super::metadata::Metadata;
use super::settings::Edition;
use crate::diag::FileId;
use crate::diag::Sources;

/// A book before it is read: settings, metadata and the text of its files. All paths are relative to the project folder.
#[derive(Clone)]
pub struct Manuscript {
    /// ASCII; the first part of the names of all outputs.
    pub slug: String,
    pub metadata: Metadata,
    /// In the order declared.
    pub editions: Vec<Edition>,
    /// In reading order.
    pub files: Vec<ManuscriptFile>,
    /// The cover picture.
    pub cover: Option<String>,
    pub fonts: FontSettings,
    /// The notation of the files; told by what stands in each file when none is given.
    pub dialect: Option<Dialect>,
    pub check: CheckSettings,
    /// Where book.toml is among the sources.
    pub book_toml: FileId,
    /// The text of book.toml and of every manuscript file, for findings.
    pub sources: Sources,
    /// The project folder, for pictures, fonts and included files.
    pub access: Arc<dyn Files>,
}

/// A text file of the manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManuscriptFile {
    pub path: String,
    pub source: FileId,
}

/// `[fonts]`: faces beside the bundled ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FontSettings {
    /// Font files of the book's own folder.
    pub files: Vec<String>,
    /// Families that may be taken from the system.
    pub system: Vec<String>,
    pub missing: MissingCharacters,
}

/// `fonts.missing`: what becomes of a character that no font has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingCharacters {
    /// No edition is made.
    #[default]
    Error,
    /// 〓 stands for it on the page, with a warning; the text keeps it.
    Mark,
}

/// `text.dialect`: the notation that the manuscript files are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The manuscript language itself.
    Fuzi,
    /// Vivliostyle Flavored Markdown.
    Vfm,
    /// Denden Markdown.
    Denden,
    /// The notation of the platforms for novels Kakuyomu and Narou.
    Narou,
}

impl Dialect {
    /// Every dialect with its name in book.toml.
    pub const NAMES: &[(&str, Dialect)] =
        &[("fuzi", Dialect::Fuzi), ("vfm", Dialect::Vfm), ("denden", Dialect::Denden), ("narou", Dialect::Narou)];

    pub fn name(self) -> &'static str {
        Dialect::NAMES.iter().find(|(_, dialect)| *dialect == self).map_or("", |(name, _)| name)
    }
}

impl fmt::Debug for Manuscript {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Manuscript")
            .field("slug", &self.slug)
            .field("metadata", &self.metadata)
            .field("editions", &self.editions)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}
