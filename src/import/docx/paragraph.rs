//! Paragraphs as they are read, and what a row of pieces becomes.

use super::numbering::Numbered;
use super::piece::Atom;
use super::piece::Piece;
use super::piece::Shown;
use super::properties::Indent;
use super::properties::ParagraphProperties;
use super::read::Reader;
use super::role::Role;
use super::section::Section;
use crate::book::Block;
use crate::book::Inline;
use crate::book::PageBreak;
use crate::unicode::Region;

/// What stands in the body in a row.
#[derive(Clone, Debug)]
pub enum Item {
    Paragraph(Box<Paragraph>),
    /// A table, a text box.
    Block(Box<Block>),
    Figure {
        pictures: Vec<Shown>,
        anchors: Vec<String>,
    },
    Break(PageBreak),
    /// A section ends here.
    Section(Section),
}

/// A paragraph with what its place in the document is decided by.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    pub content: Vec<Inline>,
    /// Its base text.
    pub text: String,
    pub role: Role,
    pub numbered: Option<Numbered>,
    pub alignment: Alignment,
    /// White at the start and the end of its lines, and before the first of them, in em.
    pub start: i32,
    pub end: i32,
    pub first: i32,
    pub anchors: Vec<String>,
    /// A rule without text.
    pub rule: bool,
    /// It holds the number of a caption, by the word before it.
    pub sequence: Option<String>,
    /// All of its text is bold.
    pub bold: bool,
    /// The size of its type in half points.
    pub size: u32,
    /// Nothing stood here but what was left out on purpose.
    pub left_out: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    #[default]
    Start,
    Center,
    End,
}

/// What a paragraph's properties say, before its pieces are known.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub role: Role,
    pub numbered: Option<Numbered>,
    pub properties: ParagraphProperties,
    pub size: u32,
    pub sequence: Option<String>,
    pub left_out: bool,
}

const BLANKS: [char; 5] = [' ', '\t', '\u{3000}', '\u{A0}', '\u{2003}'];

impl Reader {
    /// A row of pieces as items: parted at breaks, with pictures and boxes as blocks of their own.
    pub fn emit(&mut self, pieces: Vec<Piece>, frame: &Frame, items: &mut Vec<Item>) {
        let mut row = Vec::new();
        let mut numbered = frame.numbered.clone();
        let mut emitted = false;
        for piece in pieces {
            if let Atom::Break(kind) = piece.atom {
                if !row.is_empty() {
                    self.emit_row(std::mem::take(&mut row), frame, numbered.take(), items);
                    emitted = true;
                }
                items.push(Item::Break(kind));
            } else {
                row.push(piece);
            }
        }
        if !row.is_empty() || !emitted {
            self.emit_row(row, frame, numbered, items);
        }
    }

    /// Parts a row at places where its author ended a paragraph with line breaks: an empty line, or an indent after the break.
    fn emit_row(&mut self, pieces: Vec<Piece>, frame: &Frame, mut numbered: Option<Numbered>, items: &mut Vec<Item>) {
        let mut parts: Vec<Vec<Piece>> = vec![Vec::new()];
        let may_part = matches!(frame.role, Role::Body | Role::Quotation);
        for (at, piece) in pieces.iter().enumerate() {
            let next = pieces.get(at + 1);
            let indents = next.is_some_and(|next| next.text().starts_with("\u{3000}") || matches!(next.atom, Atom::Tab));
            let is_break = |piece: Option<&Piece>| piece.is_some_and(|piece| matches!(piece.atom, Atom::LineBreak));
            let part_begins = parts.last().is_none_or(Vec::is_empty);
            if may_part && is_break(Some(piece)) && (indents || is_break(next) || part_begins) {
                if !part_begins {
                    parts.push(Vec::new());
                    self.tally.changed("paragraphs that line breaks had joined stand alone");
                }
                continue;
            }
            if let Some(part) = parts.last_mut() {
                part.push(piece.clone());
            }
        }
        if parts.len() > 1 && parts.last().is_some_and(Vec::is_empty) {
            parts.pop();
        }
        for part in parts {
            self.emit_paragraph(part, frame, numbered.take(), items);
        }
    }

