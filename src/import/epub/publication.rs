//! A publication to the texts of a project.

use super::container::Container;
use super::documents::Loaded;
use super::documents::body;
use super::documents::load;
use super::headings::forget_identifiers;
use super::headings::headings_from_contents;
use super::headings::levels_of;
use super::metadata::work;
use super::navigation::Entry;
use super::navigation::from_document;
use super::navigation::from_ncx;
use super::package::Package;
use super::uses::Use;
use super::uses::is_of_metadata;
use super::uses::is_vertical;
use super::uses::use_of;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::PartMetadata;
use crate::book::PictureFile;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Limits;
use crate::diag::Report;
use crate::html::Node;
use crate::html::StyleSheet;
use crate::import::front_matter::Field;
use crate::import::guess::guess_language;
use crate::import::html::Anchors;
use crate::import::html::Kind;
use crate::import::html::Page;
use crate::import::html::Reader;
use crate::import::html::Shelf;
use crate::import::html::Store;
use crate::import::html::Tally;
use crate::import::html::Targets;
use crate::import::html::clean;
use crate::import::html::decode_percent;
use crate::import::html::find_notes;
use crate::import::html::join_text;
use crate::import::html::settle_levels;
use crate::import::html::settle_links;
use crate::import::html::tidy;
use crate::import::names::ascii_stem;
use crate::import::names::file_name;
use crate::import::project::Request;
use crate::import::settings::Settings;
use crate::import::text::Text;
use crate::import::text::TextPart;
use crate::import::tree::Tree;
use crate::manuscript::join;
use crate::manuscript::parent;
use crate::markdown::write;
use crate::unicode::Language;
use crate::unicode::Region;
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Whether the bytes are those of a publication.
pub fn looks_like_epub(bytes: &[u8], extension: &str) -> bool {
    let head = &bytes[..bytes.len().min(200)];
    extension == "epub" || (head.starts_with(b"PK") && head.windows(20).any(|window| window == b"application/epub+zip"))
}

/// Where pictures of content documents come from.
struct Inside<'c> {
    container: &'c Container,
    /// The paths of the documents by their numbers.
    paths: Vec<String>,
}

impl Shelf for Inside<'_> {
    fn get(&self, address: &str, page: usize) -> Result<(String, Vec<u8>), String> {
        if let Some(data) = address.strip_prefix("data:") {
            return crate::import::html::data_address(data)
                .map(|bytes| (address.to_owned(), bytes))
                .ok_or_else(|| "its data cannot be read".to_owned());
        }
        if address.contains("://") || address.starts_with("//") {
            return Err("it is not in the publication, and nothing is fetched".to_owned());
        }
        let folder = self.paths.get(page).map_or("", |path| parent(path));
        let plain = address.split(['?', '#']).next().unwrap_or_default();
        let outside = || "it lies outside of the publication".to_owned();
        let mut found = None;
        for name in [decode_percent(plain), plain.to_owned(), decode_percent(address)] {
            let path = join(folder, &name).ok_or_else(outside)?;
            found = found.or_else(|| self.container.files.get(&path).map(|bytes| (path, bytes.clone())));
        }
        found.ok_or_else(|| "it is not in the publication".to_owned())
    }
}

/// Reads a publication.
pub fn read_epub(request: &Request, report: &mut Report) -> Result<Text, ErrorReported> {
    let container = Container::open(request.name, request.bytes, report)?;
    let refuse = |reason: String, report: &mut Report| {
        report.error(Diagnostic::new(Code::BrokenPublication).in_file(request.name).with("reason", reason))
    };
    let package = Package::read(&container, request.name, report).map_err(|reason| refuse(reason, report))?;
    let mut order: Vec<usize> = package.spine.clone();
    if order.is_empty() {
        return Err(refuse("its order of reading is empty".to_owned(), report));
    }
    // Notes may lie in documents that are not in the order of reading.
    let in_spine = order.len();
    order.extend((0..package.items.len()).filter(|item| !package.spine.contains(item)).filter(|item| package.items[*item].is_document()));
    let mut texts = 0;
    let mut loaded: Vec<(usize, Loaded)> = Vec::new();
    let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, item) in order.iter().enumerate() {
        let Some(document) = document_of(&package, *item) else {
            if place < in_spine && package.items[*item].is_picture() {
                shown.insert(place, *item);
            } else if place < in_spine {
                let fault = format!(
                    "{} is in the order of reading and of a kind that is not read: {}",
                    package.items[*item].path, package.items[*item].kind
                );
                report.add(Diagnostic::new(Code::PublicationFault).in_file(request.name).with("fault", fault));
            }
            continue;
        };
        texts += container.files.get(&package.items[document].path).map_or(0, Vec::len) as u64;
        if texts > Limits::default().text_bytes {
            let finding = Diagnostic::new(Code::LimitExceeded)
                .in_file(request.name)
                .with("what", "the size of the texts in bytes")
                .with("size", texts);
            return Err(
                report.error(finding.with("limit", Limits::default().text_bytes).with("help", "divide the publication into several"))
            );
        }
        loaded.extend(load(&container, &package.items[document].path, report).map(|loaded| (place, loaded)));
    }
    Ok(read_documents(request, &container, &package, in_spine, &loaded, &shown, report))
}

