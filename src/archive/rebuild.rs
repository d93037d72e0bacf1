//! The manuscript of a bag built again.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::bag::Bag;
use super::digest::sha256;
use super::package::FONTS;
use super::package::MANUSCRIPT;
use super::package::REPORT;
use super::package::agent;
use super::package::build_for_libraries;
use super::place::read_whole;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Severity;
use crate::font::FontFile;
use crate::manuscript::Manuscript;
use crate::manuscript::MemoryFiles;
use crate::pipeline::Built;
use crate::pipeline::Request;

/// Bytes of a manuscript with its pictures that is built again.
const LARGEST_MANUSCRIPT: u64 = 2 << 30;

/// Whether the manuscript gives again what is in the bag: the same texts, and the same bytes where version and fonts are the same.
pub(super) fn check(bag: &Bag<'_>, fonts: &dyn Fn(&Manuscript) -> Vec<FontFile>, context: &Context, report: &mut Report) -> bool {
    let not_rebuilt = |reason: &str, report: &mut Report| {
        report.add(Diagnostic::new(Code::NotRebuilt).in_file(bag.place.name()).with("reason", reason));
        false
    };
    let Some(files) = manuscript(bag) else { return not_rebuilt("there is no manuscript in it", report) };
    let own =
        |path: &str| read_whole(bag.place, path, LARGEST_MANUSCRIPT).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let (Some(before), Some(Value::Object(sums))) = (own(REPORT), own(FONTS)) else {
        return not_rebuilt("its report or its list of fonts cannot be read", report);
    };
    // What is to be said of the manuscript was said when the bag was made.
    let mut own_report = Report::default();
    let failed = |own_report: &Report, report: &mut Report| {
        let reason = own_report.findings().iter().find(|finding| finding.severity() >= Severity::Error);
        let reason = reason.map_or("its manuscript has errors".to_owned(), |finding| format!("its manuscript, by {},", finding.code.id()));
        report.add(Diagnostic::new(Code::RebuildDiffers).in_file(bag.place.name()).with("what", reason));
        false
    };
    let Ok(mut manuscript) = Manuscript::open(Arc::new(files), context, &mut own_report) else { return failed(&own_report, report) };
    let fonts = fonts(&manuscript);
    let known: BTreeMap<&str, String> = fonts.iter().map(|font| (font.name.as_str(), sha256(&font.data))).collect();
    let same_fonts = sums.iter().all(|(name, sum)| known.get(name.as_str()).is_some_and(|known| Some(known.as_str()) == sum.as_str()));
    let same_version = bag.label("Bag-Software-Agent") == Some(agent().as_str());
    let named = |list: &str, key: &str| -> Vec<(String, String)> {
        let rows = before[list].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|row| Some((row["name"].as_str()?.to_owned(), row[key].as_str()?.to_owned()))).collect()
    };
    let editions = named("editions", "text_sha256");
    let request = Request { editions: editions.iter().map(|(name, _)| name.clone()).collect(), ..Request::default() };
    let Ok(built) = build_for_libraries(&mut manuscript, fonts, &request, context, &mut own_report) else {
        return failed(&own_report, report);
    };
    let differing = differences(&built, &editions, if same_version && same_fonts { named("files", "sha256") } else { Vec::new() });
    for what in &differing {
        report.add(Diagnostic::new(Code::RebuildDiffers).in_file(bag.place.name()).with("what", what));
    }
    if !(same_version && same_fonts) {
        let reason = if same_version { "other fonts are here than when it was made" } else { "another version made it" };
        let reason = format!("{reason}; its texts were compared, and not its bytes");
        report.add(Diagnostic::new(Code::NotRebuilt).in_file(bag.place.name()).with("reason", reason));
    }
    differing.is_empty()
}

fn manuscript(bag: &Bag<'_>) -> Option<MemoryFiles> {
    let mut files = MemoryFiles::new(bag.place.name());
    let own = bag.place.files().iter().filter_map(|file| Some((file, file.path.strip_prefix(MANUSCRIPT)?)));
    let own: Vec<_> = own.collect();
    let size: u64 = own.iter().map(|(file, _)| file.size).sum();
    if size > LARGEST_MANUSCRIPT || !own.iter().any(|(_, path)| *path == "book.toml") {
        return None;
    }
    for (file, path) in own {
        files = files.with(path, read_whole(bag.place, &file.path, LARGEST_MANUSCRIPT).ok()?);
    }
    Some(files)
}

fn differences(built: &Built, editions: &[(String, String)], files: Vec<(String, String)>) -> Vec<String> {
    let text = |name: &str| built.texts.iter().find(|text| text.edition == name).map(|text| text.sha256.clone());
    let of_texts =
        editions.iter().filter(|(name, sum)| text(name).as_ref() != Some(sum)).map(|(name, _)| format!("the text of edition {name}"));
    let made = |name: &str| built.files.iter().find(|file| file.name == name).map(|file| file.sha256());
    let of_files = files.iter().filter(|(name, sum)| made(name).as_ref() != Some(sum)).map(|(name, _)| format!("data/{name}"));
    of_texts.chain(of_files).collect()
}
