//! Reading to a small tree.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element with its attributes and content, names with their prefixes as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    #[error("not well formed at byte {at}: {reason}")]
    Malformed { at: u64, reason: String },
    #[error("elements are nested deeper than {0}")]
    TooDeep(usize),
    #[error("it holds more than {0} elements and attributes")]
    TooMany(usize),
    #[error("no element")]
    Empty,
}

/// Which names may stand between `&` and `;`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entities {
    /// The five of XML.
    Xml,
    /// Those of HTML, which XHTML takes from its document type.
    Html,
}

/// Elements and attributes of one document, and attributes of one element.
const MOST_NODES: usize = 3_000_000;
const MOST_ATTRIBUTES: usize = 1_000;

/// Reads a document to its root element. Entities other than the five of XML and character references are refused; document
/// types, comments and instructions are skipped.
pub fn parse(text: &str, depth_limit: usize) -> Result<Element, XmlError> {
    parse_with_entities(text, depth_limit, Entities::Xml)
}

/// The same with named characters of another set. What a document declares itself is never expanded.
pub fn parse_with_entities(text: &str, depth_limit: usize, entities: Entities) -> Result<Element, XmlError> {
    let named = |name: &str| match entities {
        Entities::Xml => quick_xml::escape::resolve_xml_entity(name),
        Entities::Html => quick_xml::escape::resolve_html5_entity(name),
    };
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut nodes = 0;
    loop {
        let event = reader.read_event().map_err(|error| malformed(&reader, &error))?;
        if let Event::Start(start) | Event::Empty(start) = &event {
            nodes += 1 + attribute_count(start)?;
            if nodes > MOST_NODES {
                return Err(XmlError::TooMany(MOST_NODES));
            }
        }
        match event {
            Event::Start(start) => {
                if open.len() > depth_limit {
                    return Err(XmlError::TooDeep(depth_limit));
                }
                open.push(element(&start, &named).map_err(|reason| malformed(&reader, &reason))?);
            }
            Event::Empty(start) => {
                let element = element(&start, &named).map_err(|reason| malformed(&reader, &reason))?;
                innermost(&mut open).children.push(Node::Element(element));
            }
            Event::End(_) => {
                let element = open.pop().expect("the reader matches ends with starts");
                innermost(&mut open).children.push(Node::Element(element));
            }
            Event::Text(text) => push_text(innermost(&mut open), &text.xml10_content()),
            Event::CData(text) => push_text(innermost(&mut open), &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = quick_xml::escape::unescape_with(&format!("&{name};"), named).map(|text| text.into_owned());
                push_text(innermost(&mut open), &resolved.map_err(|error| malformed(&reader, &error))?);
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    if open.len() > 1 {
        return Err(XmlError::Malformed { at: text.len() as u64, reason: format!("<{}> is not closed", innermost(&mut open).name) });
    }
    let root = open.pop().unwrap_or_default().children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or(XmlError::Empty)
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly inside, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly inside.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All text inside, in order.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.collect_text(out),
            }
        }
    }
}

fn innermost(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the document itself is never closed")
}

fn push_text(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        Some(Node::Element(_)) | None => element.children.push(Node::Text(text.to_owned())),
    }
}

/// The attributes of an element, counted before they are read: looking for two of one name takes the square of their number.
fn attribute_count(start: &BytesStart<'_>) -> Result<usize, XmlError> {
    const SHORTEST: usize = " a=''".len();
    if start.as_ref().len() < MOST_ATTRIBUTES * SHORTEST {
        return Ok(start.as_ref().bytes().filter(|byte| *byte == b'=').count());
    }
    let count = start.attributes().with_checks(false).take(MOST_ATTRIBUTES + 1).count();
    if count > MOST_ATTRIBUTES { Err(XmlError::TooMany(MOST_ATTRIBUTES)) } else { Ok(count) }
}

fn element(start: &BytesStart<'_>, named: &dyn Fn(&str) -> Option<&'static str>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = quick_xml::escape::unescape_with(&attribute.value, named).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: start.name().as_ref().to_owned(), attributes, children: Vec::new() })
}

fn malformed(reader: &Reader<&[u8]>, reason: &dyn std::fmt::Display) -> XmlError {
    XmlError::Malformed { at: reader.buffer_position(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{XmlError, parse};

    #[test]
    fn a_document_becomes_a_tree() {
        let root = parse("<?xml version=\"1.0\"?><!DOCTYPE html><a b=\"1 &amp; 2\"><c/>x &lt; &#x4E00;<d>y</d></a>", 10).unwrap();
        assert_eq!(root.attribute("b"), Some("1 & 2"));
        assert_eq!(root.text(), "x < 一y");
        assert_eq!(root.elements().map(|element| element.name.as_str()).collect::<Vec<_>>(), ["c", "d"]);
        assert_eq!(root.child("d").unwrap().text(), "y");
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for text in ["<a>", "<a></b>", "<a b=c/>", "<a>&nope;</a>", "</a>"] {
            assert!(matches!(parse(text, 10), Err(XmlError::Malformed { .. })), "{text}");
        }
        assert_eq!(parse("", 10), Err(XmlError::Empty));
        assert_eq!(parse("<a><b><c/></b></a>", 1), Err(XmlError::TooDeep(1)));
    }

    #[test]
    fn elements_and_attributes_are_counted() {
        let attributes: String = (0..1001).map(|at| format!(" a{at}=''")).collect();
        assert_eq!(parse(&format!("<a{attributes}/>"), 10), Err(XmlError::TooMany(1000)));
        assert_eq!(parse(&format!("<a>{}</a>", "<b/>".repeat(3_000_000)), 10), Err(XmlError::TooMany(3_000_000)));
    }
}
