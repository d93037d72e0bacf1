//! The stage: everything that goes into the file, in order.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::Stream;
use printpdf::PdfDocument;
use printpdf::PdfPage;
use printpdf::PdfSaveOptions;
use printpdf::Pt;
use rayon::prelude::*;

use super::attachment;
use super::attachment::Attachment;
use super::check;
use super::conformance;
use super::content::PageContent;
use super::content::Resources;
use super::content::Way;
use super::content::page_content;
use super::findings;
use super::font::FontSet;
use super::font::Usage;
use super::gaiji::Gaiji;
use super::icc;
use super::image::Images;
use super::link;
use super::metadata;
use super::metadata::Facts;
use super::navigation;
use super::object::Objects;
use super::object::Trailer;
use super::object::compressed;
use super::object::dictionary;
use super::object::hash;
use super::object::name;
use super::object::point_object;
use super::object::points;
use super::object::text;
use super::structure::Plan;
use super::tags;
use super::tags::Marked;
use super::tree;
use super::viewer;
use crate::book::Book;
use crate::book::NodeId;
use crate::book::Owner;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::font::FontRole;
use crate::font::Fonts;
use crate::geom::Rect;
use crate::geom::Size;
use crate::manuscript::Edition;
use crate::manuscript::Metadata;
use crate::page::ItemKind;
use crate::page::Page;
use crate::page::Pages;
use crate::page::PlacedPicture;
use crate::picture::Format;
use crate::picture::Pictures;
use crate::picture::VectorFonts;
use crate::resolve::Resolved;

/// All that a PDF is made from.
pub struct PdfInput<'a> {
    /// The edition's tree, the one that the pages were composed from.
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    pub pages: &'a Pages,
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    /// Of this output, such as `urn:uuid:…`.
    pub identifier: &'a str,
    pub claim: Claim,
    /// Files that travel inside it, for PDF/A-3.
    pub attachments: &'a [Attachment],
}

/// What the file says that it conforms to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// What the edition's `pdf.standards` say.
    Archive,
    /// Nothing: a sheet to be looked at.
    None,
}

/// Pages that share one printpdf document. Their operators are in memory only until the chunk is written.
const PAGES_PER_CHUNK: usize = 32;

/// Writes the file. Equal input gives equal bytes, whatever the number of jobs.
pub fn write(input: &PdfInput<'_>, context: &Context, report: &mut Report) -> Result<Vec<u8>, ErrorReported> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(context.jobs).build().map_err(|error| {
        report.error(
            Diagnostic::new(Code::LimitExceeded)
                .with("what", "the number of jobs")
                .with("size", context.jobs)
                .with("limit", error)
                .with("help", "use fewer with --jobs"),
        )
    })?;
    pool.install(|| write_in_pool(input, context, report))
}

