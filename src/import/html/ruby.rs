//! Ruby as pages have it: with and without `rb`, in turn or in rows, on both sides.

use super::inlines::clean;
use super::line::Line;
use super::look::looks_of;
use super::reader::Reader;
use crate::book::InlineKind;
use crate::book::Ruby;
use crate::book::RubySegment;
use crate::html::Node;
use crate::markdown::script_of;

/// Characters with a reading each that are one word at most; longer texts are words of one character.
const LONGEST_WORD: usize = 8;

/// Bases and the readings beside them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Group {
    bases: Vec<String>,
    readings: Vec<String>,
    under: Vec<String>,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn ruby(&mut self, node: Node<'a>, line: &mut Line) {
        // What lies around a whole base lies around the word.
        let mut inner =
            node.children().filter(|child| !child.is(&["rt", "rp", "rtc"]) && child.text().is_none_or(|text| !text.trim().is_empty()));
        if let (Some(only), None) = (inner.next(), inner.next())
            && only.is(&["em", "b", "strong", "i", "span", "u"])
            && node.elements().any(|child| child.name() == "rt")
        {
            let declared = self.declared(only);
            let looks: Vec<_> = looks_of(only, &declared, self.region()).into_iter().filter(|look| !self.looks.contains(look)).collect();
            if !looks.is_empty() && self.looks.len() + looks.len() < 12 {
                looks.iter().for_each(|look| {
                    line.open();
                    self.looks.push(look.clone());
                });
                self.words(node, line);
                for _ in &looks {
                    let look = self.looks.pop().expect("it was pushed");
                    let content = line.close();
                    self.wrap_look(look, content, line);
                }
                return;
            }
        }
        self.words(node, line);
    }

    fn words(&mut self, node: Node<'a>, line: &mut Line) {
        let mut groups: Vec<Group> = vec![Group::default()];
        self.collect(node, &mut groups);
        if node.descendants().any(|inner| inner.name() == "img" && !inner.ancestors().any(|around| around.name() == "rt")) {
            self.tally.simplified("pictures under readings, as their alternative texts");
        }
        for group in groups {
            self.group(group, line);
        }
        // Marks of notes in a word stand after it.
        for link in node.descendants().filter(|inner| inner.name() == "a") {
            if self.notes.bodies.contains_key(&(self.page, link.index())) {
                let note = self.note_of(link);
                self.mark(note, line);
            }
        }
    }

    fn collect(&self, node: Node<'a>, groups: &mut Vec<Group>) {
        for child in node.children() {
            let last = groups.last_mut().expect("there is always a group");
            match child.name() {
                "" => {
                    let text = clean(child.text().unwrap_or_default());
                    if !text.is_empty() {
                        base(groups, text);
                    }
                }
                "rp" | "script" | "style" => {}
                "rt" => {
                    let text = clean(&child.all_text());
                    let full = last.readings.len() >= last.bases.len().max(1);
                    if full && !last.bases.is_empty() {
                        last.under.push(text);
                    } else {
                        last.readings.push(text);
                    }
                }
                "rtc" => {
                    let inner: Vec<String> =
                        child.elements().filter(|inner| inner.name() == "rt").map(|inner| clean(&inner.all_text())).collect();
                    let texts = if inner.is_empty() { vec![clean(&child.all_text())] } else { inner };
                    if last.readings.is_empty() {
                        last.readings = texts;
                    } else {
                        last.under.extend(texts);
                    }
                }
                "ruby" | "rbc" => self.collect(child, groups),
                "a" if self.notes.bodies.contains_key(&(self.page, child.index())) => {}
                "img" => {
                    let text = child.attribute("alt").map(clean).filter(|text| !text.is_empty()).unwrap_or_else(|| "〓".to_owned());
                    base(groups, text);
                }
                _ if child.descendants().any(|inner| inner.is(&["rt", "img"])) => self.collect(child, groups),
                _ => {
                    let text = clean(&child.all_text());
                    if !text.is_empty() {
                        base(groups, text);
                    }
                }
            }
        }
    }

    fn group(&mut self, group: Group, line: &mut Line) {
        let Group { mut bases, mut readings, under } = group;
        let legal = |text: &String| {
            text.chars().map(|character| if super::line::is_legal(character) { character } else { '〓' }).collect::<String>()
        };
        bases = bases.iter().map(legal).collect();
        readings = readings.iter().map(legal).collect();
        let under = under.iter().map(legal).collect::<Vec<_>>().concat();
        if readings.iter().all(String::is_empty) && under.is_empty() {
            return self.text(&bases.concat(), line);
        }
        if bases.concat().is_empty() {
            self.tally.simplified("readings without a word, as text");
            return self.text(&readings.concat(), line);
        }
        if readings.len() > bases.len() || (readings.len() == 1 && bases.len() > 1) {
            let parts: Vec<char> = bases.concat().chars().collect();
            // One reading for each character of a base that is written as one.
            if parts.len() == readings.len() {
                bases = parts.iter().map(char::to_string).collect();
            } else {
                bases = vec![bases.concat()];
                readings = vec![readings.concat()];
            }
        }
        readings.resize(bases.len(), String::new());
        let one_each = bases.iter().all(|base| base.chars().count() == 1);
        if !under.is_empty() {
            let pairs = if one_each && readings.iter().all(|reading| !reading.is_empty()) {
                bases.into_iter().zip(readings).collect()
            } else {
                vec![(bases.concat(), readings.concat())]
            };
            return self.word(pairs, Some(under), line);
        }
        let pairs: Vec<(String, String)> = bases.into_iter().zip(readings).collect();
        let is_word = one_each && pairs.len() <= LONGEST_WORD && pairs.iter().all(|(_, reading)| !reading.is_empty());
        if is_word {
            return self.word(pairs, None, line);
        }
        for (base, reading) in pairs {
            if reading.is_empty() {
                self.text(&base, line);
            } else {
                self.word(vec![(base, reading)], None, line);
            }
        }
    }

    fn word(&mut self, pairs: Vec<(String, String)>, under: Option<String>, line: &mut Line) {
        self.tally.found("readings");
        let all: String = pairs.iter().map(|(_, reading)| reading.as_str()).collect();
        let first = pairs.first().and_then(|(base, _)| base.chars().next()).unwrap_or(super::line::OBJECT);
        let last = pairs.last().and_then(|(base, _)| base.chars().next_back()).unwrap_or(super::line::OBJECT);
        let under = under.map(|under| self.tree.run(under));
        let segments =
            pairs.into_iter().map(|(base, reading)| RubySegment { base: self.tree.run(base), reading: self.tree.run(reading) }).collect();
        let script = script_of(&all);
        line.object(InlineKind::Ruby(Ruby { script, segments, under }), first, last, &mut self.tree);
    }
}

/// A base, which begins a group when the one before has its readings.
fn base(groups: &mut Vec<Group>, text: String) {
    if groups.last().is_some_and(|group| !group.readings.is_empty()) {
        groups.push(Group::default());
    }
    groups.last_mut().expect("there is always a group").bases.push(text);
}
