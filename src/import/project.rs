//! The project that an imported text becomes.

use super::credits::Credit;
use super::decode::decode;
use super::escape::{markdown_paragraph, markdown_title, quoted};
use super::front_matter::Field;
use super::guess::{LanguageGuess, guess_language, half_width_marks};
use super::markdown::{Line, read_markdown};
use super::names::{ascii_stem, file_name};
use super::plain::{Article, Dropped, Part, read_plain};
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::diag::Span;
use crate::unicode::Language;
use crate::unicode::Region;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What is imported, and into what.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The file's path as the author gave it.
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// The pictures' paths in the order in which they are placed.
    pub pictures: &'a [String],
    /// The name of the new folder.
    pub folder: &'a str,
}

/// A new project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub files: Vec<ImportedFile>,
    pub pictures: Vec<PictureCopy>,
}

/// A file to write, with its path in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A picture to copy, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureCopy {
    pub from: String,
    /// In the project.
    pub to: String,
}

/// Makes a project of one text: `book.toml`, a Markdown file, copies of the pictures. The text is added to `sources`, which the
/// findings point into.
pub fn import(request: &Request, sources: &mut Sources, report: &mut Report) -> Result<Imported, ErrorReported> {
    let text = match decode(request.bytes) {
        Ok(text) => text,
        Err(error) => {
            let file = sources.add(request.name, error.shown);
            let span = Span::new(file, error.at, error.at + char::REPLACEMENT_CHARACTER.len_utf8());
            return Err(report.error(Diagnostic::new(Code::InvalidUtf8).at(span).with("path", request.name)));
        }
    };
    if text.trim().is_empty() {
        return Err(report.error(Diagnostic::new(Code::NothingToImport).in_file(request.name).with("path", request.name)));
    }
    let file = sources.add(request.name, text.as_str());
    let (stem, extension) = file_name(request.name);
    let mut pictures = Pictures::new(request.pictures);
    let Text { article, body, language, work } = if matches!(extension.as_str(), "md" | "markdown" | "mkd") {
        from_markdown(&text, stem, &mut pictures)
    } else {
        from_plain(&text, stem, &mut pictures)
    };
    for dropped in &article.dropped {
        let span = Span::new(file, dropped.place.start, dropped.place.end);
        report.add(Diagnostic::new(Code::ImportDropped).at(span).with("text", &dropped.text));
    }
    for credit in &article.credits {
        report.add(Diagnostic::new(Code::ImportedCredit).with("word", &credit.word).with("names", credit.names.join(", ")));
    }
    let settings = Settings::guess(&text, language, report);
    let folder = file_name(request.folder.trim_end_matches(['/', '\\'])).0;
    let slug = ascii_stem(folder).or_else(|| ascii_stem(stem)).unwrap_or_else(|| "article".to_owned());
    let path = format!("{}.md", ascii_stem(stem).unwrap_or_else(|| "article".to_owned()));
    let book = book_toml(request.name, &slug, &path, &article, &settings, &work);
    let copies = pictures.finish(report);
    let files =
        vec![ImportedFile { path: "book.toml".to_owned(), bytes: book.into_bytes() }, ImportedFile { path, bytes: body.into_bytes() }];
    Ok(Imported { files, pictures: copies })
}

/// The pictures given, each placed once.
struct Pictures {
    copies: Vec<PictureCopy>,
    placed: usize,
    figures: usize,
}

impl Pictures {
    fn new(given: &[String]) -> Pictures {
        let mut taken = BTreeSet::new();
        let mut copies = Vec::new();
        for (index, from) in given.iter().enumerate() {
            let (stem, extension) = file_name(from);
            let stem = ascii_stem(stem).unwrap_or_else(|| format!("picture-{}", index + 1));
            let mut name = format!("{stem}.{extension}");
            while !taken.insert(name.clone()) {
                name = format!("{stem}-{}.{extension}", index + 1 + taken.len());
            }
            copies.push(PictureCopy { from: from.clone(), to: format!("pictures/{name}") });
        }
        Pictures { copies, placed: 0, figures: 0 }
    }

