//! The EPUB of a whole edition.

use crate::sample_book;
use crate::sample_book::Maker;
use crate::tools;
use fuzi::book::Block;
use fuzi::book::BlockKind;
use fuzi::book::Book;
use fuzi::book::CanonicalText;
use fuzi::book::DivisionRole;
use fuzi::book::InlineKind;
use fuzi::book::Note;
use fuzi::container::ContainerLimits;
use fuzi::diag::Code;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::epub::EpubInput;
use fuzi::font::Fonts;
use fuzi::geom::WritingMode;
use fuzi::manuscript::EpubFonts;
use fuzi::manuscript::Metadata;
use fuzi::resolve::PageMap;
use fuzi::resolve::PageStart;
use fuzi::resolve::resolve;
use fuzi::xhtml::body_text;
use fuzi::xhtml::reading_text;
use fuzi::xml::Element;
use std::path::PathBuf;
use std::sync::OnceLock;

const DIRECTIONS: [WritingMode; 2] = [WritingMode::VerticalRl, WritingMode::HorizontalTb];

pub fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(sample_book::fonts)
}

/// Pages as a typesetter would cut them: one in the middle of each body paragraph's first run.
fn pages(book: &Book) -> PageMap {
    let mut map = PageMap::default();
    let body = book.divisions.iter().filter(|division| division.role == DivisionRole::Body);
    let add = |map: &mut PageMap, node, offset| map.starts.push(PageStart { label: (map.starts.len() + 1).to_string(), node, offset });
    body.flat_map(|division| &division.blocks).for_each(|block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            for inline in content {
                match &inline.kind {
                    InlineKind::Text(run) if run.text.len() > 90 => add(&mut map, inline.id, 90),
                    InlineKind::Ruby(_) => add(&mut map, inline.id, 0),
                    InlineKind::Styled(_, inner) => add(&mut map, inner[0].id, 1),
                    _ => {}
                }
            }
        }
        BlockKind::Figure(figure) => add(&mut map, figure.pictures[0].id, 0),
        _ => {}
    });
    map
}

fn write(direction: WritingMode, choice: EpubFonts) -> Vec<u8> {
    let book = sample_book::book(direction);
    let mut report = Report::default();
    let resolved = resolve(&book, &mut report);
    let metadata = sample_book::metadata();
    let pages = pages(&book);
    let input = EpubInput {
        book: &book,
        resolved: &resolved,
        page_map: Some(&pages),
        pictures: &sample_book::pictures(),
        fonts: fonts(),
        metadata: &metadata,
        edition: &sample_book::edition(direction, choice),
        identifier: &sample_book::uuid('d'),
        pdf_identifier: Some(&sample_book::uuid('e')),
        modified: metadata.modified.as_ref(),
    };
    let bytes = fuzi::epub::write(&input, &Context::default(), &mut report).unwrap().bytes;
    assert!(report.findings().is_empty(), "{:?}", report.findings());
    bytes
}

fn files(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    fuzi::container::read(bytes, ContainerLimits::default()).unwrap()
}

fn file(bytes: &[u8], name: &str) -> String {
    let (_, data) = files(bytes).into_iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("{name} is missing"));
    String::from_utf8(data).unwrap()
}

fn package(bytes: &[u8]) -> Element {
    fuzi::xml::parse(&file(bytes, "OEBPS/content.opf"), 20).unwrap()
}

/// The values of a property, as they stand.
fn values(package: &Element, property: &str) -> Vec<String> {
    let metas = package.child("metadata").unwrap().elements().filter(|element| element.attribute("property") == Some(property));
    metas.map(Element::text).collect()
}

/// The documents of the spine in its order.
pub fn spine(bytes: &[u8]) -> Vec<(String, String)> {
    let package = package(bytes);
    let manifest = package.child("manifest").unwrap();
    let items = package.child("spine").unwrap().elements().map(|item| item.attribute("idref").unwrap());
    let paths = items.map(|id| manifest.elements().find(|item| item.attribute("id") == Some(id)).unwrap().attribute("href").unwrap());
    paths.map(|path| (path.to_owned(), file(bytes, &format!("OEBPS/{path}")))).collect()
}

