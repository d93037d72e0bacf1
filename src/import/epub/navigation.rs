//! The lists of contents of a publication: the navigation document of version 3, the NCX of version 2.

use super::container::Container;
use super::container::descendant;
use super::container::local;
use super::package::Package;
use crate::html::Document;
use crate::html::Node;
use crate::import::html::decode_percent;
use crate::manuscript::join;
use crate::manuscript::parent;
use crate::xml::Element;

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    pub path: String,
    pub fragment: Option<String>,
    /// 1 for the outermost.
    pub level: u8,
}

/// Entries that are read.
const MOST: usize = 20_000;

/// Path and fragment of an address in a file.
fn place(from: &str, href: &str) -> Option<(String, Option<String>)> {
    let (file, fragment) = href.split_once('#').map_or((href, None), |(file, fragment)| (file, Some(decode_percent(fragment))));
    let path = if file.is_empty() { from.to_owned() } else { join(parent(from), &decode_percent(file))? };
    Some((path, fragment.filter(|fragment| !fragment.is_empty())))
}

/// The entries of a navigation document.
pub fn from_document(document: &Document, path: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let lists: Vec<Node<'_>> = document.root().descendants().filter(|node| node.name() == "nav").collect();
    let toc = lists.iter().find(|nav| nav.has_word("epub:type", "toc") || nav.has_word("role", "doc-toc")).or(lists.first());
    let Some(toc) = toc else { return entries };
    for link in toc.descendants().filter(|node| node.name() == "a") {
        let depth = link.ancestors().take_while(|node| node != toc).filter(|node| node.name() == "ol").count();
        if let Some((path, fragment)) = link.attribute("href").and_then(|href| place(path, href))
            && entries.len() < MOST
        {
            entries.push(Entry { title: link.line(), path, fragment, level: u8::try_from(depth.clamp(1, 6)).unwrap_or(1) });
        }
    }
    entries
}

/// The entries of the NCX.
pub fn from_ncx(container: &Container, package: &Package) -> Vec<Entry> {
    let by_kind = || package.items.iter().find(|item| item.kind == "application/x-dtbncx+xml");
    let Some(item) = package.contents.as_deref().and_then(|id| package.item(id)).or_else(by_kind) else { return Vec::new() };
    let Ok(root) = container.xml(&item.path) else { return Vec::new() };
    let mut entries = Vec::new();
    if let Some(map) = descendant(&root, "navMap") {
        points(map, &item.path, 1, &mut entries);
    }
    entries
}

fn points(parent: &Element, path: &str, level: u8, entries: &mut Vec<Entry>) {
    for point in parent.elements().filter(|element| local(&element.name) == "navPoint") {
        let label = point.elements().find(|inner| local(&inner.name) == "navLabel").map(Element::text).unwrap_or_default();
        let source = point.elements().find(|inner| local(&inner.name) == "content").and_then(|inner| inner.attribute("src"));
        if let Some((path, fragment)) = source.and_then(|href| place(path, href))
            && entries.len() < MOST
        {
            let title = label.split_whitespace().collect::<Vec<_>>().join(" ");
            entries.push(Entry { title, path, fragment, level });
        }
        points(point, path, (level + 1).min(6), entries);
    }
}
