//! Small projects on disk, and the program run on them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// A folder of one test's own, removed afterwards.
pub struct Project {
    pub path: PathBuf,
}

/// What a run printed, and how it ended.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

const BOOK_TOML: &str = r#"schema = 1
slug = "small"

[book]
files = ["text.md"]
language = "zh-Hant-TW"
title = "小書"
modified = 2020-04-01

[edition.vertical]
direction = "vertical"
formats = ["epub", "pdf"]
"#;

const TEXT: &str = "# 山中\n\n第一段落。\n";

impl Project {
    /// A book of one short file that builds without findings.
    pub fn small() -> Project {
        Project::empty().with("book.toml", BOOK_TOML).with("text.md", TEXT)
    }

    pub fn empty() -> Project {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("fuzi-suite-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Project { path }
    }

    /// The same with this file; its folders are made.
    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Project {
        self.write(name, content);
        self
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder, sorted; none when it does not exist.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path.join(folder)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Writes this one in place of that in a file that has it.
    pub fn replace(&self, name: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.read(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        self.write(name, text.replace(from, to));
    }

    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path.join(name)).unwrap();
    }

    /// Runs the program in this folder.
    pub fn fuzi(&self, arguments: &[&str]) -> Outcome {
        run(self.command(arguments).env_remove("SOURCE_DATE_EPOCH"))
    }

    /// The same with this `SOURCE_DATE_EPOCH`.
    pub fn fuzi_at(&self, arguments: &[&str], seconds: &str) -> Outcome {
        run(self.command(arguments).env("SOURCE_DATE_EPOCH", seconds))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fuzi"));
        command.args(arguments).current_dir(&self.path).env("LC_ALL", "C");
        command
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Outcome { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}
