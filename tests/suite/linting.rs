//! The checks: a wrong and a right text for each, and what `fix` may change.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use fuzi::diag::Code;
use fuzi::diag::Context;
use fuzi::diag::Diagnostic;
use fuzi::diag::Report;
use fuzi::diag::Severity;
use fuzi::font::FontFile;
use fuzi::io::FontFolders;
use fuzi::io::find_fonts;
use fuzi::io::load_fonts;
use fuzi::lint;
use fuzi::lint::FixedFile;
use fuzi::lint::Subject;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::pipeline;
use fuzi::pipeline::Request;
use proptest::prelude::*;

use crate::project::Project;

/// An edition of each direction, so that marks are for the author to write.
const BOOK: &str = "schema = 1\nslug = \"a\"\n[book]\nfiles = [\"a.md\"]\nlanguage = \"LANGUAGE\"\ntitle = \"水\"\nmodified = 2020-01-01\n\
                    [text]\nquotes = \"keep\"\n[edition.vertical]\nformats = [\"epub\"]\n[edition.horizontal]\nformats = [\"epub\"]\n";

/// A PNG of this size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn fonts() -> Vec<FontFile> {
    let mut report = Report::default();
    load_fonts(&find_fonts(&FontFolders::of_this_process(), None, &mut report), None, &mut report)
}

/// Every finding of a project.
fn findings_of(files: MemoryFiles, fonts: Vec<FontFile>) -> (Vec<Diagnostic>, Manuscript) {
    let (context, mut report) = (Context::default(), Report::default());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let survey = pipeline::survey(&mut manuscript, fonts, &Request::default(), &context, &mut report);
    let survey = survey.unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let pipeline::Survey { book, pictures, fonts } = survey;
    let subject = Subject { manuscript: &manuscript, book: &book, pictures: &pictures, fonts: &fonts, pages: &[] };
    lint::check(&subject, &context, &mut report);
    report.merge_editions();
    (report.findings().to_vec(), manuscript)
}

fn project(text: &str, book: &str) -> MemoryFiles {
    MemoryFiles::new("a").with("a.md", text).with("book.toml", book).with("picture.png", png(2400, 1600))
}

/// The codes that a text in this language gives.
fn codes(text: &str, language: &str) -> BTreeSet<&'static str> {
    of(project(text, &BOOK.replace("LANGUAGE", language)), Vec::new())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lint")
}

/// The codes of the checks.
pub fn rules() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().filter(|code| code.id().starts_with("CK"))
}

/// A fixture as a project: its text, and a book.toml of its own where the rule is about that.
fn fixture(code: Code, side: &str) -> (MemoryFiles, Vec<FontFile>) {
    let read = |extension: &str| std::fs::read_to_string(folder().join(code.id()).join(format!("{side}.{extension}")));
    let text = read("md").unwrap_or_else(|error| panic!("{} {side}.md: {error}", code.id()));
    let book = read("toml").unwrap_or_else(|_| BOOK.replace("LANGUAGE", "zh-Hant-TW"));
    let files = project(&text, &book);
    if code == Code::LowDensity { (files.with("picture.png", png(200, 100)), fonts()) } else { (files, Vec::new()) }
}

/// The codes that an example gives: a manuscript, or a line of book.toml in place of one of its own.
pub fn codes_of_example(code: Code, kind: &str, language: &str, text: &str) -> BTreeSet<&'static str> {
    let book = BOOK.replace("LANGUAGE", language);
    let simplified = "这个国家的铁路与运河开发得很早，读书的学生从车站过桥来，说话的声音传过来。\n";
    let files = match kind {
        "toml" => {
            let key = text.split(" =").next().unwrap();
            let kept: Vec<&str> = book.lines().filter(|line| !line.starts_with(key)).collect();
            project(simplified, &kept.join("\n").replace("title =", &format!("{text}\ntitle =")))
        }
        _ if code == Code::LowDensity => {
            let book = book.replace("\"epub\"", "\"pdf\"");
            return of(project(text, &book).with("small.png", png(200, 100)), fonts());
        }
        _ => project(text, &book),
    };
    of(files, Vec::new())
}

fn of(files: MemoryFiles, fonts: Vec<FontFile>) -> BTreeSet<&'static str> {
    findings_of(files, fonts).0.iter().map(|finding| finding.code.id()).collect()
}

