//! Ways into the file: named destinations, the outline, page labels.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::object::Objects;
use super::object::dictionary;
use super::object::name;
use super::object::point_object;
use super::object::text;
use super::tree;
use crate::book::Book;
use crate::book::NodeId;
use crate::book::Owner;
use crate::geom::Length;
use crate::geom::Point;
use crate::page::Destination;
use crate::page::ItemKind;
use crate::page::Pages;
use crate::page::Setting;
use crate::resolve::ContentsEntry;
use crate::resolve::Resolved;

/// The explicit destination of each node that has one (PDF 32000-1, 12.3.2.2).
pub(super) fn destinations(book: &Book, resolved: &Resolved, pages: &Pages, page_ids: &[ObjectId]) -> BTreeMap<NodeId, Object> {
    let mut out = BTreeMap::new();
    for destination in pages.destinations.iter().chain(&anchors_in_lines(book, resolved, pages)) {
        let (Some(page), Some(id)) = (pages.pages.get(destination.page), page_ids.get(destination.page)) else { continue };
        let top = page.size.height - destination.point.y;
        let left = destination.point.x.max(Length::ZERO);
        let place = vec![Object::from(*id), name("XYZ"), point_object(left), point_object(top), Object::Null];
        out.entry(destination.node).or_insert(Object::Array(place));
    }
    out
}

/// Where spans with an identifier begin: at the first piece of text in them.
fn anchors_in_lines(book: &Book, resolved: &Resolved, pages: &Pages) -> Vec<Destination> {
    let known: BTreeSet<NodeId> = pages.destinations.iter().map(|destination| destination.node).collect();
    let mut wanted: BTreeMap<NodeId, NodeId> = BTreeMap::new();
    book.walk_inlines(&mut |inline| {
        if resolved.anchors.contains_key(&inline.id) && !known.contains(&inline.id) {
            inline.walk(&mut |inside| {
                wanted.entry(inside.id).or_insert(inline.id);
            });
        }
    });
    let mut found = BTreeMap::new();
    if wanted.is_empty() {
        return Vec::new();
    }
    for (page, item) in pages.pages.iter().enumerate().flat_map(|(index, page)| page.items.iter().map(move |item| (index, item))) {
        let Owner::Node(owner, _) = item.owner else { continue };
        let (Some(&node), ItemKind::Text(run)) = (wanted.get(&owner), &item.kind) else { continue };
        let point = match run.setting {
            Setting::Vertical | Setting::Sideways | Setting::Rising => Point { x: run.origin.x - run.size, y: run.origin.y },
            Setting::Horizontal => Point { x: run.origin.x, y: run.origin.y - run.size },
        };
        found.entry(node).or_insert(Destination { node, page, point });
    }
    found.into_values().collect()
}

/// The tree of named destinations: the stable identifiers of nodes, so that links from elsewhere keep working.
pub(super) fn name_tree(names: &BTreeMap<NodeId, String>, destinations: &BTreeMap<NodeId, Object>, objects: &mut Objects) -> Dictionary {
    let named: BTreeMap<Vec<u8>, Object> =
        names.iter().filter_map(|(node, name)| Some((name.as_bytes().to_vec(), destinations.get(node)?.clone()))).collect();
    tree::names(objects, named.into_iter().collect())
}

