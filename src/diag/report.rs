//! Findings and their collection.

use indexmap::IndexMap;

use super::catalogue::{Code, Severity};
use super::source::Span;

/// One finding. Its words come from the catalogue's message with these arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    /// The place in the author's file.
    pub span: Option<Span>,
    /// The file it is about when there is no span in it, such as a picture; relative to the project folder.
    pub file: Option<String>,
    /// Named arguments for the message.
    pub arguments: Vec<(&'static str, String)>,
    /// The edition that it is about, when it is not about all.
    pub edition: Option<String>,
    /// Another place that belongs to it: what was opened, what is repeated.
    pub also: Option<Span>,
    severity: Severity,
}

impl Diagnostic {
    pub fn new(code: Code) -> Diagnostic {
        Diagnostic { code, span: None, file: None, arguments: Vec::new(), edition: None, also: None, severity: code.severity() }
    }

    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    pub fn maybe_at(mut self, span: Option<Span>) -> Diagnostic {
        self.span = span;
        self
    }

    pub fn in_file(mut self, file: impl Into<String>) -> Diagnostic {
        self.file = Some(file.into());
        self
    }

    /// Gives the message's argument `name` its value.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        self.arguments.push((name, value.to_string()));
        self
    }

    pub fn in_edition(mut self, edition: &str) -> Diagnostic {
        self.edition = Some(edition.to_owned());
        self
    }

    /// The same with another place that belongs to it.
    pub fn and_at(mut self, span: Option<Span>) -> Diagnostic {
        self.also = span;
        self
    }

    /// The same as grave as the author says.
    pub fn with_severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }

    /// The catalogue's severity, unless the author set it.
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

/// Proof that an error is in the report. Only [`Report::error`] makes one.
#[derive(Debug)]
pub struct ErrorReported(());

/// The findings of a run, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding of any severity.
    pub fn add(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Adds a finding that ends the work, and proves it.
    pub fn error(&mut self, finding: Diagnostic) -> ErrorReported {
        debug_assert!(finding.severity() >= Severity::Error, "{:?} is no error", finding.code);
        self.findings.push(finding);
        ErrorReported(())
    }

    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Makes warnings of the errors with this code: the author allows them.
    pub fn allow(&mut self, code: Code) {
        for finding in self.findings.iter_mut().filter(|finding| finding.code == code) {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }

    /// Keeps the findings of which `judge` makes something, as it makes them.
    pub fn judge(&mut self, judge: impl FnMut(Diagnostic) -> Option<Diagnostic>) {
        self.findings = std::mem::take(&mut self.findings).into_iter().filter_map(judge).collect();
    }

    /// Puts the findings in the order of their places; those without a place come last, in the order in which they were made.
    pub fn sort(&mut self) {
        self.findings.sort_by_key(|finding| (finding.span.is_none(), finding.span));
    }

    /// The gravest severity in the report.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(Diagnostic::severity).max()
    }

    /// Proof of failure when any error was reported.
    pub fn checked(&self) -> Result<(), ErrorReported> {
        match self.worst() {
            Some(severity) if severity >= Severity::Error => Err(ErrorReported(())),
            _ => Ok(()),
        }
    }

    /// Appends the findings of another report, which is how parallel work reports in a fixed order.
    pub fn append(&mut self, other: Report) {
        self.findings.extend(other.findings);
    }

    /// Says of every finding that names no edition that it is about this one.
    pub fn attribute(&mut self, edition: &str) {
        for finding in self.findings.iter_mut().filter(|finding| finding.edition.is_none()) {
            finding.edition = Some(edition.to_owned());
        }
    }

    /// Keeps one of findings that say the same of the same place; it names an edition only when all of them name that one.
    pub fn merge_editions(&mut self) {
        let mut kept: IndexMap<_, Diagnostic> = IndexMap::with_capacity(self.findings.len());
        for finding in std::mem::take(&mut self.findings) {
            let says = (finding.code, finding.span, finding.file.clone(), finding.arguments.clone());
            let first = kept.entry(says).or_insert_with(|| finding.clone());
            if first.edition != finding.edition {
                first.edition = None;
            }
        }
        self.findings = kept.into_values().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowed_error_is_a_warning() {
        let mut report = Report::default();
        report.add(Diagnostic::new(Code::MissingGlyph));
        assert!(report.checked().is_err());
        report.allow(Code::MissingGlyph);
        assert_eq!(report.worst(), Some(Severity::Warning));
        assert!(report.checked().is_ok());
    }

    #[test]
    fn what_two_editions_find_is_told_once() {
        let mut report = Report::default();
        report.add(Diagnostic::new(Code::MissingGlyph).with("character", "x").in_edition("vertical"));
        report.add(Diagnostic::new(Code::MissingGlyph).with("character", "y").in_edition("vertical"));
        report.add(Diagnostic::new(Code::MissingGlyph).with("character", "x").in_edition("horizontal"));
        report.merge_editions();
        let editions: Vec<Option<&str>> = report.findings().iter().map(|finding| finding.edition.as_deref()).collect();
        assert_eq!(editions, [None, Some("vertical")]);
    }
}
