//! MODS 3.8.

use super::codes;
use super::input::RecordInput;
use super::input::isbn;
use super::input::urn;
use crate::manuscript::Creator;
use crate::manuscript::Identifier;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::TitleKind;
use crate::xml::Layout;
use crate::xml::Writer;

pub fn write(input: &RecordInput<'_>) -> String {
    let metadata = input.metadata;
    let mut xml = Writer::with_declaration(Layout::Indented);
    xml.open("mods", &[("xmlns", "http://www.loc.gov/mods/v3"), ("version", "3.8")]);
    titles(&mut xml, input);
    metadata.creators.iter().enumerate().for_each(|(index, person)| name(&mut xml, person, index == 0, &format!("name-{}", index + 1)));
    let first = metadata.creators.len();
    let others = metadata.contributors.iter().enumerate();
    others.for_each(|(index, person)| name(&mut xml, person, false, &format!("name-{}", first + index + 1)));
    xml.element("typeOfResource", &[], "text");
    xml.open("originInfo", &[("eventType", "publication")]);
    if let Some(publisher) = &metadata.publisher {
        xml.element("publisher", &[("lang", codes::language(publisher.language.as_str()))], &publisher.text);
    }
    if let Some(date) = &metadata.published {
        xml.element("dateIssued", &[("encoding", "w3cdtf"), ("keyDate", "yes")], date.as_str());
    }
    if let Some(date) = input.modified() {
        xml.element("dateModified", &[("encoding", "w3cdtf")], date.as_str());
    }
    xml.element("edition", &[], &input.edition.label);
    xml.close();
    xml.open("language", &[]);
    xml.element("languageTerm", &[("type", "code"), ("authority", "iso639-2b")], codes::language(metadata.language.as_str()));
    xml.element("languageTerm", &[("type", "code"), ("authority", "rfc5646")], metadata.language.as_str());
    xml.close();
    xml.open("physicalDescription", &[]);
    xml.element("form", &[("authority", "marcform")], "electronic");
    for (format, _) in input.outputs() {
        xml.element("internetMediaType", &[], codes::media_type(format));
    }
    xml.element("digitalOrigin", &[], "born digital");
    xml.close();
    if let Some(description) = &metadata.description {
        xml.element("abstract", &[("lang", codes::language(description.language.as_str()))], &description.text);
    }
    for subject in &metadata.subjects {
        xml.open("subject", &[]);
        xml.element("topic", &[], &subject.term.text);
        xml.close();
        if let (Some(scheme), Some(code)) = (&subject.scheme, &subject.code) {
            xml.element("classification", &[("authority", &scheme.to_ascii_lowercase())], code);
        }
    }
    related(&mut xml, input);
    if let Some(work) = &metadata.identifier {
        identifier(&mut xml, work, None);
    }
    for (format, own) in input.outputs() {
        identifier(&mut xml, own, Some(codes::format_name(format)));
    }
    if let Some(rights) = &metadata.rights {
        xml.element("accessCondition", &[("type", "use and reproduction")], &rights.text);
    }
    if let Some(address) = &metadata.rights_url {
        xml.empty(
            "accessCondition",
            &[("type", "use and reproduction"), ("xmlns:xlink", "http://www.w3.org/1999/xlink"), ("xlink:href", address)],
        );
    }
    xml.open("recordInfo", &[]);
    if let Some(date) = input.modified() {
        xml.element("recordCreationDate", &[("encoding", "w3cdtf")], date.as_str());
    }
    xml.element("recordIdentifier", &[], &input.record_identifier());
    xml.element("recordOrigin", &[], concat!("fuzi ", env!("CARGO_PKG_VERSION")));
    xml.close();
    xml.close();
    xml.finish().text
}

fn titles(xml: &mut Writer, input: &RecordInput<'_>) {
    if let Some(main) = input.title(TitleKind::Main) {
        xml.open("titleInfo", &[("usage", "primary"), ("altRepGroup", "title"), ("lang", codes::language(main.language.as_str()))]);
        xml.element("title", &[], &main.text);
        if let Some(subtitle) = input.title(TitleKind::Subtitle) {
            xml.element("subTitle", &[], &subtitle.text);
        }
        xml.close();
        for (language, text) in &main.alternates {
            xml.open("titleInfo", &alternate("title", language.as_str()));
            xml.element("title", &[], text);
            xml.close();
        }
    }
    if let Some(short) = input.title(TitleKind::Short) {
        xml.open("titleInfo", &[("type", "abbreviated")]);
        xml.element("title", &[], &short.text);
        xml.close();
    }
}

/// The attributes of the same name in another script.
fn alternate<'a>(group: &'a str, tag: &'a str) -> Vec<(&'a str, &'a str)> {
    let script = tag.split('-').find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let mut attributes = vec![("altRepGroup", group), ("lang", codes::language(tag))];
    attributes.extend(script.map(|script| ("script", script)));
    attributes
}

fn name(xml: &mut Writer, person: &Creator, primary: bool, group: &str) {
    let write = |xml: &mut Writer, mut attributes: Vec<(&str, &str)>, text: &str| {
        attributes.insert(0, ("type", "personal"));
        if primary && text == person.name.text {
            attributes.push(("usage", "primary"));
        }
        xml.open("name", &attributes);
        xml.element("namePart", &[], text);
        xml.open("role", &[]);
        xml.element("roleTerm", &[("type", "code"), ("authority", "marcrelator")], &person.role);
        xml.close();
        xml.close();
    };
    let Localized { text, language, alternates } = &person.name;
    write(xml, vec![("altRepGroup", group), ("lang", codes::language(language.as_str()))], text);
    for (language, text) in alternates {
        write(xml, alternate(group, language.as_str()), text);
    }
}

fn related(xml: &mut Writer, input: &RecordInput<'_>) {
    let metadata = input.metadata;
    if let Some(series) = &metadata.series {
        xml.open("relatedItem", &[("type", "series")]);
        xml.open("titleInfo", &[]);
        xml.element("title", &[], &series.name.text);
        if let Some(position) = &series.position {
            xml.element("partNumber", &[], position);
        }
        xml.close();
        if let Some(issn) = &series.issn {
            xml.element("identifier", &[("type", "issn")], issn);
        }
        xml.close();
    }
    if metadata.source_url.is_some() || metadata.issn.is_some() || metadata.issue.is_some() {
        xml.open("relatedItem", &[("type", "original")]);
        if let Some(address) = &metadata.source_url {
            xml.open("location", &[]);
            xml.element("url", &[], address);
            xml.close();
        }
        if let Some(issn) = &metadata.issn {
            xml.element("identifier", &[("type", "issn")], issn);
        }
        if let Some(issue) = &metadata.issue {
            xml.element("note", &[], issue);
        }
        xml.close();
    }
}

fn identifier(xml: &mut Writer, identifier: &Identifier, label: Option<&str>) {
    let (kind, value) = match identifier.scheme {
        IdentifierScheme::Isbn => ("isbn", isbn(identifier)),
        IdentifierScheme::Doi => ("doi", identifier.value.clone()),
        IdentifierScheme::Uuid | IdentifierScheme::Uri => ("uri", urn(identifier)),
    };
    let mut attributes = vec![("type", kind)];
    attributes.extend(label.map(|label| ("displayLabel", label)));
    xml.element("identifier", &attributes, &value);
}
