//! `fuzi fix`

use similar::TextDiff;

use super::arguments::FixArguments;
use super::arguments::MessageFormat;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use super::project;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::io::Outputs;
use crate::lint;
use crate::lint::FixedFile;

pub fn fix(arguments: &FixArguments, console: &Console) -> Exit {
    let context = Context::default();
    let mut report = Report::default();
    let (fixed, sources) = match project::open(&arguments.dir, &context, &mut report) {
        Ok(manuscript) => {
            let mut own = Report::default();
            let fixed = lint::fix(&manuscript, &arguments.only, &context, &mut own);
            // What is no error is for `check` to tell.
            own.judge(|finding| (finding.severity() >= Severity::Error).then_some(finding));
            report.append(own);
            (fixed, manuscript.sources)
        }
        Err((sources, error)) => (Err(error), sources),
    };
    let written = fixed.and_then(|(files, left)| {
        if arguments.apply {
            write(&files, arguments, &mut report)?;
        }
        Ok((files, left))
    });
    tell(written, arguments, &report, &sources, console)
}

/// All files, or none.
fn write(files: &[FixedFile], arguments: &FixArguments, report: &mut Report) -> Result<(), ErrorReported> {
    let mut outputs = Outputs::new(&arguments.dir);
    for file in files {
        outputs.stage(&file.path, &file.bytes, report)?;
    }
    outputs.commit(report)
}

fn tell(
    written: Result<(Vec<FixedFile>, usize), ErrorReported>,
    arguments: &FixArguments,
    report: &Report,
    sources: &Sources,
    console: &Console,
) -> Exit {
    console.findings(report, sources);
    let Ok((files, left)) = written else { return Exit::of(report) };
    for file in &files {
        match console.format {
            MessageFormat::Human if arguments.apply => {}
            MessageFormat::Human => console.print(&diff(file)),
            MessageFormat::Json => console.print(&json(file, arguments.apply)),
        }
    }
    if console.verbosity != Verbosity::Quiet && console.format == MessageFormat::Human {
        console.fixed(&files, left, arguments.apply);
    }
    Exit::of(report)
}

/// The changes as a patch that `patch -p1` takes.
fn diff(file: &FixedFile) -> String {
    let diff = TextDiff::from_lines(&file.before, &file.after);
    diff.unified_diff().context_radius(1).header(&format!("a/{}", file.path), &format!("b/{}", file.path)).to_string()
}

/// One line of JSON for each file.
fn json(file: &FixedFile, applied: bool) -> String {
    let changes: Vec<_> =
        file.changes.iter().map(|change| serde_json::json!({ "code": change.code.id(), "count": change.count })).collect();
    let value = serde_json::json!({
        "type": "fix", "version": 1, "file": file.path, "applied": applied, "changes": changes, "diff": diff(file),
    });
    format!("{value}\n")
}
