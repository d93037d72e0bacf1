//! Files that are broken or mean harm: each ends in time and memory with a project or a reason, and nothing outside is touched.
//!
//! A small set of its own runs always. The folders `6-hostile` and `5-images` of the corpus that `FUZI_CORPUS` names run whole, each
//! file as a process of its own.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use fuzi::container::ContainerLimits;
use fuzi::container::Entry;
use fuzi::container::salvage;
use fuzi::container::write;

use crate::aozora::corpus;
use crate::project::Project;

/// Seconds and bytes that one file may take; a program that is not optimized is an order slower.
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });
const MEMORY: u64 = 3 << 29;

/// How a run of the program ended.
#[derive(Debug)]
struct Ended {
    /// None when it was stopped for taking too long, or by a signal.
    code: Option<i32>,
    time: Duration,
    /// The most memory that it held, where the system tells.
    memory: u64,
    said: String,
}

impl Ended {
    fn run(folder: &Path, arguments: &[&str]) -> Ended {
        let started = Instant::now();
        let errors = std::fs::File::create(folder.join("said")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_fuzi"))
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .unwrap();
        let mut memory = 0;
        let code = loop {
            memory = memory.max(peak(child.id()));
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            if started.elapsed() > TIME {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let said = String::from_utf8_lossy(&std::fs::read(folder.join("said")).unwrap()).into_owned();
        std::fs::remove_file(folder.join("said")).unwrap();
        Ended { code, time: started.elapsed(), memory, said }
    }

    /// Whether it ended by itself, with a result or with a finding that says why not, in time and memory.
    fn fault(&self) -> Option<String> {
        let ends = matches!(self.code, Some(0 | 1 | 4));
        let has_reason = self.code == Some(0) || self.said.contains("error[") || self.said.contains("limit[");
        let fits = self.memory < MEMORY;
        let first = self.said.lines().find(|line| line.starts_with("error") || line.contains("panicked")).unwrap_or_default();
        (!(ends && has_reason && fits)).then(|| format!("code {:?}, {:?}, {} MiB: {first}", self.code, self.time, self.memory >> 20))
    }

    fn tells(&self, codes: &[&str]) -> bool {
        codes.iter().any(|code| self.said.contains(&format!("[{code}")))
    }
}

/// The most memory that a process has held so far; 0 where the system does not tell.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) << 10
}

/// Every file of a folder and its folders.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Words of files outside, which no output may hold: those that hostile files ask for.
fn secrets() -> Vec<Vec<u8>> {
    let mut secrets = vec![b"root:x:0:0:".to_vec(), b"the canary of this test".to_vec()];
    secrets.extend(std::fs::read("/etc/hostname").ok().filter(|name| name.len() > 6));
    secrets
}

/// What a project holds that it must not: a secret, in a file or in a file of a publication.
fn leak(folder: &Path) -> Option<String> {
    let mut paths = Vec::new();
    files(folder, &mut paths);
    let secrets = secrets();
    let holds = |bytes: &[u8]| secrets.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == &secret[..]));
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let inner = if path.extension().is_some_and(|extension| extension == "epub") {
            salvage(&bytes, ContainerLimits::default()).map(|archive| archive.files).unwrap_or_default()
        } else {
            Vec::new()
        };
        if holds(&bytes) || inner.iter().any(|(_, bytes)| holds(bytes)) {
            return Some(format!("{} holds what lies outside", path.display()));
        }
    }
    None
}

/// Runs one piece of work for each path, two at a time, and gives what was wrong.
fn all(paths: Vec<PathBuf>, work: impl Fn(&Path) -> Vec<String> + Sync) -> Vec<String> {
    let queue = Mutex::new(paths.into_iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap().next();
                    let Some(path) = next else { break };
                    let found = work(&path);
                    wrong.lock().unwrap().extend(found.into_iter().map(|fault| format!("{}: {fault}", path.display())));
                }
            });
        }
    });
    wrong.into_inner().unwrap()
}

/// What MANIFEST.tsv asks of a file, as codes of findings of which one must be there.
fn demanded(name: &str) -> &'static [&'static str] {
    match name {
        "encodings/empty.txt" | "encodings/only-bom.txt" | "encodings/only-whitespace.txt" => &["IM006"],
        "encodings/binary.txt" | "encodings/zeros.txt" => &["IM007", "IM010", "IM011"],
        name if name.starts_with("encodings/bad-") => &["IM007", "IM008", "IM010"],
        "unicode/controls.txt" => &["IM007", "IM011", "MD025"],
        "unicode/noncharacters-pua.txt" => &["IM011", "FT001", "IM049"],
        "unicode/bidi.md" => &[],
        "size/footnote-cycle-undefined-dup.md" => &["MD001", "MD002", "MD003"],
        "markup/ids.md" => &["RF001", "RF002", "IO004"],
        "markup/front-matter.md" | "markup/front-matter-unclosed.md" | "markup/yaml-bomb.md" => &["MD", "BT", "IM"],
        "markup/unsafe.md" => &["IO004", "IO005", "MD014"],
        "epub/truncated.epub" | "epub/empty.epub" | "epub/not-a-zip.epub" | "epub/encrypted-flag.epub" | "epub/bad-cd-offset.epub" => {
            &["IM", "LM"]
        }
        "epub/bomb-256MB.epub" => &["LM", "IM007"],
        "epub/lying-sizes.epub" | "epub/bad-crc.epub" | "epub/duplicate-entries.epub" | "epub/path-traversal.epub" => &["IM"],
        "epub/symlink-then-write-through.epub" | "epub/opf-outside.epub" | "epub/opf-href-traversal.epub" => &["IM"],
        _ => &[],
    }
}

