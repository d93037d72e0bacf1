//! Content streams (PDF 32000-1, 8.4, 9.3, 9.4, 14.6), form XObjects included.

use std::rc::Rc;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::content::Content;

use super::Drawn;
use super::Font;
use super::Glyph;
use super::Marks;
use super::Place;
use super::Shape;
use super::font::FontCache;
use super::matrix::Matrix;
use super::number;
use super::resolve;
use super::structure::Structure;

pub fn page(
    document: &Document,
    (index, id): (usize, ObjectId),
    media: [f64; 4],
    structure: &Structure,
    fonts: &mut FontCache,
    marks: &mut Marks,
) {
    // From user space to the page's top left corner, y downwards.
    let base = Matrix([1.0, 0.0, 0.0, -1.0, -media[0], media[3]]);
    let resources = inherited(document, id);
    let mut interpreter = Interpreter {
        document,
        structure,
        fonts,
        marks,
        page: (index, id),
        state: State { ctm: base, ..State::default() },
        saved: Vec::new(),
        text: Matrix::UNIT,
        line: Matrix::UNIT,
        in_text: false,
        open: Vec::new(),
        path: Outline::default(),
        depth: 0,
    };
    interpreter.stream(&document.get_page_content(id), &resources);
    assert!(interpreter.open.is_empty(), "marked content is left open on page {}", index + 1);
    assert!(interpreter.saved.is_empty(), "a graphics state is left saved on page {}", index + 1);
}

/// The page's own resources or inherited ones.
fn inherited(document: &Document, page: ObjectId) -> Dictionary {
    let mut at = document.get_dictionary(page).unwrap();
    loop {
        if let Ok(resources) = at.get(b"Resources") {
            return resolve(document, resources).as_dict().unwrap().clone();
        }
        at = document.get_dictionary(at.get(b"Parent").unwrap().as_reference().unwrap()).unwrap();
    }
}

/// The graphics state, as far as it places marks (8.4.1, 9.3.1).
#[derive(Clone)]
struct State {
    ctm: Matrix,
    line_width: f64,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
    invisible: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            ctm: Matrix::UNIT,
            line_width: 1.0,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
        }
    }
}

/// Marked content that is open.
struct Open {
    number: Option<i64>,
    artifact: bool,
    /// What the content says instead of its glyphs, until the first of them has it.
    replacement: Option<Option<String>>,
}

/// The path that is being made, by its points on the page.
#[derive(Default)]
struct Outline {
    points: Vec<Place>,
    current: Place,
    curves: usize,
}

struct Interpreter<'a> {
    document: &'a Document,
    structure: &'a Structure,
    fonts: &'a mut FontCache,
    marks: &'a mut Marks,
    page: (usize, ObjectId),
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    in_text: bool,
    open: Vec<Open>,
    path: Outline,
    depth: usize,
}

