//! Texts of the corpus that `FUZI_CORPUS` names: every encoding, hostile files, and Chinese books, through import and back.

use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::import::Imported;
use fuzi::import::Request;
use fuzi::import::import;

use crate::aozora::assert_reads_back;
use crate::aozora::corpus;
use crate::aozora::imported;
use crate::aozora::read_back;
use crate::aozora::texts;

/// The result of import and the text that it read.
fn attempt(path: &Path, encoding: Option<&str>) -> (Option<Imported>, Report, String) {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let encoding = encoding.map(|name| name.parse().unwrap());
    let request = Request { name: &name, bytes: &bytes, folder: "work", encoding, ..Request::default() };
    let imported = import(&request, &mut sources, &mut report).ok();
    let text = imported.as_ref().map_or(String::new(), |_| sources.file(Sources::default().add("", "")).text.to_string());
    (imported, report, text)
}

#[test]
fn every_encoding_reads_to_the_same_text() {
    let Some(folder) = corpus("6-hostile/encodings") else { return };
    let mut wrong = Vec::new();
    let mut paths = texts(&folder);
    paths.retain(|path| path.file_name().unwrap().to_string_lossy().matches('.').count() == 2);
    assert!(paths.len() > 25, "{}", paths.len());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (language, _) = name.split_once('.').unwrap();
        // Characters that an encoding does not have are left out of its file, and some files are a part of the text.
        let whole: Vec<char> = attempt(&folder.join(format!("{language}.utf8.txt")), None).2.chars().collect();
        let (_, report, text) = attempt(&path, None);
        let mut rest = whole.iter();
        let is_part = !text.is_empty() && text.chars().all(|character| rest.any(|other| *other == character));
        let enough = text.chars().count() * 2 > whole.len();
        let said = report.findings().iter().find(|finding| finding.code.id() == "IM008").map(|finding| finding.wording().message);
        if !is_part || !enough {
            wrong.push(format!("{name}: {said:?} {}", text.chars().take(30).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_texts_end_with_a_project_or_a_reason() {
    let limit = Duration::from_secs(20);
    for part in ["encodings", "unicode", "size", "fuzz", "markup", "depth"] {
        let Some(folder) = corpus(&format!("6-hostile/{part}")) else { return };
        let mut paths: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
        paths.sort();
        for path in paths {
            let is_text =
                path.extension().is_some_and(|extension| ["txt", "md", "html", "xhtml", "bin"].iter().any(|known| extension == *known));
            if !is_text && part != "fuzz" {
                continue;
            }
            let started = Instant::now();
            let (imported, report, _) = attempt(&path, None);
            let name = path.display().to_string();
            assert!(imported.is_some() || report.checked().is_err(), "{name}");
            if let Some(imported) = imported.filter(|imported| !imported.divisions.is_empty()) {
                assert_reads_back(&name, &imported);
            }
            assert!(started.elapsed() < limit, "{name}: {:?}", started.elapsed());
        }
    }
}

#[test]
fn faults_of_hostile_encodings_are_told_with_their_place() {
    let Some(folder) = corpus("6-hostile/encodings") else { return };
    let codes = |name: &str| -> Vec<String> {
        let (_, report, _) = attempt(&folder.join(name), None);
        let placed = report.findings().iter().filter(|finding| finding.span.is_some() || finding.code.id() == "IM007");
        placed.map(|finding| finding.code.id().to_owned()).collect()
    };
    for name in ["bad-truncated-mid-char.txt", "bad-mixed-utf8-then-sjis.txt", "bad-overlong-and-surrogates.txt", "binary.txt", "zeros.txt"]
    {
        assert!(codes(name).iter().any(|code| code == "IM010" || code == "IM007"), "{name}: {:?}", codes(name));
    }
    for name in ["empty.txt", "only-bom.txt", "only-whitespace.txt"] {
        let (imported, report, _) = attempt(&folder.join(name), None);
        assert!(imported.is_none() && report.findings()[0].code.id() == "IM006", "{name}");
    }
}

/// The text of a file without white space, which joining lines and cutting them may change.
fn bare(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

#[test]
fn chinese_books_keep_their_text_and_read_back() {
    for part in ["2-zh/gutenberg-wrapped", "2-zh/gutenberg-oneline", "2-zh/annotated", "3b-ko-fiction"] {
        let Some(folder) = corpus(part) else { return };
        for path in texts(&folder) {
            let name = path.display().to_string();
            let (imported, report, sources) = imported(&path);
            assert_reads_back(&name, &imported);
            let count = |name: &str| imported.found.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
            println!("{name}: {} headings, {} paragraphs", count("headings"), count("paragraphs"));
            if part.starts_with("2-zh/gutenberg") {
                let source = bare(&sources.file(Sources::default().add("", "")).text);
                let (division, _) = read_back(&imported);
                let mut kept = String::new();
                division.blocks.iter().for_each(|block| {
                    block.walk_inlines(&mut |inline| {
                        if let fuzi::book::InlineKind::Text(run) = &inline.kind {
                            kept.push_str(&run.text);
                        }
                    });
                });
                // What is not in the blocks is in the head, or was left out and told.
                let lost = source.chars().count() - bare(&kept).chars().count();
                assert!(source.contains(&bare(&kept)[..bare(&kept).len().min(3000).min(boundary(&kept))]), "{name}");
                assert!(lost < 80, "{name}: {lost} characters are not in the text; {} findings", report.findings().len());
            }
        }
    }
}

/// A place in the first bytes of the text without white space that is no place inside a character.
fn boundary(text: &str) -> usize {
    let bare = bare(text);
    (0..=bare.len().min(3000)).rev().find(|at| bare.is_char_boundary(*at)).unwrap_or(0)
}
