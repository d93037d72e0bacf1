//! Ruby in its notations.

use super::inlines::Atom;
use super::inlines::Scope;
use super::mask::is_ruby;
use super::read::Reader;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Origin;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::unicode::Language;

/// A value of an attribute with its place.
type Value = (String, std::ops::Range<usize>);

impl Reader<'_> {
    /// `{漢字|かんじ}` or `{漢字|かん|じ}` at atom `at`, and the atom after it.
    pub fn ruby_in_braces(&mut self, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> Option<(Inline, usize)> {
        let length = atoms[at + 1..]
            .iter()
            .position(|atom| !matches!(atom, Atom::Char { .. }) || atom.is('{') || atom.is('}') || atom.is_char('\n'))?;
        let close = at + 1 + length;
        if !atoms[close].is('}') {
            return None;
        }
        let inner = &atoms[at + 1..close];
        let text: String = inner.iter().filter_map(|atom| if let Atom::Char { c, .. } = atom { Some(*c) } else { None }).collect();
        if !is_ruby(&text) {
            return None;
        }
        let parts: Vec<&[Atom<'_>]> = inner.split(|atom| atom.is('|')).collect();
        let (base, readings) = parts.split_first()?;
        if readings.is_empty() {
            return None;
        }
        let span = self.source.span(atoms[at].start()..atoms[close].end());
        let readings = readings.iter().map(|reading| self.run(reading, &scope.language)).collect();
        let kind = InlineKind::Ruby(self.ruby(base, readings, None, span, &scope.language));
        Some((Inline { id: self.ids.fresh(), span: Some(span), kind }, close + 1))
    }

    /// `[漢字]{ruby="かん,じ" under="gloss"}`; the content is kept as it is when it is more than text.
    pub fn ruby_of_span(
        &mut self,
        content: &[Atom<'_>],
        ruby: Option<Value>,
        under: Option<Value>,
        span: Span,
        scope: &Scope,
    ) -> Vec<Inline> {
        let is_text = content.iter().all(|atom| matches!(atom, Atom::Char { .. })) && !content.is_empty();
        if !is_text {
            self.report.add(Diagnostic::new(Code::RubyOverMarkup).at(span));
            return self.inlines(content, scope);
        }
        let readings = match ruby {
            Some((value, range)) => value.split(',').map(|part| self.value_run(part.trim(), range.clone(), &scope.language)).collect(),
            None => Vec::new(),
        };
        let under = under.map(|(value, range)| self.value_run(&value, range, &scope.language));
        let kind = InlineKind::Ruby(self.ruby(content, readings, under, span, &scope.language));
        vec![Inline { id: self.ids.fresh(), span: Some(span), kind }]
    }

    /// A run for part of an attribute's value.
    fn value_run(&self, text: &str, range: std::ops::Range<usize>, language: &Language) -> TextRun {
        let written = &self.source.original[range.clone()];
        let map = match written.find(text).filter(|_| !text.is_empty()) {
            Some(at) => SourceMap::copied(self.source.span(range.start + at..range.start + at + text.len())),
            None => {
                let mut map = SourceMap::default();
                map.push(0, Origin::Replaced(self.source.span(range)));
                map
            }
        };
        TextRun { text: text.to_owned(), language: language.clone(), map }
    }

    /// The ruby of a base with one reading, or with one for each character.
    pub fn ruby(&mut self, base: &[Atom<'_>], readings: Vec<TextRun>, under: Option<TextRun>, span: Span, language: &Language) -> Ruby {
        let units = units(base);
        let all: String = readings.iter().map(|reading| reading.text.as_str()).collect();
        let script = script_of(&all);
        let segments = if readings.len() > 1 && readings.len() == units.len() {
            let pairs = units.iter().zip(readings);
            pairs.map(|(unit, reading)| RubySegment { base: self.run(&base[unit.clone()], language), reading }).collect()
        } else {
            if readings.len() > 1 {
                let finding = Diagnostic::new(Code::RubyCount).at(span).with("readings", readings.len());
                self.report.add(finding.with("characters", units.len()));
            }
            vec![RubySegment { base: self.run(base, language), reading: joined(readings, language) }]
        };
        Ruby { script, segments, under }
    }
}

/// All readings as one.
fn joined(readings: Vec<TextRun>, language: &Language) -> TextRun {
    let mut run = TextRun { text: String::new(), language: language.clone(), map: SourceMap::default() };
    for reading in readings {
        for (at, origin) in reading.map.pieces() {
            run.map.push(run.text.len() + *at as usize, *origin);
        }
        run.text.push_str(&reading.text);
    }
    run
}

/// The ranges of atoms that are one base character each: marks and variation selectors go with what they follow.
fn units(atoms: &[Atom<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut units: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        let joins = matches!(atom, Atom::Char { c, .. } if is_joining(*c));
        match units.last_mut() {
            Some(unit) if joins => unit.end = at + 1,
            _ => units.push(at..at + 1),
        }
    }
    units
}

fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{200D}')
}

/// What a reading is written in: the script of its first letter.
pub fn script_of(reading: &str) -> RubyScript {
    reading
        .chars()
        .find_map(|c| match c {
            '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' => Some(RubyScript::Bopomofo),
            '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Some(RubyScript::Kana),
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '\u{AC00}'..='\u{D7A3}' => {
                Some(RubyScript::Han)
            }
            c if c.is_alphabetic() => Some(RubyScript::Latin),
            _ => None,
        })
        .unwrap_or(RubyScript::Kana)
}
