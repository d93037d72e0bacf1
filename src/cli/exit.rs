//! Exit codes.

use std::process::ExitCode;

use crate::diag::Report;
use crate::diag::Severity;

/// How a run ended; the number is the process's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Done = 0,
    /// The manuscript has errors.
    Manuscript = 1,
    /// Wrong usage.
    Usage = 2,
    /// A file or folder cannot be read or written.
    Files = 3,
    /// A limit was exceeded.
    Limit = 4,
    /// An outside tool that was asked for is missing.
    Tool = 5,
    /// A bug of ours.
    Bug = 70,
    /// Interrupted (128 + SIGINT, as shells say it).
    Interrupted = 130,
}

impl Exit {
    /// What the gravest finding asks for.
    pub fn of(report: &Report) -> Exit {
        match report.worst() {
            None | Some(Severity::Note | Severity::Warning) => Exit::Done,
            Some(Severity::Error) => Exit::Manuscript,
            Some(Severity::Limit) => Exit::Limit,
            Some(Severity::Io) => Exit::Files,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
