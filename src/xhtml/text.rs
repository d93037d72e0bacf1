//! The canonical text of content documents, taken from the XHTML itself: what tests and inspection compare with the edition's text.

use crate::xml::Element;
use crate::xml::Node;
use crate::xml::XmlError;
use crate::xml::parse;

/// Deeper than any document that is written.
const DEPTH: usize = 500;

/// Elements that begin and end a line of text.
const BLOCKS: [&str; 25] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "section",
    "header",
    "aside",
    "figure",
    "figcaption",
    "table",
    "caption",
    "tr",
    "td",
    "th",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "hr",
    "body",
];

/// The body stream of one content document: base text, one block a line; readings, generated text and page breaks left out.
pub fn body_text(xhtml: &str) -> Result<Vec<String>, XmlError> {
    let mut text = Text::default();
    if let Some(body) = parse(xhtml, DEPTH)?.child("body") {
        text.element(body);
    }
    text.end_line();
    Ok(text.lines)
}

/// The readings of one content document in their order.
pub fn reading_text(xhtml: &str) -> Result<Vec<String>, XmlError> {
    let mut readings = Vec::new();
    collect_readings(&parse(xhtml, DEPTH)?, &mut readings);
    Ok(readings)
}

fn collect_readings(element: &Element, readings: &mut Vec<String>) {
    for child in element.elements() {
        if child.name == "rt" {
            readings.push(child.text());
        } else {
            collect_readings(child, readings);
        }
    }
}

#[derive(Default)]
struct Text {
    lines: Vec<String>,
    line: String,
    line_ended: bool,
}

impl Text {
    fn element(&mut self, element: &Element) {
        let has_class = |name: &str| element.attribute("class").is_some_and(|class| class.split(' ').any(|one| one == name));
        if has_class("generated") || element.attribute("epub:type") == Some("pagebreak") {
            return;
        }
        match element.name.as_str() {
            "rt" | "rp" | "head" => return,
            "br" => self.line_ended = true,
            "img" if has_class("gaiji") => self.text(element.attribute("alt").unwrap_or_default()),
            "pre" => {
                self.end_line();
                self.lines.extend(element.text().lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
                return;
            }
            _ => {}
        }
        if has_class("byline") {
            self.end_line();
            let mut names = Text::default();
            for part in element.elements().filter(|part| part.name == "span" && part.attribute("epub:type").is_none()) {
                names.element(part);
                names.end_line();
            }
            self.lines.push(names.lines.join("\u{3000}"));
            return;
        }
        let is_block = BLOCKS.contains(&element.name.as_str());
        if is_block {
            self.end_line();
        }
        for node in &element.children {
            match node {
                Node::Element(child) => self.element(child),
                // White space between blocks is the file's, not the text's.
                Node::Text(text) if text == "\n" => {}
                Node::Text(text) => self.text(text),
            }
        }
        if is_block {
            self.end_line();
        }
    }

    fn text(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if std::mem::take(&mut self.line_ended) && self.line.chars().next_back().is_some_and(|last| needs_space(last) || needs_space(first))
        {
            self.line.push(' ');
        }
        self.line.push_str(text);
    }

    fn end_line(&mut self) {
        self.line_ended = false;
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.lines.push(line);
        }
    }
}

/// Characters of scripts that part words with spaces, as in the canonical text of the tree.
fn needs_space(character: char) -> bool {
    !character.is_whitespace() && (character < '\u{2E80}' && character.is_alphanumeric() || ('\u{AC00}'..='\u{D7A3}').contains(&character))
}
