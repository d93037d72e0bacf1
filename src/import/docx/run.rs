//! The content of a paragraph: runs, and what stands around and inside them.

use super::equation::linear;
use super::field::Drawn;
use super::field::Field;
use super::field::Kind;
use super::field::entry;
use super::field::equation;
use super::field::kind;
use super::look::Ground;
use super::look::Look;
use super::look::foreign;
use super::look::look;
use super::pictures::Finder;
use super::pictures::find;
use super::piece::Atom;
use super::piece::Piece;
use super::piece::Wrap;
use super::properties::RunProperties;
use super::read::NoteKind;
use super::read::Reader;
use super::symbol::is_symbol_font;
use super::symbol::symbol;
use super::told::Told;
use crate::book::PageBreak;
use crate::xml::Element;

/// Links that a reader of the book can follow.
const SCHEMES: [&str; 7] = ["http", "https", "mailto", "tel", "ftp", "urn", "doi"];

/// Fields inside each other.
const DEEPEST_FIELD: usize = 32;

impl Reader {
    /// Reads what stands inside an element of a paragraph.
    pub fn content(&mut self, parent: &Element, ground: &Ground, out: &mut Vec<Piece>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:r" => self.run(element, ground, out),
                "w:hyperlink" => {
                    let link = self.link(element);
                    let ground = Ground { in_link: true, ..ground.clone() };
                    self.linked(link, out, |reader, out| reader.content(element, &ground, out));
                }
                "w:ins" | "w:moveTo" => {
                    self.tally.found("tracked-insertions");
                    self.content(element, ground, out);
                }
                "w:del" | "w:moveFrom" => self.deleted(element),
                "w:sdt" => {
                    let is_prompt = element.child("w:sdtPr").is_some_and(|properties| properties.child("w:showingPlcHdr").is_some());
                    if is_prompt {
                        self.tally.tell(Told::LeftOut { what: "a prompt of a form", text: words(element) });
                    } else if let Some(inner) = element.child("w:sdtContent") {
                        self.content(inner, ground, out);
                    }
                }
                "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo" => self.content(element, ground, out),
                "w:fldSimple" => self.simple_field(element, ground, out),
                "w:bookmarkStart" => self.anchors.begin(element.attribute("w:name").unwrap_or_default()),
                "w:commentRangeStart" => self.begin_comment(element),
                "m:oMath" | "m:oMathPara" => self.equation(element, out),
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.content(chosen, ground, out);
                    }
                }
                "w:subDoc" => self.tally.tell(Told::LeftOut { what: "a document inside the document", text: String::new() }),
                "w:contentPart" => self.tally.tell(Told::LeftOut { what: "ink", text: String::new() }),
                _ => {}
            }
        }
    }

    /// Pieces inside a link to somewhere.
    fn linked(&mut self, target: Option<String>, out: &mut Vec<Piece>, read: impl FnOnce(&mut Reader, &mut Vec<Piece>)) {
        let start = out.len();
        read(self, out);
        if let Some(target) = target {
            let start = start.min(out.len());
            wrap(&mut out[start..], &Wrap::Link(target));
        }
    }

    fn link(&mut self, element: &Element) -> Option<String> {
        let place = element.attribute("w:anchor").filter(|place| !place.is_empty());
        let address = element.attribute("r:id").and_then(|id| self.relations.get(id)).map(|relation| relation.target.clone());
        match (address, place) {
            (Some(address), Some(place)) if !address.contains('#') => self.target(&format!("{address}#{place}")),
            (Some(address), _) => self.target(&address),
            (None, Some(place)) => self.target(&format!("#{place}")),
            (None, None) => None,
        }
    }

    /// Where a link leads, when a book can lead there.
    fn target(&mut self, address: &str) -> Option<String> {
        if let Some(place) = address.strip_prefix('#') {
            let id = self.anchors.id(place).map(|id| format!("#{id}"));
            if id.is_none() && !place.starts_with("_Toc") && !place.is_empty() {
                self.tally.tell(Told::Link(address.to_owned()));
            }
            return id;
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_known = scheme.is_some_and(|scheme| SCHEMES.contains(&scheme.as_str()));
        if !is_known || address.chars().any(char::is_control) {
            self.tally.tell(Told::Link(address.to_owned()));
            return None;
        }
        self.tally.found("links");
        Some(address.to_owned())
    }

    /// Text struck in tracked changes.
    fn deleted(&mut self, element: &Element) {
        let text = words(element);
        if !text.trim().is_empty() {
            self.tally.found("tracked-deletions");
            self.tally.tell(Told::Deleted(text));
        }
    }

    fn equation(&mut self, element: &Element, out: &mut Vec<Piece>) {
        let parts = linear(element);
        let text: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        if text.trim().is_empty() {
            return;
        }
        self.tally.found("equations");
        self.tally.tell(Told::Equation(text));
        let size = self.ground_size();
        for (text, place) in parts {
            let piece = Piece { atom: Atom::Text(self.clean(&text, "", "")), wraps: place.into_iter().collect(), size };
            self.push(piece, out);
        }
    }

    fn run(&mut self, element: &Element, ground: &Ground, out: &mut Vec<Piece>) {
        let own = element.child("w:rPr").map(RunProperties::read).unwrap_or_default();
        let look = look(&own, &self.styles, ground, &self.tree.language, &mut self.tally);
        self.run_content(element, &look, ground, out);
    }

    fn run_content(&mut self, element: &Element, look: &Look, ground: &Ground, out: &mut Vec<Piece>) {
        for child in element.elements() {
            let atom = match child.name.as_str() {
                "w:t" => {
                    let text = child.text();
                    let keeps = child.attribute("xml:space") == Some("preserve");
                    let text = if keeps { text.as_str() } else { text.trim_matches([' ', '\t', '\n', '\r']) };
                    self.text(text, look, out);
                    continue;
                }
                "w:instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                        field.code.push_str(&child.text());
                        field.wraps.clone_from(&look.wraps);
                        field.size = look.size;
                    }
                    continue;
                }
                "w:fldChar" => {
                    self.field_mark(child, out);
                    continue;
                }
                "w:ruby" => {
                    self.ruby(child, look, ground, out);
                    continue;
                }
                "w:sym" => {
                    let code = child.attribute("w:char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
                    let font = child.attribute("w:font").unwrap_or_default().to_owned();
                    Atom::Text(self.symbol(&font, code).to_string())
                }
                "w:tab" | "w:ptab" => Atom::Tab,
                "w:br" => match child.attribute("w:type") {
                    Some("page") => Atom::Break(PageBreak::Page),
                    Some("column") => Atom::Break(PageBreak::Column),
                    Some(_) | None => Atom::LineBreak,
                },
                "w:cr" => Atom::LineBreak,
                "w:noBreakHyphen" => Atom::Text("\u{2011}".to_owned()),
                "w:softHyphen" => Atom::Text("\u{AD}".to_owned()),
                "w:footnoteReference" | "w:endnoteReference" => {
                    let kind = if child.name == "w:footnoteReference" { NoteKind::Foot } else { NoteKind::End };
                    match self.note(child, kind) {
                        Some(note) => Atom::Note(note),
                        None => continue,
                    }
                }
                "w:commentReference" => {
                    self.end_comment(child);
                    continue;
                }
                "w:drawing" | "w:pict" | "w:object" => {
                    self.graphic(child, look, out);
                    continue;
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(child) {
                        self.run_content(chosen, look, ground, out);
                    }
                    continue;
                }
                "m:oMath" => {
                    self.equation(child, out);
                    continue;
                }
                _ => continue,
            };
            if look.hidden && matches!(atom, Atom::Text(_) | Atom::Tab | Atom::LineBreak) {
                continue;
            }
            self.push(Piece { atom, wraps: look.wraps.clone(), size: look.size }, out);
        }
    }

    fn text(&mut self, text: &str, look: &Look, out: &mut Vec<Piece>) {
        if text.is_empty() {
            return;
        }
        if look.hidden {
            self.tally.found("hidden-text");
            self.tally.tell(Told::Hidden(text.to_owned()));
            return;
        }
        let text = self.clean(text, &look.font, &look.east_asian_font);
        let mut wraps = look.wraps.clone();
        wraps.extend(foreign(&text, look, &self.tree.language).map(Wrap::Language));
        if let Some(fitted) = look.fitted {
            // Fitted to a width that its characters do not fill: spread over so many em.
            let em = u8::try_from((fitted / 10 + look.size / 2) / look.size.max(1)).ok();
            let length = text.chars().count();
            wraps.extend(em.filter(|em| usize::from(*em) > length && *em <= 100 && length > 1).map(Wrap::Spread));
        }
        for wrap in &wraps {
            match wrap {
                Wrap::Marks(_) => self.tally.found("emphasis-marks"),
                Wrap::Cell(_) => self.tally.found("tate-chu-yoko"),
                Wrap::Warichu { .. } => self.tally.found("warichu"),
                _ => {}
            }
        }
        self.push(Piece { atom: Atom::Text(text), wraps, size: look.size }, out);
    }

    /// Text with symbols of symbol fonts as characters; what no book may hold becomes 〓.
    pub fn clean(&mut self, text: &str, font: &str, east_asian_font: &str) -> String {
        let is_plain = |character: char| {
            !character.is_control() && !('\u{E000}'..='\u{F8FF}').contains(&character) && u32::from(character) & 0xFFFE != 0xFFFE
        };
        if text.chars().all(is_plain) && !is_symbol_font(font) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\n' | '\r' | '\t' => out.push(' '),
                '\u{F000}'..='\u{F0FF}' => {
                    let font = [font, east_asian_font].into_iter().find(|font| is_symbol_font(font)).unwrap_or("Symbol").to_owned();
                    out.push(self.symbol(&font, u32::from(character)));
                }
                '\u{20}'..='\u{7E}' if is_symbol_font(font) => out.push(self.symbol(font, u32::from(character))),
                character if is_plain(character) => out.push(character),
                '\u{E000}'..='\u{F8FF}' => {
                    self.tally.tell(Told::Private(character));
                    out.push(character);
                }
                other => {
                    self.tally.tell(Told::Symbol { font: "?".to_owned(), code: u32::from(other) });
                    out.push('〓');
                }
            }
        }
        out
    }

    fn symbol(&mut self, font: &str, code: u32) -> char {
        if let Some(character) = symbol(font, code) {
            return character;
        }
        // Other fonts have their characters where Unicode has them.
        let own = char::from_u32(code).filter(|_| !is_symbol_font(font) && code >= 0x20 && !(0xE000..=0xF8FF).contains(&code));
        own.unwrap_or_else(|| {
            self.tally.tell(Told::Symbol { font: font.to_owned(), code });
            '〓'
        })
    }

    /// A word with its reading (ISO/IEC 29500-1, 17.3.3.25).
    fn ruby(&mut self, element: &Element, look: &Look, ground: &Ground, out: &mut Vec<Piece>) {
        let mut part = |name: &str| {
            let mut pieces = Vec::new();
            if let Some(inner) = element.child(name) {
                let fields = std::mem::take(&mut self.fields);
                self.content(inner, ground, &mut pieces);
                self.fields = fields;
            }
            pieces
        };
        let (reading, base) = (part("w:rt"), part("w:rubyBase"));
        let joined = |pieces: &[Piece]| pieces.iter().map(Piece::text).collect::<String>();
        let (reading, text) = (joined(&reading), joined(&base));
        if look.hidden {
            self.tally.tell(Told::Hidden(text));
            return;
        }
        let mut wraps = look.wraps.clone();
        wraps.extend(base.first().map(|piece| piece.wraps.clone()).unwrap_or_default());
        wraps.retain(|wrap| *wrap != Wrap::Small);
        let size = base.first().map_or(look.size, |piece| piece.size);
        let trimmed = (text.trim().to_owned(), reading.trim().to_owned());
        let atom = match trimmed {
            (base, reading) if base.is_empty() || reading.is_empty() => Atom::Text(format!("{base}{reading}")),
            (base, reading) => {
                self.tally.found("readings");
                Atom::Ruby { base, reading }
            }
        };
        self.push(Piece { atom, wraps, size }, out);
    }

    fn graphic(&mut self, element: &Element, look: &Look, out: &mut Vec<Piece>) {
        if look.hidden {
            self.tally.tell(Told::Hidden("a picture".to_owned()));
            return;
        }
        let mut finder = Finder {
            store: &mut self.pictures,
            package: &mut self.package,
            relations: &self.relations,
            tally: &mut self.tally,
            measure: self.measure,
        };
        let shown = if element.name == "w:drawing" { finder.drawing(element) } else { finder.vml(element) };
        if element.name == "w:object" {
            self.tally.changed("objects of other programs stand as their pictures");
        }
        for shown in shown {
            self.push(Piece { atom: Atom::Picture(shown), wraps: Vec::new(), size: look.size }, out);
        }
        let mut boxes = Vec::new();
        text_boxes(element, &mut boxes);
        for inner in boxes {
            let items = self.text_box(inner);
            if !items.is_empty() {
                self.push(Piece { atom: Atom::Float(items), wraps: Vec::new(), size: look.size }, out);
            }
        }
        if find(element, "v:rect").is_some_and(|rule| rule.attribute("o:hr").is_some_and(|on| matches!(on, "t" | "true" | "1"))) {
            self.rule_seen = true;
        }
    }

    /// Adds a piece, unless a field takes it.
    fn push(&mut self, mut piece: Piece, out: &mut Vec<Piece>) {
        for (_, about) in &mut self.open_comments {
            if about.len() < 400 {
                about.push_str(piece.text());
            }
        }
        if let Some(field) = self.fields.iter_mut().find(|field| !field.in_result) {
            field.code.push_str(piece.text());
            return;
        }
        if self.dropping() {
            return;
        }
        piece.wraps.sort();
        out.push(piece);
    }

    /// Whether the result of a field is being left out.
    pub fn dropping(&self) -> bool {
        let is_dropped = |field: &Field| field.in_result && matches!(field.kind, Kind::Dropped(_) | Kind::Page(_) | Kind::Symbol { .. });
        self.fields_end && self.fields.iter().any(is_dropped)
    }

    fn field_mark(&mut self, element: &Element, out: &mut Vec<Piece>) {
        match element.attribute("w:fldCharType") {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    field.start = out.len();
                    field.kind = kind(&field.code);
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop() {
                    self.end_field(field, out);
                }
            }
            _ => {}
        }
    }

    fn simple_field(&mut self, element: &Element, ground: &Ground, out: &mut Vec<Piece>) {
        let code = element.attribute("w:instr").unwrap_or_default().to_owned();
        let size = self.ground_size();
        let field = Field { kind: kind(&code), code, in_result: true, start: out.len(), wraps: Vec::new(), size };
        self.fields.push(field);
        self.content(element, ground, out);
        if let Some(field) = self.fields.pop() {
            self.end_field(field, out);
        }
    }

    fn end_field(&mut self, mut field: Field, out: &mut Vec<Piece>) {
        if !field.in_result {
            field.kind = kind(&field.code);
            field.start = out.len();
        }
        let start = field.start.min(out.len());
        let (wraps, size) = (field.wraps.clone(), if field.size == 0 { self.ground_size() } else { field.size });
        match field.kind {
            Kind::Dropped("an index entry") => self.tally.tell(Told::LeftOut { what: "an index entry", text: entry(&field.code) }),
            Kind::Dropped(what @ ("a table of contents" | "an index" | "a table of authorities")) => {
                self.tally.tell(Told::LeftOut { what, text: "editions make their own".to_owned() });
            }
            Kind::Text | Kind::Dropped(_) => {}
            Kind::Sequence => {
                let name = field.code.split_whitespace().nth(1).unwrap_or_default().to_owned();
                self.sequence = Some(name);
            }
            Kind::Link(target) => {
                if let Some(target) = self.target(&target) {
                    wrap(&mut out[start..], &Wrap::Link(target));
                }
            }
            Kind::Page(place) => {
                if let Some(id) = self.anchors.id(&place).map(str::to_owned) {
                    self.push(Piece { atom: Atom::Page(id), wraps, size }, out);
                }
            }
            Kind::Symbol { font, code } => {
                let atom = Atom::Text(self.symbol(&font, code).to_string());
                self.push(Piece { atom, wraps, size }, out);
            }
            Kind::Equation => {
                if out[start..].iter().any(|piece| !piece.text().trim().is_empty()) {
                    return;
                }
                let atom = match equation(&field.code) {
                    Drawn::Ruby { base, reading } if !base.is_empty() && !reading.is_empty() => {
                        self.tally.found("readings");
                        Atom::Ruby { base, reading }
                    }
                    Drawn::Ruby { base, reading } => Atom::Text(format!("{base}{reading}")),
                    Drawn::Text(text) => {
                        self.tally.tell(Told::Equation(text.clone()));
                        Atom::Text(text)
                    }
                };
                self.push(Piece { atom, wraps, size }, out);
            }
        }
    }
}

