use super::write;
use crate::book::*;
use crate::diag::Context;
use crate::diag::Report;
use crate::geom::WritingMode;
use crate::page::LinkTarget;
use crate::pdf::sample::Finished;
use crate::pdf::sample::Sample;
use crate::pdf::sample::language;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];

fn bytes(finished: &Finished, jobs: usize) -> Vec<u8> {
    let mut report = Report::default();
    let mut context = Context::default();
    context.jobs = jobs;
    let file = write(&finished.input(), &context, &mut report).unwrap();
    assert!(report.findings().is_empty(), "{:?}", report.findings());
    file
}

fn png() -> Vec<u8> {
    let pixels: Vec<u8> =
        (0..40 * 30).flat_map(|at| [(at % 40 * 6) as u8, (at / 40 * 8) as u8, 90, if at % 3 == 0 { 80 } else { 255 }]).collect();
    crate::picture::tests_png(40, 30, &pixels)
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='80'><linearGradient id='g'><stop stop-color='red'/>\
    <stop offset='1' stop-color='blue'/></linearGradient><rect width='120' height='60' fill='url(#g)'/>\
    <circle cx='60' cy='40' r='20' fill-opacity='0.5'/><text x='10' y='75' font-size='12'>圖畫 text</text></svg>";

/// Every kind of node on a few pages.
fn sample(mode: WritingMode) -> Finished {
    let mut s = Sample::new(mode, "zh-Hant-TW");
    let mut blocks = vec![s.heading(2, "第一章　標題")];
    let address = "https://example.org/路".to_owned();
    let (link, note, mark) = (s.ids.fresh(), s.ids.fresh(), s.ids.fresh());
    let first = s.text("本文一段，「引號」與。");
    s.area(Owner::Node(link, Part::Content), LinkTarget::Address(address.clone()), "連到外面");
    let inside = s.text("連結");
    let link = Inline { id: link, span: None, kind: InlineKind::Link { target: address, title: None, content: vec![inside] } };
    let english = s.foreign("An English phrase ", &language("en"));
    let ruby = s.ruby("漢字", "かんじ");
    s.area(Owner::Node(mark, Part::Label), LinkTarget::Node(note), "註一");
    s.label(mark, "1");
    let marked = Inline { id: mark, span: None, kind: InlineKind::NoteMark { note } };
    let last = s.text("。同一個字形有兩個碼位：一與⼀。再寫長一些，讓這一段跨過幾行，看看選取的次序對不對。");
    blocks.push(s.paragraph(vec![first, link, english, ruby, marked, last]));
    blocks.push(s.heading(4, "不跳級的標題"));
    let list = s.ids.fresh();
    let mut items = Vec::new();
    for text in ["第一項", "第二項"] {
        let id = s.ids.fresh();
        s.label(id, "・");
        let content = vec![s.text(text)];
        items.push(ListItem { id, blocks: vec![s.paragraph(content)] });
    }
    blocks.push(s.block(list, BlockKind::List(List { start: None, marker: None, items })));
    let table = s.ids.fresh();
    let caption = vec![s.text("表的標題")];
    s.line();
    let mut rows = Vec::new();
    for row in [["甲", "乙"], ["一", "二"]] {
        rows.push(row.map(|text| Cell { id: s.ids.fresh(), content: vec![s.text(text)] }).to_vec());
        s.line();
    }
    blocks.push(s.block(table, BlockKind::Table(Table { caption, alignments: vec![CellAlignment::Start; 2], header_rows: 1, rows })));
    blocks.push(s.figure("a.png", &png(), "漸層的方塊", "圖一"));
    blocks.push(s.figure("b.svg", DRAWING.as_bytes(), "圓與漸層", "圖二"));
    s.page();
    s.destination(note);
    s.area(Owner::Node(note, Part::Label), LinkTarget::Node(mark), "回到本文");
    s.label(note, "1");
    let body = vec![s.text("這是註。")];
    let note = Note { id: note, span: None, label: Some("1".to_owned()), placement: None, blocks: vec![s.paragraph(body)] };
    s.destination(mark);
    s.finish(blocks, vec![note])
}

/// The output of a program that reads the file from a temporary path; none when the program is not installed.
#[expect(clippy::disallowed_methods, reason = "tests hand the file to other programs")]
fn outside(program: &str, arguments: &[&str], file: &[u8]) -> Option<String> {
    static FILES: AtomicUsize = AtomicUsize::new(0);
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("fuzi-{}-{number}.pdf", std::process::id()));
    std::fs::write(&path, file).unwrap();
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace("FILE", path.to_str().unwrap())).collect();
    let result = Command::new(program).args(&arguments).stdin(Stdio::null()).output();
    std::fs::remove_file(&path).unwrap();
    let Ok(output) = result else {
        writeln!(std::io::stderr(), "skipped: {program} is not installed").unwrap();
        return None;
    };
    Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[test]
