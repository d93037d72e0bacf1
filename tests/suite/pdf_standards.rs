//! What PDFs claim, before veraPDF: the book of every construct in both directions and four regions, and files broken on purpose.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use lopdf::Document;
use lopdf::Object;

use crate::project::Project;
use crate::project::run;
use crate::publications::fuzi;
use crate::tools::present;
use crate::tools::program;
use crate::tools::tool;

/// The PDFs of the book that uses every construct.
pub fn feature_book() -> &'static [PathBuf] {
    static FILES: OnceLock<Vec<PathBuf>> = OnceLock::new();
    FILES.get_or_init(|| {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feature-book");
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("features");
        let _ = std::fs::remove_dir_all(&out);
        let outcome = run(fuzi().arg("build").arg(project).args(["--only", "pdf", "--out"]).arg(&out));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let names = std::fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = names.filter(|path| path.extension().is_some_and(|extension| extension == "pdf")).collect();
        files.sort();
        assert_eq!(files.len(), 8);
        files
    })
}

/// What veraPDF says of these files: one line each, `PASS` or `FAIL`, with the rules that fail. None when it is not here.
fn judged(profile: &str, files: &[PathBuf]) -> Option<Vec<String>> {
    let jars = tool("verapdf/jars");
    if !present("veraPDF", &[program("java"), jars.clone()]) {
        return None;
    }
    let mut command = Command::new("java");
    command.arg("-cp").arg(jars.join("*")).arg("org.verapdf.apps.GreenfieldCliWrapper");
    let outcome = run(command.args(["--format", "text", "-v", "-f", profile]).args(files));
    let verdicts = outcome.stdout.lines().filter(|line| line.starts_with("PASS") || line.starts_with("FAIL")).map(str::to_owned).collect();
    Some(verdicts)
}

#[test]
fn the_book_of_every_construct_passes_at_both_profiles() {
    for profile in ["2a", "ua1"] {
        let Some(verdicts) = judged(profile, feature_book()) else { return };
        assert_eq!(verdicts.len(), 8, "{verdicts:?}");
        assert!(verdicts.iter().all(|verdict| verdict.starts_with("PASS")), "{profile}: {verdicts:#?}");
    }
}

/// A finished file with something changed in it.
fn broken(name: &str, change: impl Fn(&mut Document)) -> PathBuf {
    let mut document = Document::load(&feature_book()[6]).unwrap();
    change(&mut document);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    document.save(&path).unwrap();
    path
}

/// The checker is checked: a file that is written anew passes, and each of three rules broken on purpose makes it fail.
#[test]
fn a_rule_broken_on_purpose_is_found() {
    let is = |object: &Object, key: &[u8], value: &[u8]| {
        object.as_dict().is_ok_and(|dictionary| dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| name == value))
    };
    let same = broken("same.pdf", |_| {});
    let mute = broken("mute.pdf", |document| {
        let figures = document.objects.values_mut().filter(|object| is(object, b"S", b"Figure"));
        figures.for_each(|figure| drop(figure.as_dict_mut().unwrap().remove(b"Alt")));
    });
    let meaningless = broken("meaningless.pdf", |document| {
        let fonts = document.objects.values_mut().filter(|object| is(object, b"Subtype", b"Type0"));
        fonts.for_each(|font| drop(font.as_dict_mut().unwrap().remove(b"ToUnicode")));
    });
    let part = broken("part.pdf", |document| {
        for object in document.objects.values_mut() {
            if let Object::Stream(stream) = object
                && stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"Metadata")
            {
                let packet = String::from_utf8(stream.content.clone()).unwrap();
                let wrong = packet.replace("<pdfaid:part>2<", "<pdfaid:part>1<");
                assert_ne!(packet, wrong);
                stream.set_content(wrong.into_bytes());
            }
        }
    });
    for (profile, file, expected) in
        [("2a", &same, "PASS"), ("ua1", &same, "PASS"), ("ua1", &mute, "FAIL"), ("2a", &meaningless, "FAIL"), ("2a", &part, "FAIL")]
    {
        let Some(verdicts) = judged(profile, std::slice::from_ref(file)) else { return };
        assert!(verdicts.len() == 1 && verdicts[0].starts_with(expected), "{profile} {}: {verdicts:?}", file.display());
    }
}

