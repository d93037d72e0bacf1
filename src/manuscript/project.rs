//! The manuscript: what book.toml says, and the files that it lists.

use std::fmt;
use std::sync::Arc;

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
