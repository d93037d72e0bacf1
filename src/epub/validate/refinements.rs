//! What refines what in a package document (EPUB 3.3, D.3).

use super::fault::Faults;
use crate::xml::Element;
use std::collections::BTreeMap;

/// A property, what it may refine, and whether it may do so once only.
const RULES: &[(&str, &[&str], bool)] = &[
    ("authority", &["dc:subject"], true),
    ("belongs-to-collection", &["belongs-to-collection"], false),
    ("collection-type", &["belongs-to-collection"], true),
    ("display-seq", &[], true),
    ("file-as", &[], true),
    ("group-position", &[], true),
    ("identifier-type", &["dc:identifier", "dc:source"], true),
    ("role", &["dc:creator", "dc:contributor", "dc:publisher"], false),
    ("source-of", &["dc:source"], true),
    ("term", &["dc:subject"], true),
    ("title-type", &["dc:title"], true),
];

/// Checks every refinement of the metadata.
pub fn check(metadata: &Element, path: &str, faults: &mut Faults) {
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for element in metadata.elements() {
        if let Some(id) = element.attribute("id") {
            kinds.insert(id.trim(), element.attribute("property").unwrap_or(&element.name));
        }
    }
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for element in metadata.elements() {
        let (Some(property), Some(target)) = (element.attribute("property"), element.attribute("refines")) else { continue };
        let target = target.trim().trim_start_matches('#');
        if property.starts_with("rendition:") {
            faults.error("RSC-005", path, format!("{property} says something of the whole and refines nothing"));
        }
        let Some((name, kinds_of, _)) = RULES.iter().find(|(name, _, _)| *name == property) else { continue };
        *counts.entry((target, name)).or_default() += 1;
        if !kinds_of.is_empty() && !kinds.get(target).is_some_and(|kind| kinds_of.contains(kind)) {
            faults.error("RSC-005", path, format!("{property} may not refine {target}"));
        }
        if property == "source-of" && element.text().trim() != "pagination" {
            faults.error("RSC-005", path, "source-of is pagination");
        }
    }
    for ((target, name), count) in &counts {
        let once = RULES.iter().any(|(rule, _, once)| rule == name && *once);
        if once && *count > 1 {
            faults.error("RSC-005", path, format!("{name} refines {target} more than once"));
        }
        let other = match *name {
            "authority" => "term",
            "term" => "authority",
            _ => continue,
        };
        if !counts.contains_key(&(*target, other)) {
            faults.error("RSC-005", path, format!("{name} of {target} stands without {other}"));
        }
    }
}
