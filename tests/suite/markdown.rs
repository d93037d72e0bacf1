//! The manuscript language: goldens of what is read, and what holds for every text.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use fuzi::book::Book;
use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::TextRun;
use fuzi::book::dump_book;
use fuzi::diag::Context;
use fuzi::diag::Diagnostic;
use fuzi::diag::Origin;
use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown::read;
use fuzi::markdown::write;

const BOOK: &str = "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"LANGUAGE\"\ntitle = \"a\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n[edition.vertical]\n";

/// What reading one file gives, whether or not there are errors.
struct Reading {
    book: Option<Book>,
    report: Report,
    sources: Sources,
}

fn read_text(text: &[u8], language: &str) -> Reading {
    let files = MemoryFiles::new("a")
        .with("book.toml", BOOK.replace("LANGUAGE", language))
        .with("a.md", text)
        .with("part.md", "---\ntitle: 部\n---\n\n## 部分[^p]\n\n[^p]: 部分的註。\n")
        .with("cycle.md", "::: include {src=cycle.md}\n")
        .with("data.csv", "年,數\n2020,\"a \"\"b\"\"\"\n2021\n");
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let context = Context::default();
    let Ok(mut manuscript) = Manuscript::open_with(Arc::new(files), &mut sources, &context, &mut report) else {
        return Reading { book: None, report, sources };
    };
    let book = read(&mut manuscript, &context, &mut report).ok();
    Reading { book, report, sources: manuscript.sources }
}

/// One line for a finding.
fn line(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.span.map_or(String::new(), |span| {
        let position = sources.position(span);
        format!(" {}:{}", position.line, position.column)
    });
    format!("{}{place} {}", finding.code.id(), finding.wording().message)
}

fn golden(reading: &Reading) -> String {
    let mut text = reading.book.as_ref().map_or(String::new(), dump_book);
    for finding in reading.report.findings() {
        text.push_str(&line(finding, &reading.sources));
        text.push('\n');
    }
    text
}

fn fixtures() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/markdown");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

fn language_of(path: &Path) -> &'static str {
    let name = path.file_stem().unwrap().to_str().unwrap();
    if name.ends_with("-ja") {
        "ja"
    } else if name.ends_with("-ko") {
        "ko"
    } else {
        "zh-Hant-TW"
    }
}

