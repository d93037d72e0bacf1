//! The structure tree as objects (PDF 32000-1, 14.7).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::content::Way;
use super::object::Objects;
use super::object::dictionary;
use super::object::name;
use super::object::point_object;
use super::object::text;
use super::structure::Attributes;
use super::structure::Kid;
use super::structure::Placement;
use super::structure::Plan;
use super::structure::ROOT;
use super::tree;
use crate::geom::Length;
use crate::geom::Rect;
use crate::geom::WritingMode;

/// What the pages hold of the structure.
#[derive(Default)]
pub(super) struct Marked {
    /// By slot: the pages and numbers of its marked content, in order.
    pub(super) content: BTreeMap<usize, Vec<(usize, i64)>>,
    /// By element: annotations, each with its page and its key in the parent tree.
    pub(super) annotations: BTreeMap<usize, Vec<(usize, ObjectId, i64)>>,
    /// By slot: which ways its text runs.
    pub(super) ways: BTreeMap<usize, BTreeSet<Way>>,
    /// By slot: the box of its first picture, with the height of its page.
    pub(super) boxes: BTreeMap<usize, (Rect, Length)>,
    /// By page: the slots of its marked content in the order of their numbers.
    pub(super) pages: Vec<Vec<usize>>,
}

/// Adds the tree; returns its root.
pub(super) fn add(plan: &Plan, marked: &Marked, pages: &[ObjectId], mode: WritingMode, objects: &mut Objects) -> ObjectId {
    let root = objects.reserve();
    let kept = kept(plan, marked);
    let modes = modes(plan, marked, mode);
    let ids = kept.iter().map(|kept| kept.then(|| objects.reserve())).collect();
    let mut tags = Tags { plan, marked, pages, objects, ids, modes };
    for index in 0..plan.elements.len() {
        tags.element(index, root);
    }
    let ids = tags.ids;
    let document = ids[ROOT].expect("the document is kept");

    let mut entries: Vec<(i64, Object)> = Vec::new();
    for (page, slots) in marked.pages.iter().enumerate() {
        let parents: Vec<Object> = slots
            .iter()
            .map(|&slot| plan.slots[slot].element.and_then(|element| ids[element]).map_or(Object::Null, Object::from))
            .collect();
        entries.push((page as i64, objects.add(Object::Array(parents)).into()));
    }
    let mut annotations: Vec<(i64, Object)> = Vec::new();
    for (element, list) in &marked.annotations {
        annotations.extend(list.iter().filter_map(|(_, _, key)| Some((*key, ids[*element]?.into()))));
    }
    annotations.sort_by_key(|(key, _)| *key);
    let next = annotations.last().map_or(marked.pages.len() as i64, |(key, _)| key + 1);
    entries.extend(annotations);
    let parent_tree = tree::numbers(objects, entries);
    let parent_tree = objects.add(parent_tree);

    let named: BTreeMap<Vec<u8>, Object> = plan
        .elements
        .iter()
        .zip(&ids)
        .filter_map(|(element, id)| Some((element.id.as_ref()?.as_bytes().to_vec(), Object::from((*id)?))))
        .collect();
    let mut dictionary = dictionary([
        ("Type", name("StructTreeRoot")),
        ("K", vec![Object::from(document)].into()),
        ("ParentTree", parent_tree.into()),
        ("ParentTreeNextKey", next.into()),
    ]);
    if !named.is_empty() {
        let named = tree::names(objects, named.into_iter().collect());
        dictionary.set("IDTree", objects.add(named));
    }
    objects.set(root, dictionary);
    root
}

