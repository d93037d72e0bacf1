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
use crate::io::Outputs;
use crate::io::exists;
use crate::io::read_file;
use crate::manuscript::BOOK_TOML;

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
    let settings = arguments.into.join(BOOK_TOML);
    if exists(&settings) {
        let finding = Diagnostic::new(Code::UnwritableOutput).with("path", settings.display());
        return Err(report.error(finding.with("reason", "there is a project already")));
    }
    let name = arguments.file.to_string_lossy();
    let bytes = read_file(&arguments.file).map_err(|error| unreadable(&name, error, report))?;
    let pictures: Vec<String> = arguments.pictures.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let folder = arguments.into.to_string_lossy();
    let request = import::Request { name: &name, bytes: &bytes, pictures: &pictures, folder: &folder };
    let imported = import::import(&request, sources, report)?;

    let paths = imported.files.iter().map(|file| &file.path).chain(imported.pictures.iter().map(|copy| &copy.to));
    if let Some(taken) = paths.map(|path| arguments.into.join(path)).find(|path| exists(path)) {
        let finding = Diagnostic::new(Code::UnwritableOutput).with("path", taken.display());
        return Err(report.error(finding.with("reason", "there is a file of this name already")));
    }

    let mut outputs = Outputs::new(&arguments.into);
    let mut written = Vec::new();
    for file in &imported.files {
        outputs.stage(&file.path, &file.bytes, report)?;
        written.push(arguments.into.join(&file.path).display().to_string());
    }
    for copy in &imported.pictures {
        let bytes = read_file(copy.from.as_ref()).map_err(|error| unreadable(&copy.from, error, report))?;
        outputs.stage(&copy.to, &bytes, report)?;
        written.push(arguments.into.join(&copy.to).display().to_string());
    }
    outputs.commit(report)?;
    Ok(written)
}

fn unreadable(path: &str, reason: impl ToString, report: &mut Report) -> ErrorReported {
    report.error(Diagnostic::new(Code::UnreadableFile).with("path", path).with("reason", reason))
}
