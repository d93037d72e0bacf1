//! The package document: what it says of the work, its files, their order.

use super::container::Container;
use super::container::local;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::import::html::decode_percent;
use crate::manuscript::join;
use crate::manuscript::parent;
use crate::xml::Element;
use std::collections::BTreeMap;

/// A package document, versions 2 and 3.
#[derive(Debug, Default)]
pub struct Package {
    pub entries: Vec<Entry>,
    pub items: Vec<Item>,
    /// Items in the order of reading.
    pub spine: Vec<usize>,
    /// `page-progression-direction`
    pub progression: Option<String>,
    /// Kinds and paths of the guide of version 2.
    pub guide: Vec<(String, String)>,
    pub unique: Option<String>,
    /// The NCX.
    pub contents: Option<String>,
    /// Whether fuzi wrote it.
    pub is_own: bool,
}

/// An element of the metadata with what refines it.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// Without prefix, such as `creator`; of `meta` the property, such as `dcterms:modified`.
    pub name: String,
    pub id: Option<String>,
    pub text: String,
    /// Attributes without their prefixes.
    pub attributes: Vec<(String, String)>,
    pub refined: Vec<Refinement>,
}

/// Property, text and attributes of a `meta` element that refines another.
pub type Refinement = (String, String, Vec<(String, String)>);

/// A file of the publication.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: String,
    pub path: String,
    pub kind: String,
    pub properties: Vec<String>,
    pub fallback: Option<String>,
}

impl Entry {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// What refines it under this property.
    pub fn refinement(&self, property: &str) -> Option<&str> {
        self.refined.iter().find(|(key, _, _)| key == property).map(|(_, value, _)| value.as_str())
    }
}

impl Item {
    pub fn is_document(&self) -> bool {
        matches!(self.kind.as_str(), "application/xhtml+xml" | "text/html" | "text/x-oeb1-document" | "application/x-dtbook+xml")
    }

    pub fn is_picture(&self) -> bool {
        self.kind.starts_with("image/")
    }
}

