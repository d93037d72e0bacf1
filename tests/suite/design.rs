//! The design of pages: themes in both directions as a person accepted them, and the parts of books.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::manuscript::Format;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::page;
use fuzi::pipeline;
use fuzi::pipeline::Composed;
use fuzi::pipeline::Request;
use image::GrayImage;
use image::Rgb;
use image::RgbImage;

use crate::project::run;
use crate::reference::MOST;
use crate::reference::difference;
use crate::reference::save;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::bundled_fonts;
use crate::tools::present;
use crate::tools::program;

/// A theme with a manuscript of tests/fixtures/design, its language, format and title, and the page to look at in vertical and horizontal.
struct Sample {
    theme: &'static str,
    language: &'static str,
    page: &'static str,
    title: &'static str,
    files: &'static [&'static str],
    looks: [usize; 2],
    /// The first of two facing pages for docs/gallery, counted from the cover.
    spread: usize,
}

const SAMPLES: [Sample; 5] = [
    Sample {
        theme: "article",
        language: "zh-Hant-TW",
        page: "25k-tw",
        title: "一條河重新露面",
        files: &["article.md"],
        looks: [6, 6],
        spread: 6,
    },
    Sample { theme: "novel", language: "ja", page: "shiroku", title: "雨の駅", files: &["novel.md"], looks: [7, 7], spread: 8 },
    Sample {
        theme: "magazine",
        language: "ja",
        page: "b5",
        title: "夜の市",
        files: &["magazine-1.md", "magazine-2.md"],
        looks: [5, 5],
        spread: 6,
    },
    Sample {
        theme: "report",
        language: "zh-Hans-CN",
        page: "16k-cn",
        title: "城市雨水花园年度观测报告",
        files: &["report.md"],
        looks: [8, 8],
        spread: 8,
    },
    Sample {
        theme: "textbook",
        language: "zh-Hant-HK",
        page: "18k-tw",
        title: "水與我們",
        files: &["textbook.md"],
        looks: [7, 7],
        spread: 8,
    },
];

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/design").join(name)).unwrap()
}

fn manuscript(settings: &str, files: &[(&str, String)]) -> Manuscript {
    let mut memory = MemoryFiles::new("a").with("book.toml", settings.to_owned());
    for (name, text) in files {
        memory = memory.with(*name, text.clone());
    }
    let mut report = Report::default();
    Manuscript::open(Arc::new(memory), &Context::default(), &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()))
}

fn settings(language: &str, title: &str, files: &[&str], direction: Direction, more: &str) -> String {
    format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"{title}\"\npublisher = \"付梓樣書\"\npublished = 2026-05-10\n\
         modified = 2026-05-10\nfiles = {files:?}\n[text]\nquotes = \"region\"\n[edition.{}]\n{more}\n",
        direction.name()
    )
}

impl Sample {
    fn pdf(&self, direction: Direction) -> Vec<u8> {
        let more = format!("page.format = \"{}\"\npage.theme = \"{}\"\nformats = [\"pdf\"]", self.page, self.theme);
        let mut files: Vec<(&str, String)> = self.files.iter().map(|name| (*name, fixture(name))).collect();
        files.push(("section.svg", fixture("section.svg")));
        let mut manuscript = manuscript(&settings(self.language, self.title, self.files, direction, &more), &files);
        let (request, mut report) = (Request { only: Some(Format::Pdf), ..Request::default() }, Report::default());
        let built = pipeline::build(&mut manuscript, bundled_fonts(), &request, &Context::default(), &mut report);
        let built = built.unwrap_or_else(|_| panic!("{:?}", report.findings()));
        let codes: Vec<&str> = report.findings().iter().map(|finding| finding.code.id()).collect();
        assert_eq!(codes, Vec::<&str>::new(), "{} {direction:?}", self.theme);
        built.files[0].bytes.clone()
    }

