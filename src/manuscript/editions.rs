//! `[text]`, `[epub]`, `[pdf]`, `[page]`, `[line]` book-wide, and `[edition.NAME]`, which overrides them.

use super::layout::LayoutSettings;
use super::line::LineOptions;
use super::metadata::Identifier;
use super::pdf_keys::PdfSettings;
use super::project::Dialect;
use super::settings::Edition;
use super::settings::EpubFonts;
use super::settings::EpubProfile;
use super::settings::EpubRuby;
use super::settings::EpubSettings;
use super::settings::Format;
use super::settings::NumberStyle;
use super::settings::PageFormat;
use super::settings::PunctuationConversion;
use super::settings::QuoteConversion;
use super::settings::TextSettings;
use super::style_keys::StyleSetting;
use super::style_keys::read_style;
use super::table::Table;
use super::table::Value;
use super::work::identifier;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::Region;

/// What the book says for all editions, and what an edition says for itself.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub page: PageFormat,
    pub theme: String,
    pub layout: LayoutSettings,
    pub style: Vec<StyleSetting>,
    pub text: TextSettings,
    pub epub: EpubSettings,
    pub pdf: PdfSettings,
    pub line: LineOptions,
    /// Of the whole book: files are read before editions part.
    pub dialect: Option<Dialect>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            page: PageFormat(String::new()),
            theme: "article".to_owned(),
            layout: LayoutSettings::default(),
            style: Vec::new(),
            text: TextSettings {
                quotes: QuoteConversion::Vertical,
                punctuation: PunctuationConversion::Keep,
                numbers: NumberStyle::TateChuYoko,
            },
            epub: EpubSettings::default(),
            pdf: PdfSettings::default(),
            line: LineOptions::default(),
            dialect: None,
        }
    }
}

const QUOTES: &[(&str, QuoteConversion)] =
    &[("keep", QuoteConversion::Keep), ("region", QuoteConversion::Region), ("vertical", QuoteConversion::Vertical)];
const PUNCTUATION: &[(&str, PunctuationConversion)] = &[("keep", PunctuationConversion::Keep), ("region", PunctuationConversion::Region)];
const NUMBERS: &[(&str, NumberStyle)] = &[("tcy", NumberStyle::TateChuYoko), ("stacked", NumberStyle::Stacked), ("han", NumberStyle::Han)];
const FONTS: &[(&str, EpubFonts)] =
    &[("none", EpubFonts::None), ("rare", EpubFonts::Rare), ("headings", EpubFonts::Headings), ("all", EpubFonts::All)];
const RUBY: &[(&str, EpubRuby)] = &[("keep", EpubRuby::Keep), ("none", EpubRuby::None)];
const PROFILES: &[(&str, EpubProfile)] = &[
    ("default", EpubProfile::Default),
    ("library", EpubProfile::Library),
    ("kindle", EpubProfile::Kindle),
    ("kobo", EpubProfile::Kobo),
    ("japan", EpubProfile::Japan),
    ("taiwan", EpubProfile::Taiwan),
];
const DIRECTIONS: &[(&str, WritingMode)] = &[("vertical", WritingMode::VerticalRl), ("horizontal", WritingMode::HorizontalTb)];
const FORMATS: &[(&str, Format)] = &[("epub", Format::Epub), ("pdf", Format::Pdf)];
const REGIONS: &[(&str, Region)] = &[
    ("zh-Hant-TW", Region::Taiwan),
    ("zh-Hant-HK", Region::HongKong),
    ("zh-Hans-CN", Region::Mainland),
    ("ja", Region::Japan),
    ("ko", Region::Korea),
    ("western", Region::Western),
];

impl Settings {
    /// What the book says for all editions, with what no edition can change.
    pub fn read_for_book(&mut self, table: &mut Table, report: &mut Report) {
        let mut dialect = None;
        self.read_with(table, report, |keys, report| {
            dialect = keys.take("dialect").and_then(|value| value.choice(Dialect::NAMES, report));
        });
        self.dialect = dialect;
    }

