//! A paragraph's text in one row across its markup, and edits to it.

use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Origin;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::unicode::Region;

use super::{Rule, Substitution};

/// Stands in the row for what is no text of its own: code, ruby without text, pictures.
const OBJECT: char = '\u{FFFC}';
/// Stands for a gaiji or a generated reference, which read as Han text does.
const GETA: char = '〓';

/// A character in its paragraph.
#[derive(Clone, Copy, Debug)]
pub struct FlatChar {
    pub character: char,
    /// The number of its text run, in text order.
    pub run: u32,
    /// Its first byte in the run.
    pub at: u32,
    pub freedom: Freedom,
}

/// What may be done to a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freedom {
    /// Anything.
    Free,
    /// Marks may be converted; how it stands is the author's decision already.
    Set,
    /// Nothing: code, ruby bases, other languages.
    Kept,
}

/// A change of bytes `start..end` of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub run: u32,
    pub start: u32,
    pub end: u32,
    pub to: String,
    pub rule: Rule,
}

/// Bytes `start..end` of a run that get a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    pub run: u32,
    pub start: u32,
    pub end: u32,
    pub style: Style,
}

/// The characters of a paragraph in one row.
pub fn flatten(content: &[Inline]) -> Vec<FlatChar> {
    let mut flattener = Flattener { chars: Vec::new(), runs: 0 };
    flattener.add(content, Freedom::Free);
    flattener.chars
}

struct Flattener {
    chars: Vec<FlatChar>,
    runs: u32,
}

impl Flattener {
    fn add(&mut self, content: &[Inline], freedom: Freedom) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(run) => {
                    let freedom = if run.language.region() == Region::Western { Freedom::Kept } else { freedom };
                    self.chars.extend(run.text.char_indices().map(|(at, character)| FlatChar {
                        character,
                        run: self.runs,
                        at: at as u32,
                        freedom,
                    }));
                    self.runs += 1;
                }
                InlineKind::Ruby(ruby) => {
                    ruby.segments.iter().flat_map(|segment| segment.base.text.chars()).for_each(|character| self.object(character));
                }
                InlineKind::Code(_) | InlineKind::Picture(_) => self.object(OBJECT),
                InlineKind::Gaiji(_) | InlineKind::Reference { .. } => self.object(GETA),
                InlineKind::LineBreak => self.object('\n'),
                InlineKind::NoteMark { .. } => {}
                InlineKind::Styled(style, content) => {
                    let inner = if decides_setting(style) && freedom == Freedom::Free { Freedom::Set } else { freedom };
                    self.add(content, inner);
                }
                InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Link { content, .. } => {
                    self.add(content, freedom);
                }
            }
        }
    }

    fn object(&mut self, character: char) {
        self.chars.push(FlatChar { character, run: u32::MAX, at: 0, freedom: Freedom::Kept });
    }
}

/// Styles that say how digits and letters inside stand, or make them too small to stand alone.
fn decides_setting(style: &Style) -> bool {
    match style {
        Style::TateChuYoko
        | Style::Upright
        | Style::Sideways
        | Style::HanDigits { .. }
        | Style::Warichu
        | Style::Superscript
        | Style::Subscript => true,
        Style::EmphasisMarks(_)
        | Style::ProperName
        | Style::BookTitle
        | Style::Spread(_)
        | Style::Small
        | Style::Underline
        | Style::Strikethrough
        | Style::NoBreak
        | Style::Index(_)
        | Style::Language(_)
        | Style::Anchor(_) => false,
    }
}

/// Applies edits, which come in the order of their runs and bytes, and records each.
pub fn apply(content: &mut [Inline], edits: &[Edit], substitutions: &mut Vec<Substitution>) {
    let (mut run, mut rest) = (0, edits);
    visit_runs(content, &mut |text| {
        let count = rest.iter().take_while(|edit| edit.run == run).count();
        let (here, later) = rest.split_at(count);
        if !here.is_empty() {
            *text = edited(text, here, substitutions);
        }
        rest = later;
        run += 1;
    });
}

fn visit_runs(content: &mut [Inline], visit: &mut dyn FnMut(&mut TextRun)) {
    for inline in content {
        match &mut inline.kind {
            InlineKind::Text(run) => visit(run),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Styled(_, content)
            | InlineKind::Link { content, .. } => visit_runs(content, visit),
            InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => {}
        }
    }
}

fn edited(run: &TextRun, edits: &[Edit], substitutions: &mut Vec<Substitution>) -> TextRun {
    let (mut text, mut map, mut done) = (String::with_capacity(run.text.len() + edits.len() * 2), SourceMap::default(), 0);
    for edit in edits {
        let (start, end) = (edit.start as usize, edit.end as usize);
        map.append(text.len(), &run.map, done, start);
        text.push_str(&run.text[done..start]);
        let span = run.map.span(start, end);
        if let Some(span) = span {
            map.push(text.len(), Origin::Replaced(span));
        }
        text.push_str(&edit.to);
        substitutions.push(Substitution { span, from: run.text[start..end].to_owned(), to: edit.to.clone(), rule: edit.rule });
        done = end;
    }
    map.append(text.len(), &run.map, done, run.text.len());
    text.push_str(&run.text[done..]);
    TextRun { text, language: run.language.clone(), map }
}

/// Splits runs so that every wrap, in the order of runs and bytes, has a node of its own around it.
pub fn wrap(content: &mut Vec<Inline>, wraps: &[Wrap], ids: &mut NodeIds) {
    let (mut run, mut rest) = (0, wraps);
    wrap_within(content, &mut run, &mut rest, ids);
}

fn wrap_within(content: &mut Vec<Inline>, run: &mut u32, rest: &mut &[Wrap], ids: &mut NodeIds) {
    let mut result = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        match &mut inline.kind {
            InlineKind::Text(text) => {
                let count = rest.iter().take_while(|wrap| wrap.run == *run).count();
                let (here, later) = rest.split_at(count);
                (*rest, *run) = (later, *run + 1);
                if here.is_empty() {
                    result.push(inline);
                } else {
                    split(inline.id, text, here, ids, &mut result);
                }
                continue;
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Styled(_, content)
            | InlineKind::Link { content, .. } => wrap_within(content, run, rest, ids),
            InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => {}
        }
        result.push(inline);
    }
    *content = result;
}

/// The pieces of a run; the first keeps the run's id.
fn split(id: crate::book::NodeId, run: &TextRun, wraps: &[Wrap], ids: &mut NodeIds, result: &mut Vec<Inline>) {
    let mut own = Some(id);
    let mut piece = |start: usize, end: usize, ids: &mut NodeIds| -> Inline {
        let map = run.map.slice(start, end);
        let text = TextRun { text: run.text[start..end].to_owned(), language: run.language.clone(), map };
        Inline { id: own.take().unwrap_or_else(|| ids.fresh()), span: run.map.span(start, end), kind: InlineKind::Text(text) }
    };
    let mut done = 0;
    for wrap in wraps {
        let (start, end) = (wrap.start as usize, wrap.end as usize);
        if start > done {
            result.push(piece(done, start, ids));
        }
        let inside = piece(start, end, ids);
        let span: Option<Span> = inside.span;
        result.push(Inline { id: ids.fresh(), span, kind: InlineKind::Styled(wrap.style.clone(), vec![inside]) });
        done = end;
    }
    if done < run.text.len() {
        result.push(piece(done, run.text.len(), ids));
    }
}