#[test]
fn the_text_of_an_epub_is_the_canonical_text() {
    for direction in DIRECTIONS {
        let bytes = write(direction, EpubFonts::None);
        let canonical = CanonicalText::of(&sample_book::book(direction));
        let body = spine(&bytes).into_iter().filter(|(path, _)| path.contains("part-"));
        let (mut text, mut readings) = (Vec::new(), Vec::new());
        for (_, document) in body {
            text.extend(body_text(&document).unwrap());
            readings.extend(reading_text(&document).unwrap());
        }
        assert_eq!(text, canonical.body);
        assert_eq!(readings, canonical.readings);
    }
}

/// Proves: WAR-01 [ALL] [HV]: an inline note is small text in one row between brackets that are no text; names and titles have the
/// elements that the style sheet draws lines at.
#[test]
fn names_titles_and_inline_notes_are_marked_up() {
    for direction in DIRECTIONS {
        let text: String = spine(&write(direction, EpubFonts::None)).into_iter().map(|(_, document)| document).collect();
        // The text itself may have a page break in it.
        assert!(text.contains("<span class=\"generated\">（</span><span class=\"warichu\">"));
        assert!(text.contains("做法略異</span><span class=\"generated\">）</span>"));
        assert!(text.contains("<u class=\"name\">") && text.contains("<cite class=\"title\">"));
    }
}

#[test]
fn two_writes_give_equal_bytes() {
    for direction in DIRECTIONS {
        assert!(write(direction, EpubFonts::All) == write(direction, EpubFonts::All));
    }
}

/// EPUB 3.3 5.7: the side of binding and the direction of text agree.
#[test]
fn vertical_editions_bind_at_the_right() {
    let vertical = write(WritingMode::VerticalRl, EpubFonts::None);
    let spine_of = |bytes: &[u8]| package(bytes).child("spine").unwrap().attribute("page-progression-direction").map(str::to_owned);
    assert_eq!(spine_of(&vertical).as_deref(), Some("rtl"));
    assert_eq!(spine_of(&write(WritingMode::HorizontalTb, EpubFonts::None)).as_deref(), Some("ltr"));
    let classes: Vec<bool> = spine(&vertical).iter().map(|(_, text)| text.contains("class=\"vrtl\"")).collect();
    assert_eq!(classes, [false, true, true, false], "cover and imprint are horizontal");
}

/// EPUB Accessibility 1.1 §4: every marker is in the list, the list is the PDF's.
#[test]
fn the_page_list_links_every_marker() {
    let bytes = write(WritingMode::VerticalRl, EpubFonts::None);
    let navigation = file(&bytes, "OEBPS/nav.xhtml");
    let list = &navigation[navigation.find("page-list").unwrap()..];
    let mut count = 0;
    for (path, text) in spine(&bytes) {
        for marker in text.split("doc-pagebreak\" id=\"").skip(1) {
            let id = marker.split('"').next().unwrap();
            assert!(list.contains(&format!("href=\"{path}#{id}\"")), "{id}");
            count += 1;
        }
    }
    assert_eq!(count, pages(&sample_book::book(WritingMode::VerticalRl)).starts.len());
    assert_eq!(values(&package(&bytes), "pageBreakSource"), ["urn:uuid:6f1c2a54-0f0e-5d3b-9c55-3d0f6a1b2c3e"]);
}

#[test]
fn no_page_break_stands_in_ruby_or_in_a_cell_of_digits() {
    for (_, text) in spine(&write(WritingMode::VerticalRl, EpubFonts::None)) {
        for (start, end) in [("<ruby", "</ruby>"), ("<span class=\"tcy\"", "</span>"), ("<span class=\"upright\"", "</span>")] {
            for part in text.split(start).skip(1) {
                assert!(!part.split(end).next().unwrap().contains("pagebreak"), "{part}");
            }
        }
    }
}

