//! `report.json`, line by line against the files that it is about.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use fuzi::book::CanonicalText;
use fuzi::container::ContainerLimits;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::xhtml::body_text;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;

use crate::epub;
use crate::publications::Publication;
use crate::publications::composed;
use crate::publications::publications;
use crate::tagged_pdf::TaggedPdf;

fn record(publication: &Publication) -> Value {
    serde_json::from_slice(&std::fs::read(publication.out.join("report.json")).unwrap()).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is no list in {value:#}"))
}

/// The record of each file of a publication, with its path.
fn files(publication: &Publication, extension: &str) -> Vec<(Value, std::path::PathBuf)> {
    let record = record(publication);
    let files = list(&record, "files").iter().filter(|file| file["format"] == extension).cloned();
    files.map(|file| (file.clone(), publication.out.join(file["name"].as_str().unwrap()))).collect()
}

/// What each font supplied, by its PostScript name.
fn fonts(file: &Value) -> BTreeMap<String, BTreeSet<char>> {
    let font = |font: &Value| {
        let characters: BTreeSet<char> = font["characters"].as_str().unwrap().chars().collect();
        assert_eq!(font["count"], characters.len(), "{font}");
        (font["name"].as_str().unwrap().to_owned(), characters)
    };
    list(file, "fonts").iter().map(font).collect()
}

#[test]
fn every_file_has_its_sum_its_size_its_pages_and_its_characters() {
    for publication in publications() {
        let record = record(publication);
        assert_eq!((&record["format"], &record["version"]), (&"fuzi-report".into(), &1.into()));
        let names: BTreeSet<&str> = list(&record, "files").iter().map(|file| file["name"].as_str().unwrap()).collect();
        let there = [publication.files("epub"), publication.files("pdf")].concat();
        assert_eq!(names, there.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect());
        for edition in composed(publication).editions {
            let pages = edition.pages.as_ref().unwrap();
            let body = CanonicalText::of(&edition.text.book).body.concat();
            let characters = body.chars().filter(|character| !character.is_whitespace()).count();
            for file in list(&record, "files").iter().filter(|file| file["edition"] == edition.edition.name) {
                let bytes = std::fs::read(publication.out.join(file["name"].as_str().unwrap())).unwrap();
                let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                let count = if file["format"] == "pdf" { pages.pages.len() } else { pages.map.starts.len() };
                assert_eq!((&file["sha256"], &file["bytes"]), (&sum.into(), &bytes.len().into()), "{}", file["name"]);
                assert_eq!((&file["pages"], &file["characters"]), (&count.into(), &characters.into()), "{}", file["name"]);
            }
        }
    }
}

/// The sum of what an edition says is that of its canonical text, which its files are held against elsewhere.
#[test]
fn every_edition_has_the_sum_of_its_text() {
    for publication in publications() {
        let record = record(publication);
        for edition in composed(publication).editions {
            let listed = list(&record, "editions").iter().find(|one| one["name"] == edition.edition.name).unwrap();
            let text = CanonicalText::of(&edition.text.book);
            let lines: String = text.body.iter().chain(&text.readings).map(|line| format!("{line}\n")).collect();
            let sum: String = Sha256::digest(lines.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(listed["text_sha256"], sum, "{}", edition.edition.name);
        }
    }
}

/// The fonts of the file itself say which characters they supply.
#[test]
fn every_font_of_a_pdf_is_listed_with_the_characters_that_it_supplies() {
    for publication in publications() {
        for (record, path) in files(publication, "pdf") {
            assert_eq!(fonts(&record), TaggedPdf::read(&path).fonts, "{}", path.display());
        }
    }
}

#[test]
fn every_font_of_an_epub_is_listed_with_the_characters_that_it_supplies() {
    let mut embedded = 0;
    for publication in publications() {
        for (record, path) in files(publication, "epub") {
            let container = fuzi::container::read(&std::fs::read(&path).unwrap(), ContainerLimits::default()).unwrap();
            let held: Vec<FontFile> = container
                .into_iter()
                .filter(|(name, _)| Path::new(name).extension().is_some_and(|extension| extension == "otf" || extension == "ttf"))
                .map(|(name, data)| FontFile { name, data: data.into() })
                .collect();
            let fonts = fonts(&record);
            assert_eq!(held.len(), fonts.len(), "{}", path.display());
            let supplied: BTreeSet<char> = fonts.values().flatten().copied().collect();
            let text: String = epub::spine(&std::fs::read(&path).unwrap()).iter().flat_map(|(_, text)| body_text(text).unwrap()).collect();
            let missing = text.chars().find(|character| !character.is_whitespace() && !supplied.contains(character));
            assert!(fonts.is_empty() || missing.is_none(), "{}: {missing:?}", path.display());
            for ((name, characters), file) in fonts.iter().zip(held) {
                let faces = Fonts::new(vec![file], &mut Report::default());
                let language = fuzi::unicode::Language::new("zh-Hant-TW").unwrap();
                let roles = [fuzi::font::FontRole::Serif, fuzi::font::FontRole::Sans, fuzi::font::FontRole::Kai];
                let face = faces.face(roles.into_iter().find_map(|role| faces.primary(role, &language)).unwrap());
                let strange = characters.iter().find(|character| !face.has(**character));
                assert_eq!(strange, None, "{name} of {}", path.display());
                embedded += characters.len();
            }
        }
    }
    // The sample embeds all characters of its text, some of them in both faces.
    assert!(embedded > 1500, "{embedded}");
}

/// Generated text, such as the title on the cover, has no place in the manuscript.
#[test]
fn every_substitution_is_listed_with_its_place() {
    let mut all = 0;
    for publication in publications() {
        let record = record(publication);
        for edition in composed(publication).editions {
            let listed = list(&record, "editions").iter().find(|one| one["name"] == edition.edition.name).unwrap();
            let listed = list(listed, "substitutions");
            assert_eq!(listed.len(), edition.text.substitutions.len());
            for (listed, made) in listed.iter().zip(&edition.text.substitutions) {
                assert_eq!((&listed["from"], &listed["to"]), (&made.from.as_str().into(), &made.to.as_str().into()));
                assert_eq!(listed["rule"], made.rule.name());
                assert_eq!(listed["line"].is_number(), made.span.is_some(), "{listed}");
                let (Some(line), Some(column)) = (listed["line"].as_u64(), listed["column"].as_u64()) else { continue };
                let text = std::fs::read_to_string(publication.project.join(listed["file"].as_str().unwrap())).unwrap();
                let rest: String = text.lines().nth(line as usize - 1).unwrap().chars().skip(column as usize - 1).collect();
                assert!(rest.starts_with(&made.from), "{listed}: {rest}");
                all += 1;
            }
        }
    }
    assert!(all > 50, "{all}");
}

#[test]
fn every_picture_has_its_density_where_it_is_printed() {
    let sample = &publications()[0];
    for (record, _) in files(sample, "pdf") {
        let pictures = list(&record, "pictures");
        let names: Vec<&str> = pictures.iter().map(|picture| picture["path"].as_str().unwrap()).collect();
        assert_eq!(names, ["pictures/lobby.jpg", "pictures/network.png", "pictures/timeline.svg"]);
        for picture in pictures {
            let inches = picture["printed_width"].as_f64().unwrap() / 25.4;
            match picture["dpi"].as_f64() {
                Some(dpi) => assert!((picture["width"].as_f64().unwrap() / inches - dpi).abs() < 2.0, "{picture}"),
                None => assert_eq!(picture["path"], "pictures/timeline.svg", "only vectors have no density"),
            }
        }
    }
    for (record, _) in files(sample, "epub") {
        assert_eq!(list(&record, "pictures").len(), 3);
    }
}

#[test]
fn every_finding_is_listed() {
    assert_eq!(list(&record(&publications()[0]), "findings"), [] as [Value; 0]);
    let record = record(&publications()[1]);
    let codes: BTreeSet<&str> = list(&record, "findings").iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert!(codes.contains("BT006"), "{codes:?}");
    for finding in list(&record, "findings") {
        assert!(["severity", "message", "file"].iter().all(|key| finding[key].is_string()), "{finding:#}");
    }
}
