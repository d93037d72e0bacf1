//! What is wrong with a publication.

use std::fmt;

/// How grave a fault is, in EPUBCheck's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Allowed, worth knowing.
    Usage,
    Warning,
    Error,
    /// The publication cannot be read.
    Fatal,
}

/// A breach of EPUB 3.3.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub gravity: Gravity,
    /// The identifier that EPUBCheck gives the rule, so that the two can be compared.
    pub rule: &'static str,
    /// The path in the container; empty for the container itself.
    pub file: String,
    /// What is wrong, in English.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.rule, self.file, self.reason)
    }
}

/// Collects faults.
#[derive(Debug, Default)]
pub struct Faults {
    pub list: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, gravity: Gravity, rule: &'static str, file: &str, reason: impl Into<String>) {
        self.list.push(Fault { gravity, rule, file: file.to_owned(), reason: reason.into() });
    }

    pub fn fatal(&mut self, rule: &'static str, file: &str, reason: impl Into<String>) {
        self.add(Gravity::Fatal, rule, file, reason);
    }

    pub fn error(&mut self, rule: &'static str, file: &str, reason: impl Into<String>) {
        self.add(Gravity::Error, rule, file, reason);
    }

    pub fn warning(&mut self, rule: &'static str, file: &str, reason: impl Into<String>) {
        self.add(Gravity::Warning, rule, file, reason);
    }

    pub fn usage(&mut self, rule: &'static str, file: &str, reason: impl Into<String>) {
        self.add(Gravity::Usage, rule, file, reason);
    }
}