impl Interpreter<'_> {
    fn stream(&mut self, bytes: &[u8], resources: &Dictionary) {
        for operation in Content::decode(bytes).unwrap().operations {
            self.operation(&operation.operator, &operation.operands, resources);
        }
    }

    fn operation(&mut self, operator: &str, operands: &[Object], resources: &Dictionary) {
        let values = || operands.iter().map(number).collect::<Vec<f64>>();
        let matrix = || Matrix(values().try_into().unwrap());
        match operator {
            "q" => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().expect("a state was saved"),
            "cm" => self.state.ctm = matrix().then(self.state.ctm),
            "w" => self.state.line_width = values()[0],
            "BT" => {
                assert!(!std::mem::replace(&mut self.in_text, true), "text in text");
                (self.text, self.line) = (Matrix::UNIT, Matrix::UNIT);
            }
            "ET" => assert!(std::mem::replace(&mut self.in_text, false), "no text to end"),
            "Tf" => self.font(operands, resources),
            "Tc" => self.state.character_spacing = values()[0],
            "Tw" => self.state.word_spacing = values()[0],
            "Tz" => self.state.scaling = values()[0] / 100.0,
            "TL" => self.state.leading = values()[0],
            "Ts" => self.state.rise = values()[0],
            "Tr" => self.state.invisible = values()[0] == 3.0,
            "Tm" => (self.text, self.line) = (matrix(), matrix()),
            "Td" => self.next_line(values()[0], values()[1]),
            "TD" => {
                self.state.leading = -values()[1];
                self.next_line(values()[0], values()[1]);
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(&operands[0]),
            "TJ" => operands[0].as_array().unwrap().iter().for_each(|item| self.show(item)),
            "'" | "\"" => panic!("{operator} is not read"),
            "BDC" | "BMC" => self.begin(operands[0].as_name().unwrap(), operands.get(1), resources),
            "EMC" => drop(self.open.pop().expect("marked content is open")),
            "Do" => self.external(operands[0].as_name().unwrap(), resources),
            "m" | "l" => self.point((values()[0], values()[1])),
            "c" | "v" | "y" => {
                self.path.curves += 1;
                for pair in values().chunks(2) {
                    self.point((pair[0], pair[1]));
                }
            }
            "re" => {
                let [x, y, width, height] = values()[..] else { panic!("a rectangle of {operands:?}") };
                for point in [(x, y), (x + width, y), (x + width, y + height), (x, y + height)] {
                    self.point(point);
                }
            }
            "S" | "s" => self.paint(Drawn::Stroked(self.state.line_width)),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" => self.paint(Drawn::Filled),
            "n" => self.path = Outline::default(),
            _ => {}
        }
    }

    fn font(&mut self, operands: &[Object], resources: &Dictionary) {
        let fonts = resolve(self.document, resources.get(b"Font").unwrap()).as_dict().unwrap();
        let font = fonts.get(operands[0].as_name().unwrap()).unwrap();
        self.state.font = Some(self.fonts.get(self.document, font));
        self.state.size = number(&operands[1]);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y).then(self.line);
        self.text = self.line;
    }

    fn begin(&mut self, tag: &[u8], properties: Option<&Object>, resources: &Dictionary) {
        let named = properties.and_then(|properties| properties.as_name().ok()).map(|name| {
            let lists = resolve(self.document, resources.get(b"Properties").unwrap()).as_dict().unwrap();
            resolve(self.document, lists.get(name).unwrap()).as_dict().unwrap()
        });
        let properties = named.or_else(|| properties.and_then(|properties| properties.as_dict().ok()));
        let get = |key: &[u8]| properties.and_then(|properties| properties.get(key).ok());
        let replacement = get(b"ActualText").map(|text| Some(lopdf::decode_text_string(text).unwrap()));
        self.open.push(Open { number: get(b"MCID").map(|number| number.as_i64().unwrap()), artifact: tag == b"Artifact", replacement });
    }

    /// Glyphs of one string, or an adjustment in thousandths (9.4.3).
    fn show(&mut self, item: &Object) {
        let font = self.state.font.clone().expect("a font is set");
        let Object::String(codes, _) = item else {
            let by = -number(item) / 1000.0 * self.state.size;
            let (x, y) = if font.vertical { (0.0, by) } else { (by * self.state.scaling, 0.0) };
            self.text = Matrix::translation(x, y).then(self.text);
            return;
        };
        assert!(self.in_text, "text outside of a text object");
        for pair in codes.chunks(2) {
            self.glyph(&font, u16::from_be_bytes([pair[0], pair[1]]));
        }
    }

    fn glyph(&mut self, font: &Rc<Font>, code: u16) {
        let State { size, scaling, rise, character_spacing, .. } = self.state;
        let (down, position) = font.vertical(code);
        let rendering = Matrix([size * scaling, 0.0, 0.0, size, 0.0, rise]).then(self.text).then(self.state.ctm);
        let (advance, outline) = match font.vertical {
            false => ((font.width(code), 0.0), (0.0, 0.0)),
            true => ((0.0, down), (-position.0, -position.1)),
        };
        if !self.state.invisible {
            let right = rendering.vector((1.0, 0.0));
            let up = rendering.vector((0.0, 1.0));
            let em = up.0.hypot(up.1);
            let meaning = font.meanings.get(&code).unwrap_or_else(|| panic!("code {code} of {} means nothing", font.name));
            let glyph = Glyph {
                page: self.page.0,
                text: self.said(meaning),
                font: font.clone(),
                code,
                size: em,
                stretch: right.0.hypot(right.1) / em,
                rotation: right.1.atan2(right.0).to_degrees(),
                slant: ((right.0 * up.0 + right.1 * up.1) / (right.0.hypot(right.1) * em)).asin().to_degrees(),
                origin: rendering.point((0.0, 0.0)),
                outline: rendering.point(outline),
                advance: rendering.vector(advance),
                element: self.owner(),
            };
            self.marks.glyphs.push(glyph);
        }
        let (x, y) = match font.vertical {
            false => ((advance.0 * size + character_spacing) * scaling, 0.0),
            true => (0.0, advance.1 * size + character_spacing),
        };
        self.text = Matrix::translation(x, y).then(self.text);
    }

    /// What a glyph says where it stands.
    fn said(&mut self, meaning: &str) -> String {
        match self.open.iter_mut().find_map(|open| open.replacement.as_mut()) {
            Some(replacement) => replacement.take().unwrap_or_default(),
            None => meaning.replace(['\u{200B}', '\u{AD}'], ""),
        }
    }

    fn owner(&self) -> Option<usize> {
        assert!(!self.open.is_empty(), "a mark in no marked content");
        if self.open.iter().any(|open| open.artifact) {
            return None;
        }
        let number = self.open.iter().rev().find_map(|open| open.number)?;
        Some(self.structure.owners[&(self.page.1, number)])
    }

    fn external(&mut self, name: &[u8], resources: &Dictionary) {
        let externals = resolve(self.document, resources.get(b"XObject").unwrap()).as_dict().unwrap();
        let stream = resolve(self.document, externals.get(name).unwrap()).as_stream().unwrap();
        if stream.dict.get(b"Subtype").unwrap().as_name().unwrap() != b"Form" {
            return;
        }
        self.depth += 1;
        assert!(self.depth < 20, "forms in forms without end");
        let (state, saved, in_text) = (self.state.clone(), std::mem::take(&mut self.saved), std::mem::take(&mut self.in_text));
        if let Ok(matrix) = stream.dict.get(b"Matrix") {
            let values: Vec<f64> = resolve(self.document, matrix).as_array().unwrap().iter().map(number).collect();
            self.state.ctm = Matrix(values.try_into().unwrap()).then(self.state.ctm);
        }
        let own = stream.dict.get(b"Resources").map(|own| resolve(self.document, own).as_dict().unwrap().clone());
        self.stream(&stream.get_plain_content().unwrap(), own.as_ref().unwrap_or(resources));
        (self.state, self.saved, self.in_text) = (state, saved, in_text);
        self.depth -= 1;
    }

    fn point(&mut self, point: Place) {
        self.path.current = self.state.ctm.point(point);
        self.path.points.push(self.path.current);
    }

    fn paint(&mut self, drawn: Drawn) {
        let path = std::mem::take(&mut self.path);
        let drawn = match drawn {
            Drawn::Filled => Drawn::Filled,
            Drawn::Stroked(width) => Drawn::Stroked(width * self.state.ctm.vector((1.0, 0.0)).0.hypot(self.state.ctm.vector((1.0, 0.0)).1)),
        };
        let edge = |pick: fn(&Place) -> f64, choose: fn(f64, f64) -> f64| path.points.iter().map(pick).reduce(choose).unwrap_or_default();
        self.marks.shapes.push(Shape {
            page: self.page.0,
            drawn,
            left: edge(|point| point.0, f64::min),
            top: edge(|point| point.1, f64::min),
            right: edge(|point| point.0, f64::max),
            bottom: edge(|point| point.1, f64::max),
            curves: path.curves,
        });
    }
}

