use super::*;
use crate::diag::Context;
use crate::manuscript::Manuscript;
use crate::manuscript::MemoryFiles;
use std::sync::Arc;

const ARTICLE: &str = include_str!("../../../tests/fixtures/pasted-article.txt");

fn imported(name: &str, text: &str, pictures: &[&str], folder: &str) -> (Imported, Report) {
    let mut report = Report::default();
    let pictures: Vec<String> = pictures.iter().map(|path| (*path).to_owned()).collect();
    let request = Request { name, bytes: text.as_bytes(), pictures: &pictures, folder, ..Request::default() };
    let imported = import(&request, &mut Sources::default(), &mut report).unwrap();
    (imported, report)
}

fn text(file: &ImportedFile) -> &str {
    std::str::from_utf8(&file.bytes).unwrap()
}

fn codes(report: &Report) -> Vec<Code> {
    report.findings().iter().map(|finding| finding.code).collect()
}

#[test]
fn a_pasted_article_becomes_title_sections_figures_and_people() {
    let (imported, report) = imported("article.txt", ARTICLE, &[], "my-article");
    let (book, body) = (text(&imported.files[0]), text(&imported.files[1]));
    let headings: Vec<&str> = body.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## “夜讀燈”從一張問卷開始", "## 網路與燈光,哪一個更要緊", "## 留一盞燈,也留一個位子"]);
    let figures: Vec<&str> = body.lines().filter(|line| line.starts_with("![")).collect();
    assert_eq!(figures, ["![](<> \"夜讀燈亮起後的兒童閱覽室\")", "![](<> \"志工隊在交班簿上簽名\")", "![](<> \"書車停在五號橋頭\")"]);
    assert!(body.starts_with("---\ntitle: \"小鎮圖書館“夜”開門,把晚間十點以後的燈光留給讀書人\"\n"));
    for name in ["甲乙", "丙丁", "戊己庚"] {
        assert!(book.contains(&format!("{{ name = \"{name}\", role = \"reporter\" }}")), "{name}");
    }
    for line in ["slug = \"my-article\"", "language = \"zh-Hant-TW\"", "quotes = \"region\"", "punctuation = \"region\""] {
        assert!(book.contains(line), "{line}");
    }
    use Code::*;
    let expected = [
        ImportedEncoding,
        ImportedFormat,
        ImportDropped,
        ImportDropped,
        ImportedCredit,
        ImportedCounts,
        ImportedSetting,
        ImportedSetting,
        ImportedSetting,
        FiguresWithoutPicture,
    ];
    assert_eq!(codes(&report), expected);
}

#[test]
fn nothing_of_a_pasted_article_is_lost() {
    let (imported, report) = imported("article.txt", ARTICLE, &[], "my-article");
    let mut kept: String = imported.files.iter().map(text).collect();
    kept.retain(|character| character != '\\');
    let dropped: Vec<&str> = report
        .findings()
        .iter()
        .filter(|finding| finding.code == Code::ImportDropped)
        .flat_map(|finding| finding.arguments.iter().map(|(_, value)| value.as_str()))
        .collect();
    for line in ARTICLE.lines().map(str::trim).filter(|line| !line.is_empty() && !dropped.contains(line)) {
        match line.strip_prefix("記者:") {
            Some(names) => names.split(' ').for_each(|name| assert!(kept.contains(name), "{name}")),
            None => assert!(kept.contains(line), "{line}"),
        }
    }
}

#[test]
fn the_project_opens_without_errors_and_nothing_is_invented() {
    let (imported, _) = imported("文章.txt", ARTICLE, &[], "新書");
    let files = imported.files.iter().fold(MemoryFiles::new("new"), |files, file| files.with(&file.path, file.bytes.clone()));
    let mut report = Report::default();
    let opened = Manuscript::open(Arc::new(files), &Context::default(), &mut report);
    assert!(report.checked().is_ok(), "{:?}", report.findings());
    let manuscript = opened.ok().unwrap();
    assert_eq!((manuscript.slug.as_str(), manuscript.editions.len()), ("article", 2));
    assert_eq!(manuscript.metadata.creators.len(), 3);
    assert_eq!((manuscript.metadata.publisher, manuscript.metadata.published), (None, None));
}

#[test]
fn pictures_are_placed_in_order_under_ascii_names() {
    let article = "題目\n\n話。\n\n題目\n\n甲說\n\n話話。\n\n題目\n\n乙說\n\n話話話。\n";
    let (imported, report) = imported("a.txt", article, &["in/A b.JPG", "in/圖.png", "in/c.svg"], "x");
    let body = text(&imported.files[1]);
    assert!(body.contains("![](pictures/a-b.jpg \"甲說\")") && body.contains("![](pictures/picture-2.png \"乙說\")"), "{body}");
    assert_eq!(imported.pictures[1], PictureCopy { from: "in/圖.png".to_owned(), to: "pictures/picture-2.png".to_owned() });
    assert!(codes(&report).contains(&Code::UnplacedPicture));
}

