//! The command line: arguments, progress, printing of findings, exit codes.

mod archive;
mod arguments;
mod build;
mod check;
mod completions;
mod console;
mod doctor;
mod dump;
mod examples;
mod exit;
mod explain;
mod fix;
mod fonts;
mod fonts_check;
mod import;
mod inspect;
mod man;
mod metadata;
mod new;
mod progress;
mod project;
mod schema;
mod table;

pub use exit::Exit;

use std::panic;

use clap::Parser;

use arguments::Arguments;
use arguments::Command;
use arguments::FontsCommand;
use arguments::MetadataCommand;
use console::Console;

/// Runs the program with the process's arguments.
pub fn run() -> Exit {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or(String::new(), |place| format!(" at {}:{}", place.file(), place.line()));
        eprintln!("error: fuzi made a mistake of its own{place}: {}", words_of(info.payload()));
        eprintln!("  = help: nothing was written; please report this with the command and, if you may, the manuscript");
    }));
    panic::catch_unwind(|| dispatch(Arguments::parse())).unwrap_or(Exit::Bug)
}

fn dispatch(arguments: Arguments) -> Exit {
    let console = Console::new(&arguments.shared);
    match arguments.command {
        Command::New(arguments) => new::new(&arguments, &console),
        Command::Build(arguments) => build::build(&arguments, &console),
        Command::Import(arguments) => import::import(&arguments, &console),
        Command::Check(arguments) => check::check(&arguments, &console.in_format(arguments.format)),
        Command::Fix(arguments) => fix::fix(&arguments, &console.in_format(arguments.format)),
        Command::Dump(arguments) => dump::dump(&arguments, &console),
        Command::Fonts(FontsCommand::List { dir }) => fonts::list(dir.as_deref(), &console),
        Command::Fonts(FontsCommand::Check { dir, edition }) => fonts_check::check(&dir, edition, &console),
        Command::Metadata(MetadataCommand::Export { dir, format, edition }) => metadata::export(&dir, format, edition.as_deref(), &console),
        Command::Archive(arguments) => archive::archive(&arguments, &console),
        Command::Verify(arguments) => archive::verify(&arguments, &console),
        Command::Inspect(arguments) => inspect::inspect(&arguments, &console),
        Command::Explain { code } => explain::explain(&code, &console),
        Command::Doctor(arguments) => doctor::doctor(&arguments, &console),
        Command::Schema => schema::schema(&console),
        Command::Completions { shell } => completions::completions(shell, &console),
        Command::Man { out } => man::man(out.as_deref(), &console),
    }
}

fn words_of(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}
