//! The making of a bag: editions, the manuscript that they were made from, records, reports, and the sums of all of them.

use std::collections::BTreeMap;

use super::digest::Algorithm;
use super::digest::digests;
use super::digest::sha256;
use super::manifest;
use super::premis;
use super::recorder::Recorder;
use super::tag::BAG_INFO;
use super::tag::DECLARATION;
use super::tag::label;
use crate::container;
use crate::container::Entry;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Limits;
use crate::diag::Report;
use crate::font::FontFile;
use crate::inspect;
use crate::manuscript::EpubProfile;
use crate::manuscript::Format;
use crate::manuscript::Manuscript;
use crate::pipeline;
use crate::pipeline::Built;
use crate::pipeline::Request;
use crate::record::RecordFormat;

/// Where the manuscript lies in a bag.
pub(super) const MANUSCRIPT: &str = "data/manuscript/";
/// The names and sums of the font files that the build had.
pub(super) const FONTS: &str = "metadata/fonts.json";
pub(super) const REPORT: &str = "reports/report.json";
/// What is told of the program in `bag-info.txt`, before its version.
pub(super) const AGENT: &str = "fuzi ";

/// The records of an edition: their formats, and how their files end.
const RECORDS: [(RecordFormat, &str); 6] = [
    (RecordFormat::Marcxml, "marc.xml"),
    (RecordFormat::Mods, "mods.xml"),
    (RecordFormat::DublinCore, "dc.xml"),
    (RecordFormat::Jsonld, "jsonld"),
    (RecordFormat::Onix, "onix.xml"),
    (RecordFormat::Bibtex, "bib"),
];

/// A finished bag in memory.
#[derive(Clone, Debug)]
pub struct Package {
    /// By path in the bag.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Builds the editions by the profile of libraries and packs them with everything that they were made from. The manuscript must have been
/// opened through `recorder`. An edition that the profile refuses, or whose PDF is no PDF/A, is an error.
pub fn package(
    mut manuscript: Manuscript,
    recorder: &Recorder,
    fonts: Vec<FontFile>,
    request: &Request,
    context: &Context,
    report: &mut Report,
) -> Result<Package, ErrorReported> {
    let refuse = |reason: &str, report: &mut Report| {
        Err(report.error(Diagnostic::new(Code::NotArchivable).in_file("book.toml").with("reason", reason)))
    };
    let Some(date) = manuscript.metadata.modified.clone() else {
        return refuse("it has no book.modified, and what an archive holds is dated", report);
    };
    let sums: BTreeMap<String, String> = fonts.iter().map(|font| (font.name.clone(), sha256(&font.data))).collect();
    let built = build_for_libraries(&mut manuscript, fonts, request, context, report)?;
    for file in built.files.iter().filter(|file| file.format == Format::Pdf) {
        let inspected = inspect::inspect(&file.bytes, &Limits::default());
        let is_archival = inspected
            .is_ok_and(|inspection| inspection.pdf.is_some_and(|pdf| pdf.standards.iter().any(|standard| standard.starts_with("PDF/A"))));
        if !is_archival {
            return refuse(&format!("{} is no PDF/A; leave pdf.standards as it is by default", file.name), report);
        }
    }

    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in recorder.recorded() {
        files.insert(format!("{MANUSCRIPT}{path}"), bytes);
    }
    files.extend(built.files.iter().map(|file| (format!("data/{}", file.name), file.bytes.to_vec())));
    for text in &built.texts {
        for (format, ending) in RECORDS {
            // What a record lacks is told once, not once for each format.
            let mut own = Report::default();
            let record = pipeline::catalogue(&manuscript, Some(&text.edition), request.source_date.as_ref(), format, &mut own);
            if format == RecordFormat::Marcxml || record.is_err() {
                report.append(own);
            }
            files.insert(format!("metadata/{}-{}.{ending}", manuscript.slug, text.edition), record?.into_bytes());
        }
    }
    files.insert(FONTS.to_owned(), json(&sums));
    files.insert(REPORT.to_owned(), built.report_json.clone().into_bytes());
    let payload: Vec<(&str, &[u8])> =
        files.iter().filter(|(path, _)| path.starts_with("data/")).map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let events = premis::write(&payload, &built, &agent(), date.as_str());
    let info = info(&manuscript, &payload, date.as_str());
    files.insert("metadata/premis.xml".to_owned(), events.into_bytes());
    files.insert(BAG_INFO.to_owned(), info.into_bytes());
    files.insert(DECLARATION.to_owned(), b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec());
    add_manifests(&mut files, "manifest", |path| path.starts_with("data/"));
    add_manifests(&mut files, "tagmanifest", |path| !path.starts_with("data/") && !path.starts_with("tagmanifest-"));
    Ok(Package { files })
}

/// Builds by the profile of libraries, whatever profile the book has for its shops.
pub(super) fn build_for_libraries(
    manuscript: &mut Manuscript,
    fonts: Vec<FontFile>,
    request: &Request,
    context: &Context,
    report: &mut Report,
) -> Result<Built, ErrorReported> {
    manuscript.editions.iter_mut().for_each(|edition| edition.epub.profile = EpubProfile::Library);
    pipeline::build(manuscript, fonts, request, context, report)
}

/// The program and its version.
pub(super) fn agent() -> String {
    format!("{AGENT}{}", env!("CARGO_PKG_VERSION"))
}

fn json(sums: &BTreeMap<String, String>) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(sums).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}

fn info(manuscript: &Manuscript, payload: &[(&str, &[u8])], date: &str) -> String {
    let metadata = &manuscript.metadata;
    let bytes: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut info = String::new();
    let mut add = |name: &str, value: &str| info.push_str(&label(name, value));
    if let Some(publisher) = &metadata.publisher {
        add("Source-Organization", &publisher.text);
    }
    if let Some(title) = metadata.titles.first() {
        add("External-Description", &title.text.text);
    }
    if let Some(identifier) = &metadata.identifier {
        add("External-Identifier", &identifier.value);
    }
    add("Internal-Sender-Identifier", &manuscript.slug);
    add("Bagging-Date", date.get(..10).unwrap_or(date));
    add("Bag-Size", &format!("{bytes} bytes"));
    add("Payload-Oxum", &format!("{bytes}.{}", payload.len()));
    add("Bag-Software-Agent", &agent());
    info
}

fn add_manifests(files: &mut BTreeMap<String, Vec<u8>>, kind: &str, lists: impl Fn(&str) -> bool) {
    let mut sums: BTreeMap<Algorithm, BTreeMap<String, String>> = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(path, _)| lists(path)) {
        for (algorithm, digest) in digests(bytes, &Algorithm::WRITTEN) {
            sums.entry(algorithm).or_default().insert(path.clone(), digest);
        }
    }
    for (algorithm, sums) in sums {
        files.insert(format!("{kind}-{}.txt", algorithm.name()), manifest::write(&sums).into_bytes());
    }
}

impl Package {
    /// The bag as one ZIP file with a folder of this name in it (RFC 8493, 4). Equal bags give equal bytes.
    pub fn zip(&self, folder: &str) -> Vec<u8> {
        let named: Vec<(String, &[u8])> = self.files.iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes.as_slice())).collect();
        let entries: Vec<Entry<'_>> = named.iter().map(|(name, data)| Entry { name, data }).collect();
        container::write(&entries)
    }
}
