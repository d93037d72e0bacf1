//! Catalogue records, read back by readers that are not ours where they are installed.

use crate::project::Project;
use crate::project::run;
use crate::tools;
use std::path::Path;
use std::process::Command;

const BOOK: &str = r#"schema = 1
slug = "hills"

[book]
files = ["text.md"]
language = "ja"
title = { text = "山の本 & <林>", ja-Latn = "Yama no hon" }
subtitle = "副題"
creators = [{ name = "作者", reading = "さくしゃ", sort = "Sakusha" }]
contributors = [{ name = "譯者", role = "translator" }]
publisher = "出版社"
published = 2020-04-01
modified = 2020-04-02
subjects = [{ term = "山岳", scheme = "NDC", code = "291" }]
rights = "無断転載を禁じます"
series = { name = "山の叢書", position = 3, issn = "0378-5955" }
description = "山の話。"

[edition.vertical]
identifiers = { epub = "isbn:978-0-306-40615-7", pdf = "doi:10.1000/182" }
"#;

fn project() -> Project {
    Project::empty().with("book.toml", BOOK).with("text.md", "# 山\n\n山。\n")
}

fn export(project: &Project, format: &str) -> String {
    let outcome = project.fuzi(&["metadata", "export", "--format", format]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{format}");
    assert_eq!(outcome.stdout, project.fuzi(&["metadata", "export", "--format", format]).stdout);
    outcome.stdout
}

#[test]
fn every_format_is_well_formed_and_names_the_work() {
    let project = project();
    for format in ["marcxml", "mods", "dc", "onix"] {
        let text = export(&project, format);
        let root = fuzi::xml::parse(&text, 50).unwrap_or_else(|error| panic!("{format}: {error}"));
        let all = root.text();
        for word in ["山の本 & <林>", "作者", "譯者", "出版社", "山の叢書"] {
            assert!(all.contains(word), "{format}: {word}\n{text}");
        }
        assert!(all.contains("9780306406157"), "{format}");
    }
    let book: serde_json::Value = serde_json::from_str(&export(&project, "jsonld")).unwrap();
    assert_eq!((book["name"].as_str(), book["workExample"][0]["isbn"].as_str()), (Some("山の本 & <林>"), Some("9780306406157")));
    let entry = export(&project, "bibtex");
    assert!(entry.starts_with("@book{hills,\n") && entry.contains("  title = {{山の本 \\& <林>}},"), "{entry}");
    assert!(entry.contains("author = {{作者}}") && entry.contains("doi = {10.1000/182}"), "{entry}");
}

/// MARC 21, appendix A: a romanized field and its original are linked both ways.
#[test]
fn original_scripts_stand_in_linked_fields() {
    let text = export(&project(), "marcxml");
    let root = fuzi::xml::parse(&text, 50).unwrap();
    let fields: Vec<(String, Vec<String>)> = root
        .elements()
        .filter(|field| field.name == "datafield")
        .map(|field| (field.attribute("tag").unwrap().to_owned(), field.elements().map(fuzi::xml::Element::text).collect()))
        .collect();
    let field = |tag: &str, part: &str| fields.iter().any(|(own, parts)| own == tag && parts.iter().any(|one| one == part));
    assert!(field("100", "880-01") && field("100", "Sakusha") && field("880", "100-01/$1") && field("880", "作者"), "{text}");
    assert!(field("245", "880-02") && field("245", "Yama no hon") && field("880", "245-02/$1"), "{text}");
    let control = |tag: &str| root.elements().find(|field| field.attribute("tag") == Some(tag)).unwrap().text();
    assert_eq!((control("008").len(), control("006").len()), (40, 18));
    assert_eq!(root.child("leader").unwrap().text().len(), 24);
    let tags: Vec<&String> = fields.iter().map(|(tag, _)| tag).filter(|tag| *tag != "880").collect();
    assert!(tags.is_sorted(), "{tags:?}");
}

#[test]
fn what_a_record_lacks_is_told_and_the_record_is_made() {
    let project = Project::small();
    let outcome = project.fuzi(&["metadata", "export", "--format", "mods"]);
    assert!(outcome.code == 0 && outcome.stdout.contains("小書"), "{}", outcome.stdout);
    assert_eq!(outcome.stderr.matches("RE001").count(), 3, "{}", outcome.stderr);
    assert_eq!(project.fuzi(&["metadata", "export", "--format", "mods", "--edition", "none"]).code, 1);
}

#[test]
fn readers_of_others_take_the_records() {
    let folder = tools::tool("records");
    if !tools::present("pymarc and rdflib", &[tools::program("python3"), folder.clone()]) {
        return;
    }
    let project = project();
    for (format, name) in [("marcxml", "record.xml"), ("jsonld", "record.jsonld")] {
        project.write(name, export(&project, format));
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/read_records.py");
    let outcome = run(Command::new("python3").arg(script).arg(&project.path).env("PYTHONPATH", &folder));
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stdout.trim(), "Sakusha|Yama no hon|9780306406157|作者|山の本 & <林>");
}
