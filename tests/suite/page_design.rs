//! Places on pages by rule: indents, grid, breaks, headings, heads and folios, contents, measured from the dump of the pages in points.

use fuzi::page::LinkTarget;

use crate::design::composed;
use crate::design::page_of;
use crate::design::pages;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;

/// The body's em and the pitch of its lines with `AREA`.
const EM: f64 = 10.0;
const PITCH: f64 = 17.5;
const LINES: usize = 20;
const AREA: &str = "page.format = \"a5\"\nstyle.area.size = 10\nstyle.area.characters = 24\nstyle.area.lines = 20\nstyle.line.gap = 0.75";
/// A length of theme sizes is a whole number of font units, so that ten points are a little more or less.
const NEAR: f64 = 0.05;

/// A line of the dump.
#[derive(Clone, Debug)]
struct Row {
    kind: String,
    /// Along the lines and across them, both in reading direction.
    inline: f64,
    block: f64,
    text: String,
}

fn rows(dump: &str, label: &str, direction: Direction) -> Vec<Row> {
    let row = |line: &&str| {
        let mut words = line.split_whitespace();
        let (kind, x, y) = (words.next()?.to_owned(), words.next()?.parse::<f64>().ok()?, words.next()?.parse::<f64>().ok()?);
        let (inline, block) = if direction.is_vertical() { (y, -x) } else { (x, y) };
        Some(Row { kind, inline, block, text: words.collect::<Vec<_>>().join(" ") })
    };
    page_of(dump, label).iter().filter_map(row).collect()
}

fn find<'a>(rows: &'a [Row], text: &str) -> &'a Row {
    rows.iter().find(|row| row.text.starts_with(text)).unwrap_or_else(|| panic!("no {text} in {rows:#?}"))
}

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < NEAR * (1.0 + wanted.abs() / 50.0)
}

/// The labels of the pages in order, with their sides.
fn labels(dump: &str) -> Vec<(String, String)> {
    let header = |line: &str| {
        let mut words = line.strip_prefix("page ")?.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    };
    dump.lines().filter_map(header).collect()
}

/// Proves: PAR-04 [TW CN HK] [HV]: a quotation begins two em in, its first line two em further.
/// Proves: PAR-06 [ALL] [HV]: the text of list items hangs at whole em, the marker begins flush; Han markers in vertical lines.
#[test]
fn quotations_and_lists_stand_whole_em_in() {
    let text = format!("甲{0}。\n\n> 乙{0}。\n\n1. 丙{0}。\n2. 丁", "文".repeat(40));
    for direction in DIRECTIONS {
        let (dump, _) = pages("zh-Hant-TW", direction, AREA, &text);
        let rows = rows(&dump, "1", direction);
        let start = find(&rows, "文").inline;
        let em = |row: &Row| (row.inline - start) / EM;
        let turned = |first: &str| {
            let at = rows.iter().position(|row| row.text.starts_with(first)).unwrap();
            em(&rows[at + 1])
        };
        assert!(near(em(find(&rows, "甲")), 2.0) && near(turned("甲"), 0.0), "{dump}");
        assert!(near(em(find(&rows, "乙")), 4.0) && near(turned("乙"), 2.0), "{dump}");
        let marker = if direction.is_vertical() { "一、" } else { "1." };
        assert!(near(em(find(&rows, marker)), 0.0) && near(em(find(&rows, "丙")), 2.0) && near(turned("丙"), 2.0), "{dump}");
    }
}

/// Proves: PAR-05 [ALL] [HV]: short lines stand at the start, in the middle or at the end.
#[test]
fn short_lines_stand_where_they_are_told() {
    let text = "甲甲\n\n::: div {align=center}\n乙乙\n:::\n\n::: div {align=end}\n丙丙\n:::\n\n::: div {align=end end=1}\n丁丁\n:::";
    for direction in DIRECTIONS {
        let (dump, _) = pages("ja", direction, AREA, text);
        let rows = rows(&dump, "1", direction);
        let start = find(&rows, "甲").inline - EM;
        let em = |text: &str| (find(&rows, text).inline - start) / EM;
        for (text, wanted) in [("乙", 11.0), ("丙", 22.0), ("丁", 21.0)] {
            assert!(near(em(text), wanted), "{direction:?} {text} {}: {dump}", em(text));
        }
    }
}

