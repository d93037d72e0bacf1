//! What is published of findings: docs/findings.md, docs/diagnostics.schema.json, the examples of `fuzi explain`.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use fuzi::diag::Code;
use fuzi::diag::Severity;
use serde_json::Value;

use crate::linting;
use crate::project::Project;

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md")
}

/// A fence longer than any in the text.
fn fenced(text: &str, kind: &str) -> String {
    let info = match kind {
        "manuscript" | "aozora" => "markdown",
        kind => kind,
    };
    format!("````{info}\n{}\n````\n", text.trim_matches('\n'))
}

/// The page that lists every finding.
fn findings_page() -> String {
    let mut page = String::from(
        "# Findings\n\nEvery finding of the program, by code. `fuzi explain CODE` shows the same in the language of the locale or of `--lang`\n\
         (`en`, `zh-Hant`, `zh-Hans`, `ja`). How grave a finding of `fuzi check` is can be set in `[check]` of book.toml. This page is made\n\
         from the catalogue: `FUZI_BLESS=1 cargo test --test suite findings`.\n",
    );
    for code in Code::ALL {
        let (words, example) = (code.words(), code.example());
        page.push_str(&format!("\n## {}: {}\n\n", code.id(), words.message));
        let severity = match code.severity() {
            Severity::Note => "Note",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
            Severity::Limit => "Error (exit code 4)",
            Severity::Io => "Error (exit code 3)",
        };
        let clause = if code.clause().is_empty() { String::new() } else { format!(", by {}", code.clause()) };
        page.push_str(&format!("{severity}{clause}. {}\n", words.explain.as_deref().unwrap_or_default().trim()));
        page.push_str(&format!(
            "\nWrong:\n\n{}\nRight:\n\n{}",
            fenced(&example.wrong, &example.kind),
            fenced(&example.right, &example.kind)
        ));
        if let Some(help) = &words.help {
            page.push_str(&format!("\nWhat to do: {help}.\n"));
        }
    }
    page
}

/// Writes the page anew with FUZI_BLESS=1.
#[test]
fn the_page_of_findings_is_that_of_the_catalogue() {
    if std::env::var_os("FUZI_BLESS").is_some() {
        std::fs::write(page(), findings_page()).unwrap();
    }
    assert!(std::fs::read_to_string(page()).unwrap_or_default() == findings_page(), "FUZI_BLESS=1 cargo test --test suite findings");
}

#[test]
fn every_code_is_explained() {
    let missing: Vec<&str> = Code::ALL.iter().filter(|code| code.words().explain.is_none()).map(|code| code.id()).collect();
    assert!(missing.is_empty(), "explanations to be written: {missing:?}");
}

#[test]
fn the_wrong_example_of_every_check_gives_its_finding_and_the_right_one_does_not() {
    for code in linting::rules() {
        let example = code.example();
        let gives =
            |text: &str| linting::codes_of_example(code, &example.kind, &example.language, text.trim_matches('\n')).contains(code.id());
        assert!(gives(&example.wrong), "{}: the wrong example is not found", code.id());
        assert!(!gives(&example.right), "{}: the right example is found", code.id());
    }
}

#[test]
fn explain_speaks_of_a_code_and_of_no_other_word() {
    let project = Project::empty();
    let page = project.fuzi(&["explain", "ck008", "--lang", "zh-Hant"]);
    assert!(page.code == 0 && page.stdout.contains("不宜:\n\n    我想想...好吧。\n"), "{}", page.stdout);
    assert_eq!(project.fuzi(&["explain", "CK999"]).code, 2);
}

/// Whether a value is what a schema says: as much of JSON Schema as docs/diagnostics.schema.json uses.
fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no rule for the type {other}"),
    };
    let names = |rule: &Value| -> Vec<String> {
        let one = rule.as_str().map(str::to_owned);
        one.into_iter().chain(rule.as_array().into_iter().flatten().map(|name| name.as_str().unwrap().to_owned())).collect()
    };
    schema.as_object().unwrap().iter().all(|(key, rule)| match key.as_str() {
        "$ref" => fits(value, &root["$defs"][rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap()], root),
        "type" => names(rule).iter().any(|name| is(name)),
        "const" => value == rule,
        "enum" => rule.as_array().unwrap().contains(value),
        "pattern" => value.as_str().is_some_and(|text| Code::from_id(text).is_some()),
        "required" => value.is_null() || names(rule).iter().all(|name| value.get(name).is_some()),
        "properties" => {
            value.as_object().into_iter().flatten().all(|(name, child)| rule.get(name).is_none_or(|rule| fits(child, rule, root)))
        }
        "additionalProperties" => value.as_object().into_iter().flatten().all(|(name, child)| {
            let known = schema.get("properties").is_some_and(|known| known.get(name).is_some());
            known || (rule.is_object() && fits(child, rule, root))
        }),
        "items" => value.as_array().into_iter().flatten().all(|child| fits(child, rule, root)),
        "oneOf" => rule.as_array().unwrap().iter().filter(|rule| fits(value, rule, root)).count() == 1,
        "$schema" | "$defs" | "title" | "description" => true,
        other => panic!("no rule for {other}"),
    })
}

#[test]
fn lines_of_json_keep_to_their_published_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let project = Project::small().with("text.md", "# 山中\n\n他說「這裡（有括號」沒關,等等...好。\n\n![](a.png)\n");
    let mut kinds = BTreeSet::new();
    for arguments in [
        &["check", "--format", "json"] as &[&str],
        &["fix", "--format", "json"],
        &["check", "--format", "json", "--lang", "ja"],
        &["build", "--message-format", "json"],
    ] {
        if arguments[0] == "build" {
            project.write("text.md", "# 山中\n\n水。\n");
        }
        for line in project.fuzi(arguments).stdout.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            assert!(fits(&value, &schema, &schema), "{line}");
            kinds.insert(value["type"].as_str().unwrap().to_owned());
            let mut broken = value.clone();
            broken["version"] = 0.into();
            assert!(!fits(&broken, &schema, &schema), "a wrong version passes");
            broken = value;
            broken["zzz"] = 0.into();
            assert!(!fits(&broken, &schema, &schema), "an unknown key passes");
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["file", "finding", "fix"]);
}
