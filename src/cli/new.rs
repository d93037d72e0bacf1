//! `fuzi new DIR`

use std::path::Path;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use clap::ValueEnum;

use super::arguments::MessageFormat;
use super::arguments::NewArguments;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use super::project;
use super::schema::SCHEMA;
use super::schema::SCHEMA_FILE;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::io::Outputs;
use crate::io::is_empty;
use crate::manuscript::BOOK_TOML;
use crate::pipeline;

/// What a new project is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// One article
    Article,
    /// A novel, a file for each chapter
    Novel,
    /// Several articles, each with a title and a byline of its own
    Magazine,
    /// Headings, a table, references, a summary
    Report,
}

/// The languages that templates are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BookLanguage {
    #[value(name = "zh-Hant-TW", aliases = ["zh-hant-tw", "zh-Hant", "zh-TW"])]
    Taiwan,
    #[value(name = "zh-Hant-HK", aliases = ["zh-hant-hk", "zh-HK"])]
    HongKong,
    #[value(name = "zh-Hans-CN", aliases = ["zh-hans-cn", "zh-Hans", "zh-CN"])]
    Mainland,
    #[value(name = "ja", alias = "ja-JP")]
    Japanese,
    #[value(name = "ko", alias = "ko-KR")]
    Korean,
    #[value(name = "en")]
    English,
}

/// The pieces of a template, from `assets/templates`.
macro_rules! pieces {
    ($folder:literal) => {
        Pieces {
            book: include_str!(concat!("../../assets/templates/", $folder, "/book.toml")),
            texts: [
                include_str!(concat!("../../assets/templates/", $folder, "/article.txt")),
                include_str!(concat!("../../assets/templates/", $folder, "/novel.txt")),
                include_str!(concat!("../../assets/templates/", $folder, "/magazine.txt")),
                include_str!(concat!("../../assets/templates/", $folder, "/report.txt")),
            ],
        }
    };
}

/// What a language has: its book.toml, and the texts in the order of [`Template`].
struct Pieces {
    book: &'static str,
    /// The title in the first line, then files, each after a line `=== path`.
    texts: [&'static str; 4],
}

/// The drawing of the templates that show a picture.
const PICTURE: (&str, &str) = ("pictures/picture.svg", include_str!("../../assets/templates/picture.svg"));

impl BookLanguage {
    fn tag(self) -> &'static str {
        match self {
            BookLanguage::Taiwan => "zh-Hant-TW",
            BookLanguage::HongKong => "zh-Hant-HK",
            BookLanguage::Mainland => "zh-Hans-CN",
            BookLanguage::Japanese => "ja",
            BookLanguage::Korean => "ko",
            BookLanguage::English => "en",
        }
    }

    fn pieces(self) -> Pieces {
        match self {
            BookLanguage::Taiwan | BookLanguage::HongKong => pieces!("zh-Hant"),
            BookLanguage::Mainland => pieces!("zh-Hans"),
            BookLanguage::Japanese => pieces!("ja"),
            BookLanguage::Korean => pieces!("ko"),
            BookLanguage::English => pieces!("en"),
        }
    }

    /// The page format that such books have there; none where the region's usual one fits.
    fn format(self, template: Template) -> Option<&'static str> {
        match (self, template) {
            (BookLanguage::Taiwan, Template::Novel) => Some("25k-tw"),
            (BookLanguage::Mainland, Template::Novel) => Some("32k-cn"),
            (BookLanguage::Japanese, Template::Novel) => Some("bunko"),
            (BookLanguage::Taiwan | BookLanguage::HongKong | BookLanguage::Mainland | BookLanguage::Japanese, Template::Magazine) => {
                Some("b5")
            }
            (_, Template::Article | Template::Novel | Template::Magazine | Template::Report) => None,
        }
    }
}

pub fn new(arguments: &NewArguments, console: &Console) -> Exit {
    let mut report = Report::default();
    let written = make(arguments, &mut report);
    console.findings(&report, &Sources::default());
    if let (Ok(written), MessageFormat::Human, false) = (written, console.format, console.verbosity == Verbosity::Quiet) {
        written.iter().for_each(|path| console.print(&format!("{path}\n")));
        console.print(&format!("\nbuild it: fuzi build {}\n", shell_word(&arguments.dir.to_string_lossy())));
    }
    Exit::of(&report)
}

