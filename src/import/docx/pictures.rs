//! Pictures inside the file, and what shows them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::package::Package;
use super::package::Relations;
use super::piece::Shown;
use super::tally::Tally;
use super::told::Told;
use crate::book::PictureFile;
use crate::diag::Limits;
use crate::import::names::ascii_stem;
use crate::import::names::file_name;
use crate::picture::Picture;
use crate::xml::Element;

/// The pictures that a document shows, with their files in the project.
#[derive(Debug, Default)]
pub struct Store {
    /// By the name of the part: the file, or none when it cannot be used.
    known: BTreeMap<String, Option<String>>,
    taken: BTreeSet<String>,
    /// Paths in the project and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

/// English Metric Units in a twentieth of a point.
const EMU: i64 = 635;

impl Store {
    /// The file of a part; none, with the reason told, when it holds no picture that editions can show.
    fn file(&mut self, part: &str, package: &mut Package, tally: &mut Tally) -> Option<String> {
        if let Some(known) = self.known.get(part) {
            return known.clone();
        }
        let file = self.add(part, package, tally);
        self.known.insert(part.to_owned(), file.clone());
        file
    }

    fn add(&mut self, part: &str, package: &mut Package, tally: &mut Tally) -> Option<String> {
        let (stem, extension) = file_name(part);
        let name = format!("{stem}.{extension}");
        let Some(bytes) = package.take(part) else {
            let fault = package.faults.iter().find(|(name, _)| name == part);
            let reason = fault.map_or_else(|| "it is not in the file".to_owned(), |(_, reason)| reason.clone());
            tally.tell(Told::Picture { name, reason });
            return None;
        };
        let (bytes, format) = match Picture::read(bytes.as_slice(), &Limits::default()) {
            Ok(picture) if picture.references.is_empty() => (bytes, Some(picture.format.extension())),
            Ok(_) => {
                tally.tell(Told::Picture { name, reason: "it refers to something outside itself".to_owned() });
                return None;
            }
            Err(error) => {
                tally.tell(Told::Picture { name: name.clone(), reason: error.to_string() });
                // A drawing of Word's own is kept beside the text, to be converted.
                if !matches!(extension.as_str(), "emf" | "wmf" | "emz" | "wmz" | "pct" | "eps") {
                    return None;
                }
                (bytes, None)
            }
        };
        let stem = ascii_stem(stem).unwrap_or_else(|| "picture".to_owned());
        let ending = format.unwrap_or(extension.as_str());
        let mut path = format!("pictures/{stem}.{ending}");
        let mut number = 2;
        while !self.taken.insert(path.clone()) {
            path = format!("pictures/{stem}-{number}.{ending}");
            number += 1;
        }
        self.files.push((path.clone(), bytes));
        format.map(|_| path)
    }
}

/// What a drawing or an older picture shows, in order.
pub struct Finder<'r> {
    pub store: &'r mut Store,
    pub package: &'r mut Package,
    pub relations: &'r Relations,
    pub tally: &'r mut Tally,
    /// The room for text, in twentieths of a point.
    pub measure: i64,
}

