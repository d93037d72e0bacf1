//! Pages by rule: what each says, asserted from finished pages, and dumps to be read.

use std::path::Path;

use fuzi::book::Owner;
use fuzi::book::Part;
use fuzi::diag::Code;
use fuzi::geom::Length;
use fuzi::geom::Rect;
use fuzi::page::FrameKind;
use fuzi::page::ItemKind;
use fuzi::page::Page;
use fuzi::page::Setting;
use fuzi::page::dump;

use crate::page_set::Set;
use crate::page_set::set;

const BOTH: [&str; 2] = ["vertical", "horizontal"];

fn text(length: usize) -> String {
    "山高水長，路遠天寬。江流有聲，斷岸千尺。".chars().cycle().take(length).collect()
}

fn paragraphs(count: usize, length: usize) -> String {
    vec![text(length); count].join("\n\n")
}

fn one(text: &str, direction: &str, page: &str) -> Set {
    set(&[text.to_owned()], "zh-Hant-TW", &format!("direction = \"{direction}\"\npage = {{ {page} }}"))
}

/// The pages of the text.
fn body(set: &Set) -> impl Iterator<Item = &Page> {
    set.pages.pages.iter().filter(|page| page.label.bytes().all(|byte| byte.is_ascii_digit()))
}

fn labels(page: &Page) -> Vec<String> {
    let labels = page.items.iter().filter_map(|item| match (&item.kind, item.owner) {
        (ItemKind::Text(run), Owner::Node(_, Part::Label)) => Some(run.text.to_string()),
        _ => None,
    });
    labels.collect()
}

fn pictures(page: &Page) -> Vec<Rect> {
    let picture = |item: &fuzi::page::Item| match &item.kind {
        ItemKind::Picture(picture) => Some(picture.rect),
        _ => None,
    };
    page.items.iter().filter_map(picture).collect()
}

/// Whether some text says this, artifacts too.
fn says(page: &Page, wanted: &str) -> bool {
    times(page, wanted) > 0
}

fn times(page: &Page, wanted: &str) -> usize {
    let runs = page.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Text(run) => Some(run.text.as_ref()),
        _ => None,
    });
    runs.collect::<String>().matches(wanted).count()
}

/// The rules of which dumps are kept: manuscript, settings of the page, name.
fn cases() -> Vec<(&'static str, &'static str, String)> {
    let noted = |count: usize| -> String {
        let paragraph = |index: usize| format!("{}[^{index}]{}\n\n[^{index}]: 註{}\n\n", text(30), text(20), text(20 + index * 9));
        (1..=count).map(paragraph).collect()
    };
    let table: String = (1..16).map(|row| format!("| 第{row}行 | {}.{} | 說明 |\n", row * 7, row % 3)).collect();
    let columns: String = (0..12).map(|column| format!(" 內容文字{column} |")).collect();
    vec![
        ("NOT-07 at the end of the page", "format = \"90x120 mm\"", noted(4)),
        ("NOT-09 of facing pages", "format = \"90x120 mm\", notes = \"spread\"", noted(6)),
        ("NOT-10 in a band", "format = \"a5\", notes = \"head\"", noted(3)),
        ("NOT-01 after the file", "format = \"90x120 mm\", notes = \"chapter\"", noted(3)),
        ("NOT-01 in the line", "format = \"90x120 mm\", notes = \"inline\"", noted(2)),
        ("FIG-01 head and foot", "format = \"90x120 mm\"", {
            let figure = |place: &str| format!("![圖](wide.svg \"圖說\"){{place={place} width=60%}}");
            [paragraphs(1, 60), figure("head"), paragraphs(2, 60), figure("foot"), paragraphs(3, 60)].join("\n\n")
        }),
        ("FIG-01 across the spread", "format = \"90x120 mm\"", {
            format!("{}\n\n![圖](wide.svg \"圖說\"){{place=spread}}\n\n{}", paragraphs(2, 60), paragraphs(4, 80))
        }),
        ("FIG-03 text beside", "format = \"a5\"", {
            format!("{}\n\n![圖](square.svg \"圖說\"){{place=side}}\n\n{}", paragraphs(1, 60), paragraphs(3, 100))
        }),
        ("TBL-03 over pages", "format = \"90x120 mm\"", format!("{}\n\n| 名 | 數 | 話 |\n|---|---:|---|\n{table}", paragraphs(1, 60))),
        ("TBL-01 turned", "format = \"90x120 mm\"", format!("|{columns}\n|{}\n|{columns}\n|{columns}\n", "---|".repeat(12))),
        ("COL-01 two columns", "format = \"a5\", columns = 2", format!("{}\n\n## 小題\n\n{}", paragraphs(4, 70), paragraphs(5, 90))),
    ]
}