fn write_in_pool(input: &PdfInput<'_>, context: &Context, report: &mut Report) -> Result<Vec<u8>, ErrorReported> {
    let pages = &input.pages.pages;
    let mut objects = Objects::default();
    let (catalog, info, packet) = (objects.reserve(), objects.reserve(), objects.reserve());

    let mut plan = Plan::new(input.book, input.resolved, input.pictures, &linked_nodes(pages));
    let usage = usage(pages, input.fonts);
    let private = usage.private_use();
    let fonts = FontSet::embed(usage, input.fonts, &mut objects, report)?;
    let images = embed_pictures(input, context, &mut objects, report)?;
    let gaiji = Gaiji::embed(&plan, pages, &images, &mut objects);
    let resources = add_resources(&fonts, &gaiji, &images, &mut objects);

    let written: Vec<WrittenPage> = {
        let shared = Resources { plan: &plan, fonts: &fonts, gaiji: &gaiji, images: &images };
        pages.par_chunks(PAGES_PER_CHUNK).flat_map_iter(|chunk| write_chunk(chunk, &shared)).collect()
    };

    let page_ids: Vec<ObjectId> = pages.iter().map(|_| objects.reserve()).collect();
    let destinations = navigation::destinations(input.book, input.resolved, input.pages, &page_ids);
    let mut marked = Marked::default();
    let mut annotation_key = pages.len() as i64;
    let mut lost = BTreeSet::new();
    let mut page_objects = Vec::with_capacity(pages.len());
    for (index, (page, written)) in pages.iter().zip(written).enumerate() {
        for (number, slot) in written.marks.iter().enumerate() {
            marked.content.entry(*slot).or_default().push((index, number as i64));
        }
        for (slot, rect) in written.boxes {
            marked.boxes.entry(slot).or_insert((rect, page.size.height));
        }
        for (slot, way) in written.ways {
            marked.ways.entry(slot).or_default().insert(way);
        }
        marked.pages.push(written.marks);
        let mut object = written.page;
        object.set("Contents", objects.add(written.content));
        object.set("Resources", resources);
        object.set("StructParents", index as i64);
        let mut annotations: Vec<Object> = Vec::new();
        for link in link::areas(page) {
            let Some(mut annotation) = link::annotation(&link, page.size.height, &destinations) else {
                lost.insert(link.owner);
                continue;
            };
            annotation.set("StructParent", annotation_key);
            let id = objects.add(annotation);
            let element = plan.link_element(link.owner);
            marked.annotations.entry(element).or_default().push((index, id, annotation_key));
            annotation_key += 1;
            annotations.push(id.into());
        }
        if !annotations.is_empty() {
            object.set("Annots", annotations);
            // In the order of the structure (ISO 14289-1, 7.18.3).
            object.set("Tabs", name("S"));
        }
        page_objects.push((page_ids[index], object));
    }
    findings::links_to_nothing(input.book, &lost, report);
    let structure = tags::add(&plan, &marked, &page_ids, input.pages.mode, &mut objects);
    let page_tree = tree::pages(&mut objects, page_objects);

    let conformance = conformance::claimed(input, &private, report);
    let facts = Facts::new(input.metadata, input.edition, report);
    objects.set(info, metadata::information(&facts));

    let names = navigation::name_tree(&input.resolved.anchors, &destinations, &mut objects);
    let names = objects.add(names);
    let outline = navigation::outline(&input.resolved.contents, &destinations, &mut objects);
    let labels: Vec<&str> = pages.iter().map(|page| page.label.as_str()).collect();
    let labels = navigation::page_labels(&labels, &mut objects);
    let labels = objects.add(labels);
    let intent = output_intent(&mut objects);

    let mut root = dictionary([
        ("Type", name("Catalog")),
        ("Pages", page_tree.into()),
        ("Lang", text(input.book.language.as_str())),
        ("MarkInfo", dictionary([("Marked", true.into())]).into()),
        ("StructTreeRoot", structure.into()),
        ("ViewerPreferences", viewer::preferences(input).into()),
        ("PageLayout", name(viewer::layout(input))),
        ("PageMode", name(viewer::mode(input, outline))),
        ("PageLabels", labels.into()),
        ("OutputIntents", vec![Object::from(intent)].into()),
        ("Metadata", packet.into()),
    ]);
    if let Some(outline) = outline {
        root.set("Outlines", outline);
    }
    if let Some(place) = viewer::opening(input, &destinations, &page_ids) {
        root.set("OpenAction", place);
    }
    let mut names = dictionary([("Dests", names.into())]);
    let modified = facts.modified.as_deref().map(attachment::date);
    if let Some((files, tree)) = attachment::add(input.attachments, modified.as_ref(), &mut objects) {
        root.set("AF", files);
        names.set("EmbeddedFiles", tree);
    }
    root.set("Names", names);
    objects.set(catalog, root);

    let lasting = lasting_identifier(input);
    let describe = |version: [u8; 16]| metadata::packet(&facts, input.identifier, &lasting, &version, conformance);
    let bare = describe([0; 16]);
    let file = objects.into_file(Trailer { root: catalog, info, lasting }, |digest| {
        let version = version_identifier(digest, &bare);
        // Not compressed, so that any program finds it (ISO 19005-2, 6.6.2.1 permits both).
        (packet, Stream::new(dictionary([("Type", name("Metadata")), ("Subtype", name("XML"))]), describe(version)), version)
    });
    check::finished(&file, pages.len())
        .map_err(|reason| report.error(Diagnostic::new(Code::UnsoundPdf).with("edition", &input.edition.name).with("reason", reason)))?;
    Ok(file)
}

/// Nodes that own a link area; the others need no Link element.
fn linked_nodes(pages: &[Page]) -> BTreeSet<NodeId> {
    let owners = pages.iter().flat_map(|page| &page.links).filter_map(|link| match link.owner {
        Owner::Node(node, _) => Some(node),
        Owner::Artifact(_) => None,
    });
    owners.collect()
}

/// The glyphs of all pages; the order of texts is that of the pages.
fn usage(pages: &[Page], fonts: &Fonts) -> Usage {
    let parts: Vec<Usage> = pages.par_chunks(PAGES_PER_CHUNK * 4).map(|chunk| Usage::of(chunk, fonts)).collect();
    parts.into_iter().fold(Usage::default(), |mut all, part| {
        all.append(part);
        all
    })
}

fn embed_pictures(input: &PdfInput<'_>, context: &Context, objects: &mut Objects, report: &mut Report) -> Result<Images, ErrorReported> {
    let mut largest: BTreeMap<&str, Size> = BTreeMap::new();
    for item in input.pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Picture(PlacedPicture { path, rect }) = &item.kind {
            let known = largest.entry(path).or_default();
            *known = Size { width: known.width.max(rect.size.width), height: known.height.max(rect.size.height) };
        }
    }
    let drawings = largest.keys().any(|path| input.pictures.get(*path).is_some_and(|picture| picture.format == Format::Svg));
    let fonts = if drawings { vector_fonts(input) } else { VectorFonts::default() };
    Images::embed(&largest, input.edition.pdf.picture_dpi, input.pictures, &fonts, &context.limits, objects, report)
}

