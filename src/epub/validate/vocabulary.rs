//! Property values and their vocabularies (EPUB 3.3, D).

use super::fault::Faults;
use std::collections::BTreeMap;

/// Where a property stands, and so which vocabulary is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    Meta,
    Scheme,
    LinkRel,
    LinkProperties,
    Item,
    Itemref,
}

const META: &[&str] = &[
    "alternate-script",
    "authority",
    "belongs-to-collection",
    "collection-type",
    "display-seq",
    "dcterms:modified",
    "file-as",
    "group-position",
    "identifier-type",
    "meta-auth",
    "pageBreakSource",
    "role",
    "source-of",
    "term",
    "title-type",
];
const LINK_REL: &[&str] =
    &["acquire", "alternate", "marc21xml-record", "mods-record", "onix-record", "record", "voicing", "xml-signature", "xmp-record"];
const LINK_PROPERTIES: &[&str] = &["onix", "xmp"];
const ITEM: &[&str] = &["cover-image", "mathml", "nav", "remote-resources", "scripted", "svg", "switch", "data-nav"];
const ITEMREF: &[&str] = &["page-spread-left", "page-spread-right", "page-spread-center"];
const A11Y: &[&str] = &["certifiedBy", "certifierCredential", "certifierReport", "exemption"];
const MEDIA: &[&str] = &["active-class", "duration", "narrator", "playback-active-class"];
const RENDITION_META: &[&str] = &["flow", "layout", "orientation", "spread", "viewport"];
const RENDITION_ITEMREF: &[&str] = &[
    "align-x-center",
    "flow-auto",
    "flow-paginated",
    "flow-scrolled-continuous",
    "flow-scrolled-doc",
    "layout-pre-paginated",
    "layout-reflowable",
    "orientation-auto",
    "orientation-landscape",
    "orientation-portrait",
    "page-spread-center",
    "page-spread-left",
    "page-spread-right",
    "spread-auto",
    "spread-both",
    "spread-landscape",
    "spread-none",
    "spread-portrait",
];

/// Prefixes that need no declaration (EPUB 3.3, D.1).
const RESERVED: &[(&str, &str)] = &[
    ("a11y", "http://www.idpf.org/epub/vocab/package/a11y/#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("marc", "http://id.loc.gov/vocabulary/"),
    ("media", "http://www.idpf.org/epub/vocab/overlays/#"),
    ("onix", "http://www.editeur.org/ONIX/book/codelists/current.html#"),
    ("rendition", "http://www.idpf.org/vocab/rendition/#"),
    ("schema", "http://schema.org/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("msv", "http://www.idpf.org/epub/vocab/structure/magazine/#"),
    ("prism", "http://www.prismstandard.org/specifications/3.0/PRISM_CV_Spec_3.0.htm#"),
];

/// The prefixes that a package document declares.
#[derive(Debug, Default)]
pub struct Prefixes {
    declared: BTreeMap<String, String>,
}

impl Prefixes {
    /// Reads `prefix="name: address …"`.
    pub fn read(value: &str, file: &str, faults: &mut Faults) -> Prefixes {
        let mut prefixes = Prefixes::default();
        if value.trim() != value {
            faults.warning("OPF-004", file, "white space stands around the prefixes");
        }
        let mut words = value.split_whitespace();
        while let Some(name) = words.next() {
            let Some(prefix) = name.strip_suffix(':').filter(|prefix| is_name(prefix)) else {
                faults.error("OPF-004c", file, format!("{name} is no prefix with a colon"));
                break;
            };
            let Some(address) = words.next() else {
                faults.error("OPF-004b", file, format!("the prefix {prefix} has no address"));
                break;
            };
            if prefix == "_" {
                faults.error("OPF-007a", file, "the prefix _ may not be declared");
            }
            if matches!(address, "http://purl.org/dc/elements/1.1/") {
                faults.error("OPF-007c", file, "the address of Dublin Core's elements may not have a prefix");
            }
            if address.starts_with("http://idpf.org/epub/vocab/") {
                faults.error("OPF-007b", file, "the address of a vocabulary that needs no prefix may not have one");
            }
            if RESERVED.iter().any(|(name, own)| *name == prefix && *own != address) {
                faults.warning("OPF-007", file, format!("the reserved prefix {prefix} is declared anew"));
            }
            prefixes.declared.insert(prefix.to_owned(), address.to_owned());
        }
        prefixes
    }

    /// Checks one value of a property attribute.
    pub fn check(&self, value: &str, home: Home, file: &str, faults: &mut Faults) {
        let Some((prefix, name)) = value.split_once(':') else {
            let own: &[&str] = match home {
                Home::Meta => META,
                Home::Scheme => &[],
                Home::LinkRel => LINK_REL,
                Home::LinkProperties => LINK_PROPERTIES,
                Home::Item => ITEM,
                Home::Itemref => ITEMREF,
            };
            if !own.contains(&value) {
                faults.error("OPF-027", file, format!("the vocabulary has no {value}"));
            }
            return;
        };
        if prefix.is_empty() || name.is_empty() {
            faults.error("OPF-026", file, format!("{value} is no property"));
            return;
        }
        if self.declared.contains_key(prefix) {
            return;
        }
        let known: &[&str] = match (prefix, home) {
            ("a11y", Home::Meta) => A11Y,
            ("a11y", Home::LinkRel) => &["certifierCredential", "certifierReport"],
            ("media", Home::Meta) => MEDIA,
            ("rendition", Home::Meta) => RENDITION_META,
            ("rendition", Home::Itemref) => RENDITION_ITEMREF,
            ("rendition" | "media" | "a11y", _) => &[],
            (prefix, _) if RESERVED.iter().any(|(name, _)| *name == prefix) => return,
            _ => {
                faults.error("OPF-028", file, format!("the prefix {prefix} is not declared"));
                return;
            }
        };
        if !known.contains(&name) {
            faults.error("OPF-027", file, format!("the vocabulary has no {value}"));
        }
    }
}

/// Whether the text is a name without a colon.
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '\u{b7}'))
}
