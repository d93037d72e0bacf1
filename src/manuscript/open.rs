//! book.toml to [`Manuscript`].

use std::sync::Arc;

use toml::de::DeTable;

use super::check::CheckSettings;
use super::editions::Settings;
use super::editions::read_editions;
use super::files::Files;
use super::files::join;
use super::is_file_stem;
use super::project::FontSettings;
use super::project::Manuscript;
use super::project::ManuscriptFile;
use super::project::MissingCharacters;
use super::table::Table;
use super::table::Value;
use super::text::read_text;
use super::work::read_work;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::FileId;
use crate::diag::Report;
use crate::diag::Sources;
use crate::diag::Span;
use crate::unicode::Language;

/// The file of a book's settings.
pub const BOOK_TOML: &str = "book.toml";

/// The version of book.toml that this program reads.
const SCHEMA: u32 = 1;

const MISSING: &[(&str, MissingCharacters)] = &[("error", MissingCharacters::Error), ("mark", MissingCharacters::Mark)];

/// The extensions of font files, in lower case.
const FONT_EXTENSIONS: &[&str] = &["otf", "ttf", "ttc", "otc"];

impl Manuscript {
    /// Reads book.toml and the text of every file that it lists. All findings come at once; with an error among them there is no
    /// manuscript.
    pub fn open(files: Arc<dyn Files>, context: &Context, report: &mut Report) -> Result<Manuscript, ErrorReported> {
        Manuscript::open_with(files, &mut Sources::default(), context, report)
    }

    /// As [`Manuscript::open`]; `sources` holds what was read even when there is no manuscript, so that findings can show lines.
    pub fn open_with(
        files: Arc<dyn Files>,
        sources: &mut Sources,
        context: &Context,
        report: &mut Report,
    ) -> Result<Manuscript, ErrorReported> {
        let mut own = Report::default();
        let manuscript = read_book(&files, sources, context, &mut own);
        let failed = own.checked();
        report.append(own);
        failed?;
        Ok(manuscript.expect("what is missing has been reported as an error"))
    }
}

fn read_book(files: &Arc<dyn Files>, sources: &mut Sources, context: &Context, report: &mut Report) -> Option<Manuscript> {
    let id = read_text(files.as_ref(), sources, BOOK_TOML, None, context, report)?;
    let text = Arc::clone(&sources.file(id).text);
    let document = match DeTable::parse(&text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().map(|range| Span::new(id, range.start, range.end));
            let reason = error.message().replace('\n', ", ");
            report.add(Diagnostic::new(Code::BrokenToml).maybe_at(span).with("reason", reason));
            return None;
        }
    };
    let mut root = Table::new(id, "", first_line(id, &text), document.get_ref());
    if !check_schema(&mut root, report) {
        return None;
    }
    let slug = slug(&mut root, files.name(), report);
    let mut settings = Settings::default();
    settings.read_for_book(&mut root, report);
    let fonts = fonts(root.take("fonts"), files.as_ref(), report);
    let check = check(root.take("check"), report);
    let book = root.take("book").and_then(|value| value.table(report));
    let Some(mut book) = book else {
        root.missing("book", "[book]", report);
        root.finish(report);
        return None;
    };
    let metadata = read_work(&mut book, report);
    let paths = paths(&mut book, context, report);
    let cover = book.take("cover").and_then(|value| path(&value, report));
    book.finish(report);
    let language = metadata.as_ref().map_or_else(|| Language::new("und"), |metadata| Some(metadata.language.clone()));
    let editions = read_editions(&mut root, &settings, &language?, &paths, report);
    root.finish(report);
    let metadata = metadata?;
    let files_read = paths
        .into_iter()
        .filter_map(|(path, span)| {
            let source = read_text(files.as_ref(), sources, &path, Some(span), context, report)?;
            Some(ManuscriptFile { path, source })
        })
        .collect();
    Some(Manuscript {
        slug: slug?,
        metadata,
        editions,
        files: files_read,
        cover,
        fonts,
        dialect: settings.dialect,
        check,
        book_toml: id,
        sources: sources.clone(),
        access: Arc::clone(files),
    })
}

fn first_line(file: FileId, text: &str) -> Span {
    Span::new(file, 0, text.find('\n').unwrap_or(text.len()))
}