/// The item itself when it is a document, else the first of its fallbacks that is one.
fn document_of(package: &Package, item: usize) -> Option<usize> {
    let mut at = item;
    for _ in 0..8 {
        if package.items[at].is_document() {
            return Some(at);
        }
        let fallback = package.items[at].fallback.as_ref()?;
        at = package.items.iter().position(|item| item.id == *fallback)?;
    }
    None
}

fn read_documents(
    request: &Request,
    container: &Container,
    package: &Package,
    in_spine: usize,
    loaded: &[(usize, Loaded)],
    shown: &BTreeMap<usize, usize>,
    report: &mut Report,
) -> Text {
    let mut tally = Tally::default();
    let kind = if package.is_own { Kind::Own } else { Kind::Publication };
    let sheets: Vec<Vec<&str>> = loaded.iter().map(|(_, loaded)| loaded.sheets.iter().map(String::as_str).collect()).collect();
    let mut pages: Vec<Page<'_>> = loaded
        .iter()
        .zip(&sheets)
        .map(|((_, loaded), sheets)| Page::new(loaded.path.clone(), &loaded.document, StyleSheet::new(sheets)))
        .collect();
    let entries = navigation(container, package, &pages);
    let targets = Targets::new(&pages);
    let notes = find_notes(&mut pages, &targets);
    let words: String = loaded.iter().take(12).map(|(_, loaded)| body(&loaded.document).line()).collect::<Vec<_>>().join("\n");
    let language = language(package, &words);
    let mut settings = Settings::guess(&words, Some((language.clone(), "the publication says so")));
    let uses: Vec<Use> = pages.iter().map(|page| use_of(package, page, body(page.document), kind)).collect();
    let mut anchors = Anchors::new(&pages, &targets, &notes, &|page| !matches!(uses[page], Use::LeftOut(_)));
    let linked = anchors.wanted.clone();
    let number_of = |path: &str| pages.iter().position(|page| page.path == path);
    let contents: Vec<(usize, &Entry)> = entries.iter().filter_map(|entry| Some((number_of(&entry.path)?, entry))).collect();
    if kind == Kind::Publication {
        anchors.wanted.extend(contents.iter().map(|(page, entry)| (*page, entry.fragment.clone())));
    }
    let levels = levels_of(&contents, &pages, &targets);
    let inside = Inside { container, paths: loaded.iter().map(|(_, loaded)| loaded.path.clone()).collect() };
    let mut store = Store::new(&inside);
    let cover = cover(package, &pages, &mut store, &mut tally);
    let title = package.first("title").map_or_else(|| file_name(request.name).0.to_owned(), |entry| entry.text.clone());

    let mut divisions: Vec<(Division, usize)> = Vec::new();
    let mut stems: BTreeSet<String> = BTreeSet::new();
    let (mut vertical, mut read) = (0, 0);
    for place in 0..in_spine {
        if let Some(item) = shown.get(&place) {
            divisions
                .extend(picture_alone(package, *item, &mut store, &mut tally, &settings.language).map(|division| (division, usize::MAX)));
            continue;
        }
        let Some(number) = loaded.iter().position(|(other, _)| *other == place) else { continue };
        let page = &pages[number];
        let root = body(page.document);
        match uses[number] {
            Use::Text => {}
            Use::LeftOut(why) => {
                tally.dropped_text(why, &root.line());
                continue;
            }
            Use::Cover if root.line().is_empty() || is_of_metadata(&root.line(), package) => {
                tally.dropped_text("the page of the cover", &root.line());
                continue;
            }
            Use::TitlePage if is_of_metadata(&root.line(), package) => {
                tally.dropped_text("the title page, which is made of the metadata", &root.line());
                continue;
            }
            Use::Cover | Use::TitlePage => {}
        }
        vertical += usize::from(is_vertical(page, root));
        read += 1;
        let mut tree = Tree::new(settings.language.clone());
        if let Some(own) = document_language(page, &settings.language) {
            tree.language = own;
        }
        let mut reader = Reader {
            pages: &pages,
            page: number,
            kind,
            tree,
            targets: &targets,
            notes: &notes,
            anchors: &mut anchors,
            store: &mut store,
            tally: &mut tally,
            address: None,
            root: None,
            known_notes: BTreeMap::new(),
            looks: Vec::new(),
            in_link: 0,
            depth: 0,
            waiting: if linked.contains(&(number, None)) { vec![(number, None)] } else { Vec::new() },
            large: BTreeSet::new(),
            lines_kept: 0,
            passed: None,
        };
        let headline =
            if kind == Kind::Own { root.descendants().find(|node| node.name() == "header" && node.has_class("headline")) } else { None };
        let metadata = headline.map(|header| headline_of(&mut reader, header)).unwrap_or_default();
        reader.passed = headline.map(|header| (number, header.index()));
        let mut blocks = reader.read(number, root);
        let mut tree = reader.tree;
        tidy(&mut blocks, page.holds_note(root), &mut tally);
        join_text(&mut blocks);
        if kind == Kind::Publication {
            headings_from_contents(&mut blocks, number, (&contents, &levels), &anchors, &mut tree, &mut tally);
        }
        let is_empty = blocks.is_empty() && metadata == PartMetadata::default();
        if is_empty {
            tally.dropped("documents without text");
            continue;
        }
        let goes_on = is_split(&page.path) && !starts_anew(&blocks) && !contents.iter().any(|(other, _)| *other == number);
        let stem = stem(&page.path, divisions.len() + 1, &mut stems);
        let division = tree.division(&stem, metadata, blocks);
        match divisions.last_mut() {
            Some((last, _)) if goes_on && last.language == division.language && division.notes.is_empty() => {
                tally.simplified("documents that go on with the one before");
                last.blocks.extend(division.blocks);
            }
            _ => divisions.push((division, number)),
        }
    }
    let keep: BTreeSet<String> = linked.iter().filter_map(|place| anchors.known.get(place).cloned()).collect();
    let mut changes = Vec::new();
    {
        let mut blocks: Vec<&mut Vec<Block>> = divisions.iter_mut().map(|(division, _)| &mut division.blocks).collect();
        blocks.iter_mut().for_each(|blocks| forget_identifiers(blocks, &keep));
        if kind == Kind::Publication {
            changes.extend(settle_levels(&mut blocks, 1));
        }
    }
    let mut parts = Vec::new();
    for (mut division, _) in divisions {
        settle_links(&mut division, &anchors, &mut tally);
        let text = write(&division, &settings.language);
        parts.push(TextPart { stem: Some(division.name.clone()), body: text, division: Some(division) });
    }
    tally.tell(report);
    let mut keys = work(package, &settings.language);
    // Reading systems take pages that turn from right to left in these languages for vertical lines.
    let turns_left = package.progression.as_deref() == Some("rtl") && settings.language.region() != Region::Western;
    let is_vertical = vertical * 2 > read || turns_left;
    let direction = if is_vertical { "vertical" } else { "horizontal" };
    settings.direction = Some(direction);
    let progression = package.progression.as_deref().unwrap_or("none given");
    keys.push(("direction", Field::Comment(format!("The publication's own lines are {direction}, its pages turn {progression}."))));
    let fonts = package
        .items
        .iter()
        .filter(|item| item.kind.contains("font") || item.path.ends_with(".otf") || item.path.ends_with(".ttf"))
        .count();
    if fonts > 0 {
        report.add(Diagnostic::new(Code::ImportLeftOut).with("what", "fonts").with("count", fonts));
    }
    let mut facts = tally.facts();
    facts.push((
        "publication",
        json!({ "title": title, "direction": direction, "progression": package.progression, "documents": in_spine, "fonts": fonts }),
    ));
    Text { changes, parts, files: store.files, cover, work: keys, found: tally.counts(), facts, ..Text::new(title, settings) }
}