    /// Overrides these settings with what the tables `[text]`, `[epub]`, `[pdf]`, `[page]` and `[line]` of `table` say.
    pub fn read(&mut self, table: &mut Table, report: &mut Report) {
        self.read_with(table, report, |_, _| {});
    }

    fn read_with(&mut self, table: &mut Table, report: &mut Report, further: impl FnOnce(&mut Table, &mut Report)) {
        section(table, "text", report, |keys, report| {
            further(keys, report);
            set(keys, "quotes", QUOTES, &mut self.text.quotes, report);
            set(keys, "punctuation", PUNCTUATION, &mut self.text.punctuation, report);
            set(keys, "numbers", NUMBERS, &mut self.text.numbers, report);
        });
        section(table, "epub", report, |keys, report| {
            if let Some(profile) = keys.take("profile").and_then(|value| value.choice(PROFILES, report)) {
                self.epub.profile = profile;
                self.epub.fonts = profile.fonts();
            }
            set(keys, "fonts", FONTS, &mut self.epub.fonts, report);
            set(keys, "ruby", RUBY, &mut self.epub.ruby, report);
        });
        section(table, "pdf", report, |keys, report| self.pdf.read(keys, report));
        section(table, "page", report, |keys, report| {
            if let Some(format) = keys.take("format").and_then(|value| value.string(report)) {
                self.page = PageFormat(format);
            }
            if let Some(theme) = keys.take("theme").and_then(|value| value.string(report)) {
                self.theme = theme;
            }
            self.layout.read(keys, report);
        });
        section(table, "style", report, |keys, report| read_style(keys, &mut self.style, report));
        section(table, "line", report, |keys, report| self.line.read(keys, report));
    }
}

/// Reads the table under `key`, if it is there, and reports the keys that `read` leaves.
fn section(table: &mut Table, key: &'static str, report: &mut Report, read: impl FnOnce(&mut Table, &mut Report)) {
    if let Some(mut keys) = table.take(key).and_then(|value| value.table(report)) {
        read(&mut keys, report);
        keys.finish(report);
    }
}

fn set<T: Copy>(table: &mut Table, key: &'static str, choices: &[(&str, T)], target: &mut T, report: &mut Report) {
    if let Some(value) = table.take(key).and_then(|value| value.choice(choices, report)) {
        *target = value;
    }
}

/// Reads `[edition.NAME]` of every name, in the order of the file.
pub(super) fn read_editions(
    root: &mut Table,
    shared: &Settings,
    language: &Language,
    paths: &[(String, Span)],
    report: &mut Report,
) -> Vec<Edition> {
    let Some(mut table) = root.take("edition").and_then(|value| value.table(report)) else {
        root.missing("edition", "[edition.vertical]", report);
        return Vec::new();
    };
    let names = table.take_rest();
    if names.is_empty() {
        root.missing("edition", "[edition.vertical]", report);
    }
    let mut editions = Vec::new();
    for (name, span, value) in &names {
        let Some(mut table) = value.table(report) else { continue };
        let files = files(table.take("files"), paths, report);
        editions.extend(read_edition(name, *span, table, shared, language, report).map(|edition| Edition { files, ..edition }));
    }
    editions
}

/// The files of an edition that has not all of the book, in the order of the book.
fn files(value: Option<Value>, paths: &[(String, Span)], report: &mut Report) -> Vec<String> {
    let Some(value) = value else { return Vec::new() };
    let mut named = Vec::new();
    for item in value.one_or_more(report) {
        let Some(name) = item.string(report) else { continue };
        if paths.iter().any(|(path, _)| *path == name) {
            named.push(name);
        } else {
            item.refuse("name a file that [book] names in `files`", report);
        }
    }
    paths.iter().map(|(path, _)| path).filter(|path| named.contains(path)).cloned().collect()
}

