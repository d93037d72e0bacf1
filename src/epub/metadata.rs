//! The metadata of the package document: a view of the one metadata model.

use super::package::PackageInput;
use super::package::item_id;
use super::profile::PageSource;
use crate::geom::WritingMode;
use crate::manuscript::Creator;
use crate::manuscript::Identifier;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::Metadata;
use crate::manuscript::TitleKind;
use crate::unicode::Language;
use crate::xml::Writer;

/// ONIX code list 5: the kinds of product identifiers.
const ONIX_IDENTIFIERS: &str = "onix:codelist5";

/// Writes `<metadata>`.
pub fn write(xml: &mut Writer, package: &PackageInput<'_>) {
    let input = package.input;
    let metadata = input.metadata;
    xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    let mut view = View { xml, language: &input.book.language };
    view.identifier("publication-id", input.identifier);
    if let Some(work) = metadata.identifier.as_ref().filter(|work| *work != input.identifier) {
        view.identifier("work-id", work);
    }
    view.titles(metadata);
    view.xml.element("dc:language", &[], input.book.language.as_str());
    for (index, creator) in metadata.creators.iter().enumerate() {
        view.person("dc:creator", &format!("creator-{}", index + 1), creator, index + 1);
    }
    for (index, contributor) in metadata.contributors.iter().enumerate() {
        view.person("dc:contributor", &format!("contributor-{}", index + 1), contributor, index + 1);
    }
    if let Some(publisher) = &metadata.publisher {
        view.localized("dc:publisher", "publisher", publisher);
    }
    view.dates(metadata, &package.modified.timestamp());
    view.subjects(metadata);
    if let Some(description) = &metadata.description {
        view.localized("dc:description", "description", description);
    }
    if let Some(rights) = &metadata.rights {
        view.localized("dc:rights", "rights", rights);
    }
    if let Some(source) = &metadata.source_url {
        view.xml.element("dc:source", &[], source);
    }
    view.series(metadata);
    if let Some(revision) = input.edition.revision.or(metadata.revision) {
        view.meta("schema:version", &revision.to_string());
    }
    accessibility(view.xml, package);
    readers(view.xml, package);
    if let Some(address) = &metadata.rights_url {
        xml.empty("link", &[("rel", "dcterms:license"), ("href", address)]);
    }
    xml.close();
}

struct View<'a, 'b> {
    xml: &'a mut Writer,
    /// Of the package document.
    language: &'b Language,
}

impl View<'_, '_> {
    fn meta(&mut self, property: &str, value: &str) {
        self.xml.element("meta", &[("property", property)], value);
    }

    fn refine(&mut self, id: &str, property: &str, value: &str) {
        self.xml.element("meta", &[("refines", &format!("#{id}")), ("property", property)], value);
    }

    fn refine_in(&mut self, id: &str, property: &str, scheme: &str, value: &str) {
        self.xml.element("meta", &[("refines", &format!("#{id}")), ("property", property), ("scheme", scheme)], value);
    }

    fn identifier(&mut self, id: &str, identifier: &Identifier) {
        self.xml.element("dc:identifier", &[("id", id)], &urn(identifier));
        match identifier.scheme {
            IdentifierScheme::Isbn => self.refine_in(id, "identifier-type", ONIX_IDENTIFIERS, "15"),
            IdentifierScheme::Doi => self.refine_in(id, "identifier-type", ONIX_IDENTIFIERS, "06"),
            IdentifierScheme::Uuid | IdentifierScheme::Uri => {}
        }
    }

    /// A string with the language in which it differs from the package, and its forms in other scripts.
    fn localized(&mut self, element: &str, id: &str, value: &Localized) {
        let mut attributes = vec![("id", id)];
        if value.language != *self.language {
            attributes.push(("xml:lang", value.language.as_str()));
        }
        self.xml.element(element, &attributes, &value.text);
        self.alternates(id, value);
    }

    fn alternates(&mut self, id: &str, value: &Localized) {
        for (language, text) in value.alternates.iter().filter(|(language, _)| *language != value.language) {
            let attributes = [("refines", &*format!("#{id}")), ("property", "alternate-script"), ("xml:lang", language.as_str())];
            self.xml.element("meta", &attributes, text);
        }
    }

    fn titles(&mut self, metadata: &Metadata) {
        if metadata.titles.is_empty() {
            // EPUB 3.3 5.5.3: a package has a title.
            self.xml.element("dc:title", &[("id", "title")], "—");
        }
        for (index, title) in metadata.titles.iter().enumerate() {
            let (kind, name) = match title.kind {
                TitleKind::Main => ("main", "title"),
                TitleKind::Subtitle => ("subtitle", "subtitle"),
                TitleKind::Short => ("short", "short-title"),
                TitleKind::Edition => ("edition", "edition-title"),
            };
            let repeated = metadata.titles[..index].iter().filter(|before| before.kind == title.kind).count();
            let id = if repeated == 0 { name.to_owned() } else { format!("{name}-{}", repeated + 1) };
            self.localized("dc:title", &id, &title.text);
            self.refine(&id, "title-type", kind);
            self.refine(&id, "display-seq", &(index + 1).to_string());
            if let Some(sort) = &title.sort {
                self.refine(&id, "file-as", sort);
            }
        }
    }

    fn person(&mut self, element: &str, id: &str, person: &Creator, position: usize) {
        self.localized(element, id, &person.name);
        self.refine_in(id, "role", "marc:relators", &person.role);
        self.refine(id, "display-seq", &position.to_string());
        if let Some(sort) = &person.sort {
            self.refine(id, "file-as", sort);
        }
    }

