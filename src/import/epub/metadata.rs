//! The metadata of a publication as keys of `book.toml`.

use super::package::Entry;
use super::package::Package;
use crate::import::escape::quoted;
use crate::import::front_matter::Field;
use crate::manuscript::Date;
use crate::manuscript::Identifier;
use crate::manuscript::is_issn;
use crate::unicode::Language;

/// A key with its value.
type Key = (&'static str, Field);

/// The keys that the package document gives. What `book.toml` cannot say stands in comments.
pub fn work(package: &Package, language: &Language) -> Vec<Key> {
    let mut keys = titles(package, language);
    for (name, key) in [("creator", "creators"), ("contributor", "contributors")] {
        let people: Vec<String> = package.all(name).map(|entry| format!("    {},\n", person(entry, name, language))).collect();
        if !people.is_empty() {
            keys.push((key, Field::Toml(format!("[\n{}]", people.concat()))));
        }
    }
    keys.extend(package.first("publisher").map(|entry| ("publisher", Field::Toml(text(entry, language, "text")))));
    let day = |entry: &Entry| date(&entry.text);
    let event = |entry: &Entry, event: &str| entry.attribute("event").is_some_and(|own| own.eq_ignore_ascii_case(event));
    let published = package
        .all("date")
        .find(|entry| event(entry, "publication"))
        .or_else(|| package.all("date").find(|entry| entry.attribute("event").is_none()));
    keys.extend(published.and_then(day).map(|date| ("published", Field::Date(date))));
    let first = package.all("date").find(|entry| event(entry, "original-publication")).or_else(|| package.first("dcterms:created"));
    keys.extend(first.and_then(day).map(|date| ("first-published", Field::Date(date))));
    let modified = package.first("dcterms:modified").or_else(|| package.all("date").find(|entry| event(entry, "modification")));
    keys.extend(modified.and_then(day).map(|date| ("modified", Field::Date(date))));
    keys.extend(package.first("description").map(|entry| ("description", Field::Text(plain(&entry.text)))));
    let subjects: Vec<String> = package.all("subject").map(subject).collect();
    if !subjects.is_empty() {
        keys.push(("subjects", Field::Toml(format!("[{}]", subjects.join(", ")))));
    }
    keys.extend(package.first("rights").map(|entry| ("rights", Field::Toml(text(entry, language, "text")))));
    for source in package.all("source") {
        let is_address = source.text.starts_with("http://") || source.text.starts_with("https://");
        let taken = keys.iter().any(|(key, _)| *key == "source-url");
        if is_address && !taken && !source.text.contains(char::is_whitespace) {
            keys.push(("source-url", Field::Text(source.text.clone())));
        } else {
            keys.push(("source", comment("Source", &source.text)));
        }
    }
    keys.extend(series(package));
    keys.extend(identifiers(package));
    keys
}

fn comment(what: &str, text: &str) -> Field {
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    Field::Comment(format!("{what} in the publication: {text}"))
}

/// Text that may hold tags, as descriptions do.
fn plain(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    crate::html::parse_html(text).root().line()
}

pub fn date(text: &str) -> Option<Date> {
    Date::new(text.trim()).or_else(|| crate::import::html::date(text))
}

/// A text with its forms in other scripts, as a value of TOML; `key` is what the text itself is called in a table.
fn text(entry: &Entry, language: &Language, key: &str) -> String {
    let mut pairs = forms(entry, language);
    if pairs.is_empty() {
        return quoted(&entry.text);
    }
    pairs.insert(0, format!("{key} = {}", quoted(&entry.text)));
    format!("{{ {} }}", pairs.join(", "))
}

/// Sorting form, scripts and the text's own language.
fn forms(entry: &Entry, language: &Language) -> Vec<String> {
    let mut pairs = Vec::new();
    let sort = entry.refinement("file-as").or(entry.attribute("file-as")).filter(|sort| *sort != entry.text && !sort.is_empty());
    if entry.name != "publisher" && entry.name != "rights" {
        pairs.extend(sort.map(|sort| format!("sort = {}", quoted(sort))));
    }
    let own = entry.attribute("lang").and_then(Language::new).filter(|own| own != language && own.region() != language.region());
    let mut used: Vec<String> = Vec::new();
    for (property, value, attributes) in &entry.refined {
        let tag = attributes.iter().find(|(name, _)| name == "lang").map(|(_, tag)| tag.as_str());
        if property == "alternate-script"
            && let Some(tag) = tag.and_then(|tag| with_script(tag, value))
            && tag != *own.as_ref().unwrap_or(language)
            && !used.contains(&tag.as_str().to_owned())
        {
            used.push(tag.as_str().to_owned());
            pairs.push(format!("{} = {}", quoted(tag.as_str()), quoted(value)));
        }
    }
    pairs.extend(own.map(|own| format!("language = {}", quoted(own.as_str()))));
    pairs
}

/// A tag with its script, which `book.toml` asks for: that of the text where the tag names none and the text is in Latin letters.
fn with_script(tag: &str, text: &str) -> Option<Language> {
    let has_script = tag.split('-').skip(1).any(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if has_script {
        return Language::new(tag);
    }
    let is_latin = text.chars().filter(|character| character.is_alphabetic()).all(|character| character < '\u{250}');
    let mut parts = tag.splitn(2, '-');
    let (primary, rest) = (parts.next()?, parts.next());
    let rest = rest.map(|rest| format!("-{rest}")).unwrap_or_default();
    is_latin.then(|| Language::new(&format!("{primary}-Latn{rest}"))).flatten()
}

fn titles(package: &Package, language: &Language) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let mut all: Vec<&Entry> = package.all("title").collect();
    all.sort_by_key(|entry| entry.refinement("display-seq").and_then(|place| place.parse::<u32>().ok()).unwrap_or(u32::MAX));
    let kind = |entry: &Entry| entry.refinement("title-type").map(str::to_ascii_lowercase);
    let main = all
        .iter()
        .position(|entry| kind(entry).as_deref() == Some("main"))
        .or_else(|| all.iter().position(|entry| kind(entry).is_none()))
        .unwrap_or(0);
    for (number, entry) in all.iter().enumerate() {
        let key = match kind(entry).as_deref() {
            _ if number == main => "title",
            Some("subtitle") => "subtitle",
            Some("short") => "short-title",
            Some("edition") => "edition-title",
            None if !keys.iter().any(|(key, _)| *key == "subtitle") => "subtitle",
            _ => {
                keys.push(("other-title", comment("Another title", &entry.text)));
                continue;
            }
        };
        if keys.iter().any(|(known, _)| *known == key) {
            keys.push(("other-title", comment("Another title", &entry.text)));
        } else {
            keys.push((key, Field::Toml(text(entry, language, "text"))));
        }
    }
    keys
}

/// A creator or contributor as a table.
fn person(entry: &Entry, name: &str, language: &Language) -> String {
    let role = entry.refinement("role").or(entry.attribute("role")).map(|role| role.trim().to_ascii_lowercase());
    let role = role.filter(|role| role.len() == 3 && role.bytes().all(|byte| byte.is_ascii_lowercase()));
    let role = role.as_deref().unwrap_or(if name == "creator" { "aut" } else { "ctb" });
    let word = match role {
        "aut" => "author",
        "trl" => "translator",
        "edt" => "editor",
        "ill" => "illustrator",
        "pht" => "photographer",
        "rpt" => "reporter",
        "ctb" => "contributor",
        other => other,
    };
    let mut pairs = vec![format!("name = {}", quoted(&entry.text)), format!("role = {}", quoted(word))];
    pairs.extend(forms(entry, language));
    format!("{{ {} }}", pairs.join(", "))
}

fn subject(entry: &Entry) -> String {
    let scheme = entry.refinement("authority").or(entry.attribute("authority"));
    let code = entry.refinement("term").or(entry.attribute("term"));
    match (scheme, code) {
        (Some(scheme), Some(code)) => format!("{{ term = {}, scheme = {}, code = {} }}", quoted(&entry.text), quoted(scheme), quoted(code)),
        _ => quoted(&entry.text),
    }
}

fn series(package: &Package) -> Option<Key> {
    let collection = package.all("belongs-to-collection").find(|entry| entry.refinement("collection-type") != Some("set"));
    let (name, position, issn) = match collection {
        Some(entry) => {
            let issn = entry.refinement("dcterms:identifier").map(|text| text.trim_start_matches("urn:issn:").to_owned());
            (entry.text.clone(), entry.refinement("group-position").map(str::to_owned), issn.filter(|issn| is_issn(issn)))
        }
        None => {
            let position = package.first("calibre:series_index").map(|entry| entry.text.trim_end_matches(".0").to_owned());
            (package.first("calibre:series")?.text.clone(), position, None)
        }
    };
    let mut pairs = vec![format!("name = {}", quoted(&name))];
    pairs.extend(position.map(|position| format!("position = {}", quoted(&position))));
    pairs.extend(issn.map(|issn| format!("issn = {}", quoted(&issn))));
    Some(("series", Field::Toml(format!("{{ {} }}", pairs.join(", ")))))
}

/// The identifier of the work: the unique one, or an ISBN or DOI before it. The others stand in comments.
fn identifiers(package: &Package) -> Vec<Key> {
    let mut found: Vec<(u8, String, String)> = Vec::new();
    let mut rest = Vec::new();
    for entry in package.all("identifier") {
        let scheme = entry.attribute("scheme").unwrap_or_default().to_ascii_lowercase();
        let kind = entry.refinement("identifier-type").unwrap_or_default();
        let value = entry.text.trim();
        let bare = value.trim_start_matches("urn:isbn:").trim_start_matches("isbn:");
        let written = match (scheme.as_str(), kind) {
            ("isbn", _) | (_, "15" | "02") => format!("isbn:{bare}"),
            ("doi", _) | (_, "06") => format!("doi:{}", value.trim_start_matches("doi:").trim_start_matches("https://doi.org/")),
            ("uuid", _) if !value.starts_with("urn:") => format!("urn:uuid:{value}"),
            _ if value.starts_with("urn:isbn:") => format!("isbn:{bare}"),
            _ => value.to_owned(),
        };
        match Identifier::parse(&written) {
            Some(_) => {
                let is_unique = entry.id.is_some() && entry.id == package.unique;
                let weight = if written.starts_with("isbn:") || written.starts_with("doi:") { 0 } else { 2 - u8::from(is_unique) };
                found.push((weight, written, value.to_owned()));
            }
            None => rest.push(value.to_owned()),
        }
    }
    found.sort_by_key(|(weight, _, _)| *weight);
    let mut keys = Vec::new();
    for (number, (_, written, value)) in found.into_iter().enumerate() {
        if number == 0 {
            keys.push(("identifier", Field::Text(written)));
        } else {
            rest.push(value);
        }
    }
    keys.extend(rest.iter().map(|value| ("other-identifier", comment("Another identifier", value))));
    keys
}
