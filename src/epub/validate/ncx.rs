//! The table of contents of EPUB 2, where a publication brings one beside the navigation document.

use super::fault::Faults;
use super::uses::Reference;
use super::uses::Use;
use crate::xml::Token;
use crate::xml::scan;

const DEPTH: usize = 200;
const PUBLIC: (&str, &str) = ("-//NISO//DTD ncx 2005-1//EN", "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd");

/// What the table of contents leads to.
pub fn read(path: &str, text: &str, faults: &mut Faults) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut kinds = Vec::new();
    let result = scan(text, DEPTH, |_, token| match token {
        Token::Start(tag) if tag.name.rsplit(':').next() == Some("content") => {
            if let Some(address) = tag.attribute("src") {
                references.push(Reference { usage: Use::Link, address: address.to_owned(), declared: None });
            }
        }
        Token::DocType(kind) => kinds.push(kind.to_owned()),
        _ => {}
    });
    for kind in kinds {
        if (kind.contains("PUBLIC") || kind.contains("SYSTEM")) && !(kind.contains(PUBLIC.0) && kind.contains(PUBLIC.1)) {
            faults.error("OPF-073", path, "the document type is not that of an NCX");
        }
    }
    if let Err(error) = result {
        faults.fatal("RSC-016", path, error.to_string());
    }
    references
}