/// Writes the goldens anew with FUZI_BLESS=1; look at the difference before it is committed.
#[test]
fn pages_of_each_rule_are_as_their_goldens_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/pages");
    for (name, settings, text) in cases() {
        for direction in BOTH {
            let found = dump(&one(&text, direction, settings).pages);
            let file = folder.join(format!("{} {direction}.pages", name.to_lowercase()).replace(' ', "-"));
            if std::env::var_os("FUZI_BLESS").is_some() {
                std::fs::write(&file, &found).unwrap();
            } else {
                assert!(std::fs::read_to_string(&file).unwrap_or_default() == found, "{}:\n{found}", file.display());
            }
        }
    }
}

/// Proves: NOT-07 [ALL] [HV]: the last line of the notes ends with the type area, a rule of a third of the measure stands before the
/// first, and the white between rule and text is a line gap at least.
#[test]
fn notes_end_with_the_type_area_under_a_rule() {
    for direction in BOTH {
        let set = one(&format!("{}[^1]{}\n\n[^1]: 註{}", text(40), text(900), text(70)), direction, "format = \"a5\"");
        let area = &set.styled.area;
        let page = body(&set).next().unwrap();
        let frame = page.frames.iter().find(|frame| frame.kind == FrameKind::Notes).unwrap();
        let at = area.mode.locate(page.size, frame.rect);
        assert_eq!(at.origin.block + at.size.block, area.recto.block + area.block_size(), "{direction}");
        let rule = page.items.iter().find_map(|item| match &item.kind {
            ItemKind::Fill(fill) => Some(area.mode.locate(page.size, fill.rect)),
            _ => None,
        });
        let rule = rule.unwrap();
        assert_eq!(rule.size.inline, area.measure().scale(333, 1000));
        assert_eq!(rule.size.block, Length::micrometres(120));
        let last = page.frames.iter().find(|frame| frame.kind == FrameKind::Body).unwrap().lines.last().unwrap().origin.block;
        assert!(area.recto.block + last + area.grid.em.scale(1, 2) + area.grid.gap() <= rule.origin.block, "{direction}");
    }
}

/// Proves: NOT-04 [ALL] [HV]: numbers begin again on each page, in each file, or never, as the edition says; marks and notes agree.
#[test]
fn numbers_of_notes_begin_again_where_the_edition_says() {
    let file: String = (1..=8).map(|index| format!("{}[^{index}]{}\n\n[^{index}]: 註。\n\n", text(80), text(40))).collect();
    for direction in BOTH {
        let numbers = |setting: &str| -> Vec<Vec<String>> {
            let settings = format!("direction = \"{direction}\"\npage = {{ format = \"90x120 mm\", note-numbers = \"{setting}\" }}");
            let set = set(&[file.clone(), file.clone()], "zh-Hant-TW", &settings);
            assert!(set.report.findings().is_empty(), "{:?}", set.report.findings());
            body(&set).map(labels).filter(|labels| !labels.is_empty()).collect()
        };
        let count = |from: usize, to: usize| (from..=to).map(|number| number.to_string()).collect::<Vec<_>>();
        assert_eq!(numbers("book").concat(), count(1, 16));
        assert_eq!(numbers("chapter").concat(), [count(1, 8), count(1, 8)].concat());
        let pages = numbers("page");
        assert!(pages.len() > 4 && pages.iter().all(|page| *page == count(1, page.len())), "{pages:?}");
    }
}

/// Proves: NOT-02 [ALL] [HV]: marks follow the pattern of the edition.
#[test]
fn marks_of_notes_follow_their_pattern() {
    for direction in BOTH {
        for (pattern, wanted) in [("①", "②"), ("（1）", "（2）"), ("〔一〕", "〔二〕"), ("注1", "注2"), ("＊", "＊＊")] {
            let text = "甲[^1]乙[^2]丙。\n\n[^1]: 一。\n\n[^2]: 二。\n";
            let set = one(text, direction, &format!("format = \"a6\", note-marks = \"{pattern}\""));
            let page = body(&set).next().unwrap();
            let label = labels(page).concat();
            assert!(label.ends_with(wanted), "{direction} {pattern}: {label}");
        }
    }
}