/// Elements that hold something, and the cells of tables, which must stay rectangular.
fn kept(plan: &Plan, marked: &Marked) -> Vec<bool> {
    let mut kept = vec![false; plan.elements.len()];
    kept[ROOT] = true;
    let keep = |mut at: Option<usize>, kept: &mut Vec<bool>| {
        while let Some(index) = at.filter(|&index| !kept[index]) {
            kept[index] = true;
            at = plan.elements[index].parent;
        }
    };
    for slot in marked.content.keys() {
        keep(plan.slots[*slot].element, &mut kept);
    }
    for element in marked.annotations.keys() {
        keep(Some(*element), &mut kept);
    }
    // Parents come before their children.
    for index in 1..plan.elements.len() {
        let element = &plan.elements[index];
        let in_table = matches!(element.kind, "TR" | "TH" | "TD");
        kept[index] |= in_table && element.parent.is_some_and(|parent| kept[parent]);
    }
    // A figure without caption needs nothing around it.
    for index in 1..plan.elements.len() {
        let element = &plan.elements[index];
        if element.attributes == Attributes::Group && kept[index] {
            let inside = element.kids.iter().filter(|kid| matches!(kid, Kid::Element(child) if kept[*child]));
            kept[index] = inside.count() > 1;
        }
    }
    kept
}

/// The writing mode that each element states: where its text runs otherwise than the text around it.
fn modes(plan: &Plan, marked: &Marked, document: WritingMode) -> Vec<Option<WritingMode>> {
    let mut ways: Vec<BTreeSet<Way>> = vec![BTreeSet::new(); plan.elements.len()];
    for (slot, slot_ways) in &marked.ways {
        let mut at = plan.slots[*slot].element;
        while let Some(index) = at {
            ways[index].extend(slot_ways);
            at = plan.elements[index].parent;
        }
    }
    let mut modes = vec![None; plan.elements.len()];
    let mut around = vec![document; plan.elements.len()];
    modes[ROOT] = (document == WritingMode::VerticalRl).then_some(document);
    // Parents come before their children, but for links that were added last.
    for index in 1..plan.elements.len() {
        let element = &plan.elements[index];
        around[index] = element.parent.map_or(document, |parent| around[parent]);
        let own = match ways[index].iter().collect::<Vec<_>>()[..] {
            [Way::Across] => WritingMode::HorizontalTb,
            [Way::Down] => WritingMode::VerticalRl,
            _ => continue,
        };
        if own != around[index] && BLOCKS.contains(&element.kind) {
            around[index] = own;
            modes[index] = Some(own);
        }
    }
    modes
}

/// Types that may state a writing mode (PDF 32000-1, table 343); inside a line it is that of the line.
const BLOCKS: [&str; 20] = [
    "Part",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "LBody",
    "Table",
    "TR",
    "Note",
];

struct Tags<'a> {
    plan: &'a Plan,
    marked: &'a Marked,
    pages: &'a [ObjectId],
    objects: &'a mut Objects,
    ids: Vec<Option<ObjectId>>,
    modes: Vec<Option<WritingMode>>,
}

