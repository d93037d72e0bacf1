//! The container: its files, the package document it names, what in it is encrypted.

use crate::container::ContainerError;
use crate::container::ContainerLimits;
use crate::container::salvage;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::import::html::decode_page;
use crate::manuscript::join;
use crate::xml::Element;
use crate::xml::Entities;
use crate::xml::parse_with_entities;
use std::collections::BTreeMap;

/// Depth of elements in documents about the publication.
const DEEPEST: usize = 100;

/// Algorithms that only obfuscate fonts (EPUB 3.3, 4.4, and Adobe's).
const OBFUSCATIONS: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// The files of a publication, by path.
pub struct Container {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Of the package document.
    pub package: String,
}

impl Container {
    /// Opens a publication. What is wrong with it and can be passed over is told.
    pub fn open(name: &str, bytes: &[u8], report: &mut Report) -> Result<Container, ErrorReported> {
        let refuse = |reason: String, report: &mut Report| {
            report.error(Diagnostic::new(Code::BrokenPublication).in_file(name).with("reason", reason))
        };
        let limits = ContainerLimits { total_bytes: 512 << 20, ..ContainerLimits::default() };
        let archive = match salvage(bytes, limits) {
            Ok(archive) => archive,
            Err(error) if error.is_limit() => {
                let (what, size, limit) = match &error {
                    ContainerError::TooManyFiles(_) => ("the number of files".to_owned(), "greater", limits.files as u64),
                    _ => (format!("the unpacked publication ({error})"), "larger", limits.file_bytes),
                };
                let finding = Diagnostic::new(Code::LimitExceeded).in_file(name).with("what", what).with("size", size).with("limit", limit);
                return Err(report.error(finding.with("help", "take out of the publication what it does not need")));
            }
            Err(error) => return Err(refuse(error.to_string(), report)),
        };
        if archive.faults.iter().any(|fault| matches!(fault, ContainerError::Encrypted(_))) {
            return Err(report
                .error(Diagnostic::new(Code::EncryptedPublication).in_file(name).with("what", "its files are locked with a password")));
        }
        for fault in &archive.faults {
            report.add(Diagnostic::new(Code::PublicationFault).in_file(name).with("fault", fault));
        }
        let mut fault = |text: &str| report.add(Diagnostic::new(Code::PublicationFault).in_file(name).with("fault", text));
        if !bytes.starts_with(b"PK") {
            fault("other bytes stand before the archive");
        }
        match archive.files.first() {
            Some((first, data)) if first == "mimetype" && data.as_slice() == b"application/epub+zip" => {}
            Some((first, _)) if first == "mimetype" => fault("the file `mimetype` does not say `application/epub+zip` and nothing else"),
            _ => fault("the file `mimetype` is not the first of the archive"),
        }
        if bytes.starts_with(b"PK") && bytes.get(8..10).is_some_and(|method| method != [0, 0]) {
            fault("the file `mimetype` is compressed");
        }
        let files: BTreeMap<String, Vec<u8>> = archive.files.into_iter().collect();
        let package = match package_path(&files) {
            Ok(path) => path,
            Err(reason) => {
                let mut packages = files.keys().filter(|path| path.ends_with(".opf"));
                match (packages.next(), packages.next()) {
                    (Some(only), None) => {
                        report
                            .add(Diagnostic::new(Code::PublicationFault).in_file(name).with("fault", format!("{reason}; {only} is taken")));
                        only.clone()
                    }
                    _ => return Err(refuse(reason, report)),
                }
            }
        };
        let container = Container { files, package };
        container.look_for_locks(name, report)?;
        Ok(container)
    }

    /// The text of a file that is XML or a style sheet.
    pub fn text(&self, path: &str) -> Option<String> {
        let bytes = self.files.get(path)?;
        decode_page(bytes, None, None).ok().map(|decoded| decoded.text)
    }

    /// A document about the publication.
    pub fn xml(&self, path: &str) -> Result<Element, String> {
        let text = self.text(path).ok_or_else(|| format!("{path} is not there"))?;
        parse_with_entities(text.trim_start_matches('\u{FEFF}').trim_start(), DEEPEST, Entities::Html)
            .map_err(|error| format!("{path}: {error}"))
    }

    /// Refuses what cannot be read without a key; obfuscated fonts are told.
    fn look_for_locks(&self, name: &str, report: &mut Report) -> Result<(), ErrorReported> {
        let Ok(root) = self.xml("META-INF/encryption.xml") else { return Ok(()) };
        let (mut fonts, mut locked) = (0, Vec::new());
        for data in root.elements().filter(|element| local(&element.name) == "EncryptedData") {
            let method =
                data.elements().find(|inner| local(&inner.name) == "EncryptionMethod").and_then(|inner| inner.attribute("Algorithm"));
            let address = descendant(data, "CipherReference").and_then(|inner| inner.attribute("URI")).unwrap_or("?");
            if method.is_some_and(|method| OBFUSCATIONS.contains(&method)) {
                fonts += 1;
            } else {
                locked.push(address.to_owned());
            }
        }
        if !locked.is_empty() {
            let what = format!("{} of its files are, the first of them {}", locked.len(), locked[0]);
            return Err(report.error(Diagnostic::new(Code::EncryptedPublication).in_file(name).with("what", what)));
        }
        if fonts > 0 {
            report.add(Diagnostic::new(Code::ImportLeftOut).with("what", "obfuscated fonts").with("count", fonts));
        }
        Ok(())
    }
}

/// The path of the package document, as `META-INF/container.xml` says.
fn package_path(files: &BTreeMap<String, Vec<u8>>) -> Result<String, String> {
    let container = Container { files: BTreeMap::new(), package: String::new() };
    let bytes = files.get("META-INF/container.xml").ok_or("META-INF/container.xml is not there")?;
    let only = Container { files: BTreeMap::from([("c".to_owned(), bytes.clone())]), ..container };
    let root = only.xml("c").map_err(|error| format!("META-INF/container.xml cannot be read: {error}"))?;
    let file = descendant(&root, "rootfile").and_then(|element| element.attribute("full-path"));
    let file = file.ok_or("META-INF/container.xml names no package document")?;
    let path = join("", file).ok_or_else(|| format!("the package document {file} lies outside of the publication"))?;
    if files.contains_key(&path) { Ok(path) } else { Err(format!("the package document {path} is not there")) }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The first element of this local name inside, in the order of the document.
pub fn descendant<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.elements().find_map(|child| if local(&child.name) == name { Some(child) } else { descendant(child, name) })
}
