//! Reading TOML with places: every key is asked for by name, what is left over is unknown, what does not fit is a finding.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Report;
use crate::diag::Span;
use crate::unicode::Language;

use super::metadata::Date;
use super::metadata::Localized;

/// A table whose keys are taken one by one.
pub(super) struct Table<'a> {
    file: FileId,
    /// The path of the table, such as `edition.vertical`; empty for the root.
    path: String,
    /// The place of the table's name or of its braces.
    pub span: Span,
    entries: Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'a>>)>,
    /// Every key that was asked for.
    known: Vec<&'static str>,
}

/// A value with its place and the path of its key.
#[derive(Clone)]
pub(super) struct Value<'a> {
    file: FileId,
    pub key: String,
    pub span: Span,
    value: &'a DeValue<'a>,
}

/// The most that two keys may differ for one to be proposed for the other (Damerau-Levenshtein).
const SIMILAR: usize = 3;

impl<'a> Table<'a> {
    pub fn new(file: FileId, path: impl Into<String>, span: Span, table: &'a DeTable<'a>) -> Table<'a> {
        let entries = table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        Table { file, path: path.into(), span, entries, known: Vec::new() }
    }

    /// The value of a key; none when it is not there.
    pub fn take(&mut self, key: &'static str) -> Option<Value<'a>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, _, _)| *name == key)?;
        let (_, _, value) = self.entries.remove(at);
        Some(self.value(key, value))
    }

    /// All keys that are left with their values, in the order of their places in the file.
    pub fn take_rest(&mut self) -> Vec<(String, Span, Value<'a>)> {
        let mut rest = std::mem::take(&mut self.entries);
        rest.sort_by_key(|(_, span, _)| span.start);
        rest.into_iter()
            .map(|(key, span, value)| (key.to_owned(), Span::new(self.file, span.start, span.end), self.value(key, value)))
            .collect()
    }

    fn value(&self, key: &str, value: &'a Spanned<DeValue<'a>>) -> Value<'a> {
        let span = value.span();
        Value { file: self.file, key: self.full(key), span: Span::new(self.file, span.start, span.end), value: value.get_ref() }
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Reports that a key is missing, with an example of it.
    pub fn missing(&self, key: &str, example: &str, report: &mut Report) {
        report.add(Diagnostic::new(Code::MissingKey).at(self.span).with("key", self.full(key)).with("example", example));
    }

    /// Reports every key that nobody asked for.
    pub fn finish(mut self, report: &mut Report) {
        for (key, span, _) in self.take_rest() {
            let suggestion = suggest(&key, &self.known);
            report.add(Diagnostic::new(Code::UnknownKey).at(span).with("key", self.full(&key)).with("suggestion", suggestion));
        }
    }
}

/// What to say to an unknown word when these are known.
pub fn suggest(word: &str, known: &[&str]) -> String {
    let nearest = known.iter().map(|name| (strsim::damerau_levenshtein(word, name), *name)).min();
    match nearest {
        Some((distance, name)) if distance <= SIMILAR && distance < name.chars().count() => format!("did you mean `{name}`?"),
        Some(_) => format!("known here: {}", known.join(", ")),
        None => "remove it".to_owned(),
    }
}

/// `0.25` in thousandths.
fn decimal(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u16>().ok()).flatten();
    let part = part.trim_end_matches('0');
    if part.len() > 3 {
        return None;
    }
    let part = digits(&format!("{part:0<3}"))?;
    digits(whole)?.checked_mul(1000)?.checked_add(part)
}

impl<'a> Value<'a> {
    /// Reports that the value is not what its key takes.
    pub fn refuse(&self, expected: &str, report: &mut Report) {
        let value = match self.value {
            DeValue::String(text) => format!("`{text}`"),
            DeValue::Integer(number) => format!("`{number}`"),
            DeValue::Float(number) => format!("`{number}`"),
            DeValue::Boolean(value) => format!("`{value}`"),
            DeValue::Datetime(date) => format!("the date `{date}`"),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        report
            .add(Diagnostic::new(Code::InvalidValue).at(self.span).with("key", &self.key).with("value", value).with("expected", expected));
    }

    /// What `read` makes of the value; a finding that says what is expected when it makes nothing.
    fn accept<T>(&self, expected: &str, report: &mut Report, read: impl FnOnce(&'a DeValue<'a>) -> Option<T>) -> Option<T> {
        let result = read(self.value);
        if result.is_none() {
            self.refuse(expected, report);
        }
        result
    }

    pub fn is_string(&self) -> bool {
        matches!(self.value, DeValue::String(_))
    }

    pub fn string(&self, report: &mut Report) -> Option<String> {
        self.accept("write a text in quotation marks", report, |value| match value {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => None,
        })
    }

    /// A truth value; none when it is something else.
    pub fn truth(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    /// A text, which may be empty; none when it is something else.
    pub fn plain_text(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        }
    }

    /// A number of either sign in thousandths; none when it is something else, or beyond a million.
    pub fn signed(&self) -> Option<i64> {
        let number = match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok()? as f64,
            DeValue::Float(number) => number.as_str().parse::<f64>().ok()?,
            _ => return None,
        };
        (number.abs() <= 1e6).then(|| (number * 1000.0).round() as i64)
    }

