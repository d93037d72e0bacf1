//! Which content document each piece of the book goes into.

use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::PageBreak;
use crate::resolve::NotePlace;
use crate::resolve::Resolved;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Documents beyond this size turn pages slowly on e-readers (EPUB production guides of Japan and Taiwan: about 256 KB).
const DOCUMENT_BYTES: usize = 256 << 10;
/// Markup that a node brings, as far as it can be told before it is written.
const NODE_BYTES: usize = 120;

/// A content document to be: a run of blocks of one division.
#[derive(Debug)]
pub struct Piece<'a> {
    /// Relative to the package document.
    pub path: String,
    pub division: &'a Division,
    pub position: Position,
    pub blocks: &'a [Block],
    /// Notes that stand in a section at its end.
    pub end_notes: Vec<EndNote<'a>>,
}

/// A note after its file or after the book, with the file that marks it.
#[derive(Clone, Copy, Debug)]
pub struct EndNote<'a> {
    pub division: &'a Division,
    pub note: &'a Note,
}

/// Which part of its division a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Begins with the headline block.
    First,
    Later,
}

/// All pieces in reading order, and where named nodes are.
#[derive(Debug)]
pub struct Plan<'a> {
    pub pieces: Vec<Piece<'a>>,
    homes: BTreeMap<NodeId, usize>,
}

impl<'a> Plan<'a> {
    pub fn new(book: &'a Book, resolved: &Resolved, names: FileNames) -> Plan<'a> {
        let mut paths = Paths { names, taken: BTreeSet::new(), body: 0 };
        let last_body = book.divisions.iter().rev().find(|division| division.role == DivisionRole::Body).map(|division| division.id);
        let mut plan = Plan { pieces: Vec::new(), homes: BTreeMap::new() };
        for division in &book.divisions {
            if division.role == DivisionRole::Contents {
                plan.add(
                    Piece {
                        path: names.navigation().to_owned(),
                        division,
                        position: Position::First,
                        blocks: &division.blocks,
                        end_notes: Vec::new(),
                    },
                    resolved,
                );
                continue;
            }
            let parts = match division.role {
                DivisionRole::Body => split(&division.blocks),
                // A cover is one page, an imprint too.
                DivisionRole::Cover | DivisionRole::Title | DivisionRole::Contents | DivisionRole::Index | DivisionRole::Colophon => {
                    vec![division.blocks.as_slice()]
                }
            };
            let last = parts.len() - 1;
            for (index, blocks) in parts.into_iter().enumerate() {
                let position = if index == 0 { Position::First } else { Position::Later };
                let end_notes = if index == last { end_notes(division, NotePlace::Chapter, resolved) } else { Vec::new() };
                plan.add(Piece { path: paths.make(division, index), division, position, blocks, end_notes }, resolved);
            }
            if last_body == Some(division.id) {
                let bodies = book.divisions.iter().filter(|division| division.role == DivisionRole::Body);
                let end_notes: Vec<EndNote<'_>> = bodies.flat_map(|division| end_notes(division, NotePlace::Book, resolved)).collect();
                if !end_notes.is_empty() {
                    let path = paths.take(names.notes());
                    plan.add(Piece { path, division, position: Position::Later, blocks: &[], end_notes }, resolved);
                }
            }
        }
        plan
    }

    /// The path of the document that holds a named node.
    pub fn path(&self, node: NodeId) -> Option<&str> {
        self.homes.get(&node).map(|&index| self.pieces[index].path.as_str())
    }

    fn add(&mut self, piece: Piece<'a>, resolved: &Resolved) {
        let index = self.pieces.len();
        let division = piece.division;
        let mut notes = BTreeSet::new();
        let mut found = |node: NodeId| {
            if resolved.anchors.contains_key(&node) {
                self.homes.entry(node).or_insert(index);
            }
        };
        if piece.position == Position::First {
            found(division.id);
        }
        let headline = if piece.position == Position::First { division.headline() } else { Vec::new() };
        let mut inline = |node: &crate::book::Inline| {
            found(node.id);
            if let InlineKind::NoteMark { note } = node.kind {
                notes.insert(note);
            }
        };
        headline.into_iter().flatten().for_each(|node| node.walk(&mut inline));
        piece.blocks.iter().for_each(|block| block.walk_inlines(&mut inline));
        // A note may be marked inside a note.
        loop {
            let before = notes.len();
            for note in division.notes.iter().filter(|note| notes.contains(&note.id)).collect::<Vec<_>>() {
                let mut marked = Vec::new();
                note.blocks.iter().for_each(|block| {
                    block.walk_inlines(&mut |node| {
                        if let InlineKind::NoteMark { note } = node.kind {
                            marked.push(note);
                        }
                    });
                });
                notes.extend(marked);
            }
            if notes.len() == before {
                break;
            }
        }
        let with_marks = |note: &&Note| {
            let place = resolved.note_place(note.id);
            notes.contains(&note.id) && matches!(place, NotePlace::Page | NotePlace::Inline)
        };
        let of_notes = division.notes.iter().filter(with_marks).chain(piece.end_notes.iter().map(|end| end.note));
        let mut blocks: Vec<&Block> = piece.blocks.iter().collect();
        for note in of_notes {
            found(note.id);
            blocks.extend(&note.blocks);
        }
        for block in blocks {
            block.walk(&mut |block| found(block.id));
            block.walk_inlines(&mut |node| found(node.id));
        }
        self.pieces.push(piece);
    }
}

/// The notes of a file that stand in this place and that something marks.
fn end_notes<'a>(division: &'a Division, place: NotePlace, resolved: &Resolved) -> Vec<EndNote<'a>> {
    let notes = division.notes.iter();
    let here = notes.filter(|note| resolved.note_numbers.contains_key(&note.id) && resolved.note_place(note.id) == place);
    here.map(|note| EndNote { division, note }).collect()
}