/// Proves the hostile files of the corpus, each under the limits of time and memory.
#[test]
fn every_hostile_file_ends_with_a_project_or_a_reason_in_time_and_memory() {
    let Some(folder) = corpus("6-hostile") else { return };
    let table = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let names: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).filter(|path| path.is_file()).collect();
    assert!(paths.len() > 150, "{}", paths.len());
    let wrong = all(paths, |path| hostile(path, &path.strip_prefix(&folder).unwrap().to_string_lossy()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Imports a file and builds what it became.
fn hostile(path: &Path, name: &str) -> Vec<String> {
    let project = Project::empty().with("secret.txt", "the canary of this test");
    let own = path.file_name().unwrap().to_string_lossy().into_owned();
    std::fs::copy(path, project.path.join(&own)).unwrap();
    let imported = Ended::run(&project.path, &["import", &format!("./{own}"), "--into", "new"]);
    let mut wrong: Vec<String> = imported.fault().into_iter().map(|fault| format!("import: {fault}")).collect();
    let mut said = imported.said.clone();
    let size = std::fs::metadata(path).unwrap().len();
    // Setting a book of a megabyte takes a program that is not optimized minutes.
    if imported.code == Some(0) && (!cfg!(debug_assertions) || size < 20_000) {
        let built = Ended::run(&project.path, &["build", "new"]);
        wrong.extend(built.fault().map(|fault| format!("build: {fault}")));
        said.push_str(&built.said);
    }
    let whole = Ended { said, ..imported };
    let codes = demanded(name);
    let reaches = !cfg!(debug_assertions) || size < 20_000 || codes.iter().all(|code| code.starts_with("IM"));
    if !codes.is_empty() && reaches && !whole.tells(codes) {
        wrong.push(format!("none of {codes:?} is told: {}", whole.said.lines().take(6).collect::<Vec<_>>().join(" / ")));
    }
    let around: Vec<String> =
        project.names("").into_iter().filter(|name| *name != own && *name != "new" && *name != "secret.txt").collect();
    if !around.is_empty() {
        wrong.push(format!("written outside the project: {around:?}"));
    }
    if project.path.join("new").is_dir() {
        wrong.extend(leak(&project.path.join("new")));
    }
    wrong
}

/// Pictures of which an edition cannot be made; all the others build.
fn is_refused(name: &str) -> bool {
    const REFUSED: &[&str] = &[
        "bombs/gif-65535x65535.gif",
        "bombs/ihdr-2147483647.png",
        "bombs/zeros-12000x12000-1bit.png",
        "broken/no-idat.png",
        "broken/palette-missing-plte.png",
        "broken/sof-0x0.jpg",
        "broken/sof-65500x65500.jpg",
        "broken/truncated-000000.jpg",
        "broken/truncated-000001.jpg",
        "broken/truncated-000002.jpg",
        "broken/truncated-000008.png",
        "broken/truncated-000020.jpg",
        "broken/truncated-000020.png",
        "broken/zero-width.png",
        "broken/html-named.png",
        "broken/text-named.svg",
        "broken/bad-crc.png",
        "svg/not-wellformed.svg",
        "svg/external-refs.svg",
        "svg/xxe-local-file.svg",
        "svg/billion-laughs.svg",
        "svg/svg-bomb.svgz",
    ];
    REFUSED.contains(&name)
}

#[test]
fn every_picture_builds_or_is_refused_in_time_and_memory() {
    let Some(folder) = corpus("5-images") else { return };
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let is_words = |path: &PathBuf| path.extension().is_none_or(|extension| ["txt", "md", "tsv"].iter().any(|known| extension == *known));
    paths.retain(|path| !is_words(path));
    let wrong = all(paths, |path| picture(path, &path.strip_prefix(&folder).unwrap().to_string_lossy()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn picture(path: &Path, name: &str) -> Vec<String> {
    let own = path.file_name().unwrap().to_string_lossy().into_owned();
    let project = Project::small().with("text.md", format!("# 圖\n\n![字](<pictures/{}>)\n", own.replace('%', "%25")));
    std::fs::create_dir_all(project.path.join("pictures")).unwrap();
    std::fs::copy(path, project.path.join("pictures").join(&own)).unwrap();
    let built = Ended::run(&project.path, &["build", "."]);
    let mut wrong: Vec<String> = built.fault().into_iter().collect();
    if is_refused(name) && built.code == Some(0) {
        wrong.push("it was built".to_owned());
    }
    if built.code != Some(0) && !built.tells(&["PC", "LM"]) {
        wrong.push(format!("no finding about the picture: {}", built.said.lines().next().unwrap_or_default()));
    }
    std::fs::remove_dir_all(project.path.join("pictures")).unwrap();
    wrong.extend(leak(&project.path));
    wrong
}

/// The parts of a small Word document with others besides.
fn docx(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let document =
        b"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>\xE6\x96\x87</w:t>\
        </w:r></w:p></w:body></w:document>";
    let mut entries = vec![Entry { name: "[Content_Types].xml", data: b"<Types/>" }];
    if !parts.iter().any(|(name, _)| *name == "word/document.xml") {
        entries.push(Entry { name: "word/document.xml", data: document });
    }
    entries.extend(parts.iter().map(|(name, data)| Entry { name, data }));
    write(&entries)
}

#[test]
fn archives_keep_inside_the_project_and_the_limits() {
    let zeros = vec![0; 40 << 20];
    let deep = format!("{}{}", "<w:tbl>".repeat(1000), "</w:tbl>".repeat(1000));
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let deep = format!("<w:document {space}><w:body>{deep}</w:body></w:document>");
    let outside = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY y \"yyyyyyyyyy\"><!ENTITY z \"&y;&y;&y;\">]>";
    let entity =
        |name: &str| format!("{outside}<w:document {space}><w:body><w:p><w:r><w:t>文&{name};</w:t></w:r></w:p></w:body></w:document>");
    let (external, bomb) = (entity("x"), entity("z"));
    for (what, bytes, code, tells) in [
        ("a bomb", docx(&[("word/a.bin", &zeros)]), 4, "[LM002]"),
        ("deep elements", docx(&[("word/document.xml", deep.as_bytes())]), 4, "[LM002]"),
        ("an external entity", docx(&[("word/document.xml", external.as_bytes())]), 1, "[IM040]"),
        ("an entity of entities", docx(&[("word/document.xml", bomb.as_bytes())]), 1, "[IM040]"),
        ("a path that climbs", docx(&[("../../climbed.txt", b"x"), ("/etc/climbed.txt", b"x")]), 0, "[IM041]"),
        ("half an archive", docx(&[])[..300].to_vec(), 1, "[IM040]"),
    ] {
        let project = Project::empty().with("a.docx", bytes);
        let ended = Ended::run(&project.path, &["import", "a.docx", "--into", "new"]);
        assert!(ended.fault().is_none() && ended.code == Some(code) && ended.said.contains(tells), "{what}: {ended:?}");
        assert!(project.names("").iter().all(|name| name == "a.docx" || name == "new"), "{what}: {:?}", project.names(""));
        assert!(!project.path.join("new").is_dir() || leak(&project.path.join("new")).is_none(), "{what}");
        assert!(!project.path.parent().unwrap().join("climbed.txt").exists());
    }
}

#[test]
fn nesting_ends_at_its_limit_in_every_notation() {
    let deep = |open: &str, close: &str| format!("{}文{}\n", open.repeat(20_000), close.repeat(20_000));
    for (name, text) in [
        ("a.md", deep("> ", "")),
        ("b.md", deep("*", "*")),
        ("c.md", deep("[", "]")),
        ("d.md", deep("[", "]{.small}")),
        ("e.md", deep("<b>", "</b>")),
        ("f.md", "::: box\n".repeat(5000)),
        ("g.txt", deep("［＃ここから２字下げ］", "")),
        ("h.txt", deep("《", "》")),
        ("i.md", format!("---\na: &a [x]\nb: {}\n---\n文\n", "[".repeat(20_000))),
    ] {
        let project = Project::small().with(name, &text);
        let ended = Ended::run(&project.path, &["import", name, "--into", "new"]);
        assert!(ended.fault().is_none(), "{name}: {:?}", ended.fault());
        project.write("text.md", &text);
        let ended = Ended::run(&project.path, &["check", "."]);
        assert!(ended.fault().is_none(), "{name} as a manuscript: {:?}", ended.fault());
    }
}

/// What the fuzz targets begin with, and what they have found.
#[test]
fn seeds_and_finds_of_the_fuzz_targets_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    assert!(!paths.is_empty());
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        println!("{}", path.display());
        match path.parent().unwrap().file_name().unwrap().to_str().unwrap() {
            "markdown" => targets::markdown(&bytes),
            "aozora" => targets::imported("a.txt", &bytes, Some(fuzi::import::Format::Aozora)),
            "text" => targets::imported("a.txt", &bytes, None),
            "docx" => targets::docx(&bytes),
            "archive" => targets::archive(&bytes),
            "book_toml" => targets::book_toml(&bytes),
            "picture" => targets::picture(&bytes),
            other => panic!("no target {other}"),
        }
    }
}
