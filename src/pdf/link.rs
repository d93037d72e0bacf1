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
use crate::book::Owner;
use crate::book::Part;
use crate::geom::Length;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::page::LinkArea;
use crate::page::LinkTarget;
use crate::page::Page;

/// The areas of a page that lead somewhere. The parts of an entry of the contents are one area; it says the entry's title.
pub(super) fn areas(page: &Page) -> Vec<LinkArea> {
    let mut areas: Vec<LinkArea> = Vec::with_capacity(page.links.len());
    for link in &page.links {
        let part = |owner| match owner {
            Owner::Node(node, Part::ContentsTitle | Part::ContentsFolio) => Some(node),
            Owner::Node(..) | Owner::Artifact(_) => None,
        };
        match areas.last_mut().filter(|last| part(link.owner).is_some() && part(last.owner) == part(link.owner)) {
            Some(last) if link.owner == last.owner || matches!(link.owner, Owner::Node(_, Part::ContentsFolio)) => {
                last.rect = union(last.rect, link.rect);
            }
            Some(_) | None => areas.push(link.clone()),
        }
    }
    areas
}

fn union(first: Rect, second: Rect) -> Rect {
    let origin = Point { x: first.origin.x.min(second.origin.x), y: first.origin.y.min(second.origin.y) };
    let right = (first.origin.x + first.size.width).max(second.origin.x + second.size.width);
    let bottom = (first.origin.y + first.size.height).max(second.origin.y + second.size.height);
    Rect { origin, size: Size { width: right - origin.x, height: bottom - origin.y } }
}

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
