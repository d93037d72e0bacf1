//! Pieces with looks around them to nodes inside each other.

use super::piece::Atom;
use super::piece::Piece;
use super::piece::Wrap;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NoteBrackets;
use crate::book::Ruby;
use crate::book::RubySegment;
use crate::book::Style;
use crate::import::tree::Tree;
use crate::markdown::script_of;

/// The nodes of pieces. Floats, breaks and tabs have been taken out before.
pub fn nest(mut pieces: Vec<Piece>, tree: &mut Tree) -> Vec<Inline> {
    mark_small(&mut pieces);
    tidy(&mut pieces);
    level(&pieces, 0, tree)
}

/// Type of less than four fifths of the paragraph's size is small.
fn mark_small(pieces: &mut [Piece]) {
    let mut sizes: Vec<(u32, usize)> = Vec::new();
    for piece in pieces.iter() {
        let length = piece.text().chars().count();
        match sizes.iter_mut().find(|(size, _)| *size == piece.size) {
            Some((_, count)) => *count += length,
            None => sizes.push((piece.size, length)),
        }
    }
    let Some((usual, _)) = sizes.into_iter().max_by_key(|(size, count)| (*count, *size)) else { return };
    for piece in pieces.iter_mut() {
        let is_other = piece.wraps.iter().any(|wrap| matches!(wrap, Wrap::Raised | Wrap::Lowered | Wrap::Warichu { .. } | Wrap::Small));
        let is_text = matches!(piece.atom, Atom::Text(_) | Atom::Ruby { .. }) && !piece.text().trim().is_empty();
        if piece.size * 5 < usual * 4 && is_text && !is_other {
            piece.wraps.push(Wrap::Small);
        }
    }
}

/// White space alone has no weight, unless it stands between words that have; pieces of one look are one.
fn tidy(pieces: &mut Vec<Piece>) {
    for piece in pieces.iter_mut() {
        piece.wraps.sort();
        piece.wraps.dedup();
    }
    for at in 0..pieces.len() {
        let is_blank = matches!(&pieces[at].atom, Atom::Text(text) if text.trim().is_empty()) || matches!(pieces[at].atom, Atom::LineBreak);
        if !is_blank {
            continue;
        }
        let before = at.checked_sub(1).map(|at| pieces[at].wraps.clone()).unwrap_or_default();
        let after = pieces.get(at + 1).map(|piece| piece.wraps.clone()).unwrap_or_default();
        let is_break = matches!(pieces[at].atom, Atom::LineBreak);
        let shared = |wrap: &Wrap| before.contains(wrap) && after.contains(wrap);
        if is_break {
            let wraps: Vec<Wrap> = before.iter().filter(|wrap| shared(wrap)).cloned().collect();
            pieces[at].wraps = wraps;
        } else {
            pieces[at]
                .wraps
                .retain(|wrap| shared(wrap) || matches!(wrap, Wrap::Underline | Wrap::Strike | Wrap::Link(_) | Wrap::Spread(_)));
        }
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        if let Atom::Text(text) = &piece.atom
            && let Some(Piece { atom: Atom::Text(before), wraps, .. }) = joined.last_mut()
            && *wraps == piece.wraps
        {
            before.push_str(text);
            continue;
        }
        joined.push(piece);
    }
    joined.retain(|piece| !matches!(&piece.atom, Atom::Text(text) if text.is_empty()));
    *pieces = joined;
}

fn level(pieces: &[Piece], depth: usize, tree: &mut Tree) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let Some(wrap) = piece.wraps.get(depth) else {
            out.extend(leaf(&piece.atom, tree));
            at += 1;
            continue;
        };
        let end = at + pieces[at..].iter().take_while(|other| other.wraps.get(depth) == Some(wrap)).count();
        out.push(wrapped(wrap, &pieces[at..end], depth + 1, tree));
        at = end;
    }
    out
}

fn wrapped(wrap: &Wrap, pieces: &[Piece], depth: usize, tree: &mut Tree) -> Inline {
    let outer = tree.language.clone();
    if let Wrap::Language(tag) = wrap {
        tree.language = tag.0.clone();
    }
    let mut content = level(pieces, depth, tree);
    tree.language = outer;
    let kind = match wrap {
        Wrap::Link(target) => InlineKind::Link { target: target.clone(), title: None, content },
        Wrap::Strong => InlineKind::Strong(content),
        Wrap::Emphasis => InlineKind::Emphasis(content),
        Wrap::Language(tag) => InlineKind::Styled(Style::Language(tag.0.clone()), content),
        Wrap::Underline => InlineKind::Styled(Style::Underline, content),
        Wrap::Wavy => InlineKind::Styled(Style::BookTitle, content),
        Wrap::Strike => InlineKind::Styled(Style::Strikethrough, content),
        Wrap::Small => InlineKind::Styled(Style::Small, content),
        Wrap::Raised => InlineKind::Styled(Style::Superscript, content),
        Wrap::Lowered => InlineKind::Styled(Style::Subscript, content),
        Wrap::Marks(marks) => InlineKind::Styled(Style::EmphasisMarks(*marks), content),
        Wrap::Spread(em) => InlineKind::Styled(Style::Spread(*em), content),
        Wrap::Cell(_) => InlineKind::Styled(Style::TateChuYoko, content),
        Wrap::Warichu { brackets, .. } => {
            if let Some((open, close)) = brackets {
                content = bracketed(content, *open, *close, tree);
            }
            InlineKind::Styled(Style::Warichu, content)
        }
    };
    tree.inline(kind)
}

/// A note's content with the brackets that the document draws around it.
fn bracketed(mut content: Vec<Inline>, open: char, close: char, tree: &mut Tree) -> Vec<Inline> {
    let note = tree.inline(InlineKind::Styled(Style::Warichu, content));
    let own = NoteBrackets::of(std::slice::from_ref(&note), 0);
    let InlineKind::Styled(_, inner) = note.kind else { return Vec::new() };
    content = inner;
    if own != NoteBrackets::Missing {
        return content;
    }
    match content.first_mut().map(|first| &mut first.kind) {
        Some(InlineKind::Text(run)) => run.text.insert(0, open),
        _ => content.splice(0..0, tree.text(&open.to_string())).for_each(drop),
    }
    match content.last_mut().map(|last| &mut last.kind) {
        Some(InlineKind::Text(run)) => run.text.push(close),
        _ => content.extend(tree.text(&close.to_string())),
    }
    content
}

fn leaf(atom: &Atom, tree: &mut Tree) -> Vec<Inline> {
    match atom {
        Atom::Text(text) => tree.text(text),
        Atom::Ruby { base, reading } => {
            let segments = vec![RubySegment { base: tree.run(base.as_str()), reading: tree.run(reading.as_str()) }];
            let ruby = Ruby { script: script_of(reading), segments, under: None };
            vec![tree.inline(InlineKind::Ruby(ruby))]
        }
        Atom::Note(note) => vec![tree.inline(InlineKind::NoteMark { note: *note })],
        Atom::LineBreak => vec![tree.inline(InlineKind::LineBreak)],
        Atom::Page(target) => vec![tree.inline(InlineKind::Reference { target: target.clone(), page: true })],
        Atom::Picture(shown) => vec![tree.inline(InlineKind::Picture(shown.file.clone()))],
        Atom::Tab | Atom::Break(_) | Atom::Float(_) => Vec::new(),
    }
}
