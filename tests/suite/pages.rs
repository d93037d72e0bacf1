//! Pages: goldens in both directions, and what holds for every book.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use fuzi::adapt;
use fuzi::book::Book;
use fuzi::book::CanonicalText;
use fuzi::book::InlineKind;
use fuzi::book::Owner;
use fuzi::book::Part;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::geom::Length;
use fuzi::geom::WritingMode;
use fuzi::inline::Detail;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::manuscript::PageFormat;
use fuzi::markdown;
use fuzi::page::ItemKind;
use fuzi::page::PageInput;
use fuzi::page::Pages;
use fuzi::page::Setting;
use fuzi::page::compose;
use fuzi::page::dump;
use fuzi::picture::Pictures;
use fuzi::resolve;
use fuzi::style;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
    Fonts::new(files.to_vec(), &mut Report::default())
});

struct Set {
    book: Book,
    pages: Pages,
    grid: style::Grid,
}

/// Composes one file in one direction.
fn set(text: &str, direction: &str, page: &str, language: &str) -> Set {
    let settings = format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"山中\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n\
         [edition.a]\ndirection = \"{direction}\"\n"
    );
    let files = MemoryFiles::new("a").with("book.toml", settings).with("a.md", text);
    let (context, mut report) = (Context::default(), Report::default());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let book = markdown::read(&mut manuscript, &context, &mut report).unwrap();
    let mut edition = manuscript.editions[0].clone();
    edition.page = PageFormat(page.to_owned());
    let book = adapt::adapt(&book, &manuscript.metadata, &edition, None, &mut report).book;
    let resolved = resolve::resolve(&book, &mut report);
    let grid = style::cascade(&edition, &mut report).area.grid;
    let (metadata, pictures) = (&manuscript.metadata, &Pictures::new());
    let input = PageInput { book: &book, resolved: &resolved, pictures, fonts: &FONTS, metadata, edition: &edition, detail: Detail::Off };
    let pages = compose(&input, &context, &mut report);
    Set { book, pages, grid }
}

/// Writes the goldens anew with FUZI_BLESS=1; look at the difference before it is committed.
#[test]
fn pages_are_as_their_goldens_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages");
    let text = std::fs::read_to_string(folder.join("parts.md")).unwrap();
    for direction in ["vertical", "horizontal"] {
        let found = dump(&set(&text, direction, "a6", "zh-Hant-TW").pages);
        let file = folder.join(format!("parts-{direction}.pages"));
        if std::env::var_os("FUZI_BLESS").is_some() {
            std::fs::write(&file, &found).unwrap();
        } else {
            assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), found, "{}", file.display());
        }
    }
}

/// A book of paragraphs of many lengths, with headings, notes and figures without pictures.
fn long_text() -> String {
    let mut text = String::new();
    for index in 0..60 {
        if index % 7 == 0 {
            text.push_str(&format!("## 第{index}節\n\n"));
        }
        text.push_str(&"春天的書市人聲鼎沸，這一頁排得真好。".repeat(index % 9 + 1));
        if index % 11 == 3 {
            text.push_str(&format!("[^{index}]\n\n[^{index}]: {}", "註文說明出處。".repeat(index % 30)));
        }
        text.push_str("\n\n");
        if index % 13 == 5 {
            text.push_str(&format!("![空](p{index}.png \"第{index}圖\")\n\n"));
        }
    }
    text
}

/// Characters of the manuscript with how often each stands on the pages.
fn characters<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for character in texts.flat_map(str::chars).filter(|character| !character.is_whitespace()) {
        *counts.entry(character).or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_character_of_the_manuscript_stands_on_a_page_once() {
    for (direction, page) in [("vertical", "25k-tw"), ("horizontal", "25k-tw"), ("vertical", "phone"), ("horizontal", "bunko")] {
        let set = set(&long_text(), direction, page, "zh-Hant-TW");
        let canonical = CanonicalText::of(&set.book);
        let expected = characters(canonical.body.iter().chain(&canonical.generated).map(String::as_str));
        let mut marks = BTreeSet::new();
        set.book.walk_inlines(&mut |inline| {
            if let InlineKind::NoteMark { .. } = inline.kind {
                marks.insert(inline.id);
            }
        });
        let items = set.pages.pages.iter().flat_map(|page| &page.items);
        let runs = items.filter_map(|item| match (&item.kind, item.owner) {
            (ItemKind::Text(run), Owner::Node(node, Part::Content | Part::RubyBase(_))) if !marks.contains(&node) => {
                Some(run.text.as_ref())
            }
            _ => None,
        });
        let found = characters(runs);
        // The frames of missing pictures say so, which is no text of the manuscript.
        let mut expected = expected;
        "圖片未附".chars().for_each(|character| *expected.entry(character).or_insert(0) += 5);
        assert_eq!(found, expected, "{direction} {page}");
    }
}

/// Requirement GRD-04.
/// Proves: GRD-04 [TW] [HV]: body lines of a book with headings, notes and figures have one phase on each side of a leaf.
#[test]
fn body_lines_stand_on_the_grid() {
    for direction in ["vertical", "horizontal"] {
        let set = set(&long_text(), direction, "25k-tw", "zh-Hant-TW");
        let mut offsets: BTreeMap<(bool, Length), usize> = BTreeMap::new();
        for (index, page) in set.pages.pages.iter().enumerate() {
            for item in &page.items {
                let ItemKind::Text(run) = &item.kind else { continue };
                let body = matches!(item.owner, Owner::Node(_, Part::Content)) && run.size == set.grid.em;
                let across = match (set.pages.mode, run.setting) {
                    (WritingMode::VerticalRl, Setting::Vertical) => run.origin.x,
                    (WritingMode::HorizontalTb, _) => run.origin.y,
                    _ => continue,
                };
                let upright = set.pages.mode == WritingMode::HorizontalTb || run.setting == Setting::Vertical;
                if body && upright && run.text.contains("春天的書市") {
                    let phase = across.to_units().rem_euclid(set.grid.pitch.to_units());
                    *offsets.entry((index % 2 == 0, Length::units(phase))).or_insert(0) += 1;
                }
            }
        }
        assert_eq!(offsets.len(), 2, "{direction}: one phase for each side of the leaf: {offsets:?}");
    }
}

#[test]
fn every_page_of_text_says_where_it_begins() {
    let set = set(&long_text(), "vertical", "25k-tw", "zh-Hant-TW");
    let labels: Vec<&str> = set.pages.map.starts.iter().map(|start| start.label.as_str()).collect();
    let expected: Vec<String> = (1..=labels.len()).map(|number| number.to_string()).collect();
    assert_eq!(labels, expected);
    assert_eq!(set.pages.map.headings.values().filter(|label| !expected.contains(label)).count(), 0);
}