impl Package {
    /// Reads a package document. Files that lie outside, or are not there, are told and left out.
    pub fn read(container: &Container, name: &str, report: &mut Report) -> Result<Package, String> {
        let root = container.xml(&container.package)?;
        let mut package = Package { unique: root.attribute("unique-identifier").map(str::to_owned), ..Package::default() };
        let folder = parent(&container.package);
        let mut fault = |text: String| report.add(Diagnostic::new(Code::PublicationFault).in_file(name).with("fault", text));
        for part in root.elements() {
            match local(&part.name) {
                "metadata" => package.read_metadata(part),
                "manifest" => {
                    for item in part.elements().filter(|item| local(&item.name) == "item") {
                        let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) else { continue };
                        let kind = item.attribute("media-type").unwrap_or_default().trim().to_ascii_lowercase();
                        if href.contains("://") || href.starts_with("data:") {
                            continue;
                        }
                        let plain = href.split(['#', '?']).next().unwrap_or_default();
                        let found = [decode_percent(plain), plain.to_owned()].into_iter().find_map(|href| {
                            let path = join(folder, &href)?;
                            container.files.contains_key(&path).then_some(path)
                        });
                        let Some(path) = found else {
                            fault(match join(folder, &decode_percent(plain)) {
                                Some(path) => format!("{path} is listed and is not there"),
                                None => format!("{href} lies outside of the publication"),
                            });
                            continue;
                        };
                        let properties = item.attribute("properties").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
                        let fallback = item.attribute("fallback").map(str::to_owned);
                        package.items.push(Item { id: id.to_owned(), path, kind, properties, fallback });
                    }
                }
                "spine" => {
                    package.progression = part.attribute("page-progression-direction").map(str::to_owned);
                    package.contents = part.attribute("toc").map(str::to_owned);
                    for reference in part.elements().filter(|item| local(&item.name) == "itemref") {
                        let id = reference.attribute("idref").unwrap_or_default();
                        match package.items.iter().position(|item| item.id == id) {
                            Some(item) if !package.spine.contains(&item) => package.spine.push(item),
                            Some(_) => fault(format!("the order of reading has {id} twice")),
                            None => fault(format!("the order of reading has {id}, which is no file of the publication")),
                        }
                    }
                }
                "guide" => {
                    for reference in part.elements().filter(|item| local(&item.name) == "reference") {
                        let href = reference.attribute("href").unwrap_or_default().split('#').next().unwrap_or_default();
                        if let (Some(kind), Some(path)) = (reference.attribute("type"), join(folder, &decode_percent(href))) {
                            package.guide.push((kind.to_ascii_lowercase(), path));
                        }
                    }
                }
                _ => {}
            }
        }
        let by_path = |item: &Item| {
            let relative = item.path.strip_prefix(folder).map_or(item.path.as_str(), |path| path.trim_start_matches('/'));
            let plain: String = relative.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '-' }).collect();
            item.id == format!("item-{plain}")
        };
        let generator = package.entries.iter().any(|entry| entry.name == "generator" && entry.text.starts_with("fuzi"));
        package.is_own =
            generator || package.items.iter().any(|item| item.path.ends_with("style/book.css")) && package.items.iter().all(by_path);
        Ok(package)
    }

    fn read_metadata(&mut self, metadata: &Element) {
        let attributes = |element: &Element| -> Vec<(String, String)> {
            element.attributes.iter().map(|(name, value)| (local(name).to_owned(), value.clone())).collect()
        };
        let mut refinements: BTreeMap<String, Vec<Refinement>> = BTreeMap::new();
        let mut waiting: Vec<&Element> = metadata.elements().collect();
        waiting.reverse();
        while let Some(element) = waiting.pop() {
            let text = element.text().split_whitespace().collect::<Vec<_>>().join(" ");
            match local(&element.name) {
                // Version 2 may put these around the elements.
                "dc-metadata" | "x-metadata" => waiting.extend(element.elements().collect::<Vec<_>>().into_iter().rev()),
                "meta" => match (element.attribute("property"), element.attribute("refines")) {
                    (Some(property), Some(refined)) => {
                        let refined = refined.trim_start_matches('#').to_owned();
                        refinements.entry(refined).or_default().push((property.to_owned(), text, attributes(element)));
                    }
                    (Some(property), None) => {
                        let id = element.attribute("id").map(str::to_owned);
                        self.entries.push(Entry {
                            name: property.to_owned(),
                            id,
                            text,
                            attributes: attributes(element),
                            refined: Vec::new(),
                        });
                    }
                    (None, _) => {
                        let name = element.attribute("name").unwrap_or_default().to_owned();
                        let text = element.attribute("content").unwrap_or_default().trim().to_owned();
                        self.entries.push(Entry { name, id: None, text, attributes: attributes(element), refined: Vec::new() });
                    }
                },
                "link" => {}
                name => {
                    let id = element.attribute("id").map(str::to_owned);
                    self.entries.push(Entry { name: name.to_owned(), id, text, attributes: attributes(element), refined: Vec::new() });
                }
            }
        }
        for entry in &mut self.entries {
            if let Some(refined) = entry.id.as_ref().and_then(|id| refinements.remove(id)) {
                entry.refined = refined;
            }
        }
    }

    /// The entries of this name, in order.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Entry> {
        self.entries.iter().filter(move |entry| entry.name == name && !entry.text.is_empty())
    }

    pub fn first(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name && !entry.text.is_empty())
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The cover picture's path.
    pub fn cover(&self) -> Option<&str> {
        let marked = self.items.iter().find(|item| item.properties.iter().any(|property| property == "cover-image"));
        let named = || {
            self.first("cover")
                .and_then(|entry| self.item(&entry.text).or_else(|| self.items.iter().find(|item| item.path.ends_with(&entry.text))))
        };
        marked.or_else(named).filter(|item| item.is_picture()).map(|item| item.path.as_str())
    }
}
