//! A novel of 300,000 characters checked: reading, every rule of the text, and the whole check with its fonts.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::lint;
use fuzi::lint::Subject;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown;
use fuzi::pipeline;
use fuzi::pipeline::Request;
use fuzi::pipeline::Survey;

const BOOK: &str = "schema = 1\nslug = \"a\"\n[book]\nfiles = [\"a.md\"]\nlanguage = \"zh-Hant-TW\"\ntitle = \"水\"\nmodified = 2020-01-01\n\
                    [edition.vertical]\n[edition.horizontal]\n";

/// What a paragraph of the novel says, with the faults that manuscripts have.
const PARAGRAPHS: &[&str] = &[
    "這條運河從北到南流過整座城市，兩岸都是三百年以上的老房子，每天清早都有人推著車子過橋，把菜送到市場裡去。",
    "「你昨天說的那封信，」他放下杯子，「到底是誰寄來的？」她沒有回答，只是看著窗外的船……過了很久才說：『我不知道。』",
    "第 12 號碼頭在 2020 年 3 月關閉，用了 47 年；現在那裡是圖書館，一樓放報紙，二樓放地圖，三樓放的是沒有人看的檔案。",
    "他把{水準儀|ㄕㄨㄟˇ}架好，讀了三次，每次都差一點點[^1]。旁邊的人說:算了吧,明天再來(反正不急)。",
    "風從海上來--帶著鹽和鐵的味道--吹過整條街。二○二○年的海報還貼在牆上，只是“歡迎”兩個字已經看不清楚了...",
];

/// 300,000 characters.
fn novel() -> String {
    let mut text = String::new();
    let mut characters = 0;
    for number in 1.. {
        text.push_str(&format!("# 第{number}章\n\n"));
        for (at, paragraph) in PARAGRAPHS.iter().cycle().take(100).enumerate() {
            let paragraph = format!("{paragraph}第{number}之{at}。\n\n").replace("[^1]", &format!("[^{number}-{at}]"));
            characters += paragraph.chars().count();
            text.push_str(&paragraph);
            if paragraph.contains("[^") {
                text.push_str(&format!("[^{number}-{at}]: 水準測量的誤差。\n\n"));
            }
        }
        if characters >= 300_000 {
            return text;
        }
    }
    text
}

fn fonts() -> Vec<FontFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"]
        .into_iter()
        .filter_map(|name| Some(FontFile { name: name.to_owned(), data: read(&folder.join(name))?.into() }))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "a bench reads its fonts")]
fn read(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}

fn bench(criterion: &mut Criterion) {
    let files = Arc::new(MemoryFiles::new("a").with("a.md", novel()).with("book.toml", BOOK));
    let context = Context::default();
    let open = || Manuscript::open(files.clone(), &context, &mut Report::default()).expect("the bench's book is in order");
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| black_box(markdown::read(&mut open(), &context, &mut Report::default()).map(|book| book.divisions.len())).ok());
    });
    let mut manuscript = open();
    let book = markdown::read(&mut manuscript, &context, &mut Report::default()).expect("the bench's book is in order");
    group.bench_function("rules of the text", |bencher| bencher.iter(|| black_box(lint::check_text(&manuscript, &book).len())));
    let loaded = fonts();
    group.bench_function("all, 300,000 characters", |bencher| {
        bencher.iter(|| {
            let (mut manuscript, mut report) = (open(), Report::default());
            let survey = pipeline::survey(&mut manuscript, loaded.clone(), &Request::default(), &context, &mut report);
            let Ok(Survey { book, pictures, fonts }) = survey else { return 0 };
            let subject = Subject { manuscript: &manuscript, book: &book, pictures: &pictures, fonts: &fonts, pages: &[] };
            black_box(lint::check(&subject, &context, &mut report).len())
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
