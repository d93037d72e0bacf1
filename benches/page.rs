//! Page composition of a book of three hundred thousand characters, vertical and horizontal.

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use fuzi::adapt;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::inline::Detail;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown;
use fuzi::page::PageInput;
use fuzi::page::compose;
use fuzi::picture::Pictures;
use fuzi::resolve;
use std::sync::Arc;

const CHARACTERS: usize = 300_000;
const SENTENCE: &str =
    "春天的書市人聲鼎沸，「這一頁排得真好！」她指著直排的《山居筆記》說：從前全臺一千七百家書店仍以手工校對——如今改用新的流程。";
const SETTINGS: &str = "schema = 1\nslug = \"bench\"\n[book]\nfiles = [\"a.md\"]\nlanguage = \"zh-Hant-TW\"\ntitle = \"書\"\n\
    modified = 2026-01-01\n[edition.vertical]\ndirection = \"vertical\"\n[edition.horizontal]\ndirection = \"horizontal\"\n";

fn fonts() -> Fonts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    #[expect(clippy::disallowed_methods, reason = "a bench reads the bundled fonts itself")]
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).expect("bundled").into() });
    Fonts::new(files.to_vec(), &mut Report::default())
}

fn text() -> String {
    let paragraph = SENTENCE.repeat(4);
    let mut text = String::new();
    for index in 0..CHARACTERS / paragraph.chars().count() {
        if index % 40 == 0 {
            text.push_str(&format!("## 第{index}節\n\n"));
        }
        text.push_str(&paragraph);
        text.push_str("\n\n");
    }
    text
}

fn pages(criterion: &mut Criterion) {
    let (fonts, context, mut report) = (fonts(), Context::default(), Report::default());
    let files = MemoryFiles::new("bench").with("book.toml", SETTINGS).with("a.md", text());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).expect("the settings are valid");
    let book = markdown::read(&mut manuscript, &context, &mut report).expect("the text is valid");
    let mut group = criterion.benchmark_group("pages");
    group.sample_size(10).throughput(Throughput::Elements(CHARACTERS as u64));
    for edition in &manuscript.editions {
        let book = adapt::adapt(&book, &manuscript.metadata, edition, None, &mut report).book;
        let resolved = resolve::resolve(&book, &mut report);
        let (metadata, pictures) = (&manuscript.metadata, &Pictures::new());
        let input = PageInput { book: &book, resolved: &resolved, pictures, fonts: &fonts, metadata, edition, detail: Detail::Off };
        group.bench_function(format!("300,000 characters, {}", edition.name), |bencher| {
            bencher.iter(|| compose(&input, &context, &mut Report::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
