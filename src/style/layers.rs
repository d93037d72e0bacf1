//! The layers that a theme is put together from: the theme that it is based on, what it says itself, what either says for a region, a
//! direction or a medium, and what the book overrides.

use super::format::Medium;
use super::theme::Theme;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::WritingMode;
use crate::manuscript::StyleSetting;
use crate::manuscript::StyleValue;
use crate::manuscript::suggest;
use crate::unicode::Region;
use toml::Table;
use toml::Value;

/// The bundled themes by name.
const THEMES: &[(&str, &str)] = &[
    ("article", include_str!("../../assets/themes/article.toml")),
    ("magazine", include_str!("../../assets/themes/magazine.toml")),
    ("novel", include_str!("../../assets/themes/novel.toml")),
    ("report", include_str!("../../assets/themes/report.toml")),
    ("textbook", include_str!("../../assets/themes/textbook.toml")),
];

/// The key of the theme that another one is based on.
const BASE: &str = "based-on";
/// How deep themes stand on each other.
const DEPTH: usize = 4;

/// What a theme is put together for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    pub region: Region,
    pub mode: WritingMode,
    pub medium: Medium,
}

pub(super) fn theme_names() -> Vec<&'static str> {
    THEMES.iter().map(|(name, _)| *name).collect()
}

/// The theme of this name for an occasion.
pub(super) fn layered(name: &str, occasion: Occasion) -> Option<Table> {
    let mut themes = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take().filter(|_| themes.len() < DEPTH) {
        let (_, text) = THEMES.iter().find(|(known, _)| *known == name)?;
        let mut table: Table = toml::from_str(text).expect("the bundled themes are read by a test of this module");
        next = table.remove(BASE).and_then(|base| base.as_str().map(str::to_owned));
        themes.push(table);
    }
    let mut whole = Table::new();
    for mut theme in themes.into_iter().rev() {
        let conditions = conditions(&mut theme, occasion);
        merge(&mut whole, theme);
        conditions.into_iter().for_each(|layer| merge(&mut whole, layer));
    }
    Some(whole)
}

/// Takes what a theme says for regions, directions and media, and keeps what holds: the general before the particular.
fn conditions(theme: &mut Table, occasion: Occasion) -> Vec<Table> {
    let chinese = match occasion.region {
        Region::Taiwan | Region::HongKong | Region::Mainland => Some("zh"),
        Region::Japan | Region::Korea | Region::Western => None,
    };
    let direction = match occasion.mode {
        WritingMode::VerticalRl => "vertical",
        WritingMode::HorizontalTb => "horizontal",
    };
    let medium = match occasion.medium {
        Medium::Print => "print",
        Medium::Screen => "screen",
    };
    let mut layers = Vec::new();
    for (kind, names) in
        [("region", [chinese, Some(occasion.region.as_str())]), ("direction", [None, Some(direction)]), ("medium", [None, Some(medium)])]
    {
        let Some(Value::Table(mut said)) = theme.remove(kind) else { continue };
        for name in names.into_iter().flatten() {
            if let Some(Value::Table(layer)) = said.remove(name) {
                layers.push(layer);
            }
        }
    }
    layers
}

