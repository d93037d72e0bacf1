//! What holds for the pages of every book, over random ones.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;

use fuzi::book::BlockKind;
use fuzi::book::CanonicalText;
use fuzi::book::DivisionRole;
use fuzi::book::InlineKind;
use fuzi::book::NodeId;
use fuzi::book::Owner;
use fuzi::book::Part;
use fuzi::geom::Length;
use fuzi::geom::LogicalPoint;
use fuzi::geom::LogicalRect;
use fuzi::geom::LogicalSize;
use fuzi::geom::Rect;
use fuzi::page::FrameKind;
use fuzi::page::ItemKind;
use fuzi::page::LineFrame;
use fuzi::page::Page;
use fuzi::page::PageSide;
use fuzi::page::Setting;
use fuzi::resolve::NotePlace;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

use crate::page_set::Set;
use crate::page_set::set;

/// How many books, unless PROPTEST_CASES says otherwise.
const CASES: u32 = 60;
const SENTENCE: &str =
    "春天的書市人聲鼎沸，「這一頁排得真好！」她指著直排的《山居筆記》說：從前一千七百家書店仍以手工校對——如今改用新的流程。";

/// A piece of a manuscript.
#[derive(Clone, Debug)]
enum Element {
    /// Characters, and the characters of its notes.
    Paragraph(usize, Vec<usize>),
    Heading(u8, usize),
    Figure(usize, usize, usize),
    Gallery(usize),
    Table(usize, usize, usize),
    List(usize, usize),
    Quotation(usize),
    Code(usize),
    Break(usize),
}

fn element() -> impl Strategy<Value = Element> {
    prop_oneof![
        10 => (1..220usize, vec(1..260usize, 0..3)).prop_map(|(length, notes)| Element::Paragraph(length, notes)),
        2 => (1..4u8, 2..40usize).prop_map(|(level, length)| Element::Heading(level, length)),
        3 => (0..6usize, 0..4usize, 0..60usize).prop_map(|(place, picture, caption)| Element::Figure(place, picture, caption)),
        1 => (2..5usize).prop_map(Element::Gallery),
        1 => (1..24usize, 1..5usize, 1..30usize).prop_map(|(rows, columns, length)| Element::Table(rows, columns, length)),
        1 => (1..5usize, 1..8usize).prop_map(|(items, depth)| Element::List(items, depth)),
        1 => (1..150usize).prop_map(Element::Quotation),
        1 => (1..12usize).prop_map(Element::Code),
        1 => (0..4usize).prop_map(Element::Break),
    ]
}

/// Text of a length, the same every time.
fn text(length: usize) -> String {
    SENTENCE.chars().cycle().take(length).collect()
}

fn markdown(elements: &[Element]) -> String {
    let mut out = String::from("# 開篇\n\n開篇的文字。\n\n");
    let mut notes = 0;
    for element in elements {
        match element {
            Element::Paragraph(length, own) => {
                write!(out, "段{}", text(*length)).unwrap();
                let mut bodies = String::new();
                for own in own {
                    notes += 1;
                    write!(out, "[^{notes}]{}", text(own % 7)).unwrap();
                    write!(bodies, "[^{notes}]: 註{}\n\n", text(*own)).unwrap();
                }
                write!(out, "\n\n{bodies}").unwrap();
            }
            Element::Heading(level, length) => writeln!(out, "{} {}\n", "#".repeat(usize::from(*level)), text(*length)).unwrap(),
            Element::Figure(place, picture, caption) => {
                let place = ["here", "head", "foot", "page", "side", "here"][*place];
                let picture = ["wide.svg", "tall.svg", "square.svg", "huge.svg"][*picture];
                writeln!(out, "![圖]({picture} \"圖{}\"){{place={place}}}\n", text(*caption).replace('"', "")).unwrap();
            }
            Element::Gallery(count) => {
                let pictures = ["wide.svg", "tall.svg", "square.svg", "wide.svg"][..*count].iter();
                let pictures: String = pictures.map(|picture| format!("![圖]({picture})\n")).collect();
                write!(out, "::: gallery\n{pictures}\n幾張圖。\n:::\n\n").unwrap();
            }
            Element::Table(rows, columns, length) => {
                let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(*columns));
                write!(out, "{}|{}\n{}\n", row("題"), "---|".repeat(*columns), row(&text(*length)).repeat(*rows)).unwrap();
            }
            Element::List(items, depth) => {
                for item in 0..*items {
                    writeln!(out, "{}- 項{}", "  ".repeat(item % depth), text(item * 9 + 3)).unwrap();
                }
                out.push('\n');
            }
            Element::Quotation(length) => write!(out, "> 引{}\n\n", text(*length)).unwrap(),
            Element::Code(lines) => write!(out, "```\n{}```\n\n", "let x = 1;\n".repeat(*lines)).unwrap(),
            Element::Break(kind) => writeln!(out, "::: break {{to={}}}\n\n斷後。\n", ["page", "recto", "verso", "column"][*kind]).unwrap(),
        }
    }
    out
}