/// Whether this program reads the file's version.
fn check_schema(root: &mut Table, report: &mut Report) -> bool {
    let Some(value) = root.take("schema") else {
        root.missing("schema", "schema = 1", report);
        return false;
    };
    let version = value.number(report);
    if version.is_some_and(|version| version != SCHEMA) {
        value.refuse("this program reads schema = 1", report);
    }
    version == Some(SCHEMA)
}

fn slug(root: &mut Table, folder: &str, report: &mut Report) -> Option<String> {
    match root.take("slug") {
        Some(value) => {
            let slug = value.string(report)?;
            let valid = is_file_stem(&slug);
            if !valid {
                value.refuse("write the letters a to z, digits and hyphens, since files are called after it", report);
            }
            valid.then_some(slug)
        }
        None => {
            let slug: String = folder.to_ascii_lowercase().replace([' ', '_', '.'], "-");
            let valid = is_file_stem(&slug);
            if !valid {
                root.missing("slug", "slug = \"my-book\"", report);
            }
            valid.then_some(slug)
        }
    }
}

/// A path inside the project folder.
fn path(value: &Value, report: &mut Report) -> Option<String> {
    let written = value.string(report)?;
    let path = join("", &written).filter(|path| !path.is_empty());
    if path.is_none() {
        report.add(Diagnostic::new(Code::PathOutside).at(value.span).with("path", written));
    }
    path
}

fn paths(book: &mut Table, context: &Context, report: &mut Report) -> Vec<(String, Span)> {
    let Some(value) = book.take("files") else {
        book.missing("files", "files = [\"chapter-01.md\"]", report);
        return Vec::new();
    };
    let items = value.one_or_more(report);
    let limit = context.limits.files;
    if items.len() > limit {
        let finding = Diagnostic::new(Code::LimitExceeded).at(value.span).with("what", "the number of files").with("size", items.len());
        report.add(finding.with("limit", limit).with("help", "divide the book into volumes"));
        return Vec::new();
    }
    if items.is_empty() {
        value.refuse("name at least one file", report);
    }
    let mut paths: Vec<(String, Span)> = Vec::new();
    for item in items {
        let Some(path) = path(&item, report) else { continue };
        if paths.iter().any(|(other, _)| *other == path) {
            item.refuse("name each file once", report);
        } else {
            paths.push((path, item.span));
        }
    }
    paths
}

fn fonts(value: Option<Value>, files: &dyn Files, report: &mut Report) -> FontSettings {
    let mut table = value.and_then(|value| value.table(report));
    let folder = table.as_mut().and_then(|table| table.take("folder")).and_then(|value| path(&value, report));
    let system = match table.as_mut().and_then(|table| table.take("system")) {
        Some(value) => value.one_or_more(report).iter().filter_map(|item| item.string(report)).collect(),
        None => Vec::new(),
    };
    let missing = table.as_mut().and_then(|table| table.take("missing")).and_then(|value| value.choice(MISSING, report));
    if let Some(table) = table {
        table.finish(report);
    }
    let is_font = |path: &String| {
        let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        extension.is_some_and(|extension| FONT_EXTENSIONS.contains(&extension.as_str()))
    };
    let mut found = files.list(folder.as_deref().unwrap_or("fonts"));
    found.retain(is_font);
    FontSettings { files: found, system, missing: missing.unwrap_or_default() }
}

