//! Names of elements under the prefixes of the standard, whatever prefixes a file declares.

use std::sync::Arc;

use crate::xml::Element;
use crate::xml::Node;

/// Namespaces and the prefixes that the standard uses for them; of the strict form too (ISO/IEC 29500-1, annex A).
const PREFIXES: &[(&str, &str)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.openxmlformats.org/package/2006/content-types", "ct"),
    ("http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "cp"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"),
    ("http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", "c"),
    ("http://purl.oclc.org/ooxml/drawingml/chart", "c"),
    ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"),
    ("http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", "wpc"),
    ("http://schemas.microsoft.com/office/word/2010/wordml", "w14"),
    ("http://schemas.microsoft.com/office/drawing/2016/SVG/main", "asvg"),
    ("http://schemas.microsoft.com/office/drawing/2017/decorative", "adec"),
];

/// A declared prefix and the one of the standard; empty for a namespace that nothing here reads.
type Scope = Vec<(Arc<str>, Arc<str>)>;

/// Gives every element and attribute the prefix of the standard. An attribute without prefix keeps its bare name.
pub fn rename(root: &mut Element) {
    let mut scope = Scope::new();
    element(root, &mut scope);
}

fn element(element: &mut Element, scope: &mut Scope) {
    let outer = scope.len();
    for (name, value) in &element.attributes {
        let declared = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
        if let Some(declared) = declared {
            let known = PREFIXES.iter().find(|(uri, _)| uri == value).map_or("", |(_, prefix)| *prefix);
            scope.push((declared.into(), known.into()));
        }
    }
    if let Some(name) = renamed(&element.name, scope, true) {
        element.name = name;
    }
    for (name, _) in &mut element.attributes {
        if let Some(new) = renamed(name, scope, false) {
            *name = new;
        }
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            self::element(child, scope);
        }
    }
    scope.truncate(outer);
}

/// The name under the standard's prefix; none when it is so already.
fn renamed(name: &str, scope: &Scope, is_element: bool) -> Option<String> {
    let (prefix, local) = match name.split_once(':') {
        Some(("xml" | "xmlns", _)) => return None,
        Some(parts) => parts,
        None if is_element => ("", name),
        None => return None,
    };
    let (_, known) = scope.iter().rev().find(|(declared, _)| **declared == *prefix)?;
    if **known == *prefix {
        return None;
    }
    Some(if known.is_empty() { format!("?:{local}") } else { format!("{known}:{local}") })
}

#[cfg(test)]
mod tests {
    use super::rename;
    use crate::xml::parse;

    #[test]
    fn prefixes_are_those_of_the_standard() {
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let mut root =
            parse(&format!("<ns0:p xmlns:ns0=\"{strict}\" ns0:a=\"1\" b=\"2\"><w:p xmlns:w=\"urn:other\"/></ns0:p>"), 10).unwrap();
        rename(&mut root);
        assert_eq!((root.name.as_str(), root.attribute("w:a"), root.attribute("b")), ("w:p", Some("1"), Some("2")));
        assert_eq!(root.elements().next().unwrap().name, "?:p");
        let mut root = parse("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>", 10).unwrap();
        rename(&mut root);
        assert_eq!(root.name, "rel:Relationships");
    }
}
