//! Starting and finding out: new projects, fonts, tools, the schema of book.toml, completions, manual pages, help.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use fuzi::diag::Context;
use fuzi::diag::Diagnostic;
use fuzi::diag::Report;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use serde_json::Value;
use serde_json::json;

use crate::project::Project;
use crate::project::run;

const TEMPLATES: [&str; 4] = ["article", "novel", "magazine", "report"];
const LANGUAGES: [&str; 6] = ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN", "ja", "ko", "en"];

#[test]
fn every_new_project_builds_at_once_to_four_files_without_a_finding() {
    let project = Project::empty();
    for (language, template) in LANGUAGES.iter().flat_map(|language| TEMPLATES.map(|template| (language, template))) {
        let name = format!("{language}-{template}");
        let made = project.fuzi(&["new", &name, "--template", template, "--lang", language]);
        assert_eq!(made.code, 0, "{name}: {}", made.stderr);
        assert!(made.stdout.contains(&format!("fuzi build {name}")), "{}", made.stdout);
        let built = project.fuzi(&["build", &name]);
        assert_eq!(built.code, 0, "{name}: {}", built.stderr);
        assert!(!built.stderr.contains("warning["), "{name}: {}", built.stderr);
        let names = project.names(&format!("{name}/dist"));
        assert_eq!(names.iter().filter(|name| name.ends_with(".epub") || name.ends_with(".pdf")).count(), 4, "{names:?}");
        let book = String::from_utf8(project.read(&format!("{name}/book.toml"))).unwrap();
        assert!(book.starts_with("#:schema ./book.schema.json\n") && book.contains(&format!("language = \"{language}\"")), "{book}");
        // Every setting has its comment in the language of the book.
        let comments: Vec<&str> = book.lines().skip(1).filter(|line| line.starts_with("# ")).collect();
        let own = comments.iter().filter(|line| line.is_ascii()).count();
        assert!(comments.len() > 8 && (own < 7) == (*language != "en"), "{book}");
    }
}

#[test]
fn a_new_project_never_touches_a_folder_that_holds_anything() {
    let project = Project::empty().with("full/kept.txt", "kept").with("nested/folder/kept.txt", "kept").with("file", "kept");
    for name in ["full", "nested", "file"] {
        let made = project.fuzi(&["new", name]);
        assert_eq!(made.code, 3, "{name}: {}", made.stderr);
        assert!(made.stderr.contains("not an empty folder"), "{}", made.stderr);
    }
    assert_eq!((project.names("full"), project.names("nested")), (vec!["kept.txt".to_owned()], vec!["folder".to_owned()]));
    std::fs::create_dir_all(project.path.join("versioned/.git")).unwrap();
    assert_eq!(project.fuzi(&["new", "versioned"]).code, 0);
    assert_eq!(project.fuzi(&["new", "x", "--lang", "fr"]).code, 2);
}

#[test]
fn the_date_of_a_new_project_is_the_day_it_is_made() {
    let project = Project::empty();
    assert_eq!(project.fuzi_at(&["new", "夜明け", "--lang", "ja", "--template", "magazine"], "1585699200").code, 0);
    let text = |name: &str| String::from_utf8(project.read(&format!("夜明け/{name}"))).unwrap();
    assert!(text("book.toml").contains("modified = 2020-04-01\n") && text("book.toml").contains("slug = \"magazine\"\n"));
    assert!(text("feature.md").contains("date: 2020-04-01\n"));
}

#[test]
fn a_font_check_names_faces_and_the_places_of_what_no_font_has() {
    let project = Project::small();
    let whole = project.fuzi(&["fonts", "check"]);
    assert_eq!(whole.code, 0, "{}", whole.stderr);
    assert!(whole.stdout.contains("every character has a glyph") && whole.stdout.contains("Noto Serif CJK TC"), "{}", whole.stdout);
    assert!(whole.stdout.contains("SIL Open Font License"), "{}", whole.stdout);
    project.write("text.md", "# 山中\n\n第一\u{243CB}段落\u{243CB}。Łódź\n");
    let lacking = project.fuzi(&["fonts", "check"]);
    assert_eq!(lacking.code, 1, "{}", lacking.stdout);
    assert!(lacking.stdout.contains("\u{243CB} U+243CB  text.md:3:3, text.md:3:6"), "{}", lacking.stdout);
    assert!(lacking.stdout.contains("  Noto Serif Regular: Ł"), "{}", lacking.stdout);
    assert!(!lacking.stdout.lines().any(|line| line.contains("Noto") && line.contains('\u{243CB}')), "{}", lacking.stdout);
    let lines = project.fuzi(&["fonts", "check", "--message-format", "json"]).stdout;
    let values: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let missing = values.iter().find(|value| value["type"] == "missing").unwrap();
    assert_eq!(missing["places"], json!(["text.md:3:3", "text.md:3:6"]));
    assert!(values.iter().any(|value| value["type"] == "face" && value["embedding"] == "free"));
}

