//! Findings and their collection.

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
}

impl Diagnostic {
    pub fn new(code: Code) -> Diagnostic {
        Diagnostic { code, span: None, file: None, arguments: Vec::new(), edition: None }
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

    pub fn severity(&self) -> Severity {
        self.code.severity()
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
}
