//! Texts read by import: bytes of the source a second.

use std::hint::black_box;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::import::Request;
use fuzi::import::import;

/// A line of a novel, with as many readings and annotations as novels have.
const AOZORA: &str = "　吾輩は猫である。名前はまだ無い。どこで生れたか｜頓《とん》と見当《けんとう》がつかぬ。何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは［＃「事だけは」に傍点］記憶している。\n";

const PLAIN: &str = "　　話說天下大勢，分久必合，合久必分：周末七國分爭，并入於秦。及秦滅之後，楚、漢分爭，又并入於漢。\n\n";

fn read(name: &str, bytes: &[u8]) {
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name, bytes, folder: "bench", ..Request::default() };
    black_box(import(&request, &mut sources, &mut report).map(|imported| imported.files.len())).ok();
}

fn bench(criterion: &mut Criterion) {
    let novel = format!("題\n著者\n\n{}\n底本：「甲」\n", AOZORA.repeat(4000));
    let chapter = |number: usize| format!("第{number}回\n\n{}", PLAIN.repeat(100));
    let book: String = (1..=120).map(chapter).collect();
    let wide: Vec<u8> = book.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    let (sjis, big5) = (encode("shift_jis", &novel), encode("big5", &book));
    for (name, bytes) in [("aozora-utf8.txt", novel.as_bytes()), ("aozora-shift-jis.txt", &sjis), ("book-utf8.txt", book.as_bytes())] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(name, bytes)));
    }
    for (name, bytes) in [("book-big5.txt", big5), ("book-utf16.txt", wide)] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| read(name, &bytes)));
    }
    group.finish();
}

fn encode(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("the labels are the standard's");
    encoding.encode(text).0.into_owned()
}

criterion_group!(benches, bench);
criterion_main!(benches);
