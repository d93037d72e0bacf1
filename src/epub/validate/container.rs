//! The container: archive, media type, `META-INF` (EPUB 3.3, 4).

use super::fault::Faults;
use super::types;
use crate::container;
use crate::container::ContainerError;
use crate::container::ContainerLimits;
use crate::xml;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The files of a container by path from its root; names in NFC.
pub type Files<'a> = BTreeMap<String, &'a [u8]>;

const MIMETYPE: &str = "mimetype";
const CONTAINER: &str = "META-INF/container.xml";
const MEDIA_TYPE: &[u8] = b"application/epub+zip";
const DEPTH: usize = 100;
const IN_META_INF: &[&str] = &["container.xml", "signatures.xml", "encryption.xml", "metadata.xml", "rights.xml", "manifest.xml"];

/// The files of the archive, checked as an archive: its first entry, names, encoding (EPUB 3.3, 4.2).
pub fn open(bytes: &[u8], limits: ContainerLimits, faults: &mut Faults) -> Option<Vec<(String, Vec<u8>)>> {
    if bytes.is_empty() {
        faults.error("PKG-003", "", "the file is empty");
        return None;
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        faults.fatal("PKG-004", "", "the file does not begin as a ZIP archive");
        return None;
    }
    first_entry(bytes, faults);
    match container::read(bytes, limits) {
        Ok(files) => Some(files),
        Err(ContainerError::Duplicate(name)) => {
            faults.error("OPF-060", &name, "the archive has the name twice");
            None
        }
        Err(error) => {
            faults.fatal("PKG-008", "", error.to_string());
            None
        }
    }
}

/// The media type must be the first entry, stored, without an extra field, so that its text stands at a fixed place.
fn first_entry(bytes: &[u8], faults: &mut Faults) {
    let number = |at: usize| bytes.get(at..at + 2).map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8);
    let name = bytes.get(30..30 + number(26)).unwrap_or_default();
    if name != MIMETYPE.as_bytes() {
        faults.error("PKG-006", MIMETYPE, "the first entry of the archive is not mimetype");
        return;
    }
    if number(28) != 0 {
        faults.error("PKG-005", MIMETYPE, "the entry has an extra field");
    }
    if number(8) != 0 {
        faults.error("PKG-007", MIMETYPE, "the entry is compressed");
    }
}

/// Checks the files and gives the path of the package document.
pub fn check(files: &Files<'_>, faults: &mut Faults) -> Option<String> {
    match files.get(MIMETYPE) {
        None => faults.error("PKG-006", MIMETYPE, "there is no file mimetype"),
        Some(data) if *data != MEDIA_TYPE => faults.error("PKG-007", MIMETYPE, "the content is not application/epub+zip"),
        Some(_) => {}
    }
    names(files, faults);
    let Some(data) = files.get(CONTAINER) else {
        faults.fatal("RSC-002", CONTAINER, "there is no META-INF/container.xml");
        return None;
    };
    let package = container(data, faults)?;
    if !files.contains_key(&package) {
        faults.fatal("OPF-002", &package, "the package document is not in the container");
        return None;
    }
    for (name, root) in [("encryption", "encryption"), ("signatures", "signatures")] {
        if let Some(data) = files.get(&format!("META-INF/{name}.xml")) {
            other(data, name, root, faults);
        }
    }
    Some(package)
}

fn container(data: &[u8], faults: &mut Faults) -> Option<String> {
    let root = match std::str::from_utf8(data)
        .map_err(|_| "not UTF-8".to_owned())
        .and_then(|text| xml::parse(text.trim_start_matches('\u{feff}'), DEPTH).map_err(|error| error.to_string()))
    {
        Ok(root) => root,
        Err(reason) => {
            faults.fatal("RSC-016", CONTAINER, reason);
            return None;
        }
    };
    let allowed = |element: &xml::Element, names: &[&str], faults: &mut Faults| {
        for child in element.elements().filter(|child| !child.name.contains(':') && !names.contains(&child.name.as_str())) {
            faults.error("RSC-005", CONTAINER, format!("<{}> may not stand there", child.name));
        }
    };
    if root.name != "container" || root.attribute("version") != Some("1.0") {
        faults.error("RSC-005", CONTAINER, "the root is not <container version=\"1.0\">");
    }
    allowed(&root, &["rootfiles", "links"], faults);
    let Some(rootfiles) = root.child("rootfiles") else {
        faults.error("RSC-005", CONTAINER, "<rootfiles> is missing");
        return None;
    };
    allowed(rootfiles, &["rootfile"], faults);
    let paths: Vec<&str> = rootfiles
        .elements()
        .filter(|root| root.attribute("media-type") == Some("application/oebps-package+xml"))
        .filter_map(|root| root.attribute("full-path"))
        .collect();
    for rootfile in rootfiles.elements() {
        match rootfile.attribute("full-path") {
            None => faults.error("OPF-016", CONTAINER, "<rootfile> has no full-path"),
            Some("") => faults.error("OPF-017", CONTAINER, "full-path is empty"),
            Some(_) => {}
        }
    }
    if paths.is_empty() {
        faults.error("RSC-003", CONTAINER, "no package document is named");
    }
    paths.first().map(|path| path.nfc().collect())
}

