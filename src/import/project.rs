//! The project that an imported text becomes.

use super::aozora::looks_like_aozora;
use super::book_toml::BookToml;
use super::charset::Charset;
use super::credits::Credit;
use super::docx::looks_like_docx;
use super::encoding::Decoded;
use super::encoding::FaultKind;
use super::encoding::decode;
use super::epub::looks_like_epub;
use super::epub::read_epub;
use super::format::Format;
use super::html::Saved;
use super::html::from_html;
use super::html::is_message;
use super::html::looks_like_html;
use super::names::ascii_stem;
use super::names::file_name;
use super::pictures::PictureCopy;
use super::pictures::Pictures;
use super::plain::Dropped;
use super::record::Record;
use super::text::Text;
use super::text::from_aozora;
use super::text::from_docx;
use super::text::from_markdown;
use super::text::from_plain;
use crate::book::Division;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::FileId;
use crate::diag::Limits;
use crate::diag::Report;
use crate::diag::Sources;
use crate::diag::Span;
use crate::manuscript::Files;
use crate::unicode::Language;
use std::fmt;

/// What is imported, and into what.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The file's path as the author gave it.
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// The pictures' paths in the order in which they are placed.
    pub pictures: &'a [String],
    /// The names of the files in the text's own folder, where it may name pictures.
    pub beside: &'a [String],
    /// The name of the new folder.
    pub folder: &'a str,
    /// Detected when none.
    pub encoding: Option<Charset>,
    /// Detected when none.
    pub format: Option<Format>,
    /// The folder that the text lies in, where it may name pictures in folders of their own.
    pub near: Near<'a>,
    /// The Markdown files of an earlier import, by path; their alternative texts and pictures stay.
    pub earlier: &'a [(String, String)],
}

/// A folder that a source may take pictures from, if there is one.
#[derive(Clone, Copy, Default)]
pub struct Near<'a>(pub Option<&'a dyn Files>);

impl fmt::Debug for Near<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Near").field(&self.0.map(Files::name)).finish()
    }
}