#[test]
fn markdown_imports_the_same_way() {
    let (imported, _) = imported("my text.md", "# 題目\n\n**國**話。\n\n記者：張三\n\n## 節\n\n話。\n", &[], "x");
    assert_eq!(imported.files[1].path, "my-text.md");
    let expected = "---\ntitle: \"題目\"\ncreators:\n  - name: \"張三\"\n    role: \"記者\"\n---\n\n**國**話。\n\n## 節\n\n話。\n";
    assert_eq!(text(&imported.files[1]), expected);
}

#[test]
fn what_is_no_text_is_an_error() {
    let mut report = Report::default();
    let request = Request { name: "a.txt", bytes: &[0; 64], folder: "x", ..Request::default() };
    assert!(import(&request, &mut Sources::default(), &mut report).is_err());
    assert_eq!(codes(&report), [Code::NotText]);
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place_and_stay_visible() {
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let bytes = [b"a\n\n".as_slice(), "\u{4E00}\u{4E8C}\u{4E09}".as_bytes(), b"\xFF", "\u{56DB}\u{3002}\u{7}\n".as_bytes()].concat();
    let request = Request { name: "a.txt", bytes: &bytes, folder: "x", encoding: "utf-8".parse().ok(), ..Request::default() };
    let imported = import(&request, &mut sources, &mut report).unwrap();
    let places: Vec<(Code, usize, usize)> = report
        .findings()
        .iter()
        .filter_map(|finding| finding.span.map(|span| (finding.code, sources.position(span).line, sources.position(span).column)))
        .collect();
    assert_eq!(places, [(Code::UndecodableBytes, 3, 4), (Code::ImportedControl, 3, 7)]);
    assert!(text(&imported.files[1]).ends_with("\u{4E00}\u{4E8C}\u{4E09}〓\u{56DB}\u{3002}〓\n"));
}

#[test]
fn a_text_of_aozora_becomes_a_japanese_project_with_a_report() {
    let source = "題《だい》\n著者\n\n　吾輩《わがはい》は［＃「は」に傍点］猫である。\n［＃地から１字上げ］完\n\n底本：「甲」\n";
    let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(source);
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name: "neko.txt", bytes: &sjis, folder: "neko", ..Request::default() };
    let imported = import(&request, &mut sources, &mut report).unwrap();
    let (book, body) = (text(&imported.files[0]), text(&imported.files[1]));
    assert!(book.contains("language = \"ja\"") && book.contains("name = \"著者\""), "{book}");
    let expected = "---\ntitle: \"{題|だい}\"\ncreators:\n  - name: \"著者\"\n---\n\n{吾輩|わがはい}[は]{dots=sesame}猫である。\n\n\
                    ::: div {end=1 align=end}\n完\n:::\n\n::: colophon\n底本：「甲」\n:::\n";
    assert_eq!(body, expected);
    let record: serde_json::Value = serde_json::from_slice(&imported.files[2].bytes).unwrap();
    assert_eq!((&record["encoding"]["name"], &record["format"]["name"]), (&"Shift_JIS".into(), &"aozora".into()));
    assert_eq!((&record["found"]["readings"], &record["found"]["annotations"]), (&2.into(), &2.into()));
}

#[test]
fn front_matter_becomes_the_metadata_of_the_book() {
    let source = "---\ntitle: 甲\nauthor: 王小明\nlanguage: zh-Hant-HK\ndate: 2020-04-01T10:00:00+08:00\ndescription: 說明\nlayout: post\n---\n\n話。\n";
    let (imported, report) = imported("a.md", source, &[], "x");
    let (book, body) = (text(&imported.files[0]), text(&imported.files[1]));
    for line in ["language = \"zh-Hant-HK\"", "first-published = 2020-04-01", "description = \"說明\"", "name = \"王小明\""] {
        assert!(book.contains(line), "{line} in {book}");
    }
    assert_eq!(body, "---\ntitle: 甲\ncreators:\n  - name: \"王小明\"\nlanguage: zh-Hant-HK\ndate: 2020-04-01\n---\n\n話。\n");
    assert!(codes(&report).contains(&Code::ImportDropped));
}

#[test]
fn a_text_without_a_title_takes_that_of_its_file() {
    let paragraph = "一段話說了很多。".repeat(12);
    for (name, source) in
        [("小鎮.txt", paragraph.as_str()), ("小鎮.md", "![](<>)\n"), ("小鎮.md", "# 第一章\n\n話。\n\n# 第二章\n\n話。\n")]
    {
        let (imported, _) = imported(name, source, &[], "x");
        assert!(text(&imported.files[0]).contains("title = \"小鎮\""), "{source}");
        assert!(text(&imported.files[1]).starts_with("---\ntitle: \"小鎮\"\n---\n"), "{source}");
    }
}