#[test]
fn an_edition_without_pages_says_nothing_of_pages() {
    let book = sample_book::book(WritingMode::HorizontalTb);
    let mut report = Report::default();
    let resolved = resolve(&book, &mut report);
    let mut metadata = sample_book::metadata();
    let pictures = sample_book::pictures();
    let edition = sample_book::edition(WritingMode::HorizontalTb, EpubFonts::None);
    let identifier = sample_book::uuid('d');
    let write = |metadata: &Metadata, report: &mut Report| {
        let input = EpubInput {
            book: &book,
            resolved: &resolved,
            page_map: None,
            pictures: &pictures,
            fonts: fonts(),
            metadata,
            edition: &edition,
            identifier: &identifier,
            pdf_identifier: None,
            modified: metadata.modified.as_ref(),
        };
        fuzi::epub::write(&input, &Context::default(), report)
    };
    let bytes = write(&metadata, &mut report).unwrap().bytes;
    assert!(!file(&bytes, "OEBPS/nav.xhtml").contains("page-list"));
    assert!(values(&package(&bytes), "pageBreakSource").is_empty());
    assert!(!values(&package(&bytes), "schema:accessibilityFeature").contains(&"pageNavigation".to_owned()));
    metadata.modified = None;
    metadata.published = None;
    assert!(write(&metadata, &mut report).is_err());
    assert!(report.findings().iter().any(|finding| finding.code == Code::NoModifiedDate));
}

#[test]
fn the_package_says_what_the_metadata_says() {
    let package = package(&write(WritingMode::VerticalRl, EpubFonts::None));
    assert_eq!(values(&package, "title-type"), ["main", "subtitle"]);
    assert_eq!(values(&package, "role"), ["aut", "edt"]);
    assert_eq!(values(&package, "alternate-script"), ["Lín Yīfān"]);
    assert_eq!(values(&package, "dcterms:modified"), ["2026-11-20T08:00:00Z"]);
    assert_eq!(values(&package, "belongs-to-collection"), ["手藝叢書"]);
    let features = values(&package, "schema:accessibilityFeature");
    for feature in ["verticalWriting", "rubyAnnotations", "alternativeText", "pageNavigation", "tableOfContents"] {
        assert!(features.iter().any(|one| one == feature), "{feature}");
    }
    assert_eq!(values(&package, "dcterms:conformsTo"), [""; 0], "nothing is claimed that nobody certified");
}

