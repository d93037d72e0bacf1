//! A manuscript composed to pages in memory.

use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use fuzi::adapt;
use fuzi::book::Book;
use fuzi::diag::Context;
use fuzi::diag::Limits;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::inline::Detail;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown;
use fuzi::page::PageInput;
use fuzi::page::Pages;
use fuzi::page::compose;
use fuzi::picture::Picture;
use fuzi::picture::Pictures;
use fuzi::resolve;
use fuzi::resolve::HeadingNumbers;
use fuzi::resolve::Resolved;
use fuzi::style;
use fuzi::style::Styled;

pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"];
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
    Fonts::new(files.to_vec(), &mut Report::default())
});

/// Pictures by name: `wide.svg`, `tall.svg`, `square.svg`, `huge.svg`.
pub static PICTURES: LazyLock<Pictures> = LazyLock::new(|| {
    let sizes = [("wide.svg", 300, 180), ("tall.svg", 180, 300), ("square.svg", 200, 200), ("huge.svg", 9000, 9000)];
    let picture = |(name, width, height): (&str, u32, u32)| {
        let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><path d=\"M0 0L9 9\"/></svg>");
        (name.to_owned(), Picture::read(text.into_bytes(), &Limits::default()).unwrap())
    };
    sizes.into_iter().map(picture).collect()
});

pub struct Set {
    pub book: Book,
    pub resolved: Resolved,
    pub styled: Styled,
    pub pages: Pages,
    pub report: Report,
}

/// Composes files in the edition that `settings` describes, such as `direction = "vertical"`.
pub fn set(files: &[String], language: &str, settings: &str) -> Set {
    let names: Vec<String> = (1..=files.len()).map(|number| format!("{number:02}.md")).collect();
    let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let toml = format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"山中\"\nmodified = 2020-01-01\nfiles = [{}]\n\
         [edition.a]\n{settings}\n",
        list.join(", ")
    );
    let mut memory = MemoryFiles::new("a").with("book.toml", toml);
    for (name, text) in names.iter().zip(files) {
        memory = memory.with(name, text.clone());
    }
    let (context, mut report) = (Context::default(), Report::default());
    let mut manuscript = Manuscript::open(Arc::new(memory), &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let book = markdown::read(&mut manuscript, &context, &mut report).unwrap();
    let edition = manuscript.editions[0].clone();
    let book = adapt::adapt(&book, &manuscript.metadata, &edition, None, &mut report).book;
    let resolved = resolve::resolve_for(&book, &HeadingNumbers::default(), &style::note_rules(&edition), &mut report);
    let styled = style::cascade(&edition, &mut Report::default());
    let input = PageInput {
        book: &book,
        resolved: &resolved,
        pictures: &PICTURES,
        fonts: &FONTS,
        metadata: &manuscript.metadata,
        edition: &edition,
        detail: Detail::On,
    };
    let pages = compose(&input, &context, &mut report);
    Set { book, resolved, styled, pages, report }
}
