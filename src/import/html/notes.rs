//! Notes of pages: which links are marks of notes, which elements are their bodies, which links lead back.

use super::page::Page;
use super::page::State;
use crate::html::Node;
use crate::manuscript::join;
use crate::manuscript::parent;
use std::collections::BTreeMap;

/// A place in one of several documents: the document's number and the node's.
pub type Place = (usize, usize);

/// Which links mark notes, and where these stand.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The body of the note that a link marks.
    pub bodies: BTreeMap<Place, Place>,
    /// How often each body is marked.
    pub marks: BTreeMap<Place, usize>,
}

/// Nodes by document and id.
pub struct Targets {
    by_id: BTreeMap<(usize, String), usize>,
    by_path: BTreeMap<String, usize>,
}

impl Targets {
    pub fn new(pages: &[Page<'_>]) -> Targets {
        let mut targets = Targets { by_id: BTreeMap::new(), by_path: BTreeMap::new() };
        for (number, page) in pages.iter().enumerate() {
            targets.by_path.insert(page.path.clone(), number);
            for node in page.document.root().descendants() {
                for id in [node.attribute("id"), node.id()].into_iter().flatten() {
                    targets.by_id.entry((number, id.to_owned())).or_insert(node.index());
                }
            }
        }
        targets
    }

    /// The document that an address of document `page` leads to, and the id in it; none when it leads out of the documents.
    pub fn resolve(&self, page: usize, path: &str, href: &str) -> Option<(usize, Option<String>)> {
        let (file, fragment) = match href.split_once('#') {
            Some((file, fragment)) => (file, Some(fragment)),
            None => (href, None),
        };
        let fragment = fragment.map(decode_percent).filter(|fragment| !fragment.is_empty());
        if file.is_empty() {
            return Some((page, fragment));
        }
        if file.contains(':') {
            return None;
        }
        let file = decode_percent(file.split('?').next().unwrap_or_default());
        let number = self.by_path.get(&join(parent(path), &file)?)?;
        Some((*number, fragment))
    }

    pub fn node(&self, page: usize, id: &str) -> Option<usize> {
        self.by_id.get(&(page, id.to_owned())).copied()
    }
}

/// `%E4%B8%80` as it is meant; what is no UTF-8 stays as it is.
pub fn decode_percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| bytes[at] == b'%');
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Whether the link says itself that it marks a note.
fn says_mark(link: Node<'_>) -> bool {
    const CLASSES: &[&str] = &[
        "noteref",
        "footnote-ref",
        "footnote-reference",
        "footnoteref",
        "fn-ref",
        "fnref",
        "note-mark",
        "duokan-footnote",
        "endnote-ref",
        "sdfootnoteanc",
        "sdendnoteanc",
    ];
    link.has_word("epub:type", "noteref")
        || link.has_word("role", "doc-noteref")
        || link.attribute("data-footnote-ref").is_some()
        || link.attribute("rel") == Some("footnote")
        || CLASSES.iter().any(|class| link.has_class(class))
}

/// Whether the element says itself that it is a note.
fn says_note(node: Node<'_>) -> bool {
    const CLASSES: &[&str] = &["footnote", "endnote", "duokan-footnote-item", "footnote-item", "note-body"];
    ["footnote", "endnote", "rearnote", "note"].iter().any(|kind| node.has_word("epub:type", kind))
        || ["doc-footnote", "doc-endnote"].iter().any(|role| node.has_word("role", role))
        || CLASSES.iter().any(|class| node.has_class(class))
}

/// Whether a text is one as marks of notes have it: `1`, `[12]`, `（註3）`, `*`, `※2`.
fn looks_like_mark(text: &str) -> bool {
    let inner =
        text.trim().trim_matches(['[', ']', '(', ')', '（', '）', '〔', '〕', '［', '］', '【', '】', '<', '>', '〈', '〉', '^']).trim();
    let inner = ["註釋", "注释", "註解", "註", "注", "脚注", "注記", "note", "Note", "※", "*", "＊"]
        .iter()
        .find_map(|word| inner.strip_prefix(word))
        .unwrap_or(inner)
        .trim();
    let count = inner.chars().count();
    let number = inner.chars().all(|character| {
        character.is_ascii_digit()
            || "０１２３４５６７８９一二三四五六七八九十〇ivxIVX".contains(character)
            || matches!(character, '①'..='⑳')
    });
    (count <= 4 && number) || (count == 1 && inner.chars().all(|character| character.is_ascii_lowercase() || "†‡§¶#".contains(character)))
}

/// Whether an id is one that programs give to notes.
fn names_note(id: &str) -> bool {
    const STARTS: &[&str] =
        &["fn", "_ftn", "_edn", "ftn", "edn", "footnote", "note", "endnote", "cite_note", "sdfootnote", "sdendnote", "zhu", "n_"];
    let id = id.to_ascii_lowercase();
    STARTS.iter().any(|start| id.starts_with(start)) || ["-note", "_note", "fn:"].iter().any(|part| id.contains(part))
}