    fn file(&self, direction: Direction) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reference/theme-{}-{}.png", self.theme, direction.name()))
    }

    fn look(&self, direction: Direction) -> GrayImage {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("design");
        std::fs::create_dir_all(&folder).unwrap();
        let stem = folder.join(format!("{}-{}", self.theme, direction.name()));
        let pdf = stem.with_extension("pdf");
        std::fs::write(&pdf, self.pdf(direction)).unwrap();
        let page = self.looks[usize::from(!direction.is_vertical())].to_string();
        let outcome = run(Command::new("pdftoppm")
            .args(["-r", "100", "-gray", "-png", "-singlefile", "-f", &page, "-l", &page])
            .arg(&pdf)
            .arg(&stem));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        image::open(stem.with_extension("png")).unwrap().into_luma8()
    }
}

/// Two facing pages as the gallery has them, on grey, the first at the side of the binding.
fn spread(sample: &Sample, direction: Direction) -> RgbImage {
    let stem = Path::new(env!("CARGO_TARGET_TMPDIR")).join("design").join(format!("spread-{}-{}", sample.theme, direction.name()));
    let pdf = stem.with_extension("pdf");
    std::fs::write(&pdf, sample.pdf(direction)).unwrap();
    let page = |number: usize| {
        let (file, number) = (format!("{}-{number}", stem.display()), number.to_string());
        let outcome =
            run(Command::new("pdftoppm").args(["-r", "60", "-png", "-singlefile", "-f", &number, "-l", &number]).arg(&pdf).arg(&file));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        image::open(format!("{file}.png")).unwrap().into_rgb8()
    };
    let (verso, recto) = (page(sample.spread), page(sample.spread + 1));
    let (width, height) = verso.dimensions();
    let mut sheet = RgbImage::from_pixel(width * 2 + 25, height + 16, Rgb([208; 3]));
    let (left, right) = if direction.is_vertical() { (recto, verso) } else { (verso, recto) };
    image::imageops::replace(&mut sheet, &left, 12, 8);
    image::imageops::replace(&mut sheet, &right, i64::from(width) + 13, 8);
    sheet
}

/// Writes the pages anew with FUZI_BLESS_PAGES=1, and those of the gallery; look at each before it is committed.
#[test]
fn a_page_of_each_theme_looks_as_it_was_accepted() {
    if !present("pdftoppm", &[program("pdftoppm")]) {
        return;
    }
    for sample in &SAMPLES {
        for direction in DIRECTIONS {
            let page = sample.look(direction);
            let path = sample.file(direction);
            if std::env::var_os("FUZI_BLESS_PAGES").is_some() {
                save(&page, &path);
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
                std::fs::create_dir_all(&folder).unwrap();
                spread(sample, direction).save(folder.join(format!("{}-{}.png", sample.theme, direction.name()))).unwrap();
            }
            let accepted = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_luma8();
            let found = difference(&page, &accepted);
            assert!(found < MOST, "{} {direction:?} differs by {found:.2}: compare {}", sample.theme, path.display());
        }
    }
}

/// One file composed, and the codes of what was found.
pub fn composed(language: &str, direction: Direction, more: &str, text: &str) -> (Composed, Vec<String>) {
    let mut manuscript = manuscript(
        &settings(language, "書名", &["a.md"], direction, more),
        &[("a.md", text.to_owned()), ("section.svg", fixture("section.svg"))],
    );
    let mut report = Report::default();
    let composed = pipeline::compose(&mut manuscript, bundled_fonts(), &Request::default(), &Context::default(), &mut report);
    let composed = composed.unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let codes = report.findings().iter().map(|finding| finding.code.id().to_owned()).collect();
    (composed.editions.into_iter().next().unwrap(), codes)
}

/// The pages of one file as their dump says, and the codes of what was found.
pub fn pages(language: &str, direction: Direction, more: &str, text: &str) -> (String, Vec<String>) {
    let (composed, codes) = composed(language, direction, more, text);
    (page::dump(composed.pages.as_ref().unwrap()), codes)
}

/// The lines of the dump of the page with this label.
pub fn page_of<'a>(dump: &'a str, label: &str) -> Vec<&'a str> {
    let start = format!("page {label}  ");
    dump.lines().skip_while(|line| !line.starts_with(&start)).skip(1).take_while(|line| !line.starts_with("page ")).collect()
}

