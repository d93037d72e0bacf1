//! Bracketed spans with attributes, and what single nodes of comrak's become.

use comrak::nodes::Node;
use comrak::nodes::NodeValue;

use super::attributes::Attributes;
use super::attributes::Item;
use super::attributes::ItemKind;
use super::html::TagMatch;
use super::inlines::Atom;
use super::inlines::RunBuilder;
use super::inlines::Scope;
use super::mask::is_illegal;
use super::mask::unmask;
use super::read::Reader;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Origin;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::manuscript::join;
use crate::unicode::Language;

/// Shapes of emphasis marks by their names.
pub(super) const MARKS: &[(&str, EmphasisMarks)] = &[
    ("dot", EmphasisMarks::Dot),
    ("open-dot", EmphasisMarks::OpenDot),
    ("circle", EmphasisMarks::Circle),
    ("open-circle", EmphasisMarks::OpenCircle),
    ("sesame", EmphasisMarks::Sesame),
    ("open-sesame", EmphasisMarks::OpenSesame),
    ("double-circle", EmphasisMarks::DoubleCircle),
    ("fisheye", EmphasisMarks::Fisheye),
    ("triangle", EmphasisMarks::Triangle),
    ("open-triangle", EmphasisMarks::OpenTriangle),
    ("saltire", EmphasisMarks::Saltire),
];

/// Styles that are one class.
pub(super) const CLASSES: &[(&str, Style)] = &[
    ("dots", Style::EmphasisMarks(EmphasisMarks::Region)),
    ("name", Style::ProperName),
    ("title", Style::BookTitle),
    ("tcy", Style::TateChuYoko),
    ("upright", Style::Upright),
    ("sideways", Style::Sideways),
    ("han", Style::HanDigits { always: false }),
    ("warichu", Style::Warichu),
    ("small", Style::Small),
    ("sup", Style::Superscript),
    ("sub", Style::Subscript),
    ("underline", Style::Underline),
    ("strike", Style::Strikethrough),
    ("nobreak", Style::NoBreak),
];

/// Every word that a span's attribute list may hold.
const SPAN_WORDS: &[&str] = &[
    ".dots",
    ".name",
    ".title",
    ".tcy",
    ".upright",
    ".sideways",
    ".han",
    ".warichu",
    ".small",
    ".sup",
    ".sub",
    ".underline",
    ".strike",
    ".nobreak",
    ".em",
    ".strong",
    "dots",
    "spread",
    "lang",
    "index",
    "ruby",
    "under",
];

/// The most em over which a span may be spread.
const SPREAD_LIMIT: u8 = 100;

/// What an attribute does to the span that it stands at.
enum Wrap {
    Style(Style),
    Emphasis,
    Strong,
}

