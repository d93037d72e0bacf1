//! ONIX for Books 3.1 with reference names: one product for each output.

use super::codes;
use super::input::RecordInput;
use super::input::isbn;
use super::input::urn;
use crate::manuscript::Format;
use crate::manuscript::Identifier;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::TitleKind;
use crate::xml::Layout;
use crate::xml::Writer;

pub fn write(input: &RecordInput<'_>) -> String {
    let mut xml = Writer::with_declaration(Layout::Indented);
    xml.open("ONIXMessage", &[("release", "3.1"), ("xmlns", "http://ns.editeur.org/onix/3.1/reference")]);
    xml.open("Header", &[]);
    xml.open("Sender", &[]);
    xml.element("SenderName", &[], input.metadata.publisher.as_ref().map_or("fuzi", |publisher| publisher.text.as_str()));
    xml.close();
    xml.element("SentDateTime", &[], &input.modified().map_or_else(|| "19700101".to_owned(), |date| digits(date.as_str())));
    xml.close();
    for (format, identifier) in input.outputs() {
        product(&mut xml, input, format, identifier);
    }
    xml.close();
    xml.finish().text
}

/// The day in eight digits, shorter where the date is.
fn digits(date: &str) -> String {
    date.chars().filter(char::is_ascii_digit).take(8).collect()
}

fn product(xml: &mut Writer, input: &RecordInput<'_>, format: Format, identifier: &Identifier) {
    xml.open("Product", &[]);
    xml.element("RecordReference", &[], &urn(identifier));
    // 03: notification confirmed on publication.
    xml.element("NotificationType", &[], "03");
    product_identifier(xml, identifier);
    xml.open("DescriptiveDetail", &[]);
    xml.element("ProductComposition", &[], "00");
    // ED: digital download.
    xml.element("ProductForm", &[], "ED");
    let (file, layout) = match format {
        Format::Epub => ("E101", "E200"),
        Format::Pdf => ("E107", "E201"),
    };
    xml.element("ProductFormDetail", &[], file);
    xml.element("ProductFormDetail", &[], layout);
    // 10: text; 00: no technical protection.
    xml.element("PrimaryContentType", &[], "10");
    xml.element("EpubTechnicalProtection", &[], "00");
    collection(xml, input);
    title(xml, input);
    for (index, person) in input.people().enumerate() {
        xml.open("Contributor", &[]);
        xml.element("SequenceNumber", &[], &(index + 1).to_string());
        xml.element("ContributorRole", &[], codes::onix_role(&person.role));
        xml.element("PersonName", &[], &person.name.text);
        if let Some(sort) = &person.sort {
            xml.element("PersonNameInverted", &[], sort);
        }
        xml.close();
    }
    xml.element("EditionStatement", &[], &input.edition.label);
    xml.open("Language", &[]);
    xml.element("LanguageRole", &[], "01");
    xml.element("LanguageCode", &[], codes::language(input.metadata.language.as_str()));
    xml.close();
    for subject in &input.metadata.subjects {
        xml.open("Subject", &[]);
        // 20: keywords.
        xml.element("SubjectSchemeIdentifier", &[], "20");
        xml.element("SubjectHeadingText", &[], &subject.term.text);
        xml.close();
    }
    xml.close();
    if let Some(description) = &input.metadata.description {
        xml.open("CollateralDetail", &[]);
        xml.open("TextContent", &[]);
        xml.element("TextType", &[], "03");
        xml.element("ContentAudience", &[], "00");
        xml.element("Text", &[], &description.text);
        xml.close();
        xml.close();
    }
    publishing(xml, input);
    xml.close();
}

fn product_identifier(xml: &mut Writer, identifier: &Identifier) {
    xml.open("ProductIdentifier", &[]);
    // Code list 5: 15 ISBN-13, 02 ISBN-10, 06 DOI, 22 URN, 01 proprietary.
    let (kind, value) = match identifier.scheme {
        IdentifierScheme::Isbn => (if isbn(identifier).len() == 13 { "15" } else { "02" }, isbn(identifier)),
        IdentifierScheme::Doi => ("06", identifier.value.clone()),
        IdentifierScheme::Uuid => ("22", urn(identifier)),
        IdentifierScheme::Uri if identifier.value.starts_with("urn:") => ("22", identifier.value.clone()),
        IdentifierScheme::Uri => ("01", identifier.value.clone()),
    };
    xml.element("ProductIDType", &[], kind);
    if kind == "01" {
        xml.element("IDTypeName", &[], "URI");
    }
    xml.element("IDValue", &[], &value);
    xml.close();
}

fn collection(xml: &mut Writer, input: &RecordInput<'_>) {
    let Some(series) = &input.metadata.series else { return };
    xml.open("Collection", &[]);
    xml.element("CollectionType", &[], "10");
    if let Some(issn) = &series.issn {
        xml.open("CollectionIdentifier", &[]);
        xml.element("CollectionIDType", &[], "02");
        xml.element("IDValue", &[], issn);
        xml.close();
    }
    xml.open("TitleDetail", &[]);
    xml.element("TitleType", &[], "01");
    xml.open("TitleElement", &[]);
    xml.element("TitleElementLevel", &[], "02");
    if let Some(position) = &series.position {
        xml.element("PartNumber", &[], position);
    }
    xml.element("TitleText", &[], &series.name.text);
    xml.close();
    xml.close();
    xml.close();
}

fn title(xml: &mut Writer, input: &RecordInput<'_>) {
    xml.open("TitleDetail", &[]);
    xml.element("TitleType", &[], "01");
    xml.open("TitleElement", &[]);
    xml.element("TitleElementLevel", &[], "01");
    xml.element("TitleText", &[], input.main_title());
    if let Some(subtitle) = input.title(TitleKind::Subtitle) {
        xml.element("Subtitle", &[], &subtitle.text);
    }
    xml.close();
    xml.close();
}

fn publishing(xml: &mut Writer, input: &RecordInput<'_>) {
    xml.open("PublishingDetail", &[]);
    if let Some(publisher) = &input.metadata.publisher {
        xml.open("Publisher", &[]);
        xml.element("PublishingRole", &[], "01");
        xml.element("PublisherName", &[], &publisher.text);
        xml.close();
    }
    // 04: active.
    xml.element("PublishingStatus", &[], "04");
    if let Some(date) = &input.metadata.published {
        let date = digits(date.as_str());
        let form = match date.len() {
            4 => "05",
            6 => "01",
            _ => "00",
        };
        xml.open("PublishingDate", &[]);
        xml.element("PublishingDateRole", &[], "01");
        xml.element("Date", &[("dateformat", form)], &date);
        xml.close();
    }
    xml.close();
}
