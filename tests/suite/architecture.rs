//! The tables of docs/architecture.md, held against the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Crates that any module may use.
const FREE: &[&str] = &["serde", "serde_json", "rayon", "indexmap", "thiserror"];

/// Lines beyond which a file holds a second noun.
const LONGEST_FILE: usize = 600;

struct Source {
    /// Relative to the repository, with `/`.
    path: String,
    text: String,
}

struct Tables {
    layers: BTreeMap<String, u32>,
    /// Crate as code says it, and its homes.
    homes: BTreeMap<String, Vec<String>>,
}

impl Source {
    /// The top module that the file belongs to; none for the crate's roots.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let top = inside.split('/').next()?;
        match top.strip_suffix(".rs") {
            Some("lib" | "main") => None,
            Some(module) => Some(module),
            None => Some(top),
        }
    }

    /// Lines of code with their numbers: no comments, and those of the unit tests marked.
    fn code(&self) -> impl Iterator<Item = (usize, &str, bool)> {
        let whole_file = self.path.ends_with("tests.rs");
        let tests = if whole_file { Some(0) } else { self.text.find("\n#[cfg(test)]\n") };
        let tests = tests.map_or(usize::MAX, |at| self.text[..at].lines().count());
        self.text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(move |(index, line)| (index + 1, line.split(" // ").next().unwrap_or_default(), index >= tests))
    }
}

impl Tables {
    fn read(page: &str) -> Tables {
        let mut tables = Tables { layers: BTreeMap::new(), homes: BTreeMap::new() };
        for line in page.lines() {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [first, second, _] = cells[..] else { continue };
            let modules = second.split(',').filter_map(|name| name.trim().strip_prefix('`')?.strip_suffix('`')).map(str::to_owned);
            if let Ok(layer) = first.parse() {
                tables.layers.extend(modules.map(|module| (module, layer)));
            } else if second.starts_with('`') {
                tables.homes.insert(first.replace('-', "_"), modules.collect());
            }
        }
        tables
    }

    /// What in these sources the tables forbid.
    fn violations(&self, sources: &[Source]) -> Vec<String> {
        let mut found = Vec::new();
        for source in sources {
            let lines = source.text.lines().count();
            if lines > LONGEST_FILE {
                found.push(format!("{}: {lines} lines, more than {LONGEST_FILE}: which is the second noun?", source.path));
            }
            let Some(module) = source.module() else { continue };
            let Some(layer) = self.layers.get(module) else {
                found.push(format!("{}: module `{module}` is in no layer of docs/architecture.md", source.path));
                continue;
            };
            for (number, line, in_tests) in source.code() {
                let place = format!("{}:{number}", source.path);
                for other in named_modules(line).into_iter().filter(|other| *other != module) {
                    if self.layers.get(other).is_some_and(|other_layer| other_layer >= layer) {
                        found.push(format!("{place}: `{module}` may not import `{other}`"));
                    }
                }
                for (name, homes) in &self.homes {
                    let exempt = name == "std::fs" && in_tests;
                    if !exempt && names_crate(line, name) && !homes.iter().any(|home| home == module) {
                        found.push(format!("{place}: `{name}` is at home in {homes:?}, not in `{module}`"));
                    }
                }
            }
        }
        found
    }
}

/// The modules that a line names by `crate::module`.
fn named_modules(line: &str) -> Vec<&str> {
    line.split("crate::")
        .skip(1)
        .map(|rest| rest.split(|character: char| !(character.is_alphanumeric() || character == '_')).next().unwrap_or_default())
        .filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
        .collect()
}

/// Whether a line names this crate by a path that begins with it.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        let starts_path = !before.is_some_and(|character| character.is_alphanumeric() || matches!(character, '_' | ':' | '"' | '/' | '-'));
        let imported = line.trim_start().starts_with("use ") && after.starts_with(';');
        starts_path && (after.starts_with("::") || imported)
    })
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut folders = vec![repository().join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let relative = path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
                sources.push(Source { path: relative, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn tables() -> Tables {
    Tables::read(&fs::read_to_string(repository().join("docs/architecture.md")).unwrap())
}

#[test]
fn every_module_keeps_to_its_layer_and_every_crate_to_its_home() {
    let found = tables().violations(&sources());
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_dependency_has_a_home() {
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(repository().join("Cargo.toml")).unwrap()).unwrap();
    let homes = tables().homes;
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(FREE.contains(&name.as_str()) || homes.contains_key(&name.replace('-', "_")), "{name} has no home in docs/architecture.md");
    }
}

#[test]
fn the_tables_are_read_from_the_page() {
    let tables = tables();
    assert_eq!(tables.layers["geom"], 0);
    assert_eq!(tables.layers["cli"], 10);
    assert!(tables.layers.len() > 20, "{:?}", tables.layers);
    assert_eq!(tables.homes["svg2pdf"], ["pdf", "picture"]);
    assert_eq!(tables.homes["std::fs"], ["io"]);
}

#[test]
fn what_the_tables_forbid_is_found() {
    let tables = tables();
    let violations = |path: &str, text: &str| tables.violations(&[Source { path: path.to_owned(), text: text.to_owned() }]).len();
    assert_eq!(violations("src/page/place.rs", "use crate::geom::Point;\nuse super::Frame;\n"), 0);
    assert_eq!(violations("src/geom/point.rs", "use crate::page::Page;\n"), 1, "a lower layer imports a higher one");
    assert_eq!(violations("src/pdf/text.rs", "use crate::epub::Package;\n"), 1, "siblings import each other");
    assert_eq!(violations("src/font/a.rs", "fn f() { crate::page::g() }\n"), 1, "a path without use");
    assert_eq!(violations("src/page/a.rs", "use lopdf::Object;\n"), 1, "a crate away from home");
    assert_eq!(violations("src/page/a.rs", "use zip;\n"), 1, "a whole crate away from home");
    assert_eq!(violations("src/page/a.rs", "let both = lines.zip(glyphs); // zip::ZipArchive\n"), 0, "a method is no crate");
    assert_eq!(violations("src/page/a.rs", "let x = std::fs::read(path);\n"), 1, "the core is pure");
    assert_eq!(violations("src/page/a.rs", "\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"), 0, "a test may look at files");
    assert_eq!(violations("src/attic/mod.rs", ""), 1, "a module in no row");
    assert_eq!(violations("src/page/a.rs", &"\n".repeat(601)), 1, "a file too long");
    assert_eq!(violations("src/page/a.rs", "/// See [`crate::pdf::write`].\n"), 0, "a comment imports nothing");
}
