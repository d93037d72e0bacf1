//! What the fuzz targets do with their bytes. `tests/suite/hostile.rs` runs the same functions over what they have found.

use std::sync::Arc;

use fuzi::container::Entry;
use fuzi::container::write;
use fuzi::diag::Context;
use fuzi::diag::Limits;
use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::import::Format;
use fuzi::import::Imported;
use fuzi::import::Request;
use fuzi::import::import;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::picture::Picture;

const BOOK: &[u8] = b"schema = 1\nslug = \"a\"\n[book]\nfiles = [\"a.md\"]\nlanguage = \"ja\"\ntitle = \"a\"\nmodified = 2020-04-01\n\
    [edition.v]\ndirection = \"vertical\"\nformats = [\"epub\"]\n";

/// A manuscript file is read, and what was read is written.
pub fn markdown(bytes: &[u8]) {
    read(MemoryFiles::new("work").with("book.toml", BOOK).with("a.md", bytes));
}

fn read(files: MemoryFiles) {
    let (context, mut report) = (Context::default(), Report::default());
    let Ok(mut manuscript) = Manuscript::open(Arc::new(files), &context, &mut report) else { return };
    let Ok(book) = fuzi::markdown::read(&mut manuscript, &context, &mut report) else { return };
    for division in &book.divisions {
        fuzi::markdown::write(division, &book.language);
    }
    fuzi::book::dump_book(&book);
}

/// A source is imported, and the project that it becomes is read.
pub fn imported(name: &str, bytes: &[u8], format: Option<Format>) {
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name, bytes, folder: "work", format, ..Request::default() };
    let Ok(Imported { files, .. }) = import(&request, &mut sources, &mut report) else {
        assert!(report.checked().is_err(), "a refusal says why");
        return;
    };
    let project = files.into_iter().fold(MemoryFiles::new("work"), |project, file| project.with(&file.path, file.bytes));
    let (context, mut report) = (Context::default(), Report::default());
    let opened = Manuscript::open(Arc::new(project), &context, &mut report);
    let Ok(mut manuscript) = opened else { panic!("{:?}", report.findings()) };
    let read = fuzi::markdown::read(&mut manuscript, &context, &mut report);
    assert!(read.is_ok(), "{:?}", report.findings());
}

/// A Word document of these words of XML in its body, or of these bytes when they are an archive.
pub fn docx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        return imported("a.docx", bytes, Some(Format::Docx));
    }
    const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
        xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
        xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
        xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
        xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
        xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
    let text = String::from_utf8_lossy(bytes);
    // The words after a form feed are those of the part of styles, of lists, of notes.
    let mut parts = text.split('\u{C}');
    let body = parts.next().unwrap_or_default();
    let mut part = |name: &str| {
        let inner = parts.next().unwrap_or_default();
        format!("<w:{name} {SPACES}>{inner}</w:{name}>").into_bytes()
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |name: &str| format!("<Relationship Id=\"{name}\" Type=\"{office}/{name}\" Target=\"{name}.xml\"/>");
    let relations = ["styles", "numbering", "footnotes"].map(relation).concat();
    let relations =
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>");
    let document = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
    let files = [
        ("[Content_Types].xml", Vec::new()),
        ("word/document.xml", document.into_bytes()),
        ("word/_rels/document.xml.rels", relations.into_bytes()),
        ("word/styles.xml", part("styles")),
        ("word/numbering.xml", part("numbering")),
        ("word/footnotes.xml", part("footnotes")),
    ];
    let entries: Vec<Entry> = files.iter().map(|(name, data)| Entry { name, data }).collect();
    imported("a.docx", &write(&entries), Some(Format::Docx));
}

/// An archive is unpacked as far as it can be.
pub fn archive(bytes: &[u8]) {
    let limits = fuzi::container::ContainerLimits { files: 1_000, file_bytes: 16 << 20, total_bytes: 64 << 20 };
    if let Ok(archive) = fuzi::container::salvage(bytes, limits) {
        assert!(archive.files.iter().map(|(_, data)| data.len() as u64).sum::<u64>() <= limits.total_bytes);
    }
}

/// A project with this `book.toml`.
pub fn book_toml(bytes: &[u8]) {
    read(MemoryFiles::new("work").with("book.toml", bytes).with("a.md", "甲"));
}

/// A picture is read, and made ready for both formats.
pub fn picture(bytes: &[u8]) {
    let limits = Limits { picture_pixels: 1 << 20, ..Limits::default() };
    let Ok(picture) = Picture::read(bytes, &limits) else { return };
    let _ = picture.for_epub(&limits);
    if picture.format != fuzi::picture::Format::Svg {
        let _ = picture.pixels(&limits);
    }
}
