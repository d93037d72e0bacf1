//! What is asked of a build.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::inline::Detail;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::Manuscript;

/// What is asked of a build; the default is everything that the book declares.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Names of editions; empty means all.
    pub editions: Vec<String>,
    /// Write this format only. An edition that declares a PDF is laid out all the same, so that the bytes do not depend on it.
    pub only: Option<Format>,
    pub missing_glyphs: MissingGlyphs,
    pub lines: Lines,
    /// The date of modification where the book gives none: `SOURCE_DATE_EPOCH`, which the caller reads.
    pub source_date: Option<Date>,
}

/// What is told of the lines of an edition besides its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    #[default]
    Nothing,
    /// Pages hold what their lines are made of.
    Detail,
    /// A proof of each PDF is written beside it.
    Proof,
}

/// What to do when no font has a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingGlyphs {
    /// Make no edition.
    #[default]
    Refuse,
    /// Make it, with a warning.
    Allow,
}

impl Request {
    /// The editions asked for, in the order declared; one that is not declared is an error.
    pub(super) fn editions<'a>(&self, manuscript: &'a Manuscript, report: &mut Report) -> Result<Vec<&'a Edition>, ErrorReported> {
        let mut failed = None;
        for name in &self.editions {
            if manuscript.editions.iter().all(|edition| edition.name != *name) {
                let known: Vec<&str> = manuscript.editions.iter().map(|edition| edition.name.as_str()).collect();
                let finding = Diagnostic::new(Code::UnknownEdition).in_file("book.toml").with("edition", name);
                failed = Some(report.error(finding.with("known", known.join(", "))));
            }
        }
        let asked = |edition: &&Edition| self.editions.is_empty() || self.editions.contains(&edition.name);
        failed.map_or_else(|| Ok(manuscript.editions.iter().filter(asked).collect()), Err)
    }

    pub(super) fn writes(&self, format: Format) -> bool {
        self.only.is_none_or(|only| only == format)
    }

    /// Whether lines say what they are made of.
    pub(super) fn detail(&self) -> Detail {
        match self.lines {
            Lines::Nothing => Detail::Off,
            Lines::Detail | Lines::Proof => Detail::On,
        }
    }

    /// Makes warnings of the errors that the author allows.
    pub(super) fn allow(&self, report: &mut Report) {
        match self.missing_glyphs {
            MissingGlyphs::Refuse => {}
            MissingGlyphs::Allow => report.allow(Code::MissingGlyph),
        }
    }
}
