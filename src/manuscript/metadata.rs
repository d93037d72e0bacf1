//! The one metadata model: a work, its editions, their outputs. The package document, PDF Info and XMP, and catalogue records
//! are views of it.

use super::imprint::Imprint;
use crate::unicode::Language;

/// A string in its own language, with the same in other scripts (kana, romanisation, bopomofo).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized {
    pub text: String,
    pub language: Language,
    /// Each in a language tag that differs from `language`, such as `ja-Latn`.
    pub alternates: Vec<(Language, String)>,
}

/// What the work is, for all editions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    pub language: Language,
    /// The main title first.
    pub titles: Vec<Title>,
    /// Authors and others with primary responsibility, in order.
    pub creators: Vec<Creator>,
    /// Translators, editors, illustrators and the like, in order.
    pub contributors: Vec<Creator>,
    pub publisher: Option<Localized>,
    /// When this publication appears.
    pub published: Option<Date>,
    /// When the work first appeared anywhere.
    pub first_published: Option<Date>,
    /// When the source was captured.
    pub captured: Option<Date>,
    pub modified: Option<Date>,
    pub revision: Option<u32>,
    pub description: Option<Localized>,
    pub subjects: Vec<Subject>,
    pub rights: Option<Localized>,
    pub rights_url: Option<String>,
    pub source_url: Option<String>,
    /// Of the periodical that the work appeared in.
    pub issn: Option<String>,
    /// Its issue.
    pub issue: Option<String>,
    pub series: Option<Series>,
    /// What a printed book says about its making.
    pub imprint: Imprint,
    /// Identifies the work itself; those of outputs stand with the editions.
    pub identifier: Option<Identifier>,
    /// Who vouches for the accessibility of the EPUBs; never claimed unasked.
    pub certification: Option<Certification>,
}

/// A claim of conformance that a person or body answers for (EPUB Accessibility 1.1, 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certification {
    /// Such as `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`.
    pub conforms_to: String,
    pub certified_by: String,
    /// A badge or title of the certifier.
    pub credential: Option<String>,
    /// The address of a report.
    pub report: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub kind: TitleKind,
    pub text: Localized,
    /// The form it sorts under.
    pub sort: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleKind {
    Main,
    Subtitle,
    Short,
    Edition,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creator {
    pub name: Localized,
    /// A MARC relator code such as `aut`.
    pub role: String,
    pub sort: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub term: Localized,
    /// The scheme's name as EPUB reserves it (`AAT`, `BISAC`, `CLC`, `DDC`, `NDC`, `THEMA` …) or its address.
    pub scheme: Option<String>,
    pub code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub name: Localized,
    pub position: Option<String>,
    pub issn: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    pub scheme: IdentifierScheme,
    /// Without prefix: `978-986-…`, `10.1000/182`, a UUID, an address.
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdentifierScheme {
    Isbn,
    Doi,
    Uuid,
    Uri,
}

/// A date of ISO 8601 in the precision given: `2020`, `2020-04`, `2020-04-01` or with a time in UTC, `2020-04-01T08:00:00Z`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(String);

impl Date {
    /// Takes a date that is well formed and exists in the calendar.
    pub fn new(text: &str) -> Option<Date> {
        let (day, time) = match text.split_once('T') {
            Some((day, time)) => (day, Some(time)),
            None => (text, None),
        };
        let parts: Vec<&str> = day.split('-').collect();
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
        };
        let year = number(parts.first()?, 4)?;
        let month = parts.get(1).map(|part| number(part, 2).filter(|month| (1..=12).contains(month)));
        let last = match month.flatten() {
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            Some(2) => 28,
            Some(_) | None => 31,
        };
        let day = parts.get(2).map(|part| number(part, 2).filter(|day| (1..=last).contains(day)));
        if parts.len() > 3 || matches!(month, Some(None)) || matches!(day, Some(None)) {
            return None;
        }
        if let Some(time) = time {
            let clock: Vec<&str> = time.strip_suffix('Z')?.split(':').collect();
            let in_range = |part: &str, limit: u32| number(part, 2).is_some_and(|value| value < limit);
            let whole = clock.len() == 3 && in_range(clock[0], 24) && in_range(clock[1], 60) && in_range(clock[2], 60);
            if parts.len() != 3 || !whole {
                return None;
            }
        }
        Some(Date(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date part alone.
    pub fn day(&self) -> &str {
        self.0.split('T').next().unwrap_or_default()
    }

    /// A full timestamp in UTC, the missing parts at their first value.
    pub fn timestamp(&self) -> String {
        let day = self.day();
        let filled = match day.len() {
            4 => format!("{day}-01-01"),
            7 => format!("{day}-01"),
            _ => day.to_owned(),
        };
        match self.0.split_once('T') {
            Some((_, time)) => format!("{filled}T{time}"),
            None => format!("{filled}T00:00:00Z"),
        }
    }
}

impl Metadata {
    pub fn main_title(&self) -> Option<&Title> {
        self.titles.iter().find(|title| title.kind == TitleKind::Main)
    }

    pub fn subtitle(&self) -> Option<&Title> {
        self.titles.iter().find(|title| title.kind == TitleKind::Subtitle)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn dates_exist_in_the_calendar() {
        for good in ["2020", "2020-02", "2020-02-29", "2020-04-01T08:00:00Z"] {
            assert!(Date::new(good).is_some(), "{good}");
        }
        for bad in ["20", "2020-13", "2021-02-29", "2020-04-01T25:00:00Z", "2020-04-01T08:00", "yesterday", "2020-1-1"] {
            assert!(Date::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_timestamp_is_filled_up() {
        assert_eq!(Date::new("2020-04").unwrap().timestamp(), "2020-04-01T00:00:00Z");
    }
}