/// Proves: PAG-03 [CN TW JA] [HV]: the title leaf on a recto; behind it the imprint on the mainland, which elsewhere is last.
#[test]
fn parts_stand_in_the_order_of_the_region() {
    for direction in DIRECTIONS {
        for (language, imprint) in [("zh-Hans-CN", "版权页"), ("zh-Hant-TW", "版權頁"), ("ja", "奥付")] {
            let (dump, _) = pages(language, direction, "page.theme = \"novel\"", "# 甲\n\n文。\n\n# 乙\n\n文。");
            let title = page_of(&dump, "iii");
            assert!(
                title.iter().any(|line| line.ends_with("書名")) && title.iter().any(|line| line.ends_with("付梓樣書")),
                "{language}: {dump}"
            );
            assert!(!title.iter().any(|line| line.contains("number") || line.contains("head")), "no folio and no head: {title:?}");
            let behind = page_of(&dump, "iv").iter().any(|line| line.ends_with(imprint));
            assert_eq!(behind, language == "zh-Hans-CN", "{language} {direction:?}: {dump}");
        }
    }
}

/// Proves: RUN-05 [ALL] [HV]: a heading's leaf has neither head nor folio, and the text goes on on the next recto.
#[test]
fn a_leaf_with_a_heading_is_bare() {
    for direction in DIRECTIONS {
        let more = "[edition.vertical.style.heading-1]\nform = \"leaf\"\n".replace("vertical", direction.name());
        let (dump, _) = pages("zh-Hant-TW", direction, &more, "序文。\n\n# 上卷\n\n文。");
        let leaf = page_of(&dump, "3");
        assert!(
            leaf.iter().any(|line| line.contains('上')) && leaf.iter().all(|line| !line.contains("  number") && !line.contains("  head")),
            "{dump}"
        );
        assert!(page_of(&dump, "4").is_empty() && page_of(&dump, "5").iter().any(|line| line.ends_with("文。")), "{dump}");
    }
}

/// Proves: HED-10 [ALL] [HV]: the number of a heading stands before its title, in the contents too.
#[test]
fn numbers_of_headings_stand_in_the_text_and_in_the_contents() {
    for direction in DIRECTIONS {
        let (dump, _) = pages(
            "zh-Hant-TW",
            direction,
            "page.theme = \"textbook\"",
            "# 起航的人\n\n文。\n\n## 登船以前\n\n文。\n\n# 第九章　靠岸\n\n文。",
        );
        let text = dump.replace('\n', "");
        for number in ["第一章", "第一節", "第九章"] {
            assert!(text.matches(number).count() >= 2, "{number} {direction:?}: {dump}");
        }
        assert!(!text.contains("第二章"), "the author's own number stands alone: {dump}");
    }
}

/// Proves: HED-08 [ALL] [HV]: a heading in the line of its paragraph.
#[test]
fn a_heading_may_stand_in_the_line_of_its_paragraph() {
    for direction in DIRECTIONS {
        let more = "[edition.vertical.style.heading-4]\nform = \"run-in\"\n".replace("vertical", direction.name());
        let (dump, _) = pages("zh-Hant-TW", direction, &more, "#### 定義\n\n水是一種液體。");
        let lines = page_of(&dump, "1");
        let across = |line: &&str| line.split_whitespace().nth(if direction.is_vertical() { 1 } else { 2 }).unwrap().to_owned();
        let title = lines.iter().find(|line| line.contains("定義")).unwrap();
        let text = lines.iter().find(|line| line.contains("水是")).unwrap();
        let (one, other): (f64, f64) = (across(title).parse().unwrap(), across(text).parse().unwrap());
        assert!((one - other).abs() < 2.0, "{dump}");
    }
}

#[test]
fn a_heading_longer_than_a_page_is_told_and_nothing_of_it_is_lost() {
    for direction in DIRECTIONS {
        let title = "很長的標題不知道什麼時候才會結束".repeat(60);
        let (dump, codes) = pages("zh-Hant-TW", direction, "page.format = \"a6\"", &format!("# {title}\n\n文。"));
        assert!(codes.contains(&"PG012".to_owned()), "{codes:?}");
        let set: usize = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
            .iter()
            .flat_map(|label| page_of(&dump, label))
            .filter(|line| line.starts_with("  text"))
            .map(|line| line.matches('標').count())
            .sum();
        assert_eq!(set, 60, "{direction:?}");
    }
}

