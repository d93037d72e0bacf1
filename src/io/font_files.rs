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
use crate::font::Fonts;
use crate::manuscript::Files;
use crate::manuscript::FontSettings;

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
    /// The file name; for the book's own the path in the project.
    pub name: String,
    /// Absolute; for the book's own the path in the project.
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
/// of the system that hold a family which the book names.
pub fn find_fonts(folders: &FontFolders, book: Option<(&dyn Files, &FontSettings)>, report: &mut Report) -> Vec<FoundFont> {
    let bundled = folders.bundled.iter().map(|(found_in, folder)| list(*found_in, folder)).find(|found| !found.is_empty());
    let mut found = bundled.unwrap_or_default();
    if found.is_empty() {
        report.add(Diagnostic::new(Code::NoFonts));
    }
    let Some((files, settings)) = book else { return found };
    let mut own: Vec<String> = settings.files.clone();
    own.extend(files.list(BOOK_FOLDER).into_iter().filter(|path| is_font(Path::new(path)) && !settings.files.contains(path)));
    for name in own {
        match files.size(&name) {
            Ok(bytes) => found.push(FoundFont { found_in: FoundIn::Book, path: PathBuf::from(&name), name, bytes }),
            Err(error) => report.add(error.finding(&name).in_file("book.toml")),
        }
    }
    for family in &settings.system {
        let files = folders.system.iter().find_map(|folder| Some(search(folder, family, SYSTEM_DEPTH)).filter(|files| !files.is_empty()));
        match files {
            Some(files) => found.extend(files),
            None => report.add(Diagnostic::new(Code::MissingFamily).in_file("book.toml").with("family", family)),
        }
    }
    found
}

/// The font files' content; one that cannot be read is a finding.
pub fn load_fonts(found: &[FoundFont], book: Option<&dyn Files>, report: &mut Report) -> Vec<FontFile> {
    let mut files = Vec::with_capacity(found.len());
    for font in found {
        let content = match (font.found_in, book) {
            (FoundIn::Book, Some(book)) => book.read(&font.name),
            _ => fs::read(&font.path).map_err(|error| file_error(&error)),
        };
        match content {
            Ok(data) => files.push(FontFile { name: font.name.clone(), data: data.into() }),
            Err(error) => report.add(error.finding(&font.name)),
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

/// The files with faces of a family in a folder of the system and below it.
fn search(folder: &Path, family: &str, depth: usize) -> Vec<FoundFont> {
    let mut found: Vec<FoundFont> = list(FoundIn::System, folder).into_iter().filter(|font| holds_family(&font.path, family)).collect();
    if depth > 0
        && let Ok(entries) = fs::read_dir(folder)
    {
        let mut below: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
        below.sort();
        found.extend(below.iter().flat_map(|folder| search(folder, family, depth - 1)));
    }
    found
}

fn holds_family(path: &Path, family: &str) -> bool {
    let Ok(data) = fs::read(path) else { return false };
    let file = FontFile { name: String::new(), data: data.into() };
    // What is no font is not the author's concern here: the folder is the system's.
    Fonts::new(vec![file], &mut Report::default()).iter().any(|(_, face)| face.family().eq_ignore_ascii_case(family))
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
        let bundled =
            vec![(FoundIn::Variable, path.join("a")), (FoundIn::Executable, path.join("b")), (FoundIn::Repository, path.join("c"))];
        let folders = FontFolders { bundled, system: Vec::new() };
        let book = super::super::Folder::open(&path.join("book")).unwrap();
        let found = find_fonts(&folders, Some((&book, &FontSettings::default())), &mut Report::default());
        let names: Vec<(FoundIn, &str)> = found.iter().map(|font| (font.found_in, font.name.as_str())).collect();
        assert_eq!(names, [(FoundIn::Executable, "One.otf"), (FoundIn::Executable, "Two.ttc"), (FoundIn::Book, "fonts/Own.otf")]);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn a_font_of_the_system_is_used_only_when_the_book_names_its_family() {
        let path = scratch("system", &["fonts/One.otf", "system/x/broken.otf", "book/a.md"]);
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/NotoSansCJK-Bold.ttc");
        fs::copy(bundled, path.join("system/x/Other.ttc")).unwrap();
        let folders = FontFolders { bundled: vec![(FoundIn::Repository, path.join("fonts"))], system: vec![path.join("system")] };
        let book = super::super::Folder::open(&path.join("book")).unwrap();
        let mut report = Report::default();
        let find = |families: &[&str], report: &mut Report| {
            let settings = FontSettings {
                files: Vec::new(),
                system: families.iter().map(|&family| family.to_owned()).collect(),
                ..FontSettings::default()
            };
            let found = find_fonts(&folders, Some((&book, &settings)), report);
            found.into_iter().map(|font| (font.found_in, font.name)).skip(1).collect::<Vec<_>>()
        };
        assert_eq!(find(&[], &mut report), []);
        assert_eq!(find(&["Noto Sans CJK JP"], &mut report), [(FoundIn::System, "Other.ttc".to_owned())]);
        assert!(report.findings().is_empty());
        assert_eq!(find(&["No Such Family"], &mut report), []);
        assert_eq!(report.findings()[0].code, Code::MissingFamily);
        fs::remove_dir_all(path).unwrap();
    }

    #[test]
    fn no_bundled_fonts_is_a_finding() {
        let mut report = Report::default();
        find_fonts(&FontFolders::default(), None, &mut report);
        assert_eq!(report.findings()[0].code, Code::NoFonts);
    }
}
