//! The validator of finished publications against EPUBCheck's own test files.

use fuzi::container::ContainerLimits;
use fuzi::epub::validate::Fault;
use fuzi::epub::validate::Gravity;
use fuzi::epub::validate::validate;
use fuzi::epub::validate::validate_document;
use fuzi::epub::validate::validate_files;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

/// One scenario of a feature file: what is checked and what EPUBCheck says of it.
#[derive(Debug, Default)]
struct Scenario {
    path: PathBuf,
    is_navigation: bool,
    /// Identifiers of errors and fatal errors.
    errors: BTreeSet<String>,
    warnings: BTreeSet<String>,
}

/// The scenarios whose files are there.
fn scenarios(root: &Path) -> Vec<Scenario> {
    let mut found = Vec::new();
    for chapter in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect::<BTreeSet<_>>() {
        let Ok(entries) = std::fs::read_dir(&chapter) else { continue };
        for feature in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "feature")) {
            let text = std::fs::read_to_string(&feature).unwrap();
            let everywhere = text.split("Scenario").next().unwrap().contains("navigation document");
            for scenario in text.split("Scenario").skip(1).filter(|scenario| scenario.starts_with(':')) {
                found.extend(read(scenario, &chapter.join("files"), everywhere));
            }
        }
    }
    found
}

fn read(scenario: &str, files: &Path, everywhere: bool) -> Option<Scenario> {
    let quoted = |line: &str| line.split('\'').nth(1).map(str::to_owned);
    let checking = scenario.lines().find(|line| line.trim_start().starts_with("When checking") && !line.contains("file name"))?;
    let path = files.join(quoted(checking)?);
    let mut result = Scenario { path, is_navigation: everywhere || scenario.contains("a navigation document"), ..Scenario::default() };
    for line in scenario.lines().map(str::trim) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let rule = words.iter().position(|word| *word == "is").and_then(|at| at.checked_sub(1)).map(|at| words[at].to_owned());
        let Some(rule) = rule.filter(|_| line.contains("is reported") && !line.contains("usage") && !line.contains("info ")) else {
            continue;
        };
        if !rule.contains('-') {
            continue;
        }
        if line.contains("warning") {
            result.warnings.insert(rule);
        } else {
            result.errors.insert(rule);
        }
    }
    let known = result.path.extension().is_none_or(|end| ["epub", "ePub", "opf", "svg", "xhtml"].iter().any(|one| end == *one));
    (known && result.path.exists() && !scenario.contains("following errors are reported")).then_some(result)
}

fn check(scenario: &Scenario) -> Vec<Fault> {
    let path = &scenario.path;
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, path, &mut files);
        return validate_files(&files);
    }
    let data = std::fs::read(path).unwrap();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("epub" | "ePub") => validate(&data, ContainerLimits::default()),
        _ => validate_document(path.file_name().unwrap().to_str().unwrap(), &data, scenario.is_navigation),
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

fn at_least(faults: &[Fault], gravity: Gravity) -> BTreeSet<String> {
    faults.iter().filter(|fault| fault.gravity >= gravity).map(|fault| fault.rule.to_owned()).collect()
}

#[test]
fn the_validator_agrees_with_epubcheck_on_its_own_test_files() {
    let Some(corpus) = std::env::var_os("FUZI_CORPUS") else {
        println!("skipped: FUZI_CORPUS names no corpus");
        return;
    };
    let scenarios = scenarios(&PathBuf::from(corpus).join("4-standards/epubcheck-tests/epub3"));
    assert!(scenarios.len() > 100, "{}", scenarios.len());
    let (mut same, mut invented, mut overlooked) = (0, Vec::new(), Vec::new());
    let mut by_rule: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for scenario in &scenarios {
        let faults = check(scenario);
        let errors = at_least(&faults, Gravity::Error);
        let name = scenario.path.file_name().unwrap().to_string_lossy().into_owned();
        for rule in &scenario.errors {
            let count = by_rule.entry(rule.clone()).or_default();
            count.0 += usize::from(errors.contains(rule));
            count.1 += 1;
        }
        match (scenario.errors.is_empty(), errors.is_empty()) {
            (true, true) | (false, false) => same += 1,
            (true, false) => invented.push(format!("{name}: {}", faults.iter().find(|fault| fault.gravity >= Gravity::Error).unwrap())),
            (false, true) => overlooked.push(format!("{name}: {:?}", scenario.errors)),
        }
    }
    println!("{same} of {} scenarios judged as EPUBCheck judges them", scenarios.len());
    println!("errors that EPUBCheck does not see:\n  {}", invented.join("\n  "));
    println!("errors overlooked:\n  {}", overlooked.join("\n  "));
    println!("rules found, and all that are expected: {by_rule:?}");
    // Media overlays, fixed layout and the schema of MathML are not covered; what is covered may not slip back.
    assert!(invented.is_empty(), "{invented:?}");
    assert!(same * 100 >= scenarios.len() * 90, "{same} of {}", scenarios.len());
}

/// Test publications that break a rule so that reading systems can be watched, and one whose sounds the corpus leaves out.
const WRONG_ON_PURPOSE: [&str; 10] = [
    "cnt-svg-css-reference",
    "kusamakura-japanese-vertical-writing",
    "pkg-spine-duplicate-item-hyperlink",
    "pkg-spine-duplicate-item-rendering",
    "pkg-version-backward",
    "pub-cmt-jxl",
    "pub-cmt-svg",
    "pub-foreign_bad-fallback",
    "pub-xml-names",
    "pub-xml-non-validating_unclosed",
];

/// Publications that their makers give as examples of what is right.
#[test]
fn publications_made_as_examples_have_no_errors() {
    let Some(corpus) = std::env::var_os("FUZI_CORPUS") else {
        println!("skipped: FUZI_CORPUS names no corpus");
        return;
    };
    let mut wrong = Vec::new();
    for folder in ["epub3-samples", "epub-tests"] {
        let root = PathBuf::from(&corpus).join("4-standards").join(folder);
        for publication in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.join("META-INF").exists())
        {
            let mut files = Vec::new();
            walk(&publication, &publication, &mut files);
            let faults = validate_files(&files);
            if WRONG_ON_PURPOSE.iter().any(|name| publication.ends_with(name)) {
                assert!(!faults.is_empty(), "{}", publication.display());
                continue;
            }
            wrong.extend(
                faults.iter().filter(|fault| fault.gravity >= Gravity::Error).map(|fault| format!("{}: {fault}", publication.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