/// A new project.
#[derive(Clone, Debug)]
pub struct Imported {
    pub files: Vec<ImportedFile>,
    pub pictures: Vec<PictureCopy>,
    /// The trees that the Markdown files say, in order; none when the source was Markdown.
    pub divisions: Vec<Division>,
    /// Counts of what was found, by name.
    pub found: Vec<(&'static str, usize)>,
}

/// A file to write, with its path in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// The report of an import, in the project.
pub const RECORD: &str = "import.json";

/// Makes a project of one source: `book.toml`, Markdown files, a report, copies of the pictures. A text is added to `sources`,
/// which the findings point into.
pub fn import(request: &Request, sources: &mut Sources, report: &mut Report) -> Result<Imported, ErrorReported> {
    let mut own = Report::default();
    let (stem, extension) = file_name(request.name);
    let folder = request.name.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
    let mut pictures = Pictures::new(request.pictures, folder, request.beside);
    if request.format == Some(Format::Epub) || request.format.is_none() && looks_like_epub(request.bytes, &extension) {
        return publication(request, sources, own, report);
    }
    let is_docx = request.format.map_or_else(|| looks_like_docx(request.bytes), |format| format == Format::Docx);
    if is_docx {
        limited(request, LARGEST_ARCHIVE, report)?;
        let reason = if request.format.is_some() { "as asked for" } else { "it is an archive" };
        own.add(Diagnostic::new(Code::ImportedFormat).with("format", Format::Docx.name()).with("reason", reason));
        let read = from_docx(request.bytes, request.name, stem, &mut own).map_err(|refused| {
            let code = if refused.limit { Code::ArchiveLimit } else { Code::BrokenPackage };
            report.error(Diagnostic::new(code).in_file(request.name).with("path", request.name).with("reason", refused.reason))
        })?;
        let source = Source { request, decoded: None, format: Format::Docx, reason };
        return Ok(assemble(source, read, pictures, sources, own, report));
    }
    limited(request, Limits::default().text_bytes, report)?;
    if is_page(request, &extension) {
        return page(request, stem, sources, own, report);
    }
    let decoded = decoded(request, report)?;
    let file = sources.add(request.name, decoded.text.as_str());
    tell_decoding(&decoded, file, &mut own);
    let text = decoded.text.as_str();
    let (format, reason) = match request.format {
        Some(format) => (format, "as asked for".to_owned()),
        None => format_of(text, &extension),
    };
    own.add(Diagnostic::new(Code::ImportedFormat).with("format", format.name()).with("reason", &reason));
    let read = match format {
        Format::Markdown => from_markdown(text, stem, &mut pictures),
        // Other formats are told from their bytes before.
        Format::Plain | Format::Docx | Format::Html | Format::Epub => from_plain(text, stem, &mut pictures),
        Format::Aozora => from_aozora(text, stem, &mut pictures),
    };
    tell(&read, file, &mut own);
    let source = Source { request, decoded: Some(&decoded), format, reason: &reason };
    Ok(assemble(source, read, pictures, sources, own, report))
}

/// Bytes of a source that is an archive.
const LARGEST_ARCHIVE: u64 = 256 << 20;

/// Whether the source is a page of a site.
fn is_page(request: &Request, extension: &str) -> bool {
    match request.format {
        Some(format) => format == Format::Html,
        None if matches!(extension, "html" | "htm" | "xhtml" | "xht" | "mht" | "mhtml" | "shtml") => true,
        None if extension == "md" || extension == "markdown" => false,
        None => {
            let head = String::from_utf8_lossy(&request.bytes[..request.bytes.len().min(2048)]);
            looks_like_html(&head).is_some() || is_message(request.bytes)
        }
    }
}

/// Makes a project of a publication.
fn publication(request: &Request, sources: &mut Sources, mut own: Report, report: &mut Report) -> Result<Imported, ErrorReported> {
    if request.bytes.is_empty() {
        return Err(nothing(request, report));
    }
    let reason = if request.format.is_some() { "as asked for" } else { "it is a publication" };
    own.add(Diagnostic::new(Code::ImportedFormat).with("format", Format::Epub.name()).with("reason", reason));
    let read = match read_epub(request, &mut own) {
        Ok(read) => read,
        Err(reported) => {
            report.append(own);
            return Err(reported);
        }
    };
    if read.parts.is_empty() {
        report.append(own);
        return Err(nothing(request, report));
    }
    let file = sources.add(request.name, "");
    tell(&read, file, &mut own);
    let source = Source { request, decoded: None, format: Format::Epub, reason };
    Ok(assemble(source, read, Pictures::new(&[], "", &[]), sources, own, report))
}

/// Makes a project of a saved page.
fn page(request: &Request, stem: &str, sources: &mut Sources, mut own: Report, report: &mut Report) -> Result<Imported, ErrorReported> {
    if request.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(nothing(request, report));
    }
    let saved = Saved::read(request).map_err(|refused| {
        let finding = Diagnostic::new(Code::NotText).in_file(request.name).with("path", request.name);
        report.error(finding.with("reason", refused.reason))
    })?;
    let file = sources.add(request.name, saved.decoded.text.as_str());
    tell_decoding(&saved.decoded, file, &mut own);
    let reason = if request.format.is_some() { "as asked for" } else { "it is a page" };
    own.add(Diagnostic::new(Code::ImportedFormat).with("format", Format::Html.name()).with("reason", reason));
    let read = from_html(&saved, request, stem, &mut own);
    if read.parts.iter().flat_map(|part| &part.division).all(|division| division.blocks.is_empty()) {
        report.append(own);
        return Err(nothing(request, report));
    }
    tell(&read, file, &mut own);
    let source = Source { request, decoded: Some(&saved.decoded), format: Format::Html, reason };
    Ok(assemble(source, read, Pictures::new(&[], "", &[]), sources, own, report))
}

/// A source and how it was read.
struct Source<'a> {
    request: &'a Request<'a>,
    decoded: Option<&'a Decoded>,
    format: Format,
    reason: &'a str,
}

/// The files of the project.
fn assemble(source: Source, mut read: Text, pictures: Pictures, sources: &Sources, mut own: Report, report: &mut Report) -> Imported {
    let request = source.request;
    read.settings.tell(&mut own);
    let stem = file_name(request.name).0;
    let folder = file_name(request.folder.trim_end_matches(['/', '\\'])).0;
    let slug = ascii_stem(folder).or_else(|| ascii_stem(stem)).unwrap_or_else(|| "article".to_owned());
    let mut paths = Vec::new();
    for part in &mut read.parts {
        let path = part.stem.as_ref().map_or_else(|| manuscript_path(request.name), |stem| format!("{stem}.md"));
        if let Some((_, earlier)) = request.earlier.iter().find(|(known, _)| *known == path) {
            part.body = super::again::keep_figures(&part.body, earlier);
        }
        paths.push(path);
    }
    let book = BookToml {
        name: request.name,
        slug: &slug,
        paths: &paths,
        cover: read.cover.as_deref(),
        title: &read.title,
        people: &read.people,
        settings: &read.settings,
        dialect: (source.format != Format::Markdown).then_some("fuzi"),
        work: &read.work,
    };
    let mut files = vec![ImportedFile { path: "book.toml".to_owned(), bytes: book.write().into_bytes() }];
    let copies = pictures.finish(&mut own);
    let findings = own.findings();
    let record =
        Record { name: request.name, decoded: source.decoded, format: (source.format, source.reason), text: &read, findings, sources };
    let record = ImportedFile { path: RECORD.to_owned(), bytes: record.write().into_bytes() };
    let mut divisions = Vec::new();
    for (part, path) in read.parts.into_iter().zip(paths) {
        files.push(ImportedFile { path, bytes: part.body.into_bytes() });
        divisions.extend(part.division);
    }
    files.push(record);
    files.extend(read.files);
    report.append(own);
    Imported { files, pictures: copies, divisions, found: read.found }
}