/// Proves: GRD-06 [ALL] [HV]: a full page has all its lines, the last of which ends with the type area.
#[test]
fn a_full_page_ends_with_its_type_area() {
    for language in ["ja", "zh-Hans-CN"] {
        for direction in DIRECTIONS {
            let (dump, _) = pages(language, direction, AREA, &"文字。".repeat(1000));
            let rows: Vec<Row> = rows(&dump, "2", direction).into_iter().filter(|row| row.kind == "text").collect();
            assert_eq!(rows.len(), LINES, "{dump}");
            for (index, row) in rows.iter().enumerate() {
                assert!(near(row.block - rows[0].block, PITCH * index as f64), "{direction:?} line {index}: {dump}");
            }
        }
    }
}

/// Proves: HED-01 [ALL] [HV], HED-02 [ALL] [HV]: a heading stands in the middle of the lines that it takes, and the text after it is on the
/// grid again.
/// Proves: HED-03 [ALL] [HV]: two headings take together the lines that their pair has.
#[test]
fn headings_take_whole_lines() {
    for direction in DIRECTIONS {
        for lines in 2..=5 {
            let more = format!("{AREA}\nstyle.heading-2.lines = {lines}\nstyle.heading-2.size = 1.3");
            let (dump, _) = pages("ja", direction, &more, "甲。\n\n## 題\n\n乙。");
            let rows = rows(&dump, "1", direction);
            let (before, title, after) = (find(&rows, "甲").block, find(&rows, "題").block, find(&rows, "乙").block);
            assert!(near(after - before, PITCH * (lines + 1) as f64), "{direction:?} {lines}: {dump}");
            // Horizontal lines tell their baselines, which lie lower in larger type.
            let lower = if direction.is_vertical() { 0.0 } else { 0.38 * EM * 0.3 };
            assert!((title - before - lower - PITCH * (lines + 1) as f64 / 2.0).abs() < 0.2, "{direction:?} {lines}: {dump}");
        }
        let more = format!("{AREA}\nstyle.heading-1.lines = 4\nstyle.heading-1.pair = 5\nstyle.heading-2.lines = 3");
        let (dump, _) = pages("ja", direction, &more, "甲。\n\n# 章\n\n## 節\n\n乙。");
        let rows = rows(&dump, "1", direction);
        assert!(near(find(&rows, "乙").block - find(&rows, "甲").block, PITCH * 6.0), "{direction:?}: {dump}");
    }
}

/// Proves: PAG-01 [ALL] [HV]: page 1 is a recto, versos and rectos take turns.
/// Proves: PAG-04 [ALL] [HV]: pages before the text have Roman folios of their own, and the text begins with 1.
#[test]
fn folios_of_the_text_begin_with_a_recto() {
    for direction in DIRECTIONS {
        let (dump, _) = pages("zh-Hant-TW", direction, AREA, "# 甲\n\n文。\n\n# 乙\n\n文。");
        let labels = labels(&dump);
        for (index, (label, side)) in labels.iter().enumerate() {
            assert_eq!(side, if index % 2 == 0 { "recto" } else { "verso" }, "{label}");
        }
        let names: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
        assert_eq!(names, ["i", "ii", "iii", "iv", "1", "2"], "{direction:?}");
    }
}

/// Proves: PAG-02 [ALL] [HV]: text goes on on the next page, recto or verso as it is told, and what is left between stays blank.
#[test]
fn breaks_go_to_the_page_that_they_name() {
    for direction in DIRECTIONS {
        for (to, label) in [("page", "2"), ("recto", "3"), ("verso", "2")] {
            let (dump, _) = pages("ja", direction, AREA, &format!("甲。\n\n::: break {{to={to}}}\n\n乙。"));
            assert!(rows(&dump, label, direction).iter().any(|row| row.text == "乙。"), "{to}: {dump}");
            assert!(label != "3" || page_of(&dump, "2").is_empty(), "{to}: {dump}");
        }
    }
}

