//! `fuzi inspect FILE`

use super::arguments::DumpFormat;
use super::arguments::InspectArguments;
use super::console::Console;
use super::exit::Exit;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Limits;
use crate::diag::Report;
use crate::diag::Sources;
use crate::inspect;
use crate::inspect::Tree;
use crate::io::read_file;

pub fn inspect(arguments: &InspectArguments, console: &Console) -> Exit {
    let mut report = Report::default();
    let name = arguments.file.to_string_lossy();
    match read_file(&arguments.file) {
        Err(error) => report.add(Diagnostic::new(Code::UnreadableFile).in_file(&*name).with("path", &name).with("reason", error)),
        Ok(bytes) => match inspect::inspect(&bytes, &Limits::default()) {
            Ok(inspection) => console.print(&match arguments.format {
                DumpFormat::Text => inspect::human(&inspection, if arguments.structure { Tree::Shown } else { Tree::Hidden }),
                DumpFormat::Json => inspection.to_json(),
            }),
            Err(error) => report.add(Diagnostic::new(Code::NotInspected).in_file(&*name).with("path", &name).with("reason", error)),
        },
    }
    console.findings(&report, &Sources::default());
    Exit::of(&report)
}
