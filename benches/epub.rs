//! Writing the EPUB of a book of three hundred thousand characters, without fonts and with all.

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use fuzi::book::Block;
use fuzi::book::BlockKind;
use fuzi::book::Book;
use fuzi::book::Division;
use fuzi::book::DivisionRole;
use fuzi::book::Heading;
use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::NodeIds;
use fuzi::book::PartMetadata;
use fuzi::book::TextRun;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::SourceMap;
use fuzi::epub::EpubInput;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::manuscript::EpubFonts;
use fuzi::manuscript::Identifier;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::picture::Pictures;
use fuzi::resolve::resolve;
use fuzi::unicode::Language;
use std::sync::Arc;

const CHARACTERS: usize = 300_000;
const SENTENCE: &str =
    "春天的書市人聲鼎沸，「這一頁排得真好！」她指著直排的《山居筆記》說：從前全臺一千七百家書店仍以手工校對——如今改用新的流程。";
const SETTINGS: &str = "schema = 1\nslug = \"bench\"\n[book]\nfiles = [\"a.md\"]\nlanguage = \"zh-Hant-TW\"\ntitle = \"書\"\n\
    modified = 2026-01-01\n[edition.vertical]\ndirection = \"vertical\"\nformats = [\"epub\"]\n";

fn fonts() -> Fonts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    #[expect(clippy::disallowed_methods, reason = "a bench reads the bundled fonts itself")]
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).expect("bundled").into() });
    Fonts::new(files.to_vec(), &mut Report::default())
}

/// Paragraphs of about 240 characters, a heading before every fortieth, each paragraph with characters of its own.
fn book() -> Book {
    let mut ids = NodeIds::default();
    let language = Language::new("zh-Hant-TW").expect("a language tag");
    let text = |ids: &mut NodeIds, text: String| {
        vec![Inline {
            id: ids.fresh(),
            span: None,
            kind: InlineKind::Text(TextRun { text, language: language.clone(), map: SourceMap::default() }),
        }]
    };
    let mut blocks = Vec::new();
    let per_paragraph = SENTENCE.chars().count() * 4;
    for index in 0..CHARACTERS / per_paragraph {
        let own: String = (0..3).filter_map(|step| char::from_u32(0x4E00 + ((index * 3 + step) % 3000) as u32)).collect();
        if index % 40 == 0 {
            let content = text(&mut ids, format!("第{index}節"));
            let kind = BlockKind::Heading(Heading { level: 2, content, numbered: true, short: None });
            blocks.push(Block { id: ids.fresh(), span: None, identifier: None, language: language.clone(), kind });
        }
        let content = text(&mut ids, SENTENCE.repeat(4) + &own);
        blocks.push(Block {
            id: ids.fresh(),
            span: None,
            identifier: None,
            language: language.clone(),
            kind: BlockKind::Paragraph(content),
        });
    }
    let division = Division {
        id: ids.fresh(),
        role: DivisionRole::Body,
        name: "a".to_owned(),
        language: language.clone(),
        metadata: PartMetadata::default(),
        blocks,
        notes: Vec::new(),
    };
    Book { language, divisions: vec![division], ids }
}

fn epub(criterion: &mut Criterion) {
    let (book, fonts, pictures, mut report) = (book(), fonts(), Pictures::new(), Report::default());
    let files = MemoryFiles::new("bench").with("book.toml", SETTINGS).with("a.md", "文");
    let manuscript = Manuscript::open(Arc::new(files), &Context::default(), &mut report).expect("the settings are valid");
    let resolved = resolve(&book, &mut report);
    let identifier = Identifier::from_name("bench");
    let mut group = criterion.benchmark_group("epub");
    group.sample_size(10).throughput(Throughput::Elements(CHARACTERS as u64));
    for (name, choice) in [("300,000 characters, no fonts", EpubFonts::None), ("300,000 characters, all fonts", EpubFonts::All)] {
        let mut edition = manuscript.editions[0].clone();
        edition.epub.fonts = choice;
        let input = EpubInput {
            book: &book,
            resolved: &resolved,
            page_map: None,
            pictures: &pictures,
            fonts: &fonts,
            metadata: &manuscript.metadata,
            edition: &edition,
            identifier: &identifier,
            pdf_identifier: None,
            modified: manuscript.metadata.modified.as_ref(),
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| fuzi::epub::write(&input, &Context::default(), &mut Report::default()).expect("the book can be written"));
        });
    }
    group.finish();
}

criterion_group!(benches, epub);
criterion_main!(benches);