/// Proves: RUN-01 [ALL] [HV]: heads and folios have one place on all pages of a side, however much text these have.
/// Proves: RUN-02 [JA TW] [V]: in vertical books they stand on one line at the top, at least an em from the type area, two em of the folio
/// between them, the folio at the fore-edge.
#[test]
fn heads_and_folios_have_one_place() {
    let text = format!("# 章\n\n{}\n\n## 節\n\n短。\n\n::: break {{to=page}}\n\n{}", "文字。".repeat(900), "文字。".repeat(500));
    for direction in DIRECTIONS {
        for language in ["ja", "zh-Hant-TW"] {
            let (dump, _) = pages(language, direction, AREA, &text);
            let mut places: Vec<Vec<(String, f64, f64)>> = vec![Vec::new(), Vec::new()];
            for label in 2..=9 {
                for row in rows(&dump, &label.to_string(), direction) {
                    if row.kind == "head" && row.text == "書名" || row.kind == "number" {
                        places[label % 2].push((row.kind, row.inline, row.block));
                    }
                }
            }
            for side in &places {
                for kind in ["head", "number"] {
                    let of: Vec<_> = side.iter().filter(|(found, _, _)| found == kind).collect();
                    assert!(of.windows(2).all(|pair| near(pair[0].1, pair[1].1) && near(pair[0].2, pair[1].2)), "{direction:?}: {side:?}");
                }
            }
            if direction.is_vertical() {
                let verso = rows(&dump, "2", direction);
                let (head, folio, body) = (find(&verso, "書名"), verso.iter().find(|row| row.kind == "number").unwrap(), &verso[0]);
                assert!((head.inline - folio.inline).abs() < 2.0, "one line: {dump}");
                assert!(body.inline - head.inline >= EM, "an em from the text: {dump}");
                let head_end = -head.block + 2.0 * 7.0;
                let gap = -folio.block - head_end;
                assert!((1.5 * 7.5 - 0.5..=2.0 * 7.5 + 0.5).contains(&gap), "{gap}: {dump}");
            }
        }
    }
}

/// Proves: TOC-01 [ALL] [HV]: folios of the contents end in one place and the leaders are in phase.
/// Proves: TOC-02 [JA TW] [V]: in vertical contents the folio stands at the foot, upright in one cell.
#[test]
fn contents_have_leaders_in_phase() {
    let text = "# 甲\n\n文。\n\n## 乙乙乙\n\n文。\n\n# 丙丙丙丙丙\n\n文。";
    for direction in DIRECTIONS {
        let (dump, _) = pages("ja", direction, AREA, text);
        let rows = rows(&dump, "iii", direction);
        let leaders: Vec<&Row> = rows.iter().filter(|row| row.text.starts_with('…')).collect();
        assert_eq!(leaders.len(), 3, "{dump}");
        let start = find(&rows, "甲").inline;
        let dots = |row: &Row| row.text.chars().filter(|character| *character == '…').count();
        let ends: Vec<f64> = leaders.iter().map(|row| row.inline + dots(row) as f64 * EM).collect();
        for (row, end) in leaders.iter().zip(&ends) {
            let phase = (row.inline - start) / EM;
            assert!((phase - phase.round()).abs() < 0.01 && dots(row) >= 2, "{phase}: {dump}");
            assert!(near(*end, ends[0]), "{dump}");
        }
        if direction.is_vertical() {
            let folios: Vec<&Row> = rows.iter().filter(|row| row.kind == "folio" && row.text == "1").collect();
            assert_eq!(folios.len(), 3, "{dump}");
            assert!(folios.iter().all(|row| near(row.inline, folios[0].inline) && row.inline > ends[0]), "{dump}");
        }
    }
}

/// Proves: PAR-03 [ALL] [HV]: what people say begins half an em in and other paragraphs an em where the theme sets it so, and a paragraph
/// that goes on after what stands in its middle has no indent.
#[test]
fn speech_and_what_goes_on_have_their_own_indent() {
    let text = format!("甲{0}。\n\n「乙{0}」\n\n> 引用\n\n::: div {{first=0}}\n丙{0}。\n:::", "文".repeat(30));
    for direction in DIRECTIONS {
        let more = format!("{AREA}\nstyle.paragraph.first-bracket = \"half\"");
        let (dump, _) = pages("ja", direction, &more, &text);
        let rows = rows(&dump, "1", direction);
        let start = find(&rows, "文").inline;
        // The bracket's ink stands in the second half of its em, and its half em of white is not there.
        let em = |text: &str| (find(&rows, text).inline - start) / EM;
        assert!(near(em("甲"), 1.0) && near(em("丙"), 0.0), "{dump}");
        let bracket = em("「乙");
        assert!(near(bracket, 0.5) || near(bracket, 0.0), "{bracket}: {dump}");
    }
}