/// Proves: NOT-10 [ALL] [HV]: a band of notes has lines of fifteen em of the note, two em of the body from the text.
#[test]
fn a_band_of_notes_stands_two_em_from_the_text() {
    for (direction, notes) in [("vertical", "head"), ("vertical", "foot"), ("horizontal", "side")] {
        let text = format!("{}[^1]{}\n\n[^1]: 註{}", text(40), text(900), text(70));
        let set = one(&text, direction, &format!("format = \"a5\", notes = \"{notes}\""));
        let area = &set.styled.area;
        for page in body(&set).filter(|page| page.frames.iter().any(|frame| frame.kind == FrameKind::Notes)) {
            let band = page.frames.iter().find(|frame| frame.kind == FrameKind::Notes).unwrap();
            let at = area.mode.locate(page.size, band.rect);
            assert_eq!(at.size.inline, set.styled.size(set.styled.theme.note.size) * 15);
            let text = page.frames.iter().find(|frame| frame.kind == FrameKind::Body).unwrap();
            let text_at = area.mode.locate(page.size, text.rect).origin.inline;
            let starts = text.lines.iter().map(|line| text_at + line.origin.inline);
            let ends = text.lines.iter().map(|line| text_at + line.origin.inline + line.line.inline_size);
            let (first, last) = (starts.min().unwrap(), ends.max().unwrap());
            let gap = if at.origin.inline < first { first - at.origin.inline - at.size.inline } else { at.origin.inline - last };
            assert!(gap >= area.grid.em * 2 && gap < area.grid.em * 3, "{direction} {notes}: {gap}");
        }
    }
}

/// Proves: FIG-03 [ALL] [HV]: text stands beside a figure in whole em, at least ten characters and a quarter of the measure, and not at
/// all where less remains.
/// Proves: FIG-04 [ALL] [HV]: between a figure and the text beside it there is an em at least and less than two.
#[test]
fn text_stands_beside_a_figure_in_whole_em() {
    for direction in BOTH {
        for (width, picture, beside) in [(40, "square", true), (95, "tall", false)] {
            let figure = format!("![圖]({picture}.svg){{place=side width={width}%}}");
            let set = one(&format!("{figure}\n\n{}", text(900)), direction, "format = \"a5\"");
            let (area, em) = (&set.styled.area, set.styled.area.grid.em);
            let page = body(&set).next().unwrap();
            let picture = area.mode.locate(page.size, pictures(page)[0]);
            let Some(frame) = page.frames.iter().find(|frame| frame.kind == FrameKind::Body) else {
                assert!(!beside, "{direction} {width}: a figure alone");
                continue;
            };
            let start = area.mode.locate(page.size, frame.rect).origin.block;
            let (from, to) = (picture.origin.block - start, picture.origin.block - start + picture.size.block);
            let lines: Vec<_> = frame.lines.iter().filter(|line| (from..to).contains(&line.origin.block)).collect();
            assert_eq!(!lines.is_empty(), beside, "{direction} {width}");
            for line in lines.iter().skip(1).filter(|line| line.line.adjustment.excess.is_zero()).take(lines.len().saturating_sub(2)) {
                let end = picture.origin.inline + picture.size.inline;
                let text = area.recto.inline + line.origin.inline;
                let white = if text >= end { text - end } else { picture.origin.inline - text - line.line.inline_size };
                assert!(white >= em && white < em * 2, "{direction}: {white}");
                assert_eq!(line.line.inline_size.to_units() % em.to_units(), 0, "{direction}");
                assert!(line.line.inline_size >= em * 10 && line.line.inline_size * 4 >= area.measure());
            }
        }
    }
}

/// Proves: FIG-05 [ALL] [HV]: caption and credit stand on the page of their picture, below it, with the number of the chapter.
#[test]
fn captions_stay_with_their_pictures() {
    let file = format!("# 章\n\n{}\n\n![圖](wide.svg \"圖說文字\"){{credit=\"來源文字\"}}\n\n{}", paragraphs(3, 90), paragraphs(2, 90));
    for direction in BOTH {
        let settings = format!("direction = \"{direction}\"\npage = {{ format = \"a6\", figure-numbers = \"chapter\" }}");
        let set = set(&[file.clone(), file.clone()], "zh-Hant-TW", &settings);
        let with: Vec<&Page> = body(&set).filter(|page| !pictures(page).is_empty()).collect();
        assert_eq!(with.len(), 2, "{direction}");
        for (page, number) in with.into_iter().zip(["圖1-1", "圖2-1"]) {
            assert!(says(page, "圖說文字") && says(page, "來源文字") && says(page, number), "{direction}");
        }
    }
}

/// Proves: TBL-03 [ALL] [HV]: a table over pages repeats its header under a label that says so.
#[test]
fn a_table_over_pages_repeats_its_header() {
    let rows: String = (0..60).map(|row| format!("| 第{row}行 | {row} |\n")).collect();
    for (language, wanted) in [("zh-Hant-TW", "續表1"), ("zh-Hans-CN", "续表1"), ("ja", "表1（つづき）")] {
        for direction in BOTH {
            let text = format!("見[](#t)。\n\n::: table {{#t caption=\"題目\"}}\n| 名稱 | 數 |\n|---|---|\n{rows}:::\n");
            let set = set(&[text], language, &format!("direction = \"{direction}\"\npage.format = \"a6\""));
            let count = |wanted: &str| body(&set).map(|page| times(page, wanted)).sum::<usize>();
            assert!(count(wanted) > 0 && count("名稱") == count(wanted) + 1, "{language} {direction}");
        }
    }
}

