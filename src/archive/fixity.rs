//! Whether the files of a bag are what they were.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::bag::Expected;
use super::digest::Algorithm;
use super::digest::Digests;
use super::digest::WORTH_A_THREAD;
use super::place::Place;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;

/// Reads every file once and compares all its digests. Files of any size are read piece by piece.
pub fn check(place: &dyn Place, expected: &BTreeMap<&str, Vec<Expected<'_>>>, report: &mut Report) {
    let sizes: BTreeMap<&str, u64> = place.files().iter().map(|file| (file.path.as_str(), file.size)).collect();
    // Small files are read at the same time; of a large one, the digests are made at the same time.
    let is_small = |path: &str| place.reads_at_once() && sizes.get(path).is_some_and(|size| *size < WORTH_A_THREAD as u64);
    let (small, large): (Vec<_>, Vec<_>) = expected.iter().partition(|(path, _)| is_small(path));
    let one = |(path, expected): &(&&str, &Vec<Expected<'_>>)| (path.to_string(), file(place, path, expected));
    let mut found: Vec<(String, Vec<Diagnostic>)> = small.par_iter().map(one).collect();
    found.extend(large.iter().map(one));
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().flat_map(|(_, findings)| findings).for_each(|finding| report.add(finding));
}

/// What is wrong with a file; one finding for all its digests, since one cause changes them all.
fn file(place: &dyn Place, path: &str, expected: &[Expected<'_>]) -> Vec<Diagnostic> {
    let mut algorithms: Vec<Algorithm> = expected.iter().map(|one| one.manifest.algorithm).collect();
    algorithms.sort_unstable();
    algorithms.dedup();
    let mut digests = Digests::new(&algorithms);
    if let Err(reason) = place.read(path, &mut |piece| digests.update(piece)) {
        return vec![Diagnostic::new(Code::UnsoundFile).in_file(path).with("path", path).with("reason", reason)];
    }
    let found = digests.finish();
    let differs =
        |one: &&Expected<'_>| found.iter().any(|(algorithm, digest)| *algorithm == one.manifest.algorithm && digest != one.digest);
    let wrong: Vec<&Expected<'_>> = expected.iter().filter(differs).collect();
    let Some(first) = wrong.first() else { return Vec::new() };
    let digest = found.iter().find(|(algorithm, _)| *algorithm == first.manifest.algorithm).map_or("", |(_, digest)| digest.as_str());
    let manifests: Vec<&str> = wrong.iter().map(|one| one.manifest.name.as_str()).collect();
    vec![
        Diagnostic::new(Code::BagFileChanged)
            .at(first.span)
            .with("path", path)
            .with("algorithm", first.manifest.algorithm.name())
            .with("found", digest)
            .with("expected", first.digest)
            .with("manifest", manifests.join(", ")),
    ]
}
