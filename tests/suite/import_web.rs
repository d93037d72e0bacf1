//! Import of saved pages and of publications: what comes in, what is left out and told, and that it reads back and builds.

use crate::project::Project;
use fuzi::book::Book;
use fuzi::book::CanonicalText;
use fuzi::book::NodeIds;
use fuzi::book::dump_book;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::import::Imported;
use fuzi::import::Near;
use fuzi::import::Request;
use fuzi::import::import;
use fuzi::manuscript::Files;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown::read;
use std::sync::Arc;

/// A picture of one pixel would be taken for a counter, so it has 300.
fn picture() -> Vec<u8> {
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"200\">");
    svg.push_str("<rect width=\"300\" height=\"200\"/></svg>");
    svg.into_bytes()
}

/// What import makes of a source, which must come in.
pub fn imported(name: &str, bytes: &[u8], near: &MemoryFiles) -> (Imported, Report) {
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name, bytes, folder: "work", near: Near(Some(near as &dyn Files)), ..Request::default() };
    let imported = import(&request, &mut sources, &mut report);
    (imported.unwrap_or_else(|_| panic!("{name}: {:?}", report.findings())), report)
}

/// The book that the written project reads to.
pub fn read_back(imported: &Imported) -> (Book, Report) {
    let files = imported.files.iter().fold(MemoryFiles::new("work"), |files, file| files.with(&file.path, file.bytes.clone()));
    let (mut report, context) = (Report::default(), Context::default());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let book = read(&mut manuscript, &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    (book, report)
}

/// Where the trees that were written and the trees that are read part; none when they are the same.
pub fn difference(imported: &Imported) -> Option<String> {
    let (mut book, _) = read_back(imported);
    let mut divisions = imported.divisions.clone();
    for (read, written) in book.divisions.iter_mut().zip(&mut divisions) {
        written.name.clone_from(&read.name);
    }
    let dump =
        |divisions, language: &fuzi::unicode::Language| dump_book(&Book { language: language.clone(), divisions, ids: NodeIds::default() });
    let language = book.language.clone();
    let (written, read) = (dump(divisions, &language), dump(book.divisions, &language));
    if written == read {
        return None;
    }
    let at = written
        .lines()
        .zip(read.lines())
        .position(|(one, other)| one != other)
        .unwrap_or(written.lines().count().min(read.lines().count()));
    let show = |text: &str| text.lines().skip(at.saturating_sub(3)).take(6).collect::<Vec<_>>().join("\n");
    Some(format!("line {at}, written:\n{}\n--- read:\n{}", show(&written), show(&read)))
}

fn body(imported: &Imported) -> String {
    let file = imported.files.iter().find(|file| file.path.ends_with(".md")).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

fn record(imported: &Imported) -> serde_json::Value {
    let file = imported.files.iter().find(|file| file.path == "import.json").unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

const PAGE: &str = r##"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>小鎮的燈 - 某報</title>
<meta property="og:site_name" content="某報"><meta property="og:url" content="https://example.org/a/1.html">
<meta name="description" content="一篇談燈的文章">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"小鎮的燈","datePublished":"2020-03-27T10:00:00+08:00","author":{"name":"王小明"}}</script></head>
<body><nav><ul><li><a href="/">首頁</a></li><li><a href="/x">新聞</a></li></ul></nav>
<article><h1>小鎮的燈</h1><p class="byline">文／王小明</p>
<div class="share-buttons"><a href="#">分享到某處</a></div>
<p>　　鎮上的<ruby>燈<rt>ㄉㄥ</rt></ruby>在晚上<em>八點</em>亮起來，<b>每一盞</b>都不一樣。這裡有一個註<sup><a id="r1" href="#n1">1</a></sup>，說明它的來歷。</p>
<figure><a href="big.jpg"><img src="page_files/%E7%87%88.svg" alt="街上的一盞燈"></a><figcaption>夜裡的燈（攝影：李花）</figcaption></figure>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="1" height="1">
<p><img data-original="missing/b.png" src="loading.gif" alt="第二張"></p>
<h3>歷史</h3><p>第一行<br>第二行</p><blockquote><p>燈火闌珊處。</p><p>——辛棄疾</p></blockquote>
<table><tr><th>年</th><th>盞</th></tr><tr><td>1900</td><td align="right">12</td></tr><tr><td colspan="2">合計十二</td></tr></table>
<p hidden>看不見的字</p><pre><code class="language-rust">fn main() {
    lamp();
}</code></pre>
<p>H<sub>2</sub>O 與 x<sup>2</sup>，<span style="text-combine-upright: all">12</span>月，<a href="../b.html">另一頁</a>。</p>
<section class="footnotes"><h2>註釋</h2><ol><li id="n1">註的內容。 <a href="#r1">↩</a></li></ol></section>
</article><aside class="related"><h3>延伸閱讀</h3><ul><li><a href="/2">別的文章</a></li></ul></aside>
<footer>版權所有</footer><script>track()</script></body></html>"##;

#[test]
fn a_saved_page_comes_in_whole_and_without_its_site() {
    let near = MemoryFiles::new("pages").with("page_files/燈.svg", picture());
    let (imported, report) = imported("page.html", PAGE.as_bytes(), &near);
    let text = body(&imported);
    for part in [
        "title: \"小鎮的燈\"\ncreators:\n  - name: \"王小明\"\ndate: \"2020-03-27\"\nsource-url: \"https://example.org/a/1.html\"",
        "鎮上的{燈|ㄉㄥ}在晚上*八點*亮起來，**每一盞**都不一樣。這裡有一個註[^1]，說明它的來歷。",
        "![街上的一盞燈](pictures/picture-1.svg \"夜裡的燈（攝影：李花）\")",
        "![第二張]()",
        "\n## 歷史\n\n第一行\\\n第二行\n",
        "> 燈火闌珊處。\n>\n> ——辛棄疾",
        "| 年 | 盞 |\n| --- | --- |\n| 1900 | 12 |\n| 合計十二 |  |",
        "```rust\nfn main() {\n    lamp();\n}\n```",
        "H[2]{.sub}O 與 x[2]{.sup}，[12]{.tcy}月，[另一頁](https://example.org/b.html)。",
        "\n[^1]: 註的內容。\n",
    ] {
        assert!(text.contains(part), "{part}\nin\n{text}");
    }
    for part in ["首頁", "分享", "延伸閱讀", "別的文章", "版權", "看不見", "track", "註釋", "byline", "文／"] {
        assert!(!text.contains(part), "{part}\nin\n{text}");
    }
    let record = record(&imported);
    assert_eq!(record["missing-pictures"][0]["address"], "missing/b.png");
    assert_eq!((&record["left-out"]["share buttons"], &record["left-out"]["pictures that count visitors"]), (&1.into(), &1.into()));
    assert!(report.findings().iter().any(|finding| finding.code.id() == "IW002"));
    assert_eq!(difference(&imported), None);
    let toml = String::from_utf8(imported.files[0].bytes.clone()).unwrap();
    for line in [
        "language = \"zh-Hant-TW\"",
        "first-published = 2020-03-27",
        "source-url = \"https://example.org/a/1.html\"",
        "description = \"一篇談燈的文章\"",
        "# The page is from 某報",
    ] {
        assert!(toml.contains(line), "{line} in {toml}");
    }
}

#[test]
fn an_imported_page_builds_and_importing_again_keeps_what_the_author_did() {
    let project = Project::empty().with("page.html", PAGE).with("page_files/燈.svg", picture());
    let outcome = project.fuzi(&["import", "page.html", "--into", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(project.read("new/pictures/picture-1.svg"), picture());
    let outcome = project.fuzi(&["build", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(project.names("new/dist").iter().filter(|name| name.ends_with(".epub") || name.ends_with(".pdf")).count(), 4);
    let written = String::from_utf8(project.read("new/page.md")).unwrap();
    let edited = written.replace("街上的一盞燈", "一盞亮著的街燈").replace("![第二張]()", "![第二張](pictures/mine.svg)");
    let project = project.with("new/page.md", edited).with("new/pictures/picture-1.svg", "mine").with("new/book.toml", "# mine\n");
    let project = project.with("page.html", PAGE.replace("燈火闌珊處", "燈火輝煌處"));
    let outcome = project.fuzi(&["import", "page.html", "--into", "new", "--again"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let again = String::from_utf8(project.read("new/page.md")).unwrap();
    assert!(again.contains("燈火輝煌處") && again.contains("一盞亮著的街燈") && again.contains("![第二張](pictures/mine.svg)"), "{again}");
    assert_eq!((project.read("new/book.toml"), project.read("new/pictures/picture-1.svg")), (b"# mine\n".to_vec(), b"mine".to_vec()));
}

/// The marks that reading systems and sites in China use.
#[test]
fn a_page_of_wechat_is_read_though_its_style_hides_it() {
    let page = "<html><head><title></title></head><body><h1 id='activity-name'>燈</h1><a id='js_name'>某公眾號</a>\
                <script>var ct = \"1585296000\";</script><div id='js_content' style='visibility: hidden; opacity: 0;'>\
                <section><p><strong>第一節</strong></p><p><span>正文說了一句話，又說了一句。</span></p><p><br></p>\
                <section><img data-src='https://mmbiz.example/640?wx_fmt=png' src='data:image/svg+xml,%3Csvg/%3E'></section>\
                <p>▲圖說</p><p>第二段話。</p></section></div></body></html>";
    let (imported, _) = imported("w.html", page.as_bytes(), &MemoryFiles::new("x"));
    assert_eq!(
        body(&imported),
        "---\ntitle: \"燈\"\ndate: \"2020-03-27\"\n---\n\n## 第一節\n\n正文說了一句話，又說了一句。\n\n![](<> \"▲圖說\")\n\n第二段話。\n"
    );
    assert_eq!(record(&imported)["page"]["site"], "某公眾號");
    assert_eq!(difference(&imported), None);
}

#[test]
fn bad_pages_end_with_a_reason_or_with_their_text() {
    let attempt = |bytes: &[u8]| {
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request = Request { name: "a.html", bytes, folder: "work", ..Request::default() };
        let imported = import(&request, &mut sources, &mut report).ok();
        (imported, report.findings().last().map(|finding| finding.code.id()))
    };
    for bytes in [&b""[..], b" \n", b"<html><body></body>", b"<script>x</script>", b"<p hidden>x"] {
        assert!(matches!(attempt(bytes), (None, Some("IM006"))), "{}", String::from_utf8_lossy(bytes));
    }
    let binary: Vec<u8> = (0..4096u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert!(matches!(attempt(&binary), (None, Some("IM007"))));
    let deep = format!("<p>外</p>{}內", "<blockquote><ul><li><b>".repeat(300));
    let (imported, _) = attempt(deep.as_bytes());
    let imported = imported.unwrap();
    assert!(body(&imported).contains('內') && body(&imported).contains('外'));
    assert_eq!(difference(&imported), None);
    let text: Vec<String> = CanonicalText::of(&read_back(&imported).0).body;
    assert_eq!(text, ["a", "外", "內"]);
}