/// What a content stream of its own shows: for tests of the interpreter.
#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Stream;
    use lopdf::dictionary;

    /// A file of one page with a font of a half-em code 1 and vertical metrics, and a form that shows code 1.
    fn marks(content: &str) -> Marks {
        let mut document = Document::with_version("1.7");
        let map = "1 beginbfchar <0001> <0041> <0002> <4E00> endbfchar";
        let map = document.add_object(Stream::new(dictionary! {}, map.as_bytes().to_vec()));
        let program = document.add_object(Stream::new(dictionary! {}, vec![]));
        let descriptor = document.add_object(dictionary! { "Ascent" => 880, "FontFile3" => program });
        let descendant = document.add_object(dictionary! {
            "FontDescriptor" => descriptor, "DW" => 1000, "W" => vec![1.into(), vec![500.into()].into()],
            "DW2" => vec![880.into(), (-1000).into()], "W2" => vec![1.into(), 1.into(), (-500).into(), 250.into(), 700.into()],
        });
        let mut font = |encoding: &str| {
            document.add_object(dictionary! {
                "Subtype" => "Type0", "BaseFont" => format!("ABCDEF+Face-{encoding}").as_str(), "Encoding" => encoding,
                "ToUnicode" => map, "DescendantFonts" => vec![descendant.into()],
            })
        };
        let fonts = dictionary! { "H" => font("Identity-H"), "V" => font("Identity-V") };
        let form = "BT /H 10 Tf 1 0 0 1 0 0 Tm <0001> Tj ET";
        let form = Stream::new(
            dictionary! { "Subtype" => "Form", "Matrix" => vec![2.into(), 0.into(), 0.into(), 2.into(), 5.into(), 0.into()] },
            form.as_bytes().to_vec(),
        );
        let form = document.add_object(form);
        let resources = dictionary! { "Font" => fonts, "XObject" => dictionary! { "F" => form } };
        let content = document.add_object(Stream::new(dictionary! {}, format!("/Artifact BMC {content} EMC").into_bytes()));
        let root = document.new_object_id();
        let media: Vec<Object> = [0, 0, 200, 100].map(Object::from).to_vec();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => root, "MediaBox" => media, "Resources" => resources, "Contents" => content,
        });
        document.set_object(root, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] });
        let tree = document.add_object(dictionary! { "Type" => "StructTreeRoot" });
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root, "StructTreeRoot" => tree });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        Marks::read(&bytes)
    }

    fn near(found: Place, expected: Place) {
        assert!((found.0 - expected.0).abs() < 1e-4 && (found.1 - expected.1).abs() < 1e-4, "{found:?} is not {expected:?}");
    }

    #[test]
    fn spacing_scaling_and_adjustments_move_the_pen() {
        let glyphs = marks("BT /H 10 Tf 2 Tc 50 Tz 1 0 0 1 20 30 Tm [<0001> -100 <0002>] TJ <0002> Tj ET").glyphs;
        near(glyphs[0].origin, (20.0, 70.0));
        // (0.5 × 10 + 2) × 0.5 for the glyph, 0.1 × 10 × 0.5 for the adjustment.
        near(glyphs[1].origin, (24.0, 70.0));
        near(glyphs[2].origin, (30.0, 70.0));
        assert_eq!((glyphs[1].size, glyphs[1].stretch, glyphs[1].rotation), (10.0, 0.5, 0.0));
        near(glyphs[1].advance, (5.0, 0.0));
        assert_eq!(glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>(), "A一一");
    }

    #[test]
    fn vertical_text_goes_down_by_its_own_metrics() {
        let glyphs = marks("BT /V 10 Tf 3 Ts 1 0 0 1 20 30 Tm [<0001> 100 <0002> <0001>] TJ ET").glyphs;
        near(glyphs[0].origin, (20.0, 67.0));
        near(glyphs[0].outline, (17.5, 74.0));
        near(glyphs[0].advance, (0.0, 5.0));
        near(glyphs[1].origin, (20.0, 73.0));
        near(glyphs[1].outline, (15.0, 81.8));
        near(glyphs[2].origin, (20.0, 83.0));
    }

    #[test]
    fn turned_text_runs_downwards() {
        let glyphs = marks("BT /H 10 Tf 0 -1 1 0 50 90 Tm <00010002> Tj ET").glyphs;
        near(glyphs[1].origin, (50.0, 15.0));
        near(glyphs[1].advance, (0.0, 10.0));
        assert_eq!(glyphs[1].rotation, 90.0);
    }

    #[test]
    fn a_slant_is_seen() {
        let glyphs = marks("BT /H 10 Tf 1 0 0.2126 1 0 0 Tm <0001> Tj 1 0 0 1 0 0 Tm <0001> Tj ET").glyphs;
        assert!((glyphs[0].slant - 12.0).abs() < 0.01 && glyphs[1].slant == 0.0, "{}", glyphs[0].slant);
    }

    #[test]
    fn forms_take_the_matrix_of_their_place() {
        let marks = marks("q 1 0 0 1 10 10 cm /F Do Q q 3 w 2 0 0 2 0 0 cm 1 2 m 5 2 l S 1 1 2 3 re f Q");
        near(marks.glyphs[0].origin, (15.0, 90.0));
        assert_eq!(marks.glyphs[0].size, 20.0);
        let [stroke, fill] = &marks.shapes[..] else { panic!("{:?}", marks.shapes) };
        assert_eq!((stroke.drawn, stroke.left, stroke.right, stroke.top), (Drawn::Stroked(6.0), 2.0, 10.0, 96.0));
        assert_eq!((fill.drawn, fill.left, fill.right, fill.top, fill.bottom), (Drawn::Filled, 2.0, 6.0, 92.0, 98.0));
    }

    #[test]
    fn a_replaced_piece_says_its_text_once() {
        let glyphs = marks("BT /H 10 Tf /Span <</ActualText <FEFF004200430044>>> BDC <00010002> Tj EMC <0001> Tj ET").glyphs;
        assert_eq!(glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<Vec<_>>(), ["BCD", "", "A"]);
    }
}
