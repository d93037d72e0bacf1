//! An archive read file by file, without ever holding one of them.

use super::reader::ContainerError;
use super::reader::check;
use std::collections::BTreeSet;
use std::io::Read;
use std::io::Seek;
use zip::read::ZipArchive;

/// An open archive of any size.
pub struct Stream<R: Read + Seek> {
    archive: ZipArchive<R>,
    /// Files that may be read, in the archive's order.
    pub files: Vec<Stored>,
    /// Why others may not.
    pub faults: Vec<ContainerError>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub name: String,
    /// Unpacked, as the archive says it.
    pub size: u64,
    index: usize,
}

impl<R: Read + Seek> Stream<R> {
    /// Reads the list of files; no more of them than `most` are allowed.
    pub fn open(reader: R, most: usize) -> Result<Stream<R>, ContainerError> {
        let mut archive = ZipArchive::new(reader).map_err(|error| ContainerError::Broken(error.to_string()))?;
        if archive.len() > most {
            return Err(ContainerError::TooManyFiles(most));
        }
        let (mut files, mut faults, mut names) = (Vec::new(), Vec::new(), BTreeSet::new());
        for index in 0..archive.len() {
            match archive.by_index_raw(index) {
                Ok(file) if file.is_dir() => {}
                Ok(file) => match check(&file) {
                    Ok(name) if !names.insert(name.clone()) => faults.push(ContainerError::Duplicate(name)),
                    Ok(name) => files.push(Stored { name, size: file.size(), index }),
                    Err(fault) => faults.push(fault),
                },
                Err(error) => {
                    faults.push(ContainerError::BrokenFile { name: format!("file {}", index + 1), reason: error.to_string() });
                }
            }
        }
        if archive.has_duplicate_names() {
            faults.push(ContainerError::Duplicate("a file".to_owned()));
        }
        Ok(Stream { archive, files, faults })
    }

    /// Gives the bytes of a file to `each`, piece by piece; how many there were comes back. A checksum that is wrong is an error,
    /// and so is a length that is not as declared.
    pub fn read(&mut self, file: &Stored, mut each: impl FnMut(&[u8])) -> Result<u64, ContainerError> {
        let broken = |reason: String| ContainerError::BrokenFile { name: file.name.clone(), reason };
        let mut open = self.archive.by_index(file.index).map_err(|error| broken(error.to_string()))?;
        let mut buffer = vec![0; 1 << 20];
        let mut size = 0;
        loop {
            let count = open.read(&mut buffer).map_err(|error| broken(error.to_string()))?;
            if count == 0 {
                break;
            }
            size += count as u64;
            // What unpacks to more than it says would go on without end.
            if size > file.size {
                return Err(broken(format!("it has more than the {} bytes that it says", file.size)));
            }
            each(&buffer[..count]);
        }
        if size == file.size { Ok(size) } else { Err(broken(format!("it has {size} bytes and says that it has {}", file.size))) }
    }
}

#[cfg(test)]
mod tests {
    use super::Stream;
    use crate::container::{ContainerError, Entry, write};
    use std::io::Cursor;

    #[test]
    fn files_come_piece_by_piece_and_whole() {
        let data = "一二三".repeat(1_000_000);
        let bytes = write(&[Entry { name: "bag/a.txt", data: data.as_bytes() }, Entry { name: "../b", data: b"x" }]);
        let mut stream = Stream::open(Cursor::new(bytes), 10).unwrap();
        assert!(matches!(&stream.faults[..], [ContainerError::Outside(name)] if name == "../b"));
        let file = stream.files[0].clone();
        let mut pieces = Vec::new();
        assert_eq!(stream.read(&file, |piece| pieces.push(piece.to_vec())).unwrap(), data.len() as u64);
        assert!(pieces.len() > 1 && pieces.concat() == data.as_bytes());
    }
}
