//! An EPUB read back.

use std::collections::BTreeMap;

use super::report::EpubReport;
use super::report::FontReport;
use super::report::InspectError;
use super::report::OutlineEntry;
use super::report::PictureReport;
use crate::container;
use crate::container::ContainerLimits;
use crate::diag::Limits;
use crate::font::FontFile;
use crate::font::Fonts;
use crate::picture::Picture;
use crate::xml;
use crate::xml::Element;

/// Elements inside each other.
const DEPTH: usize = 200;

pub(super) fn read(bytes: &[u8]) -> Result<EpubReport, InspectError> {
    let broken = |error: &dyn std::fmt::Display| InspectError::Broken(error.to_string());
    let files: BTreeMap<String, Vec<u8>> =
        container::read(bytes, ContainerLimits::default()).map_err(|error| broken(&error))?.into_iter().collect();
    let document = |path: &str| -> Option<Element> { xml::parse(std::str::from_utf8(files.get(path)?).ok()?, DEPTH).ok() };
    let container = document("META-INF/container.xml").ok_or(InspectError::Unknown)?;
    let root = find(&container, "rootfile").and_then(|root| root.attribute("full-path")).ok_or(InspectError::Unknown)?.to_owned();
    let package = document(&root).ok_or_else(|| broken(&"its package document cannot be read"))?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = |href: &str| if folder.is_empty() { href.to_owned() } else { format!("{folder}/{href}") };

    let mut report = EpubReport { bytes: bytes.len(), files: files.len(), ..EpubReport::default() };
    report.epub_version = package.attribute("version").unwrap_or_default().to_owned();
    for item in find(&package, "metadata").into_iter().flat_map(|metadata| metadata.elements()) {
        let key = item.attribute("property").map_or_else(|| item.name.clone(), str::to_owned);
        if item.attribute("refines").is_some() {
            continue;
        }
        let value = item.text().trim().to_owned();
        let known: &mut String = report.metadata.entry(key).or_default();
        *known = if known.is_empty() { value } else { format!("{known}; {value}") };
    }
    let mut hrefs = BTreeMap::new();
    for item in find(&package, "manifest").into_iter().flat_map(|manifest| manifest.elements()) {
        let (id, href) = (item.attribute("id").unwrap_or_default(), path(item.attribute("href").unwrap_or_default()));
        let kind = item.attribute("media-type").unwrap_or_default();
        let data = files.get(&href).map_or(&[][..], Vec::as_slice);
        if kind.starts_with("image/") {
            report.pictures.push(picture(&href, kind, data));
        } else if kind.starts_with("font/") || kind.contains("opentype") || kind.contains("font") {
            report.fonts.extend(fonts(&href, kind, data));
        }
        if item.attribute("properties").is_some_and(|words| words.split(' ').any(|word| word == "nav"))
            && let Some(navigation) = document(&href)
        {
            navigate(&navigation, &mut report);
        }
        hrefs.insert(id.to_owned(), href);
    }
    if let Some(spine) = find(&package, "spine") {
        report.direction = spine.attribute("page-progression-direction").unwrap_or("default").to_owned();
        report.documents = spine.elements().filter_map(|item| hrefs.get(item.attribute("idref")?).cloned()).collect();
    }
    Ok(report)
}

/// The first element of this name, with or without prefix.
fn find<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    if element.name.rsplit(':').next() == Some(name) {
        return Some(element);
    }
    element.elements().find_map(|inner| find(inner, name))
}

fn picture(path: &str, kind: &str, data: &[u8]) -> PictureReport {
    let picture = Picture::read(data, &Limits::default()).ok();
    PictureReport {
        name: path.to_owned(),
        page: None,
        kind: if kind.contains("svg") { "vectors" } else { "pixels" }.to_owned(),
        width: picture.as_ref().map_or(0, |picture| picture.size.width),
        height: picture.as_ref().map_or(0, |picture| picture.size.height),
        dpi: None,
        colour_space: picture.as_ref().map(|picture| format!("{:?}", picture.colour)).unwrap_or_default(),
        filter: kind.to_owned(),
        transparent: picture.is_some_and(|picture| picture.alpha),
        bytes: data.len(),
    }
}

fn fonts(path: &str, kind: &str, data: &[u8]) -> Vec<FontReport> {
    let file = FontFile { name: path.to_owned(), data: data.into() };
    let fonts = Fonts::new(vec![file], &mut crate::diag::Report::default());
    let report = |face: &crate::font::Face| FontReport {
        name: face.postscript_name().to_owned(),
        kind: kind.to_owned(),
        encodings: Vec::new(),
        embedded: true,
        subset: true,
        bytes: data.len(),
        glyphs: face.glyph_count(),
        characters: face.characters().into_iter().filter(|character| !character.is_whitespace()).collect(),
    };
    fonts.iter().map(|(_, face)| report(face)).collect()
}

/// The contents and the number of pages of the navigation document.
fn navigate(document: &Element, report: &mut EpubReport) {
    fn each(element: &Element, report: &mut EpubReport) {
        if element.name == "nav" {
            match element.attribute("epub:type") {
                Some("toc") => list(element, 0, &mut report.outline),
                Some("page-list") => {
                    let mut pages = Vec::new();
                    list(element, 0, &mut pages);
                    report.pages = pages.len();
                }
                Some(_) | None => {}
            }
        }
        element.elements().for_each(|inner| each(inner, report));
    }
    each(document, report);
}

fn list(element: &Element, level: usize, outline: &mut Vec<OutlineEntry>) {
    for inner in element.elements() {
        match inner.name.as_str() {
            "ol" => list(inner, level + 1, outline),
            "li" => {
                if let Some(title) = inner.elements().find(|kid| kid.name == "a" || kid.name == "span") {
                    outline.push(OutlineEntry { level, title: title.text().trim().to_owned() });
                }
                list(inner, level, outline);
            }
            _ => {}
        }
    }
}
