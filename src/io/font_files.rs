//! Where font files lie.
#![expect(clippy::disallowed_methods, reason = "this module is the edge")]

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use super::folder::file_error;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::font::FontFile;
use crate::manuscript::Files;

/// The extensions of font files.
const EXTENSIONS: &[&str] = &["otf", "ttf", "ttc", "otc"];

/// The folder of the book's own fonts, in the project.
const BOOK_FOLDER: &str = "fonts";

/// Which place a font file was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundIn {
    /// The folder that `FUZI_FONTS` names.
    Variable,
    /// The folder `fonts` beside the executable, or `share/fuzi/fonts` beside its folder.
    Executable,
    /// The folder `fonts` of the source that the program was built from.
    Repository,
    /// The folder `fonts` of the book.
    Book,
    /// The system's fonts, because the book names it.
    System,
}

/// A font file and the place it was found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFont {
    pub found_in: FoundIn,
    /// The file name, for the book's own with its folder.
    pub name: String,
    pub path: PathBuf,
    pub bytes: u64,
}

/// Folders in which the bundled fonts may lie; the first that holds any is taken.
#[derive(Clone, Debug, Default)]
pub struct FontFolders {
    bundled: Vec<(FoundIn, PathBuf)>,
    system: Vec<PathBuf>,
}

impl FontFolders {
    /// The folders of this process: `FUZI_FONTS`, beside the executable, the repository.
    pub fn of_this_process() -> FontFolders {
        let mut bundled = Vec::new();
        if let Some(folder) = std::env::var_os("FUZI_FONTS").filter(|value| !value.is_empty()) {
            bundled.push((FoundIn::Variable, PathBuf::from(folder)));
        }
        if let Ok(executable) = std::env::current_exe().and_then(fs::canonicalize)
            && let Some(folder) = executable.parent()
        {
            bundled.push((FoundIn::Executable, folder.join("fonts")));
            bundled.push((FoundIn::Executable, folder.join("../share/fuzi/fonts")));
        }
        bundled.push((FoundIn::Repository, Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")));
        let mut system = Vec::new();
        if let Some(home) = std::env::var_os("HOME") {
            system.push(Path::new(&home).join(".local/share/fonts"));
            system.push(Path::new(&home).join("Library/Fonts"));
        }
        for folder in ["/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:\\Windows\\Fonts"] {
            system.push(PathBuf::from(folder));
        }
        FontFolders { bundled, system }
    }
}

/// The font files of a book, in the order in which they are asked for a character: the bundled ones, the book's own, and those
/// of the system that the book names by their file names.
pub fn find_fonts(folders: &FontFolders, book: Option<&super::Folder>, named: &[String]) -> Vec<FoundFont> {
    let bundled = folders.bundled.iter().map(|(found_in, folder)| list(*found_in, folder)).find(|found| !found.is_empty());
    let mut found = bundled.unwrap_or_default();
    if let Some(book) = book {
        found.extend(book.list(BOOK_FOLDER).into_iter().filter(|path| is_font(Path::new(path))).filter_map(|name| {
            let path = book.path().join(&name);
            let bytes = book.size(&name).ok()?;
            Some(FoundFont { found_in: FoundIn::Book, name, path, bytes })
        }));
    }
    for name in named.iter().filter(|name| is_file_name(name)) {
        if found.iter().all(|font| font.path.file_name().is_none_or(|other| other != name.as_str())) {
            found.extend(folders.system.iter().find_map(|folder| search(folder, name, SYSTEM_DEPTH)));
        }
    }
    found
}

/// The font files' content; one that cannot be read is a finding.
pub fn load_fonts(found: &[FoundFont], report: &mut Report) -> Vec<FontFile> {
    if !found.iter().any(|font| font.found_in < FoundIn::Book) {
        report.add(Diagnostic::new(Code::NoFonts));
    }
    let mut files = Vec::with_capacity(found.len());
    for font in found {
        match fs::read(&font.path) {
            Ok(data) => files.push(FontFile { name: font.name.clone(), data: data.into() }),
            Err(error) => report.add(file_error(&error).finding(&font.name)),
        }
    }
    files
}

/// How deep the system's font folders are searched.
const SYSTEM_DEPTH: usize = 4;

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn is_file_name(name: &str) -> bool {
    !name.contains(['/', '\\'])
}

/// The fonts that lie directly in a folder, by name.
fn list(found_in: FoundIn, folder: &Path) -> Vec<FoundFont> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<FoundFont> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let metadata = fs::metadata(&path).ok().filter(|metadata| metadata.is_file() && is_font(&path))?;
            let name = path.file_name()?.to_str()?.to_owned();
            Some(FoundFont { found_in, name, path, bytes: metadata.len() })
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The first file of this name in a folder of the system or below it.
fn search(folder: &Path, name: &str, depth: usize) -> Option<FoundFont> {
    if let Some(font) = list(FoundIn::System, folder).into_iter().find(|font| font.name == name) {
        return Some(font);
    }
    let mut below: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    below.sort();
    if depth == 0 { None } else { below.into_iter().find_map(|folder| search(&folder, name, depth - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str, files: &[&str]) -> PathBuf {
        let path = std::env::temp_dir().join(format!("fuzi-fonts-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        for file in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "font").unwrap();
        }
        path
    }

    #[test]
    fn the_first_folder_that_holds_fonts_is_taken_and_the_books_own_come_after() {
        let path = scratch("order", &["a/readme.txt", "b/Two.ttc", "b/One.otf", "c/Three.ttf", "book/fonts/Own.otf"]);
        let bundled = vec![(FoundIn::Variable, path.join("a")), (FoundIn::Executable, path.join("b")), (FoundIn::Repository, path.join("c"))];
        let folders = FontFolders { bundled, system: Vec::new() };
        let book = super::super::Folder::open(&path.join("book")).unwrap();
        let found = find_fonts(&folders, Some(&book), &[]);
        let names: Vec<(FoundIn, &str)> = found.iter().map(|font| (font.found_in, font.name.as_str())).collect();
        assert_eq!(names, [(FoundIn::Executable, "One.otf"), (FoundIn::Executable, "Two.ttc"), (FoundIn::Book, "fonts/Own.otf")]);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_font_of_the_system_is_used_only_when_the_book_names_it() {
        let path = scratch("system", &["fonts/One.otf", "system/x/y/Other.otf"]);
        let folders = FontFolders { bundled: vec![(FoundIn::Repository, path.join("fonts"))], system: vec![path.join("system")] };
        assert_eq!(find_fonts(&folders, None, &[]).len(), 1);
        let found = find_fonts(&folders, None, &["Other.otf".to_owned()]);
        assert_eq!((found[1].found_in, found[1].name.as_str()), (FoundIn::System, "Other.otf"));
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn no_bundled_fonts_is_a_finding() {
        let mut report = Report::default();
        load_fonts(&[], &mut report);
        assert_eq!(report.findings()[0].code, Code::NoFonts);
    }
}
