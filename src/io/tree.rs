//! A folder of someone else's, looked through file by file; nothing is followed out of it and nothing is written.
#![expect(clippy::disallowed_methods, reason = "this module is the edge")]

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use super::folder::file_error;
use super::outputs::reason;
use crate::manuscript::FileError;
use crate::manuscript::join;

/// Folders inside each other that are looked into.
const DEEPEST: usize = 64;

/// All files of a folder, however deep.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Resolved: absolute and without links.
    root: PathBuf,
}

/// What stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TreeEntry {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// In bytes.
    pub size: u64,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    File,
    /// A symbolic link; it is not followed.
    Link,
    /// A device, a pipe, a folder too deep or a name that is no text.
    Other,
}

impl Tree {
    /// Takes an existing folder.
    pub fn open(path: &Path) -> Result<Tree, FileError> {
        let root = fs::canonicalize(path).map_err(|error| file_error(&error))?;
        if root.is_dir() { Ok(Tree { root }) } else { Err(FileError::Unreadable("it is not a folder".to_owned())) }
    }

    /// Everything in it but folders, in the order of the paths' bytes.
    pub fn entries(&self) -> Result<Vec<TreeEntry>, FileError> {
        let mut found = Vec::new();
        let mut waiting = vec![(String::new(), 0)];
        while let Some((folder, depth)) = waiting.pop() {
            for entry in fs::read_dir(self.root.join(&folder)).map_err(|error| file_error(&error))? {
                let entry = entry.map_err(|error| file_error(&error))?;
                let name = entry.file_name();
                let lossy = name.to_string_lossy();
                let path = if folder.is_empty() { lossy.clone().into_owned() } else { format!("{folder}/{lossy}") };
                let metadata = fs::symlink_metadata(entry.path()).map_err(|error| file_error(&error))?;
                let kind = match metadata.file_type() {
                    kind if kind.is_symlink() => EntryKind::Link,
                    kind if kind.is_dir() && depth < DEEPEST && name.to_str().is_some() => {
                        waiting.push((path, depth + 1));
                        continue;
                    }
                    kind if kind.is_file() && name.to_str().is_some() => EntryKind::File,
                    _ => EntryKind::Other,
                };
                found.push(TreeEntry { path, size: metadata.len(), kind });
            }
        }
        found.sort();
        Ok(found)
    }

    /// Opens a file of it for reading; one that leads out by a link is refused.
    pub fn open_file(&self, path: &str) -> Result<impl io::Read + use<>, FileError> {
        let inside = join("", path).ok_or(FileError::Outside)?;
        let real = fs::canonicalize(self.root.join(inside)).map_err(|error| file_error(&error))?;
        if !real.starts_with(&self.root) {
            return Err(FileError::Outside);
        }
        File::open(real).map_err(|error| file_error(&error))
    }
}

/// Opens a file that someone names on the command line, to be read from any place in it, and gives its size in bytes.
pub fn open_file(path: &Path) -> Result<(impl io::Read + io::Seek + Send + use<>, u64), FileError> {
    let file = File::open(path).map_err(|error| file_error(&error))?;
    let size = file.metadata().map_err(|error| FileError::Unreadable(reason(&error)))?;
    if size.is_file() { Ok((file, size.len())) } else { Err(FileError::Unreadable("it is not a file".to_owned())) }
}

/// Whether a folder stands at a path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// A folder of this process's own for what outside tools are to look at; it goes with the value.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder among the system's temporary ones. It exists for no one else before.
    pub fn new() -> Result<Scratch, FileError> {
        let name = |number: u32| std::env::temp_dir().join(format!("fuzi-{}-{number}", std::process::id()));
        let made = (0..u32::MAX).map(name).map(|path| (fs::create_dir(&path), path));
        for (outcome, path) in made {
            match outcome {
                Ok(()) => return Ok(Scratch(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(FileError::Unreadable(reason(&error))),
            }
        }
        Err(FileError::Unreadable("there is no free name for a temporary folder".to_owned()))
    }

    /// Writes a file of this name into it and gives its place.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, FileError> {
        let place = self.0.join(name);
        fs::write(&place, bytes).map_err(|error| FileError::Unreadable(reason(&error)))?;
        Ok(place)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
