//! Where a bag lies: a folder, or a ZIP file with the folder in it.

use std::io::Read;
use std::io::Seek;
use std::path::Path;
use std::sync::Mutex;

use crate::container::ContainerError;
use crate::container::Stored;
use crate::container::Stream;
use crate::io::EntryKind;
use crate::io::Tree;
use crate::manuscript::FileError;

/// Files that a bag may have.
const MOST_FILES: usize = 1_000_000;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Something that holds the files of a bag.
pub trait Place: Sync {
    /// The bag's own name.
    fn name(&self) -> &str;

    /// The files, with paths from the bag's root, in the order of their bytes.
    fn files(&self) -> &[PlacedFile];

    /// What is there and may not be: links, devices, paths that lead out, each with the reason.
    fn refused(&self) -> &[(String, String)];

    /// Whether several files may be read at the same time.
    fn reads_at_once(&self) -> bool;

    /// Gives the bytes of a file to `each`, piece by piece.
    fn read(&self, path: &str, each: &mut dyn FnMut(&[u8])) -> Result<(), String>;
}

/// A file and its size in bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacedFile {
    pub path: String,
    pub size: u64,
}

/// Bytes of a whole file, when it has no more than `most`.
pub fn read_whole(place: &dyn Place, path: &str, most: u64) -> Result<Vec<u8>, String> {
    let size = place.files().iter().find(|file| file.path == path).map_or(0, |file| file.size);
    if size > most {
        return Err(format!("it has {size} bytes, and no more than {most} are read of such a file"));
    }
    let mut bytes = Vec::new();
    place.read(path, &mut |piece| bytes.extend_from_slice(piece))?;
    Ok(bytes)
}

/// A bag that is a folder.
pub struct FolderPlace {
    name: String,
    tree: Tree,
    files: Vec<PlacedFile>,
    refused: Vec<(String, String)>,
}

impl FolderPlace {
    pub fn open(path: &Path) -> Result<FolderPlace, FileError> {
        let tree = Tree::open(path)?;
        let (mut files, mut refused) = (Vec::new(), Vec::new());
        let entries = tree.entries()?;
        if entries.len() > MOST_FILES {
            return Err(FileError::Unreadable(format!("it holds more than {MOST_FILES} files")));
        }
        for entry in entries {
            match entry.kind {
                EntryKind::File => files.push(PlacedFile { path: entry.path, size: entry.size }),
                EntryKind::Link => refused.push((entry.path, "it is a symbolic link, which is not followed".to_owned())),
                EntryKind::Other => refused.push((entry.path, "it is neither a file nor a folder, or its name is no text".to_owned())),
            }
        }
        let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        Ok(FolderPlace { name, tree, files, refused })
    }
}

impl Place for FolderPlace {
    fn name(&self) -> &str {
        &self.name
    }

    fn files(&self) -> &[PlacedFile] {
        &self.files
    }

    fn refused(&self) -> &[(String, String)] {
        &self.refused
    }

    fn reads_at_once(&self) -> bool {
        true
    }

    fn read(&self, path: &str, each: &mut dyn FnMut(&[u8])) -> Result<(), String> {
        let mut file = self.tree.open_file(path).map_err(|error| error.to_string())?;
        let mut buffer = vec![0; PIECE];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => each(&buffer[..count]),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

/// A bag in a ZIP file: its folder, or its files at the root (RFC 8493, 4).
pub struct ZipPlace<R: Read + Seek> {
    name: String,
    stream: Mutex<Stream<R>>,
    files: Vec<PlacedFile>,
    stored: Vec<Stored>,
    refused: Vec<(String, String)>,
}

impl<R: Read + Seek + Send> ZipPlace<R> {
    /// `name` is that of the ZIP file without its ending.
    pub fn open(reader: R, name: &str) -> Result<ZipPlace<R>, ContainerError> {
        let stream = Stream::open(reader, MOST_FILES)?;
        let folder = stream.files.iter().filter_map(|file| file.name.strip_suffix("bagit.txt")).min_by_key(|folder| folder.len());
        let folder = folder.filter(|folder| folder.is_empty() || folder.matches('/').count() == 1).unwrap_or_default().to_owned();
        let mut refused: Vec<(String, String)> = stream.faults.iter().map(|fault| (named(fault), fault.to_string())).collect();
        let mut found = Vec::new();
        for file in &stream.files {
            match file.name.strip_prefix(&folder) {
                Some(path) => found.push((PlacedFile { path: path.to_owned(), size: file.size }, file.clone())),
                None => refused.push((file.name.clone(), format!("it lies beside the bag's folder {folder}"))),
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let (files, stored) = found.into_iter().unzip();
        let name = if folder.is_empty() { name.to_owned() } else { folder.trim_end_matches('/').to_owned() };
        Ok(ZipPlace { name, stream: Mutex::new(stream), files, stored, refused })
    }
}

/// The file that a fault is about.
fn named(fault: &ContainerError) -> String {
    match fault {
        ContainerError::Outside(name)
        | ContainerError::Link(name)
        | ContainerError::Encrypted(name)
        | ContainerError::Duplicate(name)
        | ContainerError::TooLarge(name)
        | ContainerError::BrokenFile { name, .. } => name.clone(),
        ContainerError::Broken(_) | ContainerError::TooManyFiles(_) => String::new(),
    }
}

impl<R: Read + Seek + Send> Place for ZipPlace<R> {
    fn name(&self) -> &str {
        &self.name
    }

    fn files(&self) -> &[PlacedFile] {
        &self.files
    }

    fn refused(&self) -> &[(String, String)] {
        &self.refused
    }

    fn reads_at_once(&self) -> bool {
        false
    }

    fn read(&self, path: &str, each: &mut dyn FnMut(&[u8])) -> Result<(), String> {
        let at = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).map_err(|_| "it does not exist".to_owned())?;
        // A thread that failed here leaves an archive that is as good as before: every reading begins anew.
        let mut stream = self.stream.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        stream.read(&self.stored[at], each).map(|_| ()).map_err(|error| error.to_string())
    }
}