#[test]
fn names_inside_are_ascii_and_lower_case() {
    for (name, _) in files(&write(WritingMode::VerticalRl, EpubFonts::All)) {
        let own = name.strip_prefix("OEBPS/").unwrap_or("");
        assert!(own.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-./".contains(&byte)), "{name}");
    }
}

#[test]
fn a_picture_that_is_missing_is_words_and_no_image() {
    let bytes = write(WritingMode::HorizontalTb, EpubFonts::None);
    let (_, body) = spine(&bytes).into_iter().find(|(path, _)| path.contains("part-")).unwrap();
    assert!(body.contains("圖片未附"));
    assert_eq!(body.matches("<img").count(), 1);
}

/// A book of this one body division, as an EPUB.
fn write_body(mut make: Maker, blocks: Vec<Block>, notes: Vec<Note>) -> (Book, Vec<u8>, Report) {
    let mut division = make.division(DivisionRole::Body, "long", blocks);
    division.notes = notes;
    let book = Book { language: make.language.clone(), divisions: vec![division], ids: make.ids };
    let mut report = Report::default();
    let resolved = resolve(&book, &mut report);
    let metadata = sample_book::metadata();
    let input = EpubInput {
        book: &book,
        resolved: &resolved,
        page_map: None,
        pictures: &fuzi::picture::Pictures::new(),
        fonts: fonts(),
        metadata: &metadata,
        edition: &sample_book::edition(WritingMode::VerticalRl, EpubFonts::None),
        identifier: &sample_book::uuid('d'),
        pdf_identifier: None,
        modified: None,
    };
    let bytes = fuzi::epub::write(&input, &Context::default(), &mut report).unwrap().bytes;
    (book, bytes, report)
}

/// Production guides of Japan and Taiwan: documents of at most about 256 KB.
#[test]
fn a_long_division_is_split_at_headings_and_links_find_their_file() {
    let mut make = Maker::new("zh-Hant-TW");
    let note = make.ids.fresh();
    let mut blocks = Vec::new();
    for section in 0..6 {
        let mut heading = make.heading(2, &format!("第{section}節"));
        heading.identifier = (section == 5).then(|| "last".to_owned());
        blocks.push(heading);
        blocks.extend((0..40).map(|_| make.paragraph(&"風穿過晾紙的長廊，整排的紙同時鼓起又落下。".repeat(20))));
    }
    let content = make.texts("見末節");
    let link = make.inline(InlineKind::Link { target: "#last".to_owned(), title: None, content });
    let marks = [make.inline(InlineKind::NoteMark { note }), make.inline(InlineKind::NoteMark { note })];
    let [first, second] = marks;
    blocks.insert(1, make.block(BlockKind::Paragraph(vec![link, first])));
    blocks.push(make.block(BlockKind::Paragraph(vec![second])));
    let body = make.paragraph("註文");
    let notes = vec![Note { id: note, span: None, label: None, placement: None, blocks: vec![body] }];
    let (book, bytes, _) = write_body(make, blocks, notes);
    let documents = spine(&bytes);
    assert!(documents.len() > 1 && documents.iter().all(|(_, text)| text.len() < 300 << 10), "{}", documents.len());
    let (last, text) = documents.last().unwrap();
    assert!(text.contains("id=\"last\"") && text.contains("第5節"));
    assert!(documents[0].1.contains(&format!("href=\"../{last}#last\"")), "the link names the file that holds its target");
    let note_file = &documents[0].0;
    assert!(text.contains(&format!("href=\"../{note_file}#n-")), "a note is where it is marked first");
    let text: Vec<String> = documents.iter().flat_map(|(_, text)| body_text(text).unwrap()).collect();
    assert!(text == CanonicalText::of(&book).body, "{} lines", text.len());
}

#[test]
fn characters_that_xml_cannot_say_are_a_finding() {
    let mut make = Maker::new("ja");
    let blocks = vec![make.paragraph("一\u{B}二<&>")];
    let (_, bytes, report) = write_body(make, blocks, Vec::new());
    assert!(report.findings().iter().any(|finding| finding.code == Code::ForbiddenCharacter));
    assert_eq!(body_text(&spine(&bytes)[0].1).unwrap(), ["一二<&>"]);
}

/// `epub.fonts`
#[test]
fn fonts_hold_what_the_setting_asks_for() {
    let sizes = |choice| -> Vec<(String, usize)> {
        let files = files(&write(WritingMode::VerticalRl, choice));
        files.into_iter().filter(|(name, _)| name.ends_with(".otf")).map(|(name, data)| (name, data.len())).collect()
    };
    let names = |choice| sizes(choice).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert!(names(EpubFonts::None).is_empty());
    assert_eq!(names(EpubFonts::Rare), ["OEBPS/font/serif.otf"], "㐂 is the only rare character");
    assert_eq!(names(EpubFonts::Headings), ["OEBPS/font/sans.otf"]);
    assert_eq!(names(EpubFonts::All), ["OEBPS/font/sans.otf", "OEBPS/font/serif.otf"]);
    assert!(sizes(EpubFonts::Rare)[0].1 < 6_000 && sizes(EpubFonts::All)[1].1 > 50_000);
    let bytes = write(WritingMode::VerticalRl, EpubFonts::Rare);
    assert!(file(&bytes, "OEBPS/font/ofl.txt").contains("SIL OPEN FONT LICENSE"));
    assert!(file(&bytes, "OEBPS/style/book.css").contains("url(\"../font/serif.otf\")"));
}

/// The writer's own book, which has every construct, in both directions.
#[test]
fn validators_have_no_finding() {
    let files = DIRECTIONS.map(|direction| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("every-construct-{direction:?}.epub").to_lowercase());
        std::fs::write(&path, write(direction, EpubFonts::All)).unwrap();
        path
    });
    tools::epubcheck(&files);
    tools::ace(&files);
}
