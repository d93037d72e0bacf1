//! A leaf block's inlines, as atoms with their places and then as nodes of the tree.

use comrak::nodes::Node;
use comrak::nodes::NodeValue;

use super::attributes::Attributes;
use super::attributes::parse_attributes;
use super::entity::decode;
use super::mask::is_illegal;
use super::mask::unmask;
use super::read::Reader;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Origin;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::unicode::Language;

/// A character or a node of comrak's, with the bytes of the file that it stands for.
#[derive(Clone, Copy)]
pub(super) enum Atom<'n> {
    Char {
        c: char,
        start: usize,
        end: usize,
        /// Copied byte for byte, so that it may be notation; an escape or entity never is.
        plain: bool,
    },
    Node {
        node: Node<'n>,
        start: usize,
        end: usize,
    },
}

/// What holds for the text that is being read.
#[derive(Clone)]
pub(super) struct Scope {
    pub language: Language,
    pub depth: usize,
    /// Line ends are kept, as in verse.
    pub keep_lines: bool,
}

impl Atom<'_> {
    pub fn start(&self) -> usize {
        match self {
            Atom::Char { start, .. } | Atom::Node { start, .. } => *start,
        }
    }

    pub fn end(&self) -> usize {
        match self {
            Atom::Char { end, .. } | Atom::Node { end, .. } => *end,
        }
    }

    /// Whether this is the character `wanted` as notation.
    pub fn is(&self, wanted: char) -> bool {
        matches!(self, Atom::Char { c, plain: true, .. } if *c == wanted)
    }

    pub fn is_char(&self, wanted: char) -> bool {
        matches!(self, Atom::Char { c, .. } if *c == wanted)
    }
}

impl Scope {
    pub fn deeper(&self) -> Scope {
        Scope { depth: self.depth + 1, ..self.clone() }
    }
}

/// Collects characters into a run.
pub(super) struct RunBuilder {
    text: String,
    map: SourceMap,
    /// Where the piece that was pushed last ends, when it is a copy.
    copied_to: Option<usize>,
    range: Option<(usize, usize)>,
}

impl RunBuilder {
    pub fn new() -> RunBuilder {
        RunBuilder { text: String::new(), map: SourceMap::default(), copied_to: None, range: None }
    }

    pub fn push(&mut self, c: char, start: usize, end: usize, plain: bool, reader: &Reader) {
        let at = self.text.len();
        if !plain {
            self.map.push(at, Origin::Replaced(reader.source.span(start..end)));
            self.copied_to = None;
        } else {
            if self.copied_to != Some(start) {
                self.map.push(at, Origin::Copied(reader.source.span(start..end)));
            }
            self.copied_to = Some(end);
        }
        self.text.push(c);
        self.range = Some((self.range.map_or(start, |(first, _)| first), end));
    }

    pub fn push_atoms(&mut self, atoms: &[Atom], reader: &Reader) {
        for atom in atoms {
            if let Atom::Char { c, start, end, plain } = *atom {
                self.push(c, start, end, plain, reader);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The run and its place.
    pub fn finish(self, language: &Language, reader: &Reader) -> (TextRun, Option<Span>) {
        let span = self.range.map(|(start, end)| reader.source.span(start..end));
        (TextRun { text: self.text, language: language.clone(), map: self.map }, span)
    }
}

impl Reader<'_> {
    /// All inlines of a leaf block.
    pub fn leaf(&mut self, node: Node<'_>, scope: &Scope) -> Vec<Inline> {
        let atoms = self.atoms(node, scope);
        self.leaf_atoms(&atoms, scope)
    }

    /// The inlines that a leaf block's atoms make, with the line ends settled.
    pub fn leaf_atoms(&mut self, atoms: &[Atom<'_>], scope: &Scope) -> Vec<Inline> {
        let mut inlines = self.inlines(atoms, scope);
        super::line_end::settle(&mut inlines, &scope.language);
        inlines
    }

    /// The children of a node as atoms.
    pub fn atoms<'n>(&mut self, node: Node<'n>, scope: &Scope) -> Vec<Atom<'n>> {
        let mut atoms = Vec::new();
        for child in node.children() {
            let data = child.data();
            let range = self.source.range(data.sourcepos);
            match &data.value {
                NodeValue::Text(text) => self.align(text, range, &mut atoms),
                NodeValue::Escaped => {
                    let text = child.collect_text();
                    for c in text.chars() {
                        atoms.push(Atom::Char { c: self.original_char(c), start: range.start, end: range.end, plain: false });
                    }
                }
                NodeValue::SoftBreak if !scope.keep_lines && !self.notation.breaks => {
                    atoms.push(Atom::Char { c: '\n', start: range.start, end: range.end, plain: false });
                }
                _ => atoms.push(Atom::Node { node: child, start: range.start, end: range.end }),
            }
        }
        atoms
    }

    fn original_char(&self, c: char) -> char {
        unmask(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
    }

    /// Finds the bytes of the file that each character of a text node comes from.
    fn align<'n>(&mut self, text: &str, range: std::ops::Range<usize>, atoms: &mut Vec<Atom<'n>>) {
        let begun = atoms.len();
        let mut at = range.start;
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            let rest = self.source.masked_from(at);
            let found = rest.chars().next();
            if c != '&' || found != Some('&') {
                // An entity is looked for only where the source has an ampersand.
                if found == Some(c) {
                    self.push_original(at, c.len_utf8(), atoms);
                    at += c.len_utf8();
                    continue;
                }
            }
            if found == Some('&')
                && let Some((decoded, length)) = decode(rest)
                && decoded.starts_with(c)
            {
                let span = at..at + length;
                atoms.push(Atom::Char { c: if c == '\n' { ' ' } else { c }, start: span.start, end: span.end, plain: false });
                for more in decoded.chars().skip(1) {
                    characters.next();
                    atoms.push(Atom::Char { c: more, start: span.start, end: span.end, plain: false });
                }
                at += length;
                continue;
            }
            if found == Some('&') && c == '&' {
                self.push_original(at, 1, atoms);
                at += 1;
                continue;
            }
            if found == Some('\\') && rest[1..].starts_with(c) {
                let end = at + 1 + c.len_utf8();
                atoms.push(Atom::Char { c: self.original_char(c), start: at, end, plain: false });
                at = end;
                continue;
            }
            // comrak's place is not where the text lies; the node as a whole is.
            atoms.truncate(begun);
            let whole = unmask(text);
            atoms.extend(whole.chars().map(|c| Atom::Char { c, start: range.start, end: range.end, plain: false }));
            return;
        }
    }

