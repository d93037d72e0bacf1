//! Which characters a publication sets in which role.

use crate::xml::Element;
use crate::xml::Node;
use crate::xml::XmlError;
use crate::xml::parse;
use std::collections::BTreeSet;

/// Deeper than any document that is written.
const DEPTH: usize = 500;

/// The characters of content documents by the role in which the style sheet sets them. Code is the reading system's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Characters {
    pub serif: BTreeSet<char>,
    pub sans: BTreeSet<char>,
}

impl Characters {
    /// Adds the characters of a content document.
    pub fn add(&mut self, xhtml: &str) -> Result<(), XmlError> {
        if let Some(body) = parse(xhtml, DEPTH)?.child("body") {
            self.element(body, false);
        }
        Ok(())
    }

    fn element(&mut self, element: &Element, in_sans: bool) {
        let class = element.attribute("class").unwrap_or_default();
        let has = |names: &[&str]| class.split(' ').any(|one| names.contains(&one));
        let in_sans = match element.name.as_str() {
            "code" | "pre" => return,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "th" | "figcaption" | "caption" => true,
            _ => in_sans || has(&["kicker", "subtitle", "lead", "pull", "box-title"]),
        };
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child, in_sans),
                Node::Text(text) => {
                    let used = if in_sans { &mut self.sans } else { &mut self.serif };
                    used.extend(text.chars().filter(|character| !character.is_control()));
                }
            }
        }
    }
}

/// Whether reading systems are likely to have no glyph of their own: Han beyond the set of Unicode 1.1 (U+4E00 to U+9FA5), which every
/// system font has, extended bopomofo, radicals, strokes, description characters and private characters.
pub fn is_rare(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{2FFF}'
        | '\u{31A0}'..='\u{31EF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{9FA6}'..='\u{9FFF}'
        | '\u{E000}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}'
        | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{Characters, is_rare};

    #[test]
    fn headings_and_strong_text_are_sans() {
        let mut characters = Characters::default();
        let text = "<html><head/><body><h1>題</h1><p>文<strong>重</strong><em class=\"marks dot\">點</em><code>x</code></p></body></html>";
        characters.add(text).unwrap();
        assert_eq!(characters.sans.iter().collect::<String>(), "重題");
        assert_eq!(characters.serif.iter().collect::<String>(), "文點");
    }

    #[test]
    fn common_characters_are_not_rare() {
        assert!(!"一龥あアㄅ、「」，。—…AΩ가①".chars().any(is_rare));
        assert!("㐀𠮷ㆠ⺀\u{F900}".chars().all(is_rare));
    }
}