/// FT001 stops a build until the book or the command line allows a mark in place of the character.
#[test]
fn a_character_that_no_font_has_stops_the_build_until_the_book_allows_a_mark() {
    let project = Project::small();
    project.write("text.md", "# 山中\n\n第一\u{243CB}段落。\n");
    assert_eq!(project.fuzi(&["build"]).code, 1);
    project.replace("book.toml", "[edition.vertical]", "[fonts]\nmissing = \"mark\"\n\n[edition.vertical]");
    let built = project.fuzi(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("warning[FT001]") && project.names("dist").len() == 3, "{}", built.stderr);
}

#[test]
fn a_tool_that_is_asked_for_and_missing_ends_with_code_5() {
    let project = Project::empty();
    let doctor = |tools: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fuzi"));
        let path = project.path.join("bin");
        run(command.arg("doctor").args(tools).current_dir(&project.path).env("PATH", path).env_remove("FUZI_TOOLS"))
    };
    let all = doctor(&[]);
    assert_eq!(all.code, 0, "{}", all.stderr);
    assert!(all.stdout.starts_with(concat!("fuzi ", env!("CARGO_PKG_VERSION"), "\nfonts: ")), "{}", all.stdout);
    assert!(all.stdout.contains("epubcheck: apt install epubcheck"), "{}", all.stdout);
    assert_eq!(doctor(&["qpdf"]).code, 5);
    assert_eq!(doctor(&["nosuch"]).code, 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        project.write("bin/qpdf", "#!/bin/sh\necho qpdf version 12.0\n");
        std::fs::set_permissions(project.path.join("bin/qpdf"), std::fs::Permissions::from_mode(0o755)).unwrap();
        let found = doctor(&["qpdf"]);
        assert_eq!(found.code, 0, "{}{}", found.stdout, found.stderr);
        assert!(found.stdout.contains("qpdf version 12.0"), "{}", found.stdout);
    }
}

#[test]
fn every_command_has_examples_and_a_manual_page_and_every_shell_completions() {
    let project = Project::empty();
    let help = project.fuzi(&["--help"]).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() > 10, "{help}");
    assert_eq!(project.fuzi(&["man", "--out", "man"]).code, 0);
    let pages = project.names("man");
    for command in commands {
        let help = project.fuzi(&[command, "--help"]);
        assert!(help.stdout.contains("Examples:\n  fuzi "), "{command}: {}", help.stdout);
        assert!(pages.contains(&format!("fuzi-{command}.1")), "{command}: {pages:?}");
    }
    for page in &pages {
        let text = String::from_utf8(project.read(&format!("man/{page}"))).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(&page.replace(".1", "").replace('-', "\\-")), "{page}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = project.fuzi(&["completions", shell]);
        assert!(script.code == 0 && script.stdout.contains("missing-glyphs"), "{shell}");
    }
}

/// The published schema.
fn schema() -> Value {
    serde_json::from_str(&std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/book.schema.json")).unwrap()).unwrap()
}

fn findings(book: &Value) -> Vec<Diagnostic> {
    let text = toml::to_string(book).unwrap();
    let files = MemoryFiles::new("a").with("book.toml", text).with("a.md", "一");
    let mut report = Report::default();
    let _ = Manuscript::open(Arc::new(files), &Context::default(), &mut report);
    report.findings().to_vec()
}

fn argument<'a>(finding: &'a Diagnostic, name: &str) -> &'a str {
    finding.arguments.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str())
}

/// The schema that a node refers to.
fn followed<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    let reference = node.get("$ref").or_else(|| node["allOf"][0].get("$ref")).and_then(Value::as_str);
    reference.map_or(node, |reference| &schema["$defs"][reference.rsplit('/').next().unwrap()])
}

/// What a walk over the schema and a book that uses all of it meets.
#[derive(Default)]
struct Met {
    /// JSON pointers into the book, each with the keys that the schema knows there.
    tables: Vec<(String, BTreeSet<String>)>,
    /// The same with the words that a key takes.
    words: Vec<(String, BTreeSet<String>)>,
}

