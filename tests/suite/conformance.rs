//! docs/conformance.md: which tests prove which requirement, from the `Proves:` lines of the tests themselves.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    what: String,
    regions: String,
    priority: u8,
    source: String,
}

/// What a test says that it proves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    id: String,
    regions: Vec<String>,
    directions: String,
    what: String,
    /// File and function.
    test: (String, String),
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn requirements() -> BTreeMap<String, Requirement> {
    toml::from_str(&std::fs::read_to_string(repository().join("tests/fixtures/requirements.toml")).unwrap()).unwrap()
}

/// The Rust files under a folder with their paths in the repository.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(repository()).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The claims of a file: doc lines above a test function.
fn claims(file: &str, text: &str) -> Result<Vec<Claim>, String> {
    let mut claims = Vec::new();
    let mut waiting: Vec<Claim> = Vec::new();
    // Where the last line of claims begins, which the next doc line may continue.
    let mut group = 0;
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if let Some(claim) = line.strip_prefix("/// Proves: ") {
            group = waiting.len();
            waiting.extend(claims_of(file, claim)?);
        } else if let Some(more) = line.strip_prefix("/// ").filter(|_| !waiting.is_empty()) {
            waiting[group..].iter_mut().for_each(|claim| claim.what = format!("{} {more}", claim.what));
        } else if line.starts_with("#[test]") {
            is_test = true;
        } else if let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next()) {
            if !waiting.is_empty() && !is_test {
                return Err(format!("{file}: {name} proves something and is no test"));
            }
            claims.extend(waiting.drain(..).map(|claim| Claim { test: (file.to_owned(), name.to_owned()), ..claim }));
            is_test = false;
        } else if !line.starts_with("///") && !line.starts_with("#[") && !waiting.is_empty() {
            return Err(format!("{file}: a claim of {} stands above no test: {line}", waiting[0].id));
        }
    }
    match waiting.first() {
        Some(claim) => Err(format!("{file}: a claim of {} stands above nothing", claim.id)),
        None => Ok(claims),
    }
}

/// `SPC-01 [JA TW] [HV], SPC-02 [JA] [H]: what holds.`
fn claims_of(file: &str, text: &str) -> Result<Vec<Claim>, String> {
    let wrong = || format!("{file}: claims are written `Proves: SPC-01 [JA] [HV]: what holds.`, not `{text}`");
    let (heads, what) = text.split_once("]: ").ok_or_else(wrong)?;
    let claims = heads.split("], ").filter(|part| !part.is_empty()).map(|head| {
        let (id, rest) = head.split_once(" [").ok_or_else(wrong)?;
        let (regions, directions) = rest.split_once("] [").ok_or_else(wrong)?;
        let regions: Vec<String> = regions.split_whitespace().map(str::to_owned).collect();
        let known = regions.iter().all(|region| ["ALL", "JA", "CN", "TW", "HK", "KO"].contains(&region.as_str()));
        let directions = directions.trim_end_matches(']').to_owned();
        if !known || !["H", "V", "HV", "-"].contains(&directions.as_str()) || what.is_empty() {
            return Err(wrong());
        }
        Ok(Claim { id: id.to_owned(), regions, directions, what: what.to_owned(), test: Default::default() })
    });
    claims.collect()
}

