//! The front matter that a Markdown file brings along: what it says goes into book.toml, and its keys that mean nothing here are
//! left out. YAML is read line by line; whatever is more than keys with plain values stays as it is.

use std::ops::Range;

use super::credits::Credit;
use super::credits::role_of;
use super::escape::quoted;
use crate::manuscript::Date;
use crate::unicode::Language;

/// What front matter says about the work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The lines that stay, between their fences; empty when the file has none.
    pub kept: String,
    /// The bytes of the source that it takes.
    pub end: usize,
    pub title: Option<String>,
    pub language: Option<Language>,
    pub people: Vec<Credit>,
    /// Keys of `[book]` with their values as TOML.
    pub work: Vec<(&'static str, Field)>,
    /// Keys that mean nothing here, and where they stand.
    pub left_out: Vec<(String, Range<usize>)>,
}

/// A value for book.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    Text(String),
    Date(Date),
    /// A value as it stands in the file.
    Toml(String),
    /// A line for the reader of the file; its key is not written.
    Comment(String),
}

/// Keys that the manuscript language knows (docs/manuscript.md).
const KNOWN: &[&str] = &[
    "title",
    "subtitle",
    "kicker",
    "lead",
    "creators",
    "date",
    "published-first",
    "captured",
    "source-url",
    "language",
    "id",
    "notes",
    "theme",
];

/// A key at the start of a line, with the indented or listed lines that belong to it.
struct Entry {
    key: String,
    value: String,
    more: Vec<String>,
    place: Range<usize>,
    source: String,
}

/// Reads the front matter at the head of a source, YAML between `---` or TOML between `+++`.
pub fn read_front_matter(source: &str) -> FrontMatter {
    let Some((fence, separator)) = [("---\n", ':'), ("+++\n", '=')].into_iter().find(|(fence, _)| source.starts_with(fence)) else {
        return FrontMatter::default();
    };
    let close = format!("\n{fence}");
    let rest = &source[fence.len() - 1..];
    let (inner, end) = match rest.find(&close) {
        Some(at) => (&rest[..at], fence.len() - 1 + at + close.len()),
        None if rest.ends_with(close.trim_end()) => (&rest[..rest.len() - close.trim_end().len()], source.len()),
        None => return FrontMatter::default(),
    };
    let mut found = FrontMatter { end, ..FrontMatter::default() };
    match entries(inner, fence.len() - 1, separator) {
        Some(entries) => entries.into_iter().for_each(|entry| found.take(entry, separator)),
        None if separator == ':' => {
            found.kept = source[..end].to_owned();
            return found;
        }
        None => return FrontMatter::default(),
    }
    if !found.kept.is_empty() {
        found.kept = format!("---\n{}---\n", found.kept);
    }
    found
}

/// The entries of the lines; none when a line is no entry.
fn entries(inner: &str, start: usize, separator: char) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = start;
    for line in inner.split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        let is_continued = line.starts_with([' ', '\t', '-', ']']);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if is_continued {
            let last = entries.last_mut()?;
            last.more.push(line.trim_end().to_owned());
            last.source.push_str(line.trim_end());
            last.source.push('\n');
            continue;
        }
        let (key, value) = line.split_once(separator)?;
        let key = key.trim().to_owned();
        if key.is_empty() || !key.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-')) {
            return None;
        }
        let value = value.trim().to_owned();
        let is_plain = !value.starts_with(['{', '&', '|', '>', '!', '?', '@', '`', '%'])
            && value.starts_with('[') == value.ends_with(']')
            && value.starts_with('"') == (value.len() > 1 && value.ends_with('"'));
        if !is_plain {
            return None;
        }
        entries.push(Entry { key, value, more: Vec::new(), place, source: format!("{}\n", line.trim_end()) });
    }
    Some(entries)
}

impl FrontMatter {
    fn take(&mut self, entry: Entry, separator: char) {
        let key = entry.key.to_lowercase();
        let text = unquoted(&entry.value);
        match key.as_str() {
            "title" => self.title = Some(text.clone()).filter(|title| !title.is_empty()),
            "language" | "lang" => self.language = Language::new(&text),
            "creators" => self.people.extend(people(&entry)),
            "author" | "authors" | "creator" => {
                let people = people(&entry);
                if !people.is_empty() {
                    self.kept.push_str("creators:\n");
                }
                for name in people.iter().flat_map(|person| &person.names) {
                    self.kept.push_str(&format!("  - name: {}\n", quoted(name)));
                }
                self.people.extend(people);
                return;
            }
            "description" | "publisher" | "rights" if !text.is_empty() && entry.more.is_empty() => {
                let key = ["description", "publisher", "rights"].into_iter().find(|known| *known == key);
                self.work.extend(key.map(|key| (key, Field::Text(text))));
                return;
            }
            "date" | "published" | "modified" => {
                let target = match key.as_str() {
                    "date" => "first-published",
                    "published" => "published",
                    _ => "modified",
                };
                if let Some(date) = date(&text) {
                    if key == "date" {
                        self.kept.push_str(&format!("date: {}\n", date.as_str()));
                    }
                    self.work.push((target, Field::Date(date)));
                    return;
                }
            }
            _ => {}
        }
        if !KNOWN.contains(&entry.key.as_str()) || (key == "date" && date(&text).is_none()) {
            if key != "lang" || self.language.is_none() {
                self.left_out.push((entry.source.trim_end().replace('\n', " "), entry.place));
            }
        } else if key == "language" && self.language.is_none() {
            self.left_out.push((entry.source.trim_end().to_owned(), entry.place));
        } else if separator == ':' {
            self.kept.push_str(&entry.source);
        } else {
            self.kept.push_str(&format!("{}: {}\n", entry.key, entry.value));
        }
    }
}

