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

/// A publication of these files, `mimetype` first.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut entries = vec![fuzi::container::Entry { name: "mimetype", data: b"application/epub+zip" }];
    entries.extend(files.iter().map(|(name, data)| fuzi::container::Entry { name, data }));
    fuzi::container::write(&entries)
}

const CONTAINER: &str = "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
                         <rootfile full-path='OEBPS/p.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

const PACKAGE: &str = r##"<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="u">urn:uuid:8ff1f28d-f6b9-5f35-98cc-291c57f2622f</dc:identifier>
<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:title id="t">草の枕</dc:title><meta refines="#t" property="file-as">くさのまくら</meta>
<dc:title id="s">副題</dc:title><meta refines="#s" property="title-type">subtitle</meta>
<dc:creator id="c">作者</dc:creator><meta refines="#c" property="role" scheme="marc:relators">aut</meta>
<meta refines="#c" property="alternate-script" xml:lang="ja-Latn">Sakusha</meta>
<dc:contributor id="d">譯者</dc:contributor><meta refines="#d" property="role">trl</meta><dc:language>ja</dc:language>
<dc:publisher>書肆</dc:publisher><dc:date>2019-05-01</dc:date><meta property="dcterms:modified">2020-01-02T03:04:05Z</meta>
<meta property="belongs-to-collection" id="k">叢書</meta><meta refines="#k" property="group-position">3</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="css" href="s.css" media-type="text/css"/>
<item id="cov" href="cover.xhtml" media-type="application/xhtml+xml"/><item id="a" href="text/%E4%B8%80.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/><item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="img/c.svg" media-type="image/svg+xml" properties="cover-image"/></manifest>
<spine page-progression-direction="rtl"><itemref idref="cov"/><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="n" linear="no"/></spine></package>"##;

const FIRST: &str = r##"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" class="vrtl"><head><title/><link rel="stylesheet" href="../s.css"/></head>
<body><h2 id="h">一</h2><p>　山路を<span epub:type="pagebreak" id="p1" title="1"/>登りながら、<em class="em-sesame">こう</em><span class="k">考</span>えた。<a id="r1" epub:type="noteref" href="../notes.xhtml#n1">1</a></p>
<p>　<ruby>智<rt>ち</rt></ruby>に<ruby><rb>働</rb><rb>け</rb><rt>はたら</rt><rt>け</rt></ruby>ば<span class="tcy">12</span>&nbsp;角が立つ&hellip;。<span class="gone">見えない</span></p>
<p class="right">作者</p><p><br/></p><p>次は<a href="b.xhtml#x">二の段</a>へ。<img class="gaiji" src="../img/c.svg" alt="〓"/></p></body></html>"##;

fn book() -> Vec<u8> {
    let image = picture();
    zipped(&[
        ("META-INF/container.xml", CONTAINER.as_bytes()),
        ("OEBPS/p.opf", PACKAGE.as_bytes()),
        ("OEBPS/nav.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body><nav epub:type='toc'><ol><li><a href='text/%E4%B8%80.xhtml'>一</a></li><li><a href='text/b.xhtml'>二</a></li></ol></nav></body></html>".as_bytes()),
        ("OEBPS/s.css", b"@charset 'UTF-8'; html { -epub-writing-mode: vertical-rl } .k { font-weight: bold } .gone { display: none } .right { text-align: right } @media print { p { display: none } }"),
        ("OEBPS/cover.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><body><svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='img/c.svg'/></svg></body></html>".as_bytes()),
        ("OEBPS/text/一.xhtml", FIRST.as_bytes()),
        ("OEBPS/text/b.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><body><p id='x'>見出しのない段。</p><p>終わり</body></html>".as_bytes()),
        ("OEBPS/notes.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body><section epub:type='footnotes'><h2>注</h2><aside epub:type='footnote' id='n1'><p><a href='text/%E4%B8%80.xhtml#r1'>1</a> 注の本文。</p></aside></section></body></html>".as_bytes()),
        ("OEBPS/img/c.svg", &image),
    ])
}

