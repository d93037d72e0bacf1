//! The EPUBs of the sample publication in book/.

use crate::epub;
use crate::sample_book;
use fuzi::adapt::adapt;
use fuzi::book::Book;
use fuzi::book::CanonicalText;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::epub::EpubInput;
use fuzi::io::Folder;
use fuzi::manuscript::Files;
use fuzi::manuscript::Manuscript;
use fuzi::picture::Picture;
use fuzi::picture::Pictures;
use fuzi::resolve::resolve;
use fuzi::xhtml::body_text;
use std::path::Path;
use std::sync::Arc;

/// The pictures in book/pictures, by their path in the project.
fn pictures(files: &dyn Files, context: &Context) -> Pictures {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/pictures");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let paths = names.map(|name| format!("pictures/{name}"));
    paths.filter_map(|path| Some((path.clone(), Picture::read(files.read(&path).ok()?, &context.limits).ok()?))).collect()
}

/// Every edition of the sample: its name, its tree, its EPUB without a page list.
fn editions() -> Vec<(String, Book, Vec<u8>)> {
    let (context, mut report) = (Context::default(), Report::default());
    let files: Arc<dyn Files> = Arc::new(Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("book")).unwrap());
    let mut manuscript = Manuscript::open(files.clone(), &context, &mut report).unwrap();
    let book = fuzi::markdown::read(&mut manuscript, &context, &mut report).unwrap();
    let pictures = pictures(files.as_ref(), &context);
    let written = manuscript.editions.iter().map(|edition| {
        let adapted = adapt(&book, &manuscript.metadata, edition, manuscript.cover.as_deref(), &mut report).book;
        let resolved = resolve(&adapted, &mut report);
        let input = EpubInput {
            book: &adapted,
            resolved: &resolved,
            page_map: None,
            pictures: &pictures,
            fonts: epub::fonts(),
            metadata: &manuscript.metadata,
            edition,
            identifier: &sample_book::uuid('f'),
            pdf_identifier: None,
            modified: None,
        };
        let bytes = fuzi::epub::write(&input, &context, &mut report).unwrap().bytes;
        (edition.name.clone(), adapted, bytes)
    });
    written.collect()
}

#[test]
fn the_samples_epubs_say_what_its_editions_say() {
    for (name, book, bytes) in editions() {
        let documents = epub::spine(&bytes).into_iter().filter(|(_, text)| text.contains("doc-chapter"));
        let text: Vec<String> = documents.flat_map(|(_, text)| body_text(&text).unwrap()).collect();
        assert_eq!(text, CanonicalText::of(&book).body, "{name}");
    }
}
