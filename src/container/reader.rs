//! Reading.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::io::Read;
use zip::read::ZipArchive;
use zip::read::ZipFile;

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

/// Bytes up to which a file may be packed as tightly as it likes, and how many times its packed size a larger one may have.
const FREELY_PACKED: u64 = 8 << 20;
const TIGHTEST: u64 = 200;

/// Why an archive, or a file of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    #[error("it is not a whole ZIP archive: {0}")]
    Broken(String),
    #[error("{name} cannot be unpacked: {reason}")]
    BrokenFile { name: String, reason: String },
    #[error("{0} would be unpacked outside the archive's folder")]
    Outside(String),
    #[error("{0} is a link")]
    Link(String),
    #[error("{0} is locked with a password")]
    Encrypted(String),
    #[error("{0} stands in the archive twice")]
    Duplicate(String),
    #[error("it holds more than {0} files")]
    TooManyFiles(usize),
    #[error("{0} is too large when it is unpacked")]
    TooLarge(String),
}

impl ContainerError {
    /// Whether a stated limit was exceeded.
    pub fn is_limit(&self) -> bool {
        matches!(self, ContainerError::TooManyFiles(_) | ContainerError::TooLarge(_))
    }
}

/// What could be read of an archive.
#[derive(Debug, Default)]
pub struct Archive {
    /// Files with their names, in the archive's order; folders are left out.
    pub files: Vec<(String, Vec<u8>)>,
    /// Why files are missing from these, one for each.
    pub faults: Vec<ContainerError>,
}

/// The files of an archive with their names, in its order; folders are left out. Declared sizes are not believed: bytes are
/// counted while they are unpacked, and must be as many as declared.
pub fn read(bytes: &[u8], limits: ContainerLimits) -> Result<Vec<(String, Vec<u8>)>, ContainerError> {
    let mut archive = salvage(bytes, limits)?;
    if archive.faults.is_empty() { Ok(archive.files) } else { Err(archive.faults.remove(0)) }
}

