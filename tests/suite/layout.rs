//! The microscope: what `fuzi dump layout` says of every line, and the proof that colours it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use lopdf::content::Content;
use serde_json::Value;

use crate::project::Project;
use crate::project::run;
use crate::tools::present;
use crate::tools::program;

const REGIONS: [&str; 4] = ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN", "ja"];
const DIRECTIONS: [&str; 2] = ["vertical", "horizontal"];
/// The cover is page 1.
const TEXT_PAGE: &str = "2";

fn project(language: &str, text: &str, settings: &str) -> Project {
    let book = format!(
        "schema = 1\nslug = \"line\"\n[book]\nlanguage = \"{language}\"\ntitle = \"行\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n\
         [page]\nformat = \"phone\"\n{settings}\n[edition.vertical]\nformats = [\"pdf\"]\n[edition.horizontal]\nformats = [\"pdf\"]\n"
    );
    Project::empty().with("book.toml", book).with("a.md", text)
}

fn golden(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/layout").join(name)
}

fn text_of(region: &str) -> String {
    std::fs::read_to_string(golden(&format!("{region}.md"))).unwrap()
}

fn dump(project: &Project, arguments: &[&str]) -> String {
    let outcome = project.fuzi(&[&["dump", "layout"], arguments].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn json(project: &Project, direction: &str) -> Value {
    serde_json::from_str(&dump(project, &["--edition", direction, "--format", "json"])).unwrap()
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is no list in {value:#}"))
}

/// The lines of a layout, with the number of their page.
fn lines(layout: &Value) -> Vec<(u64, &Value)> {
    let pages = items(layout, "pages").iter();
    let frames = pages.flat_map(|page| items(page, "frames").iter().map(|frame| (page["number"].as_u64().unwrap(), frame)));
    frames.flat_map(|(page, frame)| items(frame, "lines").iter().map(move |line| (page, line))).collect()
}

/// A length in units of 1/65536 pt, which five decimals give back exactly.
fn units(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 65536.0).round() as i64
}

/// Writes the goldens anew with FUZI_BLESS=1; look at the difference before it is committed.
#[test]
fn lines_are_as_their_goldens_say() {
    for region in REGIONS {
        let project = project(region, &text_of(region), "");
        for direction in DIRECTIONS {
            let found = dump(&project, &["--edition", direction, "--page", TEXT_PAGE]);
            let file = golden(&format!("{region}-{direction}.layout"));
            if std::env::var_os("FUZI_BLESS").is_some() {
                std::fs::write(&file, &found).unwrap();
            } else {
                assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), found, "{}", file.display());
            }
        }
    }
}

/// Proves: PDF-04 [TW HK CN JA] [HV]: the dump is what its published schema says.
#[test]
fn the_json_of_a_layout_keeps_to_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/layout.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for region in REGIONS {
        let project = project(region, &format!("{}\n\n註[^1]。\n\n[^1]: 註文。\n", text_of(region)), "");
        for direction in DIRECTIONS {
            let layout = json(&project, direction);
            check(&layout, &schema, &schema, "layout");
            assert!(lines(&layout).len() > 10, "{region} {direction}");
        }
    }
    let wrong = serde_json::json!({ "kind": "over-full", "amount": -1 });
    let finding = &schema["$defs"]["finding"];
    assert!(std::panic::catch_unwind(|| check(&wrong, finding, &schema, "a wrong finding")).is_err());
}

