//! Packages for archives: made, verified, damaged in every way that an archive has to find.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use sha2::Digest;
use sha2::Sha256;
use sha2::Sha512;

use crate::project::Outcome;
use crate::project::Project;
use crate::project::run;
use crate::tools;

/// What libraries ask for.
const FOR_LIBRARIES: &str = "title = \"小書\"\npublisher = \"出版社\"\npublished = 2020-01-01\nrights = \"版權所有\"\n\
                             creators = [{ name = \"作者\", role = \"aut\" }]\n";

/// A project that libraries take.
fn project() -> Project {
    let project = Project::small();
    project.replace("book.toml", "title = \"小書\"\n", FOR_LIBRARIES);
    project
}

fn packed(project: &Project, name: &str) -> PathBuf {
    let outcome = project.fuzi(&["archive", ".", "--out", name]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    project.path.join(name)
}

fn verify(project: &Project, name: &str) -> Outcome {
    project.fuzi(&["verify", name])
}

/// The files of a folder by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes all sums anew, as someone would who hides what was done.
fn seal(bag: &Path) {
    for name in files(bag).keys().filter(|name| name.contains("manifest-")) {
        fs::remove_file(bag.join(name)).unwrap();
    }
    let payload: Vec<Vec<u8>> = files(bag).into_iter().filter(|(path, _)| path.starts_with("data/")).map(|(_, bytes)| bytes).collect();
    let info = String::from_utf8(fs::read(bag.join("bag-info.txt")).unwrap()).unwrap();
    let size = format!("Payload-Oxum: {}.{}", payload.iter().map(Vec::len).sum::<usize>(), payload.len());
    let info: Vec<&str> = info.lines().map(|line| if line.starts_with("Payload-Oxum") { size.as_str() } else { line }).collect();
    fs::write(bag.join("bag-info.txt"), info.join("\n") + "\n").unwrap();
    for (kind, of_payload) in [("manifest", true), ("tagmanifest", false)] {
        let listed: Vec<(String, Vec<u8>)> = files(bag)
            .into_iter()
            .filter(|(path, _)| path.starts_with("data/") == of_payload && !path.starts_with("tagmanifest-"))
            .collect();
        for (algorithm, sum) in [
            ("sha256", (|bytes: &[u8]| hexadecimal(&Sha256::digest(bytes))) as fn(&[u8]) -> String),
            ("sha512", |bytes: &[u8]| hexadecimal(&Sha512::digest(bytes))),
        ] {
            let lines: String = listed.iter().map(|(path, bytes)| format!("{}  {path}\n", sum(bytes))).collect();
            fs::write(bag.join(format!("{kind}-{algorithm}.txt")), lines).unwrap();
        }
    }
}

#[test]
fn a_package_is_the_same_each_time_and_verifies_as_folder_and_as_file() {
    let project = project();
    let (first, second) = (packed(&project, "a"), packed(&project, "b"));
    let (first_files, second_files) = (files(&first), files(&second));
    assert!(first_files == second_files);
    for name in ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha512.txt", "data/manuscript/book.toml"] {
        assert!(first_files.contains_key(name), "{name}");
    }
    for ending in [".marc.xml", ".mods.xml", ".dc.xml", ".jsonld", ".onix.xml", ".bib"] {
        assert!(first_files.keys().any(|name| name.starts_with("metadata/") && name.ends_with(ending)), "{ending}");
    }
    assert!(first_files.keys().any(|name| name.ends_with(".epub")) && first_files.keys().any(|name| name.ends_with(".pdf")));
    let premis = String::from_utf8(first_files["metadata/premis.xml"].clone()).unwrap();
    assert_eq!(premis.matches("<object ").count(), first_files.keys().filter(|name| name.starts_with("data/")).count());
    let outcome = verify(&project, "a");
    assert!(outcome.code == 0 && outcome.stdout.contains("built again with the same result"), "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(project.fuzi(&["archive", ".", "--edition", "all", "--out", "c.zip"]).code, 0);
    let outcome = verify(&project, "c.zip");
    assert!(outcome.code == 0 && outcome.stdout.contains("built again with the same result"), "{}{}", outcome.stdout, outcome.stderr);
    let folder = tools::tool("bagit");
    if tools::present("bagit", &[tools::program("python3"), folder.clone()]) {
        let outcome = run(Command::new("python3").args(["-m", "bagit", "--validate"]).arg(&first).env("PYTHONPATH", &folder));
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    }
}

/// What is done to a bag.
type Damage = fn(&Path);

#[test]
fn what_is_damaged_is_named() {
    let project = project();
    let damages: [(&str, Damage); 6] = [
        ("error[BG009]: data/manuscript/text.md", |bag| {
            let path = bag.join("data/manuscript/text.md");
            let mut bytes = fs::read(&path).unwrap();
            bytes[3] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("error[BG005]: reports/report.json", |bag| fs::remove_file(bag.join("reports/report.json")).unwrap()),
        ("error[BG007]: data/notes.txt", |bag| fs::write(bag.join("data/notes.txt"), "x").unwrap()),
        ("error[BG007]: metadata/notes.txt", |bag| fs::write(bag.join("metadata/notes.txt"), "x").unwrap()),
        ("error[BG010]: data/small-vertical.pdf", |bag| {
            let path = bag.join("data/small-vertical.pdf");
            let bytes = fs::read(&path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
            seal(bag);
        }),
        ("error[BG011]: built again, the text of edition vertical", |bag| {
            fs::write(bag.join("data/manuscript/text.md"), "# 山中\n\n第二段落。\n").unwrap();
            seal(bag);
        }),
    ];
    for (number, (wanted, damage)) in damages.into_iter().enumerate() {
        let name = format!("bag-{number}");
        damage(&packed(&project, &name));
        let outcome = verify(&project, &name);
        assert!(outcome.code == 1 && outcome.stderr.contains(wanted), "{wanted}: {} {}", outcome.code, outcome.stderr);
    }
}

/// A bag as small as can be, of another program.
fn bag_of_others(project: &Project, name: &str, manifest: &str) -> PathBuf {
    let bag = project.path.join(name);
    fs::create_dir_all(bag.join("data/sub")).unwrap();
    fs::write(bag.join("data/sub/a b.txt"), "abc").unwrap();
    fs::write(bag.join("bagit.txt"), "BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n").unwrap();
    fs::write(bag.join("manifest-md5.txt"), manifest).unwrap();
    bag
}

#[test]
fn bags_of_other_programs_are_held_against_their_own_word() {
    let project = Project::empty();
    let md5 = "900150983cd24fb0d6963f7d28e17f72";
    bag_of_others(&project, "good", &format!("{} *data/sub/a b.txt\r\n", md5.to_ascii_uppercase()));
    let outcome = verify(&project, "good");
    assert!(outcome.code == 0 && outcome.stderr.contains("warning[BG004]"), "{}", outcome.stderr);
    for (name, manifest, wanted) in [
        ("twice", format!("{md5}  data/sub/a b.txt\n{}  data/sub/a b.txt\n", md5.replace('9', "8")), "BG003"),
        ("outside", format!("{md5}  data/sub/a b.txt\n{md5}  data/../../x\n"), "BG002"),
        ("nothing", String::new(), "BG007"),
        ("short", "abc  data/sub/a b.txt\n".to_owned(), "BG003"),
    ] {
        bag_of_others(&project, name, &manifest);
        let outcome = verify(&project, name);
        assert!(outcome.code == 1 && outcome.stderr.contains(wanted), "{name}: {}", outcome.stderr);
    }
    #[cfg(unix)]
    {
        let bag = bag_of_others(&project, "link", &format!("{md5}  data/sub/a b.txt\n"));
        std::os::unix::fs::symlink("/etc/hostname", bag.join("data/link")).unwrap();
        let outcome = verify(&project, "link");
        assert!(outcome.code == 1 && outcome.stderr.contains("error[BG002]: data/link"), "{}", outcome.stderr);
    }
    fs::create_dir_all(project.path.join("none")).unwrap();
    assert!(verify(&project, "none").stderr.contains("error[BG001]"));
    assert_eq!(verify(&project, "nowhere").code, 3);
}

#[test]
fn what_no_archive_should_keep_is_refused_and_nothing_is_replaced() {
    let project = project();
    packed(&project, "bag");
    let again = project.fuzi(&["archive", ".", "--out", "bag"]);
    assert!(again.code == 1 && again.stderr.contains("error[BG013]"), "{}", again.stderr);
    let unnamed = Project::small();
    let refused = unnamed.fuzi(&["archive", ".", "--out", "bag"]);
    assert!(refused.code == 1 && refused.stderr.contains("error[EP006]") && !unnamed.path.join("bag").exists(), "{}", refused.stderr);
    project.replace("book.toml", "[edition.vertical]", "[pdf]\nstandards = []\n\n[edition.vertical]");
    let refused = project.fuzi(&["archive", ".", "--out", "other"]);
    assert!(refused.code == 1 && refused.stderr.contains("error[BG013]"), "{}", refused.stderr);
    assert!(!project.path.join("other").exists());
}