/// The contents: of the navigation document, else of the NCX.
fn navigation(container: &Container, package: &Package, pages: &[Page<'_>]) -> Vec<Entry> {
    let document = package.items.iter().find(|item| item.properties.iter().any(|property| property == "nav"));
    let page = document.and_then(|item| pages.iter().find(|page| page.path == item.path));
    let entries = page.map(|page| from_document(page.document, &page.path)).unwrap_or_default();
    if entries.is_empty() { from_ncx(container, package) } else { entries }
}

/// The book's language: what the package says, as far as its characters agree.
fn language(package: &Package, words: &str) -> Language {
    let guess = guess_language(words).language;
    let said = package.first("language").and_then(|entry| Language::new(&entry.text.replace('_', "-")));
    let Some(said) = said else { return guess };
    let wide = guess.region() != Region::Western;
    match said.region() {
        Region::Western if wide => guess,
        Region::Western => said,
        _ if !wide => said,
        _ if said.primary() != guess.primary() => guess,
        _ if said.as_str().eq_ignore_ascii_case("zh") => guess,
        region => Language::new(region.as_str()).unwrap_or(said),
    }
}

/// The language of one document, when it is another one.
fn document_language(page: &Page<'_>, language: &Language) -> Option<Language> {
    let root = page.document.find("html")?;
    let tag = root.attribute("xml:lang").or_else(|| root.attribute("lang"))?;
    let own = Language::new(&tag.replace('_', "-"))?;
    (own.region() != language.region() || own.region() == Region::Western && own.primary() != language.primary()).then_some(own).filter(
        |own| {
            let guess = guess_language(&body(page.document).line()).language;
            (guess.region() == Region::Western) == (own.region() == Region::Western)
        },
    )
}

fn cover(package: &Package, pages: &[Page<'_>], store: &mut Store<'_>, tally: &mut Tally) -> Option<String> {
    if let Some(path) = package.cover() {
        return store.take(&[path.to_owned()], usize::MAX, tally).map(|taken| taken.path);
    }
    let listed =
        package.guide.iter().find(|(kind, _)| kind == "cover").and_then(|(_, path)| pages.iter().position(|page| page.path == *path));
    let number = listed?;
    let image = pages[number].document.root().descendants().find(|node| node.is(&["img", "image"]))?;
    let address = ["src", "xlink:href", "href"].iter().find_map(|name| image.attribute(name))?;
    store.take(&[address.to_owned()], number, tally).map(|taken| taken.path)
}

/// A picture that stands in the order of reading by itself.
fn picture_alone(package: &Package, item: usize, store: &mut Store<'_>, tally: &mut Tally, language: &Language) -> Option<Division> {
    let path = &package.items[item].path;
    let taken = store.take(&[path.to_owned()], usize::MAX, tally)?;
    let mut tree = Tree::new(language.clone());
    let figure = tree.figure(PictureFile { path: taken.path, alternative: String::new(), decorative: false }, Vec::new());
    let stem = ascii_stem(file_name(path).0).unwrap_or_else(|| "picture".to_owned());
    tally.found("pictures-as-documents");
    Some(tree.division(&stem, PartMetadata::default(), vec![figure]))
}

/// The headline that fuzi writes.
fn headline_of<'a>(reader: &mut Reader<'a, '_>, header: Node<'a>) -> PartMetadata {
    let mut metadata = PartMetadata::default();
    for line in header.elements() {
        let mut blocks = Vec::new();
        reader.inside(line, &mut blocks);
        join_text(&mut blocks);
        let content = blocks.into_iter().find_map(|block| match block.kind {
            BlockKind::Paragraph(content) => Some(content),
            BlockKind::Heading(heading) => Some(heading.content),
            _ => None,
        });
        match (line.name(), line.attribute("class").unwrap_or_default()) {
            (_, "kicker") => metadata.kicker = content,
            (_, "title") => metadata.title = content,
            (_, "subtitle") => metadata.subtitle = content,
            (_, "lead") => metadata.lead = content,
            (_, "byline") => {
                let mut role: Option<String> = None;
                for part in line.elements() {
                    if part.has_class("role") {
                        role = Some(clean(&part.all_text()));
                    } else if part.has_class("by") {
                        let mut blocks = Vec::new();
                        reader.inside(part, &mut blocks);
                        let name = blocks
                            .into_iter()
                            .find_map(|block| if let BlockKind::Paragraph(content) = block.kind { Some(content) } else { None });
                        metadata.byline.extend(name.map(|name| (role.take(), name)));
                    }
                }
            }
            (_, class) if class.contains("date") => {
                metadata.date = line.descendants().find_map(|inner| inner.attribute("datetime")).map(str::to_owned);
            }
            _ => {}
        }
    }
    metadata
}

/// Whether blocks begin with a heading.
fn starts_anew(blocks: &[Block]) -> bool {
    blocks.iter().take(2).any(|block| matches!(block.kind, BlockKind::Heading(_)))
}

/// Whether a file is a later piece of one that was cut for its size, as programs name them: `x_split_001`.
fn is_split(path: &str) -> bool {
    let stem = file_name(path).0;
    stem.rsplit_once("_split_")
        .or_else(|| stem.rsplit_once("-split-"))
        .is_some_and(|(_, number)| number.parse::<u32>().is_ok_and(|number| number > 0))
}

/// A name for the file of a document that no other has.
fn stem(path: &str, number: usize, taken: &mut BTreeSet<String>) -> String {
    let plain =
        ascii_stem(file_name(path).0).filter(|stem| !stem.is_empty() && stem.len() <= 60).unwrap_or_else(|| format!("part-{number:03}"));
    let mut stem = plain.clone();
    let mut next = 2;
    while !taken.insert(stem.clone()) {
        stem = format!("{plain}-{next}");
        next += 1;
    }
    stem
}
