//! The pictures of a publication.

use super::assemble::Resource;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::DivisionRole;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Limits;
use crate::diag::Report;
use crate::picture::Picture;
use crate::picture::Pictures;
use crate::xhtml::EmbeddedPicture;
use crate::xhtml::file_stem;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Pictures as files of the publication.
#[derive(Debug, Default)]
pub struct EmbeddedPictures {
    /// By path in the project.
    pub places: BTreeMap<String, EmbeddedPicture>,
    pub resources: Vec<Resource>,
    /// The path in the publication of the cover picture.
    pub cover: Option<String>,
    /// Whether every embedded picture has an alternative text or is a decoration.
    pub all_have_alternatives: bool,
}

/// Takes the pictures that the edition uses and has, each once, in the order of its text. Every one that cannot be used is an error.
pub fn collect(book: &Book, pictures: &Pictures, limits: &Limits, report: &mut Report) -> Result<EmbeddedPictures, ErrorReported> {
    let uses: Vec<(DivisionRole, &PictureFile, &Picture)> =
        used(book).into_iter().filter_map(|(role, file)| Some((role, file, pictures.get(&file.path)?))).collect();
    let distinct: BTreeMap<&str, &Picture> = uses.iter().map(|(_, file, picture)| (file.path.as_str(), *picture)).collect();
    let mut converted: BTreeMap<&str, _> = distinct.into_par_iter().map(|(path, picture)| (path, picture.for_epub(limits))).collect();
    let mut embedded = EmbeddedPictures { all_have_alternatives: true, ..EmbeddedPictures::default() };
    let mut taken = BTreeSet::new();
    let mut failed = None;
    for (role, file, _) in uses {
        embedded.all_have_alternatives &= file.decorative || !file.alternative.trim().is_empty();
        match converted.remove(file.path.as_str()) {
            Some(Ok((media_type, data, extension))) => {
                let path = path_of(&file.path, extension, &mut taken);
                embedded.places.insert(file.path.clone(), EmbeddedPicture { href: path.clone() });
                embedded.resources.push(Resource { path, media_type, data });
            }
            Some(Err(error)) => {
                let finding = Diagnostic::new(Code::CorruptPicture).in_file(&file.path).with("path", &file.path);
                failed = Some(report.error(finding.with("reason", error)));
            }
            None => {}
        }
        if role == DivisionRole::Cover && embedded.cover.is_none() {
            embedded.cover = embedded.places.get(&file.path).map(|place| place.href.clone());
        }
    }
    failed.map_or(Ok(embedded), Err)
}

/// Every use of a picture in reading order.
fn used(book: &Book) -> Vec<(DivisionRole, &PictureFile)> {
    let mut files = Vec::new();
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                files.extend(figure.pictures.iter().map(|picture| (division.role, &picture.file)));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                files.push((division.role, file));
            }
        });
    }
    files
}

fn path_of(project_path: &str, extension: &str, taken: &mut BTreeSet<String>) -> String {
    let name = project_path.rsplit('/').next().unwrap_or(project_path);
    let stem = file_stem(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let mut path = format!("image/{stem}.{extension}");
    let mut copy = 1;
    while !taken.insert(path.clone()) {
        copy += 1;
        path = format!("image/{stem}-{copy}.{extension}");
    }
    path
}
