//! Front matter: the YAML between `---` lines at the head of a file.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de;
use serde_saphyr::Spanned;

use super::inlines::Scope;
use super::notes::PLACEMENTS;
use super::read::Reader;
use super::source::Source;
use crate::book::Inline;
use crate::book::PartMetadata;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::manuscript::Date;
use crate::manuscript::Dialect;
use crate::manuscript::suggest;
use crate::unicode::Language;

const KEYS: &[&str] = &[
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
const CREATOR_KEYS: &[&str] = &["name", "role", "sort", "reading"];

/// What front matter says.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub metadata: PartMetadata,
    pub language: Option<Language>,
}

/// A value of YAML, with the places of keys and of texts.
enum Yaml {
    Null,
    Text(String),
    List(Vec<Spanned<Yaml>>),
    Map(Vec<(Spanned<String>, Spanned<Yaml>)>),
}

struct YamlVisitor;

impl<'de> de::Visitor<'de> for YamlVisitor {
    type Value = Yaml;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a text, a list or keys with values")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Yaml, E> {
        Ok(Yaml::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Yaml, E> {
        Ok(Yaml::Text(value.to_owned()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Yaml, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Yaml::List(list))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Yaml, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Yaml::Map(map))
    }
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Yaml, D::Error> {
        deserializer.deserialize_any(YamlVisitor)
    }
}

/// Where front matter lies.
enum Found {
    /// The bytes of the YAML, and the byte after the closing line.
    Whole(Range<usize>, usize),
    /// The opening line of front matter without an end.
    Open(Range<usize>),
}

/// The front matter of a file; none when it has none.
fn find(text: &str) -> Option<Found> {
    let first = text.lines().next().filter(|line| line.trim_end() == "---")?;
    let begin = first.len() + text[first.len()..].find('\n').map_or(0, |at| at + 1);
    let mut at = begin;
    for line in text[begin..].split_inclusive('\n') {
        let word = line.trim_end();
        if word == "---" || word == "..." {
            // Lines without a key among them stand between two scene breaks, or are a heading.
            let holds_keys = text[begin..at].contains(':') || text[begin..at].trim().is_empty();
            return holds_keys.then(|| Found::Whole(begin..at, at + line.len()));
        }
        at += line.len();
    }
    // Without an end it is front matter only if it looks like it; else a scene break stands first.
    let next = text[begin..].lines().next().unwrap_or_default();
    let looks = next.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key.trim()));
    looks.then_some(Found::Open(0..first.len()))
}

