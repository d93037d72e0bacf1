//! The package document.

use super::accessibility::Accessibility;
use super::assemble::Resource;
use super::metadata;
use super::profile::Profile;
use super::write::EpubInput;
use crate::geom::WritingMode;
use crate::manuscript::Date;
use crate::xhtml::Content;
use crate::xml::Document;
use crate::xml::Layout;
use crate::xml::Writer;

/// What the package document lists and says.
pub struct PackageInput<'a> {
    pub input: &'a EpubInput<'a>,
    pub content: &'a Content,
    pub resources: &'a [Resource],
    /// The path of the cover picture.
    pub cover_image: Option<&'a str>,
    pub accessibility: &'a Accessibility,
    pub profile: &'static Profile,
    pub modified: &'a Date,
    pub has_fonts: bool,
}

/// The prefix of Apple's own vocabulary; `schema`, `marc`, `onix` and `dcterms` are reserved (EPUB 3.3 D.1).
const PREFIX: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// Writes the package document, one element a line and in a fixed order, so that two editions can be compared line by line.
pub fn write(package: &PackageInput<'_>) -> Document {
    let language = package.input.book.language.as_str();
    let mut xml = Writer::with_declaration(Layout::Indented);
    let guide = package.profile.guide.as_ref().map(|guide| format!("{}: {}", guide.prefix, guide.address));
    let prefixes: Vec<String> = package.has_fonts.then(|| PREFIX.to_owned()).into_iter().chain(guide).collect();
    let prefixes = prefixes.join(" ");
    let attributes = [
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", "publication-id"),
        ("xml:lang", language),
        ("dir", "ltr"),
        ("prefix", prefixes.as_str()),
    ];
    xml.open("package", &attributes[..if prefixes.is_empty() { 5 } else { 6 }]);
    metadata::write(&mut xml, package);
    manifest(&mut xml, package);
    spine(&mut xml, package);
    xml.finish()
}

/// An item's id is its path in the characters of a name.
pub fn item_id(path: &str) -> String {
    let name: String = path.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '-' }).collect();
    format!("item-{name}")
}

fn manifest(xml: &mut Writer, package: &PackageInput<'_>) {
    xml.open("manifest", &[]);
    for document in &package.content.documents {
        let id = item_id(&document.path);
        let mut attributes = vec![("id", id.as_str()), ("href", document.path.as_str()), ("media-type", "application/xhtml+xml")];
        if document.path == package.profile.file_names().navigation() {
            attributes.push(("properties", "nav"));
        }
        xml.empty("item", &attributes);
    }
    for resource in package.resources {
        let id = item_id(&resource.path);
        let mut attributes = vec![("id", id.as_str()), ("href", resource.path.as_str()), ("media-type", resource.media_type)];
        if package.cover_image == Some(resource.path.as_str()) {
            attributes.push(("properties", "cover-image"));
        }
        xml.empty("item", &attributes);
    }
    xml.close();
}

/// Readers choose the side of binding, and some the direction of text, from the spine and not from style sheets.
fn spine(xml: &mut Writer, package: &PackageInput<'_>) {
    let progression = match package.input.edition.direction {
        WritingMode::HorizontalTb => "ltr",
        WritingMode::VerticalRl => "rtl",
    };
    xml.open("spine", &[("page-progression-direction", progression)]);
    for document in package.content.documents.iter().filter(|document| document.in_spine) {
        xml.empty("itemref", &[("idref", &item_id(&document.path))]);
    }
    xml.close();
}