fn other(data: &[u8], name: &str, root: &str, faults: &mut Faults) {
    let path = format!("META-INF/{name}.xml");
    let mut ids = BTreeSet::new();
    let mut doubled = BTreeSet::new();
    let mut first = true;
    let read = std::str::from_utf8(data).map_err(|_| "not UTF-8".to_owned()).and_then(|text| {
        xml::scan(text.trim_start_matches('\u{feff}'), DEPTH, |_, token| {
            if let xml::Token::Start(tag) = token {
                if std::mem::take(&mut first) && tag.name.rsplit(':').next() != Some(root) {
                    faults.error("RSC-005", &path, format!("the root is not <{root}>"));
                }
                if let Some(id) = tag.attribute("Id").or_else(|| tag.attribute("id"))
                    && !ids.insert(id.to_owned())
                {
                    doubled.insert(id.to_owned());
                }
            }
        })
        .map_err(|error| error.to_string())
    });
    for id in doubled {
        faults.error("RSC-005", &path, format!("the id {id} is used twice"));
    }
    if let Err(reason) = read {
        faults.fatal("RSC-016", &path, reason);
    }
}

/// What fonts are obfuscated must be fonts (EPUB 3.3, 4.3).
pub fn obfuscated(files: &Files<'_>, types: &BTreeMap<&str, &str>, faults: &mut Faults) {
    let Some(text) = files.get("META-INF/encryption.xml").and_then(|data| std::str::from_utf8(data).ok()) else { return };
    let mut obfuscates = false;
    let mut found = Vec::new();
    let each = |_, token: xml::Token<'_>| {
        if let xml::Token::Start(tag) = token {
            match tag.name.rsplit(':').next() {
                Some("EncryptionMethod") => {
                    obfuscates = tag.attribute("Algorithm") == Some("http://www.idpf.org/2008/embedding");
                }
                Some("CipherReference") if obfuscates => found.extend(tag.attribute("URI").map(str::to_owned)),
                _ => {}
            }
        }
    };
    if xml::scan(text, DEPTH, each).is_err() {
        return;
    }
    for path in found {
        if types.get(path.as_str()).is_some_and(|kind| !types::is_font(kind)) {
            faults.error("PKG-026", &path, "an obfuscated resource is not a font of a core media type");
        }
    }
}

/// File names (EPUB 3.3, 4.1.3) and equal names (4.1.4).
fn names(files: &Files<'_>, faults: &mut Faults) {
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for name in files.keys() {
        let key: String = name.to_uppercase().to_lowercase().nfc().collect();
        if folded.insert(key, name).is_some() {
            faults.error("OPF-060", name, "another name differs from this one in case or normalization alone");
        }
        file_name(name, faults);
    }
}

/// Whether the name may stand in a container.
pub fn file_name(name: &str, faults: &mut Faults) {
    let forbidden = |c: char| {
        matches!(c,
            '"' | '*' | ':' | '<' | '>' | '?' | '\\' | '|' | '\u{7f}'..='\u{9f}' | '\0'..='\u{1f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{ffff}' | '\u{e0001}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    if let Some(character) = name.chars().find(|&c| forbidden(c)) {
        faults.error("PKG-009", name, format!("U+{:04X} may not stand in a file name", u32::from(character)));
    }
    if name.split('/').any(|part| part.ends_with('.')) {
        faults.error("PKG-011", name, "a file name may not end with a full stop");
    }
    if name.chars().any(char::is_whitespace) {
        faults.warning("PKG-010", name, "the name has a space in it");
    }
    if !name.is_ascii() {
        faults.usage("PKG-012", name, "the name is not ASCII");
    }
}

/// Publication resources may not lie in `META-INF` (EPUB 3.3, 4.1.2).
pub fn in_meta_inf(path: &str, faults: &mut Faults) {
    if path.strip_prefix("META-INF/").is_some_and(|name| !IN_META_INF.contains(&name)) || path == CONTAINER {
        faults.error("PKG-025", path, "a resource of the publication lies in META-INF");
    }
}
