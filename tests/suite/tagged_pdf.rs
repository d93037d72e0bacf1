//! A finished PDF read back: its text in the order of its pages and in the order of its structure, from the file alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::content::Content;

/// Which stream of text a piece of marked content belongs to, as its structure element says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// Headings, paragraphs, items.
    Text,
    /// Cells of tables, which may stand before or after their place in the text, as captions may.
    Table,
    /// The body of a note.
    Note,
    /// Captions and credits.
    Caption,
    /// Words that stand for a picture that is not there.
    StandIn,
    /// Ruby readings.
    Reading,
    /// Labels of items and notes.
    Label,
    /// Marks of notes and what references say.
    Reference,
    /// What is no part of the structure.
    Artifact,
}

/// The text of a block, as one structure element holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub kind: String,
    pub stream: Stream,
    pub text: String,
}

/// A piece of marked content.
#[derive(Clone, Debug)]
pub struct Piece {
    pub number: Option<i64>,
    pub stream: Stream,
    /// The child of the document element that it is in.
    pub section: Option<usize>,
    pub text: String,
}

/// The text of a tagged PDF.
pub struct TaggedPdf {
    /// By page, in the order of the content stream.
    pub pages: Vec<Vec<Piece>>,
    /// What each font shows on the pages, by its name without the tag of a subset; without spaces.
    pub fonts: BTreeMap<String, BTreeSet<char>>,
    /// By child of the document element, in the order of the structure.
    pub sections: Vec<Vec<Line>>,
}

impl TaggedPdf {
    pub fn read(path: &Path) -> TaggedPdf {
        let document = Document::load(path).unwrap();
        let numbers: BTreeMap<ObjectId, usize> = document.get_pages().values().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut fonts = BTreeMap::new();
        let mut pages: Vec<Vec<Piece>> = document.get_pages().values().map(|id| page(&document, *id, &mut fonts)).collect();
        let catalog = document.catalog().unwrap();
        let root = resolve(&document, catalog.get(b"StructTreeRoot").unwrap()).as_dict().unwrap();
        let children = kids(&document, kids(&document, root)[0].as_dict().unwrap());
        let mut sections = Vec::new();
        for (section, child) in children.into_iter().enumerate() {
            let mut walk = Walk { document: &document, numbers: &numbers, pages: &mut pages, section, lines: Vec::new() };
            walk.element(child.as_dict().unwrap(), Stream::Text, None);
            sections.push(walk.lines.into_iter().filter(|line| !line.text.is_empty()).collect());
        }
        TaggedPdf { pages, sections, fonts }
    }

    /// The text of a stream of these sections in the order of the structure.
    pub fn in_structure(&self, stream: Stream, sections: &[usize]) -> String {
        let lines = sections.iter().flat_map(|section| &self.sections[*section]);
        lines.filter(|line| line.stream == stream).map(|line| line.text.as_str()).collect()
    }

    /// The text of a stream of these sections in the order of the pages.
    pub fn on_pages(&self, stream: Stream, sections: &[usize]) -> String {
        let own = |piece: &&Piece| piece.stream == stream && piece.section.is_some_and(|section| sections.contains(&section));
        self.pages.iter().flatten().filter(own).map(|piece| piece.text.as_str()).collect()
    }
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

/// What `K` holds, as a list.
fn kids<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a Object> {
    match element.get(b"K").map(|kids| resolve(document, kids)) {
        Ok(Object::Array(list)) => list.iter().map(|kid| resolve(document, kid)).collect(),
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    }
}

struct Walk<'a> {
    document: &'a Document,
    numbers: &'a BTreeMap<ObjectId, usize>,
    pages: &'a mut Vec<Vec<Piece>>,
    section: usize,
    lines: Vec<Line>,
}

