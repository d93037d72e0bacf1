//! Link annotations (PDF 32000-1, 12.5.6.5).

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::StringFormat;

use super::object::dictionary;
use super::object::name;
use super::object::point_object;
use super::object::text;
use crate::book::NodeId;
use crate::geom::Length;
use crate::page::LinkArea;
use crate::page::LinkTarget;

/// The annotation, still without its place in the structure; none when its target is nowhere in the file.
pub(super) fn annotation(link: &LinkArea, height: Length, destinations: &BTreeMap<NodeId, Object>) -> Option<Dictionary> {
    let rect = link.rect;
    let (left, right) = (rect.origin.x, rect.origin.x + rect.size.width);
    let (top, bottom) = (height - rect.origin.y, height - rect.origin.y - rect.size.height);
    let sides: Vec<Object> = [left, bottom, right, top].into_iter().map(point_object).collect();
    let mut annotation = dictionary([
        ("Type", name("Annot")),
        ("Subtype", name("Link")),
        ("Rect", sides.into()),
        ("Border", vec![Object::Integer(0), 0.into(), 0.into()].into()),
        // Print (ISO 19005-2, 6.3.2).
        ("F", 4.into()),
    ]);
    let description = match &link.target {
        LinkTarget::Node(node) => {
            annotation.set("Dest", destinations.get(node)?.clone());
            link.description.as_str()
        }
        LinkTarget::Address(address) => {
            let uri = Object::String(ascii(address).into_bytes(), StringFormat::Literal);
            annotation.set("A", dictionary([("Type", name("Action")), ("S", name("URI")), ("URI", uri)]));
            if link.description.is_empty() { address.as_str() } else { link.description.as_str() }
        }
    };
    // What a screen reader says (ISO 14289-1, 7.18.5).
    annotation.set("Contents", text(description));
    Some(annotation)
}

/// The address with all but ASCII percent-encoded (RFC 3987, 3.1).
fn ascii(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::ascii;

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(ascii("https://例.tw/a b"), "https://%E4%BE%8B.tw/a%20b");
    }
}
