//! The structure tree (PDF 32000-1, 14.7): which element owns which marked content.

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;

use super::Element;
use super::resolve;

#[derive(Default)]
pub struct Structure {
    /// In the order of the tree.
    pub elements: Vec<Element>,
    /// The owner of marked content by page and number.
    pub owners: BTreeMap<(ObjectId, i64), usize>,
}

impl Structure {
    pub fn read(document: &Document) -> Structure {
        let mut structure = Structure::default();
        let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
        let root = resolve(document, root).as_dict().unwrap();
        structure.kids(document, root, None, None);
        structure
    }

    fn kids(&mut self, document: &Document, parent: &Dictionary, index: Option<usize>, page: Option<ObjectId>) {
        let Ok(kids) = parent.get(b"K") else { return };
        let one = std::slice::from_ref(kids);
        let kids = resolve(document, kids).as_array().map_or(one, Vec::as_slice);
        for kid in kids {
            match resolve(document, kid) {
                Object::Integer(number) => self.own(page, *number, index),
                Object::Dictionary(kid) => {
                    let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    match (kid.get(b"S"), kid.get(b"MCID")) {
                        (Ok(kind), _) => {
                            let kind = String::from_utf8(kind.as_name().unwrap().to_vec()).unwrap();
                            self.elements.push(Element { kind, parent: index });
                            self.kids(document, kid, Some(self.elements.len() - 1), page);
                        }
                        (Err(_), Ok(number)) => self.own(page, number.as_i64().unwrap(), index),
                        (Err(_), Err(_)) => {}
                    }
                }
                other => panic!("{other:?} in the structure"),
            }
        }
    }

    fn own(&mut self, page: Option<ObjectId>, number: i64, element: Option<usize>) {
        let known = self.owners.insert((page.unwrap(), number), element.unwrap());
        assert_eq!(known, None, "marked content belongs to one element");
    }
}