impl Walk<'_> {
    /// Adds the text under an element; `line` is the line of each stream that is being written.
    fn element(&mut self, element: &Dictionary, stream: Stream, line: Option<usize>) {
        let kind = String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
        let kids = kids(self.document, element);
        let is = |kid: &&Object, wanted: &str| kid.as_dict().is_ok_and(|kid| kid.get(b"S").is_ok_and(|kind| kind == &Object::from(wanted)));
        let figure = kind == "Div" && kids.iter().any(|kid| is(kid, "Caption"));
        let (stream, line) = match kind.as_str() {
            "Note" => (Stream::Note, None),
            "Table" => (Stream::Table, None),
            "Caption" => (Stream::Caption, self.open(&kind, Stream::Caption)),
            "Div" if figure => (Stream::StandIn, None),
            "RT" => (Stream::Reading, self.open(&kind, Stream::Reading)),
            "Lbl" => (Stream::Label, self.open(&kind, Stream::Label)),
            "Reference" => (Stream::Reference, self.open(&kind, Stream::Reference)),
            "P" | "TH" | "TD" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => (stream, self.open(&kind, stream)),
            _ => (stream, line),
        };
        let home = element.get(b"Pg").ok().and_then(|page| page.as_reference().ok());
        for kid in kids {
            match kid {
                Object::Integer(number) => self.content(home, *number, stream, line),
                Object::Dictionary(kid) if kid.has(b"S") => self.element(kid, stream, line),
                Object::Dictionary(kid) if kid.has(b"MCID") => {
                    let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(home);
                    self.content(page, kid.get(b"MCID").unwrap().as_i64().unwrap(), stream, line);
                }
                other => assert!(other.as_dict().is_ok_and(|kid| kid.has(b"Obj")), "{other:?}"),
            }
        }
    }

    fn open(&mut self, kind: &str, stream: Stream) -> Option<usize> {
        self.lines.push(Line { kind: kind.to_owned(), stream, text: String::new() });
        Some(self.lines.len() - 1)
    }

    fn content(&mut self, page: Option<ObjectId>, number: i64, stream: Stream, line: Option<usize>) {
        let pieces = &mut self.pages[self.numbers[&page.unwrap()]];
        let piece = pieces.iter_mut().find(|piece| piece.number == Some(number)).unwrap();
        assert_eq!(piece.section, None, "marked content belongs to one element");
        (piece.stream, piece.section) = (stream, Some(self.section));
        if !piece.text.is_empty() {
            self.lines[line.unwrap_or_else(|| panic!("{} is in no block", piece.text))].text.push_str(&piece.text);
        }
    }
}

/// What the fonts of a page say of their codes of two bytes.
type Meanings = BTreeMap<Vec<u8>, BTreeMap<u16, String>>;

/// The marked content of a page. Text that no mark holds is an artifact without a number.
fn page(document: &Document, id: ObjectId, shown: &mut BTreeMap<String, BTreeSet<char>>) -> Vec<Piece> {
    let fonts = document.get_page_fonts(id).unwrap();
    let names: BTreeMap<Vec<u8>, String> = fonts.iter().map(|(name, font)| (name.clone(), font_name(font))).collect();
    let meanings: Meanings = fonts.into_iter().map(|(name, font)| (name, meanings(document, font))).collect();
    let content = Content::decode(&document.get_page_content(id)).unwrap();
    let mut reader = PageReader { meanings: &meanings, names: &names, shown, font: Vec::new(), pieces: Vec::new(), open: Vec::new() };
    for operation in &content.operations {
        reader.operation(&operation.operator, &operation.operands);
    }
    assert!(reader.open.is_empty(), "marked content is left open");
    reader.pieces
}

/// What a mark that is open does with the text in it.
enum Open {
    Piece,
    /// The text was given in its place.
    Replaced,
    Other,
}

struct PageReader<'a> {
    meanings: &'a Meanings,
    names: &'a BTreeMap<Vec<u8>, String>,
    shown: &'a mut BTreeMap<String, BTreeSet<char>>,
    font: Vec<u8>,
    pieces: Vec<Piece>,
    open: Vec<Open>,
}

