//! SVG: size and safety without fonts, and drawing as vectors. Nothing outside the file is ever read.

use super::error::PictureError;
use std::collections::BTreeSet;
use std::sync::Arc;
use svg2pdf::usvg;
use svg2pdf::usvg::fontdb;

/// Fonts for the text in drawings, and which family stands for each generic one.
#[derive(Clone, Default)]
pub struct VectorFonts {
    database: Arc<fontdb::Database>,
}

impl VectorFonts {
    /// Takes whole font files; the families must be names that the files carry.
    pub fn new(files: &[Arc<[u8]>], serif: &str, sans: &str, mono: &str) -> VectorFonts {
        let mut database = fontdb::Database::new();
        for file in files {
            database.load_font_source(fontdb::Source::Binary(Arc::new(Arc::clone(file))));
        }
        database.set_serif_family(serif);
        database.set_sans_serif_family(sans);
        database.set_monospace_family(mono);
        database.set_cursive_family(serif);
        database.set_fantasy_family(serif);
        VectorFonts { database: Arc::new(database) }
    }
}

/// What is known of a drawing without drawing it.
pub(super) struct Drawing {
    /// In CSS pixels.
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) references: Vec<String>,
}

/// Elements inside each other. Drawings by common programs stay below 30.
const NESTING: usize = 256;

/// `use` elements; each may stand for a copy of what it names.
const COPIES: usize = 10_000;

/// The stack of the thread that walks a drawing, which the walking library does by recursion.
const STACK: usize = 256 << 20;

/// The longest side in CSS pixels; beyond it a page cannot hold the drawing (PDF 32000-1, C.2: 14,400 points).
const LONGEST: f32 = 100_000.0;

pub(super) fn inspect(data: &[u8]) -> Result<Drawing, PictureError> {
    let text = text(data)?;
    let references = scan(text)?;
    let (width, height) = with_tree(text, &VectorFonts::default(), |tree| Ok((tree.size().width(), tree.size().height())))?;
    if width > LONGEST || height > LONGEST {
        return Err(PictureError::TooLarge { what: "the longer side", size: width.max(height) as u64, limit: LONGEST as u64 });
    }
    Ok(Drawing { width, height, references })
}

pub(super) fn to_pdf(data: &[u8], fonts: &VectorFonts) -> Result<Vec<u8>, PictureError> {
    let text = text(data)?;
    scan(text)?;
    with_tree(text, fonts, |tree| {
        let options = svg2pdf::ConversionOptions { pdfa: true, ..svg2pdf::ConversionOptions::default() };
        svg2pdf::to_pdf(tree, options, svg2pdf::PageOptions { dpi: 72.0 }).map_err(PictureError::corrupt)
    })
}

fn text(data: &[u8]) -> Result<&str, PictureError> {
    let text = std::str::from_utf8(data).map_err(|_| PictureError::corrupt("the drawing is not UTF-8"))?;
    Ok(text.trim_start_matches('\u{FEFF}'))
}

/// Parses in a thread of its own and gives the tree to `use_tree`, both on a stack that bounded nesting cannot exhaust.
fn with_tree<T: Send>(
    text: &str,
    fonts: &VectorFonts,
    use_tree: impl FnOnce(&usvg::Tree) -> Result<T, PictureError> + Send,
) -> Result<T, PictureError> {
    let parse = || {
        let options = usvg::Options {
            fontdb: Arc::clone(&fonts.database),
            font_family: fonts.database.family_name(&fontdb::Family::Serif).to_owned(),
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(text, &options).map_err(PictureError::corrupt).and_then(|tree| use_tree(&tree))
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, parse).map_err(PictureError::corrupt)?;
        thread.join().unwrap_or_else(|_| Err(PictureError::corrupt("the drawing cannot be read")))
    })
}

/// Counts what could make reading endless and lists what the drawing refers to outside itself.
fn scan(text: &str) -> Result<Vec<String>, PictureError> {
    let mut references = BTreeSet::new();
    let (mut depth, mut copies) = (0_usize, 0_usize);
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let skip = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].iter().find(|(open, _)| rest.starts_with(open));
        if let Some((open, close)) = skip {
            let end = rest[open.len()..].find(close).map_or(rest.len(), |at| open.len() + at + close.len());
            if *open == "<?" && rest[..end].starts_with("<?xml-stylesheet") {
                references.insert("xml-stylesheet".to_owned());
            }
            rest = &rest[end..];
            continue;
        }
        if rest.starts_with("<!ENTITY") {
            let end = rest.find('>').unwrap_or(rest.len());
            let declaration = &rest[..end];
            if declaration[1..].contains('<') || declaration.contains("SYSTEM") || declaration.contains("PUBLIC") {
                return Err(PictureError::corrupt("the drawing declares entities that hold markup or name files"));
            }
            rest = &rest[end..];
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[..end];
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("<!") {
            let name = tag[1..].split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
            let name = name.rsplit(':').next().unwrap_or_default();
            copies += usize::from(name == "use");
            depth += usize::from(!tag.ends_with("/>"));
            references.extend(outside(name, tag));
        }
        if depth > NESTING {
            return Err(PictureError::TooLarge { what: "the nesting", size: depth as u64, limit: NESTING as u64 });
        }
        if copies > COPIES {
            return Err(PictureError::TooLarge { what: "the number of use elements", size: copies as u64, limit: COPIES as u64 });
        }
        rest = &rest[end..];
    }
    Ok(references.into_iter().collect())
}

/// The byte after the `>` that ends the tag at the start of `text`, quoted values passed over.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return at + 1,
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Addresses in this tag that lead out of the file. Links are no part of the drawing.
fn outside(name: &str, tag: &str) -> Vec<String> {
    let mut found = Vec::new();
    if name == "script" {
        found.push("script".to_owned());
    }
    if name != "a" {
        for (at, matched) in tag.match_indices("href=").chain(tag.match_indices("src=")) {
            let value = &tag[at + matched.len()..];
            let Some(quote) = value.chars().next().filter(|&c| c == '"' || c == '\'') else { continue };
            let value = value[1..].split(quote).next().unwrap_or_default();
            if !value.is_empty() && !value.starts_with('#') && !value.starts_with("data:") {
                found.push(value.to_owned());
            }
        }
    }
    for (at, _) in tag.match_indices("url(") {
        let value = tag[at + 4..].trim_start_matches(['"', '\'', ' ']).split([')', '"', '\'']).next().unwrap_or_default();
        if !value.starts_with('#') && !value.starts_with("data:") && !value.is_empty() {
            found.push(value.to_owned());
        }
    }
    found
}
