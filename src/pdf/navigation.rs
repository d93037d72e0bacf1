//! Ways into the file: named destinations, the outline, page labels.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::object::Objects;
use super::object::dictionary;
use super::object::hash;
use super::object::name;
use super::object::point_object;
use super::object::text;
use super::tree;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::geom::Length;
use crate::page::Pages;

/// A heading as the outline shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) node: NodeId,
    /// 1 for the outermost.
    pub(super) level: u8,
    pub(super) title: String,
}

/// All headings in reading order, titles of divisions among them.
pub(super) fn headings(book: &Book) -> Vec<Entry> {
    let mut entries = Vec::new();
    for division in &book.divisions {
        if let Some(title) = &division.metadata.title {
            entries.push(Entry { node: division.id, level: 1, title: plain_text(title) });
        }
        headings_in(&division.blocks, &mut entries);
    }
    entries
}

fn headings_in(blocks: &[Block], entries: &mut Vec<Entry>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) => {
                entries.push(Entry { node: block.id, level: heading.level.clamp(1, 6), title: plain_text(&heading.content) });
            }
            BlockKind::Container(_, inner) => headings_in(inner, entries),
            BlockKind::Quotation(quotation) => headings_in(&quotation.blocks, entries),
            BlockKind::List(list) => list.items.iter().for_each(|item| headings_in(&item.blocks, entries)),
            BlockKind::Paragraph(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::SceneBreak
            | BlockKind::Break(_)
            | BlockKind::Contents => {}
        }
    }
}

/// The base text, without readings and notes.
pub(super) fn plain_text(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        inline.walk(&mut |node| match &node.kind {
            InlineKind::Text(run) | InlineKind::Code(run) => out.push_str(&run.text),
            InlineKind::Ruby(ruby) => ruby.segments.iter().for_each(|segment| out.push_str(&segment.base.text)),
            InlineKind::Gaiji(file) => out.push_str(&file.alternative),
            InlineKind::LineBreak => out.push(' '),
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Styled(..)
            | InlineKind::Link { .. }
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_) => {}
        });
    }
    out
}

/// The names of destinations by node, from the author's ids and the text of headings, so that links from elsewhere keep working.
pub(super) fn destination_names(book: &Book, pages: &Pages) -> BTreeMap<NodeId, String> {
    let mut wanted: BTreeMap<NodeId, String> = BTreeMap::new();
    for division in &book.divisions {
        for note in &division.notes {
            let label = note.label.as_deref().unwrap_or_default();
            wanted.insert(note.id, format!("{}-note-{label}", division.name));
        }
        identifiers(&division.blocks, &mut wanted);
    }
    for entry in headings(book) {
        wanted.entry(entry.node).or_insert_with(|| format!("h-{:016x}", hash(entry.title.as_bytes())));
    }
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for destination in &pages.destinations {
        let base = wanted.get(&destination.node).cloned().unwrap_or_else(|| "place".to_owned());
        let mut name = base.clone();
        let mut count = 1;
        while !taken.insert(name.clone()) {
            count += 1;
            name = format!("{base}-{count}");
        }
        names.entry(destination.node).or_insert(name);
    }
    names
}

fn identifiers(blocks: &[Block], names: &mut BTreeMap<NodeId, String>) {
    for block in blocks {
        if let Some(identifier) = &block.identifier {
            names.insert(block.id, identifier.clone());
        }
        match &block.kind {
            BlockKind::Container(_, inner) => identifiers(inner, names),
            BlockKind::Quotation(quotation) => identifiers(&quotation.blocks, names),
            BlockKind::List(list) => list.items.iter().for_each(|item| identifiers(&item.blocks, names)),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::SceneBreak
            | BlockKind::Break(_)
            | BlockKind::Contents => {}
        }
    }
}

/// The explicit destination of each node that has one (PDF 32000-1, 12.3.2.2).
pub(super) fn destinations(pages: &Pages, page_ids: &[ObjectId]) -> BTreeMap<NodeId, Object> {
    let mut out = BTreeMap::new();
    for destination in &pages.destinations {
        let (Some(page), Some(id)) = (pages.pages.get(destination.page), page_ids.get(destination.page)) else { continue };
        let top = page.size.height - destination.point.y;
        let left = destination.point.x.max(Length::ZERO);
        let place = vec![Object::from(*id), name("XYZ"), point_object(left), point_object(top), Object::Null];
        out.entry(destination.node).or_insert(Object::Array(place));
    }
    out
}

/// The tree of named destinations.
pub(super) fn name_tree(names: &BTreeMap<NodeId, String>, destinations: &BTreeMap<NodeId, Object>, objects: &mut Objects) -> Dictionary {
    let named: BTreeMap<Vec<u8>, Object> =
        names.iter().filter_map(|(node, name)| Some((name.as_bytes().to_vec(), destinations.get(node)?.clone()))).collect();
    tree::names(objects, named.into_iter().collect())
}

/// The outline (PDF 32000-1, 12.3.3): headings that have a place, nested by level; open to the second level.
pub(super) fn outline(entries: &[Entry], destinations: &BTreeMap<NodeId, Object>, objects: &mut Objects) -> Option<ObjectId> {
    let entries: Vec<&Entry> =
        entries.iter().filter(|entry| destinations.contains_key(&entry.node) && !entry.title.trim().is_empty()).collect();
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
    for (index, entry) in entries.iter().enumerate() {
        let siblings = &inside[parents[index]];
        let place = siblings.iter().position(|&sibling| sibling == index).expect("an entry is inside its parent");
        let mut item = dictionary([
            ("Title", text(entry.title.trim())),
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
