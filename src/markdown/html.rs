//! Raw HTML in the text: a few tags have a meaning here, the rest is a finding and its text is kept.

use std::collections::BTreeMap;

use comrak::nodes::NodeValue;

use super::inlines::Atom;
use super::inlines::Scope;
use super::read::Reader;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Ruby;
use crate::book::RubySegment;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::unicode::Language;

/// For the atom of an opening tag the atom of its closing one.
pub(super) type TagMatch = BTreeMap<usize, usize>;

/// A tag as comrak gives it.
struct Tag<'t> {
    name: String,
    closing: bool,
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag; none for comments, declarations and instructions.
    fn parse(literal: &'t str) -> Option<Tag<'t>> {
        let inner = literal.strip_prefix('<')?.strip_suffix('>')?;
        let (inner, closing) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let length = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let starts = inner.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
        starts.then(|| Tag { name: inner[..length].to_ascii_lowercase(), closing, attributes: inner[length..].trim_end_matches('/') })
    }

    /// The value of an attribute.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some(at) = rest.find(name) {
            let before = rest[..at].chars().next_back();
            let after = rest[at + name.len()..].trim_start();
            rest = &rest[at + name.len()..];
            if before.is_some_and(char::is_whitespace)
                && let Some(value) = after.strip_prefix('=')
            {
                let value = value.trim_start();
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                return match quote {
                    Some(quote) => value[1..].split(quote).next().map(str::to_owned),
                    None => value.split_whitespace().next().map(str::to_owned),
                };
            }
        }
        None
    }
}

fn tag_literal(atom: &Atom<'_>) -> Option<String> {
    let Atom::Node { node, .. } = atom else { return None };
    match &node.data().value {
        NodeValue::HtmlInline(literal) => Some(super::mask::unmask(literal)),
        _ => None,
    }
}