/// How the files of a publication are called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileNames {
    /// After the manuscript's files.
    #[default]
    Plain,
    /// As the production guides of Japan and Taiwan have it: `xhtml/p-001.xhtml`.
    Guide,
}

impl FileNames {
    /// The navigation document; a contents division is this document. Relative to the package document, as the others.
    pub fn navigation(self) -> &'static str {
        match self {
            FileNames::Plain => "nav.xhtml",
            FileNames::Guide => "navigation-documents.xhtml",
        }
    }

    /// The notes after the text of the book.
    fn notes(self) -> &'static str {
        match self {
            FileNames::Plain => "text/notes",
            FileNames::Guide => "xhtml/p-notes",
        }
    }

    pub fn style_sheet(self) -> &'static str {
        match self {
            FileNames::Plain => "style/book.css",
            FileNames::Guide => "style/book-style.css",
        }
    }

    /// From the root of the container.
    pub fn package(self) -> &'static str {
        match self {
            FileNames::Plain => "OEBPS/content.opf",
            FileNames::Guide => "item/standard.opf",
        }
    }

    /// The content document that is the `index`th of its division.
    fn document(self, division: &Division, index: usize, body: usize) -> String {
        let stem = match (self, division.role) {
            (FileNames::Plain, DivisionRole::Cover) => "text/cover".to_owned(),
            (FileNames::Plain, DivisionRole::Colophon) => "text/colophon".to_owned(),
            (FileNames::Plain, DivisionRole::Title | DivisionRole::Contents | DivisionRole::Body | DivisionRole::Index) => {
                format!("text/{}", file_stem(&division.name))
            }
            (FileNames::Guide, DivisionRole::Cover) => "xhtml/p-cover".to_owned(),
            (FileNames::Guide, DivisionRole::Colophon) => "xhtml/p-colophon".to_owned(),
            (FileNames::Guide, DivisionRole::Title) => format!("xhtml/p-{}", file_stem(&division.name)),
            (FileNames::Guide, DivisionRole::Index) => "xhtml/p-index".to_owned(),
            (FileNames::Guide, DivisionRole::Contents | DivisionRole::Body) => return format!("xhtml/p-{body:03}.xhtml"),
        };
        if index == 0 { format!("{stem}.xhtml") } else { format!("{stem}-{}.xhtml", index + 1) }
    }
}

