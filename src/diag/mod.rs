//! Findings: where they are, what they say, and how they are collected.

mod catalogue;
mod context;
mod example;
mod message;
mod render;
mod report;
mod source;

pub use catalogue::{Code, Severity};
pub use context::{Context, Limits, Progress, Stage};
pub use example::Example;
pub use message::{Message, Tongue, Wording, Words, fill};
pub use render::{Colour, FINDING_VERSION, FindingRecord, columns, human, json};
pub use report::{Diagnostic, ErrorReported, Report};
pub use source::{FileId, Origin, Position, SourceFile, SourceMap, Sources, Span};