/// Writes the whole project or nothing. The paths written come back.
fn make(arguments: &NewArguments, report: &mut Report) -> Result<Vec<String>, ErrorReported> {
    let dir = &arguments.dir;
    if !is_empty(dir) {
        let finding = Diagnostic::new(Code::UnwritableOutput).with("path", dir.display());
        return Err(report.error(finding.with("reason", "it is not an empty folder; a new project needs one of its own")));
    }
    let mut outputs = Outputs::new(dir);
    let mut written = Vec::new();
    for (path, text) in files(arguments, &today()) {
        outputs.stage(&path, text.as_bytes(), report)?;
        written.push(dir.join(path).display().to_string());
    }
    outputs.commit(report)?;
    Ok(written)
}

/// The files of the project with their texts.
fn files(arguments: &NewArguments, today: &str) -> Vec<(String, String)> {
    let (language, template) = (arguments.lang, arguments.template);
    let pieces = language.pieces();
    let (title, texts) = pieces.texts[template as usize].split_once('\n').unwrap_or_default();
    let manuscript: Vec<(String, String)> = texts
        .split("=== ")
        .filter_map(|part| part.split_once('\n'))
        .map(|(path, text)| (path.to_owned(), text.replace("{modified}", today)))
        .collect();
    let names: Vec<String> = manuscript.iter().map(|(path, _)| format!("\"{path}\"")).collect();
    let format = match language.format(template) {
        Some(format) => format!("format = \"{format}\""),
        None => "# format = \"a5\"".to_owned(),
    };
    let book = pieces
        .book
        .replace("{slug}", &slug(&arguments.dir, template))
        .replace("{files}", &names.join(", "))
        .replace("{language}", language.tag())
        .replace("{title}", title)
        .replace("{modified}", today)
        .replace("{format}", &format);
    let mut files = vec![(BOOK_TOML.to_owned(), book)];
    let shows_picture = manuscript.iter().any(|(_, text)| text.contains(PICTURE.0));
    files.extend(manuscript);
    files.extend(shows_picture.then(|| (PICTURE.0.to_owned(), PICTURE.1.to_owned())));
    files.push((SCHEMA_FILE.to_owned(), SCHEMA.to_owned()));
    files
}

/// The folder's name in the letters that a slug may have; the template's name when it has none.
fn slug(dir: &Path, template: Template) -> String {
    let name = dir.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let other = match template {
        Template::Article => "article",
        Template::Novel => "novel",
        Template::Magazine => "magazine",
        Template::Report => "report",
    };
    // A name that is in part of other letters is no name any more without them.
    if words.is_empty() || !name.is_ascii() { other.to_owned() } else { words.join("-") }
}

/// The day on which the project is made: that of `SOURCE_DATE_EPOCH`, else the clock's. It is written for the author to see, and
/// builds read the file, never the clock.
#[expect(clippy::disallowed_methods, reason = "the date goes into a new book.toml and no output")]
fn today() -> String {
    let clock = || {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        pipeline::source_date(&seconds.to_string())
    };
    let date = project::source_date().or_else(clock).map(|date| date.as_str().to_owned()).unwrap_or_default();
    date.split('T').next().unwrap_or_default().to_owned()
}

/// A path as it is typed in a shell.
fn shell_word(path: &str) -> String {
    let plain = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':' | '\\'));
    if plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_folders_name() {
        let of = |name: &str| slug(Path::new(name), Template::Novel);
        assert_eq!(of("books/My Book_2"), "my-book-2");
        assert_eq!(of("夜明け"), "novel");
        assert_eq!(of("夜明けa"), "novel");
        assert_eq!(of("."), "novel");
    }

    #[test]
    fn paths_are_quoted_for_the_shell() {
        assert_eq!(shell_word("夜明け/a.b"), "夜明け/a.b");
        assert_eq!(shell_word("my book"), "'my book'");
    }
}