/// The day of a date, with or without a time; none when it is no date.
fn date(text: &str) -> Option<Date> {
    Date::new(text).or_else(|| text.get(..10).filter(|_| text.len() > 10).and_then(Date::new))
}

/// Names, each perhaps with a role: `甲`, `[甲, 乙]`, and lists of names or of `name:` with `role:`.
fn people(entry: &Entry) -> Vec<Credit> {
    let mut people: Vec<Credit> = Vec::new();
    let mut add = |name: String| {
        if !name.is_empty() {
            people.push(Credit { word: "author".to_owned(), role: "author", names: vec![name] });
        }
    };
    let inline = entry.value.strip_prefix('[').and_then(|value| value.strip_suffix(']'));
    match inline {
        Some(list) => list.split([',', '，']).for_each(|name| add(unquoted(name.trim()))),
        None => add(unquoted(&entry.value)),
    }
    for line in &entry.more {
        let item = line.trim_start().strip_prefix('-').map(str::trim);
        let words = item.unwrap_or(line.trim());
        match (words.split_once(':'), item) {
            (Some(("name", name)), _) => {
                people.push(Credit { word: "author".to_owned(), role: "author", names: vec![unquoted(name.trim())] });
            }
            (Some(("role", role)), _) => {
                let word = unquoted(role.trim());
                if let Some(person) = people.last_mut() {
                    person.role = role_of(&word).unwrap_or("author");
                    person.word = word;
                }
            }
            (None, Some(name)) => people.push(Credit { word: "author".to_owned(), role: "author", names: vec![unquoted(name)] }),
            (Some(_), _) | (None, None) => {}
        }
    }
    people.retain(|person| !person.names[0].is_empty());
    people
}

fn unquoted(value: &str) -> String {
    let inside = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inside.unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys_stay_and_the_work_gets_its_metadata() {
        let source = "---\ntitle: \"甲\"\nlanguage: zh-Hant-HK\ncreators:\n  - name: 王小明\n    role: 編輯\n  - 李花\npublished: 2020-04-01\n\
                      description: 說明\ntags: [a, b]\n---\n文\n";
        let found = read_front_matter(source);
        assert_eq!(&source[found.end..], "文\n");
        let title_and_creators = "---\ntitle: \"甲\"\nlanguage: zh-Hant-HK\ncreators:\n  - name: 王小明\n    role: 編輯\n  - 李花\n---\n";
        assert_eq!((found.kept.as_str(), found.title.as_deref()), (title_and_creators, Some("甲")));
        assert_eq!(found.language.unwrap().as_str(), "zh-Hant-HK");
        let people: Vec<(&str, &str)> = found.people.iter().map(|person| (person.names[0].as_str(), person.role)).collect();
        assert_eq!(people, [("王小明", "editor"), ("李花", "author")]);
        let date = Field::Date(Date::new("2020-04-01").unwrap());
        assert_eq!(found.work, [("published", date), ("description", Field::Text("說明".to_owned()))]);
        assert_eq!(found.left_out[0].0, "tags: [a, b]");
    }

    #[test]
    fn toml_and_times_are_read_and_broken_yaml_stays() {
        let found = read_front_matter("+++\ntitle = \"甲\"\ndate = 2020-04-01T10:00:00+08:00\nauthor = \"王\"\n+++\n");
        assert_eq!(found.kept, "---\ntitle: \"甲\"\ndate: 2020-04-01\ncreators:\n  - name: \"王\"\n---\n");
        assert_eq!(found.people[0].names, ["王"]);
        let broken = "---\ntitle: [甲\n: : :\n---\n文\n";
        assert_eq!(read_front_matter(broken).kept, &broken[..broken.len() - "文\n".len()]);
        assert_eq!(read_front_matter("---\n\n文\n"), FrontMatter::default());
    }
}
