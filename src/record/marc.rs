//! MARC 21 in MARCXML, with linked fields (880) for original scripts where a romanized form is given.

use super::codes;
use super::input::RecordInput;
use super::input::in_script;
use super::input::isbn;
use super::input::urn;
use crate::manuscript::Creator;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::TitleKind;
use crate::unicode::Region;
use crate::xml::Layout;
use crate::xml::Writer;

/// New record, language material, monograph, Unicode, full level, ISBD punctuation omitted.
const LEADER: &str = "00000nam a2200000 c 4500";

pub fn write(input: &RecordInput<'_>) -> String {
    let metadata = input.metadata;
    let mut record = Record { xml: Writer::with_declaration(Layout::Indented), linked: Vec::new() };
    record.xml.open("record", &[("xmlns", "http://www.loc.gov/MARC21/slim"), ("type", "Bibliographic")]);
    record.xml.element("leader", &[], LEADER);
    record.control("001", &input.record_identifier());
    if let Some(date) = input.modified() {
        record.control("005", &transaction(date.as_str()));
    }
    record.control("006", "m     o  d        ");
    record.control("007", "cr |n|||||||||");
    record.control("008", &fixed(input));
    identifiers(&mut record, input);
    record.field("040", "  ", &[("b", codes::language(metadata.language.as_str())), ("e", "rda")]);
    for subject in &metadata.subjects {
        if let (Some(scheme), Some(code)) = (&subject.scheme, &subject.code) {
            record.field("084", "  ", &[("a", code), ("2", &scheme.to_ascii_lowercase())]);
        }
    }
    let main = metadata.creators.first();
    if let Some(person) = main {
        record.person("100", person);
    }
    title(&mut record, input);
    record.field("250", "  ", &[("a", &input.edition.label)]);
    imprint(&mut record, input);
    record.field("300", "  ", &[("a", "1 online resource")]);
    record.field("336", "  ", &[("a", "text"), ("b", "txt"), ("2", "rdacontent")]);
    record.field("337", "  ", &[("a", "computer"), ("b", "c"), ("2", "rdamedia")]);
    record.field("338", "  ", &[("a", "online resource"), ("b", "cr"), ("2", "rdacarrier")]);
    for (format, _) in input.outputs() {
        record.field("347", "  ", &[("a", "text file"), ("b", codes::format_name(format)), ("2", "rdaft")]);
    }
    if let Some(series) = &metadata.series {
        let mut parts = vec![("a", series.name.text.as_str())];
        parts.extend(series.issn.as_deref().map(|issn| ("x", issn)));
        parts.extend(series.position.as_deref().map(|position| ("v", position)));
        record.field("490", "0 ", &parts);
    }
    if let Some(description) = &metadata.description {
        record.field("520", "  ", &[("a", &description.text)]);
    }
    if metadata.rights.is_some() || metadata.rights_url.is_some() {
        let mut parts = Vec::new();
        parts.extend(metadata.rights.as_ref().map(|rights| ("a", rights.text.as_str())));
        parts.extend(metadata.rights_url.as_deref().map(|address| ("u", address)));
        record.field("540", "  ", &parts);
    }
    for subject in &metadata.subjects {
        record.field("653", "  ", &[("a", &subject.term.text)]);
    }
    for person in metadata.creators.iter().skip(1).chain(&metadata.contributors) {
        record.person("700", person);
    }
    if let Some(address) = &metadata.source_url {
        record.field("856", "42", &[("3", "Source"), ("u", address)]);
    }
    record.linked_fields();
    record.xml.close();
    record.xml.finish().text
}

struct Record {
    xml: Writer,
    linked: Vec<Linked>,
}

/// A field in the original script.
struct Linked {
    /// The field that it goes with.
    tag: String,
    indicators: String,
    /// Subfield codes and what they hold.
    parts: Vec<(String, String)>,
}

impl Record {
    fn control(&mut self, tag: &str, value: &str) {
        self.xml.element("controlfield", &[("tag", tag)], value);
    }

    fn field(&mut self, tag: &str, indicators: &str, parts: &[(&str, &str)]) {
        let (first, second) = indicators.split_at(1);
        self.xml.open("datafield", &[("tag", tag), ("ind1", first), ("ind2", second)]);
        for (code, value) in parts {
            self.xml.element("subfield", &[("code", code)], value);
        }
        self.xml.close();
    }

    /// A field of which `original` is a form in another script: the field itself is romanized and an 880 says the original.
    fn pair(&mut self, tag: &str, indicators: &str, romanized: &[(&str, &str)], original: &[(&str, &str)]) {
        let number = self.linked.len() + 1;
        let link = format!("880-{number:02}");
        let mut parts = vec![("6", link.as_str())];
        parts.extend_from_slice(romanized);
        self.field(tag, indicators, &parts);
        let parts = original.iter().map(|(code, value)| ((*code).to_owned(), (*value).to_owned())).collect();
        self.linked.push(Linked { tag: tag.to_owned(), indicators: indicators.to_owned(), parts });
    }

    fn linked_fields(&mut self) {
        for (index, linked) in std::mem::take(&mut self.linked).into_iter().enumerate() {
            // `$1` is the script code for Chinese, Japanese and Korean (MARC 21, appendix A).
            let link = format!("{}-{:02}/$1", linked.tag, index + 1);
            let mut all = vec![("6", link.as_str())];
            all.extend(linked.parts.iter().map(|(code, value)| (code.as_str(), value.as_str())));
            self.field("880", &linked.indicators, &all);
        }
    }

