//! A whole document.

use std::collections::BTreeMap;

use super::anchor::Anchors;
use super::field::Field;
use super::head::Head;
use super::look::with_script;
use super::numbering::Numbering;
use super::package::Package;
use super::package::Refused;
use super::package::Relations;
use super::paragraph::Item;
use super::pictures::Store;
use super::properties::RunProperties;
use super::run::words;
use super::section::measure;
use super::styles::Styles;
use super::tally::Tally;
use super::told::Told;
use crate::book::Division;
use crate::book::NodeId;
use crate::book::NotePlacement;
use crate::book::PartMetadata;
use crate::import::credits::Credit;
use crate::import::front_matter::Field as Key;
use crate::import::guess::guess_language;
use crate::import::settings::Settings;
use crate::import::tree::Tree;
use crate::unicode::Language;
use crate::xml::Element;

/// Tables and text boxes inside each other.
pub const DEEPEST: usize = 12;

/// A document as the project will have it.
#[derive(Debug)]
pub struct Document {
    pub title: String,
    pub people: Vec<Credit>,
    /// Further keys of `[book]`.
    pub work: Vec<(&'static str, Key)>,
    pub division: Division,
    pub settings: Settings,
    /// Whether most of the text runs in vertical lines.
    pub vertical: bool,
    pub tally: Tally,
    /// Paths in the project and bytes.
    pub pictures: Vec<(String, Vec<u8>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    Foot,
    End,
}

/// The state of reading.
pub struct Reader {
    pub package: Package,
    /// Of the part that is being read.
    pub relations: Relations,
    pub styles: Styles,
    pub numbering: Numbering,
    pub tree: Tree,
    pub tally: Tally,
    pub anchors: Anchors,
    pub pictures: Store,
    /// Fields that have begun.
    pub fields: Vec<Field>,
    /// Every field of the document ends, so that a result may be left out.
    pub fields_end: bool,
    /// The word of the caption's number in the paragraph that is being read.
    pub sequence: Option<String>,
    /// What the caption is of that stands last, when nothing has taken it.
    pub last_caption: Option<&'static str>,
    /// A drawn rule in the paragraph that is being read.
    pub rule_seen: bool,
    /// Comments whose words are being read.
    pub open_comments: Vec<(String, String)>,
    pub depth: usize,
    /// The room for text, in twentieths of a point.
    pub measure: i64,
    /// The size of the paragraph's type in half points.
    pub size: u32,
    notes: BTreeMap<(NoteKind, String), Element>,
    note_relations: BTreeMap<NoteKind, Relations>,
    marked: BTreeMap<(NoteKind, String), NodeId>,
    comments: BTreeMap<String, Element>,
}

/// Reads a .docx. `stem` is its name, for want of a title.
pub fn read_docx(bytes: &[u8], stem: &str) -> Result<Document, Refused> {
    let mut package = Package::open(bytes)?;
    let main = package.main.clone();
    let relations = package.relations(&main)?;
    let root = package.tree(&main)?.ok_or_else(|| Refused::new("it holds no text document"))?;
    let body = root.child("w:body").ok_or_else(|| Refused::new("its text has no body"))?;
    let mut tally = Tally::default();
    for (part, reason) in &package.faults {
        tally.tell(Told::Fault { part: part.clone(), reason: reason.clone() });
    }
    let mut part = |kind: &str, package: &mut Package| {
        let target = relations.values().find(|relation| relation.kind == kind && !relation.external)?.target.clone();
        let own = package.relations(&target).unwrap_or_default();
        match package.tree(&target) {
            Ok(tree) => tree.map(|tree| (tree, own)),
            Err(refused) => {
                tally.tell(Told::Fault { part: target, reason: refused.reason });
                None
            }
        }
    };
    let styles = Styles::read(part("styles", &mut package).as_ref().map(|(tree, _)| tree));
    let numbering = Numbering::read(part("numbering", &mut package).as_ref().map(|(tree, _)| tree), &styles);
    let mut notes = BTreeMap::new();
    let mut note_relations = BTreeMap::new();
    for (kind, name, element) in [(NoteKind::Foot, "footnotes", "w:footnote"), (NoteKind::End, "endnotes", "w:endnote")] {
        let Some((tree, own)) = part(name, &mut package) else { continue };
        note_relations.insert(kind, own);
        for note in tree.elements().filter(|note| note.name == element && matches!(note.attribute("w:type"), None | Some("normal"))) {
            notes.insert((kind, note.attribute("w:id").unwrap_or_default().to_owned()), note.clone());
        }
    }
    let comments = part("comments", &mut package).map(|(tree, _)| {
        let comment = |comment: &Element| (comment.attribute("w:id").unwrap_or_default().to_owned(), comment.clone());
        tree.elements().filter(|element| element.name == "w:comment").map(comment).collect::<BTreeMap<_, _>>()
    });
    let core = core_properties(&mut package);
    let text = words(body);
    let settings = settings(&text, body, &styles);
    let size = styles.default_run().size.unwrap_or(20);
    let mut reader = Reader {
        relations,
        numbering,
        tree: Tree::new(settings.language.clone()),
        tally,
        anchors: Anchors::find(&root),
        pictures: Store::default(),
        fields: Vec::new(),
        fields_end: fields_end(body),
        sequence: None,
        last_caption: None,
        rule_seen: false,
        open_comments: Vec::new(),
        depth: 0,
        measure: measure(body.child("w:sectPr")),
        size,
        notes,
        note_relations,
        marked: BTreeMap::new(),
        comments: comments.unwrap_or_default(),
        package,
        styles,
    };
    let items = reader.items(body);
    reader.tell_surroundings();
    reader.finish(items, core, settings, stem)
}

impl Reader {
    fn finish(mut self, items: Vec<Item>, core: Option<Element>, settings: Settings, stem: &str) -> Result<Document, Refused> {
        let mut items = items;
        let head = Head::take(&mut items, core.as_ref(), &mut self, stem);
        let (blocks, vertical) = self.whole(items);
        if blocks.is_empty() && self.tally.count("pictures") == 0 && head.title_content.is_none() {
            return Err(Refused::new("it holds no text"));
        }
        let metadata = PartMetadata {
            title: Some(head.title_content.unwrap_or_else(|| self.tree.text(&head.title))),
            subtitle: head.subtitle_content,
            lead: head.lead,
            byline: head.byline,
            ..PartMetadata::default()
        };
        let mut division = self.tree.division(stem, metadata, blocks);
        self.anchors.settle(&mut division);
        for block in &division.blocks {
            block.walk(&mut |block| match block.kind {
                crate::book::BlockKind::Heading(_) => self.tally.found("headings"),
                crate::book::BlockKind::List(_) => self.tally.found("lists"),
                crate::book::BlockKind::Figure(_) => self.tally.found("figures"),
                _ => {}
            });
        }
        Ok(Document {
            title: head.title,
            people: head.people,
            work: head.work,
            division,
            settings,
            vertical,
            tally: self.tally,
            pictures: self.pictures.files,
        })
    }

    /// The size of type where no run says one.
    pub fn ground_size(&self) -> u32 {
        self.size
    }

    /// The note of a mark.
    pub fn note(&mut self, mark: &Element, kind: NoteKind) -> Option<NodeId> {
        let key = (kind, mark.attribute("w:id").unwrap_or_default().to_owned());
        if let Some(known) = self.marked.get(&key) {
            return Some(*known);
        }
        let element = self.notes.remove(&key)?;
        let own = self.note_relations.get(&kind).cloned().unwrap_or_default();
        let relations = std::mem::replace(&mut self.relations, own);
        let fields = std::mem::take(&mut self.fields);
        let sequence = self.sequence.take();
        let anchors = self.anchors.take();
        let items = self.items(&element);
        let blocks = self.blocks(items);
        self.anchors.put_back(anchors);
        self.sequence = sequence;
        self.fields = fields;
        self.relations = relations;
        if blocks.is_empty() {
            return None;
        }
        let is_single =
            matches!(&blocks[..], [block] if matches!(block.kind, crate::book::BlockKind::Paragraph(_)) && block.identifier.is_none());
        let (name, placement) = match kind {
            NoteKind::Foot => ("footnotes", None),
            NoteKind::End => ("endnotes", Some(NotePlacement::Book)),
        };
        self.tally.found(name);
        let label = (!is_single).then(|| format!("note-{}", self.tally.count("footnotes") + self.tally.count("endnotes")));
        let note = self.tree.long_note(label, placement, blocks);
        self.marked.insert(key, note);
        Some(note)
    }

    pub fn begin_comment(&mut self, element: &Element) {
        const MOST: usize = 64;
        if self.open_comments.len() < MOST {
            self.open_comments.push((element.attribute("w:id").unwrap_or_default().to_owned(), String::new()));
        }
    }

    /// Tells a comment at its mark.
    pub fn end_comment(&mut self, mark: &Element) {
        let id = mark.attribute("w:id").unwrap_or_default();
        let about = match self.open_comments.iter().position(|(open, _)| open == id) {
            Some(at) => self.open_comments.remove(at).1,
            None => String::new(),
        };
        if let Some(comment) = self.comments.remove(id) {
            self.tell_comment(&comment, about);
        }
    }

    fn tell_comment(&mut self, comment: &Element, about: String) {
        let author = comment.attribute("w:author").unwrap_or_default().to_owned();
        self.tally.found("comments");
        self.tally.tell(Told::Comment { author, about, text: words(comment) });
    }

    /// What the document holds around its body, and what nothing in the body names.
    fn tell_surroundings(&mut self) {
        for comment in std::mem::take(&mut self.comments).into_values() {
            self.tell_comment(&comment, String::new());
        }
        for note in std::mem::take(&mut self.notes).into_values() {
            let text = words(&note);
            if !text.trim().is_empty() {
                self.tally.tell(Told::LeftOut { what: "a note without a mark", text });
            }
        }
        let parts: Vec<(&'static str, String)> = self
            .relations
            .values()
            .filter_map(|relation| match relation.kind.as_str() {
                "header" => Some(("a running head", relation.target.clone())),
                "footer" => Some(("a running foot", relation.target.clone())),
                _ => None,
            })
            .collect();
        let mut seen = Vec::new();
        for (what, part) in parts {
            let text = self.package.tree(&part).ok().flatten().map(|root| words(&root)).unwrap_or_default();
            let is_text = text.chars().any(|character| character.is_alphabetic());
            if is_text && !seen.contains(&text) {
                self.tally.tell(Told::LeftOut { what, text: text.clone() });
                seen.push(text);
            }
        }
    }
}

/// The language and what follows from it. The document's own tag says the region where its characters agree.
fn settings(text: &str, body: &Element, styles: &Styles) -> Settings {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let defaults = styles.default_run();
    vote(body, &defaults, &mut votes);
    let guess = guess_language(text);
    let tag = votes.into_iter().max_by_key(|(_, count)| *count).map(|(tag, _)| with_script(&tag));
    let given = tag.and_then(|tag| Language::new(&tag)).filter(|tag| {
        let script = |language: &Language| language.as_str().contains("Hans");
        tag.primary() == guess.language.primary() && script(tag) == script(&guess.language)
    });
    Settings::guess(text, given.map(|language| (language, "the document says so, and its characters agree")))
}

/// Counts characters by the East Asian language of their runs.
fn vote(element: &Element, defaults: &RunProperties, votes: &mut BTreeMap<String, usize>) {
    for child in element.elements() {
        if child.name != "w:r" {
            vote(child, defaults, votes);
            continue;
        }
        let own = child.child("w:rPr").map(RunProperties::read).unwrap_or_default();
        let text: String = child.elements().filter(|part| part.name == "w:t").map(Element::text).collect();
        let wide = text.chars().filter(|character| *character >= '\u{2E80}').count();
        let (tag, count) = if wide > 0 {
            (own.east_asian_language.or_else(|| defaults.east_asian_language.clone()), wide)
        } else {
            (own.language.or_else(|| defaults.language.clone()), text.len())
        };
        if let Some(tag) = tag.filter(|_| count > 0) {
            *votes.entry(tag).or_default() += count;
        }
    }
}

/// Whether as many fields end as begin.
fn fields_end(body: &Element) -> bool {
    fn count(element: &Element, balance: &mut i64) {
        if element.name == "w:fldChar" {
            match element.attribute("w:fldCharType") {
                Some("begin") => *balance += 1,
                Some("end") => *balance -= 1,
                _ => {}
            }
        }
        element.elements().for_each(|child| count(child, balance));
    }
    let mut balance = 0;
    count(body, &mut balance);
    balance == 0
}

/// `docProps/core.xml`, by its relation.
fn core_properties(package: &mut Package) -> Option<Element> {
    package.tree("docProps/core.xml").ok().flatten()
}
