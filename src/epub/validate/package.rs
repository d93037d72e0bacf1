//! The package document (EPUB 3.3, 5).

use super::address;
use super::address::Address;
use super::container;
use super::container::Files;
use super::fault::Faults;
use super::metadata;
use super::types;
use super::vocabulary::Home;
use super::vocabulary::Prefixes;
use crate::xml;
use crate::xml::Element;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

const DEPTH: usize = 100;

/// What the package document lists.
#[derive(Debug, Default)]
pub struct Package {
    pub path: String,
    pub items: Vec<Item>,
    /// The indexes of items in reading order, and whether each is linear.
    pub spine: Vec<(usize, bool)>,
    pub ncx: Option<usize>,
}

/// A resource of the publication.
#[derive(Debug)]
pub struct Item {
    pub id: String,
    /// From the root of the container; an address for what lies outside.
    pub path: String,
    pub remote: bool,
    pub media_type: String,
    pub properties: Vec<String>,
    pub fallback: Option<String>,
}

impl Item {
    pub fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|one| one == property)
    }
}

impl Package {
    pub fn item(&self, path: &str) -> Option<usize> {
        self.items.iter().position(|item| item.path == path)
    }

    /// Whether the item or one that stands in for it has a type of which `suits` says yes; a circle ends.
    pub fn falls_back(&self, index: usize, suits: impl Fn(&str) -> bool) -> bool {
        let mut at = Some(index);
        for _ in 0..=self.items.len() {
            let Some(item) = at.map(|index| &self.items[index]) else { return false };
            if suits(&item.media_type) {
                return true;
            }
            at = item.fallback.as_ref().and_then(|id| self.items.iter().position(|item| item.id == *id));
        }
        false
    }
}

/// Reads and checks the package document. `whole` says whether the files of the publication are there to be looked for.
pub fn read(path: &str, data: &[u8], files: Option<&Files<'_>>, faults: &mut Faults) -> Option<Package> {
    let text = super::text(path, data, faults)?;
    // Names, prefixes and references are checked by the stream, the rest by the tree.
    if let Err(error) = xml::scan(text, DEPTH, |_, _| {}) {
        faults.fatal("RSC-016", path, error.to_string());
        return None;
    }
    let root = match xml::parse(text, DEPTH) {
        Ok(root) => root,
        Err(error) => {
            faults.fatal("RSC-016", path, error.to_string());
            return None;
        }
    };
    let mut package = Package { path: path.to_owned(), ..Package::default() };
    if root.attribute("version") != Some("3.0") {
        faults.error("OPF-001", path, "the version is not 3.0");
    }
    let prefixes = Prefixes::read(root.attribute("prefix").unwrap_or_default(), path, faults);
    order(&root, path, faults);
    let ids = ids(&root, path, faults);
    languages(&root, path, faults);
    let unique = root.attribute("unique-identifier").map(str::trim);
    metadata::check(&root, unique, &ids, &prefixes, path, faults);
    if let Some(manifest) = root.child("manifest") {
        items(manifest, files, &prefixes, &mut package, faults);
    }
    if let Some(spine) = root.child("spine") {
        itemrefs(spine, &prefixes, &mut package, faults);
    }
    collections(&root, path, faults);
    guide(&root, path, faults);
    let metadata_links = root.child("metadata").into_iter().flat_map(Element::elements).filter(|element| element.name == "link");
    metadata_links.for_each(|link| metadata::link(link, &package, files, &prefixes, faults));
    Some(package)
}

fn order(root: &Element, path: &str, faults: &mut Faults) {
    const ORDER: [&str; 6] = ["metadata", "manifest", "spine", "guide", "bindings", "collection"];
    let mut last = 0;
    for child in root.elements() {
        let name = child.name.rsplit(':').next().unwrap_or_default();
        match ORDER.iter().position(|known| *known == name) {
            None => faults.error("RSC-005", path, format!("<{name}> may not stand in <package>")),
            Some(place) if place < last => faults.error("RSC-005", path, format!("<{name}> stands too late")),
            Some(place) => last = place,
        }
    }
    for name in &ORDER[..3] {
        if root.elements().all(|child| child.name.rsplit(':').next() != Some(name)) {
            faults.error("RSC-005", path, format!("<{name}> is missing"));
        }
    }
    if root.child("bindings").is_some() {
        faults.warning("RSC-017", path, "<bindings> is deprecated");
    }
}

fn ids<'a>(root: &'a Element, path: &str, faults: &mut Faults) -> BTreeSet<&'a str> {
    let mut ids = BTreeSet::new();
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        if let Some(id) = element.attribute("id").map(str::trim)
            && !ids.insert(id)
        {
            faults.error("RSC-005", path, format!("the id {id} is used twice"));
        }
        open.extend(element.elements());
    }
    ids
}

