//! What the pages show: text by marked content, and pictures with their sizes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::content::Content;

use super::meaning;

/// What all pages show.
#[derive(Default)]
pub(super) struct Shown {
    /// The text of marked content by page and number.
    pub(super) text: BTreeMap<(ObjectId, i64), String>,
    /// The largest place of each picture by its object: page, counted from 1, name, width and height in points.
    pub(super) pictures: BTreeMap<ObjectId, (usize, String, f32, f32)>,
    /// Characters by font.
    pub(super) characters: BTreeMap<ObjectId, BTreeSet<char>>,
    meanings: BTreeMap<ObjectId, BTreeMap<u32, String>>,
}

/// A matrix (a, b, c, d, e, f).
type Matrix = [f32; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Marked content that is open.
struct Open {
    number: Option<i64>,
    /// Whether a text stands for what is shown in it.
    replaced: bool,
}

impl Shown {
    /// Reads a page, the first of which is number 1.
    pub(super) fn page(&mut self, document: &Document, number: usize, id: ObjectId) {
        let Ok(content) = Content::decode(&document.get_page_content(id)) else { return };
        let resources = resources(document, id);
        let (mut stack, mut matrix) = (Vec::new(), UNIT);
        let mut open: Vec<Open> = Vec::new();
        let mut font = None;
        for operation in &content.operations {
            let operands = operation.operands.as_slice();
            match operation.operator.as_str() {
                "q" => stack.push(matrix),
                "Q" => matrix = stack.pop().unwrap_or(UNIT),
                "cm" => matrix = times(values(operands), matrix),
                "Tf" => font = operands.first().and_then(|name| resource(document, &resources, b"Font", name)),
                "Tj" | "TJ" => {
                    let text: String = operands.iter().map(|operand| self.string(document, font, operand)).collect();
                    self.say(id, &open, &text);
                }
                "Do" => {
                    let Some(Object::Name(name)) = operands.first() else { continue };
                    let Some(picture) = resource(document, &resources, b"XObject", &operands[0]) else { continue };
                    let size = |x: f32, y: f32| x.hypot(y);
                    let (width, height) = (size(matrix[0], matrix[1]), size(matrix[2], matrix[3]));
                    let name = String::from_utf8_lossy(name).into_owned();
                    let known = self.pictures.entry(picture).or_insert((number, name, width, height));
                    (known.2, known.3) = (known.2.max(width), known.3.max(height));
                }
                "BDC" | "BMC" => {
                    let properties = operands.get(1).and_then(|properties| properties.as_dict().ok());
                    let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
                    let number = get(b"MCID").and_then(|number| number.as_i64().ok());
                    let actual = get(b"ActualText").and_then(|text| lopdf::decode_text_string(text).ok());
                    open.push(Open { number, replaced: false });
                    if let Some(actual) = actual {
                        self.say(id, &open, &actual);
                        if let Some(last) = open.last_mut() {
                            last.replaced = true;
                        }
                    }
                }
                "EMC" => drop(open.pop()),
                _ => {}
            }
        }
    }

    fn say(&mut self, page: ObjectId, open: &[Open], text: &str) {
        let number = open.iter().rev().find_map(|open| open.number);
        if let (Some(number), false) = (number, open.iter().any(|open| open.replaced)) {
            self.text.entry((page, number)).or_default().push_str(text);
        }
    }

    /// The text of a string or of the strings of a list. Codes of composite fonts have two bytes.
    fn string(&mut self, document: &Document, font: Option<ObjectId>, object: &Object) -> String {
        match (object, font) {
            (Object::Array(items), _) => items.iter().map(|item| self.string(document, font, item)).collect(),
            (Object::String(codes, _), Some(font)) => {
                let meanings = self.meanings.entry(font).or_insert_with(|| meanings(document, font));
                let width = if is_composite(document, font) { 2 } else { 1 };
                let codes = codes.chunks(width).map(|code| code.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)));
                let text: String = codes.filter_map(|code| meanings.get(&code).map(String::as_str)).collect();
                self.characters.entry(font).or_default().extend(text.chars());
                text
            }
            _ => String::new(),
        }
    }
}

fn is_composite(document: &Document, font: ObjectId) -> bool {
    let kind = document.get_dictionary(font).and_then(|font| font.get(b"Subtype")).and_then(Object::as_name);
    kind.is_ok_and(|kind| kind == b"Type0")
}

fn meanings(document: &Document, font: ObjectId) -> BTreeMap<u32, String> {
    let map = document.get_dictionary(font).and_then(|font| font.get(b"ToUnicode")).and_then(|map| document.dereference(map));
    let bytes = map.ok().and_then(|(_, map)| map.as_stream().ok()?.get_plain_content().ok()).unwrap_or_default();
    meaning::read(&String::from_utf8_lossy(&bytes))
}

/// The page's own resources or inherited ones.
fn resources(document: &Document, page: ObjectId) -> Dictionary {
    let mut at = Some(page);
    // The depth of a page tree is bounded by the number of objects.
    for _ in 0..document.objects.len() {
        let Some(node) = at.and_then(|id| document.get_dictionary(id).ok()) else { break };
        let found = node.get(b"Resources").and_then(|resources| document.dereference(resources));
        if let Some(found) = found.ok().and_then(|(_, resources)| resources.as_dict().ok()) {
            return found.clone();
        }
        at = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
    Dictionary::new()
}

fn resource(document: &Document, resources: &Dictionary, kind: &[u8], name: &Object) -> Option<ObjectId> {
    let named = document.dereference(resources.get(kind).ok()?).ok()?.1.as_dict().ok()?;
    named.get(name.as_name().ok()?).ok()?.as_reference().ok()
}

fn values(operands: &[Object]) -> Matrix {
    let mut matrix = UNIT;
    for (place, operand) in matrix.iter_mut().zip(operands) {
        *place = operand.as_float().unwrap_or_default();
    }
    matrix
}

fn times(first: Matrix, second: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [p, q, r, s, t, u] = second;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}
