//! `fuzi archive` and `fuzi verify`

use std::path::Path;
use std::sync::Arc;

use super::arguments::ArchiveArguments;
use super::arguments::VerifyArguments;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use super::project;
use super::table::grouped;
use super::table::size;
use crate::archive;
use crate::archive::FolderPlace;
use crate::archive::Package;
use crate::archive::Recorder;
use crate::archive::Verified;
use crate::archive::ZipPlace;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::font::FontFile;
use crate::io;
use crate::io::Folder;
use crate::io::Outputs;
use crate::manuscript::Manuscript;
use crate::pipeline::Request;

/// The edition name that stands for all.
const ALL: &str = "all";

/// Makes a bag.
pub fn archive(arguments: &ArchiveArguments, console: &Console) -> Exit {
    let context = Context::default();
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let packed = pack(arguments, &context, &mut sources, &mut report);
    console.findings(&report, &sources);
    match packed {
        Ok(package) if console.verbosity != Verbosity::Quiet => {
            let bytes: usize = package.files.values().map(Vec::len).sum();
            console.print(&format!("{}: {} files, {}\n", arguments.out.display(), grouped(package.files.len()), size(bytes as u64)));
        }
        Ok(_) | Err(_) => {}
    }
    Exit::of(&report)
}

fn pack(arguments: &ArchiveArguments, context: &Context, sources: &mut Sources, report: &mut Report) -> Result<Package, ErrorReported> {
    let out = &arguments.out;
    if io::exists(out) {
        let reason = format!("{} exists, and a package replaces nothing", out.display());
        return Err(report.error(Diagnostic::new(Code::NotArchivable).with("reason", reason)));
    }
    let folder = Folder::open(&arguments.dir)
        .map_err(|error| report.error(Diagnostic::new(Code::UnreadableFile).with("path", arguments.dir.display()).with("reason", error)))?;
    let recorder = Arc::new(Recorder::new(Arc::new(folder)));
    let manuscript = Manuscript::open_with(recorder.clone(), sources, context, report)?;
    *sources = manuscript.sources.clone();
    let fonts = project::fonts(&manuscript, report);
    let editions = arguments.edition.iter().filter(|edition| *edition != ALL).cloned().collect();
    let request = Request { editions, source_date: project::source_date(), ..Request::default() };
    let package = archive::package(manuscript, &recorder, fonts, &request, context, report)?;
    let name = out.file_name().map_or_else(|| "bag".to_owned(), |name| name.to_string_lossy().into_owned());
    if let Some(folder) = name.strip_suffix(".zip") {
        let mut outputs = Outputs::new(out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")));
        outputs.stage(&name, &package.zip(folder), report)?;
        outputs.commit(report)?;
    } else {
        let mut outputs = Outputs::new(out);
        for (path, bytes) in &package.files {
            outputs.stage(path, bytes, report)?;
        }
        outputs.commit(report)?;
    }
    Ok(package)
}

/// Says what is wrong with a bag, an EPUB or a PDF.
pub fn verify(arguments: &VerifyArguments, console: &Console) -> Exit {
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let verified = look(&arguments.path, &mut sources, &mut report);
    console.findings(&report, &sources);
    if let (Ok(said), true) = (verified, console.verbosity != Verbosity::Quiet && Exit::of(&report) == Exit::Done) {
        console.print(&said);
    }
    Exit::of(&report)
}

fn look(path: &Path, sources: &mut Sources, report: &mut Report) -> Result<String, ErrorReported> {
    let unreadable = |reason: String, report: &mut Report| {
        report.error(
            Diagnostic::new(Code::UnreadableFile).in_file(path.to_string_lossy()).with("path", path.display()).with("reason", reason),
        )
    };
    let context = Context::default();
    if io::is_folder(path) {
        let place = FolderPlace::open(path).map_err(|error| unreadable(error.to_string(), report))?;
        return archive::verify(&place, &fonts, &context, sources, report).map(|verified| said(path, &verified));
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if let Some(kind) = archive::kind_of_name(&name) {
        let bytes = io::read_file(path).map_err(|error| unreadable(error.to_string(), report))?;
        archive::faults(&path.to_string_lossy(), &bytes, kind).into_iter().for_each(|finding| report.add(finding));
        return Ok(format!("{}: whole, {}\n", path.display(), size(bytes.len() as u64)));
    }
    let (file, _) = io::open_file(path).map_err(|error| unreadable(error.to_string(), report))?;
    let stem = name.strip_suffix(".zip").unwrap_or(&name);
    let place = ZipPlace::open(file, stem).map_err(|error| {
        report.error(Diagnostic::new(Code::NotABag).in_file(path.to_string_lossy()).with("path", path.display()).with("reason", error))
    })?;
    archive::verify(&place, &fonts, &context, sources, report).map(|verified| said(path, &verified))
}

/// The fonts that a manuscript may use here; what is wrong with them shows in what they make.
fn fonts(manuscript: &Manuscript) -> Vec<FontFile> {
    project::fonts(manuscript, &mut Report::default())
}

fn said(path: &Path, verified: &Verified) -> String {
    let Verified { files, bytes, publications, rebuilt } = *verified;
    let rebuilt = if rebuilt { ", built again with the same result" } else { "" };
    format!(
        "{}: {} files of payload, {}, all as their manifests say; {publications} publications whole{rebuilt}\n",
        path.display(),
        grouped(files),
        size(bytes)
    )
}