impl PageReader<'_> {
    fn operation(&mut self, operator: &str, operands: &[Object]) {
        match operator {
            "Tf" => self.font = operands[0].as_name().unwrap().to_vec(),
            "Tj" => self.show(&operands[0]),
            "TJ" => operands[0].as_array().unwrap().iter().for_each(|item| self.show(item)),
            "BDC" | "BMC" => self.begin(operands[0].as_name().unwrap(), operands.get(1)),
            "EMC" => drop(self.open.pop().unwrap()),
            "'" | "\"" => panic!("{operator} is not expected"),
            _ => {}
        }
    }

    fn begin(&mut self, tag: &[u8], properties: Option<&Object>) {
        let properties = properties.and_then(|properties| properties.as_dict().ok());
        let number = properties.and_then(|properties| properties.get(b"MCID").ok()).map(|number| number.as_i64().unwrap());
        let actual =
            properties.and_then(|properties| properties.get(b"ActualText").ok()).map(|text| lopdf::decode_text_string(text).unwrap());
        if number.is_some() || tag == b"Artifact" {
            self.pieces.push(Piece { number, stream: Stream::Artifact, section: None, text: String::new() });
        }
        self.open.push(match (number, actual) {
            (_, Some(text)) => {
                self.pieces.last_mut().unwrap().text.push_str(&text);
                Open::Replaced
            }
            (Some(_), None) => Open::Piece,
            (None, None) if tag == b"Artifact" => Open::Piece,
            (None, None) => Open::Other,
        });
    }

    fn show(&mut self, item: &Object) {
        let Object::String(codes, _) = item else { return };
        assert!(!self.open.is_empty(), "text in no marked content");
        if self.open.iter().any(|open| matches!(open, Open::Replaced)) {
            return;
        }
        let meanings = &self.meanings[&self.font];
        let text = &mut self.pieces.last_mut().unwrap().text;
        let start = text.len();
        for code in codes.chunks(2) {
            let code = u16::from_be_bytes([code[0], code[1]]);
            let meaning = meanings.get(&code).unwrap_or_else(|| panic!("code {code} means nothing"));
            // A hyphen that only the end of a line calls for is no text of the book.
            text.push_str(meaning.trim_end_matches('\u{AD}'));
        }
        let shown = self.shown.entry(self.names[&self.font].clone()).or_default();
        shown.extend(text[start..].chars().filter(|character| !character.is_whitespace()));
    }
}

/// The name of a font without the tag of a subset and the name of its encoding.
fn font_name(font: &Dictionary) -> String {
    let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
    let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name);
    name.trim_end_matches("-Identity-H").trim_end_matches("-Identity-V").to_owned()
}

/// The `ToUnicode` map of a font (PDF 32000-1, 9.10.3).
fn meanings(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = resolve(document, font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
    let map = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let mut meanings = BTreeMap::new();
    let mut section = "";
    for line in map.lines() {
        match line.split_whitespace().last().unwrap_or_default() {
            name @ ("beginbfchar" | "beginbfrange") => section = name,
            "endbfchar" | "endbfrange" => section = "",
            _ => {}
        }
        if section.is_empty() {
            continue;
        }
        let values: Vec<Vec<u16>> = line.split('<').skip(1).map(|value| units(value.split('>').next().unwrap())).collect();
        let text = |units: &[u16]| String::from_utf16(units).unwrap();
        match (section, values.as_slice()) {
            ("beginbfchar", [code, meaning]) => drop(meanings.insert(code[0], text(meaning))),
            ("beginbfrange", [first, last, meaning]) if !line.contains('[') => {
                for code in first[0]..=last[0] {
                    let mut units = meaning.clone();
                    *units.last_mut().unwrap() += code - first[0];
                    meanings.insert(code, text(&units));
                }
            }
            (_, []) => {}
            _ => panic!("{line} is not read"),
        }
    }
    meanings
}

fn units(hexadecimal: &str) -> Vec<u16> {
    hexadecimal.as_bytes().chunks(4).map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap()).collect()
}
