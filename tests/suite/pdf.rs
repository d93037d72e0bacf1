//! The PDF of a whole edition, composed and written.

use crate::sample_book;
use fuzi::book::CanonicalText;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::geom::WritingMode;
use fuzi::inline::Detail;
use fuzi::manuscript::EpubFonts;
use fuzi::page;
use fuzi::page::PageInput;
use fuzi::pdf;
use fuzi::pdf::PdfInput;
use fuzi::resolve::resolve;
use std::path::PathBuf;
use std::process::Command;

use crate::project::run;
use crate::tools::present;
use crate::tools::program;
use crate::tools::tool;

const DIRECTIONS: [WritingMode; 2] = [WritingMode::VerticalRl, WritingMode::HorizontalTb];

fn write(direction: WritingMode, jobs: usize) -> Vec<u8> {
    let book = sample_book::book(direction);
    let (metadata, edition) = (sample_book::metadata(), sample_book::edition(direction, EpubFonts::None));
    let (pictures, fonts) = (sample_book::pictures(), sample_book::fonts());
    let mut report = Report::default();
    let mut context = Context::default();
    context.jobs = jobs;
    let resolved = resolve(&book, &mut report);
    let input = PageInput {
        book: &book,
        resolved: &resolved,
        pictures: &pictures,
        fonts: &fonts,
        metadata: &metadata,
        edition: &edition,
        detail: Detail::Off,
    };
    let pages = page::compose(&input, &context, &mut report);
    let input = PdfInput {
        book: &book,
        resolved: &resolved,
        pages: &pages,
        pictures: &pictures,
        fonts: &fonts,
        metadata: &metadata,
        edition: &edition,
        identifier: "urn:uuid:6f1c2a54-0f0e-5d3b-9c55-3d0f6a1b2c3d",
        claim: pdf::Claim::Archive,
        attachments: &[],
    };
    pdf::write(&input, &context, &mut report).expect("the sample has no errors")
}

/// The file where other programs find it; kept for looking at when FUZI_LOOK names a folder.
fn saved(direction: WritingMode) -> PathBuf {
    let folder = std::env::var_os("FUZI_LOOK").map_or_else(std::env::temp_dir, PathBuf::from);
    let name = match direction {
        WritingMode::VerticalRl => "vertical",
        WritingMode::HorizontalTb => "horizontal",
    };
    let path = folder.join(format!("fuzi-suite-{name}-{}-{:?}.pdf", std::process::id(), std::thread::current().id()));
    std::fs::write(&path, write(direction, 0)).unwrap();
    path
}

/// What a program says; none, with a line that says so, when it is not installed.
fn said(name: &str, arguments: &[&str]) -> Option<String> {
    present(name, &[program(name)]).then(|| {
        let outcome = run(Command::new(name).args(arguments));
        outcome.stdout + &outcome.stderr
    })
}

#[test]
fn an_edition_gives_equal_bytes_with_any_number_of_jobs() {
    for direction in DIRECTIONS {
        assert!(write(direction, 1) == write(direction, 4), "{direction:?}");
    }
}

#[test]
fn an_edition_is_a_sound_file_with_all_its_text() {
    for direction in DIRECTIONS {
        let path = saved(direction);
        let file = path.to_str().unwrap();
        if let Some(text) = said("qpdf", &["--check", file]) {
            assert!(text.contains("No syntax or stream encoding errors found"), "{text}");
        }
        if let Some(text) = said("pdffonts", &[file]) {
            assert!(text.lines().skip(2).all(|line| line.contains(" yes yes yes ")), "{text}");
        }
        if let Some(text) = said("mutool", &["draw", "-q", "-F", "txt", file]) {
            let solid = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
            let text = solid(&text);
            for line in CanonicalText::of(&sample_book::book(direction)).body {
                // What stands in the middle of a paragraph that crosses a page is not asked here.
                let head: String = solid(&line).chars().take(10).collect();
                assert!(text.contains(&head), "{direction:?}: {head} is not in\n{text}");
            }
        }
        if std::env::var_os("FUZI_LOOK").is_none() {
            std::fs::remove_file(&path).unwrap();
        }
    }
}

/// ISO 19005-2 and ISO 14289-1, by veraPDF.
#[test]
fn an_edition_conforms_to_pdf_a_2a_and_pdf_ua_1() {
    let ci = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".ci");
    if !present("veraPDF", &[program("java"), tool("verapdf/jars")]) {
        return;
    }
    let script = ci.join("verapdf.sh").into_os_string().into_string().unwrap();
    for direction in DIRECTIONS {
        let path = saved(direction);
        for profile in ["2a", "ua1"] {
            let text = said(&script, &[profile, path.to_str().unwrap()]).unwrap_or_default();
            assert!(text.contains("PASS "), "{direction:?} {profile}: {text}");
        }
        std::fs::remove_file(&path).unwrap();
    }
}
