//! What elements refer to.

use crate::xml::Tag;

/// How a document uses what it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A place to go to.
    Link,
    /// Where a quotation is from.
    Cite,
    Image,
    /// An image in `picture`, which brings its own other images.
    PictureImage,
    Media,
    /// Audio or video with a choice of sources.
    Source,
    Track,
    Style,
    Script,
    Frame,
    /// `object` and `embed`; the first has content of its own to fall back to.
    Object {
        has_content: bool,
    },
    Font,
    /// A part of a drawing.
    Drawing,
}

/// A reference to something.
#[derive(Clone, Debug)]
pub struct Reference {
    pub usage: Use,
    pub address: String,
    /// The type that the element names.
    pub declared: Option<String>,
}

/// The references of a document in the order of its text.
#[derive(Debug, Default)]
pub struct References {
    pub list: Vec<Reference>,
}

impl References {
    /// Adds a reference, if there is an address.
    pub fn add(&mut self, usage: Use, address: Option<&str>, declared: Option<&str>) {
        if let Some(address) = address {
            self.list.push(Reference { usage, address: address.to_owned(), declared: declared.map(str::to_owned) });
        }
    }

    /// What an element of XHTML inside `parent` refers to.
    pub fn of_html(&mut self, name: &str, parent: &str, tag: &Tag<'_>) {
        let kind = tag.attribute("type");
        let source = tag.attribute("src");
        match name {
            "a" | "area" => self.add(Use::Link, tag.attribute("href"), None),
            "blockquote" | "q" | "ins" | "del" => self.add(Use::Cite, tag.attribute("cite"), None),
            "img" | "input" => {
                let usage = if parent == "picture" { Use::PictureImage } else { Use::Image };
                self.add(usage, source, None);
                self.candidates(usage, tag.attribute("srcset"), None);
            }
            "source" if parent == "picture" => self.candidates(Use::PictureImage, tag.attribute("srcset"), Some(kind.unwrap_or_default())),
            "source" => self.add(Use::Source, source, kind),
            "audio" => self.add(Use::Media, source, kind),
            "video" => {
                self.add(Use::Media, source, kind);
                self.add(Use::Image, tag.attribute("poster"), None);
            }
            "track" => self.add(Use::Track, source, None),
            "iframe" => self.add(Use::Frame, source, None),
            "embed" => self.add(Use::Object { has_content: false }, source, kind),
            "object" => self.add(Use::Object { has_content: false }, tag.attribute("data"), kind),
            "script" => self.add(Use::Script, source, kind),
            "link" => {
                let relations = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
                if relations.split_whitespace().any(|one| one == "stylesheet") {
                    self.add(Use::Style, tag.attribute("href"), kind);
                }
            }
            _ => {}
        }
    }

    fn candidates(&mut self, usage: Use, list: Option<&str>, declared: Option<&str>) {
        // A candidate ends at a comma after white space or a descriptor; an address may have commas in it.
        let mut rest = list.unwrap_or_default().trim();
        if rest.starts_with("data:") {
            self.add(usage, Some(rest), declared);
            return;
        }
        while !rest.is_empty() {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            self.add(usage, Some(rest[..end].trim_end_matches(',')), declared);
            let after = if rest[..end].ends_with(',') { &rest[end..] } else { rest[end..].split_once(',').map_or("", |(_, after)| after) };
            rest = after.trim();
        }
    }

    /// What an element of SVG refers to.
    pub fn of_svg(&mut self, name: &str, tag: &Tag<'_>) {
        let href = tag.attribute("href").or_else(|| tag.attribute("xlink:href"));
        match name {
            "a" => self.add(Use::Link, href, None),
            "image" => self.add(Use::Image, href, None),
            "script" => self.add(Use::Script, href, None),
            "font-face-uri" => self.add(Use::Font, href, None),
            "use" => self.add(Use::Drawing, href, None),
            _ => {}
        }
    }
}
