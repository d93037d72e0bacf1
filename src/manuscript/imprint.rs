//! `[book.imprint]`: what a printed book says about its making.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::metadata::Date;
use super::table::Table;
use crate::diag::Report;
use crate::unicode::Region;

/// Facts of the imprint beside the metadata of the work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    pub template: Option<ImprintTemplate>,
    pub calendar: Calendar,
    /// Texts by key, in the order of its table.
    pub texts: BTreeMap<&'static str, String>,
    /// Which edition (版次) and which printing of it (印次, 刷).
    pub edition_number: Option<u32>,
    pub printing: Option<u32>,
    pub printed: Option<Date>,
    /// Copies printed.
    pub print_run: Option<u32>,
}

/// Whose custom the imprint follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImprintTemplate {
    Taiwan,
    HongKong,
    Mainland,
    Japan,
    /// Every fact on a line, as publications without print have it.
    Plain,
    /// One line.
    Short,
}

/// How years are counted in the imprint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Calendar {
    #[default]
    Western,
    /// 民國: years from 1912.
    Minguo,
}

const TEMPLATES: &[(&str, ImprintTemplate)] = &[
    ("taiwan", ImprintTemplate::Taiwan),
    ("hong-kong", ImprintTemplate::HongKong),
    ("mainland", ImprintTemplate::Mainland),
    ("japan", ImprintTemplate::Japan),
    ("plain", ImprintTemplate::Plain),
    ("short", ImprintTemplate::Short),
];
const CALENDARS: &[(&str, Calendar)] = &[("western", Calendar::Western), ("minguo", Calendar::Minguo)];
/// Keys whose values are texts.
const TEXTS: &[&str] = &[
    "address",
    "phone",
    "email",
    "issuer",
    "printer",
    "printer-address",
    "binder",
    "distributor",
    "responsible-editor",
    "price",
    "isbn",
    "cip",
    "notice",
];

impl Imprint {
    pub(super) fn read(table: &mut Table, report: &mut Report) -> Imprint {
        let mut imprint = Imprint {
            template: table.take("template").and_then(|value| value.choice(TEMPLATES, report)),
            calendar: table.take("calendar").and_then(|value| value.choice(CALENDARS, report)).unwrap_or_default(),
            texts: BTreeMap::new(),
            edition_number: table.take("edition-number").and_then(|value| value.number(report)),
            printing: table.take("printing").and_then(|value| value.number(report)),
            printed: table.take("printed").and_then(|value| value.date(report)),
            print_run: table.take("print-run").and_then(|value| value.number(report)),
        };
        for &key in TEXTS {
            if let Some(text) = table.take(key).and_then(|value| value.string(report)) {
                imprint.texts.insert(key, text);
            }
        }
        imprint
    }

    /// The template that holds for a region: the region's own where the book says anything about its making.
    pub fn template_for(&self, region: Region) -> ImprintTemplate {
        let said = *self != Imprint { calendar: self.calendar, ..Imprint::default() };
        self.template.unwrap_or(match region {
            _ if !said => ImprintTemplate::Plain,
            Region::Taiwan => ImprintTemplate::Taiwan,
            Region::HongKong => ImprintTemplate::HongKong,
            Region::Mainland => ImprintTemplate::Mainland,
            Region::Japan => ImprintTemplate::Japan,
            Region::Korea | Region::Western => ImprintTemplate::Plain,
        })
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }
}

/// The lines of a template: which facts in which order, with their labels, and which of them a printed book is expected to have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintForm {
    /// Labels are spread over so many em.
    pub label: u8,
    pub lines: Vec<ImprintLine>,
}

/// A line of a template.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintLine {
    pub key: String,
    /// None for a line that is its value alone.
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub expected: bool,
}

impl ImprintTemplate {
    /// The form of a template that has one of lines; none for the plain and the short one, which follow the words of the language.
    pub fn form(self) -> Option<&'static ImprintForm> {
        static FORMS: LazyLock<BTreeMap<String, ImprintForm>> = LazyLock::new(|| {
            toml::from_str(include_str!("../../assets/imprints.toml")).expect("the templates are read by a test of this module")
        });
        let name = TEMPLATES.iter().find(|(_, template)| *template == self).map_or("", |(name, _)| name);
        FORMS.get(name)
    }

    pub fn name(self) -> &'static str {
        TEMPLATES.iter().find(|(_, template)| *template == self).map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_lines_is_whole() {
        for template in [ImprintTemplate::Taiwan, ImprintTemplate::HongKong, ImprintTemplate::Mainland, ImprintTemplate::Japan] {
            let form = template.form().unwrap();
            assert!(form.lines.len() > 8 && form.lines.iter().any(|line| line.key == "title"), "{template:?}");
        }
        assert!(ImprintTemplate::Plain.form().is_none() && ImprintTemplate::Short.form().is_none());
    }

    #[test]
    fn the_template_follows_the_region_when_the_book_says_how_it_was_made() {
        let imprint = Imprint::default();
        assert_eq!(imprint.template_for(Region::Japan), ImprintTemplate::Plain);
        let printed = Imprint { printing: Some(1), ..Imprint::default() };
        assert_eq!(printed.template_for(Region::Japan), ImprintTemplate::Japan);
        assert_eq!(Imprint { template: Some(ImprintTemplate::Short), ..printed }.template_for(Region::Japan), ImprintTemplate::Short);
    }
}
