//! The finished files before outside judges. A judge that is absent is skipped with a reason, unless `FUZI_REQUIRE_VALIDATORS` is 1.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use fuzi::container::ContainerLimits;

use crate::project::run;
use crate::publications::files;
use crate::publications::fuzi;
use crate::publications::is_body;
use crate::publications::publications;
use crate::tools::ace;
use crate::tools::epubcheck;
use crate::tools::present;
use crate::tools::program;
use crate::tools::tool;

#[test]
fn epubcheck_has_nothing_to_say() {
    epubcheck(&files("epub"));
}

#[test]
fn ace_finds_no_violation() {
    ace(&files("epub"));
}

#[test]
fn qpdf_finds_every_pdf_sound() {
    if !present("qpdf", &[program("qpdf")]) {
        return;
    }
    for file in files("pdf") {
        let outcome = run(Command::new("qpdf").arg("--check").arg(&file));
        assert_eq!(outcome.code, 0, "{}\n{}{}", file.display(), outcome.stdout, outcome.stderr);
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_with_its_unicode_map() {
    if !present("poppler", &[program("pdffonts"), program("pdfinfo")]) {
        return;
    }
    for file in files("pdf") {
        let fonts = run(Command::new("pdffonts").arg(&file));
        let rows: Vec<&str> = fonts.stdout.lines().skip(2).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.contains(" yes yes yes ")), "{}\n{}", file.display(), fonts.stdout);
        let info = run(Command::new("pdfinfo").arg(&file));
        assert_eq!((info.code, info.stderr.as_str()), (0, ""), "{}", file.display());
        assert!(info.stdout.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{}", info.stdout);
    }
}

#[test]
fn verapdf_judges_every_pdf() {
    let jars = tool("verapdf/jars");
    if !present("veraPDF", &[program("java"), jars.clone()]) {
        return;
    }
    for profile in ["2a", "ua1"] {
        let mut command = Command::new("java");
        command.arg("-cp").arg(jars.join("*")).arg("org.verapdf.apps.GreenfieldCliWrapper");
        let outcome = run(command.args(["--format", "text", "-v", "-f", profile]).args(files("pdf")));
        println!("veraPDF {profile}:\n{}", outcome.stdout);
        let failed: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("FAIL")).collect();
        assert!(failed.is_empty() && outcome.stdout.contains("PASS"), "{}\n{}", outcome.stdout, outcome.stderr);
    }
}

/// The families of the style sheet.
const OUR_FAMILIES: [&str; 3] = ["Book kai", "Book sans", "Book serif"];

/// As a browser lays it out: measured from the boxes of characters.
#[test]
fn a_reading_system_shows_vertical_text_vertically() {
    let (script, modules) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/reader.mjs"), tool("reader/node_modules"));
    if !present("the browser reading system", &[program("node"), program("chromium"), modules.join("epubjs")]) {
        return;
    }
    let sample = &publications()[0];
    for file in sample.files("epub") {
        let outcome = run(Command::new("node").arg(&script).arg(&modules).arg(&file));
        assert_eq!(outcome.code, 0, "{}\n{}", file.display(), outcome.stderr);
        let facts: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let vertical = file.to_str().unwrap().contains("-vertical.");
        assert_eq!((&facts["errors"], &facts["direction"]), (&serde_json::json!([]), &if vertical { "rtl" } else { "ltr" }.into()));
        let documents = facts["documents"].as_array().unwrap();
        let parts = || documents.iter().filter(|document| is_body(document["href"].as_str().unwrap()));
        let steps = |name: &str| parts().map(|document| document[name].as_u64().unwrap()).sum::<u64>();
        let (along, across) = if vertical { (steps("down"), steps("right")) } else { (steps("right"), steps("down")) };
        assert!(along > 2000 && across * 100 < along, "characters do not follow each other along the line: {facts:#}");
        let (after, other) = if vertical { (steps("to_the_left"), steps("below")) } else { (steps("below"), steps("to_the_left")) };
        assert!(after > 50 && other == 0, "lines do not follow each other as the direction asks: {facts:#}");

        // The sample asks for all fonts: all three are in the file and loaded, and no character of its parts asks for another one first.
        let container = fuzi::container::read(&std::fs::read(&file).unwrap(), ContainerLimits::default()).unwrap();
        assert_eq!(container.iter().filter(|(path, _)| path.ends_with(".otf") || path.ends_with(".ttf")).count(), 3, "{}", file.display());
        let loaded: BTreeSet<&str> =
            facts["fonts"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().trim_matches('"')).collect();
        assert_eq!(loaded, OUR_FAMILIES.into(), "{facts:#}");
        let asked: BTreeSet<&str> =
            parts().flat_map(|document| document["families"].as_object().unwrap().keys().map(String::as_str)).collect();
        assert_eq!(asked, OUR_FAMILIES.into(), "{facts:#}");
    }
}

#[test]
fn two_builds_give_equal_bytes_wherever_and_however() {
    let sample = &publications()[0];
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("elsewhere");
    let _ = std::fs::remove_dir_all(&out);
    let outcome = run(fuzi().args(["build", "book", "--jobs", "1", "--out"]).arg(&out).current_dir(env!("CARGO_MANIFEST_DIR")).envs([
        ("TZ", "Asia/Taipei"),
        ("LANG", "zh_TW.UTF-8"),
        ("LC_ALL", "C"),
    ]));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let only = Path::new(env!("CARGO_TARGET_TMPDIR")).join("only");
    let _ = std::fs::remove_dir_all(&only);
    let outcome = run(fuzi().arg("build").arg(&sample.project).args(["--only", "epub", "--jobs", "3", "--out"]).arg(&only));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    // The same manuscript in another folder.
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("another folder");
    let _ = std::fs::remove_dir_all(&copy);
    assert_eq!(run(Command::new("cp").arg("-r").arg(&sample.project).arg(&copy)).code, 0);
    let outcome = run(fuzi().arg("build").arg(&copy).env("SOURCE_DATE_EPOCH", "0"));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    for file in [sample.files("pdf"), sample.files("epub")].concat() {
        let name = file.file_name().unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes == std::fs::read(out.join(name)).unwrap(), "{} differs", file.display());
        assert!(bytes == std::fs::read(copy.join("dist").join(name)).unwrap(), "{} differs in another folder", file.display());
        match file.extension().unwrap() == "epub" {
            true => assert!(bytes == std::fs::read(only.join(name)).unwrap(), "{} differs with --only", file.display()),
            false => assert!(!only.join(name).exists(), "--only epub wrote {}", file.display()),
        }
    }
}