/// Proves: IDX-01 [ALL] [HV]: words of an index by reading, each with the folios of its places.
#[test]
fn an_index_names_the_pages_of_marked_words() {
    for direction in DIRECTIONS {
        let text = "[水車]{index=\"すいしゃ\"}と[川]{index=\"かわ\"}。\n\n::: break {to=page}\n\n[川]{index=\"かわ\"}と[案内]{index=\"あんない\"}。";
        let (dump, _) = pages("ja", direction, "", text);
        let index: Vec<&str> =
            page_of(&dump, "3").into_iter().filter(|line| line.starts_with("  entry") || line.starts_with("  folio")).collect();
        let said: String = index.iter().map(|line| line.split_whitespace().last().unwrap()).collect();
        let both = if direction.is_vertical() { "1、2" } else { "1,2" };
        assert_eq!(said, format!("あ案内2か川{both}さ水車1"), "{direction:?}: {dump}");
    }
}

/// Bad input: an unknown theme, an unknown property, a page smaller than text needs, a type area larger than its page.
#[test]
fn what_cannot_be_set_is_refused_with_its_place() {
    for (more, code) in [
        ("page.theme = \"nosuch\"", "BT003"),
        ("style.heading-1.sise = 2", "BT002"),
        ("style.heading-1.size = \"large\"", "BT003"),
        ("page.format = \"a6\"\nstyle.area.lines = 3", "PG001"),
        ("page.format = \"a6\"\nstyle.area.lines = 60", "PG011"),
    ] {
        let mut manuscript =
            manuscript(&settings("zh-Hant-TW", "書名", &["a.md"], Direction::Vertical, more), &[("a.md", "文。".to_owned())]);
        let mut report = Report::default();
        let composed = pipeline::compose(&mut manuscript, bundled_fonts(), &Request::default(), &Context::default(), &mut report);
        assert!(composed.is_err(), "{more}");
        let codes: Vec<&str> = report.findings().iter().map(|finding| finding.code.id()).collect();
        assert!(codes.contains(&code), "{more}: {codes:?}");
    }
}

/// Proves: FIG-03 [ALL] [V]: lists, quotations and verse stand below a figure as paragraphs do, with the markers of their items.
#[test]
fn lists_and_quotations_stand_beside_a_figure() {
    for (text, sought) in [
        ("- 甲項\n- 乙項\n    1. 丙項", ["•甲項", "•乙項", "一、丙項"]),
        ("> 甲句。\n>\n> ——《書》", ["甲句。", "——《書》", "後文。"]),
        ("::: verse\n甲行\n乙行\n\n丙行\n:::", ["甲行", "乙行", "丙行"]),
    ] {
        let (dump, codes) = pages("zh-Hant-TW", Direction::Vertical, "", &format!("![圖的說明](section.svg)\n\n{text}\n\n後文。"));
        assert_eq!(codes, Vec::<String>::new(), "{dump}");
        let lines = page_of(&dump, "1");
        let number = |line: &str, index: usize| line.split_whitespace().nth(index).unwrap().parse::<f64>().unwrap();
        let picture = lines.iter().find(|line| line.starts_with("  picture")).unwrap();
        let (foot, left) = (number(picture, 2) + number(picture, 5), number(picture, 1));
        let below = lines.iter().filter(|line| line.starts_with("  text") || line.starts_with("  label"));
        let below: String = below
            .filter(|line| number(line, 2) > foot && number(line, 1) > left - 10.0)
            .filter_map(|line| line.split_whitespace().last())
            .collect();
        for words in sought {
            assert!(below.contains(words), "{words} in {below}: {dump}");
        }
    }
}

