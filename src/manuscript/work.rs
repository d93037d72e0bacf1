//! `[book]`: the metadata of the work.

use super::identifier::is_issn;
use super::imprint::Imprint;
use super::metadata::Certification;
use super::metadata::Creator;
use super::metadata::Identifier;
use super::metadata::Localized;
use super::metadata::Metadata;
use super::metadata::Series;
use super::metadata::Subject;
use super::metadata::Title;
use super::metadata::TitleKind;
use super::table::Table;
use super::table::Value;
use crate::diag::Report;
use crate::unicode::Language;

/// Roles in words and as MARC relator codes, which may be written too.
const ROLES: &[(&str, &str)] = &[
    ("author", "aut"),
    ("reporter", "rpt"),
    ("translator", "trl"),
    ("editor", "edt"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("designer", "dsr"),
    ("book-designer", "bkd"),
    ("cover-designer", "cov"),
    ("compiler", "com"),
    ("interviewer", "ivr"),
    ("interviewee", "ive"),
    ("proofreader", "pfr"),
    ("publisher", "pbl"),
    ("preface", "aui"),
    ("annotator", "ann"),
    ("artist", "art"),
    ("contributor", "ctb"),
];

/// Reads the metadata keys of `[book]`.
pub(super) fn read_work(book: &mut Table, report: &mut Report) -> Option<Metadata> {
    let language = match book.take("language") {
        Some(value) => value.language(report),
        None => {
            book.missing("language", "language = \"zh-Hant-TW\"", report);
            None
        }
    };
    // Without a language the rest is still read, so that all findings come at once.
    let known = language.clone().or_else(|| Language::new("und"))?;
    let metadata = Metadata {
        titles: titles(book, &known, report),
        creators: creators(book.take("creators"), &known, Some("aut"), report),
        contributors: creators(book.take("contributors"), &known, None, report),
        publisher: localized(book, "publisher", &known, report),
        published: book.take("published").and_then(|value| value.date(report)),
        first_published: book.take("first-published").and_then(|value| value.date(report)),
        captured: book.take("captured").and_then(|value| value.date(report)),
        modified: book.take("modified").and_then(|value| value.date(report)),
        revision: book.take("revision").and_then(|value| value.number(report)),
        description: localized(book, "description", &known, report),
        subjects: subjects(book.take("subjects"), &known, report),
        rights: localized(book, "rights", &known, report),
        rights_url: address(book, "rights-url", report),
        source_url: address(book, "source-url", report),
        issn: book.take("issn").and_then(|value| issn(&value, report)),
        issue: book.take("issue").and_then(|value| value.string(report)),
        series: book.take("series").and_then(|value| series(&value, &known, report)),
        imprint: imprint(book, report),
        identifier: book.take("identifier").and_then(|value| identifier(&value, report)),
        certification: certification(book, report),
        language: known,
    };
    language.map(|_| metadata)
}

/// `[book.accessibility]`: who certifies what.
fn certification(book: &mut Table, report: &mut Report) -> Option<Certification> {
    let value = book.take("accessibility")?;
    let mut table = value.table(report)?;
    let conforms_to = table.take("conforms-to").map(|value| (value.string(report), value));
    let certified_by = table.take("certified-by").and_then(|value| value.string(report));
    let credential = table.take("credential").and_then(|value| value.string(report));
    let address = address(&mut table, "report", report);
    if conforms_to.is_none() {
        table.missing("conforms-to", "conforms-to = \"EPUB Accessibility 1.1 - WCAG 2.2 Level AA\"", report);
    }
    if certified_by.is_none() {
        table.missing("certified-by", "certified-by = \"\"", report);
    }
    table.finish(report);
    let (Some(conforms_to), value) = conforms_to? else { return None };
    let known = CONFORMANCE.iter().any(|(head, level)| {
        let rest = conforms_to.strip_prefix(head).and_then(|rest| rest.split_once(level));
        rest.is_some_and(|(version, level)| matches!(version, "2.0" | "2.1" | "2.2") && matches!(level, "A" | "AA" | "AAA"))
    });
    if !known {
        value.refuse("write it as EPUB Accessibility has it: EPUB Accessibility 1.1 - WCAG 2.2 Level AA", report);
        return None;
    }
    Some(Certification { conforms_to, certified_by: certified_by?, credential, report: address })
}

/// What stands around the version of WCAG and before the level (EPUB Accessibility 1.1, 5.3.1).
const CONFORMANCE: [(&str, &str); 2] = [("EPUB Accessibility 1.1 - WCAG ", " Level "), ("EPUB Accessibility 1.2 - WCAG ", " Level ")];

fn imprint(book: &mut Table, report: &mut Report) -> Imprint {
    let Some(mut table) = book.take("imprint").and_then(|value| value.table(report)) else { return Imprint::default() };
    let imprint = Imprint::read(&mut table, report);
    table.finish(report);
    imprint
}

fn localized(table: &mut Table, key: &'static str, language: &Language, report: &mut Report) -> Option<Localized> {
    table.take(key).and_then(|value| value.localized(language, report))
}

fn address(table: &mut Table, key: &'static str, report: &mut Report) -> Option<String> {
    let value = table.take(key)?;
    let text = value.string(report)?;
    let is_address = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace);
    if !is_address {
        value.refuse("write an address that begins with https:// or http://", report);
    }
    is_address.then_some(text)
}

