//! `report.json`.

use serde::Serialize;

use super::built::BuiltFile;
use crate::adapt::Substitution;
use crate::diag::FindingRecord;
use crate::diag::Report;
use crate::diag::Sources;
use crate::geom::Length;

/// The version of the file's form; it changes when a key changes its meaning or goes.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Record<'a> {
    format: &'static str,
    version: u32,
    generator: String,
    slug: &'a str,
    files: Vec<FileRecord<'a>>,
    editions: Vec<EditionRecord<'a>>,
    findings: Vec<FindingRecord>,
}

#[derive(Serialize)]
struct FileRecord<'a> {
    name: &'a str,
    edition: &'a str,
    format: &'static str,
    sha256: String,
    bytes: usize,
    pages: usize,
    characters: usize,
    fonts: Vec<FontRecord<'a>>,
    pictures: Vec<PictureRecord<'a>>,
}

#[derive(Serialize)]
struct FontRecord<'a> {
    name: &'a str,
    count: usize,
    characters: String,
}

#[derive(Serialize)]
struct PictureRecord<'a> {
    path: &'a str,
    width: u32,
    height: u32,
    /// Millimetres, to a tenth.
    printed_width: Option<f64>,
    printed_height: Option<f64>,
    /// Whole pixels per inch.
    dpi: Option<u64>,
}

#[derive(Serialize)]
struct EditionRecord<'a> {
    name: &'a str,
    /// Of its canonical text.
    text_sha256: &'a str,
    substitutions: Vec<SubstitutionRecord<'a>>,
}

#[derive(Serialize)]
struct SubstitutionRecord<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    from: &'a str,
    to: &'a str,
    rule: &'a str,
}

/// An edition's name and what `adapt` changed for it.
pub(super) struct Conversions {
    pub(super) edition: String,
    pub(super) text_sha256: String,
    pub(super) substitutions: Vec<Substitution>,
}

/// The text of `report.json`.
pub(super) fn record(slug: &str, files: &[BuiltFile], editions: &[Conversions], report: &Report, sources: &Sources) -> String {
    let record = Record {
        format: "fuzi-report",
        version: VERSION,
        generator: format!("fuzi {}", env!("CARGO_PKG_VERSION")),
        slug,
        files: files.iter().map(file).collect(),
        editions: editions.iter().map(|edition| conversions(edition, sources)).collect(),
        findings: report.findings().iter().map(|finding| FindingRecord::new(finding, sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&record).expect("a record of strings and numbers always serialises");
    text.push('\n');
    text
}

fn file(file: &BuiltFile) -> FileRecord<'_> {
    let tenths = |length: Length| (length.to_pt() * 254.0 / 72.0).round() / 10.0;
    FileRecord {
        name: &file.name,
        edition: &file.edition,
        format: super::identity::extension(file.format),
        sha256: file.sha256(),
        bytes: file.bytes.len(),
        pages: file.pages,
        characters: file.characters,
        fonts: file
            .fonts
            .iter()
            .map(|font| FontRecord { name: &font.name, count: font.characters.len(), characters: font.characters.iter().collect() })
            .collect(),
        pictures: file
            .pictures
            .iter()
            .map(|picture| PictureRecord {
                path: &picture.path,
                width: picture.width,
                height: picture.height,
                printed_width: picture.printed.map(|(width, _)| tenths(width)),
                printed_height: picture.printed.map(|(_, height)| tenths(height)),
                dpi: picture.density.map(|density| density.round() as u64),
            })
            .collect(),
    }
}

fn conversions<'a>(edition: &'a Conversions, sources: &'a Sources) -> EditionRecord<'a> {
    let record = |substitution: &'a Substitution| {
        let place = substitution.span.map(|span| sources.position(span));
        SubstitutionRecord {
            file: substitution.span.map(|span| sources.file(span.file).name.as_str()),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            from: &substitution.from,
            to: &substitution.to,
            rule: substitution.rule.name(),
        }
    };
    let substitutions = edition.substitutions.iter().map(record).collect();
    EditionRecord { name: &edition.edition, text_sha256: &edition.text_sha256, substitutions }
}