/// Proves: TBL-04 [ALL] [HV]: the decimal points of a column of numbers stand on one line.
#[test]
fn decimal_points_stand_on_one_line() {
    for direction in BOTH {
        for alignment in [":--", ":-:", "--:"] {
            let text = format!("| 名 | 數 |\n|---|{alignment}|\n| 甲 | 7.25 |\n| 乙 | 130.5 |\n| 丙 | 42 |\n");
            let set = one(&text, direction, "format = \"a5\"");
            let mut points = Vec::new();
            for page in body(&set) {
                for item in &page.items {
                    if let ItemKind::Text(run) = &item.kind
                        && let Some(at) = run.text.find('.')
                        && run.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                    {
                        points.push(run.origin.x + run.glyphs[at].along);
                    }
                }
            }
            assert!(points.len() == 2 && points[0] == points[1], "{direction} {alignment}: {points:?}");
        }
    }
}

/// Proves: TBL-01 [ALL] [HV]: a table that is too wide stands on its side on a page of its own, its head to the right in vertical books
/// and to the left in horizontal ones; in vertical books other tables stand upright.
#[test]
fn a_wide_table_is_turned() {
    let cells: String = (0..7).map(|column| format!(" 內容文字{column} |")).collect();
    let text = format!("{}\n\n|{cells}\n|{}\n|{cells}\n\n{}", text(60), "---|".repeat(7), text(60));
    for (direction, setting) in [("vertical", Setting::Sideways), ("horizontal", Setting::Rising)] {
        let set = one(&text, direction, "format = \"a5\"");
        let page = body(&set).find(|page| says(page, "內容文字")).unwrap();
        let turned = page.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Text(run) if run.text.contains("內容") => Some(run.setting),
            _ => None,
        });
        assert!(turned.collect::<Vec<_>>().iter().all(|found| *found == setting), "{direction}");
        assert!(!says(page, "山高水長"), "{direction}: a page of its own");
        assert!(set.report.findings().is_empty(), "{:?}", set.report.findings());
    }
}

/// A table that is wider than the page in both directions is set smaller with a finding, and refused when even that is too wide.
#[test]
fn a_table_that_is_too_wide_is_smaller_or_refused() {
    for direction in BOTH {
        for (columns, code) in [(14, Code::ScaledTable), (60, Code::WideTable)] {
            let row = format!("|{}\n", " 內容文字 |".repeat(columns));
            let set = one(&format!("{row}|{}\n{row}", "---|".repeat(columns)), direction, "format = \"a6\"");
            let codes: Vec<Code> = set.report.findings().iter().map(|finding| finding.code).collect();
            assert!(codes.contains(&code), "{direction} {columns}: {codes:?}");
        }
    }
}

/// A page of fewer than four lines or characters is refused; nothing panics or goes on for ever.
#[test]
fn a_page_that_is_too_small_is_refused() {
    for direction in BOTH {
        for size in ["20x20 mm", "12x60 mm", "200x14 mm"] {
            let text = format!("# 題目文字\n\n{}[^1]\n\n![圖](huge.svg \"說明\")\n\n[^1]: {}", text(200), text(60));
            let set = one(&text, direction, &format!("format = \"{size}\""));
            let area = &set.styled.area;
            let small = set.report.findings().iter().any(|finding| finding.code == Code::SmallPage);
            assert_eq!(small, area.lines < 4 || area.characters < 4, "{direction} {size}");
        }
    }
}

/// A heading longer than a page goes on, line by line, on the next; a figure larger than a page fills one; blocks nested to the limit
/// keep lines of six characters.
#[test]
fn what_no_page_holds_is_placed_by_rule() {
    let nested: String = (0..60).map(|depth| format!("{}- 項\n", "  ".repeat(depth))).collect();
    for direction in BOTH {
        let text = format!("# {}\n\n{}\n\n![圖](huge.svg \"{}\")\n\n{nested}", text(1500), text(100), text(900));
        let set = one(&text, direction, "format = \"a6\"");
        let area = &set.styled.area;
        for page in body(&set) {
            for frame in page.frames.iter().filter(|frame| frame.kind == FrameKind::Body) {
                for line in &frame.lines {
                    let (half, block) = (line.line.size.scale(1, 2), line.origin.block);
                    assert!(block >= half && block + half <= area.block_size(), "{direction}: {block}");
                    assert!(line.origin.inline + line.line.inline_size <= area.measure() + Length::units(1), "{direction}");
                }
            }
        }
        let count: usize = body(&set).map(|page| page.items.len()).sum();
        assert!(count > 100, "{direction}");
    }
}
