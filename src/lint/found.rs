//! What rules find, and what they propose to write instead.

use std::ops::Range;

use crate::book::NodeId;
use crate::diag::Diagnostic;
use crate::diag::Span;

/// Bytes of a text run that would be written otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The run's node in the manuscript's tree.
    pub node: NodeId,
    /// Bytes of the run.
    pub range: Range<usize>,
    /// The same in the file.
    pub span: Span,
    pub from: String,
    pub to: String,
}

/// A finding, with what would settle it.
#[derive(Clone, Debug)]
pub struct Found {
    pub finding: Diagnostic,
    pub proposals: Vec<Proposal>,
}

impl Found {
    pub fn new(finding: Diagnostic) -> Found {
        Found { finding, proposals: Vec::new() }
    }

    pub fn with(finding: Diagnostic, proposal: Option<Proposal>) -> Found {
        Found { finding, proposals: proposal.into_iter().collect() }
    }
}
