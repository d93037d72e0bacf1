//! A fast check of finished publications against EPUB 3.3.
//!
//! Rules carry the identifiers of EPUBCheck, so that the two can be compared; this check covers the container, the package document, the
//! navigation document, the structure of XHTML, references and what style sheets may say. It does not cover media overlays, the vocabulary
//! of structural semantics, schemas of SVG and MathML, and the values of most attributes.

mod address;
mod container;
mod content;
mod elements;
mod fault;
mod metadata;
mod navigation;
mod ncx;
mod package;
mod references;
mod refinements;
mod style;
mod times;
mod types;
mod uses;
mod vocabulary;

pub use fault::{Fault, Gravity};

use crate::container::ContainerLimits;
use content::Document;
use fault::Faults;
use package::Package;
use rayon::prelude::*;
use references::Found;
use references::Whole;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The files of a publication outside an archive: paths from the root of the container, and bytes.
pub type Files = [(String, Vec<u8>)];

/// Checks a publication. Faults are in the order of files as they are reached; none means that nothing is wrong.
pub fn validate(bytes: &[u8], limits: ContainerLimits) -> Vec<Fault> {
    let mut faults = Faults::default();
    if let Some(files) = container::open(bytes, limits, &mut faults) {
        whole(&files, &mut faults);
    }
    faults.list
}

/// Checks the files of a publication that is not packed.
pub fn validate_files(files: &Files) -> Vec<Fault> {
    let mut faults = Faults::default();
    whole(files, &mut faults);
    faults.list
}

/// Checks a package document alone, a navigation document, or another content document; what it refers to is not looked for.
pub fn validate_document(path: &str, data: &[u8], is_navigation: bool) -> Vec<Fault> {
    let mut faults = Faults::default();
    if path.ends_with(".opf") {
        package::read(path, data, None, &mut faults);
    } else if let Some(text) = text(path, data, &mut faults) {
        let document = content::read(path, text, path.ends_with(".svg"), &mut faults);
        if is_navigation {
            navigation::check(path, text, None, &mut faults);
        }
        alone(path, &document, &mut faults);
    }
    faults.list
}

/// The addresses of a document that can be judged without the rest of the publication.
fn alone(path: &str, document: &Document, faults: &mut Faults) {
    for reference in &document.references.list {
        let is_style = reference.usage == uses::Use::Style;
        match address::resolve(path, &reference.address) {
            address::Address::Invalid => faults.error("RSC-020", path, format!("{} is no address", reference.address)),
            address::Address::File => faults.error("RSC-030", path, format!("{} is an address of a local file", reference.address)),
            address::Address::Data { .. } if reference.usage == uses::Use::Link => {
                faults.error("RSC-029", path, "a link may not be a data address");
            }
            address::Address::Inside { query: true, .. } => faults.error("RSC-033", path, format!("{} has a query", reference.address)),
            address::Address::Inside { fragment: Some(_), .. } if is_style => {
                faults.error("RSC-013", path, "a style sheet is named with a fragment");
            }
            _ => {}
        }
    }
}

fn whole(files: &Files, faults: &mut Faults) {
    let files: container::Files<'_> = files.iter().map(|(name, data)| (name.nfc().collect(), data.as_slice())).collect();
    let Some(path) = container::check(&files, faults) else { return };
    let Some(package) = package::read(&path, files[&path], Some(&files), faults) else { return };
    let types: BTreeMap<&str, usize> = package.items.iter().enumerate().map(|(index, item)| (item.path.as_str(), index)).collect();
    let names: BTreeMap<&str, &str> = package.items.iter().map(|item| (item.path.as_str(), item.media_type.as_str())).collect();
    container::obfuscated(&files, &names, faults);
    let documents = documents(&package, &files, faults);
    let mut sheets = sheets(&package, &files, faults);
    if let Some(item) = package.ncx.map(|index| &package.items[index])
        && let Some(text) = files.get(&item.path).and_then(|data| text(&item.path, data, faults))
    {
        sheets.push((item.path.clone(), ncx::read(&item.path, text, faults)));
    }
    pictures(&package, &files, faults);
    let mut found = Found::default();
    let whole = Whole { package: &package, files: &files, documents: &documents, types };
    for (path, document) in &documents {
        references::check(&whole, path, &document.references.list, document.remote_base, &mut found, faults);
    }
    for (path, sheet) in &sheets {
        references::check(&whole, path, sheet, false, &mut found, faults);
    }
    if let Some(nav) = package.items.iter().find(|item| item.has("nav"))
        && let Some(text) = files.get(&nav.path).and_then(|data| std::str::from_utf8(data).ok())
    {
        navigation::check(&nav.path, text.trim_start_matches('\u{feff}'), Some(&package), faults);
    }
    properties(&package, &documents, &found, faults);
    let scripted = documents.values().any(|document| document.has_script);
    let only_here = |kind: &str| types::is_image(kind) || types::is_content_document(kind) || kind == "text/css" || types::is_script(kind);
    for item in package.items.iter().filter(|item| item.remote && only_here(&item.media_type) && !scripted) {
        faults.error("RSC-006", &package.path, format!("{} lies outside the container", item.path));
    }
    for &(index, linear) in &package.spine {
        if !linear && !found.linked.contains(&index) {
            let reason = format!("{} is not linear and nothing links to it", package.items[index].path);
            if scripted { faults.usage("OPF-096b", &package.path, reason) } else { faults.error("OPF-096", &package.path, reason) }
        }
    }
}

