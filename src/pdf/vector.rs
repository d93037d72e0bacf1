//! A drawing's page, grafted into the file as a form (PDF 32000-1, 8.10).

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::Stream;

use super::object::Objects;
use super::object::dictionary;
use super::object::name;
use super::object::number;

/// Adds the only page of `file` as a form; with it the matrix that brings its box into the unit square.
pub(super) fn graft(file: &[u8], objects: &mut Objects) -> Result<(ObjectId, [f32; 6]), String> {
    let source = Document::load_mem(file).map_err(|error| error.to_string())?;
    let page_id = *source.get_pages().values().next().ok_or("the drawing has no page")?;
    let page = source.get_dictionary(page_id).map_err(|error| error.to_string())?;
    let content = source.get_page_content(page_id);
    let media: Vec<f32> = page
        .get(b"MediaBox")
        .and_then(Object::as_array)
        .map_err(|error| error.to_string())?
        .iter()
        .filter_map(|side| side.as_float().ok())
        .collect();
    let &[left, bottom, right, top] = media.as_slice() else { return Err("the drawing has no size".to_owned()) };
    let (width, height) = (right - left, top - bottom);
    if width <= 0.0 || height <= 0.0 {
        return Err("the drawing has no size".to_owned());
    }

    let mut numbers = BTreeMap::new();
    let resources = page.get(b"Resources").cloned().unwrap_or_else(|_| Object::Dictionary(Dictionary::new()));
    let resources = copy(&source, &resources, objects, &mut numbers);
    let mut form = dictionary([
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", [left, bottom, right, top].iter().map(|&side| number(f64::from(side))).collect::<Vec<_>>().into()),
        ("Resources", resources),
    ]);
    if let Ok(group) = page.get(b"Group") {
        form.set("Group", copy(&source, group, objects, &mut numbers));
    }
    let id = objects.add(super::object::compressed(form, content));
    let (x, y) = (1.0 / width, 1.0 / height);
    Ok((id, [x, 0.0, 0.0, y, -left * x, -bottom * y]))
}

/// The object with all that it refers to, renumbered; `numbers` holds what has been copied.
fn copy(source: &Document, object: &Object, objects: &mut Objects, numbers: &mut BTreeMap<ObjectId, ObjectId>) -> Object {
    match object {
        Object::Reference(id) => {
            if let Some(known) = numbers.get(id) {
                return Object::Reference(*known);
            }
            let own = objects.reserve();
            numbers.insert(*id, own);
            let target = source.get_object(*id).cloned().unwrap_or(Object::Null);
            let target = copy(source, &target, objects, numbers);
            objects.set(own, target);
            Object::Reference(own)
        }
        Object::Array(items) => Object::Array(items.iter().map(|item| copy(source, item, objects, numbers)).collect()),
        Object::Dictionary(entries) => Object::Dictionary(copy_dictionary(source, entries, objects, numbers)),
        Object::Stream(stream) => {
            let dictionary = copy_dictionary(source, &stream.dict, objects, numbers);
            Object::Stream(Stream::new(dictionary, stream.content.clone()))
        }
        Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Name(_) | Object::String(..) => object.clone(),
    }
}

fn copy_dictionary(
    source: &Document,
    entries: &Dictionary,
    objects: &mut Objects,
    numbers: &mut BTreeMap<ObjectId, ObjectId>,
) -> Dictionary {
    // The drawing's writer gives its entries in an order that differs from run to run.
    let entries: BTreeMap<&Vec<u8>, &Object> = entries.iter().collect();
    let copied = entries.into_iter().map(|(key, value)| (key.clone(), copy(source, value, objects, numbers)));
    Dictionary::from_iter(copied)
}