const PAGES: [&str; 5] = ["a6", "25k-tw", "b5", "phone", "80x60 mm"];
const NOTES: [&str; 8] = ["page", "spread", "foot", "head", "side", "chapter", "book", "inline"];

#[derive(Clone, Debug)]
struct Case {
    files: Vec<Vec<Element>>,
    language: &'static str,
    direction: &'static str,
    page: &'static str,
    columns: u8,
    notes: &'static str,
    numbers: &'static str,
}

fn case() -> impl Strategy<Value = Case> {
    let choice = |list: &'static [&'static str]| (0..list.len()).prop_map(|index| list[index]);
    (
        vec(vec(element(), 1..16), 1..3),
        choice(&["zh-Hant-TW", "zh-Hans-CN", "ja"]),
        choice(&["vertical", "horizontal"]),
        choice(&PAGES),
        1..4u8,
        choice(&NOTES),
        choice(&["book", "chapter", "page"]),
    )
        .prop_map(|(files, language, direction, page, columns, notes, numbers)| {
            // Bands and facing pages need one column.
            let columns = if matches!(notes, "page" | "chapter") { columns } else { 1 };
            Case { files, language, direction, page, columns, notes, numbers }
        })
}

fn compose(case: &Case) -> Set {
    let settings = format!(
        "direction = \"{}\"\npage = {{ format = \"{}\", columns = {}, notes = \"{}\", note-numbers = \"{}\" }}",
        case.direction, case.page, case.columns, case.notes, case.numbers
    );
    let files: Vec<String> = case.files.iter().map(|elements| markdown(elements)).collect();
    set(&files, case.language, &settings)
}

fn check(case: &Case) {
    let set = compose(case);
    nothing_is_lost(&set);
    the_grid_is_kept(&set);
    nothing_stands_outside(&set);
    nothing_overlaps(&set);
    notes_follow_their_marks(&set);
    figures_follow_their_anchors(&set);
    contents_say_the_folios(&set);
}

/// Proves: GRD-04 [ALL] [HV]: body lines of random books are on the grid of their page, which facing pages share.
/// Proves: NOT-01 [ALL] [HV]: whatever their place, notes stand on the page of their mark or after it.
/// Proves: FIG-01 [ALL] [HV]: figures keep their order and come no earlier than the page of the text before them.
/// Proves: TOC-03 [ALL] [HV]: the folios in the contents are those of the pages.
#[test]
fn pages_of_random_books_keep_the_rules() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(&case(), |case| {
            check(&case);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The text runs of the body and the notes with their page.
fn runs(set: &Set) -> impl Iterator<Item = (usize, &fuzi::page::GlyphRun, NodeId, Part)> {
    set.pages.pages.iter().enumerate().flat_map(|(index, page)| {
        page.items.iter().filter_map(move |item| match (&item.kind, item.owner) {
            (ItemKind::Text(run), Owner::Node(node, part)) => Some((index, run, node, part)),
            _ => None,
        })
    })
}

/// The first page on which each node has something.
fn first_pages(set: &Set) -> BTreeMap<(NodeId, bool), usize> {
    let mut pages = BTreeMap::new();
    for (index, page) in set.pages.pages.iter().enumerate() {
        for item in &page.items {
            if let Owner::Node(node, part) = item.owner {
                pages.entry((node, part == Part::Label)).or_insert(index);
            }
        }
    }
    pages
}

fn nothing_is_lost(set: &Set) {
    let mut marks = BTreeSet::new();
    set.book.walk_inlines(&mut |inline| {
        if let InlineKind::NoteMark { .. } = inline.kind {
            marks.insert(inline.id);
        }
    });
    let count = |texts: &mut dyn Iterator<Item = &str>| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for character in texts.flat_map(str::chars).filter(|character| !character.is_whitespace()) {
            *counts.entry(character).or_default() += 1;
        }
        counts
    };
    let canonical = CanonicalText::of(&set.book);
    let expected = count(&mut canonical.body.iter().chain(&canonical.generated).map(String::as_str));
    let found = count(&mut runs(set).filter_map(|(_, run, node, part)| {
        (matches!(part, Part::Content | Part::RubyBase(_)) && !marks.contains(&node)).then_some(run.text.as_ref())
    }));
    for (character, wanted) in &expected {
        assert_eq!(found.get(character), Some(wanted), "{character}");
    }
    assert_eq!(found.len(), expected.len());
}

/// The centre of each body line, from the block start of the page's type area, is the centre of a line of the grid.
fn the_grid_is_kept(set: &Set) {
    let (area, grid) = (&set.styled.area, set.styled.area.grid);
    let mut paragraphs = BTreeSet::new();
    for division in set.book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
        for block in &division.blocks {
            if let BlockKind::Paragraph(content) = &block.kind {
                content.iter().for_each(|inline| {
                    paragraphs.insert(inline.id);
                });
            }
        }
    }
    for (index, page) in set.pages.pages.iter().enumerate() {
        let start = match page.side {
            PageSide::Recto => area.recto.block,
            PageSide::Verso => area.verso.block,
        };
        for frame in page.frames.iter().filter(|frame| frame.kind == FrameKind::Body) {
            for line in &frame.lines {
                let body = line.line.runs.iter().any(|run| matches!(run.owner, Owner::Node(node, _) if paragraphs.contains(&node)));
                if body {
                    let from_grid = line.origin.block - grid.em.scale(1, 2);
                    assert_eq!(from_grid.to_units() % grid.pitch.to_units(), 0, "page {}: {start} {}", index + 1, line.origin.block);
                    assert!(from_grid >= Length::ZERO && from_grid <= grid.pitch * (area.lines - 1), "page {}", index + 1);
                }
            }
        }
    }
}