fn two_writes_give_equal_bytes_with_any_number_of_jobs() {
    for mode in MODES {
        let finished = sample(mode);
        let once = bytes(&finished, 1);
        assert_eq!(once, bytes(&finished, 1));
        assert_eq!(once, bytes(&finished, 3));
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    for mode in MODES {
        if let Some(said) = outside("qpdf", &["--check", "FILE"], &bytes(&sample(mode), 0)) {
            assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
            assert!(!said.contains("WARNING"), "{said}");
        }
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_with_its_text() {
    for mode in MODES {
        if let Some(said) = outside("pdffonts", &["FILE"], &bytes(&sample(mode), 0)) {
            for line in said.lines().skip(2) {
                assert!(line.contains(" yes yes yes "), "{said}");
            }
            assert_eq!(said.contains("Identity-V"), mode == WritingMode::VerticalRl, "{said}");
        }
    }
}

#[test]
fn text_is_extracted_in_reading_order_as_it_was_written() {
    for mode in MODES {
        let Some(said) = outside("mutool", &["draw", "-q", "-F", "txt", "FILE"], &bytes(&sample(mode), 0)) else { continue };
        let joined: String = said.split_whitespace().collect();
        for text in ["第一章標題", "本文一段，「引號」與。", "一與⼀。再寫長一些，讓這一段跨過幾行，看看選取的次序對不對。", "這是註。"]
        {
            assert!(joined.contains(text), "{mode:?} {text}\n{said}");
        }
    }
}

#[test]
fn levels_of_headings_are_not_skipped_and_elements_nest_as_the_book_does() {
    let file = bytes(&sample(WritingMode::VerticalRl), 0);
    let Some(said) = outside("pdfinfo", &["-struct-text", "FILE"], &file) else { return };
    for kind in ["H1", "H2", "Link", "Note", "Lbl", "Ruby", "RB", "RT", "Span", "Figure", "Caption", "Table", "TH", "TD", "LBody"] {
        assert!(
            said.lines().any(|line| line.split_whitespace().next().is_some_and(|word| word.trim_end_matches(':') == kind)),
            "{kind}\n{said}"
        );
    }
    let note = said.find("Note").unwrap();
    assert!(said.find("對不對").unwrap() < note && note < said.find("不跳級").unwrap(), "{said}");
}

#[test]
fn the_catalog_says_language_title_direction_and_labels() {
    for (mode, direction) in [(WritingMode::HorizontalTb, false), (WritingMode::VerticalRl, true)] {
        let read = lopdf::Document::load_mem(&bytes(&sample(mode), 0)).unwrap();
        let catalog = read.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-Hant-TW");
        let preferences = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
        assert_eq!(preferences.has(b"Direction"), direction);
        assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        assert_eq!(catalog.get(b"PageLayout").unwrap().as_name().unwrap(), b"TwoPageRight");
    }
}

#[test]
fn a_jpeg_is_in_the_file_byte_for_byte() {
    let jpeg = crate::picture::tests_jpeg();
    let mut s = Sample::new(WritingMode::HorizontalTb, "ja");
    let blocks = vec![s.heading(1, "絵"), s.figure("a.jpg", &jpeg, "絵", "図一"), s.figure("b.jpg", &jpeg, "同じ絵", "図二")];
    let file = bytes(&s.finish(blocks, Vec::new()), 0);
    let found = file.windows(jpeg.len()).filter(|window| *window == jpeg).count();
    assert_eq!(found, 1, "equal pictures are stored once");
}
