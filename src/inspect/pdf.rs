//! A PDF read back.

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;
use lopdf::ObjectId;

use super::content::Shown;
use super::report::Box;
use super::report::FontReport;
use super::report::InspectError;
use super::report::OutlineEntry;
use super::report::PdfReport;
use super::report::PictureReport;
use super::structure;
use crate::diag::Limits;
use crate::xml;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<PdfReport, InspectError> {
    let document = Document::load_mem(bytes).map_err(|error| InspectError::Broken(error.to_string()))?;
    let catalog = document.catalog().map_err(|error| InspectError::Broken(error.to_string()))?;
    let pages = document.get_pages();
    let mut shown = Shown::default();
    for (number, id) in &pages {
        shown.page(&document, *number as usize, *id);
    }
    let xmp = xmp(&document, catalog, limits);
    let lines = structure::lines(&document, &shown);
    let mut elements = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.element.is_empty()) {
        *elements.entry(line.element.split(' ').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    Ok(PdfReport {
        pdf_version: document.version.clone(),
        bytes: bytes.len(),
        pages: pages.len(),
        boxes: boxes(&document, pages.values().copied()),
        first_labels: labels(&document, catalog),
        language: text(&document, catalog, b"Lang"),
        standards: standards(&xmp),
        information: information(&document),
        viewer: viewer(&document, catalog),
        fonts: fonts(&document, &shown),
        pictures: pictures(&document, &shown),
        attachments: attachments(&document, catalog),
        outline: outline(&document, catalog),
        xmp,
        elements,
        structure: lines,
    })
}

fn follow<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    document.dereference(dictionary.get(key).ok()?).ok().map(|(_, object)| object)
}

fn dictionary<'d>(document: &'d Document, outer: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
    follow(document, outer, key)?.as_dict().ok()
}

fn text(document: &Document, outer: &Dictionary, key: &[u8]) -> String {
    match follow(document, outer, key) {
        Some(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
        Some(Object::Boolean(value)) => value.to_string(),
        Some(Object::Integer(value)) => value.to_string(),
        Some(value) => lopdf::decode_text_string(value).unwrap_or_default(),
        None => String::new(),
    }
}

fn boxes(document: &Document, pages: impl Iterator<Item = ObjectId>) -> Vec<Box> {
    let mut found: Vec<Box> = Vec::new();
    for id in pages {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let sides = |key: &[u8]| -> Option<[f32; 4]> {
            let values: Vec<f32> = follow(document, page, key)?.as_array().ok()?.iter().filter_map(|side| side.as_float().ok()).collect();
            values.try_into().ok()
        };
        let Some(media) = sides(b"MediaBox") else { continue };
        let trim = sides(b"TrimBox");
        match found.iter_mut().find(|known| known.media == media && known.trim == trim) {
            Some(known) => known.pages += 1,
            None => found.push(Box { pages: 1, media, trim }),
        }
    }
    found
}

/// Where ranges of labels begin: `page: style from` of the first of them.
fn labels(document: &Document, catalog: &Dictionary) -> Vec<String> {
    let Some(numbers) = dictionary(document, catalog, b"PageLabels").and_then(|tree| follow(document, tree, b"Nums")) else {
        return Vec::new();
    };
    let pairs = numbers.as_array().map_or(&[][..], Vec::as_slice).chunks(2).take(20);
    let label = |pair: &[Object]| {
        let range = document.dereference(pair.get(1)?).ok()?.1.as_dict().ok()?;
        let start = follow(document, range, b"St").and_then(|start| start.as_i64().ok()).unwrap_or(1);
        let style = text(document, range, b"S");
        let number = if style.is_empty() { String::new() } else { format!("{style}{start}") };
        Some(format!("{}: {}{number}", pair[0].as_i64().ok()? + 1, text(document, range, b"P")))
    };
    pairs.filter_map(label).collect()
}

fn information(document: &Document) -> BTreeMap<String, String> {
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).ok();
    let Some(info) = info.and_then(|(_, info)| info.as_dict().ok()) else { return BTreeMap::new() };
    info.iter().map(|(key, _)| (String::from_utf8_lossy(key).into_owned(), text(document, info, key))).collect()
}

