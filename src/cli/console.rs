//! How a run speaks: findings and results, for people or for programs.

use std::io::IsTerminal;
use std::io::Write;

use super::arguments::MessageFormat;
use super::arguments::Shared;
use crate::diag::Colour;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::diag::human;
use crate::diag::json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// The way a run prints.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    pub format: MessageFormat,
    pub verbosity: Verbosity,
    colour: Colour,
}

impl Console {
    /// Colour is for terminals only, and only where `NO_COLOR` is not set.
    #[expect(clippy::disallowed_methods, reason = "the environment is read at the edge")]
    pub fn new(shared: &Shared) -> Console {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = if std::io::stderr().is_terminal() && !refused { Colour::Ansi } else { Colour::Plain };
        let verbosity = match (shared.quiet, shared.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        };
        Console { format: shared.message_format, verbosity, colour }
    }

    /// Prints the findings that the verbosity lets through, in their order.
    pub fn findings(&self, report: &Report, sources: &Sources) {
        let lowest = match self.verbosity {
            Verbosity::Quiet => Severity::Error,
            Verbosity::Normal => Severity::Warning,
            Verbosity::Verbose => Severity::Note,
        };
        self.findings_from(lowest, report, sources);
    }

    /// Prints the findings of this severity and above; with `-q`, errors alone.
    pub fn findings_from(&self, lowest: Severity, report: &Report, sources: &Sources) {
        let lowest = if self.verbosity == Verbosity::Quiet { Severity::Error } else { lowest };
        for finding in report.findings().iter().filter(|finding| finding.severity() >= lowest) {
            match self.format {
                MessageFormat::Human => say(&mut std::io::stderr().lock(), &human(finding, sources, self.colour)),
                MessageFormat::Json => self.print(&format!("{}\n", json(finding, sources))),
            }
        }
    }

    /// Prints a result on standard output.
    pub fn print(&self, text: &str) {
        say(&mut std::io::stdout().lock(), text);
    }
}

/// Whoever listens may have gone (a closed pipe); the work is done all the same.
fn say(stream: &mut dyn Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