/// Puts one table over another; tables in them are merged in turn, anything else is replaced.
fn merge(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// The theme with what the book overrides. A key that the theme does not have and a value that it cannot take are findings, and the
/// theme's own value stands.
pub(super) fn overridden(mut table: Table, settings: &[StyleSetting], report: &mut Report) -> Theme {
    for setting in settings {
        apply(&mut table, setting, report);
    }
    Value::Table(table).try_into().expect("the bundled themes are read by a test, and every override was tried")
}

fn apply(table: &mut Table, setting: &StyleSetting, report: &mut Report) {
    let StyleSetting { path, value, key_span, value_span } = setting;
    let Some((last, tables)) = path.split_last() else { return };
    let mut inner = &mut *table;
    let mut walked = String::from("style");
    for key in tables {
        let known: Vec<String> = inner.iter().filter(|(_, value)| value.is_table()).map(|(key, _)| key.clone()).collect();
        match inner.get_mut(key) {
            Some(Value::Table(next)) => inner = next,
            Some(_) | None => {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                let finding = Diagnostic::new(Code::UnknownKey).at(*key_span).with("key", format!("{walked}.{key}"));
                report.add(finding.with("suggestion", suggest(key, &names)));
                return;
            }
        }
        walked = format!("{walked}.{key}");
    }
    let written = format!("{walked}.{last}");
    let own = match inner.get(last) {
        Some(own) if !own.is_table() && !own.is_array() => own.clone(),
        Some(_) | None => {
            let known: Vec<&str> = inner.iter().filter(|(_, value)| !value.is_array()).map(|(key, _)| key.as_str()).collect();
            let finding = Diagnostic::new(Code::UnknownKey).at(*key_span).with("key", written);
            report.add(finding.with("suggestion", suggest(last, &known)));
            return;
        }
    };
    inner.insert(last.clone(), toml_value(value));
    let expected = match Value::Table(table.clone()).try_into::<Theme>() {
        Err(error) => Some(expected_of(&own, error.message())),
        Ok(_) => out_of_range(last, value),
    };
    if let Some(expected) = expected {
        let finding = Diagnostic::new(Code::InvalidValue).at(*value_span).with("key", written).with("value", shown(value));
        report.add(finding.with("expected", expected));
        put_back(table, path, own);
    }
}

fn put_back(table: &mut Table, path: &[String], own: Value) {
    let Some((last, tables)) = path.split_last() else { return };
    let mut inner = table;
    for key in tables {
        let Some(Value::Table(next)) = inner.get_mut(key) else { return };
        inner = next;
    }
    inner.insert(last.clone(), own);
}

fn toml_value(value: &StyleValue) -> Value {
    match value {
        StyleValue::Number(thousandths) if thousandths % 1000 == 0 => Value::Integer(thousandths / 1000),
        StyleValue::Number(thousandths) => Value::Float(*thousandths as f64 / 1000.0),
        StyleValue::Text(text) => Value::String(text.clone()),
        StyleValue::Truth(truth) => Value::Boolean(*truth),
    }
}

fn shown(value: &StyleValue) -> String {
    match value {
        StyleValue::Number(thousandths) if thousandths % 1000 == 0 => format!("`{}`", thousandths / 1000),
        StyleValue::Number(thousandths) => format!("`{}`", *thousandths as f64 / 1000.0),
        StyleValue::Text(text) => format!("`{text}`"),
        StyleValue::Truth(truth) => format!("`{truth}`"),
    }
}

/// What the key takes, from the reader's own words where they name the choices.
fn expected_of(own: &Value, reason: &str) -> String {
    match (reason.find("expected one of"), reason.find("expected points"), own) {
        (Some(at), _, _) => format!("write one of{}", &reason[at + "expected one of".len()..].replace('`', "\"")),
        (None, Some(_), _) => "write points such as 9, or a size such as \"9pt\", \"13Q\", \"五号\"".to_owned(),
        (None, None, Value::Integer(_) | Value::Float(_)) if reason.contains("floating point") => "write a whole number".to_owned(),
        (None, None, Value::Integer(_) | Value::Float(_)) => "write a number".to_owned(),
        (None, None, Value::Boolean(_)) => "write true or false".to_owned(),
        (None, None, _) => format!("write what the theme writes, such as \"{}\"", own.as_str().unwrap_or_default()),
    }
}

/// The least and the most that numbers under some keys may be, in thousandths.
const RANGES: [(&str, i64, i64); 8] = [
    ("size", 250, 20_000),
    ("lines", 0, 60_000),
    ("gap", 0, 3000),
    ("gap-long", 0, 3000),
    ("depth", 1000, 6000),
    ("shift", -1000, 1000),
    ("pitch", 1000, 4000),
    ("most", 100_000, 1_000_000),
];
/// The most that any other number may be.
const MOST: i64 = 10_000_000;

fn out_of_range(key: &str, value: &StyleValue) -> Option<String> {
    let StyleValue::Number(thousandths) = value else { return None };
    let (_, least, most) = RANGES.into_iter().find(|(known, _, _)| *known == key).unwrap_or(("", 0, MOST));
    // The body size is a size of type, in points.
    let (least, most) = if key == "size" && *thousandths > most { (least, 96_000) } else { (least, most) };
    let number = |thousandths: i64| thousandths as f64 / 1000.0;
    (!(least..=most).contains(thousandths)).then(|| format!("write a number from {} to {}", number(least), number(most)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::diag::FileId;
    use crate::diag::Sources;
    use crate::diag::Span;

    pub(crate) fn bundled(name: &str, region: Region, mode: WritingMode) -> Theme {
        let table = layered(name, Occasion { region, mode, medium: Medium::Print }).unwrap();
        overridden(table, &[], &mut Report::default())
    }

    const REGIONS: [Region; 6] = [Region::Taiwan, Region::HongKong, Region::Mainland, Region::Japan, Region::Korea, Region::Western];

    #[test]
    fn every_bundled_theme_is_whole_for_every_occasion() {
        for (name, region) in theme_names().into_iter().flat_map(|name| REGIONS.map(|region| (name, region))) {
            for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
                for medium in [Medium::Print, Medium::Screen] {
                    let table = layered(name, Occasion { region, mode, medium }).unwrap();
                    let theme: Result<Theme, _> = Value::Table(table).try_into();
                    let theme = theme.unwrap_or_else(|error| panic!("{name} {region:?} {mode:?}: {error}"));
                    assert!(theme.body_size.windows(2).all(|pair| pair[0].up_to < pair[1].up_to), "{name}: sizes of pages in order");
                    let formats = super::super::format::format_names();
                    assert!(
                        theme.preset.iter().all(|preset| formats.contains(&preset.format.as_str())),
                        "{name}: presets of known formats"
                    );
                }
            }
        }
    }

    #[test]
    fn an_unknown_theme_is_not_found() {
        let occasion = Occasion { region: Region::Japan, mode: WritingMode::VerticalRl, medium: Medium::Print };
        assert!(layered("nosuch", occasion).is_none());
    }

    fn setting(path: &str, value: StyleValue) -> StyleSetting {
        let mut sources = Sources::default();
        let file: FileId = sources.add("book.toml", "x".to_owned());
        let span = Span::new(file, 0, 1);
        StyleSetting { path: path.split('.').map(str::to_owned).collect(), value, key_span: span, value_span: span }
    }

    fn with(path: &str, value: StyleValue) -> (Theme, Vec<(Code, String)>) {
        let table = layered("article", Occasion { region: Region::Taiwan, mode: WritingMode::VerticalRl, medium: Medium::Print }).unwrap();
        let mut report = Report::default();
        let theme = overridden(table, &[setting(path, value)], &mut report);
        let said = |finding: &Diagnostic| finding.arguments.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().join("; ");
        (theme, report.findings().iter().map(|finding| (finding.code, said(finding))).collect())
    }

    #[test]
    fn a_book_overrides_single_properties() {
        let (theme, found) = with("heading-1.size", StyleValue::Number(2500));
        assert_eq!((theme.heading_1.size.to_thousandths(), found.len()), (2500, 0));
        let (theme, found) = with("headline.title.role", StyleValue::Text("kai".to_owned()));
        assert_eq!((theme.headline.title.role, found.len()), (super::super::number::Role::Kai, 0));
        let (theme, found) = with("area.size", StyleValue::Text("五号".to_owned()));
        assert!(theme.area.size.length().is_some() && found.is_empty());
    }

    #[test]
    fn an_unknown_property_and_a_value_that_does_not_fit_are_findings() {
        let plain = with("heading-1.role", StyleValue::Text("sans".to_owned())).0;
        for (path, value, code, says) in [
            ("heading-1.sise", StyleValue::Number(1000), Code::UnknownKey, "size"),
            ("headin-1.size", StyleValue::Number(1000), Code::UnknownKey, "heading-1"),
            ("heading-1", StyleValue::Number(1000), Code::UnknownKey, "style.heading-1"),
            ("heading-1.role", StyleValue::Text("comic".to_owned()), Code::InvalidValue, "serif"),
            ("heading-1.lines", StyleValue::Number(2500), Code::InvalidValue, "whole number"),
            ("heading-1.lines", StyleValue::Number(-3000), Code::InvalidValue, "from 0"),
            ("area.size", StyleValue::Text("giant".to_owned()), Code::InvalidValue, "13Q"),
            ("parts.title-leaf", StyleValue::Number(1000), Code::InvalidValue, "true or false"),
        ] {
            let (theme, found) = with(path, value);
            assert_eq!(found.len(), 1, "{path}: {found:?}");
            assert!(found[0].0 == code && found[0].1.contains(says), "{path}: {found:?}");
            assert_eq!(theme, plain, "{path}: the theme's own value stands");
        }
    }
}
