//! A finished PDF as marks on its pages: what a viewer would draw and what an extractor would say, read from the bytes alone
//! (PDF 32000-1, clauses 8, 9 and 14). Shares nothing with the writer. All places are in points from the page's top left corner.

mod font;
mod ink;
mod interpreter;
mod lines;
mod matrix;
mod structure;
mod to_unicode;

use std::rc::Rc;

use lopdf::Document;
use lopdf::Object;

pub use font::Font;
pub use ink::Ink;
pub use lines::Block;
pub use lines::Line;

/// A point or a vector: x to the right, y downwards.
pub type Place = (f64, f64);

/// A glyph as it is drawn.
#[derive(Clone)]
pub struct Glyph {
    /// Index of the page.
    pub page: usize,
    /// What it says: by `ActualText` for the first glyph of a replaced piece, and nothing for the others of it, else by `ToUnicode`.
    pub text: String,
    pub font: Rc<Font>,
    pub code: u16,
    /// The em across the glyph's own line.
    pub size: f64,
    /// Along its own line, in multiples of `size`.
    pub stretch: f64,
    /// Clockwise, in degrees.
    pub rotation: f64,
    /// What its upright strokes lean from a right angle to its line, in degrees.
    pub slant: f64,
    /// The origin of its writing mode: on the baseline at the left, or the middle of the top of its em box (9.7.4.3).
    pub origin: Place,
    /// Where the outline's own origin lies.
    pub outline: Place,
    /// By the font's width, without spacing and adjustments.
    pub advance: Place,
    /// The structure element that owns it; none in an artifact.
    pub element: Option<usize>,
}

/// A filled or stroked path by its outermost points.
#[derive(Clone, Debug)]
pub struct Shape {
    pub page: usize,
    pub drawn: Drawn,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Segments that are curves.
    pub curves: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drawn {
    Filled,
    /// With this width.
    Stroked(f64),
}

/// An element of the structure tree.
#[derive(Clone, Debug)]
pub struct Element {
    pub kind: String,
    pub parent: Option<usize>,
}

/// All marks of a file, in the order of its content streams.
pub struct Marks {
    /// Width and height of each page.
    pub pages: Vec<Place>,
    pub glyphs: Vec<Glyph>,
    pub shapes: Vec<Shape>,
    pub elements: Vec<Element>,
    /// Areas that lead somewhere: page, left, top, right, bottom.
    pub links: Vec<(usize, [f64; 4])>,
}

impl Marks {
    pub fn read(bytes: &[u8]) -> Marks {
        let document = Document::load_mem(bytes).unwrap();
        let structure = structure::Structure::read(&document);
        let mut marks = Marks { pages: Vec::new(), glyphs: Vec::new(), shapes: Vec::new(), elements: Vec::new(), links: Vec::new() };
        let mut fonts = font::FontCache::default();
        for (index, id) in document.get_pages().into_values().enumerate() {
            let media = media_box(&document, id);
            marks.pages.push((media[2] - media[0], media[3] - media[1]));
            interpreter::page(&document, (index, id), media, &structure, &mut fonts, &mut marks);
            marks.links.extend(links(&document, id, media).into_iter().map(|area| (index, area)));
        }
        marks.elements = structure.elements;
        marks
    }

    /// Whether the element or one that it is in is of this kind.
    pub fn within(&self, element: Option<usize>, kind: &str) -> bool {
        let mut at = element;
        while let Some(element) = at {
            if self.elements[element].kind == kind {
                return true;
            }
            at = self.elements[element].parent;
        }
        false
    }

    /// Glyphs that belong to no element.
    pub fn artifacts(&self) -> impl Iterator<Item = &Glyph> {
        self.glyphs.iter().filter(|glyph| glyph.element.is_none())
    }
}

/// The page's own box or an inherited one.
fn media_box(document: &Document, page: lopdf::ObjectId) -> [f64; 4] {
    let mut at = document.get_dictionary(page).unwrap();
    loop {
        if let Ok(media) = at.get(b"MediaBox") {
            let values: Vec<f64> = resolve(document, media).as_array().unwrap().iter().map(number).collect();
            return values.try_into().unwrap();
        }
        at = document.get_dictionary(at.get(b"Parent").unwrap().as_reference().unwrap()).unwrap();
    }
}

fn links(document: &Document, page: lopdf::ObjectId, media: [f64; 4]) -> Vec<[f64; 4]> {
    let page = document.get_dictionary(page).unwrap();
    let Ok(list) = page.get(b"Annots") else { return Vec::new() };
    let list = resolve(document, list).as_array().unwrap();
    let areas = list.iter().map(|item| {
        let values: Vec<f64> = resolve(document, resolve(document, item).as_dict().unwrap().get(b"Rect").unwrap())
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        [values[0] - media[0], media[3] - values[3], values[2] - media[0], media[3] - values[1]]
    });
    areas.collect()
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(value) => *value as f64,
        Object::Real(value) => f64::from(*value),
        other => panic!("{other:?} is no number"),
    }
}
