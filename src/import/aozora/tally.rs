//! What a text in Aozora notation held, and what is to be told about it.

use std::ops::Range;

/// Counts of what was read, and findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readings in 《》.
    pub ruby: usize,
    /// 《 that is text.
    pub literal: usize,
    /// 《 in the words that annotations quote.
    pub quoted: usize,
    /// Annotations ［＃…］ of every kind, those inside others too.
    pub annotations: usize,
    /// Characters described after ※.
    pub gaiji: usize,
    /// Those of them that have no number.
    pub described: usize,
    pub warichu: usize,
    pub kunten: usize,
    /// Readings and remarks set beside words by annotation.
    pub beside: usize,
    /// Remarks about the text, which become notes.
    pub remarks: usize,
    /// Annotations kept as notes since nothing else can be made of them.
    pub kept: usize,
    pub accents: usize,
    pub iterations: usize,
    pub headings: usize,
    pub figures: usize,
    pub findings: Vec<Finding>,
    /// Annotations that the tree says with less, each kind once.
    pub approximated: Vec<Approximated>,
}

/// Something to be told, with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    pub place: Range<usize>,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    UnknownAnnotation,
    UnclosedAnnotation,
    /// A block or a range that no annotation ends.
    UnendedAnnotation,
    DescribedGaiji,
    ReadingOfNothing,
    EmptyReading,
    UnclosedReading,
}

/// A kind of annotation that becomes something less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approximated {
    pub annotation: String,
    pub instead: &'static str,
    pub count: usize,
    /// Of the first.
    pub place: Range<usize>,
}

/// Findings of one kind that are listed; a file with more has one fault many times.
const LISTED: usize = 200;

impl Finding {
    pub fn new(kind: FindingKind, place: Range<usize>, text: &str) -> Finding {
        const LONGEST: usize = 60;
        Finding { kind, place, text: text.chars().take(LONGEST).collect() }
    }
}

impl Tally {
    pub fn add(&mut self, finding: Finding) {
        if self.findings.iter().filter(|other| other.kind == finding.kind).count() < LISTED {
            self.findings.push(finding);
        }
    }

    pub fn approximate(&mut self, annotation: String, instead: &'static str, place: Range<usize>) {
        match self.approximated.iter_mut().find(|other| other.annotation == annotation) {
            Some(known) => known.count += 1,
            None => self.approximated.push(Approximated { annotation, instead, count: 1, place }),
        }
    }
}
