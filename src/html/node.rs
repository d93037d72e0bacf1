//! A look at one node of a document.

use super::document::Document;
use super::document::Kind;
use super::document::NodeData;
use crate::xml::Layout;
use crate::xml::Writer;

/// A node in its document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub(super) document: &'a Document,
    pub(super) index: usize,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && std::ptr::eq(self.document, other.document)
    }
}

impl<'a> Node<'a> {
    fn data(self) -> &'a NodeData {
        &self.document.nodes[self.index]
    }

    pub fn document(self) -> &'a Document {
        self.document
    }

    /// The node of the same document with this number, if there is one.
    pub fn at(self, index: usize) -> Option<Node<'a>> {
        (index < self.document.size()).then_some(Node { document: self.document, index })
    }

    /// The node's number in its document, in the order of the text.
    pub fn index(self) -> usize {
        self.index
    }

    pub fn is_element(self) -> bool {
        matches!(self.data().kind, Kind::Element { .. })
    }

    /// The element's name in lower case as HTML has it, such as `p`; empty for what is no element.
    pub fn name(self) -> &'a str {
        match &self.data().kind {
            Kind::Element { name, .. } => name,
            Kind::Document | Kind::Text(_) | Kind::Comment(_) => "",
        }
    }

    pub fn is(self, names: &[&str]) -> bool {
        names.contains(&self.name())
    }

    /// The text of a text node.
    pub fn text(self) -> Option<&'a str> {
        match &self.data().kind {
            Kind::Text(text) => Some(text),
            Kind::Document | Kind::Element { .. } | Kind::Comment(_) => None,
        }
    }

    /// The text of a comment.
    pub fn comment(self) -> Option<&'a str> {
        match &self.data().kind {
            Kind::Comment(text) => Some(text),
            Kind::Document | Kind::Element { .. } | Kind::Text(_) => None,
        }
    }

    /// Attributes with their names as written, such as `epub:type`.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let attributes: &[(Box<str>, Box<str>)] = match &self.data().kind {
            Kind::Element { attributes, .. } => attributes,
            Kind::Document | Kind::Text(_) | Kind::Comment(_) => &[],
        };
        attributes.iter().map(|(name, value)| (&**name, &**value))
    }

    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether one of the words of an attribute is this one, in any case of letters.
    pub fn has_word(self, attribute: &str, word: &str) -> bool {
        self.attribute(attribute).is_some_and(|value| value.split_whitespace().any(|other| other.eq_ignore_ascii_case(word)))
    }

    pub fn has_class(self, class: &str) -> bool {
        self.classes().any(|other| other == class)
    }

    pub fn classes(self) -> impl Iterator<Item = &'a str> {
        self.attribute("class").unwrap_or_default().split_whitespace()
    }

    /// The element's id, or the name of an anchor.
    pub fn id(self) -> Option<&'a str> {
        let named = if self.is(&["a", "img", "map"]) { self.attribute("name") } else { None };
        self.attribute("id").or_else(|| self.attribute("xml:id")).or(named).filter(|id| !id.is_empty())
    }

    pub fn parent(self) -> Option<Node<'a>> {
        (self.index > 0).then(|| Node { document: self.document, index: self.data().parent })
    }

    /// The parent and everything around it, the nearest first.
    pub fn ancestors(self) -> impl Iterator<Item = Node<'a>> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    pub fn children(self) -> impl DoubleEndedIterator<Item = Node<'a>> {
        let document = self.document;
        self.data().children.iter().map(move |index| Node { document, index: *index })
    }

    /// The elements directly inside.
    pub fn elements(self) -> impl DoubleEndedIterator<Item = Node<'a>> {
        self.children().filter(|node| node.is_element())
    }

    /// The first element of this name directly inside.
    pub fn child(self, name: &str) -> Option<Node<'a>> {
        self.elements().find(|node| node.name() == name)
    }

    /// The node after this one among the children of its parent.
    pub fn next(self) -> Option<Node<'a>> {
        let siblings = &self.parent()?.data().children;
        siblings.get(self.data().place + 1).map(|index| Node { document: self.document, index: *index })
    }

    /// The node before this one among the children of its parent.
    pub fn previous(self) -> Option<Node<'a>> {
        let siblings = &self.parent()?.data().children;
        self.data().place.checked_sub(1).map(|place| Node { document: self.document, index: siblings[place] })
    }

    /// The element before this one.
    pub fn previous_element(self) -> Option<Node<'a>> {
        std::iter::successors(self.previous(), |node| node.previous()).find(|node| node.is_element())
    }

    /// The element after this one.
    pub fn next_element(self) -> Option<Node<'a>> {
        std::iter::successors(self.next(), |node| node.next()).find(|node| node.is_element())
    }

    /// Everything inside, in the order of the text.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        let mut waiting: Vec<Node<'a>> = self.children().rev().collect();
        std::iter::from_fn(move || {
            let node = waiting.pop()?;
            waiting.extend(node.children().rev());
            Some(node)
        })
    }

    /// Whether this node lies inside the other or is it.
    pub fn is_in(self, other: Node<'_>) -> bool {
        self == other || self.ancestors().any(|node| node == other)
    }

    /// All text inside, as it stands.
    pub fn all_text(self) -> String {
        let mut text = String::new();
        text.extend(self.text());
        self.descendants().filter_map(Node::text).for_each(|part| text.push_str(part));
        text
    }

    /// The text inside on one line, runs of white space as one space; without readings beside the line.
    pub fn line(self) -> String {
        let mut text = String::new();
        let mut waiting: Vec<Node<'a>> = vec![self];
        while let Some(node) = waiting.pop() {
            match node.text() {
                Some(part) => text.push_str(part),
                None if node.is(&["rt", "rp", "rtc", "script", "style", "template"]) => {}
                None => {
                    if node.name() == "br" {
                        text.push(' ');
                    }
                    waiting.extend(node.children().rev());
                }
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The element as a document of its own, such as a drawing in a page.
    pub fn to_xml(self, declarations: &[(&str, &str)]) -> String {
        let mut writer = Writer::with_declaration(Layout::Inline);
        let mut steps = vec![(self, Step::Open)];
        while let Some((node, step)) = steps.pop() {
            if step == Step::Close {
                writer.close();
            } else if let Some(text) = node.text() {
                writer.text(text);
            } else if node.is_element() {
                let mut attributes: Vec<(&str, &str)> = node.attributes().filter(|(name, _)| is_xml_name(name)).collect();
                if node == self {
                    attributes.retain(|(name, _)| !declarations.iter().any(|(known, _)| known == name));
                    attributes.splice(0..0, declarations.iter().copied());
                }
                writer.open(node.name(), &attributes);
                steps.push((node, Step::Close));
                steps.extend(node.children().rev().map(|child| (child, Step::Open)));
            }
        }
        writer.finish().text
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Open,
    Close,
}

fn is_xml_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
}
