//! Number trees, name trees and the page tree: balanced, so that large books open fast (PDF 32000-1, 7.7.3, 7.9.6, 7.9.7).

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::StringFormat;

use super::object::Objects;
use super::object::dictionary;
use super::object::name;

/// Children of one tree node.
const FAN_OUT: usize = 64;

/// A number tree of entries in ascending order.
pub(super) fn numbers(objects: &mut Objects, entries: Vec<(i64, Object)>) -> Dictionary {
    balanced(objects, "Nums", entries.into_iter().map(|(key, value)| (Object::Integer(key), value)).collect())
}

/// A name tree of entries in ascending order of their bytes.
pub(super) fn names(objects: &mut Objects, entries: Vec<(Vec<u8>, Object)>) -> Dictionary {
    let key = |bytes| Object::String(bytes, StringFormat::Literal);
    balanced(objects, "Names", entries.into_iter().map(|(bytes, value)| (key(bytes), value)).collect())
}

fn balanced(objects: &mut Objects, leaf: &str, entries: Vec<(Object, Object)>) -> Dictionary {
    let pairs =
        |entries: &[(Object, Object)]| Object::Array(entries.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect());
    if entries.len() <= FAN_OUT {
        return dictionary([(leaf, pairs(&entries))]);
    }
    let mut level: Vec<(Object, Object, ObjectId)> = Vec::new();
    for chunk in entries.chunks(FAN_OUT) {
        let (first, last) = (chunk[0].0.clone(), chunk[chunk.len() - 1].0.clone());
        let id = objects.add(dictionary([("Limits", vec![first.clone(), last.clone()].into()), (leaf, pairs(chunk))]));
        level.push((first, last, id));
    }
    while level.len() > FAN_OUT {
        let mut above = Vec::new();
        for chunk in level.chunks(FAN_OUT) {
            let (first, last) = (chunk[0].0.clone(), chunk[chunk.len() - 1].1.clone());
            let kids = chunk.iter().map(|(_, _, id)| Object::from(*id)).collect::<Vec<_>>();
            let id = objects.add(dictionary([("Limits", vec![first.clone(), last.clone()].into()), ("Kids", kids.into())]));
            above.push((first, last, id));
        }
        level = above;
    }
    dictionary([("Kids", level.into_iter().map(|(_, _, id)| Object::from(id)).collect::<Vec<_>>().into())])
}

/// The page tree over pages whose `Parent` it sets; returns its root.
pub(super) fn pages(objects: &mut Objects, pages: Vec<(ObjectId, Dictionary)>) -> ObjectId {
    let total = pages.len() as i64;
    let root = objects.reserve();
    let single = pages.len() <= FAN_OUT;
    let mut level = Vec::new();
    for chunk in pages.chunks(FAN_OUT) {
        let parent = if single { root } else { objects.reserve() };
        for (id, page) in chunk {
            let mut page = page.clone();
            page.set("Parent", parent);
            objects.set(*id, page);
        }
        level.push((parent, chunk.iter().map(|(id, _)| *id).collect::<Vec<_>>(), chunk.len() as i64));
    }
    loop {
        let top = level.len() <= 1;
        let mut above: Vec<(ObjectId, Vec<ObjectId>, i64)> = Vec::new();
        let groups = level.len().div_ceil(FAN_OUT);
        for chunk in level.chunks(FAN_OUT) {
            let parent = if groups == 1 { root } else { objects.reserve() };
            for (id, kids, count) in chunk {
                let kids = kids.iter().map(|kid| Object::from(*kid)).collect::<Vec<_>>();
                let mut node = dictionary([("Type", name("Pages")), ("Kids", kids.into()), ("Count", (*count).into())]);
                if *id != root {
                    node.set("Parent", parent);
                }
                objects.set(*id, node);
            }
            above.push((parent, chunk.iter().map(|(id, _, _)| *id).collect(), chunk.iter().map(|(_, _, count)| count).sum()));
        }
        if top {
            break;
        }
        level = above;
    }
    if total == 0 {
        objects.set(root, dictionary([("Type", name("Pages")), ("Kids", Object::Array(Vec::new())), ("Count", 0.into())]));
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(objects: &lopdf::Document, id: ObjectId) -> (usize, usize) {
        let node = objects.get_dictionary(id).unwrap();
        if node.get(b"Type").unwrap().as_name().unwrap() == b"Page" {
            return (0, 1);
        }
        let kids = node.get(b"Kids").unwrap().as_array().unwrap();
        assert!(kids.len() <= FAN_OUT);
        let below: Vec<_> = kids.iter().map(|kid| depth(objects, kid.as_reference().unwrap())).collect();
        let leaves = below.iter().map(|(_, leaves)| leaves).sum();
        assert_eq!(node.get(b"Count").unwrap().as_i64().unwrap(), leaves as i64);
        for kid in kids {
            let parent = objects.get_dictionary(kid.as_reference().unwrap()).unwrap().get(b"Parent").unwrap();
            assert_eq!(parent.as_reference().unwrap(), id);
        }
        (below.iter().map(|(depth, _)| depth).max().unwrap_or(&0) + 1, leaves)
    }

    #[test]
    fn the_page_tree_counts_its_pages_at_every_node() {
        for (count, expected) in [(1, 1), (64, 1), (65, 2), (64 * 64, 2), (64 * 64 + 1, 3)] {
            let mut objects = Objects::default();
            let leaves = (0..count).map(|_| (objects.reserve(), dictionary([("Type", name("Page"))]))).collect();
            let root = pages(&mut objects, leaves);
            let catalog = objects.add(dictionary([("Type", name("Catalog")), ("Pages", root.into())]));
            let info = objects.add(Dictionary::new());
            let packet = objects.reserve();
            let trailer = crate::pdf::object::Trailer { root: catalog, info, lasting: [0; 16] };
            let file = objects.into_file(trailer, |_| (packet, lopdf::Stream::new(Dictionary::new(), Vec::new()), [0; 16]));
            let read = lopdf::Document::load_mem(&file).unwrap();
            assert_eq!(depth(&read, root), (expected, count));
        }
    }
}