fn nothing_stands_outside(set: &Set) {
    let inside =
        |page: &Page, x: Length, y: Length| x >= Length::ZERO && y >= Length::ZERO && x <= page.size.width && y <= page.size.height;
    for (index, page) in set.pages.pages.iter().enumerate() {
        for item in &page.items {
            let (origin, end, what) = match &item.kind {
                ItemKind::Text(run) => {
                    let along = run.glyphs.last().map_or(Length::ZERO, |glyph| glyph.along) + run.size.scale(1, 2);
                    let (x, y) = (run.origin.x, run.origin.y);
                    let end = match run.setting {
                        Setting::Horizontal => (x + along, y),
                        Setting::Vertical | Setting::Sideways => (x, y + along),
                        Setting::Rising => (x, y - along),
                    };
                    ((x, y), end, run.text.to_string())
                }
                ItemKind::Picture(picture) => (corner(picture.rect), far(picture.rect), picture.path.clone()),
                ItemKind::Fill(fill) => (corner(fill.rect), far(fill.rect), "a rule".to_owned()),
                ItemKind::Path(path) => ((path.start.x, path.start.y), (path.start.x, path.start.y), "a wave".to_owned()),
            };
            let (first, last) = (inside(page, origin.0, origin.1), inside(page, end.0, end.1));
            assert!(first && last, "page {}: {what} at {origin:?} to {end:?} of {:?}", index + 1, page.size);
        }
    }
}

fn corner(rect: Rect) -> (Length, Length) {
    (rect.origin.x, rect.origin.y)
}

fn far(rect: Rect) -> (Length, Length) {
    (rect.origin.x + rect.size.width, rect.origin.y + rect.size.height)
}

/// The em boxes of lines and the boxes of pictures, shrunk a little, since their edges may touch.
fn boxes(page: &Page) -> Vec<(Rect, String)> {
    let mut boxes = Vec::new();
    for frame in page.frames.iter().filter(|frame| frame.kind != FrameKind::Furniture) {
        for line in &frame.lines {
            let first = line.line.runs.first().map_or(Length::ZERO, |run| run.inline);
            let size = line.line.size;
            let origin = LogicalPoint { inline: line.origin.inline + first, block: line.origin.block - size.scale(2, 5) };
            let logical = LogicalRect { origin, size: LogicalSize { inline: line.line.inline_size - first, block: size.scale(4, 5) } };
            let text = line.line.runs.iter().map(|run| run.text.as_str()).collect();
            boxes.push((on_page(frame, logical), text));
        }
    }
    for item in &page.items {
        if let ItemKind::Picture(picture) = &item.kind {
            boxes.push((picture.rect, picture.path.clone()));
        }
    }
    boxes
}

fn on_page(frame: &LineFrame, logical: LogicalRect) -> Rect {
    let mut rect = frame.mode.place(frame.rect.size, logical);
    rect.origin.x += frame.rect.origin.x;
    rect.origin.y += frame.rect.origin.y;
    rect
}