impl Reader<'_> {
    /// Which closing tags belong to which opening ones.
    pub fn match_tags(&self, atoms: &[Atom<'_>]) -> TagMatch {
        let mut matches = TagMatch::new();
        let mut open: Vec<(String, usize)> = Vec::new();
        for (at, atom) in atoms.iter().enumerate() {
            let Some(literal) = tag_literal(atom) else { continue };
            let Some(tag) = Tag::parse(&literal) else { continue };
            if !tag.closing {
                open.push((tag.name, at));
            } else if let Some(index) = open.iter().rposition(|(name, _)| *name == tag.name) {
                matches.insert(open[index].1, at);
                open.truncate(index);
            }
        }
        matches
    }

    /// A tag at atom `at` with what it encloses.
    pub fn html_inline(&mut self, atoms: &[Atom<'_>], at: usize, literal: &str, tags: &TagMatch, scope: &Scope) -> (Vec<Inline>, usize) {
        let span = self.source.span(atoms[at].start()..atoms[at].end());
        let Some(tag) = Tag::parse(literal) else {
            if !literal.starts_with("<!--") {
                self.unknown_html(literal, span);
            }
            return (Vec::new(), at + 1);
        };
        match tag.name.as_str() {
            "br" => return (vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::LineBreak }], at + 1),
            "wbr" => {
                let run = TextRun { text: "\u{200B}".to_owned(), language: scope.language.clone(), map: replaced(span) };
                return (vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Text(run) }], at + 1);
            }
            _ => {}
        }
        let Some(close) = tags.get(&at).copied() else {
            self.unknown_html(literal, span);
            return (Vec::new(), at + 1);
        };
        let content = &atoms[at + 1..close];
        let whole = self.source.span(atoms[at].start()..atoms[close].end());
        let mut inner = scope.deeper();
        let style = match tag.name.as_str() {
            "ruby" => return (self.html_ruby(content, whole, &inner), close + 1),
            "em" | "i" | "strong" | "b" => {
                let content = self.inlines(content, &inner);
                let strong = matches!(tag.name.as_str(), "strong" | "b");
                let kind = if strong { InlineKind::Strong(content) } else { InlineKind::Emphasis(content) };
                return (vec![Inline { id: self.ids.fresh(), span: Some(whole), kind }], close + 1);
            }
            "u" => Some(Style::Underline),
            "s" => Some(Style::Strikethrough),
            "sub" => Some(Style::Subscript),
            "sup" => Some(Style::Superscript),
            "small" => Some(Style::Small),
            "span" => tag.attribute("lang").and_then(|tag| Language::new(&tag)).map(|language| {
                inner.language = language.clone();
                Style::Language(language)
            }),
            _ => None,
        };
        let content = self.inlines(content, &inner);
        match style {
            Some(style) => (vec![Inline { id: self.ids.fresh(), span: Some(whole), kind: InlineKind::Styled(style, content) }], close + 1),
            None => {
                self.unknown_html(literal, span);
                (content, close + 1)
            }
        }
    }

    fn unknown_html(&mut self, literal: &str, span: Span) {
        let name = Tag::parse(literal)
            .map_or_else(|| "instruction".to_owned(), |tag| if tag.closing { format!("/{}", tag.name) } else { tag.name });
        self.report.add(Diagnostic::new(Code::UnknownHtml).at(span).with("tag", name));
    }

    /// `<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>`, with `<rb>` and `<rp>` where they are written.
    fn html_ruby(&mut self, atoms: &[Atom<'_>], span: Span, scope: &Scope) -> Vec<Inline> {
        let tags = self.match_tags(atoms);
        let mut segments: Vec<RubySegment> = Vec::new();
        let mut base: Vec<Atom<'_>> = Vec::new();
        let mut readings: Vec<TextRun> = Vec::new();
        let mut bases: Vec<TextRun> = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            let literal = tag_literal(&atoms[at]);
            let name = literal.as_deref().and_then(Tag::parse).map(|tag| tag.name);
            let end = tags.get(&at).copied();
            match (name.as_deref(), end) {
                (Some("rt"), Some(end)) => {
                    if !base.is_empty() {
                        bases.push(self.run(&base, &scope.language));
                        base.clear();
                    }
                    readings.push(self.run(&atoms[at + 1..end], &scope.language));
                    at = end;
                }
                (Some("rp"), Some(end)) => at = end,
                (Some("rb"), Some(end)) => {
                    bases.push(self.run(&atoms[at + 1..end], &scope.language));
                    at = end;
                }
                (Some("rtc" | "rb" | "rt" | "rp"), _) => {}
                (Some(_), _) => {
                    let place = self.source.span(atoms[at].start()..atoms[at].end());
                    self.unknown_html(literal.as_deref().unwrap_or_default(), place);
                }
                (None, _) => match atoms[at] {
                    Atom::Char { .. } => base.push(atoms[at]),
                    Atom::Node { .. } => {
                        let inner = self.node(atoms, at, &tags, scope).0;
                        let mut text = String::new();
                        inner.iter().for_each(|inline| inline.walk(&mut |node| push_text(node, &mut text)));
                        let place = atoms[at].start()..atoms[at].end();
                        base.extend(text.chars().map(|c| Atom::Char { c, start: place.start, end: place.end, plain: false }));
                    }
                },
            }
            at += 1;
        }
        if !base.is_empty() {
            bases.push(self.run(&base, &scope.language));
        }
        if bases.is_empty() || readings.is_empty() {
            return bases.into_iter().map(|run| Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Text(run) }).collect();
        }
        if bases.len() != readings.len() {
            let finding = Diagnostic::new(Code::RubyCount).at(span).with("readings", readings.len());
            self.report.add(finding.with("characters", bases.len()));
        }
        let script = super::ruby::script_of(&readings.iter().map(|run| run.text.as_str()).collect::<String>());
        let empty = || TextRun { text: String::new(), language: scope.language.clone(), map: SourceMap::default() };
        let mut left = readings.into_iter();
        for base in bases {
            segments.push(RubySegment { base, reading: left.next().unwrap_or_else(empty) });
        }
        if let Some(last) = segments.last_mut() {
            left.for_each(|reading| last.reading.text.push_str(&reading.text));
        }
        vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Ruby(Ruby { script, segments, under: None }) }]
    }
}

fn replaced(span: Span) -> SourceMap {
    let mut map = SourceMap::default();
    map.push(0, crate::diag::Origin::Replaced(span));
    map
}

fn push_text(inline: &Inline, text: &mut String) {
    if let InlineKind::Text(run) | InlineKind::Code(run) = &inline.kind {
        text.push_str(&run.text);
    }
}