/// A value that the schema allows, with every key; where there is a choice, `fullest` takes the last.
fn sample(schema: &Value, node: &Value, fullest: bool, at: &str, met: &mut Met) -> Value {
    let (outer, node) = (node, followed(schema, node));
    if let Some(words) = node["enum"].as_array() {
        met.words.push((at.to_owned(), words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()));
    }
    if let Some(value) = node.get("const").or_else(|| outer.get("examples").or_else(|| node.get("examples")).map(|list| &list[0])) {
        return value.clone();
    }
    if let Some(value) = node.get("default").or_else(|| node.get("enum").map(|words| &words[0])) {
        return value.clone();
    }
    if let Some(ways) = node["oneOf"].as_array().or_else(|| node["anyOf"].as_array()) {
        let way = if fullest { ways.last() } else { ways.first() };
        return sample(schema, way.unwrap(), fullest, at, met);
    }
    match node["type"].as_str() {
        Some("array") => json!([sample(schema, &node["items"], fullest, &format!("{at}/0"), met)]),
        Some("object") => {
            let mut table = serde_json::Map::new();
            if let Some(known) = node["properties"].as_object() {
                met.tables.push((at.to_owned(), known.keys().cloned().collect()));
                for (key, inner) in known.iter().filter(|(key, _)| node["dependentSchemas"].get(key.as_str()).is_none()) {
                    table.insert(key.clone(), sample(schema, inner, fullest, &format!("{at}/{key}"), met));
                }
                if let Some(patterns) = node["patternProperties"].as_object() {
                    let inner = patterns.values().next().unwrap();
                    table.insert("zh-Latn".to_owned(), sample(schema, inner, fullest, &format!("{at}/zh-Latn"), met));
                }
            } else {
                let name = match at {
                    "/check" => "CK008",
                    at if at.ends_with("marks") => "；",
                    _ => "vertical",
                };
                table.insert(name.to_owned(), sample(schema, &node["additionalProperties"], fullest, &format!("{at}/{name}"), met));
            }
            Value::Object(table)
        }
        _ if node["pattern"] == "^[a-z]{3}$" => json!("aut"),
        other => panic!("{at}: {other:?} has no example"),
    }
}

/// A book with every key of the schema.
fn book(fullest: bool) -> (Value, Met) {
    let schema = schema();
    let mut met = Met::default();
    let mut book = sample(&schema, &schema, fullest, "", &mut met);
    book["book"]["language"] = json!("ja");
    book["book"]["files"] = json!(["a.md"]);
    (book, met)
}

#[test]
fn every_key_of_the_schema_is_accepted() {
    for fullest in [false, true] {
        let (book, _) = book(fullest);
        assert_eq!(findings(&book), [], "{}", toml::to_string(&book).unwrap());
    }
}

#[test]
fn the_schema_has_every_key_that_book_toml_may_have() {
    const NONSENSE: &str = "zzzzzzzzzzzzzzzzzzzzzzzz";
    let (book, met) = book(true);
    assert!(met.tables.len() > 20, "{:?}", met.tables);
    for (at, known) in met.tables {
        let mut broken = book.clone();
        broken.pointer_mut(&at).unwrap()[NONSENSE] = json!(1);
        let all = findings(&broken);
        let finding = all.iter().find(|finding| argument(finding, "key").ends_with(NONSENSE)).unwrap_or_else(|| panic!("{at}: {all:?}"));
        let said = argument(finding, "suggestion").replace(", or a language tag with its script such as ja-Latn", "");
        let model: BTreeSet<String> = said.strip_prefix("known here: ").unwrap().split(", ").map(str::to_owned).collect();
        assert_eq!(known, model, "{at}");
    }
}

#[test]
fn the_schema_has_every_word_that_a_key_takes() {
    let (book, met) = book(true);
    assert!(met.words.len() > 20, "{:?}", met.words);
    for (at, known) in met.words.into_iter().filter(|(at, _)| !at.ends_with("/page/format")) {
        let mut broken = book.clone();
        *broken.pointer_mut(&at).unwrap_or_else(|| panic!("{at}")) = json!("zzz zzz");
        let all = findings(&broken);
        let expected = all.iter().map(|finding| argument(finding, "expected")).find(|expected| expected.starts_with("write one of"));
        let expected = expected.unwrap_or_else(|| panic!("{at}: {all:?}"));
        let model: BTreeSet<String> = expected.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(known, model, "{at}");
    }
}

#[test]
fn the_schema_names_every_page_format_and_role() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = schema();
    let words = |node: &Value| -> BTreeSet<String> {
        node["anyOf"][0]["enum"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let formats: toml::Table = toml::from_str(&std::fs::read_to_string(root.join("assets/page-formats.toml")).unwrap()).unwrap();
    let named = ["format", "regional"].into_iter().flat_map(|table| formats[table].as_table().unwrap().keys().cloned());
    assert_eq!(words(&schema["$defs"]["page"]["properties"]["format"]), named.collect());
    let (mut book, _) = book(true);
    book["book"]["creators"][0]["role"] = json!("zzzz");
    let all = findings(&book);
    let expected = argument(&all[0], "expected").strip_prefix("write one of ").unwrap().split(", or a MARC").next().unwrap();
    let creator = &schema["$defs"]["creator"]["oneOf"][1]["properties"]["role"];
    assert_eq!(words(creator), expected.split(", ").map(str::to_owned).collect());
}

#[test]
fn the_schema_is_printed_as_it_is_published() {
    let project = Project::empty();
    let printed = project.fuzi(&["schema"]);
    assert!(serde_json::from_str::<Value>(&printed.stdout).unwrap() == schema(), "the program was built with another schema");
}
