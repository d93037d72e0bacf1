//! `fuzi man`

use std::path::Path;

use clap::Command;
use clap::CommandFactory;

use super::arguments::Arguments;
use super::console::Console;
use super::exit::Exit;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::io::Outputs;

pub fn man(out: Option<&Path>, console: &Console) -> Exit {
    let mut command = Arguments::command();
    command.build();
    let Some(out) = out else {
        console.print(&String::from_utf8_lossy(&page(command)));
        return Exit::Done;
    };
    let mut report = Report::default();
    // What could not be written is in the report, and the exit code follows from it.
    let _ = write(command, out, &mut report);
    console.findings(&report, &Sources::default());
    Exit::of(&report)
}

/// Writes the page of every command, all of them or none.
fn write(command: Command, out: &Path, report: &mut Report) -> Result<(), ErrorReported> {
    let mut outputs = Outputs::new(out);
    let mut waiting = vec![("fuzi".to_owned(), command)];
    while let Some((name, command)) = waiting.pop() {
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            waiting.push((format!("{name}-{}", inner.get_name()), inner.clone()));
        }
        outputs.stage(&format!("{name}.1"), &page(command), report)?;
    }
    outputs.commit(report)
}

/// A page in roff. It has no date, so that the same program makes the same page.
fn page(command: Command) -> Vec<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).date("").render(&mut page).expect("writing to memory cannot fail");
    page
}