    fn dates(&mut self, metadata: &Metadata, modified: &str) {
        if let Some(published) = &metadata.published {
            self.xml.element("dc:date", &[], published.as_str());
        }
        if let Some(first) = &metadata.first_published {
            self.meta("dcterms:issued", first.as_str());
        }
        if let Some(captured) = &metadata.captured {
            self.meta("dcterms:provenance", captured.as_str());
        }
        self.meta("dcterms:modified", modified);
    }

    fn subjects(&mut self, metadata: &Metadata) {
        for (index, subject) in metadata.subjects.iter().enumerate() {
            let id = format!("subject-{}", index + 1);
            self.localized("dc:subject", &id, &subject.term);
            // EPUB 3.3 D.3.2: authority and term come together.
            if let (Some(scheme), Some(code)) = (&subject.scheme, &subject.code) {
                self.refine(&id, "authority", scheme);
                self.refine(&id, "term", code);
            }
        }
    }

    /// The series as a collection, and in calibre's older form, which several readers know alone.
    fn series(&mut self, metadata: &Metadata) {
        if let Some(series) = &metadata.series {
            let mut attributes = vec![("property", "belongs-to-collection"), ("id", "series")];
            if series.name.language != *self.language {
                attributes.push(("xml:lang", series.name.language.as_str()));
            }
            self.xml.element("meta", &attributes, &series.name.text);
            self.refine("series", "collection-type", "series");
            self.alternates("series", &series.name);
            if let Some(position) = &series.position {
                self.refine("series", "group-position", position);
            }
            if let Some(issn) = &series.issn {
                self.refine("series", "dcterms:identifier", &format!("urn:issn:{issn}"));
            }
            self.xml.empty("meta", &[("name", "calibre:series"), ("content", &series.name.text)]);
            if let Some(position) = &series.position {
                self.xml.empty("meta", &[("name", "calibre:series_index"), ("content", position)]);
            }
        }
        if let Some(issn) = &metadata.issn {
            self.meta("dcterms:isPartOf", &format!("urn:issn:{issn}"));
        }
        if let Some(issue) = &metadata.issue {
            self.meta("dcterms:bibliographicCitation", issue);
        }
    }
}

fn accessibility(xml: &mut Writer, package: &PackageInput<'_>) {
    let facts = package.accessibility;
    let lists = [
        ("schema:accessMode", &facts.modes),
        ("schema:accessModeSufficient", &facts.sufficient),
        ("schema:accessibilityFeature", &facts.features),
        ("schema:accessibilityHazard", &facts.hazards),
    ];
    for (property, values) in lists {
        values.iter().for_each(|value| xml.element("meta", &[("property", property)], value));
    }
    xml.element("meta", &[("property", "schema:accessibilitySummary")], &facts.summary);
    if let Some(certification) = &package.input.metadata.certification {
        xml.element("meta", &[("property", "dcterms:conformsTo"), ("id", "conformance")], &certification.conforms_to);
        let refined = |property| [("property", property), ("refines", "#conformance")];
        xml.element("meta", &refined("a11y:certifiedBy"), &certification.certified_by);
        if let Some(credential) = &certification.credential {
            xml.element("meta", &refined("a11y:certifierCredential"), credential);
        }
        if let Some(report) = &certification.report {
            xml.empty("link", &[("rel", "a11y:certifierReport"), ("refines", "#conformance"), ("href", report)]);
        }
    }
    if !package.content.pages.is_empty() {
        // EPUB Accessibility 1.1 §4.3: whose pages they are; "none" when they are this publication's own.
        let source = package.input.pdf_identifier.map(urn);
        match (package.profile.page_source, source) {
            (PageSource::PageBreakSource, source) => {
                xml.element("meta", &[("property", "pageBreakSource")], source.as_deref().unwrap_or("none"));
            }
            (PageSource::SourceOf, Some(source)) => {
                xml.element("dc:source", &[("id", "page-source")], &source);
                xml.element("meta", &[("refines", "#page-source"), ("property", "source-of")], "pagination");
            }
            (PageSource::SourceOf, None) => {}
        }
    }
}

/// What particular reading systems look for.
fn readers(xml: &mut Writer, package: &PackageInput<'_>) {
    let mode = match package.input.edition.direction {
        WritingMode::HorizontalTb => "horizontal-lr",
        WritingMode::VerticalRl => "vertical-rl",
    };
    if let Some(guide) = &package.profile.guide {
        xml.element("meta", &[("property", &guide.property)], &guide.version);
    }
    if package.has_fonts {
        xml.element("meta", &[("property", "ibooks:specified-fonts")], "true");
    }
    xml.empty("meta", &[("name", "primary-writing-mode"), ("content", mode)]);
    if let Some(cover) = package.cover_image {
        xml.empty("meta", &[("name", "cover"), ("content", &item_id(cover))]);
    }
}

/// The identifier as a URN; an ISBN without hyphens.
fn urn(identifier: &Identifier) -> String {
    match identifier.scheme {
        IdentifierScheme::Isbn => {
            format!("urn:isbn:{}", identifier.value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase())
        }
        IdentifierScheme::Doi => format!("doi:{}", identifier.value),
        IdentifierScheme::Uuid => format!("urn:uuid:{}", identifier.value),
        IdentifierScheme::Uri => identifier.value.clone(),
    }
}