fn languages(root: &Element, path: &str, faults: &mut Faults) {
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        for name in ["xml:lang", "hreflang"] {
            if let Some(tag) = element.attribute(name)
                && !is_language(tag)
            {
                faults.error("OPF-092", path, format!("{tag:?} is no language tag"));
            }
        }
        open.extend(element.elements());
    }
}

/// BCP 47; empty where nothing is said.
pub fn is_language(tag: &str) -> bool {
    tag.is_empty()
        || crate::unicode::Language::new(tag).is_some()
        || tag.to_ascii_lowercase().starts_with("x-")
        || tag.to_ascii_lowercase().starts_with("i-")
}

fn items(manifest: &Element, files: Option<&Files<'_>>, prefixes: &Prefixes, package: &mut Package, faults: &mut Faults) {
    let path = package.path.clone();
    let mut navs = 0;
    let mut covers = 0;
    for element in manifest.elements() {
        if element.name.rsplit(':').next() != Some("item") {
            faults.error("RSC-005", &path, format!("<{}> may not stand in <manifest>", element.name));
            continue;
        }
        for name in ["id", "href", "media-type"] {
            if element.attribute(name).is_none_or(|value| value.trim().is_empty()) {
                faults.error("RSC-005", &path, format!("an item has no {name}"));
            }
        }
        if element.attribute("fallback-style").is_some() {
            faults.error("RSC-005", &path, "fallback-style may not be used");
        }
        let media_type = element.attribute("media-type").unwrap_or_default().trim().to_owned();
        let properties: Vec<String> = element.attribute("properties").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        for property in &properties {
            prefixes.check(property, Home::Item, &path, faults);
        }
        let has = |name: &str| properties.iter().any(|one| one == name);
        if has("nav") {
            navs += 1;
            if media_type != "application/xhtml+xml" {
                faults.error("RSC-005", &path, "the navigation document is no XHTML");
                faults.error("OPF-012", &path, format!("nav is not for {media_type}"));
            }
        }
        if has("cover-image") {
            covers += 1;
            if !types::is_image(&media_type) {
                faults.error("OPF-012", &path, format!("cover-image is not for {media_type}"));
            }
        }
        let href = element.attribute("href").unwrap_or_default();
        let (target, remote) = item_address(&path, href, faults);
        if !remote && !target.is_empty() {
            if files.is_none() {
                container::file_name(&target, faults);
            }
            container::in_meta_inf(&target, faults);
            if target == path {
                faults.error("OPF-099", &path, "the manifest lists the package document");
            } else if files.is_some_and(|files| !files.contains_key(&target)) {
                faults.error("RSC-001", &target, "the manifest lists a file that is not in the container");
            }
        }
        if !target.is_empty() && package.items.iter().any(|item| item.path == target) {
            faults.error("OPF-074", &path, format!("the manifest lists {target} twice"));
        }
        package.items.push(Item {
            id: element.attribute("id").unwrap_or_default().trim().to_owned(),
            path: target,
            remote,
            media_type,
            properties,
            fallback: element.attribute("fallback").map(|id| id.trim().to_owned()),
        });
    }
    if navs != 1 {
        faults.error("RSC-005", &path, format!("{navs} items have the property nav; one must"));
    }
    if covers > 1 {
        faults.error("RSC-005", &path, "more than one item has the property cover-image");
    }
    fallbacks(package, faults);
}

fn item_address(path: &str, href: &str, faults: &mut Faults) -> (String, bool) {
    if href.trim().contains(' ') {
        faults.warning("PKG-010", path, format!("{href} has a space in it"));
    }
    match address::resolve(path, href) {
        Address::Inside { path: target, fragment, query } => {
            if fragment.is_some() {
                faults.error("OPF-091", path, format!("{href} has a fragment"));
            }
            if query {
                faults.error("RSC-033", path, format!("{href} has a query"));
            }
            (target.nfc().collect(), false)
        }
        Address::Outside => {
            faults.error("RSC-026", path, format!("{href} leads out of the container"));
            (String::new(), false)
        }
        Address::Remote(address) => (address, true),
        Address::Data { .. } => {
            faults.error("RSC-029", path, "an item may not be a data address");
            (href.to_owned(), true)
        }
        Address::File => {
            faults.error("RSC-030", path, format!("{href} is an address of a local file"));
            (href.to_owned(), true)
        }
        Address::Other => (href.to_owned(), true),
        Address::Invalid => {
            faults.error("RSC-020", path, format!("{href} is no address"));
            (String::new(), false)
        }
    }
}