/// Proves: NOT-05 [JA TW HK CN] [HV]: lines of notes hold a whole number of characters of their own size, and what remains of the measure
/// stands before them.
/// Proves: NOT-06 [JA] [HV]: an em of the note stands after its number, and its lines hang.
#[test]
fn notes_hang_in_whole_em_of_their_own() {
    // Ten and seven points: 240 pt are 34 characters of a note and 2 pt.
    let more = format!("{AREA}\nstyle.note.size = 0.7\npage.notes = \"page\"");
    for direction in DIRECTIONS {
        for language in ["ja", "zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN"] {
            let (dump, _) = pages(language, direction, &more, &format!("{}[^1]。\n\n[^1]: 註{}", "文".repeat(40), "記".repeat(80)));
            let rows = rows(&dump, "1", direction);
            let start = rows.iter().filter(|row| row.text.starts_with('文')).map(|row| row.inline).fold(f64::MAX, f64::min);
            let label = rows.iter().find(|row| row.kind == "label").unwrap();
            let first = find(&rows, "註");
            let at = rows.iter().position(|row| row.text.starts_with('註')).unwrap();
            let indent = first.inline - start - 2.0;
            assert!(near(rows[at + 1].inline, first.inline), "{language} {direction:?}: {dump}");
            assert!((indent / 7.0 - (indent / 7.0).round()).abs() < 0.02, "{language} {indent}: {dump}");
            assert_eq!(first.text.chars().count(), 34 - (indent / 7.0).round() as usize, "{language} {direction:?}: {dump}");
            if language == "ja" {
                assert!(near((indent / 7.0).round(), 2.0) && label.inline < first.inline - 7.0, "{direction:?}: {dump}");
            }
        }
    }
}

/// Proves: NOT-11 [CN] [HV]: notes of the mainland have circled numbers, which begin again on each page.
#[test]
fn the_mainland_circles_the_numbers_of_a_page() {
    let text = "甲[^1]乙[^2]。\n\n::: break {to=page}\n\n丙[^3]。\n\n[^1]: 一\n[^2]: 二\n[^3]: 三".to_owned();
    for direction in DIRECTIONS {
        let (dump, codes) = pages("zh-Hans-CN", direction, AREA, &text);
        let labels = |page: &str| -> Vec<String> {
            rows(&dump, page, direction).into_iter().filter(|row| row.kind == "label").map(|row| row.text).collect()
        };
        assert_eq!((labels("1"), labels("2")), (vec!["①".to_owned(), "②".to_owned()], vec!["①".to_owned()]), "{dump}");
        assert_eq!(codes, Vec::<String>::new());
    }
}

/// Proves: NOT-12 [ALL] [HV]: a mark leads to its note, and the note's number back to the mark.
/// Proves: HED-11 [ALL] [HV]: contents and outline have the words of headings without their readings.
#[test]
fn notes_lead_both_ways_and_headings_are_plain() {
    for direction in DIRECTIONS {
        let (edition, _) = composed("ja", direction, AREA, "# {水|みず}の{町|まち}[^1]\n\n文[^2]。\n\n[^1]: 一\n[^2]: 二");
        let targets: Vec<_> = edition.pages.as_ref().unwrap().pages.iter().flat_map(|page| &page.links).map(|link| &link.target).collect();
        for (note, marks) in &edition.resolved.note_marks {
            for node in std::iter::once(note).chain(marks) {
                assert!(targets.contains(&&LinkTarget::Node(*node)), "{direction:?}: {targets:?}");
            }
        }
        assert_eq!(edition.resolved.note_marks.len(), 2);
        let entries: Vec<&str> = edition.resolved.contents.iter().map(|entry| entry.plain.as_str()).collect();
        assert_eq!(entries, ["水の町"]);
    }
}

/// Proves: TBL-02 [ALL] [HV]: three rules, thick at both ends and thin below the header, with three quarters of an em beside the text of
/// cells.
#[test]
fn a_table_has_three_rules() {
    for direction in DIRECTIONS {
        let (dump, _) = pages("zh-Hans-CN", direction, AREA, "甲。\n\n| 名稱 | 數 |\n|---|--:|\n| 丁 | 1 |\n| 戊 | 2 |");
        let page = page_of(&dump, "1");
        let rules: Vec<Vec<f64>> = page
            .iter()
            .filter(|line| line.starts_with("  rule"))
            .map(|line| line.split_whitespace().filter_map(|word| word.parse().ok()).collect())
            .collect();
        let heights: Vec<f64> = rules.iter().map(|rule| rule[3]).collect();
        assert_eq!(heights, [1.134, 0.340, 1.134], "0.4 and 0.12 mm: {dump}");
        let cell = page.iter().find(|line| line.contains("丁")).unwrap();
        let text = cell.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap();
        assert!(near(text - rules[0][0], 0.75 * 9.0), "{dump}");
    }
}

/// The identifier that a book has by itself is longer than a line of a telephone.
#[test]
fn an_identifier_of_the_imprint_is_broken_without_a_finding() {
    let project = crate::project::Project::small();
    project.replace(
        "book.toml",
        "[edition.vertical]",
        "[page]\nformat = \"phone\"\n\n[edition.horizontal]\nformats = [\"pdf\"]\n\n[edition.vertical]",
    );
    let built = project.fuzi(&["build"]);
    assert_eq!((built.code, built.stderr.contains("LN004")), (0, false), "{}", built.stderr);
}
