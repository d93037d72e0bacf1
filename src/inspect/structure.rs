//! The structure tree in reading order (PDF 32000-1, 14.7).

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;

use super::content::Shown;
use super::report::StructureLine;

/// Elements inside each other beyond which a tree is not followed.
const DEPTH: usize = 200;

/// The lines of the tree, elements with what they say of themselves, text where it stands.
pub(super) fn lines(document: &Document, shown: &Shown) -> Vec<StructureLine> {
    let mut lines = Vec::new();
    let root = document.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot")).and_then(|root| document.dereference(root));
    if let Some(root) = root.ok().and_then(|(_, root)| root.as_dict().ok()) {
        kids(document, shown, root, None, 0, &mut lines);
    }
    lines
}

fn kids(document: &Document, shown: &Shown, parent: &Dictionary, page: Option<ObjectId>, depth: usize, lines: &mut Vec<StructureLine>) {
    let Ok((_, kids)) = parent.get(b"K").and_then(|kids| document.dereference(kids)) else { return };
    let one = std::slice::from_ref(kids);
    for kid in kids.as_array().map_or(one, Vec::as_slice) {
        let Ok((_, kid)) = document.dereference(kid) else { continue };
        match kid {
            Object::Integer(number) => say(shown, page, *number, depth, lines),
            Object::Dictionary(kid) => {
                let own = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                match (kid.get(b"S").and_then(Object::as_name), kid.get(b"MCID").and_then(Object::as_i64)) {
                    (Ok(kind), _) if depth < DEPTH => {
                        let element = format!("{}{}", String::from_utf8_lossy(kind), properties(document, kid));
                        lines.push(StructureLine { depth, element, text: String::new() });
                        self::kids(document, shown, kid, own, depth + 1, lines);
                    }
                    (Err(_), Ok(number)) => say(shown, own, number, depth, lines),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

/// Adds text; what goes on in another piece of the same element goes on in the same line.
fn say(shown: &Shown, page: Option<ObjectId>, number: i64, depth: usize, lines: &mut Vec<StructureLine>) {
    let Some(text) = page.and_then(|page| shown.text.get(&(page, number))) else { return };
    match lines.last_mut().filter(|line| line.depth == depth && line.element.is_empty()) {
        Some(line) => line.text.push_str(text),
        None => lines.push(StructureLine { depth, element: String::new(), text: text.clone() }),
    }
}

/// What an element says beyond its type, as ` key=value`.
fn properties(document: &Document, element: &Dictionary) -> String {
    let mut out = String::new();
    for (key, word) in [(b"Lang".as_slice(), "lang"), (b"Alt", "alt"), (b"ActualText", "text"), (b"E", "expansion")] {
        if let Ok((_, value)) = element.get(key).and_then(|value| document.dereference(value))
            && let Ok(text) = lopdf::decode_text_string(value)
        {
            out.push_str(&format!(" {word}=\"{text}\""));
        }
    }
    if let Ok(id) = element.get(b"ID").and_then(Object::as_str) {
        out.push_str(&format!(" id={}", String::from_utf8_lossy(id)));
    }
    let Ok((_, attributes)) = element.get(b"A").and_then(|attributes| document.dereference(attributes)) else { return out };
    let one = std::slice::from_ref(attributes);
    for attributes in attributes.as_array().map_or(one, Vec::as_slice) {
        let Ok(attributes) = document.dereference(attributes).and_then(|(_, attributes)| attributes.as_dict()) else { continue };
        for (key, value) in attributes.iter().filter(|(key, _)| *key != b"O") {
            out.push_str(&format!(" {}={}", String::from_utf8_lossy(key), words(value)));
        }
    }
    out
}

fn words(value: &Object) -> String {
    match value {
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        Object::Integer(number) => number.to_string(),
        Object::Real(number) => number.to_string(),
        Object::String(bytes, _) => String::from_utf8_lossy(bytes).into_owned(),
        Object::Array(items) => format!("[{}]", items.iter().map(words).collect::<Vec<_>>().join(" ")),
        _ => "…".to_owned(),
    }
}