#[test]
fn a_publication_comes_in_with_its_metadata_notes_and_marks() {
    let (imported, report) = imported("b.epub", &book(), &MemoryFiles::new("x"));
    let file = |path: &str| String::from_utf8(imported.files.iter().find(|file| file.path == path).unwrap().bytes.clone()).unwrap();
    assert_eq!(
        file("part-001.md"),
        "# 一\n\n山路を登りながら、[こう]{dots=sesame}**考**えた。[^1]\n\n{智|ち}に{働け|はたら|け}ば[12]{.tcy}\u{A0}角が立つ…。\n\n\
         ::: div {align=end}\n作者\n:::\n\n::: break {lines=1}\n\n次は[二の段](#x)へ。![〓](pictures/c.svg){.gaiji}\n\n[^1]: 注の本文。\n"
    );
    assert_eq!(file("b.md"), "# 二\n\n{#x}\n見出しのない段。\n\n終わり\n");
    let toml = file("book.toml");
    for line in [
        "files = [\n    \"part-001.md\",\n    \"b.md\",\n]",
        "cover = \"pictures/c.svg\"",
        "title = { text = \"草の枕\", sort = \"くさのまくら\" }",
        "subtitle = \"副題\"",
        "{ name = \"作者\", role = \"author\", \"ja-Latn\" = \"Sakusha\" }",
        "{ name = \"譯者\", role = \"translator\" }",
        "publisher = \"書肆\"\npublished = 2019-05-01\nmodified = 2020-01-02T03:04:05Z",
        "series = { name = \"叢書\", position = \"3\" }",
        "identifier = \"isbn:9780306406157\"",
        "# Another identifier in the publication: urn:uuid:8ff1f28d-f6b9-5f35-98cc-291c57f2622f",
    ] {
        assert!(toml.contains(line), "{line}\nin\n{toml}");
    }
    assert!(toml.find("[edition.vertical]") < toml.find("[edition.horizontal]"), "{toml}");
    let record = record(&imported);
    assert_eq!((&record["left-out"]["page markers"], &record["left-out"]["hidden text"]), (&1.into(), &1.into()));
    assert!(
        report.findings().iter().any(|finding| finding.code.id() == "IW008" && finding.wording().message.contains("OEBPS/text/b.xhtml"))
    );
    assert_eq!(difference(&imported), None);
}

#[test]
fn what_is_protected_is_refused_and_obfuscated_fonts_are_told() {
    let attempt = |encryption: &str| {
        let bytes = zipped(&[
            ("META-INF/container.xml", CONTAINER.as_bytes()),
            ("META-INF/encryption.xml", encryption.as_bytes()),
            ("OEBPS/p.opf", b"<package xmlns='http://www.idpf.org/2007/opf'><metadata/><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"),
            ("OEBPS/a.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>文</p></body></html>".as_bytes()),
        ]);
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request = Request { name: "a.epub", bytes: &bytes, folder: "work", ..Request::default() };
        let is_ok = import(&request, &mut sources, &mut report).is_ok();
        (is_ok, report.findings().iter().map(|finding| finding.code.id()).collect::<Vec<_>>())
    };
    let data = |method: &str, file: &str| {
        format!(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='{method}'/><CipherData><CipherReference URI='{file}'/></CipherData></EncryptedData></encryption>"
        )
    };
    let (is_ok, codes) = attempt(&data("http://www.idpf.org/2008/embedding", "OEBPS/f.otf"));
    assert!(is_ok && codes.contains(&"IW004"), "{codes:?}");
    let (is_ok, codes) = attempt(&data("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/a.xhtml"));
    assert!(!is_ok && codes.contains(&"IW006"), "{codes:?}");
}

