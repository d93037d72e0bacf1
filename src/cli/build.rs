//! `fuzi build`

use std::time::Duration;
use std::time::Instant;

use super::arguments::BuildArguments;
use super::arguments::MessageFormat;
use super::arguments::OnlyFormat;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use super::progress::Display;
use super::project;
use super::table::Align;
use super::table::grouped;
use super::table::size;
use super::table::table;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::diag::Stage;
use crate::io::Outputs;
use crate::manuscript::Format;
use crate::manuscript::Manuscript;
use crate::pipeline;
use crate::pipeline::Built;
use crate::pipeline::Lines;
use crate::pipeline::MissingGlyphs;
use crate::pipeline::Request;

/// The folder for finished files, in the project.
const OUTPUT_FOLDER: &str = "dist";

pub fn build(arguments: &BuildArguments, console: &Console) -> Exit {
    let started = Instant::now();
    let display = Display::new(console);
    let context = Context::default().with_jobs(arguments.jobs).with_progress(display.clone());
    cancel_on_interrupt(&context);
    let mut report = Report::default();
    let (built, sources) = match project::open(&arguments.dir, &context, &mut report) {
        Ok(mut manuscript) => (make(&mut manuscript, arguments, &context, &mut report), manuscript.sources),
        Err((sources, error)) => (Err(error), sources),
    };
    display.finish();
    if context.is_cancelled() {
        eprintln!("interrupted; nothing was written");
        return Exit::Interrupted;
    }
    finish(built, &report, &sources, &display, started.elapsed(), console)
}

/// Builds and writes: all files, or none.
fn make(manuscript: &mut Manuscript, arguments: &BuildArguments, context: &Context, report: &mut Report) -> Result<Built, ErrorReported> {
    let fonts = project::fonts(manuscript, report);
    let built = pipeline::build(manuscript, fonts, &request(arguments), context, report)?;
    let folder = arguments.out.clone().unwrap_or_else(|| arguments.dir.join(OUTPUT_FOLDER));
    let mut outputs = Outputs::new(&folder);
    for file in &built.files {
        outputs.stage(&file.name, &file.bytes, report)?;
    }
    outputs.stage("report.json", built.report_json.as_bytes(), report)?;
    if !context.is_cancelled() {
        outputs.commit(report)?;
    }
    Ok(built)
}

fn request(arguments: &BuildArguments) -> Request {
    Request {
        editions: arguments.edition.clone(),
        only: arguments.only.map(|format| match format {
            OnlyFormat::Epub => Format::Epub,
            OnlyFormat::Pdf => Format::Pdf,
        }),
        missing_glyphs: if arguments.allow_missing_glyphs { MissingGlyphs::Allow } else { MissingGlyphs::Refuse },
        source_date: project::source_date(),
        lines: if arguments.proof { Lines::Proof } else { Lines::Nothing },
    }
}

/// The first interrupt asks the stages to stop; a second one does not wait for them.
fn cancel_on_interrupt(context: &Context) {
    let context = context.clone();
    // A handler that is there already belongs to whoever embeds us.
    let _ = ctrlc::try_set_handler(move || {
        if context.is_cancelled() {
            std::process::exit(Exit::Interrupted as i32);
        }
        context.cancel();
    });
}

fn finish(
    built: Result<Built, ErrorReported>,
    report: &Report,
    sources: &Sources,
    display: &Display,
    elapsed: Duration,
    console: &Console,
) -> Exit {
    console.findings(report, sources);
    match (&built, console.format) {
        (Ok(built), MessageFormat::Json) => console.print(&json_results(built)),
        (Ok(built), MessageFormat::Human) if console.verbosity != Verbosity::Quiet => {
            console.print(&results(built, report, display, elapsed));
        }
        (Ok(_), MessageFormat::Human) | (Err(_), _) => {}
    }
    match built {
        Ok(_) => Exit::of(report),
        Err(_) => match Exit::of(report) {
            Exit::Done => Exit::Bug,
            exit => exit,
        },
    }
}

/// The table of finished files.
fn results(built: &Built, report: &Report, display: &Display, elapsed: Duration) -> String {
    let head = ["file", "size", "pages", "characters", "findings", "time"].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    for file in &built.files {
        let about = |edition: &Option<String>| edition.as_ref().is_none_or(|name| *name == file.edition);
        let findings = report.findings().iter().filter(|finding| about(&finding.edition)).count();
        let time = match file.format {
            Format::Pdf => display.spent(Stage::Compose, &file.edition) + display.spent(Stage::WritePdf, &file.edition),
            Format::Epub => display.spent(Stage::WriteEpub, &file.edition),
        };
        rows.push(vec![
            file.name.clone(),
            size(file.bytes.len() as u64),
            grouped(file.pages),
            grouped(file.characters),
            grouped(findings),
            seconds(time),
        ]);
    }
    let blank = String::new;
    rows.push(vec!["all".to_owned(), blank(), blank(), blank(), grouped(report.findings().len()), seconds(elapsed)]);
    table(&[Align::Start, Align::End, Align::End, Align::End, Align::End, Align::End], &rows)
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// One line of JSON for each finished file.
fn json_results(built: &Built) -> String {
    let line = |file: &pipeline::BuiltFile| {
        let value = serde_json::json!({
            "type": "file", "version": 1, "name": file.name, "edition": file.edition, "bytes": file.bytes.len(),
            "pages": file.pages, "characters": file.characters, "sha256": file.sha256(),
        });
        format!("{value}\n")
    };
    built.files.iter().map(line).collect()
}
