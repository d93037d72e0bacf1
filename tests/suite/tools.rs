//! The outside judges: where they are, and what to do where they are not.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use crate::project::run;

/// Whether to go on with a judge: not when something that it needs is absent and absence is allowed.
pub fn present(name: &str, needs: &[PathBuf]) -> bool {
    let missing: Vec<&PathBuf> = needs.iter().filter(|path| !found(path)).collect();
    let required = std::env::var("FUZI_REQUIRE_VALIDATORS").is_ok_and(|value| value == "1");
    assert!(missing.is_empty() || !required, "{name} is required and {missing:?} is absent; run .ci/install");
    if !missing.is_empty() {
        eprintln!("skipped: {name}, because {missing:?} is absent; .ci/install brings it");
    }
    missing.is_empty()
}

/// Whether a path exists, or a bare name is a program of the search path.
fn found(path: &Path) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    path.exists() || path.components().count() == 1 && std::env::split_paths(&folders).any(|folder| folder.join(path).is_file())
}

/// A place among the installed validators.
pub fn tool(path: &str) -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/tools");
    std::env::var_os("FUZI_TOOLS").map_or_else(default, PathBuf::from).join(path)
}

pub fn program(name: &str) -> PathBuf {
    PathBuf::from(name)
}

/// Runs EPUBCheck on these files when it is here; it must find nothing.
pub fn epubcheck(files: &[PathBuf]) {
    let jar = tool("epubcheck/epubcheck/epubcheck.jar");
    if !present("EPUBCheck", &[program("java"), jar.clone()]) {
        return;
    }
    for file in files {
        let outcome = run(Command::new("java")
            .args(["-Duser.language=en", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"])
            .arg(&jar)
            .arg(file)
            .arg("--failonwarnings"));
        assert_eq!(outcome.code, 0, "{}\n{}{}", file.display(), outcome.stdout, outcome.stderr);
    }
}

/// Runs Ace on these files when it is here; it must find nothing.
pub fn ace(files: &[PathBuf]) {
    let (ace, browser) = (tool("ace/node_modules/@daisy/ace-cli/bin/ace.js"), tool("ace/browser"));
    if !present("Ace", &[program("node"), program("chromium"), ace.clone(), browser.clone()]) {
        return;
    }
    for file in files {
        let out = file.with_extension("ace");
        let outcome = run(Command::new("node")
            .arg(&ace)
            .args(["--force", "--silent", "--lang", "en", "--outdir"])
            .arg(&out)
            .arg(file)
            .env("PUPPETEER_EXECUTABLE_PATH", &browser)
            .env("ACE_TIMEOUT_INITIAL", "60000")
            .stdin(Stdio::null()));
        let report = std::fs::read_to_string(out.join("report.json"));
        let report = report.unwrap_or_else(|error| panic!("{}: {error}\n{}{}", file.display(), outcome.stdout, outcome.stderr));
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let violations: Vec<&serde_json::Value> =
            report["assertions"].as_array().unwrap().iter().flat_map(|part| part["assertions"].as_array().unwrap()).collect();
        assert!(violations.is_empty(), "{}: {violations:#?}", file.display());
    }
}
