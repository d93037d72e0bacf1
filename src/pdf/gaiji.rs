//! Glyph images (外字) as glyphs: one font for each picture and the text that it stands for, with the picture in its em box
//! (PDF 32000-1, 9.6.5). So what reads glyphs reads them too.

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::image::Images;
use super::object::Objects;
use super::object::compressed;
use super::object::dictionary;
use super::object::hash;
use super::object::name;
use super::object::number;
use super::object::utf16;
use super::structure::Plan;
use crate::book::Owner;
use crate::page::ItemKind;
use crate::page::Page;

/// Fonts by picture and text.
pub(super) struct Gaiji {
    fonts: BTreeMap<(String, String), String>,
    /// Resource names and their fonts.
    pub(super) resources: Vec<(String, ObjectId)>,
}

/// The only code of each font.
pub(super) const CODE: u8 = 1;

impl Gaiji {
    pub(super) fn embed(plan: &Plan, pages: &[Page], images: &Images, objects: &mut Objects) -> Gaiji {
        let mut gaiji = Gaiji { fonts: BTreeMap::new(), resources: Vec::new() };
        for item in pages.iter().flat_map(|page| &page.items) {
            let (ItemKind::Picture(picture), Owner::Node(node, _)) = (&item.kind, item.owner) else { continue };
            let (Some(text), Some(image)) = (plan.glyph_text(node), images.get(&picture.path)) else { continue };
            let key = (picture.path.clone(), text.to_owned());
            if gaiji.fonts.contains_key(&key) {
                continue;
            }
            let label = format!("G{:016X}", hash(format!("{}\n{text}", image.name).as_bytes()));
            let [a, b, c, d, e, f] = image.matrix;
            let drawing = format!("1000 0 d0 1000 0 0 1000 0 0 cm {a} {b} {c} {d} {e} {f} cm /{} Do", image.name);
            let glyph = objects.add(compressed(Dictionary::new(), drawing.into_bytes()));
            let meaning = objects.add(compressed(Dictionary::new(), to_unicode(text)));
            let inside = dictionary([("XObject", Dictionary::from_iter([(image.name.as_str(), Object::from(image.id))]).into())]);
            let numbers = |values: &[f64]| values.iter().map(|&value| number(value)).collect::<Vec<_>>();
            let font = dictionary([
                ("Type", name("Font")),
                ("Subtype", name("Type3")),
                ("Name", name(&label)),
                ("FontBBox", numbers(&[0.0, 0.0, 1000.0, 1000.0]).into()),
                ("FontMatrix", numbers(&[0.001, 0.0, 0.0, 0.001, 0.0, 0.0]).into()),
                ("FirstChar", i64::from(CODE).into()),
                ("LastChar", i64::from(CODE).into()),
                ("Widths", numbers(&[1000.0]).into()),
                ("CharProcs", dictionary([("gaiji", glyph.into())]).into()),
                (
                    "Encoding",
                    dictionary([("Type", name("Encoding")), ("Differences", vec![i64::from(CODE).into(), name("gaiji")].into())]).into(),
                ),
                ("Resources", inside.into()),
                ("ToUnicode", meaning.into()),
            ]);
            gaiji.resources.push((label.clone(), objects.add(font)));
            gaiji.fonts.insert(key, label);
        }
        gaiji
    }

    /// The font of a picture that stands for this text.
    pub(super) fn font(&self, path: &str, text: &str) -> Option<&str> {
        self.fonts.get(&(path.to_owned(), text.to_owned())).map(String::as_str)
    }
}

fn to_unicode(text: &str) -> Vec<u8> {
    let hex: String = utf16(text)[2..].iter().map(|byte| format!("{byte:02X}")).collect();
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> \
         def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 beginbfchar\n\
         <{CODE:02X}> <{hex}>\nendbfchar\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
    .into_bytes()
}
