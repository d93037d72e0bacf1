//! Text files of the author's, from bytes to sources.

use super::files::Files;
use super::project::Manuscript;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Report;
use crate::diag::Sources;
use crate::diag::Span;

impl Manuscript {
    /// Reads one more text file of the project, such as an included one; none when that fails, which is reported at `named_at`.
    pub fn load(&mut self, path: &str, named_at: Option<Span>, context: &Context, report: &mut Report) -> Option<FileId> {
        let files = self.access.clone();
        read_text(files.as_ref(), &mut self.sources, path, named_at, context, report)
    }
}

/// Reads a file into the sources, without a byte order mark. A file that is too large, unreadable or not UTF-8 is an error.
pub(super) fn read_text(
    files: &dyn Files,
    sources: &mut Sources,
    path: &str,
    named_at: Option<Span>,
    context: &Context,
    report: &mut Report,
) -> Option<FileId> {
    let limit = context.limits.text_bytes;
    let bytes = files.size(path).and_then(|size| if size > limit { Ok(Err(size)) } else { files.read(path).map(Ok) });
    let mut bytes = match bytes {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => {
            let finding = Diagnostic::new(Code::LimitExceeded).maybe_at(named_at).in_file(path).with("what", path);
            report.add(finding.with("size", format!("{size} bytes")).with("limit", limit).with("help", "split the file"));
            return None;
        }
        Err(error) => {
            report.add(error.finding(path).maybe_at(named_at));
            return None;
        }
    };
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(path, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            // The readable rest is kept for the finding, so that it can show the line.
            let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = sources.add(path, shown);
            let span = Span::new(file, at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            report.add(Diagnostic::new(Code::InvalidUtf8).at(span).with("path", path));
            None
        }
    }
}