fn wrap(pieces: &mut [Piece], with: &Wrap) {
    for piece in pieces {
        // A link inside a link is the inner one; boxes beside the text are in none.
        let is_linked = matches!(with, Wrap::Link(_)) && piece.wraps.iter().any(|wrap| matches!(wrap, Wrap::Link(_)));
        if !is_linked && !matches!(piece.atom, Atom::Float(_) | Atom::Break(_) | Atom::Note(_)) {
            piece.wraps.push(with.clone());
            piece.wraps.sort();
        }
    }
}

/// The branch of alternative content that is read: the first that may hold text boxes or pictures known here, else what stands in
/// for it.
pub fn chosen(element: &Element) -> Option<&Element> {
    const KNOWN: [&str; 8] = ["wps", "wpg", "wpc", "w14", "w15", "a14", "wp14", "am3d"];
    let is_known = |choice: &&Element| {
        choice.attribute("Requires").unwrap_or_default().split_whitespace().all(|prefix| KNOWN.contains(&prefix) && prefix != "am3d")
    };
    let choice = element.elements().filter(|child| child.name == "mc:Choice").find(is_known);
    choice.or_else(|| element.child("mc:Fallback"))
}

/// The text boxes of a graphic, in order; not those inside them.
fn text_boxes<'e>(element: &'e Element, out: &mut Vec<&'e Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "w:txbxContent" => out.push(child),
            "mc:AlternateContent" => chosen(child).into_iter().for_each(|chosen| text_boxes(chosen, out)),
            _ => text_boxes(child, out),
        }
    }
}

/// The words of an element, deleted ones too.
pub fn words(element: &Element) -> String {
    fn collect(element: &Element, out: &mut String) {
        match element.name.as_str() {
            "w:t" | "w:delText" | "m:t" => out.push_str(&element.text()),
            "w:tab" | "w:br" | "w:cr" => out.push(' '),
            "w:rt" | "w:instrText" | "w:delInstrText" | "mc:Fallback" => {}
            _ => {
                element.elements().for_each(|child| collect(child, out));
                if element.name == "w:p" && !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    let mut out = String::new();
    collect(element, &mut out);
    out.trim_end().to_owned()
}