/// Splits where the author breaks the page and at headings of the first level; where a document would be too large, at headings of
/// lower levels too, and at last between any two blocks.
fn split(blocks: &[Block]) -> Vec<&[Block]> {
    let mut pieces: Vec<&[Block]> = Vec::new();
    let mut start = 0;
    for (index, block) in blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Break(PageBreak::Page | PageBreak::Recto | PageBreak::Verso) => {
                pieces.push(&blocks[start..index]);
                start = index + 1;
            }
            BlockKind::Heading(heading) if heading.level == 1 && index > start => {
                pieces.push(&blocks[start..index]);
                start = index;
            }
            _ => {}
        }
    }
    pieces.push(&blocks[start..]);
    let keep_first = pieces.first().is_some_and(|piece| piece.is_empty());
    let mut sized: Vec<&[Block]> = pieces.into_iter().filter(|piece| !piece.is_empty()).flat_map(|piece| split_by_size(piece, 2)).collect();
    if sized.is_empty() || keep_first {
        sized.insert(0, &blocks[..0]);
    }
    sized
}

fn split_by_size(blocks: &[Block], level: u8) -> Vec<&[Block]> {
    if blocks.len() < 2 || blocks.iter().map(size).sum::<usize>() <= DOCUMENT_BYTES {
        return vec![blocks];
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut filled = 0;
    for (index, block) in blocks.iter().enumerate() {
        let may_split = match &block.kind {
            BlockKind::Heading(heading) => heading.level <= level || level > 6,
            _ => level > 6,
        };
        let is_full = level <= 6 || filled + size(block) > DOCUMENT_BYTES;
        if index > start && may_split && is_full {
            pieces.push(&blocks[start..index]);
            start = index;
            filled = 0;
        }
        filled += size(block);
    }
    pieces.push(&blocks[start..]);
    if level > 6 { pieces } else { pieces.into_iter().flat_map(|piece| split_by_size(piece, level + 1)).collect() }
}

/// About how many bytes the block takes as XHTML.
fn size(block: &Block) -> usize {
    let mut bytes = NODE_BYTES;
    block.walk_inlines(&mut |node| {
        bytes += match &node.kind {
            InlineKind::Text(run) if run.text.len() > NODE_BYTES => run.text.len(),
            InlineKind::Text(run) => run.text.len() + 8,
            InlineKind::Ruby(ruby) => ruby.segments.iter().map(|segment| segment.base.text.len() + segment.reading.text.len() + 20).sum(),
            InlineKind::Code(run) => run.text.len() + 20,
            _ => NODE_BYTES,
        };
    });
    if let BlockKind::Code { text, .. } = &block.kind {
        bytes += text.len();
    }
    bytes
}

/// File names: ASCII, lower case, each once.
struct Paths {
    names: FileNames,
    /// How many documents of the body there are.
    body: usize,
    taken: BTreeSet<String>,
}

impl Paths {
    fn make(&mut self, division: &Division, index: usize) -> String {
        self.body += usize::from(division.role == DivisionRole::Body);
        let mut path = self.names.document(division, index, self.body);
        let mut copy = 1;
        while !self.taken.insert(path.clone()) {
            copy += 1;
            path = format!("{}.{copy}.xhtml", self.names.document(division, index, self.body).trim_end_matches(".xhtml"));
        }
        path
    }

    fn take(&mut self, stem: &str) -> String {
        let mut path = format!("{stem}.xhtml");
        let mut copy = 1;
        while !self.taken.insert(path.clone()) {
            copy += 1;
            path = format!("{stem}.{copy}.xhtml");
        }
        path
    }
}

/// The name in lower-case letters, digits and hyphens; a name in other scripts becomes its hash (FNV-1a).
pub fn file_stem(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if name.is_ascii() && !slug.is_empty() {
        return slug;
    }
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("part-{:012x}", hash >> 16)
}
