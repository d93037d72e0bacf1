//! Whole books, from the manuscript in memory to the finished files in memory: 300,000 and 2,000,000 characters, vertical, and 300,000
//! with 20 pictures and 500 notes, which are to take at most 0.6 s, 3 s and 0.6 s of user CPU.

use std::sync::Arc;
use std::time::Duration;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;

use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::manuscript::Format;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::pipeline::Request;

const SETTINGS: &str = r#"schema = 1
slug = "generated"

[book]
files = ["book.md"]
language = "zh-Hant-TW"
title = "產生的書"
modified = 2026-01-01

[edition.vertical]
direction = "vertical"
formats = ["epub", "pdf"]
"#;

/// Text of so many characters in chapters, without a clock and without chance: a linear congruential sequence walks through
/// three thousand Han characters, with marks, quotations, numbers and words between them.
fn manuscript(characters: usize) -> String {
    let mut state: u64 = 7;
    let mut next = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut text = String::new();
    let mut count = 0;
    let mut chapter = 0;
    while count < characters {
        if count >= chapter * 7_500 {
            chapter += 1;
            text.push_str(&format!("## 第{chapter}章\n\n"));
        }
        let sentences = 3 + next(12);
        for sentence in 0..sentences {
            let quoted = next(8) == 0;
            if quoted {
                text.push('「');
            }
            let length = 8 + next(18);
            for place in 0..length {
                if place == 5 && next(12) == 0 {
                    text.push_str(["7", "12", "2020", "1.7", "WeLink", "15%"][next(6) as usize]);
                }
                text.push(char::from_u32(0x4E00 + next(3_000) as u32).expect("the block has these characters"));
            }
            text.push_str(if quoted { "」" } else { "" });
            text.push(if sentence + 1 == sentences { '。' } else { ['，', '，', '；', '。'][next(4) as usize] });
            count += length as usize + 1;
        }
        text.push_str("\n\n");
    }
    text
}

const PICTURES: usize = 20;
const NOTES: usize = 500;

/// The same with pictures and notes at equal distances.
fn illustrated(characters: usize) -> String {
    let plain = manuscript(characters);
    let paragraphs: Vec<&str> = plain.split("\n\n").filter(|paragraph| !paragraph.is_empty()).collect();
    let (per_picture, per_note) = ((paragraphs.len() / PICTURES).max(1), (paragraphs.len() / NOTES).max(1));
    let (mut text, mut notes, mut pictures) = (String::new(), String::new(), 0);
    for (index, paragraph) in paragraphs.iter().enumerate() {
        text.push_str(paragraph);
        let number = index / per_note + 1;
        if index % per_note == 0 && number <= NOTES && !paragraph.starts_with('#') {
            text.push_str(&format!("[^{number}]"));
            notes.push_str(&format!("[^{number}]: {}\n\n", paragraph.chars().take(30).collect::<String>()));
        }
        text.push_str("\n\n");
        if index % per_picture == per_picture / 2 && pictures < PICTURES {
            pictures += 1;
            text.push_str(&format!("![圖](p{pictures}.png \"圖說\")\n\n"));
        }
    }
    text + &notes
}

/// A picture of 1200 by 800 pixels.
fn picture(seed: usize) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(1200, 800, |x, y| image::Rgb([(x / 5) as u8, (y / 4) as u8, (x * y / 97) as u8 ^ seed as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Png).expect("writing to memory cannot fail");
    bytes.into_inner()
}

fn fonts() -> Vec<FontFile> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    #[expect(clippy::disallowed_methods, reason = "a bench reads the bundled fonts itself")]
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).expect("bundled").into() });
    files.to_vec()
}

fn books(criterion: &mut Criterion) {
    let fonts = fonts();
    let mut group = criterion.benchmark_group("book");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    let pictures: Vec<Vec<u8>> = (1..=PICTURES).map(picture).collect();
    let books = [
        ("", 300_000, manuscript(300_000)),
        ("", 2_000_000, manuscript(2_000_000)),
        (" with pictures and notes", 300_000, illustrated(300_000)),
    ];
    for (kind, characters, text) in books {
        group.throughput(Throughput::Elements(characters as u64));
        for (format, only) in [("pdf", Format::Pdf), ("epub", Format::Epub)] {
            let name = format!("{format}{kind}");
            let request = Request { only: Some(only), ..Request::default() };
            group.bench_with_input(BenchmarkId::new(name, characters), &text, |bencher, text| {
                bencher.iter(|| {
                    let files = MemoryFiles::new("generated").with("book.toml", SETTINGS).with("book.md", text.as_bytes());
                    let numbered = pictures.iter().zip(1..);
                    let files = numbered.fold(files, |files, (picture, number)| files.with(format!("p{number}.png"), picture.clone()));
                    let (context, mut report) = (Context::default(), Report::default());
                    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).expect("the settings are sound");
                    fuzi::build(&mut manuscript, fonts.clone(), &request, &context, &mut report).expect("the book builds")
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, books);
criterion_main!(benches);
