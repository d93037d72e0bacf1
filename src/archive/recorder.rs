//! The project folder, remembering what was read from it: that is what a book is made of.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::manuscript::FileError;
use crate::manuscript::Files;

/// A project folder that keeps what is read through it.
pub struct Recorder {
    files: Arc<dyn Files>,
    read: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Recorder {
    pub fn new(files: Arc<dyn Files>) -> Recorder {
        Recorder { files, read: Mutex::new(BTreeMap::new()) }
    }

    /// What has been read, by path, as it was when it was read.
    pub fn recorded(&self) -> BTreeMap<String, Vec<u8>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Files for Recorder {
    fn name(&self) -> &str {
        self.files.name()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.files.read(path)?;
        let path = crate::manuscript::join("", path).ok_or(FileError::Outside)?;
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path, bytes.clone());
        Ok(bytes)
    }

    fn size(&self, path: &str) -> Result<u64, FileError> {
        self.files.size(path)
    }

    fn list(&self, folder: &str) -> Vec<String> {
        self.files.list(folder)
    }
}
