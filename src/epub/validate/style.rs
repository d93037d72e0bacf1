//! Style sheets (EPUB 3.3, 6.3): what they may not say and what they refer to.

use super::fault::Faults;
use super::uses::Reference;
use super::uses::Use;

/// Checks the text of a style sheet and gives what it refers to.
pub fn sheet(path: &str, text: &str, faults: &mut Faults) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut scanner = Scanner { text, at: 0 };
    let mut depth = 0_i32;
    let mut font_face = None;
    let mut statement = String::new();
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Open => {
                if statement.trim().eq_ignore_ascii_case("@font-face") {
                    font_face = Some((depth, 0_usize));
                } else if statement.trim().is_empty() {
                    faults.error("CSS-008", path, "a block has no selector");
                }
                statement.clear();
                depth += 1;
            }
            Piece::Close => {
                declaration(path, &statement, depth > 0, faults);
                if depth == 0 {
                    faults.error("CSS-008", path, "a } closes nothing");
                } else {
                    depth -= 1;
                }
                if let Some((level, count)) = font_face
                    && level == depth
                {
                    if count == 0 && statement.trim().is_empty() {
                        faults.warning("CSS-019", path, "a @font-face says nothing");
                    }
                    font_face = None;
                }
                statement.clear();
            }
            Piece::Semicolon => {
                declaration(path, &statement, depth > 0, faults);
                if let Some((_, count)) = &mut font_face {
                    *count += 1;
                }
                statement.clear();
            }
            Piece::Address(address) => {
                let is_import = statement.trim_start().to_ascii_lowercase().starts_with("@import");
                let is_namespace = statement.trim_start().to_ascii_lowercase().starts_with("@namespace");
                if address.trim().is_empty() && font_face.is_some() {
                    faults.error("CSS-002", path, "an address is empty");
                } else if !is_namespace && !address.trim().is_empty() && !address.starts_with('#') {
                    let usage = if is_import {
                        Use::Style
                    } else if font_face.is_some() {
                        Use::Font
                    } else {
                        Use::Image
                    };
                    references.push(Reference { usage, address, declared: None });
                }
                statement.push_str("url");
            }
            Piece::Quoted(value) => {
                if statement.trim_start().to_ascii_lowercase().starts_with("@import") {
                    references.push(Reference { usage: Use::Style, address: value, declared: None });
                }
                statement.push_str("\"\"");
            }
            Piece::Character(character) => statement.push(character),
        }
    }
    if depth > 0 {
        faults.error("CSS-008", path, "a { is not closed");
    }
    references
}

/// Checks the declarations of a `style` attribute.
pub fn declarations(path: &str, text: &str, faults: &mut Faults) {
    let mut scanner = Scanner { text, at: 0 };
    let mut statement = String::new();
    while let Some(piece) = scanner.next() {
        match piece {
            Piece::Semicolon => {
                declaration(path, &statement, true, faults);
                statement.clear();
            }
            Piece::Open | Piece::Close => faults.error("CSS-008", path, "a style attribute holds a block"),
            Piece::Address(_) | Piece::Quoted(_) => statement.push('x'),
            Piece::Character(character) => statement.push(character),
        }
    }
    declaration(path, &statement, true, faults);
}

fn declaration(path: &str, statement: &str, inside: bool, faults: &mut Faults) {
    let statement = statement.trim();
    if !inside || statement.is_empty() || statement.starts_with('@') {
        return;
    }
    let Some((property, value)) = statement.split_once(':') else {
        faults.error("CSS-008", path, format!("{statement} is no declaration"));
        return;
    };
    let property = property.trim().to_ascii_lowercase();
    if property.is_empty() || value.trim().is_empty() || property.contains(char::is_whitespace) {
        faults.error("CSS-008", path, format!("{statement} is no declaration"));
    }
    if matches!(property.as_str(), "direction" | "unicode-bidi") {
        faults.error("CSS-001", path, format!("{property} may not be set"));
    }
    if property == "position" && value.trim().eq_ignore_ascii_case("fixed") {
        faults.usage("CSS-006", path, "position: fixed");
    }
}

enum Piece {
    Open,
    Close,
    Semicolon,
    Address(String),
    Quoted(String),
    Character(char),
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<Piece> {
        loop {
            let rest = &self.text[self.at..];
            let character = rest.chars().next()?;
            if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
                continue;
            }
            if rest.starts_with("<!--") {
                self.at += 4;
                continue;
            }
            if rest.starts_with("-->") {
                self.at += 3;
                continue;
            }
            if rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("url(")) {
                let inside = &rest[4..];
                let end = inside.find(')').unwrap_or(inside.len());
                self.at += 4 + (end + 1).min(inside.len());
                return Some(Piece::Address(inside[..end].trim().trim_matches(['"', '\'']).to_owned()));
            }
            self.at += character.len_utf8();
            return Some(match character {
                '{' => Piece::Open,
                '}' => Piece::Close,
                ';' => Piece::Semicolon,
                '"' | '\'' => {
                    let inside = &rest[1..];
                    let end = closing(inside, character);
                    self.at += (end + 1).min(inside.len());
                    Piece::Quoted(inside[..end].to_owned())
                }
                other => Piece::Character(other),
            });
        }
    }
}

/// Where the quotation ends; a backslash hides the character after it.
fn closing(text: &str, quote: char) -> usize {
    let mut hidden = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if hidden => hidden = false,
            '\\' => hidden = true,
            other if other == quote => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::sheet;
    use crate::epub::validate::fault::Faults;

    fn check(text: &str) -> (Vec<&'static str>, Vec<String>) {
        let mut faults = Faults::default();
        let references = sheet("a.css", text, &mut faults);
        (faults.list.iter().map(|fault| fault.rule).collect(), references.into_iter().map(|one| one.address).collect())
    }

    #[test]
    fn references_are_found_and_comments_are_not() {
        let (faults, found) = check("@import 'a.css'; @import url(b.css);/* url(c) */ p{background:url( \"d.png\" )} @media print{a{b:c}}");
        assert_eq!((faults, found), (vec![], vec!["a.css".to_owned(), "b.css".to_owned(), "d.png".to_owned()]));
    }

    #[test]
    fn what_may_not_be_said_is_found() {
        assert_eq!(check("p{direction:rtl}").0, ["CSS-001"]);
        assert_eq!(check("p{color:red").0, ["CSS-008"]);
        assert_eq!(check("p{color}").0, ["CSS-008"]);
        assert_eq!(check("@font-face{}").0, ["CSS-019"]);
        assert_eq!(check("@font-face{src:url()}").0, ["CSS-002"]);
    }
}
