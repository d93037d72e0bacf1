//! What is told of a file; the JSON form carries a version.

use std::collections::BTreeMap;

use serde::Serialize;

/// Why a file cannot be looked into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    #[error("it is neither a PDF nor an EPUB")]
    Unknown,
    #[error("{0}")]
    Broken(String),
}

/// The version of the form; it changes when a key changes its meaning or goes.
const VERSION: u32 = 1;

/// What a file holds.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Inspection {
    format: &'static str,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf: Option<PdfReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epub: Option<EpubReport>,
}

impl Inspection {
    pub(super) fn pdf(report: PdfReport) -> Inspection {
        Inspection { format: "fuzi-inspect", version: VERSION, pdf: Some(report), epub: None }
    }

    pub(super) fn epub(report: EpubReport) -> Inspection {
        Inspection { format: "fuzi-inspect", version: VERSION, pdf: None, epub: Some(report) }
    }

    /// One JSON document.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("records of strings and numbers always serialise");
        text.push('\n');
        text
    }
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PdfReport {
    /// Of the header or, where it says so, of the catalog.
    pub pdf_version: String,
    pub bytes: usize,
    pub pages: usize,
    /// The sizes of pages in points, each with how many pages have it.
    pub boxes: Vec<Box>,
    pub first_labels: Vec<String>,
    pub language: String,
    /// As XMP claims them, such as `PDF/A-2a`.
    pub standards: Vec<String>,
    /// Of the information dictionary.
    pub information: BTreeMap<String, String>,
    /// Of XMP: simple values, and lists joined by a semicolon.
    pub xmp: BTreeMap<String, String>,
    /// Viewer preferences, layout and mode.
    pub viewer: BTreeMap<String, String>,
    pub fonts: Vec<FontReport>,
    pub pictures: Vec<PictureReport>,
    pub attachments: Vec<String>,
    pub outline: Vec<OutlineEntry>,
    /// How many elements of each type there are.
    pub elements: BTreeMap<String, usize>,
    /// The structure in reading order, with its text.
    pub structure: Vec<StructureLine>,
}

/// A size of page, with its boxes in points: left, bottom, right, top.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Box {
    pub pages: usize,
    pub media: [f32; 4],
    pub trim: Option<[f32; 4]>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FontReport {
    pub name: String,
    pub kind: String,
    /// Identity-H for horizontal, Identity-V for vertical text.
    pub encodings: Vec<String>,
    pub embedded: bool,
    pub subset: bool,
    /// Bytes of the font program as it is stored.
    pub bytes: usize,
    pub glyphs: usize,
    /// The characters that it supplies, in the order of Unicode.
    pub characters: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PictureReport {
    /// Its resource name, or its path in an EPUB.
    pub name: String,
    /// The first page that shows it, counted from 1.
    pub page: Option<usize>,
    /// `pixels` or `vectors`.
    pub kind: String,
    pub width: u32,
    pub height: u32,
    /// Pixels per inch where it is printed largest.
    pub dpi: Option<u32>,
    pub colour_space: String,
    pub filter: String,
    pub transparent: bool,
    pub bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutlineEntry {
    pub level: usize,
    pub title: String,
}

/// An element, or a piece of text in one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct StructureLine {
    pub depth: usize,
    /// The element's type, with what it says of itself; empty for text.
    pub element: String,
    pub text: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct EpubReport {
    pub epub_version: String,
    pub bytes: usize,
    pub files: usize,
    /// Simple values of the package's metadata, those of one name joined by a semicolon.
    pub metadata: BTreeMap<String, String>,
    pub direction: String,
    /// Paths of the documents in reading order.
    pub documents: Vec<String>,
    /// Entries of the page list.
    pub pages: usize,
    pub fonts: Vec<FontReport>,
    pub pictures: Vec<PictureReport>,
    pub outline: Vec<OutlineEntry>,
}