    fn emit_paragraph(&mut self, mut pieces: Vec<Piece>, frame: &Frame, numbered: Option<Numbered>, items: &mut Vec<Item>) {
        if frame.role != Role::Code {
            self.trim(&mut pieces);
        }
        let has_text = pieces.iter().any(|piece| !piece.text().trim().is_empty() || matches!(piece.atom, Atom::Note(_) | Atom::Page(_)));
        let (mut before, mut after): (Vec<Shown>, Vec<Shown>) = (Vec::new(), Vec::new());
        let mut floats = Vec::new();
        let mut row: Vec<Piece> = Vec::new();
        for piece in pieces {
            match piece.atom {
                Atom::Picture(shown) if !has_text => before.push(shown),
                // A picture in a line is no taller than three lines.
                Atom::Picture(shown) if shown.floats || shown.height > i64::from(piece.size) * 30 => {
                    let begins = row.iter().all(|piece| piece.text().trim().is_empty());
                    if begins { before.push(shown) } else { after.push(shown) }
                }
                Atom::Float(inner) => floats.push(inner),
                Atom::Tab if frame.role == Role::Code => row.push(Piece { atom: Atom::Text("    ".to_owned()), ..piece }),
                Atom::Tab => {
                    let blank = if self.tree.language.region() == Region::Western { " " } else { "\u{3000}" };
                    self.tally.changed("tabs in a line became a space");
                    row.push(Piece { atom: Atom::Text(blank.to_owned()), ..piece });
                }
                _ => row.push(piece),
            }
        }
        let anchors = self.anchors.take();
        let shows = !before.is_empty();
        if shows {
            let anchors = if has_text { Vec::new() } else { anchors.clone() };
            items.push(Item::Figure { pictures: before, anchors });
        }
        if has_text || (!shows && floats.is_empty()) {
            let paragraph = self.made(row, frame, numbered, anchors);
            items.push(Item::Paragraph(Box::new(paragraph)));
        }
        if !after.is_empty() {
            self.tally.changed("pictures that stood beside a paragraph follow it");
            items.extend(after.into_iter().map(|shown| Item::Figure { pictures: vec![shown], anchors: Vec::new() }));
        }
        items.extend(floats.into_iter().flatten());
    }

    /// Takes the white space at the ends away: an indent is the style's.
    fn trim(&mut self, pieces: &mut Vec<Piece>) {
        let mut indented = false;
        while let Some(first) = pieces.iter().position(|piece| !matches!(piece.atom, Atom::Float(_))) {
            match &mut pieces[first].atom {
                Atom::Text(text) if text.starts_with(BLANKS) || text.is_empty() => {
                    indented = true;
                    *text = text.trim_start_matches(BLANKS).to_owned();
                    if text.is_empty() {
                        pieces.remove(first);
                    }
                }
                Atom::Tab | Atom::LineBreak => {
                    indented = true;
                    pieces.remove(first);
                }
                _ => break,
            }
        }
        while let Some(last) = pieces.iter().rposition(|piece| !matches!(piece.atom, Atom::Float(_))) {
            match &mut pieces[last].atom {
                Atom::Text(text) if text.ends_with(BLANKS) || text.is_empty() => {
                    *text = text.trim_end_matches(BLANKS).to_owned();
                    if text.is_empty() {
                        pieces.remove(last);
                    }
                }
                Atom::Tab | Atom::LineBreak => {
                    pieces.remove(last);
                }
                _ => break,
            }
        }
        if indented && !pieces.is_empty() {
            self.tally.changed("paragraphs that began with spaces begin as the style says");
        }
    }

    fn made(&mut self, row: Vec<Piece>, frame: &Frame, numbered: Option<Numbered>, anchors: Vec<String>) -> Paragraph {
        let mut text = String::new();
        let (mut bold, mut size) = (true, 0);
        for piece in &row {
            match piece.atom {
                Atom::LineBreak => text.push(' '),
                _ => text.push_str(piece.text()),
            }
            if !piece.text().trim().is_empty() {
                bold &= piece.wraps.contains(&super::piece::Wrap::Strong);
                size = size.max(piece.size);
            }
        }
        let content = super::nest::nest(row, &mut self.tree);
        let em = frame.size.max(8);
        let characters = |indent: Option<Indent>| {
            let Some(indent) = indent else { return 0 };
            let hundredths = indent.characters.filter(|count| *count != 0).unwrap_or_else(|| indent.twips * 10 / em as i32);
            (hundredths + 50 * hundredths.signum()) / 100
        };
        let properties = &frame.properties;
        let alignment = match properties.alignment.as_deref() {
            Some("center") => Alignment::Center,
            Some("right" | "end") => Alignment::End,
            Some(_) | None => Alignment::Start,
        };
        Paragraph {
            bold: bold && !text.trim().is_empty(),
            size: if size == 0 { frame.size } else { size },
            rule: text.is_empty() && properties.rule == Some(true),
            role: frame.role,
            alignment,
            start: characters(properties.start),
            end: characters(properties.end),
            first: characters(properties.first),
            sequence: frame.sequence.clone(),
            left_out: frame.left_out,
            content,
            text,
            numbered,
            anchors,
        }
    }
}