/// As much of JSON Schema as docs/layout.schema.json uses.
fn check(value: &Value, schema: &Value, root: &Value, place: &str) {
    for (key, rule) in schema.as_object().unwrap() {
        match key.as_str() {
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                check(value, &root["$defs"][name], root, place);
            }
            "type" => {
                let fits = match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    other => panic!("no rule for type {other}"),
                };
                assert!(fits, "{place} is no {rule}: {value}");
            }
            "const" => assert_eq!(value, rule, "{place}"),
            "enum" => assert!(rule.as_array().unwrap().contains(value), "{place}: {value}"),
            "minimum" => assert!(value.as_f64().unwrap() >= rule.as_f64().unwrap(), "{place}: {value}"),
            "required" => {
                let missing = items(schema, "required").iter().find(|name| value.get(name.as_str().unwrap()).is_none());
                assert_eq!(missing, None, "{place}: {value}");
            }
            "properties" => {
                for (name, child) in value.as_object().unwrap() {
                    let rule = rule.get(name).unwrap_or_else(|| panic!("{place} has the unknown key {name}"));
                    check(child, rule, root, &format!("{place}.{name}"));
                }
            }
            "items" => {
                for (index, child) in value.as_array().unwrap().iter().enumerate() {
                    check(child, rule, root, &format!("{place}[{index}]"));
                }
            }
            "oneOf" => {
                let fitting =
                    items(schema, "oneOf").iter().filter(|rule| std::panic::catch_unwind(|| check(value, rule, root, place)).is_ok());
                assert_eq!(fitting.count(), 1, "{place}: {value}");
            }
            "additionalProperties" => assert_eq!(rule, false, "{place}: unknown keys are refused"),
            "$schema" | "$defs" | "title" | "description" => {}
            other => panic!("no rule for {other}"),
        }
    }
}

/// Proves: PDF-04 [TW HK CN JA] [HV]: bodies and gaps tile each line, in whole units.
#[test]
fn cells_and_gaps_tile_every_line() {
    let mut adjusted = 0;
    for region in REGIONS {
        let text =
            format!("{}\n\n{}\n", text_of(region), "{東京特許許可局|とう|きょう|とっ|きょ|きょ|か|きょく}と{凜|りんりん}、".repeat(9));
        let project = project(region, &text, "");
        for direction in DIRECTIONS {
            let layout = json(&project, direction);
            for (page, line) in lines(&layout) {
                let (cells, gaps) = (items(line, "cells"), items(line, "gaps"));
                assert_eq!(gaps.len() + 1, cells.len(), "{line:#}");
                for ((cell, gap), next) in cells.iter().zip(gaps).zip(&cells[1..]) {
                    let end = units(&cell["start"]) + units(&cell["body"]) + units(&gap["final"]);
                    assert_eq!(end, units(&next["start"]), "{region} {direction}, page {page}: {cell} {gap} {next}");
                    let changed = gap["natural"] != gap["final"];
                    assert_eq!(changed, gap["stage"] != 0, "{gap}");
                    adjusted += usize::from(changed);
                }
                let adjustment = &line["adjustment"];
                if adjustment["stage"] != 0 && adjustment["excess"] == 0 {
                    let given: i64 = gaps.iter().map(|gap| units(&gap["final"]) - units(&gap["natural"])).sum();
                    assert_eq!(given, units(&adjustment["demand"]), "{region} {direction}, page {page}: the gaps close the line {line}");
                }
                let text: String = cells.iter().map(|cell| cell["text"].as_str().unwrap()).collect();
                assert_eq!(line["text"], text);
            }
        }
    }
    assert!(adjusted > 20, "{adjusted}");
}