impl Tags<'_> {
    fn element(&mut self, index: usize, root: ObjectId) {
        let Some(id) = self.ids[index] else { return };
        let element = &self.plan.elements[index];
        let parent = self.parent(index).unwrap_or(root);
        let mut out = dictionary([("Type", name("StructElem")), ("S", name(element.kind)), ("P", parent.into())]);
        let page = self.first_page(index);
        if let Some(page) = page {
            out.set("Pg", self.pages[page]);
        }
        let kids = self.kids(index, page);
        if !kids.is_empty() {
            out.set("K", kids);
        }
        if let Some(language) = &element.language {
            out.set("Lang", text(language.as_str()));
        }
        if let Some(alternative) = &element.alternative {
            out.set("Alt", text(alternative));
        }
        if let Some(actual) = &element.actual {
            out.set("ActualText", text(actual));
        }
        if let Some(id) = &element.id {
            out.set("ID", identifier(id));
        }
        match self.attributes(index).as_slice() {
            [] => {}
            [one] => out.set("A", one.clone()),
            several => out.set("A", several.iter().cloned().map(Object::from).collect::<Vec<_>>()),
        }
        self.objects.set(id, out);
    }

    /// The nearest element around this one that is in the file.
    fn parent(&self, index: usize) -> Option<ObjectId> {
        let mut at = self.plan.elements[index].parent;
        while let Some(parent) = at {
            if let Some(id) = self.ids[parent] {
                return Some(id);
            }
            at = self.plan.elements[parent].parent;
        }
        None
    }

    fn first_page(&self, index: usize) -> Option<usize> {
        let own = self.plan.elements[index].kids.iter().filter_map(|kid| match kid {
            Kid::Slot(slot) => self.marked.content.get(slot)?.first().map(|(page, _)| *page),
            Kid::Element(_) => None,
        });
        let linked = self.marked.annotations.get(&index).and_then(|list| list.first()).map(|(page, _, _)| *page);
        own.chain(linked).min()
    }

    fn kids(&self, index: usize, home: Option<usize>) -> Vec<Object> {
        let mut kids = Vec::new();
        for kid in &self.plan.elements[index].kids {
            match kid {
                Kid::Element(child) => match (self.ids[*child], &self.plan.elements[*child].attributes) {
                    (Some(id), _) => kids.push(id.into()),
                    // What is left of a group stands in its place.
                    (None, Attributes::Group) => kids.extend(self.kids(*child, home)),
                    (None, _) => {}
                },
                Kid::Slot(slot) => {
                    for (page, number) in self.marked.content.get(slot).into_iter().flatten() {
                        kids.push(if Some(*page) == home {
                            Object::Integer(*number)
                        } else {
                            let page = self.pages[*page];
                            dictionary([("Type", name("MCR")), ("Pg", page.into()), ("MCID", (*number).into())]).into()
                        });
                    }
                }
            }
        }
        for (page, annotation, _) in self.marked.annotations.get(&index).into_iter().flatten() {
            let page = self.pages[*page];
            kids.push(dictionary([("Type", name("OBJR")), ("Pg", page.into()), ("Obj", (*annotation).into())]).into());
        }
        kids
    }

    fn attributes(&self, index: usize) -> Vec<Dictionary> {
        let owned = |owner: &str, key: &str, value: Object| dictionary([("O", name(owner)), (key, value)]);
        let mut out = Vec::new();
        let mut layout = dictionary([("O", name("Layout"))]);
        if let Some(mode) = self.modes[index] {
            let mode = match mode {
                WritingMode::HorizontalTb => "LrTb",
                WritingMode::VerticalRl => "TbRl",
            };
            layout.set("WritingMode", name(mode));
        }
        match &self.plan.elements[index].attributes {
            Attributes::None | Attributes::Group => {}
            Attributes::ColumnHeader => out.push(owned("Table", "Scope", name("Column"))),
            Attributes::Cell(headers) if headers.is_empty() => {}
            Attributes::Cell(headers) => {
                let headers = headers.iter().map(|id| identifier(id)).collect::<Vec<_>>();
                out.push(owned("Table", "Headers", headers.into()));
            }
            Attributes::List(numbering) => out.push(owned("List", "ListNumbering", name(numbering))),
            Attributes::Figure(placement) => {
                let slots = self.plan.elements[index].kids.iter().filter_map(|kid| match kid {
                    Kid::Slot(slot) => self.marked.boxes.get(slot),
                    Kid::Element(_) => None,
                });
                if let Some((rect, height)) = slots.into_iter().next() {
                    let left = rect.origin.x;
                    let top = *height - rect.origin.y;
                    let sides = [left, top - rect.size.height, left + rect.size.width, top];
                    layout.set("BBox", sides.into_iter().map(point_object).collect::<Vec<_>>());
                }
                let placement = match placement {
                    Placement::Block => "Block",
                    Placement::Inline => "Inline",
                };
                layout.set("Placement", name(placement));
            }
        }
        if layout.len() > 1 {
            out.insert(0, layout);
        }
        out
    }
}

/// An element's identifier: a byte string (PDF 32000-1, table 323).
fn identifier(id: &str) -> Object {
    Object::String(id.as_bytes().to_vec(), lopdf::StringFormat::Literal)
}