impl Reader<'_> {
    /// Notation of our own that begins at atom `at`: ruby, a bracketed span, an inline note. None when it is plain text.
    pub fn notation(&mut self, atoms: &[Atom<'_>], at: usize, brackets: &[usize], scope: &Scope) -> Option<(Vec<Inline>, usize)> {
        if atoms[at].is('{') {
            if let Some((ruby, next)) = self.ruby_in_braces(atoms, at, scope) {
                return Some((vec![ruby], next));
            }
            if let Some((attributes, _)) = self.attributes_at(atoms, at) {
                let span = self.source.span(attributes.range);
                self.report.add(Diagnostic::new(Code::LooseAttributes).at(span));
            }
            return None;
        }
        if atoms[at].is('^') {
            let close = *brackets.get(at + 1).filter(|close| **close > 0)?;
            let attributes = self.attributes_at(atoms, close + 1);
            let next = attributes.as_ref().map_or(close + 1, |(_, next)| *next);
            let placement = attributes.and_then(|(attributes, _)| self.note_placement(attributes));
            let mark = self.inline_note(&atoms[at + 2..close], atoms[at].start()..atoms[close].end(), placement, scope);
            return Some((vec![mark], next));
        }
        let close = brackets[at];
        if close == 0 {
            return None;
        }
        if atoms[at + 1].is('^') && close > at + 2 {
            let label: String =
                atoms[at + 2..close].iter().filter_map(|atom| if let Atom::Char { c, .. } = atom { Some(*c) } else { None }).collect();
            let span = self.source.span(atoms[at].start()..atoms[close].end());
            self.report.add(Diagnostic::new(Code::UnknownNote).at(span).with("label", label));
            return None;
        }
        let (attributes, next) = self.attributes_at(atoms, close + 1)?;
        Some((self.span(&atoms[at + 1..close], atoms[at].start(), attributes, scope), next))
    }

    /// A bracketed span: its content, wrapped in what the attributes say, the first outermost.
    fn span(&mut self, content: &[Atom<'_>], start: usize, mut attributes: Attributes, scope: &Scope) -> Vec<Inline> {
        let span = self.source.span(start..attributes.range.end);
        let mut inner = scope.deeper();
        let language = attributes.items.iter().find_map(|item| match &item.kind {
            ItemKind::Pair(key, value) if key == "lang" => Language::new(value),
            ItemKind::Pair(_, _) | ItemKind::Identifier(_) | ItemKind::Class(_) => None,
        });
        if let Some(language) = language {
            inner.language = language;
        }
        let (ruby, under) = (attributes.take("ruby"), attributes.take("under"));
        let mut inlines = match (ruby, under) {
            (None, None) => self.inlines(content, &inner),
            (ruby, under) => self.ruby_of_span(content, ruby, under, span, &inner),
        };
        for item in attributes.items.into_iter().rev() {
            let Some(wrap) = self.wrap(item) else { continue };
            let kind = match wrap {
                Wrap::Style(style) => InlineKind::Styled(style, inlines),
                Wrap::Emphasis => InlineKind::Emphasis(inlines),
                Wrap::Strong => InlineKind::Strong(inlines),
            };
            inlines = vec![Inline { id: self.ids.fresh(), span: Some(span), kind }];
        }
        inlines
    }

    fn wrap(&mut self, item: Item) -> Option<Wrap> {
        let style = match &item.kind {
            ItemKind::Identifier(identifier) => Some(Wrap::Style(Style::Anchor(identifier.clone()))),
            ItemKind::Class(class) => match class.as_str() {
                "em" => Some(Wrap::Emphasis),
                "strong" => Some(Wrap::Strong),
                class => CLASSES.iter().find(|(name, _)| *name == class).map(|(_, style)| Wrap::Style(style.clone())),
            },
            ItemKind::Pair(key, value) => {
                let style = match key.as_str() {
                    "dots" => MARKS.iter().find(|(name, _)| name == value).map(|(_, marks)| Style::EmphasisMarks(*marks)),
                    "spread" => value.parse().ok().filter(|em| (1..=SPREAD_LIMIT).contains(em)).map(Style::Spread),
                    "lang" => Language::new(value).map(Style::Language),
                    "index" => Some(Style::Index(value.clone())),
                    ".han" => (value == "always").then_some(Style::HanDigits { always: true }),
                    _ => {
                        self.unknown_attribute(&item, SPAN_WORDS);
                        return None;
                    }
                };
                if style.is_none() {
                    let names: Vec<&str> = MARKS.iter().map(|(name, _)| *name).collect();
                    let expected = match key.as_str() {
                        "dots" => format!("write one of {}", names.join(", ")),
                        "spread" => format!("write a number of em from 1 to {SPREAD_LIMIT}"),
                        "lang" => "write a language tag such as ja or zh-Hant-TW".to_owned(),
                        _ => "write .han or .han=always".to_owned(),
                    };
                    self.invalid_attribute(key, value, item.range.clone(), &expected);
                }
                return style.map(Wrap::Style);
            }
        };
        if style.is_none() {
            self.unknown_attribute(&item, SPAN_WORDS);
        }
        style
    }

    /// Reports an item that nothing here takes.
    pub fn unknown_attribute(&mut self, item: &Item, known: &[&str]) {
        let written = match &item.kind {
            ItemKind::Identifier(identifier) => format!("#{identifier}"),
            ItemKind::Class(class) => format!(".{class}"),
            ItemKind::Pair(key, _) => key.clone(),
        };
        let suggestion = crate::manuscript::suggest(&written, known);
        let span = self.source.span(item.range.clone());
        self.report.add(Diagnostic::new(Code::UnknownAttribute).at(span).with("item", written).with("suggestion", suggestion));
    }

    pub fn unknown_attributes(&mut self, attributes: Attributes, known: &[&str]) {
        for item in &attributes.items {
            self.unknown_attribute(item, known);
        }
    }

    pub fn invalid_attribute(&mut self, key: &str, value: &str, range: std::ops::Range<usize>, expected: &str) {
        let span = self.source.span(range);
        let finding = Diagnostic::new(Code::InvalidAttribute).at(span).with("key", key).with("value", value);
        self.report.add(finding.with("expected", expected));
    }

    /// A node of comrak's at atom `at`, with the attribute list that may follow it.
    pub fn node(&mut self, atoms: &[Atom<'_>], at: usize, tags: &TagMatch, scope: &Scope) -> (Vec<Inline>, usize) {
        let Atom::Node { node, start, end } = atoms[at] else { return (Vec::new(), at + 1) };
        let span = self.source.span(start..end);
        let data = node.data();
        let kind = match &data.value {
            NodeValue::Emph | NodeValue::Strong => {
                let inner = scope.deeper();
                let children = self.atoms(node, &inner);
                let content = self.inlines(&children, &inner);
                if matches!(data.value, NodeValue::Emph) { InlineKind::Emphasis(content) } else { InlineKind::Strong(content) }
            }
            NodeValue::Code(code) => InlineKind::Code(self.code_run(&code.literal, start..end, &scope.language)),
            NodeValue::LineBreak | NodeValue::SoftBreak => InlineKind::LineBreak,
            NodeValue::Link(link) => return self.link(node, &unmask(&link.url), &unmask(&link.title), atoms, at, scope),
            NodeValue::Image(link) => return self.picture_in_line(node, &unmask(&link.url), &link.title, atoms, at),
            NodeValue::FootnoteReference(reference) => {
                let attributes = self.attributes_at(atoms, at + 1);
                let next = attributes.as_ref().map_or(at + 1, |(_, next)| *next);
                let placement = attributes.and_then(|(attributes, _)| self.note_placement(attributes));
                return match self.note_mark(&reference.name, placement, span) {
                    Some(kind) => (vec![Inline { id: self.ids.fresh(), span: Some(span), kind }], next),
                    None => (Vec::new(), next),
                };
            }
            NodeValue::HtmlInline(literal) => return self.html_inline(atoms, at, &unmask(literal), tags, scope),
            NodeValue::Math(_) => {
                self.report.add(Diagnostic::new(Code::Maths).at(span));
                let original = std::sync::Arc::clone(&self.source.original);
                let mut run = RunBuilder::new();
                for (at, c) in original.get(start..end).unwrap_or_default().char_indices() {
                    if !is_illegal(c) && c != '\r' {
                        run.push(c, start + at, start + at + c.len_utf8(), c != '\n', self);
                    }
                }
                InlineKind::Text(run.finish(&scope.language, self).0)
            }
            _ => {
                let inner = scope.deeper();
                let children = self.atoms(node, &inner);
                return (self.inlines(&children, &inner), at + 1);
            }
        };
        (vec![Inline { id: self.ids.fresh(), span: Some(span), kind }], at + 1)
    }

    /// Inline code, copied in one piece where it stands so in the file.
    fn code_run(&self, literal: &str, range: std::ops::Range<usize>, language: &Language) -> TextRun {
        let text = unmask(literal);
        let source = self.source.original.get(range.clone()).unwrap_or_default();
        let ticks = source.len() - source.trim_start_matches('`').len();
        let inner = source.get(ticks..).unwrap_or_default();
        let map = match inner.find(text.as_str()) {
            Some(at) if !text.is_empty() => {
                let start = range.start + ticks + at;
                SourceMap::copied(self.source.span(start..start + text.len()))
            }
            _ => {
                let mut map = SourceMap::default();
                map.push(0, Origin::Replaced(self.source.span(range)));
                map
            }
        };
        TextRun { text, language: language.clone(), map }
    }

    fn link(&mut self, node: Node<'_>, url: &str, title: &str, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> (Vec<Inline>, usize) {
        let (start, end) = (atoms[at].start(), atoms[at].end());
        let span = self.source.span(start..end);
        let mut attributes = self.attributes_at(atoms, at + 1);
        let next = attributes.as_ref().map_or(at + 1, |(_, next)| *next);
        let mut list = attributes.take().map(|(list, _)| list).unwrap_or_default();
        let inner = scope.deeper();
        let children = self.atoms(node, &inner);
        let is_reference = children.is_empty() && url.starts_with('#');
        let target = self.link_target(url, span);
        let mut inlines = match target {
            Some(target) if is_reference => {
                let kind = InlineKind::Reference { target: target[1..].to_owned(), page: list.take_class("page") };
                vec![Inline { id: self.ids.fresh(), span: Some(span), kind }]
            }
            Some(target) => {
                let content = self.inlines(&children, &inner);
                let title = (!title.is_empty()).then(|| title.to_owned());
                vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Link { target, title, content } }]
            }
            None => self.inlines(&children, &inner),
        };
        if let Some((identifier, _)) = list.take_identifier() {
            inlines = vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Styled(Style::Anchor(identifier), inlines) }];
        }
        self.unknown_attributes(list, &[".page"]);
        (inlines, next)
    }

    /// Where a link leads: an address, or `#id` inside the book. A link to nothing of these is a finding, and its text is kept.
    fn link_target(&mut self, url: &str, span: Span) -> Option<String> {
        if url.starts_with('#') && url.len() > 1 {
            return Some(url.to_owned());
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        if matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel" | "ftp" | "urn" | "doi")) {
            return Some(url.to_owned());
        }
        // A link to a place in another file of the manuscript leads to that place in the book.
        if scheme.is_none()
            && let Some((path, identifier)) = url.split_once('#')
            && path.ends_with(".md")
            && !identifier.is_empty()
        {
            return Some(format!("#{identifier}"));
        }
        self.report.add(Diagnostic::new(Code::UnusableLink).at(span).with("target", url));
        None
    }

    fn picture_in_line(&mut self, node: Node<'_>, url: &str, title: &str, atoms: &[Atom<'_>], at: usize) -> (Vec<Inline>, usize) {
        let span = self.source.span(atoms[at].start()..atoms[at].end());
        let attributes = self.attributes_at(atoms, at + 1);
        let (mut list, next) = attributes.unwrap_or((Attributes::default(), at + 1));
        let gaiji = list.take_class("gaiji");
        let file = self.picture_file(url, &unmask(&node.collect_text()), list.take_class("decorative"), span);
        if !title.is_empty() {
            self.report.add(Diagnostic::new(Code::CaptionInLine).at(span));
        }
        let identifier = list.take_identifier();
        self.unknown_attributes(list, &[".gaiji", ".decorative"]);
        let kind = if gaiji { InlineKind::Gaiji(file) } else { InlineKind::Picture(file) };
        let mut inline = Inline { id: self.ids.fresh(), span: Some(span), kind };
        if let Some((identifier, _)) = identifier {
            let kind = InlineKind::Styled(Style::Anchor(identifier), vec![inline]);
            inline = Inline { id: self.ids.fresh(), span: Some(span), kind };
        }
        (vec![inline], next)
    }

    /// A picture's file, its path made relative to the project folder. One that leads outside or to the net is an error.
    pub fn picture_file(&mut self, url: &str, alternative: &str, decorative: bool, span: Span) -> PictureFile {
        let written = percent_decode(url);
        let has_scheme =
            written.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let path = if written.is_empty() {
            self.report.add(Diagnostic::new(Code::PictureWanted).at(span));
            String::new()
        } else {
            match join(&self.folder, &written).filter(|_| !has_scheme) {
                Some(path) => path,
                None => {
                    self.report.add(Diagnostic::new(Code::PathOutside).at(span).with("path", &written));
                    String::new()
                }
            }
        };
        PictureFile { path, alternative: alternative.to_owned(), decorative }
    }

    /// A run of these atoms' characters.
    pub fn run(&self, atoms: &[Atom<'_>], language: &Language) -> TextRun {
        let mut run = RunBuilder::new();
        run.push_atoms(atoms, self);
        run.finish(language, self).0
    }
}

/// A path of a link as a path of the file system.
fn percent_decode(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| url.to_owned())
}
