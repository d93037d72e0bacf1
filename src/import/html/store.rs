//! The pictures of a source: looked up, checked, named, counted.

use super::tally::Tally;
use crate::diag::Limits;
use crate::import::names::ascii_stem;
use crate::import::names::file_name;
use crate::import::project::ImportedFile;
use crate::picture::Format;
use crate::picture::Picture;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Bytes of all pictures of one source.
const MOST_BYTES: usize = 512 << 20;

/// Gives the bytes of a picture by the address that a page has for it.
pub trait Shelf {
    /// The path or address under which the same picture is always the same, and its bytes; why not otherwise.
    fn get(&self, address: &str, page: usize) -> Result<(String, Vec<u8>), String>;
}

/// A picture that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// In the project.
    pub path: String,
    pub width: u32,
    pub height: u32,
}

/// The pictures taken so far.
pub struct Store<'s> {
    shelf: &'s dyn Shelf,
    taken: BTreeMap<String, Option<Taken>>,
    names: BTreeSet<String>,
    pub files: Vec<ImportedFile>,
    bytes: usize,
}

impl<'s> Store<'s> {
    pub fn new(shelf: &'s dyn Shelf) -> Store<'s> {
        Store { shelf, taken: BTreeMap::new(), names: BTreeSet::new(), files: Vec::new(), bytes: 0 }
    }

    /// The first of the addresses that gives a picture. None of them does when none comes back; the first is told then.
    pub fn take(&mut self, addresses: &[String], page: usize, tally: &mut Tally) -> Option<Taken> {
        let mut why: Option<(&str, String)> = None;
        for address in addresses {
            match self.one(address, page) {
                Ok(taken) => return Some(taken),
                Err(reason) => why = why.or(Some((address, reason))),
            }
        }
        if let Some((address, reason)) = why {
            tally.missing(address, &reason);
        }
        None
    }

    /// Keeps a picture that is no file of its own.
    pub fn keep(&mut self, name: &str, bytes: Vec<u8>, tally: &mut Tally) -> Option<Taken> {
        match self.add(name, bytes) {
            Ok(taken) => Some(taken),
            Err(reason) => {
                tally.missing(name, &reason);
                None
            }
        }
    }

    fn one(&mut self, address: &str, page: usize) -> Result<Taken, String> {
        let (key, bytes) = self.shelf.get(address, page)?;
        if let Some(known) = self.taken.get(&key) {
            return known.clone().ok_or_else(|| "it cannot be read as a picture".to_owned());
        }
        let taken = self.add(&key, bytes);
        self.taken.insert(key, taken.as_ref().ok().cloned());
        taken
    }

    fn add(&mut self, key: &str, bytes: Vec<u8>) -> Result<Taken, String> {
        if self.bytes + bytes.len() > MOST_BYTES {
            return Err(format!("the pictures together have more than {MOST_BYTES} bytes"));
        }
        let limits = Limits::default();
        let picture = Picture::read(bytes.as_slice(), &limits).map_err(|error| error.to_string())?;
        // What only a whole decoding finds would stop the build.
        if !matches!(picture.format, Format::Svg | Format::Jpeg) {
            picture.pixels(&limits).map_err(|error| error.to_string())?;
        }
        if let Some(finding) = picture.findings(key).first() {
            return Err(finding.wording().message);
        }
        let path = self.name(key, picture.format.extension());
        self.bytes += bytes.len();
        self.files.push(ImportedFile { path: path.clone(), bytes });
        let (width, height) = (picture.size.width, picture.size.height);
        Ok(Taken { path, width, height })
    }

    /// A name in the project that no other picture has.
    fn name(&mut self, key: &str, extension: &str) -> String {
        let plain = key.split(['?', '#']).next().unwrap_or_default();
        let stem = if key.starts_with("data:") { None } else { ascii_stem(file_name(plain).0) };
        let mut stem = stem.unwrap_or_else(|| format!("picture-{}", self.names.len() + 1));
        stem.truncate(60);
        let stem = stem.trim_end_matches('-');
        let mut name = format!("{stem}.{extension}");
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{stem}-{number}.{extension}");
            number += 1;
        }
        format!("pictures/{name}")
    }
}