impl Finder<'_> {
    /// The pictures of `w:drawing`, in order.
    pub fn drawing(&mut self, element: &Element) -> Vec<Shown> {
        let mut found = Vec::new();
        for place in element.elements().filter(|child| matches!(child.name.as_str(), "wp:inline" | "wp:anchor")) {
            let floats = place.name == "wp:anchor";
            let properties = place.child("wp:docPr");
            let words = |name: &str| properties.and_then(|properties| properties.attribute(name)).unwrap_or_default().trim();
            let alternative = if words("descr").is_empty() { words("title") } else { words("descr") };
            let decorative = properties.is_some_and(is_decorative);
            let extent = |name: &str| {
                let extent = place.child("wp:extent")?;
                extent.attribute(name)?.parse::<i64>().ok().map(|emu| emu.clamp(0, i64::from(i32::MAX)) / EMU)
            };
            let (width, height) = (extent("cx").unwrap_or(0), extent("cy").unwrap_or(0));
            let Some(graphic) = place.child("a:graphic") else { continue };
            let before = found.len();
            self.blips(graphic, &mut |finder, blip, own| {
                let own = own.trim();
                let alternative = if own.is_empty() { alternative } else { own };
                let file = finder.blip(blip);
                found.push(finder.shown(file, alternative, decorative, width, height, floats));
            });
            if found.len() == before {
                self.tell_other(graphic, alternative);
            }
        }
        found
    }

    /// Calls `visit` for each picture with the description that it has of its own.
    fn blips(&mut self, element: &Element, visit: &mut dyn FnMut(&mut Self, &Element, &str)) {
        if element.name == "pic:pic" {
            let own = element.child("pic:nvPicPr").and_then(|properties| properties.child("pic:cNvPr"));
            let own = own.and_then(|own| own.attribute("descr")).unwrap_or_default();
            if let Some(fill) = element.child("pic:blipFill") {
                if let Some(cut) =
                    fill.child("a:srcRect").filter(|cut| cut.attributes.iter().any(|(_, value)| !matches!(value.as_str(), "0" | "")))
                {
                    let _ = cut;
                    self.tally.changed("pictures that the document shows cut are whole");
                }
                if let Some(blip) = fill.child("a:blip") {
                    visit(self, blip, own);
                }
            }
            return;
        }
        // Text boxes are read as text; their pictures are found there.
        if matches!(element.name.as_str(), "wps:txbx" | "mc:Fallback") {
            return;
        }
        for child in element.elements() {
            self.blips(child, visit);
        }
    }

    /// The file of a picture: its drawing in vectors where there is one that can be shown.
    fn blip(&mut self, blip: &Element) -> String {
        let vector = find(blip, "asvg:svgBlip").and_then(|vector| vector.attribute("r:embed"));
        for id in [vector, blip.attribute("r:embed")].into_iter().flatten() {
            if let Some(part) = self.relations.get(id).filter(|relation| !relation.external)
                && let Some(file) = self.store.file(&part.target, self.package, self.tally)
            {
                return file;
            }
        }
        if let Some(link) = blip.attribute("r:link").and_then(|id| self.relations.get(id)) {
            let reason = "it lies outside the file, and nothing is fetched".to_owned();
            self.tally.tell(Told::Picture { name: link.target.clone(), reason });
        }
        String::new()
    }

    /// The pictures of `w:pict` and `w:object` (VML), in order.
    pub fn vml(&mut self, element: &Element) -> Vec<Shown> {
        let mut found = Vec::new();
        self.shapes(element, &mut found);
        found
    }

    fn shapes(&mut self, element: &Element, found: &mut Vec<Shown>) {
        for child in element.elements() {
            match child.name.as_str() {
                "v:textbox" => {}
                "v:imagedata" => {
                    let part = child.attribute("r:id").and_then(|id| self.relations.get(id)).filter(|part| !part.external);
                    let file = part.and_then(|part| self.store.file(&part.target, self.package, self.tally)).unwrap_or_default();
                    let words = element.attribute("alt").or_else(|| child.attribute("o:title")).unwrap_or_default();
                    let style = element.attribute("style").unwrap_or_default();
                    let size = |name: &str| {
                        let value = style.split(';').find_map(|part| part.trim().strip_prefix(name)?.trim().strip_prefix(':'))?;
                        super::properties::twips(value.trim()).map(i64::from)
                    };
                    let floats = style.contains("position:absolute");
                    found.push(self.shown(file, words, false, size("width").unwrap_or(0), size("height").unwrap_or(0), floats));
                }
                _ => self.shapes(child, found),
            }
        }
    }

    fn shown(&mut self, file: String, words: &str, decorative: bool, width: i64, height: i64, floats: bool) -> Shown {
        self.tally.found("pictures");
        let percent = (width * 100 + self.measure / 2) / self.measure;
        let alternative = if decorative { String::new() } else { one_line(words) };
        Shown {
            file: PictureFile { path: file, alternative, decorative },
            // What nearly fills the measure fills it.
            width: u8::try_from(percent).ok().filter(|percent| (1..90).contains(percent)).map(|percent| percent.max(5)),
            height,
            floats,
        }
    }

    /// Graphics that are neither pictures nor text.
    fn tell_other(&mut self, graphic: &Element, words: &str) {
        let what = if find(graphic, "c:chart").is_some() {
            "a chart"
        } else if find(graphic, "dgm:relIds").is_some() {
            "a diagram"
        } else if find(graphic, "wps:txbx").is_some() || find(graphic, "wps:wsp").is_none() {
            return;
        } else {
            "a drawn shape"
        };
        self.tally.tell(Told::LeftOut { what, text: one_line(words) });
    }
}

/// The first element of a name anywhere inside.
pub fn find<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.elements().find_map(|child| if child.name == name { Some(child) } else { find(child, name) })
}

fn is_decorative(properties: &Element) -> bool {
    find(properties, "adec:decorative").is_some_and(|mark| matches!(mark.attribute("val"), Some("1" | "true")))
}

/// A description without line ends, and without what programs write for want of one.
fn one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let by_machine = ["AI-generated content may be incorrect", "AI 產生的內容", "AI 生成的内容"].iter().any(|mark| line.contains(mark));
    let is_name = line.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.contains(' ')
            && matches!(ending.to_ascii_lowercase().as_str(), "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "emf" | "wmf")
    });
    if is_name && !by_machine { String::new() } else { line }
}
