//! What the file says of the work: the information dictionary and the same in XMP (PDF 32000-1, 14.3; ISO 16684-1).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;

use super::attachment::date;
use super::conformance::ArchivePart;
use super::conformance::Conformance;
use super::object::text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::manuscript::Creator;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::Identifier;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::Metadata;
use crate::manuscript::PdfAccess;
use crate::manuscript::TitleKind;
use crate::xml::Layout;
use crate::xml::Writer;
use crate::xml::is_xml_character;

/// The program, as PDF readers show it.
const PROGRAM: &str = concat!("fuzi ", env!("CARGO_PKG_VERSION"));

/// What both forms say, so that they agree.
pub(super) struct Facts<'a> {
    metadata: &'a Metadata,
    edition: &'a Edition,
    title: String,
    keywords: String,
    /// Of the edition, else of the work; never that of the run.
    pub(super) modified: Option<String>,
}

impl<'a> Facts<'a> {
    /// Reports characters that neither form can say.
    pub(super) fn new(metadata: &'a Metadata, edition: &'a Edition, report: &mut Report) -> Facts<'a> {
        let title = metadata.main_title().map(|title| title.text.text.clone()).unwrap_or_default();
        let subtitle = metadata.subtitle().map(|title| title.text.text.as_str());
        let title = match subtitle {
            Some(subtitle) => format!("{title}：{subtitle}"),
            None => title,
        };
        let subjects: Vec<&str> = metadata.subjects.iter().map(|subject| subject.term.text.as_str()).collect();
        let modified = edition.modified.as_ref().or(metadata.modified.as_ref()).map(Date::timestamp);
        let facts = Facts { metadata, edition, title, keywords: subjects.join(", "), modified };
        facts.report_controls(report);
        facts
    }

    fn report_controls(&self, report: &mut Report) {
        let description = self.metadata.description.as_ref().map_or("", |description| description.text.as_str());
        let people = self.metadata.creators.iter().map(|person| person.name.text.as_str());
        let texts = [self.title.as_str(), &self.keywords, description].into_iter().chain(people);
        let found: BTreeSet<char> = texts.flat_map(str::chars).filter(|&character| !is_xml_character(character)).collect();
        if !found.is_empty() {
            let names: Vec<String> = found.iter().map(|&character| format!("U+{:04X}", u32::from(character))).collect();
            report.add(Diagnostic::new(Code::ControlInMetadata).in_file("book.toml").with("characters", names.join(", ")));
        }
    }
}

/// The information dictionary.
pub(super) fn information(facts: &Facts<'_>) -> Dictionary {
    let metadata = facts.metadata;
    let mut info = Dictionary::new();
    let mut set = |key: &str, value: &str| {
        if !value.is_empty() {
            info.set(key, text(value));
        }
    };
    set("Title", &facts.title);
    set("Author", &names(&metadata.creators).join(", "));
    set("Subject", metadata.description.as_ref().map_or("", |description| &description.text));
    set("Keywords", &facts.keywords);
    set("Creator", PROGRAM);
    set("Producer", PROGRAM);
    if let Some(modified) = &facts.modified {
        info.set("CreationDate", date(modified));
        info.set("ModDate", date(modified));
    }
    info
}

fn names(people: &[Creator]) -> Vec<&str> {
    people.iter().map(|person| person.name.text.as_str()).collect()
}

