//! A project folder as the command line names it.

use std::path::Path;
use std::sync::Arc;

use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::font::FontFile;
use crate::io::Folder;
use crate::io::FontFolders;
use crate::io::find_fonts;
use crate::io::load_fonts;
use crate::manuscript::Date;
use crate::manuscript::Manuscript;
use crate::pipeline;

/// Opens the project in a folder. Without a manuscript the sources that were read come back, so that findings can show lines.
pub fn open(dir: &Path, context: &Context, report: &mut Report) -> Result<Manuscript, (Sources, ErrorReported)> {
    let mut sources = Sources::default();
    let folder = Folder::open(dir).map_err(|error| {
        let finding = Diagnostic::new(Code::UnreadableFile).with("path", dir.display()).with("reason", error);
        (Sources::default(), report.error(finding))
    })?;
    Manuscript::open_with(Arc::new(folder), &mut sources, context, report).map_err(|error| (sources, error))
}

/// The font files that the project may use.
pub fn fonts(manuscript: &Manuscript, report: &mut Report) -> Vec<FontFile> {
    let files = manuscript.access.as_ref();
    let found = find_fonts(&FontFolders::of_this_process(), Some((files, &manuscript.fonts)), report);
    load_fonts(&found, Some(files), report)
}

/// The date that the environment gives to what has none: `SOURCE_DATE_EPOCH`.
#[expect(clippy::disallowed_methods, reason = "the environment is read at the edge")]
pub fn source_date() -> Option<Date> {
    pipeline::source_date(&std::env::var("SOURCE_DATE_EPOCH").ok()?)
}