/// As [`read`], but files that cannot be read are left out and told; only an archive that is none, or goes beyond the limits, is
/// an error.
pub fn salvage(bytes: &[u8], limits: ContainerLimits) -> Result<Archive, ContainerError> {
    let broken = |error: zip::result::ZipError| ContainerError::Broken(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits.files {
        return Err(ContainerError::TooManyFiles(limits.files));
    }
    let mut found = Archive::default();
    let mut names = BTreeSet::new();
    let mut left = limits.total_bytes;
    for index in 0..archive.len() {
        let name = match archive.by_index_raw(index) {
            Ok(file) if file.is_dir() => continue,
            Ok(file) => match check(&file) {
                Ok(name) => name,
                Err(fault) => {
                    found.faults.push(fault);
                    continue;
                }
            },
            Err(error) => {
                found.faults.push(ContainerError::BrokenFile { name: format!("file {}", index + 1), reason: error.to_string() });
                continue;
            }
        };
        if !names.insert(name.clone()) {
            found.faults.push(ContainerError::Duplicate(name));
            continue;
        }
        match unpack(&mut archive, index, name, limits.file_bytes.min(left)) {
            Ok((name, data)) => {
                left -= data.len() as u64;
                found.files.push((name, data));
            }
            Err(fault) if fault.is_limit() => return Err(fault),
            Err(fault) => found.faults.push(fault),
        }
    }
    // The reader keeps the last of several files of one name without a word.
    if archive.has_duplicate_names() {
        found.faults.push(ContainerError::Duplicate(duplicate(bytes).unwrap_or_else(|| "a file".to_owned())));
    }
    Ok(found)
}

/// The name of a file that may be unpacked.
pub(super) fn check<R: Read>(file: &ZipFile<'_, R>) -> Result<String, ContainerError> {
    let named = file.name().map(|name| name.into_owned());
    let name = named.map_err(|error| ContainerError::BrokenFile { name: "a file".to_owned(), reason: error.to_string() })?;
    if !stays_inside(&name) {
        Err(ContainerError::Outside(name))
    } else if file.is_symlink() {
        Err(ContainerError::Link(name))
    } else if file.encrypted() {
        Err(ContainerError::Encrypted(name))
    } else {
        Ok(name)
    }
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, name: String, allowed: u64) -> Result<(String, Vec<u8>), ContainerError> {
    let broken = |name: &str, reason: String| ContainerError::BrokenFile { name: name.to_owned(), reason };
    let mut file = archive.by_index(index).map_err(|error| broken(&name, error.to_string()))?;
    let allowed = allowed.min(file.compressed_size().saturating_mul(TIGHTEST).max(FREELY_PACKED));
    let declared = file.size();
    let mut data = Vec::new();
    let reading = file.by_ref().take(allowed + 1).read_to_end(&mut data);
    reading.map_err(|error| broken(&name, error.to_string()))?;
    let size = data.len() as u64;
    if size > allowed {
        return Err(ContainerError::TooLarge(name));
    }
    if size != declared {
        return Err(broken(&name, format!("it has {size} bytes and says that it has {declared}")));
    }
    Ok((name, data))
}

/// A name that stands twice in the list of files at the end of an archive (APPNOTE 4.3.12).
fn duplicate(bytes: &[u8]) -> Option<String> {
    let number = |at: usize| bytes.get(at..at + 2).map(|two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let size = bytes.get(end + 12..end + 16).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))? as usize;
    let mut at = end.checked_sub(size)?;
    let mut names = BTreeSet::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let (name, extra, comment) = (number(at + 28)?, number(at + 30)?, number(at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name)?;
        if !names.insert(name) {
            return Some(String::from_utf8_lossy(name).into_owned());
        }
        at += 46 + name.len() + extra + comment;
    }
    None
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
    use super::{ContainerError, ContainerLimits, read, salvage};
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

    #[test]
    fn what_packs_too_well_is_refused() {
        let bytes = write(&[Entry { name: "a", data: &vec![0; 9 << 20] }]);
        assert!(matches!(read(&bytes, ContainerLimits::default()), Err(ContainerError::TooLarge(_))));
    }

    #[test]
    fn lies_about_a_file_are_told_and_the_others_are_kept() {
        let bytes = write(&[Entry { name: "a.png", data: b"abcdefgh" }, Entry { name: "b.png", data: b"12345678" }]);
        let place = |what: &[u8]| bytes.windows(what.len()).rposition(|window| window == what).unwrap();
        let changed = |at: usize, to: u8| {
            let mut bytes = bytes.clone();
            bytes[at] = to;
            bytes
        };
        let first = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        for (what, bytes) in
            [("sum", changed(first + 16, 1)), ("size", changed(first + 24, 7)), ("content", changed(place(b"abcdefgh"), b'x'))]
        {
            let archive = salvage(&bytes, ContainerLimits::default()).unwrap();
            assert_eq!(archive.files, [("b.png".to_owned(), b"12345678".to_vec())], "{what}");
            assert!(
                matches!(&archive.faults[..], [ContainerError::BrokenFile { name, .. }] if name == "a.png"),
                "{what}: {:?}",
                archive.faults
            );
            assert!(read(&bytes, ContainerLimits::default()).is_err(), "{what}");
        }
    }

    #[test]
    fn two_files_of_one_name_are_told() {
        let bytes = write(&[Entry { name: "a.png", data: b"a" }, Entry { name: "b.png", data: b"b" }]);
        let mut renamed = bytes.clone();
        for at in 0..renamed.len() - 5 {
            if &renamed[at..at + 5] == b"b.png" {
                renamed[at] = b'a';
            }
        }
        let archive = salvage(&renamed, ContainerLimits::default()).unwrap();
        assert!(archive.faults.iter().any(|fault| matches!(fault, ContainerError::Duplicate(name) if name == "a.png")), "{archive:?}");
    }
}
