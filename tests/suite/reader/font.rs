//! Composite fonts by their dictionaries (PDF 32000-1, 9.7).

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;

use super::Ink;
use super::Place;
use super::number;
use super::resolve;
use super::to_unicode;

/// A font as the content streams use it.
pub struct Font {
    /// Without the tag of the subset and the name of the encoding.
    pub name: String,
    /// Whether its encoding writes downwards.
    pub vertical: bool,
    /// Of the descriptor, in em.
    pub ascent: f64,
    pub(super) meanings: BTreeMap<u16, String>,
    default_width: f64,
    widths: BTreeMap<u16, f64>,
    /// The position vector's y and the advance.
    default_vertical: Place,
    /// The advance and the position vector.
    verticals: BTreeMap<u16, (f64, Place)>,
    /// The embedded program, bare CFF or TrueType.
    program: Vec<u8>,
    ink: OnceCell<Ink>,
}

#[derive(Default)]
pub struct FontCache(BTreeMap<ObjectId, Rc<Font>>);

impl FontCache {
    /// The font of a resource name.
    pub fn get(&mut self, document: &Document, object: &Object) -> Rc<Font> {
        match object.as_reference() {
            Ok(id) => self.0.entry(id).or_insert_with(|| Rc::new(Font::read(document, document.get_dictionary(id).unwrap()))).clone(),
            Err(_) => Rc::new(Font::read(document, object.as_dict().unwrap())),
        }
    }
}

impl Font {
    fn read(document: &Document, font: &Dictionary) -> Font {
        let name = |dictionary: &Dictionary, key: &[u8]| {
            String::from_utf8(resolve(document, dictionary.get(key).unwrap()).as_name().unwrap().to_vec()).unwrap()
        };
        assert_eq!(name(font, b"Subtype"), "Type0");
        let encoding = name(font, b"Encoding");
        assert!(["Identity-H", "Identity-V"].contains(&encoding.as_str()), "{encoding}");
        let base = name(font, b"BaseFont");
        let base = base.split_once('+').map_or(base.as_str(), |(_, rest)| rest);
        let base = base.trim_end_matches("-Identity-H").trim_end_matches("-Identity-V");
        let map = resolve(document, font.get(b"ToUnicode").unwrap()).as_stream().unwrap();
        let meanings = to_unicode::read(&String::from_utf8(map.get_plain_content().unwrap()).unwrap());
        let descendants = resolve(document, font.get(b"DescendantFonts").unwrap()).as_array().unwrap();
        let descendant = resolve(document, &descendants[0]).as_dict().unwrap();
        let list = |key: &[u8]| descendant.get(key).map(|list| resolve(document, list).as_array().unwrap().clone()).unwrap_or_default();
        let default_vertical = match list(b"DW2").as_slice() {
            [y, advance] => (number(y) / 1000.0, number(advance) / 1000.0),
            _ => (0.88, -1.0),
        };
        let descriptor = resolve(document, descendant.get(b"FontDescriptor").unwrap()).as_dict().unwrap();
        let program = [b"FontFile3".as_slice(), b"FontFile2"].iter().find_map(|key| descriptor.get(key).ok());
        let program = resolve(document, program.expect("fonts are embedded")).as_stream().unwrap().get_plain_content().unwrap();
        Font {
            name: base.to_owned(),
            vertical: encoding == "Identity-V",
            ascent: number(descriptor.get(b"Ascent").unwrap()) / 1000.0,
            meanings,
            default_width: descendant.get(b"DW").map_or(1.0, |width| number(resolve(document, width)) / 1000.0),
            widths: by_code(document, &list(b"W"), 1).into_iter().map(|(code, values)| (code, values[0])).collect(),
            default_vertical,
            verticals: by_code(document, &list(b"W2"), 3).into_iter().map(|(code, v)| (code, (v[0], (v[1], v[2])))).collect(),
            program,
            ink: OnceCell::new(),
        }
    }

    /// In em.
    pub fn width(&self, code: u16) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    /// The advance, negative downwards, and the vector from the outline's origin to the vertical one, in em.
    pub fn vertical(&self, code: u16) -> (f64, Place) {
        let default = || (self.default_vertical.1, (self.width(code) / 2.0, self.default_vertical.0));
        self.verticals.get(&code).copied().unwrap_or_else(default)
    }

    /// The box of a glyph's ink in em from the outline's origin, y upwards: left, bottom, right, top. None for a blank.
    pub fn ink(&self, code: u16) -> Option<[f64; 4]> {
        self.ink.get_or_init(|| Ink::of(&self.program)).of_glyph(code)
    }
}

/// Values by code, in thousandths as written, from the two forms of 9.7.4.3: `c [v …]` and `first last v …`.
fn by_code(document: &Document, list: &[Object], each: usize) -> BTreeMap<u16, Vec<f64>> {
    let mut values = BTreeMap::new();
    let mut rest = list.iter().map(|item| resolve(document, item));
    while let Some(first) = rest.next() {
        let first = first.as_i64().unwrap() as u16;
        match rest.next().unwrap() {
            Object::Array(items) => {
                for (code, items) in (first..).zip(items.chunks(each)) {
                    values.insert(code, items.iter().map(|item| number(resolve(document, item)) / 1000.0).collect());
                }
            }
            last => {
                let same: Vec<f64> = (0..each).map(|_| number(rest.next().unwrap()) / 1000.0).collect();
                values.extend((first..=last.as_i64().unwrap() as u16).map(|code| (code, same.clone())));
            }
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_read_in_both_their_forms() {
        let list = [3.into(), vec![Object::from(500), 250.into()].into(), 7.into(), 9.into(), Object::from(333)];
        let expected = [(3, 0.5), (4, 0.25), (7, 0.333), (8, 0.333), (9, 0.333)];
        assert_eq!(by_code(&Document::new(), &list, 1), expected.map(|(code, width)| (code, vec![width])).into());
    }
}