#[test]
fn each_claim_is_one_that_the_file_keeps() {
    for (asked, claimed, profile) in [
        ("[\"a-2u\", \"ua-1\"]", "PDF/A-2u, PDF/UA-1", "2u"),
        ("[\"a-3a\", \"ua-1\"]", "PDF/A-3a, PDF/UA-1", "3a"),
        ("[\"ua-1\"]", "PDF/UA-1", "ua1"),
        ("\"none\"", "none claimed", ""),
    ] {
        let project = Project::small();
        project.replace("book.toml", "[edition.vertical]", &format!("[pdf]\nstandards = {asked}\n\n[edition.vertical]"));
        let built = project.fuzi(&["build"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let said = project.fuzi(&["inspect", "dist/small-vertical.pdf"]).stdout;
        assert!(said.contains(&format!("standards     {claimed}\n")), "{asked}: {said}");
        let carried = ["book.toml (Source)", "text.md (Source)", "small-vertical.epub (Alternative)"];
        assert_eq!(carried.iter().filter(|name| said.contains(*name)).count(), if asked.contains("a-3a") { 3 } else { 0 }, "{said}");
        if !profile.is_empty()
            && let Some(verdicts) = judged(profile, &[project.path.join("dist/small-vertical.pdf")])
        {
            assert!(verdicts[0].starts_with("PASS"), "{asked}: {verdicts:?}");
        }
    }
}

#[test]
fn a_picture_without_words_is_told_and_the_file_does_not_claim_access() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><rect width=\"8\" height=\"4\"/></svg>";
    let project = Project::small().with("a.svg", drawing);
    project.write("text.md", "# 山中\n\n![](a.svg \"圖說\")\n\n![圖說](a.svg \"圖說\")\n");
    let built = project.fuzi(&["build", "--only", "pdf"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("warning[PF003]") && built.stderr.contains("text.md:3:"), "{}", built.stderr);
    assert!(built.stderr.contains("warning[CK017]") && built.stderr.contains("text.md:5:"), "{}", built.stderr);
    let said = project.fuzi(&["inspect", "dist/small-vertical.pdf", "--structure"]).stdout;
    assert!(said.contains("standards     PDF/A-2a\n"), "{said}");
    assert!(said.lines().any(|line| line.trim_start().starts_with("Figure BBox") || line.trim() == "Figure"), "no text is made up: {said}");
}

#[test]
fn titles_with_control_characters_and_links_to_nothing_are_findings() {
    let project = Project::small();
    project.replace("book.toml", "title = \"小書\"", "title = \"小\\u0007書\"");
    let built = project.fuzi(&["build", "--only", "pdf"]);
    assert!(built.code == 0 && built.stderr.contains("warning[PF004]") && built.stderr.contains("U+0007"), "{}", built.stderr);
    let json = project.fuzi(&["inspect", "dist/small-vertical.pdf", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["pdf"]["information"]["Title"], &json["pdf"]["xmp"]["dc:title"]), (&"小書".into(), &"小書; 小書".into()));
}

#[test]
fn how_a_viewer_opens_the_file_is_set() {
    let project = Project::small();
    project.replace(
        "book.toml",
        "[edition.vertical]",
        "[pdf]\nstandards = \"a-2a\"\ndirection = \"none\"\nlayout = \"single\"\noutline = \"hidden\"\ntitle-bar = \"file-name\"\n\
         open-at = \"text\"\nzoom = \"width\"\n\n[edition.vertical]",
    );
    let built = project.fuzi(&["build", "--only", "pdf"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let document = Document::load(project.path.join("dist/small-vertical.pdf")).unwrap();
    let catalog = document.catalog().unwrap();
    let name = |key: &[u8]| catalog.get(key).unwrap().as_name().unwrap().to_vec();
    assert_eq!((name(b"PageLayout").as_slice(), name(b"PageMode").as_slice()), (b"SinglePage".as_slice(), b"UseNone".as_slice()));
    let preferences = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert!(!preferences.has(b"Direction") && !preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let place = catalog.get(b"OpenAction").unwrap().as_array().unwrap();
    let opened = place[0].as_reference().unwrap();
    let number = document.get_pages().into_iter().find(|(_, id)| *id == opened).unwrap().0;
    assert!(number > 2 && place[1] == Object::from("FitH"), "{number} {place:?}");
}
