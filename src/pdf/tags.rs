//! The structure tree as objects (PDF 32000-1, 14.7).

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::object::Objects;
use super::object::dictionary;
use super::object::name;
use super::object::point_object;
use super::object::text;
use super::structure::Attributes;
use super::structure::Kid;
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
    /// By slot: the box of its first picture, with the height of its page.
    pub(super) boxes: BTreeMap<usize, (Rect, Length)>,
    /// By page: the slots of its marked content in the order of their numbers.
    pub(super) pages: Vec<Vec<usize>>,
}

/// Adds the tree; returns its root.
pub(super) fn add(plan: &Plan, marked: &Marked, pages: &[ObjectId], mode: WritingMode, objects: &mut Objects) -> ObjectId {
    let root = objects.reserve();
    let mut tags = Tags { plan, marked, pages, objects, ids: vec![None; plan.elements.len()], kept: kept(plan, marked) };
    for index in 0..plan.elements.len() {
        if tags.kept[index] {
            tags.ids[index] = Some(tags.objects.reserve());
        }
    }
    for index in 0..plan.elements.len() {
        tags.element(index, root, mode);
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
    kept
}

struct Tags<'a> {
    plan: &'a Plan,
    marked: &'a Marked,
    pages: &'a [ObjectId],
    objects: &'a mut Objects,
    ids: Vec<Option<ObjectId>>,
    kept: Vec<bool>,
}

impl Tags<'_> {
    fn element(&mut self, index: usize, root: ObjectId, mode: WritingMode) {
        let Some(id) = self.ids[index] else { return };
        let element = &self.plan.elements[index];
        let parent = element.parent.and_then(|parent| self.ids[parent]).unwrap_or(root);
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
            out.set("ID", lopdf::Object::String(id.as_bytes().to_vec(), lopdf::StringFormat::Literal));
        }
        if let Some(attributes) = self.attributes(index, mode) {
            out.set("A", attributes);
        }
        self.objects.set(id, out);
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
                Kid::Element(child) => kids.extend(self.ids[*child].map(Object::from)),
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

    fn attributes(&self, index: usize, mode: WritingMode) -> Option<Dictionary> {
        let owned = |owner: &str, key: &str, value: Object| dictionary([("O", name(owner)), (key, value)]);
        if index == ROOT {
            return match mode {
                WritingMode::HorizontalTb => None,
                WritingMode::VerticalRl => Some(owned("Layout", "WritingMode", name("TbRl"))),
            };
        }
        match self.plan.elements[index].attributes {
            Attributes::None => None,
            Attributes::ColumnHeader => Some(owned("Table", "Scope", name("Column"))),
            Attributes::Ordered => Some(owned("List", "ListNumbering", name("Decimal"))),
            Attributes::Unordered => Some(owned("List", "ListNumbering", name("Disc"))),
            Attributes::Figure => {
                let slots = self.plan.elements[index].kids.iter().filter_map(|kid| match kid {
                    Kid::Slot(slot) => self.marked.boxes.get(slot),
                    Kid::Element(_) => None,
                });
                let (rect, height) = slots.into_iter().next()?;
                let left = rect.origin.x;
                let top = *height - rect.origin.y;
                let sides = [left, top - rect.size.height, left + rect.size.width, top];
                let mut layout = owned("Layout", "BBox", sides.into_iter().map(point_object).collect::<Vec<_>>().into());
                layout.set("Placement", name("Block"));
                Some(layout)
            }
        }
    }
}
