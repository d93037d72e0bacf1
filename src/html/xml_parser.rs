//! XHTML to the same tree.

use super::DEEPEST;
use super::document::Document;
use super::document::Kind;
use crate::xml::Element;
use crate::xml::Entities;
use crate::xml::Node as XmlNode;
use crate::xml::XmlError;
use crate::xml::parse_with_entities;

/// Reads a content document. Entities are those of HTML; ones that a document declares itself are not expanded, so that such a
/// document is refused. Names of elements lose the prefix of HTML's name space.
pub fn parse_xhtml(text: &str) -> Result<Document, XmlError> {
    let root = parse_with_entities(text, DEEPEST, Entities::Html)?;
    let mut document = Document::default();
    let prefix =
        root.attributes.iter().find(|(_, value)| value == "http://www.w3.org/1999/xhtml").and_then(|(name, _)| name.strip_prefix("xmlns:"));
    let prefix = prefix.map(|prefix| format!("{prefix}:"));
    add(&mut document, 0, &root, prefix.as_deref());
    Ok(document)
}

fn add(document: &mut Document, parent: usize, element: &Element, prefix: Option<&str>) {
    let name = prefix.and_then(|prefix| element.name.strip_prefix(prefix)).unwrap_or(&element.name);
    let attributes = element.attributes.iter().map(|(name, value)| (name.as_str().into(), value.as_str().into())).collect();
    let node = document.push(parent, Kind::Element { name: name.into(), attributes });
    for child in &element.children {
        match child {
            XmlNode::Element(child) => add(document, node, child, prefix),
            XmlNode::Text(text) => {
                document.push(node, Kind::Text(text.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse_xhtml;

    #[test]
    fn content_documents_keep_their_empty_elements_and_named_characters() {
        let document =
            parse_xhtml("<h:html xmlns:h='http://www.w3.org/1999/xhtml'><h:p><h:a id='x'/>一&nbsp;&hellip;</h:p></h:html>").unwrap();
        let paragraph = document.find("p").unwrap();
        assert_eq!(paragraph.all_text(), "一\u{A0}…");
        assert_eq!(paragraph.child("a").unwrap().children().count(), 0);
    }

    #[test]
    fn entities_of_a_document_are_not_expanded() {
        assert!(parse_xhtml("<!DOCTYPE html [<!ENTITY a 'b'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><html>&a;&c;</html>").is_err());
    }
}