impl Reader<'_> {
    /// Reads the front matter of the file in `source`, which then begins after it.
    pub fn front_matter(&mut self, language: &Language) -> FrontMatter {
        let text = std::sync::Arc::clone(&self.source.original);
        debug_assert_eq!(self.source.base(), 0);
        let (yaml, end) = match find(&text) {
            None => return FrontMatter::default(),
            Some(Found::Whole(yaml, end)) => (yaml, end),
            Some(Found::Open(line)) => {
                let span = self.source.span(line);
                self.report.add(Diagnostic::new(Code::BrokenFrontMatter).at(span).with("reason", "its closing `---` is missing"));
                return FrontMatter::default();
            }
        };
        self.source = Source::new(self.source.file, std::sync::Arc::clone(&text), end);
        if text[yaml.clone()].trim().is_empty() {
            return FrontMatter::default();
        }
        let entries = match serde_saphyr::from_str::<Yaml>(&text[yaml.clone()]) {
            Ok(Yaml::Map(entries)) => entries,
            Ok(Yaml::Null) => return FrontMatter::default(),
            Ok(Yaml::Text(_) | Yaml::List(_)) => {
                let span = self.source.span(yaml);
                self.report.add(Diagnostic::new(Code::BrokenFrontMatter).at(span).with("reason", "it holds no keys"));
                return FrontMatter::default();
            }
            Err(error) => {
                let place = error.location().and_then(|location| location.span().byte_offset()).unwrap_or(0) as usize;
                let at = (yaml.start + place).min(yaml.end);
                let reason = error.without_snippet().to_string().lines().next().unwrap_or_default().to_owned();
                let span = self.source.span(at..at + 1);
                self.report.add(Diagnostic::new(Code::BrokenFrontMatter).at(span).with("reason", reason));
                return FrontMatter::default();
            }
        };
        self.front_matter_keys(entries, yaml.start, language)
    }

    fn front_matter_keys(&mut self, entries: Vec<(Spanned<String>, Spanned<Yaml>)>, base: usize, language: &Language) -> FrontMatter {
        let mut front = FrontMatter::default();
        let is_vfm = self.notation.dialect == Dialect::Vfm;
        let own = entries.iter().find(|(key, _)| key.value == "language" || is_vfm && key.value == "lang");
        if let Some((_, value)) = own {
            let tag = self.text(value, base);
            front.language = tag.as_ref().and_then(|(tag, _)| Language::new(tag));
            if let (Some((tag, range)), None) = (tag, &front.language) {
                self.invalid_attribute("language", &tag, range, "write a language tag such as zh-Hant-TW, ja or en");
            }
        }
        let language = front.language.clone().unwrap_or_else(|| language.clone());
        let scope = Scope { language, depth: 0, keep_lines: false };
        let metadata = &mut front.metadata;
        for (key, value) in &entries {
            match key.value.as_str() {
                "title" => metadata.title = self.text_inlines(value, base, &scope),
                "subtitle" => metadata.subtitle = self.text_inlines(value, base, &scope),
                "kicker" => metadata.kicker = self.text_inlines(value, base, &scope),
                "lead" => metadata.lead = self.text_inlines(value, base, &scope),
                "creators" => metadata.byline = self.byline(value, base, &scope),
                "author" if self.notation.dialect == Dialect::Vfm => metadata.byline = self.byline(value, base, &scope),
                "lang" | "vfm" if self.notation.dialect == Dialect::Vfm => {}
                "date" => metadata.date = self.date("date", value, base),
                "published-first" => metadata.first_published = self.date("published-first", value, base),
                "captured" => metadata.captured = self.date("captured", value, base),
                "source-url" => metadata.source_url = self.text(value, base).map(|(text, _)| text),
                "language" => {}
                "id" => metadata.identifier = self.text(value, base).map(|(text, _)| text.trim_start_matches('#').to_owned()),
                "theme" => metadata.theme = self.text(value, base).map(|(text, _)| text),
                "notes" => {
                    let text = self.text(value, base);
                    metadata.notes =
                        text.as_ref().and_then(|(text, _)| PLACEMENTS.iter().find(|(name, _)| name == text)).map(|(_, place)| *place);
                    if let (Some((text, range)), None) = (text, metadata.notes) {
                        self.invalid_attribute("notes", &text, range, "write one of foot, side, head, chapter, book, inline");
                    }
                }
                unknown => self.unknown_key(unknown, key, base, KEYS),
            }
        }
        front
    }

    fn unknown_key(&mut self, name: &str, key: &Spanned<String>, base: usize, known: &[&str]) {
        let range = place(key, base);
        let span = self.source.span(range.start..range.start + name.len());
        let finding = Diagnostic::new(Code::UnknownFrontMatter).at(span).with("key", name);
        self.report.add(finding.with("suggestion", suggest(name, known)));
    }

    /// A text and its place; anything else is a finding.
    fn text(&mut self, value: &Spanned<Yaml>, base: usize) -> Option<(String, Range<usize>)> {
        let range = place(value, base);
        match &value.value {
            Yaml::Text(text) => Some((text.trim_end().to_owned(), range)).filter(|(text, _)| !text.is_empty()),
            Yaml::Null => None,
            Yaml::List(_) | Yaml::Map(_) => {
                let span = self.source.span(range);
                self.report.add(Diagnostic::new(Code::BrokenFrontMatter).at(span).with("reason", "a text is expected here"));
                None
            }
        }
    }

    /// A text as inlines: with its markup where it stands in one piece in the file.
    fn text_inlines(&mut self, value: &Spanned<Yaml>, base: usize, scope: &Scope) -> Option<Vec<Inline>> {
        let (text, range) = self.text(value, base)?;
        // The place of a value may leave out its quotation marks or its later lines.
        let window = &self.source.original[range.start.saturating_sub(1)..];
        let line = window.find('\n').map_or(window, |end| &window[..end]);
        let found = line.find(text.as_str()).map(|at| range.start.saturating_sub(1) + at);
        Some(match found {
            Some(start) if !text.contains('\n') => self.fragment(start..start + text.len(), scope),
            _ => self.replaced(without_escapes(&text.replace('\n', " ")), range, scope),
        })
    }

    fn date(&mut self, key: &str, value: &Spanned<Yaml>, base: usize) -> Option<String> {
        let (text, range) = self.text(value, base)?;
        if Date::new(&text).is_none() {
            self.invalid_attribute(key, &text, range, "write a date such as 2020-04-01");
            return None;
        }
        Some(text)
    }

    /// Creators as names, or as keys `name` and `role`.
    fn byline(&mut self, value: &Spanned<Yaml>, base: usize, scope: &Scope) -> Vec<(Option<String>, Vec<Inline>)> {
        let one = std::slice::from_ref(value);
        let items = match &value.value {
            Yaml::List(items) => items.as_slice(),
            Yaml::Null => &[],
            Yaml::Text(_) | Yaml::Map(_) => one,
        };
        let mut byline = Vec::new();
        for item in items {
            let Yaml::Map(entries) = &item.value else {
                byline.extend(self.text_inlines(item, base, scope).map(|name| (None, name)));
                continue;
            };
            let (mut name, mut role) = (None, None);
            for (key, value) in entries {
                match key.value.as_str() {
                    "name" => name = self.text_inlines(value, base, scope),
                    "role" => role = self.text(value, base).map(|(role, _)| role),
                    "sort" | "reading" => {}
                    unknown => self.unknown_key(unknown, key, base, CREATOR_KEYS),
                }
            }
            match name {
                Some(name) => byline.push((role, name)),
                None => {
                    let span = self.source.span(place(item, base));
                    self.report.add(Diagnostic::new(Code::BrokenFrontMatter).at(span).with("reason", "a creator has no `name`"));
                }
            }
        }
        byline
    }
}

/// The bytes of a value in the file.
fn place<T>(value: &Spanned<T>, base: usize) -> Range<usize> {
    let span = value.referenced.span();
    let start = base + span.byte_offset().unwrap_or(0) as usize;
    start..start + span.byte_len().unwrap_or(1).max(1) as usize
}
/// A text whose signs are kept from being markup by backslashes, without these.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { characters.next() } else { Some(character) });
    }
    plain
}