/// The book's fonts, for the text in drawings.
fn vector_fonts(input: &PdfInput<'_>) -> VectorFonts {
    let mut files = BTreeMap::new();
    for (_, face) in input.fonts.iter() {
        files.entry(face.file()).or_insert_with(|| face.data().clone());
    }
    let files: Vec<_> = files.into_values().collect();
    let family = |role| input.fonts.primary(role, &input.book.language).map_or("", |id| input.fonts.face(id).family());
    VectorFonts::new(&files, family(FontRole::Serif), family(FontRole::Sans), family(FontRole::Mono))
}

/// One resource dictionary for all pages.
fn add_resources(fonts: &FontSet, gaiji: &Gaiji, images: &Images, objects: &mut Objects) -> ObjectId {
    let named = |entries: &[(String, ObjectId)]| Dictionary::from_iter(entries.iter().map(|(key, id)| (key.as_str(), Object::from(*id))));
    let mut resources = Dictionary::new();
    let fonts = [fonts.resources.as_slice(), &gaiji.resources].concat();
    for (key, entries) in [("Font", &fonts), ("XObject", &images.resources)] {
        if !entries.is_empty() {
            resources.set(key, named(entries));
        }
    }
    objects.add(resources)
}

/// A page as its chunk leaves it: compressed, without references.
struct WrittenPage {
    page: Dictionary,
    content: Stream,
    marks: Vec<usize>,
    boxes: Vec<(usize, Rect)>,
    ways: Vec<(usize, Way)>,
}

/// Pages through a printpdf document of their own, which is freed at the end.
fn write_chunk(pages: &[Page], resources: &Resources<'_>) -> Vec<WrittenPage> {
    let mut document = PdfDocument::new("");
    let mut rest = Vec::with_capacity(pages.len());
    for page in pages {
        let PageContent { ops, marks, boxes, ways } = page_content(page, resources);
        let sides = printpdf::Rect::from_wh(Pt(points(page.size.width)), Pt(points(page.size.height)));
        document.pages.push(PdfPage { media_box: sides.clone(), trim_box: sides.clone(), crop_box: sides, ops });
        rest.push((marks, boxes, ways));
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let mut converted = document.to_lopdf_document(&options, &mut Vec::new());
    drop(document);
    let ids: Vec<ObjectId> = converted.get_pages().into_values().collect();
    let mut written = Vec::with_capacity(pages.len());
    for ((id, page), (marks, boxes, ways)) in ids.into_iter().zip(pages).zip(rest) {
        let mut object = converted.get_dictionary(id).cloned().unwrap_or_default();
        let content = object.get(b"Contents").and_then(Object::as_reference).ok().and_then(|content| converted.objects.remove(&content));
        let content = match content {
            Some(Object::Stream(stream)) => stream.content,
            Some(_) | None => Vec::new(),
        };
        let sides: Object = vec![Object::Integer(0), 0.into(), point_object(page.size.width), point_object(page.size.height)].into();
        for key in ["Annots", "Contents", "Parent", "Resources", "CropBox"] {
            object.remove(key.as_bytes());
        }
        object.set("MediaBox", sides.clone());
        object.set("TrimBox", sides);
        written.push(WrittenPage { page: object, content: compressed(Dictionary::new(), content), marks, boxes, ways });
    }
    written
}

/// ISO 19005-2, 6.2.3.
fn output_intent(objects: &mut Objects) -> ObjectId {
    let profile = compressed(dictionary([("N", 3.into()), ("Alternate", name("DeviceRGB"))]), icc::srgb());
    let profile = objects.add(profile);
    objects.add(dictionary([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB")),
        ("Info", text("sRGB IEC 61966-2-1")),
        ("RegistryName", text("http://www.color.org")),
        ("DestOutputProfile", profile.into()),
    ]))
}

/// What stays the same from one version of the file to the next: 128 bits of the output's identifier and its edition.
fn lasting_identifier(input: &PdfInput<'_>) -> [u8; 16] {
    let claim = match input.claim {
        Claim::Archive => "",
        Claim::None => "\nproof",
    };
    let words = format!("{}\n{}{claim}", input.identifier, input.edition.name);
    both(hash(words.as_bytes()), hash(format!("{words}\n").as_bytes()))
}

/// 128 bits of what the file holds and of what it says of itself.
fn version_identifier(digest: u64, packet: &[u8]) -> [u8; 16] {
    both(digest, hash(packet) ^ digest.rotate_left(32))
}

fn both(first: u64, second: u64) -> [u8; 16] {
    let mut identifier = [0; 16];
    identifier[..8].copy_from_slice(&first.to_be_bytes());
    identifier[8..].copy_from_slice(&second.to_be_bytes());
    identifier
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
