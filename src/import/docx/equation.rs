//! Equations as lines of text (ISO/IEC 29500-1, 22.1).

use super::piece::Wrap;
use crate::xml::Element;

/// The parts of an equation in a row, each raised, lowered or on the line.
pub fn linear(element: &Element) -> Vec<(String, Option<Wrap>)> {
    let mut line = Line::default();
    line.children(element);
    line.parts
}

#[derive(Default)]
struct Line {
    parts: Vec<(String, Option<Wrap>)>,
    /// Of the script that is being written.
    place: Option<Wrap>,
}

impl Line {
    fn push(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some((before, place)) if *place == self.place => before.push_str(text),
            _ if text.is_empty() => {}
            _ => self.parts.push((text.to_owned(), self.place.clone())),
        }
    }

    fn children(&mut self, element: &Element) {
        element.elements().for_each(|child| self.element(child));
    }

    fn part(&mut self, element: &Element, name: &str) {
        if let Some(child) = element.child(name) {
            self.children(child);
        }
    }

    /// A part in brackets unless it is one word.
    fn grouped(&mut self, element: &Element, name: &str) {
        let is_long = element.child(name).is_some_and(|child| child.text().trim().chars().count() > 1);
        self.push(if is_long { "(" } else { "" });
        self.part(element, name);
        self.push(if is_long { ")" } else { "" });
    }

    fn script(&mut self, element: &Element, name: &str, place: Wrap) {
        // A script of a script stays in the first.
        let outer = self.place.clone();
        self.place.get_or_insert(place);
        self.part(element, name);
        self.place = outer;
    }

    fn element(&mut self, element: &Element) {
        let property = |properties: &str, name: &str| {
            let found = element.child(properties).and_then(|properties| properties.child(name));
            found.map(|found| found.attribute("m:val").unwrap_or_default().to_owned())
        };
        match element.name.as_str() {
            "m:r" => {
                for text in element.elements().filter(|child| matches!(child.name.as_str(), "m:t" | "w:t")) {
                    self.push(&text.text());
                }
            }
            "m:f" => {
                self.grouped(element, "m:num");
                self.push("/");
                self.grouped(element, "m:den");
            }
            "m:sSup" | "m:sSub" | "m:sSubSup" | "m:sPre" => {
                if element.name != "m:sPre" {
                    self.part(element, "m:e");
                }
                self.script(element, "m:sub", Wrap::Lowered);
                self.script(element, "m:sup", Wrap::Raised);
                if element.name == "m:sPre" {
                    self.part(element, "m:e");
                }
            }
            "m:rad" => {
                let is_hidden = property("m:radPr", "m:degHide").is_some_and(|value| !matches!(value.as_str(), "0" | "off" | "false"));
                if !is_hidden {
                    self.script(element, "m:deg", Wrap::Raised);
                }
                self.push("√");
                self.grouped(element, "m:e");
            }
            "m:nary" => {
                self.push(&property("m:naryPr", "m:chr").unwrap_or_else(|| "∫".to_owned()));
                self.script(element, "m:sub", Wrap::Lowered);
                self.script(element, "m:sup", Wrap::Raised);
                self.part(element, "m:e");
            }
            "m:d" => {
                let mark = |name: &str, usual: &str| property("m:dPr", name).unwrap_or_else(|| usual.to_owned());
                self.push(&mark("m:begChr", "("));
                for (at, part) in element.elements().filter(|child| child.name == "m:e").enumerate() {
                    self.push(if at > 0 { "|" } else { "" });
                    self.children(part);
                }
                self.push(&mark("m:endChr", ")"));
            }
            "m:limLow" | "m:limUpp" => {
                self.part(element, "m:e");
                self.script(element, "m:lim", if element.name == "m:limLow" { Wrap::Lowered } else { Wrap::Raised });
            }
            "m:acc" => {
                self.part(element, "m:e");
                self.push(&property("m:accPr", "m:chr").unwrap_or_else(|| "\u{302}".to_owned()));
            }
            "m:m" => {
                self.push("[");
                for (at, row) in element.elements().filter(|child| child.name == "m:mr").enumerate() {
                    self.push(if at > 0 { "; " } else { "" });
                    for (at, cell) in row.elements().filter(|child| child.name == "m:e").enumerate() {
                        self.push(if at > 0 { ", " } else { "" });
                        self.children(cell);
                    }
                }
                self.push("]");
            }
            name if name.ends_with("Pr") => {}
            _ => self.children(element),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    #[test]
    fn equations_are_lines_of_text() {
        let run = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
        let math = format!(
            "<m:oMath><m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>{}<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f><m:rad><m:radPr>\
             <m:degHide m:val=\"1\"/></m:radPr><m:deg/><m:e>{}</m:e></m:rad></m:oMath>",
            run("a"),
            run("2"),
            run("="),
            run("b+c"),
            run("d"),
            run("x")
        );
        let parts = linear(&parse(&math, 20).unwrap());
        let plain = |text: &str| (text.to_owned(), None);
        assert_eq!(parts, [plain("a"), ("2".to_owned(), Some(Wrap::Raised)), plain("=(b+c)/d√x")]);
    }
}
