//! How a run speaks: findings and results, for people or for programs.

use std::io::IsTerminal;
use std::io::Write;

use super::arguments::MessageFormat;
use super::arguments::Shared;
use crate::diag::Code;
use crate::diag::Colour;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::diag::Tongue;
use crate::diag::fill;
use crate::diag::human;
use crate::diag::json;
use crate::lint::FixedFile;

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
    pub tongue: Tongue,
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
        Console { format: shared.message_format, verbosity, tongue: shared.lang.or_else(of_locale).unwrap_or_default(), colour }
    }

    /// The same in the format that a command names itself.
    pub fn in_format(self, format: Option<MessageFormat>) -> Console {
        Console { format: format.unwrap_or(self.format), ..self }
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
                MessageFormat::Human => say(&mut std::io::stderr().lock(), &human(finding, sources, self.colour, self.tongue)),
                MessageFormat::Json => self.print(&format!("{}\n", json(finding, sources, self.tongue))),
            }
        }
    }

    /// Says that there are more findings of a code than were shown.
    pub fn more(&self, code: Code, count: usize) {
        let text = fill(&self.tongue.words().more, &[("count", count.to_string()), ("code", code.id().to_owned())]);
        say(&mut std::io::stderr().lock(), &format!("{text}\n"));
    }

    /// Says what `fix` changes, file by file, and what it leaves.
    pub fn fixed(&self, files: &[FixedFile], left: usize, applied: bool) {
        let mut text = String::new();
        for file in files {
            let changes: Vec<String> = file.changes.iter().map(|change| format!("{} {}", change.count, change.code.id())).collect();
            text.push_str(&format!("{}: {}\n", file.path, changes.join(", ")));
        }
        let words = self.tongue.words();
        text.push_str(match (files.is_empty(), applied) {
            (true, _) => &words.nothing,
            (false, true) => &words.written,
            (false, false) => &words.apply,
        });
        if left > 0 {
            text.push_str(&format!("\n{}", fill(&words.left, &[("count", left.to_string())])));
        }
        say(&mut std::io::stderr().lock(), &format!("{text}\n"));
    }

    /// Prints a result on standard output.
    pub fn print(&self, text: &str) {
        say(&mut std::io::stdout().lock(), text);
    }
}

/// The tongue of the locale, the first of the variables that is set (POSIX, 8.2).
#[expect(clippy::disallowed_methods, reason = "the environment is read at the edge")]
fn of_locale() -> Option<Tongue> {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    Tongue::of(&names.into_iter().find(|value| !value.is_empty())?)
}

/// Whoever listens may have gone (a closed pipe); the work is done all the same.
fn say(stream: &mut dyn Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
