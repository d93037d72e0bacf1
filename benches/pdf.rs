//! Writing the PDF of composed pages: a book of three hundred thousand characters in both directions.

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
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::geom::WritingMode;
use fuzi::inline::Detail;
use fuzi::manuscript::Edition;
use fuzi::manuscript::EpubFonts;
use fuzi::manuscript::EpubSettings;
use fuzi::manuscript::Format;
use fuzi::manuscript::Imprint;
use fuzi::manuscript::LayoutSettings;
use fuzi::manuscript::LineOptions;
use fuzi::manuscript::Localized;
use fuzi::manuscript::Metadata;
use fuzi::manuscript::NumberStyle;
use fuzi::manuscript::PageFormat;
use fuzi::manuscript::PdfSettings;
use fuzi::manuscript::PunctuationConversion;
use fuzi::manuscript::QuoteConversion;
use fuzi::manuscript::TextSettings;
use fuzi::manuscript::Title;
use fuzi::manuscript::TitleKind;
use fuzi::page;
use fuzi::page::PageInput;
use fuzi::pdf;
use fuzi::pdf::PdfInput;
use fuzi::picture::Pictures;
use fuzi::resolve::resolve;
use fuzi::unicode::Language;
use fuzi::unicode::Region;

const SENTENCE: &str =
    "春天的書市人聲鼎沸，「這一頁排得真好！」她指著直排的《山居筆記》說：二〇二〇年以前，全臺一千七百家書店中約有一成五仍以手工校對。";

/// Characters of the book; FUZI_BENCH_CHARACTERS says otherwise.
fn characters() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a bench may be told its size")]
    let asked = std::env::var("FUZI_BENCH_CHARACTERS").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(300_000)
}

/// Paragraphs of varied text: three thousand different Han characters turn up in it.
fn book(language: &Language) -> Book {
    let mut ids = NodeIds::default();
    let mut blocks = Vec::new();
    let mut rare = (0x4E00_u32..0x5A00).filter_map(char::from_u32).cycle();
    let text = |ids: &mut NodeIds, text: String| {
        let run = TextRun { text, language: language.clone(), map: SourceMap::default() };
        vec![Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }]
    };
    let mut count = 0;
    while count < characters() {
        if blocks.len() % 40 == 0 {
            let content = text(&mut ids, format!("第{}節", blocks.len() / 40 + 1));
            blocks.push(block(&mut ids, language, BlockKind::Heading(Heading { level: 1, content, numbered: false, short: None })));
        }
        let words: String = SENTENCE.chars().chain(rare.by_ref().take(20)).chain(SENTENCE.chars().take(40 + count % 37)).collect();
        count += words.chars().count();
        let content = text(&mut ids, words);
        blocks.push(block(&mut ids, language, BlockKind::Paragraph(content)));
    }
    let division = Division {
        id: ids.fresh(),
        role: DivisionRole::Body,
        name: "body".to_owned(),
        language: language.clone(),
        metadata: PartMetadata::default(),
        blocks,
        notes: Vec::new(),
    };
    Book { language: language.clone(), divisions: vec![division], ids }
}

fn block(ids: &mut NodeIds, language: &Language, kind: BlockKind) -> Block {
    Block { id: ids.fresh(), span: None, identifier: None, language: language.clone(), kind }
}

fn metadata(language: &Language) -> Metadata {
    let text = Localized { text: "長書".to_owned(), language: language.clone(), alternates: Vec::new() };
    Metadata {
        language: language.clone(),
        titles: vec![Title { kind: TitleKind::Main, text, sort: None }],
        creators: Vec::new(),
        contributors: Vec::new(),
        publisher: None,
        published: None,
        first_published: None,
        captured: None,
        modified: None,
        revision: None,
        description: None,
        subjects: Vec::new(),
        rights: None,
        rights_url: None,
        source_url: None,
        issn: None,
        issue: None,
        series: None,
        imprint: Imprint::default(),
        identifier: None,
        certification: None,
    }
}

fn edition(direction: WritingMode) -> Edition {
    Edition {
        name: "bench".to_owned(),
        label: String::new(),
        direction,
        region: Region::Taiwan,
        formats: vec![Format::Pdf],
        page: PageFormat("a5".to_owned()),
        theme: "default".to_owned(),
        layout: LayoutSettings::default(),
        style: Vec::new(),
        text: TextSettings { quotes: QuoteConversion::Keep, punctuation: PunctuationConversion::Keep, numbers: NumberStyle::TateChuYoko },
        epub: EpubSettings { fonts: EpubFonts::None, ..EpubSettings::default() },
        pdf: PdfSettings::default(),
        line: LineOptions::default(),
        identifiers: Vec::new(),
        modified: None,
        revision: None,
        files: Vec::new(),
    }
}

fn fonts() -> Fonts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    #[expect(clippy::disallowed_methods, reason = "a bench reads the bundled fonts itself")]
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).expect("bundled").into() });
    Fonts::new(files.to_vec(), &mut Report::default())
}

fn writing(criterion: &mut Criterion) {
    let language = Language::new("zh-Hant-TW").expect("a language tag");
    let (book, metadata, fonts, pictures) = (book(&language), metadata(&language), fonts(), Pictures::default());
    let mut context = Context::default();
    context.jobs = 1;
    let mut group = criterion.benchmark_group("pdf");
    group.throughput(Throughput::Elements(characters() as u64)).sample_size(10);
    for (name, direction) in [("horizontal", WritingMode::HorizontalTb), ("vertical", WritingMode::VerticalRl)] {
        let edition = edition(direction);
        let mut report = Report::default();
        let resolved = resolve(&book, &mut report);
        let input = PageInput {
            book: &book,
            resolved: &resolved,
            pictures: &pictures,
            fonts: &fonts,
            metadata: &metadata,
            edition: &edition,
            detail: Detail::Off,
        };
        let pages = page::compose(&input, &context, &mut report);
        let input = PdfInput {
            book: &book,
            resolved: &resolved,
            pages: &pages,
            pictures: &pictures,
            fonts: &fonts,
            metadata: &metadata,
            edition: &edition,
            identifier: "urn:uuid:00000000-0000-5000-8000-000000000000",
            claim: pdf::Claim::Archive,
            attachments: &[],
        };
        let file = pdf::write(&input, &context, &mut report).expect("the book has no errors");
        eprintln!("{name}: {} pages, {} bytes", pages.pages.len(), file.len());
        group.bench_function(name, |bencher| {
            bencher.iter(|| pdf::write(&input, &context, &mut Report::default()).expect("no errors").len())
        });
    }
    group.finish();
}

criterion_group!(benches, writing);
criterion_main!(benches);
