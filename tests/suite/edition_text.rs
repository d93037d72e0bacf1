//! From a pasted article to the text of its editions.

use fuzi::adapt::EditionBook;
use fuzi::adapt::Rule;
use fuzi::adapt::adapt;
use fuzi::book::BlockKind;
use fuzi::book::Book;
use fuzi::book::CanonicalText;
use fuzi::book::DivisionRole;
use fuzi::diag::Code;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::Severity;
use fuzi::diag::Sources;
use fuzi::import::Request;
use fuzi::import::import;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown;
use fuzi::resolve::resolve;
use std::sync::Arc;

const ARTICLE: &str = include_str!("../fixtures/pasted-article.txt");

/// The manuscript that the article becomes, its tree, and the findings of reading it.
fn project(article: &str) -> (Manuscript, Book, Report) {
    let request = Request { name: "article.txt", bytes: article.as_bytes(), pictures: &[], folder: "night-lamp", ..Request::default() };
    let imported = import(&request, &mut Sources::default(), &mut Report::default()).expect("the article imports");
    let files = imported.files.into_iter().fold(MemoryFiles::new("night-lamp"), |files, file| files.with(file.path, file.bytes));
    let mut report = Report::default();
    let mut manuscript = Manuscript::open(Arc::new(files), &Context::default(), &mut report).expect("book.toml opens");
    let book = markdown::read(&mut manuscript, &Context::default(), &mut report).expect("the Markdown reads");
    (manuscript, book, report)
}

fn edition(article: &str, name: &str) -> (EditionBook, Report) {
    let (manuscript, book, _) = project(article);
    let edition = manuscript.editions.iter().find(|edition| edition.name == name).expect("the edition is declared");
    let mut report = Report::default();
    (adapt(&book, &manuscript.metadata, edition, None, &mut report), report)
}

#[test]
fn an_imported_article_reads_without_errors_and_nothing_is_lost() {
    let (_, book, report) = project(ARTICLE);
    let grave: Vec<_> = report.findings().iter().filter(|finding| finding.severity() >= Severity::Error).collect();
    assert!(grave.is_empty(), "{grave:?}");
    let body = CanonicalText::of(&book).body;
    for line in ARTICLE.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_of_the_site = line.starts_with("分享到") || line.starts_with("相關文章");
        match line.strip_prefix("記者:") {
            Some(names) => assert!(names.split(' ').all(|name| body.iter().any(|line| line.contains(name))), "{names}"),
            None if is_of_the_site => assert!(!body.iter().any(|kept| kept == line), "{line}"),
            None => assert!(body.iter().any(|kept| kept == line), "{line}"),
        }
    }
}

#[test]
fn the_figures_of_an_imported_article_have_captions_and_no_files() {
    let (_, book, _) = project(ARTICLE);
    let mut figures = Vec::new();
    book.divisions[0].walk(&mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            figures.push((fuzi::book::plain_text(&figure.caption), figure.pictures.len(), figure.pictures[0].file.path.clone()));
        }
    });
    let expected = ["夜讀燈亮起後的兒童閱覽室", "志工隊在交班簿上簽名", "書車停在五號橋頭"];
    assert_eq!(figures, expected.map(|caption| (caption.to_owned(), 1, String::new())));
}

#[test]
fn both_editions_of_an_imported_article_have_the_marks_of_their_region() {
    for name in ["vertical", "horizontal"] {
        let (edition, report) = edition(ARTICLE, name);
        assert_eq!(report.findings(), [], "{name}");
        let body = CanonicalText::of(&edition.book).body.join("\n");
        assert!(!body.contains(['“', '”', '‘', '’', ';', '?']), "{name}: {body}");
        assert!(body.contains("「看完這本《關門以後》，沒有人好意思再說『小鎮不需要夜間圖書館』。」"), "{name}");
        assert!(body.contains("最難的不是電費（一晚約120元），而是人手。"), "{name}");
        assert!(body.contains("服務時間是7x24小時。"), "{name}");
        assert!(edition.substitutions.iter().all(|one| one.rule != Rule::HanDigits && one.from != one.to));
    }
}

#[test]
fn the_text_of_the_editions_differs_only_where_a_substitution_says_so() {
    let (_, book, _) = project(ARTICLE);
    let (edition, _) = edition(ARTICLE, "vertical");
    let count = |book: &Book| CanonicalText::of(book).body.concat().chars().count();
    let of_text: Vec<_> = edition.substitutions.iter().filter(|one| one.span.is_some()).collect();
    let removed: usize = of_text.iter().map(|one| one.from.chars().count() - one.to.chars().count()).sum();
    // The role stands before each name in the manuscript, once before all in the edition.
    let roles = "記者　".chars().count() * 2;
    assert_eq!(count(&book) - removed - roles, count(&edition.book));
}

#[test]
fn contents_and_numbers_follow_from_an_imported_article() {
    let (edition, _) = edition(ARTICLE, "vertical");
    let roles: Vec<DivisionRole> = edition.book.divisions.iter().map(|division| division.role).collect();
    assert_eq!(roles, [DivisionRole::Cover, DivisionRole::Contents, DivisionRole::Body, DivisionRole::Colophon]);
    let mut report = Report::default();
    let resolved = resolve(&edition.book, &mut report);
    assert_eq!(report.findings().iter().map(|finding| finding.code).collect::<Vec<Code>>(), []);
    let listed: Vec<(u8, &str)> = resolved.contents.iter().map(|entry| (entry.level, entry.plain.as_str())).collect();
    let expected = [
        (1, "小鎮圖書館「夜」開門，把晚間十點以後的燈光留給讀書人"),
        (2, "「夜讀燈」從一張問卷開始"),
        (2, "網路與燈光，哪一個更要緊"),
        (2, "留一盞燈，也留一個位子"),
    ];
    assert_eq!(listed, expected);
}