fn fallbacks(package: &Package, faults: &mut Faults) {
    let by_id: BTreeMap<&str, usize> = package.items.iter().enumerate().map(|(index, item)| (item.id.as_str(), index)).collect();
    for (start, item) in package.items.iter().enumerate() {
        let Some(first) = &item.fallback else { continue };
        if !by_id.contains_key(first.as_str()) {
            faults.error("OPF-040", &package.path, format!("the fallback {first} is not in the manifest"));
        }
        let mut at = Some(start);
        for step in 0..=package.items.len() {
            at = at.and_then(|index| package.items[index].fallback.as_deref()).and_then(|id| by_id.get(id).copied());
            match at {
                Some(index) if index == start => {
                    faults.error("OPF-045", &package.path, format!("the fallbacks of {} go in a circle", item.id));
                    break;
                }
                Some(_) if step < package.items.len() => {}
                _ => break,
            }
        }
    }
}

fn itemrefs(spine: &Element, prefixes: &Prefixes, package: &mut Package, faults: &mut Faults) {
    let path = package.path.clone();
    if !matches!(spine.attribute("page-progression-direction"), None | Some("ltr" | "rtl" | "default")) {
        faults.error("RSC-005", &path, "page-progression-direction is ltr, rtl or default");
    }
    let mut seen = BTreeSet::new();
    for element in spine.elements() {
        if element.name.rsplit(':').next() != Some("itemref") {
            faults.error("RSC-005", &path, format!("<{}> may not stand in <spine>", element.name));
            continue;
        }
        for property in element.attribute("properties").unwrap_or_default().split_whitespace() {
            prefixes.check(property, Home::Itemref, &path, faults);
        }
        conflicts(element.attribute("properties").unwrap_or_default(), &path, faults);
        let linear = match element.attribute("linear") {
            None | Some("yes") => true,
            Some("no") => false,
            Some(_) => {
                faults.error("RSC-005", &path, "linear is yes or no");
                true
            }
        };
        let Some(id) = element.attribute("idref").map(str::trim) else {
            faults.error("RSC-005", &path, "an itemref has no idref");
            continue;
        };
        let Some(index) = package.items.iter().position(|item| item.id == id) else {
            faults.error("OPF-049", &path, format!("the spine names {id}, which is not in the manifest"));
            continue;
        };
        if !seen.insert(id) {
            faults.error("RSC-005", &path, format!("the spine names {id} twice"));
        }
        package.spine.push((index, linear));
    }
    if spine.elements().next().is_none() {
        faults.error("RSC-005", &path, "the spine is empty");
    } else if !package.spine.is_empty() && package.spine.iter().all(|(_, linear)| !linear) {
        faults.error("OPF-033", &path, "nothing in the spine is linear");
    }
    for &(index, _) in &package.spine {
        let item = &package.items[index];
        if item.remote && item.path.starts_with("http") {
            faults.error("RSC-006", &path, format!("{} of the spine lies outside the container", item.path));
        }
        if !package.falls_back(index, types::is_content_document) {
            faults.error("OPF-043", &path, format!("{} is in the spine, is no content document and falls back to none", item.id));
        }
    }
    let ncx = spine.attribute("toc").map(|id| package.items.iter().position(|item| item.id == id.trim()));
    match ncx {
        Some(Some(index)) if package.items[index].media_type == "application/x-dtbncx+xml" => package.ncx = Some(index),
        Some(_) => faults.error("OPF-050", &path, "toc names no NCX"),
        None if package.items.iter().any(|item| item.media_type == "application/x-dtbncx+xml") => {
            faults.error("RSC-005", &path, "the spine does not name the NCX");
        }
        None => {}
    }
}

/// Properties of which one place in the reading order has one.
fn conflicts(properties: &str, path: &str, faults: &mut Faults) {
    for group in ["layout", "orientation", "spread", "flow", "page-spread"] {
        let of_group = |property: &&str| {
            let name = property.strip_prefix("rendition:").unwrap_or(property);
            name.strip_prefix(group).is_some_and(|rest| rest.starts_with('-'))
        };
        if properties.split_whitespace().filter(of_group).count() > 1 {
            faults.error("RSC-005", path, format!("{properties}: one of rendition:{group} may stand"));
        }
    }
}

fn collections(root: &Element, path: &str, faults: &mut Faults) {
    for collection in root.elements().filter(|element| element.name == "collection") {
        let roles = collection.attribute("role").unwrap_or_default();
        if roles.split_whitespace().any(|role| role == "manifest") {
            faults.error("RSC-005", path, "a manifest collection stands alone");
        }
        for role in roles.split_whitespace().filter(|role| role.contains(':')) {
            if address::resolve(path, role) == Address::Invalid {
                faults.warning("OPF-070", path, format!("{role} is no address"));
            }
        }
    }
}

fn guide(root: &Element, path: &str, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for reference in root.child("guide").into_iter().flat_map(Element::elements) {
        let key = (reference.attribute("type").map(str::to_ascii_lowercase), reference.attribute("href"));
        if !seen.insert(key) {
            faults.warning("RSC-017", path, "the guide has an entry twice");
        }
    }
}
