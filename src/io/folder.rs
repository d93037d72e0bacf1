//! A project folder on disk.
#![expect(clippy::disallowed_methods, reason = "this module is the edge")]

use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use super::outputs::reason;
use crate::manuscript::FileError;
use crate::manuscript::Files;
use crate::manuscript::join;

/// Bytes beyond which no file of a project is read, whatever its kind; the limits of the kinds are lower.
const LARGEST_FILE: u64 = 1 << 30;

/// A project folder on disk. Nothing outside it can be read through it, by no path and no link.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Resolved: absolute and without links.
    root: PathBuf,
    name: String,
}

impl Folder {
    /// Takes an existing folder.
    pub fn open(path: &Path) -> Result<Folder, FileError> {
        let root = fs::canonicalize(path).map_err(|error| file_error(&error))?;
        if !root.is_dir() {
            return Err(FileError::Unreadable("it is not a folder".to_owned()));
        }
        let name = root.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        Ok(Folder { root, name })
    }

    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The file's real place, which lies in the folder, and its size.
    fn resolve(&self, path: &str) -> Result<(PathBuf, u64), FileError> {
        let inside = join("", path).ok_or(FileError::Outside)?;
        let real = fs::canonicalize(self.root.join(inside)).map_err(|error| file_error(&error))?;
        if !real.starts_with(&self.root) {
            return Err(FileError::Outside);
        }
        let metadata = fs::metadata(&real).map_err(|error| file_error(&error))?;
        if !metadata.is_file() {
            return Err(FileError::Unreadable("it is not a file".to_owned()));
        }
        Ok((real, metadata.len()))
    }
}

impl Files for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let (real, size) = self.resolve(path)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(LARGEST_FILE)).unwrap_or_default());
        let file = fs::File::open(real).map_err(|error| file_error(&error))?;
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| file_error(&error))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(FileError::Unreadable(format!("it is larger than {LARGEST_FILE} bytes")));
        }
        Ok(bytes)
    }

    fn size(&self, path: &str) -> Result<u64, FileError> {
        self.resolve(path).map(|(_, size)| size)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Some(inside) = join("", folder) else { return Vec::new() };
        let Ok(entries) = fs::read_dir(self.root.join(&inside)) else { return Vec::new() };
        let prefix = if inside.is_empty() { String::new() } else { format!("{inside}/") };
        let mut paths: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .map(|name| format!("{prefix}{name}"))
            .filter(|path| self.resolve(path).is_ok())
            .collect();
        paths.sort_unstable();
        paths
    }
}

/// A file that the author names on the command line, wherever it lies.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FileError> {
    let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().and_then(|name| name.to_str()));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Folder::open(folder)?.read(name.ok_or(FileError::Missing)?)
}

/// The names of the files in a folder, in order; none when it cannot be read. A folder with very many names gives the first of them.
pub fn names_in(folder: &Path) -> Vec<String> {
    const MOST: usize = 10_000;
    let entries = fs::read_dir(folder).into_iter().flatten().take(MOST).flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Whether a folder holds nothing, or does not exist. What begins with a dot, such as `.git`, does not count.
pub fn is_empty(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with('.'))),
        Err(_) => !exists(folder),
    }
}

/// Whether anything stands at a path.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

pub(super) fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing,
        _ => FileError::Unreadable(reason(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("fuzi-folder-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("project/text")).unwrap();
        fs::write(path.join("project/text/a.md"), "甲").unwrap();
        fs::write(path.join("secret.md"), "x").unwrap();
        path
    }

    #[test]
    fn files_inside_are_read_and_listed() {
        let path = scratch("inside");
        let folder = Folder::open(&path.join("project")).unwrap();
        assert_eq!(folder.name(), "project");
        assert_eq!(folder.read("text/a.md").unwrap(), "甲".as_bytes());
        assert_eq!(folder.size("text/a.md").unwrap(), 3);
        assert_eq!(folder.list("text"), ["text/a.md"]);
        assert_eq!(folder.read("text/b.md"), Err(FileError::Missing));
        assert!(matches!(folder.read("text"), Err(FileError::Unreadable(_))));
        fs::remove_dir_all(path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_outside() {
        let path = scratch("link");
        std::os::unix::fs::symlink(path.join("secret.md"), path.join("project/link.md")).unwrap();
        std::os::unix::fs::symlink(&path, path.join("project/up")).unwrap();
        let folder = Folder::open(&path.join("project")).unwrap();
        for outside in ["link.md", "up/secret.md", "../secret.md", "text/../../secret.md"] {
            assert_eq!(folder.read(outside), Err(FileError::Outside), "{outside}");
        }
        assert_eq!(folder.list(""), [""; 0]);
        fs::remove_dir_all(path).unwrap();
    }
}