    /// A figure in Markdown; without a file when none is left. Alternative texts are the author's to write.
    fn figure(&mut self, caption: &str) -> String {
        self.figures += 1;
        let file = self.copies.get(self.placed).map_or("<>", |copy| copy.to.as_str());
        let caption = if caption.is_empty() { String::new() } else { format!(" \"{}\"", markdown_title(caption)) };
        let figure = format!("![]({file}{caption})");
        self.placed += 1;
        figure
    }

    fn finish(self, report: &mut Report) -> Vec<PictureCopy> {
        let missing = self.placed.saturating_sub(self.copies.len());
        if missing > 0 {
            report.add(Diagnostic::new(Code::FiguresWithoutPicture).with("missing", missing).with("figures", self.figures));
        }
        for copy in self.copies.iter().skip(self.placed) {
            report.add(Diagnostic::new(Code::UnplacedPicture).with("path", &copy.to));
        }
        self.copies
    }
}

/// A text as the project will have it.
struct Text {
    article: Article,
    /// The Markdown file.
    body: String,
    /// What the text says of itself; guessed where it says nothing.
    language: Option<Language>,
    work: Vec<(&'static str, Field)>,
}

fn from_plain(text: &str, stem: &str, pictures: &mut Pictures) -> Text {
    let mut article = read_plain(text);
    if article.title.is_empty() {
        stem.clone_into(&mut article.title);
    }
    let mut body = front_matter(&article);
    for (index, part) in article.parts.iter().enumerate() {
        // Lists beside each other stay apart when their bullets differ.
        let lists_before = article.parts[..index].iter().rev().take_while(|part| matches!(part, Part::List(_))).count();
        let bullet = if lists_before % 2 == 0 { '-' } else { '*' };
        let block = match part {
            Part::Heading(text) => format!("## {}", markdown_paragraph(text)),
            Part::Paragraph(text) => markdown_paragraph(text),
            Part::List(items) => items.iter().map(|item| format!("{bullet} {}", markdown_paragraph(item))).collect::<Vec<_>>().join("\n"),
            Part::Figure(caption) => pictures.figure(caption),
        };
        body.push('\n');
        body.push_str(&block);
        body.push('\n');
    }
    Text { article, body, language: None, work: Vec::new() }
}

fn from_markdown(text: &str, stem: &str, pictures: &mut Pictures) -> Text {
    let mut read = read_markdown(text);
    if read.found.title.is_empty() {
        stem.clone_into(&mut read.found.title);
    }
    let given = read.front_matter;
    for (text, place) in given.left_out {
        read.found.dropped.push(Dropped { text, place });
    }
    let mut body = match given.title {
        Some(_) => given.kept,
        // The title comes first; the file's other keys follow it.
        None if given.kept.is_empty() => front_matter(&read.found),
        None => given.kept.replacen("---\n", &format!("---\ntitle: {}\n", quoted(&read.found.title)), 1),
    };
    read.found.credits.extend(given.people);
    let mut empty = false;
    for line in read.lines {
        let line = match line {
            Line::Text(line) => line,
            Line::Figure(caption) => pictures.figure(&caption),
        };
        // Where lines were taken out, one empty line remains.
        let is_empty = line.trim().is_empty();
        if !(is_empty && empty) {
            body.push_str(&line);
            body.push('\n');
        }
        empty = is_empty;
    }
    Text { article: read.found, body: format!("{}\n", body.trim_end()), language: given.language, work: given.work }
}

fn front_matter(article: &Article) -> String {
    let mut text = format!("---\ntitle: {}\n", quoted(&article.title));
    if !article.credits.is_empty() {
        text.push_str("creators:\n");
        for credit in &article.credits {
            for name in &credit.names {
                let (name, role) = (quoted(name), quoted(&credit.word));
                writeln!(text, "  - name: {name}\n    role: {role}").expect("writing to a String cannot fail");
            }
        }
    }
    text.push_str("---\n");
    text
}

/// The settings that the text suggests.
struct Settings {
    language: Language,
    /// Where it comes from, as a comment says it.
    language_from: &'static str,
    language_reason: String,
    quotes: &'static str,
    punctuation: &'static str,
    punctuation_reason: String,
}

impl Settings {
    fn guess(text: &str, given: Option<Language>, report: &mut Report) -> Settings {
        let language_from = if given.is_some() { "Given" } else { "A guess" };
        let guess = match given {
            Some(language) => LanguageGuess { language, reason: "the front matter says so".to_owned() },
            None => guess_language(text),
        };
        let region = guess.language.region();
        let quotes = if region == Region::Taiwan { "region" } else { "vertical" };
        let half_width = half_width_marks(text);
        let converts = half_width > 0 && !matches!(region, Region::Korea | Region::Western);
        let (punctuation, punctuation_reason) = if converts {
            ("region", format!("{half_width} half-width marks stand in Han context"))
        } else {
            ("keep", "no half-width mark stands in Han context".to_owned())
        };
        let settings =
            Settings { language: guess.language, language_from, language_reason: guess.reason, quotes, punctuation, punctuation_reason };
        let quotes_reason = "what the language suggests".to_owned();
        for (key, value, reason) in [
            ("language", settings.language.as_str(), &settings.language_reason),
            ("text.quotes", settings.quotes, &quotes_reason),
            ("text.punctuation", settings.punctuation, &settings.punctuation_reason),
        ] {
            report.add(Diagnostic::new(Code::ImportedSetting).with("key", key).with("value", value).with("reason", reason));
        }
        settings
    }
}

fn book_toml(name: &str, slug: &str, path: &str, article: &Article, settings: &Settings, work: &[(&str, Field)]) -> String {
    let origin: String = name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|character| !character.is_control()).collect();
    let mut text =
        format!("# Imported from {origin}. Every key is explained in docs/book-toml.md.\nschema = 1\nslug = {}\n\n", quoted(slug));
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    line("[book]".to_owned());
    line(format!("files = [{}]", quoted(path)));
    line(format!("# {}: {}.", settings.language_from, settings.language_reason));
    line(format!("language = {}", quoted(settings.language.as_str())));
    line(format!("title = {}", quoted(&article.title)));
    let is_creator = |credit: &&Credit| matches!(credit.role, "reporter" | "author");
    let (creators, contributors): (Vec<&Credit>, Vec<&Credit>) = article.credits.iter().partition(is_creator);
    for (key, credits) in [("creators", creators), ("contributors", contributors)] {
        let people: Vec<String> = credits
            .iter()
            .flat_map(|credit| {
                credit.names.iter().map(|name| format!("    {{ name = {}, role = {} }},\n", quoted(name), quoted(credit.role)))
            })
            .collect();
        if !people.is_empty() {
            line(format!("{key} = [\n{}]", people.concat()));
        }
    }
    for (key, value) in work {
        line(match value {
            Field::Text(text) => format!("{key} = {}", quoted(text)),
            Field::Date(date) => format!("{key} = {}", date.as_str()),
        });
    }
    let absent: Vec<&str> = ["publisher", "published", "modified", "description", "rights"]
        .into_iter()
        .filter(|key| work.iter().all(|(known, _)| known != key))
        .collect();
    if !absent.is_empty() {
        line(format!("# Not in the text, so left for you: {}.", absent.join(", ")));
    }
    line("\n[text]".to_owned());
    line(
        "# keep, vertical (in vertical editions only) or region: quotation marks become those of the region in the editions; the"
            .to_owned(),
    );
    line("# manuscript keeps its own.".to_owned());
    line(format!("quotes = {}", quoted(settings.quotes)));
    line(format!(
        "# keep or region: half-width , ; : ? ! ( ) between Han characters become full-width. Here {}.",
        settings.punctuation_reason
    ));
    line(format!("punctuation = {}", quoted(settings.punctuation)));
    for direction in ["vertical", "horizontal"] {
        line(format!("\n[edition.{direction}]\ndirection = {}\nformats = [\"epub\", \"pdf\"]", quoted(direction)));
    }
    text
}

#[cfg(test)]
mod tests;