/// An edition of one article is an offprint: its title, names and date are the article's, the magazine is its series, and no other article
/// stands in it.
#[test]
fn an_offprint_has_the_title_names_and_date_of_its_article() {
    for direction in DIRECTIONS {
        let more = "page.theme = \"magazine\"\nfiles = [\"magazine-2.md\"]";
        let names = ["magazine-1.md", "magazine-2.md"];
        let mut texts: Vec<(&str, String)> = names.iter().map(|name| (*name, fixture(name))).collect();
        texts.push(("section.svg", fixture("section.svg")));
        let mut manuscript = manuscript(&settings("ja", "夜の市", &names, direction, more), &texts);
        let mut report = Report::default();
        let composed = pipeline::compose(&mut manuscript, bundled_fonts(), &Request::default(), &Context::default(), &mut report);
        let edition = composed.unwrap_or_else(|_| panic!("{:?}", report.findings())).editions.remove(0);
        let title = edition.metadata.main_title().unwrap().text.text.clone();
        assert_eq!(title, "折りたたみ椅子の百年");
        assert_eq!(edition.metadata.series.as_ref().unwrap().name.text, "夜の市");
        assert_eq!(edition.metadata.creators[0].name.text, "編集部");
        let dump = page::dump(edition.pages.as_ref().unwrap());
        let text: String = dump.lines().filter_map(|line| line.split_whitespace().last()).collect();
        assert!(text.contains("夜の市") && !text.contains("灯がともる"), "{dump}");
        assert_eq!(report.findings().iter().map(|finding| finding.code.id()).collect::<Vec<_>>(), Vec::<&str>::new());
    }
    let wrong = settings("ja", "夜の市", &["magazine-1.md"], Direction::Vertical, "files = [\"magazine-3.md\"]");
    let memory = MemoryFiles::new("a").with("book.toml", wrong).with("magazine-1.md", fixture("magazine-1.md"));
    let mut report = Report::default();
    assert!(Manuscript::open(Arc::new(memory), &Context::default(), &mut report).is_err());
    assert_eq!(report.findings()[0].code.id(), "BT003");
}

/// Bad input: hundreds of notes of one page go on over as many pages as they need, in order, none lost, and text goes on beside them.
#[test]
fn hundreds_of_notes_on_one_page_are_all_placed() {
    let marks: String = (1..=300).map(|number| format!("[^{number}]")).collect();
    let notes: String = (1..=300).map(|number| format!("[^{number}]: 註{number}號。\n\n")).collect();
    for direction in DIRECTIONS {
        for place in ["page", "spread", "foot", "chapter"] {
            let place = if place == "foot" && !direction.is_vertical() { "side" } else { place };
            let more = format!("page.format = \"a6\"\npage.notes = \"{place}\"");
            let (dump, _) = pages("zh-Hant-TW", direction, &more, &format!("文{marks}。\n\n{}\n\n{notes}", "後文。".repeat(300)));
            let text: String =
                dump.lines().filter(|line| line.starts_with("  text")).filter_map(|line| line.split_whitespace().last()).collect();
            assert_eq!(text.matches("號。").count(), 300, "{direction:?} {place}");
            assert_eq!(text.matches('後').count(), 300, "{direction:?} {place}");
            let count = dump.lines().filter(|line| line.starts_with("page ")).count();
            assert!(count < 80, "{direction:?} {place}: {count} pages");
        }
    }
}

/// Proves: RUN-04 [ALL] [HV]: by the double method the book's title stands on versos and the heading in force on rectos, by the single
/// method rectos alone have a head.
/// Proves: RUN-06 [ALL] [HV]: a heading's short title stands in the running head.
#[test]
fn running_heads_follow_their_method() {
    let text = format!("# 很長的章名在這裡{{short=\"短名\"}}\n\n{}", "文字文字文字。".repeat(500));
    for direction in DIRECTIONS {
        for (method, versos) in [("double", "書名"), ("single", ""), ("none", "")] {
            let more = format!("page.format = \"a6\"\nstyle.running-head.method = \"{method}\"");
            let (dump, _) = pages("zh-Hant-TW", direction, &more, &text);
            let head = |label: &str| -> String {
                let lines = page_of(&dump, label);
                lines.iter().filter(|line| line.starts_with("  head")).filter_map(|line| line.split_whitespace().last()).collect()
            };
            assert_eq!((head("2"), head("4")), (versos.to_owned(), versos.to_owned()), "{direction:?} {method}");
            assert_eq!(head("3"), if method == "none" { "" } else { "短名" }, "{direction:?} {method}: {dump}");
        }
    }
}

/// Every picture of the gallery is there.
#[test]
fn the_gallery_has_its_pictures() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = std::fs::read_to_string(docs.join("gallery.md")).unwrap();
    let pictures: Vec<&str> = page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert_eq!(pictures.len(), SAMPLES.len() * 2);
    for picture in pictures {
        assert!(docs.join(picture).is_file(), "{picture}");
    }
}
