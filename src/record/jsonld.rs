//! schema.org in JSON-LD.

use super::codes;
use super::input::RecordInput;
use super::input::isbn;
use super::input::urn;
use crate::manuscript::Creator;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::TitleKind;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

pub fn write(input: &RecordInput<'_>) -> String {
    let metadata = input.metadata;
    let mut book = Map::new();
    let mut set = |key: &str, value: Value| {
        if !value.is_null() {
            book.insert(key.to_owned(), value);
        }
    };
    set("@context", json!("https://schema.org"));
    set("@type", json!("Book"));
    set("@id", json!(input.record_identifier()));
    set("name", json!(input.main_title()));
    set("alternativeHeadline", json!(input.title(TitleKind::Subtitle).map(|title| &title.text)));
    let others: Vec<&str> =
        input.title(TitleKind::Main).iter().flat_map(|title| &title.alternates).map(|(_, text)| text.as_str()).collect();
    set("alternateName", if others.is_empty() { Value::Null } else { json!(others) });
    for (key, role) in [("author", "aut"), ("translator", "trl"), ("editor", "edt"), ("illustrator", "ill")] {
        let people: Vec<Value> = input.people().filter(|person| person.role == role).map(person).collect();
        set(key, if people.is_empty() { Value::Null } else { Value::Array(people) });
    }
    let known = ["aut", "trl", "edt", "ill"];
    let rest: Vec<Value> = input.people().filter(|person| !known.contains(&person.role.as_str())).map(person).collect();
    set("contributor", if rest.is_empty() { Value::Null } else { Value::Array(rest) });
    set(
        "publisher",
        metadata.publisher.as_ref().map_or(Value::Null, |publisher| json!({ "@type": "Organization", "name": publisher.text })),
    );
    set("datePublished", json!(metadata.published.as_ref().map(|date| date.as_str())));
    set("dateModified", json!(input.modified().map(|date| date.as_str())));
    set("bookEdition", json!(input.edition.label));
    set("bookFormat", json!("https://schema.org/EBook"));
    set("inLanguage", json!(metadata.language.as_str()));
    set("description", json!(metadata.description.as_ref().map(|text| &text.text)));
    let keywords: Vec<&str> = metadata.subjects.iter().map(|subject| subject.term.text.as_str()).collect();
    set("keywords", if keywords.is_empty() { Value::Null } else { json!(keywords) });
    set("license", json!(metadata.rights_url));
    set("copyrightNotice", json!(metadata.rights.as_ref().map(|rights| &rights.text)));
    set("isBasedOn", json!(metadata.source_url));
    set(
        "isPartOf",
        metadata.series.as_ref().map_or(Value::Null, |series| {
            let mut part = json!({ "@type": "BookSeries", "name": series.name.text });
            if let Some(issn) = &series.issn {
                part["issn"] = json!(issn);
            }
            part
        }),
    );
    set("position", json!(metadata.series.as_ref().and_then(|series| series.position.as_ref())));
    let encodings: Vec<Value> = input
        .outputs()
        .into_iter()
        .map(|(format, identifier)| {
            let mut encoding = json!({ "@type": "Book", "encodingFormat": codes::media_type(format), "identifier": urn(identifier) });
            if identifier.scheme == IdentifierScheme::Isbn {
                encoding["isbn"] = json!(isbn(identifier));
            }
            encoding
        })
        .collect();
    set("workExample", Value::Array(encodings));
    let mut text = serde_json::to_string_pretty(&Value::Object(book)).expect("a value of strings is JSON");
    text.push('\n');
    text
}

fn person(person: &Creator) -> Value {
    let mut value = json!({ "@type": "Person", "name": person.name.text });
    let others: Vec<&str> = person.name.alternates.iter().map(|(_, text)| text.as_str()).collect();
    if !others.is_empty() {
        value["alternateName"] = json!(others);
    }
    value
}
