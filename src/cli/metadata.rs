//! `fuzi metadata`

use super::arguments::RecordFormat as Named;
use super::console::Console;
use super::exit::Exit;
use super::project;
use crate::diag::Context;
use crate::diag::Report;
use crate::pipeline;
use crate::record::RecordFormat;
use std::path::Path;

/// Prints the record of an edition.
pub fn export(dir: &Path, format: Named, edition: Option<&str>, console: &Console) -> Exit {
    let context = Context::default();
    let mut report = Report::default();
    let sources = match project::open(dir, &context, &mut report) {
        Ok(manuscript) => {
            let format = match format {
                Named::Marcxml => RecordFormat::Marcxml,
                Named::Mods => RecordFormat::Mods,
                Named::Dc => RecordFormat::DublinCore,
                Named::Jsonld => RecordFormat::Jsonld,
                Named::Onix => RecordFormat::Onix,
                Named::Bibtex => RecordFormat::Bibtex,
            };
            // What fails is in the report.
            if let Ok(text) = pipeline::catalogue(&manuscript, edition, project::source_date().as_ref(), format, &mut report) {
                console.print(text.trim_end_matches('\n'));
            }
            manuscript.sources
        }
        Err((sources, _)) => sources,
    };
    console.findings(&report, &sources);
    Exit::of(&report)
}