/// The outline (PDF 32000-1, 12.3.3): headings that have a place, nested by level, the inner ones closed.
pub(super) fn outline(contents: &[ContentsEntry], destinations: &BTreeMap<NodeId, Object>, objects: &mut Objects) -> Option<ObjectId> {
    let entries: Vec<&ContentsEntry> =
        contents.iter().filter(|entry| destinations.contains_key(&entry.node) && !entry.plain.trim().is_empty()).collect();
    if entries.is_empty() {
        return None;
    }
    let root = objects.reserve();
    let ids: Vec<ObjectId> = entries.iter().map(|_| objects.reserve()).collect();
    // For each entry the entries inside it, and one list more for the root.
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); entries.len() + 1];
    let mut parents = Vec::with_capacity(entries.len());
    let mut open: Vec<usize> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|&above| entries[above].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied().unwrap_or(entries.len());
        inside[parent].push(index);
        parents.push(parent);
        open.push(index);
    }
    let id_of = |index: usize| if index == entries.len() { root } else { ids[index] };
    let mut places = vec![0; entries.len()];
    for siblings in &inside {
        siblings.iter().enumerate().for_each(|(place, &index)| places[index] = place);
    }
    for (index, entry) in entries.iter().enumerate() {
        let (siblings, place) = (&inside[parents[index]], places[index]);
        let mut item = dictionary([
            ("Title", text(entry.plain.trim())),
            ("Parent", id_of(parents[index]).into()),
            ("Dest", destinations[&entry.node].clone()),
        ]);
        if place > 0 {
            item.set("Prev", ids[siblings[place - 1]]);
        }
        if let Some(&next) = siblings.get(place + 1) {
            item.set("Next", ids[next]);
        }
        if let (Some(&first), Some(&last)) = (inside[index].first(), inside[index].last()) {
            item.set("First", ids[first]);
            item.set("Last", ids[last]);
            item.set("Count", -(inside[index].len() as i64));
        }
        objects.set(ids[index], item);
    }
    let top = &inside[entries.len()];
    let (first, last) = (top[0], top[top.len() - 1]);
    let outlines = dictionary([
        ("Type", name("Outlines")),
        ("First", ids[first].into()),
        ("Last", ids[last].into()),
        ("Count", (top.len() as i64).into()),
    ]);
    objects.set(root, outlines);
    Some(root)
}

/// Page labels (PDF 32000-1, 12.4.2): a range for each run of numbers that follow each other.
pub(super) fn page_labels(labels: &[&str], objects: &mut Objects) -> Dictionary {
    let mut entries: Vec<(i64, Object)> = Vec::new();
    let mut last: Option<(Style, u32)> = None;
    for (index, label) in labels.iter().enumerate() {
        let number = numbered(label);
        let follows = matches!((last, number), (Some((style, before)), Some((own, value))) if style == own && value == before + 1);
        if !follows {
            let mut range = Dictionary::new();
            match number {
                Some((style, value)) => {
                    range.set("S", name(style.key()));
                    if value > 1 {
                        range.set("St", i64::from(value));
                    }
                }
                None if !label.is_empty() => range.set("P", text(label)),
                None => {}
            }
            entries.push((index as i64, range.into()));
        }
        last = number;
    }
    tree::numbers(objects, entries)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Decimal,
    LowerRoman,
    UpperRoman,
}

impl Style {
    fn key(self) -> &'static str {
        match self {
            Style::Decimal => "D",
            Style::LowerRoman => "r",
            Style::UpperRoman => "R",
        }
    }
}

/// The number that a label prints exactly as a viewer would print it.
fn numbered(label: &str) -> Option<(Style, u32)> {
    if let Some(value) = label.parse::<u32>().ok().filter(|value| *value > 0 && value.to_string() == label) {
        return Some((Style::Decimal, value));
    }
    (1..=500).find_map(|value| {
        let roman = roman(value);
        match label {
            _ if label == roman => Some((Style::LowerRoman, value)),
            _ if label == roman.to_ascii_uppercase() => Some((Style::UpperRoman, value)),
            _ => None,
        }
    })
}

fn roman(mut value: u32) -> String {
    let mut out = String::new();
    for (unit, letters) in [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")] {
        while value >= unit {
            out.push_str(letters);
            value -= unit;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_as_a_viewer_prints_it() {
        let value = |label| numbered(label).map(|(style, value)| (style.key(), value));
        assert_eq!(value("12"), Some(("D", 12)));
        assert_eq!(value("iv"), Some(("r", 4)));
        assert_eq!(value("XII"), Some(("R", 12)));
        assert_eq!(value("012"), None);
        assert_eq!(value("三"), None);
        assert_eq!(value(""), None);
    }

    #[test]
    fn labels_that_count_on_share_a_range() {
        let mut objects = Objects::default();
        let tree = page_labels(&["封面", "i", "ii", "1", "2", "3", "七"], &mut objects);
        let entries = tree.get(b"Nums").unwrap().as_array().unwrap();
        let keys: Vec<i64> = entries.iter().step_by(2).map(|key| key.as_i64().unwrap()).collect();
        assert_eq!(keys, [0, 1, 3, 6]);
    }
}