    /// A personal name: `1` says that a surname comes first, as it does in East Asian names; `0` that it is written straight on.
    fn person(&mut self, tag: &str, person: &Creator) {
        let romanized = person.sort.as_deref().filter(|sort| sort.is_ascii()).or_else(|| in_script(&person.name, "Latn"));
        let role = ("4", person.role.as_str());
        match romanized.filter(|_| is_cjk(&person.name)) {
            Some(romanized) => self.pair(tag, "1 ", &[("a", romanized), role], &[("a", &person.name.text), role]),
            None => {
                let name = person.sort.as_deref().unwrap_or(&person.name.text);
                self.field(tag, "1 ", &[("a", name), role]);
            }
        }
    }
}

fn is_cjk(value: &Localized) -> bool {
    value.language.region() != Region::Western && !value.text.is_ascii()
}

fn title(record: &mut Record, input: &RecordInput<'_>) {
    let Some(main) = input.title(TitleKind::Main) else { return };
    let subtitle = input.title(TitleKind::Subtitle);
    let indicators = if input.metadata.creators.is_empty() { "00" } else { "10" };
    let names: Vec<&str> = input.metadata.creators.iter().map(|person| person.name.text.as_str()).collect();
    let names = names.join(", ");
    let mut original = vec![("a", main.text.as_str())];
    original.extend(subtitle.map(|subtitle| ("b", subtitle.text.as_str())));
    if !names.is_empty() {
        original.push(("c", &names));
    }
    match in_script(main, "Latn").filter(|_| is_cjk(main)) {
        Some(romanized) => {
            let mut parts = vec![("a", romanized)];
            parts.extend(subtitle.and_then(|subtitle| in_script(subtitle, "Latn")).map(|text| ("b", text)));
            record.pair("245", indicators, &parts, &original);
        }
        None => record.field("245", indicators, &original),
    }
    let is_latin = |tag: &str| tag.split('-').any(|part| part.eq_ignore_ascii_case("Latn"));
    for (_, text) in main.alternates.iter().filter(|(language, _)| !is_latin(language.as_str())) {
        record.field("246", "33", &[("a", text)]);
    }
    if let Some(short) = input.title(TitleKind::Short) {
        record.field("246", "1 ", &[("a", &short.text)]);
    }
}

fn imprint(record: &mut Record, input: &RecordInput<'_>) {
    let year = input.year();
    let Some(publisher) = &input.metadata.publisher else {
        if let Some(year) = year {
            record.field("264", " 1", &[("c", year)]);
        }
        return;
    };
    let date: Vec<(&str, &str)> = year.map(|year| ("c", year)).into_iter().collect();
    let mut original = vec![("b", publisher.text.as_str())];
    original.extend(&date);
    match in_script(publisher, "Latn").filter(|_| is_cjk(publisher)) {
        Some(romanized) => {
            let mut parts = vec![("b", romanized)];
            parts.extend(&date);
            record.pair("264", " 1", &parts, &original);
        }
        None => record.field("264", " 1", &original),
    }
}

fn identifiers(record: &mut Record, input: &RecordInput<'_>) {
    let work = input.metadata.identifier.as_ref().map(|identifier| (None, identifier));
    let outputs = input.outputs().into_iter().map(|(format, identifier)| (Some(codes::format_name(format)), identifier));
    let all: Vec<_> = work.into_iter().chain(outputs).collect();
    // Tags stand in order: 020 before 024.
    for (label, identifier) in all.iter().filter(|(_, identifier)| identifier.scheme == IdentifierScheme::Isbn) {
        let number = isbn(identifier);
        let mut parts = vec![("a", number.as_str())];
        parts.extend(label.map(|label| ("q", label)));
        record.field("020", "  ", &parts);
    }
    for (label, identifier) in all.iter().filter(|(_, identifier)| identifier.scheme != IdentifierScheme::Isbn) {
        let (value, kind) = match identifier.scheme {
            IdentifierScheme::Doi => (identifier.value.clone(), "doi"),
            _ => (urn(identifier), "uri"),
        };
        let mut parts = vec![("a", value.as_str())];
        parts.extend(label.map(|label| ("q", label)));
        parts.push(("2", kind));
        record.field("024", "7 ", &parts);
    }
}

/// Field 005: the moment in sixteen characters.
fn transaction(date: &str) -> String {
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0<14}.0")
}

/// Field 008 in forty characters: dates, place unknown, online, language.
fn fixed(input: &RecordInput<'_>) -> String {
    let entered = input.modified().map_or_else(
        || "000000".to_owned(),
        |date| {
            let digits: String = date.as_str().chars().filter(char::is_ascii_digit).take(8).collect();
            format!("{digits:0<8}")[2..].to_owned()
        },
    );
    let (kind, year) = input.year().map_or(("n", "uuuu"), |year| ("s", year));
    let language = codes::language(input.metadata.language.as_str());
    // Place 15-17, illustrations 18-21, audience 22, form 23, contents 24-27, government 28, conference, festschrift and index 29-31,
    // nothing 32, literary form 33, biography 34.
    let middle = concat!("xx ", "    ", " ", "o", "    ", " ", "000", " ", "|", " ");
    format!("{entered}{kind}{year}    {middle}{language} d")
}

#[cfg(test)]
mod tests {
    use super::transaction;

    #[test]
    fn a_day_becomes_a_moment() {
        assert_eq!(transaction("2020-04-01"), "20200401000000.0");
        assert_eq!(transaction("2020-04-01T08:09:10Z"), "20200401080910.0");
    }
}