fn read_edition(name: &str, span: Span, mut table: Table, shared: &Settings, language: &Language, report: &mut Report) -> Option<Edition> {
    table.span = span;
    if !super::is_file_stem(name) {
        let expected = "name an edition with the letters a to z, digits and hyphens, since files are called after it";
        let finding = Diagnostic::new(Code::InvalidValue).at(span).with("key", "edition").with("value", format!("`{name}`"));
        report.add(finding.with("expected", expected));
    }
    let direction = match table.take("direction") {
        Some(value) => value.choice(DIRECTIONS, report),
        None => {
            let named = DIRECTIONS.iter().find(|(word, _)| *word == name).map(|(_, mode)| *mode);
            if named.is_none() {
                table.missing("direction", "direction = \"vertical\"", report);
            }
            named
        }
    };
    let region = table.take("region").and_then(|value| value.choice(REGIONS, report)).unwrap_or_else(|| language.region());
    let formats = formats(table.take("formats"), report);
    let label = table.take("label").and_then(|value| value.string(report));
    let identifiers = identifiers(table.take("identifiers"), report);
    let modified = table.take("modified").and_then(|value| value.date(report));
    let revision = table.take("revision").and_then(|value| value.number(report));
    let mut settings = shared.clone();
    settings.read(&mut table, report);
    settings.line.check(region, report);
    table.finish(report);
    let direction = direction?;
    Some(Edition {
        name: name.to_owned(),
        label: label.unwrap_or_else(|| default_label(region, direction).to_owned()),
        direction,
        region,
        formats,
        page: settings.page,
        theme: settings.theme,
        layout: settings.layout,
        style: settings.style,
        text: settings.text,
        epub: settings.epub,
        pdf: settings.pdf,
        line: settings.line,
        identifiers,
        modified,
        revision,
        files: Vec::new(),
    })
}

/// The formats declared, each once; both when nothing is said.
fn formats(value: Option<Value>, report: &mut Report) -> Vec<Format> {
    let Some(value) = value else { return vec![Format::Epub, Format::Pdf] };
    let mut formats: Vec<Format> = Vec::new();
    for item in value.list(report).unwrap_or_default() {
        match item.choice(FORMATS, report) {
            Some(format) if formats.contains(&format) => item.refuse("name each format once", report),
            Some(format) => formats.push(format),
            None => {}
        }
    }
    formats
}

fn identifiers(value: Option<Value>, report: &mut Report) -> Vec<(Format, Identifier)> {
    let Some(mut table) = value.and_then(|value| value.table(report)) else { return Vec::new() };
    let mut identifiers = Vec::new();
    for (key, format) in FORMATS {
        if let Some(identifier) = table.take(key).and_then(|value| identifier(&value, report)) {
            identifiers.push((*format, identifier));
        }
    }
    table.finish(report);
    identifiers
}

/// What an edition is called on its cover when it does not say.
fn default_label(region: Region, direction: WritingMode) -> &'static str {
    match (region, direction) {
        (Region::Taiwan | Region::HongKong, WritingMode::VerticalRl) => "直排",
        (Region::Taiwan | Region::HongKong, WritingMode::HorizontalTb) => "橫排",
        (Region::Mainland, WritingMode::VerticalRl) => "竖排",
        (Region::Mainland, WritingMode::HorizontalTb) => "横排",
        (Region::Japan, WritingMode::VerticalRl) => "縦組",
        (Region::Japan, WritingMode::HorizontalTb) => "横組",
        (Region::Korea, WritingMode::VerticalRl) => "세로쓰기",
        (Region::Korea, WritingMode::HorizontalTb) => "가로쓰기",
        (Region::Western, WritingMode::VerticalRl) => "Vertical",
        (Region::Western, WritingMode::HorizontalTb) => "Horizontal",
    }
}
