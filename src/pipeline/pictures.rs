//! The pictures that a book shows, read and looked at once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::book::BlockKind;
use crate::book::Book;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::manuscript::Manuscript;
use crate::picture::Picture;
use crate::picture::Pictures;

/// Reads every picture that the book or its cover names. One that is missing or broken is an error at its first place.
pub(super) fn load_pictures(book: &Book, manuscript: &Manuscript, context: &Context, report: &mut Report) -> Pictures {
    let places = places(book, manuscript.cover.as_deref());
    let read: Vec<(&str, Result<Picture, Diagnostic>)> = places
        .par_iter()
        .map(|(path, span)| {
            let finding = |finding: Diagnostic| finding.maybe_at(*span).in_file(if span.is_some() { path } else { "book.toml" });
            (*path, read(path, manuscript, context).map_err(finding))
        })
        .collect();
    let mut pictures = Pictures::new();
    for (path, outcome) in read {
        match outcome {
            Ok(picture) => {
                picture.findings(path).into_iter().for_each(|finding| report.add(finding));
                pictures.insert(path.to_owned(), picture);
            }
            Err(finding) => report.add(finding),
        }
    }
    pictures
}

fn read(path: &str, manuscript: &Manuscript, context: &Context) -> Result<Picture, Diagnostic> {
    let limit = context.limits.picture_bytes;
    let size = manuscript.access.size(path).map_err(|error| error.finding(path))?;
    if size > limit {
        let finding = Diagnostic::new(Code::LimitExceeded).with("what", format!("the size of {path} in bytes"));
        return Err(finding.with("size", size).with("limit", limit).with("help", "make the picture smaller"));
    }
    let bytes = manuscript.access.read(path).map_err(|error| error.finding(path))?;
    Picture::read(bytes, &context.limits).map_err(|error| error.finding(path))
}

/// Each path with the place that names it first.
fn places<'a>(book: &'a Book, cover: Option<&'a str>) -> BTreeMap<&'a str, Option<Span>> {
    let mut places = BTreeMap::new();
    let mut note = |file: &'a PictureFile, span: Option<Span>| {
        if !file.path.is_empty() {
            places.entry(file.path.as_str()).or_insert(span);
        }
    };
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                figure.pictures.iter().for_each(|picture| note(&picture.file, picture.span.or(block.span)));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                note(file, inline.span);
            }
        });
    }
    if let Some(cover) = cover {
        places.entry(cover).or_insert(None);
    }
    places
}
