//! The parts of the package and what relates them (ISO/IEC 29500-2).

use std::collections::BTreeMap;

use super::names::rename;
use crate::container::ContainerError;
use crate::container::ContainerLimits;
use crate::container::salvage;
use crate::xml::Element;
use crate::xml::XmlError;
use crate::xml::parse;

/// Files and bytes that a package may hold.
pub const LIMITS: ContainerLimits = ContainerLimits { files: 10_000, file_bytes: 128 << 20, total_bytes: 384 << 20 };

/// How deep the elements of a part may be nested: a table in a text box in a table is some forty deep.
const DEEPEST: usize = 256;

/// Bytes of one part of text.
const LARGEST_PART: usize = 64 << 20;

/// The parts by their names without the first slash.
#[derive(Debug, Default)]
pub struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// The part that holds the text.
    pub main: String,
    /// Parts that cannot be unpacked, and why.
    pub faults: Vec<(String, String)>,
}

/// Why a document is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub reason: String,
    /// A stated limit was exceeded.
    pub limit: bool,
}

impl Refused {
    pub fn new(reason: impl Into<String>) -> Refused {
        Refused { reason: reason.into(), limit: false }
    }
}

/// Where one part refers to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// The last word of the type, such as `image`.
    pub kind: String,
    /// The name of a part, or an address outside.
    pub target: String,
    pub external: bool,
}

/// The relations of one part by their identifiers.
pub type Relations = BTreeMap<String, Relation>;

/// Whether bytes may be a .docx: an archive that is no EPUB, or what an old or locked Word file begins with.
pub fn looks_like_docx(bytes: &[u8]) -> bool {
    let holds = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    let is_archive = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
    is_compound_file(bytes) || is_archive && !holds(b"application/epub+zip")
}

/// The file format of Word up to 2003, and of every newer file with a password.
fn is_compound_file(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

impl Package {
    /// Unpacks a file and finds the part that holds the text.
    pub fn open(bytes: &[u8]) -> Result<Package, Refused> {
        if is_compound_file(bytes) {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_locked = bytes.windows(name.len()).any(|window| window == name);
            return Err(Refused::new(if is_locked {
                "it is locked with a password; save it without one"
            } else {
                "it is in the format of Word up to 2003; open it in a word processor and save it as .docx"
            }));
        }
        let archive = salvage(bytes, LIMITS).map_err(|error| Refused { reason: error.to_string(), limit: error.is_limit() })?;
        let faults = archive.faults.iter().map(|fault| (name_of(fault), fault.to_string())).collect();
        let parts: BTreeMap<String, Vec<u8>> = archive.files.into_iter().collect();
        let mut package = Package { parts, main: String::new(), faults };
        package.main = package.find_main()?;
        Ok(package)
    }

    fn find_main(&mut self) -> Result<String, Refused> {
        let relations = self.relations("")?;
        let main = relations.values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target.clone());
        let main = main.filter(|name| self.parts.contains_key(name)).or_else(|| {
            let usual = "word/document.xml";
            self.parts.contains_key(usual).then(|| usual.to_owned())
        });
        let why = || match self.parts.keys().find(|name| name.starts_with("xl/") || name.starts_with("ppt/")) {
            Some(name) if name.starts_with("xl/") => "it is a spreadsheet and holds no text document".to_owned(),
            Some(_) => "it is a presentation and holds no text document".to_owned(),
            None => match self.faults.first() {
                Some((_, reason)) => reason.clone(),
                None => "it holds no text document".to_owned(),
            },
        };
        main.ok_or_else(|| Refused::new(why()))
    }

    /// Takes the bytes of a part out.
    pub fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        self.parts.remove(name)
    }

    /// A part as a tree under the standard's names; none when there is no such part. The part is dropped when it has been read.
    pub fn tree(&mut self, name: &str) -> Result<Option<Element>, Refused> {
        let Some(bytes) = self.parts.remove(name) else { return Ok(None) };
        if bytes.len() > LARGEST_PART {
            return Err(Refused { reason: format!("{name} has {} bytes, more than {LARGEST_PART}", bytes.len()), limit: true });
        }
        let text = decode(bytes).ok_or_else(|| Refused::new(format!("{name} is neither UTF-8 nor UTF-16")))?;
        let mut root = parse(&text, DEEPEST).map_err(|error| Refused {
            reason: format!("{name}: {error}"),
            limit: matches!(error, XmlError::TooDeep(_) | XmlError::TooMany(_)),
        })?;
        rename(&mut root);
        Ok(Some(root))
    }

    /// What a part refers to; the package itself for an empty name.
    pub fn relations(&mut self, name: &str) -> Result<Relations, Refused> {
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(root) = self.tree(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(Relations::new()) };
        let mut relations = Relations::new();
        for element in root.elements().filter(|element| element.name == "rel:Relationship") {
            let attribute = |name: &str| element.attribute(name).unwrap_or_default();
            let external = attribute("TargetMode") == "External";
            let target = attribute("Target");
            let target = if external { target.to_owned() } else { resolve(folder, target) };
            let kind = attribute("Type").rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(attribute("Id").to_owned(), Relation { kind, target, external });
        }
        Ok(relations)
    }
}

fn name_of(error: &ContainerError) -> String {
    match error {
        ContainerError::BrokenFile { name, .. } | ContainerError::Outside(name) | ContainerError::Duplicate(name) => name.clone(),
        ContainerError::TooLarge(name) | ContainerError::Link(name) | ContainerError::Encrypted(name) => name.clone(),
        ContainerError::Broken(_) | ContainerError::TooManyFiles(_) => String::new(),
    }
}

/// The name of the part that a path means, seen from a folder. It never leads above the package, since only names of parts are
/// looked up.
fn resolve(folder: &str, target: &str) -> String {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// XML of a package is UTF-8 or UTF-16 (ISO/IEC 29500-2, 8.1.4).
fn decode(bytes: Vec<u8>) -> Option<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    if bytes.starts_with(&[0xFF, 0xFE]) {
        wide(u16::from_le_bytes)
    } else if bytes.starts_with(&[0xFE, 0xFF]) {
        wide(u16::from_be_bytes)
    } else {
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_of_parts() {
        for (folder, target, name) in [
            ("word", "media/a.png", "word/media/a.png"),
            ("word", "/word/b.xml", "word/b.xml"),
            ("word", "../customXml/c.xml", "customXml/c.xml"),
            ("", "../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }

    #[test]
    fn old_and_locked_files_say_what_to_do() {
        let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest".to_vec();
        assert!(looks_like_docx(&old) && Package::open(&old).unwrap_err().reason.contains("save it as .docx"));
        let locked: Vec<u8> = old.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert!(Package::open(&locked).unwrap_err().reason.contains("password"));
    }
}