/// Finds the marks and bodies of notes in all documents, and tells the pages which nodes these are.
pub fn find_notes(pages: &mut [Page<'_>], targets: &Targets) -> Notes {
    let mut notes = Notes::default();
    let mut found: Vec<(Place, Place)> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        for link in page.document.root().descendants().filter(|node| node.name() == "a") {
            let Some(href) = link.attribute("href") else { continue };
            let Some((other, Some(id))) = targets.resolve(number, &page.path, href) else { continue };
            let Some(index) = targets.node(other, &id) else { continue };
            let Some(target) = pages[other].document.root().at(index) else { continue };
            if let Some(body) = body_of(link, (number, &page.path), target, (other, &pages[other].path), &id, targets) {
                found.push(((number, link.index()), (other, body.index())));
            }
        }
    }
    // A note is no mark of a note that leads back to it, and no note lies in another.
    let bodies: std::collections::BTreeSet<Place> = found.iter().map(|(_, body)| *body).collect();
    for (mark, body) in found {
        let node = pages[body.0].document.root().at(body.1);
        let inside_other = node.is_some_and(|node| node.ancestors().any(|around| bodies.contains(&(body.0, around.index()))));
        if !inside_other {
            *notes.marks.entry(body).or_default() += 1;
            notes.bodies.insert(mark, body);
        }
    }
    let mut marks_of: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (mark, body) in &notes.bodies {
        marks_of.entry(*body).or_default().push(*mark);
    }
    for (body, marks) in &marks_of {
        let document = pages[body.0].document;
        let Some(node) = document.root().at(body.1) else { continue };
        pages[body.0].set(node, State::Note);
        let path = pages[body.0].path.clone();
        for link in node.descendants().filter(|node| node.name() == "a") {
            let leads_to_mark = link.attribute("href").and_then(|href| targets.resolve(body.0, &path, href)).is_some_and(|(page, id)| {
                let target = id.and_then(|id| targets.node(page, &id));
                target.is_some_and(|target| {
                    marks.iter().any(|(other, mark)| {
                        let is_near = |mark: usize| {
                            pages[page].document.root().at(mark).is_some_and(|mark| {
                                mark.index() == target
                                    || mark.ancestors().take(3).any(|around| around.index() == target)
                                    || mark.descendants().any(|inner| inner.index() == target)
                                    || mark.previous_element().is_some_and(|before| before.index() == target)
                            })
                        };
                        *other == page && is_near(*mark)
                    })
                })
            });
            let says_back = link.has_word("role", "doc-backlink")
                || link.has_word("epub:type", "backlink")
                || ["footnote-backref", "footnote-back", "reversefootnote", "data-footnote-backref", "footnoteBackLink"]
                    .iter()
                    .any(|class| link.has_class(class))
                || link.attribute("data-footnote-backref").is_some();
            if (leads_to_mark || says_back) && !notes.bodies.contains_key(&(body.0, link.index())) {
                // Whatever is nothing but the way back goes with it.
                let whole =
                    link.ancestors().take_while(|around| *around != node).take(3).filter(|around| around.line() == link.line()).last();
                pages[body.0].set(whole.unwrap_or(link), State::BackLink);
            }
        }
    }
    notes
}

/// The body of the note that a link marks; none when it marks none.
fn body_of<'d>(link: Node<'_>, from: (usize, &str), target: Node<'d>, to: (usize, &str), id: &str, targets: &Targets) -> Option<Node<'d>> {
    const BODIES: &[&str] = &["aside", "li", "p", "dd", "div", "tr", "blockquote", "td"];
    let mut body = if target.name() == "dt" { target.next_element().filter(|next| next.name() == "dd")? } else { target };
    let may_be = BODIES.contains(&body.name()) || (body.is(&["section", "article"]) && (says_note(body) || names_note(id)));
    if !may_be {
        body = body.ancestors().take(4).find(|node| node.is(&["aside", "li", "p", "dd", "div", "td"]))?;
    }
    // A paragraph alone in an element that is a note belongs to that.
    if let Some(around) = body.parent().filter(|around| {
        let is_named = around.attribute("id").is_some_and(|id| names_note(id) && around.name() == "div");
        says_note(*around) && around.is(&["aside", "li", "div", "dd"]) || is_named
    }) {
        body = around;
    }
    if body.is(&["td"]) {
        body = body.parent().filter(|row| row.name() == "tr").unwrap_or(body);
    }
    // A link into what surrounds it leads nowhere, and a whole chapter is no note.
    let same = std::ptr::eq(link.document(), body.document());
    if same && link.is_in(body) {
        return None;
    }
    if body.descendants().any(|node| node.is(&["h1", "h2", "h3", "section", "article"])) && !says_note(body) {
        return None;
    }
    if link.has_word("role", "doc-backlink") || link.has_word("epub:type", "backlink") {
        return None;
    }
    if says_mark(link) {
        return Some(body);
    }
    let text = link.line();
    let raised = link.ancestors().take(2).any(|node| node.name() == "sup") || link.descendants().any(|node| node.name() == "sup");
    let is_picture = text.is_empty() && link.descendants().any(|node| node.name() == "img");
    if !(looks_like_mark(&text) && !text.trim().is_empty() || is_picture && says_note(body)) {
        return None;
    }
    if says_note(body) || says_note(target) {
        return Some(body);
    }
    // The way back: a link in the note to the mark or to what is around it.
    let marks: Vec<usize> = std::iter::once(link)
        .chain(link.ancestors().take(2))
        .chain(link.descendants())
        .chain(link.previous_element())
        .map(Node::index)
        .collect();
    let leads_back = body.descendants().filter(|node| node.name() == "a").any(|back| {
        let place = back.attribute("href").and_then(|href| targets.resolve(to.0, to.1, href));
        place
            .is_some_and(|(page, id)| page == from.0 && id.and_then(|id| targets.node(page, &id)).is_some_and(|node| marks.contains(&node)))
    });
    // Of two links that lead to each other the first is the mark; notes follow their marks.
    let follows = to.0 > from.0 || (to.0 == from.0 && body.index() > link.index());
    let named = names_note(id) && raised;
    ((leads_back || named) && follows).then_some(body)
}