/// The page, or what is wrong with the claims.
fn page(requirements: &BTreeMap<String, Requirement>, claims: &[Claim]) -> Result<String, String> {
    let unknown: BTreeSet<&str> = claims.iter().map(|claim| claim.id.as_str()).filter(|id| !requirements.contains_key(*id)).collect();
    if !unknown.is_empty() {
        return Err(format!("no requirement is called {unknown:?}"));
    }
    let proofs = |id: &str| claims.iter().filter(|claim| claim.id == id).collect::<Vec<_>>();
    let open = |priority: u8| {
        let open = requirements.iter().filter(|(id, row)| row.priority == priority && proofs(id).is_empty());
        open.map(|(id, row)| format!("- {id} ({}): {}\n", row.regions, row.what)).collect::<String>()
    };
    let or_none = |list: String| if list.is_empty() { "None.\n".to_owned() } else { list };
    let mut page = String::from(
        "# Conformance of lines and pages\n\nWhat typesetters ask of lines and pages of Chinese or Japanese, and which tests prove it. Made from `tests/fixtures/requirements.toml`\n\
         and from the `Proves:` lines above the tests: `FUZI_BLESS=1 cargo test --test suite conformance` writes it anew. Regions are JA,\n\
         CN (mainland), TW, HK; directions H and V; `-` where direction plays no part. Priority 1: a book is returned without it; 2: expected\n\
         of a good tool; 3: for specialists.\n",
    );
    let proved = requirements.keys().filter(|id| !proofs(id).is_empty()).count();
    let first = requirements.values().filter(|row| row.priority == 1).count();
    let first_proved = requirements.iter().filter(|(id, row)| row.priority == 1 && !proofs(id).is_empty()).count();
    write!(page, "\n{proved} of {} rows have tests; of priority 1, {first_proved} of {first}.\n", requirements.len()).unwrap();
    write!(page, "\n## Open rows of priority 1\n\n{}", or_none(open(1))).unwrap();
    write!(page, "\n## Open rows of priority 2\n\n{}", or_none(open(2))).unwrap();
    page += "\n## Rows\n\n| id | what | regions | priority | source | proved for | tests |\n|---|---|---|---|---|---|---|\n";
    for (id, row) in requirements {
        let proofs = proofs(id);
        let scopes: BTreeSet<String> = proofs.iter().map(|claim| format!("{} {}", claim.regions.join(" "), claim.directions)).collect();
        let tests: BTreeSet<String> = proofs.iter().map(|claim| format!("`{}`", claim.test.1)).collect();
        let list = |set: BTreeSet<String>, empty: &str| {
            if set.is_empty() { empty.to_owned() } else { set.into_iter().collect::<Vec<_>>().join(", ") }
        };
        let Requirement { what, regions, priority, source } = row;
        let (scopes, tests) = (list(scopes, ""), list(tests, "open"));
        writeln!(page, "| {id} | {what} | {regions} | {priority} | {source} | {scopes} | {tests} |").unwrap();
    }
    page += "\n## What each test proves\n";
    let mut by_file: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        by_file.entry(&claim.test.0).or_default().push(claim);
    }
    for (file, claims) in by_file {
        write!(page, "\n`{file}`\n\n").unwrap();
        for claim in claims {
            let Claim { id, regions, directions, what, test } = claim;
            writeln!(page, "- {id}, {} {directions}, `{}`: {}", regions.join(" "), test.1, what.trim_end_matches('.')).unwrap();
        }
    }
    Ok(page)
}

/// Writes the page anew with FUZI_BLESS=1.
#[test]
fn the_page_of_conformance_is_what_the_tests_claim() {
    let mut files = Vec::new();
    sources(&repository().join("src"), &mut files);
    sources(&repository().join("tests"), &mut files);
    // The claims of this file are examples.
    files.retain(|(name, _)| name != "tests/suite/conformance.rs");
    let all: Vec<Claim> = files.iter().flat_map(|(file, text)| claims(file, text).unwrap_or_else(|wrong| panic!("{wrong}"))).collect();
    let made = page(&requirements(), &all).unwrap_or_else(|wrong| panic!("{wrong}"));
    let path = repository().join("docs/conformance.md");
    if std::env::var_os("FUZI_BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    } else {
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == made, "docs/conformance.md is not what the tests claim; FUZI_BLESS=1 writes it anew");
    }
}

#[test]
fn a_claim_belongs_to_the_test_below_it() {
    let text = "/// Proves: SPC-01 [JA TW] [HV], SPC-02 [JA] [H]: marks.\n/// More.\n#[test]\nfn marks_hold() {\n";
    let found = claims("a.rs", text).unwrap();
    assert_eq!((found.len(), found[1].id.as_str(), found[1].what.as_str()), (2, "SPC-02", "marks. More."));
    assert_eq!((found[0].id.as_str(), found[0].regions.len(), found[0].directions.as_str()), ("SPC-01", 2, "HV"));
    assert_eq!(found[0].test, ("a.rs".to_owned(), "marks_hold".to_owned()));
}

#[test]
fn a_claim_that_nothing_proves_is_refused() {
    for text in [
        "/// Proves: SPC-01 [JA] [HV]: marks.\nfn helper() {\n",
        "/// Proves: SPC-01 [JA] [HV]: marks.\nstruct Thing;\n",
        "/// Proves: SPC-01 [JA] [HV]: marks.\n",
        "/// Proves: SPC-01 JA: marks.\n#[test]\nfn marks() {\n",
        "/// Proves: SPC-01 [XX] [HV]: marks.\n#[test]\nfn marks() {\n",
    ] {
        assert!(claims("a.rs", text).is_err(), "{text}");
    }
    let unknown = claims("a.rs", "/// Proves: ABC-99 [JA] [H]: x.\n#[test]\nfn x() {\n").unwrap();
    assert!(page(&requirements(), &unknown).is_err());
}