/// Proves: REG-06 [CN TW HK JA] [HV], CLS-08 [CN TW HK JA] [HV]: a wrong text of every rule is found, a right one is left alone.
#[test]
fn every_rule_finds_its_wrong_text_and_nothing_in_its_right_one() {
    let mut failed = Vec::new();
    for code in rules() {
        let (files, fonts) = fixture(code, "wrong");
        let found: Vec<String> = findings_of(files, fonts).0.iter().map(|finding| finding.code.id().to_owned()).collect();
        if !found.iter().any(|id| id == code.id()) {
            failed.push(format!("{} wrong: found {found:?}", code.id()));
        }
        let (files, fonts) = fixture(code, "right");
        let (found, manuscript) = findings_of(files, fonts);
        for finding in found {
            let place = finding.span.map(|span| manuscript.sources.position(span));
            failed.push(format!("{} right: {} {:?} {}", code.id(), finding.code.id(), place, finding.wording().message));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn no_fixture_lacks_its_rule() {
    let ids: BTreeSet<&str> = rules().map(|code| code.id()).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(ids.contains(name.as_str()), "tests/fixtures/lint/{name} is of no rule");
    }
}

#[test]
fn code_and_text_of_other_languages_are_never_judged() {
    let text = "```\n你好,世界...--\n```\n\n說 `你好,世界` 與 [Wait... what--no](https://example.org/a,b--c...) 見 [Really?! Yes...]{lang=en} 的用法。\n";
    assert_eq!(codes(text, "zh-Hant-TW"), BTreeSet::new());
}

#[test]
fn what_every_edition_converts_is_left_to_them() {
    let book = BOOK.replace("LANGUAGE", "zh-Hant-TW").replace("quotes = \"keep\"", "quotes = \"region\"\npunctuation = \"region\"");
    let (found, _) = findings_of(project("他說：“好”,就走了。\n", &book), Vec::new());
    assert_eq!(found, []);
}

#[test]
fn each_region_has_its_own_quotation_marks() {
    for (language, right, wrong) in [
        ("zh-Hant-TW", "他說：「好『水』」。", "他說：“好‘水’”。"),
        ("zh-Hant-HK", "他說：“好‘水’”。又說：「好」。", "他說：\"好水\"。"),
        ("zh-Hans-CN", "他说：“好‘水’”。", "他说：「好『水』」。"),
        ("ja", "彼は「良い『水』」と言った。“水”も。", "彼は\"良い水\"と言った。"),
    ] {
        assert_eq!(codes(right, language), BTreeSet::new(), "{language}");
        assert_eq!(codes(wrong, language), BTreeSet::from(["CK005"]), "{language}");
    }
}

#[test]
fn quotations_may_go_over_paragraphs_verse_and_lists() {
    for text in [
        "「一段，\n\n「二段，\n\n「三段。」\n",
        "他說：「看這首詩，\n\n::: verse\n床前明月光，\n疑是地上霜。\n:::\n\n就是這樣。」\n",
        "「第一，\n\n第二，\n\n第三。」他說。\n",
    ] {
        assert_eq!(codes(text, "zh-Hant-TW"), BTreeSet::new(), "{text}");
    }
    assert_eq!(codes("「一段。\n\n# 題\n\n二段。」\n", "zh-Hant-TW"), BTreeSet::from(["CK006", "CK007"]), "a heading ends it");
}

#[test]
fn a_crossing_mark_is_told_with_the_mark_that_it_crosses() {
    let (found, manuscript) = findings_of(project("他說「這裡（有括號」沒關）。\n", &BOOK.replace("LANGUAGE", "zh-Hant-TW")), Vec::new());
    let unclosed = found.iter().find(|finding| finding.code == Code::UnclosedMark).unwrap();
    assert_eq!(manuscript.sources.position(unclosed.span.unwrap()).column, 6);
    assert_eq!(manuscript.sources.position(unclosed.also.unwrap()).column, 10);
}

#[test]
fn a_comment_allows_a_finding_in_its_paragraph_alone() {
    let text = "<!-- fuzi: allow CK008 -->\n\n等等...好。\n\n再等...好。\n";
    let (found, manuscript) = findings_of(project(text, &BOOK.replace("LANGUAGE", "zh-Hant-TW")), Vec::new());
    let lines: Vec<usize> = found.iter().map(|finding| manuscript.sources.position(finding.span.unwrap()).line).collect();
    assert_eq!(lines, [5]);
}

#[test]
fn the_book_says_how_grave_a_finding_is() {
    let book = |level: &str| format!("{}[check]\nCK008 = \"{level}\"\n", BOOK.replace("LANGUAGE", "zh-Hant-TW"));
    let severity = |level: &str| findings_of(project("等等...好。\n", &book(level)), Vec::new()).0.first().map(Diagnostic::severity);
    assert_eq!(severity("off"), None);
    assert_eq!(severity("note"), Some(Severity::Note));
    assert_eq!(severity("error"), Some(Severity::Error));
}

fn fixed(files: &MemoryFiles, only: &[Code]) -> Vec<FixedFile> {
    let (context, mut report) = (Context::default(), Report::default());
    let manuscript = Manuscript::open(Arc::new(files.clone()), &context, &mut report).unwrap();
    lint::fix(&manuscript, only, &context, &mut report).unwrap().0
}

/// The text after `fix`.
fn fixed_text(text: &str, language: &str) -> String {
    let files = project(text, &BOOK.replace("LANGUAGE", language));
    fixed(&files, &[]).into_iter().next().map_or_else(|| text.to_owned(), |file| file.after)
}

#[test]
fn fix_writes_what_an_editor_of_the_region_writes() {
    for (language, from, to) in [
        ("zh-Hant-TW", "他說:“你好,世界(地球)!”\n", "他說：「你好，世界（地球）！」\n"),
        ("zh-Hans-CN", "他说:\"你好,世界(地球)!\"\n", "他说：“你好，世界（地球）！”\n"),
        ("ja", "彼は\"ええと...\"と言った--そして,去った!\n", "彼は「ええと……」と言った――そして、去った！\n"),
        ("zh-Hant-TW", "我想想. . .\n\n雨。。。還在下、、真的 ，真的。\n", "我想想……\n\n雨……還在下、真的，真的。\n"),
    ] {
        assert_eq!(fixed_text(from, language), to, "{language}");
    }
}

#[test]
fn fix_of_a_wrong_text_leaves_nothing_that_it_could_fix() {
    for code in rules() {
        let (files, _) = fixture(code, "wrong");
        let mut after = files.clone();
        for file in fixed(&files, &[]) {
            after = after.with(file.path.clone(), file.bytes.clone());
        }
        assert_eq!(fixed(&after, &[]), [], "{}", code.id());
    }
}

#[test]
fn fix_changes_only_what_it_is_asked_for() {
    let files = project("等等...好,走吧。\n", &BOOK.replace("LANGUAGE", "zh-Hant-TW"));
    let files = fixed(&files, &[Code::ImproperEllipsis]);
    assert_eq!(files[0].after, "等等……好,走吧。\n");
}

#[test]
fn the_byte_order_mark_and_the_line_ends_of_a_file_stay() {
    let text = "\u{FEFF}---\r\ntitle: 甲,乙\r\n---\r\n\r\n甲,乙\r\n丙,丁\r\n";
    let file = fixed(&project(text, &BOOK.replace("LANGUAGE", "zh-Hant-TW")), &[]).remove(0);
    let expected = "\u{FEFF}---\r\ntitle: 甲,乙\r\n---\r\n\r\n甲，乙\r\n丙，丁\r\n";
    assert_eq!(String::from_utf8(file.bytes).unwrap(), expected);
}

#[test]
fn fix_shows_a_patch_and_writes_it_only_when_asked() {
    let project = Project::small().with("text.md", "# 山中\n\n等等...好。\n");
    let shown = project.fuzi(&["fix"]);
    assert_eq!(shown.code, 0);
    assert_eq!(shown.stdout, "--- a/text.md\n+++ b/text.md\n@@ -2,2 +2,2 @@\n \n-等等...好。\n+等等……好。\n");
    assert_eq!(project.read("text.md"), "# 山中\n\n等等...好。\n".as_bytes());
    assert_eq!(project.fuzi(&["fix", "--apply"]).code, 0);
    assert_eq!(project.read("text.md"), "# 山中\n\n等等……好。\n".as_bytes());
    let again = project.fuzi(&["fix", "--apply"]);
    assert_eq!((again.stdout.as_str(), again.stderr.as_str()), ("", "nothing to change\n"));
}

#[test]
fn denied_findings_end_the_run_with_1() {
    let project = Project::small().with("text.md", "# 山中\n\n等等...好。\n");
    assert_eq!(project.fuzi(&["check"]).code, 0);
    assert_eq!(project.fuzi(&["check", "--deny", "warnings"]).code, 1);
    assert_eq!(project.fuzi(&["check", "--deny", "CK008"]).code, 1);
    assert_eq!(project.fuzi(&["check", "--deny", "CK009"]).code, 0);
    assert_eq!(project.fuzi(&["check", "--deny", "nonsense"]).code, 2);
}

#[test]
fn findings_come_in_the_language_asked_for() {
    let project = Project::small().with("text.md", "# 山中\n\n等等...好。\n");
    let said = |lang: &str| project.fuzi(&["check", "--lang", lang]).stderr;
    assert!(said("zh-Hant").starts_with("警告[CK008]: `...` 不是合規的刪節號\n"), "{}", said("zh-Hant"));
    assert!(said("zh-Hans").contains("省略号"), "{}", said("zh-Hans"));
    assert!(said("ja").contains("三点リーダー"), "{}", said("ja"));
    assert!(said("en").contains("is not an ellipsis"), "{}", said("en"));
}

/// Pieces of manuscripts, with and without faults.
const PIECES: &[&str] = &[
    "甲",
    "乙丙",
    "他說",
    "word",
    "12",
    "3.5",
    ",",
    ".",
    "...",
    "--",
    "——",
    "……",
    "…",
    "!",
    "?",
    "(",
    ")",
    ":",
    " ",
    "\u{3000}",
    "，",
    "。",
    "。。",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "\"",
    "'",
    "`a,b...`",
    "[甲,乙](https://example.org/a,b--c)",
    "{漢|かん}",
    "[丙,丁]{.name}",
    "[戊,己]{title=\"a,b\"}",
    "*庚,辛*",
    "**壬**",
    "_癸_",
    "![水,火](picture.png)",
    "<!-- 甲,乙 -->",
    "&nbsp;",
    "\\!",
    "\u{A0}",
    "\u{200B}",
    "\u{2F00}",
    "图",
    "\n",
    "\n\n",
    "\n\n# ",
    "\n\n> ",
    "\n\n- ",
    "\n\n```\n甲,乙...\n```\n\n",
    "１2",
    "二○二○年",
    "~",
    "•",
    "^[註,釋]",
    "| ",
    "\\\n",
    "$",
    "^",
    "{",
    "}",
    "[",
    "]",
];

fn manuscripts() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 1..40).prop_map(|pieces| pieces.concat())
}

