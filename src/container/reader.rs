//! Reading.

use std::io::Cursor;
use std::io::Read;
use zip::read::ZipArchive;

/// What an archive may hold.
#[derive(Clone, Copy, Debug)]
pub struct ContainerLimits {
    pub files: usize,
    /// Bytes of one file, unpacked.
    pub file_bytes: u64,
    /// Bytes of all files, unpacked.
    pub total_bytes: u64,
}

impl Default for ContainerLimits {
    fn default() -> ContainerLimits {
        ContainerLimits { files: 10_000, file_bytes: 256 << 20, total_bytes: 1 << 30 }
    }
}

/// Why an archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    #[error("not a ZIP archive: {0}")]
    Broken(String),
    #[error("{name} cannot be unpacked: {reason}")]
    BrokenFile { name: String, reason: String },
    #[error("{0} would be unpacked outside the archive's folder")]
    Outside(String),
    #[error("{0} stands in the archive twice")]
    Duplicate(String),
    #[error("more than {0} files")]
    TooManyFiles(usize),
    #[error("{0} is too large")]
    TooLarge(String),
}

/// The files of an archive with their names, in its order; folders are left out. Declared sizes are not believed: bytes are
/// counted while they are unpacked.
pub fn read(bytes: &[u8], limits: ContainerLimits) -> Result<Vec<(String, Vec<u8>)>, ContainerError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ContainerError::Broken(error.to_string()))?;
    if archive.len() > limits.files {
        return Err(ContainerError::TooManyFiles(limits.files));
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::with_capacity(archive.len());
    let mut names = std::collections::BTreeSet::new();
    let mut left = limits.total_bytes;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| ContainerError::Broken(error.to_string()))?;
        let name = file.name().map_err(|error| ContainerError::Broken(error.to_string()))?.into_owned();
        if file.is_dir() {
            continue;
        }
        if !stays_inside(&name) {
            return Err(ContainerError::Outside(name));
        }
        if !names.insert(name.clone()) {
            return Err(ContainerError::Duplicate(name));
        }
        let allowed = limits.file_bytes.min(left);
        let mut data = Vec::new();
        let reading = file.by_ref().take(allowed + 1).read_to_end(&mut data);
        reading.map_err(|error| ContainerError::BrokenFile { name: name.clone(), reason: error.to_string() })?;
        if data.len() as u64 > allowed {
            return Err(ContainerError::TooLarge(name));
        }
        left -= data.len() as u64;
        files.push((name, data));
    }
    Ok(files)
}

/// Whether the name leads nowhere but down from the archive's root.
fn stays_inside(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', '\0', ':'])
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::{ContainerError, ContainerLimits, read};
    use crate::container::{Entry, write};

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(matches!(read(b"no archive", ContainerLimits::default()), Err(ContainerError::Broken(_))));
    }

    #[test]
    fn a_name_that_leads_outside_is_refused() {
        for name in ["../a", "a/../../b", "/etc/a", "a\\b"] {
            let bytes = write(&[Entry { name, data: b"x" }]);
            assert!(matches!(read(&bytes, ContainerLimits::default()), Err(ContainerError::Outside(_))), "{name}");
        }
    }

    #[test]
    fn unpacked_bytes_are_limited() {
        let bytes = write(&[Entry { name: "a", data: &[0; 100_000] }]);
        let limits = ContainerLimits { file_bytes: 99_999, ..ContainerLimits::default() };
        assert!(matches!(read(&bytes, limits), Err(ContainerError::TooLarge(_))));
    }
}
