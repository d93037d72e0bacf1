//! Lists: how each level is counted, and how far it has counted (ISO/IEC 29500-1, 17.9).

use std::collections::BTreeMap;

use super::counting::NUMERALS;
use super::counting::count;
use super::counting::numeral;
use super::properties::ParagraphProperties;
use super::properties::value;
use super::styles::Styles;
use crate::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// Such as `%1.` or `第%1章`.
    text: String,
    /// What follows the label: `tab`, `space` or `nothing`.
    suffix: String,
    /// The level after which this one starts anew; none for the usual one.
    restart: Option<usize>,
    /// All numbers of the label are decimal.
    legal: bool,
    /// In twentieths of a point.
    indent: i32,
}

#[derive(Clone, Debug, Default)]
struct List {
    /// The definition that it counts by.
    definition: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
    used: bool,
}

/// The lists of a document.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    definitions: BTreeMap<String, BTreeMap<usize, Level>>,
    /// Definitions that are another list's by way of a style.
    linked: BTreeMap<String, String>,
    lists: BTreeMap<String, List>,
    /// How far each definition has counted.
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
}

/// What stands before a paragraph of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Paragraphs of one list have the same.
    pub list: String,
    pub level: u8,
    pub number: u32,
    pub label: Label,
    /// What stands between a label and its text.
    pub gap: &'static str,
    /// How far in the text begins, in twentieths of a point.
    pub indent: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    Bullet,
    /// A list that the manuscript counts itself: its pattern, none for the usual one.
    Counted(Option<String>),
    /// A label that it cannot count.
    Text(String),
    /// Nothing stands there.
    Empty,
}

impl Numbering {
    /// Reads `w:numbering`.
    pub fn read(root: Option<&Element>, styles: &Styles) -> Numbering {
        let mut numbering = Numbering::default();
        for element in root.into_iter().flat_map(Element::elements) {
            let attribute = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
            match element.name.as_str() {
                "w:abstractNum" => {
                    let id = attribute("w:abstractNumId");
                    let levels = element.elements().filter(|child| child.name == "w:lvl").filter_map(level).collect();
                    if let Some(list) = element.child("w:numStyleLink").and_then(value).and_then(|style| styles.list_of(style)) {
                        numbering.linked.insert(id.clone(), list.to_owned());
                    }
                    numbering.definitions.insert(id, levels);
                }
                "w:num" => {
                    let mut list = List {
                        definition: element.child("w:abstractNumId").and_then(value).unwrap_or_default().to_owned(),
                        ..List::default()
                    };
                    for change in element.elements().filter(|child| child.name == "w:lvlOverride") {
                        let Some(at) = change.attribute("w:ilvl").and_then(|at| at.parse::<usize>().ok()) else { continue };
                        let start = change.child("w:startOverride").and_then(value).and_then(|start| start.parse().ok());
                        list.starts.extend(start.map(|start| (at, start)));
                        list.levels.extend(change.child("w:lvl").and_then(level));
                    }
                    numbering.lists.insert(attribute("w:numId"), list);
                }
                _ => {}
            }
        }
        numbering
    }

