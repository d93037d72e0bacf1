//! Simple Dublin Core (ISO 15836-1) in the container of OAI-PMH.

use super::codes;
use super::input::RecordInput;
use super::input::urn;
use crate::xml::Layout;
use crate::xml::Writer;

pub fn write(input: &RecordInput<'_>) -> String {
    let metadata = input.metadata;
    let mut xml = Writer::with_declaration(Layout::Indented);
    let names = [("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    xml.open("oai_dc:dc", &names);
    for title in &metadata.titles {
        xml.element("dc:title", &[("xml:lang", title.text.language.as_str())], &title.text.text);
    }
    for person in &metadata.creators {
        xml.element("dc:creator", &[], &person.name.text);
    }
    for subject in &metadata.subjects {
        xml.element("dc:subject", &[], &subject.term.text);
    }
    if let Some(description) = &metadata.description {
        xml.element("dc:description", &[("xml:lang", description.language.as_str())], &description.text);
    }
    if let Some(publisher) = &metadata.publisher {
        xml.element("dc:publisher", &[], &publisher.text);
    }
    for person in &metadata.contributors {
        xml.element("dc:contributor", &[], &person.name.text);
    }
    if let Some(date) = &metadata.published {
        xml.element("dc:date", &[], date.as_str());
    }
    xml.element("dc:type", &[], "Text");
    for (format, _) in input.outputs() {
        xml.element("dc:format", &[], codes::media_type(format));
    }
    if let Some(work) = &metadata.identifier {
        xml.element("dc:identifier", &[], &urn(work));
    }
    for (_, identifier) in input.outputs() {
        xml.element("dc:identifier", &[], &urn(identifier));
    }
    if let Some(source) = &metadata.source_url {
        xml.element("dc:source", &[], source);
    }
    xml.element("dc:language", &[], metadata.language.as_str());
    if let Some(series) = &metadata.series {
        xml.element("dc:relation", &[], &series.name.text);
    }
    for rights in metadata.rights.iter().map(|rights| rights.text.as_str()).chain(metadata.rights_url.as_deref()) {
        xml.element("dc:rights", &[], rights);
    }
    xml.close();
    xml.finish().text
}