/// What `fix` must not touch: code, addresses and attributes, as they stand in the file.
fn untouchable(text: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for piece in ["`a,b...`", "https://example.org/a,b--c", "{title=\"a,b\"}", "甲,乙...\n```", "<!-- 甲,乙 -->", "&nbsp;", "(picture.png)"]
    {
        found.extend(text.matches(piece).map(|_| piece));
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fixing twice changes nothing, and code, addresses, attributes and comments are left alone.
    #[test]
    fn fixing_is_done_at_once_and_touches_text_alone(text in manuscripts()) {
        let files = project(&text, &BOOK.replace("LANGUAGE", "zh-Hant-TW"));
        let (context, mut report) = (Context::default(), Report::default());
        let manuscript = Manuscript::open(Arc::new(files.clone()), &context, &mut report).unwrap();
        // A text that cannot be read is not fixed.
        let Ok((changed, _)) = lint::fix(&manuscript, &[], &context, &mut report) else { return Ok(()) };
        for file in changed {
            // What stands between dollar signs is kept as text, whatever it looks like, and text is fixed.
            if file.before.matches('$').count() < 2 {
                prop_assert_eq!(untouchable(&file.before), untouchable(&file.after));
            }
            let again = fixed(&files.clone().with(file.path.clone(), file.bytes.clone()), &[]);
            prop_assert!(again.is_empty(), "{:?}\n{:?}\n{:?}", file.before, file.after, again[0].after);
        }
    }
}