    /// Counts one paragraph of a list; none when there is no such list.
    pub fn next(&mut self, list_id: &str, at: u8) -> Option<Numbered> {
        let at = usize::from(at).min(LEVELS - 1);
        let list = self.lists.get_mut(list_id)?;
        let first_use = !std::mem::replace(&mut list.used, true);
        let list = list.clone();
        let mut definition = list.definition.clone();
        if let Some(other) = self.linked.get(&definition).and_then(|other| self.lists.get(other)) {
            definition.clone_from(&other.definition);
        }
        let levels = self.definitions.get(&definition)?;
        let level_at = |at: usize| list.levels.get(&at).or_else(|| levels.get(&at));
        let counters = self.counters.entry(definition.clone()).or_default();
        if first_use {
            for (at, start) in &list.starts {
                if let Some(counter) = counters.get_mut(*at) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let level = level_at(at)?;
        let start = list.starts.get(&at).copied().unwrap_or(level.start);
        let number = counters[at].map_or(start, |before| before.saturating_add(1));
        counters[at] = Some(number);
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restarts = level_at(deeper).is_none_or(|level| level.restart.is_none_or(|restart| restart != 0 && at < restart));
            if restarts {
                *counter = None;
            }
        }
        let number_at = |other: usize| counters[other].or_else(|| level_at(other).map(|level| level.start)).unwrap_or(1);
        let label = label(level, at, &level_at, &number_at);
        let gap = match level.suffix.as_str() {
            "nothing" => "",
            _ => " ",
        };
        Some(Numbered { list: definition, level: at as u8, number, label, gap, indent: level.indent })
    }
}

fn label<'l>(level: &Level, at: usize, level_at: &dyn Fn(usize) -> Option<&'l Level>, number_at: &dyn Fn(usize) -> u32) -> Label {
    if level.format == "bullet" {
        return if level.text.trim().is_empty() { Label::Empty } else { Label::Bullet };
    }
    if level.text.is_empty() || (level.format == "none" && !level.text.contains('%')) {
        return if level.text.is_empty() { Label::Empty } else { Label::Text(level.text.clone()) };
    }
    let own = format!("%{}", at + 1);
    let places = level.text.matches('%').count();
    if let (Some(numeral), 1, Some((before, after))) = (numeral(&level.format), places, level.text.split_once(&own))
        && !level.legal
        && !before.contains(NUMERALS)
        && !after.starts_with(|character: char| character.is_ascii_digit())
        && !after.contains(char::is_control)
    {
        let pattern = format!("{before}{numeral}{after}");
        return Label::Counted((pattern != "1.").then_some(pattern));
    }
    let mut text = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(character) = characters.next() {
        let place = characters.peek().and_then(|next| next.to_digit(10)).filter(|digit| character == '%' && *digit > 0);
        let Some(place) = place else {
            text.push(character);
            continue;
        };
        characters.next();
        let other = place as usize - 1;
        let format = if level.legal { "decimal" } else { level_at(other).map_or("decimal", |level| level.format.as_str()) };
        text.push_str(&count(format, number_at(other)).unwrap_or_default());
    }
    if text.trim().is_empty() { Label::Empty } else { Label::Text(text) }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let at = element.attribute("w:ilvl")?.parse().ok().filter(|at| *at < LEVELS)?;
    let text = |name: &str| element.child(name).and_then(value).unwrap_or_default().to_owned();
    let number = |name: &str| element.child(name).and_then(value).and_then(|text| text.parse::<u32>().ok());
    let format = match element.child("w:numFmt").and_then(value) {
        Some(format) => format.to_owned(),
        None => "decimal".to_owned(),
    };
    let level = Level {
        start: number("w:start").unwrap_or(0),
        format,
        text: text("w:lvlText"),
        suffix: text("w:suff"),
        restart: number("w:lvlRestart").map(|at| at as usize),
        indent: element.child("w:pPr").map(ParagraphProperties::read).and_then(|own| own.start).map_or(0, |start| start.twips),
        legal: element.child("w:isLgl").is_some_and(super::properties::is_on),
    };
    Some((at, level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    fn numbering(levels: &str) -> Numbering {
        let text = format!(
            "<w:numbering><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num></w:numbering>"
        );
        Numbering::read(Some(&parse(&text, 20).unwrap()), &Styles::default())
    }

    fn level(at: usize, format: &str, text: &str) -> String {
        format!("<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>")
    }

    #[test]
    fn levels_count_and_start_anew() {
        let mut lists = numbering(&format!("{}{}", level(0, "taiwaneseCountingThousand", "%1、"), level(1, "decimal", "%1.%2")));
        let mut next = |list: &str, at: u8| {
            let numbered = lists.next(list, at).unwrap();
            (numbered.number, numbered.label)
        };
        let counted = || Label::Counted(Some("一、".to_owned()));
        assert_eq!(next("1", 0), (1, counted()));
        assert_eq!(next("1", 1), (1, Label::Text("一.1".to_owned())));
        assert_eq!(next("1", 1), (2, Label::Text("一.2".to_owned())));
        assert_eq!(next("1", 0), (2, counted()));
        assert_eq!(next("1", 1), (1, Label::Text("二.1".to_owned())));
        assert_eq!(next("2", 0), (5, counted()), "another list of this definition starts where it says");
        assert_eq!(next("2", 0), (6, counted()));
    }

    #[test]
    fn labels_that_the_manuscript_cannot_count_are_text() {
        let label = |format: &str, text: &str| numbering(&level(0, format, text)).next("1", 0).unwrap().label;
        assert_eq!(label("ideographTraditional", "%1、"), Label::Text("甲、".to_owned()));
        assert_eq!(label("decimal", "%1."), Label::Counted(None));
        assert_eq!(label("decimal", "（%1）"), Label::Counted(Some("（1）".to_owned())));
        assert_eq!(label("upperRoman", "A%1"), Label::Text("AI".to_owned()));
        assert_eq!(label("bullet", "●"), Label::Bullet);
        assert_eq!(label("none", ""), Label::Empty);
    }
}