/// The namespaces in use, by prefix.
const NAMESPACES: [(&str, &str); 12] = [
    ("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmlns:xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("xmlns:xmpRights", "http://ns.adobe.com/xap/1.0/rights/"),
    ("xmlns:pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("xmlns:pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("xmlns:pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("xmlns:prism", PRISM),
    ("xmlns:pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("xmlns:pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("xmlns:pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];

const PRISM: &str = "http://prismstandard.org/namespaces/basic/3.0/";

/// The XMP packet. `identifier` is that of this output, `lasting` and `version` those of the file through its versions and of this one.
pub(super) fn packet(facts: &Facts<'_>, identifier: &str, lasting: &[u8], version: &[u8], conformance: Conformance) -> Vec<u8> {
    let (metadata, edition) = (facts.metadata, facts.edition);
    let mut xmp = Packet { writer: Writer::new(Layout::Indented) };
    xmp.writer.instruction("xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"");
    xmp.writer.open("x:xmpmeta", &[("xmlns:x", "adobe:ns:meta/")]);
    xmp.writer.open("rdf:RDF", &NAMESPACES[..1]);
    let mut attributes = vec![("rdf:about", "")];
    attributes.extend(&NAMESPACES[1..]);
    xmp.writer.open("rdf:Description", &attributes);
    xmp.dublin_core(facts, edition, identifier);
    xmp.program(facts, lasting, version);
    xmp.publication(metadata, edition);
    xmp.conformance(conformance);
    xmp.extensions();
    let mut packet = xmp.writer.finish().text;
    packet.push_str("<?xpacket end=\"r\"?>\n");
    packet.into_bytes()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Packet {
    writer: Writer,
}

impl Packet {
    fn dublin_core(&mut self, facts: &Facts<'_>, edition: &Edition, identifier: &str) {
        let metadata = facts.metadata;
        self.list("dc:format", None, &["application/pdf"]);
        let mut titles = vec![("x-default".to_owned(), facts.title.clone())];
        if let Some(title) = metadata.main_title() {
            titles.push((title.text.language.to_string(), facts.title.clone()));
            titles.extend(title.text.alternates.iter().map(|(language, text)| (language.to_string(), text.clone())));
        }
        if !facts.title.is_empty() {
            self.alternatives("dc:title", titles);
        }
        self.list("dc:creator", Some("rdf:Seq"), &names(&metadata.creators));
        self.list("dc:contributor", Some("rdf:Bag"), &names(&metadata.contributors));
        self.localized("dc:description", metadata.description.as_ref());
        let subjects: Vec<&str> = metadata.subjects.iter().map(|subject| subject.term.text.as_str()).collect();
        self.list("dc:subject", Some("rdf:Bag"), &subjects);
        let publisher: Vec<&str> = metadata.publisher.iter().map(|publisher| publisher.text.as_str()).collect();
        self.list("dc:publisher", Some("rdf:Bag"), &publisher);
        let dates: Vec<&str> = metadata.published.iter().map(Date::as_str).collect();
        self.list("dc:date", Some("rdf:Seq"), &dates);
        self.list("dc:language", Some("rdf:Bag"), &[metadata.language.as_str()]);
        self.list("dc:identifier", None, &[identifier]);
        let source: Vec<&str> = metadata.source_url.iter().map(String::as_str).collect();
        self.list("dc:source", None, &source);
        let relations: Vec<&str> = metadata.series.iter().map(|series| series.name.text.as_str()).collect();
        self.list("dc:relation", Some("rdf:Bag"), &relations);
        self.localized("dc:rights", metadata.rights.as_ref());
        if let Some(url) = &metadata.rights_url {
            self.writer.element("xmpRights:WebStatement", &[], url);
        }
        let edition_title = metadata.titles.iter().find(|title| title.kind == TitleKind::Edition);
        let label = edition_title.map_or(edition.label.as_str(), |title| title.text.text.as_str());
        if !label.is_empty() {
            self.writer.element("xmp:Label", &[], label);
        }
    }

    fn program(&mut self, facts: &Facts<'_>, lasting: &[u8], version: &[u8]) {
        self.writer.element("xmp:CreatorTool", &[], PROGRAM);
        if let Some(modified) = &facts.modified {
            self.writer.element("xmp:CreateDate", &[], modified);
            self.writer.element("xmp:ModifyDate", &[], modified);
            self.writer.element("xmp:MetadataDate", &[], modified);
        }
        if !facts.keywords.is_empty() {
            self.writer.element("pdf:Keywords", &[], &facts.keywords);
        }
        self.writer.element("pdf:Producer", &[], PROGRAM);
        self.writer.element("xmpMM:DocumentID", &[], &format!("xmp.did:{}", hexadecimal(lasting)));
        self.writer.element("xmpMM:InstanceID", &[], &format!("xmp.iid:{}", hexadecimal(version)));
    }

    fn publication(&mut self, metadata: &Metadata, edition: &Edition) {
        let own = edition.identifiers.iter().filter(|(format, _)| *format == Format::Pdf).map(|(_, identifier)| identifier);
        let identifiers: Vec<&Identifier> = own.chain(&metadata.identifier).collect();
        let of = |scheme| identifiers.iter().find(|identifier| identifier.scheme == scheme).map(|identifier| identifier.value.as_str());
        let values = [
            ("prism:isbn", of(IdentifierScheme::Isbn)),
            ("prism:doi", of(IdentifierScheme::Doi)),
            ("prism:issn", metadata.issn.as_deref()),
            ("prism:issueIdentifier", metadata.issue.as_deref()),
        ];
        for (property, value) in values {
            if let Some(value) = value {
                self.writer.element(property, &[], value);
            }
        }
    }

    /// ISO 19005-2, 6.6.4; ISO 14289-1, 5.
    fn conformance(&mut self, conformance: Conformance) {
        if let Some(ArchivePart { part, level }) = conformance.archive {
            self.writer.element("pdfaid:part", &[], part);
            self.writer.element("pdfaid:conformance", &[], level);
        }
        match conformance.access {
            Some(PdfAccess::Ua1) => self.writer.element("pdfuaid:part", &[], "1"),
            None => {}
        }
    }

    /// Descriptions of the properties that PDF/A does not know by itself (ISO 19005-2, 6.6.2.3.3).
    fn extensions(&mut self) {
        self.writer.open("pdfaExtension:schemas", &[]);
        self.writer.open("rdf:Bag", &[]);
        self.schema(
            "PDF/UA identification",
            NAMESPACES[7].1,
            "pdfuaid",
            &[("part", "Integer", "Part of ISO 14289 that the file conforms to")],
        );
        self.schema(
            "PRISM basic metadata",
            PRISM,
            "prism",
            &[
                ("isbn", "Text", "ISBN of the publication"),
                ("doi", "Text", "DOI of the publication"),
                ("issn", "Text", "ISSN of the periodical that the work appeared in"),
                ("issueIdentifier", "Text", "Issue of the periodical"),
            ],
        );
        self.writer.close();
        self.writer.close();
    }

    fn schema(&mut self, title: &str, namespace: &str, prefix: &str, properties: &[(&str, &str, &str)]) {
        self.writer.open("rdf:li", &[("rdf:parseType", "Resource")]);
        self.writer.element("pdfaSchema:schema", &[], title);
        self.writer.element("pdfaSchema:namespaceURI", &[], namespace);
        self.writer.element("pdfaSchema:prefix", &[], prefix);
        self.writer.open("pdfaSchema:property", &[]);
        self.writer.open("rdf:Seq", &[]);
        for (name, kind, description) in properties {
            self.writer.open("rdf:li", &[("rdf:parseType", "Resource")]);
            self.writer.element("pdfaProperty:name", &[], name);
            self.writer.element("pdfaProperty:valueType", &[], kind);
            self.writer.element("pdfaProperty:category", &[], "external");
            self.writer.element("pdfaProperty:description", &[], description);
            self.writer.close();
        }
        self.writer.close();
        self.writer.close();
        self.writer.close();
    }

    /// A property of one value, or of several in an array of this type; nothing without values.
    fn list(&mut self, property: &str, array: Option<&str>, values: &[&str]) {
        let values: Vec<&str> = values.iter().copied().filter(|value| !value.is_empty()).collect();
        match (array, values.as_slice()) {
            (_, []) => {}
            (None, [value, ..]) => self.writer.element(property, &[], value),
            (Some(array), values) => {
                self.writer.open(property, &[]);
                self.writer.open(array, &[]);
                for value in values {
                    self.writer.element("rdf:li", &[], value);
                }
                self.writer.close();
                self.writer.close();
            }
        }
    }

    fn localized(&mut self, property: &str, value: Option<&Localized>) {
        let Some(value) = value else { return };
        let own = [("x-default".to_owned(), value.text.clone()), (value.language.to_string(), value.text.clone())];
        let others = value.alternates.iter().map(|(language, text)| (language.to_string(), text.clone()));
        self.alternatives(property, own.into_iter().chain(others).collect());
    }

    /// A text in several languages, the first the default.
    fn alternatives(&mut self, property: &str, values: Vec<(String, String)>) {
        self.writer.open(property, &[]);
        self.writer.open("rdf:Alt", &[]);
        let mut seen = BTreeMap::new();
        for (language, text) in values {
            if seen.insert(language.clone(), ()).is_none() {
                self.writer.element("rdf:li", &[("xml:lang", &language)], &text);
            }
        }
        self.writer.close();
        self.writer.close();
    }
}
