//! Finished files: all of them appear, or none.
#![expect(clippy::disallowed_methods, reason = "this module is the edge")]

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;

/// Files on their way into one folder. They are written under temporary names beside their places and renamed by
/// [`Outputs::commit`] when all are complete; dropped before that, nothing of them stays.
pub struct Outputs {
    folder: PathBuf,
    /// Temporary path and place.
    staged: Vec<(PathBuf, PathBuf)>,
    /// Folders made for these outputs, outermost first.
    made: Vec<PathBuf>,
    committed: bool,
}

impl Outputs {
    pub fn new(folder: &Path) -> Outputs {
        Outputs { folder: folder.to_owned(), staged: Vec::new(), made: Vec::new(), committed: false }
    }

    /// Writes a file under its temporary name. `name` is relative to the folder, with `/`.
    pub fn stage(&mut self, name: &str, bytes: &[u8], report: &mut Report) -> Result<(), ErrorReported> {
        let place = self.folder.join(name);
        self.try_stage(name, &place, bytes).map_err(|error| refuse(&place, &error, report))
    }

    fn try_stage(&mut self, name: &str, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = place.parent().unwrap_or(&self.folder).to_owned();
        self.make_folder(&folder)?;
        if place.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder of this name is in the way"));
        }
        let file_name = name.rsplit('/').next().unwrap_or(name);
        let temporary = folder.join(format!(".{file_name}.{}.part", std::process::id()));
        self.staged.push((temporary.clone(), place.to_owned()));
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Makes a folder and those above it that do not exist, remembering which.
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).map(Path::to_owned).collect();
        for path in missing.into_iter().rev() {
            fs::create_dir(&path)?;
            self.made.push(path);
        }
        Ok(())
    }

    /// Gives every file its name. What stood there before is replaced file by file, each in one step.
    pub fn commit(mut self, report: &mut Report) -> Result<(), ErrorReported> {
        for (temporary, place) in &self.staged {
            fs::rename(temporary, place).map_err(|error| refuse(place, &error, report))?;
        }
        // The names are durable only when the folder is; not every file system can sync one, and then nothing is lost but time.
        if let Ok(folder) = File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        self.committed = true;
        Ok(())
    }
}

impl Drop for Outputs {
    fn drop(&mut self) {
        if self.committed {
            return;
        }
        for (temporary, _) in &self.staged {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn refuse(place: &Path, error: &io::Error, report: &mut Report) -> ErrorReported {
    report.error(Diagnostic::new(Code::UnwritableOutput).with("path", place.display()).with("reason", reason(error)))
}

/// The system's words without its error number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own, removed afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Scratch {
            let path = std::env::temp_dir().join(format!("fuzi-outputs-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir(&path).unwrap();
            Scratch(path)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> =
                fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn files_appear_together_on_commit() {
        let scratch = Scratch::new("commit");
        let mut report = Report::default();
        let mut outputs = Outputs::new(&scratch.0);
        outputs.stage("a.pdf", b"a", &mut report).unwrap();
        outputs.stage("b.epub", b"b", &mut report).unwrap();
        assert!(scratch.names().iter().all(|name| name.ends_with(".part")), "{:?}", scratch.names());
        outputs.commit(&mut report).unwrap();
        assert_eq!(scratch.names(), ["a.pdf", "b.epub"]);
    }

    #[test]
    fn outputs_dropped_before_commit_leave_what_was_there() {
        let scratch = Scratch::new("drop");
        fs::write(scratch.0.join("a.pdf"), b"last good").unwrap();
        let mut report = Report::default();
        let mut outputs = Outputs::new(&scratch.0);
        outputs.stage("a.pdf", b"half", &mut report).unwrap();
        drop(outputs);
        assert_eq!(scratch.names(), ["a.pdf"]);
        assert_eq!(fs::read(scratch.0.join("a.pdf")).unwrap(), b"last good");
    }

    #[test]
    fn folders_made_for_outputs_that_never_came_go_again() {
        let scratch = Scratch::new("folders");
        let mut report = Report::default();
        let mut outputs = Outputs::new(&scratch.0.join("x/y"));
        outputs.stage("a.pdf", b"a", &mut report).unwrap();
        assert!(scratch.0.join("x/y").is_dir());
        drop(outputs);
        assert!(scratch.names().is_empty());
    }

    #[test]
    fn a_folder_that_is_a_file_is_a_finding() {
        let scratch = Scratch::new("file");
        fs::write(scratch.0.join("dist"), b"").unwrap();
        let mut report = Report::default();
        let mut outputs = Outputs::new(&scratch.0.join("dist"));
        assert!(outputs.stage("a.pdf", b"a", &mut report).is_err());
        assert_eq!(report.findings()[0].code, Code::UnwritableOutput);
    }

    #[test]
    fn nothing_is_renamed_when_a_folder_is_in_the_way_of_one_file() {
        let scratch = Scratch::new("way");
        fs::create_dir(scratch.0.join("b.pdf")).unwrap();
        let mut report = Report::default();
        let mut outputs = Outputs::new(&scratch.0);
        outputs.stage("a.pdf", b"a", &mut report).unwrap();
        assert!(outputs.stage("b.pdf", b"b", &mut report).is_err());
        drop(outputs);
        assert_eq!(scratch.names(), ["b.pdf"]);
    }
}
