//! `[style]` of book.toml: properties of the theme that a book overrides. Which there are is the theme's to say, so keys and values are kept
//! with their places.

use super::table::Table;
use super::table::Value;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;

/// A property of the theme with the book's own value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleSetting {
    /// `heading-1`, `size`.
    pub path: Vec<String>,
    pub value: StyleValue,
    pub key_span: Span,
    pub value_span: Span,
}

/// What book.toml says of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StyleValue {
    /// In thousandths.
    Number(i64),
    Text(String),
    Truth(bool),
}

/// How deep tables of properties go.
const DEPTH: usize = 4;

/// Adds the properties of a table, in the order of the file; later ones stand above earlier ones.
pub(super) fn read_style(table: &mut Table, settings: &mut Vec<StyleSetting>, report: &mut Report) {
    read_level(table, &mut Vec::new(), settings, report);
}

fn read_level(table: &mut Table, path: &mut Vec<String>, settings: &mut Vec<StyleSetting>, report: &mut Report) {
    for (key, key_span, value) in table.take_rest() {
        path.push(key);
        if value.is_table() {
            match value.table(report).filter(|_| path.len() < DEPTH) {
                Some(mut inner) => read_level(&mut inner, path, settings, report),
                None => unknown(path, key_span, report),
            }
        } else if let Some(read) = read_value(&value) {
            settings.push(StyleSetting { path: path.clone(), value: read, key_span, value_span: value.span });
        } else {
            value.refuse("write a number, a text in quotation marks, true or false", report);
        }
        path.pop();
    }
}

fn unknown(path: &[String], span: Span, report: &mut Report) {
    let finding = Diagnostic::new(Code::UnknownKey).at(span).with("key", format!("style.{}", path.join(".")));
    report.add(finding.with("suggestion", "properties lie at most three tables deep"));
}

fn read_value(value: &Value) -> Option<StyleValue> {
    value
        .truth()
        .map(StyleValue::Truth)
        .or_else(|| value.plain_text().map(StyleValue::Text))
        .or_else(|| value.signed().map(StyleValue::Number))
}