fn titles(book: &mut Table, language: &Language, report: &mut Report) -> Vec<Title> {
    let kinds = [
        ("title", TitleKind::Main),
        ("subtitle", TitleKind::Subtitle),
        ("short-title", TitleKind::Short),
        ("edition-title", TitleKind::Edition),
    ];
    let mut titles = Vec::new();
    for (key, kind) in kinds {
        match book.take(key) {
            Some(value) => titles.extend(title(&value, kind, language, report)),
            None if kind == TitleKind::Main => book.missing(key, "title = \"…\"", report),
            None => {}
        }
    }
    titles
}

fn title(value: &Value, kind: TitleKind, language: &Language, report: &mut Report) -> Option<Title> {
    if value.is_string() {
        return Some(Title { kind, text: value.localized(language, report)?, sort: None });
    }
    let mut table = value.table(report)?;
    let text = table.localized_text(language, "text", report);
    let sort = table.take("sort").and_then(|value| value.string(report));
    Some(Title { kind, text: table.finish_localized(text, report)?, sort })
}

/// Creators, or contributors, for whom no role is understood of itself.
fn creators(value: Option<Value>, language: &Language, role: Option<&str>, report: &mut Report) -> Vec<Creator> {
    let values = value.map(|value| value.one_or_more(report)).unwrap_or_default();
    values.iter().filter_map(|value| creator(value, language, role, report)).collect()
}

fn creator(value: &Value, language: &Language, role: Option<&str>, report: &mut Report) -> Option<Creator> {
    if value.is_string()
        && let Some(role) = role
    {
        return Some(Creator { name: value.localized(language, report)?, role: role.to_owned(), sort: None });
    }
    if value.is_string() {
        value.refuse("write a table such as { name = \"…\", role = \"translator\" }", report);
        return None;
    }
    let mut table = value.table(report)?;
    let name = table.localized_text(language, "name", report);
    let sort = table.take("sort").and_then(|value| value.string(report));
    let reading = table.take("reading").and_then(|value| value.string(report));
    let role = match table.take("role") {
        Some(value) => relator(&value, report),
        None => {
            if role.is_none() {
                table.missing("role", "role = \"translator\"", report);
            }
            role.map(str::to_owned)
        }
    };
    let mut name = table.finish_localized(name, report)?;
    if let Some(reading) = reading {
        name.alternates.insert(0, (reading_language(&reading, &name.language), reading));
    }
    Some(Creator { name, role: role?, sort })
}

fn relator(value: &Value, report: &mut Report) -> Option<String> {
    let text = value.string(report)?;
    if let Some((_, code)) = ROLES.iter().find(|(word, code)| *word == text || *code == text) {
        return Some((*code).to_owned());
    }
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_code {
        let words: Vec<&str> = ROLES.iter().map(|(word, _)| *word).collect();
        value.refuse(&format!("write one of {}, or a MARC relator code of three letters", words.join(", ")), report);
    }
    is_code.then_some(text)
}

/// The language tag of a name's reading: the script that it is written in, in the name's language.
fn reading_language(reading: &str, language: &Language) -> Language {
    let script = reading.chars().find_map(|c| match c {
        '\u{3041}'..='\u{309F}' => Some("Hira"),
        '\u{30A0}'..='\u{30FF}' => Some("Kana"),
        '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' => Some("Bopo"),
        '\u{AC00}'..='\u{D7A3}' => Some("Hang"),
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => Some("Latn"),
        _ => None,
    });
    let tag = script.map(|script| format!("{}-{script}", language.primary()));
    tag.and_then(|tag| Language::new(&tag)).unwrap_or_else(|| language.clone())
}

fn subjects(value: Option<Value>, language: &Language, report: &mut Report) -> Vec<Subject> {
    let values = value.map(|value| value.one_or_more(report)).unwrap_or_default();
    values.iter().filter_map(|value| subject(value, language, report)).collect()
}

fn subject(value: &Value, language: &Language, report: &mut Report) -> Option<Subject> {
    if value.is_string() {
        return Some(Subject { term: value.localized(language, report)?, scheme: None, code: None });
    }
    let mut table = value.table(report)?;
    let term = table.localized_text(language, "term", report);
    let scheme = table.take("scheme").and_then(|value| value.string(report));
    let code = table.take("code").and_then(|value| value.string(report));
    if scheme.is_some() != code.is_some() {
        let (key, example) = if scheme.is_some() { ("code", "code = \"…\"") } else { ("scheme", "scheme = \"BISAC\"") };
        table.missing(key, example, report);
    }
    Some(Subject { term: table.finish_localized(term, report)?, scheme, code })
}

fn series(value: &Value, language: &Language, report: &mut Report) -> Option<Series> {
    if value.is_string() {
        return Some(Series { name: value.localized(language, report)?, position: None, issn: None });
    }
    let mut table = value.table(report)?;
    let name = table.localized_text(language, "name", report);
    let position = table.take("position").and_then(|value| match value.is_string() {
        true => value.string(report),
        false => value.number(report).map(|number| number.to_string()),
    });
    let issn = table.take("issn").and_then(|value| issn(&value, report));
    Some(Series { name: table.finish_localized(name, report)?, position, issn })
}

fn issn(value: &Value, report: &mut Report) -> Option<String> {
    let text = value.string(report)?;
    let valid = is_issn(&text);
    if !valid {
        value.refuse("write an ISSN such as \"0378-5955\" whose check digit holds", report);
    }
    valid.then_some(text)
}

/// An identifier with its scheme before it.
pub(super) fn identifier(value: &Value, report: &mut Report) -> Option<Identifier> {
    let identifier = Identifier::parse(&value.string(report)?);
    if identifier.is_none() {
        value.refuse("write \"isbn:…\" with a check digit that holds, \"doi:10.…/…\", \"urn:uuid:…\" or an address", report);
    }
    identifier
}
