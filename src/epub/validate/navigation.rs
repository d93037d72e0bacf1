//! The navigation document (EPUB 3.3, 7).

use super::address;
use super::address::Address;
use super::fault::Faults;
use super::package::Package;
use super::types;
use crate::xml;
use crate::xml::Element;
use crate::xml::Node;

const DEPTH: usize = 500;

/// Checks the lists of the navigation document; that it is XHTML is checked with the others.
pub fn check(path: &str, text: &str, package: Option<&Package>, faults: &mut Faults) {
    let Ok(root) = xml::parse(text, DEPTH) else { return };
    let mut navs = Vec::new();
    collect(&root, &mut navs);
    let of = |kind: &str| navs.iter().filter(|nav| types_of(nav).any(|one| one == kind)).copied().collect::<Vec<_>>();
    let contents = of("toc");
    if contents.len() != 1 {
        faults.error("RSC-005", path, format!("{} lists are the contents; one must be", contents.len()));
    }
    for kind in ["page-list", "landmarks"] {
        if of(kind).len() > 1 {
            faults.error("RSC-005", path, format!("there is more than one {kind}"));
        }
    }
    for nav in &navs {
        let kinds: Vec<&str> = types_of(nav).collect();
        if kinds.is_empty() {
            continue;
        }
        list_of(path, nav, kinds.contains(&"landmarks"), faults);
        let known = ["toc", "page-list", "landmarks"].iter().any(|kind| kinds.contains(kind));
        let has_heading = nav.elements().any(|child| is_heading(&child.name) || child.name == "hgroup");
        if !known && !has_heading {
            faults.error("RSC-005", path, "a list of another kind has no heading");
        }
        for link in links(nav) {
            let Some(href) = link.attribute("href") else { continue };
            match address::resolve(path, href) {
                Address::Remote(_) if known => faults.error("NAV-010", path, format!("{href} leads out of the publication")),
                Address::Inside { path: target, .. } => in_spine(path, &target, package, faults),
                _ => {}
            }
        }
    }
    if let (Some(package), Some(contents)) = (package, contents.first()) {
        in_order(path, contents, package, faults);
    }
}

fn collect<'a>(element: &'a Element, navs: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if child.name == "nav" {
            navs.push(child);
        }
        collect(child, navs);
    }
}

fn types_of(nav: &Element) -> impl Iterator<Item = &str> {
    let kind = nav.attributes.iter().find(|(name, _)| name.ends_with(":type")).map_or("", |(_, value)| value.as_str());
    kind.split_whitespace().map(|one| one.rsplit(':').next().unwrap_or(one))
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// One list, before it at most a heading.
fn list_of(path: &str, nav: &Element, is_landmarks: bool, faults: &mut Faults) {
    let mut lists = 0;
    for child in nav.elements() {
        match child.name.as_str() {
            "ol" => {
                lists += 1;
                list(path, child, is_landmarks, faults);
            }
            name if is_heading(name) || name == "hgroup" => {
                if lists > 0 {
                    faults.error("RSC-005", path, "a heading stands after the list");
                }
                if child.text().trim().is_empty() && !has_alternative(child) {
                    faults.error("RSC-005", path, "a heading is empty");
                }
            }
            name => faults.error("RSC-005", path, format!("<{name}> may not stand in a list of the navigation document")),
        }
    }
    if is_landmarks {
        let mut seen = std::collections::BTreeSet::new();
        for link in links(nav) {
            for kind in types_of(link) {
                if !seen.insert((kind, link.attribute("href"))) {
                    faults.error("RSC-005", path, format!("two landmarks are {kind} at the same place"));
                }
            }
        }
    }
    if lists != 1 {
        faults.error("RSC-005", path, format!("a <nav> has {lists} lists; one must be there"));
    }
}

fn list(path: &str, list: &Element, is_landmarks: bool, faults: &mut Faults) {
    let mut entries = 0;
    for item in list.elements() {
        if item.name != "li" {
            faults.error("RSC-005", path, format!("<{}> may not stand in a list", item.name));
            continue;
        }
        entries += 1;
        let mut children = item.elements();
        let Some(label) = children.next() else {
            faults.error("RSC-005", path, "an entry is empty");
            continue;
        };
        if item.children.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty())) {
            faults.error("RSC-005", path, "an entry has text outside its link");
        }
        match label.name.as_str() {
            "a" | "span" => {
                if label.text().trim().is_empty() && !has_alternative(label) {
                    faults.error("RSC-005", path, "an entry has no text");
                }
                if label.name == "a" && label.attribute("href").is_none() {
                    faults.error("RSC-005", path, "an entry leads nowhere");
                }
                if is_landmarks && label.name == "a" && types_of(label).next().is_none() {
                    faults.error("RSC-005", path, "a landmark does not say what it is");
                }
            }
            name => faults.error("RSC-005", path, format!("an entry begins with <{name}>")),
        }
        let inner = children.next();
        match inner {
            Some(inner) if inner.name == "ol" => list_inside(path, inner, is_landmarks, faults),
            Some(inner) => faults.error("RSC-005", path, format!("<{}> may not stand in an entry", inner.name)),
            None if label.name == "span" => faults.error("RSC-005", path, "an entry without a link has no list under it"),
            None => {}
        }
        if children.next().is_some() {
            faults.error("RSC-005", path, "an entry holds more than a label and a list");
        }
    }
    if entries == 0 {
        faults.error("RSC-005", path, "a list is empty");
    }
}

fn list_inside(path: &str, inner: &Element, is_landmarks: bool, faults: &mut Faults) {
    list(path, inner, is_landmarks, faults);
}

fn has_alternative(element: &Element) -> bool {
    let own = element.attribute("title").is_some_and(|title| !title.trim().is_empty()) || element.attribute("aria-label").is_some();
    own || element.elements().any(|child| {
        child.attribute("alt").is_some_and(|alt| !alt.trim().is_empty())
            || child.attribute("title").is_some_and(|title| !title.trim().is_empty())
            || has_alternative(child)
    })
}

fn links(element: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        if child.name == "a" {
            found.push(child);
        }
        found.extend(links(child));
    }
    found
}

fn in_spine(path: &str, target: &str, package: Option<&Package>, faults: &mut Faults) {
    let Some(package) = package else { return };
    if let Some(index) = package.item(target) {
        let in_spine = package.spine.iter().any(|(item, _)| *item == index);
        if !in_spine && !package.falls_back(index, types::is_content_document) {
            faults.error("RSC-010", path, format!("{target} is no content document"));
        }
    }
}

/// Entries stand in the order of the spine.
fn in_order(path: &str, contents: &Element, package: &Package, faults: &mut Faults) {
    let mut last = 0;
    for link in links(contents) {
        let Some(Address::Inside { path: target, .. }) = link.attribute("href").map(|href| address::resolve(path, href)) else { continue };
        let place = package.item(&target).and_then(|index| package.spine.iter().position(|(item, _)| *item == index));
        if let Some(place) = place {
            if place < last {
                faults.warning("NAV-011", path, format!("{target} stands later in the contents than in the reading order"));
            }
            last = last.max(place);
        }
    }
}