    /// A text that may be empty.
    pub fn text(&self, report: &mut Report) -> Option<String> {
        self.accept("write a text in quotation marks", report, |value| match value {
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        })
    }

    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// A number with at most three decimals, in thousandths.
    pub fn thousandths(&self, most: u16, report: &mut Report) -> Option<u16> {
        let expected = format!("write a number from 0 to {} with at most three decimals", most / 1000);
        self.accept(&expected, report, |value| {
            match value {
                DeValue::Integer(number) => u16::from_str_radix(number.as_str(), number.radix()).ok()?.checked_mul(1000),
                DeValue::Float(number) => decimal(number.as_str()),
                _ => None,
            }
            .filter(|number| *number <= most)
        })
    }

    pub fn number(&self, report: &mut Report) -> Option<u32> {
        self.accept("write a whole number from 0 up", report, |value| match value {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        })
    }

    /// A date as TOML writes it or as text, since TOML has none with a year or a month alone.
    pub fn date(&self, report: &mut Report) -> Option<Date> {
        self.accept("write a date such as 2020-04-01, \"2020-04\", \"2020\" or 2020-04-01T08:00:00Z", report, |value| match value {
            DeValue::String(text) => Date::new(text),
            DeValue::Datetime(date) => Date::new(&date.to_string()),
            _ => None,
        })
    }

    /// One of some words.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)], report: &mut Report) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let expected = format!("write one of: \"{}\"", names.join("\", \""));
        self.accept(&expected, report, |value| match value {
            DeValue::String(text) => choices.iter().find(|(name, _)| name == text).map(|(_, value)| *value),
            _ => None,
        })
    }

    pub fn language(&self, report: &mut Report) -> Option<Language> {
        self.accept("write a language tag such as \"zh-Hant-TW\", \"zh-Hans-CN\", \"ja\" or \"en\"", report, |value| match value {
            DeValue::String(text) => Language::new(text),
            _ => None,
        })
    }

    pub fn list(&self, report: &mut Report) -> Option<Vec<Value<'a>>> {
        self.accept("write a list in brackets", report, |value| match value {
            DeValue::Array(items) => Some(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| Value {
                        file: self.file,
                        key: format!("{}[{index}]", self.key),
                        span: Span::new(self.file, item.span().start, item.span().end),
                        value: item.get_ref(),
                    })
                    .collect(),
            ),
            _ => None,
        })
    }

    /// A list, or a single value in place of a list of one.
    pub fn one_or_more(&self, report: &mut Report) -> Vec<Value<'a>> {
        match self.value {
            DeValue::Array(_) => self.list(report).unwrap_or_default(),
            _ => vec![self.clone()],
        }
    }

    pub fn table(&self, report: &mut Report) -> Option<Table<'a>> {
        self.accept("write a table", report, |value| match value {
            DeValue::Table(table) => Some(Table::new(self.file, self.key.clone(), self.span, table)),
            _ => None,
        })
    }

    /// A text in quotation marks, or a table of `text` and the same in other scripts by language tag.
    pub fn localized(&self, language: &Language, report: &mut Report) -> Option<Localized> {
        if self.is_string() {
            return Some(Localized { text: self.string(report)?, language: language.clone(), alternates: Vec::new() });
        }
        if !matches!(self.value, DeValue::Table(_)) {
            self.refuse("write a text, or a table such as { text = \"…\", ja-Latn = \"…\" }", report);
            return None;
        }
        let mut table = self.table(report)?;
        let text = table.localized_text(language, "text", report);
        table.finish_localized(text, report)
    }
}

impl<'a> Table<'a> {
    /// The main string of a table under `key`, its language under `language`.
    pub fn localized_text(&mut self, language: &Language, key: &'static str, report: &mut Report) -> Option<Localized> {
        let own = self.take("language").and_then(|value| value.language(report));
        let Some(value) = self.take(key) else {
            self.missing(key, &format!("{key} = \"…\""), report);
            return None;
        };
        Some(Localized { text: value.string(report)?, language: own.unwrap_or_else(|| language.clone()), alternates: Vec::new() })
    }

    /// Takes the keys that are language tags as alternates, and ends the table.
    pub fn finish_localized(mut self, text: Option<Localized>, report: &mut Report) -> Option<Localized> {
        let mut alternates = Vec::new();
        for (key, span, value) in self.take_rest() {
            match Language::new(&key).filter(|_| key.contains('-')) {
                Some(language) => alternates.extend(value.string(report).map(|text| (language, text))),
                None => {
                    let suggestion = format!("{}, or a language tag with its script such as ja-Latn", suggest(&key, &self.known));
                    report.add(Diagnostic::new(Code::UnknownKey).at(span).with("key", self.full(&key)).with("suggestion", suggestion));
                }
            }
        }
        text.map(|text| Localized { alternates: [text.alternates, alternates].concat(), ..text })
    }
}
