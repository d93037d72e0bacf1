//! `book.toml` of a new project.

use super::credits::Credit;
use super::escape::quoted;
use super::front_matter::Field;
use super::settings::Settings;

/// What the file says.
pub struct BookToml<'a> {
    /// The path of the source as the author gave it.
    pub name: &'a str,
    pub slug: &'a str,
    /// Of the Markdown files, in the order of reading.
    pub paths: &'a [String],
    pub cover: Option<&'a str>,
    pub title: &'a str,
    pub people: &'a [Credit],
    pub settings: &'a Settings,
    /// The notation of the files where import wrote them itself; an author's Markdown shows its own.
    pub dialect: Option<&'static str>,
    /// Further keys of `[book]`.
    pub work: &'a [(&'static str, Field)],
}

impl BookToml<'_> {
    pub fn write(&self) -> String {
        let origin: String =
            self.name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|character| !character.is_control()).collect();
        let mut text =
            format!("# Imported from {origin}. Every key is explained in docs/book-toml.md.\nschema = 1\nslug = {}\n\n", quoted(self.slug));
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        line("[book]".to_owned());
        match self.paths {
            [path] => line(format!("files = [{}]", quoted(path))),
            paths => {
                let paths: String = paths.iter().map(|path| format!("    {},\n", quoted(path))).collect();
                line(format!("files = [\n{paths}]"));
            }
        }
        line(format!("# {}: {}.", self.settings.language_from, self.settings.language_reason));
        line(format!("language = {}", quoted(self.settings.language.as_str())));
        if self.work.iter().all(|(key, _)| *key != "title") {
            line(format!("title = {}", quoted(self.title)));
        }
        let is_creator = |credit: &&Credit| matches!(credit.role, "reporter" | "author");
        let (creators, contributors): (Vec<&Credit>, Vec<&Credit>) = self.people.iter().partition(is_creator);
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
        if let Some(cover) = self.cover {
            line(format!("cover = {}", quoted(cover)));
        }
        for (key, value) in self.work {
            line(match value {
                Field::Toml(value) => format!("{key} = {value}"),
                Field::Comment(text) => format!("# {text}"),
                Field::Text(text) => format!("{key} = {}", quoted(text)),
                Field::Date(date) if date.as_str().len() < "2020-01-01".len() => format!("{key} = {}", quoted(date.as_str())),
                Field::Date(date) => format!("{key} = {}", date.as_str()),
            });
        }
        let absent: Vec<&str> = ["publisher", "published", "modified", "description", "rights"]
            .into_iter()
            .filter(|key| self.work.iter().all(|(known, _)| known != key))
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
        line(format!("quotes = {}", quoted(self.settings.quotes)));
        line(format!(
            "# keep or region: half-width , ; : ? ! ( ) between Han characters become full-width. Here {}.",
            self.settings.punctuation_reason
        ));
        line(format!("punctuation = {}", quoted(self.settings.punctuation)));
        if let Some(dialect) = self.dialect {
            line("# The notation of the files: fuzi, vfm, denden or narou.".to_owned());
            line(format!("dialect = {}", quoted(dialect)));
        }
        line("\n[fonts]".to_owned());
        line("# error or mark: what a character that no font has does. mark sets 〓 for it, with a warning.".to_owned());
        line("missing = \"mark\"".to_owned());
        let mut directions = ["vertical", "horizontal"];
        if self.settings.direction == Some("horizontal") {
            directions.reverse();
        }
        for direction in directions {
            if self.settings.direction == Some(direction) {
                line("\n# The source is set so; the edition that comes first stands for the book.".to_owned());
            }
            line(format!("\n[edition.{direction}]\ndirection = {}\nformats = [\"epub\", \"pdf\"]", quoted(direction)));
        }
        text
    }
}