    /// The file's own character where comrak saw a masked one; an illegal one is left out.
    fn push_original(&mut self, at: usize, length: usize, atoms: &mut Vec<Atom<'_>>) {
        let Some(c) = self.source.original.get(at..).and_then(|rest| rest.chars().next()) else { return };
        if is_illegal(c) {
            let code = format!("U+{:04X}", c as u32);
            let span = self.source.span(at..at + length);
            self.report.add(Diagnostic::new(Code::IllegalCharacter).at(span).with("codepoint", code));
        } else {
            atoms.push(Atom::Char { c, start: at, end: at + length, plain: true });
        }
    }

    /// The attribute list that begins at atom `at`, and the atom after it.
    pub fn attributes_at(&self, atoms: &[Atom<'_>], at: usize) -> Option<(Attributes, usize)> {
        let first = atoms.get(at).filter(|atom| atom.is('{'))?;
        let (attributes, end) = parse_attributes(&self.source.original, first.start())?;
        let next = atoms.partition_point(|atom| atom.start() < end);
        (atoms[at..next].last()?.end() == end).then_some((attributes, next))
    }

    /// Nodes of the tree for a sequence of atoms.
    pub fn inlines(&mut self, atoms: &[Atom<'_>], scope: &Scope) -> Vec<Inline> {
        let mut out = Vec::new();
        if scope.depth > self.context.limits.nesting {
            self.too_deep(atoms.first().map(|atom| atom.start()..atom.end()));
            return out;
        }
        let brackets = match_brackets(atoms);
        let tags = self.match_tags(atoms);
        let mut run = RunBuilder::new();
        let mut at = 0;
        while at < atoms.len() {
            let taken = match atoms[at] {
                Atom::Char { plain: true, c, .. } => {
                    let notation = match c {
                        '{' | '[' | '^' => self.notation(atoms, at, &brackets, scope),
                        _ => None,
                    };
                    notation.or_else(|| self.dialect_notation(atoms, at, scope)).map(|(inlines, next)| {
                        self.flush(&mut run, scope, &mut out);
                        out.extend(inlines);
                        next
                    })
                }
                Atom::Char { .. } => None,
                Atom::Node { .. } => {
                    self.flush(&mut run, scope, &mut out);
                    let (inlines, next) = self.node(atoms, at, &tags, scope);
                    out.extend(inlines);
                    Some(next)
                }
            };
            match (taken, atoms[at]) {
                (Some(next), _) => at = next,
                (None, Atom::Char { c, start, end, plain }) => {
                    run.push(c, start, end, plain, self);
                    at += 1;
                }
                (None, Atom::Node { .. }) => at += 1,
            }
        }
        self.flush(&mut run, scope, &mut out);
        join_runs(out)
    }

    fn flush(&mut self, run: &mut RunBuilder, scope: &Scope, out: &mut Vec<Inline>) {
        if run.is_empty() {
            return;
        }
        let (text, span) = std::mem::replace(run, RunBuilder::new()).finish(&scope.language, self);
        out.push(Inline { id: self.ids.fresh(), span, kind: InlineKind::Text(text) });
    }

    pub fn too_deep(&mut self, range: Option<std::ops::Range<usize>>) {
        if self.told_depth {
            return;
        }
        self.told_depth = true;
        let limit = self.context.limits.nesting;
        let span = range.map(|range| self.source.span(range));
        let finding = Diagnostic::new(Code::LimitExceeded).maybe_at(span).with("what", "the nesting of blocks or spans");
        self.report.add(finding.with("size", limit + 1).with("limit", limit).with("help", "write it with fewer levels"));
    }
}

/// Makes one run of neighbouring runs in one language.
fn join_runs(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let Inline { kind: InlineKind::Text(run), span, .. } = &inline else {
            joined.push(inline);
            continue;
        };
        match joined.last_mut() {
            Some(Inline { kind: InlineKind::Text(before), span: place, .. }) if before.language == run.language => {
                for (at, origin) in run.map.pieces() {
                    before.map.push(before.text.len() + *at as usize, *origin);
                }
                before.text.push_str(&run.text);
                *place = place.zip(*span).map(|(first, last)| first.to(last)).or(*place);
            }
            _ => joined.push(inline),
        }
    }
    joined
}

/// For each opening bracket that is notation, the place of its closing one; 0 for none.
fn match_brackets(atoms: &[Atom<'_>]) -> Vec<usize> {
    let mut closes = vec![0; atoms.len()];
    let mut open = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        if atom.is('[') {
            open.push(at);
        } else if atom.is(']')
            && let Some(start) = open.pop()
        {
            closes[start] = at;
        }
    }
    closes
}