/// Reads all content documents, each by itself.
fn documents(package: &Package, files: &container::Files<'_>, faults: &mut Faults) -> BTreeMap<String, Document> {
    let items: Vec<_> = package.items.iter().filter(|item| !item.remote && types::is_content_document(&item.media_type)).collect();
    let read: Vec<_> = items
        .par_iter()
        .filter_map(|item| {
            let mut own = Faults::default();
            let document = files.get(&item.path).map(|data| {
                text(&item.path, data, &mut own).map(|text| content::read(&item.path, text, item.media_type == "image/svg+xml", &mut own))
            })?;
            Some((item.path.clone(), document.unwrap_or_default(), own))
        })
        .collect();
    let mut documents = BTreeMap::new();
    for (path, document, own) in read {
        faults.list.extend(own.list);
        documents.insert(path, document);
    }
    documents
}

fn sheets(package: &Package, files: &container::Files<'_>, faults: &mut Faults) -> Vec<(String, Vec<uses::Reference>)> {
    let items = package.items.iter().filter(|item| !item.remote && item.media_type == "text/css");
    let mut sheets = Vec::new();
    for item in items {
        let Some(data) = files.get(&item.path) else { continue };
        if data.starts_with(&[0xff, 0xfe]) || data.starts_with(&[0xfe, 0xff]) || data.get(1) == Some(&0) {
            faults.warning("CSS-003", &item.path, "the style sheet is UTF-16");
            continue;
        }
        let head = String::from_utf8_lossy(&data[..data.len().min(64)]).to_ascii_lowercase();
        if head.starts_with("@charset") && !head.contains("utf-8") {
            faults.error("CSS-004", &item.path, "the style sheet is not UTF-8");
            continue;
        }
        match std::str::from_utf8(data) {
            Ok(text) => sheets.push((item.path.clone(), style::sheet(&item.path, text.trim_start_matches('\u{feff}'), faults))),
            Err(_) => faults.error("CSS-004", &item.path, "the style sheet is not UTF-8"),
        }
    }
    sheets
}

/// Bitmaps are what the manifest says.
fn pictures(package: &Package, files: &container::Files<'_>, faults: &mut Faults) {
    for item in package.items.iter().filter(|item| types::is_image(&item.media_type) && item.media_type != "image/svg+xml") {
        let Some(data) = files.get(&item.path) else { continue };
        match types::sniff(data) {
            Some(kind) if kind != item.media_type => {
                faults.error("OPF-029", &item.path, format!("the picture is {kind}, not {}", item.media_type))
            }
            Some(_) => {}
            None => {
                faults.error("MED-004", &item.path, "the picture has no header that is known");
                faults.error("PKG-021", &item.path, "the picture is corrupt");
            }
        }
    }
}

/// Properties of items say what documents hold (EPUB 3.3, 5.6.2).
fn properties(package: &Package, documents: &BTreeMap<String, Document>, found: &Found, faults: &mut Faults) {
    for item in &package.items {
        let Some(document) = documents.get(&item.path) else { continue };
        let is_xhtml = item.media_type == "application/xhtml+xml";
        let facts = [
            ("svg", document.has_svg && is_xhtml),
            ("mathml", document.has_mathml && is_xhtml),
            ("scripted", document.has_script),
            ("switch", document.has_switch),
        ];
        for (property, holds) in facts {
            match (holds, item.has(property)) {
                (true, false) => faults.error("OPF-014", &item.path, format!("the manifest does not say {property}")),
                (false, true) => faults.error("OPF-015", &item.path, format!("the manifest says {property}, and nothing is")),
                _ => {}
            }
        }
        match (found.remote.contains(&item.path), item.has("remote-resources")) {
            (true, false) => faults.error("OPF-014", &item.path, "the manifest does not say remote-resources"),
            (false, true) if document.has_script => faults.usage("OPF-018b", &item.path, "remote-resources cannot be verified"),
            (false, true) => faults.warning("OPF-018", &item.path, "the manifest says remote-resources, and nothing is"),
            _ => {}
        }
    }
    for path in &found.remote {
        if let Some(item) =
            package.items.iter().find(|item| item.path == *path && !documents.contains_key(path) && !item.has("remote-resources"))
        {
            faults.error("OPF-014", &item.path, "the manifest does not say remote-resources");
        }
    }
}

/// The text of an XML document: UTF-8, which every publication written today is (EPUB 3.3, 3.9).
fn text<'a>(path: &str, data: &'a [u8], faults: &mut Faults) -> Option<&'a str> {
    let is_xhtml = !path.ends_with(".opf");
    if data.starts_with(&[0xff, 0xfe, 0, 0]) || data.starts_with(&[0, 0, 0xfe, 0xff]) {
        faults.error("RSC-028", path, "the document is UTF-32");
        return None;
    }
    if data.starts_with(&[0xff, 0xfe]) || data.starts_with(&[0xfe, 0xff]) || data.get(1) == Some(&0) || data.first() == Some(&0) {
        if is_xhtml {
            faults.error("HTM-058", path, "the document is UTF-16");
        } else {
            faults.warning("RSC-027", path, "the document is UTF-16");
        }
        return None;
    }
    let head = String::from_utf8_lossy(&data[..data.len().min(200)]).to_ascii_lowercase();
    let declared = head.starts_with("<?xml").then(|| head.split("encoding=").nth(1)).flatten();
    let declared = declared.and_then(|rest| rest.get(1..)).and_then(|rest| rest.split(['"', '\'']).next());
    if declared.is_some_and(|name| name != "utf-8") {
        faults.error("RSC-028", path, format!("the document is {}", declared.unwrap_or_default()));
        return None;
    }
    match std::str::from_utf8(data) {
        Ok(text) => Some(text.trim_start_matches('\u{feff}')),
        Err(error) => {
            faults.fatal("RSC-016", path, format!("not UTF-8 at byte {}", error.valid_up_to()));
            None
        }
    }
}