/// Refuses a source that is too large.
fn limited(request: &Request, limit: u64, report: &mut Report) -> Result<(), ErrorReported> {
    if request.bytes.len() as u64 <= limit {
        return Ok(());
    }
    let finding = Diagnostic::new(Code::LimitExceeded).in_file(request.name).with("what", "the size of the text in bytes");
    let finding = finding.with("size", request.bytes.len()).with("limit", limit);
    Err(report.error(finding.with("help", "divide the source into several files")))
}

/// The text of the bytes.
fn decoded(request: &Request, report: &mut Report) -> Result<Decoded, ErrorReported> {
    let decoded = decode(request.bytes, request.encoding).map_err(|refused| {
        let finding = Diagnostic::new(Code::NotText).in_file(request.name).with("path", request.name);
        report.error(finding.with("reason", refused.reason))
    })?;
    if decoded.text.trim().is_empty() {
        return Err(nothing(request, report));
    }
    Ok(decoded)
}

fn nothing(request: &Request, report: &mut Report) -> ErrorReported {
    report.error(Diagnostic::new(Code::NothingToImport).in_file(request.name).with("path", request.name))
}

/// The Markdown file that a text becomes, by the text's own name.
pub fn manuscript_path(name: &str) -> String {
    format!("{}.md", ascii_stem(file_name(name).0).unwrap_or_else(|| "article".to_owned()))
}

fn format_of(text: &str, extension: &str) -> (Format, String) {
    if matches!(extension, "md" | "markdown" | "mkd") {
        return (Format::Markdown, format!("the file's name ends in .{extension}"));
    }
    match looks_like_aozora(text) {
        Some(reason) => (Format::Aozora, reason),
        None => (Format::Plain, "it has no notation".to_owned()),
    }
}

/// How the bytes were read, and what could not be.
fn tell_decoding(decoded: &Decoded, file: FileId, report: &mut Report) {
    let finding = Diagnostic::new(Code::ImportedEncoding).with("encoding", decoded.charset.name());
    report.add(finding.with("reason", &decoded.reason));
    for fault in &decoded.faults {
        let span = Span::new(file, fault.place.start, fault.place.end);
        report.add(match fault.kind {
            FaultKind::Undecodable => Diagnostic::new(Code::UndecodableBytes).at(span).with("encoding", decoded.charset.name()),
            FaultKind::Control(character) => {
                Diagnostic::new(Code::ImportedControl).at(span).with("code", format!("U+{:04X}", u32::from(character)))
            }
        });
    }
    let more = decoded.fault_count - decoded.faults.len();
    if more > 0 {
        report.add(Diagnostic::new(Code::FurtherFaults).with("count", more));
    }
}

/// What was found in the text, changed and dropped.
fn tell(read: &Text, file: FileId, report: &mut Report) {
    for dropped in &read.dropped {
        let Dropped { text, place } = dropped;
        let span = Span::new(file, place.start, place.end);
        report.add(Diagnostic::new(Code::ImportDropped).at(span).with("text", text));
    }
    for credit in &read.people {
        report.add(Diagnostic::new(Code::ImportedCredit).with("word", &credit.word).with("names", credit.names.join(", ")));
    }
    for change in &read.changes {
        report.add(Diagnostic::new(Code::ImportChanged).with("change", change));
    }
    read.tell_aozora(file, report);
}

/// What the text says of itself and what it became.
pub(super) fn people_of(people: &[Credit]) -> Vec<(Option<String>, String)> {
    people
        .iter()
        .flat_map(|credit| credit.names.iter().map(|name| (Some(credit.word.clone()).filter(|word| word != "author"), name.clone())))
        .collect()
}

/// The language that a text names itself, with what names it.
pub(super) fn given(language: Option<Language>) -> Option<(Language, &'static str)> {
    language.map(|language| (language, "the front matter says so"))
}

#[cfg(test)]
mod tests;
