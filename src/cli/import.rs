//! `fuzi import`

use super::arguments::ImportArguments;
use super::arguments::MessageFormat;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::import;
use crate::io::Folder;
use crate::io::Outputs;
use crate::io::exists;
use crate::io::names_in;
use crate::io::read_file;
use crate::manuscript::BOOK_TOML;
use crate::manuscript::Files;
use std::path::Path;

pub fn import(arguments: &ImportArguments, console: &Console) -> Exit {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let written = make(arguments, &mut sources, &mut report);
    // What was guessed and left out is the result of an import, so notes are shown too.
    console.findings_from(Severity::Note, &report, &sources);
    if let (Ok(written), MessageFormat::Human, false) = (&written, console.format, console.verbosity == Verbosity::Quiet) {
        written.iter().for_each(|path| console.print(&format!("{path}\n")));
    }
    Exit::of(&report)
}

/// Makes the project and writes it whole or not at all. The paths written come back.
fn make(arguments: &ImportArguments, sources: &mut Sources, report: &mut Report) -> Result<Vec<String>, ErrorReported> {
    let is_there = exists(&arguments.into.join(BOOK_TOML));
    if is_there != arguments.again {
        let reason = if is_there { "there is a project already; --again imports the text into it anew" } else { "there is no project yet" };
        let finding = Diagnostic::new(Code::UnwritableOutput).with("path", arguments.into.join(BOOK_TOML).display());
        return Err(report.error(finding.with("reason", reason)));
    }
    let name = arguments.file.to_string_lossy();
    let bytes = read_file(&arguments.file).map_err(|error| unreadable(&name, error, report))?;
    let pictures: Vec<String> = arguments.pictures.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let beside = names_in(arguments.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    let folder = arguments.into.to_string_lossy();
    let earlier = if arguments.again { earlier(&arguments.into, report)? } else { Vec::new() };
    let near = arguments.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let near = Folder::open(near).ok();
    let request = import::Request {
        name: &name,
        bytes: &bytes,
        pictures: &pictures,
        beside: &beside,
        folder: &folder,
        encoding: arguments.encoding,
        format: arguments.format,
        near: import::Near(near.as_ref().map(|folder| folder as &dyn Files)),
        earlier: &earlier,
    };
    let imported = import::import(&request, sources, report)?;
    let mut files = imported.files;
    let mut copies = imported.pictures;
    if arguments.again {
        // What the author has made of the project stays; the texts before are kept beside the new ones.
        let is_text = |file: &import::ImportedFile| file.path.ends_with(".md");
        if !files.iter().any(|file| earlier.iter().any(|(path, _)| *path == file.path)) {
            let path = files.iter().find(|file| is_text(file)).map_or(String::new(), |file| file.path.clone());
            let finding = Diagnostic::new(Code::UnwritableOutput).with("path", arguments.into.join(path).display());
            return Err(report.error(finding.with("reason", "the project has no text of this name; give the source its former name")));
        }
        files.retain(|file| {
            file.path != BOOK_TOML && (is_text(file) || file.path == import::RECORD || !exists(&arguments.into.join(&file.path)))
        });
        copies.retain(|copy| !exists(&arguments.into.join(&copy.to)));
        for (path, text) in earlier {
            if files.iter().any(|file| file.path == path && file.bytes != text.as_bytes()) {
                files.push(import::ImportedFile { path: free_name(&arguments.into, &path), bytes: text.into_bytes() });
            }
        }
    } else {
        let paths = files.iter().map(|file| &file.path).chain(copies.iter().map(|copy| &copy.to));
        if let Some(taken) = paths.map(|path| arguments.into.join(path)).find(|path| exists(path)) {
            let finding = Diagnostic::new(Code::UnwritableOutput).with("path", taken.display());
            return Err(report.error(finding.with("reason", "there is a file of this name already")));
        }
    }

    let mut outputs = Outputs::new(&arguments.into);
    let mut written = Vec::new();
    for file in &files {
        outputs.stage(&file.path, &file.bytes, report)?;
        written.push(arguments.into.join(&file.path).display().to_string());
    }
    for copy in &copies {
        let bytes = read_file(copy.from.as_ref()).map_err(|error| unreadable(&copy.from, error, report))?;
        outputs.stage(&copy.to, &bytes, report)?;
        written.push(arguments.into.join(&copy.to).display().to_string());
    }
    outputs.commit(report)?;
    Ok(written)
}

/// The Markdown files of the project, by path.
fn earlier(into: &Path, report: &mut Report) -> Result<Vec<(String, String)>, ErrorReported> {
    let mut texts = Vec::new();
    for path in names_in(into).into_iter().filter(|name| name.ends_with(".md")) {
        let place = into.join(&path);
        let name = place.to_string_lossy();
        let bytes = read_file(&place).map_err(|error| unreadable(&name, error, report))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| report.error(Diagnostic::new(Code::InvalidUtf8).in_file(name.as_ref()).with("path", &name)))?;
        texts.push((path, text));
    }
    Ok(texts)
}

/// A name beside the text that no file has.
fn free_name(into: &Path, path: &str) -> String {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let names = (1..=u32::MAX).map(|number| format!("{stem}.before-{number}.md"));
    names.into_iter().find(|name| !exists(&into.join(name))).unwrap_or_else(|| format!("{stem}.before.md"))
}

fn unreadable(path: &str, reason: impl ToString, report: &mut Report) -> ErrorReported {
    report.error(Diagnostic::new(Code::UnreadableFile).with("path", path).with("reason", reason))
}