fn check(value: Option<Value>, report: &mut Report) -> CheckSettings {
    match value.and_then(|value| value.table(report)) {
        Some(mut table) => CheckSettings::read(&mut table, report),
        None => CheckSettings::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Position;
    use crate::geom::WritingMode;
    use crate::manuscript::EpubFonts;
    use crate::manuscript::Format;
    use crate::manuscript::MemoryFiles;
    use crate::manuscript::QuoteConversion;
    use crate::unicode::Region;

    const BOOK: &str = r#"schema = 1
slug = "water"

[book]
language = "zh-Hant-TW"
title = { text = "水", sort = "shui", zh-Latn = "Shuǐ" }
subtitle = "一"
creators = ["王小明", { name = "李花", role = "photographer", sort = "Li, Hua", reading = "Lǐ Huā" }]
contributors = { name = "Ann", role = "trl", language = "en" }
published = 2020-04-01
first-published = "2019-12"
modified = 2020-04-02T08:00:00Z
revision = 2
subjects = ["水利", { term = "河川", scheme = "BISAC", code = "NAT000000" }]
series = { name = "大地", position = 3, issn = "0378-5955" }
identifier = "doi:10.1000/182"
files = ["a.md", "part/b.md"]
cover = "cover.jpg"

[text]
quotes = "region"

[page]
format = "a5"

[edition.vertical]
identifiers = { epub = "isbn:978-0-306-40615-7" }

[edition.horizontal]
formats = ["pdf"]
label = "橫"
text = { quotes = "keep" }
epub.fonts = "all"
page.format = "a4"
revision = 5
"#;

    fn open(book: &str) -> (Result<Manuscript, ErrorReported>, Report, Sources) {
        let files = MemoryFiles::new("water").with("book.toml", book).with("a.md", "一").with("part/b.md", "二");
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let result = Manuscript::open_with(Arc::new(files), &mut sources, &Context::default(), &mut report);
        (result, report, sources)
    }

    /// The code, line, column and first arguments of each finding.
    fn findings(book: &str) -> Vec<String> {
        let (_, report, sources) = open(book);
        let place = |finding: &Diagnostic| {
            finding.span.map_or(String::new(), |span| {
                let Position { line, column } = sources.position(span);
                format!("{line}:{column}")
            })
        };
        let line = |finding: &Diagnostic| {
            let arguments: Vec<&str> = finding.arguments.iter().map(|(_, value)| value.as_str()).collect();
            format!("{} {} {}", finding.code.id(), place(finding), arguments.join(" | "))
        };
        report.findings().iter().map(line).collect()
    }

    #[test]
    fn a_book_is_read_with_all_its_metadata() {
        let (manuscript, report, _) = open(BOOK);
        assert_eq!(report.findings(), []);
        let manuscript = manuscript.unwrap();
        let metadata = &manuscript.metadata;
        assert_eq!(manuscript.slug, "water");
        assert_eq!(metadata.titles.len(), 2);
        assert_eq!(metadata.titles[0].sort.as_deref(), Some("shui"));
        assert_eq!(metadata.titles[0].text.alternates[0].1, "Shuǐ");
        assert_eq!(metadata.creators[0].role, "aut");
        assert_eq!((metadata.creators[1].role.as_str(), metadata.creators[1].sort.as_deref()), ("pht", Some("Li, Hua")));
        assert_eq!(metadata.creators[1].name.alternates[0].0.as_str(), "zh-Latn");
        assert_eq!(metadata.contributors[0].name.language.as_str(), "en");
        assert_eq!(metadata.first_published.as_ref().unwrap().as_str(), "2019-12");
        assert_eq!(metadata.modified.as_ref().unwrap().timestamp(), "2020-04-02T08:00:00Z");
        assert_eq!(metadata.subjects[1].code.as_deref(), Some("NAT000000"));
        assert_eq!(metadata.series.as_ref().unwrap().position.as_deref(), Some("3"));
        let paths: Vec<&str> = manuscript.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.md", "part/b.md"]);
        assert_eq!(&*manuscript.sources.file(manuscript.files[1].source).text, "二");
    }

    #[test]
    fn an_edition_overrides_the_book() {
        let manuscript = open(BOOK).0.unwrap();
        let [vertical, horizontal] = &manuscript.editions[..] else { panic!("two editions") };
        assert_eq!((vertical.name.as_str(), vertical.label.as_str()), ("vertical", "直排"));
        assert_eq!((vertical.direction, vertical.region), (WritingMode::VerticalRl, Region::Taiwan));
        assert_eq!(vertical.formats, [Format::Epub, Format::Pdf]);
        assert_eq!((vertical.text.quotes, vertical.epub.fonts), (QuoteConversion::Region, EpubFonts::Rare));
        assert_eq!((vertical.page.0.as_str(), vertical.revision), ("a5", None));
        assert_eq!(vertical.identifiers[0].1.value, "978-0-306-40615-7");
        assert_eq!((horizontal.label.as_str(), horizontal.direction), ("橫", WritingMode::HorizontalTb));
        assert_eq!(horizontal.formats, [Format::Pdf]);
        assert_eq!((horizontal.text.quotes, horizontal.epub.fonts), (QuoteConversion::Keep, EpubFonts::All));
        assert_eq!((horizontal.page.0.as_str(), horizontal.revision), ("a4", Some(5)));
    }

    #[test]
    fn an_unknown_key_is_an_error_that_proposes_the_right_one() {
        let with = |line: &str| findings(&BOOK.replace("subtitle = \"一\"", line));
        assert_eq!(with("subtitel = \"一\""), ["BT002 7:1 book.subtitel | did you mean `subtitle`?"]);
        assert!(open(&BOOK.replace("subtitle", "subtitel")).0.is_err());
        let nested = findings(&BOOK.replace("quotes = \"region\"", "qoutes = \"region\""));
        assert_eq!(nested, ["BT002 21:1 text.qoutes | did you mean `quotes`?"]);
    }

    #[test]
    fn a_wrong_value_says_what_is_expected() {
        let with = |from: &str, to: &str| findings(&BOOK.replace(from, to));
        let quotes = with("quotes = \"region\"", "quotes = \"regional\"");
        assert_eq!(quotes, ["BT003 21:10 text.quotes | `regional` | write one of: \"keep\", \"region\", \"vertical\""]);
        assert!(with("revision = 2", "revision = \"two\"")[0].starts_with("BT003 13:12 book.revision | `two`"));
        assert!(with("2019-12", "2019-13")[0].starts_with("BT003 11:19 book.first-published"));
        assert!(with("40615-7", "40615-8")[0].starts_with("BT003 27:24 edition.vertical.identifiers.epub"));
        assert!(with("0378-5955", "0378-5954")[0].starts_with("BT003 15:"));
        assert!(with("schema = 1", "schema = 2")[0].starts_with("BT003 1:10 schema"));
    }

    #[test]
    fn what_is_missing_is_shown_by_example() {
        let with = |from: &str, to: &str| findings(&BOOK.replace(from, to));
        assert_eq!(with("language = \"zh-Hant-TW\"\n", ""), ["BT004 4:1 book.language | language = \"zh-Hant-TW\""]);
        assert_eq!(with("[edition.vertical]", "[edition.print]"), ["BT004 26:10 edition.print.direction | direction = \"vertical\""]);
    }

    #[test]
    fn all_findings_come_at_once() {
        let broken = BOOK.replace("cover", "covr").replace("0378-5955", "1").replace("\"pdf\"", "\"pfd\"").replace("a.md", "../a.md");
        let codes: Vec<String> = findings(&broken).iter().map(|finding| finding[..5].to_owned()).collect();
        assert_eq!(codes, ["BT003", "IO005", "BT002", "BT003"]);
    }

    #[test]
    fn broken_toml_shows_the_place() {
        assert!(findings("schema = 1\n[book\n")[0].starts_with("BT001 2:6"), "{:?}", findings("schema = 1\n[book\n"));
    }

    #[test]
    fn a_missing_file_is_shown_where_it_is_named() {
        assert_eq!(findings(&BOOK.replace("a.md", "c.md")), ["IO004 17:10 c.md | it does not exist"]);
    }

    #[test]
    fn the_first_byte_that_is_not_utf8_has_a_line_and_a_column() {
        let files =
            MemoryFiles::new("water").with("book.toml", BOOK).with("a.md", b"\xE4\xB8\x80\n\xE4\xBA\x8C\xFFx").with("part/b.md", "");
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let result = Manuscript::open_with(Arc::new(files), &mut sources, &Context::default(), &mut report);
        assert!(result.is_err());
        let finding = &report.findings()[0];
        assert_eq!((finding.code, sources.position(finding.span.unwrap())), (Code::InvalidUtf8, Position { line: 2, column: 2 }));
    }

    #[test]
    fn the_folder_gives_the_slug() {
        let files = |name: &str| {
            let book = BOOK.replace("slug = \"water\"\n", "");
            Arc::new(MemoryFiles::new(name).with("book.toml", book).with("a.md", "").with("part/b.md", "").with("fonts/A.OTF", ""))
        };
        let open = |name: &str, report: &mut Report| Manuscript::open(files(name), &Context::default(), report);
        let manuscript = open("My_Book", &mut Report::default()).unwrap();
        assert_eq!((manuscript.slug.as_str(), manuscript.fonts.files), ("my-book", vec!["fonts/A.OTF".to_owned()]));
        let mut report = Report::default();
        assert!(open("書", &mut report).is_err());
        assert_eq!(report.findings()[0].code, Code::MissingKey);
    }
}