/// Writes the goldens anew with FUZI_BLESS=1; look at the difference before it is committed.
#[test]
fn fixtures_read_as_their_goldens_say() {
    let bless = std::env::var_os("FUZI_BLESS").is_some();
    let mut different = Vec::new();
    for (path, text) in fixtures() {
        let found = golden(&read_text(text.as_bytes(), language_of(&path)));
        let file = path.with_extension("book");
        if bless {
            std::fs::write(&file, &found).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default() != found {
            different.push(format!("{}\n{found}", file.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Every run of the book with the text of ruby bases and readings.
fn runs(book: &Book) -> Vec<TextRun> {
    let mut runs = Vec::new();
    book.walk_inlines(&mut |inline: &Inline| match &inline.kind {
        InlineKind::Text(run) | InlineKind::Code(run) => runs.push(run.clone()),
        InlineKind::Ruby(ruby) => {
            for segment in &ruby.segments {
                runs.extend([segment.base.clone(), segment.reading.clone()]);
            }
        }
        _ => {}
    });
    runs
}

/// Bytes that a map calls copied are the file's bytes.
fn check_maps(reading: &Reading) -> (usize, usize) {
    let (mut copied, mut all) = (0, 0);
    for run in reading.book.iter().flat_map(runs) {
        let pieces = run.map.pieces();
        assert!(run.text.is_empty() || pieces.first().is_some_and(|(start, _)| *start == 0), "{run:?}");
        for (index, (start, origin)) in pieces.iter().enumerate() {
            let end = pieces.get(index + 1).map_or(run.text.len(), |(next, _)| *next as usize);
            let text = &run.text[*start as usize..end];
            all += text.len();
            if let Origin::Copied(span) = origin {
                copied += text.len();
                let file = &reading.sources.file(span.file).text;
                assert_eq!(file.get(span.start as usize..span.start as usize + text.len()), Some(text), "{run:?}");
            }
        }
    }
    (copied, all)
}

#[test]
fn every_copied_byte_is_the_byte_of_the_file() {
    for (path, text) in fixtures() {
        check_maps(&read_text(text.as_bytes(), language_of(&path)));
    }
}

/// Reads a folder of texts of others, given by FUZI_CORPUS; nothing is expected of them but that reading ends.
#[test]
fn reading_ends_whatever_is_read() {
    let Some(corpus) = std::env::var_os("FUZI_CORPUS") else {
        eprintln!("skipped: FUZI_CORPUS names no folder of texts");
        return;
    };
    let (mut copied, mut all, mut files, mut unlike) = (0, 0, 0, 0);
    let mut folders: Vec<PathBuf> = ["2-zh", "3-tech", "3b-ko-fiction", "6-hostile", "4-standards/commonmark"]
        .iter()
        .map(|name| Path::new(&corpus).join(name))
        .collect();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = path.extension().is_some_and(|extension| ["md", "txt", "mdx"].iter().any(|text| extension == *text));
            if !text {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let started = std::time::Instant::now();
            let reading = read_text(&bytes, "zh-Hant-TW");
            let (copied_here, all_here) = check_maps(&reading);
            let seconds = started.elapsed().as_secs_f32();
            if copied_here != all_here || seconds > 0.5 {
                eprintln!(
                    "{}: {} of {} bytes copied, {seconds:.1} s, {} findings",
                    path.display(),
                    copied_here,
                    all_here,
                    reading.report.findings().len()
                );
            }
            if let Some(book) = &reading.book {
                let written = write(&book.divisions[0], &book.language);
                let again = read_text(written.as_bytes(), "zh-Hant-TW");
                let (before, after) = (dump_book(book), again.book.as_ref().map_or(String::new(), dump_book));
                let garbled = reading.report.findings().iter().any(|finding| finding.code.id() == "MD025");
                if before != after && !garbled {
                    unlike += 1;
                    let at = before.lines().zip(after.lines()).position(|(before, after)| before != after).unwrap_or(0);
                    let show = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").chars().take(160).collect::<String>();
                    eprintln!("{}: written and read again\n  {}\n  {}", path.display(), show(&before), show(&after));
                }
            }
            (copied, all, files) = (copied + copied_here, all + all_here, files + 1);
        }
    }
    eprintln!("{files} files, {copied} of {all} bytes copied, {unlike} read otherwise when written");
    assert!(files > 0);
    assert_eq!(unlike, 0);
}

/// Import writes what reading gives back.
#[test]
fn what_is_written_reads_as_the_same_tree() {
    for (path, text) in fixtures() {
        let language = language_of(&path);
        let Some(book) = read_text(text.as_bytes(), language).book else { continue };
        let written = write(&book.divisions[0], &book.language);
        let again = read_text(written.as_bytes(), language);
        let findings: Vec<String> = again.report.findings().iter().map(|finding| line(finding, &again.sources)).collect();
        let again = again.book.unwrap_or_else(|| panic!("{}: {findings:?}\n{written}", path.display()));
        assert_eq!(dump_book(&again), dump_book(&book), "{}:\n{written}", path.display());
    }
}

/// No format may hold them, so they end here.
#[test]
fn control_characters_reach_no_part_of_the_tree() {
    let text = "a\u{1b}b `c\u{1}\u{ffff}` $x\u{1b}$ ![d\u{2}](e.png) [f]{index=\"g\u{3}\"}\n\n![h](i.png \"1. j\u{4}\")\n\n    k\u{fffe}\n";
    let reading = read_text(text.as_bytes(), "en");
    let book = reading.book.unwrap();
    let dump = dump_book(&book);
    assert!(!dump.contains(|c: char| (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}')), "{dump:?}");
    assert!(reading.report.findings().iter().any(|finding| finding.code.id() == "MD025"));
}

#[test]
fn nesting_beyond_the_limit_is_one_finding() {
    let deep = [
        format!("{}x\n", "> ".repeat(300)),
        format!("{}x{}\n", "[".repeat(300), "]{.name}".repeat(300)),
        format!("{}x{}\n", "<em>".repeat(300), "</em>".repeat(300)),
        (0..300).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect(),
    ];
    for text in deep {
        let reading = read_text(text.as_bytes(), "en");
        let limits: Vec<String> = reading
            .report
            .findings()
            .iter()
            .map(|finding| line(finding, &reading.sources))
            .filter(|line| line.starts_with("LM001"))
            .collect();
        assert_eq!(limits.len(), 1, "{}: {limits:?}", text.chars().take(20).collect::<String>());
    }
}

/// docs/manuscript.md: every example of Markdown in it, by the number of its line.
fn examples_of_the_docs() -> Vec<(usize, String)> {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manuscript.md")).unwrap();
    let mut examples = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(fence) = line.strip_suffix("markdown").filter(|fence| fence.starts_with("```") && fence.bytes().all(|byte| byte == b'`'))
        else {
            continue;
        };
        let text: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence).collect();
        examples.push((number + 2, text.join("\n") + "\n"));
    }
    examples
}

#[test]
fn every_example_of_the_docs_is_read_without_a_finding() {
    let examples = examples_of_the_docs();
    assert!(examples.len() > 12, "{}", examples.len());
    for (number, text) in examples {
        let reading = read_text(text.as_bytes(), "zh-Hant-TW");
        let findings: Vec<String> = reading.report.findings().iter().map(|finding| line(finding, &reading.sources)).collect();
        assert!(findings.is_empty() && reading.book.is_some(), "docs/manuscript.md:{number}: {findings:?}\n{text}");
    }
}

/// The pictures in docs/manuscript.md are of the files in docs/looks, whose texts stand beside them.
#[test]
fn every_look_in_the_docs_is_that_of_its_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/looks");
    let examples: Vec<String> = examples_of_the_docs().into_iter().map(|(_, text)| text).collect();
    let book = std::fs::read_to_string(folder.join("book.toml")).unwrap();
    let files: Vec<&str> = book.split('"').filter(|word| word.ends_with(".md")).collect();
    assert_eq!(files.len(), 10);
    for (file, example) in files.iter().zip(&examples) {
        assert_eq!(*example, std::fs::read_to_string(folder.join(file)).unwrap(), "{file}");
        for direction in ["vertical", "horizontal"] {
            let picture = folder.join(format!("pictures/{direction}-{}.png", &file[..2]));
            assert!(picture.is_file(), "{} is made by docs/looks/make", picture.display());
        }
    }
}
