//! Reading the project folder, wherever it lies: on disk, in a test's map, in an archive.

use std::collections::BTreeMap;

use crate::diag::Code;
use crate::diag::Diagnostic;

/// Why a file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("it does not exist")]
    Missing,
    #[error("it lies outside the project folder")]
    Outside,
    #[error("{0}")]
    Unreadable(String),
}

/// The project folder. Paths are relative to it, with `/`; none leads outside.
pub trait Files: Send + Sync {
    /// The folder's own name; empty when it has none.
    fn name(&self) -> &str;

    /// The whole file.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// The size of a file in bytes, so that limits hold before anything is read.
    fn size(&self, path: &str) -> Result<u64, FileError>;

    /// The files that lie directly in a folder, as paths, in the order of their bytes; none when there is no such folder.
    fn list(&self, folder: &str) -> Vec<String>;
}

/// A project folder in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl FileError {
    /// The finding that says so of the file at `path`.
    pub fn finding(&self, path: &str) -> Diagnostic {
        let code = match self {
            FileError::Missing => Code::MissingFile,
            FileError::Outside => Code::PathOutside,
            FileError::Unreadable(_) => Code::UnreadableFile,
        };
        Diagnostic::new(code).with("path", path).with("reason", self)
    }
}

impl MemoryFiles {
    pub fn new(name: impl Into<String>) -> MemoryFiles {
        MemoryFiles { name: name.into(), files: BTreeMap::new() }
    }

    /// The same folder with one more file.
    pub fn with(mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) -> MemoryFiles {
        self.files.insert(path.into(), content.into());
        self
    }

    fn get(&self, path: &str) -> Result<&Vec<u8>, FileError> {
        let path = join("", path).ok_or(FileError::Outside)?;
        self.files.get(&path).ok_or(FileError::Missing)
    }
}

impl Files for MemoryFiles {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.get(path).cloned()
    }

    fn size(&self, path: &str) -> Result<u64, FileError> {
        self.get(path).map(|content| content.len() as u64)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        let Some(folder) = join("", folder) else { return Vec::new() };
        self.files.keys().filter(|path| parent(path) == folder).cloned().collect()
    }
}

/// The folder that a path lies in; empty for the project folder itself.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path that `relative` names when written in a file of `folder`; none when it leads out of the project folder or is absolute.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let has_drive = relative.as_bytes().get(1) == Some(&b':');
    if relative.starts_with(['/', '\\']) || has_drive || relative.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_out_of_the_project() {
        for outside in ["../a.md", "a/../../b.md", "/etc/passwd", "\\\\host\\share", "C:/a.md", "a\0b"] {
            assert_eq!(join("", outside), None, "{outside:?}");
        }
        assert_eq!(join("chapters", "../pictures/./a.png").as_deref(), Some("pictures/a.png"));
        assert_eq!(MemoryFiles::default().read("../a.md"), Err(FileError::Outside));
    }

    #[test]
    fn a_folder_lists_its_own_files_only() {
        let files = MemoryFiles::new("book").with("fonts/b.otf", "").with("fonts/a.otf", "").with("fonts/old/c.otf", "").with("a.md", "");
        assert_eq!(files.list("fonts"), ["fonts/a.otf", "fonts/b.otf"]);
        assert_eq!(files.list("none"), [""; 0]);
    }
}