/// The properties of the XMP packet with all their values.
fn xmp(document: &Document, catalog: &Dictionary, limits: &Limits) -> BTreeMap<String, String> {
    let packet = follow(document, catalog, b"Metadata").and_then(|packet| packet.as_stream().ok()?.get_plain_content().ok());
    let packet = packet.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let Ok(root) = xml::parse(packet.trim_start_matches('\u{FEFF}'), limits.nesting) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for description in root.elements().flat_map(|rdf| rdf.elements()) {
        for property in description.elements().filter(|property| !property.name.starts_with("pdfaExtension:")) {
            let values: Vec<String> = match property.elements().next() {
                Some(list) => list.elements().map(|item| item.text().trim().to_owned()).collect(),
                None => vec![property.text().trim().to_owned()],
            };
            found.insert(property.name.clone(), values.join("; "));
        }
    }
    found
}

fn standards(xmp: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(part) = xmp.get("pdfaid:part") {
        let level = xmp.get("pdfaid:conformance").map(|level| level.to_lowercase()).unwrap_or_default();
        found.push(format!("PDF/A-{part}{level}"));
    }
    found.extend(xmp.get("pdfuaid:part").map(|part| format!("PDF/UA-{part}")));
    found
}

fn viewer(document: &Document, catalog: &Dictionary) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Some(preferences) = dictionary(document, catalog, b"ViewerPreferences") {
        for (key, _) in preferences.iter() {
            found.insert(String::from_utf8_lossy(key).into_owned(), text(document, preferences, key));
        }
    }
    for key in ["PageLayout", "PageMode"] {
        let value = text(document, catalog, key.as_bytes());
        if !value.is_empty() {
            found.insert(key.to_owned(), value);
        }
    }
    found
}

/// Fonts by their programs: several font dictionaries may share one.
fn fonts(document: &Document, shown: &Shown) -> Vec<FontReport> {
    let mut found: BTreeMap<String, FontReport> = BTreeMap::new();
    for (id, characters) in &shown.characters {
        let Ok(font) = document.get_dictionary(*id) else { continue };
        let descendant = follow(document, font, b"DescendantFonts").and_then(|list| list.as_array().ok()?.first());
        let inner = descendant.and_then(|inner| document.dereference(inner).ok()?.1.as_dict().ok()).unwrap_or(font);
        let descriptor = dictionary(document, inner, b"FontDescriptor");
        let program = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
            .into_iter()
            .find_map(|key| follow(document, descriptor?, key)?.as_stream().ok());
        let encoding = text(document, font, b"Encoding");
        let name = match text(document, inner, b"BaseFont") {
            name if name.is_empty() => text(document, font, b"Name"),
            name => name,
        };
        let subset = name.as_bytes().get(6) == Some(&b'+') && name.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
        let kind = text(document, inner, b"Subtype");
        let report = found.entry(name.clone()).or_insert_with(|| FontReport {
            name,
            embedded: program.is_some() || kind == "Type3",
            kind,
            encodings: Vec::new(),
            subset,
            bytes: program.map_or(0, |program| program.content.len()),
            glyphs: glyphs(document, inner, descriptor),
            characters: String::new(),
        });
        if !encoding.is_empty() && !report.encodings.contains(&encoding) {
            report.encodings.push(encoding);
        }
        let mut all: std::collections::BTreeSet<char> = report.characters.chars().collect();
        all.extend(characters.iter().filter(|character| !character.is_whitespace() && !['\u{200B}', '\u{AD}'].contains(*character)));
        report.characters = all.into_iter().collect();
    }
    found.into_values().collect()
}

