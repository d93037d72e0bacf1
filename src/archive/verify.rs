//! What is wrong with a bag.

use super::bag::Bag;
use super::fixity;
use super::place::Place;
use super::place::read_whole;
use super::publication;
use super::rebuild;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::font::FontFile;
use crate::manuscript::Manuscript;

/// Bytes of a publication that is looked into; larger ones have their sums compared and no more.
const LARGEST_PUBLICATION: u64 = 1 << 30;

/// What was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Files of the payload.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Publications that were looked into.
    pub publications: usize,
    /// Whether the manuscript was built again and gave the same.
    pub rebuilt: bool,
}

/// Holds a bag against its manifests, looks into its publications, and, where it is one of fuzi with a manuscript and everything else is
/// right, builds it again with these fonts. Everything that is wrong is a finding.
pub fn verify(
    place: &dyn Place,
    fonts: &dyn Fn(&Manuscript) -> Vec<FontFile>,
    context: &Context,
    sources: &mut Sources,
    report: &mut Report,
) -> Result<Verified, ErrorReported> {
    let bag = Bag::open(place, sources, report)?;
    let expected = bag.complete(report);
    fixity::check(place, &expected, report);
    let (files, bytes) = bag.payload();
    let mut verified = Verified { files, bytes, publications: 0, rebuilt: false };
    for file in place.files().iter().filter(|file| file.path.starts_with("data/") && file.size <= LARGEST_PUBLICATION) {
        let Some(kind) = publication::kind_of_name(&file.path) else { continue };
        // A file that cannot be read was told with its sum.
        let Ok(bytes) = read_whole(place, &file.path, LARGEST_PUBLICATION) else { continue };
        publication::faults(&file.path, &bytes, kind).into_iter().for_each(|finding| report.add(finding));
        verified.publications += 1;
    }
    if bag.is_ours() && report.worst().is_none_or(|worst| worst < Severity::Error) {
        verified.rebuilt = rebuild::check(&bag, fonts, context, report);
    }
    Ok(verified)
}
