//! The metadata of a package document (EPUB 3.3, 5.5).

use super::address;
use super::address::Address;
use super::container::Files;
use super::fault::Faults;
use super::package::Package;
use super::package::is_language;
use super::refinements;
use super::vocabulary::Home;
use super::vocabulary::Prefixes;
use crate::xml::Element;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Properties that say something of another element.
const REFINING: &[&str] = &[
    "alternate-script",
    "authority",
    "collection-type",
    "display-seq",
    "file-as",
    "group-position",
    "identifier-type",
    "role",
    "source-of",
    "term",
    "title-type",
];
/// Properties of the whole that may stand once.
const ONCE: &[&str] = &[
    "rendition:flow",
    "rendition:layout",
    "rendition:orientation",
    "rendition:spread",
    "media:active-class",
    "media:playback-active-class",
    "pageBreakSource",
];

/// Checks `<metadata>`.
pub fn check(root: &Element, unique: Option<&str>, ids: &BTreeSet<&str>, prefixes: &Prefixes, path: &str, faults: &mut Faults) {
    let metadata = root.elements().find(|child| child.name.rsplit(':').next() == Some("metadata"));
    let mut identified = false;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut modified = 0;
    for element in metadata.into_iter().flat_map(Element::elements) {
        *counts.entry(element.name.as_str()).or_default() += 1;
        let text = element.text();
        let text = text.trim();
        match element.name.as_str() {
            name if name.starts_with("dc:") => {
                if text.is_empty() {
                    faults.error("RSC-005", path, format!("<{name}> is empty"));
                }
                identified |= name == "dc:identifier" && unique.is_some() && element.attribute("id").map(str::trim) == unique;
                dublin_core(name, text, path, faults);
            }
            "meta" if element.attribute("name").is_some() && element.attribute("property").is_none() => {}
            "meta" => {
                modified += usize::from(meta(element, text, ids, prefixes, path, faults));
            }
            _ => {}
        }
    }
    for name in ["dc:identifier", "dc:title", "dc:language"] {
        if metadata.is_some() && !counts.contains_key(name) {
            faults.error("RSC-005", path, format!("<{name}> is missing"));
        }
    }
    if counts.get("dc:date").is_some_and(|count| *count > 1) {
        faults.error("RSC-005", path, "there is more than one <dc:date>");
    }
    if !identified {
        faults.error("RSC-005", path, "unique-identifier names no <dc:identifier>");
    }
    if metadata.is_some() && modified != 1 {
        faults.error("RSC-005", path, format!("dcterms:modified stands {modified} times; it must stand once"));
    }
    if let Some(metadata) = metadata {
        once(metadata, path, faults);
        circles(metadata, path, faults);
        refinements::check(metadata, path, faults);
    }
}

fn dublin_core(name: &str, text: &str, path: &str, faults: &mut Faults) {
    match name {
        "dc:language" if !text.is_empty() && !is_language(text) => faults.error("OPF-092", path, format!("{text:?} is no language tag")),
        "dc:date" if !text.is_empty() && !is_date(text) => {
            faults.warning("OPF-053", path, format!("{text} is not written as ISO 8601 has it"));
        }
        "dc:identifier" => {
            if let Some(uuid) = text.strip_prefix("urn:uuid:")
                && !is_uuid(uuid)
            {
                faults.warning("OPF-085", path, format!("{uuid} is no UUID"));
            }
        }
        _ => {}
    }
}

/// Checks a `<meta property>`; yes when it is the date of modification.
fn meta(element: &Element, text: &str, ids: &BTreeSet<&str>, prefixes: &Prefixes, path: &str, faults: &mut Faults) -> bool {
    let property = element.attribute("property").unwrap_or_default().trim();
    match property.split_whitespace().count() {
        0 => faults.error("RSC-005", path, "a <meta> has no property"),
        1 => prefixes.check(property, Home::Meta, path, faults),
        _ => {
            faults.error("RSC-005", path, format!("{property} is more than one property"));
            faults.error("OPF-025", path, format!("{property} is more than one property"));
        }
    }
    if text.is_empty() {
        faults.error("RSC-005", path, format!("{property} is empty"));
    }
    if let Some(scheme) = element.attribute("scheme").map(str::trim) {
        match scheme.split_whitespace().count() {
            1 => prefixes.check(scheme, Home::Scheme, path, faults),
            0 => faults.error("RSC-005", path, "a scheme is empty"),
            _ => {
                faults.error("RSC-005", path, format!("{scheme} is more than one scheme"));
                faults.error("OPF-025", path, format!("{scheme} is more than one scheme"));
            }
        }
    }
    let refines = element.attribute("refines").map(str::trim);
    if let Some(target) = refines {
        match (target.strip_prefix('#'), address::resolve(path, target)) {
            (Some(id), _) if !ids.contains(id) => faults.error("RSC-005", path, format!("{target} refines nothing")),
            (Some(_), _) => {}
            (None, Address::Inside { .. }) => faults.warning("RSC-017", path, format!("{target}: name the item's id")),
            (None, _) => faults.error("RSC-005", path, format!("{target} is not relative")),
        }
    }
    if refines.is_none() && REFINING.contains(&property) {
        faults.error("RSC-005", path, format!("{property} refines nothing"));
    }
    let values: &[&str] = match property {
        "rendition:layout" => &["reflowable", "pre-paginated"],
        "rendition:orientation" => &["auto", "landscape", "portrait"],
        "rendition:spread" => &["auto", "both", "landscape", "none", "portrait"],
        "rendition:flow" => &["auto", "paginated", "scrolled-continuous", "scrolled-doc"],
        _ => &[],
    };
    if !values.is_empty() && !values.contains(&text) {
        faults.error("RSC-005", path, format!("{property} cannot be {text}"));
    }
    if property == "rendition:spread" && text == "portrait" {
        faults.warning("RSC-017", path, "rendition:spread portrait is deprecated");
    }
    let modified = property == "dcterms:modified" && refines.is_none();
    if modified && !is_timestamp(text) {
        faults.error("RSC-005", path, format!("{text} is not written as CCYY-MM-DDThh:mm:ssZ"));
    }
    modified
}

