//! The navigation document: contents, landmarks, page list.

use super::content::Content;
use super::content::ContentDocument;
use super::content::ContentInput;
use super::content::direction_class;
use super::phrases::Phrases;
use super::plan::Plan;
use crate::book::DivisionRole;
use crate::manuscript::Words;
use crate::xml::Layout;
use crate::xml::Writer;

/// A line of the contents, with the address it leads to.
struct Entry<'a> {
    level: u8,
    title: &'a str,
    address: String,
}

/// Writes the navigation document. In the reading order it is the page of contents, so page list and landmarks are hidden there.
pub fn write(input: &ContentInput<'_>, plan: &Plan<'_>, content: &Content, in_spine: bool) -> ContentDocument {
    let words = Words::of(&input.book.language);
    let phrases = Phrases::of(&input.book.language);
    let language = input.book.language.as_str();
    let mut xml = Writer::with_declaration(Layout::Inline);
    xml.html_doctype();
    let root = [
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", language),
        ("xml:lang", language),
        ("class", direction_class(input.direction)),
    ];
    xml.open("html", &root);
    xml.line_end();
    xml.open("head", &[]);
    xml.line_end();
    xml.empty("meta", &[("charset", "UTF-8")]);
    xml.line_end();
    xml.element("title", &[], &words.contents);
    xml.line_end();
    xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", input.names.style_sheet())]);
    xml.line_end();
    close_block(&mut xml);
    xml.open("body", &[("class", "nav"), ("epub:type", "frontmatter")]);
    xml.line_end();
    contents(&mut xml, &entries(input, plan, content), &words.contents);
    landmarks(&mut xml, content, words, phrases, in_spine);
    pages(&mut xml, content, phrases);
    let text = xml.finish().text;
    ContentDocument {
        path: input.names.navigation().to_owned(),
        role: DivisionRole::Contents,
        in_spine,
        title: words.contents.clone(),
        text,
    }
}

/// The contents as resolved; a book without headings still leads to its documents.
fn entries<'a>(input: &'a ContentInput<'_>, plan: &Plan<'_>, content: &'a Content) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for entry in &input.resolved.contents {
        let (Some(path), Some(id)) = (plan.path(entry.node), input.resolved.anchors.get(&entry.node)) else { continue };
        let title = entry.plain.trim();
        if !title.is_empty() {
            entries.push(Entry { level: entry.level, title, address: format!("{path}#{id}") });
        }
    }
    if entries.is_empty() {
        let bodies = content.documents.iter().filter(|document| document.role == DivisionRole::Body);
        entries.extend(bodies.map(|document| Entry { level: 1, title: &document.title, address: document.path.clone() }));
    }
    if entries.is_empty() {
        let all = content.documents.iter();
        entries.extend(all.map(|document| Entry { level: 1, title: &document.title, address: document.path.clone() }));
    }
    entries
}

fn contents(xml: &mut Writer, entries: &[Entry<'_>], label: &str) {
    xml.open("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("id", "toc"), ("aria-labelledby", "toc-title")]);
    xml.line_end();
    xml.element("h1", &[("id", "toc-title"), ("class", "title")], label);
    xml.line_end();
    // Levels that are open; a jump over a level opens one list only.
    let mut open: Vec<u8> = Vec::new();
    for entry in entries {
        while open.len() > 1 && open.last().is_some_and(|level| *level > entry.level) {
            xml.close();
            close_block(xml);
            open.pop();
        }
        match open.last() {
            Some(level) if *level < entry.level => {
                xml.line_end();
                xml.open("ol", &[]);
                xml.line_end();
                open.push(entry.level);
            }
            Some(_) => close_block(xml),
            None => {
                xml.open("ol", &[]);
                xml.line_end();
                open.push(entry.level);
            }
        }
        xml.open("li", &[]);
        xml.element("a", &[("href", &entry.address)], entry.title);
    }
    while xml.depth() > 3 {
        close_block(xml);
    }
    close_block(xml);
}

fn landmarks(xml: &mut Writer, content: &Content, words: &Words, phrases: &Phrases, in_spine: bool) {
    let first = |role: DivisionRole| content.documents.iter().find(|document| document.role == role).map(|document| document.path.as_str());
    let mut marks: Vec<(&str, &str, &str)> = Vec::new();
    marks.extend(first(DivisionRole::Cover).map(|path| ("cover", path, words.cover.as_str())));
    if in_spine {
        marks.push(("toc", "#toc", &words.contents));
    }
    marks.extend(first(DivisionRole::Body).map(|path| ("bodymatter", path, phrases.body.as_str())));
    marks.extend(first(DivisionRole::Colophon).map(|path| ("colophon", path, words.colophon.as_str())));
    if marks.is_empty() {
        return;
    }
    xml.open("nav", &[("epub:type", "landmarks"), ("id", "landmarks"), ("aria-label", &phrases.landmarks), ("hidden", "hidden")]);
    xml.line_end();
    xml.open("ol", &[]);
    xml.line_end();
    for (kind, path, label) in marks {
        xml.open("li", &[]);
        xml.element("a", &[("epub:type", kind), ("href", path)], label);
        close_block(xml);
    }
    close_block(xml);
    close_block(xml);
}

fn pages(xml: &mut Writer, content: &Content, phrases: &Phrases) {
    if content.pages.is_empty() {
        return;
    }
    let attributes = [
        ("epub:type", "page-list"),
        ("role", "doc-pagelist"),
        ("id", "pages"),
        ("aria-label", phrases.pages.as_str()),
        ("hidden", "hidden"),
    ];
    xml.open("nav", &attributes);
    xml.line_end();
    xml.open("ol", &[]);
    xml.line_end();
    for page in &content.pages {
        xml.open("li", &[]);
        xml.element("a", &[("href", &page.href)], &page.label);
        close_block(xml);
    }
    close_block(xml);
    close_block(xml);
}

fn close_block(xml: &mut Writer) {
    xml.close();
    xml.line_end();
}
