//! The finished file read back before it takes an older one's place: its cross references, pages, fonts and tags.

use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;

/// What is wrong with a file of this many pages; nothing is as it should be.
pub(super) fn finished(file: &[u8], pages: usize) -> Result<(), String> {
    let document = Document::load_mem(file).map_err(|error| format!("it cannot be read back: {error}"))?;
    references(&document)?;
    let found = document.get_pages();
    if found.len() != pages {
        return Err(format!("it has {} pages, not {pages}", found.len()));
    }
    let mut fonts = BTreeSet::new();
    for (number, id) in &found {
        let page = document.get_dictionary(*id).map_err(|error| format!("page {number}: {error}"))?;
        page_is_whole(&document, page, &mut fonts).map_err(|reason| format!("page {number}: {reason}"))?;
    }
    fonts.into_iter().try_for_each(|font| font_is_whole(&document, font).map_err(|reason| format!("font {font:?}: {reason}")))?;
    tags_are_whole(&document, &found.into_values().collect::<Vec<_>>())
}

/// Every reference leads to an object.
fn references(document: &Document) -> Result<(), String> {
    let mut waiting: Vec<&Object> = Vec::new();
    for (id, object) in &document.objects {
        waiting.push(object);
        while let Some(object) = waiting.pop() {
            match object {
                Object::Reference(target) if !document.objects.contains_key(target) => {
                    return Err(format!("object {} refers to object {}, which is not there", id.0, target.0));
                }
                Object::Array(items) => waiting.extend(items),
                Object::Dictionary(entries) => waiting.extend(entries.iter().map(|(_, value)| value)),
                Object::Stream(stream) => waiting.extend(stream.dict.iter().map(|(_, value)| value)),
                Object::Reference(_)
                | Object::Null
                | Object::Boolean(_)
                | Object::Integer(_)
                | Object::Real(_)
                | Object::Name(_)
                | Object::String(..) => {}
            }
        }
    }
    Ok(())
}

fn page_is_whole(document: &Document, page: &Dictionary, fonts: &mut BTreeSet<ObjectId>) -> Result<(), String> {
    let content = entry(document, page, b"Contents")?;
    content.as_stream().map_err(|_| "its content is no stream".to_owned())?;
    let sides = entry(document, page, b"MediaBox")?.as_array().map_or(0, Vec::len);
    if sides != 4 {
        return Err("its size is not known".to_owned());
    }
    let resources = dictionary(document, page, b"Resources")?;
    if let Ok(named) = dictionary(document, resources, b"Font") {
        fonts.extend(named.iter().filter_map(|(_, font)| font.as_reference().ok()));
    }
    Ok(())
}

/// Its program is in the file, and so is what its codes say.
fn font_is_whole(document: &Document, id: ObjectId) -> Result<(), String> {
    let font = document.get_dictionary(id).map_err(|error| error.to_string())?;
    stream(document, font, b"ToUnicode")?;
    if entry(document, font, b"Subtype")?.as_name().is_ok_and(|kind| kind == b"Type3") {
        return dictionary(document, font, b"CharProcs").map(|_| ());
    }
    let descendants = entry(document, font, b"DescendantFonts")?.as_array().map_err(|error| error.to_string())?;
    let descendant = descendants.first().ok_or("it has no descendant")?;
    let descendant = resolve(document, descendant)?.as_dict().map_err(|error| error.to_string())?;
    let descriptor = dictionary(document, descendant, b"FontDescriptor")?;
    stream(document, descriptor, b"FontFile3").or_else(|_| stream(document, descriptor, b"FontFile2"))
}

