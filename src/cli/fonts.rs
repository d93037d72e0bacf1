//! `fuzi fonts list`

use std::path::Path;

use super::console::Console;
use super::exit::Exit;
use super::project;
use super::table::Align;
use super::table::size;
use super::table::table;
use crate::diag::Report;
use crate::diag::Sources;
use crate::font::Fonts;
use crate::io::FontFolders;
use crate::io::FoundIn;
use crate::io::find_fonts;
use crate::io::load_fonts;

pub fn list(dir: Option<&Path>, console: &Console) -> Exit {
    let mut report = Report::default();
    let manuscript = match dir.map(|dir| project::open(dir, &Default::default(), &mut report)).transpose() {
        Ok(manuscript) => manuscript,
        Err((sources, _)) => {
            console.findings(&report, &sources);
            return Exit::of(&report);
        }
    };
    let book = manuscript.as_ref().map(|manuscript| (manuscript.access.as_ref(), &manuscript.fonts));
    let found = find_fonts(&FontFolders::of_this_process(), book, &mut report);
    let fonts = Fonts::new(load_fonts(&found, book.map(|(files, _)| files), &mut report), &mut report);
    let mut rows = vec![["face", "file", "version", "size", "found"].map(str::to_owned).to_vec()];
    for (_, face) in fonts.iter() {
        let Some(font) = found.iter().find(|font| font.name == face.file()) else { continue };
        let place = match font.found_in {
            FoundIn::Book => "the book's own".to_owned(),
            FoundIn::Variable => format!("FUZI_FONTS, {}", font.path.display()),
            FoundIn::Executable | FoundIn::Repository | FoundIn::System => font.path.display().to_string(),
        };
        rows.push(vec![face.name().to_owned(), font.name.clone(), short(face.version()), size(font.bytes), place]);
    }
    console.print(&table(&[Align::Start, Align::Start, Align::Start, Align::End, Align::Start], &rows));
    let sources = manuscript.map_or(Sources::default(), |manuscript| manuscript.sources);
    console.findings(&report, &sources);
    Exit::of(&report)
}

/// The number of a version without the tools that it was made with.
fn short(version: &str) -> String {
    version.split(';').next().unwrap_or_default().trim_start_matches("Version ").to_owned()
}