#[test]
fn a_page_is_dumped_alone() {
    let project = project("ja", &text_of("ja"), "");
    let (all, one) = (dump(&project, &[]), dump(&project, &["--page", TEXT_PAGE]));
    assert!(all.contains("\npage 1 ") && !one.contains("\npage 1 ") && one.contains("\npage 2 "));
    let (_, rest) = one.split_once('\n').unwrap();
    assert!(all.contains(rest), "{one}");
    for page in ["0", "99"] {
        let outcome = project.fuzi(&["dump", "layout", "--page", page]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
        assert!(outcome.stderr.contains(&format!("error[BT007]: the edition has no page {page}")), "{}", outcome.stderr);
    }
}

#[test]
fn what_is_to_be_looked_at_stands_under_its_line() {
    let project =
        project("zh-Hant-TW", "字\u{E000}與Łódź——「一二三」\n\n[這一段文字寫在不許斷開的範圍裡面所以比窄窄的一行還要長]{.nobreak}。\n", "");
    let text = dump(&project, &["--edition", "horizontal", "--page", TEXT_PAGE]);
    let found = |row: &str| text.lines().any(|line| line.trim_start().starts_with(row));
    assert!(found("missing \u{E000} U+E000") && found("fallback Ł") && found("over-full by "), "{text}");
    let layout = json(&project, "horizontal");
    let findings: Vec<&Value> = lines(&layout).iter().flat_map(|(_, line)| items(line, "findings")).collect();
    assert_eq!(findings[0], &serde_json::json!({ "kind": "missing", "text": "\u{E000}" }));
    assert_eq!(findings[1]["kind"], "fallback");
    assert!(findings[1]["face"].as_str().unwrap().starts_with("Noto Serif"), "{findings:?}");
    assert_eq!(project.fuzi(&["build", "--proof", "--allow-missing-glyphs"]).code, 0);
    let colours = &boxes(&project.path.join("dist/line-horizontal.proof.pdf"))[3];
    let counts = [[205, 150, 250], [250, 240, 90], [250, 80, 130]].map(|colour| colours.get(&colour).copied());
    assert_eq!(counts, [Some(1); 3], "missing, fallback, over-full: {colours:?}");
}

/// Colours of boxes by page: red, green and blue as the content stream has them, and how many boxes.
fn boxes(file: &Path) -> Vec<BTreeMap<[u8; 3], usize>> {
    let document = lopdf::Document::load(file).unwrap();
    let mut pages = Vec::new();
    for page in document.get_pages().into_values() {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        let mut colours = BTreeMap::new();
        let mut colour = None;
        for operation in content.operations {
            match operation.operator.as_str() {
                "rg" => {
                    let part = |index: usize| (operation.operands[index].as_float().unwrap() * 255.0).round() as u8;
                    colour = Some([part(0), part(1), part(2)]);
                }
                "re" => {
                    if let Some(colour) = colour.take() {
                        *colours.entry(colour).or_insert(0) += 1;
                    }
                }
                _ => {}
            }
        }
        pages.push(colours);
    }
    pages
}

/// Proves: PDF-04 [TW HK CN JA] [HV]: the proof has one box for each gap that was squeezed or opened.
#[test]
fn a_proof_colours_every_gap_that_gave_way() {
    for region in REGIONS {
        let project = project(region, &text_of(region), "");
        let outcome = project.fuzi(&["build", "--proof"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        for direction in DIRECTIONS {
            let file = project.path.join(format!("dist/line-{direction}.proof.pdf"));
            if present("qpdf", &[program("qpdf")]) {
                let outcome = run(Command::new("qpdf").arg("--check").arg(&file));
                assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
            }
            let layout = json(&project, direction);
            let mut gaps: BTreeMap<u64, [usize; 2]> = BTreeMap::new();
            for (page, line) in lines(&layout) {
                for gap in items(line, "gaps") {
                    let counts = gaps.entry(page).or_default();
                    counts[0] += usize::from(units(&gap["final"]) < units(&gap["natural"]));
                    counts[1] += usize::from(units(&gap["final"]) > units(&gap["natural"]));
                }
            }
            // Squeezed gaps are yellow to red, opened ones blue; the first two pages are the legend and the list.
            let found = boxes(&file);
            assert!(!found[0].is_empty(), "the legend has a box for each colour");
            for (page, [squeezed, opened]) in gaps {
                let colours = &found[page as usize + 1];
                let count =
                    |wanted: fn(&[u8; 3]) -> bool| colours.iter().filter(|(colour, _)| wanted(colour)).map(|(_, count)| count).sum();
                let warm = count(|[red, green, blue]| *red >= 235 && (*blue..240).contains(green));
                let blue = count(|[red, green, blue]| red < green && green < blue);
                let found: [usize; 2] = [warm, blue];
                assert_eq!(found, [squeezed, opened], "{region} {direction}, page {page}: {colours:?}");
            }
        }
    }
}

#[test]
fn a_proof_claims_nothing_and_changes_no_other_file() {
    let project = project("zh-Hans-CN", &text_of("zh-Hans-CN"), "");
    assert_eq!(project.fuzi(&["build"]).code, 0);
    let plain = project.read("dist/line-vertical.pdf");
    assert_eq!(project.fuzi(&["build", "--proof"]).code, 0);
    assert!(plain == project.read("dist/line-vertical.pdf"), "the PDF depends on --proof");
    let proof = project.read("dist/line-vertical.proof.pdf");
    let claims = |file: &[u8]| file.windows(11).any(|window| window == b"pdfaid:part");
    assert!(claims(&plain) && !claims(&proof));
    assert_eq!(project.fuzi(&["build", "--proof", "--jobs", "1"]).code, 0);
    assert!(proof == project.read("dist/line-vertical.proof.pdf"), "two builds differ");
}
