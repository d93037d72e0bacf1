//! Shaping and line composition of a paragraph of a thousand characters, and of a book of three hundred thousand.

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;

use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::NodeIds;
use fuzi::book::TextRun;
use fuzi::diag::Report;
use fuzi::diag::SourceMap;
use fuzi::font::Direction;
use fuzi::font::FontFile;
use fuzi::font::FontRole;
use fuzi::font::Fonts;
use fuzi::font::Pairings;
use fuzi::geom::Length;
use fuzi::geom::WritingMode;
use fuzi::inline::Alignment;
use fuzi::inline::Environment;
use fuzi::inline::LineSettings;
use fuzi::inline::Paragraph;
use fuzi::inline::TextStyle;
use fuzi::inline::compose;
use fuzi::resolve::Resolved;
use fuzi::unicode::Language;
use fuzi::unicode::Region;

const SENTENCE: &str = "春天的書市人聲鼎沸，「這一頁排得真好！」她指著直排的《山居筆記》說：2020年以前，全臺1,700家書店中約有15%仍以手工校對——如今改用e化流程……";

fn fonts() -> Fonts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    #[expect(clippy::disallowed_methods, reason = "a bench reads the bundled fonts itself")]
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).expect("bundled").into() });
    Fonts::new(files.to_vec(), &mut Report::default())
}

/// As many as make a million characters.
const PARAGRAPHS: usize = 1000;

/// User time of this process in hundredths of a second, where the system tells it: what other programs do meanwhile hardly counts.
fn user_ticks() -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "a bench asks the system for its time")]
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    status.rsplit(')').next()?.split_whitespace().nth(11)?.parse().ok()
}

fn lines(criterion: &mut Criterion) {
    let fonts = fonts();
    let language = Language::new("zh-Hant-TW").expect("a language tag");
    let resolved = Resolved::default();
    let words: String = SENTENCE.chars().cycle().take(1000).collect();
    let mut ids = NodeIds::default();
    let run = TextRun { text: words.clone(), language: language.clone(), map: SourceMap::default() };
    let content = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }];
    let size = Length::pt(10).type_size();
    let mut group = criterion.benchmark_group("line");
    group.throughput(Throughput::Elements(1000));
    for (name, mode) in [("horizontal", WritingMode::HorizontalTb), ("vertical", WritingMode::VerticalRl)] {
        let settings = LineSettings {
            mode,
            region: Region::Taiwan,
            measure: size * 38,
            first_indent: size * 2,
            indent: Length::ZERO,
            alignment: Alignment::Justify,
        };
        let paragraph = Paragraph { content: &content, owner: None, style: TextStyle { size, role: FontRole::Serif }, language: &language };
        let environment =
            Environment { fonts: &fonts, resolved: &resolved, pairings: &Pairings::default(), readings: Default::default(), rules: None };
        group.bench_function(format!("compose 1000 characters, {name}"), |bencher| {
            bencher.iter(|| compose(&paragraph, &settings, &environment, &mut Report::default()));
        });
        let before = user_ticks();
        for _ in 0..PARAGRAPHS {
            std::hint::black_box(compose(&paragraph, &settings, &environment, &mut Report::default()));
        }
        if let (Some(before), Some(after)) = (before, user_ticks()) {
            println!("line/user CPU of a million characters, {name}: {:.2} s", (after - before) as f64 / 100.0);
        }
    }
    let face = fonts.face(fonts.primary(FontRole::Serif, &language).expect("a serif face"));
    for (name, direction) in [("horizontal", Direction::Horizontal), ("vertical", Direction::Vertical)] {
        group.bench_function(format!("shape 1000 characters, {name}"), |bencher| bencher.iter(|| face.shape(&words, &language, direction)));
    }
    group.finish();
}

criterion_group!(benches, lines);
criterion_main!(benches);
