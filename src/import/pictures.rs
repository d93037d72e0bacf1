//! Pictures: those given, those that lie beside the text, and where each goes.

use std::collections::BTreeSet;

use super::names::ascii_stem;
use super::names::file_name;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;

/// A picture to copy, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureCopy {
    pub from: String,
    /// In the project.
    pub to: String,
}

/// The pictures that a text may show.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// Given in the order of the text.
    copies: Vec<PictureCopy>,
    placed: usize,
    figures: usize,
    /// The folder of the text and the files in it.
    folder: String,
    beside: Vec<String>,
    taken: BTreeSet<String>,
    named: Vec<PictureCopy>,
    missing: Vec<String>,
}

impl Pictures {
    /// `given` are paths in the order of the text; `beside` names what lies in the text's own folder, which is `folder`.
    pub fn new(given: &[String], folder: &str, beside: &[String]) -> Pictures {
        let mut pictures = Pictures { folder: folder.to_owned(), beside: beside.to_vec(), ..Pictures::default() };
        for (index, from) in given.iter().enumerate() {
            let copy = pictures.copy(from, index + 1);
            pictures.copies.push(copy);
        }
        pictures
    }

    fn copy(&mut self, from: &str, number: usize) -> PictureCopy {
        let (stem, extension) = file_name(from);
        let stem = ascii_stem(stem).unwrap_or_else(|| format!("picture-{number}"));
        let mut name = format!("{stem}.{extension}");
        while !self.taken.insert(name.clone()) {
            name = format!("{stem}-{}.{extension}", number + self.taken.len());
        }
        PictureCopy { from: from.to_owned(), to: format!("pictures/{name}") }
    }

    /// The file of the next figure; empty when none is left. Alternative texts are the author's to write.
    pub fn next(&mut self) -> String {
        self.figures += 1;
        let file = self.copies.get(self.placed).map_or(String::new(), |copy| copy.to.clone());
        self.placed += 1;
        file
    }

    /// The file of a picture that the text names; none when it is neither given nor beside the text.
    pub fn named(&mut self, name: &str) -> Option<String> {
        self.figures += 1;
        let is_it = |copy: &&PictureCopy| copy.from.rsplit(['/', '\\']).next() == Some(name);
        if let Some(known) = self.named.iter().chain(&self.copies).find(is_it) {
            self.placed = self.copies.len();
            return Some(known.to.clone());
        }
        if !self.beside.iter().any(|other| other == name) {
            self.missing.push(name.to_owned());
            return None;
        }
        let from = if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) };
        let copy = self.copy(&from, self.figures);
        self.named.push(copy.clone());
        Some(copy.to)
    }

    /// The pictures to copy. What is missing and what is left over is told.
    pub fn finish(self, report: &mut Report) -> Vec<PictureCopy> {
        let missing = self.placed.saturating_sub(self.copies.len()) + self.missing.len();
        if missing > 0 {
            report.add(Diagnostic::new(Code::FiguresWithoutPicture).with("missing", missing).with("figures", self.figures));
        }
        if !self.missing.is_empty() {
            report.add(Diagnostic::new(Code::NamedPicturesMissing).with("names", self.missing.join(", ")));
        }
        for copy in self.copies.iter().skip(self.placed) {
            report.add(Diagnostic::new(Code::UnplacedPicture).with("path", &copy.to));
        }
        let mut copies = self.copies;
        copies.extend(self.named);
        copies
    }
}