/// The glyphs of a font program, from its `maxp` table or its CFF index of charstrings; else those that have a width.
fn glyphs(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> usize {
    let program = descriptor.and_then(|descriptor| follow(document, descriptor, b"FontFile2"));
    let program = program.and_then(|program| program.as_stream().ok()?.get_plain_content().ok());
    let from_maxp = program.and_then(|program| {
        let count = usize::from(u16::from_be_bytes(program.get(4..6)?.try_into().ok()?));
        let record = (0..count).map(|index| 12 + index * 16).find(|&at| program.get(at..at + 4) == Some(b"maxp".as_slice()))?;
        let start = u32::from_be_bytes(program.get(record + 8..record + 12)?.try_into().ok()?) as usize;
        Some(usize::from(u16::from_be_bytes(program.get(start + 4..start + 6)?.try_into().ok()?)))
    });
    let from_cff = || {
        let program = follow(document, descriptor?, b"FontFile3")?.as_stream().ok()?.get_plain_content().ok()?;
        crate::font::cff_glyph_count(&program)
    };
    from_maxp.or_else(from_cff).unwrap_or_else(|| follow(document, font, b"Widths").map_or(0, |list| list.as_array().map_or(0, Vec::len)))
}

fn pictures(document: &Document, shown: &Shown) -> Vec<PictureReport> {
    let mut found = Vec::new();
    for (id, (page, name, width, height)) in &shown.pictures {
        let Some(stream) = document.get_object(*id).ok().and_then(|object| object.as_stream().ok()) else { continue };
        let number = |key: &[u8]| follow(document, &stream.dict, key).and_then(|value| value.as_i64().ok()).unwrap_or_default() as u32;
        let pixels = text(document, &stream.dict, b"Subtype") == "Image";
        let sides: Vec<f32> = match follow(document, &stream.dict, b"BBox") {
            Some(Object::Array(sides)) => sides.iter().filter_map(|side| side.as_float().ok()).collect(),
            Some(_) | None => Vec::new(),
        };
        let (across, down) = match sides.as_slice() {
            [left, bottom, right, top] if !pixels => ((right - left).ceil() as u32, (top - bottom).ceil() as u32),
            _ => (number(b"Width"), number(b"Height")),
        };
        let per_inch = |count: u32, length: f32| if length > 0.0 { count as f32 * 72.0 / length } else { 0.0 };
        let filter = match follow(document, &stream.dict, b"Filter") {
            Some(Object::Array(filters)) => {
                filters.iter().filter_map(|filter| filter.as_name().ok()).map(String::from_utf8_lossy).collect()
            }
            _ => text(document, &stream.dict, b"Filter"),
        };
        found.push(PictureReport {
            name: name.clone(),
            page: Some(*page),
            kind: if pixels { "pixels" } else { "vectors" }.to_owned(),
            width: across,
            height: down,
            dpi: pixels.then(|| per_inch(across, *width).min(per_inch(down, *height)).round() as u32),
            colour_space: if pixels { colour_space(document, &stream.dict) } else { String::new() },
            filter,
            transparent: stream.dict.has(b"SMask") || stream.dict.has(b"Mask"),
            bytes: stream.content.len(),
        });
    }
    found.sort_by_key(|picture| picture.page);
    found
}

fn colour_space(document: &Document, picture: &Dictionary) -> String {
    match follow(document, picture, b"ColorSpace") {
        Some(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
        Some(Object::Array(parts)) => {
            let kind = parts.first().and_then(|kind| kind.as_name().ok()).map(String::from_utf8_lossy).unwrap_or_default();
            let profile = parts.get(1).and_then(|profile| document.dereference(profile).ok()?.1.as_stream().ok());
            match profile.and_then(|profile| profile.dict.get(b"N").ok()?.as_i64().ok()) {
                Some(count) => format!("{kind} of {count} components"),
                None => kind.into_owned(),
            }
        }
        _ => String::new(),
    }
}

fn attachments(document: &Document, catalog: &Dictionary) -> Vec<String> {
    let files = follow(document, catalog, b"AF").and_then(|files| files.as_array().ok());
    let named = files.into_iter().flatten().filter_map(|file| document.dereference(file).ok()?.1.as_dict().ok());
    named.map(|file| format!("{} ({})", text(document, file, b"UF"), text(document, file, b"AFRelationship"))).collect()
}

/// Entries that an outline may have before it is taken for one without end.
const ENTRIES: usize = 100_000;

fn outline(document: &Document, catalog: &Dictionary) -> Vec<OutlineEntry> {
    let mut found = Vec::new();
    let first = |of: &Dictionary, key: &[u8]| of.get(key).and_then(Object::as_reference).ok();
    let mut open: Vec<ObjectId> = dictionary(document, catalog, b"Outlines").and_then(|root| first(root, b"First")).into_iter().collect();
    let mut levels = vec![1; open.len()];
    while let (Some(id), Some(level)) = (open.pop(), levels.pop()) {
        let Ok(item) = document.get_dictionary(id) else { continue };
        found.push(OutlineEntry { level, title: text(document, item, b"Title") });
        if found.len() >= ENTRIES {
            break;
        }
        for (next, own) in [(first(item, b"Next"), level), (first(item, b"First"), level + 1)] {
            if let Some(next) = next {
                open.push(next);
                levels.push(own);
            }
        }
    }
    found
}