fn once(metadata: &Element, path: &str, faults: &mut Faults) {
    for property in ONCE {
        let same =
            metadata.elements().filter(|element| element.attribute("property") == Some(property) && element.attribute("refines").is_none());
        if same.count() > 1 {
            faults.error("RSC-005", path, format!("{property} stands more than once"));
        }
    }
}

/// Refinements may not go in a circle.
fn circles(metadata: &Element, path: &str, faults: &mut Faults) {
    let next: BTreeMap<&str, &str> = metadata
        .elements()
        .filter_map(|element| Some((element.attribute("id")?.trim(), element.attribute("refines")?.trim().strip_prefix('#')?)))
        .collect();
    for start in next.keys() {
        let mut at = *start;
        for _ in 0..next.len() {
            let Some(after) = next.get(at) else { break };
            at = after;
            if at == *start {
                faults.error("OPF-065", path, format!("{start} refines itself"));
                return;
            }
        }
    }
}

/// Checks a `<link>`.
pub fn link(element: &Element, package: &Package, files: Option<&Files<'_>>, prefixes: &Prefixes, faults: &mut Faults) {
    let path = &package.path;
    let relations: Vec<&str> = element.attribute("rel").unwrap_or_default().split_whitespace().collect();
    if relations.is_empty() {
        faults.error("RSC-005", path, "a <link> has no rel");
    }
    relations.iter().for_each(|relation| prefixes.check(relation, Home::LinkRel, path, faults));
    if relations.contains(&"alternate") && relations.len() > 1 {
        faults.error("OPF-089", path, "alternate stands with other relations");
    }
    if let Some(properties) = element.attribute("properties") {
        if properties.trim().is_empty() {
            faults.error("RSC-005", path, "properties is empty");
        }
        properties.split_whitespace().for_each(|property| prefixes.check(property, Home::LinkProperties, path, faults));
    }
    let Some(href) = element.attribute("href") else {
        faults.error("RSC-005", path, "a <link> has no href");
        return;
    };
    match address::resolve(path, href) {
        Address::Inside { path: target, fragment, query } => {
            if query {
                faults.error("RSC-033", path, format!("{href} has a query"));
            }
            if target == *path && fragment.is_some() {
                faults.error("OPF-098", path, format!("{href} leads into the package document"));
                return;
            }
            if element.attribute("media-type").is_none() {
                faults.error("OPF-093", path, format!("the link to {href} has no media-type"));
            }
            if files.is_some_and(|files| !files.contains_key(&target)) {
                faults.warning("RSC-007w", path, format!("{href} is not in the container"));
            }
        }
        Address::Outside => faults.error("RSC-026", path, format!("{href} leads out of the container")),
        Address::Data { .. } => faults.error("RSC-029", path, "a link may not be a data address"),
        Address::File => faults.error("RSC-030", path, format!("{href} is an address of a local file")),
        Address::Invalid => faults.error("RSC-020", path, format!("{href} is no address")),
        Address::Remote(_) | Address::Other => {}
    }
    let needs = relations.iter().any(|relation| matches!(*relation, "record" | "voicing"));
    if needs && element.attribute("media-type").is_none() && address::is_remote(href) {
        faults.error("OPF-094", path, format!("the link to {href} has no media-type"));
    }
}

fn digits(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
}

fn is_timestamp(text: &str) -> bool {
    digits(text, "0000-00-00T00:00:00Z")
}

fn is_date(text: &str) -> bool {
    let day = text.split('T').next().unwrap_or_default();
    let number = |range: std::ops::Range<usize>, most: u32| {
        day.get(range).is_none_or(|part| part.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value)))
    };
    let known = digits(day, "0000") || digits(day, "0000-00") || digits(day, "0000-00-00");
    known && number(5..7, 12) && number(8..10, 31)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.char_indices().all(|(at, c)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { c.is_ascii_hexdigit() })
}
