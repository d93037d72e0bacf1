//! `fuzi inspect`, and with it the structure of finished PDFs as text.

use std::path::Path;

use serde_json::Value;

use crate::project::Project;

const BOOK: &str = r#"schema = 1
slug = "small"

[book]
files = ["text.md"]
language = "zh-Hant-TW"
title = "河岸"
creators = ["作者"]
modified = 2020-04-01

[edition.vertical]

[edition.horizontal]
"#;

const TEXT: &str = "# 渡口 {#ferry}

船在{河|ㄏㄜˊ}上[^1]，見[](#map)與[日文](https://example.org/)，[{川|かわ}]{lang=ja}。

[^1]: 註文。

## 碼頭

![漸層](a.svg \"碼頭的圖說。\"){#map}

| 站 | 里 |
|---|---|
| 起點 | 0 |

- 一
- 二

> 引文。
>
> ——來源

```
x = 1
```
";

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><rect width=\"80\" height=\"40\" fill=\"#8ab\"/></svg>";

fn project() -> Project {
    let project = Project::empty().with("book.toml", BOOK).with("text.md", TEXT).with("a.svg", DRAWING);
    let built = project.fuzi(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    project
}

/// The structure of a finished file without the boxes of figures, which are a matter of the page, and the names of the bundled fonts.
fn structure(project: &Project, file: &str) -> String {
    let shown = project.fuzi(&["inspect", file, "--structure"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let lines = shown.stdout.lines().skip_while(|line| *line != "structure").skip(1).filter(|line| !line.contains("字型："));
    let without = |line: &str| match (line.find(" BBox="), line.find(']')) {
        (Some(start), Some(end)) => format!("{}{}", &line[..start], &line[end + 1..]),
        _ => line.to_owned(),
    };
    lines.map(|line| without(line) + "\n").collect()
}

/// Writes the goldens anew with FUZI_BLESS=1; look at the difference before it is committed.
#[test]
fn the_structure_of_a_small_manuscript_is_as_its_golden_says() {
    let project = project();
    for direction in ["vertical", "horizontal"] {
        let found = structure(&project, &format!("dist/small-{direction}.pdf"));
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/structure/{direction}.txt"));
        if std::env::var_os("FUZI_BLESS").is_some() {
            std::fs::write(&golden, &found).unwrap();
        } else {
            assert_eq!(std::fs::read_to_string(&golden).unwrap_or_default(), found, "{}", golden.display());
        }
    }
}

#[test]
fn a_pdf_is_told_for_people_and_for_programs() {
    let project = project();
    let human = project.fuzi(&["inspect", "dist/small-vertical.pdf"]).stdout;
    for part in ["PDF/A-2a, PDF/UA-1", "148.0 × 210.0 mm", "Direction: R2L", "subset of", "vectors 80 × 40", "Title: 河岸"] {
        assert!(human.contains(part), "{part} is not in\n{human}");
    }
    let json = project.fuzi(&["inspect", "dist/small-vertical.pdf", "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["format"], &json["version"]), (&Value::from("fuzi-inspect"), &Value::from(1)));
    let pdf = &json["pdf"];
    assert_eq!(pdf["information"]["Title"], pdf["xmp"]["dc:title"].as_str().unwrap().split("; ").next().unwrap());
    assert_eq!(pdf["outline"][1], serde_json::json!({ "level": 2, "title": "碼頭" }));
    let fonts = pdf["fonts"].as_array().unwrap();
    assert!(fonts.iter().all(|font| font["embedded"] == true && font["bytes"].as_u64() > Some(100)), "{fonts:#?}");
    assert!(fonts.iter().any(|font| font["characters"].as_str().unwrap().contains('船')));
}

#[test]
fn an_epub_is_told_too_and_what_is_neither_is_an_error() {
    let project = project();
    let json = project.fuzi(&["inspect", "dist/small-horizontal.epub", "--format", "json"]).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    let epub = &json["epub"];
    assert_eq!((&epub["epub-version"], &epub["metadata"]["dc:title"]), (&Value::from("3.0"), &Value::from("河岸")));
    assert!(epub["pages"].as_u64() > Some(0) && !epub["documents"].as_array().unwrap().is_empty(), "{epub:#}");
    for (name, content) in
        [("text.md", None), ("cut.pdf", Some(b"%PDF-1.7\n1 0 obj".as_slice())), ("cut.epub", Some(b"PK\x03\x04 nothing"))]
    {
        if let Some(content) = content {
            project.write(name, content);
        }
        let outcome = project.fuzi(&["inspect", name]);
        assert!(outcome.code == 1 && outcome.stderr.contains("PF008"), "{name}: {outcome:?}");
    }
}
