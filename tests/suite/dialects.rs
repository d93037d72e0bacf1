//! Manuscripts in the notation of other systems: as the book says, or as the file shows, which is told.

use std::sync::Arc;

use fuzi::book::dump_book;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown::read;
use fuzi::markdown::write;

/// The dump of a file's tree without its head, and the findings by code.
fn reading(text: &str, language: &str, dialect: Option<&str>) -> (String, Vec<String>) {
    let setting = dialect.map_or(String::new(), |dialect| format!("[text]\ndialect = \"{dialect}\"\n"));
    let book = format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"a\"\nfiles = \"a.md\"\n{setting}[edition.vertical]\n"
    );
    let files = MemoryFiles::new("a").with("book.toml", book).with("a.md", text);
    let (mut report, context) = (Report::default(), Context::default());
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap();
    let book = read(&mut manuscript, &context, &mut report).unwrap_or_else(|_| panic!("{text}: {:?}", report.findings()));
    let mut lines: Vec<String> = dump_book(&book).lines().map(|line| line.trim_end().to_owned()).collect();
    lines.retain(|line| line.starts_with("  "));
    let codes = report.findings().iter().map(|finding| finding.code.id().to_owned()).collect();
    (lines.join("\n"), codes)
}

/// What a text means in a dialect is what another means in the manuscript language.
fn means(dialect: &str, text: &str, fuzi: &str) {
    let (found, _) = reading(text, "ja", Some(dialect));
    let (wanted, codes) = reading(fuzi, "ja", Some("fuzi"));
    assert!(codes.is_empty() && !wanted.is_empty(), "{fuzi}: {codes:?}");
    assert_eq!(found, wanted, "{dialect}: {text}");
}

#[test]
fn readings_and_dots_of_the_platforms_for_novels_are_read() {
    means("narou", "彼は｜山羊《やぎ》を見た。", "彼は{山羊|やぎ}を見た。");
    means("narou", "彼は|Ｇｏａｔ《やぎ》を見た。", "彼は{Ｇｏａｔ|やぎ}を見た。");
    means("narou", "彼は山羊《やぎ》を見た。", "彼は{山羊|やぎ}を見た。");
    means("narou", "ただの《《大事》》な話。", "ただの[大事]{.dots}な話。");
    means("narou", "雑誌｜《世界》を読む。", "雑誌《世界》を読む。");
    means("narou", "「ああ《・・》」", "「ああ《・・》」");
    means("narou", "｜あ《・》と《", "{あ|・}と《");
    means("narou", "**｜強い《つよい》**こと", "**{強い|つよい}**こと");
    // What is no reading stays as it is.
    means("narou", "漢字《", "漢字《");
    means("narou", "漢字《》と", "漢字《》と");
    means("narou", "漢字《か\nんじ》", "漢字《か\n\nんじ》");
    means("fuzi", "彼は｜山羊《やぎ》を見た。", "彼は｜山羊《やぎ》を見た。");
}

#[test]
fn lines_of_a_novel_are_paragraphs_and_its_empty_lines_stay() {
    means(
        "narou",
        "# 第一話\n\n　一行目。\n「二行目」\n\n\n　三行目。\n",
        "# 第一話\n\n一行目。\n\n「二行目」\n\n::: break {lines=2}\n\n三行目。\n",
    );
    // Where no line follows another, an empty line is the end of a paragraph and no more.
    means("narou", "　一行目。\n\n「二行目」\n\n　三行目。\n", "一行目。\n\n「二行目」\n\n三行目。\n");
}

#[test]
fn cells_line_ends_and_new_pages_of_denden_are_read() {
    means("denden", "平成^12^年", "平成[12]{.tcy}年");
    means("denden", "何^!?^と2^10", "何[!?]{.tcy}と2^10");
    means("denden", "{電子出版|でん|し|しゅっ|ぱん}の{電書|でんしょ}", "{電子出版|でん|し|しゅっ|ぱん}の{電書|でんしょ}");
    means("denden", "一行目\n二行目", "一行目\\\n二行目");
    means("denden", "前\n\n=====\n\n後", "前\n\n::: break {to=page}\n\n後");
    means("denden", "注[^1]\n\n[^1]: 註。", "注[^1]\n\n[^1]: 註。");
}

#[test]
fn captions_and_settings_of_vfm_are_read() {
    means("vfm", "![図の説明](a.png)", "![図の説明](a.png \"図の説明\")");
    means("vfm", "{漢字|かんじ}^[注。]", "{漢字|かんじ}^[注。]");
    means("vfm", "一行目\n二行目", "一行目二行目");
    means("vfm", "---\nvfm:\n  hardLineBreaks: true\n---\n一行目\n二行目", "一行目\\\n二行目");
    means("vfm", "```js:a.js\nf()\n```", "```js\nf()\n```");
    let (_, codes) = reading("---\ntitle: 題\nauthor: 著者\nlang: ja\nvfm:\n  math: false\n---\n\n文。\n", "ja", Some("vfm"));
    assert_eq!(codes, [""; 0]);
}

#[test]
fn a_dialect_that_a_file_shows_is_taken_and_told() {
    for (text, language, dialect) in [
        ("彼は｜山羊《やぎ》を見た。", "ja", "narou"),
        ("平成^12^年", "ja", "denden"),
        ("---\ntitle: 題\nvfm:\n  math: false\n---\n![図](a.png)", "ja", "vfm"),
    ] {
        let (found, codes) = reading(text, language, None);
        assert_eq!(codes, ["MD026"], "{text}");
        let (said, codes) = reading(text, language, Some(dialect));
        assert_eq!(codes, [""; 0], "{text}");
        assert_eq!(found, said, "{text}");
        assert_ne!(found, reading(text, language, Some("fuzi")).0, "{text}");
    }
    for (text, language) in [("他讀《論語》，｜又讀《孟子》。", "zh-Hant-TW"), ("雑誌《世界》を読む。", "ja"), ("x^2^", "en")]
    {
        let (found, codes) = reading(text, language, None);
        assert_eq!(codes, [""; 0], "{text}");
        assert_eq!(found, reading(text, language, Some("fuzi")).0, "{text}");
    }
}

/// What a dialect says can be said in the manuscript language, which is what the writer writes.
#[test]
fn a_dialect_is_written_as_the_manuscript_language() {
    for (dialect, text) in [
        ("narou", "　｜山羊《やぎ》と《《点》》。\n「次の行」\n\n　終。\n"),
        ("denden", "平成^12^年\n次の行\n\n===\n\n終\n"),
        ("vfm", "![図の説明](a.png)\n\n文。\n"),
    ] {
        let book = format!(
            "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"ja\"\ntitle = \"a\"\nfiles = \"a.md\"\n[text]\ndialect = \"{dialect}\"\n[edition.vertical]\n"
        );
        let files = MemoryFiles::new("a").with("book.toml", book).with("a.md", text);
        let (mut report, context) = (Report::default(), Context::default());
        let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap();
        let read = read(&mut manuscript, &context, &mut report).unwrap();
        let written = write(&read.divisions[0], &read.language);
        assert_eq!(reading(&written, "ja", Some("fuzi")).0, reading(text, "ja", Some(dialect)).0, "{written}");
    }
}