/// The proof of both ways: what fuzi writes, it reads back, text for text.
#[test]
fn the_sample_built_and_imported_says_the_same() {
    let publication = &crate::publications::publications()[0];
    for edition in crate::publications::composed(publication).editions {
        let name = &edition.edition.name;
        let path = publication.files("epub").into_iter().find(|path| path.to_string_lossy().ends_with(&format!("-{name}.epub"))).unwrap();
        let (imported, _) = imported("sample.epub", &std::fs::read(path).unwrap(), &MemoryFiles::new("x"));
        let written = CanonicalText::of(&edition.text.book);
        let read = CanonicalText::of(&read_back(&imported).0);
        assert_eq!(read.body, written.body, "{name}");
        assert_eq!(read.readings, written.readings, "{name}");
        assert_eq!(difference(&imported), None, "{name}");
    }
}

/// The files of a folder and the folders in it, by path.
fn files_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Imports a source of the corpus under its limits; what comes in reads back. A fault comes back in words.
fn attempt(name: &str, bytes: &[u8]) -> Option<String> {
    let started = std::time::Instant::now();
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name, bytes, folder: "work", ..Request::default() };
    let imported = import(&request, &mut sources, &mut report);
    let fault = match &imported {
        Ok(imported) => difference(imported),
        Err(_) if report.checked().is_ok() => Some("refused without an error".to_owned()),
        Err(_) => None,
    };
    let elapsed = started.elapsed();
    let slow = (elapsed.as_secs() >= 20).then(|| format!("took {elapsed:?}"));
    fault.or(slow).map(|fault| format!("{name}: {fault}"))
}

#[test]
fn pages_of_the_corpus_read_back() {
    let mut faults = Vec::new();
    let mut count = 0;
    for part in [
        "2-zh/annotated",
        "3-tech/debian-handbook-ja",
        "4-standards/i18n-tests",
        "4-standards/csswg-test-2016",
        "6-hostile/markup",
        "6-hostile/depth",
        "6-hostile/fuzz",
        "6-hostile/encodings",
    ] {
        let Some(folder) = crate::aozora::corpus(part) else { return };
        for path in files_in(&folder) {
            let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
            if ["html", "xhtml", "htm", "xht"].contains(&extension.as_str()) {
                count += 1;
                faults.extend(attempt(&path.to_string_lossy(), &std::fs::read(&path).unwrap()));
            }
        }
    }
    println!("{count} pages, {} faults", faults.len());
    assert!(
        faults.is_empty() && count > 700,
        "{} of {count}\n{}",
        faults.len(),
        faults.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n")
    );
}

/// The folders below this one that hold a publication that is not packed.
fn unpacked(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let all = files_in(folder);
    all.iter()
        .filter(|path| path.ends_with("META-INF/container.xml"))
        .map(|path| path.parent().unwrap().parent().unwrap().to_owned())
        .collect()
}

#[test]
fn publications_of_the_corpus_read_back() {
    let mut faults = Vec::new();
    let mut count = 0;
    for part in ["4-standards/epub3-samples", "4-standards/epub-tests", "4-standards/epubcheck-tests"] {
        let Some(folder) = crate::aozora::corpus(part) else { return };
        for publication in unpacked(&folder) {
            let files: Vec<(String, Vec<u8>)> = files_in(&publication)
                .iter()
                .map(|path| (path.strip_prefix(&publication).unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
                .filter(|(name, _)| name != "mimetype")
                .collect();
            let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, data)| (name.as_str(), data.as_slice())).collect();
            count += 1;
            faults.extend(attempt(&format!("{}.epub", publication.display()), &zipped(&entries)));
        }
    }
    for part in ["6-hostile/epub", "6-hostile/fuzz"] {
        let Some(folder) = crate::aozora::corpus(part) else { return };
        for path in files_in(&folder).iter().filter(|path| path.extension().is_some_and(|extension| extension == "epub")) {
            count += 1;
            faults.extend(attempt(&path.to_string_lossy(), &std::fs::read(path).unwrap()));
        }
    }
    println!("{count} publications, {} faults", faults.len());
    assert!(
        faults.is_empty() && count > 100,
        "{} of {count}\n{}",
        faults.len(),
        faults.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n")
    );
}