fn nothing_overlaps(set: &Set) {
    let slack = Length::milli_pt(50);
    for (index, page) in set.pages.pages.iter().enumerate() {
        let boxes = boxes(page);
        for (at, (first, text)) in boxes.iter().enumerate() {
            for (second, other) in &boxes[at + 1..] {
                let ((ax, ay), (bx, by)) = (corner(*first), far(*first));
                let ((cx, cy), (dx, dy)) = (corner(*second), far(*second));
                let meet = ax + slack < dx && cx + slack < bx && ay + slack < dy && cy + slack < by;
                assert!(!meet, "page {}: {text} {first:?}\nand {other} {second:?}", index + 1);
            }
        }
    }
}

fn notes_follow_their_marks(set: &Set) {
    let pages = first_pages(set);
    for (note, marks) in &set.resolved.note_marks {
        if set.resolved.note_place(*note) == NotePlace::Inline {
            continue;
        }
        let (mark, body) = (pages.get(&(marks[0], false)), pages.get(&(*note, true)));
        assert!(mark.is_some() && body >= mark, "mark on {mark:?}, note on {body:?}");
    }
}

fn figures_follow_their_anchors(set: &Set) {
    let pages = first_pages(set);
    for division in set.book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
        let (mut before, mut last) = (0, 0);
        for block in &division.blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    before = content.first().and_then(|inline| pages.get(&(inline.id, false))).copied().unwrap_or(before);
                }
                BlockKind::Figure(figure) => {
                    let page = pages[&(figure.pictures[0].id, false)];
                    assert!(page >= before, "figure on {page}, the text before it on {before}");
                    assert!(page >= last, "figure on {page}, the figure before it on {last}");
                    last = page;
                }
                _ => {}
            }
        }
    }
}

fn contents_say_the_folios(set: &Set) {
    let mut printed: BTreeMap<NodeId, String> = BTreeMap::new();
    for (_, run, node, part) in runs(set) {
        if part == Part::ContentsFolio {
            printed.entry(node).or_default().push_str(run.text.trim_matches('…'));
        }
    }
    let pages = first_pages(set);
    let mut count = 0;
    for division in &set.book.divisions {
        division.walk(&mut |block| {
            if let (BlockKind::Heading(heading), Some(folio)) = (&block.kind, printed.get(&block.id)) {
                let page = heading.content.iter().find_map(|inline| pages.get(&(inline.id, false))).copied().unwrap();
                assert_eq!(*folio, set.pages.pages[page].label, "{block:?}");
                count += 1;
            }
        });
    }
    assert!(count > 0 || printed.is_empty());
}

/// The checks can fail: each sees pages that were tampered with.
#[test]
fn the_checks_of_pages_see_what_is_wrong() {
    let elements = vec![
        Element::Paragraph(300, vec![40]),
        Element::Figure(0, 0, 10),
        Element::Paragraph(200, Vec::new()),
        Element::Heading(1, 6),
        Element::Paragraph(900, Vec::new()),
    ];
    let case = Case {
        files: vec![elements.clone(), elements],
        language: "zh-Hant-TW",
        direction: "horizontal",
        page: "a6",
        columns: 1,
        notes: "page",
        numbers: "book",
    };
    let fails = |check: fn(&Set), change: &dyn Fn(&mut Set)| {
        let mut set = compose(&case);
        check(&set);
        change(&mut set);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&set))).is_err()
    };
    let body = |set: &mut Set| set.pages.pages.iter().position(|page| page.label == "1").unwrap();
    assert!(fails(nothing_is_lost, &|set| {
        let page = body(set);
        set.pages.pages[page].items.remove(3);
    }));
    assert!(fails(the_grid_is_kept, &|set| {
        let page = body(set);
        set.pages.pages[page].frames[0].lines[3].origin.block += Length::units(1);
    }));
    assert!(fails(nothing_stands_outside, &|set| {
        let page = body(set);
        set.pages.pages[page].size.width = Length::mm(50);
    }));
    assert!(fails(nothing_overlaps, &|set| {
        let page = body(set);
        let line = set.pages.pages[page].frames[0].lines[3].clone();
        set.pages.pages[page].frames[0].lines[2].origin = line.origin;
    }));
    assert!(fails(notes_follow_their_marks, &|set| {
        for page in &mut set.pages.pages {
            page.items.retain(|item| !matches!(item.owner, Owner::Node(_, Part::Label)));
        }
    }));
    assert!(fails(figures_follow_their_anchors, &|set| {
        let pages = &mut set.pages.pages;
        let moved: Vec<_> =
            pages.iter().flat_map(|page| &page.items).filter(|item| matches!(item.kind, ItemKind::Picture(_))).cloned().collect();
        pages[0].items.extend(moved);
    }));
    assert!(fails(contents_say_the_folios, &|set| {
        let page = body(set);
        set.pages.pages[page].label = "99".to_owned();
    }));
}