/// Every page's marked content has its elements, and every element its parent.
fn tags_are_whole(document: &Document, pages: &[ObjectId]) -> Result<(), String> {
    let catalog = document.catalog().map_err(|error| error.to_string())?;
    let root = dictionary(document, catalog, b"StructTreeRoot")?;
    let mut parents = BTreeSet::new();
    let mut waiting = vec![entry(document, root, b"ParentTree")?];
    while let Some(node) = waiting.pop() {
        let node = node.as_dict().map_err(|error| error.to_string())?;
        for kid in entry(document, node, b"Kids").and_then(|kids| kids.as_array().map_err(|error| error.to_string())).into_iter().flatten()
        {
            waiting.push(resolve(document, kid)?);
        }
        let pairs = entry(document, node, b"Nums").and_then(|pairs| pairs.as_array().map_err(|error| error.to_string()));
        for pair in pairs.map_or(&[][..], Vec::as_slice).chunks(2) {
            let [Object::Integer(key), value] = pair else { return Err("the tree of parents is broken".to_owned()) };
            parents.insert(*key);
            if let Object::Array(elements) = resolve(document, value)? {
                let lost = elements.iter().position(|element| element.as_reference().is_err());
                if let Some(lost) = lost {
                    return Err(format!("marked content {lost} of key {key} belongs to no element"));
                }
            }
        }
    }
    for (number, id) in pages.iter().enumerate() {
        let key = document.get_dictionary(*id).and_then(|page| page.get(b"StructParents")).and_then(Object::as_i64);
        if !key.is_ok_and(|key| parents.contains(&key)) {
            return Err(format!("page {} has no tags", number + 1));
        }
    }
    let named = |dictionary: &Dictionary| dictionary.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"StructElem"));
    for (id, object) in &document.objects {
        if let Object::Dictionary(element) = object
            && named(element)
        {
            dictionary(document, element, b"P").map_err(|reason| format!("element {}: {reason}", id.0))?;
        }
    }
    Ok(())
}

fn resolve<'d>(document: &'d Document, object: &'d Object) -> Result<&'d Object, String> {
    document.dereference(object).map(|(_, object)| object).map_err(|error| error.to_string())
}

fn entry<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Result<&'d Object, String> {
    resolve(document, dictionary.get(key).map_err(|_| format!("it has no {}", String::from_utf8_lossy(key)))?)
}

fn dictionary<'d>(document: &'d Document, outer: &'d Dictionary, key: &[u8]) -> Result<&'d Dictionary, String> {
    entry(document, outer, key)?.as_dict().map_err(|_| format!("its {} is no dictionary", String::from_utf8_lossy(key)))
}

fn stream(document: &Document, outer: &Dictionary, key: &[u8]) -> Result<(), String> {
    let found = entry(document, outer, key)?.as_stream().map_err(|_| format!("its {} is no stream", String::from_utf8_lossy(key)))?;
    if found.content.is_empty() { Err(format!("its {} is empty", String::from_utf8_lossy(key))) } else { Ok(()) }
}

/// What is wrong with a finished file, whoever made it; nothing when it is whole. A file of ours is held against all that ours hold.
pub fn unsound(file: &[u8]) -> Vec<String> {
    if !file.starts_with(b"%PDF-") {
        return vec!["it does not begin as a PDF".to_owned()];
    }
    // The end mark stands in the last 1024 bytes (ISO 32000-1, annex H, note 18).
    let end = &file[file.len().saturating_sub(1024)..];
    if !end.windows(5).any(|window| window == b"%%EOF") {
        return vec!["it ends early: there is no %%EOF, so something is cut off".to_owned()];
    }
    let document = match Document::load_mem(file) {
        Ok(document) => document,
        Err(error) => return vec![format!("it cannot be read: {error}")],
    };
    if document.is_encrypted() {
        return vec!["it is encrypted".to_owned()];
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return vec!["it has no pages".to_owned()];
    }
    if is_ours(&document) {
        return finished(file, pages.len()).err().into_iter().collect();
    }
    let unreadable = |(number, id): (&u32, &ObjectId)| {
        let page = document.get_dictionary(*id).map_err(|error| error.to_string());
        let sides = page.map(|_| document.get_page_content(*id).len());
        sides.err().map(|reason| format!("page {number}: {reason}"))
    };
    pages.iter().filter_map(unreadable).collect()
}

/// Whether the information dictionary names us as the maker.
fn is_ours(document: &Document) -> bool {
    let information = document.trailer.get(b"Info").ok().and_then(|info| document.dereference(info).ok()?.1.as_dict().ok());
    let producer = information.and_then(|information| information.get(b"Producer").ok());
    producer.and_then(|producer| lopdf::decode_text_string(producer).ok()).is_some_and(|producer| producer.starts_with("fuzi"))
}
