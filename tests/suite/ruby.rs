//! Readings on whole pages: wherever text may stand, and without moving a line.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use fuzi::adapt;
use fuzi::book::Owner;
use fuzi::book::Part;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::inline::Detail;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown;
use fuzi::page::GlyphRun;
use fuzi::page::ItemKind;
use fuzi::page::PageInput;
use fuzi::page::Pages;
use fuzi::page::compose;
use fuzi::picture::Pictures;
use fuzi::resolve;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
    Fonts::new(files.to_vec(), &mut Report::default())
});

/// Composes a Japanese file in one direction.
fn pages(text: &str, direction: &str) -> (Pages, Report) {
    let settings = format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"ja\"\ntitle = \"山\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n\
         [edition.a]\ndirection = \"{direction}\"\n"
    );
    let files = MemoryFiles::new("a").with("book.toml", settings).with("a.md", text);
    let (context, mut report) = (Context::default(), Report::default());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap();
    let book = markdown::read(&mut manuscript, &context, &mut report).unwrap();
    let edition = manuscript.editions[0].clone();
    let book = adapt::adapt(&book, &manuscript.metadata, &edition, None, &mut report).book;
    let resolved = resolve::resolve(&book, &mut report);
    let (metadata, pictures) = (&manuscript.metadata, &Pictures::new());
    let input = PageInput { book: &book, resolved: &resolved, pictures, fonts: &FONTS, metadata, edition: &edition, detail: Detail::Off };
    let pages = compose(&input, &context, &mut report);
    (pages, report)
}

fn runs(pages: &Pages) -> impl Iterator<Item = (Owner, &GlyphRun)> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match &item.kind {
        ItemKind::Text(run) => Some((item.owner, run)),
        ItemKind::Picture(_) | ItemKind::Fill(_) | ItemKind::Path(_) => None,
    })
}

const EVERYWHERE: &str = "# 一の{章|しょう}\n\n{本文|ほん|ぶん}の[{鎖|くさり}](https://example.org)と*{傍点|ぼう|てん}*[^a]。\n\n\
    [^a]: {脚注|きゃく|ちゅう}の{文|ふみ}。\n\n- {項目|こう|もく}\n\n> {引用|いん|よう}\n\n| {表|ひょう} | 二 |\n|---|---|\n| {欄|らん} | 三 |\n\n\
    # 二の{章|くだり}\n\n{漢字|かんじ}\n";

/// Proves: RUB-15 [JA] [HV]: readings stand in headings, links, emphasized text, notes, lists, quotations and tables; lists of
/// contents leave them out.
#[test]
fn readings_stand_wherever_text_may_stand() {
    for direction in ["vertical", "horizontal"] {
        let (pages, report) = pages(EVERYWHERE, direction);
        assert!(report.findings().iter().all(|finding| !finding.code.id().starts_with("RU")), "{:?}", report.findings());
        let readings: Vec<&str> = runs(&pages)
            .filter(|(owner, _)| matches!(owner, Owner::Node(_, Part::RubyReading(_))))
            .map(|(_, run)| run.text.as_ref())
            .collect();
        let all: String = readings.concat();
        for reading in [
            "しょう",
            "ほん",
            "ぶん",
            "くさり",
            "ぼう",
            "てん",
            "きゃく",
            "ちゅう",
            "ふみ",
            "こう",
            "もく",
            "いん",
            "よう",
            "ひょう",
            "らん",
            "くだり",
            "かんじ",
        ] {
            assert!(all.contains(reading), "{direction} {reading}: {all}");
        }
        assert_eq!(all.matches("くだり").count(), 1, "{direction}: contents keep no reading");
        let listed: String = runs(&pages)
            .filter(|(owner, _)| matches!(owner, Owner::Node(_, Part::ContentsTitle)))
            .map(|(_, run)| run.text.as_ref())
            .collect();
        assert_eq!(listed, "一の章二の章", "{direction}");
    }
}

/// Proves: RUB-10 [ALL] [HV]: a text with readings has its lines where the same text without them has its own.
#[test]
fn readings_move_no_line() {
    let read = "{春|はる}は{曙|あけぼの}、やうやう{白|しろ}くなりゆく{山際|やま|ぎわ}、{少|すこ}し{明|あか}りて。".repeat(30);
    let bare: String = read
        .split('{')
        .map(|piece| match piece.split_once('}') {
            Some((inner, rest)) => format!("{}{rest}", inner.split('|').next().unwrap()),
            None => piece.to_owned(),
        })
        .collect();
    for direction in ["vertical", "horizontal"] {
        let lines = |text: &str| {
            let (pages, _) = pages(&format!("# 題\n\n{text}\n"), direction);
            let places: BTreeSet<i64> = runs(&pages)
                .filter(|(owner, _)| matches!(owner, Owner::Node(_, Part::Content | Part::RubyBase(_))))
                .map(|(_, run)| if direction == "vertical" { run.origin.x.to_units() } else { run.origin.y.to_units() })
                .collect();
            places
        };
        let (with, without) = (lines(&read), lines(&bare));
        assert!(with.len() > 10 && with.is_superset(&without), "{direction}: {with:?} {without:?}");
        let pitch = |places: &BTreeSet<i64>| {
            let body: Vec<i64> = places.iter().copied().collect();
            body.windows(2).map(|pair| pair[1] - pair[0]).min()
        };
        assert_eq!(pitch(&with), pitch(&without), "{direction}");
    }
}
